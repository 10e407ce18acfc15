"""Mutation testing of the calculator: change one thing in the code, and see whether a test fails.

    python -m tests.mutation                       # the modules below, all mutants
    python -m tests.mutation means gap --every 3   # some modules, every third mutant

Each mutant changes one operator, comparison, number, boolean or function name in a copy of the
module's source, and runs the tests that concern it in a child of this process. A mutant that no
test notices survives and is printed with its line. Sources on disk are never touched.
"""

from __future__ import annotations

import argparse
import ast
import copy
import doctest
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("ASSESS_ORACLE_SURVEYS", "60")
sys.dont_write_bytecode = True

# What every child needs is imported once, here; the calculator itself never.
for _name in ("numpy", "scipy.special", "assess.questionnaire.instrument"):
    importlib.import_module(_name)

ROOT = Path(__file__).parents[1]
SCORING = ROOT / "assess" / "scoring"
SECONDS = 180

# Tests in the order in which they are likely to notice, quick ones first.
CORE = ("test_small_pieces", "test_scorecard", "test_edges", "test_golden_scores", "test_oracle")
TESTS = {
    "aggregation": (*CORE, "test_golden_agreement", "test_nation", "test_properties"),
    "means": (*CORE, "test_golden_trees"),
    "scores": CORE,
    "gap": ("test_small_pieces", "test_golden_scores", "test_scorecard"),
    "rounding": ("test_small_pieces", "test_golden_scores"),
    "tree": (*CORE, "test_properties", "test_golden_trees"),
    "agreement": ("test_golden_agreement", "test_intervals_and_agreement", "test_small_pieces"),
    "uncertainty": ("test_golden_uncertainty", "test_intervals_and_agreement", "test_small_pieces"),
    "solving": ("test_disclosure", "test_disclosure_solver"),
}

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.MatMult: ast.Mult,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum"}
NAMES |= {"maximum": "minimum", "argmax": "argmin", "floor": "ceil", "zeros": "ones"}


@dataclass(frozen=True)
class Mutant:
    module: str
    line: int
    what: str
    source: str


def mutants(module: str) -> Iterator[Mutant]:
    tree = ast.parse((SCORING / f"{module}.py").read_text(encoding="utf-8"))
    for place in range(sum(1 for _ in ast.walk(tree))):
        variant = 0
        while True:
            changed = copy.deepcopy(tree)
            node = next(each for at, each in enumerate(ast.walk(changed)) if at == place)
            if _in_annotation(changed, node):
                break
            what = _change(node, variant)
            if what is None:
                break
            variant += 1
            line = getattr(node, "lineno", 0)
            yield Mutant(module, line, what, ast.unparse(changed))


def _in_annotation(tree: ast.Module, wanted: ast.AST) -> bool:
    """Types and the aliases that name them do nothing at run time."""
    for node in ast.walk(tree):
        kept: list[ast.AST | None] = []
        if isinstance(node, ast.AnnAssign | ast.arg):
            kept = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            kept = [node.returns]
        elif isinstance(node, ast.Assign) and _names_a_type(node):
            kept = [node.value]
        if any(wanted is each for part in kept if part for each in ast.walk(part)):
            return True
    return False


def _names_a_type(node: ast.Assign) -> bool:
    name = node.targets[0]
    composed = isinstance(node.value, ast.Subscript | ast.BinOp)
    return composed and isinstance(name, ast.Name) and name.id.istitle()


def _change(node: ast.AST, variant: int) -> str | None:
    """Make the `variant`-th change of this node in place; None where there is none left."""
    if isinstance(node, ast.Compare) and variant < len(node.ops):
        old = type(node.ops[variant])
        node.ops[variant] = COMPARISONS[old]()
        return f"{old.__name__} -> {COMPARISONS[old].__name__}"
    if variant:
        return _second_change(node, variant)
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        old_op = type(node.op)
        node.op = OPERATORS[old_op]()
        return f"{old_op.__name__} -> {OPERATORS[old_op].__name__}"
    if isinstance(node, ast.BoolOp):
        old_bool = type(node.op)
        node.op = ast.Or() if old_bool is ast.And else ast.And()
        return f"{old_bool.__name__} -> {type(node.op).__name__}"
    if isinstance(node, ast.Constant):
        return _other_constant(node)
    if isinstance(node, ast.UnaryOp):
        return _without_sign(node)
    return _other_name(node)


def _other_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute) and node.attr in NAMES:
        node.attr = NAMES[node.attr]
        return f"-> {node.attr}"
    if isinstance(node, ast.Name) and node.id in NAMES:
        node.id = NAMES[node.id]
        return f"-> {node.id}"
    return None


def _second_change(node: ast.AST, variant: int) -> str | None:
    if isinstance(node, ast.Constant) and variant == 1 and type(node.value) in (int, float):
        node.value = -node.value if node.value else -1
        return f"-> {node.value}"
    return None


def _other_constant(node: ast.Constant) -> str | None:
    if isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node.value, int):
        node.value += 1
    elif isinstance(node.value, float):
        node.value = node.value * 2 if node.value else 1.0
    else:  # texts are messages and keys; None has no neighbour
        return None
    return f"-> {node.value}"


def _without_sign(node: ast.UnaryOp) -> str | None:
    if isinstance(node.op, ast.UAdd):
        return None
    old = type(node.op).__name__
    node.op = ast.UAdd() if isinstance(node.op, ast.USub | ast.Invert) else ast.Not()
    if isinstance(node.op, ast.Not):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    return f"{old} taken away"


def survives(mutant: Mutant) -> bool:
    """Whether all tests pass although the code was changed."""
    tests = [ROOT / "tests" / "scoring" / f"{name}.py" for name in TESTS[mutant.module]]
    with tempfile.TemporaryDirectory(prefix="takar-mutant-") as folder:
        changed = Path(folder) / "changed.py"
        changed.write_text(mutant.source, encoding="utf-8")
        child = os.fork()
        if child == 0:
            _test_changed(mutant.module, changed, [str(each) for each in tests if each.exists()])
        _, status = os.waitpid(child, 0)
    return status == 0


def _test_changed(module: str, changed: Path, tests: list[str]) -> NoReturn:
    """Run the tests in this process, which is a child of its own, and end it."""
    signal.alarm(SECONDS)  # an endless loop is noticed too
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.meta_path.insert(0, _Changed(f"assess.scoring.{module}", str(changed)))
    arguments = ["-x", "-q", "-p", "no:cacheprovider", "--noconftest"]
    code = 1
    try:
        code = int(pytest.main([*arguments, *tests]))
        code = code or doctest.testmod(importlib.import_module(f"assess.scoring.{module}")).failed
    finally:
        os._exit(code)


class _Changed(importlib.abc.MetaPathFinder):
    """Loads one module from another file."""

    def __init__(self, name: str, path: str) -> None:
        self._name, self._path = name, path

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TESTS), metavar="MODULE")
    parser.add_argument("--every", type=int, default=1, help="take every n-th mutant")
    wanted = parser.parse_args()
    killed = total = 0
    for module in wanted.modules:
        unchanged = (SCORING / f"{module}.py").read_text(encoding="utf-8")
        if not survives(Mutant(module, 0, "nothing", unchanged)):
            raise SystemExit(f"the tests of {module} fail without any change")
        some = list(mutants(module))[:: wanted.every]
        left = [mutant for mutant in some if survives(mutant)]
        killed, total = killed + len(some) - len(left), total + len(some)
        print(f"{module}: {len(some) - len(left)} of {len(some)} killed", flush=True)
        for mutant in left:
            print(f"  line {mutant.line}: {mutant.what}", flush=True)
    print(f"{killed} of {total} killed: {100 * killed / max(total, 1):.1f} %")


if __name__ == "__main__":
    main()

"""What a mutant changes: one operator, comparison, number, boolean or function name."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

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
# Of a table, axis 1 is axis -1, and an index that is looked up in its shape is too.
ALONG_AN_AXIS = ("sum", "any", "all", "min", "max", "mean", "var", "std", "cumsum", "unique")


@dataclass(frozen=True)
class Mutant:
    """The changed code of a whole module.

    function : (name, first line) of the function in whose body the change is; None where the
        change takes effect while the module is imported
    """

    line: int
    what: str
    code: CodeType
    function: tuple[str, int] | None


def mutants(source: str, path: str) -> Iterator[Mutant]:
    tree = ast.parse(source)
    owner = dict(_functions(tree, None, ""))
    types = set(_types(tree))
    axes = set(_axes(tree))
    nodes = list(ast.walk(tree))
    for place, node in enumerate(nodes):
        if id(node) in types:
            continue
        variant = 0
        while _change(copy.deepcopy(node), variant) is not None:
            changed = copy.deepcopy(tree)
            here = next(each for at, each in enumerate(ast.walk(changed)) if at == place)
            what = _change(here, variant) or ""
            if what == "-> -1" and id(node) in axes:
                break
            ast.fix_missing_locations(changed)
            code = compile(changed, path, "exec", dont_inherit=True)
            yield Mutant(getattr(node, "lineno", 0), what, code, owner[id(node)])
            variant += 1


def functions_in(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """The functions and methods of a module, by name and first line."""
    found: dict[tuple[str, int], CodeType] = {}
    for inner in code.co_consts:
        if not isinstance(inner, CodeType):
            continue
        if inner.co_flags & 1:  # optimised: a function; else the body of a class
            found[inner.co_qualname, inner.co_firstlineno] = inner
        else:
            found |= functions_in(inner)
    return found


def _functions(
    node: ast.AST, owner: tuple[str, int] | None, prefix: str
) -> Iterator[tuple[int, tuple[str, int] | None]]:
    """Each node with the function in whose body it is: the outermost, where they are nested."""
    yield id(node), owner
    if owner is None and isinstance(node, ast.FunctionDef):
        first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        inside = {id(each) for each in node.body}
        for child in ast.iter_child_nodes(node):
            mine = (prefix + node.name, first) if id(child) in inside else None
            yield from _functions(child, mine, prefix)
        return
    below = f"{prefix}{node.name}." if isinstance(node, ast.ClassDef) else prefix
    for child in ast.iter_child_nodes(node):
        yield from _functions(child, owner, below)


def _types(tree: ast.Module) -> Iterator[int]:
    """Types and the aliases that name them do nothing at run time."""
    for node in ast.walk(tree):
        kept: list[ast.AST | None] = []
        if isinstance(node, ast.AnnAssign | ast.arg):
            kept = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            kept = [node.returns]
        elif isinstance(node, ast.Assign) and _names_a_type(node):
            kept = [node.value]
        yield from (id(each) for part in kept if part for each in ast.walk(part))


def _axes(tree: ast.Module) -> Iterator[int]:
    """Numbers of an axis, whose sign changes nothing on a table."""
    for node in ast.walk(tree):
        named: list[ast.expr] = []
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
            named = [node.slice] if node.value.attr == "shape" else []
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            axis = [each.value for each in node.keywords if each.arg == "axis"]
            named = [*node.args, *axis] if node.func.attr in ALONG_AN_AXIS else axis
        yield from (id(each) for each in named if _is_one(each))


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1 and type(node.value) is int


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
    if not isinstance(node, ast.Constant) or variant > 1:
        return None
    if not isinstance(node.value, int | float) or isinstance(node.value, bool):
        return None
    node.value = -node.value if node.value else -1
    return f"-> {node.value}"


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

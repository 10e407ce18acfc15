"""The campaign: one pytest session that forks a child for each mutant.

Everything is imported and collected once. A first pass runs every test by itself and writes down
which functions of the calculator it calls and how long it takes. A mutant in the body of a function
is then tested in a child in which this function has the changed code, by the tests that call it,
quick ones and those that noticed the last mutants first, to the first failure. A mutant outside of
function bodies, or in a function that is called while modules are imported, is tested in a child
that imports the calculator and the tests anew.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType

import pytest

from tests.mutation.changes import Mutant, functions_in, mutants

ROOT = Path(__file__).parents[2]
SCORING = ROOT / "assess" / "scoring"
Place = tuple[str, str, int]  # file, name of a function, its first line

PATIENCE = 5  # times the processor time of the tests without a change, and as many seconds more
MEMORY = 3 * 2**30
UNNOTICED, NOTICED = 0, 1

# Files that take seconds, and the modules about which they are asked.
SECRETS = ("disclosure", "solving", "withholding")
SLOW = {
    "test_disclosure_solver": SECRETS,
    "test_target_disclosure": SECRETS,
    "test_interval_coverage": ("uncertainty",),
}
ABOUT_EVERY_MODULE = ("test_results_are_fixed", "test_small_pieces")


@dataclass
class Tested:
    """One test without any change: what it calls, and the processor time it takes."""

    item: pytest.Item
    places: set[Place]
    seconds: float
    noticed: int = 0  # number of the last mutant that it noticed

    @property
    def looks_at_all(self) -> bool:
        """Whether it looks at classes and constants, which nobody calls."""
        stem = self.item.path.stem
        return stem in ABOUT_EVERY_MODULE or (stem.endswith("by_hand") and not self.places)

    def calls(self, path: Path) -> bool:
        return any(file == str(path) for file, *_ in self.places)


class Calls:
    """Notes which functions of the calculator are called."""

    def __init__(self) -> None:
        self.places: set[Place] = set()
        self._files = str(SCORING)

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        if code.co_filename.startswith(self._files):
            self.places.add((code.co_filename, code.co_qualname, code.co_firstlineno))


class Campaign:
    """A plugin that runs the mutants in place of the tests."""

    def __init__(
        self,
        modules: Sequence[str],
        every: int,
        seconds: float,
        say: Callable[[str], None],
        earlier: str = "",
    ) -> None:
        self._modules, self._every, self._seconds, self._say = modules, every, seconds, say
        # Read at the start, as what is imported: somebody may write while this runs.
        self._sources = {module: _path(module).read_text(encoding="utf-8") for module in modules}
        self._earlier = _survivors(earlier)
        self._importing = Calls()
        self._clock = 0
        self.killed = self.total = 0

    def pytest_sessionstart(self) -> None:
        sys.settrace(self._importing)

    def pytest_internalerror(self, excrepr: object) -> None:
        self._say(str(excrepr))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.settrace(None)
        if session.testsfailed:
            raise pytest.UsageError("some tests cannot be imported")
        items = [each for each in session.items if _asked(each, self._modules)]
        tests = [tested for item in items if (tested := self._unchanged(session, item))]
        self._say(f"{len(tests)} tests, {sum(each.seconds for each in tests):.0f} s without change")
        for module in self._modules:
            self._module(session, module, tests)
        return True

    def _unchanged(self, session: pytest.Session, item: pytest.Item) -> Tested | None:
        """Run one test in a child; None if it fails as it is."""
        with tempfile.TemporaryDirectory(prefix="takar-mutation-") as folder:
            notes = Path(folder) / "notes.json"

            def noted() -> int:
                calls = Calls()
                sys.settrace(calls)
                start = time.process_time()
                session.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                seconds = time.process_time() - start
                sys.settrace(None)
                notes.write_text(json.dumps([sorted(calls.places), seconds]), encoding="utf-8")
                return NOTICED if session.testsfailed else UNNOTICED

            if _in_child(noted, 600):
                self._say(f"left out, as it fails without any change: {item.nodeid}")
                return None
            places, seconds = json.loads(notes.read_text(encoding="utf-8"))
        called = {(str(file), str(name), int(line)) for file, name, line in places}
        return Tested(item, called, seconds)

    def _module(self, session: pytest.Session, module: str, tests: list[Tested]) -> None:
        start = time.monotonic()
        tests = [each for each in tests if _asked(each.item, [module])]
        path = _path(module)
        some = list(mutants(self._sources[module], str(path)))[:: self._every]
        functions = _functions_of(path)
        left = []
        total, again = self._earlier.get(module, (0, []))
        for mutant in some:
            if total == len(some) and (mutant.line, mutant.what) not in again:
                continue
            self._clock += 1
            place = (str(path), *mutant.function) if mutant.function else None
            if place and place not in self._importing.places and mutant.function in functions:
                asked = self._affordable(each for each in tests if place in each.places)
                survives = self._survives(session, mutant, functions, asked)
            else:
                able = (each for each in tests if each.calls(path) or each.looks_at_all)
                asked = self._affordable(able)
                survives = self._survives_import(module, mutant, asked)
            if survives:
                left.append(f"  line {mutant.line}: {mutant.what}" + (" (no test)" * (not asked)))
        self.killed, self.total = self.killed + len(some) - len(left), self.total + len(some)
        seconds = time.monotonic() - start
        self._say(f"{module}: {len(some) - len(left)} of {len(some)} killed ({seconds:.0f} s)")
        for line in left:
            self._say(line)

    def _affordable(self, tests: Iterable[Tested]) -> list[Tested]:
        """Those that noticed the last mutants, then quick ones, as far as the seconds reach."""
        chosen: list[Tested] = []
        seconds = 0.0
        for each in sorted(tests, key=lambda each: (-each.noticed, each.seconds)):
            seconds += each.seconds
            if seconds > self._seconds and chosen:
                break
            chosen.append(each)
        return chosen

    def _survives(
        self,
        session: pytest.Session,
        mutant: Mutant,
        functions: dict[tuple[str, int], list[FunctionType]],
        order: list[Tested],
    ) -> bool:
        """Give the function its changed code and run tests until one notices."""
        following = [each.item for each in order[1:]]

        def changed(note: Callable[[int], None]) -> int:
            for name, code in functions_in(mutant.code).items():
                for function in functions.get(name, ()):
                    if function.__code__ != code:
                        function.__code__ = code
            for place, (tested, after) in enumerate(zip(order, [*following, None], strict=True)):
                hook = session.config.hook
                hook.pytest_runtest_protocol(item=tested.item, nextitem=after)
                if session.testsfailed:
                    note(place)
                    return NOTICED
            return UNNOTICED

        reading, writing = os.pipe()
        status = _in_child(lambda: changed(lambda place: _write(writing, place)), _patience(order))
        os.close(writing)
        who = os.read(reading, 20)
        os.close(reading)
        if who:
            order[int(who)].noticed = self._clock
        return status == UNNOTICED

    def _survives_import(self, module: str, mutant: Mutant, order: list[Tested]) -> bool:
        """Import everything anew, with the changed module, and run tests until one notices."""
        names = [each.item.nodeid for each in order]
        files = sorted({name.split("::")[0] for name in names})

        def changed() -> int:
            for name in [each for each in sys.modules if each.split(".")[0] in ("assess", "tests")]:
                del sys.modules[name]
            finder = _Changed(f"assess.scoring.{module}", mutant.code)
            return run_pytest(files, _Only(names, finder), "-x")

        return _in_child(changed, _patience(order) + 10) == UNNOTICED


def run_pytest(places: Sequence[str], plugin: object, *more: str) -> int:
    quiet = ["-q", "-q", "-s", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    quiet += ["-p", "no:cacheprovider", "-p", "no:faulthandler", "--noconftest"]
    return int(pytest.main([*quiet, *more, *(str(ROOT / each) for each in places)], [plugin]))


class _Only:
    """Runs these tests alone, in this order, with the module that this finder gives."""

    def __init__(self, names: Sequence[str], finder: importlib.abc.MetaPathFinder) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._finder = finder

    def pytest_sessionstart(self) -> None:
        sys.meta_path.insert(0, self._finder)  # before pytest's own, which rewrites what it tests

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [each for each in items if each.nodeid in self._places]
        items.sort(key=lambda each: self._places[each.nodeid])


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from changed code."""

    def __init__(self, name: str, code: CodeType) -> None:
        self._name, self._code = name, code

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(
            fullname, _path(fullname.rpartition(".")[2]), loader=self
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def _survivors(log: str) -> dict[str, tuple[int, list[tuple[int, str]]]]:
    """Of the last run of each module in a log: how many mutants, and line and change of the rest."""
    found: dict[str, tuple[int, list[tuple[int, str]]]] = {}
    left: list[tuple[int, str]] = []
    for text in log.splitlines():
        if summary := re.fullmatch(r"(\w+): \d+ of (\d+) killed .*", text):
            left = []
            found[summary[1]] = (int(summary[2]), left)
        elif survivor := re.fullmatch(r"  line (\d+): (.*?)( \(no test\))?", text):
            left.append((int(survivor[1]), survivor[2]))
    return found


def _asked(item: pytest.Item, modules: Sequence[str]) -> bool:
    about = SLOW.get(item.path.stem)
    return about is None or any(module in about for module in modules)


def _path(module: str) -> Path:
    return SCORING / f"{module}.py"


def _functions_of(path: Path) -> dict[tuple[str, int], list[FunctionType]]:
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == str(path):
            name = (each.__code__.co_qualname, each.__code__.co_firstlineno)
            found.setdefault(name, []).append(each)
    return found


def _patience(asked: Iterable[Tested]) -> float:
    return PATIENCE + PATIENCE * sum(each.seconds for each in asked)


def _write(pipe: int, number: int) -> None:
    os.write(pipe, str(number).encode())


def _in_child(work: Callable[[], int], seconds: float) -> int:
    """What the work returns in a child; not 0 if it takes longer or ends in any other way."""
    child = os.fork()
    if child == 0:
        code = NOTICED
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.setitimer(signal.ITIMER_PROF, seconds)  # an endless loop is noticed too
            code = work()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return status

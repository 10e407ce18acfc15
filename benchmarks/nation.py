"""Scoring the nation: 514 regions, 200 people each, 100 questions; 10.28 million answers.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/nation.py
    OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/nation.py --full --postgres

Figures are CPU seconds of this process (`time.process_time`), one thread, and the largest
resident memory of each stage. With pandas (the extra `benchmark`) its group means stand beside
ours in the same run. Without --full the bootstrap runs on every tenth region and is multiplied.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402  the number of threads is set above
from sqlalchemy import insert  # noqa: E402

from assess.scoring.aggregation import group_means, histograms  # noqa: E402
from assess.scoring.comparison import (  # noqa: E402
    probability_above,
    rank_intervals,
    ranks,
    score_draws,
    tiers,
)
from assess.scoring.nation import (  # noqa: E402
    Nation,
    NationErrors,
    NationFigures,
    count_nation,
    nation_errors,
    nation_figures,
    nation_of,
)
from assess.scoring.nation_resampling import replicated_indices  # noqa: E402
from assess.scoring.ratings import Ratings, from_bytes, to_bytes  # noqa: E402
from assess.scoring.resampling import percentile_interval  # noqa: E402
from assess.scoring.scheme import Scheme  # noqa: E402
from assess.scoring.scorecard import score_scheme  # noqa: E402
from assess.scoring.tree import Node, Tree  # noqa: E402
from assess.store.database import Database, open_database  # noqa: E402
from assess.store.focus_groups import frozen_ratings_by_region  # noqa: E402
from assess.store.schema import migrate  # noqa: E402
from assess.store.tables import (  # noqa: E402
    Assessment,
    FocusGroup,
    FocusGroupState,
    QuestionnaireVersion,
    Region,
    RegionKind,
)
from tests.postgres import temporary_cluster, temporary_database  # noqa: E402

REGIONS, PEOPLE, QUESTIONS = 514, 200, 100
GROUPS = ("akademisi", "asosiasi", "bank", "bumd", "opd", "umkm")
SHARES = (0.12, 0.1, 0.03, 0.05, 0.4, 0.3)
DIMENSIONS, SUBPILLARS = 6, 18
DRAWS = REPLICATES = 1000
PART = 10
NOW = datetime(2026, 11, 21, tzinfo=UTC)

Found = TypeVar("Found")


@dataclass
class Stages:
    """CPU seconds and peak memory of what was run, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    def run(self, name: str, work: Callable[[], Found]) -> Found:
        _forget_peak()
        start = time.process_time()
        found = work()
        self.seconds[name] = time.process_time() - start
        print(f"{name:58} {self.seconds[name]:8.3f} s {_peak_megabytes():7.0f} MB", flush=True)
        return found


def _forget_peak() -> None:
    """Let the kernel count the largest resident memory anew."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:  # then peaks are those since the start
        return


def _peak_megabytes() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regions", type=int, default=REGIONS)
    parser.add_argument("--full", action="store_true", help="bootstrap of every region")
    parser.add_argument("--postgres", action="store_true", help="load from PostgreSQL too")
    parser.add_argument("--no-store", action="store_true", help="leave the databases out")
    wanted = parser.parse_args()
    scheme, nation = _scheme(), _nation(wanted.regions)
    print(f"{nation.levels.size / 1e6:.2f} million answers; OPENBLAS_NUM_THREADS=", end="")
    print(os.environ["OPENBLAS_NUM_THREADS"])
    stages = Stages()
    _compare_with_pandas(stages, nation)
    figures, errors = _score(stages, nation, scheme)
    _one_region(stages, nation, scheme)
    _bootstrap(stages, nation, figures, scheme, errors, every=1 if wanted.full else PART)
    if not wanted.no_store:
        _load(stages, nation, scheme, postgres=wanted.postgres)


def _scheme() -> Scheme:
    questions = [Node(f"q{number:03}") for number in range(QUESTIONS)]
    own = np.array_split(np.arange(QUESTIONS), SUBPILLARS)
    subpillars = [Node(f"s{n}", 1, tuple(questions[q] for q in own[n])) for n in range(SUBPILLARS)]
    each = SUBPILLARS // DIMENSIONS
    dimensions = tuple(
        Node(f"d{n}", 1, tuple(subpillars[n * each : (n + 1) * each])) for n in range(DIMENSIONS)
    )
    weights = dict.fromkeys(GROUPS, 1.0)
    return Scheme(index=Tree(Node("index", 1, dimensions)), group_weights=weights)


def _nation(regions: int) -> Nation:
    """Answers with a leniency of each person, 8 % unsure, 4 % not applicable, 3 % blank."""
    rng = np.random.default_rng(514)
    sizes = np.maximum(1, rng.multinomial(PEOPLE - len(GROUPS), SHARES, size=regions) + 1)
    people = int(sizes.sum())
    region = np.repeat(np.arange(regions), sizes.sum(1))
    levels = np.empty((people, QUESTIONS), dtype=np.int8)
    tendency = rng.normal(2.8, 0.5, regions)[region] + rng.normal(0, 0.5, people)
    for first in range(0, people, 8192):
        rows = slice(first, first + 8192)
        raw = tendency[rows, None] + rng.normal(0, 0.9, (len(tendency[rows]), QUESTIONS))
        chance = rng.random(raw.shape)
        block = np.clip(np.rint(raw), 1, 5)
        block[chance < 0.15], block[chance < 0.12], block[chance < 0.04] = 0, -1, -2
        levels[rows] = block
    starts = np.concatenate([[0], np.cumsum(sizes.ravel())]).astype(np.intp)
    return Nation(levels, starts, tuple(f"r{n:03}" for n in range(regions)), GROUPS)


def _score(stages: Stages, nation: Nation, scheme: Scheme) -> tuple[NationFigures, NationErrors]:
    figures = stages.run(
        "scores, levels, agreement of all questions and nodes",
        lambda: nation_figures(nation, scheme),
    )
    errors = stages.run(
        "standard errors of all nodes", lambda: nation_errors(nation, figures, scheme)
    )
    first = sum(list(stages.seconds.values())[-2:])
    _told("together (target 0.5)", first, 0.5)
    index, error = figures.nodes.values[:, -1], errors.standard_error[:, -1]
    df, rng = errors.degrees_of_freedom[:, -1], np.random.default_rng(1)
    draws = stages.run(
        f"{DRAWS} draws of every index", lambda: score_draws(index, error, df, DRAWS, rng)
    )
    above = stages.run("P(A > B) of every pair", lambda: probability_above(draws))
    stages.run("ranks, rank intervals, tiers", lambda: _ranked(index, error, above, rng))
    _told(
        "together with the above (target 1.5)", first + sum(list(stages.seconds.values())[-3:]), 1.5
    )
    return figures, errors


def _ranked(index: Any, error: Any, above: Any, rng: np.random.Generator) -> Any:
    return ranks(index), rank_intervals(index, error, rng), tiers(index, above)


def _told(what: str, seconds: float, target: float) -> None:
    print(f"{'  ' + what:58} {seconds:8.3f} s   {seconds / target:4.2f} of the target")


def _one_region(stages: Stages, nation: Nation, scheme: Scheme) -> None:
    ratings = _ratings(nation, 0)
    score_scheme(ratings, scheme)  # what Python prepares once is no cost of a region
    stages.run("one region with everything (target 0.050)", lambda: _everything(ratings, scheme))


def _everything(ratings: Ratings, scheme: Scheme) -> None:
    """Scorecard, agreement, intervals, other methods, and 1000 bootstrap replicates."""
    card = score_scheme(ratings, scheme)
    nation = nation_of({"one": ratings}, scheme)
    figures = nation_figures(nation, scheme)
    rng = np.random.default_rng(1)
    replicates = replicated_indices(nation, figures, scheme, REPLICATES, rng)[0]
    df = card.index.degrees_of_freedom
    if card.index.score is not None and df is not None:
        percentile_interval(card.index.score, replicates, df)


def _bootstrap(
    stages: Stages,
    nation: Nation,
    figures: NationFigures,
    scheme: Scheme,
    errors: NationErrors,
    *,
    every: int,
) -> None:
    regions = range(0, len(nation.regions), every)
    rng = np.random.default_rng(2)
    name = f"bootstrap, {REPLICATES} replicates, {len(regions)} regions"
    found = stages.run(
        name,
        lambda: replicated_indices(nation, figures, scheme, REPLICATES, rng, regions=regions),
    )
    whole = stages.seconds[name] * len(nation.regions) / len(regions)
    _told("all regions (target 6)" if every == 1 else "all regions, extrapolated", whole, 6)
    ratio = np.nanmedian(found.std(1) / errors.standard_error[regions, -1])
    print(f"  bootstrap sd / linearised standard error of the index, median {ratio:.3f}")


def _ratings(nation: Nation, region: int) -> Ratings:
    groups = len(nation.groups)
    starts = nation.starts[region * groups : (region + 1) * groups + 1]
    levels = nation.levels[starts[0] : starts[-1]]
    return Ratings(
        levels,
        tuple(np.repeat(nation.groups, np.diff(starts)).tolist()),
        tuple(str(number) for number in range(len(levels))),
        tuple(f"q{number:03}" for number in range(levels.shape[1])),
    )


def _compare_with_pandas(stages: Stages, nation: Nation) -> None:
    """Group means of every region, group and question, by both."""
    own = "group means: from histograms"
    counts = stages.run(own, lambda: count_nation(nation))
    means = group_means(counts)
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        print("  pandas is not installed: install the extra `benchmark` to see it beside")
        return
    strata = np.repeat(np.arange(len(nation.starts) - 1), np.diff(nation.starts))
    theirs = "group means: pandas, one column a question"
    valid = stages.run(theirs, lambda: _pandas_means(pandas, nation.levels, strata))
    n = histograms(counts).sum(-1).reshape(-1, nation.levels.shape[1])
    same = np.allclose(valid, means.reshape(valid.shape), equal_nan=True)
    ratio = stages.seconds[theirs] / stages.seconds[own]
    print(f"  pandas takes {ratio:.1f} times as long; the same {int((n > 0).sum())} means: {same}")


def _pandas_means(pandas: Any, levels: Any, strata: Any) -> Any:
    frame = pandas.DataFrame(np.where(levels >= 1, levels, np.nan).astype(np.float32))
    return frame.groupby(strata).mean().to_numpy()


def _load(stages: Stages, nation: Nation, scheme: Scheme, *, postgres: bool) -> None:
    blobs = [to_bytes(_ratings(nation, region)) for region in range(len(nation.regions))]
    print(f"  packed: {sum(map(len, blobs)) / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory(prefix="takar-nation-") as folder:
        database = open_database(f"sqlite:///{folder}/takar.sqlite3")
        _keep(database, blobs)
        _time_loading(stages, "SQLite", database, nation, scheme)
        database.dispose()
    if postgres:
        with _postgres() as database:
            _keep(database, blobs)
            _time_loading(stages, "PostgreSQL", database, nation, scheme)


@contextmanager
def _postgres() -> Iterator[Database]:
    with temporary_cluster() as maintenance, temporary_database(maintenance, "nation") as address:
        database = open_database(address)
        yield database
        database.dispose()


def _keep(database: Database, blobs: list[bytes]) -> None:
    migrate(database)
    numbers = range(1, len(blobs) + 1)
    with database.writing() as db:
        db.execute(insert(Region), [_region(n) for n in numbers])
        version = {"id": 1, "key": "n", "version": "1", "sha256": "0" * 64, "canonical": "{}"}
        db.execute(insert(QuestionnaireVersion), [{**version, "stored_at": NOW}])
        db.execute(insert(Assessment), [_assessment(n) for n in numbers])
        db.execute(
            insert(FocusGroup),
            [_focus_group(n, blob) for n, blob in zip(numbers, blobs, strict=True)],
        )


def _region(number: int) -> dict[str, object]:
    code = f"{number:04}"
    return {
        "id": number,
        "kemendagri_code": f"{code[:2]}.{code[2:]}",
        "bps_code": code,
        "kind": RegionKind.CITY,
        "name": f"r{number - 1:03}",
        "province": "-",
        "time_zone": "WIB",
        "created_at": NOW,
    }


def _assessment(number: int) -> dict[str, object]:
    return {
        "id": number,
        "public_id": f"a{number}",
        "region_id": number,
        "questionnaire_version_id": 1,
        "title": "-",
        "year": 2026,
        "created_at": NOW,
    }


def _focus_group(number: int, blob: bytes) -> dict[str, object]:
    return {
        "public_id": f"f{number}",
        "assessment_id": number,
        "region_id": number,
        "title": "-",
        "place": "-",
        "starts_at": NOW,
        "time_zone": "WIB",
        "expected_heads": {},
        "join_code": f"{number:08}",
        "join_token": f"{number:032}",
        "state": FocusGroupState.CLOSED,
        "closed_at": NOW,
        "frozen_ratings": blob,
        "created_at": NOW,
    }


def _time_loading(
    stages: Stages, name: str, database: Database, nation: Nation, scheme: Scheme
) -> None:
    def load() -> Nation:
        with database.reading() as db:
            packed = frozen_ratings_by_region(db, year=2026)
        regions = {str(region): from_bytes(blobs[0]) for region, blobs in packed.items()}
        return nation_of(regions, scheme)

    stage = f"frozen answers of the nation from {name}"
    loaded = stages.run(stage, load)
    _told("(target 0.6)", stages.seconds[stage], 0.6)
    if not np.array_equal(loaded.levels, nation.levels):
        raise SystemExit("what was loaded is not what was stored")


if __name__ == "__main__":
    main()

"""Participants from the join page to "sent", at the application and at its anchor, in one run.

    .venv/bin/python benchmarks/journeys.py [--respondents 1 16 64 200] [--journeys 400]

Both surveys stay up the whole time and take turns at each number of respondents, so that a busy
neighbour slows both. Afterwards every answer is looked for in both databases.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.serving import Served, memory, served  # noqa: E402  the path is set above
from benchmarks.surveys import Miniature, Survey, Takar  # noqa: E402

DRIVER = ROOT.parent / "shared" / "bench" / "journey.py"
MOST_SECONDS = 600


def main() -> None:
    wanted = _arguments()
    if not wanted.driver.exists():
        raise SystemExit(
            f"{wanted.driver} is missing: the load driver lies outside this repository; "
            "name it with --driver"
        )
    with tempfile.TemporaryDirectory(prefix="takar-journeys-") as name, ExitStack() as servers:
        folder = Path(name)
        surveys: list[tuple[Survey, Served]] = []
        for survey in (Miniature(folder), Takar(folder)):
            log = folder / f"{survey.name}.log"
            server = servers.enter_context(served(survey.command, survey.environment, log))
            surveys.append((survey, server))
        rows = [
            _measure(wanted, folder, survey, server, respondents)
            for respondents in wanted.respondents
            for survey, server in surveys
        ]
        _show(rows)
        faults = [_check(survey, rows) for survey, _ in surveys]
    if wanted.json:
        wanted.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if any(faults):
        raise SystemExit(1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--driver", type=Path, default=DRIVER, help="the load driver journey.py")
    parser.add_argument("--respondents", type=int, nargs="+", default=[1, 16, 64, 200])
    parser.add_argument("--journeys", type=int, default=400, help="at each number of respondents")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    return parser.parse_args()


def _measure(
    wanted: argparse.Namespace, folder: Path, survey: Survey, server: Served, respondents: int
) -> dict[str, Any]:
    """Drive one survey once and return the driver's own figures, with the survey's name."""
    site = folder / f"{survey.name}.json"
    address = server.address + survey.start
    site.write_text(json.dumps({"start": address, "success": survey.success}))
    result = folder / "result.json"
    result.unlink(missing_ok=True)
    command = [sys.executable, str(wanted.driver), "run", "--config", str(site), "--quiet"]
    command += ["-c", str(respondents), "-n", str(max(wanted.journeys, respondents * 2))]
    command += ["--warmup", "1", "--watch", str(server.process), "--json", str(result)]
    try:
        subprocess.run(command, check=True, timeout=MOST_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise SystemExit(f"{survey.name}: the driver failed: {error}") from error
    figures: dict[str, Any] = json.loads(result.read_text().splitlines()[-1])
    return {"survey": survey.name, "memory_mib": memory(server, leaving_out="worker"), **figures}


def _show(rows: list[dict[str, Any]]) -> None:
    print(
        f"{'respondents':>11} {'survey':10} {'CPU ms':>7} {'ratio':>6} {'journeys/s':>10} "
        f"{'page p95 ms':>11} {'requests':>8} {'errors':>6} {'MiB':>6} {'others s':>8}"
    )
    anchor: dict[int, float] = {}
    for row in rows:
        respondents, cpu = row["concurrency"], row["server_cpu_ms_per_journey"]
        ratio = f"{cpu / anchor[respondents]:.2f}" if respondents in anchor else ""
        anchor.setdefault(respondents, cpu)
        print(
            f"{respondents:>11} {row['survey']:10} {cpu:>7.1f} {ratio:>6} "
            f"{row['journeys_per_s']:>10.1f} {row['request_ms']['95']:>11.1f} "
            f"{row['requests_per_journey']:>8.1f} {row['error_count']:>6} "
            f"{row['memory_mib']:>6.0f} {row['other_cpu_s']:>8.1f}"
        )


def _check(survey: Survey, rows: list[dict[str, Any]]) -> bool:
    """Say whether every journey that was counted is in the database, whole."""
    counted = sum(row["journeys"] for row in rows if row["survey"] == survey.name)
    errors = sum(row["error_count"] for row in rows if row["survey"] == survey.name)
    kept = survey.kept()
    # The driver learns the pages and warms up with journeys that it does not count.
    whole = kept.sent >= counted and not kept.incomplete and not errors
    print(
        f"{survey.name}: {counted} journeys counted, {kept.sent} sent in the database, "
        f"{kept.incomplete} of them incomplete, {errors} errors: {'good' if whole else 'BAD'}"
    )
    return not whole


if __name__ == "__main__":
    main()

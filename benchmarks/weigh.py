"""What a visit costs a phone: bytes and requests of a whole journey in Chromium, first and repeat.

    .venv/bin/python benchmarks/weigh.py [--driver-options "--cpu 4 --net fast3g"]

Starts the application with the 97 questions on temporary data; the browser is driven by a program
that lies outside this repository.
"""

from __future__ import annotations

import argparse
import importlib.util
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.serving import served  # noqa: E402  the path is set above
from benchmarks.surveys import Takar  # noqa: E402

DRIVER = ROOT.parent / "shared" / "bench" / "weigh.py"
# The driver chooses among radios and fills texts; consent is a box that a person ticks.
TICK = "for (const e of f.elements) { if (e.type === 'checkbox' && !e.checked) e.click(); }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--driver", type=Path, default=DRIVER, help="the browser driver weigh.py")
    parser.add_argument("--driver-options", default="", help="handed on, in one word")
    wanted = parser.parse_args()
    if not wanted.driver.exists():
        raise SystemExit(f"{wanted.driver} is missing; name it with --driver")
    with tempfile.TemporaryDirectory(prefix="takar-weigh-") as name:
        survey = Takar(Path(name))
        with served(survey.command, survey.environment, Path(name) / "log") as server:
            # With JavaScript a section shows one question at a time; its first button saves the
            # whole section and goes on, as somebody does who answers without looking back.
            options = ["--next", "form button:visible >> nth=0"]
            options += ["--url", server.address + survey.start, "--success", survey.success]
            _drive(wanted.driver, [*options, *shlex.split(wanted.driver_options)])


def _drive(path: Path, options: list[str]) -> None:
    spec = importlib.util.spec_from_file_location("weigh_driver", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python program")
    driver: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(driver)
    driver.FILL = driver.FILL.replace("  return n;", f"  {TICK}\n  return n;")
    sys.argv = [str(path), *options]
    driver.main()


if __name__ == "__main__":
    main()

"""What a visit costs a phone: bytes and requests of a whole journey in Chromium, first and repeat.

    .venv/bin/python benchmarks/weigh.py [--driver-options "--cpu 4 --net fast3g"]

Starts the application with the 97 questions on temporary data; the browser is driven by a program
that lies outside this repository.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.serving import served  # noqa: E402  the path is set above
from benchmarks.surveys import Takar  # noqa: E402

DRIVER = ROOT.parent / "shared" / "bench" / "weigh.py"
MOST_SECONDS = 300


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
            command = [sys.executable, str(wanted.driver), *options]
            command += shlex.split(wanted.driver_options)
            done = subprocess.run(command, check=False, timeout=MOST_SECONDS)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()

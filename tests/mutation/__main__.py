"""Run the campaign; see the package."""

from __future__ import annotations

import argparse
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("ASSESS_ORACLE_SURVEYS", "40")
os.environ.setdefault("ASSESS_DISCLOSURE_ROOMS", "30")
sys.dont_write_bytecode = True

from hypothesis import HealthCheck, Phase, settings  # noqa: E402

import tests.mutation  # noqa: E402
from tests.mutation.campaign import SCORING, Campaign, run_pytest  # noqa: E402

settings.register_profile(
    "mutation",
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def main() -> None:
    everything = sorted(path.stem for path in SCORING.glob("*.py") if path.stem != "__init__")
    parser = argparse.ArgumentParser(
        description=tests.mutation.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", default=everything, metavar="MODULE")
    parser.add_argument("--every", type=int, default=1, help="take every n-th mutant")
    parser.add_argument(
        "--seconds", type=float, default=4, help="of tests that one mutant is asked, at most"
    )
    parser.add_argument(
        "--after",
        type=argparse.FileType(encoding="utf-8"),
        metavar="LOG",
        help="only what survived in this output of a run of the same modules; the rest is killed",
    )
    wanted = parser.parse_args()
    settings.load_profile("mutation")
    spoken = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    campaign = Campaign(
        wanted.modules,
        wanted.every,
        wanted.seconds,
        lambda text: print(text, file=spoken),
        wanted.after.read() if wanted.after else "",
    )
    run_pytest(["tests/scoring", "assess/scoring"], campaign)
    share = 100 * campaign.killed / max(campaign.total, 1)
    print(f"{campaign.killed} of {campaign.total} killed: {share:.1f} %", file=spoken)


if __name__ == "__main__":
    main()

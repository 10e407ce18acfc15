"""Server time of the pages that read many answers: results of 60 people, comparison of ten.

    .venv/bin/python benchmarks/results_page.py [--people 60] [--rounds 15]

Ten regions with the shipped questionnaire, each meeting closed; everybody answers what their
group sees. Pages are asked of the application itself, in this process, without a network; the
log-in page, which reads nothing, stands beside them as the cost of any page.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from assess.actions.focus_groups import close_focus_group  # noqa: E402  the path is set above
from assess.questionnaire.answers import DO_NOT_KNOW, GivenAnswer  # noqa: E402
from assess.questionnaire.questions import MaturityQuestion, OpenQuestion  # noqa: E402
from assess.questionnaire.routing import sections_for  # noqa: E402
from assess.settings import settings_from  # noqa: E402
from assess.store.account_tables import Role  # noqa: E402
from assess.store.database import Database, open_database  # noqa: E402
from assess.store.schema import migrate  # noqa: E402
from assess.web.application import create_app  # noqa: E402
from tests import world  # noqa: E402

REGIONS = 10
TOKEN = 'name="csrf_token" value="'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=60, help="in each region")
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="takar-results-") as folder:
        settings = settings_from({"ASSESS_BASE_URL": "http://localhost"}, Path(folder))
        database = open_database(settings.database_url)
        migrate(database)
        assessments = _fill(database, wanted.people)
        database.dispose()
        client = create_app(settings).test_client()
        pages = {
            "log-in page (reads nothing)": "/masuk",
            f"results of {wanted.people} people": f"/hasil/{assessments[0]}",
            "comparison of ten": "/banding/tabel?" + "&".join(f"a={each}" for each in assessments),
        }
        plain = {
            name: _times(client, address, wanted.rounds)
            for name, address in pages.items()
            if address == "/masuk"
        }
        _log_in(client)
        reading = {
            name: _times(client, address, wanted.rounds)
            for name, address in pages.items()
            if address != "/masuk"
        }
    print(f"{'page':30} {'first ms':>9} {'median ms':>9} {'worst ms':>9}")
    for name, (first, rest) in {**plain, **reading}.items():
        print(f"{name:30} {first:>9.1f} {statistics.median(rest):>9.1f} {max(rest):>9.1f}")


def _fill(database: Database, people: int) -> list[str]:
    """Ten closed meetings. Answers are drawn, so that no page is simpler than a real one."""
    rng = np.random.default_rng(20261121)
    questionnaire = world.the_questionnaire()
    groups = [group.key for group in questionnaire.groups]
    identifiers = []
    for number in range(REGIONS):
        with database.writing() as db:
            if number == 0:
                world.an_account(db, "sari", Role.ADMINISTRATOR)
            region = world.a_region(db, f"64.{71 + number}", f"Kota {number + 1}")
            assessment = world.an_assessment(db, region)
            meeting = world.a_focus_group(db, assessment)
            for person in range(people):
                group = groups[person % len(groups)]
                world.a_participant(db, meeting, group, _answers(group, rng))
            close_focus_group(db, meeting, world.NOW)
            identifiers.append(assessment.public_id)
    return identifiers


def _answers(group: str, rng: np.random.Generator) -> dict[str, GivenAnswer]:
    given = {}
    for section in sections_for(world.the_questionnaire(), group):
        for question in section.questions:
            level = int(rng.integers(1, 6))
            if isinstance(question, OpenQuestion):
                given[question.id] = GivenAnswer(note="Jaringan di tepi kota perlu diperluas.")
            elif rng.random() < 0.05:
                given[question.id] = GivenAnswer(level=DO_NOT_KNOW)
            elif isinstance(question, MaturityQuestion):
                given[question.id] = GivenAnswer(level=level, target=min(5, level + 1))
            else:
                given[question.id] = GivenAnswer(level=level)
    return given


def _log_in(client: FlaskClient) -> None:
    page = client.get("/masuk").get_data(as_text=True)
    token = page.partition(TOKEN)[2].partition('"')[0]
    form = {"csrf_token": token, "username": "sari", "password": world.PASSWORD}
    answer = client.post("/masuk", data=form)
    if answer.status_code != 303:
        raise SystemExit(f"log-in was refused: {answer.status}")


def _times(client: FlaskClient, address: str, rounds: int) -> tuple[float, list[float]]:
    """Milliseconds of the first request, and of the ones after it."""
    times = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        answer = client.get(address)
        times.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status}")
    return times[0], times[1:]


if __name__ == "__main__":
    main()

"""Staff download what an outsider needs, and the script in it agrees with the pages."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import joinedload

from assess.actions.scorecards import current_scorecard
from assess.actions.verification import verifiable
from assess.demo import load_demo
from assess.questionnaire.shelf import read_shelf
from assess.scoring.rounding import display
from assess.store.database import Database
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, FocusGroup
from tests.page import Visitor
from tests.web.staff.places import Place, a_place, an_account, people_answer
from tests.world import ROOT

GROUPS = ("bappeda", "diskominfo", "opd_layanan", "opd_ekonomi", "opd_sosial", "opd_wilayah")
LogIn = Callable[..., Visitor]


def closed(database: Database, log_in: LogIn) -> tuple[Visitor, Place]:
    place = a_place(database)
    an_account(database, place)
    for level, group in enumerate(GROUPS):
        people_answer(database, place, group, 5, 1 + level % 4, 4)
    sari = log_in()
    sari.submit(f"/fgd/{place.focus_group}/tutup")
    return sari, place


def run(script: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(script)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_result_leads_to_a_bundle_that_verifies(
    database: Database, log_in: LogIn, tmp_path: Path
) -> None:
    sari, place = closed(database, log_in)
    index = sari.get(f"/hasil/{place.assessment}")
    page = sari.get(index.link("Berkas verifikasi"))

    for words, readers in (("Unduh untuk tim", "tim"), ("Unduh untuk umum", "umum")):
        response = sari.client.get(page.link(words))
        folder = tmp_path / readers
        with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
            archive.extractall(folder)
        found = run(folder / "verifikasi.py")

        assert response.mimetype == "application/zip"
        assert f"-{readers}.zip" in response.headers["Content-Disposition"]
        assert (found.returncode, found.stderr) == (0, "")
        assert "Semua angka cocok." in found.stdout
        shown = found.stdout.split("Indeks: ")[1].split("\n")[0].replace(",", ".")
        assert display(float(shown)).replace(".", ",") in index.text


def test_no_bundle_after_the_answers_were_deleted(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in)
    with database.writing() as db:
        db.query(FocusGroup).filter_by(public_id=place.focus_group).one().frozen_ratings = None

    page = sari.get(f"/hasil/{place.assessment}/verifikasi")

    assert "tidak dapat dihitung ulang lagi" in page.text
    assert sari.get(f"/hasil/{place.assessment}/verifikasi/tim.zip").status == 404


def test_bundles_are_for_the_team_or_for_everybody(database: Database, log_in: LogIn) -> None:
    sari, place = closed(database, log_in)

    assert sari.get(f"/hasil/{place.assessment}/verifikasi/semua.zip").status == 404


def test_before_a_meeting_is_closed_there_is_nothing_to_verify(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()

    assert "Belum ada hasil" in sari.get(f"/hasil/{place.assessment}/verifikasi").text
    assert sari.get(f"/hasil/{place.assessment}/verifikasi/tim.zip").status == 404


@pytest.mark.parametrize("k", [3, 5])
def test_the_sample_data_verify_and_one_changed_answer_does_not(
    database: Database, tmp_path: Path, k: int
) -> None:
    with database.writing() as db:
        load_demo(db, read_shelf(ROOT / "questionnaires"), datetime(2026, 11, 22, tzinfo=UTC))
    with database.reading() as db:
        whole = joinedload(Assessment.region)
        for assessment in db.query(Assessment).options(whole).all():
            questionnaire = questionnaire_of(db, assessment)
            current = current_scorecard(db, assessment, questionnaire)
            assert current is not None
            ready = verifiable(db, assessment, questionnaire, current)
            assert ready is not None
            folder = tmp_path / assessment.public_id
            with zipfile.ZipFile(io.BytesIO(ready.bundle(k))) as archive:
                archive.extractall(folder)

            before = run(folder / "verifikasi.py")
            assert (before.returncode, before.stderr) == (0, "")
            if change_one_answer(folder / "jawaban.csv"):
                after = run(folder / "verifikasi.py")
                assert after.returncode == 1
                assert "TIDAK COCOK: questions." in after.stdout


def change_one_answer(path: Path) -> bool:
    """The first level of the first person moves by one; False where no answer may be told."""
    table = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    for line in table[1:]:
        for column, name in enumerate(table[0]):
            if column > 2 and not name.endswith(" target") and line[column].isdigit():
                line[column] = "4" if line[column] == "5" else str(int(line[column]) + 1)
                file = io.StringIO(newline="")
                csv.writer(file, lineterminator="\n").writerows(table)
                path.write_text(file.getvalue(), encoding="utf-8")
                return True
    return False

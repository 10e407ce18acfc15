"""The catalogue of initiatives fits the questionnaire, or its author is told where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.masterplan.catalogue import Catalogue, CatalogueError, read_catalogue
from assess.masterplan.catalogue_checks import CatalogueFault
from assess.questionnaire.reader import read_questionnaire

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "questionnaires" / "kematangan-kota-cerdas"
TINY = (HERE / "tiny-catalogue.yaml").read_text()

# What is changed in the tiny catalogue, and what the author is told.
SPOILT = [
    ("questionnaire: kecil", "questionnaire: besar", "3:16: other-questionnaire"),
    ("target_horizon: pendek", "target_horizon: lama", "11:44: unknown-horizon"),
    ("horizon: satu_tahun", "horizon: dua_tahun", "37:14: unknown-horizon"),
    ("lead: diskominfo", "lead: diskomifo", "35:11: unknown-office"),
    ("partners: [diskominfo]", "partners: [diskominfo, bappeda]", "36:28: unknown-office"),
    ("group: dinas", "group: dina", "24:23: unknown-group"),
    ("effort: 1\n    cost", "effort: 2\n    cost", "38:13: unknown-effort"),
    ("cost_class: A", "cost_class: C", "39:17: unknown-cost-class"),
    ("funding: [apbd]", "funding: [apbn]", "40:15: unknown-funding"),
    ("unit: percent", "unit: person", "41:65: unknown-unit"),
    ("planning_hint: aplikasi", "planning_hint: lain", "44:20: unknown-planning-hint"),
    ("[first-step]", "[frist-step]", "56:18: unknown-initiative"),
    ("subpillar: loket", "subpillar: daring", "31:17: question-elsewhere"),
    ("subpillar: loket", "subpillar: loker", "30:16: unknown-subpillar"),
    ("questions: [LOK-1]", "questions: [LOK-9]", "31:17: unknown-question"),
    ("{from: 1, to: 2}", "{from: 1, to: 3}", "32:12: step-not-one"),
    ("{from: 1, to: 2}", f"{{from: 1, to: {'9' * 5000}}}", "32:12: step-not-one"),
    ("[first-step]", "[second-step]", "56:17: dependency-cycle"),
    ("id: second-step", "id: first-step", "45:9: duplicate-id"),
    ("min_rupiah: 100,", "min_rupiah: 200,", "17:19: cost-gap"),
    ("better: higher", "better: bigger", "41:82: unknown-choice"),
    ("title: {id: Langkah kedua, en: ", "title: {id: Langkah kedua, eng: ", "49:37: unknown-key"),
    ("    risk: {id: Terlupa., en: Forgotten.}\n", "", "29:5: missing-key `risk`"),
]


def a_catalogue(tmp_path: Path, old: str = "", new: str = "") -> Catalogue:
    assert old in TINY
    path = tmp_path / "katalog.yaml"
    path.write_text(TINY.replace(old, new, 1))
    return read_catalogue(path, read_questionnaire(HERE / "tiny.yaml"))


@pytest.mark.parametrize(("old", "new", "told"), SPOILT, ids=[case[2] for case in SPOILT])
def test_the_author_is_told_what_does_not_fit(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(CatalogueError) as raised:
        a_catalogue(tmp_path, old, new)

    lines = [str(problem) for problem in raised.value.problems]
    assert any(line.startswith(f"{tmp_path}/katalog.yaml:{told}") for line in lines), lines


def test_every_code_of_a_catalogue_has_a_specimen() -> None:
    assert set(CatalogueFault) <= {told.split(" ")[1] for _, _, told in SPOILT}


def test_a_catalogue_without_fault_is_read(tmp_path: Path) -> None:
    catalogue = a_catalogue(tmp_path)

    first, second = catalogue.initiatives
    assert (first.lifts.start, first.lifts.end) == (1, 2)
    assert second.depends_on == ("first-step",)
    assert catalogue.initiatives_of_subpillar == {"loket": (first, second)}


def test_the_shipped_catalogue_lifts_every_question_through_every_level() -> None:
    questionnaire = read_questionnaire(SHIPPED)

    catalogue = read_catalogue(SHIPPED / "inisiatif", questionnaire)

    assert len(catalogue.initiatives) == 118
    for question in questionnaire.maturity_questions:
        steps = {i.lifts.start for i in catalogue.initiatives if question.id in i.questions}
        assert steps == {1, 2, 3, 4}, question.id


def test_all_faults_of_a_catalogue_come_at_once(tmp_path: Path) -> None:
    path = tmp_path / "katalog.yaml"
    path.write_text(
        TINY.replace("lead: diskominfo", "lead: dis").replace("unit: percent", "unit: x")
    )

    with pytest.raises(CatalogueError) as raised:
        read_catalogue(path, read_questionnaire(HERE / "tiny.yaml"))

    assert len(raised.value.problems) == 4

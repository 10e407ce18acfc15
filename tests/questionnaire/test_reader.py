"""What is read is what was written: numbers only where numbers belong, one content one print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assess.questionnaire.instrument import Layer
from assess.questionnaire.problems import QuestionnaireError
from assess.questionnaire.questions import LikertQuestion, NumberFact
from assess.questionnaire.reader import (
    canonical,
    fingerprint,
    from_canonical,
    questionnaire_from_yaml,
    read_questionnaire,
)
from assess.questionnaire.source import plain, read_source
from assess.questionnaire.versions import common_questions

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "questionnaires" / "kematangan-kota-cerdas"
TINY = (Path(__file__).parent / "tiny.yaml").read_text()


def a_questionnaire(*changes: tuple[str, str]):
    text = TINY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return questionnaire_from_yaml(text.encode(), "tiny.yaml")


def test_the_shipped_questionnaire_is_complete() -> None:
    questionnaire = read_questionnaire(SHIPPED)

    kinds = [question.type for question in questionnaire.questions]
    assert (kinds.count("maturity"), kinds.count("likert"), kinds.count("open")) == (69, 8, 2)
    assert len(questionnaire.fact_questions) == 28
    assert [len(dimension.subpillars) for dimension in questionnaire.dimensions] == [3] * 6
    assert [dimension.weight for dimension in questionnaire.dimensions] == [17, 16, 17, 17, 17, 16]
    assert len(questionnaire.readiness) == 3


def test_every_anchor_can_stand_alone_as_a_condition_in_the_report() -> None:
    for question in read_questionnaire(SHIPPED).maturity_questions:
        for anchor in question.anchors.values():
            assert len(anchor.id.split()) >= 4, (question.id, anchor.id)
            assert anchor.id.endswith("."), (question.id, anchor.id)
            assert anchor.en.endswith("."), (question.id, anchor.en)


@pytest.mark.parametrize(
    ("score", "predicate"),
    [
        (1, "Kurang"),
        (1.79, "Kurang"),
        (1.8, "Cukup"),
        (2.6, "Baik"),
        (3.5, "Sangat Baik"),
        (4.19, "Sangat Baik"),
        (4.2, "Memuaskan"),
        (5, "Memuaskan"),
    ],
)
def test_every_score_has_its_predicate(score: float, predicate: str) -> None:
    found = read_questionnaire(SHIPPED).predicate_of(score)

    assert found is not None
    assert found.name.id == predicate


def test_the_head_file_and_its_folder_are_the_same_questionnaire() -> None:
    by_file = read_questionnaire(SHIPPED / "kuesioner.yaml")

    assert fingerprint(by_file) == fingerprint(read_questionnaire(SHIPPED))


def test_the_benchmark_questionnaire_reads() -> None:
    path = ROOT / "benchmarks" / "questionnaires" / "ninety-seven.yaml"

    assert len(read_questionnaire(path).questions) == 97


def test_words_that_yaml_takes_for_something_else_stay_words() -> None:
    questionnaire = a_questionnaire(
        ("{id: Warga, en: Residents}", "{id: No, en: 012}"),
        ("{id: Dinas, en: Offices}", "{id: 12:30, en: 64.10}"),
        ("{id: Kuesioner kecil, en: Small questionnaire}", "{id: 2026-13-45, en: yes}"),
    )

    warga, dinas = questionnaire.groups
    assert (warga.name.id, warga.name.en) == ("No", "012")
    assert (dinas.name.id, dinas.name.en) == ("12:30", "64.10")
    assert (questionnaire.title.id, questionnaire.title.en) == ("2026-13-45", "yes")


def test_a_share_may_be_written_as_a_fraction() -> None:
    questionnaire = a_questionnaire(("scoring:\n", "scoring:\n  minimum_coverage: 2/3\n"))

    assert questionnaire.scoring.minimum_coverage == 2 / 3


def test_likert_questions_share_the_scale_of_the_head() -> None:
    questionnaire = read_questionnaire(SHIPPED)

    perceptions = [q for q in questionnaire.questions if isinstance(q, LikertQuestion)]
    assert {q.options[5].id for q in perceptions} == {"Sangat setuju"}


def test_numbers_keep_their_limits() -> None:
    question = read_questionnaire(SHIPPED).question_by_id["FAK-OPD-2"]

    assert isinstance(question, NumberFact)
    assert (question.min, question.whole, question.at_most) == (0, True, "FAK-OPD-1")


def test_the_canonical_form_reads_back_as_the_same_questionnaire() -> None:
    questionnaire = read_questionnaire(SHIPPED)

    again = from_canonical(canonical(questionnaire))

    assert again == questionnaire
    assert fingerprint(again) == fingerprint(questionnaire)


def test_the_fingerprint_does_not_depend_on_how_the_file_is_written() -> None:
    tree = read_source(TINY.encode(), "tiny.yaml").tree
    assert tree is not None
    as_json = json.dumps(plain(tree), sort_keys=True).encode()

    rewritten = questionnaire_from_yaml(as_json, "tiny.json")

    assert fingerprint(rewritten) == fingerprint(a_questionnaire())


def test_a_default_written_out_is_the_same_content() -> None:
    spelt_out = a_questionnaire(("key: warga,", "key: warga, weight: 1,"))

    assert fingerprint(spelt_out) == fingerprint(a_questionnaire())


def test_the_fingerprint_changes_with_one_letter_of_an_anchor() -> None:
    other = a_questionnaire(("1: {id: Belum ada., en: Absent.}", "1: {id: Belum ada, en: Absent.}"))

    assert fingerprint(other) != fingerprint(a_questionnaire())


def test_files_cannot_be_listed_by_a_questionnaire_that_is_not_on_disk() -> None:
    with pytest.raises(QuestionnaireError, match="file-not-found"):
        questionnaire_from_yaml((TINY + "files: [lain.yaml]\n").encode(), "unggahan.yaml")


def test_versions_share_the_questions_that_ask_the_same() -> None:
    first = a_questionnaire()
    second = a_questionnaire(
        ('version: "1.0"\ntitle', 'version: "1.1"\ntitle'),
        ("{id: Bagaimana loket?, en: How are the counters?}", "{id: Apa kabar?, en: How is it?}"),
        ("weight: 60", "weight: 50"),
        ("weight: 40", "weight: 50"),
    )

    assert common_questions(first, second) == {"DAR-1"}
    assert common_questions(first, first) == {"LOK-1", "DAR-1"}


def test_a_layer_changes_the_map_and_no_weight() -> None:
    shipped = read_questionnaire(SHIPPED)

    assert {group.layer for group in shipped.groups} == set(Layer)
    assert {group.weight for group in shipped.groups} == {1}


def test_a_layer_is_optional() -> None:
    assert [group.layer for group in a_questionnaire().groups] == [None, None]

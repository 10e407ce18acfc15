"""A participant sees the questions of the group, in the order of the questionnaire."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import read_questionnaire
from assess.questionnaire.routing import section_key, sections_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return read_questionnaire(ROOT / "questionnaires" / "kematangan-kota-cerdas")


def test_each_group_sees_exactly_its_own_questions_once(shipped: Questionnaire) -> None:
    for group in shipped.groups:
        seen = [q.id for s in sections_for(shipped, group.key) for q in s.questions]

        own = [q.id for q in shipped.focus_group_questions if group.key in q.respondents]
        assert sorted(seen) == sorted(own)
        assert seen


def test_sections_follow_dimensions_then_readiness_then_perceptions(
    shipped: Questionnaire,
) -> None:
    sections = sections_for(shipped, "bappeda")

    order = [*shipped.dimension_by_key, "persepsi"]
    keys = [section.key for section in sections]
    assert keys == sorted(keys, key=order.index)
    assert keys[-1] == "persepsi"


def test_a_section_without_a_question_is_left_out(shipped: Questionnaire) -> None:
    sections = sections_for(shipped, "instansi_vertikal")

    assert [section.key for section in sections] == ["living", "society"]


def test_officials_facts_are_not_in_the_participants_form(shipped: Questionnaire) -> None:
    facts = {question.id for question in shipped.fact_questions}

    for group in shipped.groups:
        seen = {q.id for s in sections_for(shipped, group.key) for q in s.questions}
        assert not seen & facts


def test_residents_traders_and_operators_name_obstacles_and_hopes(shipped: Questionnaire) -> None:
    for group in ("komunitas", "umkm", "operator"):
        *_, perceptions = sections_for(shipped, group)

        ids = {question.id for question in perceptions.questions}
        assert {"FAK-HMB-1", "FAK-HRP-1"} <= ids


def test_questions_may_stand_in_the_section_of_their_dimension() -> None:
    path = ROOT / "benchmarks" / "questionnaires" / "ninety-seven.yaml"
    questionnaire = read_questionnaire(path)

    sections = sections_for(questionnaire, "warga")

    assert [len(section.questions) for section in sections] == [16, 16, 16, 16, 16, 17]
    for section in sections:
        assert {section_key(questionnaire, q) for q in section.questions} == {section.key}

"""What stands beside an index of few questions and small groups, and what of it is shown."""

from __future__ import annotations

import dataclasses

import pytest

from assess.questionnaire.instrument import SpeakFor
from assess.scoring.disclosure import PUBLIC_MINIMUM, disclosed, fewest_people
from assess.scoring.scheme import Scheme
from assess.scoring.scorecard import Scorecard, Undefined, score_scheme
from assess.scoring.sensitivity import Caution
from assess.scoring.tree import Node, Tree
from tests.report.sample import the_questionnaire
from tests.scoring.reading import a_survey
from tests.scoring.test_disclosure_solver import one_question

People = list[tuple[str, list[int]]]


def card(people: People, its: Scheme | None = None) -> Scorecard:
    its = its or one_question(len(people[0][1]))
    return score_scheme(a_survey(its, people), its)


def told(people: People, its: Scheme | None = None, k: int = 3) -> Scorecard:
    return disclosed(card(people, its), {}, 1.5, k)


def group(name: str, *people: list[int]) -> People:
    return [(name, levels) for levels in people]


LARGE = group("b", [2, 3], [3, 3], [4, 3]) + group("c", [3, 2], [3, 4], [3, 3], [3, 3])
SMALL = group("a", [3, 3], [3, 2]) + LARGE  # a are two people


def first_alone(people: People) -> People:
    """Nobody answers the second question."""
    return [(name, [levels[0], 0]) for name, levels in people]


def halves(people: People) -> Scorecard:
    """Of two questions, of which one is enough for a score."""
    its = dataclasses.replace(one_question(2), minimum_coverage=0.5)
    return told(people, its)


def test_who_speaks_for_an_office_has_no_private_opinion() -> None:
    people = the_questionnaire()
    office = people.model_copy(update={"answers_speak_for": SpeakFor.OFFICE})

    assert (fewest_people(people, 5), fewest_people(office, 5)) == (5, 1)


@pytest.mark.parametrize(("n", "shown"), [(2, False), (3, True)])
def test_staff_see_the_mean_of_three_people(n: int, shown: bool) -> None:
    people = [("a", [3])] * n + [("b", [2])] * 4 + [("c", [4])] * 5
    found = disclosed(card(people), {}, 1.5)

    assert ("a" in found.questions["q0"].group_means) == shown
    assert ("a" in found.index.group_means) == shown


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True)])
def test_the_public_sees_the_mean_of_five_people(n: int, shown: bool) -> None:
    people = [("a", [3])] * n + [("b", [2])] * 6 + [("c", [4])] * 7

    found = told(people, k=PUBLIC_MINIMUM)

    assert ("a" in found.questions["q0"].group_means) == shown
    assert ("a" in found.index.group_means) == shown


def test_a_question_on_which_all_agree_is_withheld_where_a_group_is_small() -> None:
    alike = [("a", [3, 3, 3]), *[("b", [3, level, 2]) for level in (2, 3, 4)]]
    small = told(alike)
    large = told([("a", each) for _, each in alike])

    assert small.questions["q0"].reason is Undefined.WITHHELD
    assert sum(each.score is None for each in small.questions.values()) == 2
    assert large.questions["q0"].score == 3


def test_over_two_questions_other_methods_are_shown_but_no_head_count() -> None:
    """a and the group that goes with it are two; heads would solve for both."""
    found = told(SMALL)

    assert set(found.methods) == {"mean", "median", "head_count", "unsure_lowest"}
    assert set(found.methods["median"]) == {"index", "d"}
    assert set(found.methods["unsure_lowest"]) == {"index", "d"}
    assert found.methods["head_count"] == {}
    assert found.index.level is not None
    assert found.index.group_means != {}


def test_among_three_hidden_groups_a_head_count_solves_for_none() -> None:
    people = SMALL + group("d", [3, 4]) + group("e", [4, 3])

    assert set(told(people).methods["head_count"]) == {"index", "d"}


def test_of_large_groups_every_method_is_shown() -> None:
    found = told(LARGE)

    assert set(found.methods) == {"mean", "median", "head_count", "lowest_group", "unsure_lowest"}
    assert all(set(scores) == {"index", "d"} for scores in found.methods.values())
    assert set(told([(name, levels[:1]) for name, levels in LARGE]).methods["median"]) == {
        "index",
        "d",
    }


def test_over_one_answered_question_the_mean_alone_is_shown() -> None:
    found = halves(first_alone(SMALL))

    assert found.index.score is not None
    assert set(found.methods["mean"]) == {"index", "d"}
    assert {name for name, scores in found.methods.items() if scores} == {"mean"}
    assert (found.index.level, found.index.group_means) == (None, {})


def test_a_question_that_one_person_answered_is_another_question() -> None:
    """The second is withheld, and the first with it; level and methods are of two questions."""
    people = [(name, [levels[0], 0]) for name, levels in SMALL[1:]] + [SMALL[0]]
    found = halves(people)

    assert set(found.methods["median"]) == {"index", "d"}


def with_readiness(*questions: str) -> Scheme:
    element = Node("e", 1, (Node("t", 1, tuple(Node(key) for key in questions)),))
    return dataclasses.replace(one_question(2), readiness=Tree(Node("readiness", 1, (element,))))


def test_readiness_of_two_questions_has_a_level_and_of_one_has_none() -> None:
    two = told([(name, levels + levels) for name, levels in SMALL], with_readiness("r0", "r1"))
    one = told([(name, [*levels, levels[0]]) for name, levels in SMALL], with_readiness("r0"))

    assert two.readiness is not None
    assert one.readiness is not None
    assert (two.readiness.level, two.readiness_elements["e"].level) == (3, 3)
    assert (one.readiness.level, one.readiness_elements["e"].level) == (None, None)
    assert one.readiness.score is not None


def marked(people: People, its: Scheme | None = None) -> Scorecard:
    its = its or one_question(2)
    everything = dataclasses.replace(
        card(people, its),
        method_dependent=("index", "d", "s"),
        cautions=(Caution.DEPENDS_ON_UNSURE, Caution.PROVISIONAL),
        profile_alpha=0.7,
    )
    return disclosed(everything, {}, 1.5)


def test_marks_and_cautions_stay_over_two_questions() -> None:
    found = marked(SMALL)

    assert found.method_dependent == ("index", "d", "s")
    assert found.cautions == (Caution.DEPENDS_ON_UNSURE, Caution.PROVISIONAL)
    assert found.profile_alpha is None, "it counts the groups"
    assert marked(LARGE).profile_alpha == 0.7


def test_over_one_question_no_mark_and_no_caution_tells_of_another_method() -> None:
    found = marked(first_alone(SMALL), dataclasses.replace(one_question(2), minimum_coverage=0.5))

    assert found.index.score is not None
    assert found.method_dependent == ()
    assert found.cautions == (Caution.PROVISIONAL,)


def test_over_one_question_of_large_groups_marks_and_cautions_stay() -> None:
    found = marked(first_alone(LARGE), dataclasses.replace(one_question(2), minimum_coverage=0.5))

    assert found.method_dependent == ("index", "d", "s")
    assert found.cautions == (Caution.DEPENDS_ON_UNSURE, Caution.PROVISIONAL)


def test_a_node_that_is_withheld_is_not_marked() -> None:
    found = marked([(name, [5, 5]) for name, _ in SMALL])

    assert found.index.reason is Undefined.WITHHELD
    assert found.method_dependent == ()
    assert (found.geometric_index, found.profile_alpha) == (None, None)

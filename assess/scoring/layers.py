"""The map of perceptions: agencies, business, academics and residents on the same questions.

Layers are asked different questions, so a layer's mean alone would compare the choice of
questions. What is compared is its distance from everybody on the questions that it answered.

Only means of groups that are shown anyway go in, so that the map tells nothing new about few
people: small groups are missing from it, and it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assess.questionnaire.instrument import Layer
from assess.scoring.scorecard import QuestionScore, Scorecard

FEWEST_QUESTIONS = 2  # one alone is the question, and has its own page


@dataclass(frozen=True)
class LayerView:
    """One layer on one dimension.

    mean, everybody : its own mean and that of all groups over the same `questions` questions,
        by their weights in the index; None where fewer than two questions can be compared
    share : part of the weight of all questions of the dimension that these carry, 0..1
    n : people of the layer with an answer in this dimension, also those whose groups are too
        small to go in
    """

    layer: Layer
    mean: float | None
    everybody: float | None
    questions: int
    share: float
    n: int

    @property
    def difference(self) -> float | None:
        """Its own mean minus everybody's, in levels."""
        if self.mean is None or self.everybody is None:
            return None
        return self.mean - self.everybody


def layer_views(
    told: Scorecard,
    dimension: str,
    layers: Mapping[str, Layer],
    group_weights: Mapping[str, float],
) -> list[LayerView]:
    """How each layer sees one dimension, in the order of `Layer`.

    Parameters
    ----------
    told : the scorecard as it may be shown, see `disclosure.disclosed`
    layers : layer of each group; groups without one are in nobody's layer
    group_weights : declared weight of each group; a group that is not named weighs 1
    """
    node = told.dimensions[dimension]
    questions = [
        told.questions[key]
        for subpillar in node.children
        for key in told.subpillars[subpillar].children
    ]
    views = []
    for layer in Layer:
        groups = [group for group, its in layers.items() if its is layer]
        if groups:
            n = sum(node.n_by_group.get(group, 0) for group in groups)
            views.append(_view(layer, groups, questions, group_weights, n))
    return views


def _view(
    layer: Layer,
    groups: list[str],
    questions: list[QuestionScore],
    group_weights: Mapping[str, float],
    n: int,
) -> LayerView:
    parts = [
        (question.path_weight, mean, question.score)
        for question in questions
        if (mean := _mean(question, groups, group_weights)) is not None
        and question.score is not None
        and question.path_weight > 0
    ]
    if len(parts) < FEWEST_QUESTIONS:
        return LayerView(layer, None, None, len(parts), 0.0, n)
    return LayerView(
        layer,
        mean=_weighted((weight, own) for weight, own, _ in parts),
        everybody=_weighted((weight, score) for weight, _, score in parts),
        questions=len(parts),
        share=sum(part[0] for part in parts) / sum(each.path_weight for each in questions),
        n=n,
    )


def _mean(
    question: QuestionScore, groups: list[str], group_weights: Mapping[str, float]
) -> float | None:
    heard = [group for group in groups if group in question.group_means]
    if not heard:
        return None
    return _weighted(
        (group_weights.get(group, 1.0), question.group_means[group]) for group in heard
    )


def _weighted(parts: Iterable[tuple[float, float]]) -> float:
    pairs = list(parts)
    return sum(weight * value for weight, value in pairs) / sum(weight for weight, _ in pairs)

"""What entries of a questionnaire say about each other. Works on the tree, not on the models,
so that one broken entry does not hide the faults of the others."""

from __future__ import annotations

from collections.abc import Iterator

from assess.questionnaire.problems import Problem
from assess.questionnaire.source import Mapping


def check_meaning(tree: Mapping) -> Iterator[Problem]:
    yield from ()

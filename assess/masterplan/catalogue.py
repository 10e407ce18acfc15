"""The catalogue of initiatives: what lifts a sub-pillar from one level to the next, and who leads.

Content, like the questionnaire: read from YAML, with every fault of all files in one run.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assess.masterplan.catalogue_checks import check_catalogue
from assess.questionnaire.files import read_files
from assess.questionnaire.instrument import Questionnaire, Version
from assess.questionnaire.problems import Fault, Problem, QuestionnaireError
from assess.questionnaire.questions import Frozen, Key, QuestionId, Text
from assess.questionnaire.shape import check_shape
from assess.questionnaire.source import Mapping
from assess.questionnaire.values import Whole

HEAD_NAME = "katalog.yaml"

CostKey = Annotated[str, Field(pattern=r"^[A-Z]$")]
EffortLevel = Annotated[Whole, Field(ge=1, le=5)]


class CatalogueError(QuestionnaireError):
    """The file is not a catalogue for this questionnaire; `problems` holds every fault."""


class Horizon(Frozen):
    months: Whole = Field(ge=1, le=240)
    target_horizon: Key  # the horizon of the questionnaire's targets that it belongs to
    name: Text


class CostClass(Frozen):
    """A class for ordering and planning, not a price. The top class has no upper bound."""

    min_rupiah: Whole = Field(ge=0)
    max_rupiah: Whole | None = Field(gt=0, default=None)
    name: Text


class Office(Frozen):
    name: Text
    group: Key | None = None  # respondent group that speaks for it


class Rules(Frozen):
    """How the catalogue is used, in words; printed in the annex."""

    selection: Text
    dependency: Text
    example: Text


class Lifts(Frozen):
    """One step on the scale; an initiative never jumps a level."""

    start: Whole = Field(alias="from", ge=1, le=4)
    end: Whole = Field(alias="to", ge=2, le=5)


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class SuccessIndicator(Frozen):
    name: Text
    unit: Key
    better: Better
    formula: Text


class RegionalExample(Frozen):
    source: Annotated[str, Field(min_length=1, max_length=200)]
    text: Text


class Initiative(Frozen):
    id: Key
    subpillar: Key
    questions: Annotated[tuple[QuestionId, ...], Field(min_length=1)]
    lifts: Lifts
    title: Text
    what: Text
    lead: Key
    partners: tuple[Key, ...] = ()
    horizon: Key
    effort: EffortLevel
    cost_class: CostKey
    funding: Annotated[tuple[Key, ...], Field(min_length=1)]
    depends_on: tuple[Key, ...] = ()
    success_indicator: SuccessIndicator
    evidence_expected: Annotated[tuple[Text, ...], Field(min_length=1)]
    risk: Text
    planning_hint: Key
    regional_example: RegionalExample | None = None


class Catalogue(Frozen):
    key: Key
    version: Version
    questionnaire: Key
    title: Text
    note: Text
    rules: Rules
    horizons: dict[Key, Horizon]
    effort: dict[EffortLevel, Text]
    cost_note: Text
    cost_classes: dict[CostKey, CostClass]
    funding_note: Text
    funding: dict[Key, Text]
    units: dict[Key, Text]
    offices: dict[Key, Office]
    planning_note: Text
    planning_hints: dict[Key, Text]
    initiatives: tuple[Initiative, ...]

    @cached_property
    def initiative_by_id(self) -> dict[str, Initiative]:
        return {initiative.id: initiative for initiative in self.initiatives}

    @cached_property
    def initiatives_of_subpillar(self) -> dict[str, tuple[Initiative, ...]]:
        """In file order; a sub-pillar without initiatives is not in it."""
        keys = dict.fromkeys(initiative.subpillar for initiative in self.initiatives)
        return {key: tuple(i for i in self.initiatives if i.subpillar == key) for key in keys}


def read_catalogue(path: Path, questionnaire: Questionnaire) -> Catalogue:
    """The catalogue whose head file, or whose folder, is `path`, checked against its questions."""
    head = path / HEAD_NAME if path.is_dir() else path
    problems: list[Problem] = []
    tree = read_files(head, "initiatives", problems)
    if tree is None:
        raise CatalogueError(problems)
    if not isinstance(tree, Mapping):
        message = "a catalogue begins with keys such as `key:` and `version:`"
        raise CatalogueError([*problems, Problem(tree.place, Fault.WRONG_SHAPE, message)])
    catalogue, faults = check_shape(Catalogue, tree, problems)
    problems.extend(faults)
    problems.extend(check_catalogue(tree, questionnaire))
    if problems or catalogue is None:
        raise CatalogueError(problems)
    return catalogue

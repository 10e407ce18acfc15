"""Everything a gap report is made of, as values. Whoever fills it has read the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from assess.masterplan.catalogue import Catalogue
from assess.questionnaire.instrument import Questionnaire
from assess.room.record import RoomRecord
from assess.scoring.companions import Companions
from assess.scoring.scorecard import Scorecard
from assess.scoring.sibling_sets import UsedWeights


@dataclass(frozen=True)
class ReportRegion:
    full_name: str  # "Kota Balikpapan"
    kemendagri_code: str
    bps_code: str
    province: str
    cohort: int | None
    time_zone: str  # WIB, WITA, WIT


@dataclass(frozen=True)
class ReportFocusGroup:
    """One meeting. Counts are people by group key."""

    title: str
    place: str
    starts_at: datetime
    time_zone: str
    attendance: dict[str, int]
    expected: dict[str, int]
    institutions: int


@dataclass(frozen=True)
class StatedFact:
    """A fact as an official stated it. `value` has the form of the question's kind (plain
    JSON): {"number": 12}, {"text": "…"}, {"yes": true, "follow_up": "…"}, {"option": "key"},
    {"options": ["key"]}, {"rows": [{"column": …}]}."""

    question_id: str
    value: dict[str, object]
    as_of: date | None
    source: str
    stated_by: str
    approximate: bool = False
    disputed: str = ""


@dataclass(frozen=True)
class OpenAnswer:
    question_id: str
    group: str
    text: str


@dataclass(frozen=True)
class PerceptionMean:
    """Answers to one statement, 1 to 5. `mean` is balanced over groups, None where undefined."""

    question_id: str
    mean: float | None
    n: int
    shares: tuple[float, ...] = ()  # share of answers at 1..5


@dataclass(frozen=True)
class ReportInputs:
    region: ReportRegion
    assessment_title: str
    year: int
    questionnaire: Questionnaire
    questionnaire_sha256: str
    catalogue: Catalogue | None  # None: the instrument proposes nothing
    scorecard: Scorecard
    focus_groups: tuple[ReportFocusGroup, ...]  # closed ones: what the figures rest on
    data_cut: datetime  # last closing among them
    created_on: date
    language: str  # "id" or "en"
    is_sample: bool
    facts: tuple[StatedFact, ...] = ()
    open_answers: tuple[OpenAnswer, ...] = ()
    perception: tuple[PerceptionMean, ...] = ()
    ratings_sha256: str = ""
    open_focus_groups: int = 0  # meetings that are not counted yet
    rooms: tuple[RoomRecord, ...] = ()  # of the closed meetings, in the order of focus_groups
    companions: Companions | None = None  # None in results stored before it was made
    weights: tuple[UsedWeights, ...] = ()  # other than the questionnaire's own

"""What a packed meeting holds, and the bounds of each value. Whoever reads a pack reads these
models; nothing else of a file gets further."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MOST_SEATS = 5000
MOST_EVENTS = 5000  # of one seat
MOST_ENTRIES = 20_000
UNWANTED = "\x00"


def _plain(text: str) -> str:
    if UNWANTED in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("a character that no database keeps")
    return text


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without zone")
    return moment.astimezone(UTC)


Plain = Annotated[str, AfterValidator(_plain)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
OperationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Moment = Annotated[datetime, AfterValidator(_aware)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Small = Annotated[int, Field(ge=0, le=100)]
Level = Annotated[int, Field(ge=-2, le=5)]
Target = Annotated[int, Field(ge=1, le=5)]
Content = Annotated[dict[str, Any], Field(max_length=50)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RegionPart(Part):
    kemendagri_code: Annotated[str, Field(pattern=r"^\d\d\.\d\d$")]
    bps_code: Annotated[str, Field(pattern=r"^\d{4}$")]
    kind: Literal["kabupaten", "kota"]
    name: Annotated[Plain, Field(min_length=1, max_length=100)]
    is_sample: bool


class QuestionnairePart(Part):
    key: Key
    version: Annotated[Plain, Field(min_length=1, max_length=40)]
    sha256: Hash
    canonical: Annotated[Plain, Field(min_length=2, max_length=4_000_000)]


class AssessmentPart(Part):
    public_id: Name
    title: Annotated[Plain, Field(min_length=1, max_length=200)]
    year: Annotated[int, Field(ge=2000, le=2100)]
    is_sample: bool
    legal_basis: Annotated[Plain, Field(max_length=300)]
    recipients: Annotated[Plain, Field(max_length=300)]
    contact: Annotated[Plain, Field(max_length=200)]
    keep_until: date | None
    created_at: Moment


class TablePart(Part):
    key: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[Plain, Field(max_length=100)]
    sections: Annotated[list[Key], Field(max_length=200)]
    assistant: Count = 0


class MeetingPart(Part):
    public_id: Name
    title: Annotated[Plain, Field(min_length=1, max_length=200)]
    place: Annotated[Plain, Field(max_length=200)]
    starts_at: Moment
    time_zone: Literal["WIB", "WITA", "WIT"]
    agenda: Annotated[Plain, Field(max_length=5000)]
    expected_heads: dict[Key, Count]
    join_code: Annotated[str, Field(pattern=r"^[A-Z]{8}$")]
    join_token: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22,32}$")]
    code_salt: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,22}$")]
    entry: Literal["open_code", "tickets"]
    state: Literal["open", "closed"]
    closed_at: Moment | None
    open_until: Moment | None
    round: Annotated[int, Field(ge=1, le=2)]
    answering: bool
    asked: list[Key] | None
    tables: Annotated[list[TablePart], Field(max_length=200)]
    form_revision: Annotated[int, Field(ge=0, le=2**31 - 1)]
    score_round: Annotated[int, Field(ge=1, le=2)] | None
    created_at: Moment


class ChangePart(Part):
    question: Key
    base_revision: Count
    outcome: Literal["saved", "stale"]
    revision: Count
    level: Level | None = None
    target: Target | None = None
    horizon: Key | None = None
    note: Annotated[Plain, Field(max_length=4000)] | None = None
    evidence: Annotated[Plain, Field(max_length=500)] | None = None

    def row(self) -> dict[str, Any]:
        """As the table of events has it: what was not given is left out."""
        return self.model_dump(exclude_none=True)


class EventPart(Part):
    operation_id: OperationId
    received_at: Moment
    changes: Annotated[list[ChangePart], Field(max_length=500)]


class AnswerPart(Part):
    question: Key
    revision: Count
    operation_id: OperationId
    level: Level | None = None
    target: Target | None = None
    horizon: Key | None = None
    note: Annotated[Plain, Field(max_length=4000)] | None = None
    evidence: Annotated[Plain, Field(max_length=500)] | None = None


class LateOperationPart(Part):
    operation_id: OperationId
    question_id: Key
    base_revision: Count
    level: Level | None = None
    target: Target | None = None
    horizon: Key | None = None
    note: Annotated[Plain, Field(max_length=4000)] | None = None
    evidence: Annotated[Plain, Field(max_length=500)] | None = None


class LatePart(Part):
    code: Annotated[Plain, Field(min_length=1, max_length=12)]
    operations: Annotated[list[LateOperationPart], Field(max_length=500)]
    outcomes: Annotated[dict[OperationId, Key], Field(max_length=500)]
    received_at: Moment
    admitted_at: Moment | None


class SeatPart(Part):
    public_id: Name
    number: Count
    resume_code_hash: Hash
    group_key: Key
    institution: Annotated[Plain, Field(max_length=120)]
    notice_version: Annotated[Plain, Field(max_length=40)]
    consents: Annotated[dict[Key, bool], Field(max_length=50)]
    consented_at: Moment
    sent_at: Moment | None
    received: Count
    table_key: Annotated[str, Field(max_length=40)] | None
    voided_at: Moment | None
    created_at: Moment
    events: Annotated[list[EventPart], Field(max_length=MOST_EVENTS)]
    answers: Annotated[list[AnswerPart], Field(max_length=1000)]
    late: Annotated[list[LatePart], Field(max_length=50)]


class RoundPart(Part):
    number: Annotated[int, Field(ge=1, le=2)]
    edition: Annotated[int, Field(ge=1, le=1000)]
    questions: list[Key] | None
    people: Count
    answers: Count
    answers_sha256: Hash
    closed_at: Moment
    rows: Annotated[
        list[tuple[Name, Key, Count, Level | None, Target | None]], Field(max_length=2_000_000)
    ]


class EntryPart(Part):
    seq: Annotated[int, Field(ge=1, le=MOST_ENTRIES)]
    verb: Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]
    at: Moment
    by: Annotated[Plain, Field(max_length=100)]
    reason: Annotated[Plain, Field(max_length=500)]
    content: Content
    previous_hash: Hash
    hash: Hash


class TicketPart(Part):
    number: Count
    token_hash: Hash
    group_key: Key | None
    table_key: Annotated[str, Field(max_length=40)] | None
    seat: Name | None
    used_at: Moment | None
    made_at: Moment


class AttendeePart(Part):
    public_id: Name
    name: Annotated[Plain, Field(min_length=1, max_length=120)]
    position: Annotated[Plain, Field(max_length=120)]
    institution: Annotated[Plain, Field(max_length=120)]
    group_key: Key
    consented_at: Moment


class Pack(Part):
    """One meeting, whole."""

    region: RegionPart
    questionnaire: QuestionnairePart
    assessment: AssessmentPart
    meeting: MeetingPart
    seats: Annotated[list[SeatPart], Field(max_length=MOST_SEATS)]
    rounds: Annotated[list[RoundPart], Field(max_length=100)]
    log: Annotated[list[EntryPart], Field(max_length=MOST_ENTRIES)]
    tickets: Annotated[list[TicketPart], Field(max_length=MOST_SEATS)]
    attendees: Annotated[list[AttendeePart], Field(max_length=MOST_SEATS)]
    withdrawn: Annotated[list[Name], Field(max_length=MOST_SEATS)]

"""Work that outlives a request: documents, and closing what was opened for some minutes. One
worker a data folder, one document at a time."""

from __future__ import annotations

import fcntl
import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn, assert_never
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from assess.actions.catalogues import catalogue_for
from assess.actions.drafts import (
    fail_draft,
    finish_draft,
    put_back_interrupted,
    take_next_draft,
)
from assess.actions.focus_groups import close_at_deadline, focus_groups_past_deadline
from assess.actions.minutes_inputs import minutes_inputs
from assess.actions.report_inputs import report_inputs
from assess.actions.scorecards import CurrentScorecard
from assess.actions.withdrawal import delete_what_is_due
from assess.faults import kinds_and_places
from assess.masterplan.catalogue import CatalogueError
from assess.report.documents import keep_document
from assess.report.gap_report import gap_report
from assess.report.inputs import ReportInputs
from assess.report.minutes import minutes
from assess.report.minutes_inputs import MinutesInputs
from assess.report.numbers import ZONES
from assess.report.pdf import RenderFailed, Rendering, RenderLimits, render
from assess.report.render import document_html, minutes_html
from assess.scoring.scorecard import from_json
from assess.settings import Settings
from assess.store.database import Database, open_database
from assess.store.drafts import scorecard_of_draft
from assess.store.questionnaires import questionnaire_of
from assess.store.tables import Assessment, Draft, DraftKind, FocusGroup

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 3600.0
DEADLINE_SECONDS = 5.0
CATALOGUE_FAULT = "catalogue"
UNEXPECTED = "unexpected"


def run_worker(settings: Settings) -> None:
    """Makes documents until it is told to stop."""
    signal.signal(signal.SIGTERM, _stop)
    with _alone(settings.data / "worker.lock"):
        database = open_database(settings.database_url)
        with database.writing() as session:
            put_back_interrupted(session, _now())
        kept_house = looked = float("-inf")
        while True:
            if time.monotonic() - looked > DEADLINE_SECONDS:
                close_what_is_due(database, _now())
                looked = time.monotonic()
            if time.monotonic() - kept_house > HOUSEKEEPING_SECONDS:
                keep_house(database, _now())
                kept_house = time.monotonic()
            if not make_next_draft(settings, database):
                time.sleep(PAUSE_SECONDS)


def keep_house(database: Database, now: datetime) -> None:
    """Delete what may not be kept any longer."""
    with database.writing() as session:
        delete_what_is_due(session, now.astimezone(ZoneInfo(ZONES["WIB"])).date(), now)


def close_what_is_due(database: Database, now: datetime) -> int:
    """Close the meetings whose minutes are over, and say how many. Since their deadline they
    refuse answers by themselves."""
    with database.reading() as session:
        due = focus_groups_past_deadline(session, now)
    closed = 0
    for focus_group_id in due:
        with database.writing() as session:
            closed += close_at_deadline(session, focus_group_id, now)
    return closed


def make_waiting_drafts(settings: Settings, database: Database) -> int:
    """Makes every draft that waits now, and says how many; for tests and the terminal."""
    made = 0
    while make_next_draft(settings, database):
        made += 1
    return made


def make_next_draft(
    settings: Settings, database: Database, limits: RenderLimits | None = None
) -> bool:
    """Makes the oldest waiting draft; False where none waits. It ends ready or failed."""
    with database.writing() as session:
        draft = take_next_draft(session)
    if draft is None:
        return False
    started = time.monotonic()
    try:
        rendering = _rendered(settings, database, draft, limits)
    except RenderFailed as error:
        _give_up(database, draft, error.reason.value, str(error))
    except CatalogueError as error:
        _give_up(database, draft, CATALOGUE_FAULT, str(error))
    except Exception as error:  # noqa: BLE001 - a worker outlives one bad draft
        # The places are in the log, the row says it failed.
        _give_up(database, draft, UNEXPECTED, kinds_and_places(error))
    else:
        sha256 = keep_document(settings.files, rendering.pdf)
        with database.writing() as session:
            finish_draft(session, draft.id, sha256, rendering.pages, _now())
        seconds = time.monotonic() - started
        logger.info("draft %s ready, %s pages, %.1f s", draft.id, rendering.pages, seconds)
    return True


def _rendered(
    settings: Settings, database: Database, draft: Draft, limits: RenderLimits | None
) -> Rendering:
    with database.reading() as session:
        match draft.kind:
            case DraftKind.MASTERPLAN:
                html = document_html(gap_report(_inputs(settings, session, draft)))
            case DraftKind.MINUTES:
                html = minutes_html(minutes(_minutes_inputs(session, draft)))
            case _:
                assert_never(draft.kind)
    return render(html, limits)


def _minutes_inputs(session: Session, draft: Draft) -> MinutesInputs:
    focus_group = session.get_one(FocusGroup, draft.focus_group_id)
    session.refresh(focus_group, ["region", "assessment"])
    assessment = session.get_one(Assessment, draft.assessment_id)
    questionnaire = questionnaire_of(session, assessment)
    return minutes_inputs(session, focus_group, questionnaire, draft.language, draft.log_seq)


def _inputs(settings: Settings, session: Session, draft: Draft) -> ReportInputs:
    """From the result that was current when the draft was asked for, not a later one."""
    assessment = session.get_one(Assessment, draft.assessment_id)
    session.refresh(assessment, ["region"])
    questionnaire = questionnaire_of(session, assessment)
    stored = scorecard_of_draft(session, draft)
    catalogue = catalogue_for(questionnaire, settings.questionnaires)
    zone = ZoneInfo(ZONES[assessment.region.time_zone])
    return report_inputs(
        session,
        assessment,
        questionnaire,
        catalogue,
        CurrentScorecard(from_json(stored.scorecard), stored),
        language=draft.language,
        created_on=draft.requested_at.astimezone(zone).date(),
    )


def _give_up(database: Database, draft: Draft, reason: str, detail: str) -> None:
    logger.warning("draft %s failed: %s", draft.id, detail)
    with database.writing() as session:
        fail_draft(session, draft.id, reason, _now())


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """A second worker on the same data folder waits for the first to end."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the worker is an end of the picture, like the web

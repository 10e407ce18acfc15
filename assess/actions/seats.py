"""Taking a seat in a focus group: join, and go on with a short code on another phone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.answers import FocusGroupIsClosed
from assess.store.answers import add_participant, add_seat_token
from assess.store.tables import FocusGroup, Participant

# Two words and four digits: easily said aloud, 64 x 64 x 9000 per meeting.
WORDS = [
    "BATU",
    "BULAN",
    "BUMI",
    "BUNGA",
    "CEMARA",
    "DAMAR",
    "DANAU",
    "DAUN",
    "DELTA",
    "EMBUN",
    "FAJAR",
    "GARAM",
    "GUNUNG",
    "HUJAN",
    "HUTAN",
    "IKAN",
    "INTAN",
    "JALAN",
    "JAMBU",
    "JATI",
    "KABUT",
    "KAPAL",
    "KAYU",
    "KEBUN",
    "KELAPA",
    "KOPI",
    "KUDA",
    "LADANG",
    "LAUT",
    "LEMBAH",
    "LONTAR",
    "MADU",
    "MANGGA",
    "MAWAR",
    "MELATI",
    "MUARA",
    "MUTIARA",
    "NANAS",
    "NYIUR",
    "OMBAK",
    "PADI",
    "PANTAI",
    "PASIR",
    "PELANGI",
    "PERAHU",
    "PINUS",
    "PISANG",
    "PULAU",
    "RAJA",
    "RIMBA",
    "RUMAH",
    "RUSA",
    "SAWAH",
    "SELAT",
    "SENJA",
    "SUNGAI",
    "TANAH",
    "TEBING",
    "TELUK",
    "TERAS",
    "TIMUR",
    "UDARA",
    "WARNA",
    "ZAMRUD",
]


@dataclass(frozen=True)
class TakenSeat:
    """What the phone gets and the server does not keep: only hashes stay here."""

    token: str
    resume_code: str


def take_seat(
    session: Session,
    focus_group: FocusGroup,
    *,
    group_key: str,
    institution: str,
    notice_version: str,
    consents: Mapping[str, bool],
    now: datetime,
) -> TakenSeat:
    if not focus_group.is_open(now):
        raise FocusGroupIsClosed
    participant_id = None
    while participant_id is None:  # a code that is taken in this meeting is drawn again
        code = new_resume_code()
        participant_id = add_participant(
            session,
            {
                "focus_group_id": focus_group.id,
                "region_id": focus_group.region_id,
                "resume_code_hash": _hashed_code(focus_group.id, code),
                "group_key": group_key,
                "institution": institution,
                "notice_version": notice_version,
                "consents": dict(consents),
                "consented_at": now,
                "received": 0,
                "created_at": now,
            },
        )
    return TakenSeat(_new_token(session, participant_id, focus_group.region_id, now), code)


def resume_seat(
    session: Session, focus_group: FocusGroup, code: str, now: datetime
) -> TakenSeat | None:
    """The seat of this code for a further phone, or None. The first phone keeps its token: both
    answer for one person, and a stale answer is refused with both values shown."""
    code = normalised_code(code)
    participant = session.execute(
        select(Participant).where(
            Participant.focus_group_id == focus_group.id,
            Participant.resume_code_hash == _hashed_code(focus_group.id, code),
        )
    ).scalar_one_or_none()
    if participant is None:
        return None
    token = _new_token(session, participant.id, participant.region_id, now)
    return TakenSeat(token, code)


def _new_token(session: Session, participant_id: int, region_id: int, now: datetime) -> str:
    token = secrets.token_urlsafe(24)
    add_seat_token(
        session,
        {
            "token_hash": hashed(token),
            "participant_id": participant_id,
            "region_id": region_id,
            "created_at": now,
        },
    )
    return token


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_resume_code() -> str:
    first, second = secrets.choice(WORDS), secrets.choice(WORDS)
    return f"{first}-{second}-{1000 + secrets.randbelow(9000)}"


def normalised_code(code: str) -> str:
    return "-".join(code.upper().replace("-", " ").split())


def _hashed_code(focus_group_id: int, code: str) -> str:
    return hashed(f"{focus_group_id}:{code}")

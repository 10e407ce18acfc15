"""Taking a seat in a focus group: join, and go on with a short code on another phone."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.answers import FocusGroupIsClosed
from assess.store.seats import add_participant, add_seat_token
from assess.store.tables import FocusGroup, Participant, SeatToken

MOST_DRAWS = 1000  # for one phone: a code is taken once in a million draws
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
    table_key: str | None = None,
    chair: int | None = None,
    seed: bytes | None = None,
) -> TakenSeat:
    """A new seat, numbered as its chair or next in turn. With a `seed`, token and code follow from
    it: a phone that never got the answer, or asked twice, is given the same seat."""
    if not focus_group.is_open(now):
        raise FocusGroupIsClosed
    participant_id = None
    codes = _codes(seed)
    while participant_id is None:  # a code that is taken in this meeting is drawn again
        again = seat_of_seed(session, seed) if seed is not None else None
        if again is not None:
            return again
        code = next(codes)
        participant_id = add_participant(
            session,
            {
                "focus_group_id": focus_group.id,
                "region_id": focus_group.region_id,
                "resume_code_hash": _hashed_code(focus_group.code_salt, code),
                "group_key": group_key,
                "institution": institution,
                "notice_version": notice_version,
                "consents": dict(consents),
                "consented_at": now,
                "received": 0,
                "table_key": table_key,
                "created_at": now,
            },
            chair,
        )
    token = secrets.token_urlsafe(24) if seed is None else _token_of(seed)
    _keep_token(session, token, participant_id, focus_group.region_id, now)
    return TakenSeat(token, code)


def seat_of_seed(
    session: Session, seed: bytes, participant_id: int | None = None
) -> TakenSeat | None:
    """The seat that this seed took, if it is that of the person asked for; None otherwise."""
    token = _token_of(seed)
    taken = session.execute(
        select(FocusGroup.code_salt, Participant.resume_code_hash)
        .join(Participant, Participant.focus_group_id == FocusGroup.id)
        .join(SeatToken, SeatToken.participant_id == Participant.id)
        .where(
            SeatToken.token_hash == hashed(token),
            Participant.id == (participant_id if participant_id is not None else Participant.id),
        )
    ).one_or_none()
    if taken is None:
        return None
    salt, code_hash = taken
    for code in _codes(seed):
        if _hashed_code(salt, code) == code_hash:
            return TakenSeat(token, code)
    return None


def resume_seat(
    session: Session, focus_group: FocusGroup, code: str, now: datetime
) -> TakenSeat | None:
    """The seat of this code for a further phone, or None. The first phone keeps its token: both
    answer for one person, and a stale answer is refused with both values shown."""
    code = normalised_code(code)
    participant = session.execute(
        select(Participant).where(
            Participant.focus_group_id == focus_group.id,
            Participant.resume_code_hash == _hashed_code(focus_group.code_salt, code),
        )
    ).scalar_one_or_none()
    if participant is None:
        return None
    token = secrets.token_urlsafe(24)
    _keep_token(session, token, participant.id, participant.region_id, now)
    return TakenSeat(token, code)


def _keep_token(
    session: Session, token: str, participant_id: int, region_id: int, now: datetime
) -> None:
    add_seat_token(
        session,
        {
            "token_hash": hashed(token),
            "participant_id": participant_id,
            "region_id": region_id,
            "created_at": now,
        },
    )


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_resume_code() -> str:
    return _code_of(secrets.token_bytes(16))


def _codes(seed: bytes | None) -> Iterator[str]:
    """Resume codes at random, or those that follow from a seed, which are not without end."""
    if seed is None:
        while True:
            yield new_resume_code()
    for number in range(MOST_DRAWS):
        yield _code_of(hmac.digest(seed, b"code:%d" % number, "sha256"))


def _code_of(drawn: bytes) -> str:
    first, second = WORDS[drawn[0] % len(WORDS)], WORDS[drawn[1] % len(WORDS)]
    return f"{first}-{second}-{1000 + int.from_bytes(drawn[2:16]) % 9000}"


def _token_of(seed: bytes) -> str:
    return hmac.digest(seed, b"token", "sha256").hex()[:48]


def normalised_code(code: str) -> str:
    return "-".join(code.upper().replace("-", " ").split())


def _hashed_code(salt: str, code: str) -> str:
    return hashed(f"{salt}:{code}")

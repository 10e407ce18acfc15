"""Accounts: creating them, checking passwords, slowing guessers down."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.actions.passwords import check_password_is_fit
from assess.store.account_tables import Account, AccountRegion, FailedAttempt, LogIn, Role
from assess.store.accounts import account_by_username, failures_since
from assess.store.tables import Region

# argon2id, 64 MiB, three passes: about a quarter of a second for us, and so for each guess.
HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)
# A hash of no password, of the same cost: an unknown name takes as long as a wrong password.
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=1$"
    "Nskz/Fja6lfyABel3aP1lQ$8IgSK29AkFGBWK/TOmsMSBi80ZWLbyb8YAKuF/dgTXw"
)
FAILURE_KIND = "password"
LONGEST_WAIT = 900
MEMORY_OF_FAILURES = timedelta(hours=24)
# Failures that cost nothing yet: one person at one place mistypes; an account that is tried
# from many places, or a place that tries many accounts, is slowed down later.
FREE_FOR_PAIR, FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS = 0, 10, 20


class UsernameTaken(ValueError):
    pass


class WrongPassword(ValueError):
    pass


class LogInRefusal(StrEnum):
    WRONG = "wrong"  # unknown name, wrong password and closed account look the same
    WAIT = "wait"


class LogInRefused(ValueError):
    """`seconds` is the time to wait before the next try counts."""

    def __init__(self, refusal: LogInRefusal, seconds: int = 0) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.seconds = seconds


def create_account(
    db: Session,
    username: str,
    display_name: str,
    role: Role,
    password: str,
    now: datetime,
    regions: Sequence[Region] = (),
) -> Account:
    name = username.strip().casefold()
    if account_by_username(db, name) is not None:
        raise UsernameTaken(name)
    check_password_is_fit(password, name, display_name)
    account = Account(
        username=name,
        display_name=display_name,
        role=role,
        password_hash=HASHER.hash(password),
        active=True,
        created_at=now,
    )
    db.add(account)
    db.flush()
    db.add_all(AccountRegion(account_id=account.id, region_id=region.id) for region in regions)
    db.flush()
    return account


@dataclass(frozen=True)
class CheckedPassword:
    """What a look at name and password gave; `conclude_log_in` makes it count."""

    account_id: int | None  # None: unknown name, wrong password or closed account
    subjects: dict[str, int]
    stronger_hash: str | None = None


def check_password(
    reading: Session, username: str, password: str, address: str, now: datetime
) -> CheckedPassword:
    """Compare name and password. Writes nothing, so that no writer waits while the hash runs.

    While a wait runs, the password is not even looked at: guesses during it gain nothing.
    """
    name = username.strip().casefold()
    subjects = _subjects(name, address)
    _refuse_during_wait(reading, subjects, now)
    account = account_by_username(reading, name)
    matches = _matches(account.password_hash if account else NOBODY, password)
    if account is None or not matches or not account.active:
        return CheckedPassword(None, subjects)
    if HASHER.check_needs_rehash(account.password_hash):
        return CheckedPassword(account.id, subjects, HASHER.hash(password))
    return CheckedPassword(account.id, subjects)


def conclude_log_in(db: Session, checked: CheckedPassword, now: datetime) -> Account:
    """The account that may log in; or a remembered failure and a refusal that names no reason.

    The wait is looked at again: guesses sent at once do not slip past it together.
    """
    _refuse_during_wait(db, checked.subjects, now)
    if checked.account_id is None:
        _remember_failure(db, checked.subjects, now)
        raise LogInRefused(LogInRefusal.WRONG)
    account = db.scalars(select(Account).where(Account.id == checked.account_id)).one()
    _forget_failures(db, checked.subjects)
    if checked.stronger_hash is not None:
        account.password_hash = checked.stronger_hash
    db.flush()
    return account


def change_password(db: Session, account: Account, present: str, wanted: str) -> None:
    """Change the password and end every log-in of the account; the caller starts a new one."""
    if not _matches(account.password_hash, present):
        raise WrongPassword(account.username)
    check_password_is_fit(wanted, account.username, account.display_name)
    account.password_hash = HASHER.hash(wanted)
    db.execute(delete(LogIn).where(LogIn.account_id == account.id))
    db.flush()


def set_password(db: Session, account: Account, wanted: str) -> None:
    """A new password by the one who runs the machine; every browser is logged out."""
    check_password_is_fit(wanted, account.username, account.display_name)
    account.password_hash = HASHER.hash(wanted)
    db.execute(delete(LogIn).where(LogIn.account_id == account.id))
    db.flush()


def close_account(db: Session, account: Account) -> None:
    """No more log-ins. What the account did keeps its name."""
    account.active = False
    db.execute(delete(LogIn).where(LogIn.account_id == account.id))
    db.flush()


def seconds_to_wait(db: Session, subjects: dict[str, int], now: datetime) -> int:
    """1, 2, 4 … 900 seconds after each failure beyond the free ones, of whichever subject."""
    failures = failures_since(db, FAILURE_KIND, list(subjects), now - MEMORY_OF_FAILURES)
    waits = [
        _wait_after(seen.number - subjects[subject]) - int((now - seen.last).total_seconds())
        for subject, seen in failures.items()
    ]
    return max([0, *waits])


def _refuse_during_wait(db: Session, subjects: dict[str, int], now: datetime) -> None:
    seconds = seconds_to_wait(db, subjects, now)
    if seconds > 0:
        raise LogInRefused(LogInRefusal.WAIT, seconds)


def _wait_after(failures: int) -> int:
    if failures <= 0:
        return 0
    return min(1 << min(failures - 1, 10), LONGEST_WAIT)


def _subjects(username: str, address: str) -> dict[str, int]:
    """Subject -> free failures. Hashed: a log of failures is no list of names and addresses."""
    return {
        _hashed(f"pair\n{username}\n{address}"): FREE_FOR_PAIR,
        _hashed(f"account\n{username}"): FREE_FOR_ACCOUNT,
        _hashed(f"address\n{address}"): FREE_FOR_ADDRESS,
    }


def _hashed(subject: str) -> str:
    return hashlib.sha256(subject.encode("utf-8", "replace")).hexdigest()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except VerificationError:
        return False


def _remember_failure(db: Session, subjects: dict[str, int], now: datetime) -> None:
    db.add_all(FailedAttempt(kind=FAILURE_KIND, subject=subject, at=now) for subject in subjects)
    db.flush()


def _forget_failures(db: Session, subjects: dict[str, int]) -> None:
    """After a right password. Failures of the address stay: it may be guessing other accounts."""
    own = [subject for subject, free in subjects.items() if free != FREE_FOR_ADDRESS]
    db.execute(
        delete(FailedAttempt).where(
            FailedAttempt.kind == FAILURE_KIND, FailedAttempt.subject.in_(own)
        )
    )

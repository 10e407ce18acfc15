"""Accounts: creating them, checking passwords, slowing guessers down."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from assess.actions.passwords import check_password_is_fit
from assess.store.accounts import account_by_username, failures_since
from assess.store.tables import Account, AccountRegion, FailedAttempt, LogIn, Region, Role

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


def account_logging_in(
    db: Session, username: str, password: str, address: str, now: datetime
) -> Account:
    """The account, if name and password belong together; a refusal that names neither otherwise.

    While a wait runs, the password is not even looked at: guesses during it gain nothing.
    """
    name = username.strip().casefold()
    subjects = _subjects(name, address)
    seconds = seconds_to_wait(db, subjects, now)
    if seconds > 0:
        raise LogInRefused(LogInRefusal.WAIT, seconds)
    account = account_by_username(db, name)
    matches = _matches(account.password_hash if account else NOBODY, password)
    if account is None or not matches or not account.active:
        _remember_failure(db, subjects, now)
        raise LogInRefused(LogInRefusal.WRONG, seconds_to_wait(db, subjects, now))
    _forget_failures(db, subjects)
    if HASHER.check_needs_rehash(account.password_hash):
        account.password_hash = HASHER.hash(password)
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


def seconds_to_wait(db: Session, subjects: dict[str, int], now: datetime) -> int:
    """1, 2, 4 … 900 seconds after each failure beyond the free ones, of whichever subject."""
    failures = failures_since(db, FAILURE_KIND, list(subjects), now - MEMORY_OF_FAILURES)
    waits = [
        _wait_after(seen.number - subjects[subject]) - int((now - seen.last).total_seconds())
        for subject, seen in failures.items()
    ]
    return max([0, *waits])


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

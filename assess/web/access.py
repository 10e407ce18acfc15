"""Who may see and do what. Deny by default: every view declares its policy, and the application
does not start while one is missing. What lies outside a person's regions answers 404, never 403,
so that nobody learns what exists elsewhere."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from flask import Flask, Response, abort, g, redirect, request, url_for
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.store.account_tables import Account, AccountRegion, LogIn, Role
from assess.store.scope import EVERYWHERE, RegionScope
from assess.web.clock import now
from assess.web.database import SAFE_METHODS, db
from assess.web.state import takar

View = TypeVar("View", bound=Callable[..., object])
Found = TypeVar("Found")

LOG_IN_COOKIE = "takar_masuk"
SEAT_COOKIE = "takar_kursi"
IDLE = timedelta(hours=4)  # a focus group is long, and the projector must not log out
LONGEST = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class Policy:
    """roles: accounts that may; none of the flags and no role means nobody."""

    name: str
    public: bool = False
    participant: bool = False
    roles: frozenset[Role] = frozenset()


PUBLIC = Policy("public", public=True)
PARTICIPANT = Policy("participant", participant=True)
SIGNED_IN = Policy("signed in", roles=frozenset(Role))
READS = Policy("reads", roles=frozenset(Role))
STATES_FACTS = Policy(
    "states facts", roles=frozenset({Role.ADMINISTRATOR, Role.FACILITATOR, Role.OFFICIAL})
)
FACILITATES = Policy("facilitates", roles=frozenset({Role.ADMINISTRATOR, Role.FACILITATOR}))
ADMINISTERS = Policy("administers", roles=frozenset({Role.ADMINISTRATOR}))

_POLICIES: dict[str, Policy] = {}


class PolicyMissing(RuntimeError):
    """A view without a policy: the application refuses to start."""


def allow(policy: Policy) -> Callable[[View], View]:
    """Declare who may call a view. Stands below the route decorator."""

    def declare(view: View) -> View:
        _POLICIES[_name(view)] = policy
        return view

    return declare


def policy_of(app: Flask, endpoint: str) -> Policy:
    view = app.view_functions[endpoint]
    policy = _POLICIES.get(_name(view))
    if policy is None:
        raise PolicyMissing(f"{endpoint}: the view {_name(view)} declares no policy")
    return policy


def install(app: Flask, require_seat: Callable[[], object]) -> None:
    """Check that every rule has its policy, then enforce them before each request.

    `require_seat` raises where the phone that asks has no seat (seats.py).
    """
    policies = {rule.endpoint: policy_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}

    def enforce() -> WerkzeugResponse | None:
        if request.endpoint is None:
            return None  # no such page: the router answers 404
        policy = policies[request.endpoint]
        if policy.public:
            return None
        if policy.participant:
            require_seat()
            return None
        return _refuse_unless_role(policy)

    app.before_request(enforce)


def _refuse_unless_role(policy: Policy) -> WerkzeugResponse | None:
    account = current_account()
    if account is None:
        if request.method in SAFE_METHODS:
            return redirect(url_for("accounts.log_in", lanjut=request.full_path.rstrip("?")), 303)
        abort(401)
    if Role(account.role) not in policy.roles:
        abort(403)
    return None


def current_account() -> Account | None:
    """The account that is logged in on this browser, or None."""
    if "account" not in g:
        g.account = _account_of_cookie()
    account: Account | None = g.account
    return account


def has_log_in_cookie() -> bool:
    return LOG_IN_COOKIE in request.cookies


def current_scope() -> RegionScope:
    """The regions of the account that is logged in; nothing for anybody else."""
    account = current_account()
    if account is None:
        return RegionScope()
    if account.role == Role.ADMINISTRATOR:
        return EVERYWHERE
    rows = db().execute(
        select(AccountRegion.region_id).where(AccountRegion.account_id == account.id)
    )
    return RegionScope(region_ids=frozenset(rows.scalars()))


def found(thing: Found | None) -> Found:
    """The thing, or 404: it is not there, or not for this person."""
    if thing is None:
        abort(404)
    return thing


def start_log_in(session: Session, account: Account, response: Response) -> None:
    """A new log-in for this browser. An older one of the same browser ends."""
    _delete_log_in(session)
    token = secrets.token_urlsafe(32)
    moment = now()
    session.add(
        LogIn(token_hash=_hash(token), account_id=account.id, started_at=moment, seen_at=moment)
    )
    session.flush()
    set_cookie(response, LOG_IN_COOKIE, token, max_age=LONGEST)


def end_log_in(session: Session, response: Response) -> None:
    _delete_log_in(session)
    drop_cookie(response, LOG_IN_COOKIE)


def set_cookie(
    response: WerkzeugResponse, name: str, value: str, *, max_age: timedelta | None = None
) -> None:
    """HttpOnly and SameSite=Lax always; Secure wherever people come by https."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/",
        secure=_by_https(),
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: WerkzeugResponse, name: str) -> None:
    response.delete_cookie(name, path="/", secure=_by_https(), httponly=True, samesite="Lax")


def _by_https() -> bool:
    """A proxy that ends TLS may not be declared; the address that people use is."""
    return request.is_secure or takar().settings.base_url.startswith("https:")


def _account_of_cookie() -> Account | None:
    token = request.cookies.get(LOG_IN_COOKIE)
    if not token:
        return None
    row = (
        db()
        .execute(
            select(LogIn, Account)
            .join(Account, Account.id == LogIn.account_id)
            .where(LogIn.token_hash == _hash(token), Account.active)
        )
        .first()
    )
    if row is None:
        return None
    log_in, account = row
    moment = now()
    if moment - log_in.seen_at > IDLE or moment - log_in.started_at > LONGEST:
        return None
    if moment - log_in.seen_at > SEEN_STEP:
        _mark_seen(log_in, moment)
    return account


def _mark_seen(log_in: LogIn, moment: datetime) -> None:
    """Rarely, and in a unit of work of its own where the request only reads: a board that is
    looked at for hours must not log out."""
    if request.method not in SAFE_METHODS:
        log_in.seen_at = moment
        return
    with takar().database.writing() as session:
        session.execute(
            update(LogIn).where(LogIn.token_hash == log_in.token_hash).values(seen_at=moment)
        )


def _delete_log_in(session: Session) -> None:
    token = request.cookies.get(LOG_IN_COOKIE)
    if token:
        session.execute(delete(LogIn).where(LogIn.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _name(view: object) -> str:
    function = getattr(view, "view_class", view)
    return f"{function.__module__}.{function.__qualname__}"  # type: ignore[attr-defined]

"""The web application: `create_app(settings)`. One blueprint per audience."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, url_for
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from assess.questionnaire.shelf import read_shelf
from assess.settings import ROOT, Settings
from assess.store.database import open_database
from assess.web import (
    access,
    accounts,
    answering,
    behind,
    comparison,
    database,
    drafts,
    errors,
    expert_entry,
    facilitation,
    formatting,
    gate,
    hall,
    inventory_pages,
    joining,
    language,
    late_answers,
    minutes,
    pages,
    paper,
    patterns,
    projector,
    results,
    room,
    room_items,
    script_words,
    seating,
    seating_handover,
    seating_tables,
    seating_tickets,
    table_assistant,
    ticket_entry,
    verification,
    weights,
)
from assess.web.assets import Assets
from assess.web.browser_state import BrowserState
from assess.web.navigation import navigation
from assess.web.seats import current_seat
from assess.web.signed_in import signed_in_context
from assess.web.state import Takar, takar
from assess.web.translations import compile_translations

STATIC = Path(__file__).parent / "static"
BLUEPRINTS = (
    hall.blueprint,
    paper.blueprint,
    pages.blueprint,
    joining.blueprint,
    ticket_entry.blueprint,
    table_assistant.blueprint,
    seating.blueprint,
    seating_tickets.blueprint,
    seating_tables.blueprint,
    seating_handover.blueprint,
    answering.blueprint,
    accounts.blueprint,
    facilitation.blueprint,
    late_answers.blueprint,
    room.blueprint,
    room_items.blueprint,
    projector.blueprint,
    inventory_pages.blueprint,
    results.blueprint,
    behind.blueprint,
    verification.blueprint,
    weights.blueprint,
    expert_entry.blueprint,
    comparison.blueprint,
    drafts.blueprint,
    minutes.blueprint,
)
csrf = CSRFProtect()


class StoredNumber(IntegerConverter):
    """A number in an address that a column can hold; a longer one names nothing."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


def create_app(settings: Settings) -> Flask:
    """The application. Raises QuestionnaireError where a shipped questionnaire has faults, and
    PolicyMissing where a view does not say who may call it."""
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.url_map.converters["int"] = StoredNumber
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="takar_sesi",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        TESTING=settings.testing,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=False,  # the door checks the origin, and no referrer is ever sent
        TEMPLATES_AUTO_RELOAD=settings.development,
    )
    app.session_interface = BrowserState()
    app.extensions["takar"] = Takar(
        settings=settings,
        database=open_database(settings.database_url),
        questionnaires=read_shelf(settings.questionnaires),
        assets=Assets(STATIC),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    compile_translations()
    database.install(app)
    language.install(app)
    script_words.install(app, takar(app).assets)
    gate.install(app)
    csrf.init_app(app)
    csrf.exempt(answering.blueprint)  # it checks a token of its own, bound to the seat
    errors.install(app)
    formatting.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.development:
        app.register_blueprint(patterns.blueprint)
    app.context_processor(_page_context)
    access.install(app, require_seat=current_seat)
    if settings.proxy_hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app,
            x_for=settings.proxy_hops,
            x_proto=settings.proxy_hops,
            x_host=settings.proxy_hops,
        )
    return app


def _page_context() -> dict[str, object]:
    return {
        "language": language.language(),
        "other_language_url": language.other_language_url(),
        "asset": takar().assets.address,
        "nav_items": navigation(),
        "log_out_url": url_for("accounts.log_out"),
        "home_url": "/",
        **signed_in_context(),
    }

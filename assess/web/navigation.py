"""The links at the head of staff pages."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext

from assess.web.access import has_log_in_cookie


def navigation() -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page); empty for those who are not logged in."""
    if not has_log_in_cookie():
        return []
    entries = [
        (gettext("Beranda"), "facilitation.home"),
        (gettext("Perbandingan"), "comparison.choose"),
    ]
    return [(label, url_for(endpoint), request.endpoint == endpoint) for label, endpoint in entries]

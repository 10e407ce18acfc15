"""The way into a meeting, to be shown: code, address and QR."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno
from flask import url_for
from markupsafe import Markup

from assess.store.tables import FocusGroup
from assess.web.state import takar


def code_in_pairs(code: str) -> str:
    """Two fours are read and typed more easily than eight: ABCD EFGH."""
    return f"{code[:4]} {code[4:]}"


def join_address(focus_group: FocusGroup) -> str:
    """What a person types into the browser: the site without its scheme."""
    parts = urlsplit(takar().settings.base_url)
    return f"{parts.netloc}{parts.path}"


def qr_of(focus_group: FocusGroup) -> Markup:
    """The join link as SVG without styles. It carries the token, which outlives a locked code."""
    path = url_for("joining.start", join_token=focus_group.join_token)
    return drawn(segno.make(takar().settings.base_url + path, error="m", micro=False), "QR")


def drawn(code: segno.QRCode, label: str) -> Markup:
    """A code as SVG that lets the style sheet choose its size; `label` is a fixed word of ours."""
    drawing = code.svg_inline(
        border=4, omitsize=True, svgclass=None, lineclass=None, unit="", svgid=None
    )
    return Markup(drawing.replace("<svg", f'<svg role="img" aria-label="{label}"', 1))

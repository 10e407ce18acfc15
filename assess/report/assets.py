"""What a document may refer to: our own style sheet and pictures, by `asset:` address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"


@dataclass(frozen=True)
class Asset:
    type: str
    text: str


@cache
def document_assets() -> dict[str, Asset]:
    return {
        "asset:document.css": Asset("text/css", (_HERE / "document.css").read_text("utf-8")),
        "asset:minutes.css": Asset("text/css", (_HERE / "minutes.css").read_text("utf-8")),
        "asset:draf.css": Asset("text/css", _behind_every_page("asset:draf.svg")),
        "asset:draft.css": Asset("text/css", _behind_every_page("asset:draft.svg")),
        "asset:draf.svg": Asset("image/svg+xml", _watermark("DRAF")),
        "asset:draft.svg": Asset("image/svg+xml", _watermark("DRAFT")),
    }


def _behind_every_page(picture: str) -> str:
    return (
        f"@page {{ background: url({picture}) no-repeat center / 150mm auto; }}\n"
        "@page sampul { background: none; }\n"
    )


def _watermark(word: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 280" width="200" height="280">'
        '<text x="100" y="150" text-anchor="middle" transform="rotate(-52 100 140)" '
        'font-family="Inter" font-weight="700" font-size="62" letter-spacing="6" '
        f'fill="#1b2430" fill-opacity="0.07">{word}</text></svg>'
    )

"""The few marks that every figure is drawn with, as SVG text. Colours are the tokens of takar.css.

Presentation attributes only: the content security policy refuses style attributes.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from markupsafe import Markup, escape

INK = "#1b2430"
INK_2 = "#5b6675"
LINE = "#cfd6de"
EDGE = "#6f7a89"
CURRENT = "#1f5fa8"
CURRENT_TINT = "#eef4fa"
TARGET = "#c8511b"
LEVELS = ("#f3f5f8", "#dce8f4", "#b4d0ea", "#6aa1d4", "#3371b6", "#153f73")

SIZE = 14  # px in the drawing; stays above 12 px on a phone of 320 px
LEADING = 17
LETTER = 7.9  # mean width of a letter at SIZE in the fonts used; errs on the wide side


def document(
    width: int,
    height: float,
    title: str,
    description: str,
    marks: Iterable[str],
    font_family: str | None,
) -> Markup:
    """Wrap marks into an image. WeasyPrint reads the alternative text from the first title."""
    font = f' font-family="{escape(font_family)}"' if font_family else ""
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" role="img"'
        f' font-size="{SIZE}" fill="{INK}"{font}><title>{escape(title)}</title>'
        f"<desc>{escape(description)}</desc>{''.join(marks)}</svg>"
    )


def text(x: float, y: float, words: str, more: str = "") -> str:
    """`more` holds further attributes, written by this package, never by a person."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'


QUIET = f' fill="{INK_2}"'
BOLD = ' font-weight="600"'
START = ""
MIDDLE = ' text-anchor="middle"'
END = ' text-anchor="end"'


def line(x1: float, y1: float, x2: float, y2: float, colour: str = LINE, more: str = "") -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{more}/>'
    )


def current_dot(x: float, y: float) -> str:
    """The state today: a filled disc."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{CURRENT}"/>'


def target_square(x: float, y: float) -> str:
    """The target: an open square, larger than the disc so that both show when they meet."""
    return (
        f'<rect x="{x - 8:.1f}" y="{y - 8:.1f}" width="16" height="16" fill="none"'
        f' stroke="{TARGET}" stroke-width="2"/>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="{fill}"{more}/>'
    )


def fitted(label: str, width: float, lines: int = 2) -> list[str]:
    """Break a label into at most `lines` lines; the whole of it stands in title and table."""
    letters = max(int(width / LETTER), 4)
    if len(label) <= letters and label.strip():
        return [label]
    whole = (word if len(word) <= letters else word[: letters - 1] + "…" for word in label.split())
    return wrap(" ".join(whole), letters, max_lines=lines, placeholder="…") or ["–"]

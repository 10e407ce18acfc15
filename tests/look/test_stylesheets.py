"""The sheets are light, readable in a bright hall, and free of what the policy refuses."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import brotli
import pytest

from assess.report import svg

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "assess" / "web" / "static"
SHEETS = sorted(STATIC.glob("*.css"))
TAKAR = (STATIC / "takar.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", TAKAR))
LEVELS = [TOKENS[f"level-{level}"] for level in range(6)]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(
            (text, ground)
            for text in ("ink", "ink-2")
            for ground in ("paper", "shade", "current-tint")
        ),
        *((text, "paper") for text in ("current", "current-dark", "target", "danger", "caution")),
        ("current", "current-tint"),
        ("current-dark", "current-tint"),
        ("current", "shade"),
        ("caution", "caution-tint"),
        ("ink", "caution-tint"),
        ("paper", "ink"),
        ("paper", "current"),
        ("paper", "current-dark"),
        ("paper", "danger"),
        *(("ink", f"level-{level}") for level in range(4)),
        *(("paper", f"level-{level}") for level in (4, 5)),
    ],
)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize("shape", ["current", "target", "edge", "ink", "danger", "caution"])
def test_shapes_stand_out_from_paper(shape: str) -> None:
    assert contrast(TOKENS[shape], TOKENS["paper"]) >= 3


def test_each_level_is_darker_than_the_one_before() -> None:
    for lower, higher in pairwise(LEVELS):
        assert luminance(higher) < luminance(lower)
        assert contrast(lower, higher) >= 1.1


def test_figures_are_drawn_in_the_colours_of_the_sheet() -> None:
    assert list(svg.LEVELS) == LEVELS
    for name in ("INK", "INK_2", "LINE", "EDGE", "CURRENT", "CURRENT_TINT", "TARGET"):
        assert getattr(svg, name) == TOKENS[name.lower().replace("_", "-")]


def test_the_participants_sheet_is_light() -> None:
    assert len(TAKAR) <= 12_000
    assert len(brotli.compress(TAKAR.encode(), quality=11)) <= 3_000


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_id_no_important_nothing_from_elsewhere(sheet: Path) -> None:
    css = sheet.read_text(encoding="utf-8")
    selectors = re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))

    assert "!important" not in css
    assert "@import" not in css
    assert "url(" not in css
    assert not [selector for selector in selectors if "#" in selector]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_token_used_is_defined(sheet: Path) -> None:
    defined = {name for path in SHEETS for name in re.findall(r"(--[\w-]+):", path.read_text())}

    assert set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text())) <= defined


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_templates_hold_nothing_inline(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    is_document = "report" in template.relative_to(ROOT).parts  # the PDF carries its own sheet

    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"\son[a-z]+=\"", source)
    assert "javascript:" not in source
    assert is_document or "<style" not in source
    assert not re.search(r'<script(?![^>]*\s(src=|type="application/json"))', source)

"""A figure says the same in its drawing, its sentence and its table, whatever the labels hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from assess.report.figures import (
    ENGLISH,
    INDONESIAN,
    PAGE,
    PHONE,
    Figure,
    Pair,
    dumbbell,
    group_range,
    histogram,
    level_bars,
    radar,
    slope,
)

SVG = "{http://www.w3.org/2000/svg}"


def comma(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def percent(value: float) -> str:
    return f"{value * 100:.0f}%"


# Text as it leaves the door of the application: no control characters, no lone surrogates.
labels = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=60) | (
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "\"><image href='http://a.example/x.png'/>",
            "]]></title></svg><style>*{display:none}</style>",
            "&lt;b&gt; {{ 7*7 }} {% raw %}",
            "a" * 500,
            "\u202egnidaer",
            "   ",
        ]
    )
)
values = st.none() | st.floats(1, 5)
shares = st.lists(st.floats(0, 1), min_size=5, max_size=5)
pairs = st.lists(st.builds(Pair, labels, values, values), min_size=1, max_size=8)


def every_figure(label: str, width: int = PHONE) -> list[Figure]:
    pair = [Pair(label, 2.44, 4.0), Pair("Lain", 3.1, None), Pair("Kosong", None, None)]
    rows = [(label, 2.1, 2.4), ("Lain", 3.0, None)]
    return [
        dumbbell(label, pair, comma, width=width, font_family=label),
        radar(label, pair, comma, width=width),
        level_bars(label, [(label, 3), ("Kosong", None)], width=width),
        histogram(label, (0.1, 0.2, 0.3, 0.3, 0.1), 0.25, percent, width=width),
        group_range(label, [(label, 3.2), ("Lain", 2.0), ("Kosong", None)], comma, width=width),
        slope(label, rows, (label, "2026"), comma, width=width),
    ]


def drawn(figure: Figure) -> etree._Element:
    return etree.fromstring(str(figure.svg).encode())


def texts(figure: Figure) -> list[str]:
    return ["".join(text.itertext()) for text in drawn(figure).iter(f"{SVG}text")]


@given(label=labels, width=st.sampled_from([PHONE, PAGE]))
def test_hostile_labels_stay_text(label: str, width: int) -> None:
    allowed = {
        f"{SVG}{name}"
        for name in ("svg", "title", "desc", "text", "line", "rect", "circle", "path", "polygon")
    }

    for figure in every_figure(label, width):
        root = drawn(figure)
        assert {element.tag for element in root.iter()} <= allowed
        assert not [
            name
            for element in root.iter()
            for name in element.attrib
            if name == "style" or name.startswith("on") or "href" in name
        ]


@given(label=labels)
def test_a_page_reads_the_drawing_as_one_svg(label: str) -> None:
    for figure in every_figure(label):
        page = BeautifulSoup(f"<body><p>before</p>{figure.svg}<p>after</p></body>", "html5lib")
        assert len(page.find_all("svg")) == 1
        assert [child.name for child in page.body.find_all(recursive=False)] == ["p", "svg", "p"]


@given(pairs=pairs, draw=st.sampled_from([dumbbell, radar]), width=st.sampled_from([PHONE, PAGE]))
def test_title_and_table_hold_the_same_numbers(
    pairs: list[Pair], draw: Callable[..., Figure], width: int
) -> None:
    figure = draw("Enam dimensi", pairs, comma, width=width)

    title = drawn(figure)[0]
    assert title.tag == f"{SVG}title"
    for pair, row in zip(pairs, figure.rows, strict=True):
        assert row[0] == pair.label
        for value, cell in zip((pair.current, pair.target), row[1:], strict=True):
            assert cell == (INDONESIAN.undefined if value is None else comma(value))
            assert cell in title.text


@given(pairs=pairs)
def test_a_dumbbell_prints_every_known_number_beside_its_row(pairs: list[Pair]) -> None:
    shown = " ".join(texts(dumbbell("Judul", pairs, comma)))

    for pair in pairs:
        for value in (pair.current, pair.target):
            assert value is None or comma(value) in shown


@given(pairs=pairs)
def test_marks_are_drawn_for_known_values_only(pairs: list[Pair]) -> None:
    legend = 1

    root = drawn(radar("Judul", pairs, comma))

    discs = len(root.findall(f"{SVG}circle")) - legend
    squares = len(root.findall(f"{SVG}rect")) - legend
    assert discs == sum(pair.current is not None for pair in pairs)
    assert squares == sum(pair.target is not None for pair in pairs)


@given(means=st.lists(st.tuples(labels, values), max_size=9))
def test_groups_stand_from_highest_to_lowest_and_the_unknown_last(
    means: list[tuple[str, float | None]],
) -> None:
    figure = group_range("Judul", means, str)

    cells = [row[1] for row in figure.rows]
    known = [float(cell) for cell in cells if cell != INDONESIAN.undefined]
    assert known == sorted(known, reverse=True)
    assert cells[len(known) :] == [INDONESIAN.undefined] * (len(cells) - len(known))


@given(changes=st.lists(st.tuples(labels, values, values), max_size=12))
def test_labels_of_a_slope_never_overlap(
    changes: list[tuple[str, float | None, float | None]],
) -> None:
    figure = slope("Judul", changes, ("2024", "2026"), comma)

    for side in ("end", None):
        heights = sorted(
            float(text.get("y"))
            for text in drawn(figure).iter(f"{SVG}text")
            if text.get("text-anchor") == side
        )
        assert all(b - a > 14 for a, b in pairwise(heights))


@given(levels=shares, unknown=st.none() | st.floats(0, 1))
def test_bars_never_leave_the_drawing(levels: list[float], unknown: float | None) -> None:
    root = drawn(histogram("Judul", levels, unknown, percent))

    _, _, width, height = map(float, root.get("viewBox").split())
    for bar in root.iter(f"{SVG}rect"):
        assert 0 <= float(bar.get("x")) <= width - float(bar.get("width"))
        assert 0 <= float(bar.get("y")) <= height


def test_an_undefined_value_is_words_and_never_zero() -> None:
    figure = histogram("Sebaran", None, None, percent)

    assert {row[1] for row in figure.rows} == {"belum cukup data"}
    assert "–" in texts(figure)
    assert not re.search(r"\b0", " ".join(texts(figure)))


@pytest.mark.parametrize("width", [PHONE, PAGE])
def test_nothing_is_written_outside_the_drawing(width: int) -> None:
    for figure in every_figure("Dinas Komunikasi dan Informatika", width):
        _, _, wide, high = map(float, drawn(figure).get("viewBox").split())
        for text in drawn(figure).iter(f"{SVG}text"):
            assert 0 <= float(text.get("x")) <= wide
            assert 10 <= float(text.get("y")) <= high


def test_english_words_stand_in_english_figures() -> None:
    figure = dumbbell("Six dimensions", [Pair("Economy", 1.9, None)], str, ENGLISH)

    assert figure.head == ("Part", "Today", "Target")
    assert "Economy: today 1.9, target not enough data" in drawn(figure)[0].text

"""Answers from elsewhere: a CSV table, one row per respondent, read into ratings by region.

Pure: takes text, gives ratings or the list of everything that is wrong with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from assess.scoring.ratings import BLANK, DO_NOT_KNOW, NOT_APPLICABLE, Ratings

REGION_COLUMNS = ("region", "city")
_CODES = {"": BLANK, "DK": DO_NOT_KNOW, "NA": NOT_APPLICABLE, **{str(n): n for n in range(1, 6)}}
_BYTES = {cell: code % 256 for cell, code in _CODES.items()}  # int8 as unsigned byte
_LONGEST_SHOWN = 40


class AnswerTableError(ValueError):
    """Faults of a table of answers, each with row and column where it has one."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class _Region:
    cells: bytearray = field(default_factory=bytearray)
    groups: list[str] = field(default_factory=list)
    respondents: dict[str, int] = field(default_factory=dict)  # label: row


@dataclass(frozen=True)
class _Header:
    """Where things stand in a row."""

    names: list[str]
    respondent: int
    region: int
    group: int
    questions: list[int]  # in the order of `ids`
    ids: tuple[str, ...]


def read_answers(
    text: str,
    questions: Sequence[str],
    *,
    groups: Collection[str] = (),
    unscored: Collection[str] = (),
) -> dict[str, Ratings]:
    r"""Read a table with the header `respondent,region,group,<question id>…`.

    `city` may stand for `region`. Cells are 1 to 5, DK, NA or empty. Comma, semicolon or tab
    separates; the order of columns is free.

    Parameters
    ----------
    questions : ids of the scored questions; each needs its column
    groups : group keys that may occur; empty for any
    unscored : ids of further questions, whose columns are passed over

    Returns
    -------
    ratings by region, in the order in which regions first occur

    Raises
    ------
    AnswerTableError
        With every fault found.

    >>> table = "respondent,region,group,q1,q2\na,Bontang,umkm,3,DK\n"
    >>> read_answers(table, ["q1", "q2"])["Bontang"].levels.tolist()
    [[3, -1]]
    """
    problems: list[str] = []
    rows = _rows(text.removeprefix("\ufeff"), problems)
    names = next(([name.strip() for name in row] for _, row in rows), [])
    header = _header(names, questions, unscored, problems)
    if header is None:
        raise AnswerTableError(problems)
    regions: dict[str, _Region] = {}
    for number, row in rows:
        _take(number, row, header, groups, regions, problems)
    if not regions and not problems:
        problems.append("there is no row of answers")
    if problems:
        raise AnswerTableError(problems)
    return {name: _ratings(region, header.ids) for name, region in regions.items()}


def _rows(text: str, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers as a spreadsheet shows them; rows of empty cells are skipped."""
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    number = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            problems.append(f"line {reader.line_num}: {error}")
            return
        if row is None:
            return
        number += 1
        if any(row):
            yield number, row


def _header(
    names: list[str], questions: Sequence[str], unscored: Collection[str], problems: list[str]
) -> _Header | None:
    place = {name: at for at, name in enumerate(names)}
    problems += [
        f'row 1: the column "{_shown(name)}" stands there twice'
        for at, name in enumerate(names)
        if place[name] != at
    ]
    region = [name for name in REGION_COLUMNS if name in place]
    if len(region) == 2:
        problems.append('row 1: "region" and "city" both stand there; keep one of them')
    needed = ("respondent", region[0] if region else "region", "group", *questions)
    problems += [f'row 1: the column "{name}" is missing' for name in needed if name not in place]
    known = {*needed, *REGION_COLUMNS, *unscored}
    problems += [
        f'row 1, column {at + 1}: "{_shown(name)}" is no question of this questionnaire'
        for at, name in enumerate(names)
        if name not in known
    ]
    if problems:
        return None
    return _Header(
        names,
        place["respondent"],
        place[needed[1]],
        place["group"],
        [place[question] for question in questions],
        tuple(questions),
    )


def _take(
    number: int,
    row: list[str],
    header: _Header,
    groups: Collection[str],
    regions: dict[str, _Region],
    problems: list[str],
) -> None:
    if len(row) != len(header.names):
        problems.append(f"row {number}: {len(row)} cells, but the header has {len(header.names)}")
        return
    respondent, name, group = (
        row[at].strip() for at in (header.respondent, header.region, header.group)
    )
    for column, value in (("respondent", respondent), ("region", name), ("group", group)):
        if not value:
            problems.append(f"row {number}: {column} is empty")
    if groups and group and group not in groups:
        problems.append(
            f'row {number}: the group "{_shown(group)}" is unknown; known are {", ".join(groups)}'
        )
    region = regions.setdefault(name, _Region())
    before = region.respondents.setdefault(respondent, number)
    if before != number:
        problems.append(
            f'row {number}: the respondent "{_shown(respondent)}" of {_shown(name)} '
            f"stands in row {before} already"
        )
    region.cells += _codes(number, row, header, problems)
    region.groups.append(group)


def _codes(number: int, row: list[str], header: _Header, problems: list[str]) -> bytes:
    try:
        return bytes([_BYTES[row[at]] for at in header.questions])
    except KeyError:  # a blank around a cell, or a bad one: look at each
        cells = [(header.names[at], at, row[at].strip()) for at in header.questions]
    problems += [
        f'row {number}, column {at + 1} ({name}): "{_shown(cell)}" is not 1 to 5, DK, NA or empty'
        for name, at, cell in cells
        if cell not in _BYTES
    ]
    return bytes(_BYTES.get(cell, BLANK) for _, _, cell in cells)


def _ratings(region: _Region, questions: tuple[str, ...]) -> Ratings:
    levels = np.frombuffer(bytes(region.cells), dtype=np.int8)
    return Ratings(
        levels=levels.reshape(len(region.groups), len(questions)),
        groups=tuple(region.groups),
        respondents=tuple(region.respondents),
        questions=questions,
    )


def _shown(text: str) -> str:
    """Make a foreign text safe and short enough for a message on a terminal."""
    printable = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return printable if len(printable) <= _LONGEST_SHOWN else printable[:_LONGEST_SHOWN] + "…"

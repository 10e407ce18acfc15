"""What a document is made of: plain values that a template only has to lay out.

Every text here is finished: chosen, translated, rounded. `kind` tells the template which
component sets the block.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from assess.report.figures import Figure

DENSE_COLUMNS = 7


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Callout:
    """A statement that must not be overlooked."""

    kind: ClassVar[str] = "callout"
    title: str
    text: str


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Definitions:
    kind: ClassVar[str] = "definitions"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tile:
    """One headline figure with what it means."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class Tiles:
    kind: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Column:
    """`width` is a percentage of the table, `align` one of start, center, end, code."""

    label: str
    width: int
    align: str = "start"


@dataclass(frozen=True)
class Cell:
    """`level` draws the mark of a maturity level before the text; `shade` (0 to 5) is the
    ground of a heat cell, whose number is always printed in it."""

    text: str
    strong: str = ""
    level: int | None = None
    shade: int | None = None


@dataclass(frozen=True)
class Table:
    kind: ClassVar[str] = "table"
    anchor: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    @property
    def dense(self) -> bool:
        """Many columns on an upright page need smaller type."""
        return len(self.columns) >= DENSE_COLUMNS


@dataclass(frozen=True)
class Chart:
    kind: ClassVar[str] = "chart"
    anchor: str
    caption: str
    figure: Figure


@dataclass(frozen=True)
class Card:
    """A proposed initiative."""

    kind: ClassVar[str] = "card"
    anchor: str
    number: str
    title: str
    text: str
    badges: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]  # short facts, two a line
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Signature:
    role: str
    office: str


@dataclass(frozen=True)
class Signatures:
    kind: ClassVar[str] = "signatures"
    place_and_date: str
    signatures: tuple[Signature, ...]
    name_label: str


Block = Paragraph | Callout | Bullets | Definitions | Tiles | Table | Chart | Card | Signatures


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str  # empty for the opening of a chapter
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    anchor: str
    number: str  # "1", "A"; empty in the front matter
    title: str
    sections: tuple[Section, ...]
    landscape: bool = False

    @property
    def heading(self) -> str:
        return f"{self.number}  {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Cover:
    kicker: str
    title: str
    region: str
    subtitle: str
    rows: tuple[tuple[str, str], ...]
    draft: str
    sample: str  # empty where the data is real


@dataclass(frozen=True)
class Labels:
    """The few words that belong to the page and not to a chapter."""

    contents: str
    tables: str
    figures: str
    chapter: str
    annex: str
    running_head: str
    running_foot: str
    page: str
    watermark: str  # style sheet that puts the word behind every page


@dataclass(frozen=True)
class GapReport:
    language: str
    title: str
    author: str
    subject: str
    cover: Cover
    labels: Labels
    front: tuple[Chapter, ...]
    chapters: tuple[Chapter, ...]
    annexes: tuple[Chapter, ...] = field(default=())

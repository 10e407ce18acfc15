"""Finds what a page would say in one language only: text that stands outside gettext."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

GETTEXT = {"_", "gettext", "ngettext", "lazy_gettext"}
# Our own name, and the names of the languages in themselves.
NOT_TRANSLATED = ("Takar", "Bahasa Indonesia", "English")
READ_OUT = {"alt", "title", "aria-label", "placeholder"}
LETTER = re.compile(r"[^\W\d_]")
ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"\s*>?")
SEVERAL_WORDS = re.compile(r"[A-Z][a-z]|[a-z]{2} [a-z]{2}")
INDONESIAN_WORD = re.compile(
    r"\b(?:ada|anda|atau|belum|bisa|dan|dapat|dari|dengan|harus|ini|itu|jawaban|kode|lagi|lalu|"
    r"masih|pada|pilih|sudah|tidak|tulis|untuk|yang)\b",
    re.IGNORECASE,
)
STANDS_FOR = {"variable_end": "{}", "block_end": " "}
# Kinds of fields, asked for by name, and classes of elements.
NAMES_IN_TEMPLATES = re.compile(r"RadioField|[a-z -]*--[a-z -]*")

_JINJA = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)


def bare_text(template: str) -> list[str]:
    """Letters of a template's HTML, in text and in attributes that are read out."""
    html = "".join(
        value if kind == "data" else STANDS_FOR[kind]
        for _line, kind, value in _JINJA.lex(template)
        if kind == "data" or kind in STANDS_FOR
    )
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [text for text in reader.texts if LETTER.search(_without_names(text))]


def bare_strings(template: str) -> list[str]:
    """Words in a template's expressions, such as the label that a macro is given."""
    return [
        text for text in _strings(_JINJA.parse(template)) if not NAMES_IN_TEMPLATES.fullmatch(text)
    ]


def indonesian_strings(tree: ast.AST) -> list[str]:
    """Python strings that read as Indonesian, outside gettext and documentation."""
    return [text for text in _said(tree) if len(text.split()) > 1 and INDONESIAN_WORD.search(text)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        # A block may hold attributes; outside its tag they look like text.
        self.texts.append(ATTRIBUTE.sub("", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in READ_OUT and value]


def _without_names(text: str) -> str:
    for name in NOT_TRANSLATED:
        text = text.replace(name, "")
    return text


def _strings(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Extends() | nodes.Include() | nodes.Import() | nodes.FromImport():
            return
        case nodes.Call(node=nodes.Name(name=name)) if name in GETTEXT:
            return
        case nodes.Const(value=str(text)) if SEVERAL_WORDS.search(text):
            yield text
    for child in node.iter_child_nodes():
        yield from _strings(child)


def _said(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in GETTEXT:
            return
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.Constant(value=str(text)):
            yield text
    for child in ast.iter_child_nodes(node):
        yield from _said(child)

"""Finds words of one language on pages in the other."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel.messages.catalog import Catalog
from bs4 import NavigableString, Tag
from bs4.element import PreformattedString
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.page import Page, Visitor

# Words of the report in Indonesian, too: our English for another word, and an annex.
IN_BOTH = {"Status", "A"}
_WORD = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")  # not a part of a code such as ENV-WAS-1
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
READ_OUT = ("alt", "title", "aria-label", "placeholder")
# Frequent words that the other language does not have, nor the names of people and offices.
_FREQUENT = {
    "id": (
        "adalah agar akan anda atau bahwa beberapa belum berapa bisa boleh cara coba dan "
        "dapat dari daripada dengan harus hanya ini itu jawaban jika juga karena kembali "
        "kirim lagi lebih lalu masih masuk mulai oleh pada paling pilih satu sebagai sebelum "
        "semua setiap sudah supaya tanpa terlalu tersimpan tidak tulis untuk yang "
    ),
    "en": (
        "about again and answered are been before by can cannot choose each enter for from "
        "has have if is its more not of only or than that the then there these they this was "
        "were what when which who with without yes you your "
    ),
}
WORDS = {language: frozenset(words.split()) for language, words in _FREQUENT.items()}


@dataclass(frozen=True)
class Reader:
    """Knows what each language says; `foreign` is what a page should not have said."""

    texts: dict[str, frozenset[str]]
    patterns: dict[str, re.Pattern[str]]

    @classmethod
    def of(cls, catalogue: Catalog) -> Reader:
        pairs = [
            (message.id, message.string)
            for message in catalogue
            if message.id and message.id != message.string and message.string not in IN_BOTH
        ]
        said = {"id": [pair[0] for pair in pairs], "en": [pair[1] for pair in pairs]}
        return cls(
            {language: frozenset(texts) for language, texts in said.items()},
            {language: _pattern(texts) for language, texts in said.items()},
        )

    def foreign(self, page: Page) -> list[str]:
        """What the page says in the language that it is not in."""
        other = {"id": "en", "en": "id"}[page.soup.html["lang"]]
        return [
            text
            for text in visible(page)
            if text in self.texts[other]
            or self.patterns[other].fullmatch(text)
            or WORDS[other] & set(_WORD.findall(text.lower()))
        ]


def visible(page: Page) -> Iterator[str]:
    """Every piece of text that is seen or read out, also what the script may come to show."""
    for element in page.soup.find_all(True):
        if element.find_parent(attrs={"hreflang": True}) or element.has_attr("hreflang"):
            continue  # the link to the other language is in that language
        if element.name == "script":
            yield from _words_of_script(element)
            continue
        for child in element.children:
            if isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                text = " ".join(child.split())
                if text:
                    yield text
        yield from (str(element[name]) for name in READ_OUT if element.has_attr(name))


def walk(app: Flask, visitor: Visitor, start: str, language: str) -> dict[str, Page]:
    """Two pages of every kind that links lead to from `start`, in the language."""
    visited: dict[str, Page] = {}
    kinds: Counter[str] = Counter()
    waiting = [f"{start}?bahasa={language}"]
    while waiting:
        path = waiting.pop(0)
        kind = _kind(app, path)
        if path in visited or not kind or kinds[kind] == 2:
            continue
        page = visitor.get(path)
        if page.status != 200 or page.response.mimetype != "text/html":
            continue
        kinds[kind] += 1
        visited[path] = page
        waiting += _links(page)
    return visited


def _pattern(texts: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            ".+".join(re.escape(part) for part in PLACEHOLDER.split(text))
            for text in texts
            if PLACEHOLDER.search(text)
        )
    )


def _words_of_script(script: Tag) -> Iterator[str]:
    if script.get("type") == "application/json":
        said = json.loads(script.text)
        yield from (text for text in said.values() if isinstance(text, str))


def _links(page: Page) -> list[str]:
    addresses = [str(anchor["href"]) for anchor in page.soup.select("a[href]:not([hreflang])")]
    return [address.partition("#")[0] for address in addresses if address.startswith("/")]


def _kind(app: Flask, path: str) -> str:
    """Which view answers: its endpoint."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(path).path)[0])
    except HTTPException:
        return ""

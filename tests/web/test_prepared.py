"""Prepared pages: what is joined is what would have been rendered."""

from __future__ import annotations

import gzip

from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st

from assess.web.prepared import Prepared, slot

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60)
NAMES = ("a", "b", "c")
VALUES = st.dictionaries(st.sampled_from(NAMES), TEXT)
PIECES = st.lists(st.tuples(TEXT, st.sampled_from(NAMES)), max_size=8)


@given(PIECES, TEXT, VALUES)
def test_a_filled_page_is_its_texts_with_the_values_between(
    pieces: list[tuple[str, str]], end: str, values: dict[str, str]
) -> None:
    html = "".join(text + str(slot(name)) for text, name in pieces) + end
    expected = "".join(text + values.get(name, "") for text, name in pieces) + end

    assert Prepared.of(str(html)).fill(values) == expected


@given(PIECES, TEXT, VALUES, st.sets(st.sampled_from(NAMES)))
def test_what_is_compressed_beforehand_unpacks_to_the_same_page(
    pieces: list[tuple[str, str]], end: str, values: dict[str, str], common: set[str]
) -> None:
    html = "".join(text + str(slot(name)) for text, name in pieces) + end
    page = Prepared.of(str(html), frozenset(common))

    with Flask("test").test_request_context(headers={"Accept-Encoding": "gzip"}):
        response = page.response(values)
        body = response.get_data()
        packed = response.headers.get("Content-Encoding") == "gzip"

    assert (gzip.decompress(body) if packed else body).decode() == page.fill(values)


def test_a_client_that_cannot_unpack_gets_the_plain_page() -> None:
    page = Prepared.of(f"<p>{slot('a')}</p>", frozenset({"a"}))

    with Flask("test").test_request_context():
        assert "gzip" not in request.headers.get("Accept-Encoding", "")
        response = page.response({"a": "x"})

    assert response.get_data() == b"<p>x</p>"
    assert "Content-Encoding" not in response.headers

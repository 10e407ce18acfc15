"""Whatever the bytes: a questionnaire, or faults with places. Nothing else, ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.questionnaire.problems import Problem, QuestionnaireError
from assess.questionnaire.reader import questionnaire_from_yaml
from assess.questionnaire.source import plain, read_source

TINY = (Path(__file__).parent / "tiny.yaml").read_text()
TREE: Any = plain(read_source(TINY.encode(), "tiny.yaml").tree)  # type: ignore[arg-type]
SNIPPETS = st.sampled_from(
    (
        *(
            "[",
            "{",
            "}",
            "]",
            "&a ",
            "*a",
            "<<: ",
            "!!set ",
            "? ",
            ": ",
            "- ",
            "\n---\n",
            "\t",
            '"',
        ),
        *("'", "|\n", ">\n", "%TAG ! x\n", "#", ".nan", "9" * 5000, "\\ud800", "\u202e", "\x00"),
        *("type: table", "type: number", "\n  - {}", "null", "~", "at_most: LOK-1", "files: [a]"),
    )
)


def read(content: bytes) -> None:
    for problem in _faults_of(content):
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert str(problem).startswith("x.yaml:")


def _faults_of(content: bytes) -> tuple[Problem, ...]:
    try:
        questionnaire_from_yaml(content, "x.yaml")
    except QuestionnaireError as error:
        return error.problems or pytest.fail("refused without a reason")
    return ()


@given(st.binary(max_size=2000))
def test_any_bytes(content: bytes) -> None:
    read(content)


@given(st.lists(SNIPPETS | st.text(max_size=8), max_size=60))
def test_any_text_that_looks_like_yaml(pieces: list[str]) -> None:
    read("".join(pieces).encode("utf-8", errors="surrogatepass"))


@given(st.data())
def test_a_good_file_with_pieces_cut_out_and_put_in(data: st.DataObject) -> None:
    text = TINY
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + data.draw(SNIPPETS | st.text(max_size=3)) + text[end:]

    read(text.encode("utf-8", errors="surrogatepass"))


SHAPES = st.recursive(
    st.sampled_from(["", "1", "x", "warga", "maturity", "true", "2/3", "-1", "{region}"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "en", "key", "type", "1", "weight"]), inner)
    ),
    max_leaves=6,
)


@given(st.data())
def test_a_good_file_with_the_wrong_thing_in_any_place(data: st.DataObject) -> None:
    changed = _with_one_node_replaced(TREE, data)

    read(_as_yaml(changed).encode())


def _with_one_node_replaced(node: Any, data: st.DataObject) -> Any:
    if isinstance(node, str) or not node or data.draw(st.integers(0, 4)) == 0:
        return data.draw(SHAPES)
    if isinstance(node, list):
        at = data.draw(st.integers(0, len(node) - 1))
        return [*node[:at], _with_one_node_replaced(node[at], data), *node[at + 1 :]]
    key = data.draw(st.sampled_from(sorted(node)))
    return {**node, key: _with_one_node_replaced(node[key], data)}


def _as_yaml(node: Any) -> str:
    """Flow style with every scalar in double quotes."""
    if isinstance(node, str):
        return '"' + node.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(node, list):
        return "[" + ", ".join(_as_yaml(item) for item in node) + "]"
    return "{" + ", ".join(f"{_as_yaml(k)}: {_as_yaml(v)}" for k, v in node.items()) + "}"

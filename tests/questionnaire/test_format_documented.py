"""The format's page and schema say what the reader does."""

from __future__ import annotations

import re
from pathlib import Path

from assess.masterplan.catalogue import Catalogue
from assess.masterplan.catalogue_checks import CatalogueFault
from assess.questionnaire.json_schema import questionnaire_schema, schema_text
from assess.questionnaire.problems import Fault
from assess.questionnaire.text_checks import PLACEHOLDERS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "questionnaire-format.md").read_text()


def test_the_schema_is_current() -> None:
    stored = (DOCS / "questionnaire.schema.json").read_text()

    message = "run: python -m assess.questionnaire.json_schema > docs/questionnaire.schema.json"
    assert stored == schema_text(), message


def test_every_key_is_explained() -> None:
    definitions = [
        *questionnaire_schema()["$defs"].values(),
        Catalogue.model_json_schema(),
        *Catalogue.model_json_schema()["$defs"].values(),
    ]
    keys = {key for definition in definitions for key in definition.get("properties", {})}

    assert {key for key in keys if f"`{key}`" not in PAGE} == set()


def test_every_question_type_and_column_type_is_explained() -> None:
    definitions = questionnaire_schema()["$defs"]
    types = {
        d["properties"]["type"].get("const")
        for d in definitions.values()
        if "type" in d.get("properties", {})
    }
    types |= set(definitions["ColumnKind"]["enum"])

    assert {name for name in types if name and f"`{name}`" not in PAGE} == set()


def test_every_code_is_explained() -> None:
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE, flags=re.MULTILINE))

    assert {*Fault, *CatalogueFault} <= explained


def test_every_placeholder_is_explained() -> None:
    assert all(f"`{{{name}}}`" in PAGE for name in PLACEHOLDERS)

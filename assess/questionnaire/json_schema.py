"""The format of questionnaire files as JSON Schema, for editors that complete and check keys.

Written to docs/questionnaire.schema.json by `python -m assess.questionnaire.json_schema`.
The reader says more: a schema cannot add up weights or look for a group.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from assess.questionnaire.instrument import Questionnaire


def questionnaire_schema() -> dict[str, Any]:
    """A head file, a whole questionnaire in one file, or a file that a head file lists."""
    head = Questionnaire.model_json_schema()
    definitions = head.pop("$defs")
    # The head's agreement_scale stands in for options that a likert question does not write.
    definitions["LikertQuestion"]["required"].remove("options")
    questions = head["properties"]["questions"]
    head["properties"]["files"] = {
        "description": "Files in this folder that hold `questions:`, in the order of the form.",
        "items": {"type": "string"},
        "type": "array",
    }
    head["required"].remove("questions")
    head["anyOf"] = [{"required": ["questions"]}, {"required": ["files"]}]
    part = {
        "additionalProperties": False,
        "description": "A file that a head file lists.",
        "properties": {"questions": questions},
        "required": ["questions"],
        "title": "Part",
        "type": "object",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Takar questionnaire",
        "anyOf": [{"$ref": "#/$defs/Questionnaire"}, {"$ref": "#/$defs/Part"}],
        "$defs": {**definitions, "Part": part, "Questionnaire": head},
    }


def schema_text() -> str:
    return json.dumps(questionnaire_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())

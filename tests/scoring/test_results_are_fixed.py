"""What was computed cannot be changed afterwards."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest

import assess.scoring

MODULES = [f"assess.scoring.{each.name}" for each in pkgutil.iter_modules(assess.scoring.__path__)]
FILLED = ("_Region",)  # while a table is read


@pytest.mark.parametrize("name", MODULES)
def test_no_field_of_a_result_can_be_set(name: str) -> None:
    own = [each for each in vars(importlib.import_module(name)).values() if isinstance(each, type)]
    for kind in own:
        if (
            kind.__module__ == name
            and kind.__name__ not in FILLED
            and dataclasses.is_dataclass(kind)
        ):
            assert kind.__dataclass_params__.frozen, kind

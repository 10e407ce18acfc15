"""What the application holds for its whole life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from assess.questionnaire.instrument import Questionnaire
from assess.settings import Settings
from assess.store.database import Database
from assess.web.assets import Assets


@dataclass(frozen=True)
class Takar:
    settings: Settings
    database: Database
    questionnaires: Mapping[str, Questionnaire]  # shipped editions by key
    assets: Assets


def takar(app: Flask | None = None) -> Takar:
    return cast(Takar, (app or current_app).extensions["takar"])

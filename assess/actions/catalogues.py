"""The catalogue of initiatives that belongs to a questionnaire version, read once a process."""

from __future__ import annotations

from pathlib import Path

from assess.masterplan.catalogue import Catalogue, read_catalogue
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import fingerprint

FOLDER = "inisiatif"  # beside the questionnaire's own files

# Catalogues change with a release, questionnaires with a version; both are few.
_READ: dict[tuple[Path, str], Catalogue] = {}


def catalogue_for(questionnaire: Questionnaire, questionnaires: Path) -> Catalogue | None:
    """None where the instrument has none; CatalogueError where it does not fit this version."""
    folder = questionnaires / questionnaire.key / FOLDER
    if not folder.is_dir():
        return None
    key = (questionnaires, fingerprint(questionnaire))
    if key not in _READ:
        _READ[key] = read_catalogue(folder, questionnaire)
    return _READ[key]

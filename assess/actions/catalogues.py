"""The catalogue of initiatives that belongs to a questionnaire version, read once a process."""

from __future__ import annotations

from pathlib import Path

from assess.masterplan.catalogue import Catalogue, read_catalogue
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import fingerprint

FOLDER = "inisiatif"  # beside the questionnaire's own files

# Catalogues change with a release, questionnaires with a version; both are few.
_READ: dict[tuple[Path, str], Catalogue] = {}


def catalogue_for(questionnaire: Questionnaire, questionnaires: Path) -> Catalogue:
    """CatalogueError where there is none for this version, or where it has faults."""
    key = (questionnaires, fingerprint(questionnaire))
    if key not in _READ:
        _READ[key] = read_catalogue(questionnaires / questionnaire.key / FOLDER, questionnaire)
    return _READ[key]

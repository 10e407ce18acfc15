"""`assess check`: every fault of questionnaire files, one line each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from assess.masterplan.catalogue import HEAD_NAME as CATALOGUE_NAME
from assess.masterplan.catalogue import Catalogue, read_catalogue
from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.problems import Problem, QuestionnaireError
from assess.questionnaire.reader import HEAD_NAME, fingerprint, read_questionnaire

CATALOGUE_FOLDER = "inisiatif"


@dataclass
class _Outcome:
    path: Path
    questionnaire: Questionnaire | None = None
    catalogue: Catalogue | None = None
    problems: Sequence[Problem] = field(default=())


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for machines.")
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Check questionnaires: each FILE a head file, a single file, or the folder of a head file.

    A catalogue of initiatives beside the head file is checked with it. Prints every fault as
    file:line:column: code message. Exit status 1 if there is any.
    """
    outcomes = [_outcome(path) for path in files]
    if as_json:
        click.echo(_as_json(outcomes))
    else:
        for outcome in outcomes:
            _print(outcome)
    if any(outcome.problems for outcome in outcomes):
        context.exit(1)


def _outcome(path: Path) -> _Outcome:
    folder = path if path.is_dir() else path.parent
    catalogue_path = folder / CATALOGUE_FOLDER / CATALOGUE_NAME
    outcome = _Outcome(path)
    try:
        outcome.questionnaire = read_questionnaire(path)
        if (path.is_dir() or path.name == HEAD_NAME) and catalogue_path.is_file():
            outcome.catalogue = read_catalogue(catalogue_path, outcome.questionnaire)
    except QuestionnaireError as error:
        outcome.problems = error.problems
    return outcome


def _print(outcome: _Outcome) -> None:
    for problem in outcome.problems:
        click.echo(str(problem))
    if outcome.problems:
        click.echo(f"{outcome.path}: {len(outcome.problems)} faults", err=True)
    elif outcome.questionnaire is not None:
        click.echo(f"{outcome.path}: {_summary(outcome.questionnaire, outcome.catalogue)}")


def _summary(questionnaire: Questionnaire, catalogue: Catalogue | None) -> str:
    counted = (
        f"{questionnaire.key} {questionnaire.version}, {len(questionnaire.questions)} questions"
    )
    if catalogue is not None:
        counted += f", {len(catalogue.initiatives)} initiatives"
    return f"{counted}, no fault"


def _as_json(outcomes: list[_Outcome]) -> str:
    content = {
        "ok": not any(outcome.problems for outcome in outcomes),
        "files": [
            {"file": str(outcome.path), **_identity(outcome.questionnaire)} for outcome in outcomes
        ],
        "problems": [p.as_dict() for outcome in outcomes for p in outcome.problems],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _identity(questionnaire: Questionnaire | None) -> dict[str, str | int]:
    if questionnaire is None:
        return {}
    return {
        "key": questionnaire.key,
        "version": questionnaire.version,
        "questions": len(questionnaire.questions),
        "fingerprint": fingerprint(questionnaire),
    }

"""`assess score`: the same engine for answers that come from elsewhere."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.problems import QuestionnaireError
from assess.questionnaire.reader import read_questionnaire
from assess.scoring.answer_table import AnswerTableError, read_answers
from assess.scoring.rounding import display
from assess.scoring.scheme import (
    TABLE_COLUMNS,
    Scheme,
    TreeTableError,
    scheme_of,
    scheme_of_table,
)
from assess.scoring.scorecard import NodeScore, QuestionScore, Scorecard, score_scheme

EXISTING = click.Path(exists=True, path_type=Path)


@click.command("score")
@click.argument("questionnaire", type=EXISTING)
@click.argument("answers", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Every figure, for machines.")
def score(questionnaire: Path, answers: Path, as_json: bool) -> None:
    """Score ANSWERS (CSV) of one or more regions against QUESTIONNAIRE.

    QUESTIONNAIRE is a YAML file or folder, or a plain table of weights (CSV) with the columns
    question, subpillar, dimension, weight_in_subpillar, subpillar_weight_in_dimension and
    dimension_weight. ANSWERS has the header respondent,region,group,<question id>… and cells
    1 to 5, DK, NA or empty.
    """
    try:
        scheme, unscored = _instrument(questionnaire)
        ratings = read_answers(
            _text(answers), scheme.questions, groups=scheme.group_weights, unscored=unscored
        )
    except QuestionnaireError as error:
        _stop(str(problem) for problem in error.problems)
    except TreeTableError as error:
        _stop(f"{questionnaire}: {problem}" for problem in error.problems)
    except AnswerTableError as error:
        _stop(f"{answers}: {problem}" for problem in error.problems)
    cards = {region: score_scheme(each, scheme) for region, each in ratings.items()}
    if as_json:
        result = {region: as_figures(card) for region, card in cards.items()}
        click.echo(json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        click.echo("\n\n".join(_table(region, card) for region, card in cards.items()))


def _stop(problems: Iterable[str]) -> NoReturn:
    click.echo("\n".join(problems), err=True)
    sys.exit(1)


def _instrument(path: Path) -> tuple[Scheme, list[str]]:
    """The scheme of a questionnaire or table, and ids of questions that are not scored."""
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _scheme_of_csv(path), []
    questionnaire: Questionnaire = read_questionnaire(path)
    scheme = scheme_of(questionnaire)
    scored = set(scheme.questions)
    return scheme, [each.id for each in questionnaire.questions if each.id not in scored]


def _scheme_of_csv(path: Path) -> Scheme:
    text = _text(path)
    first = text.partition("\n")[0]
    try:
        rows = csv.DictReader(
            io.StringIO(text), delimiter=max(",;\t", key=first.count), strict=True
        )
        missing = [name for name in TABLE_COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise TreeTableError([f"row 1: the column {name} is missing" for name in missing])
        table = [(number, row) for number, row in enumerate(rows, start=2) if any(row.values())]
    except csv.Error as error:
        raise TreeTableError([str(error)]) from error
    short = [number for number, row in table if None in row or None in row.values()]
    if short:
        raise TreeTableError([f"row {number}: another number of cells" for number in short])
    return scheme_of_table(table)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _stop([f"{path}: not UTF-8 at byte {error.start}; save it as CSV UTF-8"])
    except OSError as error:
        _stop([f"{path}: {error.strerror}"])


def as_figures(card: Scorecard) -> dict[str, Any]:
    """The figures of one region; None where undefined, with the reason under `reasons`."""
    nodes = {"dimensions": card.dimensions, "subpillars": card.subpillars}
    beside = {"readiness": _readiness(card, card.readiness)} if card.readiness else {}
    return {
        "index": card.index.score,
        "dimensions": _scores(card.dimensions),
        "subpillars": _scores(card.subpillars),
        "questions": _scores(card.questions),
        "levels": {key: each.level for key, each in card.questions.items()},
        "coverage": {
            "index": card.index.coverage,
            **{kind: {key: n.coverage for key, n in at.items()} for kind, at in nodes.items()},
        },
        "n": card.n_respondents,
        "reasons": _reasons(card),
        "staged_levels": {
            "index": card.index.level,
            **{kind: {key: n.level for key, n in at.items()} for kind, at in nodes.items()},
        },
        "counts": {key: _counts(each) for key, each in card.questions.items()},
        "groups_present": list(card.groups_present),
        "groups_absent": list(card.groups_absent),
        **beside,
    }


def _scores(entries: Mapping[str, NodeScore] | Mapping[str, QuestionScore]) -> dict[str, Any]:
    return {key: entry.score for key, entry in entries.items()}


def _reasons(card: Scorecard) -> dict[str, Any]:
    """Reasons in the shape of the figures they explain, only where a figure is undefined."""
    kinds: dict[str, Mapping[str, NodeScore] | Mapping[str, QuestionScore]] = {
        "dimensions": card.dimensions,
        "subpillars": card.subpillars,
        "questions": card.questions,
    }
    return {
        "index": card.index.reason,
        **{
            kind: {key: entry.reason for key, entry in entries.items() if entry.reason}
            for kind, entries in kinds.items()
        },
    }


def _counts(question: QuestionScore) -> dict[str, int]:
    return {
        "valid": question.n,
        "dk": question.do_not_know,
        "na": question.not_applicable,
        "blank": question.blank,
        "groups_with_valid": len(question.group_means),
    }


def _readiness(card: Scorecard, root: NodeScore) -> dict[str, Any]:
    return {
        "index": root.score,
        "coverage": root.coverage,
        "reason": root.reason,
        "elements": _scores(card.readiness_elements),
    }


def _table(region: str, card: Scorecard) -> str:
    nodes = [(0, card.index)]
    for dimension in card.dimensions.values():
        nodes.append((1, dimension))
        nodes += [(2, card.subpillars[key]) for key in dimension.children]
    if card.readiness:
        nodes.append((0, card.readiness))
        nodes += [(1, element) for element in card.readiness_elements.values()]
    width = max(len(node.key) + 2 * depth for depth, node in nodes)
    head = f"{region}: {card.n_respondents} respondents, {len(card.groups_present)} groups"
    if card.groups_absent:
        head += f"; nobody from {', '.join(card.groups_absent)}"
    titles = f"{'':{width}}  score  level  coverage  predicate or reason"
    return "\n".join([head, titles, *(_line(depth, node, width) for depth, node in nodes)])


def _line(depth: int, node: NodeScore, width: int) -> str:
    score = "–" if node.score is None else display(node.score)
    coverage = display(100 * node.coverage, 0) + " %"
    level = "–" if node.level is None else str(node.level)
    note = node.predicate or (node.reason or "").replace("_", " ")
    name = "  " * depth + node.key
    return f"{name:{width}}  {score:>5}  {level:>5}  {coverage:>8}  {note}".rstrip()

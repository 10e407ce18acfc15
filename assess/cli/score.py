"""`assess score`: the same engine for answers that come from elsewhere."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from assess.cli.score_figures import as_figures, compare
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
from assess.scoring.scorecard import NodeScore, Scorecard, score_scheme

OVER_REGIONS = "over_regions"
EXISTING = click.Path(exists=True, path_type=Path)


@click.command("score")
@click.argument("questionnaire", type=EXISTING)
@click.argument("answers", type=EXISTING)
@click.option("--json", "as_json", is_flag=True, help="Every figure, for machines.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    help="With --json: also compare the regions, by draws that this number makes repeatable.",
)
def score(questionnaire: Path, answers: Path, as_json: bool, seed: int | None) -> None:
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
        if seed is not None:
            result[OVER_REGIONS] = compare(ratings, cards, scheme, seed)
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

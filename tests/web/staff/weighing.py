"""Asking experts, entering for them, deciding, and reading the tables of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import combinations

from sqlalchemy import select

from assess.actions.focus_groups import close_focus_group
from assess.actions.scorecards import CurrentScorecard
from assess.scoring.scorecard import from_json
from assess.store.account_tables import Account, AccountRegion
from assess.store.database import Database
from assess.store.tables import FocusGroup, Region, StoredScorecard
from assess.store.weight_tables import WeightEntry
from tests.page import Page, Visitor
from tests.web.staff.places import Place, a_place, an_account, people_answer
from tests.world import NOW, the_questionnaire

LogIn = Callable[..., Visitor]
NewVisitor = Callable[[], Visitor]
DIMENSIONS = [dimension.key for dimension in the_questionnaire().dimensions]
POINTS = dict(zip(DIMENSIONS, ("40", "20", "10", "10", "10", "10"), strict=True))
ELEMENTS = [element.key for element in the_questionnaire().readiness]
CIRCLE = dict(
    zip((".".join(pair) for pair in combinations(ELEMENTS, 2)), ("9", "-9", "9"), strict=True)
)
CONSISTENT = dict(
    zip((".".join(pair) for pair in combinations(ELEMENTS, 2)), ("2", "4", "2"), strict=True)
)


def a_facilitator_of(database: Database, log_in: LogIn) -> tuple[Visitor, Place]:
    place = a_place(database)
    an_account(database, place)
    return log_in(), place


def link_of_one_more(sari: Visitor, place: Place, office: str = "") -> str:
    """The address of one more expert, as it stands on the facilitator's page."""
    page = sari.get(f"/bobot/{place.assessment}")
    form = len(page.soup.main.find_all("form")) - 1
    listed = sari.follow(sari.send(page, "", form, office=office))
    return re.findall(r"http://localhost(/pakar/[\w-]+)", listed.html)[-1]


def enter(expert: Visitor, link: str, way: str, key: str, **texts: str) -> Page:
    return expert.submit(f"{link}/{way}/{key}", **{"aksi": "kirim", **texts})


def decide(sari: Visitor, place: Place, key: str, method: str, note: str = "BA 1/2026") -> Page:
    return sari.submit(f"/bobot/{place.assessment}/untuk/{key}", method=method, note=note)


def close(database: Database, place: Place) -> None:
    with database.writing() as db:
        meeting = db.scalars(
            select(FocusGroup).where(FocusGroup.public_id == place.focus_group)
        ).one()
        close_focus_group(db, meeting, NOW)


def results(database: Database) -> list[CurrentScorecard]:
    with database.reading() as db:
        rows = db.scalars(select(StoredScorecard).order_by(StoredScorecard.id)).all()
        return [CurrentScorecard(from_json(row.scorecard), row) for row in rows]


def entries(database: Database) -> list[WeightEntry]:
    with database.reading() as db:
        return list(db.scalars(select(WeightEntry).order_by(WeightEntry.id)))


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def uneven_answers(database: Database, place: Place) -> None:
    """Governance at 5, everything else at 2, in the eyes of groups that are asked everything."""
    levels = {q.id: 5 for q in questions_of("governance")} | {
        q.id: 2 for key in DIMENSIONS[1:] for q in questions_of(key)
    }
    for group in ("diskominfo", "bappeda", "kadin", "komunitas"):
        people_answer(database, place, group, 3, 3, only=levels)


def let_in(database: Database, username: str, place: Place) -> None:
    with database.writing() as db:
        account = db.scalars(select(Account).where(Account.username == username)).one()
        region = db.scalars(select(Region).where(Region.kemendagri_code == place.code)).one()
        db.add(AccountRegion(account_id=account.id, region_id=region.id))


def line_of(page: Page, head: str) -> list[str]:
    rows = page.soup.select("table.heat-table tbody tr")
    row = next(row for row in rows if " ".join(row.th.get_text(" ").split()) == head)
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]


def questions_of(dimension: str) -> list[object]:
    questionnaire = the_questionnaire()
    below = questionnaire.dimension_by_key[dimension].subpillars
    return [q for each in below for q in questionnaire.questions_of_subpillar[each.key]]


def set_page(visitor: Visitor, place: Place, key: str) -> Page:
    return visitor.get(f"/bobot/{place.assessment}/untuk/{key}")


def forgery_token(visitor: Visitor) -> str:
    return str(visitor.get("/beranda").soup.find("input", {"name": "csrf_token"})["value"])


def rows_of(page: Page, table: str) -> list[list[str]]:
    body = page.soup.find(id=table).find_parent("table").tbody
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
        for row in body.find_all("tr")
    ]

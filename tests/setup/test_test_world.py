"""The world that the tests stand on: two kinds of database, and a browser."""

from __future__ import annotations

import psycopg
import pytest
from playwright.sync_api import Browser
from sqlalchemy import text

from assess.store.database import open_database


def test_each_database_keeps_what_is_written(database_url: str) -> None:
    database = open_database(database_url)
    try:
        with database.writing() as session:
            session.execute(text("CREATE TABLE note (words TEXT)"))
            session.execute(text("INSERT INTO note VALUES ('Air Hitam – 100 %')"))

        with database.reading() as session:
            kept = session.execute(text("SELECT words FROM note")).scalars().all()
    finally:
        database.dispose()

    assert kept == ["Air Hitam – 100 %"]


@pytest.mark.postgresql
def test_databases_of_two_tests_do_not_see_each_other(
    postgres_cluster: str, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE only_here (id integer)")

    with psycopg.connect(postgres_cluster) as connection:
        seen = connection.execute("SELECT to_regclass('only_here')").fetchone()

    assert seen == (None,)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_browser_shows_a_page_at_the_width_asked_for(chromium: Browser, width: int) -> None:
    with chromium.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.set_content("<h1>Takar</h1>")

        shown = page.evaluate("[document.querySelector('h1').innerText, innerWidth]")

    assert shown == ["Takar", width]

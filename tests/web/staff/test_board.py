from __future__ import annotations

import re
from collections.abc import Callable

from assess.store.database import Database
from tests.page import Visitor
from tests.web.staff.places import Place, a_place, an_account, people_answer

LogIn = Callable[..., Visitor]


def test_the_board_counts_who_joined_against_who_was_expected(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 3, level=2)
    people_answer(database, place, "kadin", 2, level=3)

    page = log_in().get(f"/fgd/{place.focus_group}/papan")

    assert "5 bergabung" in page.text
    assert "Diskominfo 3 dari 4" in page.text
    assert "2 hadir" in page.text


def test_the_board_shows_progress_by_section(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)
    people_answer(database, place, "diskominfo", 1, level=2, only={"GOV-SVC-1": 2})
    people_answer(database, place, "diskominfo", 1, level=2, only={})

    page = log_in().get(f"/fgd/{place.focus_group}/papan")

    assert re.search(r"Tata Kelola Birokrasi\) 1 dari \d+", page.text)


def test_the_board_is_the_same_whatever_people_chose(database: Database, log_in: LogIn) -> None:
    lowest, highest = a_place(database), a_place(database, "64.72", "Samarinda")
    an_account(database, lowest)
    an_account(database, highest, username="budi")
    people_answer(database, lowest, "diskominfo", 3, level=1, target=2)
    people_answer(database, highest, "diskominfo", 3, level=5, target=5)
    sari, budi = log_in(), log_in("budi")

    for name in ("papan.json", "papan", ""):
        seen = [
            _without_names(visitor.get(f"/fgd/{place.focus_group}/{name}".rstrip("/")).html, place)
            for visitor, place in ((sari, lowest), (budi, highest))
        ]
        assert seen[0] == seen[1]


def test_no_page_shows_a_result_while_the_meeting_is_open(
    database: Database, log_in: LogIn
) -> None:
    lowest, highest = a_place(database), a_place(database, "64.72", "Samarinda")
    an_account(database, lowest)
    an_account(database, highest, username="budi")
    people_answer(database, lowest, "diskominfo", 5, level=1)
    people_answer(database, highest, "diskominfo", 5, level=5)
    sari, budi = log_in(), log_in("budi")

    for part in ("", "/dimensi/governance", "/pertanyaan/GOV-SVC-1", "/persepsi", "/kesiapan"):
        pages = [
            visitor.get(f"/hasil/{place.assessment}{part}")
            for visitor, place in ((sari, lowest), (budi, highest))
        ]
        assert all("Belum ada hasil" in page.heading for page in pages)
        assert _without_names(pages[0].html, lowest) == _without_names(pages[1].html, highest)


def test_an_unchanged_board_answers_304_and_says_when_it_was_read(
    database: Database, log_in: LogIn
) -> None:
    place = a_place(database)
    an_account(database, place)
    sari = log_in()
    address = f"/fgd/{place.focus_group}/papan.json"

    first = sari.client.get(address)
    again = sari.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    people_answer(database, place, "diskominfo", 1, level=3)
    changed = sari.client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.data == b""
    assert re.fullmatch(r"\d\d\.\d\d\.\d\d WITA", again.headers["Takar-Updated"])
    assert changed.json["joined"] == 1


def test_without_javascript_the_board_loads_itself_anew(database: Database, log_in: LogIn) -> None:
    place = a_place(database)
    an_account(database, place)

    page = log_in().get(f"/fgd/{place.focus_group}/papan")

    refresh = page.soup.select_one("noscript meta[http-equiv=refresh]")
    assert refresh is not None
    assert int(str(refresh["content"])) >= 4


def _without_names(html: str, place: Place) -> str:
    """The page without what differs between two places whatever was answered."""
    for name in (place.assessment, place.focus_group, place.code, "Balikpapan", "Samarinda"):
        html = html.replace(name, "*")
    html = re.sub(r'name="csrf_token" value="[^"]*"', "", html)
    html = re.sub(r"\d\d\.\d\d\.\d\d WITA", "", html)
    html = re.sub(r"KRTW ?BNH[A-Z]", "", html)
    html = re.sub(r"<svg role.*?</svg>", "", html, flags=re.S)
    return html.replace("Sari", "*").replace("Budi", "*")

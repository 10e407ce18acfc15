"""Files that are damaged, cut, changed, swollen or lie are refused, and nothing of them stays."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from assess.actions import pack_file
from assess.actions.pack_file import PackFault, PackRefused, open_pack, unpack
from assess.actions.packing import AnswersBroken, LogBroken
from assess.cli import main
from assess.room.chain import FIRST, entry_hash
from assess.store.pack_tables import MergedPack, TrustedKey
from assess.store.tables import Answer, Assessment, FocusGroup, Participant, QuestionnaireVersion
from tests.packs.servers import Clock, Server, an_sqlite_server
from tests.packs.test_merging import a_held_meeting

TABLES = (Assessment, FocusGroup, Participant, QuestionnaireVersion, MergedPack, TrustedKey)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Server]:
    server = an_sqlite_server(tmp_path / "laptop", Clock())
    a_held_meeting(server)
    server.close()
    yield server
    server.end()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Server]:
    server = an_sqlite_server(tmp_path / "centre", Clock())
    yield server
    server.end()


def rows(server: Server) -> list[int]:
    with server.database.reading() as db:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def forged(raw: bytes, change: Callable[[dict[str, Any]], object], **head: Any) -> bytes:
    """The file with other content, properly signed by a key of one's own."""
    lines = raw.split(b"\n", 3)
    content = json.loads(zlib.decompress(lines[3], 31))
    change(content)
    text = json.dumps(content).encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return signed(lines[1], packer.compress(text) + packer.flush(), len(text), **head)


def signed(head: bytes, body: bytes, length: int, **changes: Any) -> bytes:
    key = Ed25519PrivateKey.generate()
    told = {
        **json.loads(head),
        "key": base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode(),
        "body_sha256": hashlib.sha256(body).hexdigest(),
        "body_length": len(body),
        "content_length": length,
        **changes,
    }
    beginning = pack_file.MAGIC + b"\n" + json.dumps(told).encode()
    return b"\n".join([beginning, base64.b64encode(key.sign(beginning)), body])


def refused(server: Server, raw: bytes) -> PackRefused:
    before = rows(server)
    with pytest.raises(PackRefused) as error:
        server.take(raw)
    assert rows(server) == before
    return error.value


def test_a_file_cut_anywhere_is_refused(laptop: Server, centre: Server) -> None:
    raw = laptop.pack()

    for length in (0, 5, len(pack_file.MAGIC) + 1, 200, 700, len(raw) // 2, len(raw) - 1):
        refused(centre, raw[:length])


def test_a_file_changed_at_any_place_is_refused(laptop: Server, centre: Server) -> None:
    raw = laptop.pack()
    places = [*range(0, 900, 37), *range(900, len(raw), max(len(raw) // 40, 1))]

    for place in places:
        changed = bytearray(raw)
        changed[place] ^= 0x20
        refused(centre, bytes(changed))


def test_what_is_no_pack_is_refused(centre: Server) -> None:
    for raw in (b"", b"PK\x03\x04" + bytes(200), b"\x1f\x8b" + bytes(200), b"SQLite format 3\x00"):
        assert refused(centre, raw).fault in (PackFault.NOT_A_PACK, PackFault.CUT)


def test_a_body_that_swells_is_not_unpacked_further_than_it_says(laptop: Server) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(bytes(200_000_000)) + packer.flush()
    head = laptop.pack().split(b"\n", 3)[1]

    with pytest.raises(PackRefused) as short:
        unpack(open_pack(signed(head, bomb, 1000)))
    with pytest.raises(PackRefused) as large:
        open_pack(signed(head, bomb, 2**40))

    assert short.value.fault is PackFault.CONTENT
    assert large.value.fault is PackFault.HEAD


def test_a_file_larger_than_any_meeting_is_refused(
    laptop: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = laptop.pack()
    monkeypatch.setattr(pack_file, "LARGEST_FILE", len(raw) - 1)

    with pytest.raises(PackRefused) as error:
        open_pack(raw)

    assert error.value.fault is PackFault.TOO_LARGE


def other_level(content: dict[str, Any]) -> None:
    content["seats"][0]["answers"][0]["level"] = 4


def other_event(content: dict[str, Any]) -> None:
    content["seats"][0]["events"][0]["changes"][0]["level"] = 4


def level_of_none(content: dict[str, Any]) -> None:
    for part in ("answers", "events"):
        place = content["seats"][0][part][0]
        (place["changes"][0] if part == "events" else place)["level"] = 0


def other_round(content: dict[str, Any]) -> None:
    content["rounds"][0]["rows"][0][3] = 4


def fewer_rows(content: dict[str, Any]) -> None:
    content["rounds"][0]["rows"].pop()


def round_of_no_log(content: dict[str, Any]) -> None:
    content["rounds"][0]["edition"] = 2


def other_log(content: dict[str, Any]) -> None:
    content["log"][0]["by"] = "Orang lain"


def entry_without_content(content: dict[str, Any]) -> None:
    """A chain that is sound, of entries that no meeting writes."""
    at = content["log"][0]["at"]
    entry = {"seq": 1, "verb": "round_closed", "at": at, "by": "", "reason": "", "content": {}}
    meeting = content["meeting"]["public_id"]
    told = entry_hash(meeting, 1, "round_closed", datetime.fromisoformat(at), "", "", {}, FIRST)
    content["log"] = [{**entry, "previous_hash": FIRST, "hash": told}]
    content["rounds"] = []


def other_questionnaire(content: dict[str, Any]) -> None:
    given = content["questionnaire"]
    given["canonical"] = given["canonical"].replace("Small", "Other", 1)


def questionnaire_of_no_kind(content: dict[str, Any]) -> None:
    given = content["questionnaire"]
    given["canonical"] = "{}"
    given["sha256"] = hashlib.sha256(b"{}").hexdigest()


def unknown_question(content: dict[str, Any]) -> None:
    content["seats"][0]["events"][0]["changes"][0]["question"] = "TIDAK-ADA"


def unknown_group(content: dict[str, Any]) -> None:
    content["seats"][0]["group_key"] = "siapa"


def seat_twice(content: dict[str, Any]) -> None:
    content["seats"].append(content["seats"][0])


def path_as_name(content: dict[str, Any]) -> None:
    content["meeting"]["public_id"] = "../../../../etc/passwd"


def other_region(content: dict[str, Any]) -> None:
    content["region"]["kemendagri_code"] = "64.72"


def zero_byte(content: dict[str, Any]) -> None:
    content["meeting"]["title"] = "FGD\x00"


def further_key(content: dict[str, Any]) -> None:
    content["accounts"] = [{"username": "pengelola", "role": "administrator"}]


def withdrawn_and_there(content: dict[str, Any]) -> None:
    content["withdrawn"] = [content["seats"][0]["public_id"]]


LIES = (
    *(other_level, other_event, level_of_none, other_round, fewer_rows, round_of_no_log),
    *(other_log, entry_without_content, other_questionnaire, questionnaire_of_no_kind),
    *(unknown_question, unknown_group, seat_twice, path_as_name, other_region, zero_byte),
    *(further_key, withdrawn_and_there),
)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_content_that_lies_is_refused_though_it_is_signed(
    laptop: Server, centre: Server, lie: Callable[[dict[str, Any]], None]
) -> None:
    raw = laptop.pack()
    centre.take(forged(raw, lambda content: None))  # the forger's tools work
    before = centre.dump()

    assert refused(centre, forged(raw, lie)).fault is PackFault.CONTENT

    assert centre.dump() == before


def test_a_log_that_is_broken_here_is_not_carried_away(laptop: Server) -> None:
    with laptop.database.writing() as db:
        db.connection().exec_driver_sql("DROP TRIGGER focus_group_event_no_update")
        db.connection().exec_driver_sql("UPDATE focus_group_event SET reason = 'lain'")

    with pytest.raises(LogBroken):
        laptop.pack()


def test_answers_that_are_not_those_of_their_history_are_not_carried_away(laptop: Server) -> None:
    with laptop.database.writing() as db:
        answer = db.scalars(select(Answer)).first()
        assert answer is not None
        answer.level = 5 if answer.level != 5 else 4

    with pytest.raises(AnswersBroken):
        laptop.pack()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def file(laptop: Server, tmp_path: Path) -> Path:
    """What `assess pack` writes."""
    path = tmp_path / "rapat.takar"
    with laptop.database.reading() as db:
        code = laptop.meeting(db).join_code
    told = run("pack", code, "--out", path, "--data", laptop.folder)
    assert told.exit_code == 0, told.output
    return path


def fingerprint(file: Path) -> str:
    return pack_file.spoken(open_pack(file.read_bytes()).head.fingerprint)


def test_the_commands_carry_a_meeting_over(laptop: Server, centre: Server, file: Path) -> None:
    told = run("merge", file, "--trust", fingerprint(file), "--data", centre.folder)
    again = run("merge", file, "--data", centre.folder)

    assert told.exit_code == again.exit_code == 0
    assert "6 peserta" in told.output
    assert "semuanya sudah di sini" in again.output
    assert centre.dump() == laptop.dump()
    assert file.stat().st_mode & 0o077 == 0


def test_an_unknown_laptop_is_refused_with_its_fingerprint(centre: Server, file: Path) -> None:
    before = rows(centre)

    told = run("merge", file, "--data", centre.folder)
    wrong = run("merge", file, "--trust", "0" * 32, "--data", centre.folder)

    assert told.exit_code == wrong.exit_code == 1
    assert fingerprint(file) in told.output
    assert "tidak sama" in wrong.output
    assert rows(centre) == before


def test_a_laptop_speaks_for_its_regions_only(centre: Server, file: Path) -> None:
    run("trust", fingerprint(file), "--region", "64.72", "--data", centre.folder)

    told = run("merge", file, "--data", centre.folder)

    assert told.exit_code == 1
    assert "64.72 saja" in told.output
    assert centre.seats() == []


def test_trust_can_be_taken_back(centre: Server, file: Path) -> None:
    name = fingerprint(file)
    run("trust", name, "--name", "Laptop aula", "--data", centre.folder)
    run("trust", name, "--revoke", "--data", centre.folder)

    listed = run("trust", "--data", centre.folder)
    told = run("merge", file, "--data", centre.folder)

    assert "Laptop aula" in listed.output
    assert "dicabut" in listed.output
    assert told.exit_code == 1


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (lambda raw: raw[:-10], "terpotong"),
        (lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), "berubah"),
        (lambda raw: b"bukan" + raw, "bukan berkas FGD"),
        (lambda raw: raw.replace(b"FGD", b"FGE", 1), "Tanda tangan"),
    ],
)
def test_a_bad_file_is_refused_in_words(
    centre: Server, file: Path, spoil: Callable[[bytes], bytes], word: str
) -> None:
    file.write_bytes(spoil(file.read_bytes()))

    told = run("merge", file, "--data", centre.folder)

    assert told.exit_code == 1
    assert word in told.output

"""What each address promises to whom: written down here a second time, by hand.

Nothing in this module asks the application who may do what. A rule without a row is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assess.questionnaire.routing import sections_for
from assess.store.account_tables import Role
from tests.safety.people import Person
from tests.safety.two_regions import ALPHA, ATTENDEES, VOIDED_SEAT, Place
from tests.world import the_questionnaire

EVERYBODY, SEATED, STAFF = "everybody", "people with a seat", "staff"
READERS = frozenset({Role.ADMINISTRATOR, Role.FACILITATOR, Role.OFFICIAL, Role.REVIEWER})
STATERS = frozenset({Role.ADMINISTRATOR, Role.FACILITATOR, Role.OFFICIAL})
LEADERS = frozenset({Role.ADMINISTRATOR, Role.FACILITATOR})


@dataclass(frozen=True)
class Row:
    """who: one of the words above; `roles` for staff. `statuses`: what one who may is answered.

    `of_region`: the address names a thing of a region. `reveals`: whoever has the address may
    read of the region (the join token is the key). `fields`: a form as the page would send it.
    """

    who: str
    statuses: frozenset[int]
    roles: frozenset[Role] = frozenset()
    of_region: bool = False
    reveals: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None


def everybody(*statuses: int, **more: Any) -> Row:
    return Row(EVERYBODY, frozenset(statuses), **more)


def seated(*statuses: int, **more: Any) -> Row:
    return Row(SEATED, frozenset(statuses), **more)


def staff(roles: frozenset[Role], *statuses: int, of_region: bool = True, **more: Any) -> Row:
    return Row(STAFF, frozenset(statuses), roles, of_region, **more)


REGION_BY_HAND = {
    "kind": "kota",
    "name": "Baru",
    "province": "Kalimantan Utara",
    "kemendagri_code": "65.71",
    "bps_code": "6571",
    "time_zone": "WITA",
}
ASSESSMENT = {"questionnaire": "kematangan-kota-cerdas", "title": "Baru", "year": "2026"}
MEETING = {
    "title": "Baru",
    "place": "Aula",
    "day": "2026-11-21",
    "time": "09:00",
    "time_zone": "WITA",
}
DECISION = {"method": "equal", "note": "Berita acara"}
POINTS = {"gov_service": "50", "gov_bureaucracy": "30", "gov_policy": "20", "aksi": "kirim"}
ATTENDEE = {"name": "Rina", "group": "kadin", "consents": "y"}
ACTION = {"action": "Susun SOP", "owner": "Dinas", "due": "2027-03-01"}
WIFI = {"name": "Aula", "security": "WPA", "password": "delapan8"}
PAPER_HEAD = {"number": "2", "group": "kadin", "consents": "setuju"}
FACT = {"value": "14", "as_of": "2026-06-30", "source": "Surat"}
ASKED = sections_for(the_questionnaire(), "kadin")[0].questions[0].id  # of those with a seat
PAPER_CODES = {"langkah": "keyed_once", f"a.{ASKED}": "4"}
OPERATION = {
    "operation_id": "0123456789abcdef-1",
    "question_id": ASKED,
    "base_revision": 1,
    "level": "5",
}

RULES: dict[tuple[str, str], Row] = {
    ("/aset/<path:name>", "GET"): everybody(200),
    ("/sehat", "GET"): everybody(200),
    ("/siap", "GET"): everybody(200),
    ("/", "GET"): everybody(200),
    ("/", "POST"): everybody(422, fields={"kode": "ZZZZZZZZ"}),
    ("/j/<join_token>", "GET"): everybody(200, 303, 409, reveals=True),
    ("/j/<join_token>", "POST"): everybody(
        303, 409, reveals=True, fields={"kelompok": "kadin", "setuju": "ya"}
    ),
    ("/j/<join_token>/lanjut", "GET"): everybody(200, reveals=True),
    ("/j/<join_token>/lanjut", "POST"): everybody(
        422, reveals=True, fields={"kode": "KUDA-LAUT-1000"}
    ),
    ("/t/<ticket_token>", "GET"): everybody(200, reveals=True),
    ("/t/<ticket_token>", "POST"): everybody(
        303, reveals=True, fields={"kelompok": "kadin", "setuju": "ya"}
    ),
    ("/meja/<public_id>/<table_key>/<assistant_key>", "GET"): everybody(200, reveals=True),
    ("/meja/<public_id>/<table_key>/<assistant_key>", "POST"): everybody(
        303, reveals=True, fields={"keadaan": "late"}
    ),
    ("/isi/", "GET"): seated(200),
    ("/isi/<section_key>", "GET"): seated(200),
    ("/isi/<section_key>", "POST"): seated(303, fields={f"a.{ASKED}": "5", "seen": f"{ASKED}:1:0"}),
    ("/isi/simpan", "POST"): seated(200, json={"operations": [OPERATION]}),
    ("/isi/titip", "POST"): seated(200, json={"code": "K7T-4QM", "operations": [OPERATION]}),
    ("/isi/periksa", "GET"): seated(200),
    ("/isi/kirim", "POST"): seated(303),
    ("/isi/selesai", "GET"): seated(303),
    ("/isi/tinggalkan", "POST"): seated(303),
    ("/isi/tarik", "GET"): seated(200),
    ("/isi/tarik", "POST"): seated(200),
    ("/masuk", "GET"): everybody(200, 302),
    ("/masuk", "POST"): everybody(422, fields={"username": "siapa", "password": ""}),
    ("/keluar", "POST"): everybody(303),
    ("/kata-sandi", "GET"): staff(READERS, 200, of_region=False),
    ("/kata-sandi", "POST"): staff(READERS, 422, of_region=False),
    ("/beranda", "GET"): staff(READERS, 200, of_region=False),
    ("/daerah/baru", "GET"): staff(LEADERS, 200, of_region=False),
    ("/daerah/baru", "POST"): staff(LEADERS, 303, of_region=False, fields={"code": "64.03"}),
    ("/daerah/baru/lain", "GET"): staff(LEADERS, 200, of_region=False),
    ("/daerah/baru/lain", "POST"): staff(LEADERS, 303, of_region=False, fields=REGION_BY_HAND),
    ("/daerah/<code>", "GET"): staff(READERS, 200),
    ("/daerah/<code>/asesmen-baru", "GET"): staff(LEADERS, 200),
    ("/daerah/<code>/asesmen-baru", "POST"): staff(LEADERS, 303, fields=ASSESSMENT),
    ("/asesmen/<public_id>", "GET"): staff(READERS, 200),
    ("/asesmen/<public_id>/fgd-baru", "GET"): staff(LEADERS, 200),
    ("/asesmen/<public_id>/fgd-baru", "POST"): staff(LEADERS, 303, fields=MEETING),
    ("/fgd/<public_id>", "GET"): staff(READERS, 200),
    ("/fgd/<public_id>/papan", "GET"): staff(READERS, 200),
    ("/fgd/<public_id>/papan.json", "GET"): staff(READERS, 200),
    ("/fgd/<public_id>/poster", "GET"): staff(READERS, 200),
    ("/fgd/<public_id>/kertas", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/formulir", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/kertas/baru", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/kertas/baru", "POST"): staff(LEADERS, 303, 422, fields=PAPER_HEAD),
    ("/fgd/<public_id>/kertas/<int:number>", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/kertas/<int:number>", "POST"): staff(LEADERS, 303, fields=PAPER_CODES),
    ("/fgd/<public_id>/kertas/<int:number>/ulang", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/kertas/<int:number>/hitung", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/kertas/<int:number>/hapus", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/gabungan", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/wifi", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/wifi", "POST"): staff(LEADERS, 200, fields=WIFI),
    ("/fgd/<public_id>/ruang", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/ruang/tutup-putaran", "GET"): staff(LEADERS, 200, 303),
    ("/fgd/<public_id>/ruang/tutup-putaran", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/ruang/agenda", "POST"): staff(LEADERS, 303, fields={"minutes": "45"}),
    ("/fgd/<public_id>/ruang/agenda/ubah", "POST"): staff(
        LEADERS, 303, fields={"butir": "GOV-SVC-1", "pindah": "in"}
    ),
    ("/fgd/<public_id>/ruang/putaran-2", "GET"): staff(LEADERS, 200, 303),
    ("/fgd/<public_id>/ruang/putaran-2", "POST"): staff(
        LEADERS, 303, 422, fields={"butir": "GOV-SVC-1"}
    ),
    ("/fgd/<public_id>/ruang/perbandingan", "GET"): staff(LEADERS, 200, 303),
    ("/fgd/<public_id>/ruang/putaran-resmi", "POST"): staff(LEADERS, 303, fields={"number": "1"}),
    ("/fgd/<public_id>/ruang/layar", "POST"): staff(LEADERS, 303, fields={"butir": "GOV-SVC-1"}),
    ("/fgd/<public_id>/ruang/butir/<question_id>", "GET"): staff(LEADERS, 200, 303),
    ("/fgd/<public_id>/ruang/butir/<question_id>/bahas", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/ruang/butir/<question_id>/kesepakatan", "POST"): staff(
        LEADERS, 303, fields={"level": "3", "note": "Disepakati"}
    ),
    ("/fgd/<public_id>/ruang/butir/<question_id>/pendapat", "POST"): staff(
        LEADERS, 303, fields={"text": "Tidak setuju", "group": ""}
    ),
    ("/fgd/<public_id>/tutup", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/tutup", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/buka-lagi", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/buka-lagi", "POST"): staff(LEADERS, 303, fields={"reason": "Terlambat"}),
    ("/fgd/<public_id>/berita-acara", "GET"): staff(READERS, 200),
    ("/fgd/<public_id>/berita-acara/baca", "GET"): staff(READERS, 200),
    ("/fgd/<public_id>/berita-acara/berkas.pdf", "GET"): staff(READERS, 404),  # none was made yet
    ("/fgd/<public_id>/berita-acara/hadir", "POST"): staff(LEADERS, 303, fields=ATTENDEE),
    ("/fgd/<public_id>/berita-acara/hadir/hapus", "POST"): staff(
        LEADERS, 303, fields={"attendee": ATTENDEES[ALPHA]}
    ),
    ("/fgd/<public_id>/berita-acara/keputusan", "POST"): staff(
        LEADERS, 303, fields={"decision": "Setuju"}
    ),
    ("/fgd/<public_id>/berita-acara/tindak-lanjut", "POST"): staff(LEADERS, 303, fields=ACTION),
    ("/fgd/<public_id>/berita-acara/susun", "POST"): staff(LEADERS, 303, fields={"bahasa": "id"}),
    ("/bobot/<public_id>", "GET"): staff(READERS, 200),
    ("/bobot/<public_id>/pakar", "POST"): staff(LEADERS, 303),
    ("/bobot/<public_id>/pakar/<int:number>/tutup", "POST"): staff(LEADERS, 303),
    ("/bobot/<public_id>/untuk/<key>", "GET"): staff(READERS, 200),
    ("/bobot/<public_id>/untuk/<key>", "POST"): staff(LEADERS, 303, fields=DECISION),
    ("/pakar/<token>", "GET"): everybody(200, reveals=True),
    ("/pakar/<token>/<any(poin, pasangan):way>/<key>", "GET"): everybody(200, reveals=True),
    ("/pakar/<token>/<any(poin, pasangan):way>/<key>", "POST"): everybody(
        303, reveals=True, fields=POINTS
    ),
    ("/fgd/<public_id>/titipan", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/titipan", "POST"): staff(LEADERS, 422),
    ("/fgd/<public_id>/kursi/", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/kursi/hitung", "POST"): staff(LEADERS, 303, fields={"heads": "12"}),
    ("/fgd/<public_id>/kursi/<int:number>", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/kursi/<int:number>/batalkan", "POST"): staff(
        LEADERS, 303, fields={"reason": "Kursi ganda"}
    ),
    ("/fgd/<public_id>/kursi/<int:number>/pulihkan", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/kursi/<int:number>/kelompok", "POST"): staff(
        LEADERS, 303, fields={"group": "umkm"}
    ),
    ("/fgd/<public_id>/kursi/<int:number>/meja", "POST"): staff(
        LEADERS, 303, 422, fields={"table": "meja-1"}
    ),
    ("/fgd/<public_id>/kursi/<int:number>/gabung", "POST"): staff(
        LEADERS, 303, fields={"other": "2"}
    ),
    ("/fgd/<public_id>/tiket/", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/tiket/", "POST"): staff(
        LEADERS, 303, fields={"how_many": "3", "group": "kadin", "table": ""}
    ),
    ("/fgd/<public_id>/tiket/cara-masuk", "POST"): staff(LEADERS, 303, fields={"entry": "tickets"}),
    ("/fgd/<public_id>/tiket/cetak", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/meja/", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/meja/", "POST"): staff(
        LEADERS, 303, fields={"kunci-1": "meja-1", "nama-1": "Meja", "bagian-1": "governance"}
    ),
    ("/fgd/<public_id>/meja/keadaan", "POST"): staff(
        LEADERS, 303, fields={"meja": "meja-1", "keadaan": "ready"}
    ),
    ("/fgd/<public_id>/meja/tautan", "POST"): staff(LEADERS, 303, fields={"meja": "meja-1"}),
    ("/fgd/<public_id>/meja/asisten", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/serah-terima/", "GET"): staff(LEADERS, 200),
    ("/fgd/<public_id>/serah-terima/", "POST"): staff(LEADERS, 303, 422, fields={"account": "1"}),
    ("/fgd/<public_id>/serah-terima/terima", "POST"): staff(LEADERS, 303),
    ("/fgd/<public_id>/serah-terima/ambil-alih", "POST"): staff(
        LEADERS, 303, fields={"reason": "Pemimpin sakit"}
    ),
    ("/fakta/<public_id>", "GET"): staff(READERS, 200),
    ("/fakta/<public_id>/<question_id>", "GET"): staff(READERS, 200),
    ("/fakta/<public_id>/<question_id>", "POST"): staff(STATERS, 303, fields=FACT),
    ("/hasil/<public_id>", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/dimensi/<key>", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/subpilar/<key>", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/pertanyaan/<question_id>", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/kesiapan", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/jelaskan/<kind>/<key>", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/mutu", "GET"): staff(LEADERS, 200),
    ("/hasil/<public_id>/persepsi", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/verifikasi", "GET"): staff(READERS, 200),
    ("/hasil/<public_id>/verifikasi/<readers>.zip", "GET"): staff(LEADERS, 200),
    ("/banding", "GET"): staff(READERS, 200, of_region=False),
    ("/banding/tabel", "GET"): staff(READERS, 200, 422, of_region=False),
    ("/draf/<public_id>", "GET"): staff(READERS, 200),
    ("/draf/<public_id>", "POST"): staff(LEADERS, 303, fields={"bahasa": "id"}),
    ("/draf/<public_id>/baca", "GET"): staff(READERS, 200),
    ("/draf/berkas/<public_id>", "GET"): staff(READERS, 200),
}
# Fields beyond those of the table: everything that a form of ours has.
FURTHER_FIELDS = {
    "/j/<join_token>": ["instansi", "setuju_lain"],
    "/fgd/<public_id>/kertas/baru": ["institution"],
    "/fgd/<public_id>/kertas/<int:number>": [f"{prefix}.{ASKED}" for prefix in "then"],
    "/fgd/<public_id>/meja/": ["nama-2", "kunci-2", "bagian-2"],
    "/t/<ticket_token>": ["instansi", "setuju_lain"],
    "/isi/<section_key>": ["page", "seen"]
    + [f"{prefix}.{ASKED}" for prefix in ("t", "h", "n", "e")],
    "/masuk": ["lanjut"],
    "/kata-sandi": ["present", "wanted", "again"],
    "/daerah/baru/lain": ["cohort"],
    "/daerah/<code>/asesmen-baru": ["legal_basis", "recipients", "contact", "keep_until"],
    "/asesmen/<public_id>/fgd-baru": ["agenda", "heads_kadin"],
    "/fgd/<public_id>/berita-acara/hadir": ["position", "institution"],
    "/fgd/<public_id>/berita-acara/hadir/hapus": ["attendee"],
    "/fgd/<public_id>/berita-acara/keputusan": ["question"],
    "/bobot/<public_id>/pakar": ["office"],
    "/bobot/<public_id>/untuk/<key>": ["seen_budget", "seen_pairwise"],
    "/fgd/<public_id>/ruang/agenda/ubah": ["urutan"],
    "/fgd/<public_id>/ruang/layar": ["dari"],
    "/fgd/<public_id>/ruang/putaran-resmi": ["reason"],
    "/fgd/<public_id>/ruang/butir/<question_id>/pendapat": ["group"],
    "/fakta/<public_id>/<question_id>": [
        "target",
        "follow_up",
        "stated_by",
        "approximate",
        "disputed",
    ],
}
# The pages for those who develop; they exist only where ASSESS_DEVELOPMENT is set.
DEVELOPMENT_RULES = {
    "/patterns",
    "/patterns/question",
    "/patterns/projector",
    "/patterns/poster",
}


def is_page(rule: str) -> bool:
    """Whether the rule answers with a page to read, not with a file or a word."""
    files = rule.startswith(("/aset/", "/draf/berkas/", "/sehat", "/siap"))
    return not files and not rule.endswith((".json", ".zip", ".csv", ".pdf"))


def addresses(rule: str, place: Place, asset: str) -> list[str]:
    """Every address of the rule in one place: a meeting stands in two states."""
    if rule.startswith("/fgd/"):
        names = [place.tabled_meeting if "/meja" in rule else place.open_meeting]
        names = [place.talking_meeting, *names] if "/ruang" in rule else names
        names = [*names, place.closed_meeting]
        of_item = rule.replace("<question_id>", "GOV-SVC-1")
        of_item = of_item.replace("<int:number>", str(_seat_of(rule)))
        return [of_item.replace("<public_id>", name) for name in names]
    if rule.startswith("/j/"):
        return [rule.replace("<join_token>", token) for token in place.join_tokens.values()]
    if rule.startswith("/meja/"):
        return [f"/meja/{place.tabled_meeting}/meja-1/{place.assistant_key}"]
    if rule.startswith("/t/"):
        return [rule.replace("<ticket_token>", place.ticket)]
    if rule == "/banding/tabel":
        return [rule, f"{rule}?a={place.assessment}", rule + "?a=" + "&a=".join(EVERY_ASSESSMENT)]
    return [_filled(rule, place, asset)]


def _seat_of(rule: str) -> int:
    return VOIDED_SEAT if rule.endswith("/pulihkan") else 1


EVERY_ASSESSMENT = ("asesmen-Zalfa---------", "asesmen-Zbravo--------")


def _filled(rule: str, place: Place, asset: str) -> str:
    questionnaire = the_questionnaire()
    dimension = questionnaire.dimensions[0]
    arguments = {
        "<path:name>": asset,
        "<section_key>": dimension.key,
        "<code>": place.code,
        "<public_id>": place.draft if rule.startswith("/draf/berkas/") else place.assessment,
        "<question_id>": "FAK-MNR-1" if rule.startswith("/fakta/") else "GOV-SVC-1",
        "<kind>": "dimensi",
        "<token>": place.expert_token,
        "<any(poin, pasangan):way>": "poin",
        "<int:number>": "1",
        "<readers>": "umum",
        "<key>": dimension.subpillars[0].key if "/subpilar/" in rule else dimension.key,
    }
    for argument, value in arguments.items():
        rule = rule.replace(argument, value)
    assert "<" not in rule, f"{rule}: say here what stands in its arguments"
    return rule


def expected(row: Row, person: Person, place: Place, method: str) -> frozenset[int]:
    """The statuses that this person may be answered: the second implementation of the policies."""
    if row.who != STAFF:
        return _expected_without_account(row, person, method)
    if person.role is None:
        return frozenset({401 if method == "POST" else 303})
    if person.role not in row.roles:
        return frozenset({403})
    if method == "OPTIONS":
        return frozenset({200})
    own = person.role == Role.ADMINISTRATOR or place.mark in person.regions
    return row.statuses if own or not row.of_region else frozenset({404})


def _expected_without_account(row: Row, person: Person, method: str) -> frozenset[int]:
    if row.who == SEATED and not person.seat_in:
        asked_by_script = row.json is not None and method != "OPTIONS"
        return frozenset({401 if asked_by_script else 303})
    return frozenset({200}) if method == "OPTIONS" else row.statuses

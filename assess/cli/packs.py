"""Carrying a meeting from the laptop in the hall to the central server: pack, merge, trust."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.actions.merging import Merge, MergeFault, MergeRefused, merge
from assess.actions.pack_checks import checked
from assess.actions.pack_file import (
    LARGEST_FILE,
    Head,
    PackFault,
    PackRefused,
    SignedPack,
    fingerprint_of,
    open_pack,
    signing_key,
    spoken,
)
from assess.actions.packing import AnswersBroken, LogBroken, packed
from assess.cli.ground import data_option, database_of, settings_for
from assess.room.logs import LogRelation
from assess.store.pack_tables import TrustedKey
from assess.store.packs import (
    meeting_to_carry,
    sheets_not_counted,
    trust_key,
    trusted_key,
    trusted_keys,
)
from assess.store.schema import migrate
from assess.store.tables import FocusGroup

FAULTS = {
    PackFault.NOT_A_PACK: "Ini bukan berkas FGD dari Takar.",
    PackFault.TOO_LARGE: "Berkas terlalu besar (paling besar 64 MiB).",
    PackFault.HEAD: "Keterangan di awal berkas rusak.",
    PackFault.SIGNATURE: "Tanda tangan berkas tidak cocok: berkas ini diubah setelah dibuat.",
    PackFault.CUT: "Berkas terpotong. Salin sekali lagi dari laptop.",
    PackFault.CHANGED: "Isi berkas berubah setelah ditandatangani. Salin sekali lagi dari laptop.",
    PackFault.CONTENT: "Isi berkas tidak sesuai dengan yang seharusnya.",
}
REFUSALS = {
    MergeFault.REGION_UNKNOWN: "Daerah berkas ini belum ada di server dan tidak ada dalam daftar.",
    MergeFault.SAMPLE: "Data contoh dan data sungguhan tidak dicampur.",
    MergeFault.VERSION_EDITED: "Versi kuesioner ini dipakai di server dengan isi lain.",
    MergeFault.FOREIGN: "Pengenal di berkas ini sudah dipakai untuk hal lain di server.",
    MergeFault.EXPIRED: "Jawaban asesmen ini sudah melewati tanggal hapusnya.",
    MergeFault.OUR_LOG_BROKEN: "Riwayat FGD di server ini tidak utuh. Periksa dulu cadangannya.",
}
RELATIONS = {
    LogRelation.SAME: "sama dengan di sini",
    LogRelation.NEWER: "meneruskan yang di sini",
    LogRelation.OLDER: "lebih lama daripada yang di sini",
    LogRelation.PARTED: "terpisah dari yang di sini; disimpan di sampingnya",
}
WORDS = {
    "assessments": "asesmen",
    "meetings": "FGD",
    "entries": "catatan riwayat",
    "seats": "peserta",
    "events": "kiriman jawaban",
    "withdrawn": "penarikan persetujuan",
    "rounds": "putaran",
    "tickets": "tiket kursi",
    "attendees": "nama daftar hadir",
    "late": "jawaban terlambat",
}


@click.command(context_settings={"ignore_unknown_options": True})  # an id may begin with "-"
@click.argument("focus_group")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="File to write (default: named after meeting and time, in this folder).",
)
@data_option
def pack(focus_group: str, out: Path | None, data: Path | None) -> None:
    """Write a meeting into one signed file. FOCUS_GROUP: its join code, or the id in its address."""
    settings = settings_for(data)
    database = database_of(settings)
    now = datetime.now(UTC)
    with database.reading() as session:
        found = meeting_to_carry(session, _public_id(session, focus_group))
        if found is None:
            raise click.ClickException(f"FGD {focus_group} tidak ada.")
        key = signing_key(settings.data)
        try:
            raw = packed(session, found, key, now)
        except LogBroken as error:
            raise click.ClickException(
                f"Riwayat FGD ini tidak utuh pada catatan {error.seq}; berkas tidak dibuat."
            ) from error
        except AnswersBroken as error:
            raise click.ClickException(
                f"Jawaban kursi {error.number} tidak cocok dengan riwayatnya; berkas tidak dibuat."
            ) from error
        waiting = sheets_not_counted(session, found.id)
    head = open_pack(raw).head
    path = out or Path(f"takar-fgd-{head.meeting}-{now:%Y%m%dT%H%M%S}.takar")
    _write(path, raw)
    click.echo(f"{head.title}: {head.seats} peserta, {head.events} kiriman jawaban")
    click.echo(f"Berkas      : {path} ({len(raw) // 1024 + 1} KiB)")
    click.echo(f"Sidik jari  : {spoken(fingerprint_of(key.public_key().public_bytes_raw()))}")
    click.echo("Catat sidik jari ini; server pusat menanyakannya saat berkas pertama digabung.")
    click.echo("Berkas memuat jawaban peserta: bawa dengan aman, hapus setelah digabung.")
    if waiting:
        click.echo(f"{waiting} formulir kertas belum dihitung, jadi tidak ikut dalam berkas.")


@click.command("merge")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--trust", default=None, help="Fingerprint that the laptop showed: trust its key.")
@click.option(
    "--keep-both",
    is_flag=True,
    help="Where both sides went on: take the answers, keep the file's log beside ours.",
)
@data_option
def merge_command(file: Path, trust: str | None, keep_both: bool, data: Path | None) -> None:
    """Take in a packed meeting. Safe to repeat, and in any order."""
    database = database_of(settings_for(data))
    migrate(database)
    now = datetime.now(UTC)
    try:
        signed = open_pack(_read(file))
        with database.reading() as session:
            new = _check_trust(session, signed, trust)
        given = checked(signed)
        with database.writing() as session:
            if new:
                trust_key(session, signed.head.fingerprint, signed.head.title, None, now)
            done = merge(session, given, now, keep_both=keep_both)
        _tell(done, signed.head)
    except PackRefused as error:
        raise click.ClickException(_in_words(FAULTS[error.fault], error.detail)) from error
    except MergeRefused as error:
        raise click.ClickException(_refusal(error)) from error


@click.command("trust")
@click.argument("fingerprint", required=False)
@click.option("--name", default="", help="Which laptop it is, for people.")
@click.option("--region", "codes", multiple=True, help="Only meetings of this region; repeatable.")
@click.option("--revoke", is_flag=True, help="Trust it no longer.")
@data_option
def trust_command(
    fingerprint: str | None, name: str, codes: tuple[str, ...], revoke: bool, data: Path | None
) -> None:
    """Trust a laptop by the fingerprint that it shows; without one, list those that are trusted."""
    database = database_of(settings_for(data))
    migrate(database)
    now = datetime.now(UTC)
    if fingerprint is None:
        with database.reading() as session:
            for key in trusted_keys(session):
                regions = " ".join(key.regions or ["semua daerah"])
                state = "  (dicabut)" if key.revoked_at else ""
                click.echo(f"{spoken(key.fingerprint)}  {key.name}  {regions}{state}")
        return
    whole = _plain_fingerprint(fingerprint)
    with database.writing() as session:
        if revoke:
            key = _known(session, whole)
            key.revoked_at = now
        else:
            trust_key(session, whole, name, list(codes) or None, now)
    click.echo("Kunci dicabut." if revoke else "Kunci dipercaya.")


def _check_trust(session: Session, signed: SignedPack, trust: str | None) -> bool:
    """Whether the key is new here: the one at the keyboard has compared its fingerprint."""
    head = signed.head
    known = trusted_key(session, head.fingerprint)
    if known is None and not _compared(head, trust):
        raise click.ClickException(
            "Berkas ini ditandatangani laptop yang belum dikenal, dengan sidik jari\n"
            f"  {spoken(head.fingerprint)}\n"
            "Bandingkan dengan sidik jari yang ditampilkan laptop saat `assess pack`. Bila "
            f'sama: assess merge FILE --trust "{spoken(head.fingerprint)}"'
        )
    if known is not None and known.regions is not None and head.region not in known.regions:
        raise click.ClickException(
            f"Laptop ini dipercaya untuk {' '.join(known.regions)} saja; berkas dari {head.region}."
        )
    return known is None


def _compared(head: Head, trust: str | None) -> bool:
    if trust is not None:
        if _plain_fingerprint(trust) != head.fingerprint:
            raise click.ClickException("Sidik jari tidak sama dengan milik berkas ini.")
        return True
    if not sys.stdin.isatty():
        return False
    click.echo(f"Laptop yang belum dikenal. Sidik jari: {spoken(head.fingerprint)}")
    return click.confirm("Sama dengan yang ditampilkan laptop?", default=False)


def _tell(done: Merge, head: Head) -> None:
    click.echo(f"{head.title} ({head.region}), dikemas {head.packed_at:%Y-%m-%d %H.%M} UTC")
    click.echo(f"Riwayat: {RELATIONS[done.relation]}")
    brought = [f"{number} {WORDS[key]}" for key, number in done.added.items() if number]
    click.echo("Ditambahkan: " + (", ".join(brought) or "tidak ada; semuanya sudah di sini"))
    for conflict in done.conflicts:
        click.echo("Perbedaan: " + _conflict(conflict))
    if not done.conflicts:
        click.echo("Tidak ada jawaban yang berbeda antara kedua sisi.")


def _conflict(conflict: dict[str, object]) -> str:
    if conflict["kind"] == "answer":
        return (
            f"kursi {conflict['seat']}, pertanyaan {conflict['question']}: dijawab berbeda di dua "
            "server; yang terakhir dipakai, yang lain tetap tersimpan"
        )
    if conflict["kind"] == "round":
        return f"putaran {conflict['number']} ditutup di kedua sisi; yang di sini tetap"
    return f"tiket {conflict['number']} dipakai di kedua sisi"


def _refusal(error: MergeRefused) -> str:
    if error.fault is not MergeFault.LOG_PARTED:
        return _in_words(REFUSALS[error.fault], error.detail)
    at, ours, theirs = error.detail.split("|")
    return (
        f"Riwayat FGD terpisah pada catatan {at}: di sini {ours}, di berkas {theirs}. FGD dipimpin "
        "di dua tempat. Tidak ada yang digabung. Dengan --keep-both jawaban digabung, riwayat di "
        "sini tetap berlaku, dan riwayat berkas disimpan di sampingnya."
    )


def _in_words(sentence: str, detail: str) -> str:
    return f"{sentence} ({detail})" if detail else sentence


def _public_id(session: Session, given: str) -> str:
    code = re.sub(r"[\s-]", "", given).upper()
    found = session.scalar(select(FocusGroup.public_id).where(FocusGroup.join_code == code))
    return found or given


def _plain_fingerprint(given: str) -> str:
    plain = re.sub(r"[\s:-]", "", given).lower()[:32]
    if not re.fullmatch("[0-9a-f]{32}", plain):
        raise click.ClickException("Sidik jari terdiri atas delapan kelompok empat huruf/angka.")
    return plain


def _known(session: Session, fingerprint: str) -> TrustedKey:
    key = trusted_key(session, fingerprint)
    if key is None:
        raise click.ClickException("Sidik jari ini tidak dipercaya sebelumnya.")
    return key


def _read(file: Path) -> bytes:
    with file.open("rb") as source:
        return source.read(LARGEST_FILE + 1)


def _write(path: Path, raw: bytes) -> None:
    """Whole or not there, and for its owner only: it holds what people answered."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.touch(mode=0o600)
    with unfinished.open("wb") as file:
        file.write(raw)
    unfinished.replace(path)

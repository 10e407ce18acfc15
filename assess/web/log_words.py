"""Entries of a meeting's log, as a person reads them."""

from __future__ import annotations

from flask_babel import gettext as _

from assess.room.verbs import FocusGroupVerb as Verb


def entry_in_words(verb: str) -> str:
    """What happened; a verb of a later version is shown as it is."""
    words: dict[str, str] = {
        Verb.OPENED: _("FGD dibuka"),
        Verb.CLOSED: _("FGD ditutup"),
        Verb.REOPENED: _("FGD dibuka lagi"),
        Verb.WITHDRAWN: _("Seorang peserta menarik persetujuan"),
        Verb.ROUND_CLOSED: _("Putaran ditutup"),
        Verb.ROUND_OPENED: _("Putaran berikutnya dibuka"),
        Verb.SCORE_ROUND_CHOSEN: _("Putaran untuk skor resmi dipilih"),
        Verb.REVEALED: _("Hasil satu butir ditampilkan"),
        Verb.HIDDEN: _("Layar depan dikosongkan"),
        Verb.AGENDA_SET: _("Susunan pembahasan ditetapkan"),
        Verb.DISCUSSION_STARTED: _("Pembahasan satu butir dimulai"),
        Verb.DISCUSSION_ENDED: _("Pembahasan satu butir selesai"),
        Verb.CONSENSUS: _("Kesepakatan dicatat"),
        Verb.DISSENT: _("Pendapat minoritas dicatat"),
        Verb.DECISION: _("Keputusan dicatat"),
        Verb.ACTION_POINT: _("Rencana tindak lanjut dicatat"),
        Verb.HEADS_COUNTED: _("Jumlah orang di ruangan dihitung"),
        Verb.ATTENDED: _("Seorang hadirin dicatat"),
        Verb.ATTENDANCE_REMOVED: _("Nama seorang hadirin dihapus"),
        Verb.SEAT_VOIDED: _("Kursi dibatalkan"),
        Verb.SEAT_RESTORED: _("Kursi dipulihkan"),
        Verb.SEATS_MERGED: _("Dua kursi digabung"),
        Verb.GROUP_CORRECTED: _("Kelompok sebuah kursi diperbaiki"),
        Verb.TABLE_CORRECTED: _("Meja sebuah kursi diperbaiki"),
        Verb.TICKETS_MADE: _("Tiket kursi dibuat"),
        Verb.ENTRY_CHANGED: _("Cara masuk diganti"),
        Verb.TABLES_SET: _("Meja ditetapkan"),
        Verb.TABLE_LATE: _("Meja ditandai terlambat atau siap"),
        Verb.HANDOVER_OFFERED: _("FGD ditawarkan kepada fasilitator lain"),
        Verb.HANDED_OVER: _("FGD diserahkan kepada fasilitator lain"),
        Verb.PAPER_ENTERED: _("Formulir kertas dimasukkan"),
        Verb.LATE_ANSWERS_ADMITTED: _("Jawaban yang terlambat diterima"),
        Verb.MERGED: _("Data dari laptop ruangan digabung"),
    }
    return words.get(verb, verb)

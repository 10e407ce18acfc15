"""Sentences about the room: rounds, consensus, minority statements; see `phrases`."""

from __future__ import annotations

from assess.questionnaire.questions import Text


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


CHAPTER = _("Pembahasan di ruangan", "The talk in the room")
ROUNDS = _("Putaran", "Rounds")
ROUNDS_LEAD = _(
    "Peserta menjawab sendiri-sendiri lebih dulu, tanpa melihat jawaban orang lain. Butir yang diperselisihkan lalu dibahas dan boleh dijawab sekali lagi. Jawaban kedua putaran disimpan.",
    "Participants first answered by themselves, without seeing what others answered. Items on which they differed were then discussed and could be answered once more. The answers of both rounds are kept.",
)
OFFICIAL = _(
    "{meeting}: skor resmi memakai putaran {scored} dari {rounds}.",
    "{meeting}: the official score uses round {scored} of {rounds}.",
)
SHIFTS_TABLE = _("Butir yang dijawab dua kali", "Items that were answered twice")
ITEM = _("Butir", "Item")
FIRST = _("Putaran 1", "Round 1")
SECOND = _("Putaran 2", "Round 2")
SPREAD = _("Sebaran antarkelompok", "Spread between groups")
MOVED = _("Siapa berpindah", "Who moved")
FROM_TO = _("{before} → {after}", "{before} → {after}")
MOVED_WAYS = _("{up} naik, {down} turun, {stayed} tetap", "{up} up, {down} down, {stayed} the same")
MOVED_SOME = _("{moved} berpindah, {stayed} tetap", "{moved} moved, {stayed} the same")
SHIFTS_NOTE = _(
    "Sebaran adalah selisih rata-rata kelompok tertinggi dan terendah. Jumlah orang yang kurang dari batas tidak ditampilkan.",
    "The spread is the highest minus the lowest group mean. Numbers of people below the threshold are not shown.",
)
SLOPE = _(
    "{item}: rata-rata kelompok, putaran 1 ke putaran 2", "{item}: group means, round 1 to round 2"
)
CONSENSUS = _("Kesepakatan", "Consensus")
CONSENSUS_LEAD = _(
    "Kesepakatan dicatat di samping jawaban. Kesepakatan tidak mengubah jawaban dan tidak mengubah skor.",
    "A consensus is written down beside the answers. It changes neither answers nor scores.",
)
CONSENSUS_TABLE = _("Hasil pembahasan tiap butir", "What was settled on each item")
SETTLED = _("Hasil", "Outcome")
NOTE = _("Catatan", "Note")
LEVEL = _("tingkat {level}", "level {level}")
NOT_REACHED = _("tidak tercapai", "not reached")
NO_CONSENSUS = _("Tidak ada kesepakatan yang dicatat.", "No consensus was written down.")
DISSENT = _("Pendapat yang berbeda", "Minority statements")
DISSENT_LEAD = _(
    "Semua pendapat yang dicatat ditampilkan apa adanya.",
    "Every statement that was written down is shown as it was given.",
)
DISSENT_TABLE = _("Pendapat yang berbeda tiap butir", "Minority statements by item")
STATEMENT = _("Pendapat", "Statement")
GROUP = _("Kelompok", "Group")
NO_DISSENT = _("Tidak ada pendapat berbeda yang dicatat.", "No minority statement was made.")

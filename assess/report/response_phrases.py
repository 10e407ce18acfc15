"""Sentences about who answered of those invited, and about how carefully; see `phrases`."""

from __future__ import annotations

from assess.questionnaire.questions import Text
from assess.scoring.response import Shortfall


def _(indonesian: str, english: str) -> Text:
    return Text(id=indonesian, en=english)


RATE = _("Tingkat jawaban", "Response rate")
RATE_NOTE = _(
    "Tingkat jawaban: orang yang menjawab pertanyaan berskor dibagi orang yang diundang, paling tinggi 100%. Orang yang tidak datang tidak digantikan dengan pembobotan.",
    "Response rate: people who answered scored questions divided by people invited, at most 100%. People who did not come are not made up for by weighting.",
)
RESULT_STATUS = _("Status hasil", "Status of the result")
PROVISIONAL = _("Hasil sementara", "Provisional result")
PROVISIONAL_TEXT = _("Hasil ini sementara: {why}.", "This result is provisional: {why}.")
FINAL = _(
    "Jumlah kelompok, orang, dan tingkat jawaban cukup untuk hasil akhir.",
    "The number of groups, of people and the response rates are enough for a final result.",
)
OF_OFFICE = _(
    "Penilai mengisi atas nama kantornya; jumlah orang bukan ukuran.",
    "The assessor answers for the office; the number of people is no measure.",
)
WHY = {
    Shortfall.FEW_GROUPS: _(
        "kurang dari {groups} kelompok menjawab", "fewer than {groups} groups answered"
    ),
    Shortfall.FEW_PEOPLE: _(
        "kurang dari {people} orang menjawab", "fewer than {people} people answered"
    ),
    Shortfall.LOW_RESPONSE: _(
        "kurang dari {share} undangan menjawab pada {low}",
        "fewer than {share} of those invited answered in {low}",
    ),
}

CARE = _("Mutu jawaban", "Quality of the answers")
CARE_LEAD = _(
    "Tanda di sini adalah pertanyaan, bukan tuduhan: di daerah yang memang di tingkat 1, orang yang jujur menjawab 1 terus. Tidak ada jawaban yang dikeluarkan dari skor.",
    "A flag is a question and no accusation: where a region is at level 1, an honest person answers 1 throughout. No answer is left out of a score.",
)
CARE_RULES = (
    _(
        "Satu tingkat berturut-turut pada lebih dari 60 persen pertanyaan: {long_run} orang.",
        "One level in a row on more than 60 percent of the questions: {long_run} people.",
    ),
    _(
        "Hampir tanpa variasi dan kurang dari dua detik per jawaban: {fast} dari {timed} orang yang waktunya diketahui.",
        "Hardly any variation, and under two seconds an answer: {fast} of {timed} people whose time is known.",
    ),
)
CARE_NONE = _(
    "Tidak ada jawaban yang tampak asal isi.", "No answers look as if they were given carelessly."
)
CARE_FEW = _(
    "Kurang dari {k} orang ditandai. Skor tanpa mereka tidak ditampilkan, karena dari selisihnya jawaban mereka bisa dihitung.",
    "Fewer than {k} people are flagged. Scores without them are not shown, because their answers could be worked out from the difference.",
)
CARE_TABLE = _(
    "Skor dengan dan tanpa orang yang ditandai", "Scores with and without the flagged people"
)
EVERYBODY = _("Semua orang", "Everybody")
WITHOUT = _("Tanpa yang ditandai", "Without the flagged")
REMARK = _("Catatan", "Remark")
MOVED = _("bergeser lebih dari 0,1", "moves by more than 0.1")
ALIKE = _("hampir sama", "almost the same")
CARE_UNKNOWN = _(
    "Hasil ini disimpan sebelum mutu jawaban dihitung.",
    "This result was stored before the quality of answers was looked at.",
)

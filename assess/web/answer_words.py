"""Answers and refusals in the words of the page's language, as plain text."""

from __future__ import annotations

from flask_babel import gettext

from assess.questionnaire.answers import (
    DO_NOT_KNOW,
    EVIDENCE_LENGTH,
    NOT_APPLICABLE,
    NOTE_LENGTH,
    Refusal,
)
from assess.questionnaire.questions import (
    FocusGroupQuestion,
    LikertQuestion,
    MaturityQuestion,
    OpenQuestion,
)
from assess.store.answers import StoredAnswer
from assess.web.language import language


def refusal_in_words(refusal: Refusal) -> str:
    match refusal:
        case Refusal.LEVEL:
            return gettext("Pilih satu keadaan dari daftar.")
        case Refusal.TARGET:
            return gettext("Pilih target dari tingkat 1 sampai 5.")
        case Refusal.TARGET_BELOW_LEVEL:
            return gettext(
                "Target lebih rendah daripada keadaan saat ini. Pilih target yang sama atau "
                "lebih tinggi."
            )
        case Refusal.HORIZON:
            return gettext("Pilih jangka waktu dari daftar.")
        case Refusal.NOT_ASKED:
            return gettext(
                "Pertanyaan ini tidak ditanyakan lagi pada putaran ini. Jawaban Anda pada putaran "
                "sebelumnya tetap dihitung."
            )
        case Refusal.TOO_LONG:
            return gettext(
                "Tulisan terlalu panjang. Catatan paling panjang %(note)s huruf, bukti %(evidence)s.",
                note=NOTE_LENGTH,
                evidence=EVIDENCE_LENGTH,
            )


def answer_in_words(question: FocusGroupQuestion, answer: StoredAnswer) -> str:
    if isinstance(question, OpenQuestion):
        return answer.note or not_answered()
    words = _level_in_words(question, answer.level)
    if isinstance(question, MaturityQuestion) and answer.target is not None:
        return gettext("%(level)s · target tingkat %(target)s", level=words, target=answer.target)
    return words


def answer_briefly(question: FocusGroupQuestion, answer: StoredAnswer) -> str:
    """For a line above the cards: a level's number; its sentence stands below anyway."""
    if not isinstance(question, MaturityQuestion) or answer.level is None or answer.level < 1:
        return answer_in_words(question, answer)
    if answer.target is None:
        return gettext("tingkat %(level)s", level=answer.level)
    return gettext(
        "tingkat %(level)s, target tingkat %(target)s", level=answer.level, target=answer.target
    )


def _level_in_words(question: MaturityQuestion | LikertQuestion, level: int | None) -> str:
    if level is None:
        return not_answered()
    if level == DO_NOT_KNOW:
        return gettext("Saya tidak tahu")
    if level == NOT_APPLICABLE:
        return gettext("Tidak berlaku")
    texts = question.anchors if isinstance(question, MaturityQuestion) else question.options
    return f"{level} – {texts[level].in_language(language())}"


def not_answered() -> str:
    return gettext("Belum dijawab")

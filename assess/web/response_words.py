"""Who was invited, came and answered, and whether that makes a final result."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from assess.scoring.response import LOWEST_RATE, Response, Shortfall, response
from assess.scoring.scorecard import people_by_group
from assess.scoring.sensitivity import FEWEST_GROUPS, FEWEST_PEOPLE
from assess.store.focus_groups import attendance_of_closed, invited_to_closed
from assess.web.database import db
from assess.web.formatting import NOTHING, in_language, number, percent
from assess.web.result import Result


@dataclass(frozen=True)
class ResponseWords:
    """rows : (group, invited, came, answered, response rate); provisional : why the result is
    not final, empty where it is; status : the same as a whole sentence"""

    rows: tuple[tuple[str, str, str, str, str], ...]
    provisional: str
    status: str


def response_in_words(result: Result) -> ResponseWords:
    """Of the closed meetings."""
    namer = result.namer
    came = attendance_of_closed(db(), result.assessment)
    invited = invited_to_closed(db(), result.assessment)
    answered = people_by_group(result.scorecard)
    found = response(answered, invited, namer.fewest)
    rows = tuple(
        (
            in_language(group.name),
            number(invited[group.key]) if invited.get(group.key) else NOTHING,
            namer.people(came.get(group.key, 0)),
            namer.people(answered.get(group.key, 0)),
            percent(found.rates.get(group.key)),
        )
        for group in result.questionnaire.groups
        if group.key in came or invited.get(group.key)
    )
    why = _why(found, result)
    status = (
        _("Hasil ini sementara: %(why)s.", why=why)
        if why
        else _("Jumlah kelompok, orang, dan tingkat jawaban cukup untuk hasil akhir.")
    )
    if namer.for_office:
        status = _("Penilai mengisi atas nama kantornya; jumlah orang bukan ukuran di sini.")
    return ResponseWords(rows, why, status)


def _why(found: Response, result: Result) -> str:
    if result.namer.for_office:
        return ""
    words = {
        Shortfall.FEW_GROUPS: _("kurang dari %(n)s kelompok menjawab", n=FEWEST_GROUPS),
        Shortfall.FEW_PEOPLE: _("kurang dari %(n)s orang menjawab", n=FEWEST_PEOPLE),
        Shortfall.LOW_RESPONSE: _(
            "kurang dari %(share)s undangan menjawab pada %(groups)s",
            share=percent(LOWEST_RATE),
            groups=", ".join(result.namer.briefly(group) for group in found.low),
        ),
    }
    return "; ".join(words[reason] for reason in found.reasons)

"""Forms of the facilitator's console."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange

from assess.questionnaire.instrument import Questionnaire
from assess.web.language import language
from assess.web.staff_form import Filled, StaffForm, WholeNumberField, choice

NO_CONSENSUS = "none"
NO_GROUP = ""
MOST_MINUTES = 600


class ActForm(StaffForm):
    """Nothing but the token against forgery: what is done stands in the button."""


class MinutesForm(StaffForm):
    minutes = WholeNumberField(
        _("Sisa waktu untuk pembahasan, dalam menit"),
        validators=[
            Filled(_("Tulis sisa waktu dalam menit, misalnya 60.")),
            NumberRange(1, MOST_MINUTES, message=_("Tulis sisa waktu antara 1 dan 600 menit.")),
        ],
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_MINUTES},
    )


class ConsensusForm(StaffForm):
    level = RadioField(
        _("Hasil pembahasan"),
        validators=[Filled(_("Pilih tingkat yang disepakati, atau pilih tidak tercapai."))],
    )
    note = TextAreaField(
        _("Catatan (boleh dikosongkan)"),
        validators=[Length(max=1000, message=_("Catatan paling panjang 1.000 karakter."))],
        render_kw={"rows": 3},
    )

    def agreed_level(self) -> int | None:
        return None if self.level.data == NO_CONSENSUS else int(self.level.data)


class DissentForm(StaffForm):
    text = TextAreaField(
        _("Pendapat yang berbeda"),
        validators=[
            Filled(_("Tulis pendapatnya.")),
            Length(max=1000, message=_("Pendapat paling panjang 1.000 karakter.")),
        ],
        render_kw={"rows": 3},
    )
    group = SelectField(_("Dari kelompok (boleh dikosongkan)"))


class ScoreRoundForm(StaffForm):
    number = RadioField(
        _("Putaran untuk skor resmi"), validators=[Filled(_("Pilih satu putaran."))]
    )
    reason = TextAreaField(
        _("Catatan (boleh dikosongkan)"),
        validators=[Length(max=500, message=_("Catatan paling panjang 500 karakter."))],
        render_kw={"rows": 2},
    )


def consensus_form(
    questionnaire: Questionnaire, *, sent: bool = True, **stands: str
) -> ConsensusForm:
    """`sent`: this form was posted, not another one of the page, or none."""
    form = ConsensusForm(**stands) if sent else ConsensusForm(formdata=None, **stands)
    form.level.choices = [
        choice(str(number), f"{number} · {level.name.in_language(language())}")
        for number, level in sorted(questionnaire.scale.levels.items())
    ] + [choice(NO_CONSENSUS, str(_("Kesepakatan tidak tercapai")))]
    return form


def dissent_form(questionnaire: Questionnaire, *, sent: bool = True) -> DissentForm:
    form = DissentForm() if sent else DissentForm(formdata=None)
    form.group.choices = [choice(NO_GROUP, str(_("Tidak disebut")))] + [
        choice(group.key, group.name.in_language(language())) for group in questionnaire.groups
    ]
    return form


def score_round_form(rounds: Iterable[int], chosen: int) -> ScoreRoundForm:
    form = ScoreRoundForm(number=str(chosen))
    form.number.choices = [
        choice(str(number), str(_("Putaran %(number)s", number=number))) for number in rounds
    ]
    return form

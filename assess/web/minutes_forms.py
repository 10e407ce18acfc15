"""Forms of the minutes: a name on the attendance list, a decision, an action point."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from assess.actions.minutes import NewAttendee
from assess.questionnaire.instrument import Questionnaire
from assess.web.formatting import in_language
from assess.web.staff_form import Filled, StaffForm, Within, choice

LONGEST_TEXT = 1000


class AttendeeForm(StaffForm):
    name = StringField(
        _("Nama"),
        validators=[
            Filled(_("Tulis nama.")),
            Length(max=120, message=_("Nama paling panjang 120 karakter.")),
        ],
    )
    position = StringField(
        _("Jabatan (boleh dikosongkan)"),
        validators=[Length(max=120, message=_("Jabatan paling panjang 120 karakter."))],
    )
    institution = StringField(
        _("Instansi (boleh dikosongkan)"),
        validators=[Length(max=120, message=_("Instansi paling panjang 120 karakter."))],
    )
    group = SelectField(_("Kelompok"), validators=[Filled(_("Pilih kelompok."))])
    consents = BooleanField(
        _("Yang bersangkutan setuju namanya dicantumkan dalam berita acara"),
        validators=[InputRequired(_("Nama hanya dicantumkan dengan persetujuan."))],
    )

    def offer(self, questionnaire: Questionnaire) -> None:
        self.group.choices = [
            choice("", str(_("Pilih kelompok"))),
            *(choice(group.key, in_language(group.name)) for group in questionnaire.groups),
        ]

    def new_attendee(self) -> NewAttendee:
        return NewAttendee(
            name=self.name.data or "",
            group_key=self.group.data or "",
            position=self.position.data or "",
            institution=self.institution.data or "",
            consents=bool(self.consents.data),
        )


class DecisionForm(StaffForm):
    decision = TextAreaField(
        _("Keputusan"),
        validators=[
            Filled(_("Tulis keputusan.")),
            Length(max=LONGEST_TEXT, message=_("Keputusan paling panjang 1.000 karakter.")),
        ],
        render_kw={"rows": 3},
    )
    question = SelectField(_("Butir yang dimaksud (boleh dikosongkan)"), default="")

    def offer(self, questionnaire: Questionnaire) -> None:
        self.question.choices = [
            choice("", str(_("Tidak tentang satu butir"))),
            *(
                choice(question.id, f"{question.id} · {in_language(question.text)}")
                for question in questionnaire.maturity_questions
            ),
        ]


class ActionForm(StaffForm):
    action = TextAreaField(
        _("Kegiatan"),
        validators=[
            Filled(_("Tulis kegiatan.")),
            Length(max=LONGEST_TEXT, message=_("Kegiatan paling panjang 1.000 karakter.")),
        ],
        render_kw={"rows": 3},
    )
    owner = StringField(
        _("Penanggung jawab"),
        validators=[
            Filled(_("Tulis siapa yang bertanggung jawab.")),
            Length(max=200, message=_("Penanggung jawab paling panjang 200 karakter.")),
        ],
    )
    due = DateField(
        _("Batas waktu"),
        validators=[
            Filled(_("Tulis batas waktu, misalnya 2027-03-01.")),
            Within(2000, 2100, _("Tulis tanggal antara tahun 2000 dan 2100.")),
        ],
    )

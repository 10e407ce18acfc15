"""Forms of the facilitator: regions, assessments, meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, NumberRange, Optional, Regexp

from assess.actions.assessments import NewAssessment
from assess.actions.focus_groups import NewFocusGroup
from assess.actions.regions import BPS_CODE, KEMENDAGRI_CODE, NewRegion
from assess.questionnaire.instrument import RespondentGroup
from assess.store.tables import RegionKind
from assess.web.formatting import ZONES
from assess.web.language import language
from assess.web.staff_form import Filled, StaffForm, WholeNumberField, Within, choice

MOST_HEADS = 999
MOST_MINUTES = 240
DATE_OF_OUR_TIME = Within(2000, 2100, _("Tulis tanggal antara tahun 2000 dan 2100."))
ZONE_CHOICES = [
    choice("WIB", _("WIB, Indonesia Barat")),
    choice("WITA", _("WITA, Indonesia Tengah")),
    choice("WIT", _("WIT, Indonesia Timur")),
]


class ShippedRegionForm(StaffForm):
    """`code` gets its choices from the view: the shipped regions that are not created yet."""

    code = RadioField(
        _("Kabupaten atau kota"),
        validators=[Filled(_("Pilih satu kabupaten atau kota."))],
        validate_choice=True,
    )


class RegionForm(StaffForm):
    kind = RadioField(
        _("Jenis"),
        choices=[
            choice(RegionKind.REGENCY.value, _("Kabupaten")),
            choice(RegionKind.CITY.value, _("Kota")),
        ],
        validators=[Filled(_("Pilih kabupaten atau kota."))],
    )
    name = StringField(
        _("Nama tanpa kata kabupaten atau kota"),
        validators=[
            Filled(_("Tulis nama kabupaten atau kota.")),
            Length(max=100, message=_("Nama paling panjang 100 karakter.")),
        ],
    )
    province = StringField(
        _("Provinsi"),
        validators=[
            Filled(_("Tulis nama provinsi.")),
            Length(max=100, message=_("Nama provinsi paling panjang 100 karakter.")),
        ],
    )
    kemendagri_code = StringField(
        _("Kode Kemendagri"),
        validators=[
            Filled(_("Tulis kode Kemendagri.")),
            Regexp(
                KEMENDAGRI_CODE,
                message=_("Kode Kemendagri terdiri atas empat angka dengan titik, misalnya 64.71."),
            ),
        ],
    )
    bps_code = StringField(
        _("Kode BPS"),
        validators=[
            Filled(_("Tulis kode BPS.")),
            Regexp(BPS_CODE, message=_("Kode BPS terdiri atas empat angka, misalnya 6471.")),
        ],
    )
    time_zone = RadioField(
        _("Zona waktu"),
        choices=ZONE_CHOICES,
        validators=[Filled(_("Pilih zona waktu."))],
    )
    cohort = WholeNumberField(
        _("Tahun bergabung dengan Gerakan Menuju Smart City (boleh dikosongkan)"),
        validators=[
            Optional(),
            NumberRange(2017, 2100, message=_("Tulis tahun mulai 2017, atau kosongkan.")),
        ],
    )

    def new_region(self) -> NewRegion:
        return NewRegion(
            kemendagri_code=self.kemendagri_code.data or "",
            bps_code=self.bps_code.data or "",
            kind=RegionKind(self.kind.data),
            name=self.name.data or "",
            province=self.province.data or "",
            time_zone=self.time_zone.data,
            cohort=self.cohort.data,
        )


class AssessmentForm(StaffForm):
    """`questionnaire` gets its choices from the view: the shipped editions."""

    questionnaire = RadioField(_("Kuesioner"), validators=[Filled(_("Pilih satu kuesioner."))])
    title = StringField(
        _("Judul asesmen"),
        validators=[
            Filled(_("Tulis judul asesmen.")),
            Length(max=200, message=_("Judul paling panjang 200 karakter.")),
        ],
    )
    year = WholeNumberField(
        _("Tahun"),
        validators=[
            Filled(_("Tulis tahun dengan empat angka, misalnya 2026.")),
            NumberRange(2000, 2100, message=_("Tulis tahun antara 2000 dan 2100.")),
        ],
    )
    legal_basis = StringField(
        _("Dasar hukum pengumpulan data"),
        validators=[Length(max=300, message=_("Dasar hukum paling panjang 300 karakter."))],
    )
    recipients = StringField(
        _("Penerima data"),
        validators=[Length(max=300, message=_("Penerima data paling panjang 300 karakter."))],
    )
    contact = StringField(
        _("Kontak untuk pertanyaan peserta"),
        validators=[Length(max=200, message=_("Kontak paling panjang 200 karakter."))],
    )
    keep_until = DateField(
        _("Jawaban disimpan sampai"),
        validators=[Optional(), DATE_OF_OUR_TIME],
    )

    def new_assessment(self) -> NewAssessment:
        return NewAssessment(
            title=self.title.data or "",
            year=self.year.data or 0,
            legal_basis=self.legal_basis.data or "",
            recipients=self.recipients.data or "",
            contact=self.contact.data or "",
            keep_until=self.keep_until.data,
        )


class FocusGroupForm(StaffForm):
    """Place and time of a meeting. `focus_group_form` adds a number field for each group."""

    HEADS = "heads_"

    title = StringField(
        _("Judul FGD"),
        validators=[
            Filled(_("Tulis judul FGD.")),
            Length(max=200, message=_("Judul paling panjang 200 karakter.")),
        ],
    )
    place = StringField(
        _("Tempat"),
        validators=[
            Filled(_("Tulis tempat FGD.")),
            Length(max=200, message=_("Tempat paling panjang 200 karakter.")),
        ],
    )
    day = DateField(
        _("Tanggal"),
        validators=[Filled(_("Tulis tanggal FGD, misalnya 2026-11-21.")), DATE_OF_OUR_TIME],
    )
    time = TimeField(_("Jam mulai"), validators=[Filled(_("Tulis jam mulai, misalnya 09:00."))])
    time_zone = RadioField(
        _("Zona waktu"),
        choices=ZONE_CHOICES,
        validators=[Filled(_("Pilih zona waktu."))],
    )
    agenda = TextAreaField(
        _("Agenda (boleh dikosongkan)"),
        validators=[Length(max=4000, message=_("Agenda paling panjang 4.000 karakter."))],
        render_kw={"rows": 4},
    )

    def heads_fields(self) -> list[WholeNumberField]:
        return [field for field in self if field.short_name.startswith(self.HEADS)]

    def new_focus_group(self) -> NewFocusGroup:
        if self.day.data is None or self.time.data is None:
            raise ValueError("day and time are read after validation")
        local = datetime.combine(self.day.data, self.time.data, ZONES[self.time_zone.data])
        return NewFocusGroup(
            title=self.title.data or "",
            place=self.place.data or "",
            starts_at=local.astimezone(UTC),
            time_zone=self.time_zone.data,
            agenda=self.agenda.data or "",
            expected_heads={
                field.short_name.removeprefix(self.HEADS): field.data or 0
                for field in self.heads_fields()
            },
        )


def focus_group_form(groups: Sequence[RespondentGroup]) -> type[FocusGroupForm]:
    """The form for the respondent groups of one questionnaire."""
    fields = {
        FocusGroupForm.HEADS + group.key: WholeNumberField(
            group.name.in_language(language()),
            validators=[
                Optional(),
                NumberRange(0, MOST_HEADS, message=_("Tulis jumlah orang antara 0 dan 999.")),
            ],
            render_kw={"inputmode": "numeric", "min": 0, "max": MOST_HEADS},
        )
        for group in groups
    }
    return type("FocusGroupFormOfQuestionnaire", (FocusGroupForm,), fields)


class CloseForm(StaffForm):
    """Nothing but the token against forgery: the page itself asks the question."""


class ReopenForm(StaffForm):
    reason = TextAreaField(
        _("Alasan membuka lagi"),
        validators=[
            Filled(_("Tulis alasan. Alasan ini tercatat bersama nama Anda.")),
            Length(max=500, message=_("Alasan paling panjang 500 karakter.")),
        ],
        render_kw={"rows": 3},
    )
    minutes = WholeNumberField(
        _("Dibuka berapa menit? (boleh dikosongkan)"),
        validators=[
            Optional(),
            NumberRange(1, MOST_MINUTES, message=_("Tulis jumlah menit antara 1 dan 240.")),
        ],
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_MINUTES},
    )


class AdmitForm(StaffForm):
    """`code` gets its choices from the view: what waits to be admitted."""

    code = RadioField(
        _("Kode yang disebutkan peserta"),
        validators=[Filled(_("Pilih kode yang disebutkan peserta."))],
    )
    reason = TextAreaField(
        _("Alasan menerima"),
        validators=[
            Filled(_("Tulis alasan. Alasan ini tercatat bersama nama Anda.")),
            Length(max=500, message=_("Alasan paling panjang 500 karakter.")),
        ],
        render_kw={"rows": 3},
    )

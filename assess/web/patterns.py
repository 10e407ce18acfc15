"""The pattern page: every component in every state, with sample content. Development only."""

from __future__ import annotations

import segno
from flask import Blueprint, render_template
from flask_babel import gettext
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from assess.report.figures import (
    WORDS,
    Figure,
    Number,
    Pair,
    dumbbell,
    group_range,
    histogram,
    level_bars,
    radar,
    slope,
)
from assess.web import formatting
from assess.web.access import PUBLIC, allow
from assess.web.language import language

blueprint = Blueprint("patterns", __name__)

PAIRS = (
    Pair("Tata Kelola", 2.44, 4.0),
    Pair("Pencitraan", 3.1, 3.9),
    Pair("Perekonomian", 1.86, 3.5),
    Pair("Permukiman", 2.98, 3.0),
    Pair("Masyarakat", 3.62, 3.2),
    Pair("Lingkungan", None, 4.2),
)
GROUPS = (
    ("Dinas Komunikasi dan Informatika", 3.8),
    ("Bappeda", 3.4),
    ("Kadin dan asosiasi usaha", 2.1),
    ("Perguruan tinggi", 2.6),
    ("Komunitas warga", 1.9),
    ("Operator telekomunikasi", None),
)


class SampleForm(Form):
    """One field of each kind; validated without data it shows every error."""

    name = StringField("Nama kegiatan FGD", [InputRequired("Tulis nama kegiatan FGD")])
    place = StringField("Tempat")
    date = DateField("Tanggal", [InputRequired("Pilih tanggal FGD")])
    agenda = TextAreaField("Agenda", [InputRequired("Tulis agenda, satu baris untuk tiap acara")])
    zone = SelectField("Zona waktu", choices=["WIB", "WITA", "WIT"], validate_choice=False)  # type: ignore[list-item]  # the stubs know pairs only
    role = RadioField(
        "Peran akun ini",
        [InputRequired("Pilih satu peran")],
        choices=["Fasilitator", "Petugas data"],  # type: ignore[list-item]  # the stubs know pairs only
    )
    notify = BooleanField("Tampilkan juga di daftar provinsi")


@blueprint.get("/patterns")
@allow(PUBLIC)
def index() -> str:
    faulty = SampleForm(prefix="faulty-")
    faulty.validate()
    return render_template(
        "patterns/index.html",
        form=SampleForm(),
        faulty=faulty,
        figures=sample_figures(formatting.score, formatting.percent),
        is_sample=True,
    )


@blueprint.get("/patterns/projector")
@allow(PUBLIC)
def projector() -> str:
    return render_template("patterns/projector.html", code=_sample_code(), is_sample=True)


@blueprint.get("/patterns/poster")
@allow(PUBLIC)
def poster() -> str:
    return render_template("patterns/poster.html", code=_sample_code(), is_sample=True)


@blueprint.get("/patterns/question")
@allow(PUBLIC)
def question() -> str:
    return render_template("patterns/question.html", is_sample=True)


def sample_figures(number: Number, percent: Number) -> dict[str, Figure]:
    words = WORDS[language()]
    return {
        "radar": radar(gettext("Enam dimensi"), PAIRS, number, words),
        "dumbbell": dumbbell(gettext("Saat ini dan target"), PAIRS, number, words),
        "levels": level_bars(
            gettext("Tingkat menurut sub-pilar"),
            (("Pelayanan publik", 3), ("Birokrasi", 2), ("Kebijakan publik", None)),
            words,
        ),
        "histogram": histogram(
            gettext("Sebaran jawaban"), (0.08, 0.31, 0.42, 0.15, 0.04), 0.22, percent, words
        ),
        "groups": group_range(gettext("Rata-rata menurut kelompok"), GROUPS, number, words),
        "slope": slope(
            gettext("Dari asesmen ke asesmen"),
            (("Tata Kelola", 2.1, 2.44), ("Lingkungan", 2.6, 2.5), ("Ekonomi", 1.8, 2.45)),
            ("2024", "2026"),
            number,
            words,
        ),
    }


def _sample_code() -> Markup:
    code = segno.make("https://takar.example/g/KXPWMRTH", error="m")
    return Markup(code.svg_inline(border=0, omitsize=True, dark="#1b2430", svgclass=None))

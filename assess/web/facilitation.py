"""What facilitators do: regions, assessments, meetings, the live board, closing, reopening.

Officials and reviewers read the same pages without the buttons.
"""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as WerkzeugResponse

from assess.actions.assessments import create_assessment
from assess.actions.focus_groups import (
    FocusGroupClosed,
    FocusGroupOpen,
    close_focus_group,
    create_focus_group,
    reopen_focus_group,
)
from assess.actions.regions import CodesDisagree, RegionExists, create_region, new_region_of
from assess.store.assessments import assessment_by_public_id, assessment_listings_of_region
from assess.store.focus_groups import (
    events_of,
    focus_group_listings_of,
    open_focus_groups_in,
)
from assess.store.late_answers import late_listings_of
from assess.store.questionnaires import VersionEdited, keep_version, questionnaire_of
from assess.store.regions import (
    region_by_code,
    region_listings_in,
    shipped_region,
    shipped_regions_not_yet_created,
)
from assess.store.tables import Region
from assess.web.access import (
    FACILITATES,
    READS,
    allow,
    current_account,
    current_scope,
    found,
)
from assess.web.clock import now
from assess.web.database import db
from assess.web.facilitation_forms import (
    AssessmentForm,
    CloseForm,
    RegionForm,
    ReopenForm,
    ShippedRegionForm,
    focus_group_form,
)
from assess.web.formatting import ZONES, in_language
from assess.web.head_checks import head_check_of
from assess.web.log_words import entry_in_words
from assess.web.meeting import board_of_meeting, meeting_at, meeting_context, read_at
from assess.web.staff_form import choice
from assess.web.state import takar

blueprint = Blueprint("facilitation", __name__)

UNPROCESSABLE = 422


@blueprint.get("/beranda")
@allow(READS)
def home() -> str:
    scope = current_scope()
    regions = region_listings_in(db(), scope)
    return render_template(
        "facilitation/home.html",
        open_focus_groups=open_focus_groups_in(db(), scope),
        regions=regions,
        is_sample=any(listing.region.is_sample for listing in regions),
    )


@blueprint.route("/daerah/baru", methods=["GET", "POST"])
@allow(FACILITATES)
def new_region() -> WerkzeugResponse | str | tuple[str, int]:
    form = ShippedRegionForm()
    offered = shipped_regions_not_yet_created(db())
    form.code.choices = [choice(region.kemendagri_code, region.full_name) for region in offered]
    if form.validate_on_submit():
        shipped = found(shipped_region(form.code.data))
        region = create_region(db(), new_region_of(shipped), now(), by=current_account())
        return _to_new_region(region)
    page = render_template("facilitation/new_region.html", form=form, offered=offered)
    return (page, UNPROCESSABLE) if form.is_submitted() else page


@blueprint.route("/daerah/baru/lain", methods=["GET", "POST"])
@allow(FACILITATES)
def new_region_by_hand() -> WerkzeugResponse | str | tuple[str, int]:
    form = RegionForm()
    if form.validate_on_submit():
        region = _created_by_hand(form)
        if region is not None:
            return _to_new_region(region)
    page = render_template("facilitation/new_region_by_hand.html", form=form)
    return (page, UNPROCESSABLE) if form.is_submitted() else page


@blueprint.get("/daerah/<code>")
@allow(READS)
def region(code: str) -> str:
    shown = _region(code)
    return render_template(
        "facilitation/region.html",
        region=shown,
        shipped=shipped_region(shown.kemendagri_code),
        assessments=assessment_listings_of_region(db(), shown),
        is_sample=shown.is_sample,
    )


@blueprint.route("/daerah/<code>/asesmen-baru", methods=["GET", "POST"])
@allow(FACILITATES)
def new_assessment(code: str) -> WerkzeugResponse | str | tuple[str, int]:
    owner = _region(code)
    editions = takar().questionnaires
    form = AssessmentForm(
        questionnaire=next(iter(editions), None),
        year=now().astimezone(ZONES[owner.time_zone]).year,
    )
    form.questionnaire.choices = [
        choice(key, f"{in_language(edition.title)} ({edition.version})")
        for key, edition in editions.items()
    ]
    if form.validate_on_submit():
        try:
            version = keep_version(db(), editions[form.questionnaire.data], now())
        except VersionEdited as error:
            form.questionnaire.errors = [_version_edited(error)]
        else:
            assessment = create_assessment(
                db(), owner, version, form.new_assessment(), now(), by=current_account()
            )
            flash(_("Asesmen sudah dibuat. Langkah berikutnya: buat FGD."))
            return redirect(url_for(".assessment", public_id=assessment.public_id), 303)
    page = render_template(
        "facilitation/new_assessment.html", form=form, region=owner, is_sample=owner.is_sample
    )
    return (page, UNPROCESSABLE) if form.is_submitted() else page


def _version_edited(error: VersionEdited) -> str:
    return _(
        "Versi %(version)s kuesioner ini sudah dipakai dengan isi lain. Minta pengelola aplikasi "
        "menaikkan nomor versinya.",
        version=error.version,
    )


@blueprint.get("/asesmen/<public_id>")
@allow(READS)
def assessment(public_id: str) -> str:
    shown = found(assessment_by_public_id(db(), current_scope(), public_id))
    questionnaire = questionnaire_of(db(), shown)
    return render_template(
        "facilitation/assessment.html",
        assessment=shown,
        region=shown.region,
        questionnaire=questionnaire,
        focus_groups=focus_group_listings_of(db(), shown),
        is_sample=shown.is_sample,
    )


@blueprint.route("/asesmen/<public_id>/fgd-baru", methods=["GET", "POST"])
@allow(FACILITATES)
def new_focus_group(public_id: str) -> WerkzeugResponse | str | tuple[str, int]:
    owner = found(assessment_by_public_id(db(), current_scope(), public_id))
    questionnaire = questionnaire_of(db(), owner)
    form = focus_group_form(questionnaire.groups)(time_zone=owner.region.time_zone)
    if form.validate_on_submit():
        opened = create_focus_group(
            db(), owner, form.new_focus_group(), now(), by=current_account()
        )
        flash(_("FGD sudah dibuat dan menerima peserta."))
        return redirect(url_for(".focus_group", public_id=opened.public_id), 303)
    page = render_template(
        "facilitation/new_focus_group.html",
        form=form,
        assessment=owner,
        region=owner.region,
        is_sample=owner.is_sample,
    )
    return (page, UNPROCESSABLE) if form.is_submitted() else page


@blueprint.get("/fgd/<public_id>")
@allow(READS)
def focus_group(public_id: str) -> str:
    shown = meeting_at(public_id)
    return render_template(
        "facilitation/focus_group.html",
        **meeting_context(shown),
        board=board_of_meeting(shown),
        events=events_of(db(), shown),
        entry_in_words=entry_in_words,
        head_check=head_check_of(shown),
        late=late_listings_of(db(), shown),
        updated=read_at(shown),
    )


@blueprint.get("/fgd/<public_id>/papan.json")
@allow(READS)
def board_numbers(public_id: str) -> WerkzeugResponse:
    """Polled every few seconds; 304 while nothing changed. The time of reading is a header, so
    that a screen can tell a quiet hall from a dead network."""
    shown = meeting_at(public_id)
    numbers = board_of_meeting(shown)
    response = jsonify(numbers.as_json())
    response.set_etag(numbers.etag)
    response.headers["Takar-Updated"] = read_at(shown)
    return response.make_conditional(request)


@blueprint.get("/fgd/<public_id>/poster")
@allow(READS)
def poster(public_id: str) -> str:
    return render_template("facilitation/poster.html", **meeting_context(meeting_at(public_id)))


@blueprint.route("/fgd/<public_id>/tutup", methods=["GET", "POST"])
@allow(FACILITATES)
def close(public_id: str) -> WerkzeugResponse | str:
    shown = meeting_at(public_id)
    form = CloseForm()
    if form.validate_on_submit():
        try:
            close_focus_group(db(), shown, now(), by=current_account())
        except FocusGroupClosed:
            flash(_("FGD ini sudah ditutup sebelumnya."))
        else:
            flash(_("FGD ditutup. Hasilnya sudah dihitung."))
        return redirect(url_for(".focus_group", public_id=public_id), 303)
    return render_template(
        "facilitation/close.html",
        **meeting_context(shown),
        board=board_of_meeting(shown),
        form=form,
    )


@blueprint.route("/fgd/<public_id>/buka-lagi", methods=["GET", "POST"])
@allow(FACILITATES)
def reopen(public_id: str) -> WerkzeugResponse | str | tuple[str, int]:
    shown = meeting_at(public_id)
    form = ReopenForm()
    if form.validate_on_submit():
        try:
            reopen_focus_group(
                *(db(), shown, form.reason.data or "", now()),
                by=current_account(),
                minutes=form.minutes.data,
            )
        except FocusGroupOpen:
            flash(_("FGD ini masih terbuka."))
        else:
            flash(_("FGD dibuka lagi. Peserta bisa mengubah jawaban."))
        return redirect(url_for(".focus_group", public_id=public_id), 303)
    page = render_template("facilitation/reopen.html", **meeting_context(shown), form=form)
    return (page, UNPROCESSABLE) if form.is_submitted() else page


def _region(code: str) -> Region:
    return found(region_by_code(db(), current_scope(), code))


def _created_by_hand(form: RegionForm) -> Region | None:
    try:
        return create_region(db(), form.new_region(), now(), by=current_account())
    except CodesDisagree as disagreement:
        form.kemendagri_code.errors = [_disagreement_in_words(str(disagreement))]
    except RegionExists as clash:
        form.kemendagri_code.errors = [_taken_in_words(clash.existing)]
    return None


def _taken_in_words(existing: Region) -> str:
    """The name is for those who work there; elsewhere only that the code is taken."""
    if current_scope().allows(existing.id):
        return _("Kode ini sudah dipakai oleh %(region)s.", region=existing.full_name)
    return _("Kode ini sudah dipakai daerah lain.")


def _disagreement_in_words(part: str) -> str:
    words: dict[str, str] = {
        "province": _("Dua angka pertama kode Kemendagri dan kode BPS harus sama: kode provinsi."),
        "kind": _(
            "Kode tidak cocok dengan jenisnya. Dua angka terakhir kode kota mulai dari 71, kode "
            "kabupaten di bawah 70."
        ),
    }
    return words[part]


def _to_new_region(region: Region) -> WerkzeugResponse:
    flash(_("%(region)s sudah dibuat.", region=region.full_name))
    return redirect(url_for(".region", code=region.kemendagri_code), 303)

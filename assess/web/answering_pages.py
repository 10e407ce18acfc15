"""The answering pages as HTML: prepared once per version, group and language, filled per request.

Values that go into slots are escaped here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext
from markupsafe import escape

from assess.actions.answers import Outcome, Recorded
from assess.questionnaire.answers import (
    DO_NOT_KNOW,
    NOT_APPLICABLE,
)
from assess.questionnaire.questions import (
    FocusGroupQuestion,
)
from assess.questionnaire.routing import Section
from assess.store.answers import StoredAnswer
from assess.store.seats import Seat
from assess.web.answer_form import Posted
from assess.web.answer_words import answer_briefly, answer_in_words, not_answered, refusal_in_words
from assess.web.form_version import FormVersion
from assess.web.language import language
from assess.web.prepared import Prepared, slot
from assess.web.seats import forgery_token, phone_key
from assess.web.state import takar

_PAGES: dict[tuple[object, ...], Prepared] = {}
_MOST = 4096
# Filled on a section's page whoever asks; the other slots hold what one person answered.
FILLED_FOR_ALL = frozenset({"state", "answered"})
KEEPS = "Takar-Keeps"  # said by the service worker
_PAGE_NUMBER = re.compile(r'name="page" value="\w+"')
_CHECKED, _SELECTED = " checked", " selected"
_LEVEL_WORDS = {DO_NOT_KNOW: "DK", NOT_APPLICABLE: "NA"}


def hub(
    seat: Seat, version: FormVersion, answers: Mapping[str, StoredAnswer], resume_code: str
) -> Response:
    page = _prepared("answering/hub.html", seat, version)
    values = {
        "phone": phone_slot(seat),
        "hide_form": "" if version.sections else " hidden",
        "resume": str(escape(resume_code)),
        "seat_number": str(seat.number),
        "answered": str(version.number_answered(answers)),
        "sent": _sent_notice(seat),
    }
    following = None
    for at, part in enumerate(version.sections):
        done = sum(1 for q in part.questions if (a := answers.get(q.id)) is not None and a.given)
        total = len(part.questions)
        values[f"{at}.done"] = str(done)
        values[f"{at}.kind"] = "done" if done == total else ("started" if done else "plain")
        if done < total and following is None:
            following = part
    values["next"] = following.key if following is not None else "periksa"
    html = page.fill(values)
    response = Response(html, mimetype="text/html")
    _let_stand(response, html)
    return response


def section(
    seat: Seat,
    version: FormVersion,
    part: Section,
    answers: Mapping[str, StoredAnswer],
    values: Mapping[str, str],
    status: int = 200,
) -> Response:
    at = version.sections.index(part)
    after = after_section(version, part)
    page = _prepared(
        "answering/section.html", seat, version, section=part, number=at + 1, after=after
    )
    response = page.response(values, status)
    if status == 200:
        # Each rendering has a number of its own; apart from it the page may stand as it was.
        content = repr(sorted(values.items()))
        _let_stand(response, page.digest + _PAGE_NUMBER.sub("", content))
    return response


def after_section(version: FormVersion, part: Section) -> str:
    following = version.section_after(part)
    if following is None:
        return url_for("answering.check")
    return url_for("answering.section", section_key=following.key)


def _let_stand(response: Response, content: str) -> None:
    """A phone that has kept exactly this page for the time without network is told so."""
    if KEEPS not in request.headers:
        return
    response.set_etag(hashlib.sha256(content.encode()).hexdigest()[:20])
    response.make_conditional(request)


def check(seat: Seat, version: FormVersion, answers: Mapping[str, StoredAnswer]) -> str:
    page = _prepared("answering/check.html", seat, version)
    values = {
        "csrf": forgery_token(seat),
        "phone": phone_slot(seat),
        "sent": _sent_notice(seat),
    }
    missing: list[str] = []
    for at, part in enumerate(version.sections):
        for number, question in enumerate(part.questions):
            answer = answers.get(question.id)
            if answer is None or not answer.given:
                missing.append(_link(part, question))
                values[f"{at}.{number}.answer"] = f"<em>{not_answered()}</em>"
            else:
                values[f"{at}.{number}.answer"] = str(escape(answer_in_words(question, answer)))
    if missing:
        values["missing_count"] = str(len(missing))
        values["missing"] = "".join(f"<li>{link}</li>" for link in missing)
        values["hide_complete"] = " hidden"
    else:
        values["hide_missing"] = " hidden"
    return page.fill(values)


def done(seat: Seat, version: FormVersion, time: str) -> str:
    page = _prepared("answering/done.html", seat, version)
    return page.fill(
        {
            "csrf": forgery_token(seat),
            "phone": phone_slot(seat),
            "received": str(seat.received),
            "time": str(escape(time)),
        }
    )


def withdrawal(seat: Seat, version: FormVersion) -> str:
    page = _prepared("answering/withdraw.html", seat, version)
    return page.fill({"csrf": forgery_token(seat)})


def withdrawn(key: str) -> str:
    return render_template("answering/withdrawn.html", nav_items=[], account=None, phone_key=key)


def phone_slot(seat: Seat) -> str:
    """What the script of a page needs: whose answers the phone keeps, and how it may send them."""
    key, token = phone_key(seat.participant_id), forgery_token(seat)
    return f' data-seat="{key}" data-token="{token}"'


def state_slot(seat: Seat, number: str, seen: str, answered: int) -> str:
    """The hidden fields of a section, in one place: what differs from page to page divides the
    text that is compressed for all."""
    fields = {"csrf_token": forgery_token(seat), "page": number, "seen": seen}
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">\n'
        for name, value in fields.items()
    )
    return hidden.replace(">", f'{phone_slot(seat)} data-answered="{answered}">', 1)


def answer_slots(part: Section, answers: Mapping[str, StoredAnswer]) -> dict[str, str]:
    """What is chosen and written, as slots of the section's page."""
    values: dict[str, str] = {}
    for at, question in enumerate(part.questions):
        answer = answers.get(question.id)
        if answer is not None:
            _fill_answer(values, at, answer)
    return values


def add_refusals(values: dict[str, str], part: Section, posted: Posted) -> None:
    """What was typed, kept as it was, with the fault beside it."""
    for at, question in enumerate(part.questions):
        refusal = posted.refused.get(question.id)
        if refusal is None:
            continue
        typed = posted.typed[question.id]
        for name in ("level", "target", "horizon"):
            for key in [key for key in values if key.startswith(f"{at}.{name}.")]:
                del values[key]
            values[f"{at}.{name}.{typed[name]}"] = _SELECTED if name == "horizon" else _CHECKED
        values[f"{at}.note"] = str(escape(typed["note"]))
        values[f"{at}.evidence"] = str(escape(typed["evidence"]))
        _add_fault(values, at, question, refusal_in_words(refusal))


def add_conflicts(
    values: dict[str, str], version: FormVersion, part: Section, stale: Iterable[Recorded]
) -> None:
    """Both values, and what to do: the form shows the stored one, the words the refused one."""
    number = {question.id: at for at, question in enumerate(part.questions)}
    for each in stale:
        question = version.questions[each.operation.question_id]
        given = StoredAnswer(question.id, 0, *each.operation.given.content)
        message = gettext(
            "Jawaban ini sudah diubah di perangkat lain, jadi tidak ditimpa. Di perangkat lain: "
            "%(stored)s. Pilihan Anda di sini: %(given)s. Pilih lagi, lalu simpan.",
            stored=answer_briefly(question, each.current),
            given=answer_briefly(question, given),
        )
        _add_fault(values, number[question.id], question, message)


def recorded_for_script(recorded: Recorded) -> dict[str, Any]:
    """What stands is told only where it is not what the phone has just sent."""
    current = recorded.current
    told: dict[str, Any] = {
        "operation_id": recorded.operation.operation_id,
        "question_id": recorded.operation.question_id,
        "outcome": recorded.outcome.value,
        "revision": recorded.revision,
    }
    if recorded.outcome is Outcome.STALE or current.revision != recorded.revision:
        told["current"] = {
            "revision": current.revision,
            "level": _level_word(current.level),
            "target": str(current.target or ""),
            "horizon": current.horizon or "",
            "note": current.note or "",
            "evidence": current.evidence or "",
        }
    return told


def add_earlier(
    values: dict[str, str], part: Section, earlier: Mapping[str, tuple[int | None, int | None]]
) -> None:
    """What this person had answered in the round before, above each question."""
    for at, question in enumerate(part.questions):
        level, target = earlier.get(question.id, (None, None))
        answer = StoredAnswer(question.id, 0, level, target)
        values[f"{at}.earlier"] = str(escape(answer_briefly(question, answer)))


def _fill_answer(values: dict[str, str], at: int, answer: StoredAnswer) -> None:
    if answer.level is not None:
        values[f"{at}.level.{_level_word(answer.level)}"] = _CHECKED
    if answer.target is not None:
        values[f"{at}.target.{answer.target}"] = _CHECKED
    if answer.horizon:
        values[f"{at}.horizon.{answer.horizon}"] = _SELECTED
    if answer.note:
        values[f"{at}.note"] = str(escape(answer.note))
    if answer.evidence:
        values[f"{at}.evidence"] = str(escape(answer.evidence))
    if answer.note or answer.evidence:
        values[f"{at}.open"] = " open"


def _add_fault(values: dict[str, str], at: int, question: FocusGroupQuestion, message: str) -> None:
    safe = escape(message)
    values["fault"] = str(escape(gettext("Galat:"))) + " "
    links = values.get("fault_links", "")
    values["fault_links"] = links + f'<li><a href="#q-{escape(question.id)}">{safe}</a></li>'
    values["faults"] = (
        '<div class="error-summary" role="alert">'
        f"<h2>{escape(gettext('Ada yang perlu diperbaiki'))}</h2>"
        f"<ul>{values['fault_links']}</ul>"
        f"<p>{escape(gettext('Jawaban lain di bagian ini sudah tersimpan.'))}</p></div>"
    )
    values[f"{at}.fault"] = f'<p class="error">{safe}</p>'


def _level_word(level: int | None) -> str:
    return "" if level is None else _LEVEL_WORDS.get(level, str(level))


def _link(part: Section, question: FocusGroupQuestion) -> str:
    text = escape(question.text.in_language(language()))
    return f'<a href="/isi/{escape(part.key)}#q-{escape(question.id)}">{text}</a>'


def _sent_notice(seat: Seat) -> str:
    if not seat.meeting_open:
        return _notice(gettext("FGD sudah ditutup. Jawaban tidak dapat diubah lagi."))
    if seat.voided:
        return _notice(
            gettext(
                "Kursi ini dibatalkan oleh fasilitator, jadi jawabannya tidak dihitung. Bila itu "
                "keliru, beri tahu fasilitator."
            )
        )
    if not seat.open:
        return _notice(
            gettext(
                "Putaran %(round)s sudah ditutup. Jawaban Anda tersimpan. Sekarang hasilnya "
                "dibahas bersama di layar depan.",
                round=seat.round,
            )
        )
    if seat.sent_at is not None:
        return _notice(
            gettext(
                "%(count)s jawaban sudah Anda kirim. Jawaban masih bisa diubah sampai fasilitator "
                "menutup FGD.",
                count=seat.received,
            )
        )
    return ""


def _notice(text: str) -> str:
    return f'<div class="notice"><p>{escape(text)}</p></div>'


def _prepared(template: str, seat: Seat, version: FormVersion, **context: Any) -> Prepared:
    part = context.get("section")
    key = (
        template,
        version.key,
        seat.is_sample,
        language(),
        part.key if part is not None else None,
    )
    page = _PAGES.get(key)
    if page is None or takar().settings.development:
        other = "id" if language() == "en" else "en"
        html = render_template(
            template,
            slot=slot,
            version=version,
            group=version.questionnaire.group_by_key[seat.group_key],
            is_sample=seat.is_sample,
            # Nothing of the one who happens to ask first may stay in a page for everybody.
            nav_items=[],
            account=None,
            csrf_token=lambda: slot("csrf"),
            other_language_url=f"?bahasa={other}",
            **context,
        )
        page = Prepared.of(html, FILLED_FOR_ALL if part is not None else frozenset())
        if len(_PAGES) >= _MOST:
            _PAGES.clear()
        _PAGES[key] = page
    return page

"""Texts that would be markup if a page forgot to escape them, and the pages that show texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from sqlalchemy import text

from assess.store.database import Database

# Each shows itself when it is not escaped: by an element, an attribute, or a dialog in a browser.
PAYLOADS = (
    "<script>alert('zxss')</script>",
    "<SCRIPT SRC=//jahat.example/zxss.js></SCRIPT>",
    "<scr<script>ipt>alert('zxss')</scr</script>ipt>",
    "<script >alert('zxss')</script\t>",
    "<script/zxss>alert('zxss')</script>",
    "<img src=x onerror=alert('zxss')>",
    "<IMG SRC=x OnErRoR=alert('zxss')>",
    "<img/src/onerror=alert('zxss')>",
    "<img src=x:x onerror\t=\talert('zxss')",
    "<img src='jahat.example/zxss.png' srcset='//jahat.example/zxss 2x'>",
    "<svg onload=alert('zxss')>",
    "<svg><script>alert('zxss')</script></svg>",
    "<svg><animate onbegin=alert('zxss') attributeName=x></svg>",
    "<svg/onload=alert('zxss')//",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'></use></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert('zxss')>",
    "<body onload=alert('zxss')>",
    "<iframe src=javascript:alert('zxss')></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert('zxss')></object>",
    "<embed src=javascript:alert('zxss')>",
    "<a href=javascript:alert('zxss')>tekan</a>",
    "<form action=//jahat.example><input type=submit autofocus onfocus=alert('zxss')></form>",
    "<input autofocus onfocus=alert('zxss')>",
    "<details open ontoggle=alert('zxss')>x</details>",
    "<video><source onerror=alert('zxss')></video>",
    "<audio src onerror=alert('zxss')>",
    "<marquee onstart=alert('zxss')>x</marquee>",
    "<base href=//jahat.example/>",
    "<meta http-equiv=refresh content='0;url=//jahat.example/zxss'>",
    "<link rel=stylesheet href=//jahat.example/zxss.css>",
    "<style>@import '//jahat.example/zxss.css';</style>",
    "<p style=background:url(//jahat.example/zxss)>x</p>",
    "<zxss-element>x</zxss-element>",
    "<template><script>alert('zxss')</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "\" onmouseover=alert('zxss') zxss=\"",
    "' onmouseover=alert('zxss') zxss='",
    "` onmouseover=alert('zxss') zxss=`",
    "\"><script>alert('zxss')</script>",
    "'><script>alert('zxss')</script>",
    "\" autofocus onfocus=alert('zxss') x=\"",
    "\"/><svg/onload=alert('zxss')>",
    "x onfocus=alert('zxss') autofocus",
    "</title><script>alert('zxss')</script>",
    "</textarea><script>alert('zxss')</script>",
    "</script><script>alert('zxss')</script>",
    "</style><script>alert('zxss')</script>",
    "</select><img src=x onerror=alert('zxss')>",
    "</dd></dl></main><h1>zxss</h1>",
    "--><script>alert('zxss')</script><!--",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "]]><script>alert('zxss')</script><![CDATA[",
    "<?php echo 'zxss' ?>",
    "<!DOCTYPE zxss>",
    "&lt;script&gt;alert('zxss')&lt;/script&gt;",
    "&#60;script&#62;alert('zxss')&#60;/script&#62;",
    "\\u003cscript\\u003ealert('zxss')\\u003c/script\\u003e",
    "%3Cscript%3Ealert('zxss')%3C/script%3E",
    "＜script＞alert('zxss')＜/script＞",
    "javascript:alert('zxss')",
    "data:text/html,<script>alert('zxss')</script>",
    "{{7*7}} {{config}} {% for x in () %}{% endfor %} {# x #}",
    "${7*7} #{7*7} <%= 7*7 %> %(name)s %s {0.__class__} {count}",
    "'+alert('zxss')+'",
    "</p><p>${alert('zxss')}`",
)
PEACEFUL = "Biasa saja"
ROUNDS = [PAYLOADS[at : at + 11] for at in range(0, len(PAYLOADS), 11)]

FREE_TEXTS = (
    "weight_expert.office",
    "adopted_weights.note",
    "region.name",
    "region.province",
    "account.display_name",
    "assessment.title",
    "assessment.legal_basis",
    "assessment.recipients",
    "assessment.contact",
    "focus_group.title",
    "focus_group.place",
    "focus_group.agenda",
    "focus_group_event.reason",
    "participant.institution",
    "answer.note",
    "answer.evidence",
    "fact.source",
    "fact.stated_by",
    "fact.disputed",
)
SHOWN_NOWHERE = {"participant.institution"}  # counted, never shown


def write_everywhere(database: Database, payloads: Sequence[str]) -> None:
    """The payloads in every free text there is, past the door, as if it had been left open."""
    with database.writing() as db:
        db.execute(
            text("DROP TRIGGER IF EXISTS focus_group_event_no_update")
        )  # the log never changes
        for column in FREE_TEXTS:
            table, _, name = column.partition(".")
            words = words_of(column, payloads)
            where = "NOT name IS NULL" if table == "region" else "1 = 1"
            if column == "answer.note":
                where = "note IS NOT NULL"
            db.execute(text(f"UPDATE {table} SET {name} = :words WHERE {where}"), {"words": words})
        for question, value in (
            ("FAK-WIL-1", {"text": words_of("fact.text", payloads)}),
            ("FAK-RPJ-1", {"yes": True, "follow_up": words_of("fact.follow_up", payloads)}),
        ):
            db.execute(
                text("UPDATE fact SET value = :value WHERE question_id = :question"),
                {"value": json.dumps(value), "question": question},
            )


def words_of(column: str, payloads: Sequence[str]) -> str:
    return " ".join((f"[{column}]", *payloads))


LEADING = frozenset({"href", "src", "srcset", "action", "formaction", "data", "xlink:href"})


class Skeleton(HTMLParser):
    """A page without its texts: elements with the names of their attributes, in order. What a
    drawing consists of depends on the length of its labels: of it only the kinds are kept."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.drawn: set[tuple[str, tuple[str, ...]]] = set()
        self.texts: list[str] = []
        self.values: list[str] = []
        self.leads: list[str] = []
        self._drawing = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._drawing += tag == "svg"
        # What is chosen, open or named by a hint follows the words; whether it is there is no harm.
        names = tuple(name for name, _ in attrs)
        if self._drawing:
            self.drawn.add((tag, names))
        else:
            self.elements.append((tag, names))
        self.values += [value for _, value in attrs if value]
        self.leads += [value for name, value in attrs if value and name in LEADING]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._drawing -= tag == "svg"

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", (data,)))

    def handle_decl(self, decl: str) -> None:
        self.elements.append(("declaration", (decl,)))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("instruction", (data,)))

    def unknown_decl(self, data: str) -> None:
        self.elements.append(("section", (data,)))

    @property
    def words(self) -> str:
        """Everything a person reads or hears, as it was meant."""
        return " ".join(" ".join([*self.texts, *self.values]).split())

    def harm(self) -> Iterator[str]:
        """What no page of ours may hold, whatever a peaceful page holds."""
        for tag, names in (*self.elements, *self.drawn):
            if tag in ("iframe", "object", "embed", "base", "style", "math", "marquee", "template"):
                yield f"<{tag}>"
            yield from (
                f"{tag} {name}" for name in names if name.startswith("on") or "zxss" in name
            )
        for address in self.leads:
            if not re.match(r"[/?#]|data:,$|$", address) or address.startswith(("//", "/\\")):
                yield f"leads to {address}"

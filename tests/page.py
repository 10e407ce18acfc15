"""A page as a person meets it: visible text, links and forms, and house rules for all of them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import html5lib
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

UNLABELLED = {"hidden", "submit", "button", "image"}


class Page:
    """A response that obeys the house rules; breaking one fails the test that saw it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = text_in(response)
        self.soup = BeautifulSoup(self.html, "html.parser")
        if response.mimetype == "text/html" and self.html and not 300 <= self.status < 400:
            self._obey()

    @property
    def title(self) -> str:
        return text_of(self.soup.title)

    @property
    def heading(self) -> str:
        return text_of(self.soup.h1)

    @property
    def text(self) -> str:
        """What is visible of the main part, with single spaces."""
        return text_of(self.soup.main or self.soup.body)

    @property
    def errors(self) -> list[str]:
        return [text_of(link) for link in self.soup.select(".error-summary:not([hidden]) li")]

    def link(self, words: str) -> str:
        """The address behind the words."""
        for anchor in self.soup.find_all("a"):
            if words in text_of(anchor):
                return str(anchor["href"])
        raise AssertionError(f"no link says {words!r}")

    def form(self, number: int = 0) -> dict[str, str]:
        """The fields of a form as a browser without any change would send them."""
        form = self.soup.main.find_all("form")[number]
        fields: dict[str, str] = {}
        for entry in form.find_all(["input", "select", "textarea"]):
            name = entry.get("name")
            if not name or entry.has_attr("disabled"):
                continue
            if entry.name == "textarea":
                fields[name] = entry.text
            elif entry.name == "select":
                chosen = entry.find("option", selected=True) or entry.find("option")
                fields[name] = chosen.get("value", "") if chosen else ""
            elif entry.get("type") in ("radio", "checkbox"):
                if entry.has_attr("checked"):
                    fields[name] = entry.get("value", "on")
            else:
                fields[name] = entry.get("value", "")
        return fields

    def _obey(self) -> None:
        parser = html5lib.HTMLParser(strict=True)
        parser.parse(self.html)
        assert len(self.soup.find_all("h1")) == 1, "a page has one h1"
        assert self.title, "a page has a title"
        assert self.soup.html is not None
        assert self.soup.html.get("lang") in ("id", "en")
        self._obey_labels()
        self._obey_policy()
        ids = [element["id"] for element in self.soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), f"ids are unique: {sorted(ids)}"

    def _obey_labels(self) -> None:
        targets = {label.get("for") for label in self.soup.find_all("label")}
        for entry in self.soup.find_all(["input", "select", "textarea"]):
            if entry.get("type") in UNLABELLED:
                continue
            labelled = entry.get("id") in targets or entry.find_parent("label")
            named = entry.get("aria-label") or entry.get("aria-labelledby")
            assert labelled or named, f"no label: {entry}"

    def _obey_policy(self) -> None:
        for form in self.soup.find_all("form", method="post"):
            assert form.find("input", {"name": "csrf_token"}), "a form that writes has a token"
        assert not self.soup.find(style=True), "no inline style"
        assert not self.soup.find("style"), "no style element"
        for script in self.soup.find_all("script"):
            assert script.get("src") or script.get("type") == "application/json"


def text_in(response: TestResponse) -> str:
    """What a response says; of a zip, what its files say."""
    if response.mimetype != "application/zip" or not response.get_data():
        return response.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


class Visitor:
    """A browser without JavaScript: keeps cookies, reads forms, sends them."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **kwargs: Any) -> Page:
        return Page(self.client.get(path, **kwargs))

    def post(self, path: str, fields: dict[str, Any], **kwargs: Any) -> Page:
        return Page(self.client.post(path, data=fields, **kwargs))

    def submit(self, path: str, number: int = 0, **changes: str) -> Page:
        """Open the page, fill in its form, send it to where it goes."""
        page = self.get(path)
        assert page.status == 200, f"{path} answers {page.status}"
        return self.send(page, path, number, **changes)

    def send(self, page: Page, path: str, number: int = 0, **changes: str) -> Page:
        form = page.soup.main.find_all("form")[number]
        fields = {**page.form(number), **changes}
        return self.post(str(form.get("action") or path), fields)

    def follow(self, page: Page) -> Page:
        while 300 <= page.status < 400:
            page = self.get(page.response.headers["Location"])
        return page


def text_of(element: Tag | None) -> str:
    return " ".join(element.get_text(" ").split()) if element is not None else ""

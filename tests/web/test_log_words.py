from __future__ import annotations

import pytest
from flask import Flask

from assess.room.verbs import FocusGroupVerb
from assess.web.log_words import entry_in_words


@pytest.mark.parametrize("verb", list(FocusGroupVerb))
def test_every_entry_of_the_log_is_said_in_words(app: Flask, verb: FocusGroupVerb) -> None:
    with app.test_request_context():
        words = entry_in_words(verb.value)

    assert words[0].isupper()
    assert "_" not in words

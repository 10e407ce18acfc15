"""Every kind of fault has a small file, with what the author is told beside it.

`<fault>.expected` holds the lines of `assess check <fault>.yaml`, run in this folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.questionnaire.problems import Fault, QuestionnaireError
from assess.questionnaire.reader import read_questionnaire
from assess.questionnaire.source import MAX_BYTES, MAX_EVENTS

FAULTY = Path(__file__).parent / "faulty"
SPECIMENS = sorted(FAULTY.glob("*.yaml"))
# Too long to keep as files.
TOO_LARGE = {
    "one-byte-too-many": b"#" * (MAX_BYTES + 1),
    "too-many-parts": b"a: [" + b"x," * MAX_EVENTS + b"x]",
    "brackets": b"[" * 200_000,
    "braces": b"{" * 200_000,
    "pairs": b"{}" * 200_000,
}


def problems_of(path: Path) -> tuple[str, ...]:
    with pytest.raises(QuestionnaireError) as raised:
        read_questionnaire(path)
    return tuple(str(problem) for problem in raised.value.problems)


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_the_author_is_told_every_fault_with_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FAULTY)
    expected = path.with_suffix(".expected").read_text().splitlines()

    told = problems_of(Path(path.name))

    assert list(told) == expected


def test_every_specimen_says_what_is_expected() -> None:
    expected = {path.stem for path in FAULTY.glob("*.expected")}

    assert expected == {path.stem for path in SPECIMENS}


@pytest.mark.parametrize(("name", "content"), TOO_LARGE.items(), ids=TOO_LARGE)
def test_bombs_are_refused_before_they_cost_anything(
    name: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_bytes(content)

    *_, last = problems_of(path)

    assert any(code in last for code in (Fault.TOO_LARGE, Fault.TOO_DEEP, Fault.YAML_SYNTAX))


def test_no_more_than_forty_files_are_read(tmp_path: Path) -> None:
    for number in range(41):
        (tmp_path / f"{number}.yaml").write_text("questions: []\n")
    listed = ", ".join(f"{number}.yaml" for number in range(41))
    head = tmp_path / "kuesioner.yaml"
    head.write_text((FAULTY.parent / "tiny.yaml").read_text() + f"files: [{listed}]\n")

    (told,) = problems_of(head)

    assert "more than 40 files" in told


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "kuesioner"
    folder.mkdir()
    (tmp_path / "rahasia.yaml").write_text("questions: []\n")
    (folder / "dalam.yaml").symlink_to(tmp_path / "rahasia.yaml")
    head = folder / "kuesioner.yaml"
    head.write_text((FAULTY.parent / "tiny.yaml").read_text() + "files: [dalam.yaml]\n")

    (told,) = problems_of(head)

    assert "file-outside-folder" in told


def test_every_code_has_a_specimen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FAULTY)
    seen = {line.split(" ")[1] for path in SPECIMENS for line in problems_of(Path(path.name))}
    large = tmp_path / "large.yaml"
    large.write_bytes(TOO_LARGE["one-byte-too-many"])
    seen |= {line.split(" ")[1] for line in problems_of(large)}

    assert seen == set(Fault)


def test_messages_cannot_carry_control_characters_to_a_terminal_or_page(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text('"\\e[31mred": 1\n"<script>": 2\n')

    told = "\n".join(problems_of(path))

    assert "\x1b" not in told

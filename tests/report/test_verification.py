"""The bundle: a stranger with nothing but Python computes the result again, or learns it cannot."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import fingerprint, read_questionnaire
from assess.report.verification.bundle import BundleInputs, bundle, contents
from assess.scoring.companions import companions
from assess.scoring.disclosure import disclosed
from assess.scoring.ratings import Ratings, checksum
from assess.scoring.scheme import scheme_of
from assess.scoring.scorecard import score
from tests.report.sample import ATTENDANCE, ROOT, some_ratings, the_questionnaire

MOMENT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
TINY = read_questionnaire(ROOT / "tests" / "questionnaire" / "tiny.yaml")
LARGE = {group: number + 3 for group, number in ATTENDANCE.items()}


def inputs(ratings: Ratings, questionnaire: Questionnaire, k: int = 3) -> BundleInputs:
    return BundleInputs(
        region="Kota Contoh",
        assessment="Asesmen 2026",
        questionnaire=questionnaire,
        ratings=ratings,
        scorecard=score(ratings, questionnaire),
        questionnaire_sha256=fingerprint(questionnaire),
        ratings_sha256=checksum(ratings),
        data_cut=MOMENT,
        computed_at=MOMENT,
        is_sample=True,
        k=k,
    )


def unpacked(given: BundleInputs, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(bundle(given))) as archive:
        archive.extractall(folder)
    return folder


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """As a stranger does: no package of ours, no environment, no working folder."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "verifikasi.py")],
        capture_output=True,
        text=True,
        cwd="/",
        timeout=120,
        check=False,
    )


def change_one_answer(folder: Path, question: str, row: int = 0) -> None:
    """The first level of a question moves by one; the list of checksums is brought up to date."""
    path = folder / "jawaban.csv"
    table = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    column = table[0].index(question)
    line = [line for line in table[1:] if line[column].isdigit()][row]
    line[column] = "4" if line[column] == "5" else str(int(line[column]) + 1)
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(table)
    path.write_text(file.getvalue(), encoding="utf-8")
    sign_again(folder, "jawaban.csv")


def sign_again(folder: Path, name: str) -> None:
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.endswith(f"  {name}")]
    (folder / "SHA256SUMS").write_text("\n".join([*kept, f"{digest}  {name}"]) + "\n")


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of a region where every group is large enough."""
    folder = tmp_path_factory.mktemp("bundle")
    return unpacked(inputs(some_ratings(LARGE), the_questionnaire()), folder)


@pytest.fixture
def copy(complete: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(complete, tmp_path / "copy"))


def kept_back(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "ditahan.json").read_text(encoding="utf-8"))
    return found


def test_every_figure_comes_out_of_the_answers_again(complete: Path) -> None:
    result = verify(complete)

    assert (result.returncode, result.stderr) == (0, "")
    assert "Semua angka cocok." in result.stdout
    assert kept_back(complete)["angka"] == []


def test_verified_scores_come_out_again_too(tmp_path: Path) -> None:
    ratings, form = some_ratings(LARGE), the_questionnaire()
    beside = companions(
        ratings, scheme_of(form), shown={}, named_evidence={}, cap=2, seconds={}, seed=1
    )
    folder = unpacked(dataclasses.replace(inputs(ratings, form), companions=beside), tmp_path)
    result = json.loads((folder / "hasil.json").read_text(encoding="utf-8"))
    verified = result["scorecard"]["verified"]

    assert verified["index"] == beside.evidence.verified["index"]
    assert set(verified) == {"index", *(dimension.key for dimension in form.dimensions)}
    assert verify(folder).returncode == 0
    verified["index"] += 0.01
    (folder / "hasil.json").write_text(json.dumps(result), encoding="utf-8")
    sign_again(folder, "hasil.json")
    assert "TIDAK COCOK: verified.index tidak cocok" in verify(folder).stdout


def test_one_changed_answer_fails_and_names_its_figures(copy: Path) -> None:
    change_one_answer(copy, "GOV-SVC-1")

    result = verify(copy)

    assert result.returncode == 1
    assert "TIDAK COCOK: questions.GOV-SVC-1.score" in result.stdout
    assert "TIDAK COCOK: dimensions.governance.score" in result.stdout
    assert "questions.GOV-SVC-2" not in result.stdout


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("index", "score"), 3.21),
        (("index", "interval"), [1.0, 5.0]),
        (("dimensions", "economy", "level"), 5),
        (("dimensions", "economy", "predicate"), "Memuaskan"),
        (("subpillars", "gov_service", "coverage"), 0.5),
        (("subpillars", "gov_service", "contribution"), 0.5),
        (("questions", "GOV-SVC-1", "agreement"), 0.99),
        (("questions", "GOV-SVC-1", "target"), 4.99),
        (("questions", "GOV-SVC-1", "n_by_group", "umkm"), 77),
        (("methods", "median", "index"), 1.01),
        (("index", "no_variation"), True),
        (("questions", "GOV-SVC-1", "spread_groups"), ["umkm", "kadin"]),
        (("n_respondents",), 1),
        (("something_else",), 0.99),
    ],
)
def test_a_result_that_was_touched_up_is_found(
    copy: Path, path: tuple[str, ...], value: object
) -> None:
    result = json.loads((copy / "hasil.json").read_text(encoding="utf-8"))
    place = result["scorecard"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    (copy / "hasil.json").write_text(json.dumps(result), encoding="utf-8")
    sign_again(copy, "hasil.json")

    found = verify(copy)

    assert found.returncode == 1
    assert f"TIDAK COCOK: {'.'.join(path)} tidak cocok" in found.stdout


def test_a_file_that_changed_on_the_way_is_named(copy: Path) -> None:
    with (copy / "metode.txt").open("a", encoding="utf-8") as file:
        file.write("x")

    assert "berkas metode.txt berubah" in verify(copy).stdout


@pytest.mark.parametrize("k", [3, 5])
def test_small_groups_are_left_out_and_the_rest_is_still_checked(tmp_path: Path, k: int) -> None:
    folder = unpacked(inputs(some_ratings(), the_questionnaire(), k), tmp_path)
    small = {group for group, number in ATTENDANCE.items() if number < k}

    rows = list(csv.DictReader((folder / "jawaban.csv").read_text(encoding="utf-8").splitlines()))
    kept = kept_back(folder)
    result = json.loads((folder / "hasil.json").read_text(encoding="utf-8"))["scorecard"]

    assert small <= set(kept["kelompok_tidak_dimuat"])
    assert not small & {row["kelompok"] for row in rows}
    assert any(f"questions.{key}.histogram" in kept["angka"] for key in kept["sisa"])
    assert result["index"]["score"] is not None
    assert verify(folder).returncode == 0
    open_question = next(key for key in result["questions"] if any(r[key].isdigit() for r in rows))
    change_one_answer(folder, open_question)
    assert verify(folder).returncode == 1


@pytest.mark.parametrize("k", [3, 5])
def test_nothing_in_the_bundle_is_about_few_people_of_a_group(k: int) -> None:
    ratings = some_ratings()
    files = contents(inputs(ratings, the_questionnaire(), k))
    kept, figures = json.loads(files["ditahan.json"]), json.loads(files["hasil.json"])["scorecard"]
    whole = score(ratings, the_questionnaire())

    told = disclosed(whole, {}, the_questionnaire().scoring.disagreement_range, k)
    for key, rest in kept["sisa"].items():
        n, shown = whole.questions[key].n_by_group, told.questions[key].group_means
        secret = [group for group in rest["kelompok"] if n[group] and group not in shown]
        if rest["nilai"] is not None and secret:
            assert len(secret) > 1, "a sum over one group is that group"
            assert sum(n[group] for group in secret) >= k
        assert figures["questions"][key].get("histogram") is None or not secret
    for kind in ("questions", "subpillars", "dimensions"):
        for entry in figures[kind].values():
            for group, n in entry.get("n_by_group", {}).items():
                assert n == 0 or n >= k or ATTENDANCE[group] >= k


def test_rows_say_nothing_about_the_order_in_which_people_came() -> None:
    ratings = some_ratings(LARGE)
    order = np.arange(len(ratings.groups))[::-1]
    assert ratings.targets is not None
    shuffled = Ratings(
        levels=ratings.levels[order],
        targets=ratings.targets[order],
        groups=tuple(ratings.groups[row] for row in order),
        respondents=tuple(ratings.respondents[row] for row in order),
        questions=ratings.questions,
    )

    one, other = (contents(inputs(each, the_questionnaire())) for each in (ratings, shuffled))

    assert {**one, "hasil.json": ""} == {**other, "hasil.json": ""}
    assert not set(ratings.respondents) & {
        row["responden"] for row in csv.DictReader(one["jawaban.csv"].splitlines())
    }


def test_meetings_of_few_people_are_withheld_with_the_errors_they_carry() -> None:
    ratings = some_ratings(LARGE)
    few = tuple("b" if row == 0 else "a" for row in range(len(ratings.groups)))
    many = tuple("ab"[row % 2] for row in range(len(ratings.groups)))

    def of(sessions: tuple[str, ...], k: int) -> tuple[dict[str, Any], dict[str, Any]]:
        met = Ratings(**{**vars(ratings), "sessions": sessions})
        files = contents(inputs(met, the_questionnaire(), k))
        return json.loads(files["ditahan.json"]), json.loads(files["hasil.json"])["scorecard"]

    withheld, figures = of(few, 3)
    assert withheld["pertemuan_ditahan"]
    assert "index.standard_error" in withheld["angka"]
    assert "standard_error" not in figures["index"]
    told, figures = of(many, 1)
    assert not told["pertemuan_ditahan"]
    assert told["angka"] == []
    assert figures["index"]["standard_error"] > 0


GROUPS = tuple(group.key for group in TINY.groups)
QUESTIONS = tuple(question.id for question in TINY.maturity_questions)


@st.composite
def small_surveys(draw: st.DrawFn) -> Ratings:
    n = draw(st.integers(1, 12))
    shape = (n, len(QUESTIONS))
    levels = draw(
        st.lists(
            st.lists(st.integers(-3, 5), min_size=shape[1], max_size=shape[1]),
            min_size=n,
            max_size=n,
        )
    )
    targets = draw(
        st.lists(
            st.lists(st.integers(0, 5), min_size=shape[1], max_size=shape[1]),
            min_size=n,
            max_size=n,
        )
    )
    return Ratings(
        levels=np.array(levels, dtype=np.int8).reshape(shape),
        targets=np.array(targets, dtype=np.int8).reshape(shape),
        groups=tuple(draw(st.sampled_from(GROUPS)) for _ in range(n)),
        respondents=tuple(map(str, range(n))),
        questions=QUESTIONS,
        sessions=tuple(draw(st.sampled_from("ab")) for _ in range(n)),
    )


@settings(max_examples=150)
@given(small_surveys(), st.sampled_from([1, 2, 3]))
def test_the_script_agrees_with_the_engine_on_any_small_survey(ratings: Ratings, k: int) -> None:
    """Also where groups are absent or of one, and where nothing or everything is withheld."""
    from_files = contents(inputs(ratings, TINY, k))

    assert script_differs(from_files) == []
    if k == 1:
        assert json.loads(from_files["ditahan.json"])["angka"] == []


def script_differs(files: dict[str, str]) -> list[str]:
    """What the very text of the bundle's script finds to differ, without starting a process."""
    space: dict[str, Any] = {"__name__": "verifikasi"}
    exec(compile(files["verifikasi.py"], "verifikasi.py", "exec"), space)
    form, result, kept, weights = (
        json.loads(files[f"{name}.json"]) for name in ("kuesioner", "hasil", "ditahan", "bobot")
    )
    told, rows = result["scorecard"], space["rows_of"](files["jawaban.csv"])
    found = space["Survey"](form, rows, kept, told, weights["bobot"]).scorecard()
    return [".".join(p) for p, state in space["compared"](found, told) if state != "same"]

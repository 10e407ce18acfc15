"""The bundle: a zip of everything from which a result can be computed again by someone else."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

from assess.questionnaire.instrument import Questionnaire
from assess.questionnaire.reader import canonical
from assess.report.verification import verifikasi
from assess.report.verification.answers import AnonymousAnswers
from assess.scoring.companions import Companions
from assess.scoring.companions_told import DECIMALS, verified_told
from assess.scoring.disclosure import disclosed, fewest_people
from assess.scoring.ratings import Ratings
from assess.scoring.scorecard import Scorecard, to_json
from assess.scoring.sibling_sets import UsedWeights

SCRIPT = "verifikasi.py"
RESULT, KEPT, ANSWERS, FORM = "hasil.json", "ditahan.json", "jawaban.csv", "kuesioner.json"
WEIGHTS = "bobot.json"
TEXTS = ("BACA-SAYA.txt", "metode.txt")
SUMS = "SHA256SUMS"
REASON = "kelompok atau jawaban kurang dari {k} orang, atau yang bersebelahan dengannya"

# Not figures of the report: they stand on pages, or serve a rule.
NOT_PRINTED = frozenset(
    (
        "average_deviation",
        "cautions",
        "degrees_of_freedom",
        "effective_respondents",
        "effective_weight",
        "error_by_session",
        "geometric_index",
        "imbalance_loss",
        "interpolated_median",
        "largest_person_weight",
        "method_dependent",
        "n_targets",
        "penalised_index",
        "profile_alpha",
        "rwg",
        "skewed",
        "surplus",
        "target_means",
        "weakest_dimension",
    )
)

Path = tuple[str, ...]


@dataclass(frozen=True)
class BundleInputs:
    """One stored result with the frozen answers it was computed from.

    k : fewest people of one group whose answers these readers may see
    """

    region: str
    assessment: str
    questionnaire: Questionnaire
    ratings: Ratings
    scorecard: Scorecard
    questionnaire_sha256: str
    ratings_sha256: str
    data_cut: datetime
    computed_at: datetime
    is_sample: bool
    k: int
    weights: tuple[UsedWeights, ...] = ()
    companions: Companions | None = None

    @property
    def decided(self) -> dict[str, dict[str, float]]:
        """Weights that stand in the place of the questionnaire's, by set."""
        return {each.key: each.weights for each in self.weights}


def bundle(inputs: BundleInputs) -> bytes:
    """The same bytes for the same result and the same readers."""
    files = contents(inputs)
    sums = "".join(f"{_sha256(text)}  {name}\n" for name, text in sorted(files.items()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (*sorted(files.items()), (SUMS, sums)):
            entry = zipfile.ZipInfo(name, date_time=inputs.data_cut.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return packed.getvalue()


def contents(inputs: BundleInputs) -> dict[str, str]:
    """Text of every file by its name, but for the list of checksums."""
    form, k = inputs.questionnaire, fewest_people(inputs.questionnaire, inputs.k)
    told = disclosed(
        inputs.scorecard,
        {group.key: group.weight for group in form.groups},
        form.scoring.disagreement_range,
        k,
    )
    answers = AnonymousAnswers(inputs.ratings, form, inputs.scorecard, told, k)
    table = answers.table(inputs.ratings_sha256)
    kept: dict[str, Any] = {
        "paling_sedikit": k,
        "kelompok_tidak_dimuat": list(answers.left_out),
        "pertemuan_ditahan": answers.meetings_withheld,
        "sisa": answers.remainders(),
        "alasan": REASON.format(k=k),
    }
    kept["sisa_simpul"] = {}
    kept = _plain(kept)
    figures = {**_figures(told), "verified": _verified(inputs, told, k)}
    figures, withheld = _checkable(inputs, table, kept, figures)
    kept["angka"] = withheld
    words = {
        "daerah": inputs.region,
        "asesmen": inputs.assessment,
        "data_contoh": "ya" if inputs.is_sample else "tidak",
        "versi_metode": inputs.scorecard.method_version,
        "data_sampai": inputs.data_cut.isoformat(timespec="seconds"),
        "dihitung": inputs.computed_at.isoformat(timespec="seconds"),
    }
    result = {
        **words,
        "questionnaire_sha256": inputs.questionnaire_sha256,
        "ratings_sha256": inputs.ratings_sha256,
        "scorecard": figures,
    }
    own = resources.files(__package__)
    return {
        FORM: canonical(form),
        ANSWERS: table,
        KEPT: _json(kept),
        WEIGHTS: _json(
            {"bobot": inputs.decided, "asal": [_origin(each) for each in inputs.weights]}
        ),
        RESULT: _json(result),
        SCRIPT: own.joinpath(SCRIPT).read_text(encoding="utf-8"),
        **{
            name: own.joinpath(name).read_text(encoding="utf-8").format(**words, k=k)
            for name in TEXTS
        },
    }


def _checkable(
    inputs: BundleInputs, table: str, kept: dict[str, Any], told: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The figures that the script can compute again, and names of those left out because they
    rest on withheld answers.

    A figure that comes out differently stays in, so that the script fails on it, unless it was
    changed on purpose to protect people.
    """
    script: Any = verifikasi  # plain Python for readers, without types
    form, whole = json.loads(canonical(inputs.questionnaire)), _figures(inputs.scorecard)
    whole["verified"] = told["verified"]
    survey = script.Survey(form, script.rows_of(table), kept, told, inputs.decided)
    found = survey.scorecard()
    for kind in ("subpillars", "dimensions", "readiness_elements", "index", "readiness"):
        if _add_remainders(kept["sisa_simpul"], kind, found, told, whole):
            found = survey.scorecard()
    withheld = [".".join(path) for path in _protected(whole, told)]
    for path, state in list(script.compared(found, told)):
        protected = state == "different" and _at(whole, path) != _at(told, path)
        if state == "hidden" or protected:
            withheld.append(".".join(path))
            _take_out(told, path)
    return told, sorted(withheld)


def _verified(inputs: BundleInputs, told: Scorecard, k: int) -> dict[str, float]:
    """Verified scores of the index and its dimensions, where they may be told in full."""
    if inputs.companions is None:
        return {}
    found = verified_told(inputs.companions.evidence, told, k)
    return {
        key: each.verified
        for key, each in found.items()
        if each.verified is not None and each.decimals == DECIMALS
    }


def _add_remainders(
    given: dict[str, Any], kind: str, found: dict[str, Any], told: dict[str, Any], whole: Any
) -> bool:
    """What withheld children of a node come to together, where that follows from what is told.

    Never of one child: that would be its own figure.
    """
    before = len(given)
    nodes = told[kind] or {}
    children = {"index": "dimensions", "readiness": "readiness_elements"}.get(kind, "subpillars")
    below = "questions" if kind == "subpillars" else children
    for key, node in ({kind: nodes} if "score" in nodes else nodes).items():
        own = (found[kind] if "score" in nodes else found[kind][key]) if nodes else {}
        for name in ("score", "target", "gap"):
            hidden = [c for c in node["children"] if found[below][c][name] == verifikasi.HIDDEN]
            if own[name] == verifikasi.HIDDEN and node[name] is not None and len(hidden) > 1:
                parts = [whole[below][child] for child in hidden]
                total = sum(part["weight"] for part in parts)
                mean = sum(part["weight"] * part[name] for part in parts) / total
                given.setdefault(key, {})[name] = mean
    return len(given) > before


def _protected(whole: Any, told: Any, path: Path = ()) -> Iterator[Path]:
    """Figures that are there, and may not be shown."""
    if isinstance(whole, dict):
        for key, value in whole.items():
            yield from _protected(value, told.get(key) if told else None, (*path, key))
    elif told is None and whole is not None:
        yield path


def _origin(used: UsedWeights) -> dict[str, Any]:
    return {
        "bagian": used.key,
        "cara": used.method.value,
        "pakar": used.experts,
        "rasio_konsistensi": used.ratio,
        "dasar": used.note,
        "ditetapkan": used.adopted_at.isoformat(timespec="seconds"),
        "sesudah_ada_hasil": used.after_result,
    }


def _take_out(told: dict[str, Any], path: Path) -> None:
    del _at(told, path[:-1])[path[-1]]


def _at(figures: dict[str, Any], path: Iterable[str]) -> Any:
    for key in path:
        figures = figures[key]
    return figures


def _figures(card: Scorecard) -> dict[str, Any]:
    """The figures of the report."""
    figures = _plain(to_json(card))
    kinds = ("questions", "subpillars", "dimensions", "readiness_elements")
    parts = [part for kind in kinds for part in figures[kind].values()]
    for part in (*parts, figures["index"], figures["readiness"] or {}, figures):
        for name in NOT_PRINTED & part.keys():
            del part[name]
    return dict(figures)


def _plain(content: Any) -> Any:
    """As it will be read back: tuples are lists, and enumerations texts."""
    return json.loads(json.dumps(content))


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

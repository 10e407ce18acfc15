"""Ratings: the matrix of scored answers, respondents by questions, with its labels."""

from __future__ import annotations

import hashlib
import json
import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

NOT_ASKED = -3  # the question was at another table: neither an answer nor a silence
NOT_APPLICABLE = -2
DO_NOT_KNOW = -1
BLANK = 0
LOWEST = 1
HIGHEST = 5

Matrix = npt.NDArray[np.int8]

_MAGIC = b"TKRR"
_FORMAT = 1
_PREFIX = struct.Struct("<4sBI")  # magic, format version, length of the unpacked labels


class DamagedRatings(ValueError):
    """A packed blob that is not one of ours, or that was cut or changed."""


@dataclass(frozen=True)
class Ratings:
    """Answers of one region to the maturity questions.

    levels : int8 array of shape (n_respondents, n_questions)
        1 to 5 where valid; DO_NOT_KNOW, NOT_APPLICABLE, BLANK or NOT_ASKED elsewhere.
    targets : int8 array of the same shape, or None where no targets were asked
        1 to 5 where given, 0 elsewhere.
    groups : group key of each respondent, in row order
    respondents : opaque label of each respondent, in row order
    questions : question ids, in column order
    sessions : the meeting in which each respondent answered, in row order, or None where all
        answered in one
    """

    levels: Matrix
    groups: tuple[str, ...]
    respondents: tuple[str, ...]
    questions: tuple[str, ...]
    targets: Matrix | None = None
    sessions: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        shape = (len(self.respondents), len(self.questions))
        matrices = [self.levels] if self.targets is None else [self.levels, self.targets]
        if any(matrix.shape != shape for matrix in matrices):
            raise ValueError(f"levels and targets must have shape {shape}")
        labels = [self.groups] if self.sessions is None else [self.groups, self.sessions]
        if any(len(each) != len(self.respondents) for each in labels):
            raise ValueError("groups and sessions need one entry per respondent")
        if len(set(self.questions)) != len(self.questions):
            raise ValueError("a question stands in two columns")


def combine(parts: Sequence[Ratings]) -> Ratings:
    """Put several focus groups of one region together, one below the other.

    All parts hold the same questions, in any column order. Targets are kept where a part has
    them; respondents of the other parts then count as having given none. Each part is one
    session, unless it already names its own.

    >>> one = Ratings(np.int8([[3, 4]]), ("umkm",), ("a",), ("q1", "q2"))
    >>> two = Ratings(np.int8([[5, 2]]), ("kadin",), ("b",), ("q2", "q1"))
    >>> combine([one, two]).levels.tolist()
    [[3, 4], [2, 5]]
    """
    if not parts:
        raise ValueError("there are no ratings to combine")
    questions = parts[0].questions
    if any(sorted(part.questions) != sorted(questions) for part in parts):
        raise ValueError("the focus groups were asked different questions")
    targets = None
    if any(part.targets is not None for part in parts):
        targets = np.concatenate(
            [_in_order(part, _targets_or_none_given(part), questions) for part in parts]
        )
    return Ratings(
        levels=np.concatenate([_in_order(part, part.levels, questions) for part in parts]),
        groups=tuple(group for part in parts for group in part.groups),
        respondents=tuple(label for part in parts for label in part.respondents),
        questions=questions,
        targets=targets,
        sessions=_sessions(parts),
    )


def _in_order(part: Ratings, matrix: Matrix, questions: Sequence[str]) -> Matrix:
    return matrix[:, [part.questions.index(question) for question in questions]]


def _targets_or_none_given(part: Ratings) -> Matrix:
    return np.zeros_like(part.levels) if part.targets is None else part.targets


def _sessions(parts: Sequence[Ratings]) -> tuple[str, ...] | None:
    if len(parts) == 1:
        return parts[0].sessions
    return tuple(
        session
        for number, part in enumerate(parts, start=1)
        for session in (part.sessions or (str(number),) * len(part.respondents))
    )


def to_bytes(ratings: Ratings) -> bytes:
    """Pack into one compressed blob: prefix, then labels as JSON, levels, targets."""
    labels = json.dumps(
        {
            "questions": ratings.questions,
            "groups": ratings.groups,
            "respondents": ratings.respondents,
            "sessions": ratings.sessions,
            "targets": ratings.targets is not None,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    body = labels + _matrix_bytes(ratings.levels)
    if ratings.targets is not None:
        body += _matrix_bytes(ratings.targets)
    return _PREFIX.pack(_MAGIC, _FORMAT, len(labels)) + zlib.compress(body)


def from_bytes(blob: bytes) -> Ratings:
    """Unpack what `to_bytes` packed.

    Raises
    ------
    DamagedRatings
        Where the blob is of another kind or version, cut, or holds a code outside the scale.
    """
    if len(blob) < _PREFIX.size:
        raise DamagedRatings("too short to be packed ratings")
    magic, version, length = _PREFIX.unpack_from(blob)
    if magic != _MAGIC or version != _FORMAT:
        raise DamagedRatings("not packed ratings of a known format")
    try:
        body = zlib.decompress(blob[_PREFIX.size :])
        labels = json.loads(body[:length])
    except (zlib.error, ValueError) as error:
        raise DamagedRatings(str(error)) from error
    shape = (len(labels["respondents"]), len(labels["questions"]))
    matrices = np.frombuffer(body, dtype=np.int8, offset=length)
    if matrices.size != math.prod(shape) * (2 if labels["targets"] else 1):
        raise DamagedRatings("the matrix does not fit its labels")
    levels, targets = _split(matrices, shape, with_targets=labels["targets"])
    sessions = labels["sessions"]
    return Ratings(
        levels=levels,
        groups=tuple(labels["groups"]),
        respondents=tuple(labels["respondents"]),
        questions=tuple(labels["questions"]),
        targets=targets,
        sessions=None if sessions is None else tuple(sessions),
    )


def _split(
    values: Matrix, shape: tuple[int, int], *, with_targets: bool
) -> tuple[Matrix, Matrix | None]:
    size = math.prod(shape)
    levels = values[:size].reshape(shape)
    targets = values[size:].reshape(shape) if with_targets else None
    if size and not (levels.min() >= NOT_ASKED and levels.max() <= HIGHEST):
        raise DamagedRatings("a level is outside the scale")
    if targets is not None and size and not (targets.min() >= 0 and targets.max() <= HIGHEST):
        raise DamagedRatings("a target is outside the scale")
    return levels, targets


def _matrix_bytes(matrix: Matrix) -> bytes:
    return np.ascontiguousarray(matrix, dtype=np.int8).tobytes()


def checksum(ratings: Ratings) -> str:
    """SHA-256 of the answers, the same in whatever order people and questions stand."""
    columns = sorted(range(len(ratings.questions)), key=ratings.questions.__getitem__)
    levels = ratings.levels[:, columns]
    targets = None if ratings.targets is None else ratings.targets[:, columns]
    sessions = ratings.sessions or ("",) * len(ratings.respondents)
    people = sorted(
        json.dumps([label, group, session]).encode()
        + _matrix_bytes(levels[row])
        + (b"" if targets is None else _matrix_bytes(targets[row]))
        for row, (label, group, session) in enumerate(
            zip(ratings.respondents, ratings.groups, sessions, strict=True)
        )
    )
    head = json.dumps([sorted(ratings.questions), targets is not None]).encode()
    digest = hashlib.sha256()
    for part in (head, *people):
        digest.update(struct.pack("<Q", len(part)) + part)
    return digest.hexdigest()

"""Where weights come from: equal, budget allocation, pairwise comparison. Each sums to 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assess.scoring.means import divide

Floats = npt.NDArray[np.float64]

RANDOM_INDEX = (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)  # Saaty 1980, n = 3 .. 10
LARGEST_RATIO = 0.10
LARGEST_WEIGHT = 0.5  # OECD/JRC Handbook 2008, p. 111
_NOISE = 1e-12


def equal(n: int) -> Floats:
    """Every sibling the same. A question of a short sub-pillar then weighs more in the index."""
    return np.full(n, 1 / n)


def budget_allocation(points: Floats) -> Floats:
    """Mean share of the points that experts spent on each sibling.

    Parameters
    ----------
    points : array of shape (n_experts, n_items), each row an expert's points, at least 0; a row
        need not sum to 100

    >>> budget_allocation(np.array([[60.0, 40.0], [80.0, 20.0]])).round(2).tolist()
    [0.7, 0.3]
    """
    totals = points.sum(1, keepdims=True)
    if (points < 0).any() or (totals == 0).any():
        raise ValueError("points must be at least 0, and every expert must spend some")
    return np.asarray((points / totals).mean(0))


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights from pairwise comparison, and how consistent the judgements are.

    weights : array of shape (n,)
    lambda_max : largest eigenvalue, n where fully consistent
    index : CI = (lambda_max - n)/(n - 1)
    ratio : CR = CI / random index of n; 0 for n <= 2; None above n = 10, the table ends there
    """

    weights: Floats
    lambda_max: float
    index: float
    ratio: float | None

    @property
    def consistent(self) -> bool:
        """Whether CR is at most 0.10; above, the judgements go back to who gave them."""
        return self.ratio is not None and self.ratio <= LARGEST_RATIO + _NOISE


def pairwise(matrix: Floats) -> PairwiseWeights:
    """Weights of the analytic hierarchy process: the principal eigenvector (Saaty 1980).

    Parameters
    ----------
    matrix : array of shape (n, n); entry (i, j) says how much more i weighs than j, entry (j, i)
        is its reciprocal

    Raises
    ------
    ValueError
        Where the matrix is not square, positive and reciprocal.

    >>> pairwise(np.array([[1, 3], [1 / 3, 1]])).weights.round(2).tolist()
    [0.75, 0.25]
    """
    _check_reciprocal(matrix)
    n = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    lambda_max = float(values[first].real)
    index = max(0.0, (lambda_max - n) / (n - 1)) if n > 2 else 0.0
    return PairwiseWeights(vector / vector.sum(), lambda_max, index, _ratio(index, n))


def _ratio(index: float, n: int) -> float | None:
    if n <= 2:
        return 0.0
    return index / RANDOM_INDEX[n - 3] if n - 3 < len(RANDOM_INDEX) else None


def _check_reciprocal(matrix: Floats) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise ValueError("a comparison of n items needs n rows and n columns")
    if not np.isfinite(matrix).all() or (matrix <= 0).any():
        raise ValueError("comparisons must be positive numbers")
    if not np.allclose(matrix * matrix.T, 1, rtol=1e-6):
        raise ValueError("entry (j, i) must be the reciprocal of entry (i, j)")


def geometric_rows(matrix: Floats) -> Floats:
    """Weights by the geometric means of the rows: the same where judgements are consistent."""
    means = np.exp(np.log(matrix).mean(1))
    return np.asarray(means / means.sum())


def group_judgement(matrices: Floats) -> Floats:
    """Put the matrices of several experts together: element-wise geometric mean.

    matrices : array of shape (n_experts, n, n); the result is reciprocal again
    """
    return np.asarray(np.exp(np.log(matrices).mean(0)))


def entropy(values: Floats) -> tuple[Floats, Floats]:
    """Entropy of each indicator over units, and the weights it implies. Sensitivity only.

    Rewards disagreement between units, changes every year, nobody voted for it: never published.

    Parameters
    ----------
    values : array of shape (n_units, n_indicators), at least 0, n_units >= 2
    """
    shares = values / values.sum(0)
    logs = np.log(shares, out=np.zeros(shares.shape), where=shares > 0)
    entropies = -(shares * logs).sum(0) / np.log(len(values))
    diversity = np.maximum(1 - entropies, 0.0)
    return entropies, divide(diversity, np.asarray(diversity.sum()))


def effective_importance(nodes: Floats, index: Floats) -> Floats:
    """Squared correlation of each dimension with the index over regions (Paruolo et al. 2013).

    What a weight really does, beside what it says. nan under ten regions, or without variation.

    Parameters
    ----------
    nodes : array of shape (n_regions, n_dimensions), complete
    index : array of shape (n_regions,)
    """
    if len(index) < 10:
        return np.full(nodes.shape[1], np.nan)
    x, y = nodes - nodes.mean(0), index - index.mean()
    return divide((x * y[:, None]).sum(0) ** 2, (x**2).sum(0) * (y**2).sum())

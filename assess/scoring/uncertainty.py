"""How stable a score is, had other informed people of the same groups answered.

The units are people (or meetings), never single answers: the answers of a person go together.
Plain percentile and BCa intervals are not offered, they fail at the size of a focus group, nor is
resampling of histograms (method section 7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from assess.scoring.means import divide
from assess.scoring.ratings import HIGHEST, LOWEST, Matrix

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CONFIDENCE = 0.95
SMALLEST_PANEL = 3  # people in total, below which there is no interval
SESSION_CORRELATION = 0.2  # rho of people who sat in one meeting, for sensitivity
NORMAL_QUANTILE = float(special.ndtri(0.5 + CONFIDENCE / 2))


@dataclass(frozen=True)
class Panel:
    """Answers of one region as deviations inside groups; P people, G groups, Q questions.

    levels : (P, Q) int8 codes of `Ratings`, rows in an order of their own
    group_of_row : (P,) 0 .. G - 1
    means : (G, Q) group means, nan where nobody of the group gave a level
    shares : (G, Q) weight of the group in the question, each column summing to 1 (or all 0)
    unit_of_row : (P,) what counts as one unit: the person's own number, or that of its meeting
    order : (P,) row of the ratings that stands here
    """

    levels: Matrix
    group_of_row: npt.NDArray[np.intp]
    means: Floats
    shares: Floats
    unit_of_row: npt.NDArray[np.intp]
    order: npt.NDArray[np.intp]


def panel(
    levels: Matrix,
    group_of_row: npt.NDArray[np.intp],
    means: Floats,
    weights: Floats,
    sessions: tuple[str, ...] | None = None,
) -> Panel:
    """Prepare the answers of one region.

    Parameters
    ----------
    weights : (G, Q) relative weights of the groups in each question, see `respondent_weights`
    sessions : meeting of each person. In a group that met twice or more the meetings are the
        units; a group that met once falls back on its people.
    """
    shares = np.nan_to_num(divide(weights, weights.sum(0)))
    meeting = np.zeros(len(group_of_row), dtype=np.intp)
    if sessions is not None:
        meeting = np.unique(np.array(sessions), return_inverse=True)[1]
    order = np.lexsort((*levels.T, meeting, group_of_row))  # sums then forget who came first
    levels, group_of_row, meeting = levels[order], group_of_row[order], meeting[order]
    units = np.arange(len(group_of_row))
    for group in np.unique(group_of_row):
        rows = np.flatnonzero(group_of_row == group)
        if len(np.unique(meeting[rows])) > 1:
            units[rows] = meeting[rows]
    return Panel(levels, group_of_row, means, shares, units, order)


@dataclass(frozen=True)
class Spread:
    """Sampling spread of V nodes of one region.

    components : (G, V) variance that each group brings in; nan where it cannot be estimated
    degrees : (G, V) degrees of freedom of each component, 0 where its variance is borrowed
    borrowed : (V,) variance that groups of one borrow from the others, summed
    pooled_degrees : (V,) degrees of freedom of what is borrowed
    people : (V,) people with an answer below the node
    """

    components: Floats
    degrees: Floats
    borrowed: Floats
    pooled_degrees: Floats
    people: npt.NDArray[np.int64]

    @property
    def standard_error(self) -> Floats:
        """Square root of the summed variance, in levels; nan where not estimable."""
        return np.asarray(np.sqrt(self.components.sum(0) + self.borrowed))

    @property
    def degrees_of_freedom(self) -> Floats:
        """Satterthwaite's df = (sum v)^2 / sum(v^2 / df_g); inf where nothing varies."""
        each = np.where(self.degrees > 0, divide(self.components**2, self.degrees), 0.0)
        below = each.sum(0) + np.nan_to_num(divide(self.borrowed**2, self.pooled_degrees))
        total = (self.components.sum(0) + self.borrowed) ** 2
        return np.where(below > 0, divide(total, below), np.where(np.isnan(total), np.nan, np.inf))


def linearised_spread(
    given: Panel, node_weights: Floats, finite_groups: Floats | None = None
) -> Spread:
    """Variance of weighted arithmetic nodes by linearisation.

    Influence of person i on node v: z_iv = sum_q T_qv share_gq (x_iq - m_gq) / n_gq over valid
    answers. Var = sum_g n_g/(n_g - 1) sum_i (z_iv - mean)^2 over the n_g people of the group with
    an answer below v. A group of one has no variance of its own: it borrows the pooled
    within-group variance of the people's node scores. Where no group has two, nothing can be
    estimated.

    Parameters
    ----------
    node_weights : (Q, V) weight T of each question in each node, see `tree.leaf_weights`
    finite_groups : (G,) number of members N_g of each group, where all were invited and the
        factor 1 - n_g/N_g is wanted; None leaves it out
    """
    n_groups = len(given.means)
    valid = given.levels >= LOWEST
    influence, speaks = influences(given, node_weights)
    units, group_of_unit = _units(given)
    summed = _by(units, influence, len(group_of_unit))
    present = _by(units, speaks.astype(np.float64), len(group_of_unit)) > 0
    components, n = _between_units(summed, present, group_of_unit, n_groups)
    if finite_groups is not None:
        components *= np.maximum(1 - n / finite_groups[:, None], 0)
    alone = n == 1
    borrowed, pooled_degrees = _borrowed(given, valid, node_weights, alone)
    components = np.where(alone, 0.0, components)
    return Spread(
        components=components,
        degrees=np.maximum(n - 1, 0),
        borrowed=borrowed,
        pooled_degrees=pooled_degrees,
        people=speaks.sum(0),
    )


def influences(given: Panel, node_weights: Floats) -> tuple[Floats, Flags]:
    """Influence z of each person on each node, and whether the person has an answer below it.

    Both of shape (P, V), rows in the order of the panel; see `linearised_spread`.
    """
    valid = given.levels >= LOWEST
    counts = _by(given.group_of_row, valid.astype(np.float64), len(given.means))
    per_person = np.nan_to_num(divide(given.shares, counts))
    deviations = np.where(valid, given.levels - np.nan_to_num(given.means)[given.group_of_row], 0.0)
    influence = (deviations * per_person[given.group_of_row]) @ node_weights
    matters = (node_weights > 0).astype(np.float64)
    heard = given.shares[given.group_of_row] > 0
    return influence, ((valid & heard).astype(np.float64) @ matters) > 0


def _units(given: Panel) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Give each row its unit, 0 .. U - 1, never across groups, and each unit its group."""
    keys = np.stack([given.group_of_row, given.unit_of_row])
    distinct, place = np.unique(keys, axis=1, return_inverse=True)
    return place.ravel(), distinct[0]


def _by(place: npt.NDArray[np.intp], values: Floats, n: int) -> Floats:
    """Sum rows by place: (P, V) to (n, V)."""
    summed = np.zeros((n, values.shape[1]))
    np.add.at(summed, place, values)
    return summed


def _between_units(
    summed: Floats, present: Flags, group_of_unit: npt.NDArray[np.intp], n_groups: int
) -> tuple[Floats, Floats]:
    """n/(n-1) x sum of squares around the group's mean, and n, for each group and node."""
    n = _by(group_of_unit, present.astype(np.float64), n_groups)
    mean = np.nan_to_num(divide(_by(group_of_unit, summed, n_groups), n))
    squares = np.where(present, (summed - mean[group_of_unit]) ** 2, 0.0)
    return divide(n * _by(group_of_unit, squares, n_groups), n - 1), n


def _borrowed(
    given: Panel, valid: Flags, node_weights: Floats, alone: Flags
) -> tuple[Floats, Floats]:
    """Variance of groups of one: (their share in the node)^2 x pooled within-group variance."""
    n_groups = len(given.means)
    weighed = valid.astype(np.float64) @ node_weights
    scores = divide(np.where(valid, given.levels, 0).astype(np.float64) @ node_weights, weighed)
    present = weighed > 0
    n = _by(given.group_of_row, present.astype(np.float64), n_groups)
    filled = np.nan_to_num(scores)
    mean = np.nan_to_num(divide(_by(given.group_of_row, filled, n_groups), n))
    squares = np.where(present, (filled - mean[given.group_of_row]) ** 2, 0.0)
    degrees = np.maximum(n - 1, 0).sum(0)
    pooled = divide(squares.sum(0), degrees)
    share = given.shares @ node_weights
    needed = np.where(alone, share**2, 0.0).sum(0)
    return np.where(needed > 0, needed * pooled, 0.0), degrees


@dataclass(frozen=True)
class Intervals:
    """Intervals of V nodes; nan where not estimable.

    no_variation : se is 0. That nobody differs is shown as such, not as certainty.
    """

    low: Floats
    high: Floats
    standard_error: Floats
    degrees_of_freedom: Floats
    no_variation: Flags


def t_intervals(scores: Floats, spread: Spread, confidence: float = CONFIDENCE) -> Intervals:
    """Score +- t x se with Satterthwaite's df, clipped to the scale.

    Undefined where the score is, where fewer than three people answered, and where no group has
    two people to learn a variance from.
    """
    error = np.where(
        (spread.people < SMALLEST_PANEL) | np.isnan(scores), np.nan, spread.standard_error
    )
    df = spread.degrees_of_freedom
    reach = t_quantile(df, confidence) * error
    return Intervals(
        low=np.clip(scores - reach, LOWEST, HIGHEST),
        high=np.clip(scores + reach, LOWEST, HIGHEST),
        standard_error=error,
        degrees_of_freedom=df,
        no_variation=error == 0,
    )


def t_quantile(df: Floats, confidence: float = CONFIDENCE) -> Floats:
    """Two-sided t quantile; the normal one for infinite df."""
    upper = 0.5 + confidence / 2
    return np.asarray(special.stdtrit(df, upper))


def inflated_by_session(spread: Spread, rho: float = SESSION_CORRELATION) -> Floats:
    """Give the standard error if people of one group, in one meeting, resembled each other by rho.

    With a single meeting the real variance is larger by about 1 + (n_g - 1) rho, and nothing in
    the answers can tell. A sensitivity, shown beside the standard error.
    """
    factor = 1 + spread.degrees * rho
    return np.asarray(np.sqrt((spread.components * factor).sum(0) + spread.borrowed))


def effective_respondents(group_weights: Floats, sizes: Floats) -> float:
    """Kish's n = 1 / sum(W_g^2 / n_g), W summing to 1 over groups that answered.

    >>> round(effective_respondents(np.array([1.0, 1.0]), np.array([9.0, 1.0])), 2)
    3.6
    """
    here = sizes > 0
    shares = group_weights[here] / group_weights[here].sum()
    return float(1 / (shares**2 / sizes[here]).sum())


def largest_person_weight(group_weights: Floats, sizes: Floats) -> float:
    """Largest weight of one person in the whole, 0..1; over 0.10 is flagged."""
    here = sizes > 0
    shares = group_weights[here] / group_weights[here].sum()
    return float((shares / sizes[here]).max())


def normal_draws(
    means: Floats, covariance: Floats, df: float, n: int, rng: np.random.Generator
) -> Floats:
    """Draw the dimensions of one region, deviations scaled by t_df / z: shape (n, D).

    The fast way to ranks, P(A > B) and other non-linear outputs.
    """
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    scale = float(t_quantile(np.array(df))) / NORMAL_QUANTILE
    return np.asarray(means + scale * rng.standard_normal((n, len(means))) @ root.T)

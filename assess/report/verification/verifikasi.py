"""Menghitung ulang seluruh angka hasil.json dari jawaban.csv: python3 verifikasi.py

Plain Python 3.9 or later, no package needed; metode.txt explains the formulas. Exit status 0 if
every figure comes out again, 1 with the names of those that do not.
"""

import csv
import hashlib
import json
import math
import sys
from itertools import combinations
from pathlib import Path

EPS = 1e-9
HIDDEN = math.inf  # rests on answers that are withheld; spreads through sums and products
CODES = {"TT": "do_not_know", "TB": "not_applicable", "": "blank", "*": "hidden"}


def mean(pairs):  # of (weight, value); None where nothing has weight
    pairs = [(w, x) for w, x in pairs if w > 0 and x is not None]
    return sum(w * x for w, x in pairs) / sum(w for w, _ in pairs) if pairs else None


def known(value):  # what infinity has touched, even by infinity minus infinity
    return HIDDEN if isinstance(value, float) and not math.isfinite(value) else value


def excess(one, other):  # how far one is above the other, never below 0
    if one is None or other is None:
        return None
    return HIDDEN if HIDDEN in (one, other) else max(0.0, one - other)


class Tree:  # `inner` has children before parents; weights as declared or decided
    def __init__(self, root, parts, asked, decided):
        self.root, self.weight, self.children = root, {root: 1}, {}
        for part in parts:
            for sub in part["subpillars"]:
                own = {q["id"]: q.get("weight", 1) for q in asked if q["subpillar"] == sub["key"]}
                self.weight.update({**own, sub["key"]: sub["weight"]})
                self.children[sub["key"]] = list(own)
            self.weight[part["key"]] = part["weight"]
            self.children[part["key"]] = [sub["key"] for sub in part["subpillars"]]
        self.children[root] = [part["key"] for part in parts]
        for parent in self.children:  # bobot.json: decided instead of declared
            self.weight.update(decided.get(parent, {}))
        self.leaves = [key for key in self.weight if key not in self.children]
        self.inner = list(self.children)

    def roll_up(self, leaves, applicable, least, rest=None):  # upwards, never rounded
        usable = {key: applicable[key] for key in self.leaves}
        value = {key: leaves[key] if usable[key] else None for key in self.leaves}
        cover = {key: float(value[key] is not None) for key in self.leaves}
        for node in self.inner:
            own = [(self.weight[c], value[c]) for c in self.children[node] if usable[c]]
            total, share = sum(w for w, _ in own), sum(w for w, x in own if x is not None)
            usable[node], cover[node] = total > 0, share / total if total else 0.0
            if node in (rest or {}):  # what the withheld children come to together
                own = [(w, rest[node] if x == HIDDEN else x) for w, x in own]
            value[node] = mean(own) if share and cover[node] >= least - EPS else None
        return value, cover, usable

    def shares(self, there):  # of the root, among the siblings that are there
        share = {**dict.fromkeys(self.weight, 0.0), self.root: float(there[self.root])}
        for node in reversed(self.inner):
            own = [c for c in self.children[node] if there[c]]
            for c in own:
                share[c] = share[node] * self.weight[c] / sum(self.weight[d] for d in own)
        return share

    def below(self, node, there):  # weight of every leaf in the node
        if node in self.leaves:
            return {node: 1.0} if there[node] else {}
        own = [c for c in self.children[node] if there[c] and there[node]]
        total = sum(self.weight[c] for c in own)
        parts = ((self.weight[c] / total, self.below(c, there)) for c in own)
        return {leaf: share * w for share, part in parts for leaf, w in part.items()}


def van_der_eijk(shares):  # agreement A, layer by layer
    rest, found, size = list(shares), 0.0, len(shares)
    while any(x > 0 for x in rest):
        on = tuple(x > 0 for x in rest)
        triples = list(combinations(on, 3))
        peaks = triples.count((True, True, False)) + triples.count((False, True, True))
        holes = triples.count((True, False, True))
        fit = (size - 2) * peaks - (size - 1) * holes
        fit = fit / ((size - 2) * (peaks + holes)) if peaks + holes else 1
        height = min(x for x in rest if x > 0)
        found += height * sum(on) * fit * (1 - (sum(on) - 1) / (size - 1))
        rest = [x - height if x > 0 else 0.0 for x in rest]
    return found / sum(shares)


def median(shares):  # interpolated; between two levels, their middle
    below = [sum(shares[: k + 1]) for k in range(5)]
    low = next(k for k in range(5) if below[k] >= 0.5 - EPS)
    high = next(k for k in range(5) if below[k] > 0.5 + EPS)
    inside = low + 0.5 + (0.5 - below[low] + shares[low]) / shares[low]
    return inside if low == high else (low + high + 2) / 2


def beta(x, a, b):  # regularised incomplete beta function, continued fraction of Lentz
    if x > (a + 1) / (a + b + 2):
        return 1 - beta(1 - x, b, a)
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 1000):
        before = found
        for top in (m * (b - m) / (a + 2 * m - 1), -(a + m) * (a + b + m) / (a + 2 * m + 1)):
            step = top * x / (a + 2 * m)
            c, d = 1 + step / c, 1 / (1 + step * d)
            found *= c * d
        if found == before:
            break
    front = a * math.log(x) + b * math.log1p(-x) if x > 0 else -math.inf
    return math.exp(front + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) * found / a


def t_quantile(df):  # two-sided 95 %, by bisection
    if math.isinf(df):
        return 1.959963984540054
    low, high = 0.0, 1e9
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        above = beta(df / (df + middle**2), df / 2, 0.5) > 0.05
        low, high = (middle, high) if above else (low, middle)
    return (low + high) / 2


class Survey:
    def __init__(self, form, rows, kept, told, decided):
        self.rows, self.kept, self.told = rows, kept, told
        self.asked = {q["id"]: q for q in form["questions"] if q["type"] == "maturity"}
        self.groups = {g["key"]: g.get("weight", 1) for g in form["groups"]}
        self.least = form["scoring"].get("minimum_coverage", 2 / 3)
        self.limit = form["scoring"].get("disagreement_range", 1.5)
        self.bands = sorted(form["scoring"]["predicates"], key=lambda band: band["min"])
        self.of = {g: [r for r in rows if r["kelompok"] == g] for g in self.groups}
        self.q = {key: self.question(key) for key in self.asked}
        questions = list(self.asked.values())
        self.index = Tree("index", form["dimensions"], questions, decided)
        beside = form.get("readiness")
        self.beside = beside and Tree("readiness", beside, questions, decided)

    def levels(self, group, key):
        return [int(r[key]) for r in self.of[group] if r[key] not in CODES]

    def question(self, key):
        told, goes_to = self.told["questions"][key], self.asked[key]["respondents"]
        rest = self.kept["sisa"].get(key)  # what answers that are withheld add up to, if any are
        held = rest["kelompok"] if rest else ()
        answers = {g: self.levels(g, key) for g in self.groups}
        means = {g: sum(a) / len(a) for g, a in answers.items() if a}
        sums = [(self.groups[g], m) for g, m in means.items()]
        targets = []
        for g, people in self.of.items():
            said = [r[key + " target"] for r in people if r[key] not in CODES]
            given = [int(t) for t in said if t not in CODES]
            targets += [(self.groups[g], sum(given) / len(given))] if given else []
        for part, name in ((sums, "nilai"), (targets, "target")):
            total, weight = (rest or {}).get(name) or (HIDDEN, 1 if rest else 0)
            part += [(weight, total / weight)] if weight else []
        cells = [(r[key], g) for g in self.groups for r in self.of[g]]
        cells = [CODES[c] for c, g in cells if c in CODES and (c or g in goes_to)]
        count = {name: cells.count(name) for name in ("do_not_know", "not_applicable", "blank")}
        n, score, target = sum(map(len, answers.values())), mean(sums), mean(targets)
        called = not sums and 2 * count["not_applicable"] > sum(count.values())
        decided = told.get("reason") == "not_applicable" and bool(sums or rest)
        score = None if decided else score
        found = {"n": n, "asked": n + sum(count.values()), **count}
        found = dict.fromkeys(found, HIDDEN) if rest else found
        reason = "not_applicable" if called or decided else "no_valid_answer"
        found.update(
            score=score, target=target, group_means=means, away=called or decided, key=key,
            gap=excess(target, score), surplus=excess(score, target),
            reason=reason if score is None else None, answers=answers, rest=rest,
            n_by_group={g: HIDDEN if g in held else len(a)
                        for g, a in answers.items() if a or g in goes_to or g in held},
            complete=len(sums) == len(means), **self.spread(means, told),
        )  # fmt: skip
        span = found["spread"]
        found["disagreement"] = HIDDEN if span == HIDDEN else (span or 0) >= self.limit - EPS
        found.update(self.distribution(found, answers, decided))
        return found

    def spread(self, means, told):  # over the groups whose mean is shown
        shown = {g: means.get(g, HIDDEN) for g in told.get("group_means", {})}
        if len(shown) < 2 or not all(map(math.isfinite, shown.values())):
            return dict.fromkeys(("spread", "spread_groups"), HIDDEN if len(shown) > 1 else None)
        low, high, named = min(shown.values()), max(shown.values()), told.get("spread_groups")
        right = named and abs(shown[named[0]] - low) + abs(shown[named[1]] - high) < EPS
        return {"spread": high - low, "spread_groups": named if right else None}

    def distribution(self, found, answers, decided):
        if not found["complete"]:
            names = ("histogram", "level", "agreement", "average_deviation", "rwg", "skewed")
            names += ("hidden_conflict", "interpolated_median", "head_count")
            return dict.fromkeys(names, HIDDEN)
        everybody = [x for a in answers.values() for x in a]
        if not everybody or decided:
            empty = dict.fromkeys(("level", "interpolated_median", "head_count"))
            return {**empty, "skewed": False, "hidden_conflict": False}
        weight = [(self.groups[g], a) for g, a in answers.items() if a]
        shares = [mean((w, a.count(k) / len(a)) for w, a in weight) for k in range(1, 6)]
        n, centre = len(everybody), sum(everybody) / len(everybody)
        level = max(k for k in range(1, 6) if sum(shares[k - 1 :]) > 0.5 + EPS)
        own = {"histogram": shares, "level": level, "head_count": centre}
        own["interpolated_median"] = median(shares)
        own["skewed"] = abs(found["score"] - own["interpolated_median"]) > 0.5 + EPS
        inside = [van_der_eijk([a.count(k) for k in range(1, 6)]) for _, a in weight if len(a) > 1]
        calm = bool(inside) and sum(inside) / len(inside) >= 0.6 - EPS
        own["hidden_conflict"] = calm and found["disagreement"]
        if n > 1:
            variance = sum((x - centre) ** 2 for x in everybody) / (n - 1)
            away = (h * abs(k - found["score"]) for k, h in enumerate(shares, 1))
            own["agreement"], own["average_deviation"] = van_der_eijk(shares), sum(away)
            own["rwg"] = max(0.0, 1 - variance / 2)
        return own

    def error(self, weights):  # standard error of a node by linearisation, people as units
        if any(not self.q[q]["complete"] for q in weights) or self.kept["pertemuan_ditahan"]:
            names = ("standard_error", "interval", "degrees_of_freedom", "no_variation")
            return dict.fromkeys((*names, "error_by_session"), HIDDEN)
        total = {q: sum(self.groups[g] for g in self.q[q]["group_means"]) for q in weights}
        parts, needed, squares, degrees, people = [], 0.0, 0.0, 0, 0
        for g, rows in self.of.items():
            meetings = {r["pertemuan"] for r in rows}
            units, scores, share = {}, [], 0.0
            for i, row in enumerate(rows):
                valid = {q: int(row[q]) for q in weights if row[q] not in CODES}
                if valid:
                    z = sum(weights[q] * self.groups[g] / total[q]
                            * (x - self.q[q]["group_means"][g]) / len(self.q[q]["answers"][g])
                            for q, x in valid.items())  # fmt: skip
                    unit = row["pertemuan"] if len(meetings) > 1 else i
                    units[unit] = units.get(unit, 0.0) + z
                    scores.append(mean((weights[q], x) for q, x in valid.items()))
            n, middle = len(units), sum(units.values()) / max(len(units), 1)
            if n == 1:  # borrows the pooled variance of the others
                heard = [q for q in weights if g in self.q[q]["group_means"]]
                share = sum(weights[q] * self.groups[g] / total[q] for q in heard)
            elif n:
                parts.append((n / (n - 1) * sum((z - middle) ** 2 for z in units.values()), n - 1))
            centre = sum(scores) / max(len(scores), 1)
            squares += sum((y - centre) ** 2 for y in scores)
            degrees, people = degrees + max(len(scores) - 1, 0), people + len(scores)
            needed += share**2
        if people < 3 or (needed and not degrees):
            return {"standard_error": None, "no_variation": False}
        lent = needed * squares / degrees if needed else 0.0
        variance = sum(v for v, _ in parts) + lent
        below = sum(v**2 / df for v, df in parts) + (lent**2 / degrees if lent else 0.0)
        df = variance**2 / below if below else math.inf
        by_session = sum(v * (1 + 0.2 * df_g) for v, df_g in parts) + lent
        return {
            "standard_error": math.sqrt(variance), "reach": t_quantile(df) * math.sqrt(variance),
            "degrees_of_freedom": None if math.isinf(df) else df, "no_variation": not variance,
            "error_by_session": math.sqrt(by_session),
        }  # fmt: skip

    def part(self, tree):  # all figures of one tree, by key
        away = {q: not self.q[q]["away"] for q in tree.leaves}

        def up(name):
            rest = {
                n: given[name] for n, given in self.kept["sisa_simpul"].items() if name in given
            }
            return tree.roll_up({q: self.q[q][name] for q in tree.leaves}, away, self.least, rest)

        score, cover, usable = up("score")
        target, gap, surplus = (up(name)[0] for name in ("target", "gap", "surplus"))
        there = {key: score[key] is not None for key in tree.weight}
        with_gap = {key: gap[key] is not None for key in tree.weight}
        declared, effective, shares = map(tree.shares, (usable, there, with_gap))
        means = {}
        for g in self.groups:
            own = {q: HIDDEN if self.q[q]["rest"] and g in self.q[q]["rest"]["kelompok"]
                   else self.q[q]["group_means"].get(g) for q in tree.leaves}  # fmt: skip
            for key, value in tree.roll_up(own, away, self.least)[0].items():
                means.setdefault(key, {}).update({g: known(value)} if value is not None else {})
        found = {}
        for key in (*tree.leaves, *tree.inner):
            at = self.q[key] if key in tree.leaves else self.node(tree, key, found, score, usable)
            found[key] = at
            at.update(
                weight=tree.weight[key], path_weight=declared[key], effective_weight=effective[key]
            )
            at["contribution"] = None
            if with_gap[key] and with_gap[tree.root]:
                at["contribution"] = known(shares[key] * gap[key])
            if there[key]:
                at.update(self.error(tree.below(key, there)))
                reach, s = at.get("reach"), score[key]
                if reach is not None:
                    at["interval"] = [max(1.0, s - reach), min(5.0, s + reach)]
            if key not in tree.leaves:
                told = self.told_of(key)
                at.update(
                    score=score[key], coverage=cover[key], target=target[key], gap=gap[key],
                    surplus=surplus[key], group_means=means[key], key=key,
                    children=tree.children[key], **self.spread(means[key], told),
                )  # fmt: skip
        return found

    def told_of(self, key):
        kinds = (self.told[k] for k in ("dimensions", "subpillars", "readiness_elements"))
        beside = {"index": self.told["index"], "readiness": self.told.get("readiness")}
        return next(kind[key] for kind in (*kinds, beside) if key in kind)

    def node(self, tree, key, found, score, usable):
        leaves = list(tree.below(key, dict.fromkeys(tree.weight, True)))
        hidden = {g for q in leaves if self.q[q]["rest"] for g in self.q[q]["rest"]["kelompok"]}
        heard, asked = {}, {g for q in leaves for g in self.asked[q]["respondents"]}
        for g, rows in self.of.items():
            n = sum(any(r[q] not in CODES for q in leaves) for r in rows)
            if n or g in asked or g in hidden:
                heard[g] = HIDDEN if g in hidden else n
        n, unsure = sum(heard.values()), sum(self.q[q]["do_not_know"] for q in leaves)
        valid = sum(self.q[q]["n"] for q in leaves)
        reason = "coverage_below_minimum" if n else "no_valid_answer"
        reason = HIDDEN if n == HIDDEN else reason
        reason = None if score[key] is not None else reason if usable[key] else "not_applicable"
        own = [(tree.weight[c], found[c].get("level")) for c in tree.children[key]]
        own = [(w, x) for w, x in own if x is not None]
        band = [b["name"]["id"] for b in self.bands if score[key] and b["min"] <= score[key] + EPS]
        return {
            "n": n, "n_by_group": heard, "reason": reason,
            "do_not_know_share": known(unsure / (unsure + valid)) if unsure + valid else None,
            "level": self.staged(own) if score[key] is not None else None,
            "predicate": HIDDEN if score[key] == HIDDEN else band[-1] if band else None,
        }  # fmt: skip

    def staged(self, own):  # 80 % of the weight at the level, nothing further than one below
        if not own or any(level == HIDDEN for _, level in own):
            return HIDDEN if own else None
        total, lowest = sum(w for w, _ in own), min(level for _, level in own)
        reached = {k: sum(w for w, level in own if level >= k) / total for k in range(1, 6)}
        return max(k for k in reached if reached[k] >= 0.8 - EPS and lowest >= k - 1)

    def unsure_as_lowest(self, q):  # "do not know" counts as level 1
        if q["rest"] or (q["reason"] == "not_applicable" and q["n"]):
            return HIDDEN if q["rest"] else None
        pairs = []
        for g, a in q["answers"].items():
            n = sum(r[q["key"]] == "TT" for r in self.of[g])
            pairs += [(self.groups[g], (sum(a) + n) / (len(a) + n))] if a or n else []
        return mean(pairs)

    def alpha(self):  # Krippendorff's, ordinal: groups by their majority level, over questions
        units = []
        for q in self.index.leaves:
            answers = [a for a in self.q[q]["answers"].values() if a]
            shares = [[a.count(k) / len(a) for k in range(1, 6)] for a in answers]
            said = [max(k for k in range(1, 6) if sum(s[k - 1 :]) > 0.5 + EPS) for s in shares]
            units += [said] if len(said) > 1 else []
        total = {k: sum(said.count(k) for said in units) for k in range(1, 6)}
        rank, below = {}, 0.0
        for k, n in total.items():
            rank[k], below = below + n / 2, below + n
        apart = {(a, b): (rank[a] - rank[b]) ** 2 for a in total for b in total}
        expected = sum(total[a] * total[b] * d for (a, b), d in apart.items())
        seen = sum(apart[a, b] / (len(u) - 1) for u in units for a in u for b in u)
        return 1 - seen * (below - 1) / expected if expected else None

    def scorecard(self):
        index = self.part(self.index)
        beside = self.part(self.beside) if self.beside else {}
        both, tree = {**index, **beside}, self.index
        parts = tree.children["index"]
        away = {q: not self.q[q]["away"] for q in tree.leaves}
        lowest = {q: min(f["group_means"].values(), default=None) for q, f in self.q.items()}
        of = {
            "mean": lambda q: q["score"], "median": lambda q: q["interpolated_median"],
            "head_count": lambda q: q["head_count"], "unsure_lowest": self.unsure_as_lowest,
            "lowest_group": lambda q: (
                HIDDEN if not q["complete"] else None if q["score"] is None else lowest[q["key"]]
            ),
        }  # fmt: skip
        methods = {}
        for name, leaf in of.items():
            own = {q: leaf(self.q[q]) for q in tree.leaves}
            value = tree.roll_up(own, away, self.least)[0]
            methods[name] = {key: known(value[key]) for key in ("index", *parts)}
        top = [(tree.weight[d], index[d]["score"]) for d in parts if index[d]["score"] is not None]
        whole, uneven, even = index["index"]["score"], None, None
        if whole is not None and whole != HIDDEN:
            uneven = math.exp(mean((w, math.log(x)) for w, x in top))
            even = whole - mean((w, (x - whole) ** 2) for w, x in top) / whole
        size = {g: sum(any(r[q] not in CODES for q in self.q) for r in rows)
                for g, rows in self.of.items()}  # fmt: skip
        total = sum(self.groups[g] for g, n in size.items() if n)
        voice = {g: self.groups[g] / total / n for g, n in size.items() if n}  # of one person
        partial = any(q["rest"] for q in self.q.values())
        own = {
            "index": index["index"], "dimensions": {d: index[d] for d in parts},
            "readiness": beside.get("readiness"),
            "readiness_elements": {
                e: beside[e] for e in (self.beside.children["readiness"] if beside else ())
            },
            "subpillars": {k: v for k, v in both.items() if k in self.told["subpillars"]},
            "questions": {q: both[q] for q in self.q}, "methods": methods,
            "geometric_index": uneven, "penalised_index": even,
            "imbalance_loss": None if uneven is None else whole - uneven,
            "weakest_dimension": min(parts, key=lambda d: index[d]["score"] or 9),
            "n_respondents": len(self.rows), "groups_present": [g for g in size if size[g]],
            "groups_absent": [g for g in size if not size[g]],
            "effective_respondents": total and 1 / sum(v**2 * size[g] for g, v in voice.items()),
            "largest_person_weight": max(voice.values(), default=None), "method_version": "1",
            "profile_alpha": HIDDEN if partial else self.alpha(),
        }  # fmt: skip
        if partial:
            names = ("n_respondents", "groups_present", "groups_absent", "effective_respondents")
            own.update(dict.fromkeys((*names, "largest_person_weight"), HIDDEN))
        if whole == HIDDEN or any(x == HIDDEN for _, x in top):
            names = ("geometric_index", "penalised_index", "imbalance_loss", "weakest_dimension")
            own.update(dict.fromkeys(names, HIDDEN))
        return own


def compared(found, told, path=()):  # (path, "same", "hidden", "different" or "absent")
    if isinstance(told, dict) and isinstance(found, dict):
        for key, value in told.items():
            if key in found or value is None:
                yield from compared(found.get(key), value, (*path, key))
            else:
                yield (*path, key), "absent"
    elif found == HIDDEN and told is not None:
        yield path, "hidden"
    elif isinstance(told, list) and isinstance(found, list) and len(told) == len(found):
        each = [state for f, t in zip(found, told) for _, state in compared(f, t)]
        yield path, "same" if all(state == "same" for state in each) else "different"
    elif isinstance(told, float) and isinstance(found, (int, float)):
        yield path, "same" if abs(found - told) <= EPS else "different"
    else:  # a figure that is not told is never wrong
        yield path, "same" if told is None or found == told else "different"


def rows_of(text):
    return list(csv.DictReader(text.splitlines()))


def main(folder):
    form, result, kept, weights = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("kuesioner", "hasil", "ditahan", "bobot")
    )
    rows = rows_of((folder / "jawaban.csv").read_text(encoding="utf-8"))
    wrong = []
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            wrong.append(f"berkas {name} berubah sejak diunduh")
    shape = hashlib.sha256((folder / "kuesioner.json").read_bytes()).hexdigest()
    if shape != result["questionnaire_sha256"]:
        wrong.append("kuesioner bukan yang dipakai untuk hasil ini")
    told = result["scorecard"]
    states = list(compared(Survey(form, rows, kept, told, weights["bobot"]).scorecard(), told))
    wrong += [".".join(path) + " tidak cocok" for path, state in states if state != "same"]
    index = told["index"].get("score")
    print(result["daerah"], "-", result["asesmen"])
    print("Indeks:", "tidak ditampilkan" if index is None else f"{index:.6f}".replace(".", ","))
    print(f"Dihitung ulang: {len(states)} angka dari jawaban {len(rows)} orang.")
    print(f"Ditahan untuk melindungi kelompok kecil: {len(kept['angka'])} angka (ditahan.json).")
    print("\n".join(f"TIDAK COCOK: {each}" for each in wrong) or "Semua angka cocok.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent))

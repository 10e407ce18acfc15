"""Menghitung ulang angka laporan (hasil.json) dari jawaban.csv: python3 verifikasi.py

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
LEVELS = range(1, 6)
Z = 1.959963984540054  # normal distribution, two-sided 95 %
HIDDEN = math.inf  # rests on answers that are withheld; spreads through sums and products
CODES = {
    "TT": "do_not_know",
    "TB": "not_applicable",
    "": "blank",
    "*": "withheld",
    "-": "not_asked",
}
UNDEFINED = {"standard_error": None, "interval": None, "no_variation": False}
METHODS = ("mean", "median", "head_count", "lowest_group", "unsure_lowest")
FILES = ("kuesioner", "hasil", "ditahan", "bobot")


def mean(pairs):  # of (weight, value); None where nothing has weight
    pairs = [(w, x) for w, x in pairs if w > 0 and x is not None]
    return sum(w * x for w, x in pairs) / sum(w for w, _ in pairs) if pairs else None


def known(value):  # what infinity has touched, even by infinity minus infinity
    return HIDDEN if isinstance(value, float) and not math.isfinite(value) else value


def agreement(shares):  # van der Eijk's A, layer by layer
    rest, found = list(shares), 0.0
    while any(x > 0 for x in rest):
        on = [x > 0 for x in rest]
        triples = list(combinations(on, 3))
        peaks = triples.count((True, True, False)) + triples.count((False, True, True))
        holes = triples.count((True, False, True))
        fit = (3 * peaks - 4 * holes) / (3 * (peaks + holes)) if peaks + holes else 1
        height = min(x for x in rest if x > 0)
        found += height * sum(on) * fit * (1 - (sum(on) - 1) / 4)
        rest = [x - height if x > 0 else 0.0 for x in rest]
    return found / sum(shares)


def median(shares):  # interpolated; between two levels, their middle
    below = [sum(shares[:k]) for k in LEVELS]
    low = next(k for k in range(5) if below[k] >= 0.5 - EPS)
    high = next(k for k in range(5) if below[k] > 0.5 + EPS)
    inside = low + 0.5 + (0.5 - below[low] + shares[low]) / shares[low]
    return inside if low == high else (low + high + 2) / 2


def t_quantile(df):  # two-sided 95 %: t = sqrt(df) tan(a), where cos^(df - 1) has 95 % of its area
    if df > 1e5:
        return Z + (Z**3 + Z) / 4 / df
    whole = math.sqrt(math.pi) / 2 * math.exp(math.lgamma(df / 2) - math.lgamma(df / 2 + 0.5))
    angle, step = 0.0, 1.0
    while step > 1e-15:  # Newton, from below; the area by Simpson's rule
        y = [math.cos(angle * i / 1000) ** (df - 1) for i in range(1001)]
        area = angle / 3000 * (y[0] + 4 * sum(y[1::2]) + 2 * sum(y[2:-1:2]) + y[-1])
        step = (0.95 * whole - area) / y[-1]
        angle += step
    return math.sqrt(df) * math.tan(angle)


class Survey:
    def __init__(self, form, rows, kept, told, decided):
        self.rows, self.kept, self.told, self.rules = rows, kept, told, form["scoring"]
        self.voice = {g["key"]: g.get("weight", 1) for g in form["groups"]}
        self.of = {g: [r for r in rows if r["kelompok"] == g] for g in self.voice}
        asked = [q for q in form["questions"] if q["type"] == "maturity"]
        self.asks = {q["id"]: q["respondents"] for q in asked}
        self.weight, self.below, self.root = {}, {}, {}  # below: children, those at the end first
        for root, parts in (("index", form["dimensions"]), ("readiness", form.get("readiness"))):
            for part in parts or ():
                for sub in part["subpillars"]:
                    self.branch(sub["key"], [q for q in asked if q["subpillar"] == sub["key"]])
                self.branch(part["key"], part["subpillars"])
            if parts:
                self.branch(root, parts)
                self.weight[root] = 1
            self.root.update({key: root for key in self.weight if key not in self.root})
        for parent in self.below:  # bobot.json: decided instead of declared
            self.weight.update(decided.get(parent, {}))
        self.q = {key: self.question(key) for key in self.asks}
        self.usable = {key: not q["away"] for key, q in self.q.items()}
        for node, children in self.below.items():
            self.usable[node] = any(self.usable[c] and self.weight[c] > 0 for c in children)

    def branch(self, node, children):
        own = {child.get("key") or child["id"]: child.get("weight", 1) for child in children}
        self.below[node] = list(own)
        self.weight.update(own)

    def balanced(self, answers, of=lambda a: sum(a) / len(a)):  # every group has one voice
        return mean((self.voice[g], of(a)) for g, a in answers.items() if a)

    def question(self, key):
        told, rest = self.told["questions"][key], self.kept["sisa"].get(key)
        held = rest["kelompok"] if rest else ()
        answers = {g: [int(r[key]) for r in self.of[g] if r[key] not in CODES] for g in self.of}
        aims = {g: [int(r[key + " target"]) for r in self.of[g]
                    if r[key] not in CODES and r[key + " target"] not in CODES]
                for g in self.of}  # fmt: skip
        cells = [CODES[r[key]] for g, rows in self.of.items() for r in rows
                 if r[key] in CODES and (r[key] or g in self.asks[key])]  # fmt: skip
        count = {name: cells.count(name) for name in ("do_not_know", "not_applicable", "blank")}
        count["n"] = sum(map(len, answers.values()))
        count["asked"] = sum(count.values())
        score, target = self.joined(answers, rest, "nilai"), self.joined(aims, rest, "target")
        called = score is None and 2 * count["not_applicable"] > count["asked"]
        decided = told.get("reason") == "not_applicable" and (score is not None or bool(held))
        score = None if decided else score
        gap = None if None in (score, target) else max(0.0, target - score)
        found = {
            **(dict.fromkeys(count, HIDDEN) if rest else count), "key": key, "score": score,
            "target": target, "gap": HIDDEN if HIDDEN in (score, target) else gap, "reason": None,
            "group_means": {g: sum(a) / len(a) for g, a in answers.items() if a},
            "n_by_group": {g: HIDDEN if g in held else len(a) for g, a in answers.items()
                           if a or g in held or g in self.asks[key]},
            "held": held, "answers": answers, "away": called or decided,
        }  # fmt: skip
        if score is None:
            found["reason"] = "not_applicable" if found["away"] else "no_valid_answer"
        found.update(self.spread(found["group_means"], told))
        return {**found, **self.distribution(found, decided)}

    def joined(self, answers, rest, name):  # with what the withheld answers add up to
        total, weight = (rest or {}).get(name) or (HIDDEN, 1 if rest else 0)
        pairs = [(self.voice[g], sum(a) / len(a)) for g, a in answers.items() if a]
        return mean([*pairs, (weight, total / weight)] if weight else pairs)

    def spread(self, means, told):  # over the groups whose mean is shown
        shown = {g: means.get(g, HIDDEN) for g in self.of if g in told.get("group_means", {})}
        if len(shown) < 2:
            return {"spread": None, "spread_groups": None, "disagreement": False}
        if HIDDEN in shown.values():
            return dict.fromkeys(("spread", "spread_groups", "disagreement"), HIDDEN)
        low, high = min(shown.values()), max(shown.values())
        first = next(g for g in shown if shown[g] <= low + EPS)
        last = next(g for g in shown if shown[g] >= high - EPS and g != first)
        wide = high - low >= self.rules.get("disagreement_range", 1.5) - EPS
        return {"spread": high - low, "spread_groups": [first, last], "disagreement": wide}

    def distribution(self, found, decided):  # what needs the answers one by one
        names = ("histogram", "level", "agreement", "hidden_conflict", *METHODS, "verified")
        if found["held"] or decided:
            none = dict.fromkeys(names, HIDDEN if found["held"] else None)
            return none if found["held"] else {**none, "hidden_conflict": False}
        answers, cap = found["answers"], self.rules.get("unproven_level_cap", 2)
        unsure = {g: a + [1] * sum(r[found["key"]] == "TT" for r in self.of[g])
                  for g, a in answers.items()}  # fmt: skip
        own = {**dict.fromkeys(names), "hidden_conflict": False}
        own.update(unsure_lowest=self.balanced(unsure), mean=found["score"])
        if not found["n"]:
            return own
        everybody = [x for a in answers.values() for x in a]
        shares = [self.balanced(answers, lambda a, k=k: a.count(k) / len(a)) for k in LEVELS]
        inside = [agreement([a.count(k) for k in LEVELS]) for a in answers.values() if len(a) > 1]
        calm = bool(inside) and sum(inside) / len(inside) >= 0.6 - EPS
        own.update(
            histogram=shares, level=max(k for k in LEVELS if sum(shares[k - 1 :]) > 0.5 + EPS),
            agreement=agreement(shares) if len(everybody) > 1 else None,
            hidden_conflict=calm and found["disagreement"], median=median(shares),
            head_count=sum(everybody) / len(everybody),
            lowest_group=min(found["group_means"].values()),
            verified=self.balanced({g: [min(x, cap) for x in a] for g, a in answers.items()}),
        )  # fmt: skip
        return own

    def up(self, leaves, name=""):  # weighted means of what is available, never rounded
        value = {q: x if self.usable[q] else None for q, x in leaves.items()}
        cover, least = {}, self.rules.get("minimum_coverage", 2 / 3)
        for node, children in self.below.items():
            own = [(self.weight[c], value[c]) for c in children if self.usable[c]]
            total, there = sum(w for w, _ in own), sum(w for w, x in own if x is not None)
            cover[node] = there / total if total else 0.0
            rest = self.kept["sisa_simpul"].get(node, {}).get(name)
            if rest is not None:  # what the withheld children come to together
                own = [(w, rest if x == HIDDEN else x) for w, x in own]
            value[node] = mean(own) if there and cover[node] >= least - EPS else None
        return value, cover

    def shares(self, top, there):  # of one node, among those below it that are there
        share = {top: 1.0} if there[top] else {}
        for node in reversed(self.below):
            own = [c for c in self.below[node] if there[c] and node in share]
            total = sum(self.weight[c] for c in own)
            share.update({c: share[node] * self.weight[c] / total for c in own if total})
        return share

    def inside(self, top, there):  # share of every question in a node
        return {q: share for q, share in self.shares(top, there).items() if q in self.q}

    def error(self, weights, score):  # by linearisation: people are units, or meetings if several
        if self.kept["pertemuan_ditahan"] or any(self.q[q]["held"] for q in weights):
            return dict.fromkeys(UNDEFINED, HIDDEN)
        total = {q: sum(self.voice[g] for g in self.q[q]["group_means"]) for q in weights}
        parts, alone, squares, spare, heard = [], 0.0, 0.0, 0, 0
        for g, rows in self.of.items():
            part = {q: weights[q] * self.voice[g] / total[q]
                    for q in weights if g in self.q[q]["group_means"]}  # fmt: skip
            meetings, units, scores = {r["pertemuan"] for r in rows}, {}, []
            for i, row in enumerate(rows):
                said = {q: int(row[q]) for q in part if row[q] not in CODES}
                if said:
                    unit = row["pertemuan"] if len(meetings) > 1 else i
                    z = (part[q] * (x - self.q[q]["group_means"][g]) / len(self.q[q]["answers"][g])
                         for q, x in said.items())  # fmt: skip
                    units[unit] = units.get(unit, 0.0) + sum(z)
                    scores.append(mean((weights[q], x) for q, x in said.items()))
            n, heard, spare = len(units), heard + len(scores), spare + max(len(scores) - 1, 0)
            if n == 1:  # borrows the pooled variance of the others
                alone += sum(part.values()) ** 2
            elif n:
                centre = sum(units.values()) / n
                squared = sum((z - centre) ** 2 for z in units.values())
                parts.append((n / (n - 1) * squared, n - 1))
            squares += sum((y - sum(scores) / len(scores)) ** 2 for y in scores)
        if heard < 3 or (alone and not spare):
            return UNDEFINED
        parts += [(alone * squares / spare, spare)] if alone else []
        variance, below = sum(v for v, _ in parts), sum(v**2 / df for v, df in parts)
        reach = t_quantile(variance**2 / below) * math.sqrt(variance) if below else 0.0
        interval = [max(1.0, score - reach), min(5.0, score + reach)]
        return {
            "standard_error": math.sqrt(variance), "interval": interval,
            "no_variation": not variance,
        }  # fmt: skip

    def node(self, key, score, levels):
        inside = list(self.inside(key, dict.fromkeys(self.weight, True)))
        held = {g for q in inside for g in self.q[q]["held"]}
        heard = {g: sum(any(r[q] not in CODES for q in inside) for r in rows)
                 for g, rows in self.of.items()}  # fmt: skip
        heard.update(dict.fromkeys(held, HIDDEN))
        asked = {g for q in inside for g in self.asks[q]}
        heard = {g: n for g, n in heard.items() if n or g in asked}
        n, unsure = sum(heard.values()), sum(self.q[q]["do_not_know"] for q in inside)
        either = unsure + sum(self.q[q]["n"] for q in inside)
        reason = HIDDEN if n == HIDDEN else "coverage_below_minimum" if n else "no_valid_answer"
        reason = reason if self.usable[key] else "not_applicable"
        bands = sorted(self.rules["predicates"], key=lambda band: band["min"])
        band = [b["name"]["id"] for b in bands if score and b["min"] <= score + EPS]
        return {
            "key": key, "n": n, "n_by_group": heard, "reason": reason if score is None else None,
            "do_not_know_share": known(unsure / either) if either else None,
            "level": None if score is None else self.staged(key, levels),
            "predicate": HIDDEN if score == HIDDEN else band[-1] if band else None,
            "children": self.below[key],
        }  # fmt: skip

    def staged(self, key, levels):  # 80 % of the weight at the level, none further than one below
        own = [(self.weight[c], levels[c]) for c in self.below[key] if levels[c] is not None]
        if not own or any(level == HIDDEN for _, level in own):
            return HIDDEN if own else None
        total, lowest = sum(w for w, _ in own), min(level for _, level in own)
        reached = {k: sum(w for w, level in own if level >= k) / total for k in LEVELS}
        return max(k for k in LEVELS if reached[k] >= 0.8 - EPS and lowest >= k - 1)

    def scorecard(self):
        values = {name: self.up({q: f[name] for q, f in self.q.items()}, name)
                  for name in ("score", "target", "gap", *METHODS, "verified")}  # fmt: skip
        (score, cover), gap = values["score"], values["gap"][0]
        by_group = {g: self.up({q: HIDDEN if g in f["held"] else f["group_means"].get(g)
                                for q, f in self.q.items()})[0] for g in self.of}  # fmt: skip
        there, gaps = ({k: v[k] is not None for k in self.weight} for v in (score, gap))
        roots, levels, found = set(self.root.values()) & set(self.below), {}, {}
        path, share = ({k: s for root in roots for k, s in self.shares(root, on).items()}
                       for on in (self.usable, gaps))  # fmt: skip
        for key in (*self.q, *self.below):
            at = self.q[key] if key in self.q else self.node(key, score[key], levels)
            found[key] = at
            levels[key] = at["level"]
            at.update(weight=self.weight[key], path_weight=path.get(key, 0.0), contribution=None)
            if gaps[key] and gaps[self.root[key]]:
                at["contribution"] = known(share[key] * gap[key])
            at.update(self.error(self.inside(key, there), score[key]) if there[key] else UNDEFINED)
            if key in self.below:
                means = {g: known(v[key]) for g, v in by_group.items() if v[key] is not None}
                at.update(score=score[key], coverage=cover[key], group_means=means, gap=gap[key],
                          target=values["target"][0][key],
                          **self.spread(means, self.told_of(key)))  # fmt: skip
        parts, elements = self.below["index"], self.below.get("readiness", ())
        size = {g: sum(any(r[q] not in CODES for q in self.q) for r in rows)
                for g, rows in self.of.items()}  # fmt: skip
        people = {
            "n_respondents": len(self.rows), "groups_present": [g for g in size if size[g]],
            "groups_absent": [g for g in size if not size[g]],
        }  # fmt: skip
        partial = any(q["held"] for q in self.q.values())
        at_top = {name: {key: known(values[name][0][key]) for key in ("index", *parts)}
                  for name in (*METHODS, "verified")}  # fmt: skip
        return {
            "index": found["index"], "dimensions": {key: found[key] for key in parts},
            "readiness": found.get("readiness"),
            "readiness_elements": {key: found[key] for key in elements},
            "subpillars": {key: found[key] for key in self.told["subpillars"]},
            "questions": {key: found[key] for key in self.q}, "verified": at_top.pop("verified"),
            "methods": at_top, "method_version": "1",
            **(dict.fromkeys(people, HIDDEN) if partial else people),
        }  # fmt: skip

    def told_of(self, key):
        kinds = [self.told[k] for k in ("dimensions", "subpillars", "readiness_elements")]
        return next(kind[key] for kind in (*kinds, self.told) if key in kind)


def compared(found, told, path=()):  # (path, "same", "hidden" or "different")
    if isinstance(told, dict) and isinstance(found, dict):
        for key, value in told.items():
            yield from compared(found.get(key), value, (*path, key))
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
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in FILES
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

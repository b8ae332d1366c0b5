"""How well names are told apart across scripts, and how fast, beside a peer in the same run.

    python benchmarks/names.py [--pairs PAIRS.csv]... [--bench CASES.csv] [--aliases ALIASES.csv] [--population ROWS]

The peer is what is done where nothing better is at hand: ICAO transliteration, words sorted, Jaro-Winkler. It stands
here in 60 lines and is tuned in the run: its line is the best of all for its own F1 on the same file.

--pairs    rows `id,a,b[,context_a,context_b]` with `label` or `expected` (LINK, REVIEW, NO or NOLINK)
--bench    rows `name1,name2,is_match`; a pair is found where the answer is LINK or REVIEW
--aliases  rows `entity,script,name`: for each person a name in another script is looked for among all Latin names
--part     even, odd or all: rows of --bench and --pairs, persons of --aliases; the even half was in view when rules
           were written, of the odd one only totals
--queries  how many names are looked for
--population  how fast invented names of so many rows (see populations.py) are taken apart, and pairs of them compared

Totals only are printed: the names are of real people.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from onrecord import names

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks import populations

_CYRILLIC: Final = dict(zip("абвгдеёзийклмнопрстуфыэіў", "abvgdeeziiklmnoprstufyeiu", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia",
}  # fmt: skip
_LESS: Final = str.maketrans("әғқөұүһңҗ", "агкоуухнж")
_T = TypeVar("_T")
_A = TypeVar("_A")
_NO_NAME: Final = re.compile(r"text of image|korean:|[:=]", re.IGNORECASE)


def main() -> None:
    """Print a table for each file given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, action="append", default=[])
    parser.add_argument("--bench", type=Path)
    parser.add_argument("--aliases", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--part", choices=["even", "odd", "all"], default="all")
    parser.add_argument("--population", type=int, default=0)
    asked = parser.parse_args()
    if asked.population:
        _speed(asked.population)
        return
    own = Path(__file__).parents[1] / "tests" / "names" / "pairs.csv"
    for path in asked.pairs or [own]:
        _decisions(path, asked.part)
    if asked.bench:
        _matches(asked.bench, asked.part)
    if asked.aliases:
        _aliases(asked.aliases, asked.part, asked.queries)


def _speed(rows: int) -> None:
    """Print how fast names are taken apart and compared, those that share a key as well as any two."""
    written = [row["name"] for row in populations.rows(rows)]
    names.compare("Лохуров Исмар", "Lokhurov Ismar")  # tables are read once
    parsed, seconds = _timed(lambda name, _: names.parse(name), [(name, "") for name in written])
    folded, peer_seconds = _timed(lambda name, _: _sorted_latin(name), [(name, "") for name in written])
    words = Counter(word for name in written for word in name.split())
    print(f"== speed on {rows} invented names of {len(words)} different words")
    print(f"   {rows / seconds:,.0f} names a second are taken apart; peer folds {rows / peer_seconds:,.0f}")
    chance = random.Random(1)
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(parsed[:5_000]):
        for key in names.keys(name):
            blocks[key].append(at)
    alike = sorted({pair for block in blocks.values() if len(block) < 50 for pair in itertools.combinations(block, 2)})
    several = min(len(parsed), 5_000)
    for kind, pairs in (
        ("that share a key", chance.sample(alike, min(len(alike), 10_000))),
        ("by chance", [(chance.randrange(several), chance.randrange(several)) for _ in range(10_000)]),
    ):
        _, first = _timed(lambda a, b: names.score_of(parsed[a], parsed[b]), pairs)
        _, again = _timed(lambda a, b: names.score_of(parsed[a], parsed[b]), pairs)
        _, theirs = _timed(lambda a, b: _jaro_winkler(folded[a], folded[b]), pairs)
        told = ", ".join(f"{len(pairs) / one:,.0f}" for one in (first, again))
        print(f"   pairs {kind} a second, the first time and again: {told}; peer {len(pairs) / theirs:,.0f}")


def _rows(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    return list(csv.DictReader(lines, delimiter=delimiter))


def _part(rows: Sequence[_T], part: str) -> Sequence[_T]:
    return rows if part == "all" else rows[part == "odd" :: 2]


def _decisions(path: Path, part: str) -> None:
    told: Counter[tuple[str, str]] = Counter()
    scored = []
    for row in _part(_rows(path), part):
        label = (row.get("label") or row.get("expected") or "").replace("NOLINK", "NO")
        about = [names.Context.parse(row.get(f"context_{side}") or row.get(f"ctx_{side}") or "") for side in "ab"]
        told[label, names.compare(row["a"], row["b"], *about).decision.value] += 1
        if label != "REVIEW":
            scored.append((label == "LINK", _peer(row["a"], row["b"])))
    print(f"== decisions on {path.name}, {part} rows ({sum(told.values())})")
    for label in ("LINK", "REVIEW", "NO"):
        answers = {answer: told[label, answer] for answer in ("LINK", "REVIEW", "NO")}
        print(f"   {label:7}", "  ".join(f"{answer} {count}" for answer, count in answers.items()))
    line, (right, wrong, missed) = _best_line(scored)
    print(f"   peer at its best line {line:.2f}: {right} of {right + missed} linked, {wrong} wrongly")


def _matches(path: Path, part: str) -> None:
    rows = _part(_rows(path), part)
    truth = [row["is_match"] == "true" for row in rows]
    pairs = [(row["name1"], row["name2"]) for row in rows]
    names.compare("Лохуров Исмар", "Lokhurov Ismar")  # tables are read once
    ours, seconds = _timed(lambda a, b: names.compare(a, b).score, pairs)
    theirs, peer_seconds = _timed(_peer, pairs)
    print(f"== matches on {path.name}, {part} rows ({len(rows)})")
    people = [row.get("schema", "Person") == "Person" for row in rows]
    for name, kept in (("all", [True] * len(rows)), ("people", people)):
        chosen = [at for at, is_kept in enumerate(kept) if is_kept]
        at_line = _counts([(truth[at], ours[at]) for at in chosen], names.REVIEW_FROM)
        line, best = _best_line([(truth[at], theirs[at]) for at in chosen])
        print(f"   {name:7} LINK or REVIEW: {_f1(at_line)};  peer at its best line {line:.2f}: {_f1(best)}")
    print(f"   {len(rows) / seconds:,.0f} pairs a second; peer {len(rows) / peer_seconds:,.0f}")


def _aliases(path: Path, part: str, wanted: int) -> None:
    rows = [row for row in _rows(path) if row["name"].strip() and not _NO_NAME.search(row["name"])]
    people: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        people[row["entity"]].append(row)
    kept = set(_part(sorted(people), part))
    latin = [(row["entity"], row["name"]) for row in rows if row["entity"] in kept and row["script"] == "Latn"]
    queries = [
        (one, next(row["name"] for row in people[one] if row["script"] == script))
        for one in sorted(kept)
        for script in ("Cyrl", "Arab")
        if {script, "Latn"} <= {row["script"] for row in people[one]}
    ]
    queries = queries[:: max(1, len(queries) // wanted)]
    print(f"== aliases of {path.name}, {part} persons: {len(queries)} queries among {len(latin)} Latin names")
    _found("onrecord", lambda a, b: names.compare(a, b).score, names.LINK_FROM, queries, latin)
    _found("peer", _peer, 0.95, queries, latin)
    _blocks({row["name"]: row["entity"] for row in rows if row["entity"] in kept}, queries, latin)


def _found(
    name: str,
    score: Callable[[str, str], float],
    line: float,
    queries: Sequence[tuple[str, str]],
    latin: Sequence[tuple[str, str]],
) -> None:
    first = others = 0
    begun = time.perf_counter()
    for person, query in queries:
        scored = [(score(query, written), entity == person) for entity, written in latin]
        own = max(value for value, is_own in scored if is_own)
        other = max(value for value, is_own in scored if not is_own)
        first += own >= other and own > 0
        others += other >= line
    seconds = time.perf_counter() - begun
    print(
        f"   {name:9} found first {first / len(queries):.3f}; another person above the line "
        f"{others / len(queries):.3f}; {len(queries) * len(latin) / seconds:,.0f} pairs a second"
    )


def _blocks(every: dict[str, str], queries: Sequence[tuple[str, str]], latin: Sequence[tuple[str, str]]) -> None:
    for wide in (False, True):
        keys = {name: names.keys(name, wide=wide) for name in every}
        own: dict[str, set[str]] = defaultdict(set)
        for entity, name in latin:
            own[entity] |= keys[name]
        recall = sum(not keys[name].isdisjoint(own[person]) for person, name in queries) / len(queries)
        blocks = Counter(key for found in keys.values() for key in found)
        pairs = sum(count * (count - 1) // 2 for count in blocks.values())
        print(
            f"   keys{' wide' if wide else '     '} recall {recall:.3f}; "
            f"{pairs / (len(every) * (len(every) - 1) / 2):.4%} of all pairs; "
            f"largest block {max(blocks.values())} of {len(every)} names"
        )


def _timed(score: Callable[[_A, _A], _T], pairs: Sequence[tuple[_A, _A]]) -> tuple[list[_T], float]:
    """Return all answers and the seconds of processor that they cost."""
    begun = time.process_time()
    scores = [score(a, b) for a, b in pairs]
    return scores, time.process_time() - begun


def _counts(scored: Sequence[tuple[bool, float]], line: float) -> tuple[int, int, int]:
    right = sum(is_true and score >= line for is_true, score in scored)
    wrong = sum(not is_true and score >= line for is_true, score in scored)
    return right, wrong, sum(is_true and score < line for is_true, score in scored)


def _best_line(scored: Sequence[tuple[bool, float]]) -> tuple[float, tuple[int, int, int]]:
    lines = [line / 100 for line in range(50, 100)]
    best = max(lines, key=lambda line: _share(_counts(scored, line)))
    return best, _counts(scored, best)


def _share(counts: tuple[int, int, int]) -> float:
    right, wrong, missed = counts
    return 2 * right / max(1, 2 * right + wrong + missed)


def _f1(counts: tuple[int, int, int]) -> str:
    right, wrong, missed = counts
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return f"precision {precision:.3f} recall {recall:.3f} F1 {_share(counts):.3f}"


def _peer(a: str, b: str) -> float:
    return _jaro_winkler(_sorted_latin(a), _sorted_latin(b))


def _sorted_latin(name: str) -> str:
    """Return a name under ICAO 9303, its words in order of the alphabet."""
    small = name.lower().translate(_LESS)
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in small)
    plain = "".join(one for one in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(one))
    return " ".join(sorted(re.findall(r"\w+", plain)))


def _jaro_winkler(a: str, b: str) -> float:
    """Return the similarity of Winkler (1990): Jaro's, raised for a common beginning of up to four letters."""
    if not a or not b:
        return 0.0
    reach = max(0, max(len(a), len(b)) // 2 - 1)
    taken = [False] * len(b)
    ours = []
    for at, letter in enumerate(a):
        for other in range(max(0, at - reach), min(len(b), at + reach + 1)):
            if not taken[other] and b[other] == letter:
                taken[other] = True
                ours.append(letter)
                break
    if not ours:
        return 0.0
    theirs = [letter for letter, is_taken in zip(b, taken, strict=True) if is_taken]
    swapped = sum(x != y for x, y in zip(ours, theirs, strict=True)) / 2
    same = len(ours)
    jaro = (same / len(a) + same / len(b) + (same - swapped) / same) / 3
    begin = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return jaro + min(begin, 4) * 0.1 * (1 - jaro)


if __name__ == "__main__":
    main()

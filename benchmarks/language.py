"""Which language a passage is in, measured on texts whose language somebody wrote down.

    python benchmarks/language.py TEXTS.jsonl [--cuts 20] [--seed 1]

Each row has `text` and `language` (or `bcp47`), a BCP 47 tag. Two tables are printed, a line per tag: whole texts, and
strings of one to four words cut from anywhere in them (of Chinese and Japanese, which write no spaces, two to eight
characters). Only totals are printed, never a row.

    right       the language named is the row's; of Cantonese, which is written in Chinese characters, `zh` is right
    abstained   no language was named
    wrong       another language was named; for a language that Onrecord does not name, any answer is wrong
    script      of the right ones, those whose script is the row's or, where its tag names none, any; Han characters
                that both varieties of Chinese write (`Hani`) are right for either
"""

from __future__ import annotations

import argparse
import json
import random
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from onrecord.reading import Passage, passages_in

_SAME: Final = {"yue": "zh", "cmn": "zh", "prs": "fa", "pes": "fa", "arb": "ar", "uzn": "uz"}
_SCRIPTS: Final = {"Cyrl", "Latn", "Arab", "Hans", "Hant"}


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--cuts", type=int, default=20, help="short strings cut from each text")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = [json.loads(line) for line in asked.texts.read_text(encoding="utf-8").splitlines() if line.strip()]
    tagged = [(row.get("bcp47") or row["language"], row["text"]) for row in rows]
    chance = random.Random(asked.seed)
    _print("whole texts", tagged)
    _print("strings of 1-4 words", [(tag, cut) for tag, text in tagged for cut in _cuts(text, asked.cuts, chance)])


def _cuts(text: str, count: int, chance: random.Random) -> Iterator[str]:
    words = text.split()
    if _is_unspaced(text):
        text, words = "".join(words), []
    for _ in range(count):
        size = chance.randint(1, 4)
        if words:
            start = chance.randrange(max(1, len(words) - size + 1))
            yield " ".join(words[start : start + size])
        else:
            start = chance.randrange(max(1, len(text) - 2 * size + 1))
            yield text[start : start + 2 * size]


def _is_unspaced(text: str) -> bool:
    letters = [unicodedata.name(one, "") for one in text if one.isalpha()]
    return sum(one.startswith(("CJK", "HIRAGANA", "KATAKANA")) for one in letters) * 2 > len(letters)


def _print(title: str, tagged: list[tuple[str, str]]) -> None:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for tag, text in tagged:
        counted[tag][_outcome(tag, text)] += 1
    print(f"\n{title}\n{'tag':10}{'n':>7}{'right':>9}{'abstained':>11}{'wrong':>9}{'script':>9}")
    for tag in sorted(counted):
        print(_line(tag, counted[tag]))
    print(_line("all", sum(counted.values(), Counter())))


def _outcome(tag: str, text: str) -> str:
    named = [one for one in passages_in(text) if one.language is not None]
    if not named:
        return "abstained"
    longest = max(named, key=lambda one: one.end - one.start)
    primary = tag.split("-", maxsplit=1)[0]
    if longest.language != _SAME.get(primary, primary):
        return "wrong"
    return "right" if _is_script(tag, longest) else "right, another script"


def _is_script(tag: str, passage: Passage) -> bool:
    return passage.script in (set(tag.split("-")) & _SCRIPTS or {passage.script}) | {"Hani"}


def _line(tag: str, counted: Counter[str]) -> str:
    total, right = sum(counted.values()), counted["right"] + counted["right, another script"]
    shares = (right / total, counted["abstained"] / total, counted["wrong"] / total)
    script = f"{counted['right'] / right:9.3f}" if right else " " * 9
    return f"{tag:10}{total:7}{shares[0]:9.4f}{shares[1]:11.4f}{shares[2]:9.4f}{script}"


if __name__ == "__main__":
    main()

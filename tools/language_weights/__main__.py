"""Learns the language weights anew: `python -m tools.language_weights SCRIPT ... NAME=FOLDER ...`.

Each NAME is a repository of sources.toml and each FOLDER a checkout of it at the commit given there. It needs scipy and
pypinyin, which nothing else here needs. What comes out is src/onrecord/reading/languages/data/SCRIPT.npz: a
multinomial logistic regression over hashed n-grams of words, learned with AdaGrad on strings of one to ten words drawn
at random, half by frequency and half by its square root, so that rare words are learned from too. One rare word in ten
is never shown; on strings of those the calibration is printed at the end.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import scipy.sparse

from onrecord.reading.languages.weights import BITS, ngrams
from tools.language_weights.invented import invented
from tools.language_weights.spellings import Words
from tools.language_weights.words import SOURCES, Sources

_DATA: Final = Path(__file__).parents[2] / "src" / "onrecord" / "reading" / "languages" / "data"
_MOST_WORDS: Final = 50_000
_BATCH: Final = 1024
_BATCHES: Final = {"Cyrl": 1000, "Latn": 1000, "Arab": 600, "Hani": 300}
_RATE: Final = 0.15
_DECAY: Final = 1e-6
_SMALLEST: Final = 0.04
_LARGEST: Final = 2.54
_LENGTHS: Final = (1, 2, 3, 4, 6, 10)
_LENGTH_SHARES: Final = (0.3, 0.25, 0.17, 0.13, 0.1, 0.05)
_HELD_OUT: Final = 10
_COMMONEST: Final = 300
_NONE: Final = "?"

Array = Any


@dataclass(slots=True)
class _Drawn:
    """One vocabulary strings are drawn from: its form's column, its words, and two cumulated distributions."""

    column: int
    words: Array
    shown: Array
    held: Array | None


def main() -> None:
    """Learn and write the weights of the scripts asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scripts", nargs="+", help="Cyrl, Latn, Arab, Hani, and NAME=FOLDER for each repository")
    asked = parser.parse_args().scripts
    folders = {name: Path(folder) for name, _, folder in (one.partition("=") for one in asked if "=" in one)}
    sources = Sources(folders)
    for script in (one for one in asked if "=" not in one):
        Learner(script, {name: sources.form(script, name) for name in SOURCES["forms"][script]}).learn()


class Learner:
    """Learns one script's table."""

    def __init__(self, script: str, forms: Mapping[str, Words]) -> None:
        self.script = script
        self.names = [*forms]
        self._random = np.random.default_rng(0)
        self._ids: dict[str, int] = {}
        drawn = [self._drawn(column, words) for column, words in enumerate(forms.values())]
        shares = [SOURCES["weight"].get(name, 1.0) for name in forms]
        if script in SOURCES["invented"]:
            asked = SOURCES["invented"][script]
            nobodys = invented(forms, script, asked["from"].split(), asked["count"])
            drawn += [self._drawn(len(self.names), words) for words in nobodys]
            shares += [SOURCES["invented"]["weight"] / len(nobodys)] * len(nobodys)
            self.names.append(_NONE)
        self._all, self._shares = drawn, np.array(shares) / sum(shares)
        grams = [np.array(ngrams(word, script), np.int32) for word in self._ids]
        self._grams, self._offsets = np.concatenate(grams), np.cumsum([0, *map(len, grams)])

    def learn(self) -> None:
        """Learn, print how it goes and how well it is calibrated, and write the table."""
        weights = np.zeros((1 << BITS, len(self.names)), np.float32)
        squares = np.full_like(weights, 1e-2)
        batches = _BATCHES[self.script]
        for batch in range(batches):
            columns, counts, rows = self._batch(held=False)
            own = weights[rows]
            wrong = _shares(counts @ own)
            loss = -np.log(wrong[np.arange(_BATCH), columns] + 1e-9).mean()
            wrong[np.arange(_BATCH), columns] -= 1
            slope = counts.T.tocsr() @ wrong + _DECAY * _BATCH * own
            squares[rows] += (slope / 8) ** 2
            weights[rows] = own - _RATE * (1 - 0.9 * batch / batches) * (slope / 8) / np.sqrt(squares[rows])
            if batch % 100 == 99:
                print(f"{self.script} {batch + 1}: loss {loss:.3f}", flush=True)
        self._print_calibration(weights)
        self._write(weights)

    def _drawn(self, column: int, words: Words) -> _Drawn:
        kept = [(word, share) for word, share in words.most_common(_MOST_WORDS) if len(word) <= 40]
        ids = np.array([self._ids.setdefault(word, len(self._ids)) for word, _ in kept])
        share = np.array([one for _, one in kept], float)
        share /= share.sum()
        rooted = np.sqrt(share) / np.sqrt(share).sum()
        is_held = np.array([crc32(word.encode()) % _HELD_OUT == 0 for word, _ in kept])
        is_held[:_COMMONEST] = False
        both = (share + rooted) / 2
        held = _cumulated(np.where(is_held, both, 0)) if is_held.sum() > _COMMONEST else None
        return _Drawn(column, ids, _cumulated(np.where(is_held, 0, both)), held)

    def _batch(self, *, held: bool) -> tuple[Array, Array, Array]:
        """Return the forms of drawn strings, how often each row's n-gram is in each, and which rows these are."""
        which = self._random.choice(len(self._all), _BATCH, p=self._shares)
        lengths = self._random.choice(_LENGTHS, _BATCH, p=_LENGTH_SHARES)
        string = np.repeat(np.arange(_BATCH), lengths)
        chosen, of = self._random.random(len(string)), which[string]
        words = np.empty(len(string), np.int64)
        for number in np.unique(of):
            one, here = self._all[number], of == number
            cumulated = one.held if held and one.held is not None else one.shown
            words[here] = one.words[np.minimum(np.searchsorted(cumulated, chosen[here]), len(one.words) - 1)]
        sizes = self._offsets[words + 1] - self._offsets[words]
        places = np.arange(sizes.sum()) + np.repeat(self._offsets[words] - np.cumsum(sizes) + sizes, sizes)
        rows, place = np.unique(self._grams[places], return_inverse=True)
        ends = np.searchsorted(np.repeat(string, sizes), np.arange(_BATCH + 1))
        counts = scipy.sparse.csr_matrix((np.ones(len(place), np.float32), place, ends), shape=(_BATCH, len(rows)))
        return np.array([self._all[number].column for number in which]), counts, rows

    def _print_calibration(self, weights: Array) -> None:
        sure: list[tuple[float, bool]] = []
        for _ in range(20):
            columns, counts, rows = self._batch(held=True)
            shares = _shares(counts @ weights[rows])
            sure += zip(shares.max(axis=1), shares.argmax(axis=1) == columns, strict=True)
        for low, high in ((0.5, 0.8), (0.8, 0.95), (0.95, 0.98), (0.98, 0.99), (0.99, 1.01)):
            right = [is_right for share, is_right in sure if low <= share < high]
            print(
                f"{self.script} held-out words, said {low}-{min(high, 1)}: {np.mean(right):.3f} right of {len(right)}"
            )

    def _write(self, weights: Array) -> None:
        step = np.float32(min(float(np.abs(weights).max()), _LARGEST) / 127)
        rows = np.clip(np.rint(weights / step), -127, 127).astype(np.int8)
        rows[np.abs(weights) < _SMALLEST] = 0
        np.savez_compressed(_DATA / f"{self.script}.npz", forms=np.array(self.names), rows=rows, step=step)


def _cumulated(shares: Array) -> Array:
    return np.cumsum(shares / shares.sum())


def _shares(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


if __name__ == "__main__":
    main()

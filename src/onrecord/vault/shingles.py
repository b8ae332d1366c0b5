"""Owns the likeness of texts: whether two are the same but for letters' dress, or share most of what they say.

Pure arithmetic over letters, so that Russian, Kazakh and English are treated alike. A text is cut into all runs of
nine letters (shingles); the share of common shingles is the Jaccard coefficient. Pairs worth comparing are found
through a sample of the shingles, the same in every text (Broder, "On the resemblance and containment of documents",
1997, sketches by modulus); each is then compared in full, so that no pair is proposed on the sample's word.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

LENGTH: Final = 9
SHORTEST: Final = 20  # letters; below, being equal says nothing
SHORTEST_NEAR: Final = 150  # letters; below, one changed word changes too much to speak of likeness
NEAR: Final = 0.6
HELD: Final = 0.9
_SHORTEST_HELD: Final = 300
_SAMPLE: Final = 8
_FANOUT: Final = 50
_HELD_AT_ONCE: Final = 256
_LEAST_SHARE: Final = 0.25
_FACTOR: Final = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio: odd, and no pattern of any alphabet


@dataclass(frozen=True, slots=True, eq=False)
class Shingles:
    """A text as it is compared: how many letters, a digest of them, a sample of its shingles."""

    letters: int
    digest: str
    sample: Hashes

    @property
    def is_short(self) -> bool:
        """Whether the text is too short for being equal to mean anything."""
        return self.letters < SHORTEST


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts have in common: the places of both, the share of all shingles, the share of the smaller text's."""

    first: int
    second: int
    jaccard: float
    held: float
    is_equal: bool


def plain(text: str) -> str:
    """Return a text without what its dress adds: forms of letters, case, punctuation, spaces and line ends (NFKC)."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = (
        one if one.isalnum() or unicodedata.category(one).startswith("M") else " " for one in folded if one != "\xad"
    )
    return " ".join("".join(kept).split())


def shingled(text: str) -> Shingles:
    """Return a text as it is compared; of the shingles only the sample is kept."""
    import numpy as np

    bare = plain(text)
    everything = _runs(bare)
    return Shingles(
        letters=len(bare),
        digest=hashlib.sha256(bare.encode("utf-8", errors="replace")).hexdigest(),
        sample=everything[everything % np.uint64(_SAMPLE) == 0],
    )


def alike(texts: Sequence[Shingles], text_of: Callable[[int], str]) -> Iterator[Shared]:
    """Yield every pair that is equal, near, or of which one text holds the other, in order.

    `text_of` gives a text again by its place. Texts that are too short take part only where they are equal, or not at
    all: see `SHORTEST` and `SHORTEST_NEAR`.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(texts):
        if one.letters >= SHORTEST:
            same[one.digest].append(place)
    found = [Shared(group[0], other, 1.0, 1.0, is_equal=True) for group in same.values() for other in group[1:]]
    leaders = [group[0] for group in same.values() if texts[group[0]].letters >= SHORTEST_NEAR]
    in_full = lru_cache(maxsize=_HELD_AT_ONCE)(lambda place: _runs(plain(text_of(place))))
    for pair in _candidates([texts[place].sample for place in leaders]):
        first, second = sorted(leaders[place] for place in pair)
        jaccard, held = shares(in_full(first), in_full(second))
        is_held = held >= HELD and min(texts[first].letters, texts[second].letters) >= _SHORTEST_HELD
        if jaccard >= NEAR or is_held:
            found.append(Shared(first, second, jaccard, held, is_equal=False))
    yield from sorted(found, key=lambda one: (one.first, one.second))


def shares(first: Hashes, second: Hashes) -> tuple[float, float]:
    """Return the common share of all shingles of two texts (Jaccard), and of the smaller text's own."""
    import numpy as np

    common = int(np.intersect1d(first, second, assume_unique=True).size)
    return common / (first.size + second.size - common), common / min(first.size, second.size)


def _runs(bare: str) -> Hashes:
    """Return a hash of 64 bits for every run of letters, each once, sorted; of a text shorter than a run, its own."""
    import numpy as np

    letters = np.frombuffer(bare.encode("utf-32-le", errors="replace"), dtype="<u4").astype(np.uint64)
    count = len(letters) - LENGTH + 1
    if count < 1:
        letters, count = np.pad(letters, (0, LENGTH - len(letters))), 1
    value = np.zeros(count, dtype=np.uint64)
    for offset in range(LENGTH):
        value = (value * np.uint64(_FACTOR)) ^ letters[offset : offset + count]
    # Mixed once more (the finaliser of SplitMix64), so that the sample by modulus is no choice by last letter.
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.unique(value ^ (value >> np.uint64(31)))


def _candidates(samples: Sequence[Hashes]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share enough of their samples to be worth a comparison.

    A shingle that very many texts share joins each with its next neighbours only: a group stays one group, and two
    thousand copies of one letterhead are not two million pairs.
    """
    import numpy as np

    if len(samples) < 2:
        return
    hashes = np.concatenate(samples)
    owners = np.repeat(np.arange(len(samples)), [len(one) for one in samples])
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    keys = []
    for step in range(1, _FANOUT + 1):
        equal = hashes[step:] == hashes[:-step]
        if not equal.any():
            break
        keys.append(owners[:-step][equal] * len(samples) + owners[step:][equal])
    if not keys:
        return
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        one, other = divmod(pair, len(samples))
        if count >= _LEAST_SHARE * min(len(samples[one]), len(samples[other])):
            yield one, other

"""Owns who is one person, of all that pairs say: groups of records that contradict nothing. Never compares two records.

Pairs are taken from the strongest down. Two groups become one where all that was compared between them speaks for it,
and where no pair between them is forbidden: one strong pair that contradicts the others makes nobody one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float64]

_NONE: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """For each record the smallest record of its group; and the places of the pairs that a group refused."""

    group: tuple[int, ...]
    contradicted: tuple[int, ...]


def clustered(
    size: int,
    pairs: tuple[Ints, Ints],
    bits: Floats,
    *,
    link_from: float,
    forbidden: NDArray[np.bool_],
    apart: Iterable[tuple[int, int]] = (),
    together: Iterable[tuple[int, int]] = (),
    once: Mapping[int, int] | None = None,
) -> Clusters:
    """Return the groups. `bits` are for and against each pair being one person; `forbidden` pairs never meet in one.

    `once` gives the list of each record whose list names nobody twice: a group has one row of it at most.
    What people judged comes first: `together` even where something forbids it, `apart` against everything. The order of
    the pairs changes nothing.

    Groups only grow along strong pairs. Records that no strong pair joins, even through others, never meet; and where
    nothing speaks against any of those that are joined, they are one group in whatever order they are taken.
    """
    import numpy as np

    joined = _listed(together)
    strong = np.flatnonzero(bits >= link_from)
    left, right = (np.append(side[strong], more) for side, more in zip(pairs, joined, strict=True))
    part = connected(size, left, right)
    inner = np.flatnonzero(part[pairs[0]] == part[pairs[1]])
    against = inner[forbidden[inner] | (bits[inner] <= 0)]
    doubtful = np.zeros(size, dtype=bool)
    doubtful[part[pairs[0][against]]] = True
    doubtful[part[_listed(apart)[0]]] = True
    doubtful[part[np.fromiter(once or (), dtype=np.int64)]] = True
    weighed = inner[doubtful[part[pairs[0][inner]]]]
    groups = _grown(size, (pairs[0][weighed], pairs[1][weighed]), bits[weighed], link_from=link_from,
                    forbidden=forbidden[weighed], apart=apart, together=together, once=once or {})  # fmt: skip
    alone = np.where(doubtful[part], np.array(groups.group, dtype=np.int64), part)
    return Clusters(group=tuple(alone.tolist()), contradicted=tuple(weighed[list(groups.contradicted)].tolist()))


def connected(size: int, left: NDArray[Any], right: NDArray[Any]) -> NDArray[np.int64]:
    """Return for each record the smallest record that pairs join it with, through whatever others."""
    import numpy as np

    smallest = np.arange(size)
    while True:
        a, b = smallest[left], smallest[right]
        if (a == b).all():
            return smallest
        low = np.minimum(a, b)
        np.minimum.at(smallest, a, low)
        np.minimum.at(smallest, b, low)
        while (smallest[smallest] != smallest).any():
            smallest = smallest[smallest]


def _listed(pairs: Iterable[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    import numpy as np

    both = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _grown(
    size: int,
    pairs: tuple[Ints, Ints],
    bits: Floats,
    *,
    link_from: float,
    forbidden: NDArray[np.bool_],
    apart: Iterable[tuple[int, int]],
    together: Iterable[tuple[int, int]],
    once: Mapping[int, int],
) -> Clusters:
    """Return groups grown from the strongest pair down, each join weighed."""
    import numpy as np

    groups = _Groups(size, apart, once)
    left, right = pairs[0].tolist(), pairs[1].tolist()
    for a, b in sorted(together):
        groups.join(a, b)
    groups.part((left[at], right[at]) for at in np.flatnonzero(forbidden).tolist())
    for a, b, weight in zip(left, right, bits.tolist(), strict=True):
        groups.add(a, b, weight)
    strong = np.flatnonzero(bits >= link_from)
    order = strong[np.lexsort((pairs[1][strong], pairs[0][strong], -bits[strong]))].tolist()
    contradicted = tuple(at for at in order if not groups.join_if(left[at], right[at]))
    return Clusters(group=groups.numbered(), contradicted=contradicted)


class _Groups:
    """Groups of records while they grow: who is in which, what speaks between two groups, and which never meet."""

    def __init__(self, size: int, apart: Iterable[tuple[int, int]], once: Mapping[int, int]) -> None:
        self._parent = list(range(size))
        self._between: dict[int, dict[int, float]] = {}
        self._once = {record: frozenset({one}) for record, one in once.items()}
        self._apart: dict[int, set[int]] = {}
        self.part(apart)

    def part(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Let the groups of these records never meet; two that are one group already stay it."""
        for one, other in pairs:
            a, b = self.of(one), self.of(other)
            if a != b:
                self._apart.setdefault(a, set()).add(b)
                self._apart.setdefault(b, set()).add(a)

    def of(self, record: int) -> int:
        """Return the group of a record."""
        parent = self._parent
        root = record
        while parent[root] != root:
            root = parent[root]
        while parent[record] != root:
            parent[record], record = root, parent[record]
        return root

    def add(self, a: int, b: int, weight: float) -> None:
        """Take what speaks for or against two records being one person."""
        a, b = self.of(a), self.of(b)
        if a != b:
            self._between.setdefault(a, {})[b] = self._between.get(a, {}).get(b, 0.0) + weight
            self._between.setdefault(b, {})[a] = self._between.get(b, {}).get(a, 0.0) + weight

    def join_if(self, a: int, b: int) -> bool:
        """Make two records' groups one where what was compared between them speaks for it; say whether they are."""
        a, b = self.of(a), self.of(b)
        if a == b:
            return True
        if not self._may_meet(a, b) or self._between.get(a, {}).get(b, 0.0) <= 0:
            return False
        self._unite(a, b)
        return True

    def join(self, a: int, b: int) -> None:
        """Make the groups of two records one because a person said so, unless another said that they are two."""
        a, b = self.of(a), self.of(b)
        if a != b and b not in self._apart.get(a, ()):
            self._unite(a, b)

    def _may_meet(self, a: int, b: int) -> bool:
        return b not in self._apart.get(a, ()) and self._once.get(a, _NONE).isdisjoint(self._once.get(b, _NONE))

    def _unite(self, a: int, b: int) -> None:
        """Let the group with fewer neighbours go into the other."""
        if len(self._between.get(a, ())) + len(self._apart.get(a, ())) < len(self._between.get(b, ())) + len(
            self._apart.get(b, ())
        ):
            a, b = b, a
        self._parent[b] = a
        if b in self._once:
            self._once[a] = self._once.get(a, _NONE) | self._once.pop(b)
        own = self._between.setdefault(a, {})
        for other, weight in self._between.pop(b, {}).items():
            theirs = self._between[other]
            theirs.pop(b, None)
            if other != a:
                own[other] = theirs[a] = own.get(other, 0.0) + weight
        for other in self._apart.pop(b, ()):
            self._apart[other].discard(b)
            self._apart[other].add(a)
            self._apart.setdefault(a, set()).add(other)

    def numbered(self) -> tuple[int, ...]:
        """Return for each record the smallest record of its group."""
        smallest: dict[int, int] = {}
        for record in range(len(self._parent)):
            smallest.setdefault(self.of(record), record)
        return tuple(smallest[self.of(record)] for record in range(len(self._parent)))

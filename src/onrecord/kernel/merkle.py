"""Owns the Merkle tree of RFC 6962: roots, inclusion and consistency proofs. Never stores a tree.

Section numbers are those of RFC 6962; the verification algorithms are those of RFC 9162 (2.1.3.2 and 2.1.4.2),
which writes the same proofs down step by step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from onrecord.kernel.errors import Broken
from onrecord.kernel.labels import Label

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()  # 2.1: the hash of an empty list is the hash of an empty string


class ProofRefused(Broken):
    """A Merkle proof does not lead to the root it is claimed for."""

    code = "kernel.proof-refused"
    says = Label(
        en="A proof of the log does not hold: {problem}.",
        ru="Доказательство по журналу не сходится: {problem}.",
        kk="Журнал бойынша дәлел расталмады: {problem}.",
    )


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || leaf), 2.1."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 || left || right), 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree over leaf hashes, with every complete subtree hashed once: many proofs cost little.

    `_levels[k][i]` is the hash of the complete subtree over the leaves i * 2^k up to (i + 1) * 2^k.
    """

    def __init__(self, leaf_hashes: Sequence[bytes]) -> None:
        self.size = len(leaf_hashes)
        self._levels: list[list[bytes]] = [list(leaf_hashes)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = range(0, len(below) - 1, 2)
            self._levels.append([node_hash(below[at], below[at + 1]) for at in pairs])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` leaves (all by default).

        Raises:
            ValueError: the tree has fewer leaves.
        """
        wanted = self.size if size is None else size
        if not 0 <= wanted <= self.size:
            msg = f"a tree of {self.size} leaves has no root of {wanted}"
            raise ValueError(msg)
        return self._hash(0, wanted) if wanted else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the audit path of leaf `index` in the tree over the first `size` leaves (2.1.1).

        Raises:
            ValueError: there is no such leaf in such a tree.
        """
        wanted = self.size if size is None else size
        if not 0 <= index < wanted <= self.size:
            msg = f"no leaf {index} in a tree of {wanted}"
            raise ValueError(msg)
        path: list[bytes] = []
        start, end = 0, wanted
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """Return the proof that the tree over `first` leaves is the beginning of that over `second` (2.1.2).

        Raises:
            ValueError: `first` is not between 0 and `second`, or the tree has fewer leaves.
        """
        wanted = self.size if second is None else second
        if not 0 <= first <= wanted <= self.size:
            msg = f"no proof between trees of {first} and {wanted}"
            raise ValueError(msg)
        if first in (0, wanted):
            return []
        path: list[bytes] = []
        start, end, whole = 0, wanted, True
        while first != end:
            middle = start + _split(end - start)
            if first <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(self._hash(start, end))
        return path[::-1]

    def _hash(self, start: int, end: int) -> bytes:
        """Return the hash of the leaves from `start` up to `end`; `start` is aligned as the tree demands."""
        width = end - start
        if width & (width - 1) == 0:
            level = width.bit_length() - 1
            return self._levels[level][start >> level]
        middle = start + _split(width)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash over these leaf hashes (2.1)."""
    return Tree(leaf_hashes).root()


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return when the leaf with hash `leaf` stands at `index` in the tree of `size` leaves with this root.

    Raises:
        ProofRefused: it does not, or the proof is too long or too short (RFC 9162 2.1.3.2).
    """
    _check_lengths([leaf, root, *proof])
    if not 0 <= index < size:
        raise ProofRefused(problem=f"there is no leaf {index} among {size}")
    node, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise ProofRefused(problem="the proof is too long")
        if node & 1 or node == last:
            found = node_hash(step, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofRefused(problem="the proof is too short")
    if found != root:
        raise ProofRefused(problem="it leads to another root", expected=root.hex(), found=found.hex())


def verify_consistency(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> None:
    """Return when the tree with `first_root` is the beginning of the tree with `second_root`.

    Raises:
        ProofRefused: it is not, or the proof has the wrong length (RFC 9162 2.1.4.2).
    """
    if not 0 < first <= second:  # every tree begins with the empty one: a proof from it would say nothing
        raise ProofRefused(problem=f"a tree of {first} is no beginning of one of {second}")
    if first == second:
        if proof or first_root != second_root:
            raise ProofRefused(problem="one size has one root", expected=first_root.hex(), found=second_root.hex())
        return
    _check_lengths([first_root, second_root, *proof])
    if not proof:
        raise ProofRefused(problem="the proof is empty")
    # For an exact power of two the first root itself begins the path (RFC 9162 2.1.4.2, step 2).
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old, new = _climb(steps, node, last)
    if old != first_root or new != second_root:
        raise ProofRefused(problem="it does not join the two roots", expected=second_root.hex(), found=new.hex())


def _climb(steps: Sequence[bytes], node: int, last: int) -> tuple[bytes, bytes]:
    """Return the old and the new root that the steps lead to (RFC 9162 2.1.4.2, steps 4 to 6)."""
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofRefused(problem="the proof is too long")
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofRefused(problem="the proof is too short")
    return old, new


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofRefused(problem="a hash has not 32 bytes")


def _split(width: int) -> int:
    """Return the largest power of two smaller than `width` (2.1)."""
    return 1 << (width - 1).bit_length() - 1

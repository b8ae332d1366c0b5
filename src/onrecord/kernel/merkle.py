"""Owns the Merkle tree of RFC 6962: roots, inclusion, consistency and subtree proofs. Never stores a tree.

Section numbers are those of RFC 6962; the verification algorithms are those of RFC 9162 (2.1.3.2 and 2.1.4.2),
which writes the same proofs down step by step. Subtrees, an aligned run of entries with a root of its own, are those of
draft-ietf-plants-merkle-tree-certs, section 4 ("MTC" below).
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
        return self._path(index, index + 1, 0, wanted)

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """Return the proof that the tree over `first` leaves is the beginning of that over `second` (2.1.2).

        Raises:
            ValueError: `first` is not between 0 and `second`, or the tree has fewer leaves.
        """
        wanted = self.size if second is None else second
        if not 0 <= first <= wanted <= self.size:
            msg = f"no proof between trees of {first} and {wanted}"
            raise ValueError(msg)
        return self._path(0, first, 0, wanted) if first else []

    def subtree_root(self, start: int, end: int) -> bytes:
        """Return the root over the leaves from `start` up to `end` as a tree of their own (MTC 4.1).

        Raises:
            ValueError: the tree has no such subtree.
        """
        self._check_subtree(start, end, self.size)
        return self._hash(start, end) if start < end else EMPTY_ROOT

    def subtree_inclusion(self, index: int, start: int, end: int) -> list[bytes]:
        """Return the audit path of leaf `index` within the subtree from `start` up to `end` (MTC 4.3).

        Raises:
            ValueError: there is no such leaf in such a subtree.
        """
        self._check_subtree(start, end, self.size)
        if not start <= index < end:
            msg = f"no leaf {index} between {start} and {end}"
            raise ValueError(msg)
        return self._path(index, index + 1, start, end)

    def subtree_consistency(self, start: int, end: int, size: int | None = None) -> list[bytes]:
        """Return the proof that the subtree from `start` up to `end` is a part of the tree over `size` (MTC 4.4.1).

        With `start` 0 it is the consistency proof, with `end` = `start` + 1 the inclusion proof.

        Raises:
            ValueError: the tree has no such subtree.
        """
        wanted = self.size if size is None else size
        self._check_subtree(start, end, min(wanted, self.size))
        return self._path(start, end, 0, wanted) if start < end else []

    def _path(self, first: int, last: int, start: int, end: int) -> list[bytes]:
        """Return what joins the leaves from `first` up to `last` to the root over those from `start` up to `end`.

        The hash of the former itself is left out where it is a node of the tree, since the reader has it.
        """
        path: list[bytes] = []
        is_node = True
        while (first, last) != (start, end):
            middle = start + _split(end - start)
            if last <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                is_node = is_node and first >= middle
                start, first = middle, max(first, middle)
        if not is_node:
            path.append(self._hash(start, end))
        return path[::-1]

    def _check_subtree(self, start: int, end: int, size: int) -> None:
        if not is_subtree(start, end) or not end <= size <= self.size:
            msg = f"no subtree from {start} up to {end} in a tree of {size}"
            raise ValueError(msg)

    def _hash(self, start: int, end: int) -> bytes:
        """Return the hash of the leaves from `start` up to `end`; `start` is aligned as the tree demands."""
        width = end - start
        if width & (width - 1) == 0:
            level = width.bit_length() - 1
            return self._levels[level][start >> level]
        middle = start + _split(width)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def root_of(leaf_hashes: Sequence[bytes], algorithm: str = "sha256") -> bytes:
    """Return the Merkle tree hash over these leaf hashes (2.1), by SHA-256 or, for a second tree, by SHA-512."""
    if algorithm == "sha256":
        return Tree(leaf_hashes).root()
    level = list(leaf_hashes) or [hashlib.new(algorithm, b"").digest()]
    while len(level) > 1:  # a hash without a neighbour goes up as it is, which is the split of 2.1
        pairs = range(0, len(level) - 1, 2)
        odd = level[len(level) & ~1 :]
        level = [hashlib.new(algorithm, b"\x01" + level[at] + level[at + 1]).digest() for at in pairs] + odd
    return level[0]


def is_subtree(start: int, end: int) -> bool:
    """Say whether the leaves from `start` up to `end` are aligned so that every later tree contains them (MTC 4.1)."""
    if not 0 <= start <= end:
        return False
    width = end - start
    return start % (1 << (width - 1).bit_length() if width else 1) == 0


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return when the leaf with hash `leaf` stands at `index` in the tree of `size` leaves with this root.

    Raises:
        ProofRefused: it does not, or the proof is too long or too short (RFC 9162 2.1.3.2).
    """
    verify_subtree_inclusion(leaf, index, 0, size, proof, root)


def verify_subtree_inclusion(
    leaf: bytes, index: int, start: int, end: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Return when the leaf with hash `leaf` is number `index` of the log in the subtree from `start` up to `end`.

    Raises:
        ProofRefused: it is not, or the proof is too long or too short (MTC 4.3.2, 4.3.3).
    """
    _check_lengths([leaf, root, *proof])
    if not is_subtree(start, end) or not start <= index < end:
        raise ProofRefused(problem=f"there is no leaf {index} between {start} and {end}")
    node, last, found = index - start, end - start - 1, leaf
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
    verify_subtree_consistency(0, first, second, proof, first_root, second_root)


def verify_subtree_consistency(
    start: int, end: int, size: int, proof: Sequence[bytes], subtree_root: bytes, root: bytes
) -> None:
    """Return when the leaves from `start` up to `end`, with a root of their own, stand there in the tree of `size`.

    A witness or a mirror that was handed the entries of one day needs nothing else to know that they are the log's: it
    hashes what it got and asks for this proof. Nothing here hands entries over in parts yet; an export carries every
    leaf, so its checker computes roots instead.

    Raises:
        ProofRefused: they do not, or the proof has the wrong length (MTC 4.4.3).
    """
    if proof:  # without one, two values are compared and nothing is hashed
        _check_lengths([subtree_root, root, *proof])
    if not is_subtree(start, end) or end > size:
        raise ProofRefused(problem=f"there is no subtree from {start} up to {end} among {size}")
    if start == end:
        if proof or subtree_root != EMPTY_ROOT:
            raise ProofRefused(problem="no leaves have one root, and no proof", expected=EMPTY_ROOT.hex())
        return
    node, edge, last = start, end - 1, size - 1
    while node != edge and (edge == last or edge & 1):
        node, edge, last = node >> 1, edge >> 1, last >> 1
    if node != edge and not proof:
        raise ProofRefused(problem="the proof is empty")
    steps = [subtree_root, *proof] if node == edge else list(proof)
    old, new = _climb(steps, node, edge, last)
    if old != subtree_root or new != root:
        raise ProofRefused(problem="it does not join the two roots", expected=root.hex(), found=new.hex())


def _climb(steps: Sequence[bytes], node: int, edge: int, last: int) -> tuple[bytes, bytes]:
    """Return the roots of subtree and tree that the steps lead to (MTC 4.4.3; RFC 9162 2.1.4.2, steps 4 to 6)."""
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofRefused(problem="the proof is too long")
        if edge & 1 or edge == last:
            if node < edge:
                old = node_hash(step, old)
            new = node_hash(step, new)
            while not edge & 1 and edge:
                node, edge, last = node >> 1, edge >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, edge, last = node >> 1, edge >> 1, last >> 1
    if last:
        raise ProofRefused(problem="the proof is too short")
    return old, new


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofRefused(problem="a hash has not 32 bytes")


def _split(width: int) -> int:
    """Return the largest power of two smaller than `width` (2.1)."""
    return 1 << (width - 1).bit_length() - 1

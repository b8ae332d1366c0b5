"""Merkle trees: the vectors of transparency-dev, and every pair of sizes with every bit flipped."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.kernel import (
    EMPTY_ROOT,
    ProofRefused,
    Tree,
    is_subtree,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
    verify_subtree_inclusion,
)

_VECTORS = Path(__file__).parents[1] / "vectors" / "merkle_rfc6962"
_LEAVES = [leaf_hash(str(number).encode()) for number in range(300)]


# 518 cases in all.
_COUNTS = {"inclusion": 98, "consistency": 98, "subtreeinclusion": 204, "subtreeconsistency": 118}


def _judged_otherwise(kind: str, verify: Callable[[dict[str, Any]], None]) -> list[str]:
    """Return the cases that are refused though they are happy ones, or accepted though they are not."""
    files = sorted((_VECTORS / kind).rglob("*.json"))
    assert len(files) == _COUNTS[kind]
    cases = {str(file.relative_to(_VECTORS)): json.loads(file.read_text()) for file in files}
    return [name for name, case in cases.items() if _is_refused(verify, case) is not case["wantErr"]]


def _is_refused(verify: Callable[[dict[str, Any]], None], case: dict[str, Any]) -> bool:
    try:
        verify(case)
    except ProofRefused:
        return True
    return False


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text) if text else b""


def test_inclusion_agrees_with_the_vectors() -> None:
    """C1: exactly the happy ones are accepted."""

    def verify(case: dict[str, Any]) -> None:
        proof = [_bytes(one) for one in case["proof"] or []]
        verify_inclusion(_bytes(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, _bytes(case["root"]))

    assert _judged_otherwise("inclusion", verify) == []


def test_consistency_agrees_with_the_vectors() -> None:
    """C1: exactly the happy ones are accepted."""

    def verify(case: dict[str, Any]) -> None:
        proof = [_bytes(one) for one in case["proof"] or []]
        verify_consistency(case["size1"], case["size2"], proof, _bytes(case["root1"]), _bytes(case["root2"]))

    assert _judged_otherwise("consistency", verify) == []


def test_subtree_inclusion_agrees_with_the_vectors() -> None:
    """C1: exactly the happy ones are accepted."""

    def verify(case: dict[str, Any]) -> None:
        leaf, proof = _bytes(case["leafHash"]), [_bytes(one) for one in case["proof"] or []]
        verify_subtree_inclusion(leaf, case["leafIdx"], case["start"], case["end"], proof, _bytes(case["root"]))

    assert _judged_otherwise("subtreeinclusion", verify) == []


def test_subtree_consistency_agrees_with_the_vectors() -> None:
    """C1: exactly the happy ones are accepted."""

    def verify(case: dict[str, Any]) -> None:
        proof = [_bytes(one) for one in case["proof"] or []]
        part, whole = _bytes(case["root1"]), _bytes(case["root2"])
        verify_subtree_consistency(case["start"], case["end"], case["size"], proof, part, whole)

    assert _judged_otherwise("subtreeconsistency", verify) == []


def test_small_roots_are_those_of_the_definition() -> None:
    """2.1 written out by hand for up to three leaves."""
    a, b, c = _LEAVES[:3]
    assert root_of([]) == EMPTY_ROOT
    assert root_of([a]) == a
    assert root_of([a, b]) == node_hash(a, b)
    assert root_of([a, b, c]) == node_hash(node_hash(a, b), c)


def _check_all_pairs(largest: int) -> None:
    tree = Tree(_LEAVES[:largest])
    roots = [root_of(_LEAVES[:size]) for size in range(largest + 1)]
    for size in range(1, largest + 1):
        assert tree.root(size) == roots[size]
        for index in range(size):
            verify_inclusion(_LEAVES[index], index, size, tree.inclusion(index, size), roots[size])
        for first in range(1, size + 1):
            verify_consistency(first, size, tree.consistency(first, size), roots[first], roots[size])


def test_every_proof_of_every_small_tree_verifies() -> None:
    """C2: trees of 1 to 64 leaves, all pairs."""
    _check_all_pairs(64)


@pytest.mark.soak
def test_every_proof_of_every_tree_to_300_verifies() -> None:
    """C2 to its full breadth."""
    _check_all_pairs(300)


def test_every_subtree_of_every_small_tree_is_proven() -> None:
    """MTC 4: all aligned runs of trees of up to 33 leaves, as trees of their own; and every flipped proof refused."""
    tree = Tree(_LEAVES[:33])
    for size in range(1, 34):
        for start in range(size):
            for end in range(start + 1, size + 1):
                if is_subtree(start, end):
                    _check_subtree(tree, start, end, size)


def _check_subtree(tree: Tree, start: int, end: int, size: int) -> None:
    part, whole = tree.subtree_root(start, end), tree.root(size)
    assert part == root_of(_LEAVES[start:end])
    proof = tree.subtree_consistency(start, end, size)
    verify_subtree_consistency(start, end, size, proof, part, whole)
    for changed in _flips(proof)[::5]:
        with pytest.raises(ProofRefused):
            verify_subtree_consistency(start, end, size, changed, part, whole)
    for index in range(start, end):
        verify_subtree_inclusion(_LEAVES[index], index, start, end, tree.subtree_inclusion(index, start, end), part)


def _flips(proof: list[bytes]) -> list[list[bytes]]:
    flipped = []
    for place, step in enumerate(proof):
        for bit in range(0, 256, 37):
            changed = bytearray(step)
            changed[bit // 8] ^= 1 << bit % 8
            flipped.append([*proof[:place], bytes(changed), *proof[place + 1 :]])
    return flipped


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 64])
def test_a_changed_inclusion_proof_is_refused(size: int) -> None:
    """C2: any changed bit of proof, root or leaf, another index, one step more or less."""
    tree = Tree(_LEAVES[:size])
    for index in range(size):
        proof, root = tree.inclusion(index), tree.root()
        wrong = [(_LEAVES[index], index, changed, root) for changed in _flips(proof)]
        wrong += [(_LEAVES[index], index, [*proof, root], root), (_LEAVES[299], index, proof, root)]
        wrong += [(_LEAVES[index], index, proof, _LEAVES[299]), (_LEAVES[index], size, proof, root)]
        wrong += [(_LEAVES[index], index, proof[:-1], root)] if proof else []
        wrong += [(_LEAVES[index], index ^ 1, proof, root)] if size > 1 else []
        for leaf, at, steps, head in wrong:
            with pytest.raises(ProofRefused):
                verify_inclusion(leaf, at, size, steps, head)


@pytest.mark.parametrize("size", [2, 3, 7, 8, 13, 64])
def test_a_changed_consistency_proof_is_refused(size: int) -> None:
    """C2: any changed bit of proof or roots, other sizes, one step more or less."""
    tree = Tree(_LEAVES[:size])
    for first in range(1, size):
        proof, old, new = tree.consistency(first), tree.root(first), tree.root()
        wrong = [(first, changed, old, new) for changed in _flips(proof)]
        wrong += [(first, [*proof, new], old, new), (first, proof[:-1], old, new)]
        wrong += [(first, proof, _LEAVES[299], new), (first, proof, old, _LEAVES[299]), (size + 1, proof, old, new)]
        for beginning, steps, old_root, new_root in wrong:
            with pytest.raises(ProofRefused):
                verify_consistency(beginning, size, steps, old_root, new_root)


def test_what_a_tree_does_not_have_is_a_bug_of_the_caller() -> None:
    """Proofs beyond the tree are never made up."""
    tree = Tree(_LEAVES[:3])
    calls = (lambda: tree.root(4), lambda: tree.inclusion(3), lambda: tree.consistency(4))
    calls += (lambda: tree.subtree_root(1, 3), lambda: tree.subtree_inclusion(3, 0, 3))
    calls += (lambda: tree.subtree_consistency(0, 4), lambda: tree.subtree_consistency(0, 2, 1))
    for call in calls:
        with pytest.raises(ValueError, match="no "):
            call()

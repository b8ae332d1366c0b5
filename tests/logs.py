"""A log in memory with its key, for tests of witnesses and followers: it can grow, fork and sign what it should not."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onrecord.kernel import Checkpoint, NoteSignature, SignedNote, Tree, VerifierKey, leaf_hash
from onrecord.vault import Request


@dataclass
class ToyLog:
    """A log of numbered leaves. `fork(at)` gives one by the same key that differs from entry `at` on."""

    origin: str = "onrecord/archive-0001"
    seed: bytes = b"\7" * 32
    size: int = 600
    forked_at: int = 10**9
    trees: dict[int, Tree] = field(default_factory=dict)

    def key(self) -> VerifierKey:
        """The public half of its key."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.origin, public=public)

    def fork(self, at: int) -> ToyLog:
        """A second history under the same key."""
        return ToyLog(origin=self.origin, seed=self.seed, size=self.size, forked_at=at)

    def tree(self) -> Tree:
        """The tree over everything."""
        if not self.trees:
            leaves = [
                leaf_hash(f"{number}{' forged' * (number >= self.forked_at)}".encode()) for number in range(self.size)
            ]
            self.trees[0] = Tree(leaves)
        return self.trees[0]

    def leaves(self, size: int) -> list[bytes]:
        """The leaf hashes of the first entries."""
        return [leaf_hash(f"{number}{' forged' * (number >= self.forked_at)}".encode()) for number in range(size)]

    def head(self, size: int, *, root: bytes | None = None) -> str:
        """The signed head at a size, with this root or the true one."""
        text = Checkpoint(origin=self.origin, size=size, root=root or self.tree().root(size)).text()
        key = self.key()
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        line = NoteSignature(name=key.name, key_id=key.key_id, signature=signature)
        return SignedNote(text=text, signatures=(line,)).to_text()

    def request(self, old: int, new: int, *, proof: list[bytes] | None = None, note: str | None = None) -> bytes:
        """A request to cosign the head at `new`, with the true proof from `old` or this one."""
        note = note or self.head(new)
        honest = self.tree().consistency(old, new) if proof is None and old <= new else proof or []
        checkpoint = Checkpoint.parse(SignedNote.parse(note).text)
        return Request(old_size=old, proof=tuple(honest), note=note, checkpoint=checkpoint).body()

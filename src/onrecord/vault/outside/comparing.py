"""Owns comparing a signed head that somebody shows with what we know: our own log, or the last head that we saw.

A head that our key has signed and our log does not have is the worst news there is. It is kept before anything else is
said. A follower believes a new head only after every check has passed, and stores it only then.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import ProofRefused, Role, Tree, VerifierKey, leaf_hash, sha256_hex
from onrecord.store import Desk, Disk, told_apart
from onrecord.vault.outside.entries import head_contradicted
from onrecord.vault.outside.errors import HeadRefused, HeadUnproven
from onrecord.vault.outside.heads import Contradiction, Head, check_continues
from onrecord.vault.outside.records import contradiction_records


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What comparing a head with a log came to; `contradiction` is None where the log begins with what was signed."""

    head: Head
    log_size: int
    contradiction: Contradiction | None

    def to_record(self) -> dict[str, Any]:
        """Return the comparison as JSON shows it."""
        return {
            "size": self.head.size,
            "root": self.head.root.hex(),
            "log_size": self.log_size,
            "agrees": self.contradiction is None,
            "contradiction": self.contradiction.value if self.contradiction else None,
        }


def compare_head(desk: Desk, note: str) -> Compared:
    """Compare a head that somebody shows with our log; one that contradicts it is kept as evidence and stays on record.

    Raises:
        RoleTooNarrow: the actor may only read.
        NoteRefused: it is no signed head.
        ForeignHead: it is of another log, or our key has not signed it.
    """
    desk.require(Role.ANALYST)
    return record_contradiction(desk, note) or _compared(desk, note)


def record_contradiction(desk: Desk, note: str) -> Compared | None:
    """Put a head on record that our key has signed and our log does not have; None where the log has it.

    Raises:
        NoteRefused, ForeignHead: as for `compare_head`.
    """
    desk.require(Role.ANALYST)
    found = _compared(desk, note)
    if found.contradiction is None:
        return None
    kept = desk.blobs.put_bytes(note.encode()).sha256
    if kept not in {one.note for one in contradiction_records(desk)}:
        own_root = desk.log.root(found.head.size) if found.head.size <= found.log_size else None
        draft = head_contradicted(
            found.head.size,
            found.head.root,
            note=kept,
            why=found.contradiction.value,
            own_root=own_root,
            own_size=found.log_size,
        )
        desk.append([draft])
    return found


def _compared(desk: Desk, note: str) -> Compared:
    head = Head.parse(note, VerifierKey.parse(desk.info.verifier_key))
    tree = desk.log.tree()
    contradiction = None
    if head.size > tree.size:
        contradiction = Contradiction.AHEAD
    elif tree.root(head.size) != head.root:
        contradiction = Contradiction.FORK
    return Compared(head=head, log_size=tree.size, contradiction=contradiction)


# A follower who has no archive: one folder for each log that is followed.

_LAST: Final = "last.checkpoint"
_KEY_FILE: Final = "log.toml"
_EVIDENCE: Final = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Somebody who keeps the last head of another's log: a lawyer, a partner, a newspaper.

    `log.toml` names the key, `last.checkpoint` is the last head believed, `evidence/` what contradicted it.
    """

    folder: Path
    key: VerifierKey
    disk: Disk

    @classmethod
    def open(cls, folder: Path, *, key: VerifierKey | None, disk: Disk | None = None) -> Follower:
        """Return the follower in a folder; a new one needs the key of the log that it will follow.

        Raises:
            HeadUnproven: the folder follows nothing yet and no key is given, or it follows another key.
        """
        disk = disk or Disk()
        kept = _kept_key(folder)
        if kept is None and key is None:
            raise HeadUnproven(problem="this folder follows no log yet; give the log's key, as its keeper published it")
        if kept is not None and key is not None and kept != key:
            raise HeadUnproven(problem=f"this folder follows {kept.text()}")
        chosen = kept or key
        assert chosen is not None  # noqa: S101 - one of the two is there, as was just checked
        found = cls(folder=folder.absolute(), key=chosen, disk=disk)
        if kept is None:
            found._begin()
        return found

    @property
    def last(self) -> Head | None:
        """The last head that was believed.

        Raises:
            ForeignHead, NoteRefused: the file was changed by somebody.
        """
        path = self.folder / _LAST
        return Head.parse(path.read_text(encoding="utf-8"), self.key) if path.is_file() else None

    def accept(self, note: str, *, proof: Sequence[bytes] = (), leaves: Sequence[bytes] | None = None) -> Head:
        """Believe a new head if it continues the last one, and keep it; a head that contradicts it is kept as evidence.

        Proven by a consistency proof, or by the leaf hashes of an export, from which every root can be computed.

        Raises:
            NoteRefused: it is no signed head.
            ForeignHead: it is of another log, or its key has not signed it.
            HeadRefused: it takes entries away, or rewrites them.
            HeadUnproven: nothing at hand shows that it continues the last one.
        """
        head = Head.parse(note, self.key)
        last = self.last
        try:
            check_continues(last, head, _proof_from(leaves, last, head) if leaves is not None else proof)
        except HeadRefused:
            self._put(f"{_EVIDENCE}/{sha256_hex(note.encode())}.checkpoint", note.encode())
            raise
        except ProofRefused as fault:
            if leaves is not None and _excludes(leaves, last, head):
                self._put(f"{_EVIDENCE}/{sha256_hex(note.encode())}.checkpoint", note.encode())
                known = last.size if last else 0
                raise HeadRefused(why=Contradiction.FORK.value, size=head.size, known=known) from fault
            raise HeadUnproven(problem=str(fault.facts["problem"])) from fault
        self._put(_LAST, head.note.encode())  # CVE-2025-2888: what was not checked is never stored
        return head

    def evidence(self) -> tuple[Path, ...]:
        """Return the heads that contradicted what was believed."""
        return tuple(sorted((self.folder / _EVIDENCE).glob("*.checkpoint")))

    def _begin(self) -> None:
        from onrecord.store import toml_text

        with told_apart(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.disk.mkdir(self.folder / _EVIDENCE)
        self._put(_KEY_FILE, f"key = {toml_text(self.key.text())}\n".encode())

    def _put(self, name: str, content: bytes) -> None:
        target = self.folder / name
        fresh = target.with_name(f".{target.name}.new")
        with told_apart(target):
            self.disk.unlink(fresh)
            with self.disk.create(fresh) as file:
                self.disk.write(file, content)
                self.disk.fsync(file)
            self.disk.rename(fresh, target)
            self.disk.fsync_dir(target.parent)


def leaves_of(export: Path) -> list[bytes]:
    """Return the leaf hashes of an export's log, computed from its leaves."""
    content = (export / "data/log/leaves.jsonl").read_bytes().removesuffix(b"\n")
    return [leaf_hash(line) for line in content.split(b"\n")] if content else []


def _proof_from(leaves: Sequence[bytes], last: Head | None, head: Head) -> list[bytes]:
    """Return the proof that these leaves give; that they give both roots is checked with it."""
    if last is None or last.size == 0 or not last.size <= head.size <= len(leaves):
        return []
    return Tree(leaves).consistency(last.size, head.size)


def _excludes(leaves: Sequence[bytes], last: Head | None, head: Head) -> bool:
    """Say whether the leaves give the new head and not the last one: the log behind it is not the one we saw."""
    if last is None or not last.size <= head.size <= len(leaves):
        return False
    tree = Tree(leaves)
    return tree.root(head.size) == head.root and tree.root(last.size) != last.root


def _kept_key(folder: Path) -> VerifierKey | None:
    path = folder / _KEY_FILE
    if not path.is_file():
        return None
    try:
        return VerifierKey.parse(str(tomllib.loads(path.read_text(encoding="utf-8"))["key"]))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as err:
        raise HeadUnproven(problem=f"{path} cannot be read ({err})") from err

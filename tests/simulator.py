"""An export held in memory, with handles to tamper: flip, drop, reorder, renumber, swap, cut, rewrite, replace the key.

It writes the format by itself, from `docs` and the standard library, so that a mistake of the exporter is not shared.
"""

import base64
import hashlib
import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LEAVES = "data/log/leaves.jsonl"
HASHES = "data/log/leaf-hashes.txt"
PAYLOADS = "data/log/payloads.jsonl"
PROOFS = "data/log/proofs.jsonl"
CHECKPOINT = "data/log/checkpoint"
KEY = "data/log/verifier-key.txt"
CLAIMS = "data/claims.jsonl"
COMMITMENTS_512 = "data/log/commitments-sha512.txt"
CHECKPOINT_512 = "data/log/checkpoint-sha512"
HEADS = "data/log/heads"
CONSISTENCY = "data/log/consistency.jsonl"
_MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _root(hashes: list[bytes], algorithm: str = "sha256") -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.new(algorithm, b"").digest()
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    both = _root(hashes[:middle], algorithm) + _root(hashes[middle:], algorithm)
    return hashlib.new(algorithm, b"\1" + both).digest()


def _joint(hashes: list[bytes], size: int, *, is_whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2, as it is written there."""
    if size == len(hashes):
        return [] if is_whole else [_root(hashes)]
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    if size <= middle:
        return [*_joint(hashes[:middle], size, is_whole=is_whole), _root(hashes[middle:])]
    return [*_joint(hashes[middle:], size - middle, is_whole=False), _root(hashes[:middle])]


def _path(hashes: list[bytes], index: int) -> list[bytes]:
    if len(hashes) < 2:
        return []
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    if index < middle:
        return [*_path(hashes[:middle], index), _root(hashes[middle:])]
    return [*_path(hashes[middle:], index - middle), _root(hashes[:middle])]


@dataclass
class Row:
    """One entry, before it becomes a leaf."""

    at: str
    kind: str
    payload: dict[str, Any]
    actor: str = "documenter-1"
    disclosed: bool = True

    def salt(self, seq: int) -> bytes:
        """A salt that is the same each time."""
        return hashlib.sha256(f"salt {seq} {self.kind}".encode()).digest()


@dataclass
class Archive:
    """What was recorded. Change anything and `files` makes an export of it as an insider with the key would."""

    seed: bytes = b"\7" * 32
    origin: str = "onrecord/archive-0001"
    rows: list[Row] = field(default_factory=list)
    objects: dict[str, bytes] = field(default_factory=dict)
    signed: tuple[int, ...] = (2, 5)  # sizes at which heads were signed before
    has_second: bool = True  # whether it knows SHA-512: exports made before there was one do not

    def record(self, kind: str, payload: dict[str, Any], **changes: Any) -> None:
        """Append an entry, a minute after the last."""
        at = f"2031-03-09T{12 + len(self.rows) // 60:02d}:{len(self.rows) % 60:02d}:00Z"
        self.rows.append(Row(at=at, kind=kind, payload=payload, **changes))

    def key(self) -> str:
        """The verifier key as it is published."""
        public = b"\1" + Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        key_id = hashlib.sha256(self.origin.encode() + b"\n" + public).digest()[:4]
        return f"{self.origin}+{key_id.hex()}+{base64.b64encode(public).decode()}"

    def checkpoint(self, size: int | None = None, algorithm: str = "sha256") -> bytes:
        """The signed head over the first `size` rows, or all."""
        hashes = self._hashes(algorithm)[:size]
        root = base64.b64encode(_root(hashes, algorithm)).decode()
        origin = self.origin if algorithm == "sha256" else f"{self.origin}/{algorithm}"
        return self.signed_note(f"{origin}\n{len(hashes)}\n{root}\n")

    def signed_note(self, text: str) -> bytes:
        """A text signed with the log's key."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        key_id = bytes.fromhex(self.key().removeprefix(self.origin + "+").split("+")[0])
        return f"{text}\n\u2014 {self.origin} {base64.b64encode(key_id + signature).decode()}\n".encode()

    def leaves(self, algorithm: str = "sha256") -> list[bytes]:
        """The leaf of each row."""
        return [
            _canonical(
                {
                    "actor": row.actor,
                    "at": row.at,
                    "commitment": hashlib.new(algorithm, row.salt(seq) + _canonical(row.payload)).hexdigest(),
                    "kind": row.kind,
                    "seq": seq,
                }
            )
            for seq, row in enumerate(self.rows)
        ]

    def _hashes(self, algorithm: str = "sha256") -> list[bytes]:
        return [hashlib.new(algorithm, b"\0" + leaf).digest() for leaf in self.leaves(algorithm)]

    def files(self) -> dict[str, bytes]:
        """The export's files, without manifests."""
        shown = [(seq, row) for seq, row in enumerate(self.rows) if row.disclosed]
        hashes = self._hashes()
        lines = {
            LEAVES: self.leaves(),
            HASHES: [one.hex().encode() for one in hashes],
            PAYLOADS: [
                _canonical({"payload": row.payload, "salt": row.salt(seq).hex(), "seq": seq}) for seq, row in shown
            ],
            PROOFS: [_canonical({"hashes": [h.hex() for h in _path(hashes, seq)], "seq": seq}) for seq, _ in shown],
            CLAIMS: [_canonical({**row.payload, "seq": seq}) for seq, row in shown if row.kind == "claim-stated@1"],
        }
        heads = [size for size in (*self.signed, len(self.rows)) if 0 < size <= len(self.rows)]
        if self.has_second:
            committed = [json.loads(leaf)["commitment"].encode() for leaf in self.leaves("sha512")]
            pairs = [(one, two) for one, two in itertools.pairwise(heads) if one < two]
            joints = [{"first": a, "second": b, "hashes": [h.hex() for h in _joint(hashes[:b], a)]} for a, b in pairs]
            lines |= {COMMITMENTS_512: committed, CONSISTENCY: [_canonical(joint) for joint in joints]}
        files = {path: b"".join(line + b"\n" for line in content) for path, content in lines.items()}
        files |= {CHECKPOINT: self.checkpoint(), KEY: self.key().encode() + b"\n", **self.objects}
        if self.has_second:
            files[CHECKPOINT_512] = self.checkpoint(algorithm="sha512")
            files |= {f"{HEADS}/{size}.checkpoint": self.checkpoint(size) for size in heads}
        return files | {"data/README.txt": b"how to check\n"}


@dataclass
class Bag:
    """Files of a bag; `write` puts them into a folder with manifests made now or kept from before."""

    files: dict[str, bytes]

    def manifests(self) -> dict[str, bytes]:
        """The manifests that fit these files."""
        tags = {
            "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            _MANIFESTS[0]: _manifest(self.files),
        }
        return tags | {_MANIFESTS[1]: _manifest(tags)}

    def write(self, folder: Path, *, manifests: dict[str, bytes] | None = None) -> Path:
        """Write the bag; an insider recomputes manifests, a clumsy hand leaves the old ones."""
        for path, content in {**self.files, **(manifests or self.manifests())}.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return folder

    def lines(self, path: str) -> list[bytes]:
        """The lines of a file."""
        return self.files[path].removesuffix(b"\n").split(b"\n")

    def set_lines(self, path: str, lines: list[bytes]) -> None:
        """Replace the lines of a file."""
        self.files[path] = b"".join(line + b"\n" for line in lines)

    def replace(self, path: str, old: str, new: str) -> None:
        """Change words in a file; they must be there."""
        assert old.encode() in self.files[path], (path, old)
        self.files[path] = self.files[path].replace(old.encode(), new.encode())


def _manifest(files: dict[str, bytes]) -> bytes:
    return "".join(f"{_sha(content)}  {path}\n" for path, content in sorted(files.items())).encode()


TEXT = "The regional office said that eleven people had been killed.\nОдиннадцать человек погибли.\n"
STATEMENT = "# One month after\n\nAccording to the office, [eleven people](fig:killed?by=official) were killed.\n"
PAGE = b"<!doctype html><title>One month after</title>"
_QUOTE = "eleven people had been killed"


def claim(name: str, **changes: Any) -> dict[str, Any]:
    """A claim as the ledger records it, in what matters to a checker."""
    start = TEXT.index(_QUOTE)
    return {
        "claim": name,
        "subject": {"kind": "incident", "id": "valley-2031"},
        "property": "killed",
        "value": {"low": 11, "high": 11, "qualifier": "exact", "wording": "eleven people"},
        "unit": "persons",
        "as_of": {"earliest": "2031-03-09", "latest": "2031-03-09", "wording": "9 March 2031"},
        "said_on": None,
        "speaker": "regional office",
        "item": "item-0001",
        "quote": {"layer": "layer-0001", "start": start, "end": start + len(_QUOTE), "text": _QUOTE},
        "visibility": "public",
        **changes,
    }


def published(**changes: Any) -> dict[str, Any]:
    """A publication as the dossier records it."""
    return {
        "statement": "statement-0001",
        "name": "valley.en.md",
        "language": "en",
        "edition": "public",
        "sha256": _sha(STATEMENT.encode()),
        "files": [{"path": "index.html", "sha256": _sha(PAGE)}],
        "bindings": [{"text": "eleven people", "target": "fig:killed?by=official", "claims": ["K1"]}],
        **changes,
    }


def archive() -> Archive:
    """One item read, two claims, a hidden entry, a statement."""
    made = Archive()
    content = TEXT.encode()
    sealed = {"item": "item-0001", "sha256": _sha(content), "size": len(content), "name": "herald.md"}
    made.record("item-sealed@1", {**sealed, "visibility": "public"})
    made.record("layer-made@1", {"layer": "layer-0001", "item": "item-0001", "sha256": _sha(content)})
    made.record("claim-stated@1", claim("K1"))
    made.record("claim-stated@1", claim("K2", speaker="a neighbour"), disclosed=False)
    made.record("claim-stated@1", claim("K3", speaker="prosecutor"))
    made.record("statement-published@1", published())
    made.objects = {
        "data/items/item-0001/herald.md": content,
        "data/layers/layer-0001.txt": content,
        "data/statements/valley.en.md": STATEMENT.encode(),
        "data/dossier/index.html": PAGE,
    }
    return made

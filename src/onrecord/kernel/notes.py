"""Owns signed notes, checkpoints and cosignatures in C2SP form. Never signs, never verifies: it reads and writes.

c2sp.org/signed-note: a text, an empty line, signature lines `— name base64(key id || signature)`.
c2sp.org/tlog-checkpoint: a note whose text is origin, size and base64 root hash, one a line.
c2sp.org/tlog-cosignature: a signature line of a witness, over the text and the moment at which the witness signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from onrecord.kernel.errors import Broken
from onrecord.kernel.labels import Label

ED25519: Final = 0x01  # the signature type of signed-note for plain Ed25519 keys
COSIGNATURE: Final = 0x04  # the same of tlog-cosignature for the keys of witnesses
_DASH: Final = "\u2014 "
_KEY_BYTES: Final = 32
_HASH_BYTES: Final = 32
_ID_BYTES: Final = 4
_MOMENT_BYTES: Final = 8
_SIGNATURE_BYTES: Final = 64
_SIZE_DIGITS: Final = 18  # more entries than any log will hold; a longer number is somebody's trick
_LAST_MOMENT: Final = 2**63 - 1  # tlog-cosignature: a timestamp must not exceed it


class NoteRefused(Broken):
    """A note, checkpoint or key is not written as C2SP demands."""

    code = "kernel.note-refused"
    says = Label(
        en="A signed note cannot be read: {problem}.",
        ru="Подписанную запись нельзя прочесть: {problem}.",
        kk="Қол қойылған жазбаны оқу мүмкін емес: {problem}.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """The public half of a key that signs notes, with the name it signs under and what it may sign as."""

    name: str
    public: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        """The four bytes that lead each of its signatures."""
        return key_id(self.name, self.public, self.algorithm)

    def text(self) -> str:
        """Return `name+id+base64(type || key)`, as it is printed and published."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def parse(cls, text: str, *, algorithm: int = ED25519) -> VerifierKey:
        """Return the key a verifier string names: that of a log, or with `COSIGNATURE` that of a witness.

        Raises:
            NoteRefused: another form, another key type, or an id that is not this key's.
        """
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteRefused(problem="a verifier key has three parts joined by +")
        name, written_id, encoded = parts
        content = _from_base64(encoded)
        if len(content) != 1 + _KEY_BYTES or content[0] not in (ED25519, COSIGNATURE):
            raise NoteRefused(problem="the key is no Ed25519 key")
        if content[0] != algorithm:
            wanted = "a log" if algorithm == ED25519 else "a witness"
            raise NoteRefused(problem=f"the key is not the key of {wanted}")
        key = cls(name=_name(name), public=content[1:], algorithm=algorithm)
        if key.key_id.hex() != written_id:
            raise NoteRefused(problem="the key's id does not belong to it")
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line: who says they signed, with which key, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """Return the line as it stands in the note."""
        return f"{_DASH}{self.name} {_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A text and its signatures. The signed bytes are the text with its final line feed."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def to_text(self) -> str:
        """Return the note as one text."""
        return self.text + "\n" + "".join(one.line() for one in self.signatures)

    @classmethod
    def parse(cls, note: str) -> SignedNote:
        """Return the note's text and signatures.

        Raises:
            NoteRefused: no text, no signature, a line that is none, or control characters.
        """
        if any((letter < " " and letter != "\n") or letter == "\x7f" for letter in note):
            raise NoteRefused(problem="it holds control characters")
        text, empty, lines = note.rpartition("\n\n")
        if not empty or not text or not lines.endswith("\n"):
            raise NoteRefused(problem="no empty line parts text and signatures")
        return cls(text=text + "\n", signatures=parse_signature_lines(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of a log: whose, how many entries, which root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"

    @classmethod
    def parse(cls, text: str, *, root_bytes: int = _HASH_BYTES) -> Checkpoint:
        """Return the checkpoint a note's text states; lines after the third are extensions and are let be.

        A root has 32 bytes (SHA-256); that of a tree by SHA-512 has 64.

        Raises:
            NoteRefused: an empty origin, a size with a sign or a leading zero, a root of another length.
        """
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] != "" or "" in lines[:-1]:
            raise NoteRefused(problem="a checkpoint has an origin, a size and a root, each on its line")
        origin, size, root = lines[0], lines[1], _from_base64(lines[2])
        if not (size.isascii() and size.isdigit()) or (len(size) > 1 and size[0] == "0"):
            raise NoteRefused(problem="the size is not a plain decimal number")
        if len(size) > _SIZE_DIGITS:
            raise NoteRefused(problem="the size is absurd")
        if len(root) != root_bytes:
            raise NoteRefused(problem=f"the root has not {root_bytes} bytes")
        return cls(origin=origin, size=int(size), root=root)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """A witness's signature: when it signed, in seconds since 1970, and the signature over that and the checkpoint."""

    timestamp: int
    signature: bytes

    def content(self) -> bytes:
        """Return the bytes that stand in the signature line after the key's id (tlog-cosignature, "Format")."""
        return self.timestamp.to_bytes(_MOMENT_BYTES, "big") + self.signature

    @classmethod
    def parse(cls, content: bytes) -> Cosignature:
        """Return what the bytes after the key's id say.

        Raises:
            NoteRefused: another length, or a moment that the format does not allow.
        """
        if len(content) != _MOMENT_BYTES + _SIGNATURE_BYTES:
            raise NoteRefused(problem="a cosignature has a moment and an Ed25519 signature")
        timestamp = int.from_bytes(content[:_MOMENT_BYTES], "big")
        if timestamp > _LAST_MOMENT:
            raise NoteRefused(problem="a cosignature's moment is out of range")
        return cls(timestamp=timestamp, signature=content[_MOMENT_BYTES:])


def cosigned_message(timestamp: int, text: str) -> bytes:
    """Return the bytes that a witness signs: header, moment, and the whole text of the note (tlog-cosignature)."""
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def parse_signature_lines(lines: str) -> tuple[NoteSignature, ...]:
    """Return the signatures of lines as a witness answers them: one or more, each ended by a line feed.

    Raises:
        NoteRefused: no line, or one that is none.
    """
    if not lines.endswith("\n"):
        raise NoteRefused(problem="a signature line does not end")
    return tuple(_signature(line) for line in lines[:-1].split("\n"))


def key_id(name: str, public: bytes, algorithm: int = ED25519) -> bytes:
    """Return the first four bytes of SHA-256(name || 0x0A || type || public key), c2sp.org/signed-note."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:_ID_BYTES]


def _signature(line: str) -> NoteSignature:
    if not line.startswith(_DASH):
        raise NoteRefused(problem="a signature line does not begin with a dash")
    name, _, encoded = line[len(_DASH) :].partition(" ")
    content = _from_base64(encoded)
    if len(content) <= _ID_BYTES:
        raise NoteRefused(problem="a signature is too short")
    return NoteSignature(name=_name(name), key_id=content[:_ID_BYTES], signature=content[_ID_BYTES:])


def _name(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() or letter < " " or letter == "\x7f" for letter in name):
        raise NoteRefused(problem="a key's name is empty or holds a space or a plus sign")
    return name


def _base64(content: bytes) -> str:
    return base64.standard_b64encode(content).decode("ascii")


def _from_base64(text: str) -> bytes:
    """Return the bytes of canonical base64: one encoding for one value."""
    try:
        content = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as err:
        raise NoteRefused(problem="base64 was expected") from err
    if _base64(content) != text:
        raise NoteRefused(problem="base64 with loose bits")
    return content

"""Owns what phones send along with a photograph: ProofMode's proofs and signatures, Tella's lists.

It finds the bytes that each speaks of, by the SHA-256 that it names, else by the name. It verifies no signature, and
says so; and what a proof says of place and device stays what somebody's phone said.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.kernel import ItemId, is_sha256_hex
from onrecord.vault.containers.errors import SidecarDiffers, SidecarUnmatched
from onrecord.vault.errors import FileRefused

LONGEST: Final = 8 << 20  # bytes of a proof or a list; no phone writes longer ones
NOT_VERIFIED: Final = "not-verified"
_PROOF: Final = re.compile(r"\.proof\.(json|csv)$", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"\.(asc|sig|ots|gst)$", re.IGNORECASE)
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_LIST: Final = re.compile(r"\.csv$", re.IGNORECASE)
# What the columns are called, without case, spaces and signs: ProofMode, Tella, and lists of that kind.
_DIGEST_NAMES: Final = frozenset(
    {"filehashsha256", "sha256", "filesha256", "sha256hash", "filesha256hash", "hashsha256"}
)
_DIGEST_NAMES_LOOSE: Final = _DIGEST_NAMES | {"hash", "filehash"}
_FILE_NAMES: Final = frozenset({"filename", "filepath", "file", "name", "attachment", "mediafile", "path"})
_OF_TELLA: Final = frozenset(
    {"tella", "deviceid", "manufacturer", "hardware", "wifimac", "cellinfo", "ipv4", "network"}
)
_FEW: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A file that came with others: what it is here, and its name there."""

    item: ItemId
    sha256: str
    name: str
    path: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A file that speaks of another, and the one; or why the one cannot be told."""

    sidecar: ItemId
    item: ItemId | None
    form: str
    matched_by: str
    line: int | None = None
    signature: str | None = None
    fault: FileRefused | None = None


Read = Callable[[Beside], bytes]


def may_speak(name: str) -> bool:
    """Say whether a file of this name may speak of others."""
    return bool(_PROOF.search(name) or _SIGNATURE.search(name) or _LIST.search(name))


def matched(beside: Sequence[Beside], read: Read) -> Iterator[Matched]:
    """Yield what each proof, signature and list among the files belongs to; `read` gives the bytes of small ones."""
    by_folder: dict[str, list[Beside]] = {}
    for one in beside:
        by_folder.setdefault(one.path.rpartition("/")[0], []).append(one)
    for files in by_folder.values():
        if any(_PROOF.search(one.name) for one in files):
            yield from _proofs(files, read)
        else:
            yield from _lists(files, read)


class _Others:
    """The files that a proof or a list may speak of."""

    def __init__(self, files: Iterable[Beside]) -> None:
        self.by_digest: dict[str, Beside] = {}
        self.by_name: dict[str, Beside] = {}
        for one in files:
            self.by_digest.setdefault(one.sha256, one)
            self.by_name.setdefault(one.name.casefold(), one)


def _proofs(files: Sequence[Beside], read: Read) -> Iterator[Matched]:
    others = _Others(files)
    for one in files:
        if _SIGNATURE.search(one.name):
            if target := _signed(one, others):
                by = "name" if target.sha256 != one.name[:64].lower() else "sha256"
                yield Matched(
                    sidecar=one.item, item=target.item, form="proofmode", matched_by=by, signature=NOT_VERIFIED
                )
        elif _PROOF.search(one.name):
            yield _proof(one, others, read)


def _signed(one: Beside, others: _Others) -> Beside | None:
    """Return what a signature is over: the file of its name, or the one whose digest is its name."""
    signed = _SIGNATURE.sub("", one.name)
    found = others.by_name.get(signed.casefold())
    if found is None and _HEX.fullmatch(signed.lower()):
        found = others.by_digest.get(signed.lower())
    return found


def _proof(one: Beside, others: _Others, read: Read) -> Matched:
    digest = _digest_in(one, read)
    target = others.by_digest.get(digest) if digest else None
    fault = None
    if target is None:
        fault = SidecarUnmatched(path=one.path, problem=digest or "no SHA-256")
    return Matched(
        sidecar=one.item,
        item=None if target is None else target.item,
        form="proofmode",
        matched_by="sha256",
        signature=NOT_VERIFIED if f"{one.name}.asc".casefold() in others.by_name else None,
        fault=fault,
    )


def _digest_in(one: Beside, read: Read) -> str | None:
    if one.size > LONGEST:
        return None
    text = read(one).decode("utf-8-sig", errors="replace")
    if one.name.lower().endswith(".json"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        said = found if isinstance(found, dict) else found[0] if isinstance(found, list) and found else None
        return _digest_of(said) if isinstance(said, dict) else None
    rows = _rows(text)
    return _digest_of(rows[0][1]) if rows else None


def _digest_of(said: Mapping[str, object], names: frozenset[str] = _DIGEST_NAMES) -> str | None:
    for name, value in said.items():
        digest = str(value).strip().lower()
        if _plain(str(name)) in names and is_sha256_hex(digest):
            return digest
    return None


def _lists(files: Sequence[Beside], read: Read) -> Iterator[Matched]:
    if len(files) < _FEW:
        return
    others = _Others(files)
    for one in files:
        if _LIST.search(one.name) and one.size <= LONGEST:
            yield from _lines(one, others, read)


def _lines(one: Beside, others: _Others, read: Read) -> Iterator[Matched]:
    rows = _rows(read(one).decode("utf-8-sig", errors="replace"))
    if not rows:
        return
    names = {_plain(name) for name in rows[0][1]}
    form = "tella" if names & _OF_TELLA else "list"
    for line, row in rows:
        if (found := _line(one, row, others)) is not None:
            target, by, fault = found
            item = None if target is None else target.item
            yield Matched(sidecar=one.item, item=item, form=form, matched_by=by, line=line, fault=fault)


def _line(one: Beside, row: Mapping[str, str], others: _Others) -> tuple[Beside | None, str, FileRefused | None] | None:
    """Return the file that a line speaks of and by what, or None where it speaks of none that came along."""
    digest = _digest_of(row, _DIGEST_NAMES_LOOSE)
    if digest in others.by_digest:
        return others.by_digest[digest], "sha256", None
    for name, value in row.items():
        said = value.strip().replace("\\", "/").rpartition("/")[2].casefold()
        if _plain(name) in _FILE_NAMES and said in others.by_name and others.by_name[said] is not one:
            target = others.by_name[said]
            if digest is None:
                return target, "name", None
            return None, "sha256", SidecarDiffers(path=one.path, name=target.name, expected=digest, found=target.sha256)
    return None


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV with their lines; one of two columns may also be written as names and values."""
    try:
        table = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)) if any(row)]
    except csv.Error:
        return []
    if len(table) < _FEW:
        return []
    if all(len(row) == _FEW for row in table) and any(_is_pair(*row) for row in table):
        return [(1, {row[0]: row[1] for row in table})]
    return [(number, dict(zip(table[0], row, strict=False))) for number, row in enumerate(table[1:], start=2)]


def _is_pair(name: str, value: str) -> bool:
    """Say whether a row is a name with its value, not two headings."""
    if _plain(name) in _DIGEST_NAMES_LOOSE:
        return is_sha256_hex(value.strip().lower())
    return _plain(name) in _FILE_NAMES and "." in value


def _delimiter(text: str) -> str:
    first = text[: text.find("\n")] if "\n" in text else text
    return max(",;\t", key=first.count)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())

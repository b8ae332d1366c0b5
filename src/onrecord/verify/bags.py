"""Owns reading a BagIt 1.0 bag (RFC 8493) that nobody trusts: every file hashed once, manifests compared both ways.

It never follows a link and never opens a path that a manifest names: it opens what the folder itself lists.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.kernel import Label, Refused, new_sha256
from onrecord.verify.verdict import Report

_CHUNK: Final = 1 << 20
_MANIFEST: Final = "manifest-sha256.txt"
_TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
_LINE: Final = re.compile(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)")
_ESCAPES: Final = {"%0D": "\r", "%0A": "\n", "%25": "%"}  # 2.1.3


class NotAnExport(Refused):
    """The path is no folder with a bag in it."""

    code = "verify.not-an-export"
    says = Label(
        en="{path} is not an export of Onrecord: there is no bagit.txt in it.",
        ru="{path} — не выгрузка Onrecord: в ней нет bagit.txt.",
        kk="{path} Onrecord шығарылымы емес: ішінде bagit.txt жоқ.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """The files that lie in the folder: path within the bag, with `/`, to the digest of the bytes that are there."""

    folder: Path
    digests: Mapping[str, str]

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file that the folder lists, or None."""
        return (self.folder / path).read_bytes() if path in self.digests else None

    def lines(self, path: str) -> Iterator[tuple[int, bytes]]:
        """Yield the lines of a file, numbered from 1, without their line feed; nothing where there is no file."""
        content = self.read(path)
        if content:
            yield from enumerate(content.removesuffix(b"\n").split(b"\n"), start=1)


def open_bag(folder: Path, report: Report) -> Bag:
    """Return the bag in `folder`, after its manifests were compared with what is there.

    Raises:
        NotAnExport: there is no bag.
    """
    if not (folder / "bagit.txt").is_file():
        raise NotAnExport(path=str(folder))
    bag = Bag(folder=folder, digests=dict(sorted(_digests(folder, report))))
    if b"BagIt-Version: 1.0\n" not in (bag.read("bagit.txt") or b""):
        report.tell("verify.manifest-unreadable", path="bagit.txt", found="BagIt-Version")
    payload = _listed(bag, _MANIFEST, report)
    tags = _listed(bag, _TAG_MANIFEST, report)
    _compare(bag, {path: sha for path, sha in payload.items() if path.startswith("data/")}, report)
    _compare(bag, {path: sha for path, sha in tags.items() if not path.startswith("data/")}, report)
    for path in bag.digests:
        manifest = payload if path.startswith("data/") else tags
        if path not in manifest and path != _TAG_MANIFEST:
            report.tell("verify.file-untracked", path=path)
    return bag


def _digests(folder: Path, report: Report) -> Iterator[tuple[str, str]]:
    """Yield path and SHA-256 of every regular file; links and special files are told and left alone."""
    for place, folders, files in os.walk(folder, followlinks=False):
        for name in [*folders, *files]:
            path = Path(place, name)
            inside = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()) or _shown(inside) != inside:
                report.tell("verify.path-unsafe", path=_shown(inside))
            elif path.is_file():
                report.checked["files"] += 1
                yield inside, _digest(path)


def _digest(path: Path) -> str:
    digest = new_sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _listed(bag: Bag, manifest: str, report: Report) -> dict[str, str]:
    """Return path -> digest as a manifest lists them."""
    listed: dict[str, str] = {}
    if manifest not in bag.digests:
        report.tell("verify.file-missing", path=manifest)
    for number, line in bag.lines(manifest):
        match = _LINE.fullmatch(line.decode("utf-8", "replace").removesuffix("\r"))
        path = re.sub("%(?:0D|0A|25)", lambda found: _ESCAPES[found[0].upper()], match[2], flags=re.I) if match else ""
        if match is None or path in listed:
            report.tell("verify.manifest-unreadable", path=manifest, found=f"line {number}")
        elif _is_unsafe(path):
            report.tell("verify.path-unsafe", path=_shown(path))
        else:
            listed[path] = match[1].lower()
    return listed


def _compare(bag: Bag, listed: Mapping[str, str], report: Report) -> None:
    for path, expected in listed.items():
        found = bag.digests.get(path)
        if found is None:
            report.tell("verify.file-missing", path=path, expected=expected)
        elif found != expected:
            report.tell("verify.file-changed", path=path, expected=expected, found=found)


def _is_unsafe(path: str) -> bool:
    """Say whether a path could lead out of the bag on any system (RFC 8493, section 5.3)."""
    parts = re.split(r"[/\\]", path)
    return any(part in ("", ".", "..") for part in parts) or path[0] == "~" or re.match("[A-Za-z]:", path) is not None


def _shown(path: str) -> str:
    """Return a path that can be printed, whatever bytes the folder holds."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

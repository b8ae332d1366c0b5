"""Owns the bag that is being checked: whose it is, its files once hashed, and what an export's own lists must be.

A bag of somebody else is held to BagIt and no more. One of ours was written by one program, which is never lenient.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.kernel import Label, Refused
from onrecord.verify import bagit
from onrecord.verify.bagit import TagFiles
from onrecord.verify.files import Files, Folder, Progress, Zipped, digests_of, lines_of
from onrecord.verify.verdict import Defect, Report

CHECKER: Final = "onrecord-verify.pyz"
_ITEMS: Final = "data/items/"
_LONGEST_LINE: Final = 1 << 26
_LONGEST_FILE: Final = 1 << 28
# What is allowed in the bags of others and was never written by us.
_MANIFEST: Final = re.compile(r"(?:tag)?manifest-[a-z0-9]+\.txt")
_OUR_LINE: Final = re.compile(rb"[0-9a-f]+  [^ ]")  # a capital is another byte with the same meaning: a changed bit
_LENIENCE: Final = {
    "verify.line-of-md5sum": "verify.manifest-unreadable",
    "verify.name-mistaken": "verify.file-missing",
    "verify.name-unescaped": "verify.manifest-unreadable",
    "verify.path-relative": "verify.manifest-unreadable",
    "verify.system-file-missing": "verify.file-missing",
    "verify.tag-unlisted": "verify.file-untracked",
    "verify.weak-digests": "verify.manifest-missing",
}


class NotAnExport(Refused):
    """The path is neither a folder nor a ZIP file with a bag in it."""

    code = "verify.not-an-export"
    says = Label(
        en="{path} is not an export of Onrecord: there is no bagit.txt in it.",
        ru="{path} — не выгрузка Onrecord: в ней нет bagit.txt.",
        kk="{path} Onrecord шығарылымы емес: ішінде bagit.txt жоқ.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """A bag whose files were hashed: path within the bag, with `/`, to digests by algorithm.

    `trusted` is the digest that the check rests on; what the log says by another is not looked at.
    """

    files: Files
    tags: TagFiles
    digests: Mapping[str, Mapping[str, str]]
    trusted: str = "sha256"

    def __contains__(self, path: str) -> bool:
        return path in self.files.sizes

    def __iter__(self) -> Iterator[str]:
        return iter(self.files.sizes)

    def digest(self, path: str, algorithm: str | None = None) -> str | None:
        """Return the digest of a file's bytes by the trusted algorithm or another; None where none was taken."""
        return self.digests.get(path, {}).get(algorithm or self.trusted)

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none, or none that a person could read."""
        if self.files.sizes.get(path, _LONGEST_FILE) >= _LONGEST_FILE or path not in self.digests:
            return None
        with self.files.open(path) as file:
            return file.read()

    def lines(self, path: str) -> Iterator[tuple[int, bytes]]:
        """Yield the lines of a file, numbered from 1, without their line feed; nothing where there is no file.

        A line that is not ended as ours are keeps a carriage return at its end, which no line of ours has.
        """
        if path in self.digests:
            with self.files.open(path) as file:
                for number, line in enumerate(lines_of(file, _LONGEST_LINE), start=1):
                    yield number, line[:-1] if line.endswith(b"\n") else line + b"\r"

    @property
    def is_export(self) -> bool:
        """Whether it is one of ours, or was: nobody turns an export into any other bag by leaving files out."""
        labels = any(label.lower().startswith("onrecord-") for label, _ in self.tags.info)
        return labels or CHECKER in self or any(path.startswith("data/log/") for path in self)


def open_bag(
    path: Path,
    report: Report,
    *,
    trusted: str = "sha256",
    every_digest: bool = False,
    on_progress: Progress | None = None,
) -> Bag:
    """Return the bag at `path`, after its manifests were compared with what is there.

    Raises:
        NotAnExport: there is no bag.
    """
    files = open_files(path, report)
    if not files.sizes or not _is_bag(files):
        raise NotAnExport(path=str(path))
    tags = bagit.read_tag_files(files, report)
    bag = Bag(files=files, tags=tags, digests={}, trusted=trusted)
    is_brief = bag.is_export and not every_digest
    wanted = {name: _algorithms(bag, name, is_brief=is_brief) for name in files.sizes}
    digests = digests_of(files, wanted, report, on_progress)
    bagit.compare(files, tags, digests, report)
    report.checked["files"] += len(digests)
    if bag.is_export:
        _be_strict(bag, report)
    return Bag(files=files, tags=tags, digests=digests, trusted=trusted)


def open_files(path: Path, report: Report) -> Files:
    """Return the files of the folder or ZIP at `path`.

    Raises:
        NotAnExport: it is neither.
    """
    if path.is_dir():
        return Folder(path, report)
    if not path.is_file():
        raise NotAnExport(path=str(path))
    try:
        return Zipped(path, report)
    except (zipfile.BadZipFile, OSError, ValueError) as err:
        raise NotAnExport(path=str(path), problem=str(err)) from err


def _is_bag(files: Files) -> bool:
    """Say whether this is meant to be a bag: declared, or at least listed."""
    return bagit.DECLARATION in files.sizes or any("manifest-" in name and "/" not in name for name in files.sizes)


def _algorithms(bag: Bag, path: str, *, is_brief: bool) -> set[str]:
    """Return by which algorithms a file is hashed.

    Each by which it is listed, as BagIt demands; but the items of an export, which are most of its bytes, by the
    trusted one alone: what another manifest says of them is compared with what the log says (`check_items`).
    """
    if is_brief and path.startswith(_ITEMS):
        return {bag.trusted}
    return {*bag.tags.algorithms(path), bag.trusted}


def _be_strict(bag: Bag, report: Report) -> None:
    """Make problems of what is a warning in the bags of others, and of digests that we write in one form only."""
    for path in sorted(one for one in bag.files.sizes if _MANIFEST.fullmatch(one)):
        with bag.files.open(path) as file:
            for number, line in enumerate(lines_of(file, _LONGEST_LINE), start=1):
                if not _OUR_LINE.match(line):
                    report.tell("verify.manifest-unreadable", path=path, found=f"line {number}")
    for warning in report.warnings:
        if warning.code in _LENIENCE:
            report.problems.append(Defect(code=_LENIENCE[warning.code], facts=warning.facts))
    report.warnings[:] = [one for one in report.warnings if one.code not in _LENIENCE]

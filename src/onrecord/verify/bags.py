"""Owns the bag that is being checked: whose it is, its files once hashed, and what an export's own lists must be.

A bag of somebody else is held to BagIt and no more. One of ours was written by one program, which is never lenient.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
# How each line of our tag files is written; a capital in a digest is another byte with the same meaning.
_SHA256_LINE: Final = re.compile(rb"[0-9a-f]{64}  [^\r]+")
_SHA512_LINE: Final = re.compile(rb"[0-9a-f]{128}  [^\r]+")
_LINES: Final = {
    bagit.DECLARATION: re.compile(rb"BagIt-Version: 1\.0|Tag-File-Character-Encoding: UTF-8"),
    "bag-info.txt": re.compile(rb"[A-Za-z][A-Za-z0-9-]*: [^\r]+"),
    "manifest-sha256.txt": _SHA256_LINE,
    "manifest-sha512.txt": _SHA512_LINE,
    "tagmanifest-sha256.txt": _SHA256_LINE,
    "tagmanifest-sha512.txt": _SHA512_LINE,
}
# What is allowed in the bags of others and was never written by us.
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
        en="{path} is not an export of Onrecord: there is no bagit.txt in it. Name the folder "
        "that `onrecord export` wrote.",
        ru="{path} — не выгрузка Onrecord: в ней нет bagit.txt. Укажите папку, "
        "которую записала команда `onrecord export`.",
        kk="{path} Onrecord шығарылымы емес: ішінде bagit.txt жоқ. `onrecord export` жазған қалтаны көрсетіңіз.",
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
    bag = replace(bag, digests=digests)
    if bag.is_export:
        _be_strict(report)
        _check_form(bag, report)
    return bag


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


def _check_form(bag: Bag, report: Report) -> None:
    """Tell tag files that are not written as this program writes them: what is read in one way needs no guessing."""
    lists = [path for path in bag if "/" not in path and "manifest-" in path]
    for path in [*lists, "fetch.txt"]:
        if path in bag and path not in _LINES:
            report.tell("verify.manifest-unreadable", path=path, found="no file of an export")
    for algorithm in ("sha256", "sha512"):  # BagIt lets a bag be without lists of tag files; ours has them in pairs
        pair = {f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"}
        for path in sorted(pair.difference(bag)):
            if len(pair.intersection(bag)) == 1:
                report.tell("verify.file-missing", path=path)
    for path, line in _LINES.items():
        content = bag.read(path) or b""
        whole = [one for one in content.split(b"\n")[:-1] if line.fullmatch(one)]
        if content != b"".join(one + b"\n" for one in whole):
            odd = next((one for one in content.split(b"\n") if not line.fullmatch(one)), b"")
            report.tell("verify.manifest-unreadable", path=path, found=odd.decode("utf-8", "backslashreplace"))


def _be_strict(report: Report) -> None:
    """Make problems of what is a warning in the bags of others."""
    for warning in report.warnings:
        if warning.code in _LENIENCE:
            report.problems.append(Defect(code=_LENIENCE[warning.code], facts=warning.facts))
    report.warnings[:] = [one for one in report.warnings if one.code not in _LENIENCE]

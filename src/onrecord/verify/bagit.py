"""Owns the rules of BagIt: 1.0 (RFC 8493) and the drafts 0.93 to 0.97 before it. Every problem is told, not the first.

It reads tag files and compares; it follows no link and fetches nothing. Section numbers are those of RFC 8493.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from onrecord.verify.files import UNREADABLE, Digests, Files, is_unsafe
from onrecord.verify.verdict import Report

DECLARATION: Final = "bagit.txt"
_VERSIONS: Final = frozenset({(0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0)})
_WEAK: Final = frozenset({"md5", "sha1"})
_LONGEST: Final = 1 << 28  # bytes of a tag file; a longer one is no list that anybody wrote
# Names in manifests are the common ones in lower case without punctuation (2.4): SHA3-256 is sha3256.
_ALGORITHMS: Final = {
    re.sub("[^a-z0-9]", "", name): name
    for name in sorted(hashlib.algorithms_guaranteed)
    if not name.startswith("shake")
}
_LENGTHS: Final = {name: 2 * hashlib.new(name, usedforsecurity=False).digest_size for name in _ALGORITHMS.values()}
_NO_CHARACTER_SETS: Final = frozenset({"idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape",
                                       "raw_unicode_escape"})  # fmt: skip
_MANIFEST: Final = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_ENDS: Final = re.compile(r"\r\n|\r|\n")  # 2.3; no other character ends a line
_LOOSE: Final = re.compile(r"BagIt-Version[ \t]*:[ \t]*(\d+)\.(\d+)[ \t]*")
_STRICT: Final = re.compile(r"BagIt-Version: (\d+)\.(\d+)")
_ENCODING: Final = {True: re.compile(r"Tag-File-Character-Encoding: (\S+)"),
                    False: re.compile(r"Tag-File-Character-Encoding[ \t]*:[ \t]*(\S+)[ \t]*")}  # fmt: skip
_LINE: Final = re.compile(r"([0-9a-fA-F]+)[ \t]+(\*?)(.+)")
_FETCH: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:\S*)[ \t]+(\d+|-)[ \t]+(.+)")
_INFO: Final = re.compile(r"([^:]*):[ \t]*(.*)")
_INFO_1_0: Final = re.compile(r"([^:\s][^:]*(?<![ \t])): (.*)|([^:\s][^:]*(?<![ \t])):\t(.*)")
_PERCENT: Final = re.compile("%(0[AaDd]|25)")
_NEWLINES: Final = re.compile("%(0[AaDd])")  # before 1.0 a percent sign stood for itself
_OXUM: Final = re.compile(r"(\d+)\.(\d+)")
# Left by an operating system: it comes and goes unasked.
_LITTER: Final = re.compile(
    r"(?:^|/)(?:\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini|\.Spotlight-V100|\.Trashes|__MACOSX)(?:/|$)", re.IGNORECASE
)
# Names that Windows refuses (6.2).
_UNPORTABLE: Final = re.compile(
    r'[<>:"|?*\x00-\x1f]|[. ](?:/|$)|(?:^|/)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.[^/]*)?(?:/|$)', re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Manifest:
    """One list of digests: the files it names as they lie in the bag, and what it says of each."""

    path: str
    algorithm: str
    is_of_tags: bool
    listed: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class TagFiles:
    """What the tag files of a bag say."""

    version: tuple[int, int]
    encoding: str
    manifests: list[Manifest] = field(default_factory=list)
    holes: dict[str, str] = field(default_factory=dict)
    info: list[tuple[str, str]] = field(default_factory=list)

    def payload_manifests(self) -> list[Manifest]:
        """Return the manifests of the payload."""
        return [one for one in self.manifests if not one.is_of_tags]

    def algorithms(self, path: str) -> list[str]:
        """Return by which algorithms this file is listed."""
        return sorted({one.algorithm for one in self.manifests if path in one.listed})

    def listed(self, path: str, algorithm: str) -> str | None:
        """Return the digest a manifest names for this file."""
        return next(
            (one.listed[path] for one in self.manifests if one.algorithm == algorithm and path in one.listed), None
        )


class _Reader:
    """Reads the tag files of one bag and tells what is wrong with them."""

    def __init__(self, files: Files, report: Report) -> None:
        self._files = files
        self._report = report
        self._tags = TagFiles(version=(1, 0), encoding="utf-8")
        self._alike: dict[str, list[str]] = {}
        for path in files.sizes:
            self._alike.setdefault(_folded(path), []).append(path)

    def read(self) -> TagFiles:
        """Return what the tag files say."""
        self._declaration()
        self._names()
        self._manifests()
        self._fetch()
        self._info()
        return self._tags

    @property
    def _is_1_0(self) -> bool:
        return self._tags.version >= (1, 0)

    def _declaration(self) -> None:
        """2.1.1: two lines, in UTF-8, without a byte-order mark."""
        if DECLARATION not in self._files.sizes:
            self._report.tell("verify.declaration-missing", path=DECLARATION)
            return
        lines = self._lines(DECLARATION)
        version = _LOOSE.fullmatch(lines[0]) if lines else None
        if version is not None:
            self._tags.version = (int(version[1]), int(version[2]))
        if version is None or self._tags.version not in _VERSIONS or (self._is_1_0 and not _STRICT.fullmatch(lines[0])):
            self._refuse(DECLARATION, "BagIt-Version")
        encoding = _ENCODING[self._is_1_0].fullmatch(lines[1]) if len(lines) == 2 else None
        if encoding is None or not _is_encoding(encoding[1]):
            self._refuse(DECLARATION, "Tag-File-Character-Encoding")
        else:
            self._tags.encoding = encoding[1]

    def _names(self) -> None:
        """6.1 and 6.2: names that are the same elsewhere, or cannot be used elsewhere."""
        if not self._files.has_folder("data"):
            self._report.tell("verify.payload-missing", path="data/")
        for path in self._files.sizes:
            if _LITTER.search(path):
                self._report.warn("verify.system-file", path=path)
            if _UNPORTABLE.search(path):
                self._report.warn("verify.name-unportable", path=path)
        for paths in self._alike.values():
            for other in paths[1:]:
                self._report.warn("verify.name-clash", path=paths[0], found=other)

    def _manifests(self) -> None:
        for path in self._files.sizes:
            name = _MANIFEST.fullmatch(path)
            if name is None:
                continue
            if name[2] not in _ALGORITHMS:
                self._report.warn("verify.algorithm-unknown", path=path)
                continue
            manifest = Manifest(path=path, algorithm=_ALGORITHMS[name[2]], is_of_tags=name[1] is not None)
            self._tags.manifests.append(manifest)
            for number, line in enumerate(self._lines(path), start=1):
                if line:
                    self._manifest_line(manifest, line, number)
        payload = {one.algorithm for one in self._tags.payload_manifests()}
        if not payload:
            self._report.tell("verify.manifest-missing")
        elif payload <= _WEAK:
            self._report.warn("verify.weak-digests", found=", ".join(sorted(payload)))

    def _manifest_line(self, manifest: Manifest, line: str, number: int) -> None:
        match = _LINE.fullmatch(line)
        if match is None or len(match[1]) != _LENGTHS[manifest.algorithm]:
            self._refuse(manifest.path, f"line {number}")
            return
        if match[2]:  # 6.1.3
            self._report.warn("verify.line-of-md5sum", path=manifest.path)
        path = self._path(manifest.path, match[3], is_payload=not manifest.is_of_tags)
        if path is None:
            return
        digest = match[1].lower()
        if path in manifest.listed:
            # 2.1.3: exactly once; before 1.0 the same line twice was only odd.
            is_harmless = not self._is_1_0 and manifest.listed[path] == digest
            told = self._report.warn if is_harmless else self._report.tell
            told("verify.listed-twice", path=manifest.path, found=path)
        elif manifest.is_of_tags and self._is_1_0 and path.startswith("tagmanifest-"):
            self._refuse(manifest.path, f"line {number}")  # 2.2.1
        else:
            manifest.listed[path] = digest

    def _path(self, where: str, written: str, *, is_payload: bool) -> str | None:
        """Return the file that a line names, or the name itself where there is none; None if it is unsafe."""
        plain = written.removeprefix("./")
        if plain != written:
            self._report.warn("verify.path-relative", path=where, found=plain)
        escapes = _PERCENT if self._is_1_0 else _NEWLINES
        path = escapes.sub(lambda found: chr(int(found[1], 16)), plain)
        if path != plain and path not in self._files.sizes and plain in self._files.sizes:
            self._report.warn("verify.name-unescaped", path=where, found=plain)  # as many tools still write it
            path = plain
        if is_unsafe(path) or is_unsafe(plain) or is_payload != path.startswith("data/"):
            self._report.tell("verify.path-unsafe", path=path)
            return None
        alike = self._alike.get(_folded(path), [])
        if path in self._files.sizes or len(alike) != 1:
            return path
        # 6.1.1: compare names in one form of normalisation; a system that ignores case has one file for both.
        self._report.warn("verify.name-mistaken", path=path, found=alike[0])
        return alike[0]

    def _fetch(self) -> None:
        """2.2.3: what was to be fetched. Nothing is."""
        if "fetch.txt" not in self._files.sizes:
            return
        for number, line in enumerate(self._lines("fetch.txt"), start=1):
            match = _FETCH.fullmatch(line)
            if line and match is None:
                self._refuse("fetch.txt", f"line {number}")
            path = self._path("fetch.txt", match[3], is_payload=True) if match else None
            if match is None or path is None:
                continue
            self._tags.holes[path] = match[1]
            listing = [one for one in self._tags.payload_manifests() if path in one.listed]
            lacking = [one for one in self._tags.payload_manifests() if path not in one.listed]
            for manifest in lacking if self._is_1_0 or not listing else []:
                self._report.tell("verify.file-unlisted", path=manifest.path, found=path)

    def _info(self) -> None:
        """2.2.2, under the name it had before 0.96."""
        name = "package-info.txt" if self._tags.version < (0, 96) else "bag-info.txt"
        for number, line in enumerate(self._lines(name) if name in self._files.sizes else [], start=1):
            if line[:1] in (" ", "\t") and self._tags.info:
                label, value = self._tags.info[-1]
                self._tags.info[-1] = (label, f"{value} {line.strip()}")
            elif match := (_INFO_1_0 if self._is_1_0 else _INFO).fullmatch(line):
                label, value = (one for one in match.groups() if one is not None)
                self._tags.info.append((label.strip(), value.strip()))
            elif line:
                self._refuse(name, f"line {number}")
        sums = [value for label, value in self._tags.info if label.lower() == "payload-oxum"]
        if len(sums) > 1 or not all(_OXUM.fullmatch(one) for one in sums):
            self._refuse(name, "Payload-Oxum")

    def _lines(self, path: str) -> list[str]:
        """Return the lines of a tag file (2.3), without an empty last one."""
        if self._files.sizes[path] > _LONGEST:
            self._refuse(path, f"{self._files.sizes[path]} bytes")
            return []
        try:
            with self._files.open(path) as file:
                text = file.read().decode("utf-8" if path == DECLARATION else self._tags.encoding)
        except (*UNREADABLE, UnicodeError) as err:
            self._refuse(path, str(err))
            return []
        if text.startswith("\ufeff"):
            self._refuse(path, "BOM")
            text = text[1:]
        lines = _ENDS.split(text)
        return lines[:-1] if lines[-1] == "" else lines

    def _refuse(self, path: str, found: str) -> None:
        self._report.tell("verify.manifest-unreadable", path=path, found=found)


def read_tag_files(files: Files, report: Report) -> TagFiles:
    """Return what the tag files of a bag say, after everything wrong with them was told."""
    return _Reader(files, report).read()


def compare(files: Files, tags: TagFiles, digests: Digests, report: Report) -> None:
    """Tell what the manifests list and is not there or not the same, and what is there and not listed (section 3).

    A digest that nobody took is not compared.
    """
    told: set[str] = set()
    for manifest in tags.manifests:
        for path, expected in manifest.listed.items():
            found = digests.get(path, {}).get(manifest.algorithm)
            if path not in files.sizes:
                if path not in told:
                    _tell_missing(tags, manifest, path, report)
                told.add(path)
            elif found is not None and found != expected:
                facts = {"algorithm": manifest.algorithm, "expected": expected, "found": found}
                report.tell("verify.file-changed", path=path, **facts)
    _compare_lists(files, tags, report)
    _compare_oxum(files, tags, report, is_litter_gone=any(_LITTER.search(path) for path in told))


def _tell_missing(tags: TagFiles, manifest: Manifest, path: str, report: Report) -> None:
    if path in tags.holes:
        report.tell("verify.hole", path=path, found=tags.holes[path])
    elif _LITTER.search(path):
        report.warn("verify.system-file-missing", path=path)
    else:
        facts = {"algorithm": manifest.algorithm, "expected": manifest.listed[path]}
        report.tell("verify.file-missing", path=path, **facts)


def _compare_lists(files: Files, tags: TagFiles, report: Report) -> None:
    """3, and 2.2.1: every payload file in a manifest, from 1.0 on in each; every payload manifest in a tag manifest."""
    payload = tags.payload_manifests()
    for path in files.sizes:
        if not path.startswith("data/") or not payload:
            continue
        lacking = [one.path for one in payload if path not in one.listed]
        if len(lacking) == len(payload):
            report.tell("verify.file-untracked", path=path)
        elif lacking and tags.version >= (1, 0):
            report.tell("verify.file-unlisted", path=lacking[0], found=path)
    of_tags = [one for one in tags.manifests if one.is_of_tags]
    for one in of_tags if tags.version >= (1, 0) else []:
        for manifest in payload:
            if manifest.path not in one.listed:
                report.tell("verify.file-unlisted", path=one.path, found=manifest.path)
    listed = {path for one in of_tags for path in one.listed} | {one.path for one in of_tags}
    for path in files.sizes:
        if not path.startswith("data/") and path not in listed:
            report.warn("verify.tag-unlisted", path=path)


def _compare_oxum(files: Files, tags: TagFiles, report: Report, *, is_litter_gone: bool) -> None:
    """2.2.2: octets and number of the payload files."""
    sizes = [size for path, size in files.sizes.items() if path.startswith("data/")]
    found = f"{sum(sizes)}.{len(sizes)}"
    for label, value in tags.info:
        if label.lower() == "payload-oxum" and _OXUM.fullmatch(value) and value != found:
            told = report.warn if is_litter_gone else report.tell
            told("verify.oxum-differs", expected=value, found=found)


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _is_encoding(name: str) -> bool:
    try:
        " ".encode(name)  # refuses what is no encoding of text: zlib, rot13
        return codecs.lookup(name).name not in _NO_CHARACTER_SETS
    except (LookupError, UnicodeError):
        return False

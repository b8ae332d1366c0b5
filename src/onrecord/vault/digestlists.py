"""Owns lists of digests that others made: read in every form in use, and matched with the items that are here.

MD5 and SHA-1 serve for matching old lists and for nothing else (METHOD EV-07): two different files can be made to share
one. No item is ever known by them; they are computed when asked for, and only what a list claimed is kept.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import ItemId, Role, Visibility
from onrecord.store import Desk
from onrecord.vault.errors import NoDigests
from onrecord.vault.files import unreadable
from onrecord.vault.handouts import read_by_program
from onrecord.vault.model import Item
from onrecord.vault.naming import recorded_name
from onrecord.vault.proofs import Matched
from onrecord.vault.queries import disposed_items, items
from onrecord.vault.sealing import seal
from onrecord.vault.sidecars import recorded_sidecars

TOOL: Final = "onrecord match-digests@1"
WEAK: Final = frozenset({"md5", "sha1"})
_PIECE: Final = 1 << 20
_LENGTHS: Final = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_KNOWN: Final = frozenset(_LENGTHS.values())
_HEX: Final = r"[0-9A-Fa-f]{32}(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{32}|[0-9A-Fa-f]{96})?"
_BARE: Final = re.compile(rf"({_HEX})")
_COREUTILS: Final = re.compile(rf"\\?({_HEX})(?: [ *]|\t+)(.+)")  # sha256sum(1); a backslash says the name is escaped
_BSD: Final = re.compile(rf"([A-Z0-9-]+) \((.+)\) = ({_HEX})")  # sha256sum --tag
_ESCAPE: Final = re.compile(r"\\([\\nr])")
_HASHDEEP: Final = "%%%%"
_LONGEST: Final = 64 << 20  # bytes of a list

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One digest of a list: the line it stands in, the algorithm by its length, the name the list gives."""

    line: int
    algorithm: str
    digest: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A line of a list, and the items here that have this digest; none where nothing here has it."""

    listed: Listed
    items: tuple[Item, ...]

    def to_row(self) -> dict[str, Any]:
        """Return it as one row."""
        return {
            "line": self.listed.line,
            "name": self.listed.name,
            "algorithm": self.listed.algorithm,
            "digest": self.listed.digest,
            "weak": self.listed.algorithm in WEAK,
            "items": [one.id for one in self.items],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What a list came to: each digest in order, the lines that hold none, and the item the list was sealed as."""

    lines: tuple[Match, ...]
    unread: tuple[int, ...]
    sealed_as: ItemId | None = None


def match_digests(
    desk: Desk, path: Path, *, record: bool = False, on_progress: Progress = lambda _done, _total: None
) -> Matches:
    """Return which lines of the list are which items here, among those the actor may see.

    With `record` the list itself is sealed, and each match stands on the log as what that list claims.

    Raises:
        NotAllowed: the actor may only read, and old digests ask for reading every object or for recording.
        NoDigests: nothing in the list is a digest.
        Unreadable, NoSuchFile: the list cannot be read.
        DigestMismatch, ObjectMissing, ObjectUnreadable: an object is not what was sealed.
    """
    desk.require(Role.ANALYST)
    listed, unread = read_list(_content(path), shown=recorded_name(str(path)))
    gone = disposed_items(desk)
    known = [one for one in items(desk) if one.id not in gone]
    by_digest = _strong(known)
    weak = {one.algorithm for one in listed} & WEAK
    if weak:
        _add_weak(desk, known, weak, by_digest, on_progress)
    lines = tuple(Match(listed=one, items=tuple(by_digest.get((one.algorithm, one.digest), ()))) for one in listed)
    sealed_as = _recorded(desk, path, lines) if record else None
    return Matches(lines=lines, unread=unread, sealed_as=sealed_as)


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST)
    except (OSError, ValueError) as err:
        raise unreadable(recorded_name(str(path)), err) from err
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # PowerShell writes so
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="surrogateescape")


def read_list(text: str, *, shown: str) -> tuple[tuple[Listed, ...], tuple[int, ...]]:
    """Return the digests of a list in order, and the numbers of lines that hold none and should.

    Raises:
        NoDigests: there is not one.
    """
    lines = text.splitlines()
    found = _table(lines) if _is_table(lines) else [_line(number, line) for number, line in enumerate(lines, start=1)]
    listed = tuple(one for one in found if isinstance(one, Listed))
    if not listed:
        raise NoDigests(path=shown)
    return listed, tuple(one for one in found if isinstance(one, int))


def _line(number: int, line: str) -> Listed | int | None:
    """Return what a line of a plain list holds: a digest, nothing that matters, or (its number) what cannot be read."""
    line = line.rstrip()
    if not line or line.startswith(("#", ";")):
        return None
    if bsd := _BSD.fullmatch(line):
        return _listed(number, bsd[3], bsd[2])
    if coreutils := _COREUTILS.fullmatch(line):
        name = _unescaped(coreutils[2]) if line.startswith("\\") else coreutils[2]
        return _listed(number, coreutils[1], name)
    bare = _BARE.fullmatch(line.strip())
    return _listed(number, bare[1], None) if bare else number


def _unescaped(name: str) -> str:
    return _ESCAPE.sub(lambda found: {"\\": "\\", "n": "\n", "r": "\r"}[found[1]], name)


def _listed(number: int, digest: str, name: str | None) -> Listed:
    shown = None if name is None else recorded_name(name)
    return Listed(line=number, algorithm=_LENGTHS[len(digest)], digest=digest.lower(), name=shown)


def _is_table(lines: Sequence[str]) -> bool:
    if lines and lines[0].startswith(_HASHDEEP):
        return True
    return bool(_header(next((line for line in lines if line.strip()), "")))


def _header(line: str) -> tuple[str, dict[int, str], int | None] | None:
    """Return the delimiter of a table, which columns hold digests, and which the name; None where it has no header."""
    for delimiter in ",;\t|":
        names = [
            re.sub(r"[^a-z0-9]", "", name.casefold()) for name in next(csv.reader([line], delimiter=delimiter), [])
        ]
        digests = {place: name for place, name in enumerate(names) if name in _KNOWN or name in ("hash", "digest")}
        if digests and (len(names) > 1 or names[0] in _KNOWN):
            named = (
                place for place, name in enumerate(names) if name in ("filename", "file", "name", "path", "filepath")
            )
            return delimiter, digests, next(named, None)
    return None


def _table(lines: Sequence[str]) -> Iterator[Listed | int | None]:
    header = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith(("##", f"{_HASHDEEP} HASHDEEP")):
            continue
        if header is None or line.startswith(_HASHDEEP):
            header = _header(line.removeprefix(_HASHDEEP).strip())
            continue
        yield from _row(number, line, *header)


def _row(
    number: int, line: str, delimiter: str, digests: dict[int, str], name_at: int | None
) -> Iterator[Listed | int | None]:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    if name_at == max([*digests, name_at or 0]):
        cells = [*cells[:name_at], delimiter.join(cells[name_at:])]  # hashdeep quotes no delimiter in a name, its last
    name = cells[name_at].strip() if name_at is not None and name_at < len(cells) else None
    there = [cells[place].strip() for place in digests if place < len(cells)]
    good = [_listed(number, one, name) for one in there if _BARE.fullmatch(one)]
    if not good:
        yield number
    yield from good


def _strong(known: Iterable[Item]) -> dict[tuple[str, str], list[Item]]:
    found: dict[tuple[str, str], list[Item]] = {}
    for one in known:
        found.setdefault(("sha256", one.sha256), []).append(one)
        if one.sha512 is not None:
            found.setdefault(("sha512", one.sha512), []).append(one)
    return found


def _add_weak(
    desk: Desk,
    known: Sequence[Item],
    algorithms: Iterable[str],
    by_digest: dict[tuple[str, str], list[Item]],
    on_progress: Progress,
) -> None:
    """Read every object once and take the digests that the list asks for; reading a restricted one is recorded."""
    total, done = sum(one.size for one in known), 0
    of_object: dict[str, dict[str, str]] = {}
    drafts = [draft for one in known for draft in read_by_program(one, tool=TOOL, purpose="matching a list of digests")]
    if drafts:
        desk.append(drafts)
    for one in known:
        if one.sha256 not in of_object:
            of_object[one.sha256] = _digests_of(desk, one, algorithms)
        for algorithm, digest in of_object[one.sha256].items():
            by_digest.setdefault((algorithm, digest), []).append(one)
        done += one.size
        on_progress(done, total)


def _digests_of(desk: Desk, item: Item, algorithms: Iterable[str]) -> dict[str, str]:
    taken = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    with desk.blobs.open(item.sha256) as file:
        while piece := file.read(_PIECE):
            for one in taken.values():
                one.update(piece)
    return {name: one.hexdigest() for name, one in taken.items()}


def _recorded(desk: Desk, path: Path, lines: Sequence[Match]) -> ItemId:
    """Seal the list, as narrow as the narrowest item that it names, and record what it claims of each."""
    found = [one for match in lines for one in match.items]
    is_narrow = any(one.visibility is Visibility.RESTRICTED for one in found)
    report = seal(desk, [path], visibility=Visibility.RESTRICTED if is_narrow else Visibility.TEAM, unpack=False)
    if report.refused:
        raise report.refused[0]
    own = report.sealed[0].item
    sidecars = [
        Matched(sidecar=own, item=one.id, form="digests", matched_by=match.listed.algorithm, line=match.listed.line)
        for match in lines
        for one in match.items
    ]
    with desk.writing() as transaction:
        recorded_sidecars(transaction, sidecars)
    return own

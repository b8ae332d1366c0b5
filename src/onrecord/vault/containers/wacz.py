"""Owns WACZ (WACZ 1.1.1, webrecorder): a ZIP whose list of files says what each must be, and who signed the list.

What the list says is held against the files; what is signed is checked as far as that can be done offline. Whether a
capture is true nobody can tell from here, and nothing here says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from onrecord.vault.containers import zips
from onrecord.vault.containers.errors import MemberRefused, PackageInvalid, SignatureUntrusted
from onrecord.vault.containers.model import Budget, Part, Remark
from onrecord.vault.containers.signatures import problem_of_signature
from onrecord.vault.naming import recorded_name

_LIST: Final = "datapackage.json"
_LIST_DIGEST: Final = "datapackage-digest.json"
_PIECE: Final = 1 << 16
_ALGORITHMS: Final = ("sha256", "sha512", "md5", "sha1", "sha224", "sha384")


def parts(file: BinaryIO, budget: Budget) -> Iterator[Part]:
    """Yield the members of the package, and what its own list says against them.

    Raises:
        ContainerDamaged, ContainerTooMany, ContainerTooLarge, ContainerOverlaps: as for any ZIP.
    """
    found = zips.directory(file, budget)
    budget.fits(members=len(found.rows), size=sum(row.size for row in found.rows))
    yield from (Remark(path=None, fault=fault) for fault in _problems(file, found, budget))
    yield from zips.members(file, found, budget)


def _problems(file: BinaryIO, found: zips.Directory, budget: Budget) -> Iterator[PackageInvalid | SignatureUntrusted]:
    listed = _read(file, found, _LIST, budget)
    package = _parsed(listed)
    if listed is None or package is None:
        yield PackageInvalid(problem=f"it has no {_LIST} that can be read")
        return
    yield from _resource_problems(file, found, package, budget)
    said = _read(file, found, _LIST_DIGEST, budget)
    if said is None:
        return  # an older version has none
    digest = _parsed(said)
    if digest is None or digest.get("hash") != f"sha256:{hashlib.sha256(listed).hexdigest()}":
        yield PackageInvalid(problem=f"{_LIST_DIGEST} names another digest than {_LIST} has")
        return
    signed = digest.get("signedData")
    if isinstance(signed, dict) and (problem := problem_of_signature(signed, expected=str(digest["hash"]))):
        yield SignatureUntrusted(problem=problem)


def _resource_problems(
    file: BinaryIO, found: zips.Directory, package: Mapping[str, Any], budget: Budget
) -> Iterator[PackageInvalid]:
    resources = package.get("resources")
    if not isinstance(resources, list) or not resources:
        yield PackageInvalid(problem=f"{_LIST} lists no files")
        return
    names = set()
    for resource in resources:
        if not isinstance(resource, dict) or not isinstance(resource.get("path"), str):
            yield PackageInvalid(problem=f"{_LIST} cannot be read")
            return
        names.add(resource["path"])
        if problem := _problem_of(file, found, resource, budget):
            yield PackageInvalid(problem=f"{recorded_name(resource['path'])[:200]}: {problem}")
    there = {row.path for row in found.rows if not row.path.endswith("/")} - {_LIST, _LIST_DIGEST}
    if unlisted := sorted(there - names):
        yield PackageInvalid(problem=f"{_LIST} does not list {unlisted[0][:200]}, and {len(unlisted) - 1} more")


def _problem_of(file: BinaryIO, found: zips.Directory, resource: Mapping[str, Any], budget: Budget) -> str | None:
    """Return what is wrong with a file of the list; its digest stands in one of two places, by the list's version."""
    stats = resource.get("stats") if isinstance(resource.get("stats"), dict) else {}
    said = str(resource.get("hash") or f"{resource.get('hashing')}:{(stats or {}).get('hash')}")
    name, _, expected = said.partition(":")
    if name not in _ALGORITHMS:
        return "its digest is of a kind that is not known"
    if name in ("md5", "sha1"):
        return "its digest is too weak to prove anything"  # EV-07
    try:
        stream = zips.opened(file, found, resource["path"], budget)
        if stream is None:
            return "it is missing"
        digest, size = hashlib.new(name), 0
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    except MemberRefused as fault:
        return f"it cannot be read ({fault.code})"
    if digest.hexdigest() != expected.lower():
        return "its digest is another"
    length = resource.get("bytes", (stats or {}).get("bytes"))
    return "its size is another" if isinstance(length, int) and length != size else None


def _read(file: BinaryIO, found: zips.Directory, path: str, budget: Budget) -> bytes | None:
    """Return a small file of the package, or None where there is none that can be read."""
    pieces: list[bytes] = []
    try:
        stream = zips.opened(file, found, path, budget)
        while stream is not None and (piece := stream.read(_PIECE)):
            pieces.append(piece)
            if sum(map(len, pieces)) > 16 * budget.limits.header_bytes:
                return None
    except MemberRefused:
        return None
    return None if stream is None else b"".join(pieces)


def _parsed(content: bytes | None) -> dict[str, Any] | None:
    try:
        found = json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None

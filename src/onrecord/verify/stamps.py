"""Owns the check of the time stamps in an export: each over a head of this log, each by the authority that it names.

What can be read is read by the standard library; whether the signature holds, `openssl` says where the machine has it.
A stamp that nobody checked is called unchecked and confirms no time. Certificates that came with the export show that a
stamp is whole, not whose it is: for that the reader gives the authority's own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from onrecord.kernel import Label, Refused, instant_text, sha256_hex
from onrecord.verify.bags import Bag
from onrecord.verify.der import NotDer
from onrecord.verify.heads import SignedHead
from onrecord.verify.logs import HEADS, ExportedLog
from onrecord.verify.openssl import ask_openssl, certificates_in, pem, roots_of
from onrecord.verify.replies import GRANTED, Token, read_reply
from onrecord.verify.verdict import Report

FOLDER: Final = "data/log/stamps/"
_STAMP: Final = re.compile(re.escape(FOLDER) + r"([a-z0-9][a-z0-9-]{0,39})-(0|[1-9][0-9]{0,17})\.tsr")
_CHAIN: Final = re.compile(re.escape(FOLDER) + r"([a-z0-9][a-z0-9-]{0,39})\.pem")
_STAMPED: Final = "checkpoint-stamped@1"
_AT_ONCE: Final = 4


class AuthorityUnreadable(Refused):
    """The file that was given as an authority's certificate is none."""

    code = "verify.authority-unreadable"
    says = Label(
        en="{path} holds no root certificate of an authority: {problem}. Take it from the authority's own site.",
        ru="В {path} нет корневого сертификата службы времени: {problem}. Возьмите его на сайте самой службы.",
        kk="{path} ішінде уақыт қызметінің түбірлік сертификаты жоқ: {problem}. Оны қызметтің өз сайтынан алыңыз.",
    )


class Standing(StrEnum):
    """What a stamp or a cosignature was found true against."""

    GIVEN = "given"  # a certificate or key that the reader gave
    OWN = "own"  # one that came with the export
    UNCHECKED = "unchecked"  # nothing: there was no program to check it


@dataclass(frozen=True, slots=True, kw_only=True)
class StampFound:
    """A stamp in an export that was not found false."""

    authority: str
    size: int
    standing: Standing
    gen_time: dt.datetime | None  # none for one that nobody checked
    roots: tuple[str, ...]  # SHA-256 of the root certificates that it was checked against

    def to_record(self) -> dict[str, Any]:
        """Return the stamp as JSON shows it."""
        return {
            "authority": self.authority,
            "size": self.size,
            "checked": self.standing.value,
            "gen_time": instant_text(self.gen_time) if self.gen_time else None,
            "roots": list(self.roots),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAuthority:
    """An authority's certificates as the reader got them elsewhere."""

    path: str
    certificates: tuple[bytes, ...]

    @classmethod
    def read(cls, path: Path) -> GivenAuthority:
        """Return the certificates of a file.

        Raises:
            AuthorityUnreadable: there is no root among them.
        """
        try:
            certificates = certificates_in(path.read_bytes())
            roots = roots_of(certificates)
        except (OSError, ValueError) as err:
            raise AuthorityUnreadable(path=str(path), problem=str(err)) from err
        if not roots:
            raise AuthorityUnreadable(path=str(path), problem="none names itself as its issuer")
        return cls(path=str(path), certificates=certificates)


def check_stamps(
    bag: Bag,
    log: ExportedLog,
    heads: Mapping[int, SignedHead],
    authorities: Sequence[GivenAuthority],
    report: Report,
) -> tuple[tuple[StampFound, ...], set[str]]:
    """Check every stamp; return those that are not false, and the files accounted for.

    All of them are over SHA-256: where the reader trusts that no more they are there, and confirm nothing.
    """
    if bag.trusted != "sha256":
        return _distrusted(bag)
    chains = dict(_chains(bag, report))
    places = [_Place(path=one[0], authority=one[1], size=int(one[2])) for one in map(_STAMP.fullmatch, bag) if one]
    judged = _judged(bag, places, heads, chains, authorities)
    found: list[StampFound] = []
    believed: set[str] = set()
    for place, one in zip(places, judged, strict=True):
        believed |= one.by
        if one.stamp is None:
            report.tell("verify.stamp-false", path=place.path, found=one.problem)
        else:
            found.append(one.stamp)
            report.checked[f"stamps_{one.stamp.standing.value}"] += 1
    _tell_missing(bag, log, report)
    is_unchecked = any(stamp.standing is Standing.UNCHECKED for stamp in found)
    for given in authorities:
        if given.path not in believed and not is_unchecked:
            report.tell("verify.authority-missing", expected=given.path)
    files = {place.path for place in places} | {path for path in bag if _CHAIN.fullmatch(path)}
    return tuple(found), files


def _distrusted(bag: Bag) -> tuple[tuple[StampFound, ...], set[str]]:
    found, files = [], set()
    for path in bag:
        if match := _STAMP.fullmatch(path):
            found.append(
                _found(_Place(path=path, authority=match[1], size=int(match[2])), Standing.UNCHECKED, None, ())
            )
        if match or _CHAIN.fullmatch(path) or HEADS.fullmatch(path):
            files.add(path)
    return tuple(found), files


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    path: str
    authority: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What one stamp was found to be: a stamp, and by which of the given authorities; or what is wrong with it."""

    stamp: StampFound | None = None
    by: frozenset[str] = frozenset()
    problem: str = ""


def _judged(
    bag: Bag,
    places: Sequence[_Place],
    heads: Mapping[int, SignedHead],
    chains: Mapping[str, Sequence[bytes]],
    authorities: Sequence[GivenAuthority],
) -> list[_Judged]:
    """Judge every stamp, several at once: each waits for another program, and years of stamps are many."""

    def judge(place: _Place) -> _Judged:
        head = heads.get(place.size)
        if head is None:
            return _Judged(problem=f"no signed head of {place.size} entries")
        content = bag.read(place.path) or b""
        try:
            token = _token(content, head)
        except NotDer as err:
            return _Judged(problem=str(err))
        return _asked(content, token, place, head, chains.get(place.authority, ()), authorities)

    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        return list(pool.map(judge, places))


def _token(content: bytes, head: SignedHead) -> Token:
    """Return the token of a stamp over this head.

    Raises:
        NotDer: it is none.
    """
    reply = read_reply(content)
    if reply.status not in GRANTED or reply.token is None:
        raise NotDer(problem=f"status {reply.status}, no stamp")
    expected = sha256_hex(head.note)
    if (reply.token.algorithm, reply.token.imprint.hex()) != ("sha256", expected):
        raise NotDer(problem=f"it stamps {reply.token.algorithm} {reply.token.imprint.hex()}, the head is {expected}")
    if len(reply.token.signers) != 1:
        raise NotDer(problem=f"{len(reply.token.signers)} signers")
    return reply.token


def _asked(
    content: bytes,
    token: Token,
    place: _Place,
    head: SignedHead,
    chain: Sequence[bytes],
    authorities: Sequence[GivenAuthority],
) -> _Judged:
    """Ask `openssl` with what the reader gave, and else with what came along."""
    imprint = sha256_hex(head.note)
    believed: set[str] = set()
    roots: list[bytes] = []
    for one in authorities:
        own_roots = roots_of(one.certificates)
        opinion = ask_openssl(
            content, imprint, chain=pem([*one.certificates, *chain]), roots=pem(own_roots), at=token.gen_time
        )
        if opinion.holds:
            believed.add(one.path)
            roots += own_roots
    if believed:
        return _Judged(stamp=_found(place, Standing.GIVEN, token.gen_time, roots), by=frozenset(believed))
    own = roots_of(chain)
    opinion = ask_openssl(content, imprint, chain=pem(chain), roots=pem(own), at=token.gen_time)
    if opinion.holds is False:
        return _Judged(problem=opinion.words)
    if opinion.holds is None:
        return _Judged(stamp=_found(place, Standing.UNCHECKED, None, ()))
    return _Judged(stamp=_found(place, Standing.OWN, token.gen_time, own))


def _found(place: _Place, standing: Standing, at: dt.datetime | None, roots: Sequence[bytes]) -> StampFound:
    return StampFound(authority=place.authority, size=place.size, standing=standing, gen_time=at, roots=_prints(roots))


def _chains(bag: Bag, report: Report) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    for path in bag:
        match = _CHAIN.fullmatch(path)
        if match is not None:
            try:
                yield match[1], certificates_in(bag.read(path) or b"")
            except ValueError as err:
                report.tell("verify.stamp-false", path=path, found=str(err))


def _tell_missing(bag: Bag, log: ExportedLog, report: Report) -> None:
    """Tell every stamp that a disclosed entry speaks of and that is not in the bag, byte for byte."""
    last = log.chain.head.size if log.chain.head else -1
    expected: dict[str, list[tuple[int, str]]] = {}
    for entry in log.of_kind(_STAMPED):
        size = entry.payload.get("size")
        if type(size) is int and 0 <= size <= last:
            path = f"{FOLDER}{entry.text('authority')}-{size}.tsr"
            expected.setdefault(path, []).append((entry.seq, entry.text("reply")))
    for path, told in expected.items():
        digests = {digest for _, digest in told}
        if (found := bag.digest(path, "sha256")) not in digests:
            seq, digest = told[0]
            report.tell("verify.stamp-missing", path=path, seq=seq, expected=digest, found=found)


def _prints(certificates: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hashlib.sha256(one).hexdigest() for one in certificates))

"""Owns the wiring of time and witnesses: who was named, and the connection over which they are asked.

It carries questions and answers and decides nothing about them: `vault` does.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from onrecord.app.errors import NameTaken, NoneNamed, NoSuchName, UnusableAddress, UnusableName
from onrecord.app.outside import Authority, Calendar, Witness, read_outside, write_outside
from onrecord.kernel import COSIGNATURE, Role, VerifierKey, file_problem

if TYPE_CHECKING:
    from onrecord import vault
    from onrecord.adapters import Answer
    from onrecord.store import Desk

_Named = TypeVar("_Named", Authority, Witness, Calendar)
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_POLICY: Final = re.compile(r"[0-2](?:\.(?:0|[1-9][0-9]{0,17})){1,20}")


def stamp(
    desk: Desk,
    *,
    only: Sequence[str] = (),
    size: int | None = None,
    again: bool = False,
    due_only: bool = False,
) -> tuple[vault.StampOutcome, ...]:
    """Have the head stamped by the authorities that were named, or by `only` these.

    Raises:
        NoneNamed: no authority was.
        NoSuchName: none of this name was.
        ChainRefused: the file with an authority's certificates cannot be used.
    """
    from onrecord import vault

    named = _chosen(read_outside(desk.info.folder).authorities, only, "authority")
    found = [_authority(desk.info.folder, one) for one in named]
    return vault.stamp(desk, found, ask=ask, size=size, again=again, due_only=due_only)


def cosign(
    desk: Desk, *, only: Sequence[str] = (), size: int | None = None, again: bool = False
) -> tuple[vault.CosignOutcome, ...]:
    """Have the head cosigned by the witnesses that were named, or by `only` these.

    Raises:
        NoneNamed: no witness was.
        NoSuchName: none of this name was.
    """
    from onrecord import vault

    named = _chosen(read_outside(desk.info.folder).witnesses, only, "witness")
    found = [vault.OutsideWitness(name=one.name, url=one.url, key=_witness_key(one.key)) for one in named]
    return vault.cosign(desk, found, ask=ask, size=size, again=again)


def anchor(desk: Desk) -> vault.AnchorOutcome:
    """Have the head anchored by the OpenTimestamps calendars that were named, and older proofs completed.

    Raises:
        NoneNamed: no calendar was.
        AnchorLibraryMissing: the extra is not installed.
    """
    from onrecord import vault

    named = _chosen(read_outside(desk.info.folder).calendars, (), "calendar")
    return vault.anchor(desk, {one.name: one.url for one in named}, ask=ask)


def outside_state(desk: Desk) -> vault.OutsideState:
    """Return what is proven about the log from outside, and how everybody who was named stands."""
    from onrecord import vault

    outside = read_outside(desk.info.folder)
    return vault.outside_state(
        desk,
        authorities=[one.name for one in outside.authorities],
        witnesses=[one.name for one in outside.witnesses],
    )


def ask_everybody(desk: Desk, size: int) -> None:
    """Have the signed head of this size stamped and cosigned by everybody who was named; what fails is on record.

    An export does this for its own head (EV-06). Nobody is asked where nobody was named.
    """
    outside = read_outside(desk.info.folder)
    if outside.authorities:
        stamp(desk, size=size)
    if outside.witnesses:
        cosign(desk, size=size)


def add_authority(desk: Desk, name: str, url: str, chain: Path, *, policy: str = "") -> tuple[dict[str, str], ...]:
    """Name an authority, keep its certificates, and return what they say, for the keeper to compare.

    Raises:
        RoleTooNarrow: only a keeper may.
        UnusableName, UnusableAddress, NameTaken: as they say.
        ChainRefused: the file leads to no root.
    """
    from onrecord import vault

    desk.require(Role.KEEPER)
    outside = read_outside(desk.info.folder)
    _check(name, url, [one.name for one in outside.authorities])
    if policy and not _POLICY.fullmatch(policy):
        raise UnusableName(name=policy, allowed="1.2.3.4")
    found = vault.Chain.parse(_content(chain), place=str(chain))
    place = f"authorities/{name}.pem"
    _keep(desk.info.folder / place, found.pem())
    fresh = Authority(name=name, url=url, chain=place, policy=policy)
    write_outside(desk.info.folder, replace(outside, authorities=(*outside.authorities, fresh)))
    return vault.describe(found.certificates)


def remove_authority(desk: Desk, name: str) -> None:
    """Ask this authority no more. The stamps it has given stay, with the certificates they were checked with.

    Raises:
        RoleTooNarrow: only a keeper may.
        NoSuchName: none of this name was named.
    """
    desk.require(Role.KEEPER)
    outside = read_outside(desk.info.folder)
    _chosen(outside.authorities, [name], "authority")
    kept = tuple(one for one in outside.authorities if one.name != name)
    write_outside(desk.info.folder, replace(outside, authorities=kept))


def add_witness(desk: Desk, name: str, url: str, key: str) -> None:
    """Name a witness with the key that its operator published.

    Raises:
        RoleTooNarrow: only a keeper may.
        UnusableName, UnusableAddress, NameTaken: as they say.
        NoteRefused: it is no key of a witness.
    """
    desk.require(Role.KEEPER)
    outside = read_outside(desk.info.folder)
    _check(name, url, [one.name for one in outside.witnesses])
    parsed = _witness_key(key)
    fresh = Witness(name=name, url=url, key=parsed.text())
    write_outside(desk.info.folder, replace(outside, witnesses=(*outside.witnesses, fresh)))


def remove_witness(desk: Desk, name: str) -> None:
    """Ask this witness no more. What it has cosigned stays.

    Raises:
        RoleTooNarrow: only a keeper may.
        NoSuchName: none of this name was named.
    """
    desk.require(Role.KEEPER)
    outside = read_outside(desk.info.folder)
    _chosen(outside.witnesses, [name], "witness")
    kept = tuple(one for one in outside.witnesses if one.name != name)
    write_outside(desk.info.folder, replace(outside, witnesses=kept))


def add_calendar(desk: Desk, name: str, url: str) -> None:
    """Name an OpenTimestamps calendar.

    Raises:
        RoleTooNarrow: only a keeper may.
        UnusableName, UnusableAddress, NameTaken: as they say.
    """
    desk.require(Role.KEEPER)
    outside = read_outside(desk.info.folder)
    _check(name, url, [one.name for one in outside.calendars])
    fresh = Calendar(name=name, url=url)
    write_outside(desk.info.folder, replace(outside, calendars=(*outside.calendars, fresh)))


def remove_calendar(desk: Desk, name: str) -> None:
    """Ask this calendar no more.

    Raises:
        RoleTooNarrow: only a keeper may.
        NoSuchName: none of this name was named.
    """
    desk.require(Role.KEEPER)
    outside = read_outside(desk.info.folder)
    _chosen(outside.calendars, [name], "calendar")
    kept = tuple(one for one in outside.calendars if one.name != name)
    write_outside(desk.info.folder, replace(outside, calendars=kept))


def ask(url: str, body: bytes | None, headers: Mapping[str, str], /) -> Answer:
    """Ask a service that a keeper has named.

    Raises:
        Unreachable: it does not answer, or its address is none.
    """
    from onrecord import adapters

    try:
        return adapters.ask(url, body, headers=headers)
    except ValueError as err:
        raise adapters.Unreachable(place=url, problem=str(err)) from err


def chain_of(archive: Path, authority: Authority) -> vault.Chain:
    """Return the certificates that were named for an authority.

    Raises:
        ChainRefused: the file is not there, or leads to no root.
    """
    from onrecord import vault

    place = archive / authority.chain
    return vault.Chain.parse(_content(place), place=str(place))


def _authority(archive: Path, one: Authority) -> vault.TimeAuthority:
    from onrecord import vault

    _check_name(one.name)  # the file may have been written by hand, and names become names of files
    return vault.TimeAuthority(name=one.name, url=one.url, chain=chain_of(archive, one), policy=one.policy or None)


def _content(path: Path) -> bytes:
    from onrecord import vault

    try:
        return path.read_bytes()
    except OSError as err:
        raise vault.ChainRefused(place=str(path), problem=file_problem(err)) from err


def _keep(path: Path, content: bytes) -> None:
    """Put the certificates beside the archive, whole or not at all."""
    from onrecord import store

    disk = store.Disk()
    fresh = path.with_name(f".{path.name}.new")
    with store.told_apart(path):
        disk.mkdir(path.parent)
        disk.unlink(fresh)
        with disk.create(fresh) as file:
            disk.write(file, content)
            disk.fsync(file)
        disk.rename(fresh, path)
        disk.fsync_dir(path.parent)


def _witness_key(text: str) -> VerifierKey:
    return VerifierKey.parse(text, algorithm=COSIGNATURE)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise UnusableName(name=name, allowed="a-z 0-9 -")


def _check(name: str, url: str, taken: Sequence[str]) -> None:
    _check_name(name)
    if name in taken:
        raise NameTaken(name=name)
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise UnusableAddress(url=url)


def _chosen(named: Sequence[_Named], only: Sequence[str], what: str) -> list[_Named]:
    """Return those that are wanted, all of them by default."""
    if not named:
        raise NoneNamed(what=what)
    known = {one.name: one for one in named}
    for name in only:
        if name not in known:
            raise NoSuchName(name=name, known=", ".join(known))
    return [one for one in named if not only or one.name in only]

"""Owns what an archive knows of the outside: who stamps, who cosigns, who anchors, which places hold copies.

It lies in the archive's folder as `outside.toml`, so that it moves with it. No secret is ever in it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from onrecord.app.errors import OutsideUnreadable
from onrecord.kernel import file_problem

FILE: Final = "outside.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A time-stamping authority (RFC 3161): its name among us, its address, the file with its certificate chain."""

    name: str
    url: str
    chain: str  # below the archive's folder
    policy: str = ""  # the policy to ask for, where a keeper wants one in particular


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A witness (c2sp.org/tlog-witness): its name among us, its address, its verifier key."""

    name: str
    url: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A calendar of OpenTimestamps: its name among us, its address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A place that holds a second copy: its name among us, a folder or an address `s3://bucket/prefix`."""

    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """All of it."""

    authorities: tuple[Authority, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    copies: tuple[Copy, ...] = ()
    calendars: tuple[Calendar, ...] = ()


def read_outside(archive: Path) -> Outside:
    """Return what the archive in this folder knows of the outside; nothing where it was told nothing.

    Raises:
        OutsideUnreadable: the file is there and cannot be followed.
    """
    path = archive / FILE
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        return Outside(
            authorities=tuple(Authority(**_texts(one)) for one in given.get("authority", ())),
            witnesses=tuple(Witness(**_texts(one)) for one in given.get("witness", ())),
            copies=tuple(Copy(**_texts(one)) for one in given.get("copy", ())),
            calendars=tuple(Calendar(**_texts(one)) for one in given.get("calendar", ())),
        )
    except FileNotFoundError:
        return Outside()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, AttributeError) as err:
        problem = file_problem(err) if isinstance(err, OSError) else str(err)
        raise OutsideUnreadable(place=str(path), problem=problem) from err


def write_outside(archive: Path, outside: Outside) -> None:
    """Put `outside` in the place of what was there; whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    groups = (
        ("authority", outside.authorities),
        ("witness", outside.witnesses),
        ("copy", outside.copies),
        ("calendar", outside.calendars),
    )
    tables = [_table(name, one) for name, members in groups for one in members]
    fresh = archive / f".{FILE}.new"
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(tables))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(archive / FILE)


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in given.items()}


def _table(name: str, one: Any) -> str:
    from onrecord.store import toml_text

    given = [(field.name, getattr(one, field.name)) for field in fields(one)]
    lines = [f"{field} = {toml_text(value)}" for field, value in given if value]
    return "\n".join((f"[[{name}]]", *lines, ""))

"""Owns the paths that members bear: decoded, and refused where they lead out of the container or deceive.

No path from a container is ever used as one: it is words for the record. That it leads nowhere is checked all the same,
since others will unpack the container by hand.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from onrecord.vault.containers.errors import MemberOddName, MemberOutside, MemberTwice
from onrecord.vault.containers.model import LIMITS
from onrecord.vault.naming import recorded_name

_DRIVE: Final = re.compile(r"[A-Za-z]:")
# UAX 9: marks that change the direction of what stands beside them; letters of right-to-left scripts are no such marks.
_DIRECTION: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_CYRILLIC_866: Final = re.compile(rb"[\x80-\xaf\xe0-\xf1\xfc]{2,}")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")


def checked_path(path: str) -> tuple[str, str]:
    """Return the path inside the container as it is recorded, and the name of the member.

    Raises:
        MemberOddName: it holds controls, marks of direction, or nothing, or is endless.
        MemberOutside: it is absolute, has a drive letter, or goes up.
    """
    shown = recorded_name(path)
    if not path or deceives(path):
        raise MemberOddName(path=shown[: LIMITS.name_letters])
    parts = path.replace("\\", "/").split("/")
    if not parts[0] or _DRIVE.match(path) or ".." in parts:
        raise MemberOutside(path=shown)
    names = [part for part in parts if part not in ("", ".")]
    if not names:
        raise MemberOddName(path=shown)
    return recorded_name("/".join(names)), recorded_name(names[-1])


def deceives(text: str) -> bool:
    """Say whether a name shows something else to an eye or a program than it is, or has no end."""
    controls = (one in _DIRECTION or unicodedata.category(one) in {"Cc", "Zl", "Zp"} for one in text)
    return len(text) > LIMITS.name_letters or any(controls)


class Seen:
    """The paths that a container has shown so far."""

    def __init__(self) -> None:
        self._paths: set[str] = set()

    def first(self, path: str) -> None:
        """Return if this path was not there before.

        Raises:
            MemberTwice: it was.
        """
        if path in self._paths:
            raise MemberTwice(path=path)
        self._paths.add(path)


def decoded_name(raw: bytes) -> str:
    """Return a name of bytes without a declared encoding: UTF-8, else the DOS pages that ZIP programs write.

    Russian and Kazakh Windows writes page 866, western ones 437 (APPNOTE, appendix D); where all letters beyond ASCII
    come in runs that are Cyrillic in the first, it is that.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError:
        runs = _HIGH.findall(raw)
        return raw.decode("cp866" if all(_CYRILLIC_866.fullmatch(run) for run in runs) else "cp437")

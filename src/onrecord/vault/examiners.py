"""Owns the list of examiners: which tool, in which version, looks at which forms of file, and what it may answer.

An answer comes from a process that had hostile bytes in its hands, so it is held against what it may be, number by
number, before it becomes an entry (RELIABILITY D8). Nothing heavy is loaded here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import Any, Final

from onrecord.kernel import LARGEST_INTEGER, is_sha256_hex
from onrecord.vault import credentials, films, forms

_DEEPEST: Final = 12
_MOST_VALUES: Final = 50_000
_TURNS: Final = 8
_WHATS: Final = frozenset({"picture", "thumbnail", "cover", "frame"})


class BadAnswer(ValueError):
    """The answer is not what this examiner may say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """A tool that looks at bytes: its name in the log, the forms it takes, the confined task that does the work."""

    name: str
    tool: str
    find: Callable[[], str | None]
    forms: frozenset[str]
    task: str
    absent: str
    check: Callable[[Mapping[str, Any]], None]

    @property
    def version(self) -> str | None:
        """The version that is installed here; none where it is not installed."""
        return self.find()

    def checked(self, answer: Any) -> dict[str, Any]:
        """Return the answer, held against what a record may hold and what this examiner may say.

        Raises:
            BadAnswer: it is something else.
        """
        if not isinstance(answer, dict):
            msg = "no object"
            raise BadAnswer(msg)
        _count_values(answer)
        try:
            self.check(answer)
        except (KeyError, TypeError, AttributeError) as err:
            raise BadAnswer(str(err)) from err
        return answer


def examiners() -> tuple[Examiner, ...]:
    """Return every examiner there is, installed or not, in the order in which they look."""
    return (
        Examiner(
            name="metadata",
            tool=forms.METADATA_METHOD,
            find=lambda: _versions("exifread", "pi-heif", "pypdfium2"),
            forms=forms.WITH_METADATA,
            task="metadata",
            absent="",
            check=_check_metadata,
        ),
        Examiner(
            name="fingerprint",
            tool=forms.FINGERPRINT_METHOD,
            find=lambda: _versions("pillow", "pi-heif"),
            forms=forms.WITH_FINGERPRINT,
            task="fingerprint",
            absent="",
            check=_check_pictures,
        ),
        Examiner(
            name="credentials",
            tool="c2pa-python",
            find=credentials.version,
            forms=frozenset(forms.WITH_CREDENTIALS),
            task="credentials",
            absent="extra c2pa missing",
            check=_check_credentials,
        ),
        Examiner(
            name="key_frames",
            tool="ffmpeg",
            find=lambda: films.version(shutil.which(films.PROGRAM)),
            forms=frozenset(forms.FILMS),
            task="key_frames",
            absent="no video decoder",
            check=_check_pictures,
        ),
    )


def _versions(*names: str) -> str:
    """Return what an examiner's answer depends on. These are dependencies: they are there."""
    return ", ".join(f"{name} {_version(name)}" for name in names)


def _version(name: str) -> str:
    try:
        return installed(name)
    except PackageNotFoundError:
        return "unknown"  # installed without its card, as some distributions do


def _count_values(answer: Any) -> None:
    """Hold an answer against what a record may hold: plain values, whole numbers that every reader agrees on."""
    waiting, count = [(answer, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        count += 1
        if depth > _DEEPEST or count > _MOST_VALUES:
            msg = "too deep or too much"
            raise BadAnswer(msg)
        if isinstance(value, dict):
            waiting += [(one, depth + 1) for pair in value.items() for one in pair]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
        elif not _is_plain(value):
            msg = f"a value that no record holds: {type(value).__name__}"
            raise BadAnswer(msg)


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return not any(0xD800 <= ord(one) <= 0xDFFF for one in value)
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) <= LARGEST_INTEGER)


def _check_metadata(answer: Mapping[str, Any]) -> None:
    _hold(answer["form"] in forms.WITH_METADATA, "form")
    for block in answer["blocks"]:
        _hold(_is_whole(block["offset"]) and _is_whole(block["length"]), "the place of a block")
        _hold("sha256" not in block or is_sha256_hex(block["sha256"]), "the digest of a block")


def _check_pictures(answer: Mapping[str, Any]) -> None:
    for one in answer["pictures"]:
        _hold(one["what"] in _WHATS, "what a picture is")
        if "problem" in one:
            continue
        _hold(0 < one["width"] <= 1 << 20 and 0 < one["height"] <= 1 << 20, "the size of a picture")
        _hold(_is_whole(one["quality"]) and one["quality"] <= 100, "the quality of a picture")
        hashes = one["hashes"]
        _hold(
            len(hashes) == _TURNS and all(is_sha256_hex(value) for value in hashes.values()), "a hash"
        )  # 256 bits too


def _check_credentials(answer: Mapping[str, Any]) -> None:
    _hold(answer["state"] in ("none", "found", "remote", "unreadable"), "the state")
    for one in answer.get("codes", ()):
        _hold(one["outcome"] in ("success", "informational", "failure"), "an outcome")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _hold(condition: bool, what: str) -> None:
    if not condition:
        raise BadAnswer(what)

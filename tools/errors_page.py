"""Writes docs/errors.md from the classes of faults. `python -m tools.errors_page` writes; a test compares."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import onrecord
from onrecord.kernel import Fault, Label

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "errors.md"

_HEAD: Final = """\
# Errors

Every error says what is wrong, what to do about it, and has a code that programs may rely on. Exit statuses follow
from **who has to act**; with `--json` the same comes as `{"error": {"code", "message", "facts"}}`. Messages exist in
English, Russian and Kazakh (`--language`); this page shows the English ones. `{words in braces}` are filled in.

Why errors are sorted this way: [ADR 7](adr/0007-faults-by-who-has-to-act.md). This page is written by
`python -m tools.errors_page`.

| exit status | family | who acts |
|---|---|---|
| 0 | | nobody: it is done |
| 2 | `Refused`, `Invalid` | the person at the desk: the input cannot be taken as it is |
| 3 | `NotAllowed` | the person asks a keeper |
| 4 | `NotFound` | nobody; also the answer for what one may not see |
| 5 | `Conflict` | the person looks again |
| 10 | `Broken` | the keeper, now; nothing goes on |
| 20 | `Unavailable` | the person waits, or installs what is named |
| 30 | `Misconfigured` | the operator |
| 70 | | us: a fault of the program; the lines above it belong into a report |
| 130 | | nobody: the person interrupted |

A wrong option or argument is answered with exit status 2 and the usage of the command.
"""
_IN_REPORTS: Final = """\
## Told in reports

What `onrecord state` refuses row by row, what `onrecord check` finds in a statement, and what `onrecord verify` finds
in an export comes as a list, all at once. Each has a code as well:
"""
_CODE: Final = re.compile(r"[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*|OR\d{3}")


def modules() -> Iterator[str]:
    """Yield the name of every module of the package, importing each."""
    yield onrecord.__name__
    for found in pkgutil.walk_packages(onrecord.__path__, f"{onrecord.__name__}."):
        if not found.name.endswith(".__main__"):  # importing one would run it
            importlib.import_module(found.name)
            yield found.name


def leaves() -> list[type[Fault]]:
    """Return every fault that has a code, sorted by it."""
    for _ in modules():
        pass
    return sorted((one for one in _descendants(Fault) if "code" in vars(one) and one.code), key=lambda one: one.code)


@cache
def reasons() -> dict[str, Label]:
    """Return what is told inside reports, by code: every module-level mapping from codes to labels."""
    found: dict[str, Label] = {}
    for name in modules():
        for mapping in vars(sys.modules[name]).values():
            if isinstance(mapping, Mapping) and mapping and all(_is_reason(*pair) for pair in mapping.items()):
                found |= mapping
    return dict(sorted(found.items()))


def page() -> str:
    """Return the page as it should be."""
    parts = [_HEAD]
    room = ""
    for leaf in leaves():
        if leaf.code.partition(".")[0] != room:
            room = leaf.code.partition(".")[0]
            parts.append(f"## {room}\n")
        parts.append(_described(leaf))
    parts.append(_IN_REPORTS)
    parts += [f"* `{code}`: {says.en}" for code, says in reasons().items()]
    return "\n".join(parts) + "\n"


def _is_reason(code: object, says: object) -> bool:
    return isinstance(code, str) and bool(_CODE.fullmatch(code)) and isinstance(says, Label)


def _described(leaf: type[Fault]) -> str:
    what = inspect.cleandoc(leaf.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    return f"### `{leaf.code}`\n\nExit status {leaf.exit_status}. {what}\n\n> {leaf.says.en}\n"


def _descendants(family: type[Fault]) -> Iterator[type[Fault]]:
    seen: set[type[Fault]] = set()
    waiting = list(family.__subclasses__())
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += one.__subclasses__()
            if one.__module__.startswith(f"{onrecord.__name__}."):
                yield one


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

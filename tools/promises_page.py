"""Writes docs/promises.md: each promise beside the tests that hold it. A test compares it with the program."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "promises.md"
_LIST: Final = ROOT / "tools" / "promises.toml"
_CODES: Final = r"[A-P]\d{1,2}(?:(?:-|, | and )[A-P]\d{1,2})*"
# A docstring cites promises at its head, `K2: ...`, or anywhere after the word.
_CITED: Final = re.compile(rf"\A({_CODES}):|RELIABILITY ({_CODES})")

_HEAD: Final = """\
# Promises, and the tests that hold them

What Onrecord promises about evidence, and where each promise is tried. A stranger who doubts one can run its tests:
`.venv/bin/python -m pytest tests/FILE -k NAME`. A test marked *soak* is one of the long runs of `make soak`.
What is not on this page is not promised; what no program can promise is in the [threat model](threat-model.md).

This page is written by `python -m tools.promises_page`.
"""


def promises() -> dict[str, str]:
    """Return the sentence of each promise by its code."""
    groups: Mapping[str, Mapping[str, str]] = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    return {code: says for group in groups.values() for code, says in group.items() if code != "title"}


def citations() -> dict[str, list[str]]:
    """Return the tests that cite each code, as `file::name`, in the order of files."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, docstring in _docstrings(ast.parse(file.read_text(encoding="utf-8"))):
            for code in _codes(docstring):
                place = f"{file.relative_to(ROOT / 'tests').as_posix()}{name}"
                if place not in found.setdefault(code, []):
                    found[code].append(place)
    return found


def page() -> str:
    """Return the whole page."""
    groups: Mapping[str, Mapping[str, str]] = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    cited = citations()
    parts = [_HEAD]
    for letter, group in groups.items():
        parts.append(f"\n## {letter}. {group['title']}\n\n| code | promise | held by |\n|---|---|---|\n")
        parts += [_row(code, says, cited.get(code, [])) for code, says in group.items() if code != "title"]
    return "".join(parts)


def _row(code: str, says: str, places: list[str]) -> str:
    held = "<br>".join(f"`{place}`" for place in places) or "**no test yet**"
    return f"| {code} | {says} | {held} |\n"


def _docstrings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (`::name`, docstring) of the module and of each of its tests; a long run says so."""
    yield "", ast.get_docstring(tree) or ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            is_long = any("soak" in ast.unparse(one) for one in node.decorator_list)
            yield f"::{node.name}{' (soak)' if is_long else ''}", ast.get_docstring(node) or ""


def _codes(docstring: str) -> Iterator[str]:
    for match in _CITED.finditer(docstring):
        cited: Any = match[1] or match[2]
        for part in re.split(r", | and ", cited):
            first, _, last = part.partition("-")
            numbers = range(int(first[1:]), int((last or first)[1:]) + 1)
            yield from (f"{first[0]}{number}" for number in numbers)


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

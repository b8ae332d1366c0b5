"""Every module says what it owns and what it never does."""

import ast
from pathlib import Path

from tests.house.source import ROOT, files, shown, tree

_EVERYWHERE = [*files(), *sorted((ROOT / "tools").glob("*.py")), *sorted((ROOT / "tests").rglob("test_*.py"))]


def test_every_module_begins_with_a_sentence() -> None:
    """A reader who opens a file learns from its first line what it is for."""
    assert [problem for file in _EVERYWHERE if (problem := _wrong(file)) is not None] == []


def _wrong(file: Path) -> str | None:
    """Return what is wrong with the first words of a module."""
    said = ast.get_docstring(tree(file))
    if not said:
        return f"{shown(file)} has no docstring: say what it owns and what it never does"
    if said[0].isalpha() and not said[0].isupper():
        return f"{shown(file)}: begin with a capital letter"
    is_whole = said.split("\n\n")[0].rstrip().endswith((".", ":", "`", ")", "»", "”"))
    return None if is_whole else f"{shown(file)}: a full sentence"


def test_every_test_says_in_one_line_what_must_hold() -> None:
    """The name is a sentence and the docstring says the behaviour, not the steps."""
    silent = [
        f"{shown(file)}: {one.name}"
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for one in ast.walk(tree(file))
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_") and not ast.get_docstring(one)
    ]
    assert silent == []

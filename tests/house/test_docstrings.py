"""Every module says what it owns and what it never does."""

import ast
from pathlib import Path

import pytest

from tests.house.source import ROOT, files, shown, tree

_EVERYWHERE = [*files(), *sorted((ROOT / "tools").glob("*.py")), *sorted((ROOT / "tests").rglob("test_*.py"))]


@pytest.mark.parametrize("file", _EVERYWHERE, ids=shown)
def test_every_module_begins_with_a_sentence(file: Path) -> None:
    """A reader who opens a file learns from its first line what it is for."""
    said = ast.get_docstring(tree(file))
    assert said, f"{shown(file)} has no docstring: say what it owns and what it never does"
    assert said[0].isupper() or not said[0].isalpha(), f"{shown(file)}: begin with a capital letter"
    assert said.split("\n\n")[0].rstrip().endswith((".", ":", "`", ")", "»", "”")), f"{shown(file)}: a full sentence"


@pytest.mark.parametrize("file", sorted((ROOT / "tests").rglob("test_*.py")), ids=shown)
def test_every_test_says_in_one_line_what_must_hold(file: Path) -> None:
    """The name is a sentence and the docstring says the behaviour, not the steps."""
    silent = [
        one.name
        for one in ast.walk(tree(file))
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_") and not ast.get_docstring(one)
    ]
    assert silent == [], f"{shown(file)}: no docstring in {', '.join(silent)}"

"""What a person sees on a terminal is in their language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord import cli

_FOLDER = Path(cli.__file__).parent
_ENGLISH = re.compile(r"[A-Za-z]{3,}")


def _words(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _words(part)


def _told(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the words that are given to a person as they are, without a label, with their line."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("say", "note", "progress")
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "shell"
        ):
            yield from ((node.lineno, words) for one in node.args[:1] for words in _words(one))


def test_no_command_tells_a_person_words_of_one_language() -> None:
    """Words go through a label; what programs call things is no word."""
    found = [
        f"{file.name}:{line}: {words}"
        for file in sorted(_FOLDER.glob("*.py"))
        for line, words in _told(ast.parse(file.read_text(encoding="utf-8")))
        if _ENGLISH.search(words)
    ]
    assert [one for one in found if "GR 35" not in one] == []

"""What a person sees on a terminal is in their language, the heads of columns included."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord import cli
from onrecord.cli.headings import HEADINGS, heading

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
            and node.func.attr in ("say", "note", "table", "progress")
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


def test_headings_are_words_and_no_names_of_fields() -> None:
    """In each language; no underscore reaches a person."""
    for name, label in HEADINGS.items():
        assert all(text.strip() and "_" not in text for text in label.to_record().values()), name
        assert not _ENGLISH.search((label.ru + label.kk).replace("SHA", "")), name


def _columns(tree: ast.AST) -> Iterator[str]:
    """Yield the names of columns that a command shows as they stand in rows which programs read as well."""
    shown = {
        node.args[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "shell.table" and isinstance(node.args[0], ast.Name)
    }
    for node in ast.walk(tree):
        named = {one.id for one in node.targets if isinstance(one, ast.Name)} if isinstance(node, ast.Assign) else set()
        if shown & named and isinstance(node.value, ast.Tuple):
            yield from (one.value for one in node.value.elts if isinstance(one, ast.Constant))


def test_columns_by_the_names_of_fields_have_words() -> None:
    """What a program reads as `sealed_at` is told to a person in words."""
    named = {name for file in _FOLDER.glob("*.py") for name in _columns(ast.parse(file.read_text(encoding="utf-8")))}
    assert len(named) > 20
    assert {one for one in named if one.replace(" ", "_") not in HEADINGS} == set()
    assert heading("sealed_at", "ru") == "запечатан"
    assert heading("the-mill", "ru") == "the-mill"

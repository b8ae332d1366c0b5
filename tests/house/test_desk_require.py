"""Every command asks first whether the actor may: `desk.require` comes before anything is read or written."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import PACKAGE, files, shown, tree

_SHELLS = ("cli", "app", "web", "kernel", "verify", "store")  # store is what the desk is made of


def _takes_a_desk(function: ast.FunctionDef) -> bool:
    return bool(function.args.args) and function.args.args[0].arg == "desk"


@functools.cache
def _calls(function: ast.FunctionDef) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def _writers(file: Path) -> list[ast.FunctionDef]:
    """Return the functions of a module that take a desk and write, themselves or through another of the module."""
    text = file.read_text(encoding="utf-8")
    if "desk.append" not in text and "desk.writing" not in text:
        return []
    functions = [one for one in tree(file).body if isinstance(one, ast.FunctionDef)]
    writing = {one.name for one in functions if _calls(one) & {"desk.append", "desk.writing"}}
    while True:
        more = {one.name for one in functions if _takes_a_desk(one) and _calls(one) & writing} - writing
        if not more:
            return [one for one in functions if one.name in writing and _takes_a_desk(one)]
        writing |= more


@functools.cache
def _commands() -> tuple[tuple[Path, ast.FunctionDef], ...]:
    """Return each public function of a room that takes a desk and writes, or that stands in a `commands.py`."""
    return tuple(_found())


def _found() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for file in files():
        if file.relative_to(PACKAGE).parts[0] in _SHELLS:
            continue
        commands = _writers(file)
        if file.name == "commands.py":
            commands = [one for one in tree(file).body if isinstance(one, ast.FunctionDef) and _takes_a_desk(one)]
        yield from ((file, one) for one in commands if not one.name.startswith("_"))


def test_a_command_requires_a_role_before_anything_else() -> None:
    """The first statement is `desk.require(...)`, or the only one calls a command that asks."""
    for file, function in _commands():
        body = function.body[1:] if ast.get_docstring(function) else function.body
        first = ast.unparse(body[0])
        beside = {one.name for there, one in _commands() if there == file} - {function.name}
        hands_on = len(body) == 1 and any(first.startswith(f"return {name}(desk, ") for name in beside)
        assert hands_on or first.startswith("desk.require("), f"{shown(file)}: {function.name} begins with `{first}`"


def test_there_are_commands_to_look_at() -> None:
    """Guards the tests above against finding nothing."""
    assert len(_commands()) >= 3

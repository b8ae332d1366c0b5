"""Doors are complete and sorted; imports keep to the contracts."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT, rooms, tree


def _offered(door: Path) -> list[str]:
    for node in tree(door).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets
        ):
            return list(ast.literal_eval(node.value))
    return []


def _brought_in(door: Path) -> set[str]:
    room = f"onrecord.{door.parent.name}"
    return {
        name.asname or name.name
        for node in tree(door).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(room)
        for name in node.names
    }


def _order(name: str) -> tuple[int, str]:
    """Return the order that ruff's RUF022 gives names: constants, classes, the rest."""
    kind = 0 if name.isupper() else 1 if name.lstrip("_")[:1].isupper() else 2
    return kind, name


@pytest.mark.parametrize("room", rooms())
def test_a_door_offers_what_it_brings_in_and_nothing_else(room: str) -> None:
    """What `__init__.py` imports from its room is what `__all__` promises."""
    door = PACKAGE / room / "__init__.py"
    defined = {one.name for one in tree(door).body if isinstance(one, ast.FunctionDef | ast.ClassDef)}
    offered = _offered(door)
    assert offered, f"onrecord.{room} has no `__all__`"
    assert set(offered) - defined == _brought_in(door)


@pytest.mark.parametrize("room", rooms())
def test_a_doors_names_are_sorted(room: str) -> None:
    """Sorted as ruff sorts them, so that two branches do not meet in one line."""
    offered = _offered(PACKAGE / room / "__init__.py")
    assert offered == sorted(offered, key=_order)
    assert len(offered) == len(set(offered))


def test_imports_follow_the_evidence_backwards() -> None:
    """The contracts of `.importlinter` hold."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr

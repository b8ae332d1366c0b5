"""Owns the view of the source that the house tests share: files, modules, rooms. Never judges."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

from tools.errors_page import modules as _modules

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "src" / "onrecord"


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return every module of the package, imported."""
    import sys

    return tuple(sys.modules[name] for name in _modules())


def files() -> list[Path]:
    """Return every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def rooms() -> list[str]:
    """Return the names of the rooms there are."""
    return sorted(door.parent.name for door in PACKAGE.glob("*/__init__.py"))


@cache
def tree(file: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def shown(file: Path) -> str:
    """Return the file's path as a person of this repository knows it."""
    return str(file.relative_to(ROOT))


def pages() -> list[Path]:
    """Return every page a reader of the repository may open."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

"""Import contracts of our own: rooms are entered by the door, libraries stay at home. Read by import-linter.

They see what is written as an import, not `importlib` calls or names in strings: review sees those.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import grimp
from importlinter import Contract, ContractCheck, fields, output

Breach = tuple[str, str, str]


class DoorsContract(Contract):
    """`from onrecord import vault`, never `from onrecord.vault.sealing import seal`; and no room uses its own door.

    Options: `root`, the package whose sub-packages are the rooms.
    """

    type_name = "doors"

    root = fields.StringField()

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Return every import that goes through a window, or round through the room's own door."""
        del verbose
        root = str(self.root)
        broken = [
            (importer, imported, breach)
            for importer in graph.modules
            if importer.startswith(f"{root}.")
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.startswith(f"{root}.") and (breach := breach_between(importer, imported))
        ]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each breach and which way in there is."""
        broken: list[Breach] = check.metadata["broken"]
        for importer, imported, breach in broken:
            room = ".".join(imported.split(".")[:2])
            remedy = "import the module itself" if breach == "own door" else f"enter by {room}"
            output.print_error(f"{importer} -> {imported}: {breach}; {remedy}", bold=False)


def breach_between(importer: str, imported: str) -> str | None:
    """Return how this import breaks the rule of doors, or None. Both names are inside the root package."""
    home, there = importer.split(".")[1], imported.split(".")[1]
    is_inner = imported.count(".") > 1
    if home != there and is_inner:
        return "window"
    if home == there and not is_inner and importer.count(".") > 1:
        return "own door"
    return None


class LibrariesContract(Contract):
    """Each library from outside has its homes; a new one is given a home on purpose; some rooms take none at all.

    Options: `homes`, lines of `library: module module`; `bare`, modules that take the standard library only, whatever
    `homes` says; `root`, the package they are in.
    """

    type_name = "libraries"

    root = fields.StringField()
    homes = fields.ListField(subfield=fields.StringField())
    bare = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Return every import of a library away from its home."""
        del verbose
        homes = parse_homes(list(self.homes))  # type: ignore[call-overload]
        bare = tuple(str(one) for one in self.bare)  # type: ignore[attr-defined]
        broken = [
            (importer, library, _allowed(homes, library))
            for importer in graph.modules
            if is_within(importer, (str(self.root),))
            for library in graph.find_modules_directly_imported_by(importer)
            if not is_within(library, (str(self.root),)) and is_away(importer, library, homes, bare)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each library found away from home, and where its home is."""
        broken: list[Breach] = check.metadata["broken"]
        for importer, library, home in broken:
            output.print_error(f"{importer} -> {library}: its home is {home or 'nowhere yet'}", bold=False)


def parse_homes(lines: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the homes of each library.

    Raises:
        ValueError: a line is not `library: module module`.
    """
    homes: dict[str, tuple[str, ...]] = {}
    for line in lines:
        library, colon, modules = line.partition(":")
        if not colon or not modules.split():
            msg = f"not `library: module module`: {line!r}"
            raise ValueError(msg)
        homes[library.strip()] = tuple(modules.split())
    return homes


def is_away(importer: str, library: str, homes: Mapping[str, tuple[str, ...]], bare: tuple[str, ...]) -> bool:
    """Say whether `importer` may not import `library`. The standard library is at home everywhere."""
    if library.split(".", maxsplit=1)[0] in sys.stdlib_module_names:
        return False
    return is_within(importer, bare) or not is_within(importer, homes.get(library, ()))


def is_within(module: str, packages: tuple[str, ...]) -> bool:
    """Say whether `module` is one of `packages` or lies inside one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def _allowed(homes: dict[str, tuple[str, ...]], library: str) -> str:
    return ", ".join(homes.get(library, ()))

"""One word, one meaning: what a machine can hold of docs/words.md."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import ROOT, files, shown, tree

_SAY_NOTHING = {
    "utils", "util", "common", "misc", "base", "core", "manager", "service", "handlers", "processors", "helpers",
    "helper", "stuff", "lib", "tools",
}  # fmt: skip
_SUFFIXES = re.compile(r"(Service|Manager|Helper|Handler|Processor|Util|Utils|Impl)$")


def test_no_module_is_named_after_a_habit() -> None:
    """A module is a noun of its room's trade: a dustbin becomes a hub."""
    assert [shown(file) for file in files() if {file.stem, file.parent.name} & set(_SAY_NOTHING)] == []


def test_no_class_is_named_after_a_habit() -> None:
    """`vault.seal(desk, path)`, not a service of a manager."""
    classes = [(file, node.name) for file in files() for node in ast.walk(tree(file)) if isinstance(node, ast.ClassDef)]
    assert [f"{shown(file)}: {name}" for file, name in classes if _SUFFIXES.search(name)] == []


def test_instants_and_dates_are_named_as_what_they_are() -> None:
    """A field that ends in `_on` is no instant, one that ends in `_at` no partial date."""
    assert [f"{shown(file)}: {wrong}" for file in files() for wrong in _misnamed(tree(file))] == []


def _misnamed(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, kind = node.target.id, ast.unparse(node.annotation)
            if (name.endswith("_at") and "PartialDate" in kind) or (name.endswith("_on") and "datetime" in kind):
                yield f"{name}: {kind}"


def test_entries_are_named_by_what_happened() -> None:
    """A kind is a thing and a past participle, with a version: `item-sealed@1`."""
    kind = re.compile(r'"([a-z]+(?:-[a-z]+)*@\d+)"')
    found = {one for file in files() if file.name == "entries.py" for one in kind.findall(file.read_text("utf-8"))}
    assert found, "no entries.py names a kind"
    shape = re.compile(r"[a-z]+(-[a-z]+)*-([a-z]+ed|made|withdrawn|given|begun)@\d+")
    assert [one for one in sorted(found) if not shape.fullmatch(one)] == []


def test_the_glossary_has_each_word_once() -> None:
    """One row, one word."""
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    words = [
        word for line in page.splitlines() if line.startswith("| **") for word in re.findall(r"\*\*(.+?)\*\*", line)
    ]
    assert len(words) > 40
    assert sorted(words) == sorted(set(words))

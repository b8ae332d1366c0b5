"""The description for other programs: sound RO-Crate, made of the log alone, and held to it (RO-Crate 1.2, BagIt)."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tests.dossier.valley import CANARY
from tests.exports import remade

from onrecord.verify import CRATE, verify_export

_KINDS = ("public", "restricted", "one", "bare", "before")
# What may be said of a file or an action; a field that is not named here never goes out.
_ALLOWED = {
    "File": {"contentSize", "encodingFormat", "identifier", "inLanguage", "name", "sha256"},
    "CreateAction": {"endTime", "instrument", "name", "object", "result"},
}


def _graph(export: Path) -> dict[str, dict[str, Any]]:
    """Return the entities by id; each id once."""
    record = json.loads((export / CRATE).read_bytes())
    assert record["@context"] == "https://w3id.org/ro/crate/1.2/context"
    ids = Counter(entity["@id"] for entity in record["@graph"])
    assert [name for name, count in ids.items() if count > 1] == []
    return {entity["@id"]: entity for entity in record["@graph"]}


@pytest.mark.parametrize("kind", _KINDS)
def test_it_is_what_ro_crate_demands(real: dict[str, Path], kind: str) -> None:
    """Root Data Entity and descriptor with all that they MUST have; flat; every reference leads to an entity."""
    graph = _graph(real[kind])
    descriptor, root = graph["ro-crate-metadata.json"], graph["./"]
    assert (descriptor["@type"], descriptor["about"]) == ("CreativeWork", {"@id": "./"})
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert root["@type"] == "Dataset"
    assert all(isinstance(root[name], str) and root[name] for name in ("name", "description"))
    assert root["datePublished"] == "2031-04-09"
    assert graph[root["license"]["@id"]]["name"] == "No licence is stated"
    for entity in graph.values():
        for value in entity.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    assert set(one) == {"@id"}
                    assert one["@id"] in graph or one["@id"].startswith("https://w3id.org/")


@pytest.mark.parametrize("kind", _KINDS)
def test_it_describes_what_is_there(real: dict[str, Path], kind: str) -> None:
    """Each file is in the payload, its digest that of the manifest, and every item, layer and page is described."""
    graph, export = _graph(real[kind]), real[kind]
    listed = dict(reversed(line.split("  ", 1)) for line in (export / "manifest-sha256.txt").read_text().splitlines())
    files = {unquote(name): one for name, one in graph.items() if one["@type"] == "File" and "sha256" in one}
    assert {name: one["sha256"] for name, one in files.items()} == {name: listed[f"data/{name}"] for name in files}
    wanted = {path.removeprefix("data/") for path in listed if path.split("/")[1] not in _BESIDE}
    assert set(files) == wanted
    parts = {unquote(part["@id"]) for part in graph["./"]["hasPart"]}
    assert parts == wanted | {"log/", "claims.jsonl"}
    for entity in graph.values():
        if "sha256" in entity or entity["@type"] == "CreateAction":
            assert entity.keys() - {"@id", "@type"} <= _ALLOWED[entity["@type"]]


_BESIDE = ("README.txt", "claims.jsonl", "log", "ro-crate-metadata.json")


def test_it_names_nobody_and_nothing_hidden(real: dict[str, Path]) -> None:
    """No actor, giver or restricted item; of a selection only what was chosen."""
    for kind in ("public", "one", "bare", "before"):
        content = (real[kind] / CRATE).read_text("utf-8")
        assert CANARY not in content
        assert "keeper" not in content
    assert CANARY in (real["restricted"] / CRATE).read_text("utf-8")
    assert "herald.md" not in (real["one"] / CRATE).read_text("utf-8")
    assert [name for name in _graph(real["bare"]) if name.startswith("items/")] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"name":"herald.md"', '"name":"herald.mD"'),
        ("No licence is stated", "CC0"),
        ('"endTime":"2031', '"endTime":"2030'),
        ("2031-04-09", "2031-04-08"),
        ("]}\n", "]} \n"),
        ('"hasPart":[{"@id":"log/"},', '"hasPart":['),
    ],
)
def test_another_description_is_told(real: dict[str, Path], tmp_path: Path, old: str, new: str) -> None:
    """Whoever makes the lists anew cannot make the description say anything else than the log."""
    export = tmp_path / "bag"
    shutil.copytree(real["public"], export)
    content = (export / CRATE).read_text("utf-8")
    assert old in content
    (export / CRATE).write_text(content.replace(old, new, 1), encoding="utf-8", newline="\n")
    verdict = verify_export(remade(export))
    assert [(one.code, one.facts["path"]) for one in verdict.problems] == [("verify.crate-differs", CRATE)]


def test_an_export_from_before_there_was_one_holds(real: dict[str, Path], tmp_path: Path) -> None:
    """Nothing is demanded that earlier versions did not write."""
    export = tmp_path / "bag"
    shutil.copytree(real["public"], export)
    (export / CRATE).unlink()
    assert verify_export(remade(export)).problems == ()


def test_one_description_is_that_of_the_log_by_either_digest(real: dict[str, Path]) -> None:
    """B8: where SHA-256 is trusted no more the same description is held against the log by SHA-512."""
    verdict = verify_export(real["public"], distrust="sha256")
    assert verdict.problems == ()

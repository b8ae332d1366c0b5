"""The contracts of imports: what they refuse, and that they leave the rest alone."""

import grimp
import pytest
from tools.doors import DoorsContract, LibrariesContract, breach_between, is_away, parse_homes


def _graph(*imports: tuple[str, str]) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for importer, imported in imports:
        for module in (importer, imported):
            graph.add_module(module, is_squashed=not module.startswith("onrecord"))
        graph.add_import(importer=importer, imported=imported)
    return graph


def _doors() -> DoorsContract:
    return DoorsContract("doors", {"root_packages": ["onrecord"]}, {"root": "onrecord"})


def _libraries() -> LibrariesContract:
    options = {"root": "onrecord", "homes": ["lxml: onrecord.reading"], "bare": ["onrecord.kernel"]}
    return LibrariesContract("libraries", {"root_packages": ["onrecord"]}, options)


@pytest.mark.parametrize(
    ("importer", "imported", "breach"),
    [
        ("onrecord.ledger.claims", "onrecord.vault", None),
        ("onrecord.ledger.claims", "onrecord.vault.items", "window"),
        ("onrecord.ledger.claims", "onrecord.ledger.model", None),
        ("onrecord.ledger.claims", "onrecord.ledger", "own door"),
        ("onrecord.ledger", "onrecord.ledger.claims", None),
        ("onrecord.ledger", "onrecord.vault.items", "window"),
        ("onrecord.ledger.figures.ranges", "onrecord.ledger.model", None),
    ],
)
def test_rooms_are_entered_by_the_door(importer: str, imported: str, breach: str | None) -> None:
    """A door is a way in from outside and for nobody inside."""
    assert breach_between(importer, imported) == breach


def test_the_contract_of_doors_names_each_breach() -> None:
    """Who imports what, and how that breaks the rule; imports by the door are left alone."""
    graph = _graph(("onrecord.ledger.claims", "onrecord.vault"), ("onrecord.ledger.claims", "onrecord.vault.items"))
    checked = _doors().check(graph, verbose=False)
    assert not checked.kept
    assert checked.metadata["broken"] == [("onrecord.ledger.claims", "onrecord.vault.items", "window")]


def test_the_contract_of_doors_is_kept_where_nobody_climbs() -> None:
    """Silence where there is nothing to say."""
    assert _doors().check(_graph(("onrecord.ledger.claims", "onrecord.vault")), verbose=False).kept


def test_a_library_away_from_home_is_named_with_its_home() -> None:
    """Lxml in the vault: the reader learns where it belongs."""
    graph = _graph(
        ("onrecord.vault.items", "lxml"), ("onrecord.reading.html", "lxml"), ("onrecord.vault.items", "json")
    )
    checked = _libraries().check(graph, verbose=False)
    assert checked.metadata["broken"] == [("onrecord.vault.items", "lxml", "onrecord.reading")]


@pytest.mark.parametrize(
    ("importer", "library", "away"),
    [
        ("onrecord.reading.html", "lxml", False),
        ("onrecord.reading", "lxml", False),
        ("onrecord.reading_room", "lxml", True),
        ("onrecord.kernel.ids", "lxml", True),
        ("onrecord.kernel.ids", "secrets", False),
        ("onrecord.vault.items", "unheard_of", True),
    ],
)
def test_a_library_is_away_unless_it_was_given_a_home(importer: str, library: str, away: bool) -> None:
    """A new library fails until somebody has placed it on purpose; the standard library is at home everywhere."""
    homes = {"lxml": ("onrecord.reading", "onrecord.kernel")}
    assert is_away(importer, library, homes, ("onrecord.kernel",)) is away


@pytest.mark.parametrize("line", ["lxml", "lxml:", "lxml onrecord.reading"])
def test_a_home_that_cannot_be_read_is_refused(line: str) -> None:
    """A typing error must not open the house."""
    with pytest.raises(ValueError, match="library: module"):
        parse_homes([line])

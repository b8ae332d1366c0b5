"""Restricted items want an encrypted archive; who insists otherwise is on the record."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.encrypted import Encrypted
from tests.personas import KEEPER, READER

from onrecord import vault
from onrecord.kernel import Fault, Visibility
from onrecord.store import Desk

RESTRICTED = Visibility.RESTRICTED


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that somebody was afraid to give."""
    path = tmp_path / "list.txt"
    path.write_text("who was there")
    return path


def test_a_restricted_item_is_refused_where_it_would_lie_in_clear(desk: Desk, file: Path) -> None:
    """With what to do instead; nothing was written, neither object nor entry."""
    with pytest.raises(Fault) as fault:
        vault.seal(desk, [file], visibility=RESTRICTED)
    assert (fault.value.code, fault.value.exit_status) == ("vault.restricted-in-clear", 2)
    assert (desk.log.size(), list(desk.blobs.names())) == (0, [])


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.TEAM])
def test_other_items_are_taken_in_clear_and_nothing_is_said_of_it(
    desk: Desk, file: Path, visibility: Visibility
) -> None:
    """Insisting where nobody refuses leaves no mark."""
    vault.seal(desk, [file], visibility=visibility, in_clear=True)
    assert [entry.kind for entry in desk.log.entries()] == ["item-received@1", "item-sealed@2"]


def test_who_insists_is_on_the_record(desk: Desk, file: Path) -> None:
    """In the receipt, with who and when, and in the item's custody for those who may see it."""
    (sealed,) = vault.seal(desk, [file], visibility=RESTRICTED, in_clear=True).sealed
    receipt = desk.log.entry(0)
    assert (receipt.kind, receipt.payload["in_clear"], receipt.actor) == ("item-received@2", True, KEEPER.name)  # type: ignore[index]
    assert [event.facts.get("in_clear") for event in vault.custody(desk, sealed.item)] == [True, None]


def test_an_encrypted_archive_takes_it(encrypted: Encrypted, file: Path) -> None:
    """There is nothing to insist on, and nothing is said of it."""
    with encrypted.desk(KEEPER) as desk:
        vault.seal(desk, [file], visibility=RESTRICTED, in_clear=True)
        assert desk.log.entry(0).kind == "item-received@1"


def test_the_role_is_asked_first(desk_of: Callable[..., Desk], file: Path) -> None:
    """A reader learns nothing of how the archive lies."""
    with pytest.raises(Fault) as fault:
        vault.seal(desk_of(READER), [file], visibility=RESTRICTED)
    assert fault.value.exit_status == 3

"""How far an item may be seen can change, by those who may, with a reason; everything made of it follows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER

from onrecord import dossier, reading, vault
from onrecord.kernel import Fault, Role, Visibility
from onrecord.store import Desk

_SIT = Callable[..., Desk]


@pytest.fixture
def item(desk: Desk, tmp_path: Path) -> vault.Sealed:
    """One public text that was read."""
    (tmp_path / "list.txt").write_text("eleven names", encoding="utf-8")
    (sealed,) = vault.seal(desk, [tmp_path / "list.txt"], visibility=Visibility.PUBLIC).sealed
    reading.read(desk)
    return sealed


def test_an_item_that_is_restricted_is_gone_for_others(desk_of: _SIT, item: vault.Sealed, tmp_path: Path) -> None:
    """By id, name, digest, in lists, through its text, and in the next public export."""
    reader = desk_of(READER)
    (layer,) = reading.layers(reader, item.item)
    vault.change_visibility(desk_of(ANALYST), item.item, Visibility.TEAM, why="names a witness")
    changed = vault.change_visibility(desk_of(ANALYST), item.item, Visibility.RESTRICTED, why="names a witness")
    assert changed.visibility is Visibility.RESTRICTED
    for other in (desk_of(READER), desk_of(ANALYST), desk_of(OUTSIDER)):
        assert vault.items(other) == ()
        for reference in (item.item, item.name, item.sha256):
            with pytest.raises(vault.NoSuchItem):
                vault.item(other, reference)
        with pytest.raises(reading.NoSuchLayer):
            reading.layer_text(other, layer.id)
    made = dossier.export(desk_of(KEEPER), tmp_path / "out", edition="public")
    assert not [file for file in made.path.rglob("*") if file.is_file() and b"eleven names" in file.read_bytes()]


def test_an_item_opened_to_the_public_is_in_the_next_export(desk_of: _SIT, tmp_path: Path) -> None:
    """What counts is how far it may be seen now, not what was said when it was sealed."""
    (tmp_path / "list.txt").write_text("eleven names", encoding="utf-8")
    vault.seal(desk_of(ANALYST), [tmp_path / "list.txt"])
    vault.change_visibility(desk_of(KEEPER), "list.txt", Visibility.PUBLIC, why="consent given")
    made = dossier.export(desk_of(KEEPER), tmp_path / "out", edition="public")
    assert list(made.path.glob("data/items/*/list.txt"))


@pytest.mark.parametrize(
    ("actor", "visibility", "why", "code"),
    [
        (READER, Visibility.TEAM, "x", "store.role-too-narrow"),
        (ANALYST, Visibility.PUBLIC, "x", "store.role-too-narrow"),
        (KEEPER, Visibility.TEAM, "x", "vault.same-visibility"),
        (KEEPER, Visibility.PUBLIC, " ", "vault.reason-missing"),
    ],
)
def test_who_may_not_or_says_nothing_changes_nothing(
    desk_of: _SIT, tmp_path: Path, actor: object, visibility: Visibility, why: str, code: str
) -> None:
    """Widening takes a keeper; a reason is asked of everybody."""
    (tmp_path / "list.txt").write_text("eleven names", encoding="utf-8")
    vault.seal(desk_of(KEEPER), [tmp_path / "list.txt"])
    size = desk_of(KEEPER).log.size()
    with pytest.raises(Fault) as fault:
        vault.change_visibility(desk_of(actor), "list.txt", visibility, why=why)
    assert fault.value.code == code
    assert desk_of(KEEPER).log.size() == size


def test_a_role_that_was_taken_away_writes_nothing(desk: Desk, item: vault.Sealed) -> None:
    """RELIABILITY I6: the role is asked for again inside the transaction that writes."""
    from dataclasses import replace

    roles = [Role.KEEPER, Role.ANALYST]
    other = replace(desk, standing=lambda: roles[0])
    vault.change_visibility(other, item.item, Visibility.TEAM, why="first")
    roles.reverse()
    size = desk.log.size()
    with pytest.raises(Fault) as fault:
        vault.change_visibility(other, item.item, Visibility.RESTRICTED, why="second")
    assert fault.value.code == "store.role-too-narrow"
    assert desk.log.size() == size

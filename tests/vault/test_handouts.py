"""What leaves the vault in somebody's hands: opened, copied, derived, each with its line in the custody."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST, READER

from onrecord import reading, store, vault
from onrecord.kernel import Visibility
from onrecord.store import Desk


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder to work in."""
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def _sealed(desk: Desk, folder: Path, name: str, visibility: Visibility = Visibility.TEAM) -> str:
    (folder / name).write_text(f"evidence {name}\n", encoding="utf-8")
    return vault.seal(desk, [folder / name], visibility=visibility, in_clear=True).sealed[0].item


def _events(desk: Desk, item: str) -> list[str]:
    return [event.event.value for event in vault.custody(desk, item)]


def test_a_working_copy_is_another_file_with_the_same_bytes(desk: Desk, files: Path) -> None:
    """It may be changed; the object may not, and the custody says that there is a copy, of which bytes, and why."""
    item = _sealed(desk, files, "list.txt")
    made = vault.copy_item(desk, item, files / "copy.txt", tool="onrecord copy", purpose="translation")
    assert made.path.read_text() == "evidence list.txt\n"
    assert not made.path.samefile(desk.blobs.folder / made.item.sha256[:2] / made.item.sha256)
    made.path.write_text("changed")
    desk.blobs.check(made.item.sha256)
    event = vault.custody(desk, item)[-1]
    assert (event.event, event.seq) == ("working_copy_made", made.event.seq)
    assert event.facts["hash_before"] == event.facts["hash_after"] == made.item.sha256
    assert event.facts["purpose"] == "translation"
    assert event.process == "acquisition"


def test_a_copy_goes_into_a_folder_under_a_harmless_name(desk: Desk, files: Path) -> None:
    """What an item is called is never a path."""
    item = _sealed(desk, files, "list.txt")
    (files / "desk").mkdir()
    assert vault.copy_item(desk, item, files / "desk", tool="t").path == files / "desk" / "list.txt"


def test_nothing_is_overwritten_and_no_part_of_an_archive_is_a_place_for_copies(desk: Desk, files: Path) -> None:
    """Neither a file, nor a link that leads nowhere, nor the objects; and nothing is recorded."""
    item = _sealed(desk, files, "list.txt")
    (files / "there.txt").write_text("mine")
    (files / "link.txt").symlink_to(files / "nowhere")
    for name in ("there.txt", "link.txt"):
        with pytest.raises(vault.InTheWay):
            vault.copy_item(desk, item, files / name, tool="t")
    with pytest.raises(vault.OwnFile):
        vault.copy_item(desk, item, desk.info.folder / "log.sqlite", tool="t")
    assert (files / "there.txt").read_text() == "mine"
    assert len(vault.custody(desk, item)) == 2


def test_a_copy_of_changed_bytes_is_never_handed_out(desk: Desk, files: Path) -> None:
    """The digest is looked at before the copy gets its name; what was begun is gone."""
    item = _sealed(desk, files, "list.txt")
    sha256 = vault.item(desk, item).sha256
    (desk.blobs.folder / sha256[:2] / sha256).write_text("evidencf list.txt\n")
    with pytest.raises(store.DigestMismatch):
        vault.copy_item(desk, item, files / "copy.txt", tool="t")
    assert sorted(one.name for one in files.iterdir()) == ["list.txt"]
    assert len(vault.custody(desk, item)) == 2


def test_a_copy_of_a_restricted_item_is_readable_by_its_owner_alone(desk: Desk, files: Path) -> None:
    """Whoever shares the machine does not read along."""
    item = _sealed(desk, files, "hidden.txt", Visibility.RESTRICTED)
    made = vault.copy_item(desk, item, files / "copy.txt", tool="t")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_a_reader_makes_no_copies_and_nobody_copies_what_they_may_not_see(
    desk: Desk, desk_of: Callable[..., Desk], files: Path
) -> None:
    """A copy is a line in the custody, and readers write none."""
    shown = _sealed(desk, files, "shown.txt", Visibility.PUBLIC)
    hidden = _sealed(desk, files, "hidden.txt", Visibility.RESTRICTED)
    with pytest.raises(store.RoleTooNarrow):
        vault.copy_item(desk_of(READER), shown, files / "copy.txt", tool="t")
    with pytest.raises(vault.NoSuchItem):
        vault.copy_item(desk_of(ANALYST), hidden, files / "copy.txt", tool="t")


def test_opening_a_restricted_item_is_on_record_before_a_byte_is_read(desk: Desk, files: Path) -> None:
    """Others are opened without a line: most of a day's work is reading."""
    hidden, shown = _sealed(desk, files, "h.txt", Visibility.RESTRICTED), _sealed(desk, files, "s.txt")
    with vault.open_item(desk, hidden, purpose="to look at the stamp") as file:
        assert _events(desk, hidden)[-1] == "accessed"
        assert file.read() == b"evidence h.txt\n"
        assert not file.writable()
    assert vault.custody(desk, hidden)[-1].facts["purpose"] == "to look at the stamp"
    with vault.open_item(desk, shown) as file:
        assert file.read() == b"evidence s.txt\n"
    assert _events(desk, shown) == ["received", "sealed"]


def test_where_nothing_can_be_recorded_a_restricted_item_stays_closed(
    desk_of: Callable[..., Desk], files: Path
) -> None:
    """An access without a line in the custody would be one that nobody learns of."""
    hidden = _sealed(desk_of(), files, "h.txt", Visibility.RESTRICTED)
    shown = _sealed(desk_of(), files, "s.txt")
    looking = desk_of(reading_only=True)
    with pytest.raises(vault.AccessUnrecorded):
        vault.open_item(looking, hidden)
    vault.open_item(looking, shown).close()


def test_a_frozen_item_may_be_looked_at_and_not_copied(desk: Desk, files: Path) -> None:
    """EV-02: whoever has to find out what happened must see it; nobody works on it."""
    hidden = _sealed(desk, files, "h.txt", Visibility.RESTRICTED)
    vault.record_custody(desk, hidden, "integrity_failure", hash_after="0" * 64)
    vault.open_item(desk, hidden).close()
    with pytest.raises(vault.CustodyBroken):
        vault.copy_item(desk, hidden, files / "copy.txt", tool="t")
    assert not (files / "copy.txt").exists()


def test_a_text_layer_of_a_restricted_item_leaves_a_line_too(desk: Desk, files: Path) -> None:
    """The program read it for itself: on record, and no access in the sense of the alarm."""
    hidden = _sealed(desk, files, "h.txt", Visibility.RESTRICTED)
    reading.read(desk)
    assert vault.custody(desk, hidden)[-1].facts["purpose"] == "text layer"
    (access,) = vault.accesses(desk).accesses
    assert not access.is_restricted
    reading.read(desk)
    assert len(vault.custody(desk, hidden)) == 3


def test_what_was_made_of_an_item_is_bound_to_it_both_ways(desk: Desk, files: Path) -> None:
    """Which file, by what, how; the same visibility as its source by itself."""
    source = _sealed(desk, files, "list.txt", Visibility.RESTRICTED)
    (files / "redacted.txt").write_text("evidence ███\n")
    made = vault.derive(
        desk, source, files / "redacted.txt", event="redacted_copy_made", tool="a scanner", recipe="names covered"
    )
    assert made.derived.visibility is Visibility.RESTRICTED
    there, back = vault.custody(desk, source)[-1], vault.custody(desk, made.derived.id)[-1]
    assert (there.event, there.facts["derived"], there.facts["recipe"]) == (
        "redacted_copy_made", made.derived.id, "names covered",
    )  # fmt: skip
    assert (back.event, back.facts["derived_from"]) == ("acquired", source)
    assert there.facts["hash_after"] == back.facts["hash_after"] == made.derived.sha256
    assert vault.check_custody(desk).problems == ()


def test_more_people_see_it_only_where_a_keeper_decided_so(
    desk: Desk, desk_of: Callable[..., Desk], files: Path
) -> None:
    """G8: without a decision in words nothing is sealed; with one it is on record. Others never learn of the source."""
    source = _sealed(desk, files, "list.txt", Visibility.RESTRICTED)
    team = _sealed(desk, files, "team.txt")
    (files / "redacted.txt").write_text("evidence ███\n")
    wanted = {"event": "redacted_copy_made", "tool": "a scanner", "recipe": "names covered"}
    with pytest.raises(vault.WiderThanSource):
        vault.derive(desk, source, files / "redacted.txt", visibility=Visibility.TEAM, **wanted)
    with pytest.raises(store.RoleTooNarrow):
        vault.derive(
            desk_of(ANALYST), team, files / "redacted.txt", visibility=Visibility.PUBLIC, decision="mine", **wanted
        )
    assert len(vault.items(desk)) == 2
    made = vault.derive(
        desk, source, files / "redacted.txt", visibility=Visibility.TEAM, decision="the board, 3 April", **wanted
    )
    assert vault.custody(desk, source)[-1].facts["decision"] == "the board, 3 April"
    seen = vault.custody(desk_of(ANALYST), made.derived.id)
    assert not any(source in str(event.to_row()) for event in seen)
    assert vault.check_custody(desk).problems == ()


def test_bytes_that_more_people_see_already_are_no_quiet_way_round(desk: Desk, files: Path) -> None:
    """G8: the redacted copy was added for everybody first, and is bound to a restricted item only with a decision."""
    source = _sealed(desk, files, "list.txt", Visibility.RESTRICTED)
    earlier = _sealed(desk, files, "redacted.txt", Visibility.TEAM)
    wanted = {"event": "redacted_copy_made", "tool": "a scanner", "recipe": "names covered"}
    made = vault.derive(desk, source, files / "redacted.txt", **wanted)
    assert made.derived.id != earlier  # restricted provenance joins restricted items only
    assert made.derived.visibility is Visibility.RESTRICTED


@pytest.mark.parametrize("event", ["exported", "sealed", "stolen"])
def test_only_what_makes_something_new_binds(desk: Desk, files: Path, event: str) -> None:
    """A redacted copy, another format, recognised text."""
    source = _sealed(desk, files, "list.txt")
    (files / "new.txt").write_text("new")
    with pytest.raises(vault.NotADerivation):
        vault.derive(desk, source, files / "new.txt", event=event, tool="t", recipe="r")


def test_a_thing_is_not_made_of_itself(desk: Desk, files: Path) -> None:
    """The same bytes are a copy; a file that is not there is refused."""
    source = _sealed(desk, files, "list.txt")
    with pytest.raises(vault.SameBytes):
        vault.derive(desk, source, files / "list.txt", event="transcoded", tool="t", recipe="r")
    with pytest.raises(vault.FileRefused):
        vault.derive(desk, source, files / "nowhere", event="transcoded", tool="t", recipe="r")

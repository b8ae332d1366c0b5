"""Sealing: every path ends sealed or refused with a reason, and one bad file holds up no other."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER

from onrecord import store, vault
from onrecord.kernel import CountedIds, Fault, FixedClock, PartialDate, Visibility
from onrecord.store import Desk


def _codes(report: vault.SealReport) -> dict[str, str]:
    return {str(fault.facts["path"]): fault.code for fault in report.refused}


def test_a_sealed_file_is_an_item_with_its_digest_and_custody(desk: Desk, tmp_path: Path) -> None:
    """EV-01: the digest is taken at first touch; who gave it and when is on the log."""
    file = tmp_path / "list.txt"
    file.write_text("eleven names", encoding="utf-8")
    (sealed,) = vault.seal(
        desk, [file], received_from="a documenter", received_on=PartialDate.parse("2020-02-10")
    ).sealed
    item = vault.item(desk, sealed.item)
    assert (item.name, item.size, item.visibility) == ("list.txt", 12, Visibility.TEAM)
    with vault.open_item(desk, item.id) as opened:
        assert opened.read() == b"eleven names"
    received, sealed_event = vault.custody(desk, item.id)
    assert (received.event, sealed_event.event) == ("received", "sealed")
    assert received.facts["from_custodian"] == "a documenter"
    assert received.facts["hash_after"] == sealed_event.facts["hash_after"] == item.sha256


def test_a_folder_is_sealed_to_its_depth_and_strange_things_are_refused(desk: Desk, tmp_path: Path) -> None:
    """A link, a pipe, a missing path: each by code; the files beside them are sealed, in the order of their names."""
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "two.txt").write_text("two")
    (folder / "a.txt").write_text("one")
    (folder / "empty").touch()
    (folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    report = vault.seal(desk, [folder, tmp_path / "nowhere"])
    assert [one.name for one in report.sealed] == ["a.txt", "two.txt", "empty"]
    assert _codes(report) == {
        "in/link": "vault.link",
        "in/pipe": "vault.not-a-file",
        str(tmp_path / "nowhere"): "vault.no-such-file",
    }
    assert all(fault.message(language) for fault in report.refused for language in ("en", "ru", "kk"))


def test_an_unreadable_file_is_told_and_the_others_are_sealed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of somebody else, one that vanishes after it was found, one that turns into a link, one into a pipe."""
    names = ("bad", "gone", "good", "piped", "turned")
    for name in names:
        (tmp_path / name).write_text(name)
    whole = os.open

    def open_(path: object, *args: object, **more: object) -> int:
        if path == str(tmp_path / "bad"):
            raise PermissionError(13, "Permission denied")
        if path == str(tmp_path / "gone"):
            (tmp_path / "gone").unlink()
        if path == str(tmp_path / "turned"):
            (tmp_path / "turned").unlink()
            (tmp_path / "turned").symlink_to("/etc/passwd")
        if path == str(tmp_path / "piped"):
            (tmp_path / "piped").unlink()
            os.mkfifo(tmp_path / "piped")
        return whole(path, *args, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", open_)
    report = vault.seal(desk, [tmp_path / name for name in (*names, "never")])
    assert [one.name for one in report.sealed] == ["good"]
    assert _codes(report) == {
        "bad": "vault.unreadable",
        "gone": "vault.no-such-file",
        "turned": "vault.link",
        "piped": "vault.not-a-file",
        str(tmp_path / "never"): "vault.no-such-file",
    }


def test_an_archive_is_never_its_own_evidence(desk: Desk, archive: Path) -> None:
    """`onrecord add .` in the archive's folder seals what was put there, and neither key nor log nor objects."""
    (archive / "photo.txt").write_text("a photograph")
    (archive / "from-abroad" / "keys").mkdir(parents=True)
    (archive / "from-abroad" / "keys" / "house.txt").write_text("a photograph of keys")
    report = vault.seal(desk, [archive, archive / "keys" / "log.key", archive / "blobs"])
    assert [one.name for one in report.sealed] == ["house.txt", "photo.txt"]
    assert {fault.code for fault in report.refused} == {"vault.own-file"}
    key = hashlib.sha256((archive / "keys" / "log.key").read_bytes()).hexdigest()
    assert not desk.blobs.has(key)


def test_a_bottomless_folder_is_told_and_its_neighbours_are_sealed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deeper than a stack, and in the end deeper than a path may be long."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "z.txt").write_text("the neighbour")
    monkeypatch.chdir(tmp_path / "in")
    for _ in range(2500):
        Path("d").mkdir()
        os.chdir("d")
    report = vault.seal(desk, [tmp_path / "in"])
    for _ in range(2500):
        os.chdir("..")
        Path("d").rmdir()
    assert [one.name for one in report.sealed] == ["z.txt"]
    assert [fault.code for fault in report.refused] == ["vault.unreadable"]


def test_words_of_any_bytes_are_recorded(desk: Desk, tmp_path: Path) -> None:
    """A path that no system takes is told; a note with bytes that are no UTF-8 is kept, escaped."""
    (tmp_path / "a").write_text("a")
    report = vault.seal(desk, [Path("a\0b"), tmp_path / "a"], note="x\udcff", received_from="y\udcfe")
    assert [fault.code for fault in report.refused] == ["vault.unreadable"]
    received, _ = vault.custody(desk, "a")
    assert (received.facts["note"], received.facts["from_custodian"]) == ("x%FF", "y%FE")


def test_who_gave_an_item_is_for_the_team(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """EV-10: a reader of a public item learns digests and tools, not names, paths or notes."""
    (tmp_path / "list").write_text("public")
    vault.seal(desk_of(), [tmp_path / "list"], received_from="a witness", note="n", visibility=Visibility.PUBLIC)
    vault.record_custody(desk_of(), "list", "transferred_out", to_custodian="a lawyer", place="a flat")
    told = [dict(event.facts) for event in vault.custody(desk_of(OUTSIDER), "list")]
    assert [set(facts) for facts in told] == [{"hash_after", "tool"}, {"hash_after", "tool"}, set()]
    assert vault.custody(desk_of(ANALYST), "list")[0].facts["from_custodian"] == "a witness"


def test_restricted_provenance_joins_no_wider_item(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """The same bytes from a witness who must stay unknown are an item of their own, and one object."""
    (tmp_path / "list").write_text("known to all")
    (first,) = vault.seal(desk_of(), [tmp_path / "list"]).sealed
    hidden, again = (
        vault.seal(
            desk_of(), [tmp_path / "list"], received_from="a witness", visibility=Visibility.RESTRICTED, in_clear=True
        ).sealed[0]
        for _ in range(2)
    )
    assert (hidden.duplicate_of, again.duplicate_of) == (None, hidden.item)
    assert "a witness" not in str(vault.custody(desk_of(ANALYST), first.item))
    assert len(list(desk_of().blobs.names())) == 1


def test_the_same_bytes_get_a_second_provenance(desk: Desk, tmp_path: Path) -> None:
    """I5: one object, one item, two receipts, under both names."""
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(b"one photograph")
    first, second = vault.seal(desk, [tmp_path / "a.jpg", tmp_path / "b.jpg"]).sealed
    assert (second.item, second.duplicate_of) == (first.item, first.item)
    assert [event.facts.get("name") for event in vault.custody(desk, first.item)] == ["a.jpg", None, "b.jpg"]
    assert len(list(desk.blobs.names())) == len(vault.items(desk)) == 1


def test_nobody_learns_by_adding_a_file_that_somebody_holds_it(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G10: bytes of a restricted item give an analyst the same answer as new bytes."""
    file = tmp_path / "secret.txt"
    file.write_text("restricted")
    (hidden,) = vault.seal(desk_of(KEEPER), [file], visibility=Visibility.RESTRICTED, in_clear=True).sealed
    (own,) = vault.seal(desk_of(ANALYST), [file]).sealed
    assert own.duplicate_of is None
    assert own.item != hidden.item
    assert len(list(desk_of(KEEPER).blobs.names())) == 1


@pytest.mark.parametrize("persona", [READER, OUTSIDER])
def test_who_may_only_read_seals_nothing(desk_of: Callable[..., Desk], tmp_path: Path, persona: object) -> None:
    """The desk says no before a byte is read."""
    (tmp_path / "a").write_text("a")
    with pytest.raises(Fault) as fault:
        vault.seal(desk_of(persona), [tmp_path / "a"])
    assert fault.value.code == "store.role-too-narrow"


def test_what_one_may_not_see_is_not_there(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G2: by id, name, digest and in lists the answer is the one for what does not exist."""
    for name, visibility in (("p", "public"), ("t", "team"), ("r", "restricted")):
        (tmp_path / name).write_text(name)
        vault.seal(desk_of(), [tmp_path / name], visibility=Visibility(visibility), in_clear=True)
    hidden = vault.item(desk_of(), "r")
    for persona, seen in ((KEEPER, "ptr"), (ANALYST, "pt"), (READER, "p"), (OUTSIDER, "p")):
        assert "".join(item.name for item in vault.items(desk_of(persona))) == seen
    for reference in (hidden.id, hidden.name, hidden.sha256, "item-that-never-was"):
        with pytest.raises(vault.NoSuchItem) as fault:
            vault.custody(desk_of(ANALYST), reference)
        assert fault.value.facts == {"item": reference}


def test_two_items_of_one_name_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    """A name that means two items is asked about, not guessed."""
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "list.txt").write_text(folder)
    vault.seal(desk, [tmp_path / "x", tmp_path / "y"])
    with pytest.raises(vault.AmbiguousItem) as fault:
        vault.item(desk, "list.txt")
    assert fault.value.facts["count"] == 2


def test_fifty_admissions_of_one_file_are_one_object(archive: Path, clock: FixedClock, tmp_path: Path) -> None:
    """I1: one object, fifty receipts, no fault."""
    from onrecord import app

    file = tmp_path / "same"
    file.write_bytes(b"the same bytes")
    faults: list[BaseException] = []
    ids = CountedIds()

    def admit() -> None:
        try:
            with app.open_desk(archive, actor=ANALYST, clock=clock, ids=ids) as desk:
                vault.seal(desk, [file])
        except BaseException as fault:  # noqa: BLE001 - a thread's fault must reach the test
            faults.append(fault)

    threads = [threading.Thread(target=admit) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids) as desk:
        (item,) = vault.items(desk)
        assert [event.event for event in vault.custody(desk, item.id)].count("received") == 50
        assert store.check(desk, deep=True).problems == ()


@pytest.mark.parametrize(
    "name",
    ["a\nSet-Cookie x", "ж" * 120, "=cmd()", "emoji 😀", "rlo \u202e gpj.exe", "'\"<b>", "%41",
     b"bytes \xff\xfe".decode(errors="surrogateescape")],
)  # fmt: skip
def test_names_of_any_bytes_are_kept_and_never_used_as_a_path(desk: Desk, tmp_path: Path, name: str) -> None:
    """D11: the record shows the name; the name for an export is one harmless path component."""
    (tmp_path / name).write_text(name.encode(errors="surrogateescape").hex())
    (sealed,) = vault.seal(desk, [tmp_path / name]).sealed
    assert vault.item(desk, sealed.item).name == vault.recorded_name(name)
    safe = vault.safe_name(sealed.name)
    assert safe == Path(safe).name
    assert safe.isprintable()
    assert 0 < len(safe.encode()) <= 132


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("", "unnamed"),
        ("..", "unnamed"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON.txt", "_CON.txt"),
        ("Жалоба.docx", "Жалоба.docx"),
        ("a\u202eb", "a_b"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ],
)
def test_safe_names_read_as_the_original(name: str, safe: str) -> None:
    """Letters of every script stay; what harms goes."""
    assert vault.safe_name(name) == safe


@pytest.mark.parametrize("count", [1, 30], ids=["an object of its own", "in a pack"])
def test_bytes_that_are_destroyed_while_they_are_added_again_are_refused(
    desk_of: Callable[..., Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """Between reading and recording two people's disposal is carried out: no entry is left without its object."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:02d}.txt").write_text(f"page {number}")
    first, second = desk_of(KEEPER), desk_of(KEEPER)
    gone = vault.seal(first, [folder]).sealed[0]
    put_many = store.FolderBlobs.put_many

    def put_and_dispose(blobs: store.FolderBlobs, sources: Iterable[Callable[[], bytes]]) -> object:
        outcomes = put_many(blobs, sources)
        vault.dispose(first, gone.item, reason="returned to its owner", approved_by=["keeper", "B. of the board"])
        return outcomes

    monkeypatch.setattr(store.FolderBlobs, "put_many", put_and_dispose)
    report = vault.seal(second, [folder])
    monkeypatch.undo()
    assert _codes(report) == {"in/00.txt": "vault.erased-meanwhile"}
    assert len(report.sealed) == count - 1
    assert store.check(second, deep=True).problems == ()
    (again,) = vault.seal(second, [folder / "00.txt"]).sealed
    with vault.open_item(second, again.item) as opened:
        assert opened.read() == b"page 0"

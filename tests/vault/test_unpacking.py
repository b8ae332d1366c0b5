"""Containers: members are items with their container named; refused ones are told, and the container is always kept."""

import bz2
import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER
from tests.vault.containers.taking import zip_of

from onrecord import store, vault
from onrecord.kernel import Fault, PartialDate, Visibility
from onrecord.store import Desk
from onrecord.vault import unpacking
from onrecord.vault.containers.model import Limits


def _zip(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(zipfile.ZipInfo(name, (2031, 4, 1, 12, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as container:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            container.addfile(info, io.BytesIO(content))
    return made.getvalue()


def _mail(**attachments: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Valley 2031"
    message.set_content("See the files.\n")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def _file(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _codes(report: vault.SealReport) -> dict[str, str]:
    return {str(fault.facts["path"]): fault.code for fault in report.refused}


_MEMBERS = {f"in/{number}.txt": f"page {number}".encode() for number in range(12)}


def test_members_are_items_and_name_their_container(desk: Desk, tmp_path: Path) -> None:
    """Each with digest, custody and provenance of its own; both ways can be asked for."""
    file = _file(tmp_path, "bundle.zip", _zip({"photo.jpg": b"\xff\xd8\xff photo", "in/list.txt": "Тізім".encode()}))
    report = vault.seal(
        desk, [file], received_from="a witness", received_on=PartialDate.parse("2031-03"), note="by post"
    )
    container, photo, listed = report.sealed
    assert (container.members, report.refused) == ((photo.item, listed.item), ())
    assert [one.path for one in report.sealed] == [
        "bundle.zip",
        "bundle.zip/photo.jpg",
        "bundle.zip/in/list.txt",
    ]
    assert (photo.container, photo.media_type) == (container.item, "image/jpeg")
    with vault.open_item(desk, listed.item) as opened:
        assert opened.read().decode() == "Тізім"
    received, sealed = vault.custody(desk, photo.item)
    assert (received.event, sealed.event) == ("received", "sealed")
    assert received.facts["from_custodian"] == "a witness"
    assert (received.facts["note"], received.facts["path"]) == ("by post", "bundle.zip/photo.jpg")
    assert received.facts["received_on"]["wording"] == "2031-03"
    assert [one.item for one in vault.members(desk, container.item)] == [photo.item, listed.item, None]
    (inside,) = vault.container_of(desk, listed.item)
    assert (inside.container, inside.path, inside.form) == (container.item, "in/list.txt", "zip")
    assert vault.containers(desk) == {photo.item: [container.item], listed.item: [container.item]}
    assert store.check(desk, deep=True).problems == ()


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.zip", _zip(_MEMBERS), "zip"),
        ("a.tar", _tar(_MEMBERS), "tar"),
        ("a.tgz", gzip.compress(_tar(_MEMBERS), mtime=0), "gzip"),
        ("a.tar.bz2", bz2.compress(_tar(_MEMBERS)), "bzip2"),
        ("named-wrongly.jpg", _zip(_MEMBERS), "zip"),
    ],
)
def test_the_content_says_that_a_file_is_a_container(
    desk: Desk, tmp_path: Path, name: str, content: bytes, form: str
) -> None:
    """Whatever it is called; small members come to lie in one pack."""
    report = vault.seal(desk, [_file(tmp_path, name, content)])
    assert {one.path.partition("/")[2]: one.sha256 for one in report.sealed[1:]}.keys() == _MEMBERS.keys()
    assert {one.form for one in vault.members(desk, report.sealed[0].item)} == {form}
    assert store.check(desk, deep=True).problems == ()


def test_what_is_in_a_container_in_a_container_is_reached(desk: Desk, tmp_path: Path) -> None:
    """A photograph in a ZIP in a message in a box in a TAR."""
    message = _mail(bundle_zip=_zip({"photo.jpg": b"\xff\xd8\xff photo"}))
    box = b"From a@example.org Tue Apr  1 12:00:00 2031\n" + message
    report = vault.seal(desk, [_file(tmp_path, "a.tar", _tar({"mail.mbox": box}))])
    assert report.refused == ()
    assert [one.path for one in report.sealed] == [
        "a.tar",
        "a.tar/mail.mbox",
        "a.tar/mail.mbox/000001.eml",
        "a.tar/mail.mbox/000001.eml/1/body.txt",
        "a.tar/mail.mbox/000001.eml/2/bundle.zip",
        "a.tar/mail.mbox/000001.eml/2/bundle.zip/photo.jpg",
    ]


def test_documents_that_are_zips_stay_whole(desk: Desk, tmp_path: Path) -> None:
    """A DOCX is one piece of evidence, not twelve."""
    content = _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    (only,) = vault.seal(desk, [_file(tmp_path, "a.docx", content)]).sealed
    assert "wordprocessing" in only.media_type


def test_refused_members_are_told_and_the_container_is_kept(desk: Desk, tmp_path: Path) -> None:
    """D2: each by its code, in the report and on the log; the others are sealed, and nothing lies outside the store."""
    before = {path for path in tmp_path.rglob("*") if "archive" not in path.parts}
    content = _zip({"../../x": b"evil", "/etc/x": b"evil", "C:\\x": b"evil", "a\u202eb": b"evil", "good.txt": b"good"})
    report = vault.seal(desk, [_file(tmp_path, "bad.zip", content)])
    assert [one.name for one in report.sealed] == ["bad.zip", "good.txt"]
    outside = "vault.member-outside"
    assert _codes(report) == {
        "bad.zip/../../x": outside,
        "bad.zip//etc/x": outside,
        "bad.zip/C:\\x": outside,
        "bad.zip/a\u202eb": "vault.member-odd-name",
    }
    told = {one.path: one.refused for one in vault.members(desk, "bad.zip") if one.path}
    assert told == {"../../x": outside, "/etc/x": outside, "C:\\x": outside, "a\u202eb": "vault.member-odd-name",
                    "good.txt": None}  # fmt: skip
    after = {path for path in tmp_path.rglob("*") if "archive" not in path.parts}
    assert after - before == {tmp_path / "bad.zip"}
    with vault.open_item(desk, "bad.zip") as opened:
        assert opened.read() == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bomb.zip", _zip({"a": b"\0" * (20 << 20)}), "vault.member-too-large"),
        ("bomb.gz", gzip.compress(b"\0" * (20 << 20), mtime=0), "vault.member-too-large"),
        ("overlap.zip", zip_of(*[(b"a", b"x" * 1000)] * 100, offset=0), "vault.container-overlaps"),
        ("many.zip", zip_of(*((b"%d" % number, b"") for number in range(10_001))), "vault.container-too-many"),
        ("lying.zip", zip_of((b"a", b"abc"), size=(2 << 30) + 1), "vault.container-too-large"),
        ("cut.zip", _zip(_MEMBERS)[:-30], "vault.container-damaged"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100), "vault.container-form"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100), "vault.container-form"),
        ("a.zst", b"\x28\xb5\x2f\xfd" + bytes(100), "vault.container-form"),
        ("locked.zip", zip_of((b"a", b"abc"), flags=1), "vault.member-encrypted"),
        ("a.warc", b"WARC/1.0\r\nno header", "vault.container-damaged"),
    ],
)
def test_hostile_containers_are_kept_and_not_opened(
    desk: Desk, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    """D1: at the declared limits, within seconds; the original is an item, byte for byte."""
    report = vault.seal(desk, [_file(tmp_path, name, content)])
    (only,) = report.sealed
    assert set(_codes(report).values()) == {code}
    with vault.open_item(desk, only.item) as opened:
        assert opened.read() == content
    assert code in {one.refused for one in vault.members(desk, only.item)}


def test_nesting_without_end_stops(desk: Desk, tmp_path: Path) -> None:
    """D1: ten deep; what is nearer is sealed, the container at the limit is sealed and told."""
    content = b"the core"
    for number in range(10):
        content = _zip({f"{9 - number}.zip" if number else "core.txt": content})
    report = vault.seal(desk, [_file(tmp_path, "nested.zip", content)])
    assert len(report.sealed) == 6
    (code,) = _codes(report).values()
    assert code == "vault.container-too-deep"


def test_limits_are_for_all_that_one_container_holds(desk: Desk, tmp_path: Path) -> None:
    """A hundred ZIPs of a hundred members each are not ten thousand times the limit."""
    inner = [_zip({f"{place}-{number}.txt": b"x" * 50 for number in range(20)}) for place in range(10)]
    file = _file(tmp_path, "a.zip", _zip({f"{place}.zip": one for place, one in enumerate(inner)}))
    sealed = vault.seal(desk, [file], unpack=False).sealed
    found = unpacking.unpack_sealed(desk, sealed, unpacking.Provenance(), limits=Limits(members=60))
    assert len(found.sealed) <= 60
    assert "vault.container-too-many" in {fault.code for fault in found.refused}


def test_a_container_that_holds_itself_is_opened_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quine: its member is itself; the log says so, and the reading ends."""
    file = _file(tmp_path, "a.zip", _zip({"x": b"y"}))
    own = file.read_bytes()

    def itself(stream: object, budget: object) -> object:
        from onrecord.vault.containers.model import Member, Reading

        budget.member()  # type: ignore[attr-defined]
        return iter([Member(path="a.zip", name="a.zip", open=lambda: Reading(io.BytesIO(own)))])

    monkeypatch.setitem(unpacking._READERS, unpacking.Form.ZIP, itself)  # type: ignore[arg-type]
    report = vault.seal(desk, [file])
    assert len({one.item for one in report.sealed}) == 1
    assert [one.item for one in vault.members(desk, "a.zip")] == [report.sealed[0].item, None]


def test_the_same_container_again_adds_a_receipt_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    """Its members are not received twice; the report names them all the same."""
    file = _file(tmp_path, "bundle.zip", _zip(_MEMBERS))
    first = vault.seal(desk, [file])
    size = desk.log.size()
    (again,) = vault.seal(desk, [file]).sealed
    assert desk.log.size() == size + 1
    assert (again.duplicate_of, again.members) == (first.sealed[0].item, first.sealed[0].members)


def test_a_member_that_is_here_already_gets_a_second_provenance(desk: Desk, tmp_path: Path) -> None:
    """I5: a photograph that came by itself and in two bundles is one object, one item, three receipts."""
    photo = _file(tmp_path, "photo.jpg", b"\xff\xd8\xff photo")
    bundles = [_file(tmp_path, f"{name}.zip", _zip({"p.jpg": photo.read_bytes(), name: b"x"})) for name in "ab"]
    (own,) = vault.seal(desk, [photo]).sealed
    report = vault.seal(desk, bundles)
    assert [one.duplicate_of for one in report.sealed if one.name == "p.jpg"] == [own.item, own.item]
    assert len(vault.container_of(desk, own.item)) == 2
    assert [event.event for event in vault.custody(desk, own.item)].count("received") == 3


def test_members_are_seen_no_further_than_their_container(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G8, G2: neither by their own list, nor by that of the container, nor by name."""
    file = _file(tmp_path, "bundle.zip", _zip({"secret.txt": b"restricted words"}))
    hidden, member = vault.seal(desk_of(), [file], visibility=Visibility.RESTRICTED, in_clear=True).sealed
    assert vault.item(desk_of(), member.item).visibility is Visibility.RESTRICTED
    for persona in (ANALYST, READER, OUTSIDER):
        assert vault.items(desk_of(persona)) == ()
        for reference in (hidden.item, member.item, "secret.txt"):
            for query in (vault.members, vault.container_of, vault.sidecars):
                with pytest.raises(vault.NoSuchItem):
                    query(desk_of(persona), reference)


def test_a_restricted_container_that_comes_again_wider_opens_nothing_wider(
    desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    """G8: the keeper adds the very bytes for the team; they join the restricted item, and so do their members."""
    file = _file(tmp_path, "bundle.zip", _zip({"secret.txt": b"restricted words"}))
    vault.seal(desk_of(), [file], visibility=Visibility.RESTRICTED, in_clear=True, unpack=False)
    vault.seal(desk_of(), [file])
    assert {one.visibility for one in vault.items(desk_of())} == {Visibility.RESTRICTED}


def test_a_member_of_a_hidden_container_does_not_name_it(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G6: the same photograph is public by itself; that it also came in a restricted bundle is not told."""
    photo = _file(tmp_path, "photo.jpg", b"\xff\xd8\xff photo")
    vault.seal(desk_of(), [photo], visibility=Visibility.PUBLIC)
    file = _file(tmp_path, "bundle.zip", _zip({"photo.jpg": photo.read_bytes()}))
    vault.seal(desk_of(), [file], visibility=Visibility.TEAM)
    assert len(vault.container_of(desk_of(ANALYST), "photo.jpg")) == 1
    assert vault.container_of(desk_of(OUTSIDER), "photo.jpg") == ()
    assert vault.containers(desk_of(OUTSIDER)) == {}


def test_a_container_may_be_unpacked_later(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """With the provenance of its first receipt; once; by whoever may; and only if it is one."""
    desk = desk_of()
    file = _file(tmp_path, "bundle.zip", _zip(_MEMBERS))
    (container,) = vault.seal(desk, [file], received_from="a witness", unpack=False).sealed
    assert vault.members(desk, container.item) == ()
    report = vault.unpack(desk, container.item)
    assert len(report.sealed) == len(_MEMBERS)
    assert vault.custody(desk, report.sealed[0].item)[0].facts["from_custodian"] == "a witness"
    size = desk.log.size()
    assert vault.unpack(desk, container.item).sealed == ()
    assert desk.log.size() == size
    (plain,) = vault.seal(desk, [_file(tmp_path, "a.txt", b"words")]).sealed
    with pytest.raises(vault.NotAContainer):
        vault.unpack(desk, plain.item)
    with pytest.raises(Fault) as fault:
        vault.unpack(desk_of(READER), container.item)
    assert fault.value.code == "store.role-too-narrow"


def test_a_fault_while_recording_leaves_the_container_to_be_unpacked_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole or not at all: no member is on the log before all are, and the next attempt opens it."""
    file = _file(tmp_path, "bundle.zip", _zip(_MEMBERS))

    def full(*_given: object, **_more: object) -> None:
        raise store.DiskFull(place="here")

    with monkeypatch.context() as patch:
        patch.setattr(unpacking, "_record", full)
        with pytest.raises(store.DiskFull):
            vault.seal(desk, [file])
    (container,) = vault.items(desk)
    assert vault.members(desk, container.id) == ()
    assert len(vault.seal(desk, [file]).sealed) == 1 + len(_MEMBERS)
    assert store.check(desk, deep=True).problems == ()


def test_a_damaged_object_is_the_stores_fault_and_not_a_members(desk: Desk, tmp_path: Path) -> None:
    """A container that rotted here is told as that; nothing is recorded of members that nobody could read."""
    content = _zip({"a.bin": random.Random(1).randbytes(200_000)})
    (container,) = vault.seal(desk, [_file(tmp_path, "a.zip", content)], unpack=False).sealed
    (path,) = [one for one in desk.blobs.folder.rglob("*") if one.name == container.sha256]
    path.write_bytes(content[:-1] + b"!")
    with pytest.raises(store.DigestMismatch):
        vault.unpack(desk, container.item)
    assert vault.members(desk, container.item) == ()


def test_many_processes_that_add_one_container_unpack_it_once(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """I1 for containers: two desks had both found it packed; the second finds it unpacked inside its transaction."""
    file = _file(tmp_path, "bundle.zip", _zip(_MEMBERS))
    first, second = desk_of(), desk_of()
    (container,) = vault.seal(first, [file], unpack=False).sealed
    found = unpacking._known
    answers = iter([None])
    try:
        unpacking._known = lambda *given: next(answers, False) or found(*given)  # type: ignore[assignment]
        vault.unpack(first, container.item)
        answers = iter([None])
        assert vault.unpack(second, container.item).sealed == ()
    finally:
        unpacking._known = found
    assert len(vault.members(first, container.item)) == len(_MEMBERS) + 1


def test_tables_can_be_made_anew_with_their_containers(desk: Desk, tmp_path: Path) -> None:
    """B4: members, refusals and sidecars are folded from the log to the same digest."""
    vault.seal(desk, [_file(tmp_path, "a.zip", _zip({**_MEMBERS, "../x": b"evil"}))])
    assert store.rebuild(desk, check_only=True).same


def test_the_public_edition_names_no_member_of_a_container(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """The paths inside may hold names; entries about them stay closed in public."""
    from onrecord import dossier

    file = _file(tmp_path, "bundle.zip", _zip({"CANARY of a witness.txt": b"words"}))
    vault.seal(desk_of(), [file], visibility=Visibility.TEAM)
    bag = dossier.export(desk_of(KEEPER), tmp_path / "out").path
    assert b"CANARY" not in b"".join(path.read_bytes() for path in bag.rglob("*") if path.is_file())


def test_the_json_of_add_keeps_its_promises(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CLI.md's fields, and container, members, refused with codes beside them; `items` and `item` show both ways."""
    from onrecord.cli import status_of

    file = _file(tmp_path, "bundle.zip", _zip({"a.txt": b"a", "../x": b"evil"}))
    assert status_of(["-C", str(archive), "add", str(file), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    container, member = told["items"]
    assert {"item", "sha256", "size", "media_type", "name", "duplicate_of"} <= container.keys()
    assert container["members"] == [member["item"]]
    assert member["container"] == container["item"]
    assert [one["code"] for one in told["refused"]] == ["vault.member-outside"]
    assert status_of(["-C", str(archive), "item", container["item"], "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [(one["path"], one["refused"]) for one in shown["members"]] == [
        ("a.txt", None),
        ("../x", "vault.member-outside"),
        (None, None),
    ]
    assert status_of(["-C", str(archive), "items", "--json"]) == 0
    assert [one["containers"] for one in json.loads(capsys.readouterr().out)["items"]] == [[], [container["item"]]]
    assert status_of(["-C", str(archive), "add", "--no-unpack", str(_file(tmp_path, "b.zip", _zip(_MEMBERS)))]) == 0
    assert status_of(["-C", str(archive), "unpack", "b.zip"]) == 0
    assert "page" not in capsys.readouterr().err


def test_an_encrypted_archive_unpacks_without_writing_anything_in_clear(tmp_path: Path) -> None:
    """P8: a ZIP, a TAR and a message are read through their encryption, from any place in them; no canary on the disk."""
    import pyrage

    from onrecord.store import FolderBlobs
    from onrecord.store.envelopes import AgeEnvelope

    envelope = AgeEnvelope(identity=str(pyrage.x25519.Identity.generate()), name_key=b"\7" * 32)
    blobs = FolderBlobs(tmp_path / "blobs", envelope=envelope)
    (tmp_path / "blobs").mkdir()
    content = _zip({f"{number}.txt": b"CANARY" * 1000 + random.Random(number).randbytes(3000) for number in range(40)})
    blob = blobs.put_bytes(content)

    class Place:
        pass

    place = Place()
    place.blobs = blobs  # type: ignore[attr-defined]
    sealed = vault.Sealed(
        item="item-1",  # type: ignore[arg-type]
        sha256=blob.sha256,
        size=blob.size,
        media_type="application/zip",
        name="a.zip",
        duplicate_of=None,
        path="a.zip",
    )
    found = unpacking._Found(container=sealed, form=unpacking.Form.ZIP)
    unpacking._gather(place, found, unpacking.Budget())  # type: ignore[arg-type]
    assert len(found.kept) == 40
    assert found.told == []
    assert not any(b"CANARY" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

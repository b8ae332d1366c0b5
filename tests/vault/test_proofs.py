"""What phones send along: each proof is matched with the bytes that it names, and no signature is taken for verified."""

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tests.personas import OUTSIDER

from onrecord import vault
from onrecord.kernel import ItemId, Visibility
from onrecord.store import Desk
from onrecord.vault.proofs import Beside, Matched, matched

_PHOTO = b"\xff\xd8\xff a photograph"
_HASH = sha256(_PHOTO).hexdigest()


def _matched(files: dict[str, bytes]) -> dict[tuple[str, int | None], Matched]:
    beside = [
        Beside(
            item=ItemId(path),
            sha256=sha256(content).hexdigest(),
            name=path.rpartition("/")[2],
            path=path,
            size=len(content),
        )
        for path, content in files.items()
    ]
    found = list(matched(beside, lambda one: files[one.path]))
    return {(str(one.sidecar), one.line): one for one in found}


def _proof(digest: str = _HASH) -> bytes:
    return json.dumps({"File Path": "/sdcard/p.jpg", "File Hash SHA256": digest, "Location.Latitude": "43.0"}).encode()


_PROOFMODE = {
    "photo.jpg": _PHOTO,
    f"{_HASH}.proof.json": _proof(),
    f"{_HASH}.proof.csv": f"File Hash SHA256,Location.Latitude\n{_HASH.upper()},43.0\n".encode(),
    f"{_HASH}.proof.json.asc": b"-----BEGIN PGP SIGNATURE-----",
    f"{_HASH}.asc": b"-----BEGIN PGP SIGNATURE-----",
    f"{_HASH}.ots": b"\x00OpenTimestamps",
    "photo.jpg.asc": b"-----BEGIN PGP SIGNATURE-----",
    "pubkey.asc": b"-----BEGIN PGP PUBLIC KEY",
    "HowToVerifyProofData.txt": b"words",
}


def test_proofmode_is_matched_by_the_digest_it_names() -> None:
    """JSON, CSV, signatures of the photograph and of the proof, a stamp; the key and the leaflet speak of nothing."""
    found = _matched(_PROOFMODE)
    photo, proof = "photo.jpg", f"{_HASH}.proof.json"
    assert {name: (one.item, one.matched_by) for (name, _), one in found.items()} == {
        proof: (photo, "sha256"),
        f"{_HASH}.proof.csv": (photo, "sha256"),
        f"{_HASH}.proof.json.asc": (proof, "name"),
        f"{_HASH}.asc": (photo, "sha256"),
        f"{_HASH}.ots": (photo, "sha256"),
        "photo.jpg.asc": (photo, "name"),
    }
    assert {one.form for one in found.values()} == {"proofmode"}
    assert {name for (name, _), one in found.items() if one.signature == "not-verified"} == {
        proof, f"{_HASH}.proof.json.asc", f"{_HASH}.asc", f"{_HASH}.ots", "photo.jpg.asc",
    }  # fmt: skip


@pytest.mark.parametrize(
    "proof",
    [
        _proof("0" * 64),
        _proof("no digest"),
        b"no json",
        b"[" * 100_000,
        b"[]",
        b"[1]",
        b"5",
        b"\xff\xfe\x00",
    ],
)
def test_a_proof_of_other_bytes_is_told(proof: bytes) -> None:
    """The photograph is missing, or was changed; or the proof says nothing that can be read."""
    (only,) = _matched({"photo.jpg": _PHOTO, "x.proof.json": proof}).values()
    assert only.item is None
    assert only.fault is not None
    assert only.fault.code == "vault.sidecar-unmatched"
    assert all(only.fault.message(language) for language in ("en", "ru", "kk"))


def test_photographs_and_proofs_are_matched_within_their_folder() -> None:
    """Two bundles unpacked beside each other stay apart."""
    found = _matched({f"{folder}/{name}": content for folder in "ab" for name, content in _PROOFMODE.items()})
    assert found[f"a/{_HASH}.proof.json", None].item == "a/photo.jpg"
    assert found[f"b/{_HASH}.proof.json", None].item == "b/photo.jpg"


@pytest.mark.parametrize(
    ("text", "form", "by"),
    [
        (f"File name,File hash SHA256,Manufacturer\nphoto.jpg,{_HASH},Valley\n", "tella", "sha256"),
        ("Filename;Device ID\nphoto.jpg;1\n", "tella", "name"),
        ("name\tnote\nPHOTO.JPG\tfound\n", "list", "name"),
        ("File path,note\n/storage/emulated/0/photo.jpg,x\n", "list", "name"),
        ("file,note\nC:\\phone\\photo.jpg,x\n", "list", "name"),
        (f"sha256,note\n{_HASH},x\n", "list", "sha256"),
        (f"File Hash SHA256,{_HASH}\nHardware,Valley\n", "tella", "sha256"),
        (f"\ufefffilename,hash\nphoto.jpg,{_HASH}\n", "list", "sha256"),
        ('filename,note\n"photo.jpg","two\nlines"\n', "list", "name"),
    ],
)
def test_lines_of_a_list_are_matched_by_digest_or_by_name(text: str, form: str, by: str) -> None:
    """Tella's metadata and lists like it: upright or in two columns, with any of three delimiters."""
    (only,) = _matched({"photo.jpg": _PHOTO, "list.csv": text.encode()}).values()
    assert (only.item, only.form, only.matched_by, only.fault) == ("photo.jpg", form, by, None)


def test_a_list_with_another_digest_for_a_file_is_told() -> None:
    """The file or the list was changed: nothing is matched by name against the list's own word."""
    text = f"filename,sha256\nphoto.jpg,{'0' * 64}\n"
    (only,) = _matched({"photo.jpg": _PHOTO, "list.csv": text.encode()}).values()
    assert only.item is None
    assert only.fault is not None
    assert only.fault.code == "vault.sidecar-differs"


def test_a_list_that_speaks_of_nothing_here_is_only_a_list() -> None:
    """People, sums and villages are no files; and a list never speaks of itself."""
    text = b"name,killed\nMasanchi,3\nlist.csv,1\n"
    assert _matched({"photo.jpg": _PHOTO, "list.csv": text}) == {}
    assert _matched({"list.csv": b"filename\nlist.csv\n"}) == {}
    assert _matched({"a.csv": b"", "b.csv": b"\0\0,\0", "c.csv": b"one line"}) == {}


def _bundle(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "proof.zip", "w") as container:
        for name, content in _PROOFMODE.items():
            container.writestr(name, content)
    return folder / "proof.zip"


def test_a_bundle_is_recorded_with_its_container(desk: Desk, tmp_path: Path) -> None:
    """ProofMode's ZIP: every member an item, the proof bound to its photograph on the log, the signatures unverified."""
    report = vault.seal(desk, [_bundle(tmp_path)])
    photo = vault.item(desk, "photo.jpg")
    speaking = vault.sidecars(desk, photo.id)
    assert len(report.sidecars) == 6
    assert {one.matched_by for one in speaking} == {"sha256", "name"}
    assert {one.item for one in speaking} == {photo.id}
    (of_proof,) = [
        one for one in vault.sidecars(desk, f"{_HASH}.proof.json") if one.sidecar != photo.id and one.item == photo.id
    ]
    assert of_proof.signature == "not-verified"
    assert report.refused == ()


def test_a_folder_is_recorded_as_a_bundle_is_and_only_once(desk: Desk, tmp_path: Path) -> None:
    """Unpacked by hand, added twice: the log says once what belongs together."""
    folder = tmp_path / "proof"
    folder.mkdir()
    for name, content in {**_PROOFMODE, "y.proof.json": _proof("0" * 64)}.items():
        (folder / name).write_bytes(content)
    report = vault.seal(desk, [folder])
    assert len(report.sidecars) == 7
    assert [fault.code for fault in report.refused] == ["vault.sidecar-unmatched"]
    kinds = [entry.kind for entry in desk.log.entries()]
    vault.seal(desk, [folder])
    again = [entry.kind for entry in desk.log.entries()][len(kinds) :]
    assert "sidecar-matched@1" in kinds
    assert set(again) == {"item-received@1"}


def test_a_sidecar_that_may_not_be_seen_is_not_named(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G2: the photograph is public, its proof with the place and the phone is for the team."""
    folder = tmp_path / "proof"
    folder.mkdir()
    for name, content in _PROOFMODE.items():
        (folder / name).write_bytes(content)
    (tmp_path / "same.jpg").write_bytes(_PHOTO)
    vault.seal(desk_of(), [tmp_path / "same.jpg"], visibility=Visibility.PUBLIC)
    vault.seal(desk_of(), [folder])
    assert len(vault.sidecars(desk_of(), "same.jpg")) == 5
    assert vault.sidecars(desk_of(OUTSIDER), "same.jpg") == ()


def test_a_proof_of_gigabytes_is_not_read() -> None:
    """No phone writes one; whoever does wants memory."""

    def read(one: Beside) -> bytes:
        raise AssertionError(one)

    beside = [
        Beside(item=ItemId("p"), sha256=_HASH, name="photo.jpg", path="photo.jpg", size=5),
        Beside(item=ItemId("x"), sha256="0" * 64, name="x.proof.json", path="x.proof.json", size=9 << 20),
        Beside(item=ItemId("y"), sha256="1" * 64, name="y.csv", path="in/y.csv", size=9 << 20),
        Beside(item=ItemId("z"), sha256="2" * 64, name="z.jpg", path="in/z.jpg", size=5),
    ]
    assert [one.item for one in matched(beside, read)] == [None]


def test_the_report_says_that_nobody_verified_a_signature(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words on standard error, and in the document."""
    from onrecord.cli import status_of

    assert status_of(["-C", str(archive), "add", str(_bundle(tmp_path)), "--json"]) == 0
    shown = capsys.readouterr()
    assert "not verified" in shown.err
    assert {one["signature"] for one in json.loads(shown.out)["sidecars"]} == {None, "not-verified"}
    assert io.StringIO(shown.out).read(1) == "{"

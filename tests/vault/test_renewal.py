"""The renewal of digests: what was known by SHA-256 alone is known by SHA-512, and the archive goes on by it (B8)."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST

from onrecord import dossier, reading, store, vault
from onrecord.kernel import Checkpoint, SignedNote, Visibility
from onrecord.store import Desk, Draft, RoleTooNarrow, second_root
from onrecord.verify import verify_export

_TEXT = "Eleven people had been killed, the office said.\n"


@pytest.fixture
def filled(desk: Desk, tmp_path: Path) -> Desk:
    """An archive with an item by both digests, one sealed before there was a second, and a text layer of each."""
    (tmp_path / "new.txt").write_text(_TEXT, encoding="utf-8")
    vault.seal(desk, [tmp_path / "new.txt"], visibility=Visibility.PUBLIC)
    blob = desk.blobs.put_bytes(b"an older photograph")
    payload = {"item": "item-old", "sha256": blob.sha256, "size": blob.size, "media_type": "text/plain",
               "name": "old.txt", "visibility": "public", "tool": "onrecord seal@1"}  # fmt: skip
    desk.append([Draft(kind="item-sealed@1", payload=payload)])
    reading.read(desk)
    return desk


def test_what_lacks_a_second_digest_gets_one(filled: Desk, tmp_path: Path) -> None:
    """The old item, not the new one nor its text, which has the same bytes; then all rests on SHA-512 alone."""
    codes = {one["code"] for one in store.check(filled, deep=True, distrust="sha256").problems}
    assert codes == {"store.digest-unknown"}
    made = vault.renew_digests(filled)
    assert (made.objects, made.damaged) == (1, ())
    named = [entry.payload or {} for entry in filled.log.entries(kinds=["object-digested@1"])]
    assert {"sha256": vault.item(filled, "item-old").sha256, "sha512": hashlib.sha512(b"an older photograph").hexdigest(),
            "of": "item-old"} in named  # fmt: skip
    assert store.check(filled, deep=True, distrust="sha256").problems == ()
    assert store.check(filled, deep=True).problems == ()
    for edition in ("public", "restricted"):
        out = dossier.export(filled, tmp_path / edition, edition=edition).path
        verdict = verify_export(out, key=filled.info.verifier_key, distrust="sha256")
        assert [one.message() for one in verdict.problems] == []
        assert "known_by_sha256_alone" not in verdict.checked


def test_the_log_is_anchored_anew(filled: Desk) -> None:
    """The entry holds the root of the log by SHA-512 up to itself, and a head that the log's key signed."""
    made = vault.renew_digests(filled)
    (entry,) = filled.log.entries(kinds=["digests-renewed@1"])
    assert entry.payload == {"algorithm": "sha512", "size": made.size, "root": made.root, "note": made.note}
    assert entry.seq == made.size
    with filled.reading() as connection:
        assert second_root(connection, made.size).hex() == made.root
    head = Checkpoint.parse(SignedNote.parse(made.note).text, root_bytes=64)
    assert (head.size, head.root.hex()) == (made.size, made.root)


def test_a_second_renewal_finds_nothing_left_to_do(filled: Desk) -> None:
    """It anchors the log as it is by now, and names no object twice."""
    vault.renew_digests(filled)
    assert vault.renew_digests(filled).objects == 0


def test_a_damaged_object_gets_no_second_digest(filled: Desk) -> None:
    """Whatever lies there now is not what was sealed: naming it would make it so."""
    sha256 = vault.item(filled, "item-old").sha256
    place = filled.info.folder / "blobs" / sha256[:2] / sha256
    place.chmod(0o600)
    place.write_bytes(b"another photograph")
    made = vault.renew_digests(filled)
    assert made.damaged == (sha256,)
    told = {(one["code"], one["item"]) for one in store.check(filled, deep=True, distrust="sha256").problems}
    assert told == {("store.digest-unknown", "layer-0002")}  # the same bytes are item and text


def test_a_swapped_object_is_found_by_its_second_digest_alone(filled: Desk) -> None:
    """SHA-256 broken: another file under the same name; it is not even asked for its SHA-256."""
    vault.renew_digests(filled)
    sha256 = vault.item(filled, "new.txt").sha256
    place = filled.info.folder / "blobs" / sha256[:2] / sha256
    place.chmod(0o600)
    place.write_bytes(b"what an attacker found with the same SHA-256")
    told = {(one["code"], one["item"]) for one in store.check(filled, deep=True, distrust="sha256").problems}
    assert told == {("store.digest-mismatch", "layer-0001")}  # the same bytes are item and text


def test_only_a_keeper_renews(filled: Desk, desk_of: Callable[..., Desk]) -> None:
    """It reads every object, restricted ones too."""
    with pytest.raises(RoleTooNarrow):
        vault.renew_digests(desk_of(ANALYST))

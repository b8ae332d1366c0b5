"""Examining items: everything left is examined, once; what was found is on the log, for the team and nobody else."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import pictures
from tests.encrypted import Encrypted
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER

from onrecord import dossier, vault
from onrecord.kernel import NotAllowed, Visibility
from onrecord.store import Desk, DigestMismatch, check, rebuild
from onrecord.vault import credentials, examiners, examining, films
from onrecord.vault.confined import Confined, Ending

DeskOf = Callable[..., Desk]


@pytest.fixture(autouse=True)
def one_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one child do, and let no decoder of films be found."""
    monkeypatch.setattr(examining, "_MOST_CHILDREN", 1)
    monkeypatch.setattr(films, "PROGRAM", "no-such-decoder")


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    picture = pictures.scene(41, (160, 120))
    (folder / "photo.jpg").write_bytes(pictures.saved(picture, exif=pictures.exif(picture)))
    (folder / "cut.jpg").write_bytes(pictures.saved(pictures.scene(42, (160, 120)))[:1_500])
    (folder / "bomb.png").write_bytes(pictures.png_of(60_000, 60_000))
    (folder / "film.mp4").write_bytes(pictures.film(created=1, place="+43.0388+074.7129/"))
    (folder / "notes.txt").write_text("words only", encoding="utf-8")
    return folder


def _states(report: vault.ExamineReport, desk: Desk) -> dict[tuple[str, str], str]:
    names = {one.id: one.name for one in vault.items(desk)}
    return {(names[one.item], one.examiner): one.state.value for one in report.outcomes}


def test_every_item_is_examined_by_whatever_applies(desk: Desk, tmp_path: Path) -> None:
    """Metadata, fingerprint, credentials; a bomb is refused, a cut file fails, a text is left alone."""
    vault.seal(desk, [_folder(tmp_path)])
    steps: list[tuple[int, int | None]] = []
    report = vault.examine(desk, on_progress=lambda done, total: steps.append((done, total)))
    states = _states(report, desk)
    assert states["photo.jpg", "metadata"] == states["photo.jpg", "fingerprint"] == "examined"
    assert states["bomb.png", "fingerprint"] == "refused"
    assert states["cut.jpg", "fingerprint"] == "failed"
    assert states["cut.jpg", "metadata"] == states["film.mp4", "metadata"] == "examined"
    assert states["film.mp4", "key_frames"] == "absent"
    assert not [name for name, _ in states if name == "notes.txt"]
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert report.fences is not None
    (found,) = (one for one in vault.examinations_of(desk, "photo.jpg") if one.examiner == "metadata")
    assert found.found is not None
    assert found.found["summary"]["places"] == [
        {"latitude": "43.0388250", "longitude": "74.7128500", "from": "EXIF GPS"}
    ]
    assert found.version.startswith("exifread ")
    assert check(desk, deep=True).problems == ()
    assert rebuild(desk, check_only=True).same


def test_what_was_examined_is_not_examined_again(desk: Desk, tmp_path: Path) -> None:
    """A second run has nothing to do, and starts no child for it; a new file alone is looked at."""
    folder = _folder(tmp_path)
    vault.seal(desk, [folder])
    first = vault.examine(desk)
    size = desk.log.size()
    again = vault.examine(desk)
    assert [one.state.value for one in again.outcomes] == ["absent"]
    assert again.already == len(first.outcomes) - 1
    assert again.fences is None
    assert desk.log.size() == size
    (folder / "more.jpg").write_bytes(pictures.saved(pictures.scene(43, (64, 48))))
    vault.seal(desk, [folder / "more.jpg"])
    states = _states(vault.examine(desk), desk)
    assert {name for name, examiner in states if examiner != "key_frames"} == {"more.jpg"}


def test_what_failed_is_repeated_when_asked(desk: Desk, tmp_path: Path) -> None:
    """`again` takes up what failed or was stopped, nothing else."""
    vault.seal(desk, [_folder(tmp_path)])
    vault.examine(desk)
    states = _states(vault.examine(desk, again=True), desk)
    assert {pair: state for pair, state in states.items() if state != "absent"} == {
        ("cut.jpg", "fingerprint"): "failed"
    }


def test_a_new_version_looks_again(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both findings stay on the log; the newest is shown."""
    vault.seal(desk, [_folder(tmp_path) / "photo.jpg"])
    vault.examine(desk)
    monkeypatch.setattr(examiners, "_version", lambda name: f"{name} of tomorrow")
    vault.examine(desk)
    kinds = [entry.kind for entry in desk.log.entries() if entry.kind == "item-examined@1"]
    assert len(kinds) == 3 + 2  # the validator's version has not changed
    versions = {one.examiner: one.version for one in vault.examinations_of(desk, "photo.jpg")}
    assert "of tomorrow" in versions["metadata"]


def test_a_missing_extra_is_a_state_and_no_entry(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the validator: `not examined: extra c2pa missing`; once it is there, the item is looked at."""
    vault.seal(desk, [_folder(tmp_path) / "photo.jpg"])
    with monkeypatch.context() as without:
        without.setattr(credentials, "version", lambda: None)
        report = vault.examine(desk)
        (absent,) = (one for one in report.outcomes if one.examiner == "credentials")
        assert (absent.state.value, absent.problem) == ("absent", "not examined: extra c2pa missing")
        assert [one.problem for one in vault.absences(desk, vault.item(desk, "photo.jpg"))] == [absent.problem]
    assert "credentials" not in {one.examiner for one in vault.examinations_of(desk, "photo.jpg")}
    if credentials.version() is not None:
        assert _states(vault.examine(desk), desk) == {("photo.jpg", "credentials"): "examined"}


def test_an_object_that_rotted_is_a_fault_and_no_finding(desk: Desk, tmp_path: Path) -> None:
    """A changed byte in our own store must never be recorded as a forgery of somebody's."""
    vault.seal(desk, [_folder(tmp_path) / "photo.jpg"])
    item = vault.item(desk, "photo.jpg")
    path = desk.blobs.folder / item.sha256[:2] / item.sha256
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)
    with pytest.raises(DigestMismatch):
        vault.examine(desk)
    assert vault.examinations_of(desk, "photo.jpg") == ()


def test_what_was_disposed_of_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    """Its bytes are gone by decision: nothing is examined, nothing fails, and what was found before stays."""
    vault.seal(desk, [_folder(tmp_path)])
    item = vault.item(desk, "photo.jpg")
    vault.dispose(desk, item.id, reason="asked for", approved_by=["a first person", "a second person"])
    states = _states(vault.examine(desk), desk)
    assert "photo.jpg" not in {name for name, _ in states}
    assert vault.examine(desk, ["photo.jpg"]).outcomes == ()
    assert vault.absences(desk, vault.item(desk, "photo.jpg")) == ()


def test_only_the_team_is_told(desk_of: DeskOf, tmp_path: Path) -> None:
    """G8: of a public photo a reader sees that it is there, and nothing of where a witness stood."""
    with desk_of(KEEPER) as desk:
        vault.seal(desk, [_folder(tmp_path) / "photo.jpg"], visibility=Visibility.PUBLIC)
        vault.examine(desk)
    for persona in (READER, OUTSIDER):
        with desk_of(persona) as desk:
            assert vault.examinations_of(desk, "photo.jpg") == ()
            assert vault.absences(desk, vault.item(desk, "photo.jpg")) == ()
            with pytest.raises(NotAllowed):
                vault.examine(desk)
    with desk_of(ANALYST) as desk:
        assert len(vault.examinations_of(desk, "photo.jpg")) >= 2


def test_a_restricted_item_is_examined_by_who_sees_it(desk_of: DeskOf, tmp_path: Path) -> None:
    """G2: for an analyst it is not there, neither to be examined nor to be asked for."""
    with desk_of(KEEPER) as desk:
        vault.seal(desk, [_folder(tmp_path) / "photo.jpg"], visibility=Visibility.RESTRICTED, in_clear=True)
    with desk_of(ANALYST) as desk:
        assert vault.examine(desk).outcomes == ()
        with pytest.raises(vault.NoSuchItem):
            vault.examine(desk, ["photo.jpg"])
    with desk_of(KEEPER) as desk:
        assert len(vault.examine(desk).outcomes) >= 2
        read = [one for one in vault.custody(desk, "photo.jpg") if one.event.value == "accessed"]
        assert [one.facts["by_program"] for one in read] == ["yes"]  # in its custody, and no alarm: nobody saw it
    with desk_of(ANALYST) as desk, pytest.raises(vault.NoSuchItem):
        vault.examinations_of(desk, "photo.jpg")


def test_an_encrypted_archive_is_examined_as_any_other(encrypted: Encrypted, tmp_path: Path) -> None:
    """Objects are read through their envelope; a large one is not held in memory and is read back and forth."""
    with encrypted.desk(KEEPER) as desk:
        vault.seal(desk, [_folder(tmp_path)])
        states = _states(vault.examine(desk), desk)
        assert states["photo.jpg", "metadata"] == "examined"


@pytest.mark.parametrize("kind", ["desk", "encrypted_desk"])
def test_a_large_object_is_read_where_it_lies(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what is held in memory it is read in place; an encrypted one is opened anew to go back: the same is found."""
    monkeypatch.setattr(examining, "_IN_MEMORY", 1_000)
    at: Desk = request.getfixturevalue(kind)
    content = pictures.film(created=1, place="+43.0388+074.7129/", cover=pictures.saved(pictures.scene(44)))
    (tmp_path / "film.mp4").write_bytes(content)
    vault.seal(at, [tmp_path / "film.mp4"])
    vault.examine(at)
    found = {one.examiner: one.found for one in vault.examinations_of(at, "film.mp4")}
    assert found["metadata"] is not None
    assert found["metadata"]["summary"]["places"][0]["latitude"] == "43.0388"
    assert found["fingerprint"] is not None
    assert found["fingerprint"]["pictures"][0]["quality"] == 100


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("fingerprint", None),
        ("fingerprint", []),
        ("fingerprint", {"form": "jpeg"}),
        ("fingerprint", {"form": "jpeg", "pictures": [{"what": "picture", "width": -1, "height": 9, "quality": 1}]}),
        ("fingerprint", {"form": "jpeg", "pictures": [{"what": "verdict", "problem": "x"}]}),
        ("metadata", {"form": "jpeg", "blocks": [{"offset": -1, "length": 1}]}),
        ("metadata", {"form": "jpeg", "blocks": [{"offset": True, "length": 1}]}),
        ("metadata", {"form": "jpeg", "blocks": [], "more": 1.5}),
        ("metadata", {"form": "jpeg", "blocks": [], "more": 2**53}),
        ("metadata", {"form": "jpeg", "blocks": [], "more": "\ud800"}),
        ("metadata", {"form": "jpeg", "blocks": ["x"] * 60_000}),
        ("metadata", {"form": "exe", "blocks": []}),
        ("credentials", {"state": "authentic"}),
        ("credentials", {"state": "found", "codes": [{"outcome": "trusted"}]}),
    ],
)
def test_an_answer_that_may_not_be_is_not_believed(name: str, answer: Any) -> None:
    """D8: minus one page, the wrong type, a number no reader agrees on: refused before it becomes an entry."""
    (examiner,) = (one for one in examiners.examiners() if one.name == name)
    with pytest.raises(examiners.BadAnswer):
        examiner.checked(answer)


def _mutants(count: int) -> Iterator[bytes]:
    dice = random.Random(10)
    picture = pictures.scene(45, (64, 48))
    block = pictures.exif(picture)
    seeds = [pictures.saved(picture, form, exif=block) for form in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")]
    seeds += [pictures.saved(picture, "GIF"), pictures.film(cover=seeds[0], created=1)]
    for number in range(count):
        bent = bytearray(seeds[number % len(seeds)])
        for _ in range(dice.choice((1, 2, 8, 40))):
            bent[dice.randrange(len(bent))] = dice.randrange(256)
        yield bytes(bent)


@pytest.mark.soak
def test_twenty_thousand_mutants_hurt_nobody() -> None:
    """D10: every answer is one of four, the parent lives, and the next file is answered."""
    with Confined(examining.WORK) as child:
        for number, mutant in enumerate(_mutants(20_000)):
            task = ("metadata", "fingerprint", "credentials")[number % 3]
            assert child.ask(task, io.BytesIO(mutant), len(mutant)).ending in set(Ending)


def test_no_finding_goes_out_in_public(desk: Desk, tmp_path: Path) -> None:
    """A public photo goes out as it is; what was found about it, and what it is alike to, does not."""
    folder = _folder(tmp_path)
    (folder / "again.jpg").write_bytes(pictures.saved(pictures.scene(41, (160, 120)), quality=30))
    vault.seal(desk, [folder / "photo.jpg", folder / "again.jpg"], visibility=Visibility.PUBLIC)
    vault.examine(desk)
    vault.judge(desk, "photo.jpg", "again.jpg", vault.Verdict.SAME, why="a canary of a reason")
    bag = dossier.export(desk, tmp_path / "bag", edition="public").path
    disclosed = (bag / "data" / "log" / "payloads.jsonl").read_text(encoding="utf-8")
    assert "photo.jpg" in disclosed
    for canary in ("43.0388250", "a canary of a reason", "fingerprint", "verdict"):
        assert canary not in disclosed

"""Likeness of pictures: turned, smaller, recompressed, cropped copies are proposed; nothing is merged; a person decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests import pictures
from tests.personas import ANALYST, KEEPER, READER

from onrecord import vault
from onrecord.kernel import NotAllowed, Visibility
from onrecord.store import Desk, rebuild
from onrecord.vault import examining

DeskOf = Callable[..., Desk]


@pytest.fixture(autouse=True)
def one_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one child do."""
    monkeypatch.setattr(examining, "_MOST_CHILDREN", 1)


def _put(folder: Path, name: str, picture: Image.Image, form: str = "JPEG", **settings: int) -> Path:
    path = folder / name
    path.write_bytes(pictures.saved(picture, form, **settings))
    return path


def _pairs(desk: Desk) -> dict[frozenset[str], vault.Likeness]:
    names = {one.id: one.name for one in vault.items(desk)}
    found = vault.alike_pictures(desk).likenesses
    return {frozenset((names[one.first], names[one.second])): one for one in found}


def test_copies_are_proposed_and_never_merged(desk: Desk, tmp_path: Path) -> None:
    """I5: the same bytes under two names are one item with two receipts; a turned and a recompressed copy are proposed."""
    whole = pictures.scene(71)
    paths = [
        _put(tmp_path, "whole.jpg", whole),
        _put(tmp_path, "same.jpg", whole),
        _put(tmp_path, "turned.jpg", whole.transpose(Image.Transpose.ROTATE_270)),
        _put(tmp_path, "mirrored.png", whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG"),
        _put(tmp_path, "worse.jpg", whole, quality=25),
        _put(tmp_path, "smaller.webp", whole.resize((213, 160)), "WEBP"),
        _put(tmp_path, "cropped.jpg", whole.crop((6, 5, 632, 474))),
        _put(tmp_path, "other.jpg", pictures.scene(72)),
    ]
    vault.seal(desk, paths)
    assert len(vault.items(desk)) == len(paths) - 1
    assert list(vault.provenances(desk).values()) == [2]
    vault.examine(desk)
    pairs = _pairs(desk)
    copies = ("turned.jpg", "mirrored.png", "worse.jpg", "smaller.webp", "cropped.jpg")
    assert {name for pair in pairs for name in pair} == {"whole.jpg", *copies}
    turns = {name: pairs[frozenset(("whole.jpg", name))].facts["turn"] for name in copies}
    assert turns == {
        "turned.jpg": "rotated_90", "mirrored.png": "mirrored", "worse.jpg": "as_it_is", "smaller.webp": "as_it_is",
        "cropped.jpg": "as_it_is",
    }  # fmt: skip
    assert all(one.facts["distance"] <= 31 and one.facts["quality"] >= 50 for one in pairs.values())
    assert len(vault.items(desk)) == len(paths) - 1  # as many as before
    ((*group,),) = vault.groups(pairs.values())
    assert len(group) == 6
    assert len(vault.spanning(pairs.values())) == 5


def test_plain_pictures_are_not_compared_and_said(desk: Desk, tmp_path: Path) -> None:
    """Two grey sheets are alike in nothing that counts: they are named as too plain."""
    paths = [_put(tmp_path, f"{tone}.png", Image.new("RGB", (90, 60), (tone,) * 3), "PNG") for tone in (100, 101)]
    vault.seal(desk, paths)
    vault.examine(desk)
    found = vault.alike_pictures(desk)
    assert found.likenesses == ()
    assert len(found.too_plain) == 2


def test_what_was_judged_is_not_proposed_again(desk: Desk, tmp_path: Path) -> None:
    """Same or different, with a reason, in the log; a later judgement takes the place of an earlier one."""
    whole = pictures.scene(73)
    vault.seal(desk, [_put(tmp_path, "a.jpg", whole), _put(tmp_path, "b.jpg", whole, quality=30)])
    vault.examine(desk)
    found = vault.alike_pictures(desk).likenesses
    assert len(vault.without_judged(found, vault.judgements(desk))) == 1
    with pytest.raises(vault.SameItem):
        vault.judge(desk, "a.jpg", "a.jpg", vault.Verdict.SAME, why="one file")
    judged = vault.judge(desk, "b.jpg", "a.jpg", vault.Verdict.DIFFERENT, why="two moments")
    assert judged.first < judged.second
    assert vault.without_judged(found, vault.judgements(desk)) == ()
    assert vault.groups((), vault.judgements(desk)) == ()
    vault.judge(desk, "a.jpg", "b.jpg", vault.Verdict.SAME, why="looked again")
    (newest,) = vault.judgements(desk)
    assert (newest.verdict, newest.why) == (vault.Verdict.SAME, "looked again")
    assert vault.groups((), vault.judgements(desk)) == ((judged.first, judged.second),)
    assert rebuild(desk, check_only=True).same


def test_nobody_learns_of_a_likeness_to_what_they_may_not_see(desk_of: DeskOf, tmp_path: Path) -> None:
    """G2: a restricted photo is alike to nothing for an analyst, cannot be judged, and no judgement about it is shown."""
    whole = pictures.scene(74)
    with desk_of(KEEPER) as desk:
        vault.seal(desk, [_put(tmp_path, "open.jpg", whole)], visibility=Visibility.TEAM)
        vault.seal(
            desk, [_put(tmp_path, "hidden.jpg", whole, quality=30)], visibility=Visibility.RESTRICTED, in_clear=True
        )
        vault.examine(desk)
        assert len(vault.alike_pictures(desk).likenesses) == 1
        vault.judge(desk, "open.jpg", "hidden.jpg", vault.Verdict.SAME, why="one photo")
    with desk_of(ANALYST) as desk:
        assert vault.alike_pictures(desk).likenesses == ()
        assert vault.judgements(desk) == ()
        with pytest.raises(vault.NoSuchItem):
            vault.judge(desk, "open.jpg", "hidden.jpg", vault.Verdict.SAME, why="guess")
    with desk_of(READER) as desk:
        assert vault.alike_pictures(desk).likenesses == ()
        with pytest.raises(NotAllowed):
            vault.judge(desk, "open.jpg", "hidden.jpg", vault.Verdict.SAME, why="guess")


def test_the_same_bytes_kept_apart_are_told_to_the_keeper(desk_of: DeskOf, tmp_path: Path) -> None:
    """A restricted copy of a team's item stays an item of its own; only who sees both is told that they are one."""
    path = _put(tmp_path, "photo.jpg", pictures.scene(75))
    with desk_of(KEEPER) as desk:
        vault.seal(desk, [path])
        vault.seal(desk, [path], visibility=Visibility.RESTRICTED, in_clear=True)
        assert [one.kind for one in vault.same_bytes(desk)] == [vault.LikenessKind.BYTES]
    with desk_of(ANALYST) as desk:
        assert vault.same_bytes(desk) == ()
        assert vault.provenances(desk) == {}


def test_one_shared_title_card_is_no_likeness() -> None:
    """Two films of many frames need two frames in common; a film of one frame needs that one."""
    from onrecord.vault import likeness

    pair = ("item-1", "item-2")
    hit = {"distance": 0, "turn": "as_it_is", "parts": ["frame", "frame"], "quality": 100}
    many, one = {"item-1": 5, "item-2": 5}, {"item-1": 5, "item-2": 1}
    assert likeness._of_pictures(pair, [hit], many) is None  # type: ignore[arg-type]
    assert likeness._of_pictures(pair, [hit], one) is not None  # type: ignore[arg-type]
    assert likeness._of_pictures(pair, [hit, hit], many) is not None  # type: ignore[arg-type]
    assert likeness._of_pictures(pair, [{**hit, "parts": ["frame", "picture"]}], many) is not None  # type: ignore[arg-type]


def test_a_thumbnail_that_shows_something_else_is_told() -> None:
    """How far it is from its own picture; nothing where it agrees, is plain, or is the picture itself."""
    picture = {"what": "picture", "quality": 100, "hashes": {"as_it_is": "0" * 64}}
    other = {"what": "thumbnail", "quality": 100, "hashes": {"as_it_is": "f" * 64}}
    assert vault.thumbnail_distance(picture, other) == 256
    assert vault.thumbnail_distance(picture, {**other, "quality": 10}) is None
    assert vault.thumbnail_distance(picture, {**other, "hashes": picture["hashes"]}) is None
    assert vault.thumbnail_distance(picture, picture) is None

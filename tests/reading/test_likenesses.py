"""Likenesses of what items say, and the one list of all: nothing merged, nothing told of what may not be seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests import pictures
from tests.personas import ANALYST, KEEPER, READER

from onrecord import reading, vault
from onrecord.kernel import Visibility
from onrecord.store import Desk

DeskOf = Callable[..., Desk]

_RELEASE = (
    "Аудан әкімдігінің хабарлауынша, сегізінші наурызға қараған түні көпір жанында кемінде он адам зардап шекті, оның "
    "екеуі ауыр халде. Жол таңға дейін жабық болды. Тексеру басталды, ал тұрғындар көмекті таңға дейін күткенін айтады."
)
_OTHER = (
    "The school in the lower village opened again on Monday. Parents had asked for a guard at the gate, and the office "
    "promised one by the end of the month. Lessons began at nine, an hour later than usual, and most of the children came."
)


def _files(folder: Path) -> list[Path]:
    texts = {
        "release.txt": _RELEASE,
        "reprint.html": f"<html><body><h1>Жаңалық</h1><p>{_RELEASE}</p><p>2031</p></body></html>",
        "shouted.txt": _RELEASE.upper(),
        "other.txt": _OTHER,
        "short.txt": "Иә.",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "photo.jpg").write_bytes(pictures.saved(pictures.scene(81, (64, 48))))
    return sorted(folder.iterdir())


def _names(desk: Desk, found: reading.Likenesses) -> dict[frozenset[str], vault.Likeness]:
    names = {one.id: one.name for one in vault.items(desk)}
    return {frozenset((names[one.first], names[one.second])): one for one in found.pairs}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return texts of which three are one, and a photo."""
    folder = tmp_path / "given"
    folder.mkdir()
    return _files(folder)


def test_reprints_are_proposed_across_forms(desk: Desk, files: list[Path]) -> None:
    """A page, a text and the same in capitals: equal or near, in Kazakh, by their text layers."""
    vault.seal(desk, files)
    reading.read(desk)
    found = reading.likenesses(desk)
    pairs = _names(desk, found)
    assert pairs[frozenset(("release.txt", "shouted.txt"))].method == "letters@1"
    near = [one for pair, one in pairs.items() if "reprint.html" in pair]
    assert near
    assert all(one.method == "shingles@1" and float(one.facts["similarity"]) >= 0.6 for one in near)
    assert not [pair for pair in pairs if "other.txt" in pair]
    assert [len(group) for group in found.groups] == [3]


def test_what_was_not_compared_is_said_with_its_reason(desk: Desk, files: list[Path]) -> None:
    """Too short, not examined, not read: no item is left out in silence."""
    vault.seal(desk, files)
    names = {one.id: one.name for one in vault.items(desk)}
    before = {names[item]: why for item, why in reading.likenesses(desk).not_compared}
    assert before == {**dict.fromkeys(names.values(), "not_read"), "photo.jpg": "not_examined"}
    reading.read(desk)
    vault.examine(desk)
    after = {names[item]: why for item, why in reading.likenesses(desk).not_compared}
    assert after == {"short.txt": "too_short"}


def test_a_judged_pair_is_not_proposed_again(desk: Desk, files: list[Path]) -> None:
    """It stands among the judged ones, and still holds its group together when it was the same."""
    vault.seal(desk, files)
    reading.read(desk)
    vault.judge(desk, "release.txt", "shouted.txt", vault.Verdict.SAME, why="one release")
    vault.judge(desk, "release.txt", "reprint.html", vault.Verdict.DIFFERENT, why="the page has a comment")
    found = reading.likenesses(desk)
    pairs = set(_names(desk, found))
    assert frozenset(("release.txt", "shouted.txt")) not in pairs
    assert frozenset(("release.txt", "reprint.html")) not in pairs
    assert len(found.judged) == 2
    assert found.to_record()["judged"][0]["why"] in ("one release", "the page has a comment")


def test_a_restricted_text_is_alike_to_nothing_for_an_analyst(desk_of: DeskOf, files: list[Path]) -> None:
    """Neither as a pair, nor as a group, nor as what was not compared."""
    with desk_of(KEEPER) as desk:
        vault.seal(desk, [one for one in files if one.name == "release.txt"])
        vault.seal(
            desk, [one for one in files if one.name == "shouted.txt"], visibility=Visibility.RESTRICTED, in_clear=True
        )
        reading.read(desk)
        assert len(reading.likenesses(desk).pairs) == 1
        hidden = vault.item(desk, "shouted.txt").id
    for persona in (ANALYST, READER):
        with desk_of(persona) as desk:
            found = reading.likenesses(desk)
            assert found.pairs == ()
            assert hidden not in str(found.to_record())

"""`onrecord store check`: what was read and what was not, kinds of damage apart, exit statuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.rot import damage, lose

from onrecord.cli import status_of

Types = Callable[..., Any]


@pytest.fixture
def types(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command at an archive with three items."""

    def typed(*words: str, status: int = 0, as_json: bool = True) -> Any:
        capsys.readouterr()
        assert status_of(["-C", str(archive), *words, *(["--json"] if as_json else [])]) == status, words
        shown = capsys.readouterr().out
        return json.loads(shown) if as_json else shown

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"photograph {number}")
        typed("add", str(tmp_path / f"{number}.txt"))
    return typed


def _digests(types: Types) -> list[str]:
    return [one["sha256"] for one in types("items")["items"]]


def test_a_quick_check_says_what_it_did_not_read(types: Types, archive: Path) -> None:
    """B3: on a rotten object it finds nothing, says so, and does not call anything verified."""
    damage(archive, _digests(types)[0])
    quick = types("store", "check")
    assert (quick["ok"], quick["verified"], quick["not_read"]) == (True, False, 3)
    assert "Not read" in types("store", "check", as_json=False)
    assert types("store", "check", "--deep", status=10)["verified"] is False


def test_a_deep_check_of_a_whole_archive_verifies_it(types: Types) -> None:
    """Nothing is left unread, nothing unjudged."""
    deep = types("store", "check", "--deep")
    assert (deep["ok"], deep["verified"], deep["not_read"], deep["not_judged"]) == (True, True, 0, [])


def test_kinds_of_damage_stand_apart(types: Types, archive: Path) -> None:
    """B2: changed, missing, untracked, in JSON and in words; a check writes nothing."""
    first, second, _ = _digests(types)
    damage(archive, first)
    lose(archive, second)
    (archive / "blobs" / "00").mkdir(exist_ok=True)
    (archive / "blobs" / "00" / "notes.txt").write_text("mine")
    size = types("log")["size"]
    report = types("store", "check", "--deep", status=10)
    assert [one["expected"] for one in report["changed"]] == [first]
    assert [one["expected"] for one in report["missing"]] == [second]
    assert report["untracked"] == ["00/notes.txt"]
    page = types("store", "check", "--deep", status=10, as_json=False)
    assert all(word in page for word in ("Changed: 1", "Missing: 1", "Untracked"))
    assert types("log")["size"] == size


def test_what_a_deep_check_found_is_recorded_only_when_asked(types: Types, archive: Path) -> None:
    """A copy that is looked at stays a copy; `--record` freezes what has changed."""
    (first, *_) = _digests(types)
    damage(archive, first)
    assert types("store", "check", "--deep", status=10)["recorded"] is False
    assert types("custody", "check")["ok"]
    assert types("store", "check", "--deep", "--record", status=10)["recorded"] is True
    assert [one["code"] for one in types("custody", "check", status=10)["problems"]] == ["vault.frozen"]


def test_the_share_of_a_day_is_read_once(types: Types) -> None:
    """P3: what was read, what was not, and how long the oldest has lain; the second call has nothing to do."""
    first = types("store", "check", "--due")
    assert first["ok"]
    assert (first["read"], first["not_read"], first["recorded"]) == (1, first["objects"] - 1, True)
    assert first["oldest_reading"]
    again = types("store", "check", "--due")
    assert (again["due"], again["read"], again["recorded"]) == (0, 0, False)
    assert "tomorrow" in types("store", "check", "--due", as_json=False)


def test_a_missing_object_is_told_by_the_share_of_any_day(types: Types, archive: Path) -> None:
    """Its item is frozen, and the exit status says so."""
    lose(archive, _digests(types)[2])
    report = types("store", "check", "--due", status=10)
    assert len(report["missing"]) == 1
    assert types("custody", "check", status=10)["problems"][0]["rule"] == "EV-02"


def test_options_that_exclude_each_other_are_refused(types: Types) -> None:
    """`--due` stands alone."""
    types("store", "check", "--due", "--deep", status=2, as_json=False)
    types("store", "check", "--record", status=2, as_json=False)


def test_one_item_is_verified(types: Types, archive: Path) -> None:
    """`custody verify`: exit status 10 and the event where its bytes have changed."""
    assert types("custody", "verify", "0.txt")["event"] == "verified_ok"
    damage(archive, types("item", "0.txt")["sha256"])
    assert types("custody", "verify", "0.txt", status=10)["event"] == "integrity_failure"

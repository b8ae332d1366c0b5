"""The contract of a place for copies, held to a folder and to S3 alike: written once, whole or not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import adapters, store

Make = Callable[[], Any]


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A place of each kind."""
    if request.param == "folder":
        return adapters.FolderPlace(tmp_path / "stick")
    found, _, _ = request.getfixturevalue("s3_of")()
    return found


def _read(place: Any, name: str) -> bytes:
    return b"".join(place.get(name))


@pytest.mark.parametrize("content", [b"", b"a", bytes(range(256)) * 5000])
def test_what_was_put_is_read_back(place: Any, content: bytes) -> None:
    """Also what is empty, and what holds every byte there is."""
    place.put("data/ab.age", content)
    assert _read(place, "data/ab.age") == content
    assert place.exists("data/ab.age")


def test_a_file_is_written_once(place: Any) -> None:
    """The same bytes again are fine: an answer may have been lost. Others are refused, and the first stay."""
    place.put("data/ab.age", b"first")
    place.put("data/ab.age", b"first")
    with pytest.raises(store.AlreadyStored):
        place.put("data/ab.age", b"second")
    assert _read(place, "data/ab.age") == b"first"


def test_a_list_names_what_lies_in_one_folder(place: Any) -> None:
    """In order, with sizes, nothing of another folder and nothing unfinished; an empty place lists nothing."""
    assert list(place.list("data/")) == []
    for name in ("data/b.age", "data/a.age", "snapshots/c.age", "database/d.age"):
        place.put(name, name.encode())
    assert list(place.list("data/")) == [
        store.Stored(name="data/a.age", size=10),
        store.Stored(name="data/b.age", size=10),
    ]


def test_a_list_is_as_long_as_it_has_to_be(place: Any) -> None:
    """A store gives a thousand names at a time."""
    for number in range(1005):
        place.put(f"data/{number:04}", b"x")
    assert len(list(place.list("data/"))) == 1005


def test_what_was_removed_is_gone(place: Any) -> None:
    """And may be removed again, and written anew."""
    place.put("data/ab.age", b"first")
    place.delete("data/ab.age")
    place.delete("data/ab.age")
    assert not place.exists("data/ab.age")
    assert list(place.list("data/")) == []
    with pytest.raises(store.NotStored):
        _read(place, "data/ab.age")
    place.put("data/ab.age", b"second")
    assert _read(place, "data/ab.age") == b"second"


def test_a_place_says_where_it_is_and_nothing_more(place: Any) -> None:
    """No secret is in what a person is shown."""
    assert place.address.endswith(("stick", "s3://valley/korday"))
    assert "of tests" not in repr(place)

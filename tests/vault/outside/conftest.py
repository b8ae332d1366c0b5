"""What the tests of the outside share: an archive whose clock a test moves, and a web of services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.authorities import Authority
from tests.conftest import STARTED_AT
from tests.outside import MovingClock, Web, answering
from tests.personas import ANALYST

from onrecord.kernel import CountedIds

if TYPE_CHECKING:
    from onrecord.store import Desk
    from onrecord.vault import TimeAuthority


@pytest.fixture
def moving() -> MovingClock:
    """A clock that stands where a test puts it."""
    return MovingClock(STARTED_AT)


@pytest.fixture
def place(tmp_path: Path, moving: MovingClock) -> Iterator[Desk]:
    """An analyst's desk at an archive with one sealed file."""
    from onrecord import app, vault

    ids = CountedIds()
    folder = app.create_archive(tmp_path / "archive", title="Valley 2031", clock=moving, ids=ids).folder
    (tmp_path / "herald.txt").write_text("The regional office said that eleven people had been killed.")
    with app.open_desk(folder, actor=ANALYST, clock=moving, ids=ids) as desk:
        vault.seal(desk, [tmp_path / "herald.txt"])
        yield desk


@pytest.fixture
def first() -> Authority:
    """An authority with the right time."""
    return Authority(name="First", seed=1, at=STARTED_AT)


@pytest.fixture
def second() -> Authority:
    """Another one, three seconds ahead."""
    return Authority(name="Second", seed=2, at=STARTED_AT + dt.timedelta(seconds=3))


@pytest.fixture
def web(first: Authority, second: Authority) -> Web:
    """Both, answering."""
    return Web(
        services={"https://first.example": answering(first.answer), "https://second.example": answering(second.answer)}
    )


@pytest.fixture
def both(first: Authority, second: Authority) -> list[TimeAuthority]:
    """Both, as a keeper has named them."""
    from onrecord.vault import Chain, TimeAuthority

    return [
        TimeAuthority(name=name, url=f"https://{name}.example/tsr", chain=Chain.parse(made.chain(), place=name))
        for name, made in (("first", first), ("second", second))
    ]


def seal_more(desk: Desk, tmp_path: Path, name: str) -> None:
    """Seal one more file, so that the log grows."""
    from onrecord import vault

    (tmp_path / name).write_text(name)
    vault.seal(desk, [tmp_path / name])

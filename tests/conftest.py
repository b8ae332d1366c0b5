"""Fixtures that all tests share: a clock that moves a minute at each look, counted ids, an empty archive, its desk."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from onrecord.kernel import Actor, CountedIds, FixedClock
from tests.personas import KEEPER

if TYPE_CHECKING:
    from onrecord.store import Desk
    from tests.encrypted import Encrypted

# How fast examples come says something of the machine that runs the tests, and nothing of what is tested. Every run draws
# the same examples, so that red means that the change did it; `make soak` draws others, and more of them.
settings.register_profile(
    "onrecord", suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True, database=None
)
settings.register_profile("soak", suppress_health_check=list(HealthCheck), deadline=None, max_examples=1_000)
settings.load_profile("onrecord")

STARTED_AT = dt.datetime(2031, 4, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True, scope="session")
def _runtime() -> Iterator[None]:
    """No test finds the agents of the person who runs it: the folder of what runs now is one of its own."""
    folder = tempfile.mkdtemp(prefix="onrecord-")  # short: the path of a socket has about a hundred bytes
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ONRECORD_RUNTIME", folder)
        yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that begins on 1 April 2031 and moves on by a minute at each look."""
    return FixedClock(STARTED_AT, step_seconds=60)


@pytest.fixture
def ids() -> CountedIds:
    """Return ids that count: `item-0001`."""
    return CountedIds()


@pytest.fixture
def archive(tmp_path: Path, clock: FixedClock, ids: CountedIds) -> Path:
    """Return the folder of an empty archive."""
    from onrecord import app

    return app.create_archive(tmp_path / "archive", title="Valley 2031", clock=clock, ids=ids).folder


@pytest.fixture
def encrypted(tmp_path: Path, clock: FixedClock, ids: CountedIds) -> Encrypted:
    """Return an empty archive that is encrypted."""
    from tests import encrypted

    return encrypted.create(tmp_path / "encrypted", clock, ids)


@pytest.fixture
def encrypted_desk(encrypted: Encrypted) -> Iterator[Desk]:
    """Return the keeper's desk at an empty encrypted archive."""
    with encrypted.desk(KEEPER) as desk:
        yield desk


@pytest.fixture
def desk_of(archive: Path, clock: FixedClock, ids: CountedIds) -> Iterator[Callable[..., Desk]]:
    """Return a function that opens the archive for a persona; every desk is left at the end."""
    from onrecord import app

    with ExitStack() as opened:

        def open_for(actor: Actor = KEEPER, *, reading_only: bool = False) -> Desk:
            desk = app.open_desk(archive, actor=actor, clock=clock, ids=ids, reading_only=reading_only)
            return opened.enter_context(desk)

        yield open_for


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    """Return the keeper's desk at an empty archive."""
    return desk_of()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the folder of the conformance suites that may not lie in the repository."""
    parser.addoption("--suites", metavar="DIR", help="folder with the conformance suites of the vault")


@pytest.fixture
def suites(request: pytest.FixtureRequest) -> Path:
    """Return the folder of the conformance suites; without it the test is skipped."""
    given = request.config.getoption("--suites")
    if given is None:
        pytest.skip("needs the conformance suites: pytest --suites DIR")
    return Path(given)

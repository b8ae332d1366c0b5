"""Fixtures that all tests share: a clock that moves a minute at each look, counted ids, an empty archive, its desk."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine

from onrecord.kernel import Actor, CountedIds, FixedClock, SystemClock
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


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests are collected: there is none, and a quarter of the time went into looking."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True, scope="session")
def _runtime() -> Iterator[None]:
    """No test finds the agents of the person who runs it: the folder of what runs now is one of its own."""
    folder = tempfile.mkdtemp(prefix="onrecord-")  # short: the path of a socket has about a hundred bytes
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ONRECORD_RUNTIME", folder)
        yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def _statements_compiled_once() -> Iterator[None]:
    """SQLAlchemy puts statements into SQL once for each engine; the tests open thousands, so here all share one's words."""
    from onrecord.store import database

    models: dict[object, Engine] = {}

    def create(url: str, *, module: ModuleType | None = None, **given: Any) -> Engine:
        if module not in models:
            models[module] = create_engine("sqlite://", module=module, query_cache_size=5_000)
            models[module].connect().close()  # asks the driver what it can do
        made, model = create_engine(url, module=module, **given), models[module]
        made.dialect = made.pool._dialect = model.dialect
        made._compiled_cache = model._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "create_engine", create)
        yield


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that begins on 1 April 2031 and moves on by a minute at each look."""
    return FixedClock(STARTED_AT, step_seconds=60)


@pytest.fixture
def ids() -> CountedIds:
    """Return ids that count: `item-0001`."""
    return CountedIds()


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Path], object], Path], Path]:
    """Return a function that puts into a folder what another one builds in a folder: built once, copied for each test."""
    built: dict[Callable[[Path], object], Path] = {}

    def copy(build: Callable[[Path], object], folder: Path) -> Path:
        if build not in built:
            built[build] = tmp_path_factory.mktemp("model")
            build(built[build])
        return shutil.copytree(built[build], folder, dirs_exist_ok=True)

    return copy


def _empty_archive(folder: Path) -> None:
    """Make an archive and open it once, which makes its tables."""
    from onrecord import app

    clock, ids = FixedClock(STARTED_AT), CountedIds()
    app.create_archive(folder / "archive", title="Valley 2031", clock=clock, ids=ids)
    app.open_desk(folder / "archive", actor=KEEPER, clock=clock, ids=ids).close()


@pytest.fixture
def archive(copied: Callable[..., Path], tmp_path: Path, clock: FixedClock, ids: CountedIds) -> Path:
    """Return the folder of an empty archive; clock and ids have moved on as if it had been made with them."""
    clock.now()
    ids.new("archive")
    return copied(_empty_archive, tmp_path) / "archive"


@pytest.fixture(scope="session")
def _empty_encrypted(tmp_path_factory: pytest.TempPathFactory) -> Encrypted:
    """Return an encrypted archive that was made and opened, and that nobody writes to: others are copied from it."""
    from tests import encrypted

    made = encrypted.create(tmp_path_factory.mktemp("model") / "encrypted", FixedClock(STARTED_AT), CountedIds())
    made.desk(KEEPER).close()
    return made


@pytest.fixture
def encrypted(_empty_encrypted: Encrypted, tmp_path: Path, clock: FixedClock, ids: CountedIds) -> Encrypted:
    """Return an empty archive that is encrypted."""
    clock.now()
    ids.new("archive")
    folder = shutil.copytree(_empty_encrypted.folder, tmp_path / "encrypted")
    return replace(_empty_encrypted, info=replace(_empty_encrypted.info, folder=folder), clock=clock, ids=ids)


@pytest.fixture
def encrypted_desk(encrypted: Encrypted) -> Iterator[Desk]:
    """Return the keeper's desk at an empty encrypted archive."""
    with encrypted.desk(KEEPER) as desk:
        yield desk


@pytest.fixture(scope="session")
def korday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration: archive, dossier, export. Tests change copies of it only."""
    from onrecord import app

    out = tmp_path_factory.mktemp("korday") / "demo"
    app.demonstrate(out, actor=KEEPER, clock=SystemClock())
    return out


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

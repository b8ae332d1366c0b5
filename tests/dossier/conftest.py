"""Fixtures of the dossier: the archive of the invented valley, and its publication, made once for all readers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.dossier import valley
from tests.personas import KEEPER

from onrecord import app, dossier
from onrecord.kernel import Actor, CountedIds, FixedClock, RandomIds

if TYPE_CHECKING:
    from onrecord.store import Desk


@pytest.fixture
def folder(copied: Callable[..., Path], tmp_path: Path) -> Path:
    """Return a folder with the valley's archive and its statements."""
    return copied(valley.build, tmp_path)


@pytest.fixture
def at_valley(folder: Path) -> Iterator[Callable[..., Desk]]:
    """Return a function that sits a persona down at the valley's archive."""
    with ExitStack() as opened:

        def sit(actor: Actor = KEEPER, *, at: dt.datetime = valley.AT) -> Desk:
            desk = app.open_desk(folder / "archive", actor=actor, clock=FixedClock(at), ids=RandomIds())
            return opened.enter_context(desk)

        yield sit


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dossier.Publication:
    """Return the public edition in three languages. Tests read it and leave it as it is."""
    folder = tmp_path_factory.mktemp("valley")
    archive = valley.build(folder)
    statements = [folder / name for name in valley.STATEMENTS]
    with app.open_desk(archive, actor=KEEPER, clock=FixedClock(valley.AT), ids=CountedIds()) as desk:
        return dossier.publish(desk, statements, edition="public", out=folder / "site")

"""Fixtures of erasure: the valley with a person in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.dossier import valley
from tests.erasure import world
from tests.personas import KEEPER

from onrecord import app
from onrecord.kernel import Actor, FixedClock, RandomIds

if TYPE_CHECKING:
    from onrecord.store import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the valley's archive and its statements."""
    valley.build(tmp_path)
    return tmp_path


@pytest.fixture
def at_valley(folder: Path) -> Iterator[Callable[..., Desk]]:
    """Return a function that sits a persona down at the valley's archive."""
    with ExitStack() as opened:

        def sit(actor: Actor = KEEPER) -> Desk:
            desk = app.open_desk(folder / "archive", actor=actor, clock=FixedClock(valley.AT), ids=RandomIds())
            return opened.enter_context(desk)

        yield sit


@pytest.fixture
def desk(at_valley: Callable[..., Desk], folder: Path) -> Desk:
    """Return the keeper's desk at a valley in which the person left traces."""
    desk = at_valley()
    world.leave_traces(desk, folder)
    return desk

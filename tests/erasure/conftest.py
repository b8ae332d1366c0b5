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
def folder(copied: Callable[..., Path], tmp_path: Path) -> Path:
    """Return a folder with the archive of a valley in which the person left traces, and its statements."""
    return copied(_valley_with_traces, tmp_path)


def _valley_with_traces(folder: Path) -> None:
    with app.open_desk(valley.build(folder), actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as desk:
        world.leave_traces(desk, folder)


@pytest.fixture
def at_valley(folder: Path) -> Iterator[Callable[..., Desk]]:
    """Return a function that sits a persona down at the valley's archive."""
    with ExitStack() as opened:

        def sit(actor: Actor = KEEPER) -> Desk:
            desk = app.open_desk(folder / "archive", actor=actor, clock=FixedClock(valley.AT), ids=RandomIds())
            return opened.enter_context(desk)

        yield sit


@pytest.fixture
def desk(at_valley: Callable[..., Desk]) -> Desk:
    """Return the keeper's desk there."""
    return at_valley()

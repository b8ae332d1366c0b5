"""Fixtures of second copies: a small archive in clear and an encrypted one, each with a place in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.adapters.conftest import moto_port, s3_of
from tests.vault.backups.world import World

from onrecord.kernel import CountedIds, FixedClock

if TYPE_CHECKING:
    from tests.encrypted import Encrypted

    from onrecord.store import Desk


@pytest.fixture
def world(desk: Desk, clock: FixedClock, ids: CountedIds, tmp_path: Path) -> World:
    """An empty archive in clear."""
    return World(desk=desk, clock=clock, folder=tmp_path, ids=ids)


@pytest.fixture
def encrypted_world(
    encrypted_desk: Desk, encrypted: Encrypted, clock: FixedClock, ids: CountedIds, tmp_path: Path
) -> World:
    """An empty archive that is encrypted."""
    from onrecord import vault

    keys = encrypted.founded.keys
    return World(
        desk=encrypted_desk, clock=clock, folder=tmp_path, key=vault.BackupKey(keys.backups()), keys=keys, ids=ids
    )


@pytest.fixture(params=["in clear", "encrypted"])
def either(request: pytest.FixtureRequest) -> World:
    """Both, one after the other."""
    found: World = request.getfixturevalue("world" if request.param == "in clear" else "encrypted_world")
    return found


__all__ = ["either", "encrypted_world", "moto_port", "s3_of", "world"]  # fixtures of the adapters are ours as well

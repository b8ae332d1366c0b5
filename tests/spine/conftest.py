"""The demonstration, built once for all tests of this folder that one process runs; they change copies of it only."""

from pathlib import Path

import pytest
from tests.personas import KEEPER

from onrecord import app
from onrecord.kernel import SystemClock


@pytest.fixture(scope="session")
def korday(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration: archive, dossier, export."""
    out = tmp_path_factory.mktemp("korday") / "demo"
    app.demonstrate(out, actor=KEEPER, clock=SystemClock())
    return out

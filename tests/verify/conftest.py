"""Fixtures of the checker: exports of a real archive, made once for all readers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.dossier import valley
from tests.personas import KEEPER

from onrecord import app, dossier
from onrecord.kernel import FixedClock, RandomIds


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return exports of the invented valley: both editions, selections, one ZIP. Tests leave them as they are."""
    folder = tmp_path_factory.mktemp("real")
    made = valley.build(folder)
    with app.open_desk(made, actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as desk:
        first = dossier.export(desk, folder / "before").path
        dossier.publish(desk, [folder / "statement.en.md"], edition="public", out=folder / "site")
        return {
            "before": first,
            "public": dossier.export(desk, folder / "public").path,
            "restricted": dossier.export(desk, folder / "restricted", edition="restricted").path,
            "one": dossier.export(desk, folder / "one", only=["K3"]).path,
            "bare": dossier.export(desk, folder / "bare", only=["K1", "K3"], without_items=True).path,
            "zip": dossier.export(desk, folder / "whole.zip", as_zip=True).path,
        }

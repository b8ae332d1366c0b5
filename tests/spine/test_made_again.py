"""RELIABILITY B4: whatever is derived may be lost; vault and log make the same again, to the byte."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.dossier import valley
from tests.personas import KEEPER
from tests.rot import lose

from onrecord import app, dossier, ledger, reading, store, vault
from onrecord.kernel import FixedClock, RandomIds, Visibility
from onrecord.store import Desk

_THE_LOG = {"entries", "payloads", "expunged", "checkpoints"}


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The valley's archive, with items, texts, claims and a published statement, closed."""
    archive = valley.build(tmp_path)
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>Valley</title><p>Ten people were killed, said the office.</p>")
    with _opened(archive) as desk:
        vault.seal(desk, [page], visibility=Visibility.PUBLIC)
        reading.read(desk)
        dossier.publish(desk, [tmp_path / "statement.en.md"], edition="public", out=tmp_path / "site")
    return archive


def _opened(archive: Path) -> Desk:
    return app.open_desk(archive, actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds())


def _everything(desk: Desk) -> dict[str, Any]:
    """What a person finds in an archive: items, custody, texts, claims, figures."""
    items = vault.items(desk)
    return {
        "items": [item.to_row() for item in items],
        "custody": [event.to_row() for item in items for event in vault.custody(desk, item.id)],
        "texts": [reading.layer_text(desk, one.id) for item in items for one in reading.layers(desk, item.id)],
        "claims": [claim.to_row() for claim in ledger.book(desk).claims],
        "figures": ledger.figures_table(ledger.book(desk).figures(None, about={})),
    }


def _without_derived_data(archive: Path) -> None:
    """Drop every table but the log's own, the digests of pages, and every text layer that is no item's own bytes."""
    with _opened(archive) as desk:
        items = vault.items(desk)
        layers = {one.sha256 for item in items for one in reading.layers(desk, item.id) if one.sha256}
        layers -= {item.sha256 for item in items}
    assert layers
    connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in set(names) - _THE_LOG:
        connection.execute(f"DROP TABLE {name}")
    connection.close()
    (archive / "log.sqlite-pages").unlink(missing_ok=True)
    for sha256 in layers:
        lose(archive, sha256)


def test_the_same_comes_out_when_all_derived_data_is_lost(whole: Path, tmp_path: Path) -> None:
    """Same items, texts, claims and figures; an export whose manifest is the same to the byte."""
    copy = tmp_path / "copy"
    shutil.copytree(whole, copy)
    _without_derived_data(copy)
    with _opened(whole) as desk:
        before = _everything(desk)
        first = dossier.export(desk, tmp_path / "first").path
    with _opened(copy) as desk:
        assert store.check(desk, deep=False).missing != ()
        reading.read(desk)
        assert _everything(desk) == before
        assert store.rebuild(desk, check_only=True).same
        assert store.check(desk, deep=True).problems == ()
        second = dossier.export(desk, tmp_path / "second").path
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    assert len(before["claims"]) > 5
    assert len(before["texts"]) > 3

"""`unlock`, `lock`, `panic`: once open, commands ask for nothing; once locked, the next one fails."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.secrets_given import descriptor
from tests.encrypted import PASSPHRASE, Encrypted

from onrecord.cli import status_of


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test a runtime folder of its own, and end what holds keys in it."""
    folder = tempfile.mkdtemp(prefix="onrecord-")
    monkeypatch.setenv("ONRECORD_RUNTIME", folder)
    monkeypatch.delenv("ONRECORD_KEY_FILE", raising=False)
    yield
    status_of(["panic", "--json"])
    shutil.rmtree(folder)


@pytest.fixture
def types(encrypted: Encrypted, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that runs a command at the archive and returns (status, document)."""

    def run(*words: str, secret: str = "") -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        with descriptor(*([secret] if secret else [])) as number:
            given = ["--passphrase-fd", number] if secret else []
            status = status_of([*given, "-C", str(encrypted.folder), *words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def test_an_unlocked_archive_opens_without_a_word_until_it_is_locked(types: Any, encrypted: Encrypted) -> None:
    """L2: the next read after `lock` fails."""
    assert types("items")[0] == 20
    status, document = types("unlock", "--idle", "5", "--for", "2", secret=PASSPHRASE)
    assert status == 0
    assert (document["id"], document["slot"], document["idle_minutes"]) == (encrypted.info.id, "passphrase-1", 5)
    assert types("items")[0] == 0
    assert types("store", "check", "--deep")[1]["ok"] is True
    assert types("lock") == (0, {"locked": [encrypted.info.id]})
    status, refused = types("items")
    assert (status, refused["error"]["code"]) == (20, "store.archive-locked")
    assert types("lock") == (0, {"locked": []})


def test_panic_locks_everything_and_says_so(types: Any, encrypted: Encrypted) -> None:
    """L2: the next read fails; what lies on the disk is not touched."""
    types("unlock", secret=PASSPHRASE)
    before = {path: path.read_bytes() for path in encrypted.folder.rglob("*") if path.is_file()}
    status, done = types("panic")
    assert (status, done["dropped"]) == (0, [encrypted.info.id])
    assert float(done["seconds"]) < 2
    assert types("items")[0] == 20
    assert {path: path.read_bytes() for path in encrypted.folder.rglob("*") if path.is_file()} == before


def test_a_wrong_passphrase_unlocks_nothing(types: Any) -> None:
    """And does not end an agent that held the keys before."""
    types("unlock", secret=PASSPHRASE)
    status, refused = types("unlock", secret="not these words at all")  # noqa: S106
    assert (status, refused["error"]["code"]) == (2, "store.key-refused")
    assert types("items")[0] == 0
    assert types("lock", "--all")[0] == 0


def test_the_library_opens_what_is_unlocked(types: Any, encrypted: Encrypted) -> None:
    """`onrecord.open` finds the agent as commands do; without it, a clear fault."""
    import onrecord
    from onrecord import store

    with pytest.raises(store.ArchiveLocked):
        onrecord.open(encrypted.folder)
    types("unlock", secret=PASSPHRASE)
    with onrecord.open(encrypted.folder) as archive:
        assert archive.title == "Valley 2031"
        assert archive.items() == []


def test_an_archive_in_clear_has_nothing_to_unlock(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Told as that; locking it is nothing to do."""
    assert status_of(["-C", str(archive), "unlock", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "store.not-encrypted"
    assert status_of(["-C", str(archive), "lock", "--json"]) == 0


@pytest.mark.parametrize("words", [("--idle", "0"), ("--idle", "1441"), ("--for", "0"), ("--for", "73")])
def test_keys_are_not_held_for_ever(types: Any, words: tuple[str, ...], encrypted: Encrypted) -> None:
    """Both times have bounds."""
    assert status_of(["-C", str(encrypted.folder), "unlock", *words]) == 2

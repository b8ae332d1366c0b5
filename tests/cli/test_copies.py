"""`backup`, `backups`, `drill`, `restore`, `copies`, `tombstones`, `store repair`: as a person or a script types them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.secrets_given import descriptor
from tests.encrypted import CHEAP, PASSPHRASE

from onrecord.cli import status_of

Types = Callable[..., Any]


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sit in a folder that is no archive, with no settings of the person who runs the tests, at a cheap passphrase."""
    for name in ("ONRECORD_ARCHIVE", "ONRECORD_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("onrecord.store.slots.calibrated", lambda: CHEAP)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def types(capsys: pytest.CaptureFixture[str]) -> Types:
    """Type a command with `--json` and return its document; what stood beside it is in `types.err`."""

    def typed(*words: object, status: int = 0, as_json: bool = True) -> Any:
        capsys.readouterr()
        found = status_of([*map(str, words), *(["--json"] if as_json else [])])
        shown = capsys.readouterr()
        typed.err = shown.err  # type: ignore[attr-defined]
        assert found == status, (words, shown)
        return json.loads(shown.out) if as_json else shown.out

    return typed


@pytest.fixture
def stick(types: Types, tmp_path: Path) -> Path:
    """An archive `a` with two items, a backup of it on a stick, the recovery key in `key.txt`."""
    types("init", "a")
    (tmp_path / "letter.txt").write_text("a letter")
    (tmp_path / "list.txt").write_text("a list")
    types("-C", "a", "add", "letter.txt", "list.txt")
    types("-C", "a", "backup", "stick", "--recovery-key-to", "key.txt")
    return tmp_path / "stick"


def test_from_nothing_to_a_restored_archive(types: Types, stick: Path, tmp_path: Path) -> None:
    """L5, the steps of the page: the machine is gone, the stick and the paper are there."""
    (tmp_path / "key.txt").rename(tmp_path / "paper.txt")
    key = (tmp_path / "paper.txt").read_text().strip()
    head = types("-C", "a", "checkpoint")
    types("-C", "a", "backup", "stick")
    (tmp_path / "a").rename(tmp_path / "destroyed")
    listed = types("backups", "stick", "--key", "paper.txt", "--verify")
    assert (listed["ok"], listed["verified"], len(listed["snapshots"])) == (True, True, 2)
    (tmp_path / "typed.txt").write_text(f" {key.lower()[:40]} {key[40:]}\n")
    (tmp_path / "head.txt").write_text(head["checkpoint"])
    done = types("restore", "stick", "back", "--key", "typed.txt", "--checkpoint", "head.txt")
    assert (done["problems"], done["is_older"], done["log_size"]) == ([], False, listed["snapshots"][1]["log_size"])
    assert types("-C", "back", "store", "check", "--deep")["ok"]
    assert {one["name"] for one in types("-C", "back", "items")["items"]} == {"letter.txt", "list.txt"}
    assert types("-C", "back", "backup", "second")["ok"]
    assert types("-C", "back", "drill", "second")["objects"] == 2


def test_a_first_backup_wants_its_key_tried(types: Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written without; at a terminal the key is shown, and typed back."""
    types("init", "a")
    told = types("-C", "a", "backup", "stick", status=2)
    assert told["error"]["code"] == "vault.recovery-key-untried"
    assert not (tmp_path / "stick").exists()
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("onrecord.cli.copies.sys.stderr.isatty", lambda: True)

    def prompt(_words: str, **_options: object) -> str:
        asked.append(_words)
        return "not what was shown"

    monkeypatch.setattr("click.prompt", prompt)
    assert types("-C", "a", "backup", "stick", status=2)["error"]["code"] == "vault.recovery-key-refused"
    assert asked
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("where", ["a/key.txt", "stick/key.txt", "there.txt"])
def test_the_key_does_not_go_where_it_protects_nothing(types: Types, tmp_path: Path, where: str) -> None:
    """Not into the archive, not into the place, not over a file."""
    types("init", "a")
    (tmp_path / "there.txt").write_text("mine")
    types("-C", "a", "backup", "stick", "--recovery-key-to", where, status=5)
    assert (tmp_path / "there.txt").read_text() == "mine"
    assert not (tmp_path / "stick").exists()
    assert not (tmp_path / "a" / "keys" / "backup.key").exists()


def test_no_secret_is_shown_or_logged(types: Types, stick: Path, tmp_path: Path) -> None:
    """H9: the key is in its file and in no output, no entry, no name."""
    key = (tmp_path / "key.txt").read_text().strip()
    shown = [
        types("-C", "a", "backup", "stick", as_json=False),
        types("-C", "a", "backups", "stick", "--verify", as_json=False),
        types("-C", "a", "log", as_json=False),
        types("-C", "a", "drill", "stick", as_json=False),
    ]
    assert all(key not in text for text in shown)
    assert all(key not in path.name for path in stick.rglob("*"))
    assert not any(key.encode() in path.read_bytes() for path in stick.rglob("*") if path.is_file())
    assert (tmp_path / "key.txt").stat().st_mode & 0o077 == 0


def test_named_copies_are_brought_up_to_date_together(types: Types, stick: Path, tmp_path: Path) -> None:
    """One that is not there holds up no other, and the status says that something failed."""
    for name in ("stick", "second", "third"):
        assert types("-C", "a", "copies", "add", name, tmp_path / name)["name"] == name
    assert types("-C", "a", "backup")["ok"]
    rows = types("-C", "a", "copies", "list")["copies"]
    assert [one["name"] for one in rows] == ["stick", "second", "third"]
    assert all(one["last_backup_at"] for one in rows)
    (tmp_path / "second").rename(tmp_path / "unplugged")
    told = types("-C", "a", "backup", status=5)
    assert (told["ok"], len(told["backups"])) == (False, 2)
    assert [one["error"]["code"] for one in told["failed"]] == ["vault.copy-gone"]
    types("-C", "a", "copies", "remove", "second")
    assert types("-C", "a", "backup")["ok"]
    assert types("-C", "a", "copies", "add", "stick", "elsewhere", status=5)["error"]["code"] == "app.copy-named-twice"


def test_a_backup_without_a_place_wants_one(types: Types) -> None:
    """And says how to name it."""
    types("init", "a")
    assert types("-C", "a", "backup", status=4)["error"]["code"] == "app.no-copies"


def test_a_damaged_object_goes_from_told_to_repaired(types: Types, stick: Path, tmp_path: Path) -> None:
    """B6 by its commands: backup and check tell it, repair puts it back, and the log says so."""
    item = types("-C", "a", "item", "letter.txt")
    file = tmp_path / "a" / "blobs" / item["sha256"][:2] / item["sha256"]
    file.write_bytes(b"forged")
    assert not types("-C", "a", "store", "check", "--deep", status=10)["ok"]
    left = types("-C", "a", "store", "repair", "--from", "empty", status=4)
    assert left["error"]["code"] == "vault.no-backup"
    types("-C", "a", "copies", "add", "unplugged", "elsewhere")
    types("-C", "a", "copies", "add", "stick", "stick")
    done = types("-C", "a", "store", "repair")
    assert [one["code"] for one in done["refused"]] == ["vault.no-backup"]
    assert [(one["item"], one["place"]) for one in done["repaired"]] == [(item["item"], str(stick))]
    assert types("-C", "a", "store", "check", "--deep")["ok"]
    assert [one["event"] for one in types("-C", "a", "item", "letter.txt")["custody"]][-1] == "restored"


def test_without_a_copy_the_item_is_shown_as_damaged(types: Types, stick: Path, tmp_path: Path) -> None:
    """B6: `items`, `item` and every later look say so."""
    item = types("-C", "a", "item", "letter.txt")
    (tmp_path / "a" / "blobs" / item["sha256"][:2] / item["sha256"]).unlink()
    left = types("-C", "a", "store", "repair", status=10)
    assert [one["item"] for one in left["damaged"]] == [item["item"]]
    rows = {one["name"]: one["damaged"] for one in types("-C", "a", "items")["items"]}
    assert rows == {"letter.txt": True, "list.txt": False}
    assert types("-C", "a", "item", "letter.txt")["damaged"] is True


def test_a_backup_that_is_damaged_is_told_by_every_command(types: Types, stick: Path, tmp_path: Path) -> None:
    """Exit status 10, and nothing at the target."""
    largest = max((stick / "data").iterdir(), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-1])
    listed = types("-C", "a", "backups", "stick", "--verify", status=10)
    assert [one["file"] for one in listed["problems"]] == [f"data/{largest.name}"]
    types("-C", "a", "backups", "stick")
    assert types("-C", "a", "drill", "stick", status=10)["error"]["code"] == "vault.backup-damaged"
    types("restore", "stick", "back", "--key", "key.txt", status=10)
    assert not (tmp_path / "back").exists()


def test_the_wrong_key_and_no_key_are_told_apart(types: Types, stick: Path, tmp_path: Path) -> None:
    """Another archive's, a mistyped one, a file that is not there, an empty place."""
    from onrecord import vault

    (tmp_path / "other.txt").write_text(vault.BackupKey.generate().identity)
    (tmp_path / "slip.txt").write_text((tmp_path / "key.txt").read_text()[:-3])
    codes = {
        "other.txt": (2, "vault.recovery-key-wrong"),
        "slip.txt": (2, "vault.recovery-key-refused"),
        "gone.txt": (20, "vault.backup-key-missing"),
    }
    for name, (status, code) in codes.items():
        assert types("restore", "stick", "back", "--key", name, status=status)["error"]["code"] == code
        assert types("backups", "stick", "--key", name, status=status)["error"]["code"] == code
    assert types("backups", "empty", "--key", "key.txt", status=4)["error"]["code"] == "vault.no-backup"


def test_tombstones_are_printed_signed(types: Types, stick: Path, tmp_path: Path) -> None:
    """As text for a file, and followed by `restore`."""
    text = types("-C", "a", "tombstones", as_json=False)
    assert text.startswith("onrecord-tombstones/1\n")
    (tmp_path / "tombstones.txt").write_text(text)
    types("restore", "stick", "back", "--key", "key.txt", "--tombstones", "tombstones.txt")
    (tmp_path / "tombstones.txt").write_text(text.replace("onrecord/archive", "onrecord/another"))
    told = types("restore", "stick", "third", "--key", "key.txt", "--tombstones", "tombstones.txt", status=10)
    assert told["error"]["code"] == "erasure.tombstones-refused"


def test_the_recovery_key_of_an_encrypted_archive_opens_its_backup(types: Types, tmp_path: Path) -> None:
    """No second key to lose: what was written down when the archive was made restores it, still encrypted."""
    with descriptor(PASSPHRASE) as number:
        made = types("init", "a", "--encrypted", "--passphrase-fd", number)
    (tmp_path / "letter.txt").write_text("a letter with a canary-7431")
    with descriptor(PASSPHRASE) as number:
        types("--passphrase-fd", number, "-C", "a", "add", "letter.txt")
    with descriptor(PASSPHRASE) as number:
        assert types("--passphrase-fd", number, "-C", "a", "backup", "stick")["ok"]
    with descriptor(PASSPHRASE) as number:
        assert types("--passphrase-fd", number, "-C", "a", "drill", "stick")["objects"] == 1
    assert not (tmp_path / "a" / "keys" / "backup.key").exists()
    (tmp_path / "a").rename(tmp_path / "destroyed")
    (tmp_path / "paper.txt").write_text(made["recovery_key"])
    assert types("restore", "stick", "back", "--key", "paper.txt")["problems"] == []
    for folder in ("stick", "back"):
        files = [path for path in (tmp_path / folder).rglob("*") if path.is_file()]
        assert files
        assert not any(b"canary-7431" in path.read_bytes() for path in files)
    with descriptor(PASSPHRASE) as number:
        assert types("--passphrase-fd", number, "-C", "back", "store", "check", "--deep")["ok"]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_person_reads_what_was_done_in_their_language(types: Types, stick: Path, language: str) -> None:
    """Every command has its words."""
    words = {"en": "objects", "ru": "объектов", "kk": "нысан"}
    for command in (("backup", "stick"), ("drill", "stick")):
        assert words[language] in types("--language", language, "-C", "a", *command, as_json=False)
    types("--language", language, "-C", "a", "store", "repair", as_json=False)
    types("--language", language, "-C", "a", "backups", "stick", "--verify", as_json=False)
    types("--language", language, "restore", "stick", f"back-{language}", "--key", "key.txt", as_json=False)

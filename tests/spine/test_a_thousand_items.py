"""RELIABILITY C10: a thousand items are checked on a machine that has Python and nothing else, and any changed file is seen."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.personas import KEEPER

from onrecord import app, dossier, vault
from onrecord.kernel import Fault, SystemClock, Visibility
from onrecord.verify import verify_export

_ITEMS = 1_000
_CLEAN = {
    "PATH": os.defpath,
    "PYTHONDONTWRITEBYTECODE": "1",
}  # of the machine's environment nothing else is taken along


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a thousand items, in folders and with names in three scripts."""
    return _exported(tmp_path_factory.mktemp("thousand"), _ITEMS)


@pytest.fixture(scope="module")
def small_bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many kinds of files, and few items: for what is done to each file in its turn."""
    return _exported(tmp_path_factory.mktemp("hundred"), 100)


def _exported(place: Path, items: int) -> Path:
    dice = random.Random(10)
    for number in range(items):
        folder = place / "in" / f"папка {number // 100}"
        folder.mkdir(parents=True, exist_ok=True)
        name = dice.choice(("photo {}.jpg", "құжат {}.txt", "тізім-{}.csv", "照片 {}.png")).format(number)
        (folder / name).write_bytes(dice.randbytes(dice.randrange(1, 20_000)))
    archive = app.create_archive(place / "archive", title="A thousand").folder
    with app.open_desk(archive, actor=KEEPER, clock=SystemClock()) as desk:
        assert len(vault.seal(desk, [place / "in"], visibility=Visibility.PUBLIC).sealed) == items
        return dossier.export(desk, place / "bag").path


def _verified(bag: Path) -> tuple[int, dict[str, Any]]:
    """Run the checker that lies in the bag: isolated, without packages; where a system can, without any network."""
    command = [sys.executable, "-I", "-S", str(bag / "onrecord-verify.pyz"), str(bag), "--json"]
    done = subprocess.run([*_without_network(), *command], env=_CLEAN, capture_output=True, check=False, timeout=60)
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)


def _without_network() -> list[str]:
    fence = ["unshare", "--user", "--map-root-user", "--net"]
    try:
        return fence if subprocess.run([*fence, "true"], capture_output=True, check=False).returncode == 0 else []
    except FileNotFoundError:
        return []


def test_a_thousand_items_are_verified_with_nothing_but_python(bag: Path) -> None:
    """C10: all of them, in less than a minute: the time is the limit of the call itself."""
    status, said = _verified(bag)
    assert (status, said["ok"]) == (0, True)
    assert said["checked"]["items"] == _ITEMS


def _holds(bag: Path) -> bool:
    """Say whether the same checker, in this process, finds nothing wrong."""
    try:
        return not verify_export(bag).problems
    except Fault:
        return False  # what is left is no export


def _files(bag: Path) -> Iterator[Path]:
    """Every file that is no item's, and twenty items drawn by lot."""
    found = sorted(path for path in bag.rglob("*") if path.is_file() and path.name != "onrecord-verify.pyz")
    items = [path for path in found if path.is_relative_to(bag / "data/items")]
    drawn = set(random.Random(11).sample(items, 20))
    return (path for path in found if path in drawn or path not in items)


def _altered(content: bytes, dice: random.Random) -> bytes:
    """Turn one bit; what is empty gets a byte."""
    if not content:
        return b"\n"
    at = dice.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << dice.randrange(8)]) + content[at + 1 :]


def test_any_one_file_that_is_altered_or_removed_is_seen(small_bag: Path) -> None:
    """C10: each in its turn, one bit of it or all of it; what it was is put back, and then all holds again."""
    dice = random.Random(12)
    for path in _files(small_bag):
        content = path.read_bytes()
        path.write_bytes(_altered(content, dice))
        if dice.random() < 0.2:  # a new process for each would cost a minute
            assert _verified(small_bag)[0] == 10, f"{path}: altered"
        assert not _holds(small_bag), f"{path}: altered"
        path.unlink()
        assert not _holds(small_bag), f"{path}: removed"
        path.write_bytes(content)
    assert _verified(small_bag)[0] == 0


def test_a_checker_that_was_altered_is_seen_by_one_that_was_not(bag: Path) -> None:
    """C10: of itself no program can say that it is whole; one that came another way says it."""
    checker = bag / "onrecord-verify.pyz"
    content = checker.read_bytes()
    checker.write_bytes(_altered(content, random.Random(13)))
    assert {problem.code for problem in verify_export(bag).problems} == {"verify.file-changed"}
    checker.unlink()
    assert {problem.code for problem in verify_export(bag).problems} == {"verify.file-missing"}
    checker.write_bytes(content)

"""RELIABILITY P8: a working day at an encrypted archive, then the plug is pulled; what is seized tells nothing.

Marked words stand in contents, names, senders, notes, claims, titles and statements. The day is played by the commands,
with folders of its own for temporary files, caches and what runs; in the middle of work the process is killed. Then every
byte of all those folders is searched, for the words and for the digests of every file.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]
_CANARY = "Zimorodok"
# The restricted and the open words differ; neither may be found.
_WORDS = [
    f"{_CANARY}-{place}" for place in ("content", "name", "giver", "note", "speaker", "title", "claim", "statement")
]
_STATEMENT = f"""---
title: {_CANARY}-statement
language: en
incident: valley-2019
as_of: 2019-04-09
edition: restricted
---

According to the regional office, [eleven people](fig:killed?by=official&as_of=2019-04) were killed. {_CANARY}-statement
"""
_PLAYED = """
import json, sys
from onrecord.cli import status_of
from onrecord.store import slots
from onrecord.store.costs import Cost
slots.calibrated = lambda: Cost(memory_kib=65536, passes=1, lanes=1)
for words in json.load(open(sys.argv[1])):
    status = status_of(words)
    if status:
        sys.exit(f"{words}: {status}")
"""


class Day:
    """A machine with its folders, and somebody who works at it."""

    def __init__(self, top: Path) -> None:
        self.archive = top / "archive"
        self.machine = [self.archive, *(top / name for name in ("tmp", "home", "run"))]
        self.elsewhere = top / "elsewhere"  # a stick that is taken along: sources, publications, exports
        self.backup = top / "backup"  # a disk in another drawer, seized as well
        for folder in (*self.machine[1:], self.elsewhere):
            folder.mkdir(mode=0o700)
        self.environment = {
            "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
            "PATH": os.defpath,
            "TMPDIR": str(top / "tmp"),
            "HOME": str(top / "home"),
            "XDG_CACHE_HOME": str(top / "home" / "cache"),
            "ONRECORD_RUNTIME": str(top / "run"),
            "ONRECORD_KEY_FILE": str(self.elsewhere / "stick.age"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def works(self, *commands: tuple[object, ...]) -> None:
        """Type these commands, one after the other."""
        with self.begun(*commands) as process:
            out, err = process.communicate()
        assert process.returncode == 0, out + err

    def begun(self, *commands: tuple[object, ...]) -> subprocess.Popen[str]:
        """Begin to type them."""
        script = self.elsewhere / "commands.json"
        script.write_text(json.dumps([[str(word) for word in words] for words in commands]))
        return subprocess.Popen(
            [sys.executable, "-c", _PLAYED, str(script)],
            env=self.environment,
            cwd=self.elsewhere,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def seized(self) -> Iterator[tuple[str, bytes]]:
        """Yield every name and every file that lies on the machine."""
        for folder in (*self.machine, self.backup):
            for path in folder.rglob("*"):
                yield f"the name {path}", os.fsencode(path.relative_to(folder))
                if path.is_file():
                    yield str(path), path.read_bytes()


def _needles(folder: Path) -> list[bytes]:
    """Return the words, as files may spell them, and the digests of every file, in digits and in bytes."""
    words = [spelt for word in [_CANARY, *_WORDS] for spelt in (word, word.lower(), word.upper())]
    found = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for digest in (hashlib.sha256(content), hashlib.sha512(content)):
                found += [digest.hexdigest().encode(), digest.digest()]
    return found


def _rows() -> list[dict[str, Any]]:
    said = {"as_of": "2019-03-09", "speaker": "regional office", "speaker_kind": "official"}
    number = {"low": 11, "high": 11, "qualifier": "exact", "wording": "eleven people", "unit": "persons"}
    claim = {"subject": "incident:valley-2019", "property": "killed", **number, **said}
    return [
        {"source": "S1", "publisher": f"{_CANARY}-speaker", "published_on": "2019-03-09", "language": "en",
         "source_kind": "media_news", "item": f"{_CANARY}-name.md", "visibility": "team"},
        {"id": f"K1-{_CANARY}-claim", "source": "S1", "quote": "eleven people had been killed", **claim},
        {"id": "K2", "source": "S1", "quote": "eleven people had been killed", **claim,
         "speaker": f"{_CANARY}-speaker", "speaker_kind": "witness", "visibility": "restricted"},
    ]  # fmt: skip


def _sources(day: Day) -> list[Path]:
    """Write what somebody brings: texts and pictures, small and large, open and restricted."""
    folder = day.elsewhere / "sources"
    folder.mkdir()
    text = f"The regional office said that eleven people had been killed. {_CANARY}-content\n"
    (folder / f"{_CANARY}-name.md").write_text(text)
    chance = random.Random(7)
    for number in range(20):
        (folder / f"{_CANARY}-name-{number}.txt").write_bytes(
            f"{_CANARY}-content {number}\n".encode() * chance.randint(1, 999)
        )
    (folder / f"{_CANARY}-name.html").write_text(f"<html><body><p>{_CANARY}-content</p></body></html>")
    with zipfile.ZipFile(folder / f"{_CANARY}-name.zip", "w") as container:
        container.writestr(f"{_CANARY}-name-member.txt", f"{_CANARY}-content-member")
    (folder / f"{_CANARY}-name-large.bin").write_bytes(f"{_CANARY}-content ".encode() * 60_000)
    hidden = day.elsewhere / "hidden"
    hidden.mkdir()
    (hidden / f"{_CANARY}-name-hidden.txt").write_text(f"The witness is {_CANARY}-content-hidden.\n")
    return [folder, hidden]


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """Return a machine on which a day's work was done."""
    day = Day(tmp_path)
    sources, hidden = _sources(day)
    (day.elsewhere / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in _rows()))
    (day.elsewhere / "statement.md").write_text(_STATEMENT)
    at = ("-C", day.archive)
    given = ("--from", f"{_CANARY}-giver", "--note", f"{_CANARY}-note")
    day.works(
        ("init", day.archive, "--title", f"{_CANARY}-title", "--encrypted", "--key-file", day.elsewhere / "stick.age"),
        (*at, "add", sources, *given),
        (*at, "add", hidden, "--visibility", "restricted", *given),
        (*at, "custody", f"{_CANARY}-name.md", "transferred_out", "--fact", f"to_custodian={_CANARY}-giver"),
        (*at, "read"),
        (*at, "state", day.elsewhere / "rows.jsonl"),
        (*at, "figures", "killed"),
        (*at, "check", day.elsewhere / "statement.md"),
        (*at, "publish", day.elsewhere / "statement.md", "--edition", "restricted", "--out", day.elsewhere / "site"),
        (*at, "export", day.elsewhere / "bag", "--edition", "restricted"),
        (*at, "examine"),
        (*at, "duplicates"),
        (*at, "copy", f"{_CANARY}-name.md", day.elsewhere / "desk.md", "--purpose", f"{_CANARY}-note"),
        (*at, "custody", "report", f"{_CANARY}-name.md", "--out", day.elsewhere / "report.pdf"),
        (*at, "backup", day.backup),
        (*at, "drill", day.backup),
        (*at, "store", "check", "--due"),
        (*at, "withdraw", "K2", "--why", f"{_CANARY}-note"),
        (*at, "checkpoint"),
        (*at, "store", "check", "--deep"),
        (*at, "store", "rebuild"),
        (*at, "log", "--json"),
    )
    return day


def _found(day: Day) -> list[tuple[str, bytes]]:
    needles = _needles(day.elsewhere / "sources") + _needles(day.elsewhere / "hidden")
    return [(where, needle) for where, content in day.seized() for needle in needles if needle in content]


def _cut_off(day: Day, seed: int) -> None:
    """Kill adding, reading and exporting at random moments, three times: write-ahead log and rests stay behind."""
    at, chance = ("-C", day.archive), random.Random(seed)
    for number in range(3):
        more = day.elsewhere / f"more-{seed}-{number}"
        more.mkdir()
        for one in range(40):
            content = f"{_CANARY}-content {seed} {one} ".encode() * 20_000
            (more / f"{_CANARY}-name-{one}.txt").write_bytes(content)
        bag = day.elsewhere / f"bag-{seed}-{number}"
        work = [(*at, "add", more), (*at, "read"), (*at, "export", bag, "--edition", "restricted")]
        with day.begun(*work) as process:
            time.sleep(chance.uniform(0.3, 1.5))
            process.send_signal(signal.SIGKILL)
            process.communicate()


def test_a_seized_machine_tells_nothing(day: Day) -> None:
    """0 hits in archive, temporary folder, home, runtime folder and backup, after the day and after three kills.

    The work itself left its words elsewhere, so the search would find them.
    """
    words = _CANARY.encode()
    assert any(words in path.read_bytes() for path in (day.elsewhere / "bag").rglob("*") if path.is_file())
    assert _found(day) == []
    assert sum(len(content) for _, content in day.seized()) > 1_000_000
    _cut_off(day, 1)
    assert _found(day) == []
    day.works(("-C", day.archive, "store", "check", "--deep"))


def test_the_same_search_finds_an_archive_in_clear(tmp_path: Path) -> None:
    """A test of the test: without encryption the words are found in log, objects and mark."""
    day = Day(tmp_path)
    sources, _ = _sources(day)
    day.works(("init", day.archive, "--title", f"{_CANARY}-title"), ("-C", day.archive, "add", sources))
    where = {Path(where).name for where, _ in _found(day)}
    assert where >= {"log.sqlite", "onrecord.toml"}
    assert any("/blobs/" in where for where, _ in _found(day))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 40))
def test_a_machine_that_was_cut_off_tells_nothing(day: Day, seed: int) -> None:
    """Ninety kills."""
    _cut_off(day, seed)
    assert _found(day) == []

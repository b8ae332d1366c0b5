"""`init --encrypted`, `keys`, `encrypt`: by their commands, as a person or a script gives them."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.secrets_given import descriptor
from tests.encrypted import CHEAP, PASSPHRASE

from onrecord.cli import status_of
from onrecord.store import RecoveryKey, Share

_OTHER = "a wholly different cucumber orchestra"
_MAIN = "from onrecord.cli import main; main()"
_ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost the least that is allowed: its cost is tested where it is chosen."""
    monkeypatch.setattr("onrecord.store.slots.calibrated", lambda: CHEAP)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no key file of the person who runs the tests help."""
    monkeypatch.delenv("ONRECORD_KEY_FILE", raising=False)


class Person:
    """Types commands; secrets go by a descriptor."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.err = ""

    def types(self, *words: object, secrets: tuple[str, ...] = (), status: int = 0) -> dict[str, Any]:
        """Run a command with `--json` and return its document."""
        with descriptor(*secrets) as number:
            given = ["--passphrase-fd", number] if secrets else []
            found = status_of([*given, *(str(word).replace("{fd}", number) for word in words), "--json"])
        shown = self.capsys.readouterr()
        self.err = shown.err
        assert found == status, shown.err
        document: dict[str, Any] = json.loads(shown.out)
        return document


@pytest.fixture
def person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Person:
    """Return somebody who types."""
    return Person(tmp_path / "valley", capsys)


@pytest.fixture
def made(person: Person) -> dict[str, Any]:
    """Return what `init` said of an encrypted archive with shares."""
    return person.types("init", person.folder, "--encrypted", "--escrow", secrets=(PASSPHRASE,))


def test_init_shows_the_papers_once(person: Person, made: dict[str, Any]) -> None:
    """The recovery key and three shares; they stand in no file of the archive."""
    assert made["encrypted"] is True
    assert RecoveryKey.parse(made["recovery_key"])
    assert [Share.parse(one).number for one in made["shares"]] == [1, 2, 3]
    plain = [made["recovery_key"], made["recovery_key"].replace("-", ""), *made["shares"], PASSPHRASE]
    for path in person.folder.rglob("*"):
        if path.is_file():
            assert not [one for one in plain if one.encode() in path.read_bytes()]


def test_every_output_says_that_recovery_was_not_tried(person: Person, made: dict[str, Any]) -> None:
    """L10: until the papers have opened the archive; each command, and each document."""
    assert made["recovery_untried"] == ["recovery-2", "escrow-3"]
    where = ("-C", person.folder)
    for words in (("items",), ("log",), ("store", "check")):
        assert person.types(*where, *words, secrets=(PASSPHRASE,))["recovery_untried"] == ["recovery-2", "escrow-3"]
        assert "keys try" in person.err
    person.types(*where, "keys", "try", secrets=(made["recovery_key"].lower(),))
    assert person.types(*where, "items", secrets=(PASSPHRASE,))["recovery_untried"] == ["escrow-3"]
    person.types(*where, "keys", "try", secrets=(made["shares"][2], made["shares"][0]))
    assert "recovery_untried" not in person.types(*where, "items", secrets=(PASSPHRASE,))
    assert person.err == ""


def test_a_trial_that_fails_counts_for_nothing(person: Person, made: dict[str, Any]) -> None:
    """A slip, one share twice, another archive's key, or what is no paper at all."""
    where = ("-C", person.folder, "keys", "try")
    one = made["shares"][0]
    for secrets, code in (
        ((made["recovery_key"][:-1],), "store.paper-misread"),
        ((one, one), "store.shares-do-not-join"),
        ((RecoveryKey.fresh().text(),), "store.key-refused"),
    ):
        assert person.types(*where, secrets=secrets, status=2)["error"]["code"] == code
    with descriptor(PASSPHRASE) as number:
        assert status_of(["--passphrase-fd", number, *map(str, where)]) == 2
    assert len(person.types("-C", person.folder, "items", secrets=(PASSPHRASE,))["recovery_untried"]) == 2


def test_every_way_in_opens_every_command(person: Person, made: dict[str, Any]) -> None:
    """Passphrase, recovery key, two shares; a wrong passphrase is told as that, and none at all as locked."""
    where = ("-C", person.folder, "items")
    for secrets in ((PASSPHRASE,), (made["recovery_key"],), (made["shares"][0], made["shares"][1])):
        assert person.types(*where, secrets=secrets)["items"] == []
    assert person.types(*where, secrets=(_OTHER,), status=2)["error"]["code"] == "store.key-refused"
    assert person.types(*where, status=20)["error"]["code"] == "store.archive-locked"


def test_a_key_file_opens_without_a_question(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made by `init`, named in a setting; away with the stick, the archive is locked."""
    stick = tmp_path / "stick.age"
    person.types("init", person.folder, "--encrypted", "--key-file", stick)
    assert person.types("-C", person.folder, "items", status=20)["error"]["code"] == "store.archive-locked"
    monkeypatch.setenv("ONRECORD_KEY_FILE", str(stick))
    assert person.types("-C", person.folder, "items")["items"] == []
    stick.unlink()
    assert person.types("-C", person.folder, "items", status=30)["error"]["code"] == "store.key-file-unusable"


def test_the_ways_are_listed_added_changed_and_removed(person: Person, made: dict[str, Any], tmp_path: Path) -> None:
    """Each by its command; what is locked shows no more than kinds."""
    where = ("-C", person.folder, "keys")
    assert person.types(*where, "list") == {
        "archive": str(person.folder),
        "open": False,
        "slots": [
            {"slot": "passphrase-1", "kind": "passphrase", "argon2id": CHEAP.to_record()},
            {"slot": "recovery-2", "kind": "recovery"},
            {"slot": "escrow-3", "kind": "escrow"},
        ],
    }
    added = person.types(*where, "add", "--key-file", tmp_path / "k", "--label", "stick", secrets=(PASSPHRASE,))
    assert added["slot"] == "key-file-4"
    changed = person.types(*where, "change", "--new-passphrase-fd", "{fd}", secrets=(PASSPHRASE, _OTHER))
    assert (changed["slot"], changed["in_place_of"]) == ("passphrase-5", "passphrase-1")
    person.types("-C", person.folder, "items", secrets=(PASSPHRASE,), status=2)
    rows = person.types(*where, "list", secrets=(_OTHER,))["slots"]
    assert {row["slot"]: row["label"] for row in rows}["key-file-4"] == "stick"
    person.types(*where, "remove", "escrow-3", secrets=(_OTHER,))
    for slot in ("recovery-2", "key-file-4"):
        person.types(*where, "remove", slot, secrets=(_OTHER,))
    last = person.types(*where, "remove", "passphrase-5", secrets=(_OTHER,), status=2)
    assert last["error"]["code"] == "store.last-slot"
    fresh = person.types(*where, "recovery", secrets=(_OTHER,))
    assert person.types(*where, "try", secrets=(fresh["recovery_key"],))["slot"] == fresh["slot"]
    again = person.types(*where, "escrow", secrets=(fresh["recovery_key"],))
    assert len(again["shares"]) == 3
    assert person.types(*where, "mend", secrets=(_OTHER,))["slots"] == ["passphrase-5", "recovery-6", "escrow-7"]
    assert person.types("-C", person.folder, "store", "check", "--deep", secrets=(_OTHER,))["ok"] is True


def test_a_weak_passphrase_is_refused_everywhere(person: Person) -> None:
    """L3: at the beginning, and when it is changed; nothing was made."""
    for weak in ("short", "passwordpassword", "Valley documents"):
        refused = person.types(
            "init", person.folder, "--encrypted", "--title", "Valley documents", secrets=(weak,), status=2
        )
        assert refused["error"]["code"] == "store.weak-passphrase"
        assert not person.folder.exists()
    person.types("init", person.folder, "--encrypted", secrets=(PASSPHRASE,))
    where = ("-C", person.folder, "keys", "change", "--new-passphrase-fd", "{fd}")
    assert person.types(*where, secrets=(PASSPHRASE, "qwertyuiopasdfghjkl"), status=2)["error"]["code"] == (
        "store.weak-passphrase"
    )
    assert person.types("-C", person.folder, "items", secrets=(PASSPHRASE,))


def test_an_archive_is_encrypted_by_one_command(person: Person, tmp_path: Path) -> None:
    """Before and after: the same items, the same head; where the former lies and what was left is said."""
    (tmp_path / "herald.md").write_text("eleven people")
    person.types("init", person.folder)
    person.types("-C", person.folder, "add", tmp_path / "herald.md")
    (person.folder / "notes.md").write_text("mine")
    before = [person.types("-C", person.folder, *words) for words in (("items",), ("checkpoint",))]
    done = person.types("encrypt", person.folder, "--passphrase-fd", "{fd}", secrets=(PASSPHRASE,))
    assert (done["former"], done["left_behind"]) == (str(person.folder) + ".former", ["notes.md"])
    after = [
        person.types("-C", person.folder, *words, secrets=(PASSPHRASE,)) for words in (("items",), ("checkpoint",))
    ]
    assert after[0]["items"] == before[0]["items"]
    assert after[1]["checkpoint"] == before[1]["checkpoint"]
    assert person.types("encrypt", person.folder, secrets=(PASSPHRASE,), status=5)["error"]["code"] == (
        "store.already-encrypted"
    )


def test_new_keys_for_all_lock_the_former_ones_out(person: Person, made: dict[str, Any]) -> None:
    """When somebody else may have keyring and passphrase: nothing of before opens the archive."""
    where = ("-C", person.folder)
    person.types(*where, "keys", "renew", "--passphrase-fd", "{fd}", secrets=(PASSPHRASE, _OTHER))
    assert person.types(*where, "items", secrets=(_OTHER,))["items"] == []
    for secrets in ((PASSPHRASE,), (made["recovery_key"],), (made["shares"][0], made["shares"][1])):
        assert person.types(*where, "items", secrets=secrets, status=2)["error"]["code"] == "store.key-refused"


@pytest.mark.parametrize(
    "words",
    [
        ("init", "x", "--escrow"),
        ("init", "x", "--recipient", "age1x"),
        ("init", "x", "--encrypted"),
        ("init", "x", "--encrypted", "--passphrase-fd", "987"),
    ],
)
def test_what_makes_no_sense_is_refused_as_usage(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shares without encryption, encryption without a way in, a descriptor that is not open: nothing is made."""
    monkeypatch.chdir(tmp_path)
    assert status_of(words) == 2
    assert capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n", b"x" * 5000 + b"\n"])
def test_a_descriptor_without_a_secret_is_told(person: Person, content: bytes) -> None:
    """Empty, no text, too long: usage, never an empty passphrase."""
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    try:
        assert status_of(["init", str(person.folder), "--encrypted", "--passphrase-fd", str(reading)]) == 2
    finally:
        os.close(reading)
    assert not person.folder.exists()


# At a terminal.


class Terminal:
    """A program at a terminal of its own, and a hand that types."""

    def __init__(self, *words: str, runtime: Path) -> None:
        self.shown = ""
        pid, self._handle = pty.fork()
        if pid == 0:
            own = {"PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}", "ONRECORD_RUNTIME": str(runtime), "LANG": "C.UTF-8"}
            cheap = (
                "from onrecord.store import slots; from onrecord.store.costs import Cost; "
                "slots.calibrated = lambda: Cost(memory_kib=65536, passes=1, lanes=1); "
            )
            given = [sys.executable, "-c", cheap + _MAIN, *words]
            os.execve(sys.executable, given, {**own, "TERM": "dumb"})  # noqa: S606 - no shell
        self._pid = pid

    def sees(self, pattern: str) -> re.Match[str]:
        """Wait until the pattern is on the screen, and forget what came before its end."""
        ends_at = time.monotonic() + 60
        while not (found := re.search(pattern, self.shown)):
            assert time.monotonic() < ends_at, f"never saw {pattern!r}: {self.shown!r}"
            self._read()
        self.shown = self.shown[found.end() :]
        return found

    def types(self, text: str) -> None:
        """Type a line."""
        os.write(self._handle, f"{text}\n".encode())

    def status(self) -> int:
        """Wait for the end and return the exit status."""
        while self._read():
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _read(self) -> bool:
        if select.select([self._handle], [], [], 60)[0]:
            try:
                more = os.read(self._handle, 4096)
            except OSError:  # the other side has hung up
                more = b""
            self.shown += more.decode("utf-8", "replace").replace("\r\n", "\n")
            return bool(more)
        return False


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_at_a_terminal_the_paper_is_asked_back(tmp_path: Path) -> None:
    """L10: typed twice without showing, written down, two groups asked back; a slip is told, then it is tried."""
    terminal = Terminal("init", str(tmp_path / "valley"), "--encrypted", "--escrow", runtime=tmp_path / "r")
    terminal.sees("New passphrase: ")
    terminal.types(PASSPHRASE)
    terminal.sees("The same again: ")
    terminal.types(PASSPHRASE)
    key = terminal.sees(r"RK1((?:\s+[0-9A-Z]{4}){9})\n").group(1)
    terminal.sees("Press Enter")
    terminal.types("")
    _asked_back(terminal, {"Recovery key": key}, slip=True)
    terminal.sees("RK1")
    terminal.sees("Press Enter")
    terminal.types("")
    _asked_back(terminal, {"Recovery key": key})
    terminal.sees("recovery-2 opens the archive")
    shares = {}
    for number in (1, 2, 3):
        shares[f"Share {number}"] = terminal.sees(rf"SH{number}((?:\s+[0-9A-Z]{{4}}){{18}})\n").group(1)
        terminal.sees("Press Enter")
        terminal.types("")
    _asked_back(terminal, shares)
    _asked_back(terminal, shares)
    terminal.sees("escrow-3 opens the archive")
    assert terminal.status() == 0
    assert PASSPHRASE not in terminal.shown
    assert "not tried" not in terminal.shown


def _asked_back(terminal: Terminal, papers: dict[str, str], *, slip: bool = False) -> None:
    for _ in range(2):
        found = terminal.sees(r"(Recovery key|Share \d), row (\d), group (\d)")
        group = papers[found.group(1)].split()[5 * (int(found.group(2)) - 1) + int(found.group(3)) - 1]
        terminal.types("AAAA" if slip else group.lower())


def test_at_a_terminal_a_passphrase_is_asked_and_a_slip_forgiven(tmp_path: Path, person: Person) -> None:
    """Three times; what is typed is not shown."""
    person.types("init", person.folder, "--encrypted", secrets=(PASSPHRASE,))
    terminal = Terminal("-C", str(person.folder), "items", runtime=tmp_path / "r")
    terminal.sees("Passphrase, recovery key or share: ")
    terminal.types(_OTHER)
    terminal.sees("does not open")
    terminal.sees("Passphrase, recovery key or share: ")
    terminal.types(PASSPHRASE)
    assert terminal.status() == 0
    assert "visibility" in terminal.shown
    assert PASSPHRASE not in terminal.shown


# H9: nothing secret in a list of processes, an environment, a log or a file.


def _processes() -> Iterator[tuple[str, bytes]]:
    for folder in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            try:
                yield f"{folder.name}/{name}", (folder / name).read_bytes()
            except OSError:
                continue


def test_no_secret_shows_in_processes_environment_or_files(tmp_path: Path) -> None:
    """H9: the passphrase goes by descriptor; while the agent runs neither it nor a key is to be seen anywhere."""
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("this system does not show the command lines of processes")
    canary = "uluq canary seventeen violet anchors"
    folder, runtime = tmp_path / "valley", Path(tempfile.mkdtemp(prefix="x-"))  # the path of a socket is short
    environment = {"PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}", "ONRECORD_RUNTIME": str(runtime)}

    def run(*words: str, given: str = canary) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", _MAIN, *words],
            input=f"{given}\n",
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

    try:
        made = run("init", str(folder), "--encrypted", "--passphrase-fd", "0", "--json")
        unlocked = run("--passphrase-fd", "0", "-C", str(folder), "unlock", "--json")
        listed = run("-C", str(folder), "items", "--json", given="")
        key = json.loads(made.stdout)["recovery_key"]
        assert [where for where, content in _processes() if b"canary" in content or key.encode() in content] == []
        for output in (unlocked.stdout, unlocked.stderr, listed.stdout, listed.stderr, made.stderr):
            assert canary not in output
            assert key not in output
        files = [path for top in (folder, runtime) for path in top.rglob("*") if path.is_file()]
        assert [path for path in files if b"canary" in path.read_bytes() or key.encode() in path.read_bytes()] == []
        assert json.loads(run("panic", "--json", given="").stdout)["dropped"] == [json.loads(made.stdout)["id"]]
    finally:
        subprocess.run(["rm", "-r", str(runtime)], check=True)

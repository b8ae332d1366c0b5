"""The commands about time and witnesses, as a person types them, against services on this machine (EV-06, C9)."""

import datetime as dt
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.authorities import Authority
from tests.logs import ToyLog

from onrecord import adapters, app, vault
from onrecord.cli import status_of
from onrecord.kernel import SystemClock, VerifierKey

Run = Callable[..., tuple[int, Any]]


class _Service:
    """An authority on this machine. `mood` is what it does: answer, refuse, or break off."""

    def __init__(self, name: str, seed: int) -> None:
        now = SystemClock().now()
        self.authority = Authority(name=name, seed=seed, at=now, valid=(now - dt.timedelta(9), now + dt.timedelta(9)))
        self.status = 200
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/timestamp-query"
                service.authority.at = SystemClock().now()
                content = service.authority.answer(body)
                self.send_response(service.status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/tsr"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def services(socket_enabled: None) -> Iterator[list[_Service]]:
    """Two authorities."""
    del socket_enabled
    found = [_Service("First", 1), _Service("Second", 2)]
    yield found
    for one in found:
        one.stop()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an archive with one item; return its exit status and its JSON."""
    monkeypatch.setenv("ONRECORD_ACTOR", "keeper")
    assert status_of(["init", str(tmp_path / "archive"), "--title", "Valley 2031"]) == 0
    (tmp_path / "herald.txt").write_text("Eleven people had been killed.", encoding="utf-8")
    assert (
        status_of(["-C", str(tmp_path / "archive"), "add", str(tmp_path / "herald.txt"), "--visibility", "public"]) == 0
    )
    capsys.readouterr()

    def ran(*words: str, as_json: bool = True) -> tuple[int, Any]:
        status = status_of(["-C", str(tmp_path / "archive"), *words, *(["--json"] if as_json else [])])
        said = capsys.readouterr()
        return status, (json.loads(said.out or "null") if as_json else said.out + said.err)

    return ran


def _name_both(run: Run, services: list[_Service], tmp_path: Path) -> None:
    for name, service in zip(("first", "second"), services, strict=True):
        chain = tmp_path / f"{name}-chain.pem"
        chain.write_bytes(service.authority.chain())
        status, said = run("authorities", "add", name, service.url, "--chain", str(chain))
        assert status == 0
        assert [one["subject"] for one in said["certificates"]] == [
            f"CN={service.authority.name} Stamps",
            f"CN={service.authority.name} Root",
        ]


def test_nothing_stamped_is_said_in_every_output(run: Run, tmp_path: Path) -> None:
    """Without an authority: checkpoint, log, store check, item, export and verify all say so; `stamp` refuses."""
    status, said = run("checkpoint")
    assert (status, said["stamped"], said["time"]["stamped"]) == (0, False, False)
    for words in (["log"], ["store", "check"], ["export", str(tmp_path / "export")]):
        status, said = run(*words)
        assert status == 0
        assert said["time"]["stamped"] is False
        assert "Not time-stamped from outside: no authority is named." in said["time"]["says"][0]
        assert said["time"]["says"][1].startswith("Not cosigned: no witness is named.")
    for words in (["checkpoint"], ["log"], ["store", "check"]):
        assert "Not time-stamped from outside" in run(*words, as_json=False)[1]
    assert run("item", "herald.txt")[1]["time"] == {
        "state": "unstamped", "existed_before": None, "authority": None, "size": None
    }  # fmt: skip
    said = run("verify", str(tmp_path / "export"))[1]
    assert any("no outside time stamp" in limit for limit in said["cannot_exclude"])
    assert run("stamp")[0] == 4
    assert run("cosign")[0] == 4
    assert run("stamps")[0] == 0


def test_from_naming_two_authorities_to_a_verified_export(run: Run, services: list[_Service], tmp_path: Path) -> None:
    """The whole way: names, stamps, the list of them, an export that carries them, a stranger's check."""
    _name_both(run, services, tmp_path)
    status, said = run("stamp")
    assert status == 0
    assert [one["outcome"] for one in said["stamps"]] == ["stamped", "stamped"]
    assert said["time"]["stamped"] is True
    status, said = run("stamps")
    assert (status, said["ok"], [one["holds"] for one in said["stamps"]]) == (0, True, [True, True])
    assert run("item", "herald.txt")[1]["time"]["state"] == "stamped"
    (tmp_path / "more.txt").write_text("more", encoding="utf-8")
    run("add", str(tmp_path / "more.txt"))
    status, said = run("export", str(tmp_path / "export"))
    assert (status, said["time"]["stamped"]) == (0, True)
    roots = []
    for service in services:
        path = tmp_path / f"{service.authority.name}.pem"
        path.write_bytes(service.authority.root_pem())
        roots += ["--authority", str(path)]
    status, said = run("verify", str(tmp_path / "export"), *roots)
    assert (status, said["problems"]) == (0, [])
    size = int(said["checkpoint"].split("\n")[1])
    assert {(one["authority"], one["size"]) for one in said["stamps"]} >= {("first", size), ("second", size)}
    stamp = tmp_path / "export/data/log/stamps" / f"first-{size}.tsr"
    stamp.write_bytes(stamp.read_bytes()[:-1] + b"\0")
    assert run("verify", str(tmp_path / "export"))[0] == 10


def test_an_export_goes_on_without_the_authorities_and_says_so(
    run: Run, services: list[_Service], tmp_path: Path
) -> None:
    """C9: the failure is on record, in the output and in the bag; with --offline nobody is asked."""
    _name_both(run, services, tmp_path)
    for one in services:
        one.stop()
    status, said = run("export", str(tmp_path / "export"))
    assert status == 0
    assert [one["reason"] for one in said["time"]["authorities"]] == ["silent", "silent"]
    assert any("Pending: first" in line for line in said["time"]["says"])
    assert run("stamp")[0] == 20
    said = run("verify", str(tmp_path / "export"))[1]
    assert said["stamps"] == []
    assert any("no outside time stamp" in limit for limit in said["cannot_exclude"])
    before = len(run("stamps")[1]["stamps"])
    assert run("export", str(tmp_path / "offline"), "--offline")[0] == 0
    assert len(run("stamps")[1]["stamps"]) == before
    said = run("verify", str(tmp_path / "offline"))[1]
    assert any("4 times an authority or a witness was asked" in limit for limit in said["cannot_exclude"])


def test_a_lying_authority_ends_with_the_status_of_something_broken(
    run: Run, services: list[_Service], tmp_path: Path
) -> None:
    """10 for a lie, 20 for a refusal; what it said is kept and can be read in `stamps`."""
    _name_both(run, services, tmp_path)
    services[0].authority.is_signature_wrong = True
    status, said = run("stamp")
    assert (status, said["stamps"][0]["reason"], said["stamps"][1]["outcome"]) == (10, "bad-signature", "stamped")
    rows = run("stamps")[1]["stamps"]
    assert (rows[0]["holds"], rows[0]["outcome"], rows[0]["problem"]) == (
        False, "declined", "bad-signature: signature failure"
    )  # fmt: skip
    services[0].authority.is_signature_wrong = False
    services[0].authority.status = 2
    assert run("stamp", "--authority", "first", "--again")[0] == 20
    assert "NO STAMP (refused)" in run("stamp", "--authority", "first", "--again", as_json=False)[1]


def test_a_stamp_whose_answer_rotted_is_told(run: Run, services: list[_Service], tmp_path: Path) -> None:
    """`stamps` checks bytes, not entries."""
    _name_both(run, services, tmp_path)
    run("stamp", "--authority", "first")
    reply = run("stamps")[1]["stamps"][0]["reply"]
    path = tmp_path / "archive/blobs" / reply[:2] / reply
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    status, said = run("stamps")
    assert (status, said["ok"], said["stamps"][0]["problem"]) == (10, False, "store.digest-mismatch")


def test_names_are_kept_in_order(run: Run, services: list[_Service], tmp_path: Path) -> None:
    """Twice, odd, unknown, without a root, with a secret in the address: each is refused in words."""
    _name_both(run, services, tmp_path)
    chain = str(tmp_path / "first-chain.pem")
    assert run("authorities", "add", "first", services[0].url, "--chain", chain)[0] == 5
    for name in ("First", "a b", "../x", "", "x" * 41, "-x"):
        assert run("authorities", "add", "--chain", chain, "--", name, services[0].url)[0] == 2
    for url in ("ftp://x", "x", "http://", "http://user:secret@x/", "http://x/?key=secret"):
        assert run("authorities", "add", "third", url, "--chain", chain)[0] == 2
    leaf = tmp_path / "leaf.pem"
    leaf.write_bytes(services[0].authority.chain().split(b"-----END")[0] + b"-----END CERTIFICATE-----\n")
    assert run("authorities", "add", "third", services[0].url, "--chain", str(leaf))[0] == 2
    assert run("authorities", "add", "third", services[0].url, "--chain", chain, "--policy", "x")[0] == 2
    assert [one["name"] for one in run("authorities", "list")[1]["authorities"]] == ["first", "second"]
    assert run("stamp", "--authority", "third")[0] == 4
    assert run("authorities", "remove", "first")[0] == 0
    assert run("authorities", "remove", "first")[0] == 4
    assert [one["name"] for one in run("authorities", "list")[1]["authorities"]] == ["second"]


def test_only_a_keeper_names_anybody(
    run: Run, services: list[_Service], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom an archive trusts is not for everybody to say."""
    chain = tmp_path / "chain.pem"
    chain.write_bytes(services[0].authority.chain())
    for role in ("analyst", "reader"):
        monkeypatch.setenv("ONRECORD_ROLE", role)
        assert run("authorities", "add", "first", services[0].url, "--chain", str(chain))[0] == 3
        assert run("witnesses", "add", "w", "http://x", "--key", "x")[0] == 3
        assert run("calendars", "add", "c", "http://x")[0] == 3
        assert run("authorities", "remove", "first")[0] == 3


def _serve(folder: Path) -> str:
    opened = vault.WitnessFolder.open(folder)
    started: list[str] = []
    ready = threading.Event()

    def on_start(place: str) -> None:
        started.append(place)
        ready.set()

    application = adapters.WitnessApplication(opened.witness(SystemClock()))
    options = {"host": "127.0.0.1", "port": 0, "on_start": on_start}
    threading.Thread(target=adapters.serve, args=(application,), kwargs=options, daemon=True).start()
    assert ready.wait(20)
    return f"http://{started[0]}"


def test_two_organisations_witness_each_other(run: Run, socket_enabled: None, tmp_path: Path) -> None:
    """From `witness init` to an export that a stranger checks with the witness's key."""
    del socket_enabled
    status, made = run("witness", "init", str(tmp_path / "witness"), "--name", "partner.example/w1")
    assert status == 0
    log_key = run("checkpoint")[1]["log_key"]
    assert run("witness", "add-log", str(tmp_path / "witness"), log_key)[1]["logs"] == [log_key.split("+")[0]]
    url = _serve(tmp_path / "witness")
    assert run("witnesses", "add", "partner", url, "--key", made["key"])[0] == 0
    assert run("witnesses", "add", "other", url, "--key", log_key)[0] == 10  # the key of a log is no witness's
    status, said = run("cosign")
    assert (status, said["cosignatures"][0]["outcome"]) == (0, "cosigned")
    (row,) = run("witness", "list", str(tmp_path / "witness"))[1]["logs"]
    assert row["size"] == said["cosignatures"][0]["size"]
    assert run("witnesses", "list")[1]["witnesses"][0]["size"] == row["size"]
    assert run("heads", "list")[1]["heads"][-1]["cosigned_by"] == ["partner"]
    (tmp_path / "more.txt").write_text("more", encoding="utf-8")
    run("add", str(tmp_path / "more.txt"))
    assert run("export", str(tmp_path / "export"))[0] == 0
    status, said = run("verify", str(tmp_path / "export"), "--witness", made["key"])
    assert (status, said["problems"]) == (0, [])
    assert any("the last that the witness partner.example/w1 has seen" in one for one in said["cannot_exclude"])
    assert run("witnesses", "remove", "partner")[0] == 0
    assert run("cosign")[0] == 4


def test_heads_are_compared(run: Run, tmp_path: Path) -> None:
    """A head of ours agrees; one that our key signed and our log lacks ends with 10 and is said from then on."""
    from onrecord.kernel import Checkpoint
    from onrecord.store.keys import LogKey

    note = tmp_path / "head.txt"
    said = run("checkpoint")[1]
    note.write_text(said["checkpoint"], encoding="utf-8")
    assert run("heads", "compare", str(note))[1]["agrees"] is True
    key = LogKey.load(tmp_path / "archive/keys/log.key", name=said["log_key"].split("+")[0], published=said["log_key"])
    forged = Checkpoint(origin=key.name, size=said["size"], root=b"\1" * 32)
    note.write_text(key.sign(forged.text()).to_text(), encoding="utf-8")
    status, found = run("heads", "compare", str(note))
    assert (status, found["contradiction"]) == (10, "fork")
    assert run("heads", "list")[0] == 10
    assert "WARNING: 1 heads signed with this log's key contradict" in run("log")[1]["time"]["says"][0]
    assert run("heads", "compare", str(tmp_path / "nothing"))[0] == 2


def test_a_log_is_followed_without_an_archive(run: Run, tmp_path: Path) -> None:
    """C8 by command: 500 is kept, 480 is refused, an export moves it on."""
    log = ToyLog()
    note, proof, folder = tmp_path / "head.txt", tmp_path / "proof.txt", str(tmp_path / "followed")
    note.write_text(log.head(500), encoding="utf-8")
    assert run("heads", "compare", str(note), "--follow", folder)[0] == 2
    assert run("heads", "compare", str(note), "--follow", folder, "--key", log.key().text())[0] == 0
    note.write_text(log.head(480), encoding="utf-8")
    assert run("heads", "compare", str(note), "--follow", folder)[0] == 10
    note.write_text(log.head(510), encoding="utf-8")
    assert run("heads", "compare", str(note), "--follow", folder)[0] == 2
    import base64

    hashes = log.tree().consistency(500, 510)
    proof.write_text("".join(f"{base64.b64encode(one).decode()}\n" for one in hashes), encoding="ascii")
    status, said = run("heads", "compare", str(note), "--follow", folder, "--proof", str(proof))
    assert (status, said["size"], said["evidence"]) == (0, 510, 1)
    assert run("export", str(tmp_path / "export"))[0] == 0
    key = run("checkpoint")[1]["log_key"]
    assert run("heads", "compare", str(tmp_path / "export"), "--follow", str(tmp_path / "ours"), "--key", key)[0] == 0


@pytest.mark.parametrize("listen", ["", "here", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", ":1"])
def test_an_address_that_is_none_is_refused(run: Run, tmp_path: Path, listen: str) -> None:
    """And a folder without a witness."""
    run("witness", "init", str(tmp_path / "witness"), "--name", "w")
    assert run("witness", "serve", str(tmp_path / "witness"), "--listen", listen)[0] == 30
    assert run("witness", "serve", str(tmp_path / "nothing"))[0] == 4


def test_an_address_that_is_taken_is_told(socket_enabled: None, tmp_path: Path) -> None:
    """In words, with the exit status of an operator's mistake."""
    del socket_enabled
    import socket

    vault.WitnessFolder.create(tmp_path / "witness", name="w").follow(VerifierKey.parse(ToyLog().key().text()))
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(app.UnusableListen):
        app.serve_witness(
            tmp_path / "witness", listen=f"127.0.0.1:{taken.getsockname()[1]}", on_start=lambda _name, _place: None
        )

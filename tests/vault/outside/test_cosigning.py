"""Asking witnesses: a signature counts once it is checked, and what a witness has seen and we lack is told loudly."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.logs import ToyLog
from tests.outside import MovingClock, Web
from tests.personas import READER
from tests.vault.outside.conftest import seal_more

from onrecord import app, vault
from onrecord.adapters import Answer, WitnessApplication
from onrecord.kernel import (
    COSIGNATURE,
    Checkpoint,
    Cosignature,
    NotAllowed,
    NoteSignature,
    SignedNote,
    VerifierKey,
    cosigned_message,
)
from onrecord.store import Desk
from onrecord.vault import OutsideWitness, WitnessFolder

_URL = "https://partner.example"


def _service(folder: WitnessFolder, clock: MovingClock) -> Callable[[str, bytes | None], Answer]:
    """A witness that is spoken to without a network, through its web face."""
    application = WitnessApplication(folder.witness(clock))

    def answer(url: str, body: bytes | None) -> Answer:
        import io

        status: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": url.removeprefix(_URL),
            "CONTENT_LENGTH": str(len(body or b"")),
            "wsgi.input": io.BytesIO(body or b""),
        }
        content = b"".join(application(environ, lambda said, _headers: status.append(said)))
        return Answer(status=int(status[0][:3]), body=content)

    return answer


@pytest.fixture
def folder(tmp_path: Path, place: Desk) -> WitnessFolder:
    """A witness that follows our log."""
    made = WitnessFolder.create(tmp_path / "witness", name="partner.example/w1")
    return made.follow(VerifierKey.parse(place.info.verifier_key))


@pytest.fixture
def witness(folder: WitnessFolder, web: Web, moving: MovingClock) -> OutsideWitness:
    """The same, as our keeper has named it."""
    web.services[_URL] = _service(folder, moving)
    return OutsideWitness(name="partner", url=f"{_URL}/", key=folder.key)


def _outcome(desk: Desk, witness: OutsideWitness, web: Web, **options: object) -> tuple[str, str | None]:
    (found,) = vault.cosign(desk, [witness], ask=web.ask, **options)  # type: ignore[arg-type]
    return found.outcome, found.reason


def test_a_witness_cosigns_what_grows(place: Desk, witness: OutsideWitness, web: Web, tmp_path: Path) -> None:
    """First from nothing, then with a proof from where it was; not again while nothing was added."""
    assert _outcome(place, witness, web) == ("cosigned", None)
    first = place.log.size() - 1
    assert _outcome(place, witness, web) == ("current", None)
    seal_more(place, tmp_path, "more.txt")
    assert _outcome(place, witness, web) == ("cosigned", None)
    records = vault.cosignature_records(place)
    assert [one.size for one in records] == [first, place.log.size() - 1]
    notes = dict(place.log.heads())
    for one in records:
        assert one.line is not None
        assert vault.check_cosignature(notes[one.size], one.line, witness.key)
    state = vault.outside_state(place, witnesses=["partner"])
    assert state.cosigned is not None
    assert state.cosigned.size == records[-1].size


def test_a_stale_size_is_asked_for_once_more(
    place: Desk, folder: WitnessFolder, witness: OutsideWitness, web: Web, moving: MovingClock, tmp_path: Path
) -> None:
    """Another copy of us asked before: the size that the witness names is proven from."""
    note = place.log.checkpoint()
    checkpoint = Checkpoint.parse(SignedNote.parse(note).text)
    request = vault.Request(old_size=0, proof=(), note=note, checkpoint=checkpoint)
    assert folder.witness(moving).add_checkpoint(request.body()).status == 200
    seal_more(place, tmp_path, "more.txt")
    assert _outcome(place, witness, web) == ("cosigned", None)
    assert len(web.asked) == 2


def test_a_silent_witness_is_on_record(place: Desk, witness: OutsideWitness, web: Web) -> None:
    """C9: pending, and said so."""
    web.down.add(_URL)
    assert _outcome(place, witness, web) == ("declined", "silent")
    state = vault.outside_state(place, witnesses=["partner"])
    assert state.cosigned is None
    assert "Pending: partner has not cosigned" in " ".join(label.en for label in state.sentences())
    web.down.clear()
    assert _outcome(place, witness, web) == ("cosigned", None)
    assert vault.outside_state(place, witnesses=["partner"]).witnesses[0].pending_since is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=404, body=b"unknown\n"), "unknown-log"),
        (Answer(status=403, body=b""), "unknown-key"),
        (Answer(status=400, body=b""), "malformed"),
        (Answer(status=500, body=b""), "http"),
        (Answer(status=200, body=b""), "unreadable"),
        (Answer(status=200, body=b"<html>"), "unreadable"),
        (Answer(status=200, body=b"\xff\xfe\n"), "unreadable"),
        (Answer(status=200, body="— somebody.else AAAAAAAAAAAA\n".encode()), "unreadable"),
        (Answer(status=409, body=b"many\n"), "unreadable"),
        (Answer(status=409, body=b"1\n"), "moved-on"),
        (Answer(status=409, body=b"99999\n"), "ahead"),
        (Answer(status=409, body=b"9" * 5000 + b"\n"), "unreadable"),
        (Answer(status=422, body=b""), "inconsistent"),
    ],
    ids=lambda one: one if isinstance(one, str) else None,
)
def test_every_refusal_is_on_record(
    place: Desk, witness: OutsideWitness, web: Web, answer: Answer, reason: str
) -> None:
    """With the status and what was said, kept as it came."""
    web.services[_URL] = lambda _url, _body: answer
    assert _outcome(place, witness, web) == ("declined", reason)
    (record,) = vault.cosignature_records(place)
    assert (record.is_cosignature, record.reason, record.http_status) == (False, reason, answer.status)


def test_a_false_signature_is_no_cosignature(
    place: Desk, witness: OutsideWitness, web: Web, moving: MovingClock
) -> None:
    """Right name, right id, over another head or by another key: on record as a lie."""
    private = Ed25519PrivateKey.from_private_bytes(b"\4" * 32)
    for text in ("another head\n", SignedNote.parse(place.log.checkpoint()).text):
        moment = int(moving.at.timestamp())
        signature = private.sign(cosigned_message(moment, text))
        content = Cosignature(timestamp=moment, signature=signature).content()
        line = NoteSignature(name=witness.key.name, key_id=witness.key.key_id, signature=content).line().encode()
        web.services[_URL] = lambda _url, _body, line=line: Answer(status=200, body=line)  # type: ignore[misc]
        assert _outcome(place, witness, web, again=True) == ("declined", "bad-signature")
    assert vault.outside_state(place, witnesses=["partner"]).cosigned is None


def test_a_moment_beyond_all_calendars_is_no_cosignature(place: Desk, web: Web) -> None:
    """The format allows it; no clock shows it."""
    private = Ed25519PrivateKey.from_private_bytes(b"\4" * 32)
    key = VerifierKey(name="w", public=private.public_key().public_bytes_raw(), algorithm=COSIGNATURE)
    moment = 2**63 - 1

    def answer(_url: str, body: bytes | None) -> Answer:
        text = SignedNote.parse((body or b"").decode().partition("\n\n")[2]).text
        content = Cosignature(timestamp=moment, signature=private.sign(cosigned_message(moment, text))).content()
        return Answer(status=200, body=NoteSignature(name="w", key_id=key.key_id, signature=content).line().encode())

    web.services[_URL] = answer
    assert _outcome(place, OutsideWitness(name="w", url=_URL, key=key), web) == ("declined", "unreadable")


def test_two_clocks_apart_are_told(place: Desk, folder: WitnessFolder, web: Web, moving: MovingClock) -> None:
    """A9 holds for witnesses as well."""
    late = MovingClock(moving.at - dt.timedelta(minutes=6))
    web.services[_URL] = _service(folder, late)
    (found,) = vault.cosign(place, [OutsideWitness(name="partner", url=_URL, key=folder.key)], ask=web.ask)
    assert (found.outcome, found.clock_difference_seconds, found.is_clock_doubtful) == ("cosigned", -360, True)


def _restored(place: Desk, backup: Path) -> None:
    """Put yesterday's copy of the archive in the place of today's."""
    place.close()
    shutil.rmtree(place.info.folder)
    shutil.copytree(backup, place.info.folder)


def _reopened(place: Desk) -> Desk:
    return app.open_desk(place.info.folder, actor=place.actor, clock=place.clock, ids=place.ids)


def test_a_copy_of_yesterday_is_found_by_the_witness(
    place: Desk, witness: OutsideWitness, web: Web, tmp_path: Path
) -> None:
    """C4 "restore yesterday's copy": the witness names a size that we do not have; its head is kept as evidence."""
    place.close()
    shutil.copytree(place.info.folder, tmp_path / "yesterday")
    with _reopened(place) as desk:
        seal_more(desk, tmp_path, "today.txt")
        assert _outcome(desk, witness, web) == ("cosigned", None)
    _restored(place, tmp_path / "yesterday")
    with _reopened(place) as desk:
        (found,) = vault.cosign(desk, [witness], ask=web.ask)
        assert (found.outcome, found.reason, found.contradiction) == ("declined", "ahead", True)
        (evidence,) = vault.contradiction_records(desk)
        assert (evidence.why, evidence.size) == ("ahead", found.witness_size)
        assert b"partner.example" in desk.blobs.read(evidence.note)
        said = [label.en for label in vault.outside_state(desk, witnesses=["partner"]).sentences()]
        assert said[0].startswith("WARNING")


def test_a_second_history_is_found_by_the_witness(
    place: Desk, witness: OutsideWitness, web: Web, tmp_path: Path
) -> None:
    """The copy of yesterday goes on differently, to the same length: the witness refuses it, and shows why."""
    place.close()
    shutil.copytree(place.info.folder, tmp_path / "yesterday")
    with _reopened(place) as desk:
        seal_more(desk, tmp_path, "today.txt")
        assert _outcome(desk, witness, web) == ("cosigned", None)
    _restored(place, tmp_path / "yesterday")
    with _reopened(place) as desk:
        for name in ("other.txt", "another.txt", "third.txt"):
            seal_more(desk, tmp_path, name)
        (found,) = vault.cosign(desk, [witness], ask=web.ask)
        assert (found.outcome, found.reason, found.contradiction) == ("declined", "inconsistent", True)
        assert [one.why for one in vault.contradiction_records(desk)] == ["fork"]
        vault.cosign(desk, [witness], ask=web.ask)
        assert len(vault.contradiction_records(desk)) == 1  # one head, one piece of evidence
    assert len(WitnessFolder.open(tmp_path / "witness").evidence()) == 2


def test_a_witness_that_shows_somebody_elses_head_shows_nothing(place: Desk, witness: OutsideWitness, web: Web) -> None:
    """It refuses, and what it shows as its reason is not signed by our key: no evidence, and no crash."""
    for shown in (b"", b"rubbish", ToyLog(origin=place.info.origin).head(3).encode(), b"\xff", bytes(1 << 17)):
        web.services[_URL] = lambda _url, body, shown=shown: Answer(  # type: ignore[misc]
            status=422 if body is not None else 200, body=b"no" if body is not None else shown
        )
        (found,) = vault.cosign(place, [witness], ask=web.ask, again=True)
        assert (found.reason, found.contradiction) == ("inconsistent", False)
    assert vault.contradiction_records(place) == ()


def test_a_witness_that_forgot_is_told(
    place: Desk, witness: OutsideWitness, web: Web, tmp_path: Path, moving: MovingClock
) -> None:
    """It cosigned more than it says now: its memory was lost, and its word is worth less than it says."""
    backup = tmp_path / "witness-yesterday"
    shutil.copytree(tmp_path / "witness", backup)
    assert _outcome(place, witness, web) == ("cosigned", None)
    seal_more(place, tmp_path, "more.txt")
    web.services[_URL] = _service(WitnessFolder.open(backup), moving)
    assert _outcome(place, witness, web) == ("declined", "forgetful")


def test_a_reader_asks_nobody(place: Desk, witness: OutsideWitness, web: Web) -> None:
    """Asking writes entries and signs heads."""
    with app.open_desk(place.info.folder, actor=READER) as desk, pytest.raises(NotAllowed):
        vault.cosign(desk, [witness], ask=web.ask)
    assert web.asked == []

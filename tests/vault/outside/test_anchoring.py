"""OpenTimestamps: pending is said, a block of Bitcoin is described and never counted, calendars learn nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.outside import MovingClock, Web
from tests.personas import READER
from tests.vault.outside.conftest import seal_more

from onrecord import app, dossier, vault
from onrecord.adapters import Answer
from onrecord.kernel import NotAllowed, Unavailable
from onrecord.store import Desk, check
from onrecord.verify import verify_export

pytest.importorskip("opentimestamps", reason="the extra `ots` is not installed")

_ALICE, _BOB = "https://alice.example", "https://bob.example"
_NAMED = {"alice": f"{_ALICE}/", "bob": _BOB}


class _Calendar:
    """A calendar: it promises first, and gives the rest when `height` is set."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.height: int | None = None
        self.seen: list[bytes] = []

    def __call__(self, url: str, body: bytes | None) -> Answer:
        from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
        from opentimestamps.core.op import OpAppend, OpSHA256
        from opentimestamps.core.serialize import BytesSerializationContext
        from opentimestamps.core.timestamp import Timestamp

        if body is not None:
            assert url == f"{self.url}/digest"
            self.seen.append(body)
            found = Timestamp(body)
            below = found.ops.add(OpAppend(b"calendar")).ops.add(OpSHA256())
            below.attestations.add(PendingAttestation(self.url))
        else:
            if self.height is None:
                return Answer(status=404, body=b"Pending confirmation")
            found = Timestamp(bytes.fromhex(url.rsplit("/", 1)[1]))
            found.ops.add(OpSHA256()).attestations.add(BitcoinBlockHeaderAttestation(self.height))
        context = BytesSerializationContext()
        found.serialize(context)
        return Answer(status=200, body=context.getbytes())


@pytest.fixture
def calendars(web: Web) -> tuple[_Calendar, _Calendar]:
    """Two calendars that promise."""
    found = (_Calendar(_ALICE), _Calendar(_BOB))
    web.services |= {_ALICE: found[0], _BOB: found[1]}
    return found


def _kinds(outcome: vault.AnchorOutcome) -> list[str]:
    return [str(one["kind"]) for one in outcome.attestations]


def test_a_head_is_handed_over_and_pending(place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar]) -> None:
    """Kept as an ordinary .ots file over the note's SHA-256; said to be pending, and no time stamp."""
    outcome = vault.anchor(place, _NAMED, ask=web.ask)
    assert _kinds(outcome) == ["pending", "pending"]
    assert outcome.to_record()["verified"] is False
    (record,) = vault.anchor_records(place)
    proof = vault.read_proof(place.blobs.read(record.proof))
    assert proof.file_digest.hex() == record.imprint == vault.signed_head(place, record.size).imprint
    state = vault.outside_state(place)
    assert not state.is_stamped
    assert "OpenTimestamps, not verified here" in " ".join(label.en for label in state.sentences())
    assert check(place, deep=True).untracked == ()


def test_calendars_see_a_salted_digest(place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar]) -> None:
    """Nobody who knows the head can find it among what they were asked."""
    vault.anchor(place, _NAMED, ask=web.ask)
    (record,) = vault.anchor_records(place)
    assert calendars[0].seen == calendars[1].seen
    assert len(calendars[0].seen[0]) == 32
    assert calendars[0].seen[0].hex() != record.imprint


def test_a_pending_proof_is_completed_later(
    place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar], moving: MovingClock
) -> None:
    """The same command again: nothing new yet is no entry; a block is, beside the proof it completes."""
    vault.anchor(place, _NAMED, ask=web.ask)
    size = place.log.size()
    assert vault.anchor(place, _NAMED, ask=web.ask).completed == ()
    assert place.log.size() == size
    moving.pass_by(hours=5)
    calendars[0].height = 991_234
    outcome = vault.anchor(place, _NAMED, ask=web.ask)
    assert len(outcome.completed) == 1
    assert "bitcoin-block" in _kinds(outcome)
    assert {"kind": "bitcoin-block", "where": "991234"} in [dict(one) for one in outcome.attestations]
    assert not vault.outside_state(place).is_stamped
    assert len(vault.anchor_records(place)) == 2
    web.asked.clear()
    vault.anchor(place, _NAMED, ask=web.ask)
    assert web.asked == []  # one block is enough


def test_a_new_head_gets_a_new_proof(
    place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar], tmp_path: Path
) -> None:
    """Anchors speak of one head each."""
    first = vault.anchor(place, _NAMED, ask=web.ask).size
    seal_more(place, tmp_path, "more.txt")
    assert vault.anchor(place, _NAMED, ask=web.ask).size > first


_RUBBISH: dict[str, Callable[[str, bytes | None], Answer]] = {
    "http": lambda _url, _body: Answer(status=500, body=b"oops"),
    "unreadable": lambda _url, _body: Answer(status=200, body=b"<html>"),
    "unreadable, empty": lambda _url, _body: Answer(status=200, body=b""),
    "unreadable, long": lambda _url, _body: Answer(status=200, body=b"\xff" * 20_000),
    "unreadable, deep": lambda _url, _body: Answer(status=200, body=b"\x08" * 9_000),
    "unreadable, more after it": lambda url, body: Answer(status=200, body=_Calendar(_ALICE)(url, body).body + b"x"),
}


@pytest.mark.parametrize("name", _RUBBISH)
def test_a_calendar_that_gives_nothing_is_on_record(
    place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar], name: str
) -> None:
    """The other one's promise is kept all the same."""
    web.services[_ALICE] = _RUBBISH[name]
    outcome = vault.anchor(place, _NAMED, ask=web.ask)
    assert _kinds(outcome) == ["pending"]
    assert outcome.declined == ({"calendar": "alice", "reason": name.partition(",")[0]},)
    kinds = [entry.kind for entry in place.log.entries(kinds=vault.ABOUT_HEADS)]
    assert kinds == ["anchor-declined@1", "checkpoint-anchored@1"]


def test_all_silent_is_no_anchor(place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar]) -> None:
    """And is tried again the next time."""
    web.down = {_ALICE, _BOB}
    outcome = vault.anchor(place, _NAMED, ask=web.ask)
    assert (outcome.attestations, len(outcome.declined)) == ((), 2)
    assert vault.anchor_records(place) == ()
    web.down.clear()
    assert vault.anchor(place, _NAMED, ask=web.ask).attestations


def test_only_named_calendars_are_asked(place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar]) -> None:
    """A proof may name any address; an address that nobody named is never asked."""
    vault.anchor(place, _NAMED, ask=web.ask)
    web.asked.clear()
    vault.anchor(place, {"carol": "https://carol.example"}, ask=web.ask)
    assert web.asked == []


def test_an_export_carries_the_proof_and_the_check_counts_it_as_unchecked(
    place: Desk, web: Web, calendars: tuple[_Calendar, _Calendar], tmp_path: Path
) -> None:
    """Beside the head it is of."""
    size = vault.anchor(place, _NAMED, ask=web.ask).size
    bag = dossier.export(place, tmp_path / "bag").path
    assert (bag / f"data/log/anchors/{size}.ots").is_file()
    verdict = verify_export(bag)
    assert verdict.problems == ()
    assert verdict.checked["anchors_unchecked"] == 1
    assert verdict.stamps == ()


def test_without_the_library_it_is_said(place: Desk, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the extra; nothing was sent."""
    monkeypatch.setitem(__import__("sys").modules, "opentimestamps.core.timestamp", None)
    with pytest.raises(Unavailable) as fault:
        vault.anchor(place, _NAMED, ask=web.ask)
    assert "onrecord[ots]" in fault.value.message("en")
    assert web.asked == []


def test_a_reader_asks_nobody(place: Desk, web: Web) -> None:
    """Asking writes entries."""
    with app.open_desk(place.info.folder, actor=READER) as desk, pytest.raises(NotAllowed):
        vault.anchor(desk, _NAMED, ask=web.ask)

"""Asking authorities: what comes of it is an entry, be it a stamp, silence, a refusal or a lie (EV-06, C9, A9)."""

import datetime as dt
import json
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.authorities import Authority
from tests.outside import MovingClock, Web, answering
from tests.personas import READER
from tests.vault.outside.conftest import seal_more

from onrecord import app, vault
from onrecord.adapters import Answer
from onrecord.kernel import NotAllowed, sha256_hex
from onrecord.store import Desk, check
from onrecord.vault import Chain, NoSuchHead, TimeAuthority

Both = list[TimeAuthority]


def _outcomes(desk: Desk, both: Both, web: Web, **options: object) -> dict[str, tuple[str, str | None]]:
    found = vault.stamp(desk, both, ask=web.ask, **options)  # type: ignore[arg-type]
    return {one.authority: (one.outcome, one.reason) for one in found}


def test_two_authorities_stamp_the_signed_head(place: Desk, both: Both, web: Web) -> None:
    """The imprint is SHA-256 of the note as the log signed it; the answer is kept raw; both clocks are on record."""
    size = place.log.size()
    assert _outcomes(place, both, web) == {"first": ("stamped", None), "second": ("stamped", None)}
    note = dict(place.log.heads())[size]
    for record in vault.stamp_records(place):
        assert record.is_stamp
        assert (record.size, record.imprint) == (size, sha256_hex(note.encode()))
        assert record.reply is not None
        content = place.blobs.read(record.reply)
        assert vault.check_reply(
            content, vault.StampRequest.parse(bytes.fromhex(record.request)),
            Chain.parse(place.blobs.read(record.chain), place="x"),
        )  # fmt: skip
    assert [one.clock_difference_seconds for one in vault.stamp_records(place)] == [0, 3]
    assert check(place, deep=True).untracked == ()


def test_nothing_is_asked_twice_while_only_stamps_were_added(place: Desk, both: Both, web: Web, tmp_path: Path) -> None:
    """A stamp over the entry of a stamp proves nothing new; a new file does, and so does a new day."""
    _outcomes(place, both, web)
    assert _outcomes(place, both, web) == {"first": ("current", None), "second": ("current", None)}
    assert len(web.asked) == 2
    seal_more(place, tmp_path, "more.txt")
    assert set(_outcomes(place, both, web).values()) == {("stamped", None)}
    assert set(_outcomes(place, both, web, again=True).values()) == {("stamped", None)}


def test_a_day_later_the_head_is_stamped_again(
    place: Desk, both: Both, web: Web, moving: MovingClock, first: Authority, second: Authority
) -> None:
    """EV-06: at least daily."""
    _outcomes(place, both, web)
    moving.pass_by(hours=23)
    assert set(_outcomes(place, both, web).values()) == {("current", None)}
    assert not app.outside_state(place).is_due
    moving.pass_by(hours=2)
    first.at = second.at = moving.at
    assert vault.outside_state(place, authorities=["first"]).is_due
    assert set(_outcomes(place, both, web).values()) == {("stamped", None)}
    assert not vault.outside_state(place, authorities=["first"]).is_due


def test_an_earlier_head_can_be_stamped(place: Desk, both: Both, web: Web, tmp_path: Path) -> None:
    """One that an export went out with, for instance; a head that was never signed cannot."""
    place.log.checkpoint()
    size = place.log.size()
    seal_more(place, tmp_path, "more.txt")
    assert set(_outcomes(place, both, web, size=size).values()) == {("stamped", None)}
    assert {one.size for one in vault.stamp_records(place)} == {size}
    with pytest.raises(NoSuchHead):
        vault.stamp(place, both, ask=web.ask, size=size + 1)


def test_a_silent_authority_is_on_record(place: Desk, both: Both, web: Web) -> None:
    """The other one stamps all the same."""
    web.down.add("https://first.example")
    assert _outcomes(place, both, web) == {"first": ("declined", "silent"), "second": ("stamped", None)}
    record = vault.stamp_records(place)[0]
    assert (record.is_stamp, record.reply, record.http_status) == (False, None, None)


_LIES = [
    ({"imprint": b"\1" * 32}, "wrong-imprint"),
    ({"nonce": 5}, "wrong-nonce"),
    ({"is_signature_wrong": True}, "bad-signature"),
    ({"status": 2, "failure_bit": 14}, "refused"),
    ({"has_ess": False}, "wrong-signer"),
    ({"name": "Impostor", "seed": 9}, "unknown-chain"),
    ({"purposes": (ExtendedKeyUsageOID.CODE_SIGNING,)}, "wrong-purpose"),
]


@pytest.mark.parametrize(("lie", "reason"), _LIES, ids=[reason for _, reason in _LIES])
def test_a_lying_authority_is_on_record_with_what_it_said(
    place: Desk, web: Web, lie: dict[str, object], reason: str
) -> None:
    """The answer is kept byte for byte, the reason named, and nothing counts as stamped."""
    liar = Authority(at=place.clock.now(), **{"name": "First", "seed": 1, **lie})  # type: ignore[arg-type]
    known = Authority(name="First", seed=1, **({"purposes": lie["purposes"]} if "purposes" in lie else {}))  # type: ignore[arg-type]
    named = TimeAuthority(name="first", url="https://first.example", chain=Chain.parse(known.chain(), place="x"))
    said: list[bytes] = []

    def answer(request: bytes) -> bytes:
        said.append(liar.answer(request))
        return said[-1]

    web.services["https://first.example"] = answering(answer)
    assert _outcomes(place, [named], web) == {"first": ("declined", reason)}
    (record,) = vault.stamp_records(place)
    assert record.reply is not None
    assert place.blobs.read(record.reply) == said[0]
    state = vault.outside_state(place, authorities=["first"])
    assert not state.is_stamped
    assert state.stamped is None
    assert "Time-stamped" not in " ".join(label.en for label in state.sentences())


@pytest.mark.parametrize(
    ("answer", "reason", "kept"),
    [
        (Answer(status=503, body=b"<h1>busy</h1>"), "http", True),
        (Answer(status=302, body=b""), "http", False),
        (Answer(status=200, body=b""), "unreadable", False),
        (Answer(status=200, body=b"<html>welcome</html>"), "unreadable", True),
        (Answer(status=200, body=bytes(1 << 20)), "unreadable", True),
    ],
    ids=["busy", "moved", "nothing", "a page", "a megabyte of nothing"],
)
def test_an_answer_that_is_none_is_on_record(
    place: Desk, both: Both, web: Web, answer: Answer, reason: str, kept: bool
) -> None:
    """Whatever comes back is kept as it came."""
    web.services["https://first.example"] = lambda _url, _body: answer
    assert _outcomes(place, both[:1], web) == {"first": ("declined", reason)}
    (record,) = vault.stamp_records(place)
    assert (record.reply is not None) == kept
    assert record.http_status == answer.status


def test_an_answer_that_was_not_understood_is_read_again_first(place: Desk, web: Web, first: Authority) -> None:
    """The keeper had named the wrong root: with the right one the kept answer is a stamp, and nobody is asked."""
    wrong = TimeAuthority(
        name="first", url="https://first.example", chain=Chain.parse(Authority(name="Other", seed=5).chain(), place="x")
    )
    assert _outcomes(place, [wrong], web) == {"first": ("declined", "unknown-chain")}
    right = TimeAuthority(name="first", url="https://first.example", chain=Chain.parse(first.chain(), place="x"))
    assert _outcomes(place, [right], web) == {"first": ("current", None)}
    assert len(web.asked) == 1
    assert [one.is_stamp for one in vault.stamp_records(place)] == [False, True]
    assert vault.outside_state(place, authorities=["first"]).is_stamped


def test_two_clocks_apart_are_told(place: Desk, both: Both, web: Web, first: Authority, moving: MovingClock) -> None:
    """A9: above five minutes it is said; both clocks are on record either way; nothing falls."""
    for hours, is_doubtful in ((0, False), (-48, True), (24 * 365, True), (1, True)):
        first.at = moving.at + dt.timedelta(hours=hours)
        (outcome,) = vault.stamp(place, both[:1], ask=web.ask, again=True)
        assert outcome.outcome == "stamped"
        assert outcome.is_clock_doubtful is is_doubtful
        assert vault.stamp_records(place)[-1].clock_difference_seconds == hours * 3600
    moving.pass_by(days=-2)
    first.at = moving.at
    vault.stamp(place, both[:1], ask=web.ask, again=True)
    sizes = [one.size for one in vault.stamp_records(place)]
    assert sizes == sorted(sizes)


def test_seven_days_of_silence_stop_nothing_and_hide_nothing(
    place: Desk, both: Both, web: Web, first: Authority, second: Authority, moving: MovingClock, tmp_path: Path
) -> None:
    """C9: work goes on, entries are pending, it is tried again by itself, and no output calls anything stamped."""
    web.down = {"https://first.example", "https://second.example"}
    for day in range(7):
        seal_more(place, tmp_path, f"day-{day}.txt")
        for _hour in range(24):
            moving.pass_by(hours=1)
            vault.stamp(place, both, ask=web.ask, due_only=True)
        state = vault.outside_state(place, authorities=["first", "second"])
        assert not state.is_stamped
        assert state.unstamped == state.work
        assert [one.pending_since is not None for one in state.authorities] == [True, True]
        said = " ".join(label.text(language) for label in state.sentences() for language in ("en", "ru", "kk"))
        assert "Pending: first" in said
        assert "Time-stamped" not in said
    items = vault.time_proofs(place, [one.seq for one in vault.items(place)])
    assert {one.state for one in items.values()} == {"pending"}
    assert all(one.existed_before is None for one in items.values())
    attempts = len([one for one in vault.stamp_records(place) if one.authority == "first"])
    assert 28 <= attempts <= 7 * 24 / 5  # after an hour, then two, four, and every six
    web.down.clear()
    moving.pass_by(hours=6)
    first.at = second.at = moving.at
    assert set(_outcomes(place, both, web, due_only=True).values()) == {("stamped", None)}
    state = vault.outside_state(place, authorities=["first", "second"])
    assert state.is_stamped
    assert [one.pending_since for one in state.authorities] == [None, None]
    items = vault.time_proofs(place, [one.seq for one in vault.items(place)])
    assert {one.state for one in items.values()} == {"stamped"}
    assert len({one.existed_before for one in items.values()}) == 1


def test_who_is_due_is_asked_and_nobody_else(
    place: Desk, both: Both, web: Web, first: Authority, second: Authority, moving: MovingClock, tmp_path: Path
) -> None:
    """A timer that runs every hour asks once a day, and more often only whom it owes an answer."""
    web.down = {"https://second.example"}
    vault.stamp(place, both, ask=web.ask, due_only=True)
    seal_more(place, tmp_path, "more.txt")
    moving.pass_by(minutes=50)
    web.asked.clear()
    waiting = {one.authority: one.outcome for one in vault.stamp(place, both, ask=web.ask, due_only=True)}
    assert waiting == {"first": "current", "second": "waiting"}
    moving.pass_by(minutes=20)
    vault.stamp(place, both, ask=web.ask, due_only=True)
    assert web.asked == ["https://second.example/tsr"]
    moving.pass_by(hours=25)
    first.at = second.at = moving.at
    web.down.clear()
    assert {one.outcome for one in vault.stamp(place, both, ask=web.ask, due_only=True)} == {"stamped"}


def test_a_reader_asks_nobody(place: Desk, both: Both, web: Web) -> None:
    """Asking writes entries and signs heads."""
    with app.open_desk(place.info.folder, actor=READER) as desk, pytest.raises(NotAllowed):
        vault.stamp(desk, both, ask=web.ask)
    assert web.asked == []


def test_entries_say_nothing_from_outside_in_words(place: Desk, both: Both, web: Web) -> None:
    """They go out in public: an authority's free text may name our address, and stays in the kept answer."""
    web.services["https://first.example"] = answering(Authority(status=2, words="denied for 192.0.2.7").answer)
    vault.stamp(place, both[:1], ask=web.ask)
    payloads = [json.dumps(entry.payload) for entry in place.log.entries(kinds=vault.ABOUT_HEADS)]
    assert payloads
    assert not [one for one in payloads if "192.0.2.7" in one or "example" in one]


def test_stamps_survive_a_rebuild_of_the_tables(place: Desk, both: Both, web: Web) -> None:
    """The log says everything."""
    web.down.add("https://second.example")
    vault.stamp(place, both, ask=web.ask)
    before = vault.stamp_records(place)
    assert check(place, deep=False).problems == ()
    assert vault.stamp_records(place) == before

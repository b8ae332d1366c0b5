"""What is said to be proven from outside, in three languages, and what is not."""

from pathlib import Path

import pytest
from tests.authorities import Authority
from tests.outside import MovingClock, Web
from tests.vault.outside.conftest import seal_more

from onrecord import vault
from onrecord.kernel import INTERFACE_LANGUAGES
from onrecord.store import Desk, rebuild

Both = list[vault.TimeAuthority]


def _said(state: vault.OutsideState, language: str = "en") -> str:
    return " | ".join(label.text(language) for label in state.sentences())


def test_nothing_is_proven_of_a_fresh_archive(place: Desk) -> None:
    """Nobody named: not stamped, not cosigned, and nothing that reads like it."""
    state = vault.outside_state(place)
    assert (state.is_stamped, state.stamped, state.cosigned, state.is_due) == (False, None, None, False)
    assert _said(state).startswith("Not time-stamped from outside: no authority is named.")
    assert "Not cosigned: no witness is named." in _said(state)
    record = state.to_record()
    assert (record["stamped"], record["stamped_size"], record["unstamped"]) == (False, 0, state.work)


def test_nobody_has_answered_yet(place: Desk) -> None:
    """Named and never asked: due, and said."""
    state = vault.outside_state(place, authorities=["first"], witnesses=["partner"])
    assert state.is_due
    assert "no authority has stamped a head of this log" in _said(state)
    assert "no witness has cosigned a head of this log" in _said(state)


def test_what_a_stamp_covers_and_what_not(
    place: Desk, both: Both, web: Web, tmp_path: Path, moving: MovingClock, second: Authority
) -> None:
    """The stamp that covers most counts; later entries are counted from their number on."""
    vault.stamp(place, both[:1], ask=web.ask)
    covered = vault.stamp_records(place)[0].size
    seal_more(place, tmp_path, "more.txt")
    state = vault.outside_state(place, authorities=["first", "second"])
    assert state.stamped is not None
    assert (state.stamped.size, state.stamped.name, state.is_stamped) == (covered, "first", False)
    assert f"the first {covered} entries existed by 2031-04-01T12:00:00Z, says first" in _said(state)
    assert f"Not time-stamped: {state.unstamped} later entries, from number {covered} on" in _said(state)
    second.at = moving.at
    vault.stamp(place, both[1:], ask=web.ask)
    state = vault.outside_state(place, authorities=["first", "second"])
    assert state.is_stamped
    assert state.stamped is not None
    assert state.stamped.name == "second"
    assert "Not time-stamped" not in _said(state)


def test_an_entry_is_proven_by_its_earliest_stamp(
    place: Desk, both: Both, web: Web, tmp_path: Path, moving: MovingClock, first: Authority
) -> None:
    """Two stamps over one entry: the earlier moment says more; an entry after both is pending."""
    vault.stamp(place, both[:1], ask=web.ask)
    seal_more(place, tmp_path, "more.txt")
    moving.pass_by(hours=3)
    first.at = moving.at
    vault.stamp(place, both[:1], ask=web.ask)
    seal_more(place, tmp_path, "last.txt")
    items = vault.items(place)
    proofs = vault.time_proofs(place, [one.seq for one in items])
    found = [(proofs[one.seq].state, proofs[one.seq].existed_before) for one in items]
    assert found == [
        ("stamped", "2031-04-01T12:00:00Z"),
        ("stamped", "2031-04-01T15:00:00Z"),
        ("pending", None),
    ]


def test_every_sentence_is_said_in_three_languages(
    place: Desk, both: Both, web: Web, tmp_path: Path, moving: MovingClock
) -> None:
    """Whatever state the log is in: as many sentences, none with a fact left out."""
    states = [vault.outside_state(place), vault.outside_state(place, authorities=["first"], witnesses=["w"])]
    web.down = {"https://second.example"}
    vault.stamp(place, both, ask=web.ask)
    seal_more(place, tmp_path, "more.txt")
    moving.pass_by(days=3)
    states.append(vault.outside_state(place, authorities=["first", "second"], witnesses=["w"]))
    witness = vault.OutsideWitness(name="w", url="https://w.example", key=_witness_key())
    vault.cosign(place, [witness], ask=web.ask)
    states.append(vault.outside_state(place, authorities=["first", "second"], witnesses=["w"]))
    for state in states:
        texts = [_said(state, language) for language in INTERFACE_LANGUAGES]
        assert len({text.count(" | ") for text in texts}) == 1
        assert len(set(texts)) == 3
        assert not [text for text in texts if "{" in text]
    assert "older than a day" in _said(states[2])
    assert "Pending: second" in _said(states[2])
    assert "Pending: w has not cosigned" in _said(states[3])


def _witness_key() -> object:
    from onrecord.kernel import COSIGNATURE, VerifierKey

    return VerifierKey(name="w", public=bytes(32), algorithm=COSIGNATURE)


def test_the_tables_are_the_logs_shadow(place: Desk, both: Both, web: Web) -> None:
    """Stamps and refusals are folded to the same digest at any time."""
    web.down = {"https://second.example"}
    vault.stamp(place, both, ask=web.ask)
    assert rebuild(place, check_only=True).same


@pytest.mark.parametrize("change", ["reply", "chain"])
def test_a_recheck_rests_on_what_was_kept(place: Desk, both: Both, web: Web, change: str) -> None:
    """An answer or a chain that is gone is told; the record alone proves nothing."""
    vault.stamp(place, both[:1], ask=web.ask)
    assert [one.holds for one in vault.recheck(place)] == [True]
    record = vault.stamp_records(place)[0]
    place.blobs.remove(str(getattr(record, change)))
    (found,) = vault.recheck(place)
    assert (found.holds, found.problem) == (False, "store.object-missing")

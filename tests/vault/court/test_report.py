"""The custody report of an item: everything that is on record, what is missing, and proofs that a stranger can check."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.personas import ANALYST, READER
from tests.rot import damage

from onrecord import store, vault
from onrecord.kernel import INTERFACE_LANGUAGES, Actor, PartialDate, Role, Visibility
from onrecord.store import Desk
from onrecord.vault.court.words import texts
from onrecord.vault.model import CustodyEventName

_GIVER, _RECEIVER, _PLACE = "Aliya Sadykova", "Marat Ospanov", "Almaty, room 4"


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    """The desk of a keeper whose name stands in no text of ours."""
    return desk_of(Actor(name="documenter-7", role=Role.KEEPER))


@pytest.fixture
def item(desk: Desk, tmp_path: Path) -> str:
    """A public item with a life: given, handed over and back, copied, read again."""
    (tmp_path / "list.txt").write_text("eleven names")
    sealed = vault.seal(
        desk,
        [tmp_path / "list.txt"],
        received_from=_GIVER,
        received_on=PartialDate.parse("2031-03-31"),
        visibility=Visibility.PUBLIC,
    )
    item = sealed.sealed[0].item
    vault.record_custody(desk, item, "transferred_out", to_custodian=_RECEIVER, place=_PLACE, purpose="opinion")
    vault.record_custody(desk, item, "transferred_in", place=_PLACE)
    vault.copy_item(desk, item, tmp_path / "copy.txt", tool="onrecord copy", purpose="translation")
    vault.verify_item(desk, item)
    return item


def _values(desk: Desk, item: str, **more: Any) -> dict[str, Any]:
    return vault.custody_report(desk, item, **more).to_record()


def test_every_event_is_a_line_in_order(desk: Desk, item: str) -> None:
    """With all columns of METHOD 1.3, a title, and what belongs to it in words."""
    values = _values(desk, item)
    assert [one["event"] for one in values["events"]] == [event.event for event in vault.custody(desk, item)]
    handed = values["events"][2]
    assert handed["title"] == "Handed over"
    assert f"To: {_RECEIVER}" in handed["says"]
    assert {"item_id", "tz", "authority", "unavoidable_change", "hash_before"} <= handed.keys()
    json.dumps(values)


def test_it_says_how_it_came_and_who_held_it(desk: Desk, item: str) -> None:
    """The giver, the day they gave it, and every pair of hands since."""
    values = _values(desk, item)
    (receipt,) = values["receipts"]
    assert (receipt["received_from"], receipt["received_on"]["wording"]) == (_GIVER, "2031-03-31")
    assert [one["holder"] for one in values["holders"]] == ["documenter-7", _RECEIVER, _RECEIVER]
    assert values["item"]["state"] == "kept"


def test_what_is_missing_is_named_with_the_entries(desk: Desk, item: str) -> None:
    """ISO/IEC 27037 asks where, what for, on whose word; rules that are not kept come first."""
    gaps = _values(desk, item)["gaps"]
    seqs = [event.seq for event in vault.custody(desk, item)]
    assert any("on whose authority" in one and vault.numbers(seqs[2:5]) in one for one in gaps)
    assert any("EV-06" in one for one in gaps)
    vault.record_custody(desk, item, "integrity_failure", hash_after="0" * 64)
    values = _values(desk, item)
    assert "EV-02" in values["gaps"][0]
    assert values["item"]["state"] == "frozen"


def test_readings_of_the_bytes_are_listed_with_their_outcome(desk: Desk, item: str, archive: Path) -> None:
    """Events and the day's share alike; the next is due within 90 days of the last whole one."""
    fixity = _values(desk, item)["fixity"]
    assert [one["occasion"] for one in fixity["readings"]] == ["sealed", "working_copy_made", "verified_ok"]
    vault.check_due(desk)
    fixity = _values(desk, item)["fixity"]
    assert fixity["readings"][-1]["occasion"] == "share"
    assert fixity["due_by"] == "2031-06-30"
    damage(archive, vault.item(desk, item).sha256)
    vault.record_full_check(desk, store.check(desk, deep=True))
    readings = _values(desk, item)["fixity"]["readings"]
    assert [(one["occasion"], one["ok"]) for one in readings[-2:]] == [("all", False), ("integrity_failure", False)]


def test_another_reading_of_the_store_is_none_of_this_item(desk: Desk, item: str, tmp_path: Path) -> None:
    """A share that stopped before its name is not told as if it had been read."""
    sha256 = vault.item(desk, item).sha256
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"other {number}")
    vault.seal(desk, [tmp_path / f"{number}.txt" for number in range(40)])
    vault.check_due(desk)
    first = min(desk.blobs.names())
    told = [one["occasion"] for one in _values(desk, item)["fixity"]["readings"]]
    assert ("share" in told) == (first == sha256)


def _root(leaf: bytes, index: int, size: int, path: list[str]) -> bytes:
    """Climb from a leaf to the root, written here anew from RFC 9162, 2.1.3.2."""
    node, last, found = index, size - 1, leaf
    for step in map(bytes.fromhex, path):
        if node & 1 or node == last:
            found = hashlib.sha256(b"\1" + step + found).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + step).digest()
        node, last = node >> 1, last >> 1
    return found


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_a_stranger_can_check_every_event_from_the_report_alone(desk: Desk, item: str) -> None:
    """Payload and salt give the commitment, that the leaf, the leaf the root, and the root stands in the signed head."""
    log = _values(desk, item)["log"]
    assert len(log["proofs"]) == 6
    for proof in log["proofs"]:
        committed = hashlib.sha256(bytes.fromhex(proof["salt"]) + _canonical(proof["payload"])).hexdigest()
        assert committed == proof["leaf"]["commitment"]
        leaf = hashlib.sha256(b"\0" + _canonical(proof["leaf"])).digest()
        assert leaf.hex() == proof["leaf_hash"]
        assert _root(leaf, proof["seq"], log["size"], proof["hashes"]).hex() == log["root"]
    assert str(log["size"]) == log["checkpoint"].split("\n")[1]
    assert log["behind"] == []


def test_without_a_key_the_last_head_proves_what_it_covers(
    desk: Desk, desk_of: Callable[..., Desk], item: str, archive: Path
) -> None:
    """The key lies in a safe; what came after the last signed head is named as not covered."""
    desk.log.checkpoint()
    event = vault.record_custody(desk, item, "accessed", purpose="a second look")
    (archive / "keys" / "log.key").unlink()
    for at in (desk, desk_of(reading_only=True)):
        assert _values(at, item)["log"]["behind"] == [event.seq]


def test_the_public_edition_names_nobody(desk: Desk, desk_of: Callable[..., Desk], item: str) -> None:
    """EV-10: no giver, receiver, place, purpose or actor anywhere; events, digests and proofs stand."""
    public = _values(desk, item, edition="public")
    shown = json.dumps(public, ensure_ascii=False)
    for hidden in (_GIVER, _RECEIVER, _PLACE, "opinion", "translation", "documenter-7", "2031-03-31"):
        assert hidden not in shown, hidden
    assert len(public["events"]) == 6
    assert public["log"]["proofs"][1]["hashes"]
    assert all(one["salt"] is one["payload"] is None for one in public["log"]["proofs"])
    assert _values(desk_of(READER), item)["report"]["edition"] == "public"


def test_an_analyst_gets_no_payload_that_may_name_what_they_do_not_see(
    desk: Desk, desk_of: Callable[..., Desk], tmp_path: Path
) -> None:
    """A redacted copy for the team: whoever reads its report does not learn of the restricted source."""
    (tmp_path / "hidden").write_text("hidden")
    source = vault.seal(desk, [tmp_path / "hidden"], visibility=Visibility.RESTRICTED, in_clear=True).sealed[0].item
    (tmp_path / "redacted").write_text("redacted")
    made = vault.derive(
        desk, source, tmp_path / "redacted", event="redacted_copy_made", tool="t", recipe="r",
        visibility=Visibility.TEAM, decision="the board",
    ).derived.id  # fmt: skip
    assert source in json.dumps(_values(desk, made))
    assert source not in json.dumps(_values(desk_of(ANALYST), made))
    with pytest.raises(vault.NoSuchItem):
        _values(desk_of(ANALYST), source)


@pytest.mark.parametrize(("language", "handed"), [("en", "Handed over"), ("ru", "Передано"), ("kk", "Тапсырылды")])
def test_it_speaks_three_languages(desk: Desk, item: str, language: str, handed: str) -> None:
    """Titles, gaps, limits and method; digests and names stay as they are."""
    values = _values(desk, item, language=language)
    assert values["events"][2]["title"] == handed
    assert values["report"]["language"] == language
    if language != "en":
        told = " ".join((*values["gaps"], *values["limits"], *values["method"], values["report"]["made"]))
        assert not {"the", "of", "and"} & set(told.split())


def test_every_event_and_text_has_words_in_three_languages() -> None:
    """Nothing is told in a language that the reader did not ask for."""
    assert {f"event.{event.value}" for event in CustodyEventName} <= texts().keys()
    for name, label in texts().items():
        said = [label.text(language) for language in INTERFACE_LANGUAGES]
        assert all(said), name
        assert said[0] not in said[1:] or name.startswith("item.sha"), name


def test_a_log_that_does_not_hold_gives_no_report(desk: Desk, item: str, archive: Path) -> None:
    """Nothing can be proven by it."""
    import sqlite3

    from onrecord.store.log import TRIGGERS

    connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE payloads SET payload = replace(payload, 'list', 'tsil') WHERE seq = 1")
    connection.close()
    with pytest.raises(store.LogDamaged):
        _values(desk, item)


@pytest.mark.parametrize(
    ("seqs", "text"), [([3], "3"), ([1, 2], "1, 2"), ([5, 6, 7, 9], "5–7, 9"), ([], ""), ([4, 2, 3], "2–4")]
)
def test_numbers_are_written_as_a_person_would(seqs: list[int], text: str) -> None:
    """Three in a row are a range."""
    assert vault.numbers(seqs) == text

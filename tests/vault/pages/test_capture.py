"""Capturing: what came home is on record, whole or told as not whole; who collected never leaves."""

import gzip
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER
from tests.vault.pages.takes import SOURCE, URL, WORDS, Brings, exchange, other_page, rendered, take

from onrecord import store, vault
from onrecord.kernel import Fault, PartialDate, Visibility
from onrecord.store import Desk


def _captured(desk: Desk, *takes: vault.Take, **more: object) -> vault.Captured:
    found = None
    for one in takes or (take(),):
        found = vault.capture(desk, URL, by=Brings([one]), **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_page_becomes_items_and_one_entry_that_says_what_they_are(desk: Desk) -> None:
    """METHOD 1.1, a to h: each part is an item with its digest, under one id."""
    captured = _captured(desk)
    record = captured.capture.record
    roles = [part["role"] for part in record["parts"]]
    assert roles == [
        "html_source", "rendered_dom", "rendered_text", "full_page_image", "pdf", "warc", "wacz", "metadata",
        "certificates", "media",
    ]  # fmt: skip
    assert (record["court_minimum"], record["complete"], record["missing"]) == (True, True, [])
    assert (record["partial"], record["shell_suspected"], record["text_length"]) == (False, False, len(WORDS))
    for part in record["parts"]:
        item = vault.item(desk, part["item"])
        assert item.sha256 == part["sha256"]
        captured_event, sealed_event = vault.custody(desk, item.id)
        assert (captured_event.event, sealed_event.event) == ("captured", "sealed")
        assert captured_event.facts["hash_after"] == item.sha256  # EV-01
        assert captured_event.facts["tool_version"] == "Chromium 1.2.3"
    with vault.open_item(desk, record["parts"][0]["item"]) as source:
        assert source.read() == SOURCE
    assert store.check(desk, deep=True).problems == ()


def test_both_clocks_and_their_offset_are_on_record(desk: Desk) -> None:
    """METHOD 1.1, g: our time, the server's, and how far apart they stood."""
    record = _captured(desk).capture.record
    assert (record["answered_at"], record["server_at"]) == ("2031-04-01T12:00:00Z", "2031-04-01T12:00:05Z")
    assert record["clock_offset_seconds"] == 5


@pytest.mark.parametrize("date", [None, "yesterday", "Tue, 01 Apr 2031 12:00:05 -0000", "Tue, 99 Foo 2031"])
def test_a_server_without_a_clock_leaves_the_capture_incomplete(desk: Desk, date: str | None) -> None:
    """E6: no date, nonsense, a date without a zone."""
    fields = (("Content-Type", "text/html"), *((("Date", date),) if date else ()))
    record = _captured(desk, take(exchanges=(exchange(fields=fields), take().exchanges[1]))).capture.record
    assert (record["server_at"], record["clock_offset_seconds"], record["complete"]) == (None, None, False)
    assert record["missing"] == ["server_clock"]
    assert record["court_minimum"]


def test_a_second_capture_of_an_address_stands_beside_the_first(desk: Desk) -> None:
    """E7: other content, a capture of its own, the difference shown, nothing overwritten."""
    first = _captured(desk)
    second = _captured(desk, other_page(WORDS.replace("eleven", "nine") + "\nA correction was added."))
    assert first.capture.difference is None
    difference = second.capture.difference
    assert difference is not None
    assert difference.earlier == first.capture.id
    assert (difference.is_source_changed, difference.is_text_changed) == (True, True)
    assert (difference.lines_added, difference.lines_removed) == (2, 1)
    assert [one.id for one in vault.captures(desk, URL)] == [first.capture.id, second.capture.id]
    for captured in (first, second):
        source = captured.capture.part("html_source")
        assert source is not None
        assert desk.blobs.read(source["sha256"])
    assert vault.capture_of(desk, second.capture.id).difference == difference


def test_the_same_content_again_is_a_capture_of_its_own_with_the_same_items(desk: Desk) -> None:
    """I5: one object, two provenances; a WARC has the capture's id in it and differs."""
    first, second = _captured(desk), _captured(desk)
    difference = second.capture.difference
    assert difference is not None
    assert (difference.is_source_changed, difference.is_text_changed) == (False, False)
    shared = {one.name.rpartition(".")[2] for one in second.sealed if one.duplicate_of is not None}
    assert {"html", "txt", "png", "pdf", "json", "pem", "jpg"} == shared
    source = first.capture.record["parts"][0]["item"]
    assert [event.event for event in vault.custody(desk, source)] == ["captured", "sealed", "captured"]


def test_a_shell_does_not_pass_in_silence(desk: Desk) -> None:
    """It is kept, and what is wrong with it is on record."""
    shell = replace(take(), rendered=rendered("JavaScript is not available. Log in to continue."))
    record = _captured(desk, shell, collection=vault.Collection(expected=("eleven houses",))).capture.record
    assert record["shell_suspected"]
    assert record["shell_signs"] == ["short_text", "words_missing", "wall"]
    assert record["expected"] == [{"words": "eleven houses", "found": False}]
    assert (record["complete"], record["missing"]) == (False, ["content"])


def test_a_partial_take_is_told_as_partial(desk: Desk) -> None:
    """E5: half a source is kept as half, and is no source for a court."""
    cut = take(exchanges=(exchange(is_whole=False), take().exchanges[1]), stopped=(vault.Limit.BYTES,))
    record = _captured(desk, cut).capture.record
    assert (record["partial"], record["stopped"], record["court_minimum"]) == (True, ["bytes"], False)
    assert record["missing"] == ["html_source", "whole"]
    assert (record["parts"][0]["role"], record["parts"][0]["whole"]) == ("html_source", False)


def test_redirects_that_lead_nowhere_are_kept_as_what_they_are(desk: Desk) -> None:
    """E5: no page, but the way, in a WARC."""
    hops = tuple(vault.Hop(url=f"https://news.example.org/{n}", status=302) for n in range(11))
    lost = take(chain=hops, document=None, rendered=None, stopped=(vault.Limit.REDIRECTS,), answered_at=None)
    record = _captured(desk, lost).capture.record
    assert [part["role"] for part in record["parts"]] == ["warc", "certificates"]
    assert (record["court_minimum"], record["partial"], len(record["redirect_chain"])) == (False, True, 11)
    assert record["url_final"] is None


def test_a_plain_fetch_is_no_court_minimum(desk: Desk) -> None:
    """Source and exchange only; nothing of a page that nobody saw is claimed."""
    plain = take(mode=vault.Mode.PLAIN, rendered=None, browser=None, exchanges=(exchange(is_decoded=False),))
    record = _captured(desk, plain).capture.record
    assert [part["role"] for part in record["parts"]] == ["html_source", "warc", "wacz", "certificates"]
    assert (record["court_minimum"], record["text_length"], record["shell_suspected"]) == (False, None, False)
    assert {"full_page_capture", "screenshot"} <= set(record["missing"])
    after = _captured(desk, plain).capture.difference
    assert after is not None
    assert (after.is_source_changed, after.is_text_changed) == (False, None)


def test_media_that_did_not_come_are_missed_by_name(desk: Desk) -> None:
    """METHOD 1.1, d: a stream without an address, a film that was cut; what the server has not is not ours to miss."""
    media = [
        vault.MediaReference(url=f"https://news.example.org/{name}", kind="video") for name in ("cut.mp4", "gone.mp4")
    ]
    media += [vault.MediaReference(url="blob:https://news.example.org/1", kind="video")]
    exchanges = (
        exchange(),
        exchange("https://news.example.org/cut.mp4", b"half", is_whole=False),
        exchange("https://news.example.org/gone.mp4", b"no", status=404),
    )
    record = _captured(desk, take(exchanges=exchanges, rendered=rendered(media=tuple(media)))).capture.record
    assert [(one["problem"], one["status"]) for one in record["media"]] == [
        ("not_received", None), (None, 404), ("stream", None),
    ]  # fmt: skip
    assert (record["media_found"], record["media_lost"], record["missing"]) == (3, 2, ["embedded_media"])


def test_small_ornament_is_no_item_of_its_own(desk: Desk) -> None:
    """It is in the WARC like everything else."""
    icon = vault.MediaReference(url="https://news.example.org/photo.jpg", kind="image", width=16, height=16)
    record = _captured(desk, take(rendered=rendered(media=(icon,)))).capture.record
    assert record["media"][0]["sha256"] is not None
    assert record["media"][0]["item"] is None
    assert "media" not in {part["role"] for part in record["parts"]}


def test_who_collected_is_for_the_keeper_only(desk_of: Callable[..., Desk]) -> None:
    """EV-10: collector, identity, our own address, note: restricted, also where the page is public."""
    about = vault.Collection(
        collector="A. Collector", identity="persona-7", note="a note", received_from="a source",
        received_on=PartialDate.parse("2031-03-30"),
    )  # fmt: skip
    made = _captured(desk_of(ANALYST), collection=about, visibility=Visibility.PUBLIC)
    known = vault.capture_of(desk_of(KEEPER), made.capture.id)
    assert known.collection is not None
    assert known.collection["ip_addresses"] == ["10.11.12.13"]
    assert known.collection["received_on"]["earliest"] == "2031-03-30"
    secrets = ("A. Collector", "persona-7", "a note", "a source", "10.11.12.13")
    for persona in (ANALYST, READER, OUTSIDER):
        seen = vault.capture_of(desk_of(persona), made.capture.id)
        assert seen.collection is None
        assert [one for one in secrets if one in json.dumps(seen.to_record())] == []


def test_a_capture_is_seen_by_whoever_sees_all_of_it(desk_of: Callable[..., Desk]) -> None:
    """G2, G8: its address and title tell as much as the page; hidden, it answers as what does not exist."""
    for visibility in Visibility:
        _captured(desk_of(), visibility=visibility, collection=vault.Collection(in_clear=True))
    public, team, restricted = (
        next(
            one
            for one in vault.captures(desk_of())
            if vault.item(desk_of(), one.record["parts"][0]["item"]).visibility is wanted
        )
        for wanted in Visibility
    )
    seen = {KEEPER: [public, team, restricted], ANALYST: [public, team], READER: [public], OUTSIDER: [public]}
    for persona, ids in seen.items():
        assert {one.id for one in vault.captures(desk_of(persona))} == {one.id for one in ids}
    with pytest.raises(vault.NoSuchCapture) as hidden:
        vault.capture_of(desk_of(ANALYST), restricted.id)
    with pytest.raises(vault.NoSuchCapture) as missing:
        vault.capture_of(desk_of(ANALYST), "capture-9999")
    assert set(hidden.value.facts) == set(missing.value.facts)
    assert vault.capture_of(desk_of(ANALYST), team.id).difference is not None
    vault.change_visibility(desk_of(), public.record["parts"][2]["item"], Visibility.RESTRICTED, why="a name in it")
    assert vault.captures(desk_of(READER)) == ()


def test_the_difference_is_from_what_one_may_see(desk_of: Callable[..., Desk]) -> None:
    """Nobody learns from a difference that a keeper captured the page before."""
    _captured(desk_of(KEEPER), visibility=Visibility.RESTRICTED, collection=vault.Collection(in_clear=True))
    assert _captured(desk_of(ANALYST)).capture.difference is None


def test_a_restricted_page_is_not_captured_in_clear_unless_somebody_insists(desk: Desk) -> None:
    """Nobody is sent anywhere first; where somebody insists the record says so."""
    brings = Brings([take()])
    with pytest.raises(vault.RestrictedInClear):
        vault.capture(desk, URL, by=brings, visibility=Visibility.RESTRICTED)
    assert len(brings.takes) == 1
    insisted = vault.Collection(in_clear=True)
    capture = vault.capture(desk, URL, by=brings, visibility=Visibility.RESTRICTED, collection=insisted).capture
    assert capture.collection is not None
    assert capture.collection["in_clear"] is True


@pytest.mark.parametrize("persona", [READER, OUTSIDER])
def test_who_may_only_read_captures_nothing(desk_of: Callable[..., Desk], persona: object) -> None:
    """The desk says no before anything is contacted."""
    brings = Brings([take()])
    with pytest.raises(Fault) as fault:
        vault.capture(desk_of(persona), URL, by=brings)
    assert fault.value.code == "store.role-too-narrow"
    assert len(brings.takes) == 1


def test_a_refused_address_is_refused_before_anybody_is_sent(desk: Desk) -> None:
    """And a taker that fails leaves nothing on record."""
    brings = Brings([vault.InternalAddress(address=URL)])
    for url in ("http://127.0.0.1/", "file:///etc/passwd"):
        with pytest.raises(vault.AddressRefused):
            vault.capture(desk, url, by=brings)
    with pytest.raises(vault.InternalAddress):
        vault.capture(desk, URL, by=brings)
    assert (desk.log.size(), vault.items(desk), vault.captures(desk)) == (0, (), ())


def test_a_disk_that_fails_leaves_no_half_capture(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction: all parts and what they are, or nothing."""

    def full(*_given: object) -> None:
        raise store.DiskFull(place="here")

    monkeypatch.setattr(type(desk.blobs), "put_many", full)
    with pytest.raises(store.DiskFull):
        _captured(desk)
    assert desk.log.size() == 0


def test_what_the_page_says_of_itself_is_kept_as_its_context(desk: Desk) -> None:
    """METHOD 1.1, f: from meta elements and linked data, to any depth; broken blocks say nothing."""
    linked = (
        '{"@graph": [{"author": {"name": "A desk"}, "datePublished": "2031-03-30", "keywords": ["valley", "school"], "commentCount": 7}]}',
        "{broken", "[" * 100_000,
    )  # fmt: skip
    record = _captured(desk, take(rendered=rendered(linked_data=linked))).capture.record
    context = record["context"]
    assert context["author"] == ["The newsroom", "A desk"]
    assert context["published"] == ["2031-03-30"]
    assert (context["tags"], context["comments"]) == (["valley", "school"], ["7"])


def test_a_capture_keeps_the_rules_of_custody(desk: Desk) -> None:
    """EV-01 to EV-10: also a second time, with the same bytes; what collecting changed stands in the custody."""
    first = _captured(desk, collection=vault.Collection(collector="A. Collector"), visibility=Visibility.PUBLIC)
    _captured(desk, visibility=Visibility.PUBLIC)
    checked = vault.check_custody(desk)
    assert checked.problems == ()
    event = vault.custody(desk, first.sealed[0].item)[0]
    assert (event.facts["unavoidable_change"], event.facts["clock_offset"]) == ("proxied", "-5")


def test_a_public_export_holds_a_capture_and_not_who_collected(desk: Desk, tmp_path: Path) -> None:
    """EV-10: searched in every byte of the bag, packed ones unpacked; what is not public leaves only its leaf."""
    from onrecord import dossier, verify

    secrets = ("zimorodok-collector", "zimorodok-persona", "zimorodok-note", "zimorodok-giver", "10.11.12.13")
    about = vault.Collection(collector=secrets[0], identity=secrets[1], note=secrets[2], received_from=secrets[3])
    shown = _captured(desk, collection=about, visibility=Visibility.PUBLIC).capture
    hidden = _captured(desk, other_page("zimorodok-hidden " * 20), visibility=Visibility.TEAM).capture
    bag = dossier.export(desk, tmp_path / "bag").path
    assert verify.verify_export(bag).ok
    content = b"".join(_unpacked(file) for file in bag.rglob("*") if file.is_file())
    assert shown.id.encode() in content
    assert WORDS.encode() in content
    assert [one for one in (*secrets, "zimorodok-hidden", hidden.id) if one.encode() in content] == []


def _unpacked(file: Path) -> bytes:
    content = file.read_bytes()
    if file.name.endswith(".warc.gz"):
        return gzip.decompress(content)
    if file.suffix == ".wacz":
        with zipfile.ZipFile(file) as archive:
            members = [archive.read(name) for name in archive.namelist()]
        return b"".join(gzip.decompress(one) if one.startswith(b"\x1f\x8b") else one for one in members)
    return content

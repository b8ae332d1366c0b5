"""RELIABILITY K2, K3, K4, K6: what has to go is gone to the last byte, and everything else still proves itself."""

import datetime as dt
import hashlib
import itertools
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.erasure import world
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER
from tests.reading import stubs
from tests.vault.pages.takes import URL, Brings, other_page, png, rendered, take

from onrecord import app, dossier, erasure, ledger, reading, store, vault, verify
from onrecord.kernel import (
    Fault,
    FixedClock,
    NotAllowed,
    RandomIds,
    Visibility,
    canonical_bytes,
    commitment,
    verify_inclusion,
)
from onrecord.store import Desk

TWO = ("the lawyer", "the head of the archive")
_WITHDRAWN = "consent was withdrawn"


def _traces(folder: Path) -> list[str]:
    """Return the files in which any spelling stands, in any encoding or case that we could think of."""
    spellings = {form for one in world.SPELLINGS for form in (one, one.upper(), one.lower())}
    words = {word for one in spellings for word in (one, *one.split()) if len(word) > 5}
    needles = {
        unicodedata.normalize(form, word).encode(encoding, "ignore")
        for word in words
        for form in ("NFC", "NFD")
        for encoding in ("utf-8", "utf-16-le", "cp1251")
    }
    needles = {one for one in needles if len(one) > 5}
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [str(file) for file in files if any(one in file.read_bytes() for one in needles)]


def _expunge(desk: Desk, **changes: object) -> erasure.Expunged:
    listed = erasure.worklist(desk, words=world.SPELLINGS)
    asked = {"reason": _WITHDRAWN, "approved_by": TWO, "words": world.SPELLINGS, "despite": "it is hers to decide"}
    return erasure.expunge(desk, listed, **(asked | changes))  # type: ignore[arg-type]


def test_a_person_in_seven_items_twelve_claims_and_three_dossiers_leaves_no_byte(desk: Desk, folder: Path) -> None:
    """K2: the worklist is complete; after approval no file of the archive's folder holds a trace."""
    world.publish_three(desk, folder)
    listed = erasure.worklist(desk, words=world.SPELLINGS)
    assert len(listed.items) == 7
    assert {one for one in listed.claims if not one.startswith("source.")} == world.CLAIMS
    assert len(listed.statements) == 3  # each lists every claim of its edition, with who said it
    assert _traces(folder / "archive"), "the search itself must find something"
    done = _expunge(desk)
    assert done.entries == len(listed.parts)
    assert done.objects > 7
    assert _traces(folder / "archive") == []
    assert store.check(desk, deep=True) == store.CheckReport(problems=())
    assert store.rebuild(desk, check_only=True).same
    with pytest.raises(erasure.NothingToExpunge):
        erasure.worklist(desk, words=world.SPELLINGS)


def test_every_other_proof_still_holds_and_the_export_verifies(desk: Desk, folder: Path) -> None:
    """K3: all leaves and proofs stand, the entry names nobody; a new version has to be written without it."""
    folders = world.publish_three(desk, folder)
    before, head, size = desk.log.leaf_hashes(), desk.log.root(), desk.log.size()
    note = folder / "older.checkpoint"
    note.write_text(desk.log.checkpoint(), encoding="utf-8")
    done = _expunge(desk)
    assert desk.log.leaf_hashes()[:size] == before
    for seq in range(size):
        verify_inclusion(before[seq], seq, size, desk.log.inclusion_proof(seq, size), head)
    said = canonical_bytes(dict(desk.log.entry(done.seq).payload or {})).decode()
    assert not any(word in said for one in world.SPELLINGS for word in one.split())
    for edition in ("public", "restricted"):
        made = dossier.export(desk, folder / f"export-{edition}", edition=edition)
        verdict = verify.verify_export(made.path, key=desk.info.verifier_key, older_checkpoint=note)
        assert [one.to_record() for one in verdict.problems] == []
        assert _traces(made.path) == []
    assert not list((folder / "export-restricted").glob("data/statements-restricted/*"))
    with pytest.raises(dossier.StatementDoesNotHold):
        dossier.publish(desk, [folder / "rests.en.md"], edition="restricted", out=folders[2])


def test_nothing_left_confirms_a_guess(desk: Desk, folder: Path) -> None:
    """K4: neither a million names nor the original file nor the very payload match a commitment that is left."""
    letter = folder / "letter.txt"
    gone = {part.seq for part in erasure.worklist(desk, words=world.SPELLINGS).parts}
    payloads = [canonical_bytes(dict(entry.payload or {})) for entry in desk.log.entries() if entry.seq in gone]
    _expunge(desk)
    entries = list(desk.log.entries())
    left = {bytes.fromhex(entry.commitment) for entry in entries if entry.payload is None}
    assert len(left) == len(gone)
    salts = [bytes(32), *(entry.salt for entry in entries if entry.salt is not None)]
    assert not any(bytes.fromhex(commitment(salt, one)) in left for salt in salts for one in payloads)
    names = (f"{first} {number:06d}" for first in ("Зулейха", "Korlas") for number in range(500_000))
    guesses = itertools.chain(payloads, [letter.read_bytes()], (name.encode() for name in (*world.SPELLINGS, *names)))
    assert not any(hashlib.sha256(guess).digest() in left for guess in guesses)
    digest = hashlib.sha256(letter.read_bytes())
    traces = (digest.hexdigest().encode(), digest.digest())
    files = [file for file in (folder / "archive").rglob("*") if file.is_file()]
    assert not [file for file in files if any(one in file.read_bytes() for one in traces)]


def test_one_item_takes_what_quotes_it_and_nothing_else(desk: Desk) -> None:
    """An item goes with its receipts, layers and claims; the same speaker's other claims stay."""
    listed = erasure.worklist(desk, ["visit.txt"])
    item = vault.item(desk, "visit.txt")
    assert listed.items == (item.id,)
    assert {one for one in listed.claims if one.startswith("P")} == {"P2-upper", "P2-lower", "P3-upper", "P3-lower"}
    erasure.expunge(desk, listed, reason=_WITHDRAWN, approved_by=TWO, despite="asked for")
    left = world.claims_of(desk)
    assert {"P0-upper", "N0", "K1"} <= left
    assert not {"P2-upper", "P3-lower"} & left
    with pytest.raises(vault.NoSuchItem):
        vault.item(desk, item.id)


def test_a_dossier_that_showed_it_is_marked_and_its_pages_go(desk: Desk, folder: Path) -> None:
    """The publication stays on the log, outdated; the pages that quote what went are not kept, an older one is."""
    dossier.publish(desk, [folder / "statement.kk.md"], edition="public", out=folder / "site")
    world.publish_three(desk, folder)
    listed = erasure.worklist(desk, ["visit.txt"])
    assert {flag.name for flag in listed.flags} == {"names.en.md", "names.ru.md", "rests.en.md"}
    done = erasure.expunge(desk, listed, reason=_WITHDRAWN, approved_by=TWO, despite="asked for")
    assert len(done.outdated) == 3
    quoted = [one for one in desk.blobs.names() if b"five people killed" in desk.blobs.read(one)]
    assert quoted == []
    assert store.check(desk, deep=True) == store.CheckReport(problems=())
    made = dossier.export(desk, folder / "export", edition="restricted")
    assert verify.verify_export(made.path).ok
    assert [one.name for one in made.path.glob("data/statements*/*")] == ["statement.kk.md"]


def test_the_same_bytes_under_another_name_go_too(desk: Desk, folder: Path) -> None:
    """A second item with the very bytes would keep them: it is on the list, and says why."""
    (folder / "again.txt").write_bytes((folder / "visit.txt").read_bytes())
    for name in ("empty.txt", "empty.md"):
        (folder / name).touch()
    vault.seal(desk, [folder / "empty.txt"])
    with app.open_desk(folder / "archive", actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as other:
        vault.seal(other, [folder / "again.txt", folder / "empty.md"], visibility=Visibility.RESTRICTED, in_clear=True)
    items = {one.name: one.id for one in vault.items(desk)}
    listed = erasure.worklist(desk, [items["visit.txt"]])
    assert set(listed.items) == {items["visit.txt"], items["again.txt"]}
    assert erasure.Why.SAME_BYTES in {part.why for part in listed.parts}
    assert set(erasure.worklist(desk, [items["empty.txt"]]).items) == {items["empty.txt"]}


def test_an_object_that_somebody_else_speaks_of_stays(desk: Desk, folder: Path) -> None:
    """Two items whose text layers are the same words: one goes, the other keeps its layer."""
    for name in ("a.txt", "a.md"):
        (folder / name).write_text("The same words in two files.\n" + ("\n" if name == "a.md" else ""))
    vault.seal(desk, [folder / "a.txt", folder / "a.md"])
    reading.read(desk)
    erasure.expunge(desk, erasure.worklist(desk, ["a.txt"]), reason=_WITHDRAWN, approved_by=TWO)
    assert reading.find_quote(desk, "a.md", "The same words") is not None
    assert store.check(desk, deep=True).problems == ()


def test_a_finding_that_rests_on_a_claim_is_flagged_and_stays(desk: Desk, folder: Path) -> None:
    """Evidence goes, the conclusion is told that its ground is gone."""
    row = {"id": "F1", "subject": "incident:valley-2031", "property": "official_characterisation", "value": "pogrom",
           "speaker": "ourselves", "speaker_kind": "ourselves", "level": "inference", "basis": ["P2-upper"],
           "as_of": "2031-04-01"}  # fmt: skip
    assert ledger.state(desk, row).refused == ()
    listed = erasure.worklist(desk, ["visit.txt"])
    assert ("claim", "F1") in {(flag.kind, flag.subject) for flag in listed.flags}
    erasure.expunge(desk, listed, reason=_WITHDRAWN, approved_by=TWO, despite="asked for")
    assert "F1" in world.claims_of(desk)


def test_what_is_kept_is_left_out_with_what_belongs_to_it(desk: Desk) -> None:
    """A person may leave out an item; its claims stay with it."""
    kept = vault.item(desk, "letter.txt").id
    listed = erasure.worklist(desk, words=world.SPELLINGS, keep=[kept])
    assert kept not in listed.items
    assert "P0-upper" not in listed.claims
    assert listed.kept == (kept,)


def test_what_nobody_could_look_into_is_told(desk: Desk, folder: Path) -> None:
    """A packed document that holds the name in no readable form is not passed over in silence."""
    (folder / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    vault.seal(desk, [folder / "scan.png"])
    listed = erasure.worklist(desk, words=world.SPELLINGS)
    assert vault.item(desk, "scan.png").id in listed.unsearched


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"approved_by": ["the lawyer"]}, "erasure.approvals-missing"),
        ({"approved_by": ["the lawyer", "  The  LAWYER "]}, "erasure.approvals-missing"),
        ({"reason": " "}, "vault.reason-missing"),
        ({"reason": "зулейха  корлас asked"}, "erasure.reason-names-them"),
        ({"approved_by": ["Zuleikha Korlas", "the lawyer"]}, "erasure.reason-names-them"),
        ({"despite": None}, "erasure.only-proof"),
    ],
)
def test_without_two_people_and_a_reason_nothing_goes(desk: Desk, changes: dict[str, object], code: str) -> None:
    """EV-09, and what stays on the log for ever must not say what has to go."""
    size = desk.log.size()
    with pytest.raises(Fault) as fault:
        _expunge(desk, **changes)
    assert fault.value.code == code
    assert all(fault.value.message(language) for language in ("en", "ru", "kk"))
    assert desk.log.size() == size
    assert len(erasure.worklist(desk, words=world.SPELLINGS).items) == 7


def test_what_was_recorded_meanwhile_stops_it(desk: Desk, folder: Path) -> None:
    """Two people approved a list; if there is more now, they have not seen it."""
    listed = erasure.worklist(desk, ["visit.txt"])
    vault.record_custody(desk, "visit.txt", "accessed", purpose="a look")
    with pytest.raises(erasure.WorklistMoved):
        erasure.expunge(desk, listed, reason=_WITHDRAWN, approved_by=TWO, despite="asked for")


def test_a_hold_keeps_it_until_two_people_lift_it(desk: Desk) -> None:
    """K6: under a legal hold it is refused, with ground and the day on which that is looked at again."""
    day = dt.date(2032, 1, 31)
    placed = erasure.place_hold(desk, "visit.txt", ground="order 12", approved_by=TWO, review_on=day)
    assert (placed.review_on, placed.approved_by) == ("2032-01-31", TWO)
    with pytest.raises(erasure.AlreadyHeld):
        erasure.place_hold(desk, "visit.txt", ground="again", approved_by=TWO, review_on=day)
    with pytest.raises(erasure.UnderHold) as fault:
        _expunge(desk)
    assert "2032-01-31" in fault.value.message("ru")
    with pytest.raises(erasure.ApprovalsMissing):
        erasure.lift_hold(desk, placed.subject, why="over", approved_by=TWO[:1])
    erasure.lift_hold(desk, placed.subject, why="over", approved_by=TWO)
    with pytest.raises(erasure.NoSuchHold):
        erasure.lift_hold(desk, placed.subject, why="over", approved_by=TWO)
    assert erasure.holds(desk) == ()
    assert _expunge(desk).entries


@pytest.mark.parametrize("actor", [ANALYST, READER, OUTSIDER])
def test_only_a_keeper_may(at_valley: Callable[..., Desk], desk: Desk, actor: object) -> None:
    """Also the list itself tells what is there."""
    listed = erasure.worklist(desk, ["visit.txt"])
    other = at_valley(actor)
    for act in (
        lambda: erasure.worklist(other, ["visit.txt"]),
        lambda: erasure.expunge(other, listed, reason=_WITHDRAWN, approved_by=TWO, despite="x"),
        lambda: erasure.holds(other),
        lambda: erasure.expungings(other),
        lambda: erasure.place_hold(other, "visit.txt", ground="g", approved_by=TWO, review_on=dt.date(2032, 1, 1)),
        lambda: erasure.lift_hold(other, "item-1", why="w", approved_by=TWO),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_past_expungings_are_told_in_numbers(desk: Desk) -> None:
    """Who decided, when and why stays; what it was does not."""
    done = _expunge(desk)
    (told,) = erasure.expungings(desk)
    assert (told.expunging, told.entries, told.approved_by) == (done.expunging, done.entries, TWO)


def _killed_at(desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Carry the expunging out up to a step, as a process does that is killed there."""
    owner: object = desk.database if step == "scrub" else desk.blobs

    def die(*_args: object) -> Iterator[None]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, die)
        with pytest.raises(KeyboardInterrupt):
            _expunge(desk)


@pytest.mark.parametrize("step", ["remove_stored", "scrub"])
def test_what_was_killed_in_the_middle_is_finished_at_the_next_opening(
    desk: Desk, at_valley: Callable[..., Desk], folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The decision is on the log: the objects go, whoever opens the archive next."""
    _killed_at(desk, monkeypatch, step)
    assert (folder / "archive" / "erasing.json").exists()
    desk.close()
    again = at_valley()
    assert not (folder / "archive" / "erasing.json").exists()
    assert _traces(folder / "archive") == []
    assert store.check(again, deep=True) == store.CheckReport(problems=())


def test_a_note_whose_decision_was_never_recorded_destroys_nothing(
    desk: Desk, at_valley: Callable[..., Desk], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the transaction was durable: the note goes, everything else stays."""
    before = erasure.worklist(desk, words=world.SPELLINGS)

    def die(*_args: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("onrecord.store.desk.note_objects", _note_then(die))
        with pytest.raises(KeyboardInterrupt):
            _expunge(desk)
    assert (folder / "archive" / "erasing.json").exists()
    desk.close()
    again = at_valley()
    assert not (folder / "archive" / "erasing.json").exists()
    assert erasure.worklist(again, words=world.SPELLINGS) == before
    assert store.check(again, deep=True).problems == ()


def _note_then(die: Callable[..., None]) -> Callable[..., None]:
    from onrecord.store import erasing

    def note(*args: object, **facts: object) -> None:
        erasing.note_objects(*args, **facts)  # type: ignore[arg-type]
        die()

    return note


def test_a_capture_goes_with_everything_that_shows_the_page(desk: Desk) -> None:
    """K2: from one part, or from words on the page, to source, image, print and WARC; another page's emblem stays."""
    seen = rendered(
        f"{world.PERSON} spoke.",
        picture=vault.Picture(content=png(8, 30), width=8, height=30, document_height=30),
        pdf=b"%PDF-1.4 another",
        metadata={},
    )
    page = replace(other_page(f"{world.PERSON} spoke."), rendered=seen)
    named, other = (
        vault.capture(desk, URL, by=Brings([one]), collection=vault.Collection(note="told by a neighbour")).capture
        for one in (page, take())
    )
    for listed in (
        erasure.worklist(desk, words=["Зулейха Корлас"]),
        erasure.worklist(desk, [str(named.record["parts"][3]["item"])]),
    ):
        shown = {part["item"] for part in named.record["parts"]} - {part["item"] for part in other.record["parts"]}
        assert shown <= set(listed.items)
        assert not {part["item"] for part in other.record["parts"]} & set(listed.items)
        kinds = {part.kind for part in listed.parts}
        assert {"page-captured@1", "collection-described@1"} <= kinds
    both = erasure.worklist(desk, [str(one.record["parts"][0]["item"]) for one in (named, other)])
    assert {part["item"] for one in (named, other) for part in one.record["parts"]} <= set(both.items)
    erasure.expunge(desk, both, reason=_WITHDRAWN, approved_by=TWO, despite="asked for")
    assert vault.captures(desk) == ()
    assert store.check(desk, deep=True).problems == ()
    assert store.rebuild(desk, check_only=True).same


def test_what_a_machine_saw_on_a_page_goes_with_the_picture(desk: Desk, folder: Path) -> None:
    """K2: words by page, with their places, are objects of their own, and those of a scan half read are found as well."""
    (folder / "scan.png").write_bytes(stubs.picture(f"Свидетель: {world.PERSON}.", "Погибли десять."))

    def interrupted(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    (sealed,) = vault.seal(desk, [folder / "scan.png"], visibility=Visibility.TEAM).sealed
    with pytest.raises(KeyboardInterrupt):
        reading.read(desk, [sealed.item], recognition=stubs.STUB, on_page=interrupted)  # type: ignore[arg-type]
    assert sealed.item in erasure.worklist(desk, words=[world.PERSON]).items
    reading.read(desk, [sealed.item], recognition=stubs.STUB)  # type: ignore[arg-type]
    listed = erasure.worklist(desk, [sealed.item])
    kinds = [part.kind for part in listed.parts]
    assert kinds.count("page-recognised@1") == 2
    _expunge(desk)
    assert _traces(folder / "archive") == []

"""A book over the archive's tables answers every question as a book in memory does, as of its own moment."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.world import claim, source
from tests.personas import KEEPER, READER

from onrecord import ledger, reading, vault
from onrecord.kernel import Fault, PartialDate, Visibility
from onrecord.ledger import Book, Claim, ClaimStatus, asking, table_shelf
from onrecord.ledger.entries import claim_from, claim_withdrawn
from onrecord.ledger.judgements import judgement_from
from onrecord.store import Desk, Entry

_SUBJECTS = ("incident:valley", "incident:pass", "person:valley")
_STATUS = {
    ledger.CLAIM_WITHDRAWN: ClaimStatus.WITHDRAWN,
    ledger.CLAIM_DISPUTED: ClaimStatus.DISPUTED,
    ledger.CLAIM_REFUTED: ClaimStatus.REFUTED,
}
_NUMBERS = (1, 2, 40, 123)
_GROUPS = ("dungan", "kazakh")


@pytest.fixture
def told(desk: Desk, tmp_path: Path) -> Desk:
    """A ledger in which much happened: reprints, withdrawals, disputes, refutations, judgements, hidden claims."""
    (tmp_path / "text.md").write_text(" ".join(f"{one} people were counted." for one in _NUMBERS), encoding="utf-8")
    vault.seal(desk, [tmp_path / "text.md"], visibility=Visibility.PUBLIC)
    reading.read(desk)
    origins: dict[str, tuple[str, ...]] = {"S0": (), "S1": ("S0",), "S2": ("S1", "AGENCY"), "S3": ()}
    for name, above in origins.items():
        visibility = "team" if name == "S3" else "public"
        assert not ledger.state(desk, source(name, *above, item="text.md", visibility=visibility)).refused
    chance = random.Random(5)
    for portion in range(6):
        rows = [_row(chance, f"K{portion}-{number}") for number in range(9)]
        numbered = [ledger.Row(number=at, fields=row, original="") for at, row in enumerate(rows, start=1)]
        assert not ledger.state_rows(desk, numbered).refused
        ledger.withdraw(desk, f"K{portion}-0", why="counted twice")
        ledger.dispute(desk, f"K{portion}-1", why="the list names fewer")
        ledger.refute(desk, f"K{portion}-2", why="the register", basis=[f"K{portion}-3"])
    ledger.withdraw(desk, "K2-1", why="the office corrected itself")
    ledger.withdraw(desk, "source.S2.derived_from.S1", why="it was there first")
    for one in ledger.contradictions(desk)[:4]:
        is_public = all(told.claim.visibility is Visibility.PUBLIC for told in one.readings)
        visibility = Visibility.PUBLIC if is_public else Visibility.TEAM
        ledger.overrule(desk, one.id, verdict="scope_difference", why="two lists", visibility=visibility)
    return desk


def _row(chance: random.Random, claim_id: str) -> dict[str, Any]:
    about = {
        name: value
        for name, value in (("group", chance.choice(_GROUPS)), ("place", "masanchi"))
        if chance.random() < 0.5
    }
    low = chance.choice(_NUMBERS)
    fields = {
        "subject": chance.choice(_SUBJECTS[:2]),
        "property": chance.choice(("killed", "injured", "houses_destroyed")),
        "as_of": f"2031-03-{chance.randint(1, 28):02d}",
        "source": f"S{chance.randint(0, 3)}",
        "visibility": chance.choice(("public", "public", "team", "restricted")),
        "speaker_kind": chance.choice(("official", "media")),
        "quote": f"{low} people were counted",
    }
    return claim(claim_id, low, **fields, **about)


def _in_memory(desk: Desk, entries: tuple[Entry, ...], sees: frozenset[Visibility]) -> Book:
    """Return the book that these entries make, put together without any table."""
    claims: dict[str, Claim] = {}
    judgements = []
    for entry in entries:
        payload = entry.payload or {}
        if entry.kind == ledger.CLAIM_STATED:
            claims[payload["claim"]] = claim_from(payload, seq=entry.seq, stated_at=entry.at)
        elif entry.kind in _STATUS:
            became = {"status": _STATUS[entry.kind], "status_why": payload["why"]}
            basis = tuple(payload.get("basis", ()))
            claims[payload["claim"]] = replace(
                claims[payload["claim"]], **became, status_basis=basis, status_seq=entry.seq
            )
        elif entry.kind == ledger.CONTRADICTION_JUDGED:
            judgements.append(judgement_from(payload, by=entry.actor, at=entry.at))
    seen = [one for one in claims.values() if one.visibility in sees]
    ids = {one.id for one in seen}
    shown = [one for one in judgements if one.visibility in sees and ids.issuperset(one.claims)]
    return Book.of(seen, ledger.vocabulary_of(desk.info.folder), shown)


_QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "property": st.sampled_from(("killed", "injured", "publisher", "charged")),
        "subject": st.sampled_from(("valley", "source:S1", "nowhere", *_SUBJECTS)),
        "about": st.dictionaries(
            st.sampled_from(("group", "place", "unit")), st.sampled_from((*_GROUPS, "masanchi", "persons", "%"))
        ),
    },
)
_OF_CLAIMS = st.fixed_dictionaries({}, optional={"status": st.sampled_from(ClaimStatus)})
_OF_FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "by": st.sampled_from(("official", "media")),
        "as_of": st.sampled_from((PartialDate.parse("2031-03-14"), PartialDate.parse("2031"))),
        "bounds": st.sampled_from([(Decimal(one), Decimal(one)) for one in _NUMBERS] + [(Decimal(40), None)]),
    },
)


def _answers(book: Book, question: dict[str, Any], of_claims: dict[str, Any], of_figures: dict[str, Any]) -> list[Any]:
    return [
        book.claims_of(**question, **of_claims),
        book.figures(**question, **of_figures),
        book.claims_of(**question, **of_claims),  # from what was kept
        [book.claim(one) for one in ("K0-0", "K2-1", "K5-8", "source.S1.publisher", "")],
        {one: book.sources.get(one) for one in ("S0", "S1", "S2", "S3", "AGENCY")},  # type: ignore[call-overload]
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_both_answer_alike_of_every_moment_and_to_everybody(told: Desk, data: st.DataObject) -> None:
    """Past moments, what a reader sees, the public edition; in whatever order questions are asked."""
    with pytest.MonkeyPatch.context() as patched:  # so that little fills every portion
        patched.setattr(table_shelf, "_KEPT", 9)
        patched.setattr(table_shelf, "_BATCH", data.draw(st.sampled_from((12, 1_000))))
        patched.setattr(table_shelf, "_TWICE", 0)
        patched.setattr(asking, "_AT_ONCE", 2)
        entries = tuple(told.log.entries())
        desk = replace(told, actor=data.draw(st.sampled_from((KEEPER, READER))))
        known_by = data.draw(st.sampled_from([None, *sorted({entry.at for entry in entries})]))
        public_only = data.draw(st.booleans())
        sees = desk.sees & {Visibility.PUBLIC} if public_only else desk.sees
        book = ledger.book(desk, known_by=known_by, public_only=public_only)
        plain = _in_memory(desk, tuple(one for one in entries if known_by is None or one.at <= known_by), sees)
        for _ in range(4):
            asked = [data.draw(one) for one in (_QUESTIONS, _OF_CLAIMS, _OF_FIGURES)]
            assert _answers(book, *asked) == _answers(plain, *asked)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from((None, "killed", "injured", "charged")), reader=st.booleans(), batch=st.integers(1, 200))
def test_contradictions_are_the_same_however_many_subjects_are_read_at_once(
    told: Desk, name: str | None, *, reader: bool, batch: int
) -> None:
    """Read subject by subject or all together: the same is found, judged by the same persons, in the same order."""
    desk = replace(told, actor=READER) if reader else told
    plain = _in_memory(desk, tuple(told.log.entries()), desk.sees)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(table_shelf, "_BATCH", batch)
        book = ledger.book(desk)
        found = book.contradictions(name)
    assert found == plain.contradictions(name)
    assert book.judgements == plain.judgements
    assert book.judgements_alone(found) == plain.judgements_alone(found)
    ours = book.contradictions(subjects=["incident:pass"])
    assert ours == tuple(one for one in plain.contradictions() if one.subject == "incident:pass")


def test_all_claims_and_all_sources_are_those_of_the_log(told: Desk) -> None:
    """Whoever wants everything gets it, before and after narrow questions."""
    plain = _in_memory(told, tuple(told.log.entries()), told.sees)
    book = ledger.book(told)
    assert dict(book.sources) == dict(plain.sources)
    assert book.claims_of("killed") == plain.claims_of("killed")
    assert book.claims == plain.claims
    assert book.claims_of("killed") == plain.claims_of("killed")
    assert book.contradictions("killed") == plain.contradictions("killed")
    assert dict(book.sources) == dict(plain.sources)


@pytest.fixture
def opened(told: Desk) -> Book:
    """A book that was opened before something was written."""
    book = ledger.book(told)
    assert book.claims_of("killed", subject="incident:pass")
    return book


def test_a_book_stays_what_it_was_while_others_write(told: Desk, opened: Book) -> None:
    """Claims that come and claims that are withdrawn later change nothing in a book of an earlier moment."""
    before = _in_memory(told, tuple(told.log.entries()), told.sees)
    assert not ledger.state(told, _row(random.Random(1), "LATER") | {"subject": "incident:pass"}).refused
    ledger.withdraw(told, "K4-4", why="counted twice")
    ledger.withdraw(told, "K4-1", why="counted twice")  # it was disputed
    assert opened.figures() == before.figures()
    assert [opened.claim(one) for one in ("LATER", "K4-4", "K4-1")] == [
        before.claim(one) for one in ("LATER", "K4-4", "K4-1")
    ]
    assert opened.claims == before.claims
    assert ledger.book(told).claim("LATER") is not None


def test_a_book_says_nothing_more_once_something_was_expunged(told: Desk, opened: Book) -> None:
    """Half of before and half of after would be no moment at all; a new book is of the moment after."""
    seq = ledger.claim(told, "K4-4").seq
    with told.writing() as transaction:
        (word,) = transaction.append([claim_withdrawn("K4-4", "names a witness")])
        transaction.expunge([seq], by=word)
    with pytest.raises(Fault) as caught:
        opened.claims_of("injured")
    assert caught.value.code == "ledger.expunged-meanwhile"
    assert ledger.book(told).claim("K4-4") is None

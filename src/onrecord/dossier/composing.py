"""Owns how a dossier is put together: from checked statements and what is on record to the page model. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.dossier.bindings import Binding
from onrecord.dossier.check import CheckReport
from onrecord.dossier.methodology import sections_of
from onrecord.dossier.model import (
    ClaimCard,
    Disagreement,
    Dossier,
    Judged,
    LogHead,
    Note,
    StatementPage,
    Trail,
    Use,
)
from onrecord.dossier.pictured import Pictured, pictured_of
from onrecord.dossier.prose import blocks_of, sentence_of
from onrecord.dossier.statement import Link, Statement
from onrecord.dossier.timeline import moments_of
from onrecord.dossier.trails import TrailKey, key_of, sources_of, trails_of, with_uses
from onrecord.kernel import Checkpoint, Label, SignedNote, VerifierKey, sha256_hex
from onrecord.ledger import Book, Claim, Contradiction, Kind
from onrecord.reading import quantities_in
from onrecord.vault import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A statement that holds: its file's name, the digest of its bytes, and what the check found."""

    name: str
    sha256: str
    report: CheckReport


def compose(
    book: Book,
    items: Mapping[str, Item],
    statements: Sequence[Checked],
    *,
    archive: str,
    title: str,
    edition: str,
    published_on: dt.date,
    head: LogHead,
) -> Dossier:
    """Return the dossier of these statements from what the book and the items hold.

    The book decides what is shown: for the public edition it must hold public claims only.

    Raises:
        MethodologyEmpty: a section that every methodology must have would be empty.
    """
    bound = [claim for one in statements for binding in one.report.bindings for claim in binding.named_claims()]
    subjects = _subjects(statements, bound)
    facts = [claim for claim in bound if claim.quantity is None]
    plain = trails_of(book, items, subjects=subjects, facts=facts)
    trails = _used(plain, statements)
    pages = tuple(
        replace(_page(one, trails, book), pictured=_pictured(one, book, edition, published_on)) for one in statements
    )
    moments = moments_of(book, items, trails, subjects)
    dossier = Dossier(
        archive=archive,
        title=title,
        edition=edition,
        published_on=published_on,
        head=head,
        statements=pages,
        trails=tuple(trails.values()),
        sources={},
        moments=moments,
        disagreements=_disagreements(book, items, trails),
        methodology=(),
        vocabulary=book.vocabulary,
    )
    dossier = replace(dossier, sources=sources_of(book, items, dossier.cards))
    return replace(dossier, methodology=sections_of(dossier, book, items))


def head_of(note: str, verifier_key: str, *, outside: Sequence[Label] = ()) -> LogHead:
    """Return what a signed head says, for a reader to compare.

    Raises:
        NoteRefused: note or key is not written as C2SP demands.
    """
    checkpoint = Checkpoint.parse(SignedNote.parse(note).text)
    key = VerifierKey.parse(verifier_key)
    return LogHead(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        note=note,
        verifier_key=key.text(),
        key_id=key.key_id.hex(),
        key_sha256=sha256_hex(key.public),
        outside=tuple(outside),
    )


def _subjects(statements: Sequence[Checked], bound: Sequence[Claim]) -> list[str]:
    incidents = [f"incident:{name}" for one in statements if (name := one.report.statement.fields.get("incident"))]
    return list(dict.fromkeys([*incidents, *(claim.subject for claim in bound)]))


def _key(binding: Binding) -> TrailKey | None:
    if binding.figure is not None:
        return key_of(binding.figure)
    return key_of(binding.claim) if binding.claim is not None else None


def _notes(report: CheckReport) -> dict[Link, int]:
    """Return the number of each bound link, in the order of the text."""
    links = sorted((binding.link for binding in report.bindings), key=lambda link: link.start)
    return {link: number for number, link in enumerate(links, start=1)}


def _used(trails: Mapping[TrailKey, Trail], statements: Sequence[Checked]) -> dict[TrailKey, Trail]:
    """Return the trails with every sentence that rests on them; those used in a statement come first."""
    uses: dict[TrailKey, list[Use]] = defaultdict(list)
    for one in statements:
        notes = _notes(one.report)
        statement = one.report.statement
        for binding in one.report.bindings:
            key = _key(binding)
            if key is not None:
                sentence = sentence_of(statement, binding.link, notes)
                words = _words(binding)
                uses[key].append(Use(statement=one.name, number=notes[binding.link], words=words, sentence=sentence))
    first = [key for key in uses if key in trails]
    rest = [key for key in trails if key not in uses]
    return {key: with_uses(trails[key], uses[key]) for key in [*first, *rest]}


def _page(one: Checked, trails: Mapping[TrailKey, Trail], book: Book) -> StatementPage:
    statement, numbers = one.report.statement, _notes(one.report)
    notes = [_note(binding, numbers[binding.link], trails, statement, book) for binding in one.report.bindings]
    return StatementPage(
        name=one.name,
        title=statement.title or one.name,
        language=statement.language,
        incident=statement.fields.get("incident"),
        as_of=statement.as_of,
        authors=statement.fields.get("authors"),
        dossier=statement.fields.get("dossier"),
        sha256=one.sha256,
        blocks=blocks_of(statement, numbers),
        notes=tuple(sorted((note for note in notes if note is not None), key=lambda note: note.number)),
    )


def _pictured(one: Checked, book: Book, edition: str, published_on: dt.date) -> Pictured:
    statement = one.report.statement
    return pictured_of(
        book,
        [claim for binding in one.report.bindings for claim in binding.named_claims()],
        statement.fields.get("incident"),
        statement.as_of.latest if statement.as_of else published_on,
        to_publish=edition == "public",
    )


def _note(
    binding: Binding, number: int, trails: Mapping[TrailKey, Trail], statement: Statement, book: Book
) -> Note | None:
    key = _key(binding)
    trail = trails.get(key) if key is not None else None
    if trail is None:
        return None
    asked = set(binding.claims)
    cards = [card for card in trail.cards if card.id in asked]
    return Note(number=number, words=_words(binding), trail=trail, carrying=_carrying(cards, binding, statement, book))


def _carrying(cards: Sequence[ClaimCard], binding: Binding, statement: Statement, book: Book) -> tuple[ClaimCard, ...]:
    """Return the claims that say what the words say, the same number first; all where none is nearer than another."""
    said = [one.quantity for one in quantities_in(binding.link.text, statement.language, book.vocabulary, every=True)]
    same = [card for card in cards if card.quantity and any(card.quantity.same_numbers(one) for one in said)]
    near = [card for card in cards if card.quantity and any(card.quantity.overlaps(one) for one in said)]
    return tuple(dict.fromkeys([*same, *near])) or tuple(cards)


def _words(binding: Binding) -> str:
    return " ".join(binding.link.text.replace("*", "").split())


def _disagreements(book: Book, items: Mapping[str, Item], trails: Mapping[TrailKey, Trail]) -> tuple[Disagreement, ...]:
    found = []
    shown = {card.id: (key, card) for key, trail in trails.items() for card in trail.cards}
    for one in book.contradictions(subjects={card.subject for _, card in shown.values()}):
        cards = [shown[claim][1] for claim in one.claims if claim in shown]
        if len(cards) < 2:
            continue
        trail = trails[shown[cards[0].id][0]]
        found.append(
            Disagreement(
                kind=one.kind, reading=one.reading, trail=trail, cards=tuple(cards), judged=_judged(one, shown)
            )
        )
    order = [kind.value for kind in Kind]
    return tuple(sorted(found, key=lambda one: order.index(one.kind) if one.kind in order else len(order)))


def _judged(one: Contradiction, shown: Collection[str]) -> Judged | None:
    judged = one.judged
    if judged is None or judged.verdict is None:
        return None
    since = tuple(claim for claim in one.unjudged if claim in shown)
    return Judged(verdict=judged.verdict, why=judged.why, on=dt.date.fromisoformat(judged.at[:10]), unjudged=since)

"""Owns accepting: a proposal becomes a claim in the name of the person who decided, in the one way to state a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord import reading, vault
from onrecord.kernel import (
    ClaimId,
    PartialDate,
    Problem,
    Quantity,
    Role,
    Value,
    ValueType,
    Visibility,
    Vocabulary,
    value_text,
)
from onrecord.ledger.commands import Stating
from onrecord.ledger.entries import claim_stated
from onrecord.ledger.errors import REASONS
from onrecord.ledger.queries import sources
from onrecord.ledger.rows import Row
from onrecord.ledger.words import vocabulary_of
from onrecord.store import Desk

_OF_THE_NUMBER: Final = frozenset({"low", "high", "qualifier", "wording"})
_OF_THE_DATE: Final = frozenset({"value", "wording"})
_RESTS_ON: Final = ("item",)
_NUMBERS: Final = (ValueType.QUANTITY, ValueType.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A proposal that became a claim, and the fields that the person corrected."""

    proposal: str
    claim: ClaimId
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAccepted:
    """A proposal that goes on waiting, with one reason why no claim came of it."""

    proposal: str
    problem: Problem

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return `{proposal, code, problem}`."""
        record = self.problem.to_record(language)
        return {"proposal": self.proposal, "code": record["code"], "problem": record["problem"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptReport:
    """What became of each proposal."""

    accepted: tuple[Accepted, ...]
    refused: tuple[NotAccepted, ...]


def propose(
    desk: Desk,
    items: Sequence[str] | None = None,
    *,
    readers: Sequence[reading.Reader] | None = None,
    restricted_too: bool = True,
    on_progress: reading.Progress = lambda _done, _total: None,
) -> tuple[reading.Proposing, ...]:
    """Have our own readers, or these, propose by the archive's vocabulary; see `reading.propose`.

    Raises:
        NotAllowed, NoSuchItem: as there.
    """
    words = vocabulary_of(desk.info.folder)
    by = reading.OWN_READERS if readers is None else readers
    of_texts = reading.propose(desk, words, items, readers=by, restricted_too=restricted_too, on_progress=on_progress)
    return of_texts + (reading.propose_from_metadata(desk, words, items) if readers is None else ())


def accept(desk: Desk, ids: Iterable[str], given: Mapping[str, str] | None = None) -> AcceptReport:
    """Make claims of proposals, with what a person adds or corrects, each with its decision, in one transaction.

    A claim needs what no reader can know: its `subject`, and the `speaker` where the proposal names none. The source
    is the one that the item is on record as, unless it is given. A proposal whose claim would be refused goes on
    waiting, and every reason is told. The claim is never seen further than its item, and by the team at most until
    somebody lets it be seen further.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchProposal: one of them is not there, or not to be seen.
        ProposalDecided: one of them was decided before.
    """
    desk.require(Role.ANALYST)
    by_item = _sources_by_item(desk)
    words = vocabulary_of(desk.info.folder)
    with desk.writing() as transaction:
        found = reading.proposals_of(transaction.connection, desk, ids)
        stating = Stating(desk, transaction)
        accepted: list[Accepted] = []
        refused: list[NotAccepted] = []
        decisions = []
        for number, one in enumerate(found, start=1):
            reading.must_wait(one)
            fields, corrected = _fields(desk, one, given or {}, by_item, words)
            problems = list(_problems(desk, one, given or {}, corrected, words)) or [
                told.problem
                for told in stating.take(Row(number=number, fields=fields, original=str(fields)), at=one.quote)
            ]
            refused += [NotAccepted(proposal=one.id, problem=problem) for problem in problems]
            claim = stating.last
            if not problems and claim is not None:
                accepted.append(Accepted(proposal=one.id, claim=claim.id, corrected=corrected))
                decisions.append(
                    reading.decided(
                        one,
                        reading.Decision.ACCEPTED,
                        claim=claim.id,
                        visibility=claim.visibility,
                        corrected=corrected,
                    )
                )
        transaction.append([*map(claim_stated, stating.new), *stating.became, *decisions])
    return AcceptReport(accepted=tuple(accepted), refused=tuple(refused))


def _problems(
    desk: Desk, one: reading.Proposal, given: Mapping[str, str], corrected: Sequence[str], words: Vocabulary
) -> Iterator[Problem]:
    """Yield what is wrong with what was given, before any claim is made of it."""
    for field in _RESTS_ON:
        if field in given:
            yield _problem("ledger.field-of-the-proposal", field=field)
    item = _widest(desk, one)
    asked = given.get("visibility")
    if asked in set(Visibility) and Visibility(asked).width > item.width:
        yield _problem("ledger.wider-than-item", visibility=asked, item=item.value)
    declared = words.property(given.get("property") or one.property)
    is_number = one.quantity is not None and (declared is None or declared.value_type in _NUMBERS)
    if is_number and _OF_THE_NUMBER.intersection(corrected):
        for field in ("qualifier", "wording"):
            if not given.get(field):
                yield _problem("ledger.number-by-halves", field=field)
        if not given.get("low") and not given.get("high"):
            yield _problem("ledger.number-by-halves", field="low")


def _problem(code: str, **facts: object) -> Problem:
    return Problem(code=code, row=None, says=REASONS[code], facts=facts)


def _sources_by_item(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, source in sources(desk).items():
        if source.item is not None:
            found.setdefault(source.item, []).append(name)
    return found


def _fields(
    desk: Desk,
    one: reading.Proposal,
    given: Mapping[str, str],
    by_item: Mapping[str, Sequence[str]],
    words: Vocabulary,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the row of the claim, and the names of the fields in which it differs from what was proposed."""
    said = _said(one)
    whole = _OF_THE_NUMBER if one.quantity is not None else _OF_THE_DATE
    corrected = tuple(sorted(name for name, value in given.items() if _corrects(name, value, said, whole)))
    unsaid = _unsaid(one, given.get("property"), words)
    kept = {name: value for name, value in said.items() if name not in unsaid and not _falls(name, corrected, whole)}
    of_item = by_item.get(one.item, ())
    if len(of_item) == 1:
        kept["source"] = of_item[0]
    visibility = _widest(desk, one)
    kept["visibility"] = (Visibility.TEAM if visibility is Visibility.PUBLIC else visibility).value
    if one.property in words.properties and words.properties[one.property].subject == "item":
        kept["subject"] = f"item:{one.item}"
    fields = {**kept, "item": one.item, **{name: value for name, value in given.items() if value}}
    return fields, corrected


def _unsaid(one: reading.Proposal, corrected: str | None, words: Vocabulary) -> frozenset[str]:
    """Return the dimensions of a proposal that the property to which a person corrected it does not have."""
    declared = words.property(corrected) if corrected else None
    return frozenset() if declared is None else frozenset(dict(one.about)).difference(declared.dimensions)


def _widest(desk: Desk, one: reading.Proposal) -> Visibility:
    """Return how far a claim made of it may be seen: as its item, and what is made of metadata by the team at most."""
    item = vault.item(desk, one.item).visibility
    if reading.layer(desk, one.quote.layer).kind is reading.LayerKind.METADATA:
        return min(item, Visibility.TEAM, key=lambda visibility: visibility.width)
    return item


def _said(one: reading.Proposal) -> dict[str, Any]:
    said: dict[str, Any] = {
        "property": one.property,
        **_value_fields(one.value),
        "unit": one.unit,
        **dict(one.about),
        "speaker": one.speaker,
        "speaker_kind": one.speaker_kind.value if one.speaker_kind else None,
        "level": one.level.value,
        "quote": one.quote.text,
    }
    if one.as_of is not None:
        said |= {"as_of": one.as_of.text(), "as_of_wording": one.as_of.wording}
    return {name: value for name, value in said.items() if value is not None}


def _value_fields(value: Value) -> dict[str, Any]:
    if isinstance(value, Quantity):
        return value.to_record()
    if isinstance(value, PartialDate):
        return {"value": value.text(), "wording": value.wording}
    return {"value": value_text(value)}


def _corrects(name: str, value: str, said: Mapping[str, Any], whole: frozenset[str]) -> bool:
    """Say whether a given value is another one than was proposed, not one that was left open."""
    return (name in said or name in whole) and value != str(said.get(name, ""))


def _falls(name: str, corrected: Sequence[str], whole: frozenset[str]) -> bool:
    """Say whether a proposed field falls since another was corrected: bounds go together, units with properties."""
    return (
        name in corrected
        or (name in whole and bool(whole.intersection(corrected)))
        or (name == "unit" and "property" in corrected)
        or (name == "as_of_wording" and "as_of" in corrected)
        or (name == "speaker_kind" and "speaker" in corrected)
    )

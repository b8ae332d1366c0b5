"""Owns the do-no-harm gate before a release: its items, their owners, and what the check knows of each (METHOD 7.6).

An item is open until its owner has answered, and open again where the check speaks against the answer or what it rests
on no longer stands. The program clears nothing: an item that no code speaks against still needs its owner, and one on
which names or ages speak that the actor may not see stays open for somebody who may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.dossier.check import CheckReport
from onrecord.kernel import ClaimId, Label, PartialDate
from onrecord.ledger import Book, Claim

# The items, and the codes of the check that speak against each.
ITEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "source_reidentification": ("OR115", "OR128"),
    "reprisal_by_village": (),
    "community_tension": (),
    "inflammatory_images": (),
    "translated_quotes": ("OR117", "OR130"),
    "minors": ("OR135", "OR136"),
    "small_cells": ("OR113",),
    "reply": ("OR132",),
    "consent": ("OR134",),
    "corrections_contact": (),
    "as_of_date": (),
    "ethnic_group_of_suspects": (),
}
_OF_FEW: Final = frozenset({"source_reidentification", "minors", "reply", "consent"})  # names, births: keepers see them
ANSWER: Final = "gate_answer"
_CLEARED: Final = frozenset({"cleared", "not_applicable"})
WHY: Final[Mapping[str, Label]] = {
    "unanswered": Label(
        en="Nobody has answered for it.", ru="За это никто не ответил.", kk="Бұл үшін ешкім жауап бермеген."
    ),
    "left_open": Label(
        en="Its owner left it open.", ru="Ответственный оставил открытым.", kk="Жауапты адам ашық қалдырған."
    ),
    "fallen": Label(
        en="What the answer rests on no longer stands: {facts}.",
        ru="То, на чём основан ответ, больше не в силе: {facts}.",
        kk="Жауап сүйенген нәрсе енді күшінде емес: {facts}.",
    ),
    "check": Label(
        en="The check speaks against it: {facts}.",
        ru="Проверка говорит против: {facts}.",
        kk="Тексеру бұған қарсы: {facts}.",
    ),
    "unseen": Label(
        en="Names and ages that only a keeper may see were not weighed: a keeper runs the gate.",
        ru="Имена и возраст, которые видит только хранитель, не учтены: проверку запускает хранитель.",
        kk="Тек сақтаушы көретін есімдер мен жас ескерілмеді: тексеруді сақтаушы іске қосады.",
    ),
    "no_day": Label(
        en="The statement does not say which day it speaks for (as_of).",
        ru="В заявлении не сказано, на какую дату оно (as_of).",
        kk="Мәлімдемеде қай күнге екені айтылмаған (as_of).",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateItem:
    """One item: who answered what on which day, and why it is open where it is."""

    item: str
    answer: str | None
    owner: str | None
    on: PartialDate | None
    note: str | None
    claim: ClaimId | None
    why: tuple[tuple[str, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether publication should wait for it."""
        return bool(self.why)

    def says(self, language: str = "en") -> list[str]:
        """Return why it is open, as sentences."""
        return [WHY[code].fill(language, facts=facts) for code, facts in self.why]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord gate --json` prints."""
        return {
            "item": self.item,
            "open": self.is_open,
            "why": [
                {"code": code, "says": text} for (code, _), text in zip(self.why, self.says(language), strict=True)
            ],
            "answer": self.answer,
            "owner": self.owner,
            "on": self.on.text() if self.on else None,
            "note": self.note,
            "claim": self.claim,
        }


def gate(
    book: Book, report: CheckReport, as_of: dt.date, *, release: str | None = None, sees_all: bool = True
) -> tuple[GateItem, ...]:
    """Return every item for a statement as it was checked, as of a day; answers for another release do not count.

    `sees_all` is whether the book holds what is restricted: without it a child or a hidden name goes unnoticed.
    """
    incident = report.statement.fields.get("incident")
    subject = f"incident:{incident}"
    claims = book.claims_of(ANSWER, subject=subject) if incident else ()
    known = [one for one in claims if one.status.is_counted and _day(one) <= as_of and _is_for(one, release)]
    hits = {one.code.name for one in report.diagnostics}
    unseen = frozenset() if sees_all else _OF_FEW
    return tuple(_item(book, name, known, hits, report, is_unseen=name in unseen) for name in ITEMS)


def _is_for(claim: Claim, release: str | None) -> bool:
    return claim.dimension("release") in (None, release)


def _item(
    book: Book, name: str, known: Iterable[Claim], hits: set[str], report: CheckReport, *, is_unseen: bool
) -> GateItem:
    own = [one for one in known if one.dimension("gate_item") == name]
    last = max(own, key=lambda one: (_day(one), one.seq), default=None)
    why: list[tuple[str, str]] = []
    if last is None:
        why.append(("unanswered", ""))
    elif last.value not in _CLEARED:
        why.append(("left_open", ""))
    elif fallen := [one for one in last.basis if not _stands(book, one)]:
        why.append(("fallen", ", ".join(fallen)))
    if against := sorted(hits.intersection(ITEMS[name])):
        why.append(("check", ", ".join(against)))
    if is_unseen:
        why.append(("unseen", ""))
    if name == "as_of_date" and not report.statement.fields.get("as_of"):
        why.append(("no_day", ""))
    return GateItem(
        item=name,
        answer=last.value_text() if last is not None else None,
        owner=last.speaker if last is not None else None,
        on=last.as_of if last is not None else None,
        note=last.note if last is not None else None,
        claim=last.id if last is not None else None,
        why=tuple(why),
    )


def _stands(book: Book, claim_id: str) -> bool:
    claim = book.claim(claim_id)
    return claim is not None and claim.status.is_counted


def _day(claim: Claim) -> dt.date:
    return claim.as_of.latest if claim.as_of is not None else dt.date.min

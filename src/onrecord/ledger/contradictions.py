"""Owns contradictions: which claims about one quantity do not agree, of what kind, in a sentence a reader understands.

Never picks a winner: both stay, with who said each and when (METHOD FG-01).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import ClaimId, Label, number_text
from onrecord.ledger.model import Figure, Reading
from onrecord.ledger.relations import Relation, moment, relation

SUM_MISMATCH: Final = "sum_mismatch"
_READINGS: Final = {
    Relation.CONFLICT: Label(
        en="{count} readings of one time leave no number that satisfies all: {values}.",
        ru="{count} сообщений об одном времени не сходятся ни на каком числе: {values}.",
        kk="Бір уақыт туралы {count} дерек ешбір санда түйіспейді: {values}.",
    ),
    Relation.TIME_DRIFT: Label(
        en="One count that changed as time went on: {values}.",
        ru="Один и тот же счёт менялся со временем: {values}.",
        kk="Бір санақ уақыт өте өзгерген: {values}.",
    ),
    Relation.STALE: Label(
        en="An older count was repeated after a later one was known: {values}.",
        ru="Прежнее число повторено, когда уже было известно более позднее: {values}.",
        kk="Кейінгі сан белгілі болғаннан кейін ескі сан қайталанған: {values}.",
    ),
}
_SUM: Final = Label(
    en="The groups add up to {parts}, the total is given as {total}.",
    ru="Сумма по группам — {parts}, а общее число названо как {total}.",
    kk="Топтар қосындысы — {parts}, ал жалпы саны {total} делінген.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Claims that do not agree, of what kind, and what that means."""

    property: str
    subject: str
    about: tuple[tuple[str, str], ...]
    kind: str
    claims: tuple[ClaimId, ...]
    reading: Label

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return the contradiction as CLI.md promises it."""
        return {
            "property": self.property,
            "about": {"subject": self.subject, **dict(self.about)},
            "kind": self.kind,
            "claims": list(self.claims),
            "reading": self.reading.text(language),
        }


def contradictions_of(figures: Sequence[Figure]) -> tuple[Contradiction, ...]:
    """Return every disagreement within a figure, by kind, and every sum of groups that misses its total."""
    found = [one for figure in figures for one in _within(figure)]
    return tuple(found + list(_sums(figures)))


def _within(figure: Figure) -> Iterator[Contradiction]:
    together: dict[Relation, set[ClaimId]] = defaultdict(set)
    for place, one in enumerate(figure.readings):
        for other in figure.readings[place + 1 :]:
            kind = relation(one, other)
            if kind is not Relation.COMPATIBLE:
                together[kind] |= {one.claim.id, other.claim.id}
    for kind in (Relation.CONFLICT, Relation.STALE, Relation.TIME_DRIFT):
        if kind in together:
            chosen = [reading for reading in figure.readings if reading.claim.id in together[kind]]
            yield _contradiction(figure, kind.value, chosen, _sentence(_READINGS[kind], chosen))


def _sums(figures: Sequence[Figure]) -> Iterator[Contradiction]:
    """Yield each total that the newest readings of its groups do not make up."""
    for total in figures:
        if not total.readings or dict(total.about).get("group"):
            continue
        parts = [one for one in figures if _is_part(one, total)]
        if len(parts) < 2:
            continue
        newest = [part.readings[0] for part in parts]
        low = sum((one.quantity.low or 0 for one in newest), start=0)
        highs = [one.quantity.high for one in newest]
        high = None if None in highs else sum(one for one in highs if one is not None)
        whole = total.readings[0].quantity
        misses = (whole.high is not None and low > whole.high) or (
            high is not None and whole.low is not None and high < whole.low
        )
        if misses:
            reading = Label(
                **{
                    language: _SUM.fill(language, parts=_bounds(low, high), total=whole.wording)
                    for language in ("en", "ru", "kk")
                }
            )
            yield _contradiction(total, SUM_MISMATCH, [total.readings[0], *newest], reading)


def _is_part(part: Figure, total: Figure) -> bool:
    """Say whether `part` is the same figure for one group."""
    about = dict(part.about)
    group = about.pop("group", None)
    same = (part.property, part.subject, part.unit) == (total.property, total.subject, total.unit)
    return bool(group) and same and about == dict(total.about)


def _contradiction(figure: Figure, kind: str, readings: Iterable[Reading], sentence: Label) -> Contradiction:
    return Contradiction(
        property=figure.property,
        subject=figure.subject,
        about=figure.about,
        kind=kind,
        claims=tuple(reading.claim.id for reading in readings),
        reading=sentence,
    )


def _sentence(label: Label, readings: Sequence[Reading]) -> Label:
    """Return the sentence with the distinct values, oldest first, each with its date."""
    values: dict[tuple[object, object], str] = {}
    for reading in reversed(readings):
        date = moment(reading.claim)
        shown = f"{reading.quantity.wording} ({date.text()})" if date else reading.quantity.wording
        values.setdefault((reading.quantity.low, reading.quantity.high), shown)
    facts = {"count": len(readings), "values": "; ".join(values.values())}
    return Label(en=label.fill("en", **facts), ru=label.fill("ru", **facts), kk=label.fill("kk", **facts))


def _bounds(low: Any, high: Any) -> str:
    return number_text(low) if low == high else f"{number_text(low)}–{number_text(high)}"

"""Owns proposals: which figure or claim on record an unbound number could be bound to. It proposes; a person binds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from onrecord.dossier.statement import Statement
from onrecord.kernel import Label
from onrecord.ledger import Book, Figure, Reading
from onrecord.reading import QuantityInText

_BIND: Final = Label(
    en="It could be bound to {count} claims on record.",
    ru="Его можно привязать к утверждениям в архиве ({count}).",
    kk="Оны мұрағаттағы {count} мәлімдемеге байлауға болады.",
)
_OTHERWISE: Final = Label(
    en="The claims on record about this say: {values}.",
    ru="Утверждения об этом говорят: {values}.",
    kk="Бұл туралы мәлімдемелерде: {values}.",
)
IN_TITLE: Final = Label(
    en="A title can hold no link: say the same in the text, and bind it there.",
    ru="В заголовке ссылки быть не может: скажите то же в тексте и привяжите там.",
    kk="Тақырыпта сілтеме болмайды: мәтінде соны айтып, сонда байлаңыз.",
)
_NOTHING: Final = Label(
    en="No claim on record says this.",
    ru="Ни одно утверждение в архиве этого не говорит.",
    kk="Мұрағаттағы бірде-бір мәлімдеме мұны айтпайды.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an unbound figure could be bound to: the Markdown link, the claims, a sentence."""

    link: str | None
    claims: tuple[str, ...]
    hint: Label


def propose(book: Book, statement: Statement, figure: QuantityInText) -> Proposal:
    """Return the best binding on record for an unbound figure, or what the record says instead."""
    subject = _subject(statement)
    ranked = sorted(_candidates(book, figure, subject), key=lambda one: one[0])
    if ranked:
        _, best, readings = ranked[0]
        claims = tuple(reading.claim.id for reading in readings)
        return Proposal(link=_link(figure, best), claims=claims, hint=_filled(_BIND, count=len(claims)))
    about = {"group": figure.group} if figure.group else {}
    known = book.figures(figure.property, about=about, subject=subject) if figure.property else ()
    if known:
        readings = [reading for one in known for reading in one.readings][:4]
        values = "; ".join(dict.fromkeys(f"“{one.quantity.wording}” ({one.claim.speaker})" for one in readings))
        claims = tuple(one.claim.id for one in readings)
        return Proposal(link=_link(figure, known[0]), claims=claims, hint=_filled(_OTHERWISE, values=values))
    return Proposal(link=None, claims=(), hint=_NOTHING)


def _candidates(
    book: Book, figure: QuantityInText, subject: str | None
) -> Iterator[tuple[tuple[int, int, int, str], Figure, list[Reading]]]:
    """Yield figures with readings of the same number: those of the guessed property and group first."""
    bounds = figure.quantity.low, figure.quantity.high
    for one in book.figures(figure.property, subject=subject, bounds=bounds):
        group = dict(one.about).get("group")
        yield (int(group != figure.group), len(one.about), -len(one.readings), one.key), one, list(one.readings)


def _link(figure: QuantityInText, best: Figure) -> str:
    options = "&".join(f"{name}={quote(value)}" for name, value in best.about)
    return f"[{figure.quote}](fig:{best.property}{'?' + options if options else ''})"


def _subject(statement: Statement) -> str | None:
    incident = statement.fields.get("incident")
    return f"incident:{incident}" if incident else None


def _filled(label: Label, **facts: object) -> Label:
    return Label(en=label.fill("en", **facts), ru=label.fill("ru", **facts), kk=label.fill("kk", **facts))

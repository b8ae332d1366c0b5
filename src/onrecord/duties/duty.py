"""Owns one thing asked of a State: by whom, under what, until when, what came of it, and how its clock stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from onrecord.duties.clocks import Stand, State
from onrecord.duties.grades import BodyGrade, OwnGrade
from onrecord.duties.norms import Article
from onrecord.duties.periods import Period, Who
from onrecord.duties.pictures import Bar, Came
from onrecord.duties.told import Told, day_text, rows
from onrecord.kernel import Label, PartialDate, Vocabulary
from onrecord.ledger import LoggedSearch

_EXTENTS: Final = {"full": True, "partial": False}


class Kind(StrEnum):
    """What asks."""

    LETTER = "letter"
    DOCUMENT = "document"
    RECOMMENDATION = "recommendation"
    PETITION = "petition"
    REPORT = "report"


class DueBy(StrEnum):
    """What tells the last day: the letter itself, more time that the body gave, or the period of the procedure."""

    NAMED = "named"
    EXTENDED = "extended"
    PERIOD = "period"


class Open(StrEnum):
    """Why nothing is said of an answer's being in time or missing."""

    NO_DUE = "no_due"
    NEVER_SEARCHED = "never_searched"
    SEARCH_OLD = "search_old"
    SEARCH_UNTOLD = "search_untold"
    REPLY_DAY_UNSURE = "reply_day_unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day, what tells it, and the claims. A stretch where sources differ or the first day is not known."""

    day: PartialDate
    by: DueBy
    source: Label | None
    claims: tuple[str, ...]
    is_practice: bool = False

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "day": self.day.text(),
            "by": self.by.value,
            "source": self.source.text(language) if self.source else None,
            "practice": self.is_practice,
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply on record: its day, whether it answers everything, and the claims; `extent` is None where nobody says."""

    on: PartialDate
    extent: str | None
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {"on": self.on.text(), "extent": self.extent or "not_told", "claims": list(self.claims)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relied:
    """An article that is relied on, as claims name it; `article` is None where no treaty of ours has it."""

    value: str
    article: Article | None
    claims: tuple[str, ...]

    def to_row(self, language: str) -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "value": self.value,
            "treaty": self.article.treaty.id if self.article else None,
            "number": self.article.number if self.article else None,
            "title": self.article.title.text(language) if self.article else None,
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing asked of a State, as of a day. `id` is the subject, with the paragraph or step that it is.

    `started` are the days from which the time runs: of a letter its own, of observations that of their adoption.
    """

    id: str
    kind: Kind
    subject: str
    paragraph: str | None
    part: str | None
    step: str | None
    bodies: tuple[Told, ...]
    body: str | None  # id of the body, where it is one of those known
    procedures: tuple[Told, ...]
    period: Period | None
    states: tuple[Told, ...]
    incidents: tuple[Told, ...]
    articles: tuple[Relied, ...]
    symbols: tuple[Told, ...]
    asked: tuple[Told, ...]
    concerns: tuple[Told, ...]
    made_by: tuple[Told, ...]
    responses: tuple[Told, ...]
    themes: tuple[Told, ...]
    started: tuple[Told, ...]
    due: Due | None
    usual: PartialDate | None
    answers: tuple[Answer, ...]
    said: tuple[Told, ...]
    searches: tuple[LoggedSearch, ...]
    replaced_by: tuple[Told, ...]
    done: tuple[Told, ...]
    body_grades: tuple[BodyGrade, ...]
    own_grades: tuple[OwnGrade, ...]
    stand: Stand
    open: Open | None

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim that this is read from."""
        return tuple(dict.fromkeys(self._claims()))

    @property
    def bar(self) -> Bar:
        """What a drawing of the clock needs, as of the day of this reading."""
        days = [one.on for one in self.started if one.on is not None]
        replaced = [one.on.latest for one in self.replaced_by if one.on is not None]
        return Bar(
            name=": ".join(filter(None, (", ".join(one.value for one in self.bodies), self.id))),
            sent=max(days, key=lambda one: one.latest, default=None),
            due=self.stand.due,
            replies=tuple(Came(on=one.on, is_full=_EXTENTS.get(one.extent or "")) for one in self.answers),
            superseded_on=min(replaced, default=None),
            searched_on=next((one.on for one in reversed(self.searches) if one.is_repeatable), None),
            as_of=self.stand.as_of,
            state=self.stand.state,
            days=self.stand.days,
        )

    def says(self, language: str = "en") -> str:
        """Return what may be told of the clock, always with its day; a period that is only usual stands apart."""
        told = [self._stand_says(language)]
        if self.stand.state is State.UNKNOWN and self.answers and self.open is Open.NO_DUE:
            told.append(_ANSWERED.fill(language, on=", ".join(one.on.written(language) for one in self.answers)))
        if self.usual is not None and self.period is not None and self.due is None:
            label = _VOLUNTARY if self.period.is_voluntary else _USUAL
            told.append(label.fill(language, day=self.usual, source=self.period.source))
        if self.due is not None and self.due.is_practice:
            told.append(_PRACTICE.fill(language, source=self.due.source))
        return " ".join(told)

    def _stand_says(self, language: str) -> str:
        facts: dict[str, object] = {
            "as_of": self.stand.as_of,
            "due": self.stand.due or "—",
            "on": ", ".join(one.on.written(language) for one in self.answers) or "—",
            "searched": self.searches[-1].on if self.searches else "—",
            "by": self.searches[-1].by if self.searches else "—",
        }
        if self.open is not None and self.open in _OPEN:
            is_ours = self.period is not None and self.period.who is Who.PETITIONER
            return (_NOT_SUBMITTED if is_ours else _OPEN[self.open]).fill(language, **facts)
        return self.stand.said_in(language)

    def _claims(self) -> Iterator[str]:
        for found in (
            self.bodies, self.procedures, self.states, self.incidents, self.symbols, self.asked, self.concerns,
            self.made_by, self.responses, self.themes, self.started, self.said, self.replaced_by, self.done,
        ):  # fmt: skip
            for told in found:
                yield from told.claims
        for relied in self.articles:
            yield from relied.claims
        yield from self.due.claims if self.due else ()
        for answer in self.answers:
            yield from answer.claims
        yield from (one.claim for one in self.searches)
        yield from (one.claim for one in self.body_grades)
        yield from (one.claim for one in self.own_grades)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord duties --json` prints of it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "subject": self.subject,
            "paragraph": self.paragraph,
            "part": self.part,
            "step": self.step,
            "body": self.body,
            "bodies": rows(self.bodies),
            "procedures": rows(self.procedures),
            "states": rows(self.states),
            "incidents": rows(self.incidents),
            "articles": [one.to_row(language) for one in self.articles],
            "symbols": rows(self.symbols),
            "asked": rows(self.asked),
            "concerns": rows(self.concerns),
            "made_by": rows(self.made_by),
            "responses": rows(self.responses),
            "themes": rows(self.themes),
            "started": rows(self.started),
            "due": self.due.to_row(language) if self.due else None,
            "usual": {
                "day": self.usual.text(),
                "source": self.period.source.text(language),
                "voluntary": self.period.is_voluntary,
                "practice": self.period.is_practice,
            }
            if self.usual is not None and self.period is not None
            else None,
            "replies": [one.to_row() for one in self.answers],
            "said": rows(self.said),
            "searches": [{**one.facts(), "told": one.is_repeatable, "claim": one.claim} for one in self.searches],
            "replaced_by": rows(self.replaced_by),
            "done": rows(self.done),
            "body_grades": [one.to_row() for one in self.body_grades],
            "own_grades": [one.to_row() for one in self.own_grades],
            "state": self.stand.state.value,
            "days": self.stand.days,
            "due_on": day_text(self.stand.due),
            "as_of": self.stand.as_of.isoformat(),
            "open": self.open.value if self.open else None,
            "says": self.says(language),
            "claims": list(self.claims),
        }


_ANSWERED: Final = Label(
    en="A reply is on record: {on}.", ru="Ответ в записях есть: {on}.", kk="Жазбада жауап бар: {on}."
)
_PRACTICE: Final = Label(
    en="The period is a practice of the body, which no treaty or rule fixes ({source}): see what the document says.",
    ru="Этот срок — практика органа, он не закреплён ни договором, ни правилом ({source}): посмотрите, что сказано в "
    "документе.",
    kk="Бұл мерзім — органның тәжірибесі, оны шарт та, ереже де бекітпеген ({source}): құжатта не айтылғанын қараңыз.",
)
_USUAL: Final = Label(
    en="By the usual period it would be {day} ({source}): see what the document says, and state due_on.",
    ru="По обычному сроку это было бы {day} ({source}): посмотрите, что сказано в документе, и внесите due_on.",
    kk="Әдеттегі мерзім бойынша бұл {day} болар еді ({source}): құжатты қарап, due_on енгізіңіз.",
)
_VOLUNTARY: Final = Label(
    en="A report half-way is voluntary, about {day} ({source}).",
    ru="Промежуточный доклад доброволен, около {day} ({source}).",
    kk="Аралық баяндама ерікті, шамамен {day} ({source}).",
)
_NOT_SUBMITTED: Final = Label(
    en="As of {as_of} no submission is on record; the time for it ran until {due}.",
    ru="На {as_of} подача не записана; срок для неё истёк {due}.",
    kk="{as_of} күні өтініш беру жазылмаған; мерзімі {due} күні біткен.",
)


def bars_of(duties: Sequence[Duty], vocabulary: Vocabulary, language: str) -> list[Bar]:
    """Return the clocks of duties as they are drawn: named by whose letter it is; by its id where two are alike."""
    called = [_called(one, vocabulary, language) for one in duties]
    return [
        replace(one.bar, name=name if called.count(name) == 1 else f"{name} ({one.id.partition(':')[2]})")
        for one, name in zip(duties, called, strict=True)
    ]


def _called(one: Duty, vocabulary: Vocabulary, language: str) -> str:
    bodies = ", ".join(vocabulary.term_called("speaker", each.value, language) for each in one.bodies)
    kind = vocabulary.subjects.get(one.id.partition(":")[0])
    return ": ".join(filter(None, (bodies, kind.label.text(language) if kind is not None else one.id)))


_OPEN: Final = {
    Open.NEVER_SEARCHED: Label(
        en="No reply is known as of {as_of}; due on {due}. Nobody has searched for one, so it is not called overdue.",
        ru="На {as_of} об ответе не известно; срок — {due}. Ответ никто не искал, поэтому просрочкой это не названо.",
        kk="{as_of} күні жауап белгісіз; мерзімі — {due}. Ешкім іздемеген, сондықтан кешігу делінбейді.",
    ),
    Open.SEARCH_OLD: Label(
        en="No reply is known as of {as_of}; due on {due}. The last search, {searched}, is too old to call that late.",
        ru="На {as_of} об ответе не известно; срок — {due}. Последний поиск, {searched}, слишком давний, чтобы назвать "
        "это просрочкой.",
        kk="{as_of} күні жауап белгісіз; мерзімі — {due}. Соңғы іздеу, {searched}, кешігу дейтіндей жаңа емес.",
    ),
    Open.SEARCH_UNTOLD: Label(
        en="No reply is known as of {as_of}; due on {due}. {by} knew of none on {searched}, but where, for which words "
        "and how anybody looked is not all told, so it is not called overdue.",
        ru="На {as_of} об ответе не известно; срок — {due}. На {searched} о нём не было известно ({by}), но не сказано "
        "полностью, где, по каким словам и как искали, поэтому просрочкой это не названо.",
        kk="{as_of} күні жауап белгісіз; мерзімі — {due}. {searched} күні ол белгісіз болған ({by}), бірақ қайдан, "
        "қандай сөзбен және қалай ізделгені толық айтылмаған, сондықтан кешігу делінбейді.",
    ),
    Open.REPLY_DAY_UNSURE: Label(
        en="Answered ({on}), on a day that is not known: whether by {due} is not said. As of {as_of}.",
        ru="Ответ дан ({on}), но день не известен: успел ли он к {due}, не сказано. По состоянию на {as_of}.",
        kk="Жауап берілген ({on}), бірақ күні белгісіз: {due} күніне үлгерді ме, айтылмайды. {as_of} күнгі жағдай.",
    ),
}

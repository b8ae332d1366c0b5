"""Owns allegations of ill-treatment: their examination, what was complained of and decided, and what CAT asks for.

It says "alleged" until a competent body has found otherwise (METHOD 3.3). No information is told as such, and is never
a finding that a duty was not met.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.evaluations import PROPERTIES as OF_EVALUATIONS
from onrecord.justice.examining import Examination, examination
from onrecord.justice.said import Read, Said, Told, days_between, first_day, rows
from onrecord.kernel import Label, Vocabulary
from onrecord.ledger import Book, Claim

ALLEGATION: Final = "allegation"
_ELEMENT: Final = "torture_element"
ELEMENTS: Final = ("severe", "intentional", "purpose", "official")
_COMPLAINT: Final[Mapping[str, str]] = {
    "complained": "complained_on",
    "registered": "complaint_registered_on",
    "decided": "complaint_decided_on",
    "decision": "complaint_decision",
    "remedy": "complaint_remedy",
}
# What each article of the Convention against Torture asks to be known (METHOD 3.3).
CAT: Final[Mapping[str, tuple[str, ...]]] = {
    "2": ("exception_invoked",),
    "12": ("authority_knew_on", "inquiry_opened_on"),
    "13": ("complained_on", "complaint_registered_on", "complaint_decided_on", "complaint_decision", "reprisal"),
    "14": ("complaint_remedy", "compensation"),
    "15": ("exclusion_asked_on", "exclusion_decision"),
}
_ALLEGED: Final = ("ill_treatment_alleged", "ill_treated_on", "complaint")
_EXAMINED: Final = (
    "examined_on",
    "examination_report",
    "consistency",
    "consent_to_examination",
    "police_at_examination",
    "examiner_independent",
    "injuries_photographed",
)
_OF_LOSSES: Final = frozenset({"compensation"})  # told of an allegation, and never one by itself
_ASKED: Final = frozenset(name for asked in CAT.values() for name in asked)
PROPERTIES: Final = _ASKED | {*_ALLEGED, *_EXAMINED, *OF_EVALUATIONS, *_COMPLAINT.values(), _ELEMENT}
NO_EXCEPTION: Final = Label(
    en="No exceptional circumstances, emergency or order of a superior justify torture "
    "(CAT article 2, paragraphs 2 and 3).",
    ru="Ни исключительные обстоятельства, ни чрезвычайное положение, ни приказ не оправдывают пытку "
    "(статья 2 Конвенции, пункты 2 и 3).",
    kk="Азаптауды ерекше жағдай да, төтенше жағдай да, бастықтың бұйрығы да ақтамайды (Конвенцияның 2-бабы, 2 және "
    "3-тармақ).",
)
CALLED: Final[Mapping[str, Label]] = {
    "alleged_torture": Label(
        en="alleged torture: all four elements of CAT article 1 are alleged",
        ru="заявление о пытке: заявлены все четыре признака статьи 1 Конвенции",
        kk="азаптау туралы мәлімдеме: Конвенцияның 1-бабындағы төрт белгінің бәрі айтылған",
    ),
    "alleged_ill_treatment": Label(
        en="alleged ill-treatment (CAT article 16)",
        ru="заявление о жестоком обращении (статья 16 Конвенции)",
        kk="қатыгез қарым-қатынас туралы мәлімдеме (Конвенцияның 16-бабы)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Allegation:
    """One allegation as of a day: what is alleged, its examination, its complaint, its elements, and what CAT asks."""

    subject: str
    ids: tuple[str, ...]  # all subjects that its claims name, of one person
    counted_as: str
    name: str | None
    alleged: tuple[Said, ...]
    on: tuple[Said, ...]
    examination: Examination
    complaint: Mapping[str, tuple[Said, ...]]
    elements: Mapping[str, str]
    articles: Mapping[str, Mapping[str, tuple[Said, ...]]]

    @property
    def called(self) -> str:
        """As what it may be told: torture only where all four elements are alleged, and always as alleged."""
        return "alleged_torture" if set(self.elements.values()) == {"yes"} else "alleged_ill_treatment"

    @property
    def days_to_inquiry(self) -> tuple[int, int] | None:
        """The fewest and the most days from when an authority first knew to an inquiry."""
        asked = self.articles["12"]
        return days_between(first_day(asked["authority_knew_on"]), first_day(asked["inquiry_opened_on"]))

    def to_row(self, language: str = "en", vocabulary: Vocabulary | None = None) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints; `vocabulary` is the archive's."""
        return {
            "subject": self.subject,
            "ids": list(self.ids),
            "allegation": self.name,
            "called": {"code": self.called, "says": CALLED[self.called].text(language)},
            "alleged": rows(self.alleged),
            "on": rows(self.on),
            "examination": self.examination.to_row(language, vocabulary),
            "complaint": {name: rows(found) for name, found in self.complaint.items()},
            "elements": dict(self.elements),
            "cat": {
                article: {
                    "status": "told" if any(asked.values()) else "no_information",
                    **{name: rows(found) for name, found in asked.items()},
                    **({"days": self.days_to_inquiry} if article == "12" else {}),
                    **({"note": NO_EXCEPTION.text(language)} if article == "2" else {}),
                }
                for article, asked in self.articles.items()
            }
            | {"16": {"status": "told" if self.alleged else "no_information", "reaches": ["12", "13"]}},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How many allegations came how far: complained, registered, decided, remedied, each of how many, with claims."""

    step: str
    n: int
    of: int
    claims: tuple[str, ...]

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints."""
        return {"step": self.step, "n": self.n, "of": self.of, "claims": list(self.claims)}


def allegations(
    book: Book, as_of: dt.date, incident: str | None = None, *, subjects: Iterable[str] | None = None
) -> tuple[Allegation, ...]:
    """Return the allegations that a book has by the end of a day, of one incident or of all, by subject.

    `subjects` are all ids of whom alone is asked.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    return allegations_from(Read.of(book, PROPERTIES, incident, subjects=subjects), as_of)


def allegations_from(read: Read, as_of: dt.date) -> tuple[Allegation, ...]:
    """Return the allegations that claims make, one for each subject and name; of a person under all of their ids.

    What names no allegation belongs to the only one of its subject that has a name, and else to one without a name.
    """
    found: list[Allegation] = []
    for subject, claims in sorted(read.by_subject(as_of).items()):
        names = [one.dimension(ALLEGATION) for one in claims]
        named = sorted({name for name in names if name})
        only = named[0] if len(named) == 1 else None
        for name in [*named, *([None] if None in names and only is None else [])]:
            same = [one for one, own in zip(claims, names, strict=True) if (own or only) == name]
            if not _OF_LOSSES.issuperset([one.property for one in same]):
                found.append(_allegation(read, subject, name, same))
    return tuple(found)


def ways(found: Sequence[Allegation]) -> tuple[Way, ...]:
    """Return how many allegations came to each step of a complaint, of those that came to the step before it.

    A decision without a day and a registration of which no complaint is on record count for the steps before them:
    nothing is registered that nobody complained of. Two allegations of one person count once where they have one name,
    or none, also for whoever may not see that the two are one person.
    """
    steps = ("complained", "registered", "decided", "remedy")
    whole = _counted([one for one in found if one.subject.startswith("person:")])  # others are nobody's in particular
    rows_: list[Way] = []
    for at, step in enumerate(steps):
        later = [*steps[at:], *(["decision"] if step in ("complained", "registered", "decided") else [])]
        there = {key: same for key, same in whole.items() if any(one.complaint[name] for one in same for name in later)}
        told = (one.complaint[name] for same in there.values() for one in same for name in later)
        claims = (claim for values in told for value in values for claim in value.claims)
        rows_.append(Way(step=step, n=len(there), of=len(whole), claims=tuple(dict.fromkeys(claims))))
        whole = there
    return tuple(rows_)


def _counted(found: Sequence[Allegation]) -> dict[tuple[str, str | None], list[Allegation]]:
    """Return allegations by person and name; one without a name is the only one of its person that has one."""
    names: dict[str, set[str]] = {}
    for one in found:
        names.setdefault(one.counted_as, set()).update([one.name] if one.name else [])
    counted: dict[tuple[str, str | None], list[Allegation]] = {}
    for one in found:
        own = names[one.counted_as]
        name = next(iter(own)) if one.name is None and len(own) == 1 else one.name
        counted.setdefault((one.counted_as, name), []).append(one)
    return counted


def _allegation(read: Read, subject: str, name: str | None, claims: Sequence[Claim]) -> Allegation:
    told = Told(claims)
    values = told.values()
    return Allegation(
        subject=subject,
        ids=tuple(dict.fromkeys([one.subject for one in claims])),
        counted_as=read.counted_as(subject),
        name=name,
        alleged=(*values.get("ill_treatment_alleged", ()), *values.get("complaint", ())),
        on=values.get("ill_treated_on", ()),
        examination=examination(told),
        complaint={step: values.get(name_, ()) for step, name_ in _COMPLAINT.items()},
        elements={element: _answer(_of_element(told, element)) for element in ELEMENTS},
        articles={article: {name_: values.get(name_, ()) for name_ in asked} for article, asked in CAT.items()},
    )


def _of_element(told: Told, element: str) -> tuple[Said, ...]:
    return told.said(_ELEMENT, torture_element=element) if told.claims(_ELEMENT) else ()


def _answer(found: Sequence[Said]) -> str:
    """Return yes or no, unknown where nobody says, contested where both are said."""
    if not found:
        return "unknown"
    values = {one.value for one in found}
    return values.pop() if len(values) == 1 else "contested"

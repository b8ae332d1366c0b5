"""Owns whether an investigation was effective, element by element (Minnesota Protocol, 2016, paragraphs 22 to 37).

Each element is met, partly met, not met, or there is no information, with the claims. No information is where one
begins, and never means not met. No number of days is a verdict: promptness is told in days, and judged by a person.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.justice.said import Read, Said, days_between, first_day, rows, said
from onrecord.kernel import Label, PartialDate, Vocabulary
from onrecord.ledger import Book, Claim, shipped_vocabulary

DAYS_TO_OPEN: Final = 7  # METHOD 3.1: what is flagged for opening a case, unless a person says otherwise
CONCERNS: Final = "case_concerns"


class Grade(StrEnum):
    """How far an element is met, as far as is known."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NO_INFORMATION = "no_information"
    CONTESTED = "contested"


GRADES: Final[Mapping[Grade, Label]] = {
    Grade.MET: Label(en="met", ru="соблюдено", kk="орындалған"),
    Grade.PARTLY: Label(en="partly met", ru="частично", kk="ішінара"),
    Grade.NOT_MET: Label(en="not met", ru="не соблюдено", kk="орындалмаған"),
    Grade.NO_INFORMATION: Label(en="no information", ru="нет сведений", kk="мәлімет жоқ"),
    Grade.CONTESTED: Label(en="sources differ", ru="источники расходятся", kk="дереккөздер әрқалай"),
}
# The elements, their paragraphs, and the steps that each is seen by (METHOD 3.1).
ELEMENTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "prompt": ("22-23", ("state_informed", "case_opened", "scene_secured", "first_witness_heard", "autopsy")),
    "thorough": (
        "22, 24-27",
        (
            "victim_identified",
            "material_kept",
            "witnesses_heard",
            "cause_of_death",
            "who_involved",
            "manner_told_apart",
        ),
    ),
    "independent": ("28-31", ("other_chain", "groups_alike")),
    "transparent": ("32-33", ("family_informed", "report_public", "hearing_open", "verdict_published")),
    "family": ("35-37", ("representative", "file_access", "remains_returned", "no_reprisals")),
}
PROPERTIES: Final = frozenset(
    {"step_done", "step_on", "investigating_body", "accused_body", "investigation_grade", "reprisal"}
    | {"died_in_custody_on", "happened_on", "died_on", "opened_on", "death_in_custody", CONCERNS}
)
_OF_INVESTIGATION: Final = frozenset(PROPERTIES - {"happened_on", "died_on", "opened_on", "reprisal", CONCERNS})
FLAGS: Final[Mapping[str, Label]] = {
    "presumption": Label(
        en="A death in custody: the State is presumed responsible until it shows otherwise (Minnesota Protocol, 17).",
        ru="Смерть под стражей: ответственность государства предполагается, пока не доказано иное (п. 17).",
        kk="Қамаудағы өлім: керісі дәлелденгенше мемлекет жауапты деп саналады (17-тармақ).",
    ),
    "same_body": Label(
        en="The investigating body is that of the alleged perpetrators: {body}.",
        ru="Расследует орган, к которому относятся предполагаемые виновные: {body}.",
        kk="Тергеуші орган — болжамды кінәлілердің өз органы: {body}.",
    ),
    "opened_late": Label(
        en="At least {days} days passed before a case was opened; what is flagged is more than {limit}.",
        ru="До возбуждения дела прошло не менее {days} дней; отмечается срок более {limit}.",
        kk="Іс қозғалғанша кемінде {days} күн өтті; {limit} күннен артық мерзім белгіленеді.",
    ),
    "day_missing": Label(
        en="No day is on record of: {steps}.",
        ru="Нет записи о дне: {steps}.",
        kk="Күні жазылмаған: {steps}.",
    ),
    "reprisal": Label(
        en="A reprisal is reported.", ru="Сообщается о преследовании.", kk="Қысым көрсетілгені хабарланған."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: its grade, by whom it is given, the steps behind it, what is not told, what is flagged."""

    name: str
    paragraphs: str
    grade: Grade
    by: str
    steps: Mapping[str, tuple[Said, ...]]
    days: Mapping[str, tuple[int, int]]
    flags: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    findings: tuple[Said, ...]
    claims: tuple[str, ...]

    @property
    def told(self) -> tuple[int, int, int]:
        """How many steps are told as done, how many as not done, and of how many nothing is, or both."""
        answers = [{one.value for one in found} & {"done", "not_done"} for found in self.steps.values()]
        done, undone = sum(one == {"done"} for one in answers), sum(one == {"not_done"} for one in answers)
        return done, undone, len(answers) - done - undone

    @property
    def missing(self) -> tuple[str, ...]:
        """The steps of which nothing is told."""
        return tuple(step for step, found in self.steps.items() if not found)

    def flags_told(self, language: str, vocabulary: Vocabulary | None = None) -> list[str]:
        """Return what is flagged as sentences, steps called as the archive's vocabulary calls them, else as ours."""
        words = vocabulary or shipped_vocabulary()
        found = []
        for code, facts in self.flags:
            steps = filter(None, dict(facts).get("steps", "").split(", "))
            told = ", ".join(words.term_called("step", one, language) for one in steps)
            found.append(FLAGS[code].fill(language, **{**dict(facts), "steps": told}))
        return found

    def to_row(self, language: str = "en", vocabulary: Vocabulary | None = None) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints; `vocabulary` is the archive's."""
        return {
            "element": self.name,
            "paragraphs": self.paragraphs,
            "grade": self.grade.value,
            "by": self.by,
            "told": dict(zip(("done", "not_done", "neither"), self.told, strict=True)),
            "steps": {step: rows(found) for step, found in self.steps.items()},
            "days": {step: list(found) for step, found in self.days.items()},
            "no_information": list(self.missing),
            "findings": rows(self.findings),
            "flags": [
                {"code": code, "says": says}
                for (code, _), says in zip(self.flags, self.flags_told(language, vocabulary), strict=True)
            ],
            "claims": list(self.claims),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """The matrix of one death, case or incident as of a day."""

    subject: str
    ids: tuple[str, ...]
    elements: tuple[Element, ...]
    presumption: tuple[str, ...]  # the claims of a death in custody

    def to_row(self, language: str = "en", vocabulary: Vocabulary | None = None) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints; `vocabulary` is the archive's."""
        return {
            "subject": self.subject,
            "ids": list(self.ids),
            "elements": [one.to_row(language, vocabulary) for one in self.elements],
            "presumption": {
                "raised": bool(self.presumption),
                "says": FLAGS["presumption"].text(language) if self.presumption else None,
                "claims": list(self.presumption),
            },
        }


def investigations(
    book: Book, as_of: dt.date, incident: str | None = None, *, days_to_open: int = DAYS_TO_OPEN
) -> tuple[Investigation, ...]:
    """Return the matrix of every subject whose investigation a book tells something of, by the end of a day.

    Raises:
        NoSuchIncident: nothing is on record of the incident.
    """
    return investigations_from(Read.of(book, PROPERTIES, incident), as_of, days_to_open=days_to_open)


def investigations_from(read: Read, as_of: dt.date, *, days_to_open: int = DAYS_TO_OPEN) -> tuple[Investigation, ...]:
    """Return the matrices that claims make, of a person under all of their ids."""
    of = dict(read.by_subject(as_of))
    for subject, claims in list(of.items()):
        for claim in claims:
            if claim.property == CONCERNS and (incident := _incident(claim)) in of:  # its days are one story
                of[subject] = [*of[subject], *(one for one in of[incident] if one.property == "happened_on")]
    told = [subject for subject, same in of.items() if any(one.property in _OF_INVESTIGATION for one in same)]
    return tuple(_investigation(subject, of[subject], days_to_open) for subject in sorted(told))


def _incident(claim: Claim) -> str:
    return f"incident:{claim.value_text().removeprefix('incident:')}"


def _investigation(subject: str, claims: Sequence[Claim], days_to_open: int) -> Investigation:
    custody = [one.id for one in claims if _is_death_in_custody(one)]
    elements = tuple(_element(name, claims, days_to_open) for name in ELEMENTS)
    ids = tuple(dict.fromkeys(one.subject for one in claims if one.subject_kind == subject.partition(":")[0]))
    return Investigation(subject=subject, ids=ids, elements=elements, presumption=tuple(custody))


def _is_death_in_custody(claim: Claim) -> bool:
    """Say whether a claim tells of a death in custody: that there was none is no such claim."""
    if claim.property != "death_in_custody":
        return claim.property == "died_in_custody_on"
    number = claim.quantity
    return number is None or number.low is None or number.low > 0


def _element(name: str, claims: Sequence[Claim], days_to_open: int) -> Element:
    paragraphs, steps = ELEMENTS[name]
    told = {step: said(claims, "step_done", step=step) for step in steps}
    days = {step: said(claims, "step_on", step=step) for step in steps}
    if name == "prompt" and not days["case_opened"]:
        days["case_opened"] = said(claims, "opened_on")
    findings = said(claims, "investigation_grade", element=name)
    grade, by = _grade(name, told, findings)
    between = _days(claims, days) if name == "prompt" else {}
    return Element(
        name=name,
        paragraphs=paragraphs,
        grade=grade,
        by=by,
        steps={step: (*told[step], *days[step]) for step in steps},
        days=between,
        flags=tuple(_flags(name, claims, days, between, days_to_open)),
        findings=findings,
        claims=_claims(*told.values(), *days.values(), findings),
    )


def _claims(*found: Iterable[Said]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for said_ in found for one in said_ for claim in one.claims))


def _grade(name: str, told: Mapping[str, tuple[Said, ...]], findings: Sequence[Said]) -> tuple[Grade, str]:
    """Return a grade and what it rests on: our findings, else what sources tell of the steps, else nothing.

    Of promptness only a finding judges. A step told as done by one and as not done by another is contested.
    """
    if findings:
        values = {one.value for one in findings}
        return (Grade(values.pop()) if len(values) == 1 else Grade.CONTESTED), "finding"
    answers = [{one.value for one in found} - {"unknown"} for found in told.values()]
    if name == "prompt" or not any(answers):
        return Grade.NO_INFORMATION, "nothing"
    if any(len(one) > 1 for one in answers):
        return Grade.CONTESTED, "steps"
    done = sum(one == {"done"} for one in answers)
    if done == len(answers):
        return Grade.MET, "steps"
    return (Grade.PARTLY if done else Grade.NOT_MET), "steps"


def _days(claims: Sequence[Claim], days: Mapping[str, tuple[Said, ...]]) -> dict[str, tuple[int, int]]:
    """Return the fewest and the most days from the event to each step that has a day."""
    found = {step: days_between(_event(claims), first_day(told)) for step, told in days.items()}
    return {step: one for step, one in found.items() if one is not None}


def _event(claims: Sequence[Claim]) -> PartialDate | None:
    """Return the day that an investigation is of: a death, or the incident."""
    for name in ("died_in_custody_on", "died_on", "happened_on"):
        if (day := first_day(said(claims, name))) is not None:
            return day
    return None


def _flags(
    name: str,
    claims: Sequence[Claim],
    days: Mapping[str, tuple[Said, ...]],
    between: Mapping[str, tuple[int, int]],
    days_to_open: int,
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    if name == "prompt":
        least = between.get("case_opened", (0, 0))[0]
        if least > days_to_open:
            yield "opened_late", (("days", str(least)), ("limit", str(days_to_open)))
        if missing := [step for step, told in days.items() if not told]:
            yield "day_missing", (("steps", ", ".join(missing)),)
    if name == "independent":
        bodies = {_folded(one.value): one.value for one in said(claims, "investigating_body")}
        accused = {_folded(one.value) for one in said(claims, "accused_body")}
        for body in sorted(value for folded, value in bodies.items() if folded in accused):
            yield "same_body", (("body", body),)
    if name == "family" and said(claims, "reprisal"):
        yield "reprisal", ()


def _folded(body: str) -> str:
    """Return the name of a body without the marks and letters by which two papers write one name."""
    return " ".join(re.sub(r"[^\w\s]", " ", unicodedata.normalize("NFKC", body)).casefold().split())

"""Owns the medical examination of who alleges ill-treatment (Istanbul Protocol, 2022): who may say how far it agrees.

Only a qualified clinician sets a level of consistency, per finding and once overall, body and mind apart; levels are
never averaged, and that nothing was found is no level (METHOD 3.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.justice.evaluations import PROPERTIES as OF_EVALUATIONS
from onrecord.justice.evaluations import Evaluations, evaluations
from onrecord.justice.said import Said, Told, rows
from onrecord.kernel import Label, Level, SpeakerKind, Vocabulary
from onrecord.ledger import Claim, shipped_vocabulary

CONSISTENCY: Final = "consistency"
_REPORT: Final = "examination_report"
PARTS: Final = ("circumstances", "background", "examination", "opinion", "authorship")
SPHERES: Final = ("physical", "psychological")
_NO_CLINICIANS: Final = frozenset(
    {
        SpeakerKind.OURSELVES,
        SpeakerKind.MEDIA,
        SpeakerKind.COURT,
        SpeakerKind.COMMUNITY,
        SpeakerKind.WITNESS,
        SpeakerKind.COMPANY,
    }
)
_OF_SPHERE: Final[Mapping[str, frozenset[str]]] = {
    "physical": frozenset({"forensic_physician", "physician", "psychiatrist"}),
    "psychological": frozenset({"forensic_physician", "physician", "psychiatrist", "psychologist"}),
}
NOT_COUNTED: Final[Mapping[str, Label]] = {
    "justice.not-a-clinician": Label(
        en="Claim {claim} sets a level of consistency and is not a qualified clinician's own: it is not counted.",
        ru="Утверждение {claim} называет степень соответствия, но исходит не от специалиста: не учитывается.",
        kk="{claim} мәлімдемесі сәйкестік дәрежесін атайды, бірақ маманның өз сөзі емес: есепке алынбайды.",
    ),
    "justice.not-of-this-sphere": Label(
        en="Claim {claim} judges {sphere} findings, which a {qualification} does not: it is not counted.",
        ru="Утверждение {claim} судит о находках вида «{sphere}»; {qualification} о них не судит: не учитывается.",
        kk="{claim} мәлімдемесі «{sphere}» туралы айтады, {qualification} бұл туралы айтпайды: есепке алынбайды.",
    ),
}
FLAGS: Final[Mapping[str, Label]] = {
    "police_present": Label(
        en="Police or guards were present at the examination.",
        ru="При осмотре присутствовала полиция или конвой.",
        kk="Тексеру кезінде полиция не күзет болған.",
    ),
    "no_consent": Label(
        en="The person did not agree to be examined.",
        ru="Лицо не соглашалось на осмотр.",
        kk="Адам тексеруге келіспеген.",
    ),
    "consent_not_told": Label(
        en="Whether the person agreed to be examined is not on record.",
        ru="Согласие на осмотр не записано.",
        kk="Тексеруге келісім жазылмаған.",
    ),
    "not_independent": Label(
        en="Who examined belongs to the institution of those who are accused.",
        ru="Осматривавший относится к учреждению тех, кого обвиняют.",
        kk="Тексеруші айыпталғандардың мекемесіне жатады.",
    ),
    "not_photographed": Label(
        en="Not all injuries were photographed.",
        ru="Повреждения сфотографированы не все.",
        kk="Жарақаттың бәрі суретке түсірілмеген.",
    ),
    "overall_twice": Label(
        en="One evaluation has two levels for one sphere as a whole: a clinician sets it once.",
        ru="В одном обследовании две общие степени для одной сферы: специалист устанавливает её один раз.",
        kk="Бір бағалауда бір саланың екі жалпы дәрежесі бар: маман оны бір рет қана белгілейді.",
    ),
    "one_institution": Label(
        en="Both evaluations were made at one institution.",
        ru="Оба обследования сделаны в одном учреждении.",
        kk="Екі бағалау да бір мекемеде жасалған.",
    ),
}
_FLAGGED: Final = (
    ("police_at_examination", "yes", "police_present"),
    ("consent_to_examination", "no", "no_consent"),
    ("examiner_independent", "no", "not_independent"),
    ("injuries_photographed", "no", "not_photographed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLevel:
    """A level that a clinician sets, of one finding or of all together (`finding` is None)."""

    sphere: str
    finding: str | None
    value: str
    qualification: str
    claim: str

    def to_row(self) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints."""
        return {
            "sphere": self.sphere,
            "finding": self.finding,
            "value": self.value,
            "qualification": self.qualification,
            "claims": [self.claim],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """A claim that sets a level and may not."""

    code: str
    claim: str
    facts: tuple[tuple[str, str], ...]

    def says(self, language: str, vocabulary: Vocabulary | None = None) -> str:
        """Return the sentence for a person; `vocabulary` is the archive's, without it the one that ships."""
        words = vocabulary or shipped_vocabulary()
        told = {name: words.term_called(name, value, language) or "—" for name, value in self.facts}
        return NOT_COUNTED[self.code].fill(language, claim=self.claim, **told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What is on record of examinations: the five parts of a report, the levels that count, and what to flag."""

    examined_on: tuple[Said, ...]
    parts: Mapping[str, tuple[Said, ...]]
    levels: tuple[SetLevel, ...]
    not_counted: tuple[NotCounted, ...]
    flags: tuple[str, ...]
    evaluations: Evaluations

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts of a report of which nothing is on record (Istanbul Principles, paragraph 6)."""
        return tuple(part for part, found in self.parts.items() if not found)

    def to_row(self, language: str = "en", vocabulary: Vocabulary | None = None) -> dict[str, Any]:
        """Return what `onrecord investigation --json` prints; `vocabulary` is the archive's."""
        return {
            "examined_on": rows(self.examined_on),
            "report": {part: rows(found) for part, found in self.parts.items()},
            "missing": list(self.missing),
            "consistency": {
                sphere: [one.to_row() for one in self.levels if one.sphere == sphere] for sphere in SPHERES
            },
            "not_counted": [
                {"code": one.code, "claim": one.claim, "problem": one.says(language, vocabulary)}
                for one in self.not_counted
            ],
            "flags": [{"code": code, "says": FLAGS[code].text(language)} for code in self.flags],
            "evaluations": self.evaluations.to_row(language),
        }


def examination(told: Told) -> Examination:
    """Return what is on record of the examination of one allegation."""
    return _examined(told) if told.tells(_TOLD) else _NO_EXAMINATION


def _examined(told: Told) -> Examination:
    judged = [_level(claim) for claim in told.claims(CONSISTENCY)]
    made = evaluations(told)
    return Examination(
        examined_on=told.said("examined_on"),
        parts={part: told.said(_REPORT, report_part=part) if told.claims(_REPORT) else () for part in PARTS},
        levels=tuple(one for one in judged if isinstance(one, SetLevel)),
        not_counted=tuple(one for one in judged if isinstance(one, NotCounted)),
        flags=(*_flags(told), *made.flags),
        evaluations=made,
    )


def _level(claim: Claim) -> SetLevel | NotCounted:
    """Return the level of a claim, or why it sets none: only a clinician's own word, of what they are trained in."""
    sphere, qualification = claim.dimension("sphere") or "", claim.dimension("qualification") or ""
    if claim.speaker_kind in _NO_CLINICIANS or claim.level is not Level.IN_THE_TEXT:
        return NotCounted(code="justice.not-a-clinician", claim=claim.id, facts=())
    if qualification not in _OF_SPHERE.get(sphere, frozenset()):
        facts = (("sphere", sphere), ("qualification", qualification))
        return NotCounted(code="justice.not-of-this-sphere", claim=claim.id, facts=facts)
    return SetLevel(
        sphere=sphere,
        finding=claim.dimension("finding"),
        value=claim.value_text(),
        qualification=qualification,
        claim=claim.id,
    )


def _flags(told: Told) -> Iterator[str]:
    for name, value, flag in _FLAGGED:
        if told.claims(name) and any(one.value == value for one in told.said(name)):
            yield flag
    if told.claims("examined_on") and not told.claims("consent_to_examination"):
        yield "consent_not_told"


_TOLD: Final = frozenset({*OF_EVALUATIONS, *(name for name, _, _ in _FLAGGED), "examined_on", _REPORT, CONSISTENCY})
_NO_EXAMINATION: Final = _examined(Told(()))  # of most allegations nothing else is on record

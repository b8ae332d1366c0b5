"""Owns the Rabat worksheet: six factors, each with its reason and evidence, and what holds a class back.

Rabat Plan of Action, A/HRC/22/17/Add.4, appendix, paragraph 29: all six factors are needed for the criminal threshold.
The same factors under their names in General Recommendation 35 of CERD (CERD/C/GC/35, paragraphs 15 and 16).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import ClaimId, Label, PartialDate
from onrecord.speech.errors import REASONS


class Factor(StrEnum):
    """One of the six factors of paragraph 29, in its order (a) to (f)."""

    CONTEXT = "context"
    SPEAKER = "speaker"
    INTENT = "intent"
    CONTENT_AND_FORM = "content_and_form"
    EXTENT = "extent"
    LIKELIHOOD = "likelihood"


class Support(StrEnum):
    """What a factor says of the threshold."""

    SUPPORTS = "supports"
    DOES_NOT_SUPPORT = "does_not_support"
    UNKNOWN = "unknown"


class SpeechClass(StrEnum):
    """The three kinds of expression that the Plan of Action tells apart, as A/HRC/55/47, paragraph 21, sums them up."""

    CRIMINAL_THRESHOLD = "criminal_threshold"
    OTHER_SANCTION = "other_sanction"
    CONCERN = "concern"

    @property
    def number(self) -> int:
        """1, 2 or 3: the lower, the graver."""
        return 1 + list(SpeechClass).index(self)


# METHOD 5.2: what General Recommendation 35 calls each factor, and in which paragraph.
GR35: Final[Mapping[Factor, tuple[str, int]]] = {
    Factor.CONTEXT: ("climate", 15),
    Factor.SPEAKER: ("position", 15),
    Factor.INTENT: ("objectives", 15),
    Factor.CONTENT_AND_FORM: ("content and form", 15),
    Factor.EXTENT: ("reach", 15),
    Factor.LIKELIHOOD: ("likelihood", 16),
}


# METHOD 5.1: what has to be recorded of each factor.
ASKS: Final[Mapping[Factor, Label]] = {
    Factor.CONTEXT: Label(
        en="The social and political situation when it was said: tension, earlier violence, what happened around it.",
        ru="Общественная и политическая обстановка тогда: напряжённость, прежнее насилие, что было вокруг того дня.",
        kk="Сол кездегі қоғамдық және саяси жағдай: шиеленіс, бұрынғы зорлық, сол күн маңында не болғаны.",
    ),
    Factor.SPEAKER: Label(
        en="Position and standing with the audience; the office held on that very day.",
        ru="Положение и влияние на слушателей; должность именно в тот день.",
        kk="Орны мен тыңдаушыға ықпалы; дәл сол күнгі лауазымы.",
    ),
    Factor.INTENT: Label(
        en="Evidence of the wish to move the audience against the group; negligence or recklessness is not enough.",
        ru="Доказательства желания настроить слушателей против группы; небрежности или неосторожности мало.",
        kk="Тыңдаушыны топқа қарсы қою ниетінің дәлелі; салақтық не абайсыздық жеткіліксіз.",
    ),
    Factor.CONTENT_AND_FORM: Label(
        en="The exact words: how provocative and direct they are, their style and arguments.",
        ru="Точные слова: насколько они провокационны и прямы, их стиль и доводы.",
        kk="Нақты сөздер: қаншалық арандатушы, тікелей екені, стилі мен дәлелі.",
    ),
    Factor.EXTENT: Label(
        en="Reach: how public, how large an audience, which medium, how often, how it spread, who had access.",
        ru="Охват: насколько публично, сколько людей, какой канал, как часто, как распространялось, кому доступно.",
        kk="Қамту: қаншалық жария, қанша адам, қай арна, қанша рет, қалай тарағаны, кімге қолжетімді болғаны.",
    ),
    Factor.LIKELIHOOD: Label(
        en="A reasonable probability that the words move people to act against the group; the act need not follow.",
        ru="Разумная вероятность, что слова подвигнут к действиям против группы; само действие не обязательно.",
        kk="Сөздің топқа қарсы әрекетке итермелеу ықтималдығы; әрекеттің өзі болуы шарт емес.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Why a class does not stand, or an utterance is not published: a code, and a sentence in three languages."""

    code: str
    says: Label

    def to_row(self, language: str = "en") -> dict[str, str]:
        """Return `{code, message}`."""
        return {"code": self.code, "message": self.says.text(language)}


def block(code: str, **facts: object) -> Block:
    """Return the reason of this code with its facts filled in."""
    return Block(code=code, says=REASONS[code].filled(**facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFinding:
    """What one analyst found of one factor. `evidence` are those of its claims that are evidence and stand."""

    factor: Factor
    label: Label
    support: Support
    text: str
    evidence: tuple[ClaimId, ...]
    claim: ClaimId
    on: PartialDate
    reviewers: tuple[str, ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord speech ID --json` prints of it."""
        name, paragraph = GR35[self.factor]
        return {
            "factor": self.factor.value,
            "asks": ASKS[self.factor].text(language),
            "gr35": {"factor": name, "paragraph": paragraph},
            "support": self.support.value,
            "text": self.text,
            "evidence": list(self.evidence),
            "claim": self.claim,
            "on": self.on.text(),
            "reviewers": list(self.reviewers),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFinding:
    """The class that one analyst proposes for an utterance, and why."""

    speech_class: SpeechClass
    text: str
    claim: ClaimId
    on: PartialDate
    reviewers: tuple[str, ...]
    last_reviewed_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFinding:
    """A form of paragraph 13 of General Recommendation 35 that one analyst finds, and what holds it back.

    To call words incitement is as grave as to class them: it takes the words themselves, a group, and a second person.
    """

    value: str
    author: str
    claim: ClaimId
    on: PartialDate
    reviewers: tuple[str, ...]
    blocks: tuple[Block, ...]

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord speech --json` prints of it."""
        return {
            "value": self.value,
            "claim": self.claim,
            "author": self.author,
            "on": self.on.text(),
            "reviewers": list(self.reviewers),
            "stands": not self.blocks,
            "blocks": [one.to_row(language) for one in self.blocks],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """One analyst's assessment of one utterance. Those of two analysts stand side by side and are never mixed."""

    author: str
    factors: tuple[FactorFinding, ...]
    proposed: ClassFinding | None
    blocks: tuple[Block, ...]

    @property
    def speech_class(self) -> SpeechClass | None:
        """The class that stands: proposed, reviewed by another person, held back by nothing. None otherwise."""
        return self.proposed.speech_class if self.proposed is not None and not self.blocks else None

    def finding(self, factor: Factor) -> FactorFinding | None:
        """Return what is found of one factor; None where nothing is."""
        return next((one for one in self.factors if one.factor is factor), None)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord speech ID --json` prints of it; a factor without a finding is there, as unknown."""
        return {
            "author": self.author,
            "factors": [_factor_row(factor, self.finding(factor), language) for factor in Factor],
            "proposed": _class_row(self.proposed),
            "class": self.speech_class.number if self.speech_class is not None else None,
            "blocks": [one.to_row(language) for one in self.blocks],
        }


def blocks_of(
    author: str,
    proposed: ClassFinding | None,
    factors: Sequence[FactorFinding],
    labels: Mapping[Factor, Label],
    utterance: Sequence[Block],
    office: Block | None = None,
) -> tuple[Block, ...]:
    """Return everything that holds a proposed class back; nothing where none is proposed.

    What is wrong with the utterance itself holds back every class, and so does the want of a second reviewer. For class
    1 each of the six factors has to support it, with evidence, reviewed by somebody else than the author, and the class
    has to be reviewed after the last of them was found; `office` is what is wrong with the speaker's office that day.
    """
    if proposed is None:
        return ()
    found = list(utterance)
    if not proposed.reviewers:
        found.append(block("speech.class-unreviewed", author=author, claim=proposed.claim))
    if proposed.speech_class is SpeechClass.CRIMINAL_THRESHOLD:
        found += [office] if office is not None else []
        found += _blocks_of_order(proposed, factors, labels)
        by_factor = {one.factor: one for one in factors}
        for factor in Factor:
            found += _blocks_of_factor(author, labels[factor], by_factor.get(factor))
    return tuple(found)


def _blocks_of_order(
    proposed: ClassFinding, factors: Sequence[FactorFinding], labels: Mapping[Factor, Label]
) -> Iterator[Block]:
    """Yield the factors that were found after the class was last reviewed: its reviewer has not seen them."""
    for one in factors:
        if proposed.last_reviewed_on is not None and one.on.latest.isoformat() > proposed.last_reviewed_on:
            yield block("speech.class-before-factor", factor=labels[one.factor], claim=proposed.claim)


def _blocks_of_factor(author: str, label: Label, found: FactorFinding | None) -> Iterator[Block]:
    if found is None or found.support is Support.UNKNOWN:
        yield block("speech.factor-open", factor=label)
        return
    if found.support is Support.DOES_NOT_SUPPORT:
        yield block("speech.factor-does-not-support", factor=label)
    if not found.evidence:
        yield block("speech.factor-without-evidence", factor=label)
    if not found.reviewers:
        yield block("speech.factor-unreviewed", factor=label, author=author, claim=found.claim)


def _factor_row(factor: Factor, found: FactorFinding | None, language: str) -> dict[str, Any]:
    if found is not None:
        return found.to_row(language)
    name, paragraph = GR35[factor]
    return {
        "factor": factor.value,
        "asks": ASKS[factor].text(language),
        "gr35": {"factor": name, "paragraph": paragraph},
        "support": Support.UNKNOWN.value,
        "text": None,
        "evidence": [],
        "claim": None,
        "on": None,
        "reviewers": [],
    }


def _class_row(one: ClassFinding | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "class": one.speech_class.number,
        "name": one.speech_class.value,
        "text": one.text,
        "claim": one.claim,
        "on": one.on.text(),
        "reviewers": list(one.reviewers),
    }

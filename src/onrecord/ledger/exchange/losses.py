"""Owns the list of what a format could not carry: the field, how often, one example, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.kernel import Label

WHYS: Final[dict[str, Label]] = {
    "no-field": Label(
        en="the format has no field for it",
        ru="в формате нет такого поля",
        kk="пішімде ондай өріс жоқ",
    ),
    "no-range": Label(
        en="the format holds one number or words, not bounds with a hedge",
        ru="формат хранит одно число или слова, а не границы с оговоркой",
        kk="пішім шектер мен ескертпені емес, бір санды не сөзді ғана сақтайды",
    ),
    "no-code": Label(
        en="the property has no code in this format",
        ru="у этого свойства нет кода в этом формате",
        kk="бұл қасиеттің осы пішімде коды жоқ",
    ),
    "sha-256": Label(
        en="its checksum field takes SHA-1 only; the SHA-256 is in the file of losses",
        ru="поле контрольной суммы вмещает только SHA-1; SHA-256 — в файле потерь",
        kk="бақылау сомасының өрісіне SHA-1 ғана сыяды; SHA-256 шығындар файлында",
    ),
    "for-colleagues": Label(
        en="it is for colleagues and no part of a public edition",
        ru="это для коллег и в открытое издание не входит",
        kk="бұл әріптестерге арналған, ашық басылымға кірмейді",
    ),
    "not-public": Label(
        en="what it names is not public",
        ru="то, на что указано, не открыто",
        kk="көрсетілген нәрсе ашық емес",
    ),
    "not-seen": Label(
        en="what it names is not for you to see",
        ru="то, на что указано, вам не видно",
        kk="көрсетілген нәрсе сізге көрінбейді",
    ),
    "said-twice": Label(
        en="the record says it twice and otherwise; the last was taken",
        ru="запись говорит об этом дважды и по-разному; взято последнее",
        kk="жазба мұны екі рет әртүрлі айтады; соңғысы алынды",
    ),
    "no-number": Label(
        en="it holds no number, no date and no word of the vocabulary, so it is no claim",
        ru="там нет ни числа, ни даты, ни слова из словаря: это не утверждение",
        kk="онда сан да, күн де, сөздіктегі сөз де жоқ: бұл мәлімдеме емес",
    ),
    "prose": Label(
        en="it is prose: `onrecord proposals` shows what reading finds in it, and a person decides",
        ru="это связный текст: что в нём найдено, показывает `onrecord proposals`, решает человек",
        kk="бұл жай мәтін: одан не табылғанын `onrecord proposals` көрсетеді, адам шешеді",
    ),
    "no-property": Label(
        en="no property of the vocabulary answers to it; an organisation's vocabulary.toml can add one",
        ru="ему не отвечает ни одно свойство словаря; его можно добавить в vocabulary.toml организации",
        kk="оған сөздіктің ешбір қасиеті сәйкес емес; ұйымның vocabulary.toml файлына қосуға болады",
    ),
    "no-words": Label(
        en="its words do not stand in the file as one stretch, so nothing could be quoted",
        ru="его слова не стоят в файле подряд: цитировать нечего",
        kk="оның сөздері файлда қатар тұрған жоқ: дәйексөз келтіру мүмкін емес",
    ),
    "link": Label(
        en="links between records are not claims",
        ru="связи между записями — не утверждения",
        kk="жазбалар арасындағы байланыстар — мәлімдеме емес",
    ),
    "not-understood": Label(
        en="it could not be read",
        ru="не удалось прочесть",
        kk="оқу мүмкін болмады",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One kind of thing that was not carried."""

    field: str
    count: int
    example: str
    why: str

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return `{field, count, example, why, reason}`; `why` is the code, `reason` the sentence."""
        reason = WHYS[self.why].text(language)
        return {"field": self.field, "count": self.count, "example": self.example, "why": self.why, "reason": reason}


@dataclass(slots=True)
class Losses:
    """Counts what is lost while a document is made or read."""

    _found: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def add(self, name: str, example: str, why: str) -> None:
        """Count one thing lost; the first is the example."""
        count, first = self._found.get((name, why), (0, example))
        self._found[name, why] = (count + 1, first)

    def add_each(self, names: Iterable[str], example: str, why: str) -> None:
        """Count one thing lost in each of these fields."""
        for name in names:
            self.add(name, example, why)

    def listed(self) -> tuple[Loss, ...]:
        """Return the losses by field."""
        return tuple(
            Loss(field=name, count=count, example=example, why=why)
            for (name, why), (count, example) in sorted(self._found.items())
        )

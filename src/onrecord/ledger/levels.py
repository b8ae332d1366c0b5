"""Owns the levels of confirmation as values: which one, what it follows from, and why it is no higher (METHOD 1.4).

Who said it is attribution and no confirmation (METHOD R0.1): an official figure of one press office is alleged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from onrecord.kernel import INTERFACE_LANGUAGES, ClaimId, Label, PartialDate
from onrecord.ledger.reviews import Review


class Confirmation(IntEnum):
    """How well something is corroborated (METHOD 1.4): our scale, which carries ideas of OHCHR and Every Casualty."""

    ALLEGED = 0
    REPORTED = 1
    CORROBORATED = 2
    CONFIRMED = 3
    REFUTED = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A level, and what it follows from.

    `agreed` are the claims that say the same of one day and come from the most independent origins; `corroborated` are
    all that agree so with others, be it on several values for several days.
    `review` is the sign-off that holds; `lapsed` one that held until the claims in `since` came.
    """

    level: Confirmation
    origins: tuple[str, ...]
    fallen: tuple[str, ...] = ()
    agreed: tuple[ClaimId, ...] = ()
    corroborated: tuple[ClaimId, ...] = ()
    said: str = ""
    day: PartialDate | None = None
    primary: ClaimId | None = None
    review: Review | None = None
    lapsed: Review | None = None
    since: tuple[ClaimId, ...] = ()
    refuted: tuple[ClaimId, ...] = ()

    @property
    def name(self) -> str:
        """The level in one English word, as METHOD 1.4 calls it."""
        return self.level.name.lower()

    def reason(self, called: Callable[[str], str] = str) -> Label:
        """Return why it is this level and no higher one, as a sentence; origins as a reader knows them."""
        parts = [_SAYS[self._case()], *(_LACKS[one] for one in self._lacks())]
        facts = {
            "origins": ", ".join(dict.fromkeys(map(called, self.origins))),
            "count": len(self.origins),
            "fallen": ", ".join(dict.fromkeys(map(called, self.fallen))),
            "said": self.said,
            "day": self.day or "",
            "primary": self.primary,
            "refuted": ", ".join(self.refuted),
            "since": ", ".join(self.since),
            "reviewer": self.review.by if self.review else "",
            "reviewed": self.review.day if self.review else self.lapsed.day if self.lapsed else "",
        }
        return Label(**{one: " ".join(part.fill(one, **facts) for part in parts) for one in INTERFACE_LANGUAGES})

    def _case(self) -> str:
        if self.level is Confirmation.ALLEGED and not self.origins:
            return "fallen" if self.fallen else "nothing"
        return self.name

    def _lacks(self) -> list[str]:
        if self.level is not Confirmation.CORROBORATED:
            return []
        lacks = [] if self.primary else ["primary"]
        return [*lacks, "lapsed" if self.lapsed else "review"] if self.review is None else lacks

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return what `onrecord figures --json` promises of it."""
        return {
            "level": int(self.level),
            "name": self.name,
            "reason": self.reason().text(language),
            "agreed": list(self.agreed),
            "primary": self.primary,
            "reviewed_by": self.review.by if self.review else None,
            "reviewed_at": self.review.at if self.review else None,
        }


_SAYS: Final[Mapping[str, Label]] = {
    "nothing": Label(
        en="Nobody is on record as its origin.",
        ru="Первоисточник не известен.",
        kk="Бастапқы дереккөзі белгісіз.",
    ),
    "fallen": Label(
        en="What it traces to no longer stands: {fallen} took it back, was replaced or refuted.",
        ru="То, к чему это восходит, больше не стоит: {fallen} — отозвано, заменено или опровергнуто.",
        kk="Ол тірелетін дереккөз енді күшінде емес: {fallen} — қайтарып алынған, ауыстырылған не теріске шығарылған.",
    ),
    "alleged": Label(
        en="Everything that says this traces to one origin: {origins}.",
        ru="Всё, что это говорит, восходит к одному первоисточнику: {origins}.",
        kk="Мұны айтатынның бәрі бір бастапқы дереккөзге тіреледі: {origins}.",
    ),
    "reported": Label(
        en="{count} independent origins speak of it ({origins}), and no two of them agree on one value for one day.",
        ru="Об этом говорят независимые первоисточники, числом {count} ({origins}), но никакие два не согласны в одном "
        "значении на один день.",
        kk="Бұл туралы {count} тәуелсіз бастапқы дереккөз айтады ({origins}), бірақ ешқандай екеуі бір күнгі бір мәнде "
        "келіспейді.",
    ),
    "corroborated": Label(
        en="{count} independent origins agree on “{said}” for {day}: {origins}.",
        ru="Независимые первоисточники, числом {count}, согласны в «{said}» на {day}: {origins}.",
        kk="{count} тәуелсіз бастапқы дереккөз {day} үшін «{said}» дегенде келіседі: {origins}.",
    ),
    "confirmed": Label(
        en="{count} independent origins agree on “{said}” for {day} ({origins}), a primary document or first-hand "
        "witness among them ({primary}), and {reviewer} signed it off as a second person on {reviewed}.",
        ru="Независимые первоисточники, числом {count}, согласны в «{said}» на {day} ({origins}), среди них первичный "
        "документ или очевидец ({primary}); {reviewer}, второе лицо, подтверждает это {reviewed}.",
        kk="{count} тәуелсіз бастапқы дереккөз {day} үшін «{said}» дегенде келіседі ({origins}), арасында бастапқы "
        "құжат не өз көзімен көрген куәгер бар ({primary}); екінші адам {reviewer} мұны {reviewed} күні растады.",
    ),
    "refuted": Label(
        en="Stronger evidence speaks against every claim of it: {refuted}.",
        ru="Против каждого утверждения об этом есть более сильные доказательства: {refuted}.",
        kk="Бұл туралы әр мәлімдемеге қарсы күштірек дәлел бар: {refuted}.",
    ),
}
_LACKS: Final[Mapping[str, Label]] = {
    "primary": Label(
        en="To be confirmed it lacks a primary document or a first-hand witness.",
        ru="Для подтверждения не хватает первичного документа или очевидца.",
        kk="Расталуы үшін бастапқы құжат не өз көзімен көрген куәгер жетіспейді.",
    ),
    "review": Label(
        en="To be confirmed it lacks a sign-off of a second person that holds.",
        ru="Для подтверждения не хватает действующей проверки вторым лицом.",
        kk="Расталуы үшін екінші адамның күшінде тұрған тексеруі жетіспейді.",
    ),
    "lapsed": Label(
        en="The sign-off of {reviewed} has lapsed, since these came or changed after it: {since}.",
        ru="Проверка от {reviewed} больше не действует: после неё появилось или изменилось {since}.",
        kk="{reviewed} күнгі тексеру енді жарамсыз: одан кейін мыналар қосылды не өзгерді: {since}.",
    ),
}

"""Owns the codes of the check: what each means, how grave it is, its sentence in three languages.

A code is a public promise and is never given another meaning. Each has a page in docs/checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from onrecord.kernel import Label


class Severity(StrEnum):
    """An error stops publication; a warning wants a look; a note tells what a reader may ask."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One rule of the check."""

    name: str
    severity: Severity
    title: str
    says: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """What a person may agree to: put `replacement` where `start` to `end` stands in the file.

    `codes` are the codes that it settles, all of which have to be agreed to.
    """

    start: int
    end: int
    replacement: str
    codes: tuple[str, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return `{"start", "end", "replacement", "codes"}`."""
        return {"start": self.start, "end": self.end, "replacement": self.replacement, "codes": list(self.codes)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding of the check, at its place in the file: code points; line and column count from 1."""

    code: Code
    start: int
    end: int
    line: int
    column: int
    text: str
    facts: Mapping[str, object] = field(default_factory=dict)
    figure: str | None = None
    claims: tuple[str, ...] = ()
    suggestion: str | None = None
    fix: Fix | None = None

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.code.severity

    def message(self, language: str = "en") -> str:
        """Return the sentence for a person."""
        return self.code.says.fill(language, text=self.text, **self.facts)

    def to_row(self, language: str = "en") -> dict[str, Any]:
        """Return the diagnostic as CLI.md promises it."""
        return {
            "code": self.code.name,
            "severity": self.severity.value,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "column": self.column,
            "text": self.text,
            "message": self.message(language),
            "figure": self.figure,
            "claims": list(self.claims),
            "suggestion": self.suggestion,
            "fix": self.fix.to_record() if self.fix else None,
        }


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_ALL: Final = (
    Code(
        name="OR101",
        severity=_E,
        title="unbound figure",
        says=Label(
            en="“{text}” is a figure and is bound to nothing. {hint}",
            ru="«{text}» — число, которое ни к чему не привязано. {hint}",
            kk="«{text}» — ештеңеге байланбаған сан. {hint}",
        ),
    ),
    Code(
        name="OR102",
        severity=_E,
        title="no claim",
        says=Label(
            en="No claim on record answers to {target}.",
            ru="На {target} в архиве нет ни одного утверждения.",
            kk="{target} бойынша мұрағатта бірде-бір мәлімдеме жоқ.",
        ),
    ),
    Code(
        name="OR103",
        severity=_E,
        title="contradicted",
        says=Label(
            en="“{text}” is not what the claims say: {values}.",
            ru="«{text}» расходится с утверждениями: {values}.",
            kk="«{text}» мәлімдемелерге қайшы: {values}.",
        ),
    ),
    Code(
        name="OR104",
        severity=_W,
        title="contested without saying so",
        says=Label(
            en="Others say otherwise about the same time: {values}. Say that the figure is contested.",
            ru="Другие о том же времени говорят иначе: {values}. Скажите, что число оспаривается.",
            kk="Басқалар сол уақыт туралы өзгеше айтады: {values}. Санның даулы екенін айтыңыз.",
        ),
    ),
    Code(
        name="OR105",
        severity=_E,
        title="stale",
        says=Label(
            en="“{text}” is out of date: {values}.",
            ru="«{text}» устарело: {values}.",
            kk="«{text}» ескірген: {values}.",
        ),
    ),
    Code(
        name="OR106",
        severity=_E,
        title="hedge missing",
        says=Label(
            en="“{text}” is more certain than its claims, which say “{wording}”. Keep the hedge.",
            ru="«{text}» звучит увереннее, чем утверждения: «{wording}». Сохраните оговорку.",
            kk="«{text}» мәлімдемелерден нақтырақ естіледі: «{wording}». Ескертуді сақтаңыз.",
        ),
    ),
    Code(
        name="OR107",
        severity=_W,
        title="hedge not in the claims",
        says=Label(
            en="“{text}” is vaguer than its claims, which say “{wording}”.",
            ru="«{text}» менее точно, чем утверждения: «{wording}».",
            kk="«{text}» мәлімдемелерден бұлыңғырлау: «{wording}».",
        ),
    ),
    Code(
        name="OR108",
        severity=_N,
        title="single origin",
        says=Label(
            en="All that says this traces to one origin: {origin}.",
            ru="Всё, что это подтверждает, восходит к одному источнику: {origin}.",
            kk="Мұны айтатынның бәрі бір дереккөзге тіреледі: {origin}.",
        ),
    ),
    Code(
        name="OR109",
        severity=_E,
        title="units mixed",
        says=Label(
            en="“{text}” joins {unit} with {other}: they are different things and no share of each other.",
            ru="«{text}» соединяет {unit} и {other}: это разные единицы, одно не доля другого.",
            kk="«{text}» {unit} мен {other} біріктіреді: бұл әртүрлі бірліктер, бірі екіншісінің үлесі емес.",
        ),
    ),
    Code(
        name="OR110",
        severity=_E,
        title="sum does not add up",
        says=Label(
            en="The groups named here add up to {sum}, the total is given as “{text}”.",
            ru="Сумма названных групп — {sum}, а общее число дано как «{text}».",
            kk="Аталған топтардың қосындысы — {sum}, ал жалпы сан «{text}» делінген.",
        ),
    ),
    Code(
        name="OR111",
        severity=_E,
        title="absence without a dated search",
        says=Label(
            en="“{text}” says that something did not happen. Bind it to a claim that says who looked where, and when.",
            ru="«{text}» — утверждение об отсутствии. Привяжите его к записи о том, кто, где и когда искал.",
            kk="«{text}» бір нәрсенің болмағанын айтады. Кім, қайда, қашан іздегені туралы мәлімдемеге байлаңыз.",
        ),
    ),
    Code(
        name="OR112",
        severity=_E,
        title="accused called perpetrator",
        says=Label(
            en="“{text}” calls people guilty whom no court has convicted; the claims speak of {status}.",
            ru="«{text}» называет виновными тех, кого суд не осудил; в утверждениях речь о: {status}.",
            kk="«{text}» сот кінәлі деп таппағандарды кінәлі атайды; мәлімдемелерде: {status}.",
        ),
    ),
    Code(
        name="OR113",
        severity=_E,
        title="small cell",
        says=Label(
            en="“{text}” stands in a public table for fewer than {threshold} living people of one kind: {how}. "
            "Show “<{threshold}”, and hide what gives it away.",
            ru="«{text}» в публичной таблице — это меньше {threshold} живых людей одного рода: {how}. "
            "Покажите «<{threshold}» и скройте то, что выдаёт это число.",
            kk="«{text}» жария кестеде бір түрдегі {threshold}-ден аз тірі адамды білдіреді: {how}. "
            "«<{threshold}» деп көрсетіп, осы санды әшкерелейтінді жасырыңыз.",
        ),
    ),
    Code(
        name="OR115",
        severity=_E,
        title="restricted in a public edition",
        says=Label(
            en="“{text}” rests on claims that are not public: {claims}.",
            ru="«{text}» опирается на непубличные утверждения: {claims}.",
            kk="«{text}» жария емес мәлімдемелерге сүйенеді: {claims}.",
        ),
    ),
    Code(
        name="OR116",
        severity=_E,
        title="claim withdrawn",
        says=Label(
            en="“{text}” rests on a claim that was withdrawn or superseded (→): {claims}.",
            ru="«{text}» опирается на отозванное или заменённое (→) утверждение: {claims}.",
            kk="«{text}» қайтарып алынған не ауыстырылған (→) мәлімдемеге сүйенеді: {claims}.",
        ),
    ),
    Code(
        name="OR117",
        severity=_E,
        title="quotation not verbatim",
        says=Label(
            en="“{text}” stands as a quotation, but the item says: “{quote}”.",
            ru="«{text}» дано как цитата, но в источнике: «{quote}».",
            kk="«{text}» дәйексөз ретінде берілген, бірақ дереккөзде: «{quote}».",
        ),
    ),
    Code(
        name="OR118",
        severity=_E,
        title="attribution wrong",
        says=Label(
            en="“{text}” is given to a speaker of whose kind nobody is on record with it; it was said by: {speakers}.",
            ru="«{text}» дано от имени того, кто этого, по архиву, не говорил; сказали: {speakers}.",
            kk="«{text}» мұрағатта мұны айтпаған біреудің атынан берілген; айтқандар: {speakers}.",
        ),
    ),
    Code(
        name="OR119",
        severity=_E,
        title="target not understood",
        says=Label(
            en="The target {target} cannot be followed: {problem}.",
            ru="Ссылку {target} нельзя разобрать: {problem}.",
            kk="{target} сілтемесі түсініксіз: {problem}.",
        ),
    ),
    Code(
        name="OR120",
        severity=_E,
        title="date wrong",
        says=Label(
            en="“{text}” is not the date on record, which is {date}.",
            ru="«{text}» — не та дата, что в архиве: {date}.",
            kk="«{text}» мұрағаттағы күн емес: {date}.",
        ),
    ),
    Code(
        name="OR121",
        severity=_W,
        title="claim disputed",
        says=Label(
            en="“{text}” rests on a claim that is disputed: {claims}. Say so.",
            ru="«{text}» опирается на оспоренное утверждение: {claims}. Скажите об этом.",
            kk="«{text}» даулы мәлімдемеге сүйенеді: {claims}. Соны айтыңыз.",
        ),
    ),
    Code(
        name="OR122",
        severity=_E,
        title="hedge too strong",
        says=Label(
            en="“{text}” says more than its claims, which say “{wording}”. Keep their hedge.",
            ru="«{text}» говорит больше, чем утверждения: «{wording}». Сохраните их оговорку.",
            kk="«{text}» мәлімдемелерден артық айтады: «{wording}». Олардың ескертуін сақтаңыз.",
        ),
    ),
    Code(
        name="OR123",
        severity=_E,
        title="conviction not final",
        says=Label(
            en="“{text}” is given as settled, but what is on record is a verdict of the first instance ({instance}), "
            "and none of a higher one by that day. Say that it is not final.",
            ru="«{text}» дано как окончательное, но в архиве только приговор первой инстанции ({instance}), и к этому "
            "дню ни одного вышестоящей. Скажите, что приговор не вступил в силу.",
            kk="«{text}» түпкілікті деп берілген, бірақ мұрағатта бірінші саты үкімі ғана бар ({instance}), сол күнге "
            "дейін жоғары сатынікі жоқ. Үкімнің күшіне енбегенін айтыңыз.",
        ),
    ),
    Code(
        name="OR124",
        severity=_E,
        title="legal qualification without its day",
        says=Label(
            en="“{text}” says what the law calls it. Bind it to a dated claim of who called it so, and when.",
            ru="«{text}» — юридическая квалификация. Привяжите её к датированному утверждению: кто и когда так решил.",
            kk="«{text}» — құқықтық саралау. Оны кім, қашан солай деп тапқаны туралы күні бар мәлімдемеге байлаңыз.",
        ),
    ),
    Code(
        name="OR125",
        severity=_E,
        title="place wrong",
        says=Label(
            en="The sentence gives “{text}” to {place}, but the claims are about {recorded}.",
            ru="Предложение относит «{text}» к месту {place}, а в утверждениях: {recorded}.",
            kk="Сөйлемде «{text}» мына жерге қатысты: {place}, ал мәлімдемелерде: {recorded}.",
        ),
    ),
    Code(
        name="OR126",
        severity=_E,
        title="estimate without interval",
        says=Label(
            en="“{text}” is an estimate and stands without its interval. Say between what and what.",
            ru="«{text}» — оценка без интервала. Скажите, от какого и до какого числа.",
            kk="«{text}» — аралығы жоқ бағалау. Қай саннан қай санға дейін екенін айтыңыз.",
        ),
    ),
    Code(
        name="OR127",
        severity=_E,
        title="words speak of something else",
        says=Label(
            en="The words at “{text}” speak of: {named_as}. They are bound to: {bound_as}.",
            ru="Слова при «{text}» говорят о другом: {named_as}. Привязаны они к: {bound_as}.",
            kk="«{text}» сөздері басқа туралы: {named_as}. Байланғаны: {bound_as}.",
        ),
    ),
    Code(
        name="OR128",
        severity=_E,
        title="person not public",
        says=Label(
            en="“{text}” names {person}, whose name on record is not public. Take the name out of this edition.",
            ru="«{text}» называет {person}, чьё имя в архиве не публично. Уберите имя из этого издания.",
            kk="«{text}» {person} атын атайды, ал оның аты мұрағатта жария емес. Бұл басылымнан атын алып тастаңыз.",
        ),
    ),
    Code(
        name="OR129",
        severity=_E,
        title="claim refuted",
        says=Label(
            en="“{text}” rests on a claim that was refuted: {claims}.",
            ru="«{text}» опирается на опровергнутое утверждение: {claims}.",
            kk="«{text}» теріске шығарылған мәлімдемеге сүйенеді: {claims}.",
        ),
    ),
    Code(
        name="OR130",
        severity=_W,
        title="quotation bound to nothing",
        says=Label(
            en="“{text}” is given as somebody's words and is bound to nothing. Bind it to the claim or the item.",
            ru="«{text}» дано как чьи-то слова и ни к чему не привязано. Привяжите к утверждению или к источнику.",
            kk="«{text}» біреудің сөзі делінген, бірақ ештеңеге байланбаған. Мәлімдемеге не дереккөзге байлаңыз.",
        ),
    ),
    Code(
        name="OR131",
        severity=_N,
        title="assertion bound to nothing",
        says=Label(
            en="“{text}” asserts a fact ({kind}) and is bound to nothing.",
            ru="«{text}» утверждает факт ({kind}) и ни к чему не привязано.",
            kk="«{text}» фактіні айтады ({kind}), бірақ ештеңеге байланбаған.",
        ),
    ),
    Code(
        name="OR132",
        severity=_E,
        title="right of reply",
        says=Label(
            en="“{text}” accuses or criticises somebody by name: {why}. Ask, wait, and say what they answered.",
            ru="«{text}» обвиняет или критикует поимённо: {why}. Спросите, подождите и скажите, что вам ответили.",
            kk="«{text}» біреуді атын атап айыптайды не сынайды: {why}. Сұраңыз, күтіңіз, не деп жауап бергенін "
            "айтыңыз.",
        ),
    ),
    Code(
        name="OR133",
        severity=_E,
        title="confession without the allegation",
        says=Label(
            en="“{text}” tells a confession. Its maker alleges ill-treatment ({claims}): say so beside it.",
            ru="«{text}» — признание. Давший его заявляет о жестоком обращении ({claims}): скажите об этом рядом.",
            kk="«{text}» — мойындау. Оны берген адам қатыгездік туралы айтады ({claims}): соны қатар айтыңыз.",
        ),
    ),
    Code(
        name="OR134",
        severity=_E,
        title="named without consent",
        says=Label(
            en="“{text}” names {person}, and no consent to publish the name holds. Ask, or take the name out; "
            "of an official, say the office before it.",
            ru="«{text}» называет {person}, а действующего согласия на публикацию имени нет. Спросите или уберите имя; "
            "у должностного лица назовите перед именем должность.",
            kk="«{text}» {person} атын атайды, ал атын жариялауға күшіндегі келісім жоқ. Сұраңыз не атты алып "
            "тастаңыз; лауазымды адамның есімінің алдында қызметін айтыңыз.",
        ),
    ),
    Code(
        name="OR135",
        severity=_E,
        title="child named",
        says=Label(
            en="“{text}” names {person}, who was, is or may be under 18, without a signed decision on their best "
            "interest.",
            ru="«{text}» называет {person}: было, есть или может быть меньше 18, а подписанного решения о наилучших "
            "интересах нет.",
            kk="«{text}» {person} атын атайды: ол 18-ге толмаған не толмауы мүмкін, ал мүддесі туралы қол қойылған "
            "шешім жоқ.",
        ),
    ),
    Code(
        name="OR136",
        severity=_W,
        title="ages not looked at",
        says=Label(
            en="“{text}” names {person}, and you may not see restricted claims, as births are: whether those named "
            "here are children was not looked at. Have a keeper run the check.",
            ru="«{text}» называет {person}, а закрытые утверждения, в их числе даты рождения, вам не видны: не дети ли "
            "названные здесь, не проверено. Пусть проверку запустит хранитель.",
            kk="«{text}» {person} атын атайды, ал шектеулі мәлімдемелер, оның ішінде туған күндер, сізге көрінбейді: "
            "мұнда аталғандар бала ма, тексерілген жоқ. Тексеруді сақтаушы іске қоссын.",
        ),
    ),
)
CODES: Final[Mapping[str, Code]] = {code.name: code for code in _ALL}

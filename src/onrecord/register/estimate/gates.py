"""Owns the gates that stand before an estimate, and the words they are told in. The default answer is no estimate.

G1 to G11 are those of the field's practice for multiple systems estimation (docs/howto/estimate.md lists them with
their sources). A gate holds, fails, or is unanswered where only people can tell and nobody did.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from onrecord.kernel import Label
from onrecord.register.estimate.meta import Said
from onrecord.register.estimate.model import Answer
from onrecord.register.estimate.overlaps import Overlaps, overlaps_of
from onrecord.register.estimate.tables import CaptureTable, TimesTable

FEWEST_LISTS: Final = 3
FEWEST_ON_BOTH: Final = 7
FEWEST_OVERLAPPING: Final = 20
LEAST_COVERAGE: Final = 0.55
FEWEST_PEOPLE: Final = 50
MOST_ERROR: Final = 0.05
MOST_RATIO: Final = 3.0
COPY_SHARE: Final = 0.9
_COPY_CHANCE: Final = 1e-6
_COPY_SIZE: Final = 10
_DECIMAL: Final = re.compile(r"[<≥]?\d+\.\d+( %)?")
CODES: Final = tuple(f"G{one}" for one in range(1, 12))
# Where one of these fails no method is asked for a number at all, not even to compare: there is nothing to compare.
FUNDAMENTAL: Final = frozenset({"G1", "G2", "G7", "G8", "G10", "G11"})
OF_THE_TABLE: Final = frozenset({"G1", "G4", "G5", "G6", "G9"})

NAMES: Final = {
    "G1": Label(en="independent lists", ru="независимые списки", kk="тәуелсіз тізімдер"),
    "G2": Label(en="one scope", ru="один охват", kk="бір ауқым"),
    "G3": Label(en="linkage", ru="связывание", kk="байланыстыру"),
    "G4": Label(en="overlap", ru="пересечения", kk="қиылысу"),
    "G5": Label(en="coverage", ru="покрытие", kk="қамту"),
    "G6": Label(en="size", ru="размер", kk="көлем"),
    "G7": Label(en="not a full enumeration", ru="не полный поимённый перечень", kk="толық атаулы тізім емес"),
    "G8": Label(en="identifying assumption", ru="идентифицирующее допущение", kk="анықтаушы болжам"),
    "G9": Label(en="stability", ru="устойчивость", kk="тұрақтылық"),
    "G10": Label(en="absorbing list", ru="поглощающий список", kk="жұтушы тізім"),
    "G11": Label(en="harm", ru="вред", kk="зиян"),
}

WORDS: Final = {
    "lists-enough": Label(
        en="{count} lists compiled by themselves: {lists}.",
        ru="Списков, составленных самостоятельно: {count}: {lists}.",
        kk="Дербес құрастырылған тізімдер: {count}: {lists}.",
    ),
    "lists-too-few": Label(
        en="{count} lists compiled by themselves ({lists}); three are needed. Two lists are a check among yourselves only.",
        ru="Списков, составленных самостоятельно: {count} ({lists}); нужно три. Два списка годятся лишь для внутренней проверки.",
        kk="Дербес құрастырылған тізімдер: {count} ({lists}); үшеу керек. Екі тізім тек ішкі тексеруге жарайды.",
    ),
    "lists-copied": Label(
        en="“{copy}” looks copied from “{source}”: {both} of its {size} people are on it. Say `derived_from`, and the two count as one.",
        ru="«{copy}», похоже, списан с «{source}»: в нём {both} из {size} человек. Укажите `derived_from`, и они сочтутся за один.",
        kk="«{copy}» «{source}» тізімінен көшірілген сияқты: {size} адамның {both} сонда. `derived_from` көрсетіңіз, екеуі бір болып саналады.",
    ),
    "lists-copied-few": Label(
        en="“{copy}” looks copied from “{source}”: nine in ten of its people or more are on it. Say `derived_from`, and the two count as one.",
        ru="«{copy}», похоже, списан с «{source}»: в нём девять из десяти человек или больше. Укажите `derived_from`, и они сочтутся за один.",
        kk="«{copy}» «{source}» тізімінен көшірілген сияқты: адамдарының оннан тоғызы не одан көбі сонда. `derived_from` көрсетіңіз, екеуі бір болып саналады.",
    ),
    "lists-unsaid": Label(
        en="{count} lists in the table; nobody has said whether each was compiled by itself: {lists}.",
        ru="Списков в таблице: {count}; не сказано, составлен ли каждый самостоятельно: {lists}.",
        kk="Кестедегі тізімдер: {count}; әрқайсысы дербес құрастырылған ба, айтылмаған: {lists}.",
    ),
    "times-only": Label(
        en="The table says how often people were recorded, not by whom: lists cannot be told apart.",
        ru="Таблица говорит, сколько раз люди записаны, но не кем: списки не различить.",
        kk="Кесте адамдардың неше рет жазылғанын айтады, кім жазғанын емес: тізімдерді ажырату мүмкін емес.",
    ),
    "scope-one": Label(
        en="All lists share rule of inclusion, period and area.",
        ru="У всех списков одни правила включения, период и территория.",
        kk="Барлық тізімнің енгізу ережесі, кезеңі мен аумағы бір.",
    ),
    "scope-differs": Label(
        en="Of another rule, period or area: {lists}. Cut the lists to what they share, and count again.",
        ru="Иные правила, период или территория: {lists}. Приведите списки к общему и пересчитайте.",
        kk="Ережесі, кезеңі не аумағы басқа: {lists}. Тізімдерді ортақ бөлігіне келтіріп, қайта санаңыз.",
    ),
    "unsaid": Label(
        en="Nobody has said (`{field}` in --meta){lists}.",
        ru="Не сказано (`{field}` в --meta){lists}.",
        kk="Айтылмаған (--meta ішіндегі `{field}`){lists}.",
    ),
    "linkage-good": Label(
        en="Reviewed twice; false matches {false}, missed matches {missed}, each at most 5 %.",
        ru="Проверено дважды; ложных совпадений {false}, пропущенных {missed}, каждых не больше 5 %.",
        kk="Екі рет тексерілген; жалған сәйкестік {false}, өткізілгені {missed}, әрқайсысы 5 %-дан аспайды.",
    ),
    "linkage-single": Label(
        en="The sample was not reviewed by two people: the error rates are not known.",
        ru="Выборку не проверили два человека: доли ошибок неизвестны.",
        kk="Іріктемені екі адам тексермеген: қате үлестері белгісіз.",
    ),
    "linkage-run": Label(
        en="False matches {false}, missed matches {missed}: over 5 %. Corrected for them the answer is {low} to {high}, inside the interval.",
        ru="Ложных совпадений {false}, пропущенных {missed}: больше 5 %. С поправкой ответ от {low} до {high}, внутри интервала.",
        kk="Жалған сәйкестік {false}, өткізілгені {missed}: 5 %-дан көп. Түзетсек, жауап {low}–{high}, аралық ішінде.",
    ),
    "linkage-bad": Label(
        en="False matches {false}, missed matches {missed}: over 5 %, and the answer moves with them out of the interval ({low} to {high}).",
        ru="Ложных совпадений {false}, пропущенных {missed}: больше 5 %, и ответ с поправкой выходит из интервала (от {low} до {high}).",
        kk="Жалған сәйкестік {false}, өткізілгені {missed}: 5 %-дан көп, түзетілген жауап аралықтан шығады ({low}–{high}).",
    ),
    "linkage-over": Label(
        en="False matches {false}, missed matches {missed}: over 5 %, and there is no interval to weigh them against.",
        ru="Ложных совпадений {false}, пропущенных {missed}: больше 5 %, и нет интервала, с которым их сопоставить.",
        kk="Жалған сәйкестік {false}, өткізілгені {missed}: 5 %-дан көп, салыстыратын аралық жоқ.",
    ),
    "overlap-enough": Label(
        en="Every two lists share at least {least} people; {total} are on two lists or more.",
        ru="У любых двух списков не меньше {least} общих людей; в двух и более списках {total}.",
        kk="Кез келген екі тізімде кемі {least} ортақ адам; екі не көп тізімде {total}.",
    ),
    "overlap-alone": Label(
        en="Nobody of {lists} is on any other list: nothing in the table says how many that list missed.",
        ru="Никого из {lists} нет в других списках: по таблице не узнать, скольких этот список упустил.",
        kk="{lists} тізіміндегі ешкім басқа тізімде жоқ: ол қанша адамды жіберіп алғанын кестеден білу мүмкін емес.",
    ),
    "overlap-thin": Label(
        en="Too few in common, 7 are needed: {pairs}.",
        ru="Слишком мало общих, нужно 7: {pairs}.",
        kk="Ортағы тым аз, 7 керек: {pairs}.",
    ),
    "overlap-total": Label(
        en="{total} people are on two lists or more; 20 are needed.",
        ru="В двух и более списках {total}; нужно 20.",
        kk="Екі не көп тізімде {total} адам; 20 керек.",
    ),
    "coverage-enough": Label(
        en="Estimated coverage {coverage}; 0.55 is needed.",
        ru="Оценка покрытия {coverage}; нужно 0,55.",
        kk="Қамту бағасы {coverage}; 0,55 керек.",
    ),
    "coverage-low": Label(
        en="Estimated coverage {coverage}, below 0.55: no more than a lower bound.",
        ru="Оценка покрытия {coverage}, ниже 0,55: не больше чем нижняя граница.",
        kk="Қамту бағасы {coverage}, 0,55-тен төмен: төменгі шектен артық емес.",
    ),
    "size-enough": Label(
        en="{count} distinct people; 50 are needed.",
        ru="Разных людей {count}; нужно 50.",
        kk="Әртүрлі адам {count}; 50 керек.",
    ),
    "size-small": Label(
        en="{count} distinct people; 50 are needed. So few are found one by one, not estimated.",
        ru="Разных людей {count}; нужно 50. Столь немногих находят поимённо, а не оценивают.",
        kk="Әртүрлі адам {count}; 50 керек. Мұнша аз адамды бағаламайды, бір-бірлеп табады.",
    ),
    "enumerable-no": Label(
        en="No list claims to name nearly everybody.",
        ru="Ни один список не претендует назвать почти всех.",
        kk="Ешбір тізім бәрін дерлік атаймын демейді.",
    ),
    "enumerable": Label(
        en="{lists} claims to name nearly everybody: {count} people are documented by name, and whoever is missing has to be found, not estimated.",
        ru="{lists} претендует назвать почти всех: поимённо задокументировано {count}, а недостающих нужно найти, а не оценивать.",
        kk="{lists} бәрін дерлік атаймын дейді: {count} адам атымен құжатталған, жетпегенін бағаламай, табу керек.",
    ),
    "assumption-written": Label(
        en="Assumed: {words}",
        ru="Допущение: {words}",
        kk="Болжам: {words}",
    ),
    "assumption-none": Label(
        en="No assumption that can be defended: without one there is no estimate.",
        ru="Нет допущения, которое можно защитить: без него нет и оценки.",
        kk="Қорғауға болатын болжам жоқ: онсыз баға да жоқ.",
    ),
    "stable": Label(
        en="Highest over lowest limit at most {ratio}; without any one list the answer is {low} to {high}, inside the interval.",
        ru="Отношение границ не больше {ratio}; без любого одного списка ответ от {low} до {high}, внутри интервала.",
        kk="Шектер қатынасы {ratio}-тен аспайды; кез келген бір тізімсіз жауап {low}–{high}, аралық ішінде.",
    ),
    "unstable-wide": Label(
        en="The interval of {method} is from {low} to {high}: more than threefold.",
        ru="Интервал {method} от {low} до {high}: больше чем втрое.",
        kk="{method} аралығы {low}–{high}: үш еседен көп.",
    ),
    "unstable-list": Label(
        en="Without “{list}” the answer is {point}, outside {low} to {high}: one list decides.",
        ru="Без «{list}» ответ {point}, вне интервала от {low} до {high}: решает один список.",
        kk="«{list}» тізімінсіз жауап {point}, {low}–{high} аралығынан тыс: бір тізім шешеді.",
    ),
    "unstable-cap": Label(
        en="{method} still finds the cap of {cap} unlisted people likely: the cap would decide, not the lists.",
        ru="{method} всё ещё считает вероятным предел в {cap} неучтённых: решал бы предел, а не списки.",
        kk="{method} тізімде жоқ {cap} адам шегін әлі ықтимал санайды: тізімдер емес, шек шешер еді.",
    ),
    "unstable-none": Label(
        en="No averaging method has an answer: {why}.",
        ru="Ни у одного усредняющего метода нет ответа: {why}.",
        kk="Орташалайтын ешбір әдісте жауап жоқ: {why}.",
    ),
    "unstable-untried": Label(
        en="Not tried, since other gates fail.",
        ru="Не проверялось, так как другие условия не выполнены.",
        kk="Тексерілмеді, себебі басқа шарттар орындалмаған.",
    ),
    "absorbing-no": Label(
        en="No list takes in the others.",
        ru="Ни один список не вбирает другие.",
        kk="Ешбір тізім басқаларын жұтпайды.",
    ),
    "absorbing-out": Label(
        en="Left out, since it takes in the others: {lists}.",
        ru="Исключён, так как вбирает другие: {lists}.",
        kk="Басқаларын жұтатындықтан алынып тасталды: {lists}.",
    ),
    "harm-signed": Label(
        en="Reviewed from outside the team and signed: {reviewer}.",
        ru="Проверено извне команды и подписано: {reviewer}.",
        kk="Топтан тыс тексеріліп, қол қойылған: {reviewer}.",
    ),
    "harm-refused": Label(
        en="The reviewer from outside the team did not sign.",
        ru="Рецензент извне команды не подписал.",
        kk="Топтан тыс рецензент қол қоймаған.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate: it holds (True), fails (False), or nobody has answered (None); and why."""

    code: str
    passed: bool | None
    word: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def why(self, language: str = "en") -> str:
        """Return the reason in words."""
        return WORDS[self.word].fill(language, **{name: _in(language, fact) for name, fact in self.facts.items()})

    @property
    def ends_all(self) -> bool:
        """Whether no method is asked for a number, not even to compare. A list that looks copied may be compared."""
        return self.passed is False and self.code in FUNDAMENTAL and not self.word.startswith("lists-copied")

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Return the gate as `--json` prints it."""
        name = NAMES[self.code].text(language)
        return {"gate": self.code, "name": name, "passed": self.passed, "why": self.why(language)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The table as it is estimated: copies merged, absorbing lists left out."""

    table: CaptureTable
    merged: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()


def prepared(table: CaptureTable, said: Said) -> Prepared:
    """Return the table with each list that was compiled from another made one with it, and absorbing ones left out."""
    merged: list[tuple[str, str]] = []
    sources = {one.name: one.derived_from or () for one in said.lists}
    for copy, origins in sources.items():
        for origin in origins:
            into = _root(origin, sources, table.lists)
            if copy in table.lists and into in table.lists and copy != into:
                table = table.merged(table.lists.index(copy), table.lists.index(into))
                merged.append((copy, into))
                break
    left_out = tuple(one.name for one in said.lists if one.absorbing and one.name in table.lists)
    for name in left_out:
        if table.size > 1:
            table = table.without(table.lists.index(name))
    return Prepared(table=table, merged=tuple(merged), left_out=left_out)


def _root(name: str, sources: Mapping[str, Sequence[str]], lists: Sequence[str]) -> str:
    seen: set[str] = set()
    while name not in lists and sources.get(name) and name not in seen:
        seen.add(name)
        name = sources[name][0]
    return name


def before_any_number(found: Prepared, whole: CaptureTable, said: Said) -> list[Gate]:
    """Return the gates that stand before any method is asked; G3 and G9 may still need one."""
    table = found.table
    told = overlaps_of(table, said.fewest)
    return [
        _lists(told, whole, said),
        _scope(whole, said),
        _linkage(said),
        _overlap(told),
        _coverage(told),
        _size(whole.documented),
        _enumerable(whole, said),
        _assumption(said),
        Gate(code="G9", passed=None, word="unstable-untried"),
        _absorbing(found, whole, said),
        _harm(said),
    ]


def of_times(table: TimesTable) -> list[Gate]:
    """Return the gates for a table that does not know its lists."""
    return [Gate(code="G1", passed=False, word="times-only"), _size(table.documented)]


def _lists(told: Overlaps, whole: CaptureTable, said: Said) -> Gate:
    table = told.table
    names = ", ".join(table.lists)
    facts = {"count": table.size, "lists": names}
    if copy := next(copies_in(table), None):
        a, b = copy
        sizes = {"both": round(table.on_all(a, b)), "size": round(table.on_all(a))}
        pair = {"copy": table.lists[a], "source": table.lists[b]}
        if told.hides or sizes["size"] - sizes["both"] < told.fewest:  # a difference would tell who is not on it
            return Gate(code="G1", passed=False, word="lists-copied-few", facts=pair)
        return Gate(code="G1", passed=False, word="lists-copied", facts={**pair, **sizes})
    if table.size < FEWEST_LISTS:
        return Gate(code="G1", passed=False, word="lists-too-few", facts=facts)
    unsaid = [name for name in whole.lists if said.of(name).derived_from is None]
    if unsaid:
        facts = {"count": table.size, "lists": ", ".join(unsaid)}
        return Gate(code="G1", passed=None, word="lists-unsaid", facts=facts)
    return Gate(code="G1", passed=True, word="lists-enough", facts=facts)


def copies_in(table: CaptureTable) -> Iterator[tuple[int, int]]:
    """Yield (copy, source) of lists nearly all of whose people another has, far more than that one has of all others."""
    for a in range(table.size):
        for b in range(table.size):
            size = table.on_all(a)
            if a == b or size < _COPY_SIZE:
                continue
            both = table.on_all(a, b)
            rest = [(pattern, n) for pattern, n in table.cells if not pattern >> a & 1 and pattern & ~(1 << b)]
            others = sum(n for _, n in rest)
            caught = sum(n for pattern, n in rest if pattern >> b & 1)
            chance = (caught + 1) / (others + 2)
            if both >= COPY_SHARE * size and _at_least(both, size, chance) < _COPY_CHANCE:
                yield a, b


def _at_least(successes: float, trials: float, chance: float) -> float:
    """Return the chance of at least so many successes, by Chernoff's bound: exact enough to tell a millionth."""
    share = successes / trials
    if share <= chance:
        return 1.0
    rest = (1 - share) * math.log((1 - share) / (1 - chance)) if share < 1 else 0.0
    return math.exp(-trials * (share * math.log(share / chance) + rest))


def _scope(whole: CaptureTable, said: Said) -> Gate:
    answers = {name: said.of(name).same_scope for name in whole.lists}
    return _of_answers("G2", answers, bad=False, failed="scope-differs", held="scope-one", asked="same_scope")


def _of_answers(
    code: str, answers: Mapping[str, bool | None], *, bad: bool, failed: str, held: str, asked: str, count: int = 0
) -> Gate:
    wrong = [name for name, answer in answers.items() if answer is bad]
    if wrong:
        return Gate(code=code, passed=False, word=failed, facts={"lists": ", ".join(wrong), "count": count})
    unsaid = [name for name, answer in answers.items() if answer is None]
    if unsaid:
        facts = {"field": asked, "lists": ": " + ", ".join(unsaid)}
        return Gate(code=code, passed=None, word="unsaid", facts=facts)
    return Gate(code=code, passed=True, word=held)


def _linkage(said: Said) -> Gate:
    false, missed = said.false_match, said.missed_match
    facts = {"false": _percent(false), "missed": _percent(missed)}
    if said.double_review is False:
        return Gate(code="G3", passed=False, word="linkage-single")
    if false is None or missed is None or said.double_review is None:
        return Gate(code="G3", passed=None, word="unsaid", facts={"field": "linkage", "lists": ""})
    if max(false, missed) <= MOST_ERROR:
        return Gate(code="G3", passed=True, word="linkage-good", facts=facts)
    return Gate(code="G3", passed=None, word="linkage-over", facts=facts)


def linkage_after_a_run(gate: Gate, lead: Answer | None, points: Sequence[float]) -> Gate:
    """Return G3 once the answer was corrected for the errors: it holds where the corrected ones lie in the interval."""
    if gate.word != "linkage-over":
        return gate
    if lead is None or lead.low is None or lead.high is None or not points:
        return replace(gate, passed=False)
    inside = all(lead.low <= point <= lead.high for point in points)
    facts = {**gate.facts, "low": _whole(min(points)), "high": _whole(max(points))}
    return Gate(code="G3", passed=inside, word="linkage-run" if inside else "linkage-bad", facts=facts)


def _overlap(told: Overlaps) -> Gate:
    """Return G4. Its numbers are equations about the table: where some are hidden it says no more than its thresholds.

    With the sizes of three lists, how many are on two or more gives how many are on all three.
    """
    table = told.table
    if alone := table.isolated():
        return Gate(code="G4", passed=False, word="overlap-alone", facts={"lists": ", ".join(alone)})
    thin = [
        f"{table.lists[a]}:{table.lists[b]} {told.on_all(a, b).shown}"
        for a, b, n in table.pairs()
        if n < FEWEST_ON_BOTH
    ]
    total = table.overlapping
    if thin:
        return Gate(code="G4", passed=False, word="overlap-thin", facts={"pairs": ", ".join(thin)})
    if total < FEWEST_OVERLAPPING:
        return Gate(
            code="G4",
            passed=False,
            word="overlap-total",
            facts={"total": f"<{FEWEST_OVERLAPPING}" if told.hides else _whole(total)},
        )
    if told.hides:
        facts = {"least": FEWEST_ON_BOTH, "total": f"≥{FEWEST_OVERLAPPING}"}
        return Gate(code="G4", passed=True, word="overlap-enough", facts=facts)
    least = min((n for _, _, n in table.pairs()), default=0)
    return Gate(code="G4", passed=True, word="overlap-enough", facts={"least": _whole(least), "total": _whole(total)})


def _coverage(told: Overlaps) -> Gate:
    """Return G5; how high coverage is follows from who is on one list alone, so it is told where these numbers are."""
    coverage = told.table.coverage()
    enough = coverage >= LEAST_COVERAGE
    word = "coverage-enough" if enough else "coverage-low"
    shown = f"{'≥' if enough else '<'}{LEAST_COVERAGE}" if told.hides else f"{coverage:.3f}"
    return Gate(code="G5", passed=enough, word=word, facts={"coverage": shown})


def _size(count: int) -> Gate:
    enough = count >= FEWEST_PEOPLE
    return Gate(code="G6", passed=enough, word="size-enough" if enough else "size-small", facts={"count": count})


def _enumerable(whole: CaptureTable, said: Said) -> Gate:
    answers = {name: said.of(name).near_complete_enumeration for name in whole.lists}
    asked = "near_complete_enumeration"
    count = whole.documented
    return _of_answers("G7", answers, bad=True, failed="enumerable", held="enumerable-no", asked=asked, count=count)


def _assumption(said: Said) -> Gate:
    words = said.identifying_assumption
    if words is None and "identifying_assumption" not in said.raw:
        return Gate(code="G8", passed=None, word="unsaid", facts={"field": "identifying_assumption", "lists": ""})
    if words is None or words.strip().lower() in ("", "none", "нет", "жоқ"):
        return Gate(code="G8", passed=False, word="assumption-none")
    return Gate(code="G8", passed=True, word="assumption-written", facts={"words": words.strip()})


def _absorbing(found: Prepared, whole: CaptureTable, said: Said) -> Gate:
    if found.left_out:
        return Gate(code="G10", passed=True, word="absorbing-out", facts={"lists": ", ".join(found.left_out)})
    answers = {name: said.of(name).absorbing for name in whole.lists}
    return _of_answers("G10", answers, bad=True, failed="absorbing-out", held="absorbing-no", asked="absorbing")


def _harm(said: Said) -> Gate:
    if said.harm_signed is False:
        return Gate(code="G11", passed=False, word="harm-refused")
    if not said.harm_reviewer or said.harm_signed is None:
        return Gate(code="G11", passed=None, word="unsaid", facts={"field": "harm_review", "lists": ""})
    return Gate(code="G11", passed=True, word="harm-signed", facts={"reviewer": said.harm_reviewer})


def stability(averages: Sequence[Answer], lead: Answer | None, without: Mapping[str, float]) -> Gate:
    """Return G9: no interval more than threefold, no answer made by one list, no answer made by the cap."""
    answered = [one for one in averages if one.low is not None and one.high is not None]
    if not answered or lead is None or lead.low is None or lead.high is None:
        why = ", ".join(f"{one.method} {one.why_not}" for one in averages if one.why_not) or "-"
        return Gate(code="G9", passed=False, word="unstable-none", facts={"why": why})
    for one in answered:
        limits = {"method": one.method, "low": _whole(one.low), "high": _whole(one.high)}
        if (one.high or 0) > MOST_RATIO * (one.low or 0):
            return Gate(code="G9", passed=False, word="unstable-wide", facts=limits)
        if one.diagnostics.get("density_at_cap", 0) > 1e-3:
            facts = {"method": one.method, "cap": one.diagnostics["cap"]}
            return Gate(code="G9", passed=False, word="unstable-cap", facts=facts)
    for name, point in without.items():
        if not lead.low <= point <= lead.high:
            facts = {"list": name, "point": _whole(point), "low": _whole(lead.low), "high": _whole(lead.high)}
            return Gate(code="G9", passed=False, word="unstable-list", facts=facts)
    ratio = max((one.high or 0) / (one.low or 1) for one in answered)
    points = list(without.values()) or [lead.point or 0]
    facts = {"ratio": f"{ratio:.2f}", "low": _whole(min(points)), "high": _whole(max(points))}
    return Gate(code="G9", passed=True, word="stable", facts=facts)


def _in(language: str, fact: object) -> object:
    """Return a fact as a language writes it: a number has its decimal comma in Russian and Kazakh."""
    has_comma = language.split("-", maxsplit=1)[0].lower() in ("ru", "kk")
    return fact.replace(".", ",") if has_comma and isinstance(fact, str) and _DECIMAL.fullmatch(fact) else fact


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.1f} %"


def _whole(number: float | None) -> str:
    return "?" if number is None else f"{number:.0f}"

"""Owns the kinds of disagreement and the sentence that explains each. None of them says who is right."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from onrecord.kernel import Label


class Kind(StrEnum):
    """What a disagreement is, as far as claims alone can tell."""

    CONFLICT = "conflict"
    OUTLIER = "outlier"
    SUM_MISMATCH = "sum_mismatch"
    SPLIT_DIFFERS = "split_differs"
    TRANSLATION_SLIP = "translation_slip"
    RETOLD_AS_ANOTHER = "retold_as_another"
    PUBLISHER_DRIFT = "publisher_drift"
    STALE_REPETITION = "stale_repetition"
    MODALITY_LOST = "modality_lost"
    NARRATIVE = "narrative"
    REPORTING_DIFFERENCE = "reporting_difference"
    SCOPE_DIFFERENCE = "scope_difference"
    STOCK_AND_FLOW = "stock_and_flow"
    TIME_DRIFT = "time_drift"
    NUMBER_REUSE = "number_reuse"
    COMPATIBLE_WORDING = "compatible_wording"


SAYS: Final[Mapping[Kind, Label]] = {
    Kind.CONFLICT: Label(
        en="{count} readings of one time leave no number that satisfies all: {values}.",
        ru="Сообщения об одном времени ({count}) не сходятся ни на каком числе: {values}.",
        kk="Бір уақыт туралы {count} дерек ешбір санда түйіспейді: {values}.",
    ),
    Kind.OUTLIER: Label(
        en="One origin stands against {origins} others that agree at that time or later: {values}. "
        "That more say so does not make it so.",
        ru="Один первоисточник против {origins} других, согласных между собой тогда же или позже: {values}. "
        "Большинство ещё не доказательство.",
        kk="Бір бастапқы дереккөз сол кезде не кейін өзара келісетін {origins} дереккөзге қарсы: {values}. "
        "Көпшілік айтқаны дәлел емес.",
    ),
    Kind.SUM_MISMATCH: Label(
        en="The parts add up to {parts}, the whole is given as {total}: {values}.",
        ru="Части дают {parts}, а целое названо как {total}: {values}.",
        kk="Бөліктердің қосындысы — {parts}, ал тұтасы {total} делінген: {values}.",
    ),
    Kind.SPLIT_DIFFERS: Label(
        en="One total is shared out among groups in ways that cannot all hold: {values}. "
        "Unless a source says how each was assigned, the group is not known.",
        ru="Одно целое поделено между группами по-разному, всё сразу верным быть не может: {values}. "
        "Пока источник не скажет, как относили каждого, группа неизвестна.",
        kk="Бір жалпы сан топтарға әрқалай бөлінген, бәрі бірдей дұрыс бола алмайды: {values}. "
        "Әрқайсысын қалай жатқызғанын дереккөз айтпаса, тобы белгісіз.",
    ),
    Kind.TRANSLATION_SLIP: Label(
        en="Two language versions of one text do not say the same: {values}.",
        ru="Две языковые версии одного текста говорят разное: {values}.",
        kk="Бір мәтіннің екі тілдегі нұсқасы бір нәрсе айтпайды: {values}.",
    ),
    Kind.RETOLD_AS_ANOTHER: Label(
        en="One number is told as different things, and they are not the same thing: {values}.",
        ru="Одно число отнесено к разным предметам, а это не одно и то же: {values}.",
        kk="Бір сан әртүрлі нәрсеге қатысты айтылған, ал олар бір нәрсе емес: {values}.",
    ),
    Kind.PUBLISHER_DRIFT: Label(
        en="A publisher's later account differs from its own earlier one, with nobody else saying so: {values}.",
        ru="Позднее сообщение издания расходится с его же прежним, и больше так никто не говорит: {values}.",
        kk="Басылымның кейінгі дерегі өзінің бұрынғысынан өзгеше, оны басқа ешкім айтпаған: {values}.",
    ),
    Kind.STALE_REPETITION: Label(
        en="An older count was repeated after a later one was known: {values}.",
        ru="Прежнее число повторено, когда уже было известно более позднее: {values}.",
        kk="Кейінгі сан белгілі болғаннан кейін ескі сан қайталанған: {values}.",
    ),
    Kind.MODALITY_LOST: Label(
        en="What was first told with a hedge is later told without: {values}.",
        ru="Сказанное сначала с оговоркой позже повторено без неё: {values}.",
        kk="Алғашында ескертпемен айтылғаны кейін ескертпесіз қайталанған: {values}.",
    ),
    Kind.NARRATIVE: Label(
        en="The same question is answered differently; the words are not compared by us: {values}.",
        ru="На один вопрос отвечают по-разному; сами слова мы не сопоставляем: {values}.",
        kk="Бір сұраққа әрқалай жауап берілген; сөздердің өзін біз салыстырмаймыз: {values}.",
    ),
    Kind.REPORTING_DIFFERENCE: Label(
        en="The same range is given with different ends, so an account leaves something out or adds it: {values}.",
        ru="Одни и те же границы названы по-разному: кто-то что-то опускает или добавляет: {values}.",
        kk="Бір аралықтың шектері әрқалай айтылған: біреуі бірдеңені қалдырған не қосқан: {values}.",
    ),
    Kind.SCOPE_DIFFERENCE: Label(
        en="These numbers count different things or in different ways, and are no rivals until told apart: {values}.",
        ru="Эти числа считают разное или по-разному; пока это не разделено, они не соперничают: {values}.",
        kk="Бұл сандар әртүрлі нәрсені не әрқалай санайды; ажыратылмайынша бір-біріне қайшы емес: {values}.",
    ),
    Kind.STOCK_AND_FLOW: Label(
        en="How many there were at a moment; such a number rises and falls as people come and go: {values}.",
        ru="Сколько было на данный момент; такое число растёт и убывает: {values}.",
        kk="Сол сәтте қанша болғаны; мұндай сан өсіп те, кеміп те тұрады: {values}.",
    ),
    Kind.TIME_DRIFT: Label(
        en="One count that changed as time went on: {values}.",
        ru="Один и тот же счёт менялся со временем: {values}.",
        kk="Бір санақ уақыт өте өзгерген: {values}.",
    ),
    Kind.NUMBER_REUSE: Label(
        en="The number {number} stands for several things that have nothing to do with each other: {values}.",
        ru="Число {number} относится к нескольким не связанным между собой предметам: {values}.",
        kk="{number} саны өзара байланысы жоқ бірнеше нәрсеге қатысты: {values}.",
    ),
    Kind.COMPATIBLE_WORDING: Label(
        en="No contradiction: the rounder wording leaves room for the number: {values}.",
        ru="Противоречия нет: более общие слова допускают это число: {values}.",
        kk="Қайшылық жоқ: жалпылама сөз бұл санға орын қалдырады: {values}.",
    ),
}

# Of a number that was worked out, whether by adding or otherwise, and stands against what was said.
WORKED_OUT: Final = Label(
    en="The number that was worked out, {parts}, is not the one that was said, {total}: {values}.",
    ru="Выведенное число, {parts}, не совпадает со сказанным, {total}: {values}.",
    kk="Есептеп шығарылған сан, {parts}, айтылған санға, {total}, сәйкес емес: {values}.",
)

# Of a count that can only grow and is given lower later, by a number that nobody had given before.
FALLEN: Final = Label(
    en="A later account gives less than an earlier one, and nobody had given that number before: {values}.",
    ru="Позднее сообщение называет меньше, чем прежнее, и этого числа раньше никто не называл: {values}.",
    kk="Кейінгі дерек бұрынғысынан аз айтады, ал бұл санды бұрын ешкім атамаған: {values}.",
)

# Of words that describe a state, at different times.
CHANGED_STATE: Final = Label(
    en="A state that is described differently as time went on: {values}.",
    ru="Состояние в разное время описано по-разному: {values}.",
    kk="Жай-күй әр уақытта әрқалай сипатталған: {values}.",
)

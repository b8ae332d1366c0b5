"""Owns what can be wrong with reply clocks, recommendations and demands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label, NotFound, Refused


class NoSuchNorm(NotFound):
    """A treaty, an article or a body is asked for that is none of ours."""

    code = "duties.no-such-norm"
    says = Label(
        en="“{norm}” is no treaty, article or body known here. Treaties: {known}. An article is named as icerd:5(b).",
        ru="«{norm}» — не договор, не статья и не орган из известных. Договоры: {known}. Статью называют как icerd:5(b).",
        kk="«{norm}» — белгілі шарт та, бап та, орган да емес. Шарттар: {known}. Бап icerd:5(b) деп аталады.",
    )


class ClocksUnreadable(Refused):
    """A file of reply clocks cannot be read as one."""

    code = "duties.clocks-unreadable"
    says = Label(
        en="{path} cannot be read as a table of reply clocks: {problem}. It needs a head with at least id and as_of.",
        ru="{path} не читается как таблица сроков ответа: {problem}. Нужна строка заголовков, хотя бы id и as_of.",
        kk="{path} жауап мерзімдерінің кестесі ретінде оқылмайды: {problem}. Кемінде id мен as_of тақырыптары керек.",
    )


class TableUnreadable(Refused):
    """A table of recommendations has no column with their words."""

    code = "duties.table-unreadable"
    says = Label(
        en="{path} is no table of recommendations: a column “text” or “recommendation” is needed. Found: {heads}.",
        ru="{path} — не таблица рекомендаций: нужен столбец «text» или «recommendation». Найдено: {heads}.",
        kk="{path} — ұсынымдар кестесі емес: «text» не «recommendation» бағаны керек. Табылғаны: {heads}.",
    )


class ReportUnreadable(Refused):
    """A report cannot be read, or no recommendation was found in it."""

    code = "duties.report-unreadable"
    says = Label(
        en="{path}: {problem}. Open it in a reader of PDF; where it is a scan, take the text that the body publishes.",
        ru="{path}: {problem}. Откройте его в программе для PDF; если это скан, возьмите текст, который публикует орган.",
        kk="{path}: {problem}. Оны PDF бағдарламасында ашып көріңіз; скан болса, орган жариялаған мәтінді алыңыз.",
    )


class NotWritten(Refused):
    """A file that was asked for cannot be written."""

    code = "duties.not-written"
    says = Label(
        en="{path} cannot be written: {problem}. Name a file in a folder that exists and that you may write to.",
        ru="{path} не удаётся записать: {problem}. Укажите файл в существующей папке, доступной для записи.",
        kk="{path} жазылмайды: {problem}. Жазуға болатын бар қалтадағы файлды көрсетіңіз.",
    )


class ReportNotSealed(Refused):
    """Recommendations are to be stated from a file that is no item of the archive, or whose text was not read."""

    code = "duties.report-not-sealed"
    says = Label(
        en="{path} is no item with a text here: claims need evidence. First `onrecord add {path}`, then `onrecord read`.",
        ru="{path} — не предмет с текстом: утверждениям нужно доказательство. Сначала `onrecord add {path}`, затем "
        "`onrecord read`.",
        kk="{path} мұнда мәтіні бар айғақ емес: мәлімдемеге дәлел керек. Алдымен `onrecord add {path}`, кейін "
        "`onrecord read`.",
    )


class UnknownTableForm(Refused):
    """A table is asked for in a form that is not known."""

    code = "duties.unknown-table-form"
    says = Label(
        en="Give {path} an ending that says how it is written: {known}.",
        ru="Дайте файлу {path} окончание, которое скажет, как его записать: {known}.",
        kk="{path} файлының атына қалай жазылатынын білдіретін соңын қосыңыз: {known}.",
    )


class NoSuchDuty(NotFound):
    """Nothing on record is asked under this id, or nothing that may be seen."""

    code = "duties.no-such-duty"
    says = Label(
        en="Nothing is asked under {duty} as of {as_of}. `onrecord duties` lists what is.",
        ru="Под {duty} на {as_of} ничего не запрошено. Список: `onrecord duties`.",
        kk="{as_of} күні {duty} бойынша ештеңе сұралмаған. Тізімі: `onrecord duties`.",
    )


class NoSuchDemand(NotFound):
    """There is no demand of this id, or none that the actor may see, as of the day."""

    code = "duties.no-such-demand"
    says = Label(
        en="No demand “{demand}” is on record as of {as_of}. `onrecord demands` lists those there are.",
        ru="На {as_of} в записях нет требования «{demand}». Все: `onrecord demands`.",
        kk="{as_of} күні «{demand}» талабы жазбада жоқ. Барлығы: `onrecord demands`.",
    )


NO_RECOMMENDATION: Final = Label(
    en="no numbered recommendation was found in it. Is it the report itself, and does its text let itself be selected? "
    "A scan has to be recognised first (`onrecord read`)",
    ru="в нём не найдено ни одной пронумерованной рекомендации. Это сам доклад, и выделяется ли в нём текст? "
    "Скан сначала надо распознать (`onrecord read`)",
    kk="онда нөмірленген бірде-бір ұсыным табылмады. Бұл баяндаманың өзі ме, мәтіні белгілене ме? "
    "Скан алдымен танылуы керек (`onrecord read`)",
)

REASONS: Final[Mapping[str, Label]] = {
    "duties.as-of-missing": Label(
        en="The day as of which the clock is read is missing. Fill in “as_of”, or give --as-of for all rows.",
        ru="Не указан день, на который читается срок. Заполните «as_of» или задайте --as-of для всех строк.",
        kk="Мерзім қай күнге оқылатыны көрсетілмеген. «as_of» толтырыңыз не бәріне --as-of беріңіз.",
    ),
    "duties.not-a-day": Label(
        en="“{value}” in “{field}” is no day. Write it as 2021-07-14.",
        ru="«{value}» в «{field}» — не день. Пишите так: 2021-07-14.",
        kk="«{field}» ішіндегі «{value}» күн емес. 2021-07-14 түрінде жазыңыз.",
    ),
    "duties.unknown-rule": Label(
        en="The rule “{value}” is none of fixed:DATE, months:N, days:N.",
        ru="Правило «{value}» — не fixed:ДАТА, не months:N и не days:N.",
        kk="«{value}» ережесі fixed:КҮН, months:N, days:N түрінің бірі емес.",
    ),
    "duties.unknown-reply": Label(
        en="The reply “{value}” is neither DATE:full nor DATE:partial.",
        ru="Ответ «{value}» — не ДАТА:full и не ДАТА:partial.",
        kk="«{value}» жауабы КҮН:full де, КҮН:partial да емес.",
    ),
    "duties.reply-before-the-letter": Label(
        en="The reply of {reply} lies before the letter of {sent}.",
        ru="Ответ от {reply} раньше письма от {sent}.",
        kk="{reply} жауабы {sent} хатынан бұрын.",
    ),
    "duties.due-before-the-letter": Label(
        en="The last day, {due}, lies before the letter of {sent}.",
        ru="Срок {due} раньше письма от {sent}.",
        kk="{due} мерзімі {sent} хатынан бұрын.",
    ),
    "duties.no-recommendation": Label(
        en="The row has no words of a recommendation.",
        ru="В строке нет слов рекомендации.",
        kk="Жолда ұсынымның сөзі жоқ.",
    ),
    "duties.no-document": Label(
        en="The row names no document, and none is given. Say which one with --into.",
        ru="Строка не называет документа, и он не задан. Укажите его через --into.",
        kk="Жол құжатты атамайды, ол берілмеген де. --into арқылы көрсетіңіз.",
    ),
    "duties.words-not-in-item": Label(
        en="The words of the recommendation do not stand in the text of {item}. Is it the same file, and was it read?",
        ru="Слов рекомендации нет в тексте {item}. Это тот же файл, и прочитан ли он?",
        kk="Ұсыным сөздері {item} мәтінінде жоқ. Бұл сол файл ма, ол оқылды ма?",
    ),
    "duties.row-too-long": Label(
        en="The row has {cells} cells under {columns} columns. Put a value that holds the delimiter in quotation marks.",
        ru="В строке ячеек: {cells}, а столбцов: {columns}. Значение с разделителем возьмите в кавычки.",
        kk="Жолда {cells} ұяшық, ал баған {columns}. Бөлгіші бар мәнді тырнақшаға алыңыз.",
    ),
}

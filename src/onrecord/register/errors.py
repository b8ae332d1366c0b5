"""Owns the faults of the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Invalid, Label, Refused, Unavailable


class TableUnreadable(Refused):
    """A capture table, or what is said about it, that cannot be read as a file."""

    code = "register.table-unreadable"
    says = Label(
        en="“{path}” cannot be read: {problem}.",
        ru="Не удалось прочитать «{path}»: {problem}.",
        kk="«{path}» оқылмады: {problem}.",
    )


class TableInvalid(Invalid):
    """A capture table with lines that cannot be taken."""

    code = "register.table-invalid"
    says = Label(
        en="“{path}” is no capture table. Put these right:",
        ru="«{path}» — не таблица охвата. Исправьте:",
        kk="«{path}» қамту кестесі емес. Мыналарды түзетіңіз:",
    )


class AnswersInvalid(Refused):
    """What `--meta` says about the lists, in a form that cannot be taken."""

    code = "register.answers-invalid"
    says = Label(
        en="“{path}”: {problem}. See docs/howto/estimate.md for the form.",
        ru="«{path}»: {problem}. Форма описана в docs/howto/estimate.md.",
        kk="«{path}»: {problem}. Пішіні docs/howto/estimate.md бетінде.",
    )


class NoSuchMethod(Refused):
    """A method, or the name of a model, that there is not."""

    code = "register.no-such-method"
    says = Label(
        en="There is no method “{method}”; there are: {known}.",
        ru="Метода «{method}» нет; есть: {known}.",
        kk="«{method}» әдісі жоқ; барлары: {known}.",
    )


class TablesDiffer(Refused):
    """Tables given as replicates of one linkage that are not about the same lists."""

    code = "register.tables-differ"
    says = Label(
        en="Replicates of one linkage have the same lists; “{path}” has others: {lists}.",
        ru="Повторы одного связывания имеют одни и те же списки; в «{path}» другие: {lists}.",
        kk="Бір байланыстырудың қайталаулары бірдей тізімдерден тұрады; «{path}» ішінде басқа: {lists}.",
    )


class PeopleUnreadable(Refused):
    """A table of people in which no column holds their names, or a column of the map is missing."""

    code = "register.people-unreadable"
    says = Label(
        en="“{list}” cannot be read as a list of people: {missing} is missing. Its columns: {heads}. Say which is what with --map.",
        ru="«{list}» не читается как список людей: нет {missing}. Столбцы: {heads}. Укажите, что есть что, через --map.",
        kk="«{list}» адамдар тізімі ретінде оқылмайды: {missing} жоқ. Бағандары: {heads}. Қайсысы не екенін --map арқылы көрсетіңіз.",
    )


class MapInvalid(Refused):
    """A map of columns that cannot be followed."""

    code = "register.map-invalid"
    says = Label(
        en="The map {path} cannot be followed: {problem}. See docs/howto/link.md for its form.",
        ru="Карту столбцов {path} нельзя применить: {problem}. Её вид описан в docs/howto/link.md.",
        kk="{path} бағандар картасын қолдану мүмкін емес: {problem}. Оның түрі docs/howto/link.md ішінде.",
    )


class EngineMissing(Unavailable):
    """A linking engine that is not part of this installation."""

    code = "register.engine-missing"
    says = Label(
        en="The engine “{engine}” is not installed here. Leave --engine out: one machine links a million rows.",
        ru="Движок «{engine}» здесь не установлен. Не указывайте --engine: одна машина связывает миллион строк.",
        kk="«{engine}» қозғалтқышы мұнда орнатылмаған. --engine көрсетпеңіз: бір машина миллион жолды байланыстырады.",
    )


LINK_REASONS: Final[Mapping[str, Label]] = {
    "register.row-too-long": Label(
        en="The row has {cells} cells under {columns} columns. Put a value that holds the delimiter in quotation marks.",
        ru="В строке ячеек: {cells}, а столбцов: {columns}. Значение с разделителем возьмите в кавычки.",
        kk="Жолда {cells} ұяшық, ал баған {columns}. Бөлгіші бар мәнді тырнақшаға алыңыз.",
    ),
    "register.row-names-nobody": Label(
        en="The row has neither a name nor a number of a paper. Fill one in, or take the row out.",
        ru="В строке нет ни имени, ни номера документа. Заполните или удалите строку.",
        kk="Жолда есім де, құжат нөмірі де жоқ. Толтырыңыз не жолды алып тастаңыз.",
    ),
    "register.row-twice": Label(
        en="The id “{id}” stands in an earlier row already. Every row of a list needs its own.",
        ru="Номер «{id}» уже есть в строке выше. У каждой строки списка должен быть свой.",
        kk="«{id}» нөмірі жоғарыдағы жолда бар. Тізімнің әр жолының өз нөмірі болуы керек.",
    ),
    "register.date-unread": Label(
        en="“{text}” in “{column}” is no date and counts as unknown. Write 1958, 1958-03-02 or 02.03.1958.",
        ru="«{text}» в «{column}» — не дата и считается неизвестным. Пишите 1958, 1958-03-02 или 02.03.1958.",
        kk="«{column}» ішіндегі «{text}» — күн емес, белгісіз деп саналады. 1958, 1958-03-02 не 02.03.1958 деп жазыңыз.",
    ),
    "register.judgement-unread": Label(
        en="The row says of no two known rows whether they are one person. It needs list_a, row_a, list_b, row_b and same "
        "(yes or no).",
        ru="Строка не говорит о двух известных строках, один ли это человек. Нужны list_a, row_a, list_b, row_b и same "
        "(yes или no).",
        kk="Жол екі белгілі жолдың бір адам ба екенін айтпайды. list_a, row_a, list_b, row_b және same (yes не no) керек.",
    ),
}

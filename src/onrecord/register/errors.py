"""Owns the faults of the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Conflict, Invalid, Label, NotFound, Refused, Unavailable


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


class JudgementsInvalid(Refused):
    """A file of what people said of pairs whose head lacks a column."""

    code = "register.judgements-invalid"
    says = Label(
        en="“{path}” is no file of judgements: {missing} is missing. Its head is list_a,row_a,list_b,row_b,same,by,at,why.",
        ru="«{path}» — не файл суждений: нет {missing}. Первая строка: list_a,row_a,list_b,row_b,same,by,at,why.",
        kk="«{path}» — пайымдар файлы емес: {missing} жоқ. Бірінші жолы: list_a,row_a,list_b,row_b,same,by,at,why.",
    )


class JudgementUnkept(Refused):
    """An answer that could not be added to the file of judgements; those before it are there."""

    code = "register.judgement-unkept"
    says = Label(
        en="Nothing can be added to “{path}”: {problem}. Answers given before are kept.",
        ru="В «{path}» ничего нельзя добавить: {problem}. Прежние ответы сохранены.",
        kk="«{path}» файлына ештеңе қосу мүмкін емес: {problem}. Бұрынғы жауаптар сақтаулы.",
    )


class EngineMissing(Unavailable):
    """An engine for linking that this version does not have."""

    code = "register.engine-missing"
    says = Label(
        en="This version links on one machine: there is no engine “{engine}” in it. Leave --engine out, or say --engine local.",
        ru="Эта версия связывает на одной машине: движка «{engine}» в ней нет. Не указывайте --engine или укажите --engine local.",
        kk="Бұл нұсқа бір машинада байланыстырады: онда «{engine}» қозғалтқышы жоқ. --engine көрсетпеңіз не --engine local деңіз.",
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
        en="The row says of no two known rows whether they are one person. It needs list_a, row_a, list_b, row_b and same: "
        "yes, no or unsure, or nothing where a word is taken back.",
        ru="Строка не говорит о двух известных строках, один ли это человек. Нужны list_a, row_a, list_b, row_b и same: "
        "yes, no или unsure; пусто — если ответ взят назад.",
        kk="Жол екі белгілі жолдың бір адам ба екенін айтпайды. list_a, row_a, list_b, row_b және same керек: yes, no не "
        "unsure; жауап қайтарып алынса — бос.",
    ),
}


class ListMapRefused(Refused):
    """The mapping of a list cannot be used."""

    code = "register.list-map-refused"
    says = Label(
        en="The mapping “{path}” of a list cannot be used: {problem}. docs/howto/lists.md shows the form.",
        ru="Файл соответствия списка «{path}» нельзя использовать: {problem}. Форма — в docs/howto/lists.md.",
        kk="Тізімнің «{path}» сәйкестік файлын пайдалануға болмайды: {problem}. Пішіні docs/howto/lists.md бетінде.",
    )


class ListNotSealed(Refused):
    """A table that is no item: its rows would have no evidence."""

    code = "register.list-not-sealed"
    says = Label(
        en="“{path}” is no item of the archive. Seal it first: `onrecord add`, `onrecord read`; or name its item with --item.",
        ru="«{path}» не запечатан в архиве. Сначала `onrecord add` и `onrecord read`; или укажите предмет: --item.",
        kk="«{path}» мұрағатта мөрленбеген. Алдымен `onrecord add`, `onrecord read`; не айғақты --item арқылы атаңыз.",
    )


class ListNotRead(Refused):
    """The item of a list has no text yet, so that no row of it could be quoted."""

    code = "register.list-not-read"
    says = Label(
        en="The item {item} has no text layer yet. Read it first: `onrecord read {item}`.",
        ru="У предмета {item} ещё нет текста. Сначала прочитайте его: `onrecord read {item}`.",
        kk="{item} айғағының мәтіні әлі жоқ. Алдымен оқыңыз: `onrecord read {item}`.",
    )


class NoSuchList(NotFound):
    """A list that is not on record, or not for the actor to see."""

    code = "register.no-such-list"
    says = Label(
        en="There is no list “{list}” on record; there are: {known}. Add the list that is named first.",
        ru="Списка «{list}» в записях нет; есть: {known}. Сначала внесите названный список.",
        kk="Жазбада «{list}» тізімі жоқ; барлары: {known}. Алдымен аталған тізімді енгізіңіз.",
    )


class ListIsOtherKind(Conflict):
    """The rows of a list on record are losses and those of the file people, or the other way round."""

    code = "register.list-is-other-kind"
    says = Label(
        en="The list “{list}” on record is one of {found}; the mapping says {expected}. Give the new list an id of its own.",
        ru="Список «{list}» в записях другого рода ({found}), а в файле соответствия — {expected}. Дайте новому списку свой id.",
        kk="Жазбадағы «{list}» тізімінің түрі {found}, ал сәйкестікте — {expected}. Жаңа тізімге өз id беріңіз.",
    )


ROW_PROBLEMS: Final = {
    "register.row-without-key": Label(
        en="The row has nothing in the column “{column}” by which rows of this list are known. Fill it in.",
        ru="В столбце «{column}», по которому различают строки этого списка, пусто. Заполните его.",
        kk="Осы тізімнің жолдары ажыратылатын «{column}» бағаны бос. Толтырыңыз.",
    ),
    "register.key-twice": Label(
        en="“{key}” stands in the column “{column}” of several rows; each row needs its own. None of them was taken.",
        ru="«{key}» стоит в столбце «{column}» у нескольких строк; у каждой должно быть своё. Ни одна не внесена.",
        kk="«{column}» бағанында «{key}» бірнеше жолда тұр; әр жолдікі өзгеше болуы тиіс. Ешқайсысы енгізілмеді.",
    ),
    "register.loss-without-kind": Label(
        en="The row does not say what was lost. Fill in the column that the mapping calls kind.",
        ru="В строке не сказано, что утрачено. Заполните столбец, названный в соответствии kind.",
        kk="Жолда не жоғалғаны айтылмаған. Сәйкестікте kind деп аталған бағанды толтырыңыз.",
    ),
    "register.currency-differs": Label(
        en="“{cell}” is in {found}; the mapping says {expected}. Give the currency of each row in a column of its own.",
        ru="«{cell}» — в валюте {found}, а соответствие говорит {expected}. Дайте валюту строки отдельным столбцом.",
        kk="«{cell}» валютасы {found}, ал сәйкестікте {expected}. Әр жолдың валютасын бөлек бағанда беріңіз.",
    ),
    "register.row-is-nobody": Label(
        en="“{name}” names nobody: a heading, a total or a number. Where it is a person, write the name, or leave it empty.",
        ru="«{name}» никого не называет: это заголовок, итог или число. Если это человек, впишите имя или оставьте пусто.",
        kk="«{name}» ешкімді атамайды: тақырып, қорытынды не сан. Адам болса, есімін жазыңыз немесе бос қалдырыңыз.",
    ),
    "register.row-differs": Label(
        en="This row is on record and says something else now ({slots}). Record it with `onrecord lists update … --why`.",
        ru="Эта строка уже внесена и теперь говорит иное ({slots}). Внесите это командой `onrecord lists update … --why`.",
        kk="Бұл жол жазбада бар, енді басқаша айтады ({slots}). Оны `onrecord lists update … --why` арқылы енгізіңіз.",
    ),
}


class NoSuchStratum(Refused):
    """People are asked to be parted by what the register does not part them by."""

    code = "register.no-such-stratum"
    says = Label(
        en="People cannot be parted by “{stratum}”; they can by: {known}.",
        ru="Разделить людей по «{stratum}» нельзя; можно по: {known}.",
        kk="Адамдарды «{stratum}» бойынша бөлуге болмайды; болатыны: {known}.",
    )


class PairsUnreadable(Refused):
    """A file that does not hold the pairs which linking left to a person."""

    code = "register.pairs-unreadable"
    says = Label(
        en="“{path}” holds no pairs in review ({problem}). Give a CSV with the columns a and b, ids of persons.",
        ru="В «{path}» нет пар на рассмотрении ({problem}). Нужен CSV со столбцами a и b — id лиц.",
        kk="«{path}» ішінде қаралатын жұптар жоқ ({problem}). a және b бағандары (адам id-лері) бар CSV беріңіз.",
    )


class TooManyDimensions(Refused):
    """Tables by nothing, or by more than can be hidden together."""

    code = "register.too-many-dimensions"
    says = Label(
        en="A table is by one to {most} of these, the tables of a release together by {together} at most. Ask for fewer.",
        ru="Таблица строится по 1–{most} признакам, все таблицы выпуска вместе — не более чем по {together}. Возьмите меньше.",
        kk="Кесте 1–{most} белгі бойынша, шығарылымның бәрі бірге {together} белгіден аспайды. Азырақ алыңыз.",
    )


class NobodyToCount(Refused):
    """A table of people of whom there is none on record."""

    code = "register.nobody-to-count"
    says = Label(
        en="Nobody on record has the outcome “{outcome}”. `onrecord people` shows who there is.",
        ru="В записях нет никого с исходом «{outcome}». Кто есть — покажет `onrecord people`.",
        kk="Жазбада «{outcome}» болған ешкім жоқ. Кім барын `onrecord people` көрсетеді.",
    )


class NamesNotPublic(Refused):
    """Deaths that are to be shown as public by name, and are not all so on record."""

    code = "register.names-not-public"
    says = Label(
        en="Only deaths that are public by name are shown without hiding; outcome: {outcome}, without a public name: {closed}.",
        ru="Без сокрытия показывают лишь смерти, открытые поимённо; исход: {outcome}, без открытого имени: {closed}.",
        kk="Есімі ашық өлімдер ғана жасырылмай көрсетіледі; оқиға: {outcome}, ашық есімі жоғы: {closed}.",
    )


class NoSuchPerson(NotFound):
    """A person that is not on record, or not for the actor to see."""

    code = "register.no-such-person"
    says = Label(
        en="There is no person “{person}” on record. `onrecord people` shows their ids.",
        ru="Лица «{person}» в записях нет. Идентификаторы покажет `onrecord people`.",
        kk="Жазбада «{person}» адамы жоқ. Идентификаторларын `onrecord people` көрсетеді.",
    )


class JudgedBefore(Conflict):
    """A judgement that follows from those on record."""

    code = "register.judged-before"
    says = Label(
        en="That follows from judgements on record already: {claims}. Nothing needs to be added.",
        ru="Это уже следует из внесённых суждений: {claims}. Добавлять ничего не нужно.",
        kk="Бұл жазбадағы пайымдардан онсыз да шығады: {claims}. Ештеңе қосудың қажеті жоқ.",
    )


class JudgedOtherwise(Conflict):
    """A judgement that contradicts those on record."""

    code = "register.judged-otherwise"
    says = Label(
        en="Judgements on record say the contrary: {claims}. Take back what is wrong first: `onrecord withdraw CLAIM --why`.",
        ru="Внесённые суждения говорят обратное: {claims}. Сначала отзовите ошибочное: `onrecord withdraw CLAIM --why`.",
        kk="Жазбадағы пайымдар керісінше айтады: {claims}. Алдымен қатесін қайтарыңыз: `onrecord withdraw CLAIM --why`.",
    )


class GroupsUnreadable(Refused):
    """A file that does not say which rows are one person."""

    code = "register.groups-unreadable"
    says = Label(
        en="“{path}” does not say who is one person ({problem}). Give a CSV in UTF-8 with the columns person and row, as "
        "`onrecord people link --out` writes it.",
        ru="«{path}» не говорит, кто один человек ({problem}). Нужен CSV в UTF-8 со столбцами person и row, какой пишет "
        "`onrecord people link --out`.",
        kk="«{path}» кімнің бір адам екенін айтпайды ({problem}). `onrecord people link --out` жазатындай, person және row "
        "бағандары бар UTF-8 CSV беріңіз.",
    )


# What can be wrong with one line of such a file.
GROUPS_PROBLEMS: Final = {
    **{one.code: one.says for one in (NoSuchPerson, JudgedOtherwise)},
    "register.row-of-two": Label(
        en="The table gives “{one}” to “{person}”, and “{beside}”, the same person by now, to “{other}”. Give both one "
        "person, empty a cell, or take back the judgement that joins them: `onrecord withdraw CLAIM --why`.",
        ru="Таблица относит «{one}» к «{person}», а «{beside}» — то же лицо — к «{other}». Дайте обеим строкам одно "
        "лицо, сотрите ячейку или отзовите суждение, которое их объединяет: `onrecord withdraw CLAIM --why`.",
        kk="Кесте «{one}» жолын «{person}» адамына, ал «{beside}» жолын — сол адамның өзін — «{other}» адамына "
        "жатқызады. Екеуіне бір адам беріңіз, ұяшықты босатыңыз не біріктірген пайымды қайтарып алыңыз: `onrecord "
        "withdraw CLAIM --why`.",
    ),
}


class ListSaysOtherwise(Conflict):
    """The mapping says something else of a list than is on record of it."""

    code = "register.list-says-otherwise"
    says = Label(
        en="Of the list “{list}” something else is on record ({claims}). To replace it: `onrecord lists update … --why`.",
        ru="О списке «{list}» записано иное ({claims}). Чтобы заменить: `onrecord lists update … --why`.",
        kk="«{list}» тізімі туралы жазбада басқаша ({claims}). Ауыстыру үшін: `onrecord lists update … --why`.",
    )


class FileUnwritable(Refused):
    """A table or a folder of tables that was to be written, and could not be."""

    code = "register.file-unwritable"
    says = Label(
        en="“{path}” could not be written: {problem}. Name a place in a folder that exists.",
        ru="Не удалось записать «{path}»: {problem}. Укажите место в существующей папке.",
        kk="«{path}» жазылмады: {problem}. Бар қалтадағы орынды көрсетіңіз.",
    )


class PictureUnwritable(Refused):
    """A file that a picture was to be written into, and could not be."""

    code = "register.picture-unwritable"
    says = Label(
        en="The picture could not be written to “{path}”: {problem}. Name a file in a folder that exists.",
        ru="Рисунок не удалось записать в «{path}»: {problem}. Укажите файл в существующей папке.",
        kk="Сурет «{path}» файлына жазылмады: {problem}. Бар қалтадағы файлды көрсетіңіз.",
    )


class NoSuchPart(Refused):
    """Tables of losses by something that losses are not parted by."""

    code = "register.no-such-part"
    says = Label(
        en="These losses are not parted by “{part}”. Known: {known}.",
        ru="Эти потери не делят по признаку «{part}». Есть: {known}.",
        kk="Бұл шығындар «{part}» бойынша бөлінбейді. Бары: {known}.",
    )


class ListUnsaid(Refused):
    """Tables of losses of no list in particular, where there is not just one."""

    code = "register.list-unsaid"
    says = Label(
        en="Losses of two lists are not added: both may hold the same house. Name one with --list. Lists of losses: {known}.",
        ru="Потери двух списков не складывают: один дом может быть в обоих. Назовите список: --list. Списки потерь: {known}.",
        kk="Екі тізімнің шығыны қосылмайды: бір үй екеуінде де болуы мүмкін. Бірін --list арқылы атаңыз. Шығын тізімдері: {known}.",
    )


class NothingToSum(Refused):
    """A list of which no row says how much was lost."""

    code = "register.nothing-to-sum"
    says = Label(
        en="No row of “{list}” says how much was lost. `onrecord losses --list {list}` shows what it says.",
        ru="Ни одна строка «{list}» не говорит, сколько потеряно. Что в нём есть, покажет `onrecord losses --list {list}`.",
        kk="«{list}» тізімінің ешбір жолы қанша шығын болғанын айтпайды. Онда не барын `onrecord losses --list {list}` көрсетеді.",
    )


class WorkingPapersUnsaid(Refused):
    """Tables with every number were to be written, and nobody said that they are working papers."""

    code = "register.working-papers-unsaid"
    says = Label(
        en="Tables for `estimate` hold every number, small ones too: they are not for publication. To write them to "
        "“{folder}” add --working-papers.",
        ru="Таблицы для `estimate` содержат все числа, и малые: они не для публикации. Чтобы записать их в «{folder}», "
        "добавьте --working-papers.",
        kk="`estimate` кестелерінде барлық сан, шағыны да бар: оларды жариялауға болмайды. «{folder}» ішіне жазу үшін "
        "--working-papers қосыңыз.",
    )


class StrataUneven(Refused):
    """Tables given as replicates of several strata each, whose number does not divide."""

    code = "register.strata-uneven"
    says = Label(
        en="{tables} tables are no whole number of replicates with {strata} strata each. Give all strata of each replicate.",
        ru="{tables} таблиц не делятся на повторы по {strata} страт. Дайте все страты каждого повтора.",
        kk="{tables} кесте әрқайсысы {strata} страталы қайталауларға бөлінбейді. Әр қайталаудың барлық стратасын беріңіз.",
    )

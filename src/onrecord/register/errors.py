"""Owns the faults of the register."""

from __future__ import annotations

from onrecord.kernel import Invalid, Label, Refused


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


class PictureUnwritable(Refused):
    """A file that a picture was to be written into, and could not be."""

    code = "register.picture-unwritable"
    says = Label(
        en="The picture could not be written to “{path}”: {problem}. Name a file in a folder that exists.",
        ru="Рисунок не удалось записать в «{path}»: {problem}. Укажите файл в существующей папке.",
        kk="Сурет «{path}» файлына жазылмады: {problem}. Бар қалтадағы файлды көрсетіңіз.",
    )


class StrataUneven(Refused):
    """Tables given as replicates of several strata each, whose number does not divide."""

    code = "register.strata-uneven"
    says = Label(
        en="{tables} tables are no whole number of replicates with {strata} strata each. Give all strata of each replicate.",
        ru="{tables} таблиц не делятся на повторы по {strata} страт. Дайте все страты каждого повтора.",
        kk="{tables} кесте әрқайсысы {strata} страталы қайталауларға бөлінбейді. Әр қайталаудың барлық стратасын беріңіз.",
    )

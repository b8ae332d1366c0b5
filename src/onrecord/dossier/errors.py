"""Owns the faults of the dossier."""

from __future__ import annotations

from onrecord.kernel import Conflict, Invalid, Label, Refused


class StatementUnreadable(Refused):
    """The file of a statement cannot be read as one."""

    code = "dossier.statement-unreadable"
    says = Label(
        en="{path} cannot be read as a statement: {problem}.",
        ru="{path} не читается как заявление: {problem}.",
        kk="{path} мәлімет ретінде оқылмайды: {problem}.",
    )


class StatementDoesNotHold(Invalid):
    """A statement with errors is not published."""

    code = "dossier.statement-does-not-hold"
    says = Label(
        en="Nothing was published: {count} errors stand in the statements. `onrecord check` shows each with its place.",
        ru="Ничего не опубликовано: в заявлениях ошибок — {count}. `onrecord check` покажет место каждой.",
        kk="Ештеңе жарияланған жоқ: мәліметтерде {count} қате бар. Әрқайсысының орнын `onrecord check` көрсетеді.",
    )


class MethodologyEmpty(Refused):
    """A section that every published methodology must have is empty."""

    code = "dossier.methodology-empty"
    says = Label(
        en="The methodology's section “{section}” is empty; a release without it is refused.",
        ru="Раздел методологии «{section}» пуст; без него выпуск не делается.",
        kk="Әдістеменің «{section}» бөлімі бос; онсыз шығарылмайды.",
    )


class PdfNotMade(Refused):
    """The PDF could not be set."""

    code = "dossier.pdf-not-made"
    says = Label(
        en="The PDF could not be made, so nothing was published: {problem}",
        ru="PDF не получился, поэтому ничего не опубликовано: {problem}",
        kk="PDF жасалмады, сондықтан ештеңе жарияланған жоқ: {problem}",
    )


class NamedTwice(Refused):
    """Two statements of one publication have the same file name."""

    code = "dossier.named-twice"
    says = Label(
        en="Two statements are named {name}. Rename one: the name is how a publication knows a statement again.",
        ru="Два заявления называются {name}. Переименуйте одно: по имени публикация узнаёт заявление.",
        kk="Екі мәлімет {name} деп аталған. Бірінің атын өзгертіңіз: жарияланым мәліметті атынан таниды.",
    )


class ChangedMeanwhile(Conflict):
    """While a dossier was made, somebody stated, withdrew, restricted or expunged something."""

    code = "dossier.changed-meanwhile"
    says = Label(
        en="Nothing was published: while the dossier was being made, entry {seq} ({kind}) was recorded. Publish again, so "
        "that it is taken into account.",
        ru="Ничего не опубликовано: пока готовилось досье, появилась запись {seq} ({kind}). Опубликуйте снова, чтобы она "
        "была учтена.",
        kk="Ештеңе жарияланған жоқ: досье дайындалып жатқанда {seq}-жазба ({kind}) пайда болды. Ол ескерілуі үшін қайта "
        "жариялаңыз.",
    )

"""Owns the faults of the composition root."""

from __future__ import annotations

from onrecord.kernel import Broken, Conflict, Label, Misconfigured, NotFound


class UnusableSetting(Misconfigured):
    """An environment setting has a value nobody could follow."""

    code = "app.unusable-setting"
    says = Label(
        en="The setting {setting} is “{value}”; it can be: {allowed}.",
        ru="Значение настройки {setting} — «{value}»; возможны: {allowed}.",
        kk="{setting} баптауының мәні — «{value}»; мүмкін мәндері: {allowed}.",
    )


class ExampleMissing(NotFound):
    """The bundled example is not where this installation should have it."""

    code = "app.example-missing"
    says = Label(
        en="The Korday example is missing from this installation ({place}). Install Onrecord again, or run `make demo` "
        "in a copy of its repository.",
        ru="В этой установке нет примера «Кордай» ({place}). Установите Onrecord заново или выполните `make demo` "
        "в копии его репозитория.",
        kk="Бұл орнатуда «Қордай» мысалы жоқ ({place}). Onrecord-ты қайта орнатыңыз немесе репозиторий көшірмесінде "
        "`make demo` орындаңыз.",
    )


class OutputInTheWay(Conflict):
    """The folder to write into exists and was not made by this command."""

    code = "app.output-in-the-way"
    says = Label(
        en="{folder} already exists and holds something that this command did not make. Nothing was touched: "
        "name another folder with --out, or move that one away.",
        ru="{folder} уже существует, и её содержимое создано не этой командой. Ничего не тронуто: укажите другую "
        "папку через --out или уберите эту.",
        kk="{folder} бұрыннан бар, ішіндегісін бұл команда жасамаған. Ештеңе өзгерген жоқ: --out арқылы басқа қалта "
        "көрсетіңіз немесе мұны жылжытыңыз.",
    )


class DemoDoesNotHold(Broken):
    """The demonstration archive did not come out as it must."""

    code = "app.demo-does-not-hold"
    says = Label(
        en="The demonstration does not hold at the step “{step}”: {problem}. The fault is ours; please report it.",
        ru="Демонстрация не сходится на шаге «{step}»: {problem}. Это наша ошибка, пожалуйста, сообщите о ней.",
        kk="Көрсетілім «{step}» қадамында сәйкес келмеді: {problem}. Бұл біздің қатеміз, хабарлаңыз.",
    )


class OutsideUnreadable(Misconfigured):
    """The file that names authorities, witnesses and copies cannot be followed."""

    code = "app.outside-unreadable"
    says = Label(
        en="{place} cannot be read: {problem}. Mend it, or remove it and name authorities, witnesses and copies again.",
        ru="{place} не читается: {problem}. Исправьте его или удалите и назовите службы, свидетелей и копии заново.",
        kk="{place} оқылмайды: {problem}. Түзетіңіз немесе өшіріп, қызметтерді, куәлерді, көшірмелерді қайта атаңыз.",
    )

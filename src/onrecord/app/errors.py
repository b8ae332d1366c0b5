"""Owns the faults of the composition root."""

from __future__ import annotations

from onrecord.kernel import Broken, Conflict, Label, Misconfigured, NotFound, Refused, Unavailable


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


class NoneNamed(NotFound):
    """Nobody outside was named who could be asked."""

    code = "app.none-named"
    says = Label(
        en="No {what} is named for this archive, so nobody was asked. `onrecord authorities add`, `onrecord witnesses add` "
        "and `onrecord calendars add` name one.",
        ru="Для этого архива никто не назван ({what}), спросить некого. Назвать: `onrecord authorities add`, "
        "`onrecord witnesses add`, `onrecord calendars add`.",
        kk="Бұл мұрағатқа ешкім аталмаған ({what}), сұрайтын ешкім жоқ. Атау: `onrecord authorities add`, "
        "`onrecord witnesses add`, `onrecord calendars add`.",
    )


class NoSuchName(NotFound):
    """Nobody of this name was named."""

    code = "app.no-such-name"
    says = Label(
        en="Nobody is named “{name}” here; known: {known}.",
        ru="Здесь никто не назван «{name}»; известны: {known}.",
        kk="Мұнда «{name}» деп ешкім аталмаған; белгілілері: {known}.",
    )


class NameTaken(Conflict):
    """The name stands for somebody else already."""

    code = "app.name-taken"
    says = Label(
        en="“{name}” is named already. Remove that one first, or choose another name; nothing was changed.",
        ru="«{name}» уже названо. Сначала удалите его или выберите другое имя; ничего не изменено.",
        kk="«{name}» аталып қойған. Алдымен оны алып тастаңыз немесе басқа ат таңдаңыз; ештеңе өзгерген жоқ.",
    )


class UnusableName(Refused):
    """A name that cannot stand in a file's name, or a policy that is none."""

    code = "app.unusable-name"
    says = Label(
        en="“{name}” cannot be used here; it can be written with: {allowed}, at most 40 characters.",
        ru="«{name}» здесь не годится; можно писать так: {allowed}, не длиннее 40 знаков.",
        kk="«{name}» мұнда жарамайды; былай жазылады: {allowed}, 40 таңбадан аспайды.",
    )


class UnusableAddress(Refused):
    """An address that is none of the web, or carries a secret."""

    code = "app.unusable-address"
    says = Label(
        en="{url} is no plain address: it begins with http:// or https:// and holds no password and no question mark.",
        ru="{url} — не простой адрес: он начинается с http:// или https:// и не содержит пароля и вопросительного знака.",
        kk="{url} — жай мекенжай емес: ол http:// не https:// деп басталып, құпиясөз бен сұрау белгісін қамтымайды.",
    )


class UnusableListen(Misconfigured):
    """The address to answer at is none, or is taken."""

    code = "app.unusable-listen"
    says = Label(
        en="Nobody can answer at {listen}: {problem}. Name another with --listen HOST:PORT.",
        ru="Отвечать по адресу {listen} нельзя: {problem}. Укажите другой: --listen HOST:PORT.",
        kk="{listen} мекенжайында жауап беру мүмкін емес: {problem}. Басқасын көрсетіңіз: --listen HOST:PORT.",
    )


class RuntimeUnusable(Misconfigured):
    """The folder for what runs now cannot be used."""

    code = "app.runtime-unusable"
    says = Label(
        en="{place} cannot hold what runs now: {problem}. Name a folder of your own in ONRECORD_RUNTIME, best one in memory.",
        ru="{place} не годится для временных файлов работы: {problem}. Укажите в ONRECORD_RUNTIME свою папку, лучше в памяти.",
        kk="{place} жұмыс кезіндегі файлдарға жарамайды: {problem}. ONRECORD_RUNTIME ішінде өз қалтаңызды көрсетіңіз, жадтағысы "
        "жақсы.",
    )


class AgentFailed(Unavailable):
    """No process could be started that holds keys."""

    code = "app.agent-failed"
    says = Label(
        en="Nothing holds the keys: {problem}. Commands go on to ask for the passphrase each time, or take a key file.",
        ru="Хранить ключи некому: {problem}. Команды будут каждый раз спрашивать парольную фразу или брать файл ключа.",
        kk="Кілттерді ұстайтын ешнәрсе жоқ: {problem}. Командалар әр жолы құпия сөз тіркесін сұрайды немесе кілт файлын алады.",
    )


class KeysStillHeld(Broken):
    """A process that holds keys could not be ended."""

    code = "app.keys-still-held"
    says = Label(
        en="These processes still hold keys and could not be ended: {processes}. Switch the machine off.",
        ru="Эти процессы всё ещё держат ключи, завершить их не удалось: {processes}. Выключите машину.",
        kk="Мына процестер әлі кілттерді ұстап тұр, оларды тоқтату мүмкін болмады: {processes}. Машинаны өшіріңіз.",
    )


class CopyNamedTwice(Conflict):
    """Two copies of an archive would have one name or one place."""

    code = "app.copy-named-twice"
    says = Label(
        en="There is a copy named {name} or one in {place} already. `onrecord copies list` shows them.",
        ru="Копия с именем {name} или в {place} уже есть. Список: `onrecord copies list`.",
        kk="{name} атты немесе {place} ішіндегі көшірме бар. Тізімі: `onrecord copies list`.",
    )


class NoSuchCopy(NotFound):
    """No copy of the archive has this name."""

    code = "app.no-such-copy"
    says = Label(
        en="There is no copy named {name}; there are: {known}.",
        ru="Копии с именем {name} нет; есть: {known}.",
        kk="{name} атты көшірме жоқ; барлары: {known}.",
    )


class NoCopies(NotFound):
    """A backup without a place, of an archive that names none."""

    code = "app.no-copies"
    says = Label(
        en="No place was given and the archive names no copies. Give a folder or s3://BUCKET/PREFIX, or name one for good "
        "with `onrecord copies add NAME PLACE`.",
        ru="Место не указано, а у архива нет названных копий. Укажите папку или s3://БАКЕТ/ПРЕФИКС либо добавьте: "
        "`onrecord copies add ИМЯ МЕСТО`.",
        kk="Орын көрсетілмеген, ал мұрағатта аталған көшірме жоқ. Қалта не s3://БАКЕТ/ПРЕФИКС көрсетіңіз немесе "
        "`onrecord copies add АТЫ ОРНЫ` арқылы қосыңыз.",
    )


class NoModelNamed(Misconfigured):
    """A language model is to be asked, and none was named."""

    code = "app.no-model-named"
    says = Label(
        en="No language model is named, so none is asked. Name one of your local network: ONRECORD_MODEL=http://127.0.0.1:8080/v1 and "
        "ONRECORD_MODEL_NAME.",
        ru="Языковая модель не названа, спросить некого. Назовите модель в своей локальной сети: ONRECORD_MODEL=http://127.0.0.1:8080/v1 и "
        "ONRECORD_MODEL_NAME.",
        kk="Тілдік модель аталмаған, сұрайтын ешкім жоқ. Жергілікті желіңіздегі модельді атаңыз: "
        "ONRECORD_MODEL=http://127.0.0.1:8080/v1 және ONRECORD_MODEL_NAME.",
    )

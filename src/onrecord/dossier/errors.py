"""Owns the faults of the dossier."""

from __future__ import annotations

from onrecord.kernel import Conflict, Invalid, Label, NotFound, Refused


class StatementUnreadable(Refused):
    """The file of a statement cannot be read as one."""

    code = "dossier.statement-unreadable"
    says = Label(
        en="{path} cannot be read as a statement: {problem}. Save it as text in UTF-8; docs/formats/statement.md has "
        "the form.",
        ru="{path} не читается как заявление: {problem}. Сохраните его как текст в UTF-8; форма описана в "
        "docs/formats/statement.md.",
        kk="{path} мәлімет ретінде оқылмайды: {problem}. Оны UTF-8 мәтіні етіп сақтаңыз; пішімі "
        "docs/formats/statement.md ішінде.",
    )


class NotPublishable(Refused):
    """Only a statement in Markdown is published; other forms are checked."""

    code = "dossier.not-publishable"
    says = Label(
        en="{path} is {form}. Other forms than Markdown are checked, and not published: what a dossier shows is made from "
        "Markdown. Save the text as a .md file, bind it there (`onrecord check --fix` does most of it) and publish that.",
        ru="{path} — это {form}. Другие формы, кроме Markdown, проверяются, но не публикуются: досье делается из Markdown. "
        "Сохраните текст как файл .md, привяжите числа в нём (почти всё сделает `onrecord check --fix`) и опубликуйте его.",
        kk="{path} — {form}. Markdown-нан басқа түрлер тексеріледі, бірақ жарияланбайды: досье Markdown-нан жасалады. "
        "Мәтінді .md файлы етіп сақтап, сандарын сонда байлаңыз (көбін `onrecord check --fix` істейді), соны жариялаңыз.",
    )


class NotMended(Refused):
    """The file was not changed, and why; what can be done instead."""

    code = "dossier.not-mended"
    says = Label(
        en="{path} was left as it is: {problem}. Mend it by hand where the check marks it, and check again.",
        ru="{path} не изменён: {problem}. Исправьте сами там, где отмечает проверка, и проверьте снова.",
        kk="{path} өзгертілген жоқ: {problem}. Тексеріс белгілеген жерін өзіңіз түзетіп, қайта тексеріңіз.",
    )


class StatementDoesNotHold(Invalid):
    """A statement with errors is not published."""

    code = "dossier.statement-does-not-hold"
    says = Label(
        en="Nothing was published: errors in the statements: {count}. `onrecord check` shows each with its place.",
        ru="Ничего не опубликовано: в заявлениях ошибок — {count}. `onrecord check` покажет место каждой.",
        kk="Ештеңе жарияланған жоқ: мәліметтерде {count} қате бар. Әрқайсысының орнын `onrecord check` көрсетеді.",
    )


class MethodologyEmpty(Refused):
    """A section that every published methodology must have is empty."""

    code = "dossier.methodology-empty"
    says = Label(
        en="The methodology's section “{section}” is empty; a release without it is refused. State claims with their "
        "sources and quotes, bind them in the statement, and publish again.",
        ru="Раздел методики «{section}» пуст; без него выпуск не делается. Внесите утверждения с источниками и "
        "цитатами, привяжите их в заявлении и опубликуйте снова.",
        kk="Әдістеменің «{section}» бөлімі бос; онсыз шығарылмайды. Дереккөзі мен дәйексөзі бар мәлімдемелер енгізіп, "
        "мәліметте байлаңыз да, қайта жариялаңыз.",
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


class NotOfEdition(Refused):
    """Something was chosen for an export that this edition does not disclose."""

    code = "dossier.not-of-edition"
    says = Label(
        en="{reference} is not part of the {edition} edition and cannot be chosen for it. A keeper may choose it with `--edition restricted`.",
        ru="{reference} не входит в издание {edition}, поэтому выбрать это нельзя. Хранитель может выбрать с `--edition restricted`.",
        kk="{reference} {edition} басылымына кірмейді, сондықтан таңдауға болмайды. Сақтаушы `--edition restricted` арқылы таңдай алады.",
    )


class NoSuchHead(NotFound):
    """No head of the log was signed at this size, or it does not reach as far as the entry."""

    code = "dossier.no-such-head"
    says = Label(
        en="No head that fits was signed at {size} entries. Heads were signed at: {known}. `onrecord checkpoint` signs one now.",
        ru="Подходящая вершина при {size} записях не подписывалась. Подписаны: {known}. `onrecord checkpoint` подпишет нынешнюю.",
        kk="{size} жазбада сай келетін журнал басына қол қойылмаған. Қол қойылғандары: {known}. `onrecord checkpoint` қазіргісіне қол қояды.",
    )


class NoSuchRelease(NotFound):
    """Nothing of this name had been published by then, or nothing that the actor may see."""

    code = "dossier.no-such-release"
    says = Label(
        en="“{name}” had not been published by {instant}. `onrecord watch` lists what was published.",
        ru="«{name}» к {instant} не публиковалось. Опубликованное показывает `onrecord watch`.",
        kk="«{name}» {instant} дейін жарияланбаған. Жарияланғанды `onrecord watch` көрсетеді.",
    )


class ReleaseExpunged(Refused):
    """What a release rested on was expunged, and its words went with that."""

    code = "dossier.release-expunged"
    says = Label(
        en="The release of “{name}” of {published_at} rested on something that was expunged ({outdated_at}); its words are "
        "gone and cannot be compared. Choose days on which another release stood.",
        ru="Выпуск «{name}» от {published_at} опирался на то, что уничтожено ({outdated_at}); его текста больше нет, "
        "сравнить нельзя. Выберите дни, когда действовал другой выпуск.",
        kk="«{name}» мәліметінің {published_at} шығарылымы жойылған айғаққа сүйенген ({outdated_at}); оның мәтіні жоқ, "
        "салыстыру мүмкін емес. Басқа шығарылым тұрған күндерді таңдаңыз.",
    )


class NothingToDraft(Refused):
    """A draft is asked for, and nothing is on record that it could be about."""

    code = "dossier.nothing-to-draft"
    says = Label(
        en="Nothing is on record as of {as_of} that a draft ({kind}) could be about: no letter, no recommendation. "
        "See `onrecord duties`.",
        ru="На {as_of} нет записей, о которых мог бы быть черновик ({kind}): ни письма, ни рекомендации. "
        "См. `onrecord duties`.",
        kk="{as_of} күні жоба ({kind}) туралы болатын жазба жоқ: хат та, ұсыным да жоқ. `onrecord duties` қараңыз.",
    )


class UnknownArticle(Refused):
    """An article is named that no treaty known here has."""

    code = "dossier.unknown-article"
    says = Label(
        en="“{article}” is no article that is known. Write treaty and number, as icerd:5(b) or cat:12.",
        ru="«{article}» — неизвестная статья. Пишите договор и номер: icerd:5(b), cat:12.",
        kk="«{article}» — белгісіз бап. Шарт пен нөмірін жазыңыз: icerd:5(b), cat:12.",
    )


class UnknownIndicator(Refused):
    """An indicator is named that the guidelines do not have."""

    code = "dossier.unknown-indicator"
    says = Label(
        en="“{indicator}” is no indicator of the guidelines; there are {known}.",
        ru="«{indicator}» — не показатель руководящих принципов; есть {known}.",
        kk="«{indicator}» — нұсқаулық көрсеткіші емес; барлары: {known}.",
    )


class DraftDoesNotHold(Refused):
    """The head of a draft says what the check refuses, as a title with a number in it."""

    code = "dossier.draft-does-not-hold"
    says = Label(
        en="The title of the draft would say “{words}”, which the check refuses ({code}). Name State and addressee "
        "without numbers.",
        ru="Заголовок черновика говорил бы «{words}», а это проверка не пропускает ({code}). Назовите государство и "
        "адресата без чисел.",
        kk="Жобаның атауында «{words}» болар еді, тексеру оны өткізбейді ({code}). Мемлекет пен адресатты сансыз "
        "атаңыз.",
    )


class AlreadyDrafted(Refused):
    """A draft would be written over a file that is there."""

    code = "dossier.already-drafted"
    says = Label(
        en="{path} is there already, and somebody may have written in it. Give another name, or --force.",
        ru="{path} уже есть, и в нём могли писать. Дайте другое имя или --force.",
        kk="{path} бұрыннан бар, оған біреу жазған болуы мүмкін. Басқа ат беріңіз не --force.",
    )


class DraftNotWritten(Refused):
    """A draft cannot be written to its file."""

    code = "dossier.draft-not-written"
    says = Label(
        en="{path} cannot be written: {problem}. Name a file in a folder that exists and that you may write to.",
        ru="{path} не удаётся записать: {problem}. Укажите файл в существующей папке, доступной для записи.",
        kk="{path} жазылмайды: {problem}. Жазуға болатын бар қалтадағы файлды көрсетіңіз.",
    )

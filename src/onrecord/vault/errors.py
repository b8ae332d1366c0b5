"""Owns the faults of the vault."""

from __future__ import annotations

from onrecord.kernel import Conflict, Label, NotFound, Refused, Unavailable


class NoSuchItem(NotFound):
    """No item of this id, name or digest, or none that the actor may see."""

    code = "vault.no-such-item"
    says = Label(
        en="There is no item “{item}”. `onrecord items` lists what there is.",
        ru="Предмета «{item}» нет. Список: `onrecord items`.",
        kk="«{item}» деген айғақ жоқ. Тізімі: `onrecord items`.",
    )


class AmbiguousItem(Refused):
    """Several items have this name."""

    code = "vault.ambiguous-item"
    says = Label(
        en="{count} items are called “{item}”; name one by its id: {ids}.",
        ru="Предметов с именем «{item}»: {count}; укажите идентификатор: {ids}.",
        kk="«{item}» атты {count} айғақ бар; біреуін идентификаторымен көрсетіңіз: {ids}.",
    )


class SameVisibility(Conflict):
    """The item is seen that far already; somebody else may have been quicker."""

    code = "vault.same-visibility"
    says = Label(
        en="{item} is “{visibility}” already; nothing was changed.",
        ru="{item} уже имеет видимость «{visibility}»; ничего не изменено.",
        kk="{item} көрінуі онсыз да «{visibility}»; ештеңе өзгерген жоқ.",
    )


class ReasonMissing(Refused):
    """A decision that somebody will ask about has no reason."""

    code = "vault.reason-missing"
    says = Label(
        en="Say why, in a few words: who reads the log later has nothing else to go by.",
        ru="Скажите коротко, почему: тому, кто будет читать журнал, больше не на что опереться.",
        kk="Неге екенін қысқаша айтыңыз: журналды кейін оқитын адамның сүйенері осы ғана.",
    )


class UnknownEvent(Refused):
    """A custody event of another name than METHOD 1.3 lists."""

    code = "vault.unknown-event"
    says = Label(
        en="“{event}” is no custody event; it can be: {known}.",
        ru="«{event}» — не событие хранения; возможны: {known}.",
        kk="«{event}» — сақтау оқиғасы емес; мүмкіндері: {known}.",
    )


class UnknownFact(Refused):
    """A fact that no custody event may carry: METHOD 1.3 does not name it, the log itself says it, or it is no digest."""

    code = "vault.unknown-fact"
    says = Label(
        en="A custody event cannot carry “{fact}”; it can carry: {known}.",
        ru="Событие хранения не может содержать «{fact}»; возможны: {known}.",
        kk="Сақтау оқиғасында «{fact}» бола алмайды; мүмкіндері: {known}.",
    )


class CustodyBroken(Refused):
    """An event that does not join the ones before (METHOD 1.3): a hand-over, a frozen item, a disposal by one person."""

    code = "vault.custody-gap"
    says = Label(
        en="The custody of {item} would have a gap: {problem}. Record what is missing first.",
        ru="В цепочке хранения {item} возник бы разрыв: {problem}. Сначала внесите недостающее.",
        kk="{item} сақтау тізбегінде үзіліс пайда болар еді: {problem}. Алдымен жетіспейтінін енгізіңіз.",
    )


class RestrictedInClear(Refused):
    """A restricted item for an archive that lies in clear: whoever takes the disk reads it."""

    code = "vault.restricted-in-clear"
    says = Label(
        en="This archive is not encrypted: whoever takes the disk would read a restricted item. Nothing was sealed. "
        "Encrypt it with `onrecord encrypt`, or insist with --in-clear; that is recorded.",
        ru="Архив не зашифрован: предмет с ограниченным доступом прочтёт любой, кто заберёт диск. Ничего не запечатано. "
        "Зашифруйте архив: `onrecord encrypt`, или настойте на своём: --in-clear; это будет записано.",
        kk="Мұрағат шифрланбаған: қолжетімі шектеулі айғақты дискіні алған кез келген адам оқиды. Ештеңе мөрленген жоқ. "
        "`onrecord encrypt` арқылы шифрлаңыз немесе --in-clear арқылы талап етіңіз; ол жазылады.",
    )


class FileRefused(Refused):
    """A path that cannot be sealed; the others are. Leaves name why."""

    code = "vault.file-refused"
    says = Label(
        en="{path} was not sealed.",
        ru="{path} не запечатан.",
        kk="{path} мөрленген жоқ.",
    )


class NoSuchFile(FileRefused):
    """Nothing is at this path."""

    code = "vault.no-such-file"
    says = Label(
        en="{path} does not exist. Check the spelling; nothing else was held up.",
        ru="{path} не существует. Проверьте написание; остальное не задержано.",
        kk="{path} жоқ. Жазылуын тексеріңіз; қалғаны тоқтап қалған жоқ.",
    )


class LinkRefused(FileRefused):
    """A symbolic link: what it points to may be anything, tomorrow something else."""

    code = "vault.link"
    says = Label(
        en="{path} is a link and was not followed. Add the file it points to.",
        ru="{path} — ссылка, по ней не переходили. Добавьте файл, на который она указывает.",
        kk="{path} — сілтеме, оның соңынан жүрген жоқпыз. Ол көрсететін файлды қосыңыз.",
    )


class NotAFile(FileRefused):
    """A device, a pipe or a socket."""

    code = "vault.not-a-file"
    says = Label(
        en="{path} is neither a file nor a folder and was left alone.",
        ru="{path} — не файл и не папка, не тронуто.",
        kk="{path} — файл да, қалта да емес, тиіскен жоқпыз.",
    )


class OwnFile(FileRefused):
    """A file of an archive itself: its log, its objects or its keys. A sealed key could be shown to anybody."""

    code = "vault.own-file"
    says = Label(
        en="{path} is a part of an archive, not evidence, and was left alone.",
        ru="{path} — часть самого архива, а не доказательство, не тронуто.",
        kk="{path} — айғақ емес, мұрағаттың өз бөлігі, тиіскен жоқпыз.",
    )


class Unreadable(FileRefused):
    """The file cannot be read to its end."""

    code = "vault.unreadable"
    says = Label(
        en="{path} cannot be read: {problem}. The other files were sealed; mend this one and add it again.",
        ru="{path} не читается: {problem}. Остальные файлы запечатаны; исправьте этот и добавьте снова.",
        kk="{path} оқылмайды: {problem}. Қалған файлдар мөрленді; мұны түзеп, қайта қосыңыз.",
    )


class AccessUnrecorded(Refused):
    """A restricted item was to be opened where nothing can be recorded: each such access must stand in its custody."""

    code = "vault.access-unrecorded"
    says = Label(
        en="{item} is restricted, and each access to it is recorded; this archive was opened for reading only. Open it "
        "for writing.",
        ru="{item} — закрытый предмет, каждый доступ к нему записывается, а архив открыт только для чтения. Откройте его "
        "для записи.",
        kk="{item} — жабық айғақ, оған әр қатынау жазылады, ал мұрағат тек оқуға ашылған. Оны жазуға ашыңыз.",
    )


class InTheWay(Conflict):
    """A copy was to be written where something lies already."""

    code = "vault.in-the-way"
    says = Label(
        en="{path} exists; a copy overwrites nothing. Choose another name.",
        ru="{path} уже существует; копия ничего не затирает. Выберите другое имя.",
        kk="{path} бар; көшірме ештеңенің үстіне жазылмайды. Басқа атау таңдаңыз.",
    )


class NotADerivation(Refused):
    """A file was to be bound to an item by an event that makes nothing new of it."""

    code = "vault.not-a-derivation"
    says = Label(
        en="“{event}” makes nothing new of an item; it can be: {known}.",
        ru="«{event}» не создаёт из предмета ничего нового; возможны: {known}.",
        kk="«{event}» айғақтан жаңа ештеңе жасамайды; мүмкіндері: {known}.",
    )


class SameBytes(Refused):
    """What is said to be made of an item has its very bytes."""

    code = "vault.same-bytes"
    says = Label(
        en="{path} has the very bytes of {item}: nothing was made of it. For a copy use `onrecord copy`.",
        ru="{path} совпадает с {item} до байта: ничего нового не сделано. Для копии есть `onrecord copy`.",
        kk="{path} мен {item} байт-байтымен бірдей: жаңа ештеңе жасалмаған. Көшірме үшін `onrecord copy` бар.",
    )


class WiderThanSource(Refused):
    """What was made of an item would be seen by more people than that, and nobody decided so in words."""

    code = "vault.wider-than-source"
    says = Label(
        en="{item} is {visibility}; what is made of it may not be {asked} unless a decision says so: --decision WHY.",
        ru="{item} — {visibility}; сделанное из него не может быть {asked} без решения: --decision WHY.",
        kk="{item} — {visibility}; одан жасалған {asked} бола алмайды, егер шешім айтылмаса: --decision WHY.",
    )


class ChangedWhileRead(FileRefused):
    """Somebody wrote the file while it was read: what was read may be a state that never was."""

    code = "vault.changed-while-read"
    says = Label(
        en="{path} changed while it was read and was not sealed: the bytes read may be none it ever had. Wait until "
        "nobody writes to it, or copy it and add the copy.",
        ru="{path} изменился во время чтения и не запечатан: прочитанное могло никогда не быть его содержимым. "
        "Дождитесь окончания записи или добавьте копию.",
        kk="{path} оқылып жатқанда өзгерді, мөрленген жоқ: оқылғаны оның ешқашан болмаған күйі болуы мүмкін. Жазу "
        "аяқталғанша күтіңіз немесе көшірмесін қосыңыз.",
    )


class ErasedMeanwhile(FileRefused):
    """The same bytes were here, and were erased or disposed of between reading the file and recording it."""

    code = "vault.erased-meanwhile"
    says = Label(
        en="{path} was not sealed: the same bytes were being destroyed by a decision on record while it was read. Look at "
        "`onrecord expungings`; if it is to be sealed all the same, add it again.",
        ru="{path} не запечатан: пока он читался, те же байты уничтожались по записанному решению. Посмотрите "
        "`onrecord expungings`; если запечатать всё же нужно, добавьте файл снова.",
        kk="{path} мөрленген жоқ: ол оқылып жатқанда дәл сол байттар жазылған шешім бойынша жойылып жатты. "
        "`onrecord expungings` қараңыз; бәрібір мөрлеу керек болса, файлды қайта қосыңыз.",
    )


class NotConfined(Unavailable):
    """Hostile bytes are opened in a confined process only, and none could be started."""

    code = "vault.not-confined"
    says = Label(
        en="Files are examined in a confined process only, and none could be started here: {problem}. Nothing was examined.",
        ru="Файлы исследуются только в изолированном процессе, а здесь его не удалось запустить: {problem}. Ничего не исследовано.",
        kk="Файлдар тек оқшауланған процесте зерттеледі, ал мұнда оны іске қосу мүмкін болмады: {problem}. Ештеңе зерттелген жоқ.",
    )


class SameItem(Refused):
    """Both references name one item."""

    code = "vault.same-item"
    says = Label(
        en="Both are the item {item}; name two different ones.",
        ru="Оба раза назван один предмет, {item}; назовите два разных.",
        kk="Екеуі де бір айғақ, {item}; екі бөлек айғақты атаңыз.",
    )


class NotAContainer(Refused):
    """An item that holds no members was to be unpacked."""

    code = "vault.not-a-container"
    says = Label(
        en="{item} is no container that can be unpacked ({media_type}). `onrecord item {item}` shows what it is.",
        ru="{item} — не контейнер, который можно распаковать ({media_type}). Что это: `onrecord item {item}`.",
        kk="{item} — ашуға болатын контейнер емес ({media_type}). Оның не екені: `onrecord item {item}`.",
    )


class NoDigests(Refused):
    """A list in which no line holds a digest."""

    code = "vault.no-digests"
    says = Label(
        en="{path} holds no digests that can be read. Known are the lists of md5sum, sha1sum, sha256sum, sha512sum and "
        "hashdeep, tables with a column of digests, and one digest a line.",
        ru="В {path} нет контрольных сумм, которые можно прочитать. Подходят списки md5sum, sha1sum, sha256sum, sha512sum "
        "и hashdeep, таблицы со столбцом сумм и по одной сумме в строке.",
        kk="{path} ішінде оқуға болатын бақылау қосындылары жоқ. md5sum, sha1sum, sha256sum, sha512sum, hashdeep тізімдері, "
        "қосындылар бағаны бар кестелер және жолына бір қосынды жарайды.",
    )

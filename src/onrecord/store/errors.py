"""Owns the faults of the store."""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Broken, Conflict, Label, Misconfigured, NotAllowed, NotFound, Refused, Unavailable


class NotAnArchive(NotFound):
    """There is no archive at this place or above it."""

    code = "store.not-an-archive"
    says = Label(
        en="There is no Onrecord archive in {place} or in a folder above it. Make one with `onrecord init DIR`, or name "
        "one with -C DIR.",
        ru="В {place} и в папках выше нет архива Onrecord. Создайте его: `onrecord init ПАПКА`, или укажите: -C ПАПКА.",
        kk="{place} ішінде де, одан жоғарыда да Onrecord мұрағаты жоқ. `onrecord init ҚАЛТА` арқылы жасаңыз немесе "
        "-C ҚАЛТА арқылы көрсетіңіз.",
    )


class AlreadyThere(Conflict):
    """The folder for a new archive holds something."""

    code = "store.already-there"
    says = Label(
        en="{place} exists and is not empty; a new archive needs a folder of its own. Nothing was changed.",
        ru="{place} уже существует и не пуста; новому архиву нужна своя папка. Ничего не изменено.",
        kk="{place} бар және бос емес; жаңа мұрағатқа өз қалтасы керек. Ештеңе өзгертілген жоқ.",
    )


class NewerFormat(Refused):
    """The archive was written by a later Onrecord."""

    code = "store.newer-format"
    says = Label(
        en="This archive has format {found}; this Onrecord reads up to {known}. Update Onrecord; nothing was changed.",
        ru="Формат архива — {found}, а этот Onrecord читает до {known}. Обновите Onrecord; ничего не изменено.",
        kk="Мұрағат пішімі — {found}, бұл Onrecord {known} дейін оқиды. Onrecord-ты жаңартыңыз; ештеңе өзгерген жоқ.",
    )


class ArchiveDamaged(Broken):
    """The archive's own files cannot be read as what they must be."""

    code = "store.archive-damaged"
    says = Label(
        en="The archive in {place} is damaged: {problem}. Do not write to it; restore it from a backup.",
        ru="Архив в {place} повреждён: {problem}. Ничего в него не записывайте; восстановите из резервной копии.",
        kk="{place} ішіндегі мұрағат бүлінген: {problem}. Оған жазбаңыз; сақтық көшірмеден қалпына келтіріңіз.",
    )


class LogDamaged(Broken):
    """The log contradicts itself or a head that was signed before."""

    code = "store.log-damaged"
    says = Label(
        en="The log does not hold at entry {seq}: {problem}. Nothing more is written; compare with an older export.",
        ru="Журнал не сходится на записи {seq}: {problem}. Запись остановлена; сравните с прежней выгрузкой.",
        kk="Журнал {seq}-жазбада сәйкес емес: {problem}. Жазу тоқтатылды; бұрынғы шығарылыммен салыстырыңыз.",
    )


class LogBehind(Broken):
    """The log is shorter than it was in this very folder: the folder was copied without its journal, or in mid-write."""

    code = "store.log-behind"
    says = Label(
        en="The log in {place} has {found} entries and had {expected}: this folder was copied without log.sqlite-wal or "
        "while somebody wrote. Copy it again with nobody at work. If the original is lost, restore from a backup; if "
        "there is none, delete .onrecord-size and go on without the newest entries.",
        ru="В журнале {place} записей {found}, а было {expected}: папку скопировали без log.sqlite-wal или во время "
        "записи. Скопируйте её ещё раз, когда никто не работает. Если оригинал утрачен, восстановите из резервной "
        "копии; если её нет, удалите .onrecord-size и продолжайте без последних записей.",
        kk="{place} журналында {found} жазба бар, ал {expected} болған: қалта log.sqlite-wal файлынсыз немесе жазу "
        "кезінде көшірілген. Ешкім жұмыс істемегенде қайта көшіріңіз. Түпнұсқа жоғалса, сақтық көшірмеден қалпына "
        "келтіріңіз; ол болмаса, .onrecord-size файлын өшіріп, соңғы жазбаларсыз жалғастырыңыз.",
    )


class NoSuchEntry(NotFound):
    """The log has no entry of this number."""

    code = "store.no-such-entry"
    says = Label(
        en="The log has no entry {seq}; it has {size} entries, counted from 0.",
        ru="В журнале нет записи {seq}; всего записей {size}, счёт с 0.",
        kk="Журналда {seq}-жазба жоқ; барлығы {size} жазба, санау 0-ден.",
    )


class Locked(Conflict):
    """Another process keeps writing."""

    code = "store.locked"
    says = Label(
        en="Another process (number {process}) has been writing in {place} for more than {seconds} seconds. Nothing was "
        "recorded; let it finish and try again.",
        ru="Другой процесс (номер {process}) пишет в {place} дольше {seconds} с. Ничего не записано; дождитесь его и "
        "повторите.",
        kk="Басқа процесс (нөмірі {process}) {place} ішіне {seconds} секундтан артық жазып жатыр. Ештеңе жазылған жоқ; "
        "күтіп, қайталаңыз.",
    )


class ThrownAway(Conflict):
    """What is made of log and objects was thrown away while it was in use."""

    code = "store.thrown-away"
    says = Label(
        en="{place} was thrown away while it was in use, as it is whenever something is expunged. Nothing is lost: it is "
        "made anew; try again.",
        ru="{place} удалён во время работы — так бывает, когда что-то уничтожают. Ничего не потеряно: он строится заново; "
        "повторите.",
        kk="{place} жұмыс кезінде жойылды: бірдеңе жойылғанда солай болады. Ештеңе жоғалған жоқ: ол қайта жасалады; "
        "қайталаңыз.",
    )


class AsideHeld(Conflict):
    """Another process has a backup, a restore drill or a repair of this archive in hand."""

    code = "store.aside-held"
    says = Label(
        en="Another process is making a backup, a drill or a repair of {place}. Nothing was changed; let it finish and "
        "try again.",
        ru="Другой процесс делает копию, учебное восстановление или починку {place}. Ничего не изменено; дождитесь его "
        "и повторите.",
        kk="Басқа процесс {place} көшірмесін, жаттығуын не жөндеуін жасап жатыр. Ештеңе өзгерген жоқ; күтіп, қайталаңыз.",
    )


class DiskFull(Unavailable):
    """The disk has no room."""

    code = "store.disk-full"
    says = Label(
        en="The disk is full at {place}. What was acknowledged is safe, this step was not recorded. Free some space and "
        "repeat the command.",
        ru="На диске нет места: {place}. Подтверждённое сохранено, этот шаг не записан. Освободите место и повторите.",
        kk="Дискіде орын жоқ: {place}. Расталғаны сақтаулы, бұл қадам жазылмады. Орын босатып, қайталаңыз.",
    )


class NotWritable(Unavailable):
    """The disk refuses to be written: read-only, no permission, or failing."""

    code = "store.not-writable"
    says = Label(
        en="{place} cannot be written: {problem}. What was acknowledged is safe, this step was not recorded. Make the "
        "folder writable and repeat the command.",
        ru="Запись в {place} невозможна: {problem}. Подтверждённое сохранено, этот шаг не записан. Откройте папку для "
        "записи и повторите.",
        kk="{place} ішіне жазу мүмкін емес: {problem}. Расталғаны сақтаулы, бұл қадам жазылмады. Қалтаға жазуға рұқсат "
        "беріп, қайталаңыз.",
    )


class SyncFailed(NotWritable):
    """The disk did not confirm that bytes are on it; what it holds of them is unknown until it is read again."""

    code = "store.sync-failed"
    says = Label(
        en="The disk at {place} did not confirm what was written: {problem}. This step was not recorded. Look after the "
        "disk, then run `onrecord store check --deep`.",
        ru="Диск {place} не подтвердил запись: {problem}. Этот шаг не записан. Проверьте диск, затем выполните "
        "`onrecord store check --deep`.",
        kk="{place} дискісі жазуды растамады: {problem}. Бұл қадам жазылмады. Дискіні тексеріп, "
        "`onrecord store check --deep` орындаңыз.",
    )


class KeyMissing(Unavailable):
    """The log's signing key is not there or cannot be read."""

    code = "store.key-missing"
    says = Label(
        en="The log's signing key {place} cannot be read: {problem}. Without it nothing can be signed; put it back from "
        "your copy.",
        ru="Ключ подписи журнала {place} не читается: {problem}. Без него подписать нельзя; верните его из копии.",
        kk="Журналға қол қою кілті {place} оқылмайды: {problem}. Онсыз қол қойылмайды; көшірмеден қайтарыңыз.",
    )


class WrongKey(Broken):
    """The key in the archive's folder is not the one under which its log is published."""

    code = "store.wrong-key"
    says = Label(
        en="{place} is not the key of this archive's log: it would sign as {found}, the log is published as {expected}. "
        "Nothing was signed; find out who changed it and put the right key back.",
        ru="{place} — не ключ журнала этого архива: подпись была бы {found}, а журнал опубликован как {expected}. "
        "Подписи нет; выясните, кто его заменил, и верните верный ключ.",
        kk="{place} — бұл мұрағат журналының кілті емес: қолы {found} болар еді, ал журнал {expected} ретінде "
        "жарияланған. Қол қойылмады; оны кім ауыстырғанын анықтап, дұрыс кілтті қайтарыңыз.",
    )


class RoleTooNarrow(NotAllowed):
    """The actor's role does not reach this far."""

    code = "store.role-too-narrow"
    says = Label(
        en="This needs the role “{needed}”; {actor} sits here as “{role}”. Ask a keeper of the archive.",
        ru="Для этого нужна роль «{needed}»; {actor} работает как «{role}». Обратитесь к хранителю архива.",
        kk="Бұл үшін «{needed}» рөлі керек; {actor} «{role}» ретінде отыр. Мұрағат сақтаушысына жүгініңіз.",
    )


class DigestMismatch(Broken):
    """An object's bytes are not those that were sealed."""

    code = "store.digest-mismatch"
    says = Label(
        en="The object {expected} has changed: its bytes now have the digest {found}. It cannot be used as evidence; "
        "restore it from a copy.",
        ru="Объект {expected} изменён: теперь его дайджест {found}. Как доказательство он непригоден; восстановите копию.",
        kk="{expected} нысаны өзгерген: қазіргі дайджесті {found}. Дәлел бола алмайды; көшірмеден қалпына келтіріңіз.",
    )


class PackDamaged(Broken):
    """A pack of small objects is not what its name says; which of its objects are hurt is said beside it."""

    code = "store.pack-damaged"
    says = Label(
        en="The pack {expected} has changed: its bytes now have the digest {found}. Objects in it that are hurt are "
        "named one by one; restore them from a copy.",
        ru="Пакет {expected} изменён: теперь его дайджест {found}. Пострадавшие объекты названы отдельно; "
        "восстановите их из копии.",
        kk="{expected} бумасы өзгерген: қазіргі дайджесті {found}. Зақымдалған нысандар бөлек аталған; "
        "оларды көшірмеден қалпына келтіріңіз.",
    )


class DigestUnknown(Broken):
    """An object of which no digest is on record but the one that is distrusted."""

    code = "store.digest-unknown"
    says = Label(
        en="No {expected} of the object {found} is on record. Record one while the other digest still holds: `onrecord store renew-digests`.",
        ru="{expected} объекта {found} не записан. Запишите его, пока другой дайджест надёжен: `onrecord store renew-digests`.",
        kk="{found} нысанының {expected} мәні жазылмаған. Басқа дайджест сенімді тұрғанда жазыңыз: `onrecord store renew-digests`.",
    )


class ObjectMissing(Broken):
    """An object that the log speaks of is not there."""

    code = "store.object-missing"
    says = Label(
        en="The object {expected} is missing from the archive. Restore it from a copy.",
        ru="Объекта {expected} нет в архиве. Восстановите его из копии.",
        kk="{expected} нысаны мұрағатта жоқ. Көшірмеден қалпына келтіріңіз.",
    )


class ObjectUnreadable(Broken):
    """The disk does not give back an object that is there."""

    code = "store.object-unreadable"
    says = Label(
        en="The object {expected} cannot be read: {problem}. Copy the archive to another disk and restore the object.",
        ru="Объект {expected} не читается: {problem}. Скопируйте архив на другой диск и восстановите объект.",
        kk="{expected} нысаны оқылмайды: {problem}. Мұрағатты басқа дискіге көшіріп, нысанды қалпына келтіріңіз.",
    )


class AlreadyStored(Conflict):
    """A place for copies holds another file under a name that is written once."""

    code = "store.already-stored"
    says = Label(
        en="{place} already holds another file named {name}; it was left alone. Look at the copy with "
        "`onrecord backups PLACE --verify`.",
        ru="В {place} уже есть другой файл {name}; он не тронут. Проверьте копию: `onrecord backups МЕСТО --verify`.",
        kk="{place} ішінде {name} атты басқа файл бар; оған тиіскен жоқпыз. Көшірмені тексеріңіз: "
        "`onrecord backups ОРЫН --verify`.",
    )


class PlaceUnreachable(Unavailable):
    """A place for copies does not answer, or does not take or give what it should."""

    code = "store.place-unreachable"
    says = Label(
        en="{place} cannot be reached: {problem}. What was there before stands; try again later.",
        ru="{place} недоступно: {problem}. То, что там было, цело; повторите позже.",
        kk="{place} қолжетімсіз: {problem}. Бұрынғысы сол күйінде; кейінірек қайталаңыз.",
    )


class NotStored(NotFound):
    """A place for copies does not hold a file of this name."""

    code = "store.not-stored"
    says = Label(
        en="{place} does not hold the file {name}. Look whether this is the right place; another copy may have it.",
        ru="В {place} нет файла {name}. Проверьте, то ли это место; файл может быть в другой копии.",
        kk="{place} ішінде {name} файлы жоқ. Орынның дұрыстығын тексеріңіз; файл басқа көшірмеде болуы мүмкін.",
    )


class RebuildDiffers(Broken):
    """The tables are not what the log says."""

    code = "store.rebuild-differs"
    says = Label(
        en="The tables were not what the log says: made anew they have the digest {digest}. Run `onrecord store rebuild` "
        "and find out who wrote to the database.",
        ru="Таблицы расходились с журналом: построенные заново, они дают {digest}. Выполните `onrecord store rebuild` "
        "и выясните, кто писал в базу.",
        kk="Кестелер журналға сай емес еді: қайта құрылғандағы дайджест {digest}. `onrecord store rebuild` орындап, "
        "дерекқорға кім жазғанын анықтаңыз.",
    )


class ArchiveLocked(Unavailable):
    """The archive is encrypted and nothing that opens it is at hand."""

    code = "store.archive-locked"
    says = Label(
        en="The archive in {place} is encrypted and locked. Open it with `onrecord unlock`, or name a key file in "
        "ONRECORD_KEY_FILE, or give the passphrase with --passphrase-fd.",
        ru="Архив в {place} зашифрован и заперт. Откройте его: `onrecord unlock`, или укажите файл ключа в "
        "ONRECORD_KEY_FILE, или передайте парольную фразу через --passphrase-fd.",
        kk="{place} ішіндегі мұрағат шифрланған және құлыпталған. `onrecord unlock` арқылы ашыңыз, немесе кілт файлын "
        "ONRECORD_KEY_FILE ішінде көрсетіңіз, немесе құпия сөз тіркесін --passphrase-fd арқылы беріңіз.",
    )


class KeyRefused(Refused):
    """What was given opens no slot of this archive: a wrong passphrase, key file, recovery key or pair of shares."""

    code = "store.key-refused"
    says = Label(
        en="That does not open {archive}. Check the spelling, the keyboard and which archive this is; nothing is damaged "
        "by trying again.",
        ru="Этим {archive} не открывается. Проверьте написание, раскладку клавиатуры и тот ли это архив; повторная "
        "попытка ничему не вредит.",
        kk="Бұл {archive} мұрағатын ашпайды. Жазылуын, пернетақтаны және мұрағаттың дұрыстығын тексеріңіз; қайта "
        "көрудің зияны жоқ.",
    )


class KeysDamaged(Broken):
    """The keyring of an encrypted archive cannot be read, or somebody without the keys changed it."""

    code = "store.keys-damaged"
    says = Label(
        en="The keyring in {place} is damaged: {problem}. Put it back from a copy; without it the archive never opens. "
        "Where one of its two files is whole, `onrecord keys mend` writes the other anew.",
        ru="Связка ключей в {place} повреждена: {problem}. Верните её из копии: без неё архив не открыть. Если один из "
        "двух файлов цел, `onrecord keys mend` запишет второй заново.",
        kk="{place} ішіндегі кілттер бауы бүлінген: {problem}. Көшірмеден қайтарыңыз: онсыз мұрағат ашылмайды. Екі "
        "файлдың бірі бүтін болса, `onrecord keys mend` екіншісін қайта жазады.",
    )


class KeyringFull(Refused):
    """No more slots fit into the keyring."""

    code = "store.keyring-full"
    says = Label(
        en="The archive has {most} ways in already. Remove one with `onrecord keys remove` first.",
        ru="У архива уже {most} способов открытия. Сначала удалите один: `onrecord keys remove`.",
        kk="Мұрағатты ашудың {most} жолы бар. Алдымен біреуін алып тастаңыз: `onrecord keys remove`.",
    )


class LastSlot(Refused):
    """The last way into an archive is not taken away."""

    code = "store.last-slot"
    says = Label(
        en="{slot} is the last way into this archive and stays: without it nobody could ever open it. Add another first.",
        ru="{slot} — последний способ открыть этот архив, он остаётся: без него архив не откроет никто. Сначала добавьте "
        "другой.",
        kk="{slot} — бұл мұрағатты ашудың соңғы жолы, ол қалады: онсыз ешкім аша алмайды. Алдымен басқасын қосыңыз.",
    )


class NoSuchSlot(NotFound):
    """The keyring has no slot of this name."""

    code = "store.no-such-slot"
    says = Label(
        en="There is no slot “{slot}”; there are: {known}. `onrecord keys list` says what they are.",
        ru="Слота «{slot}» нет; есть: {known}. Что это за слоты, покажет `onrecord keys list`.",
        kk="«{slot}» деген ұяшық жоқ; барлары: {known}. Олардың не екенін `onrecord keys list` көрсетеді.",
    )


class NotEnoughMemory(Unavailable):
    """The passphrase was set on a machine with more memory than this one can give."""

    code = "store.not-enough-memory"
    says = Label(
        en="Opening with a passphrase needs {needed} MiB of free memory here. Close other programs, or use a key file or "
        "the recovery key.",
        ru="Чтобы открыть архив парольной фразой, нужно {needed} МиБ свободной памяти. Закройте другие программы или "
        "возьмите файл ключа либо ключ восстановления.",
        kk="Құпия сөз тіркесімен ашу үшін {needed} МиБ бос жад керек. Басқа бағдарламаларды жабыңыз, немесе кілт файлын не "
        "қалпына келтіру кілтін қолданыңыз.",
    )


class WeakPassphrase(Refused):
    """A passphrase that is too easy to guess."""

    code = "store.weak-passphrase"
    says = Label(
        en="This passphrase is too easy to guess ({problem}). Take at least 15 characters: five or six words that have "
        "nothing to do with each other, drawn by dice from a book, are good.",
        ru="Эту парольную фразу слишком легко подобрать ({problem}). Нужно не меньше 15 знаков: хороши пять-шесть не "
        "связанных между собой слов, выбранных из книги с помощью костей.",
        kk="Бұл құпия сөз тіркесін табу тым оңай ({problem}). Кемінде 15 таңба керек: кітаптан сүйек тастап таңдалған, "
        "бір-біріне қатысы жоқ бес-алты сөз жақсы.",
    )

    def message(self, language: str = "en") -> str:
        """Return the sentence, with the reason in the same language."""
        return self.says.fill(language, problem=WEAKNESSES[str(self.facts.get("weakness"))].text(language))


WEAKNESSES: Final = {
    "short": Label(en="it is too short", ru="она слишком короткая", kk="ол тым қысқа"),
    "few-letters": Label(en="it has few different letters", ru="в ней мало разных букв", kk="әртүрлі әріптер аз"),
    "numbers-only": Label(
        en="it is little more than a number", ru="это почти одни цифры", kk="ол түгелге жуық саннан тұрады"
    ),
    "repeated": Label(en="it repeats itself", ru="она повторяет саму себя", kk="ол өзін қайталайды"),
    "keyboard": Label(
        en="it runs along the keyboard or the alphabet",
        ru="она идёт по ряду клавиш или по алфавиту",
        kk="ол пернетақта не әліпби ретімен жазылған",
    ),
    "common": Label(en="many people use it", ru="её используют многие", kk="оны көп адам қолданады"),
    "known": Label(
        en="it is made of the title or another name that is known",
        ru="она составлена из названия или другого известного имени",
        kk="ол атаудан немесе белгілі бір есімнен құралған",
    ),
    "like-a-key": Label(
        en="it reads like a recovery key or a share",
        ru="она похожа на ключ восстановления или долю",
        kk="ол қалпына келтіру кілтіне немесе үлеске ұқсайды",
    ),
}


class PaperMisread(Refused):
    """A recovery key or a share was not copied letter by letter."""

    code = "store.paper-misread"
    says = Label(
        en="The text that begins with {kind} is not whole or a letter in it is wrong. Compare it with the paper, group "
        "by group.",
        ru="Текст, который начинается с {kind}, неполон, или в нём неверная буква. Сравните его с бумагой, группу за "
        "группой.",
        kk="{kind} деп басталатын мәтін толық емес немесе бір әрпі қате. Қағазбен топ-тобымен салыстырыңыз.",
    )


class SharesDoNotJoin(Refused):
    """Two shares that are one and the same, or that were not made together."""

    code = "store.shares-do-not-join"
    says = Label(
        en="The shares {numbers} do not open together: two different ones of one batch are needed. The four characters "
        "after the number are the same on shares of one batch.",
        ru="Доли {numbers} вместе не открывают: нужны две разные из одного набора. Четыре знака после номера у долей "
        "одного набора одинаковы.",
        kk="{numbers} үлестері бірге ашпайды: бір жинақтан екі түрлі үлес керек. Бір жинақ үлестерінде нөмірден кейінгі "
        "төрт таңба бірдей.",
    )


class KeyFileUnusable(Misconfigured):
    """A key file or a recipient that age does not take."""

    code = "store.key-file-unusable"
    says = Label(
        en="{place} cannot be used as a key: {problem}. It must hold an age identity (AGE-SECRET-KEY-1…, AGE-PLUGIN-…) or "
        "an SSH key without a passphrase; a recipient begins with age1 or ssh-.",
        ru="{place} не годится как ключ: {problem}. Нужен файл с ключом age (AGE-SECRET-KEY-1…, AGE-PLUGIN-…) или ключ SSH "
        "без пароля; открытая часть начинается с age1 или ssh-.",
        kk="{place} кілт бола алмайды: {problem}. Ішінде age кілті (AGE-SECRET-KEY-1…, AGE-PLUGIN-…) немесе құпиясөзсіз "
        "SSH кілті болуы керек; ашық бөлігі age1 немесе ssh- деп басталады.",
    )


class NotEncrypted(Refused):
    """A question about keys, asked of an archive that lies in clear."""

    code = "store.not-encrypted"
    says = Label(
        en="The archive in {place} is not encrypted and has no keys to open it. `onrecord encrypt` encrypts it.",
        ru="Архив в {place} не зашифрован, ключей к нему нет. Зашифровать его: `onrecord encrypt`.",
        kk="{place} ішіндегі мұрағат шифрланбаған, оны ашатын кілттер жоқ. Шифрлау: `onrecord encrypt`.",
    )


class AlreadyEncrypted(Conflict):
    """The archive is encrypted and need not be encrypted again."""

    code = "store.already-encrypted"
    says = Label(
        en="The archive in {place} is encrypted already. New keys for all of it: `onrecord keys renew`.",
        ru="Архив в {place} уже зашифрован. Заменить все его ключи: `onrecord keys renew`.",
        kk="{place} ішіндегі мұрағат шифрланып қойған. Барлық кілтін жаңарту: `onrecord keys renew`.",
    )


class InUse(Conflict):
    """Somebody is at work in an archive whose folder another is to take the place of."""

    code = "store.in-use"
    says = Label(
        en="Somebody is at work in the archive in {place}, or its folder is being exchanged just now. Nothing was changed; "
        "end other commands, notebooks and servers that have it open, and try again.",
        ru="С архивом в {place} кто-то работает, или его папка как раз заменяется. Ничего не изменено; завершите другие "
        "команды, блокноты и серверы, где он открыт, и повторите.",
        kk="{place} ішіндегі мұрағатпен біреу жұмыс істеп жатыр немесе қалтасы дәл қазір ауыстырылуда. Ештеңе өзгерген жоқ; "
        "оны ашып тұрған басқа командаларды, дәптерлерді, серверлерді аяқтап, қайталаңыз.",
    )


class CheckFirst(Broken):
    """Something is wrong with an archive that was to be written anew: it could not be compared with itself."""

    code = "store.check-first"
    says = Label(
        en="The archive in {place} has {count} problems, the first of them {first}. Nothing was changed; see them with "
        "`onrecord store check --deep` and put them right first.",
        ru="В архиве {place} нашлось проблем: {count}, первая — {first}. Ничего не изменено; посмотрите их командой "
        "`onrecord store check --deep` и сначала исправьте.",
        kk="{place} ішіндегі мұрағатта {count} ақау бар, біріншісі — {first}. Ештеңе өзгерген жоқ; оларды "
        "`onrecord store check --deep` арқылы көріп, алдымен түзетіңіз.",
    )


class FormerInTheWay(Conflict):
    """The folder that an archive had before lies where the next one would have to go."""

    code = "store.former-in-the-way"
    says = Label(
        en="{place} holds what the archive was before. Nothing was changed; remove it or move it away, then try again.",
        ru="В {place} лежит прежний архив. Ничего не изменено; удалите или переместите его и повторите.",
        kk="{place} ішінде бұрынғы мұрағат жатыр. Ештеңе өзгерген жоқ; оны өшіріп не көшіріп, қайталаңыз.",
    )

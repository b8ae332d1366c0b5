"""Owns the faults of the store."""

from __future__ import annotations

from onrecord.kernel import Broken, Conflict, Label, NotAllowed, NotFound, Refused, Unavailable


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
        en="{place} cannot be written: {problem}. What was acknowledged is safe, this step was not recorded.",
        ru="Запись в {place} невозможна: {problem}. Подтверждённое сохранено, этот шаг не записан.",
        kk="{place} ішіне жазу мүмкін емес: {problem}. Расталғаны сақтаулы, бұл қадам жазылмады.",
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

"""Owns the faults of second copies."""

from __future__ import annotations

from onrecord.kernel import Broken, Conflict, Label, NotFound, Refused, Unavailable


class RecoveryKeyRefused(Refused):
    """A text that should be a recovery key is none."""

    code = "vault.recovery-key-refused"
    says = Label(
        en="This is not a recovery key, or a letter of it is mistyped. It begins with AGE-SECRET-KEY-1 and has 74 "
        "letters and digits; spaces and small letters do not matter.",
        ru="Это не ключ восстановления, или в нём опечатка. Он начинается с AGE-SECRET-KEY-1 и состоит из 74 букв и "
        "цифр; пробелы и регистр не важны.",
        kk="Бұл қалпына келтіру кілті емес немесе бір әрпі қате. Ол AGE-SECRET-KEY-1 деп басталып, 74 әріп пен цифрдан "
        "тұрады; бос орын мен кіші әріп маңызды емес.",
    )


class RecoveryKeyWrong(Refused):
    """The key is a key, and opens nothing here."""

    code = "vault.recovery-key-wrong"
    says = Label(
        en="This key does not open the backups in {place}: they were made with another one. Look for the sheet on which "
        "this archive's recovery key was written down.",
        ru="Этот ключ не открывает копии в {place}: они сделаны с другим. Найдите лист, на котором записан ключ "
        "восстановления этого архива.",
        kk="Бұл кілт {place} ішіндегі көшірмелерді ашпайды: олар басқа кілтпен жасалған. Осы мұрағаттың қалпына "
        "келтіру кілті жазылған парақты табыңыз.",
    )


class RecoveryKeyUntried(Refused):
    """A first backup without anybody who tries the recovery key: it would be no backup."""

    code = "vault.recovery-key-untried"
    says = Label(
        en="This archive has no backup key yet. Run `onrecord backup PLACE` at a terminal, write the recovery key down "
        "and type it in once; or name a new file for it with --recovery-key-to FILE. Nothing was written.",
        ru="У архива ещё нет ключа копий. Выполните `onrecord backup МЕСТО` в терминале, запишите ключ восстановления "
        "и введите его один раз; или укажите для него новый файл: --recovery-key-to ФАЙЛ. Ничего не записано.",
        kk="Мұрағаттың көшірме кілті әлі жоқ. Терминалда `onrecord backup ОРЫН` орындап, қалпына келтіру кілтін жазып "
        "алып, бір рет енгізіңіз; не оған жаңа файл көрсетіңіз: --recovery-key-to ФАЙЛ. Ештеңе жазылған жоқ.",
    )


class BackupKeyMissing(Unavailable):
    """The key of the archive's backups is not where it should be."""

    code = "vault.backup-key-missing"
    says = Label(
        en="The key of the backups {place} cannot be read: {problem}. Give the recovery key with --key FILE, or at the "
        "prompt.",
        ru="Ключ копий {place} не читается: {problem}. Дайте ключ восстановления: --key ФАЙЛ или введите его.",
        kk="Көшірмелер кілті {place} оқылмайды: {problem}. Қалпына келтіру кілтін --key ФАЙЛ арқылы беріңіз немесе "
        "енгізіңіз.",
    )


class NoBackup(NotFound):
    """A place holds no backup that this key opens."""

    code = "vault.no-backup"
    says = Label(
        en="There is no backup in {place}. Check the name, and whether the drive is plugged in.",
        ru="В {place} нет резервной копии. Проверьте имя и подключён ли диск.",
        kk="{place} ішінде сақтық көшірме жоқ. Атын және дискінің қосулы екенін тексеріңіз.",
    )


class NoSuchSnapshot(NotFound):
    """A place holds no snapshot of this name."""

    code = "vault.no-such-snapshot"
    says = Label(
        en="{place} holds no snapshot “{snapshot}”. `onrecord backups PLACE` lists what there is.",
        ru="В {place} нет снимка «{snapshot}». Список: `onrecord backups МЕСТО`.",
        kk="{place} ішінде «{snapshot}» түсірілімі жоқ. Тізімі: `onrecord backups ОРЫН`.",
    )


class BackupDamaged(Broken):
    """A file of a backup is missing, cut or changed."""

    code = "vault.backup-damaged"
    says = Label(
        en="The backup in {place} is damaged at {file}: {problem}. Nothing was overwritten. Try another snapshot or "
        "another copy.",
        ru="Копия в {place} повреждена, файл {file}: {problem}. Ничего не перезаписано. Возьмите другой снимок или "
        "другую копию.",
        kk="{place} ішіндегі көшірме бүлінген, {file} файлы: {problem}. Ештеңенің үстіне жазылған жоқ. Басқа түсірілімді "
        "немесе басқа көшірмені алыңыз.",
    )


class ForeignBackup(Conflict):
    """A place holds backups of another archive, or under another key."""

    code = "vault.foreign-backup"
    says = Label(
        en="{place} holds backups of another archive, or made with another key. Name a place of its own for this one; "
        "nothing was changed.",
        ru="В {place} лежат копии другого архива или сделанные с другим ключом. Укажите для этого архива своё место; "
        "ничего не изменено.",
        kk="{place} ішінде басқа мұрағаттың немесе басқа кілтпен жасалған көшірмелер бар. Бұған өз орнын көрсетіңіз; "
        "ештеңе өзгерген жоқ.",
    )


class CopyGone(Conflict):
    """A place that held backups of this archive is empty: a drive that is not plugged in looks so."""

    code = "vault.copy-gone"
    says = Label(
        en="{place} held {count} backups of this archive and is empty now. Plug the drive in or look where it is mounted; "
        "if the copy is really gone, begin it again with --anew. Nothing was written.",
        ru="В {place} были копии этого архива ({count}), а теперь пусто. Подключите диск или проверьте, куда он "
        "подключён; если копия утрачена, начните заново: --anew. Ничего не записано.",
        kk="{place} ішінде осы мұрағаттың {count} көшірмесі болған, қазір бос. Дискіні қосыңыз немесе қайда қосылғанын "
        "қараңыз; көшірме шынымен жоғалса, --anew арқылы қайта бастаңыз. Ештеңе жазылған жоқ.",
    )


class PlaceNotFree(Conflict):
    """A folder for backups holds something else, or lies in the archive itself."""

    code = "vault.place-not-free"
    says = Label(
        en="{place} is no place for backups: {problem}. Name an empty folder, best on another disk. Nothing was written.",
        ru="{place} не годится для копий: {problem}. Укажите пустую папку, лучше на другом диске. Ничего не записано.",
        kk="{place} көшірмеге жарамайды: {problem}. Бос қалта көрсетіңіз, басқа дискіде болғаны жөн. Ештеңе жазылған жоқ.",
    )


class CopyForked(Broken):
    """A copy holds another history than the archive: one of the two was rewritten."""

    code = "vault.copy-forked"
    says = Label(
        en="The copy in {place} and this archive do not have the same first {size} entries: one of them was rewritten. "
        "Nothing was written. Keep both, and compare each with a checkpoint that somebody outside has kept.",
        ru="У копии в {place} и у архива разные первые записи ({size}): одно из них переписано. Ничего не записано. "
        "Сохраните оба и сравните с контрольной точкой, которую хранит кто-то посторонний.",
        kk="{place} ішіндегі көшірме мен мұрағаттың алғашқы {size} жазбасы бірдей емес: бірі қайта жазылған. Ештеңе "
        "жазылған жоқ. Екеуін де сақтап, сырттағы біреу сақтаған бақылау нүктесімен салыстырыңыз.",
    )


class CopyAhead(Conflict):
    """A copy knows more of the log than the archive: the archive is the older one."""

    code = "vault.copy-ahead"
    says = Label(
        en="The copy in {place} has {found} entries of the log, this archive only {size}: the archive is the older one. "
        "Nothing was written. Restore from the copy, or name another place.",
        ru="В копии {place} записей журнала {found}, в архиве только {size}: архив старее. Ничего не записано. "
        "Восстановите из копии или укажите другое место.",
        kk="{place} көшірмесінде журналдың {found} жазбасы бар, мұрағатта тек {size}: мұрағат ескірек. Ештеңе жазылған "
        "жоқ. Көшірмеден қалпына келтіріңіз немесе басқа орын көрсетіңіз.",
    )


class BackupUnderWay(Conflict):
    """Another computer writes to the same place."""

    code = "vault.backup-under-way"
    says = Label(
        en="Another computer has been making a backup in {place} since {since}. Nothing was written. If that one died, "
        "repeat with --break-lock.",
        ru="Другой компьютер делает копию в {place} с {since}. Ничего не записано. Если он остановился навсегда, "
        "повторите с --break-lock.",
        kk="Басқа компьютер {place} ішіне {since} бастап көшірме жасап жатыр. Ештеңе жазылған жоқ. Ол тоқтап қалса, "
        "--break-lock арқылы қайталаңыз.",
    )


class BackupOlder(Conflict):
    """A newer state is known than the one that was asked for."""

    code = "vault.backup-older"
    says = Label(
        en="The snapshot {snapshot} has {size} entries of the log, and {known} are known to exist ({why}). Restoring it "
        "loses the rest; repeat with --older-is-fine if that is meant. Nothing was written.",
        ru="В снимке {snapshot} записей журнала {size}, а известно о {known} ({why}). Восстановив его, вы потеряете "
        "остальное; если так и надо, повторите с --older-is-fine. Ничего не записано.",
        kk="{snapshot} түсірілімінде журналдың {size} жазбасы бар, ал {known} жазба белгілі ({why}). Оны қалпына "
        "келтірсеңіз, қалғаны жоғалады; солай керек болса, --older-is-fine арқылы қайталаңыз. Ештеңе жазылған жоқ.",
    )


class RestoredDamaged(Broken):
    """What was restored does not hold."""

    code = "vault.restored-damaged"
    says = Label(
        en="What was restored from {place} does not hold: {count} problems, the first {problem}. Nothing was left behind. "
        "Try another snapshot or copy, or take what there is with --even-if-damaged.",
        ru="Восстановленное из {place} не сходится: проблем {count}, первая — {problem}. Ничего не оставлено. Возьмите "
        "другой снимок или копию, или то, что есть: --even-if-damaged.",
        kk="{place} ішінен қалпына келтірілген сәйкес емес: {count} мәселе, біріншісі — {problem}. Ештеңе қалдырылған "
        "жоқ. Басқа түсірілім не көшірме алыңыз, немесе барын алыңыз: --even-if-damaged.",
    )


class CheckpointRefused(Refused):
    """A checkpoint that was given to compare with is not this archive's."""

    code = "vault.checkpoint-refused"
    says = Label(
        en="This checkpoint is not one of the archive in the backup: {problem}. Nothing was written.",
        ru="Эта контрольная точка не от архива из копии: {problem}. Ничего не записано.",
        kk="Бұл бақылау нүктесі көшірмедегі мұрағаттікі емес: {problem}. Ештеңе жазылған жоқ.",
    )

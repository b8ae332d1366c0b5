"""Owns why a member of a container, or a whole one, is not opened. The container itself is kept in every case."""

from __future__ import annotations

from onrecord.kernel import Label
from onrecord.vault.errors import FileRefused


class MemberRefused(FileRefused):
    """A member that is not sealed by itself; its container is kept, with it inside. Leaves name why."""

    code = "vault.member-refused"
    says = Label(
        en="{path} was not unpacked; it stays in its container.",
        ru="{path} не извлечён; он остаётся в своём контейнере.",
        kk="{path} шығарылған жоқ; ол өз контейнерінде қалады.",
    )


class MemberLink(MemberRefused):
    """A link, symbolic or hard: what it points to may be anything outside."""

    code = "vault.member-link"
    says = Label(
        en="{path} is a link and was not followed. The container is kept as it is.",
        ru="{path} — ссылка, по ней не переходили. Контейнер сохранён как есть.",
        kk="{path} — сілтеме, оның соңынан жүрген жоқпыз. Контейнер сол күйінде сақталды.",
    )


class MemberOutside(MemberRefused):
    """A name that leads out of the container: `..`, an absolute path, a drive letter."""

    code = "vault.member-outside"
    says = Label(
        en="{path} names a place outside of its container and was not unpacked. The container is kept as it is.",
        ru="{path} указывает за пределы контейнера и не извлечён. Контейнер сохранён как есть.",
        kk="{path} контейнерден тыс жерді көрсетеді, шығарылған жоқ. Контейнер сол күйінде сақталды.",
    )


class MemberNotAFile(MemberRefused):
    """A device, a pipe or something else that holds no bytes."""

    code = "vault.member-not-a-file"
    says = Label(
        en="{path} is neither a file nor a folder and was left alone. The container is kept as it is.",
        ru="{path} — не файл и не папка, не тронуто. Контейнер сохранён как есть.",
        kk="{path} — файл да, қалта да емес, тиіскен жоқпыз. Контейнер сол күйінде сақталды.",
    )


class MemberOddName(MemberRefused):
    """A name with control characters, marks that turn the direction of writing, or nothing in it; or an endless one."""

    code = "vault.member-odd-name"
    says = Label(
        en="The name {path} holds characters that deceive the eye or a program, or none at all; the member was not "
        "unpacked. The container is kept as it is.",
        ru="Имя {path} содержит символы, вводящие в заблуждение глаз или программу, или пусто; не извлечено. Контейнер "
        "сохранён как есть.",
        kk="{path} атауында көзді не бағдарламаны алдайтын таңбалар бар немесе ол бос; шығарылған жоқ. Контейнер сол "
        "күйінде сақталды.",
    )


class MemberTwice(MemberRefused):
    """A second member of the same name: two programs could each show another one."""

    code = "vault.member-twice"
    says = Label(
        en="{path} stands twice in its container; the first was sealed, this one was not. The container is kept as it is.",
        ru="{path} встречается в контейнере дважды; первый запечатан, этот нет. Контейнер сохранён как есть.",
        kk="{path} контейнерде екі рет кездеседі; біріншісі мөрленді, бұл мөрленген жоқ. Контейнер сол күйінде сақталды.",
    )


class MemberEncrypted(MemberRefused):
    """A member that needs a password."""

    code = "vault.member-encrypted"
    says = Label(
        en="{path} needs a password and was not opened. Unpack it yourself and add the files; the container is kept.",
        ru="{path} защищён паролем и не открыт. Распакуйте сами и добавьте файлы; контейнер сохранён.",
        kk="{path} құпиясөзбен қорғалған, ашылған жоқ. Өзіңіз шығарып, файлдарды қосыңыз; контейнер сақталды.",
    )


class MemberCompression(MemberRefused):
    """A member packed or encoded in a way that is not read here."""

    code = "vault.member-compression"
    says = Label(
        en="{path} is packed in a way that is not read here ({problem}). Unpack it yourself and add the file; the "
        "container is kept.",
        ru="{path} упакован способом, который здесь не читается ({problem}). Распакуйте сами и добавьте файл; контейнер "
        "сохранён.",
        kk="{path} мұнда оқылмайтын тәсілмен буылған ({problem}). Өзіңіз шығарып, файлды қосыңыз; контейнер сақталды.",
    )


class MemberTooLarge(MemberRefused):
    """A member that grows out of all proportion: a bomb."""

    code = "vault.member-too-large"
    says = Label(
        en="{path} grows to more than {limit} times its size and was not unpacked: it may be made to fill the disk. The "
        "container is kept as it is.",
        ru="{path} разрастается более чем в {limit} раз и не извлечён: возможно, создан, чтобы заполнить диск. Контейнер "
        "сохранён как есть.",
        kk="{path} {limit} еседен артық ұлғаяды, шығарылған жоқ: дискіні толтыру үшін жасалуы мүмкін. Контейнер сол "
        "күйінде сақталды.",
    )


class MemberFalseSize(MemberRefused):
    """A member of another size than its container says."""

    code = "vault.member-false-size"
    says = Label(
        en="{path} has not the size that its container says ({expected} bytes) and was not unpacked. The container is "
        "kept as it is.",
        ru="Размер {path} не тот, что указан в контейнере ({expected} байт); не извлечён. Контейнер сохранён как есть.",
        kk="{path} көлемі контейнерде айтылғандай ({expected} байт) емес; шығарылған жоқ. Контейнер сол күйінде сақталды.",
    )


class MemberDamaged(MemberRefused):
    """A member whose bytes cannot be read to their end, or are not those that the container vouches for."""

    code = "vault.member-damaged"
    says = Label(
        en="{path} cannot be read: {problem}. The container is kept as it is; ask for it once more.",
        ru="{path} не читается: {problem}. Контейнер сохранён как есть; запросите его ещё раз.",
        kk="{path} оқылмайды: {problem}. Контейнер сол күйінде сақталды; оны қайта сұраңыз.",
    )


class RecordDigest(MemberRefused):
    """A record of a web archive whose bytes have another digest than it says."""

    code = "vault.record-digest"
    says = Label(
        en="The digest of {path} is not the one its record says ({expected}, found {found}): it was changed or damaged "
        "after it was captured.",
        ru="Контрольная сумма {path} не та, что в записи ({expected}, найдено {found}): изменено или повреждено после "
        "сохранения.",
        kk="{path} бақылау қосындысы жазбадағыдай емес ({expected}, табылғаны {found}): сақталғаннан кейін өзгерген не "
        "бүлінген.",
    )


class ContainerRefused(FileRefused):
    """A container that is kept, and not opened, or not to its end. Leaves name why."""

    code = "vault.container-refused"
    says = Label(
        en="{path} is kept and was not opened.",
        ru="{path} сохранён, но не открыт.",
        kk="{path} сақталды, бірақ ашылған жоқ.",
    )


class ContainerTooMany(ContainerRefused):
    """More members than are unpacked."""

    code = "vault.container-too-many"
    says = Label(
        en="{path} holds more than {limit} members; it is kept, and was not opened any further. Unpack it yourself and "
        "add the folder.",
        ru="В {path} больше {limit} элементов; он сохранён, дальше не открывался. Распакуйте сами и добавьте папку.",
        kk="{path} ішінде {limit} элементтен көп; ол сақталды, әрі қарай ашылған жоқ. Өзіңіз шығарып, қалтаны қосыңыз.",
    )


class ContainerTooLarge(ContainerRefused):
    """More bytes than are unpacked."""

    code = "vault.container-too-large"
    says = Label(
        en="{path} unpacks to more than {limit} bytes; it is kept, and was not opened any further. Unpack it yourself and "
        "add the folder.",
        ru="{path} распаковывается более чем в {limit} байт; он сохранён, дальше не открывался. Распакуйте сами и "
        "добавьте папку.",
        kk="{path} ашқанда {limit} байттан асады; ол сақталды, әрі қарай ашылған жоқ. Өзіңіз шығарып, қалтаны қосыңыз.",
    )


class ContainerTooLong(ContainerRefused):
    """It took too long."""

    code = "vault.container-too-long"
    says = Label(
        en="{path} could not be opened within {limit} seconds; it is kept, and was not opened any further. Unpack it "
        "yourself and add the folder.",
        ru="{path} не удалось открыть за {limit} секунд; он сохранён, дальше не открывался. Распакуйте сами и добавьте "
        "папку.",
        kk="{path} {limit} секундта ашылмады; ол сақталды, әрі қарай ашылған жоқ. Өзіңіз шығарып, қалтаны қосыңыз.",
    )


class ContainerTooDeep(ContainerRefused):
    """A container in a container in a container, too often."""

    code = "vault.container-too-deep"
    says = Label(
        en="{path} lies deeper than {limit} containers within each other; it is sealed and was not opened.",
        ru="{path} вложен глубже, чем {limit} контейнеров; он запечатан, но не открыт.",
        kk="{path} бірінің ішіндегі бірі {limit} контейнерден тереңде жатыр; ол мөрленді, бірақ ашылған жоқ.",
    )


class ContainerOverlaps(ContainerRefused):
    """Members that lie over one another (CVE-2024-0450): no honest program writes such a container."""

    code = "vault.container-overlaps"
    says = Label(
        en="The members of {path} lie over one another: it is made to fill a disk or to deceive. It is kept and was not "
        "opened.",
        ru="Элементы {path} накладываются друг на друга: он создан, чтобы заполнить диск или обмануть. Сохранён, но не "
        "открыт.",
        kk="{path} элементтері бірінің үстіне бірі түседі: дискіні толтыру не алдау үшін жасалған. Сақталды, бірақ "
        "ашылған жоқ.",
    )


class ContainerDamaged(ContainerRefused):
    """A container that cannot be read, or not to its end."""

    code = "vault.container-damaged"
    says = Label(
        en="{path} is damaged: {problem}. It is kept as it is; what could be read before that was sealed.",
        ru="{path} повреждён: {problem}. Он сохранён как есть; прочитанное до этого места запечатано.",
        kk="{path} бүлінген: {problem}. Ол сол күйінде сақталды; оған дейін оқылғаны мөрленді.",
    )


class ContainerForm(ContainerRefused):
    """A container of a form that is known and not opened here."""

    code = "vault.container-form"
    says = Label(
        en="{path} is a container of the form {form}, which is not opened here; it is kept. Unpack it yourself and add "
        "the folder.",
        ru="{path} — контейнер вида {form}, здесь такие не открываются; он сохранён. Распакуйте сами и добавьте папку.",
        kk="{path} — {form} түріндегі контейнер, мұнда ондайлар ашылмайды; ол сақталды. Өзіңіз шығарып, қалтаны қосыңыз.",
    )


class RecordOdd(ContainerRefused):
    """A web archive that does not keep to its own standard (ISO 28500), though its records can be read."""

    code = "vault.record-odd"
    says = Label(
        en="{path} does not keep to the standard of web archives (ISO 28500): {problem}. Its records were read all the "
        "same.",
        ru="{path} не соответствует стандарту веб-архивов (ISO 28500): {problem}. Записи всё же прочитаны.",
        kk="{path} веб-мұрағаттар стандартына (ISO 28500) сай емес: {problem}. Жазбалары бәрібір оқылды.",
    )


class PackageInvalid(ContainerRefused):
    """A WACZ whose list of files does not agree with its files."""

    code = "vault.package-invalid"
    says = Label(
        en="{path} is no valid WACZ: {problem}. It is kept as it is; do not rely on its being whole.",
        ru="{path} — недействительный WACZ: {problem}. Он сохранён как есть; не полагайтесь на его целость.",
        kk="{path} — жарамсыз WACZ: {problem}. Ол сол күйінде сақталды; бүтіндігіне сенбеңіз.",
    )


class SignatureUntrusted(ContainerRefused):
    """A signature that does not hold, or leads to no authority known here."""

    code = "vault.signature-untrusted"
    says = Label(
        en="The signature of {path} proves nothing here: {problem}. Its bytes are kept and sealed all the same.",
        ru="Подпись {path} здесь ничего не доказывает: {problem}. Его содержимое всё равно сохранено и запечатано.",
        kk="{path} қолтаңбасы мұнда ештеңе дәлелдемейді: {problem}. Мазмұны бәрібір сақталып, мөрленді.",
    )


class SidecarUnmatched(FileRefused):
    """A proof that names bytes which did not come with it."""

    code = "vault.sidecar-unmatched"
    says = Label(
        en="{path} is a proof of a file that did not come with it ({problem}). It is sealed; ask for the file.",
        ru="{path} — подтверждение файла, которого рядом нет ({problem}). Оно запечатано; запросите сам файл.",
        kk="{path} — қасында жоқ файлдың дәлелі ({problem}). Ол мөрленді; файлдың өзін сұраңыз.",
    )


class SidecarDiffers(FileRefused):
    """A list that gives another digest for a file than the file has."""

    code = "vault.sidecar-differs"
    says = Label(
        en="{path} says that {name} has the digest {expected}, and it has {found}: the file or the list was changed after "
        "it was made. Both are sealed as they are.",
        ru="По {path} контрольная сумма {name} — {expected}, а на деле {found}: файл или список изменён после создания. "
        "Оба запечатаны как есть.",
        kk="{path} бойынша {name} бақылау қосындысы {expected}, ал шынында {found}: файл не тізім жасалғаннан кейін "
        "өзгерген. Екеуі де сол күйінде мөрленді.",
    )

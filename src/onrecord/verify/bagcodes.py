"""Owns what each defect and warning of a bag is called and how it is told in three languages. Never decides one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label

BAG_SAYS: Final[Mapping[str, Label]] = {
    # What lies in the folder against what its manifests list (RFC 8493, section 3).
    "verify.file-changed": Label(
        en="The file {path} has changed since the bag was made: its {algorithm} is another.",
        ru="Файл {path} изменён после упаковки: у него другой {algorithm}.",
        kk="{path} файлы қапталғаннан кейін өзгерген: оның {algorithm} мәні басқа.",
    ),
    "verify.file-missing": Label(
        en="The file {path} is missing from the bag.",
        ru="В пакете нет файла {path}.",
        kk="Пакетте {path} файлы жоқ.",
    ),
    "verify.file-untracked": Label(
        en="The file {path} is in no manifest: somebody put it into the bag later.",
        ru="Файла {path} нет в описи: его добавили в пакет позже.",
        kk="{path} файлы тізімдемеде жоқ: оны пакетке кейін қосқан.",
    ),
    "verify.file-unlisted": Label(
        en="The manifest {path} does not list {found}, as it must.",
        ru="Опись {path} не называет {found}, а должна.",
        kk="{path} тізімдемесі {found} файлын атамайды, ал атауға тиіс.",
    ),
    "verify.file-unreadable": Label(
        en="The file {path} cannot be read: {found}.",
        ru="Файл {path} не читается: {found}.",
        kk="{path} файлы оқылмайды: {found}.",
    ),
    "verify.hole": Label(
        en="The file {path} is not in the bag, which only says where to fetch it: {found}. Nothing was fetched.",
        ru="Файла {path} в пакете нет, указано лишь, откуда его взять: {found}. Ничего не загружалось.",
        kk="{path} файлы пакетте жоқ, тек қайдан алуға болатыны көрсетілген: {found}. Ештеңе жүктелген жоқ.",
    ),
    "verify.path-unsafe": Label(
        en="{path} is a link, a special file, a name that stands twice or a path that leads out of the bag; it was not "
        "opened.",
        ru="{path} — ссылка, особый файл, повторённое имя или путь за пределы пакета; не открывался.",
        kk="{path} — сілтеме, ерекше файл, қайталанған атау немесе пакеттен тыс жол; ашылмады.",
    ),
    "verify.oxum-differs": Label(
        en="The bag says that its payload has {expected} (octets.files), and it has {found}.",
        ru="В пакете заявлено {expected} (октетов.файлов), а есть {found}.",
        kk="Пакетте {expected} (октет.файл) деп жазылған, ал шынында {found}.",
    ),
    # How tag files are written (RFC 8493, section 2).
    "verify.declaration-missing": Label(
        en="{path} is missing: without it the folder is no bag.",
        ru="Нет {path}: без него папка — не пакет BagIt.",
        kk="{path} жоқ: онсыз қалта BagIt пакеті емес.",
    ),
    "verify.manifest-unreadable": Label(
        en="{path} cannot be read as BagIt demands: {found}.",
        ru="{path} нельзя прочесть по правилам BagIt: {found}.",
        kk="{path} BagIt талабы бойынша оқылмайды: {found}.",
    ),
    "verify.manifest-missing": Label(
        en="The bag has no manifest of its payload that can be checked.",
        ru="В пакете нет описи содержимого, которую можно проверить.",
        kk="Пакетте тексеруге болатын мазмұн тізімдемесі жоқ.",
    ),
    "verify.manifest-false": Label(
        en="The list {path} names another {algorithm} of {found} than the log does.",
        ru="Опись {path} называет иной {algorithm} файла {found}, чем журнал.",
        kk="{path} тізімдемесі {found} файлының {algorithm} мәнін журналдан басқаша атайды.",
    ),
    "verify.payload-missing": Label(
        en="The bag has no folder {path} for its payload.",
        ru="В пакете нет папки {path} для содержимого.",
        kk="Пакетте мазмұнға арналған {path} қалтасы жоқ.",
    ),
    "verify.listed-twice": Label(
        en="{path} lists {found} twice.",
        ru="{path} называет {found} дважды.",
        kk="{path} {found} файлын екі рет атайды.",
    ),
    "verify.zip-unreadable": Label(
        en="The ZIP file {path} cannot be read: {found}.",
        ru="ZIP-файл {path} не читается: {found}.",
        kk="{path} ZIP файлы оқылмайды: {found}.",
    ),
    # Warnings: allowed, and yet not well.
    "verify.weak-digests": Label(
        en="The payload is listed by weak digests only ({found}): they find accidents, not forgeries.",
        ru="Содержимое описано только слабыми дайджестами ({found}): они находят случайности, а не подделки.",
        kk="Мазмұн тек әлсіз дайджестермен сипатталған ({found}): олар кездейсоқ өзгерісті табады, жасандыны емес.",
    ),
    "verify.algorithm-unknown": Label(
        en="{path} uses a digest that this checker does not know and was not checked.",
        ru="{path} использует неизвестный этой программе дайджест и не проверялась.",
        kk="{path} бұл тексергіш білмейтін дайджест қолданады және тексерілмеді.",
    ),
    "verify.name-clash": Label(
        en="The names {path} and {found} are the same on systems that ignore case or accents' form.",
        ru="Имена {path} и {found} совпадают там, где не различают регистр или форму диакритики.",
        kk="{path} және {found} атаулары регистр не диакритика түрін ажыратпайтын жүйелерде бірдей.",
    ),
    "verify.name-mistaken": Label(
        en="{path} is listed, and {found} is there: the same name only where case or accents' form is ignored.",
        ru="В описи {path}, а лежит {found}: одно имя лишь там, где не различают регистр или форму диакритики.",
        kk="Тізімде {path}, ал шынында {found}: регистр не диакритика түрін ажыратпайтын жерде ғана бір атау.",
    ),
    "verify.name-unportable": Label(
        en="The name {path} cannot be used on every system.",
        ru="Имя {path} годится не для всякой системы.",
        kk="{path} атауы барлық жүйеге жарамайды.",
    ),
    "verify.name-unescaped": Label(
        en="{path} writes the name {found} without encoding its percent sign.",
        ru="{path} пишет имя {found}, не кодируя знак процента.",
        kk="{path} {found} атауын пайыз белгісін кодтамай жазады.",
    ),
    "verify.system-file": Label(
        en="{path} was left by an operating system, not by a person.",
        ru="{path} оставлен операционной системой, а не человеком.",
        kk="{path} файлын адам емес, операциялық жүйе қалдырған.",
    ),
    "verify.system-file-missing": Label(
        en="{path}, left by an operating system, is listed and is not there any more.",
        ru="{path}, оставленный операционной системой, есть в описи, но его уже нет.",
        kk="Операциялық жүйе қалдырған {path} тізімдемеде бар, ал өзі енді жоқ.",
    ),
    "verify.path-relative": Label(
        en="{path} writes the path {found} with a leading “./”.",
        ru="{path} пишет путь {found} с «./» в начале.",
        kk="{path} {found} жолын басында «./» бар етіп жазады.",
    ),
    "verify.line-of-md5sum": Label(
        en="{path} is written as md5sum does, with an asterisk before the name; a strict reader refuses it.",
        ru="{path} записана, как пишет md5sum, со звёздочкой перед именем; строгая программа её отвергнет.",
        kk="{path} md5sum жазғандай, атау алдында жұлдызшамен жазылған; қатаң бағдарлама оны қабылдамайды.",
    ),
    "verify.tag-unlisted": Label(
        en="The tag file {path} is in no tag manifest: a change of it would not show.",
        ru="Служебного файла {path} нет в описи: его изменение не будет замечено.",
        kk="{path} қызметтік файлы тізімдемеде жоқ: оның өзгергені байқалмайды.",
    ),
}

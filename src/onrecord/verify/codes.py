"""Owns what each defect is called and how it is told in three languages. Never decides whether there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label
from onrecord.verify.bagcodes import BAG_SAYS

SAYS: Final[Mapping[str, Label]] = {
    **BAG_SAYS,
    # The payload of an export against its log.
    "verify.not-in-log": Label(
        en="No entry of the log speaks of the file {path}.",
        ru="Ни одна запись журнала не говорит о файле {path}.",
        kk="Журналдың бірде-бір жазбасы {path} файлын атамайды.",
    ),
    "verify.readme-differs": Label(
        en="{path} names another key than the log is signed with: {found} instead of {expected}.",
        ru="{path} называет не тот ключ, которым подписан журнал: {found} вместо {expected}.",
        kk="{path} журналға қол қойылған кілттен басқасын атайды: {expected} орнына {found}.",
    ),
    # The log: leaves, root, signed head, disclosed payloads, proofs.
    "verify.leaf-malformed": Label(
        en="Line {found} of {path} is not an entry of a log.",
        ru="Строка {found} файла {path} — не запись журнала.",
        kk="{path} файлының {found}-жолы журнал жазбасы емес.",
    ),
    "verify.entry-missing": Label(
        en="Entry {seq} is missing from the log.",
        ru="В журнале нет записи {seq}.",
        kk="Журналда {seq}-жазба жоқ.",
    ),
    "verify.order": Label(
        en="Entry {found} stands where entry {expected} must stand.",
        ru="Запись {found} стоит на месте записи {expected}.",
        kk="{expected}-жазбаның орнында {found}-жазба тұр.",
    ),
    "verify.time-falls": Label(
        en="Entry {seq} is dated {found}, before the entry that precedes it ({expected}).",
        ru="Запись {seq} датирована {found} — раньше предыдущей ({expected}).",
        kk="{seq}-жазбаның күні {found}, алдыңғысынан ({expected}) бұрын.",
    ),
    "verify.log-cut": Label(
        en="The signed head speaks of {expected} entries, the export holds {found}: the tail was cut off.",
        ru="Подписанная вершина говорит о {expected} записях, в выгрузке их {found}: конец журнала отрезан.",
        kk="Қол қойылған бас {expected} жазба дейді, шығарылымда {found}: журналдың соңы кесілген.",
    ),
    "verify.log-longer": Label(
        en="The signed head speaks of {expected} entries, the export holds {found}.",
        ru="Подписанная вершина говорит о {expected} записях, в выгрузке их {found}.",
        kk="Қол қойылған бас {expected} жазба дейді, шығарылымда {found}.",
    ),
    "verify.root-differs": Label(
        en="The entries of {path} do not give the root that was signed ({algorithm}): an entry was changed.",
        ru="Записи {path} не дают подписанного корня ({algorithm}): какая-то запись изменена.",
        kk="{path} жазбалары қол қойылған түбірді ({algorithm}) бермейді: бір жазба өзгертілген.",
    ),
    "verify.leaf-changed": Label(
        en="Entry {seq} in {path} is not the one that was signed.",
        ru="Запись {seq} в {path} — не та, что была подписана.",
        kk="{path} ішіндегі {seq}-жазба қол қойылған жазба емес.",
    ),
    "verify.leaf-hashes-differ": Label(
        en="The list of hashes {path} is not that of the entries.",
        ru="Список хешей {path} не соответствует записям.",
        kk="{path} хештер тізімі жазбаларға сай емес.",
    ),
    "verify.checkpoint-unreadable": Label(
        en="The log's signed head {path} cannot be read: {found}.",
        ru="Подписанную вершину журнала {path} нельзя прочесть: {found}.",
        kk="Журналдың қол қойылған басы {path} оқылмайды: {found}.",
    ),
    "verify.signature-false": Label(
        en="The head of the log is not signed by the key it names: {found}.",
        ru="Вершина журнала не подписана названным ключом: {found}.",
        kk="Журнал басына аталған кілтпен қол қойылмаған: {found}.",
    ),
    "verify.head-missing": Label(
        en="The head {path} at {seq} entries is not among the signed heads of the export.",
        ru="Вершины {path} при {seq} записях нет среди подписанных вершин выгрузки.",
        kk="{seq} жазбадағы {path} басы шығарылымның қол қойылған бастары арасында жоқ.",
    ),
    "verify.consistency-false": Label(
        en="The proof that the log of {expected} entries is the beginning of that of {seq} does not hold: {found}.",
        ru="Доказательство, что журнал из {expected} записей — начало журнала из {seq}, не сходится: {found}.",
        kk="{expected} жазбалық журнал {seq} жазбалықтың басы екеніне дәлел расталмады: {found}.",
    ),
    "verify.consistency-missing": Label(
        en="There is no proof that the log of {expected} entries is the beginning of that of {seq}.",
        ru="Нет доказательства, что журнал из {expected} записей — начало журнала из {seq}.",
        kk="{expected} жазбалық журнал {seq} жазбалықтың басы екеніне дәлел жоқ.",
    ),
    "verify.crate-differs": Label(
        en="The description {path} says something else than the log.",
        ru="Описание {path} говорит не то, что журнал.",
        kk="{path} сипаттамасы журналдан басқаны айтады.",
    ),
    "verify.key-unreadable": Label(
        en="The log's public key {path} cannot be read: {found}.",
        ru="Открытый ключ журнала {path} нельзя прочесть: {found}.",
        kk="Журналдың ашық кілті {path} оқылмайды: {found}.",
    ),
    "verify.key-differs": Label(
        en="The export is signed with another key: {found} instead of {expected}.",
        ru="Выгрузка подписана другим ключом: {found} вместо {expected}.",
        kk="Шығарылымға басқа кілтпен қол қойылған: {expected} орнына {found}.",
    ),
    "verify.origin-differs": Label(
        en="This is the log {found}, not {expected}.",
        ru="Это журнал {found}, а не {expected}.",
        kk="Бұл {expected} емес, {found} журналы.",
    ),
    "verify.log-shorter-than-before": Label(
        en="An older signed head had {expected} entries, this export has {found}: the tail was cut off.",
        ru="В прежней подписанной вершине было {expected} записей, в этой выгрузке {found}: конец журнала отрезан.",
        kk="Бұрынғы қол қойылған баста {expected} жазба болған, мұнда {found}: журналдың соңы кесілген.",
    ),
    "verify.log-rewritten": Label(
        en="The log is not the one signed earlier: its first {since} entries may be, its first {size} are not.",
        ru="Журнал не тот, что был подписан прежде: первые {since} записей могут совпадать, первые {size} — нет.",
        kk="Журнал бұрын қол қойылған емес: алғашқы {since} жазба сәйкес болуы мүмкін, алғашқы {size} сәйкес емес.",
    ),
    "verify.entry-rewritten": Label(
        en="Entry {seq} is not what an older export shows.",
        ru="Запись {seq} не та, что в прежней выгрузке.",
        kk="{seq}-жазба бұрынғы шығарылымдағыдай емес.",
    ),
    "verify.digest-unavailable": Label(
        en="The log of this export has no {algorithm}: there is nothing left to believe it by.",
        ru="У журнала этой выгрузки нет {algorithm}: верить ему больше не на чем.",
        kk="Бұл шығарылымның журналында {algorithm} жоқ: оған сенетін негіз қалмады.",
    ),
    "verify.line-malformed": Label(
        en="A line of {path} cannot be read: line {found}.",
        ru="Строка {found} файла {path} не читается.",
        kk="{path} файлының {found}-жолы оқылмайды.",
    ),
    "verify.payload-of-no-entry": Label(
        en="{path} discloses an entry {seq} that the log does not have.",
        ru="{path} раскрывает запись {seq}, которой нет в журнале.",
        kk="{path} журналда жоқ {seq}-жазбаны ашады.",
    ),
    "verify.payload-malformed": Label(
        en="What entry {seq} says is not formed as its kind demands: {found}.",
        ru="Содержание записи {seq} не соответствует её виду: {found}.",
        kk="{seq}-жазбаның мазмұны түріне сай емес: {found}.",
    ),
    "verify.payload-changed": Label(
        en="What entry {seq} says was changed: it no longer matches the commitment in the log.",
        ru="Содержание записи {seq} изменено: оно не соответствует обязательству в журнале.",
        kk="{seq}-жазбаның мазмұны өзгертілген: журналдағы міндеттемеге сай емес.",
    ),
    "verify.proof-missing": Label(
        en="There is no proof that entry {seq} stands in the log.",
        ru="Нет доказательства, что запись {seq} стоит в журнале.",
        kk="{seq}-жазбаның журналда тұрғанына дәлел жоқ.",
    ),
    "verify.proof-false": Label(
        en="Entry {seq} is not the one the signed head stands for: {found}.",
        ru="Запись {seq} — не та, за которую стоит подписанная вершина: {found}.",
        kk="{seq}-жазба қол қойылған бас растаған жазба емес: {found}.",
    ),
    "verify.proof-unreadable": Label(
        en="{path} cannot be read as a proof: {found}.",
        ru="{path} не читается как доказательство: {found}.",
        kk="{path} дәлел ретінде оқылмайды: {found}.",
    ),
    "verify.id-twice": Label(
        en="The entries {expected} and {seq} give the same id to two things: {found}.",
        ru="Записи {expected} и {seq} дают один идентификатор двум вещам: {found}.",
        kk="{expected} және {seq} жазбалары екі нәрсеге бір белгі береді: {found}.",
    ),
    # What others said of the log's heads.
    "verify.head-false": Label(
        en="The signed head {path} is not one of this log: its root is {found}.",
        ru="Подписанная вершина {path} — не этого журнала: её корень {found}.",
        kk="{path} қол қойылған басы бұл журналдікі емес: түбірі {found}.",
    ),
    "verify.stamp-false": Label(
        en="{path} is no time stamp over a head of this log: {found}.",
        ru="{path} — не отметка времени для вершины этого журнала: {found}.",
        kk="{path} бұл журнал басының уақыт таңбасы емес: {found}.",
    ),
    "verify.stamp-missing": Label(
        en="Entry {seq} speaks of a time stamp, {path}, that is not in the export as it was kept.",
        ru="Запись {seq} говорит об отметке времени {path}, которой в выгрузке нет в сохранённом виде.",
        kk="{seq}-жазба {path} уақыт таңбасы туралы айтады, ол шығарылымда сақталған күйінде жоқ.",
    ),
    "verify.authority-missing": Label(
        en="No time stamp in this export is by the authority whose certificate you gave: {expected}.",
        ru="В выгрузке нет отметки времени службы, чей сертификат вы указали: {expected}.",
        kk="Шығарылымда сертификатын сіз берген қызметтің уақыт таңбасы жоқ: {expected}.",
    ),
    "verify.cosignature-false": Label(
        en="A cosignature in {path} does not hold: {found}.",
        ru="Вторая подпись в {path} не сходится: {found}.",
        kk="{path} ішіндегі екінші қол расталмады: {found}.",
    ),
    "verify.cosignature-unknown": Label(
        en="A signature in {path} is by nobody whose key is known: {found}.",
        ru="Подпись в {path} поставлена неизвестно чьим ключом: {found}.",
        kk="{path} ішіндегі қол белгісіз кілтпен қойылған: {found}.",
    ),
    "verify.witness-missing": Label(
        en="No head in this export is cosigned by the witness whose key you gave: {expected}.",
        ru="Ни одна вершина в выгрузке не подписана свидетелем, чей ключ вы указали: {expected}.",
        kk="Шығарылымдағы бірде-бір басқа кілтін сіз берген куә қол қоймаған: {expected}.",
    ),
    "verify.anchor-false": Label(
        en="{path} is no OpenTimestamps proof of a head of this log.",
        ru="{path} — не доказательство OpenTimestamps для вершины этого журнала.",
        kk="{path} бұл журнал басының OpenTimestamps дәлелі емес.",
    ),
    # Evidence: items, text layers, claims.
    "verify.item-changed": Label(
        en="The item {item} is not what was sealed: its bytes have another digest.",
        ru="Предмет {item} — не тот, что был запечатан: у его байтов другой дайджест.",
        kk="{item} заты мөрленгендей емес: байттарының дайджесті басқа.",
    ),
    "verify.item-missing": Label(
        en="The bytes of the item {item} are missing.",
        ru="Нет байтов предмета {item}.",
        kk="{item} затының байттары жоқ.",
    ),
    "verify.layer-changed": Label(
        en="The text layer {layer} of the item {item} is not the one that was made.",
        ru="Текстовый слой {layer} предмета {item} — не тот, что был создан.",
        kk="{item} затының {layer} мәтін қабаты жасалғандай емес.",
    ),
    "verify.layer-missing": Label(
        en="The text layer {layer} of the item {item} is missing.",
        ru="Нет текстового слоя {layer} предмета {item}.",
        kk="{item} затының {layer} мәтін қабаты жоқ.",
    ),
    "verify.claim-changed": Label(
        en="The claim {claim} as it can be read differs from what entry {seq} recorded, at: {found}.",
        ru="Утверждение {claim} в читаемом виде расходится с записью {seq}: {found}.",
        kk="Оқылатын {claim} мәлімдемесі {seq}-жазбадан өзгеше: {found}.",
    ),
    "verify.claim-missing": Label(
        en="The claim {claim} of entry {seq} is missing from {path}.",
        ru="Утверждения {claim} из записи {seq} нет в {path}.",
        kk="{seq}-жазбадағы {claim} мәлімдемесі {path} ішінде жоқ.",
    ),
    "verify.claim-not-in-log": Label(
        en="{path} shows a claim {claim} that no disclosed entry records.",
        ru="{path} содержит утверждение {claim}, которого нет ни в одной раскрытой записи.",
        kk="{path} ішіндегі {claim} мәлімдемесі ашылған бірде-бір жазбада жоқ.",
    ),
    "verify.claim-without-sense": Label(
        en="The claim {claim} holds a value that cannot be: {found}.",
        ru="Утверждение {claim} содержит невозможное значение: {found}.",
        kk="{claim} мәлімдемесінде болуы мүмкін емес мән бар: {found}.",
    ),
    "verify.quote-differs": Label(
        en="The quote of the claim {claim} does not stand in the text of the item {item} at its place.",
        ru="Цитата утверждения {claim} не стоит в тексте предмета {item} на своём месте.",
        kk="{claim} мәлімдемесінің дәйексөзі {item} затының мәтінінде өз орнында жоқ.",
    ),
    # Statements and what was published with them.
    "verify.statement-changed": Label(
        en="The statement {statement} is not the one that was published.",
        ru="Заявление {statement} — не то, что было опубликовано.",
        kk="{statement} мәлімдеме мәтіні жарияланғандай емес.",
    ),
    "verify.statement-missing": Label(
        en="The statement {statement} is missing.",
        ru="Нет заявления {statement}.",
        kk="{statement} мәтіні жоқ.",
    ),
    "verify.published-file-changed": Label(
        en="The published file {path} is not the one that was published with the statement {statement}.",
        ru="Файл {path} — не тот, что был опубликован с заявлением {statement}.",
        kk="{path} файлы {statement} мәтінімен бірге жарияланғандай емес.",
    ),
    "verify.published-file-missing": Label(
        en="The file {path}, published with the statement {statement}, is missing.",
        ru="Нет файла {path}, опубликованного с заявлением {statement}.",
        kk="{statement} мәтінімен жарияланған {path} файлы жоқ.",
    ),
    "verify.binding-without-claim": Label(
        en="The figure “{found}” of the statement {statement} rests on the claim {claim}, which is not in the export.",
        ru="Цифра «{found}» заявления {statement} опирается на утверждение {claim}, которого нет в выгрузке.",
        kk="{statement} мәтініндегі «{found}» саны шығарылымда жоқ {claim} мәлімдемесіне сүйенеді.",
    ),
    "verify.binding-withdrawn": Label(
        en="The figure “{found}” of the statement {statement} rests on the claim {claim}, withdrawn, replaced or "
        "refuted by entry {expected}.",
        ru="Цифра «{found}» заявления {statement} опирается на утверждение {claim}, отозванное, заменённое или "
        "опровергнутое записью {expected}.",
        kk="{statement} мәтініндегі «{found}» саны {expected}-жазба қайтарып алған, ауыстырған не теріске шығарған "
        "{claim} мәлімдемесіне сүйенеді.",
    ),
    "verify.binding-not-in-statement": Label(
        en="The words “{expected}”, bound when the statement {statement} was published, do not stand in it.",
        ru="Слов «{expected}», привязанных при публикации заявления {statement}, в нём нет.",
        kk="{statement} мәтіні жарияланғанда байланған «{expected}» сөздері онда жоқ.",
    ),
}

NO_LOG: Final = Label(
    en="Everything but an accident: this is a BagIt bag and no export of Onrecord. There is no log in it that says who "
    "had the files and when, and whoever changes a file can write the manifests anew.",
    ru="Всё, кроме случайности: это пакет BagIt, а не выгрузка Onrecord. В нём нет журнала, который говорил бы, у кого "
    "и когда были файлы, а кто изменил файл, может заново написать и описи.",
    kk="Кездейсоқтықтан басқаның бәрі: бұл — BagIt пакеті, Onrecord шығарылымы емес. Онда файлдар кімде, қашан "
    "болғанын айтатын журнал жоқ, ал файлды өзгерткен адам тізімдемелерді де қайта жаза алады.",
)
ONE_DIGEST: Final = Label(
    en="Swapped objects: {count} files are known to the log by SHA-256 alone, which is not trusted here.",
    ru="Подмена объектов: {count} файлов известны журналу лишь по SHA-256, которому здесь не доверяют.",
    kk="Ауыстырылған нысандар: {count} файл журналға тек SHA-256 арқылы белгілі, ал оған мұнда сенбейміз.",
)
NO_KEY_KNOWN: Final = Label(
    en="Another key: whoever rewrites everything can sign with a key of their own. Compare this key with the one that "
    "the keeper publishes elsewhere: {key}",
    ru="Другой ключ: кто переписал всё, мог подписать своим ключом. Сравните этот ключ с тем, что хранитель "
    "опубликовал в другом месте: {key}",
    kk="Басқа кілт: бәрін қайта жазған адам өз кілтімен қол қоя алады. Бұл кілтті сақтаушы басқа жерде жариялаған "
    "кілтпен салыстырыңыз: {key}",
)
REWRITE: Final = Label(
    en="A rewrite by the keeper: no outside time stamp, no cosigner and no older signed head was at hand, and whoever "
    "holds the key can sign a log made anew.",
    ru="Переписывание журнала хранителем: нет ни внешней отметки времени, ни второй подписи, ни прежней подписанной "
    "вершины, а владелец ключа может подписать и заново составленный журнал.",
    kk="Сақтаушының журналды қайта жазуы: сыртқы уақыт белгісі де, екінші қол да, бұрынғы қол қойылған бас та жоқ, ал "
    "кілт иесі жаңадан жасалған журналға да қол қоя алады.",
)
TAIL_CUT: Final = Label(
    en="A cut tail: entries after number {last} may have existed and been left out before the head was signed.",
    ru="Отрезанный конец: после записи {last} могли быть ещё записи, опущенные до подписания вершины.",
    kk="Кесілген соң: {last}-жазбадан кейін басқа жазбалар болып, басқа қол қойылғанға дейін алынып тасталуы мүмкін.",
)
REWRITE_SINCE: Final = Label(
    en="A rewrite by the keeper after entry {last}, the last one the older signed head covers.",
    ru="Переписывание хранителем записей после {last} — последней, которую покрывает прежняя подписанная вершина.",
    kk="Бұрынғы қол қойылған бас қамтитын соңғы {last}-жазбадан кейінгілерін сақтаушының қайта жазуы.",
)
OWN_TIMES: Final = Label(
    en="Wrong times: all times are those of the keeper's clock; no outside time stamp confirms them.",
    ru="Неверное время: всё время — по часам хранителя; внешняя отметка времени его не подтверждает.",
    kk="Қате уақыт: барлық уақыт сақтаушының сағатымен; оны сыртқы уақыт белгісі растамайды.",
)
REWRITE_OWN: Final = Label(
    en="A rewrite by the keeper: the time stamps and cosignatures in this export rest on certificates and keys that "
    "came with it, and whoever makes a log anew can make those as well. Get them elsewhere and give them: --authority, "
    "--witness.",
    ru="Переписывание журнала хранителем: отметки времени и вторые подписи в выгрузке опираются на сертификаты и ключи "
    "из неё же, а кто составит журнал заново, изготовит и их. Возьмите их в другом месте и укажите: --authority, "
    "--witness.",
    kk="Сақтаушының журналды қайта жазуы: шығарылымдағы уақыт таңбалары мен екінші қолдар өзімен бірге келген "
    "сертификаттар мен кілттерге сүйенеді, журналды қайта жасаған адам оларды да жасай алады. Басқа жерден алып, "
    "көрсетіңіз: --authority, --witness.",
)
REWRITE_STAMPED: Final = Label(
    en="A rewrite by the keeper before {at}: the first {size} entries existed by then as they are here, says {name}. A "
    "time stamp does not exclude that another history was stamped as well, nor a rewrite of later entries.",
    ru="Переписывание хранителем до {at}: первые {size} записей тогда уже существовали в этом виде, свидетельствует "
    "{name}. Отметка не исключает, что отмечена и другая история, и не касается более поздних записей.",
    kk="Сақтаушының {at} дейін қайта жазуы: алғашқы {size} жазба сол кезде осы күйінде болған, дейді {name}. Уақыт "
    "таңбасы басқа тарихқа да таңба қойылғанын және кейінгі жазбаларды қайта жазуды жоққа шығармайды.",
)
REWRITE_WITNESSED: Final = Label(
    en="A rewrite by the keeper of entries after number {last}, the last that the witness {name} has seen, or one in "
    "which the witness takes part.",
    ru="Переписывание хранителем записей после номера {last} — последней, которую видел свидетель {name}, — или "
    "переписывание при участии свидетеля.",
    kk="Куә {name} көрген соңғы {last}-жазбадан кейінгілерін сақтаушының қайта жазуы немесе куәнің өзі қатысқан қайта "
    "жазу.",
)
TAIL_CUT_WITNESSED: Final = Label(
    en="A cut tail: entries after number {last} that were never shown to the witness {name}; at {at} it had seen none.",
    ru="Отрезанный конец: записи после номера {last}, которых свидетель {name} не видел; на {at} он их не знал.",
    kk="Кесілген соң: куә {name} көрмеген {last}-жазбадан кейінгі жазбалар; {at} ол ондайды көрмеген.",
)
OWN_TIMES_STAMPED: Final = Label(
    en="Wrong times: all times are those of the keeper's clock. From outside it is confirmed only that the first "
    "{size} entries existed by {at} ({name}); not when each was made, and nothing of later ones.",
    ru="Неверное время: всё время — по часам хранителя. Извне подтверждено лишь, что первые {size} записей "
    "существовали не позже {at} ({name}); не когда внесена каждая, и ничего о более поздних.",
    kk="Қате уақыт: барлық уақыт сақтаушының сағатымен. Сырттан расталғаны — алғашқы {size} жазба {at} дейін болғаны "
    "ғана ({name}); әрқайсысының қашан жасалғаны да, кейінгілері де расталмаған.",
)
OWN_TIMES_CLAIMED: Final = Label(
    en="Wrong times: all times are those of the keeper's clock. Time stamps confirm them only if these root "
    "certificates, which came with the export, are those that the authorities publish: {roots}",
    ru="Неверное время: всё время — по часам хранителя. Отметки времени подтверждают его, только если эти корневые "
    "сертификаты, взятые из самой выгрузки, те же, что публикуют службы: {roots}",
    kk="Қате уақыт: барлық уақыт сақтаушының сағатымен. Уақыт таңбалары оны мына шығарылыммен келген түбірлік "
    "сертификаттар қызметтер жариялағандай болса ғана растайды: {roots}",
)
STAMPS_UNCHECKED: Final = Label(
    en="False time stamps: nobody checked the signature of {count} time stamps, since this machine has no `openssl` "
    "that can. They confirm nothing here.",
    ru="Ложные отметки времени: подпись {count} отметок не проверена, на этой машине нет подходящего `openssl`. Здесь "
    "они ничего не подтверждают.",
    kk="Жалған уақыт таңбалары: {count} таңбаның қолы тексерілмеді, бұл машинада жарамды `openssl` жоқ. Мұнда олар "
    "ештеңені растамайды.",
)
STAMPS_DISTRUSTED: Final = Label(
    en="Time stamps: {count} of them rest on SHA-256 and confirm nothing once that is not trusted.",
    ru="Отметки времени: {count} из них опираются на SHA-256 и ничего не подтверждают, если ему не доверять.",
    kk="Уақыт таңбалары: олардың {count} SHA-256-ға сүйенеді, оған сенбесе ештеңені растамайды.",
)
ANCHORS_UNCHECKED: Final = Label(
    en="False anchors: {count} OpenTimestamps proofs are here and were not followed; that takes a Bitcoin node.",
    ru="Ложные якоря: доказательства OpenTimestamps ({count}) не проверялись; для этого нужен узел Bitcoin.",
    kk="Жалған зәкірлер: OpenTimestamps дәлелдері ({count}) тексерілмеді; оған Bitcoin түйіні керек.",
)
OUTSIDE_DECLINED: Final = Label(
    en="A gap in time: {count} times an authority or a witness was asked and gave nothing that holds; the log says so.",
    ru="Пробел во времени: служба времени или свидетель {count} раз не дали ничего верного; это записано в журнале.",
    kk="Уақыттағы үзіліс: қызмет не куә {count} рет жарамды ештеңе бермеді; бұл журналға жазылған.",
)
CONTRADICTED: Final = Label(
    en="A second history: the log itself records {count} heads, signed with its key, that contradict it. Ask the "
    "keeper.",
    ru="Вторая история: сам журнал говорит о вершинах ({count}), подписанных его ключом и противоречащих ему. Спросите "
    "хранителя.",
    kk="Екінші тарих: журналдың өзі оған қайшы келетін, өз кілтімен қол қойылған {count} басты атайды. Сақтаушыдан "
    "сұраңыз.",
)
CLOCK_AHEAD: Final = Label(
    en="A clock that ran ahead: entry {last} is dated {found}, and was stamped by {at}.",
    ru="Спешащие часы: запись {last} датирована {found}, а отметка стоит уже {at}.",
    kk="Алға кеткен сағат: {last}-жазба {found} деп белгіленген, ал таңба {at} қойылған.",
)
NEVER_ADMITTED: Final = Label(
    en="Selection: evidence and claims that were never put on record, or stand in the {count} entries that are not "
    "disclosed here.",
    ru="Отбор: доказательства и утверждения, которые не вносили вовсе или которые стоят в нераскрытых здесь записях: "
    "{count}.",
    kk="Іріктеу: мүлде енгізілмеген немесе мұнда ашылмаған {count} жазбада тұрған дәлелдер мен мәлімдемелер.",
)
HIDDEN_WITHDRAWAL: Final = Label(
    en="A withdrawn claim: {count} withdrawals or disputes stand in entries that this edition does not disclose.",
    ru="Отозванное утверждение: {count} отзывов или возражений записаны в записях, не раскрытых в этом издании.",
    kk="Қайтарып алынған мәлімдеме: {count} қайтарып алу не дау осы басылымда ашылмаған жазбаларда тұр.",
)
HIDDEN_QUOTES: Final = Label(
    en="A wrong quote: for {count} quotes the text they are taken from is not part of this edition.",
    ru="Неверная цитата: для {count} цитат исходный текст не входит в это издание.",
    kk="Қате дәйексөз: {count} дәйексөздің түпмәтіні осы басылымға кірмейді.",
)
CHECKER_INSIDE: Final = Label(
    en="A changed checker: this checker came inside the export it checked. Run one that you got elsewhere.",
    ru="Подменённая программа проверки: она лежала в самой выгрузке. Запустите полученную из другого места.",
    kk="Ауыстырылған тексергіш: ол тексерілген шығарылымның ішінде болды. Басқа жерден алғаныңызды іске қосыңыз.",
)


def filled(label: Label, **facts: object) -> Label:
    """Return the label with its facts put in, in every language."""
    return Label(en=label.fill("en", **facts), ru=label.fill("ru", **facts), kk=label.fill("kk", **facts))

"""Owns what can be wrong with files of proceedings, and why counts are not joined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label, NotFound, Refused


class CaseFileUnreadable(Refused):
    """A file of proceedings cannot be read as one."""

    code = "justice.case-file-unreadable"
    says = Label(
        en="{path} cannot be read as a file of proceedings: {problem}. docs/howto/funnel.md has the form.",
        ru="{path} не читается как файл производств: {problem}. Форма описана в docs/howto/funnel.md.",
        kk="{path} іс жүргізу файлы ретінде оқылмайды: {problem}. Пішімі docs/howto/funnel.md ішінде.",
    )


class NoSuchCount(NotFound):
    """A count that is to be joined is not in the file."""

    code = "justice.no-such-count"
    says = Label(
        en="There is no count “{count}” in the file; there are: {known}.",
        ru="В файле нет числа «{count}»; есть: {known}.",
        kk="Файлда «{count}» саны жоқ; барлары: {known}.",
    )


class NoSuchGroup(NotFound):
    """Nobody on record is known to be of a group that is to be compared."""

    code = "justice.no-such-group"
    says = Label(
        en="Nobody on record is known to be of the group “{group}”; there are: {known}.",
        ru="В записях нет лиц, о которых известно, что они из группы «{group}»; есть: {known}.",
        kk="Жазбада «{group}» тобынан екені белгілі адам жоқ; барлары: {known}.",
    )


class NoSuchPerson(NotFound):
    """There is no such person with a part in proceedings, or none of whom the actor may see anything."""

    code = "justice.no-such-person"
    says = Label(
        en="There is no person “{person}” with a part in proceedings. `onrecord claims --property part_in_case` lists some.",
        ru="Нет лица «{person}» с участием в деле. Список: `onrecord claims --property part_in_case`.",
        kk="Іске қатысы бар «{person}» адамы жоқ. Тізімі: `onrecord claims --property part_in_case`.",
    )


REASONS: Final[Mapping[str, Label]] = {
    "justice.not-a-record": Label(
        en="Record {record} is none: {problem}.",
        ru="Запись {record} не читается: {problem}.",
        kk="{record} жазбасы оқылмайды: {problem}.",
    ),
    "justice.unknown-stage": Label(
        en="Record {record} names the stage “{value}”; there are: {known}.",
        ru="В записи {record} стадия «{value}»; есть: {known}.",
        kk="{record} жазбасында «{value}» сатысы бар; болатындары: {known}.",
    ),
    "justice.unknown-group": Label(
        en="Record {record} is of the group “{value}”, which the file does not list: {known}.",
        ru="Запись {record} относится к группе «{value}», которой нет в списке файла: {known}.",
        kk="{record} жазбасы «{value}» тобына жатады, ол файл тізімінде жоқ: {known}.",
    ),
    "justice.unknown-person": Label(
        en="Record {record} is said to be the same person as “{value}”, and there is no such record.",
        ru="Запись {record} названа тем же лицом, что «{value}», но такой записи нет.",
        kk="{record} жазбасы «{value}» жазбасындағы адам делінген, бірақ ондай жазба жоқ.",
    ),
    "justice.record-twice": Label(
        en="The id {record} stands twice.",
        ru="Номер {record} стоит дважды.",
        kk="{record} нөмірі екі рет тұр.",
    ),
    "justice.impossible-order": Label(
        en="Record {record}: “{later}” ({later_on}) cannot be before “{earlier}” ({earlier_on}).",
        ru="Запись {record}: «{later}» ({later_on}) не может быть раньше, чем «{earlier}» ({earlier_on}).",
        kk="{record} жазбасы: «{later}» ({later_on}) «{earlier}» ({earlier_on}) алдында бола алмайды.",
    ),
    "justice.not-a-count": Label(
        en="Count {record} is none: {problem}.",
        ru="Число {record} не читается: {problem}.",
        kk="{record} саны оқылмайды: {problem}.",
    ),
    "justice.units-differ": Label(
        en="{part} counts {unit} and {whole} counts {other}: they are different things, and neither is a share of the other.",
        ru="{part} — это {unit}, а {whole} — {other}: разные единицы, одно не доля другого.",
        kk="{part} — {unit}, ал {whole} — {other}: бұлар әртүрлі бірлік, бірі екіншісінің үлесі емес.",
    ),
    "justice.incidents-differ": Label(
        en="{part} is counted of the incident {incident} and {whole} of {other}: neither is a share of the other.",
        ru="{part} относится к событию {incident}, а {whole} — к {other}: одно не доля другого.",
        kk="{part} — {incident} оқиғасына, ал {whole} — {other} оқиғасына қатысты: бірі екіншісінің үлесі емес.",
    ),
    "justice.several-incidents": Label(
        en="The dead of one incident are not held against the charged of another. Give --incident: {known}.",
        ru="Погибших в одном событии не сопоставляют с обвинёнными по другому. Укажите --incident: {known}.",
        kk="Бір оқиғада қаза тапқандар басқа оқиғада айып тағылғандармен салыстырылмайды. --incident беріңіз: {known}.",
    ),
    "justice.places-differ": Label(
        en="{part} is counted of {what} and {whole} of {other}: two shares are compared of one place, time and court (FG-06).",
        ru="{part} считает: {what}, а {whole}: {other}; сравнивают доли одного места, времени и суда (FG-06).",
        kk="{part} санайтыны: {what}, ал {whole}: {other}; бір жердің, уақыттың және соттың үлестері салыстырылады (FG-06).",
    ),
    "justice.sources-differ": Label(
        en="{part} is of {source} and {whole} of {other}: a share takes both numbers from one source.",
        ru="{part} из источника {source}, а {whole} — из {other}: для доли оба числа берут из одного источника.",
        kk="{part} — {source}, ал {whole} — {other} дереккөзінен: үлестің екі саны бір дереккөзден алынады.",
    ),
    "justice.days-out-of-order": Label(
        en="{part} is as of {day}, before {whole} ({other}): the part would be older than its whole.",
        ru="{part} относится к {day}, раньше, чем {whole} ({other}): часть оказалась бы старше целого.",
        kk="{part} — {day} күнгі, {whole} ({other}) мезгілінен бұрын: бөлік тұтастан бұрын болып шығады.",
    ),
    "justice.not-a-part": Label(
        en="Who is “{what}” ({part}) need not be among the “{other}” ({whole}).",
        ru="Те, кто «{what}» ({part}), не обязаны входить в «{other}» ({whole}).",
        kk="«{what}» ({part}) болғандар «{other}» ({whole}) ішінде болуға міндетті емес.",
    ),
    "justice.greater-than-the-whole": Label(
        en="{part} ({value}) is no share of {whole} ({other}).",
        ru="{part} ({value}) не может быть долей от {whole} ({other}).",
        kk="{part} ({value}) саны {whole} ({other}) санының үлесі бола алмайды.",
    ),
    "justice.no-such-stage": Label(
        en="{part} counts “{what}”, which is no stage that the records have.",
        ru="{part} считает «{what}»: такой стадии в записях нет.",
        kk="{part} «{what}» санын береді: жазбаларда мұндай саты жоқ.",
    ),
    "justice.not-one-number": Label(
        en="{part} or {whole} is a range or “more than”: a share takes two single numbers.",
        ru="{part} или {whole} — диапазон или «более чем»: для доли нужны два отдельных числа.",
        kk="{part} не {whole} — аралық не «астам»: үлеске екі жеке сан керек.",
    ),
    "justice.about-others": Label(
        en="{part} is counted of {what} and {whole} of {other}: who is in the one need not be in the other.",
        ru="{part} считает только: {what}, а {whole} — только: {other}; одни не обязаны входить в число других.",
        kk="{part} тек мынаны санайды: {what}, ал {whole} — {other}; біріншілер екіншінің ішінде болуға міндетті емес.",
    ),
    "justice.records-do-not-tell": Label(
        en="{part} counts only {what}, which the records do not tell apart.",
        ru="{part} считает только: {what}; в записях это не различается.",
        kk="{part} тек мынаны санайды: {what}; жазбаларда бұл ажыратылмаған.",
    ),
    "justice.not-alike": Label(
        en="{part} and {whole} count different things: two shares are compared of one kind.",
        ru="{part} и {whole} считают разное: сравнивают две доли одного рода.",
        kk="{part} мен {whole} әртүрлі нәрсені санайды: бір текті екі үлес салыстырылады.",
    ),
    "justice.groups-overlap": Label(
        en="Who is counted in {part} may be counted in {whole} too: two groups are compared that share nobody.",
        ru="Одни и те же люди могут входить и в {part}, и в {whole}: сравнивают группы без общих людей.",
        kk="{part} ішіндегілер {whole} ішінде де болуы мүмкін: ортақ адамы жоқ топтар салыстырылады.",
    ),
}

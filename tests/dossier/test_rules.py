"""The rules of the check: each code right and wrong, in English, Russian and Kazakh, on an invented ridge."""

import datetime as dt
import functools
from typing import Any

import pytest
from tests.ledger.world import SOURCES, claim

from onrecord import dossier, ledger
from onrecord.kernel import Vocabulary

_TODAY = dt.date(2031, 7, 1)
_SUBJECT = "incident:ridge-2031"
_PROSECUTOR = {"speaker": "Prosecutor General's Office"}
_COURT = {"speaker": "court", "speaker_kind": "court", "as_of": "2031-06-10"}
_NAME = """
[property.name]
subject = "person"
value_type = "text"
label = { en = "name", ru = "имя", kk = "есімі" }
definition = { en = "A name.", ru = "Имя.", kk = "Есім." }
"""


def _count(claim_id: str, low: int, **more: Any) -> dict[str, Any]:
    return claim(claim_id, low, **{"subject": _SUBJECT, "as_of": "2031-05-10", **more})


def _words(claim_id: str, name: str, value: str, **more: Any) -> dict[str, Any]:
    """Return a claim in words or of a day."""
    nothing = {"high": None, "qualifier": None, "wording": None}
    row = {"subject": _SUBJECT, "as_of": "2031-05-10", **nothing, "property": name, "value": value, **more}
    return claim(claim_id, None, **row)


_ROWS = (
    _count("R1", 6, as_of="2031-05-02", said_on="2031-05-02", wording="six people", **_PROSECUTOR),
    _count("R2", 14, said_on="2031-05-10", wording="fourteen people", **_PROSECUTOR),
    _count("R3", 9, group="dungan", wording="nine Dungans", **_PROSECUTOR),
    _count("R4", 5, group="kazakh", wording="five Kazakhs", **_PROSECUTOR),
    _count("R5", 80, qualifier="about", property="injured", wording="about 80", speaker="Ridge Gazette",
           speaker_kind="media"),
    _count("R6", 3, high=None, qualifier="at_least", property="missing", wording="at least three",
           speaker="Relief Circle", speaker_kind="ngo"),
    _count("R7", 900, high=1200, qualifier="range", property="displaced", wording="900 to 1,200", speaker="ourselves",
           speaker_kind="ourselves", level="inference", note="method: multiple systems", basis=["R5"]),
    _count("R8", 45, property="criminal_cases", wording="45 cases", **_PROSECUTOR),
    _count("R9", 30, property="charged", wording="30 people", speaker="Ministry of Internal Affairs"),
    _count("R10", 12, property="convicted", instance="first", wording="twelve", **_COURT),
    _count("R11", 12, property="defendants", trial="main", wording="twelve", **_COURT),
    _count("R12", 7, property="imprisoned", trial="main", wording="seven", **_COURT),
    _count("R13", 4, property="suspended", trial="main", wording="four", **_COURT),
    _count("R14", 1, property="acquitted", trial="main", wording="one", **_COURT),
    _count("R15", 25, property="houses_destroyed", place="sortobe", wording="25 houses", speaker="villagers",
           speaker_kind="witness"),
    _count("R16", 18, property="vehicles", place="masanchi", wording="18 cars", speaker="villagers",
           speaker_kind="witness"),
    _words("R17", "no_reply_as_of", "2031-06-20", subject="letter:a", speaker_kind="ngo", as_of="2031-06-20"),
    _words("R18", "absence", "no compensation had been paid to any family", absent="compensation",
           as_of="2031-06-25", speaker_kind="ngo", quote="no compensation had been paid to any family"),
    _words("R19", "official_characterisation", "mass riots", as_of="2031-05-12",
           quote="the ministry qualified the events as mass riots"),
    _words("R20", "cause_claim", "a quarrel", as_of="2031-05-11",
           quote="this was a quarrel between drivers and nothing more", speaker="akim of the district"),
    _words("R21", "cause_claim", "ссора", as_of="2031-05-11", quote="это была ссора водителей и ничего больше",
           speaker="аким района"),
    _words("R22", "cause_claim", "жанжал", as_of="2031-05-11", quote="бұл жүргізушілердің жанжалы ғана болды",
           speaker="аудан әкімі"),
    _count("R25", 70, property="arrested", wording="70 people", status="refuted", status_why="counted twice"),
    _count("R26", 11, property="hospitalised", wording="11", speaker="hospital", visibility="restricted"),
    _count("R27", 16, property="detained", wording="16 people", speaker="police"),
    _words("R28", "absence", "nobody had been charged with arson", absent="accountability", as_of="2031-03-01",
           speaker_kind="ngo", quote="nobody had been charged with arson"),
    _words("P1", "name", "Айдана Сапарова", subject="person:p1", visibility="restricted"),
    _words("P2", "name", "Ержан Қуатов", subject="person:p2", visibility="restricted"),
)  # fmt: skip


def _book(*more: dict[str, Any]) -> ledger.Book:
    words = ledger.shipped_vocabulary()
    if words.property("name") is None:
        words = words.merge(Vocabulary.from_toml(_NAME))
    rows = [
        ledger.Row(number=number, fields=row, original="") for number, row in enumerate([*SOURCES, *_ROWS, *more], 1)
    ]
    return ledger.book_from_rows(rows, today=_TODAY, vocabulary=words)


@functools.cache
def _world() -> ledger.Book:
    return _book()


def _check(body: str, language: str = "en", *, book: ledger.Book | None = None, **fields: str) -> dossier.CheckReport:
    front = {"language": language, "incident": "ridge-2031", "as_of": "2031-07-01", "edition": "public"} | fields
    lines = "".join(f"{name}: {value}\n" for name, value in front.items())
    return dossier.check(book or _world(), f"---\n{lines}---\n\n{body}\n", today=_TODAY)


def _codes(report: dossier.CheckReport) -> set[str]:
    return {one.code.name for one in report.diagnostics}


_RIGHT = [
    ("en", "Prosecutors put the number of dead at [fourteen](fig:killed)."),
    (
        "en",
        "Of the [fourteen people](fig:killed) who lost their lives, [nine were Dungans](fig:killed?group=dungan) and [five Kazakhs](fig:killed?group=kazakh).",
    ),
    ("en", "The Ridge Gazette, a newspaper, counts [about 80](fig:injured) wounded."),
    ("en", "Relatives are still looking for [at least three](fig:missing) people."),
    ("en", "Between [900 and 1,200](fig:displaced) people left the valley, by our estimate."),
    (
        "en",
        "Investigators opened [45 criminal cases](fig:criminal_cases); separately, [30 people](fig:charged) were charged.",
    ),
    ("en", "A court of first instance convicted [twelve men](fig:convicted); their lawyers have appealed."),
    (
        "en",
        "[Twelve defendants](fig:defendants?trial=main) heard their verdict: [seven](fig:imprisoned?trial=main) went to prison, [four](fig:suspended?trial=main) got suspended sentences, [one](fig:acquitted?trial=main) was acquitted.",
    ),
    ("en", "In Sortobe, in Korday district, [25 houses](fig:houses_destroyed) burned down."),
    ("en", "As of [20 June 2031](claim:R17), the government has not replied to the Committee's letter."),
    ("en", "By 25 June 2031, as the Relief Circle found, [no compensation had been paid to any family](claim:R18)."),
    ("en", "On 12 May 2031 the events [were classified as mass riots](claim:R19) by the ministry."),
    ("en", "“[This was a quarrel between drivers and nothing more](claim:R20),” the akim said."),
    ("en", "The pogrom of May 2031 began at dusk, and police arrived late."),
    ("en", "As of 10 May 2031 [fourteen people](fig:killed) were dead."),
    ("en", "The report “Nine Nights in the Valley” lists [nine Dungans](fig:killed?group=dungan) among the dead."),
    (
        "en",
        "No house was untouched, people say, and [25 houses](fig:houses_destroyed) in Sortobe burned to the ground.",
    ),
    ("en", "Police detained [16 people](fig:detained) that night."),
    (
        "en",
        "The Ministry of Internal Affairs says that [30 people](fig:charged) have been charged with taking part in riots.",
    ),
    ("en", "We demand that the attack be recognised as a pogrom and that those who organised it answer for it."),
    ("en", "Whether the events will be classified as mass riots is for a court to decide."),
    ("en", "The government must not leave the Committee's questions unanswered."),
    (
        "en",
        "The Prosecutor General's Office opened [45 criminal cases](fig:criminal_cases), for murder, arson and robbery.",
    ),
    (
        "en",
        "By 2 May [six people](fig:killed?as_of=2031-05-02) were known to have died; eight days later it was [fourteen](fig:killed).",
    ),
    (
        "en",
        "Doctors in the press count [about 80](fig:injured) wounded, and the families of [at least three people](fig:missing) do not know where they are.",
    ),
    ("en", "The men called themselves “the night watch”, and nobody stopped them."),
    ("en", "The trial court found [twelve men](fig:convicted) guilty. The verdict has not entered into force."),
    (
        "en",
        "In Masanchi [18 cars](fig:vehicles) were burned, while in Sortobe it was [25 houses](fig:houses_destroyed).",
    ),
    ("ru", "Прокуратура называет [четырнадцать](fig:killed) погибших."),
    (
        "ru",
        "Из [14 погибших](fig:killed) [девять — дунгане](fig:killed?group=dungan), [пятеро — казахи](fig:killed?group=kazakh).",
    ),
    ("ru", "Газета насчитала [около 80](fig:injured) раненых."),
    ("ru", "Родственники ищут [не менее трёх](fig:missing) человек."),
    ("ru", "По нашей оценке, долину покинули [от 900 до 1200](fig:displaced) человек."),
    ("ru", "Возбуждено [45 уголовных дел](fig:criminal_cases); обвинения предъявлены [30 людям](fig:charged)."),
    ("ru", "Суд первой инстанции осудил [двенадцать человек](fig:convicted); приговор не вступил в силу."),
    (
        "ru",
        "На скамье подсудимых было [двенадцать человек](fig:defendants?trial=main): [семеро](fig:imprisoned?trial=main) получили реальные сроки, [четверо](fig:suspended?trial=main) — условные, [один](fig:acquitted?trial=main) оправдан.",
    ),
    ("ru", "В Сортобе сгорело [25 домов](fig:houses_destroyed)."),
    ("ru", "На [20 июня 2031 года](claim:R17) ответа от правительства не поступило."),
    ("ru", "По состоянию на 25 июня [ни одной семье компенсация не выплачена](claim:R18)."),
    ("ru", "12 мая 2031 года министерство [квалифицировало события как массовые беспорядки](claim:R19)."),
    ("ru", "Аким сказал: «[это была ссора водителей и ничего больше](claim:R21)»."),
    ("ru", "Погром начался в сумерках, полиция приехала поздно."),
    ("ru", "В газете «Вестник горной долины» вышла заметка о пожаре."),
    (
        "ru",
        "По данным Генеральной прокуратуры, погибли [14 человек](fig:killed), среди них [девять дунган](fig:killed?group=dungan).",
    ),
    ("ru", "Полиция задержала [16 человек](fig:detained)."),
    ("ru", "МВД сообщает, что обвинения предъявлены [30 людям](fig:charged)."),
    ("ru", "Мы требуем признать случившееся погромом и наказать организаторов."),
    ("ru", "Будут ли события квалифицированы как массовые беспорядки, решит суд."),
    ("ru", "Письмо Комитета не должно остаться без ответа."),
    (
        "ru",
        "Ко 2 мая было известно о [шести погибших](fig:killed?as_of=2031-05-02), к 10 мая — о [четырнадцати](fig:killed).",
    ),
    ("ru", "Газета пишет, что раненых [около 80](fig:injured)."),
    ("ru", "По нашей оценке, бежали [от 900 до 1200 человек](fig:displaced)."),
    ("ru", "Нападавшие называли себя «ночной дозор»."),
    ("ru", "Суд признал виновными [двенадцать человек](fig:convicted). Защита подала апелляционные жалобы."),
    ("ru", "В Масанчи сожгли [18 машин](fig:vehicles), а в Сортобе — [25 домов](fig:houses_destroyed)."),
    ("ru", "Пытки запрещены, и каждую жалобу надо расследовать."),
    ("ru", "Программа «Возвращение домой и помощь семьям» началась в июне, сказали в акимате."),
    ("ru", "Осенью начался ремонт школы, и дети вернулись в классы."),
    ("kk", "Прокуратура [он төрт адам](fig:killed) қаза тапты деп хабарлады."),
    (
        "kk",
        "Қаза тапқан [14 адамның](fig:killed) [тоғызы дүнген](fig:killed?group=dungan), [бесеуі қазақ](fig:killed?group=kazakh).",
    ),
    ("kk", "Газет [80-ге жуық](fig:injured) жараланғанды санады."),
    ("kk", "Туыстары [кемінде үш](fig:missing) адамды іздеп жүр."),
    ("kk", "Біздің бағалауымыз бойынша, аңғардан [900-ден 1200-ге дейін](fig:displaced) адам кетті."),
    ("kk", "[45 қылмыстық іс](fig:criminal_cases) қозғалды; [30 адамға](fig:charged) айып тағылды."),
    ("kk", "Бірінші сатыдағы сот [он екі адамды](fig:convicted) соттады, үкім заңды күшіне енген жоқ."),
    (
        "kk",
        "[Он екі сотталушының](fig:defendants?trial=main) [жетеуі](fig:imprisoned?trial=main) бас бостандығынан айырылды, [төртеуі](fig:suspended?trial=main) шартты жаза алды, [біреуі](fig:acquitted?trial=main) ақталды.",
    ),
    ("kk", "Сортөбеде [25 үй](fig:houses_destroyed) өртенді."),
    ("kk", "[2031 жылғы 20 маусымда](claim:R17) үкіметтен жауап болған жоқ."),
    ("kk", "2031 жылғы 25 маусымға дейін [бірде-бір отбасына өтемақы төленген жоқ](claim:R18)."),
    ("kk", "2031 жылғы 12 мамырда министрлік оқиғаны [жаппай тәртіпсіздік деп саралады](claim:R19)."),
    ("kk", "Әкім «[бұл жүргізушілердің жанжалы ғана болды](claim:R22)» деді."),
    ("kk", "Қақтығыс кешке қарай басталды, полиция кеш келді."),
    ("kk", "«Тау аңғарының хабаршысы» газеті өрт туралы жазды."),
    (
        "kk",
        "Бас прокуратураның дерегінше, [14 адам](fig:killed) қаза тапты, олардың [тоғызы дүнген](fig:killed?group=dungan).",
    ),
    ("kk", "Полиция [16 адамды](fig:detained) ұстады."),
    ("kk", "Ішкі істер министрлігі [30 адамға](fig:charged) айып тағылды деп хабарлады."),
    ("kk", "Болған оқиғаны погром деп тануды және ұйымдастырушыларды жазалауды талап етеміз."),
    ("kk", "Оқиғаның жаппай тәртіпсіздік деп саралануы керек пе, оны сот шешеді."),
    ("kk", "Комитет хаты жауапсыз қалмауы керек."),
    ("kk", "2 мамырға дейін [алты адамның](fig:killed?as_of=2031-05-02) қаза тапқаны белгілі болды."),
    ("kk", "Газет [80-ге жуық](fig:injured) адам жараланды деп жазды."),
    ("kk", "Бағалауымызша, [900-ден 1200-ге дейін](fig:displaced) адам қашты."),
    ("kk", "Шабуылдаушылар өздерін «түнгі күзет» деп атаған."),
    ("kk", "Сот [он екі адамды](fig:convicted) кінәлі деп тапты. Қорғаушылар апелляциялық шағым берді."),
    ("kk", "Масаншыда [18 көлік](fig:vehicles), ал Сортөбеде [25 үй](fig:houses_destroyed) өртенді."),
    ("kk", "Азаптауға тыйым салынған, әр шағым тексерілуі тиіс."),
    ("kk", "«Үйге қайту және отбасыларға көмек» бағдарламасы маусымда басталды."),
    ("kk", "Күзде мектеп жөнделіп, балалар сыныптарына оралды."),
    ("en", "The law says that no one may be tortured."),
    ("en", "We call on the State to reply, and to say why nobody was warned."),
    ("en", "The defendants denied everything."),
    ("en", "“Hooliganism” is what the article of the code is called."),
    ("en", "If no reply comes by August, the Committee may publish the letter."),
    ("en", "People spoke of a pogrom from the first day."),
    ("en", "He was not tried for hooliganism."),
    ("en", "No village was spared."),
    ("en", "There was no electricity that night."),
    ("en", "“The Bridge of Good Hope” is the name of the fund that helped them, its director said."),
    ("en", "The judge asked for silence."),
    ("en", "Nothing was left of the mill."),
    ("en", "The wounded were taken to hospitals in Taraz and Almaty."),
    ("en", "The investigation is going on."),
    ("ru", "Закон гласит: никто не должен подвергаться пыткам."),
    ("ru", "Мы просим государство ответить и объяснить, почему людей не предупредили."),
    ("ru", "Подсудимые всё отрицали."),
    ("ru", "Статья кодекса называется «Массовые беспорядки с поджогами домов»."),
    ("ru", "Если ответа не будет до августа, Комитет опубликует письмо."),
    ("ru", "О погроме заговорили в первый же день."),
    ("ru", "Ни одно село не уцелело."),
    ("ru", "Света той ночью не было."),
    ("ru", "Фонд «Мост доброй надежды людям» помог им, сказал директор."),
    ("ru", "От мельницы ничего не осталось."),
    ("ru", "Раненых увезли в больницы Тараза и Алматы."),
    ("ru", "Расследование продолжается."),
    ("ru", "Приговор обжалуют."),
    ("ru", "Дети не ходили в школу."),
    ("ru", "Это никого не удивило."),
    ("kk", "Заң бойынша ешкім азапталмауы тиіс."),
    ("kk", "Мемлекетті жауап беруге шақырамыз."),
    ("kk", "Сотталушылар бәрін жоққа шығарды."),
    ("kk", "Егер тамызға дейін жауап болмаса, Комитет хатты жариялайды."),
    ("kk", "Алғашқы күннен-ақ погром деген сөз айтылды."),
    ("kk", "Бірде-бір ауыл аман қалған жоқ."),
    ("kk", "Ол түні жарық болған жоқ."),
    ("kk", "«Жақсы үміт көпірі» қоры көмектесті деді директор."),
    ("kk", "Диірменнен ештеңе қалмады."),
    ("kk", "Жаралыларды Тараз бен Алматы ауруханаларына апарды."),
    ("kk", "Тергеу жүріп жатыр."),
    ("kk", "Үкімге шағым беріледі."),
    ("kk", "Балалар мектепке бармады."),
    ("kk", "Бұған ешкім таңғалған жоқ."),
    ("kk", "Сот шешімін тамызда шығарады."),
    ("en", "The newspaper, citing prosecutors, writes of [fourteen dead](fig:killed)."),
    ("en", "Prosecutors in Taraz, far from Sortobe, opened [45 cases](fig:criminal_cases)."),
    ("en", "A court in Almaty heard that [25 houses](fig:houses_destroyed) had burned in Sortobe."),
    ("en", "Of [fourteen dead](fig:killed), [nine](fig:killed?group=dungan) were Dungans, officials say."),
    ("en", "On 10 May 2031 prosecutors gave the number of dead as [fourteen](fig:killed)."),
    ("en", "Two months after the night of 1 May, [30 people](fig:charged) had been charged."),
    ("en", "The dead: [fourteen](fig:killed). Charged: [30](fig:charged). Cases: [45](fig:criminal_cases)."),
    ("en", "Police say [16 people](fig:detained) were detained; a lawyer speaks of beatings."),
    ("en", "[Thirty people](fig:charged) were charged with killing Dungans and burning houses."),
    ("en", "While [16](fig:detained) sat in cells, [about 80](fig:injured) lay wounded, the Gazette reported."),
    ("en", "[Twelve people](fig:defendants?trial=main), most of them Kazakhs, were in the dock."),
    ("en", "The families of the [fourteen killed](fig:killed) met the akim."),
    ("en", "Some of the [30 accused](fig:charged) say they were tortured."),
    ("ru", "Газета со ссылкой на прокуратуру пишет о [четырнадцати погибших](fig:killed)."),
    ("ru", "Из [14 погибших](fig:killed) [девять](fig:killed?group=dungan) — дунгане, говорят власти."),
    ("ru", "10 мая 2031 года прокуратура назвала число погибших: [четырнадцать](fig:killed)."),
    ("ru", "Через два месяца после ночи 1 мая обвинены [30 человек](fig:charged)."),
    ("ru", "Погибших — [четырнадцать](fig:killed), обвиняемых — [30](fig:charged), дел — [45](fig:criminal_cases)."),
    ("ru", "По словам полиции, задержаны [16 человек](fig:detained); адвокат говорит о побоях."),
    ("ru", "[Тридцать человек](fig:charged) обвинены в убийстве дунган и поджогах домов."),
    ("ru", "Семьи [14 погибших](fig:killed) встретились с акимом."),
    ("ru", "На скамье подсудимых [двенадцать человек](fig:defendants?trial=main), большинство из них казахи."),
    ("ru", "Некоторые из [30 обвиняемых](fig:charged) говорят, что их пытали."),
    ("kk", "Газет прокуратураға сілтеме жасап, [он төрт адам](fig:killed) қаза тапты деп жазды."),
    ("kk", "Қаза тапқан [14 адамның](fig:killed) [тоғызы](fig:killed?group=dungan) дүнген, дейді билік."),
    ("kk", "2031 жылғы 10 мамырда прокуратура [он төрт адам](fig:killed) қаза тапты деп хабарлады."),
    (
        "kk",
        "Қаза тапқандар — [он төрт](fig:killed), айыпталғандар — [30](fig:charged), істер — [45](fig:criminal_cases).",
    ),
    ("kk", "Полицияның айтуынша, [16 адам](fig:detained) ұсталды; адвокат ұрып-соғу туралы айтады."),
    ("kk", "[Отыз адамға](fig:charged) дүнгендерді өлтірді деген айып тағылды."),
    ("kk", "Қаза тапқан [14 адамның](fig:killed) отбасылары әкіммен кездесті."),
    ("kk", "Айып тағылған [30 адамның](fig:charged) кейбірі азапталғанын айтады."),
]
_WRONG = [
    ("en", "[More than three](fig:missing) people are missing.", "OR122"),
    ("en", "The court sentenced [twelve men](fig:convicted).", "OR123"),
    ("en", "The events were recognised as genocide.", "OR124"),
    ("en", "In Masanchi [25 houses](fig:houses_destroyed) burned.", "OR125"),
    ("en", "An estimated 1,000 people left the valley.", "OR126"),
    ("en", "[Thirty people were convicted](fig:charged).", "OR127"),
    ("en", "A neighbour, Aidana Saparova, saw the men come.", "OR128"),
    ("en", "Displaced:\n\n| Village | People |\n|---|---|\n| Masanchi | 3 |", "OR113"),
    ("en", "| Returned | Women | Men |\n|---|---|---|\n| Sortobe | four | 40 |", "OR113"),
    ("en", "[70 people](fig:arrested) were arrested.", "OR129"),
    ("en", "“We were told to stay inside all night,” a teacher said.", "OR130"),
    ("en", "The ministry qualified the events as terrorism.", "OR124"),
    (
        "en",
        "Of the [45 cases](fig:criminal_cases), [30 people](fig:charged) were charged and [twelve](fig:convicted?instance=first) convicted, at first instance.",
        "OR109",
    ),
    ("en", "Fourteen people were killed: nine Dungans and six Kazakhs.", "OR110"),
    ("en", "Nobody has been investigated for the arson.", "OR111"),
    ("en", "Witnesses said that [45 criminal cases](fig:criminal_cases) had been opened.", "OR118"),
    ("en", "As of 3 May 2031, [fourteen people](fig:killed) had been killed.", "OR120"),
    ("en", "[More than 80](fig:injured) people were hurt, a newspaper wrote.", "OR122"),
    ("en", "[Exactly 80](fig:injured) people were hurt.", "OR122"),
    ("en", "Guilty, said the judges, and [twelve people](fig:convicted) knew it.", "OR123"),
    ("en", "The killings have never been recognized as a hate crime.", "OR111"),
    ("en", "Prosecutors qualified the acts of the crowd as hooliganism.", "OR124"),
    ("en", "In Masanchi, in the first hour, [25 houses](fig:houses_destroyed) were set on fire.", "OR125"),
    ("en", "It is estimated that [1,000 people](fig:displaced) left.", "OR126"),
    ("en", "[45 suspects](fig:criminal_cases) are on the list.", "OR127"),
    ("en", "[Nine Kazakhs](fig:killed?group=dungan) were killed.", "OR127"),
    ("en", "According to Yerzhan Quatov, the gate stood open.", "OR128"),
    ("en", "The police say they arrested [70 people](fig:arrested).", "OR129"),
    ("en", "The imam said: “Nobody came to help us until morning.”", "OR130"),
    ("en", "“It was a quarrel between some drivers and nothing else,” the akim said.", "OR117"),
    ("en", "[45 criminal cases](fig:criminal_cases), of which [30](fig:charged) ended in charges.", "OR109"),
    ("en", "[Thirty people](fig:charged), 67 percent of the [45 cases](fig:criminal_cases), were charged.", "OR109"),
    (
        "en",
        "Twelve defendants were tried: eight were imprisoned, four got suspended sentences and one was acquitted.",
        "OR110",
    ),
    ("en", "The authorities have still not paid any compensation to the families.", "OR111"),
    ("en", "No one has been held accountable for the deaths.", "OR111"),
    ("en", "Nobody had been charged with arson by [1 March](claim:R28).", "OR105"),
    ("en", "A human rights group reports [45 criminal cases](fig:criminal_cases).", "OR118"),
    ("en", "The Health Ministry said that [30 people](fig:charged) had been charged.", "OR118"),
    ("en", "As of 4 May 2031 the dead numbered [fourteen](fig:killed).", "OR120"),
    ("en", "[Eleven people](fig:hospitalised) were in hospital.", "OR115"),
    ("ru", "Пропали [более трёх](fig:missing) человек.", "OR122"),
    ("ru", "Суд приговорил [двенадцать человек](fig:convicted).", "OR123"),
    ("ru", "События были признаны геноцидом.", "OR124"),
    ("ru", "В Масанчи сгорело [25 домов](fig:houses_destroyed).", "OR125"),
    ("ru", "По оценке организации, долину покинули 1000 человек.", "OR126"),
    ("ru", "Осуждены [30 человек](fig:charged).", "OR127"),
    ("ru", "Соседка рассказала об этом Айдане Сапаровой.", "OR128"),
    ("ru", "| Раненые | Мальчики | Мужчины |\n|---|---|---|\n| всего | 9 | 40 |", "OR113"),
    ("ru", "| Вернулись | Женщины | Мужчины | Всего |\n|---|---|---|---|\n| Сортобе | <5 | 40 | 43 |", "OR113"),
    ("ru", "Арестованы [70 человек](fig:arrested).", "OR129"),
    ("ru", "«Нам велели всю ночь сидеть дома», — сказала учительница.", "OR130"),
    ("ru", "Из [45 дел](fig:criminal_cases) [30 человек](fig:charged) обвинены.", "OR109"),
    ("ru", "Погибли четырнадцать человек: девять дунган и шесть казахов.", "OR110"),
    ("ru", "Никто не извинился перед семьями.", "OR111"),
    ("ru", "Очевидцы сообщили, что возбуждено [45 уголовных дел](fig:criminal_cases).", "OR118"),
    ("ru", "По состоянию на 3 мая 2031 года погибли [четырнадцать человек](fig:killed).", "OR120"),
    ("ru", "Пострадали [более 80](fig:injured) человек.", "OR122"),
    ("ru", "Пострадали [ровно 80](fig:injured) человек.", "OR122"),
    ("ru", "[Двенадцать человек](fig:convicted) осуждены.", "OR123"),
    ("ru", "Случившееся так и не признали погромом.", "OR111"),
    ("ru", "Следствие квалифицировало действия толпы как хулиганство.", "OR124"),
    ("ru", "В Масанчи в первый же час подожгли [25 домов](fig:houses_destroyed).", "OR125"),
    ("ru", "По оценкам правозащитников, ушли [около 1000 человек](fig:displaced).", "OR126"),
    ("ru", "В списке [45 подозреваемых](fig:criminal_cases).", "OR127"),
    ("ru", "Убиты [девять казахов](fig:killed?group=dungan).", "OR127"),
    ("ru", "По словам Ержана Куатова, ворота были открыты.", "OR128"),
    ("ru", "Полиция арестовала [70 человек](fig:arrested).", "OR129"),
    ("ru", "Имам сказал: «Никто не пришёл нам помочь до самого утра».", "OR130"),
    ("ru", "«Это была просто ссора водителей и больше ничего», — сказал аким.", "OR117"),
    ("ru", "[45 уголовных дел](fig:criminal_cases), из которых [30](fig:charged) закончились обвинением.", "OR109"),
    ("ru", "Обвинены [30 человек](fig:charged) — 67 процентов из [45 дел](fig:criminal_cases).", "OR109"),
    ("ru", "Компенсаций семьям до сих пор не выплатили.", "OR111"),
    ("ru", "За эти смерти никто не понёс ответственности.", "OR111"),
    ("ru", "К [1 марта](claim:R28) никому не предъявлено обвинение в поджоге.", "OR105"),
    ("ru", "Правозащитная организация сообщает о [45 уголовных делах](fig:criminal_cases).", "OR118"),
    ("ru", "Министерство здравоохранения заявило, что обвинены [30 человек](fig:charged).", "OR118"),
    ("ru", "На 4 мая 2031 года погибших было [четырнадцать](fig:killed).", "OR120"),
    ("ru", "В больнице лежали [одиннадцать человек](fig:hospitalised).", "OR115"),
    ("kk", "[Үштен астам](fig:missing) адам хабарсыз кетті.", "OR122"),
    ("kk", "Сот [он екі адамды](fig:convicted) кінәлі деп тапты.", "OR123"),
    ("kk", "Оқиға геноцид деп танылды.", "OR124"),
    ("kk", "Масаншыда [25 үй](fig:houses_destroyed) өртенді.", "OR125"),
    ("kk", "Ұйымның бағалауы бойынша, аңғардан 1000 адам кетті.", "OR126"),
    ("kk", "[30 адам сотталды](fig:charged).", "OR127"),
    ("kk", "Көрші Айдана Сапароваға хабар берді.", "OR128"),
    ("kk", "Ұсталғандар:\n\n| Ауыл | Адам |\n|---|---|\n| Масаншы | 2 |", "OR113"),
    (
        "kk",
        "| Оралғандар | Әйелдер | Ерлер |\n|---|---|---|\n| Сортөбе | <5 | 40 |\n| Барлығы | 33 | 60 |\n| Масаншы | 30 | 20 |",
        "OR113",
    ),
    ("kk", "[70 адам](fig:arrested) қамауға алынды.", "OR129"),
    ("kk", "«Бізге түні бойы үйде отыр деп айтты», — деді мұғалім.", "OR130"),
    ("kk", "[45 істің](fig:criminal_cases) ішінен [30 адамға](fig:charged) айып тағылды.", "OR109"),
    ("kk", "Он төрт адам қаза тапты: тоғыз дүнген мен алты қазақ.", "OR110"),
    ("kk", "Ешкім кешірім сұраған жоқ.", "OR111"),
    ("kk", "Куәгерлер [45 қылмыстық іс](fig:criminal_cases) қозғалды деп айтты.", "OR118"),
    ("kk", "2031 жылғы 3 мамырдағы жағдай бойынша [он төрт адам](fig:killed) қаза тапты.", "OR120"),
    ("kk", "Министрлік оқиғаны лаңкестік деп саралады.", "OR124"),
    ("kk", "[80-нен астам](fig:injured) адам жараланды.", "OR122"),
    ("kk", "[Дәл 80](fig:injured) адам жараланды.", "OR122"),
    ("kk", "[Он екі адам](fig:convicted) сотталды.", "OR123"),
    ("kk", "Болған оқиға әлі күнге погром деп танылған жоқ.", "OR111"),
    ("kk", "Тергеу топтың әрекетін бұзақылық деп саралады.", "OR124"),
    ("kk", "Масаншыда алғашқы сағатта [25 үй](fig:houses_destroyed) өртелді.", "OR125"),
    ("kk", "Құқық қорғаушылардың бағалауынша, [1000-ға жуық адам](fig:displaced) кетті.", "OR126"),
    ("kk", "Тізімде [45 күдікті](fig:criminal_cases) бар.", "OR127"),
    ("kk", "[Тоғыз қазақ](fig:killed?group=dungan) өлтірілді.", "OR127"),
    ("kk", "Ержан Қуатовтың айтуынша, қақпа ашық тұрған.", "OR128"),
    ("kk", "Полиция [70 адамды](fig:arrested) қамауға алды.", "OR129"),
    ("kk", "Имам: «Таңға дейін бізге ешкім көмекке келген жоқ», — деді.", "OR130"),
    ("kk", "«Бұл тек жүргізушілердің жанжалы ғана болды», — деді әкім.", "OR117"),
    ("kk", "[45 қылмыстық іс](fig:criminal_cases), оның ішінде [30](fig:charged) айыппен аяқталды.", "OR109"),
    ("kk", "[45 істің](fig:criminal_cases) [отызы](fig:charged) айыпталды.", "OR109"),
    ("kk", "Он екі сотталушы: сегізі бас бостандығынан айырылды, төртеуі шартты жаза алды, біреуі ақталды.", "OR110"),
    ("kk", "Отбасыларға әлі күнге дейін өтемақы төленген жоқ.", "OR111"),
    ("kk", "Бұл өлімдер үшін ешкім жауапқа тартылмады.", "OR111"),
    ("kk", "[1 наурызға](claim:R28) дейін өртеу үшін ешкімге айып тағылған жоқ.", "OR105"),
    ("kk", "Құқық қорғау ұйымы [45 қылмыстық іс](fig:criminal_cases) туралы хабарлады.", "OR118"),
    ("kk", "Денсаулық сақтау министрлігі [30 адамға](fig:charged) айып тағылды деп мәлімдеді.", "OR118"),
    ("kk", "2031 жылғы 4 мамырдағы жағдай бойынша қаза тапқандар [он төрт](fig:killed) болды.", "OR120"),
    ("kk", "Ауруханада [он бір адам](fig:hospitalised) жатты.", "OR115"),
    ("en", "No answer has come from the government.", "OR111"),
    ("en", "The State never replied to the letter.", "OR111"),
    ("en", "Nobody has been prosecuted for the killings.", "OR111"),
    ("en", "Not a single attacker has stood trial.", "OR111"),
    ("en", "Families have received no compensation.", "OR111"),
    ("en", "Compensation has not been paid.", "OR111"),
    ("en", "No investigation into the police's conduct has been opened.", "OR111"),
    ("en", "The government has not apologised.", "OR111"),
    ("en", "There is no information on the fate of the missing.", "OR111"),
    ("en", "The attack was not recognised as a hate crime.", "OR111"),
    ("en", "None of the officials has been dismissed.", "OR111"),
    ("en", "To this day no one has apologised to the families.", "OR111"),
    ("en", "The complaint was never investigated.", "OR111"),
    ("en", "No official has been charged.", "OR111"),
    ("en", "Requests for information remain unanswered.", "OR111"),
    ("ru", "Правительство так и не ответило на письмо.", "OR111"),
    ("ru", "Ответа от государства нет.", "OR111"),
    ("ru", "Никто не привлечён к ответственности.", "OR111"),
    ("ru", "Ни один из нападавших не осуждён.", "OR111"),
    ("ru", "Компенсацию семьи не получили.", "OR111"),
    ("ru", "Ущерб до сих пор не возмещён.", "OR111"),
    ("ru", "Расследование действий полиции не начато.", "OR111"),
    ("ru", "Власти не извинились.", "OR111"),
    ("ru", "Нет никаких сведений о судьбе пропавших.", "OR111"),
    ("ru", "Нападение не признано преступлением на почве ненависти.", "OR111"),
    ("ru", "Никого из чиновников не уволили.", "OR111"),
    ("ru", "Жалобу никто не расследовал.", "OR111"),
    ("ru", "Извинений не последовало.", "OR111"),
    ("ru", "На запросы не ответили.", "OR111"),
    ("ru", "Ни одного дела о пытках не возбуждено.", "OR111"),
    ("kk", "Үкімет хатқа әлі жауап берген жоқ.", "OR111"),
    ("kk", "Мемлекеттен жауап болмады.", "OR111"),
    ("kk", "Ешкім жауапқа тартылған жоқ.", "OR111"),
    ("kk", "Шабуылдаушылардың бірде-бірі сотталған жоқ.", "OR111"),
    ("kk", "Отбасылар өтемақы алған жоқ.", "OR111"),
    ("kk", "Шығын әлі күнге дейін өтелмеді.", "OR111"),
    ("kk", "Полицияның әрекеті тергелген жоқ.", "OR111"),
    ("kk", "Билік кешірім сұраған жоқ.", "OR111"),
    ("kk", "Жоғалғандар туралы ешқандай мәлімет жоқ.", "OR111"),
    ("kk", "Шабуыл өшпенділік қылмысы деп танылмады.", "OR111"),
    ("kk", "Шенеуніктердің ешқайсысы қызметінен босатылған жоқ.", "OR111"),
    ("kk", "Шағымды ешкім тергемеді.", "OR111"),
    ("kk", "Азаптау туралы бірде-бір іс қозғалмады.", "OR111"),
    ("kk", "Ешкімге айып тағылмады.", "OR111"),
    ("kk", "Сұраулар жауапсыз қалды.", "OR111"),
    ("en", "The case was opened as mass riots and later requalified as hooliganism.", "OR124"),
    ("en", "The court recognised the attack as an act of terrorism.", "OR124"),
    ("en", "The acts were prosecuted as incitement.", "OR124"),
    ("en", "Investigators have not classified the arson as a hate crime.", "OR111"),
    ("en", "The events have been officially recognised as genocide by parliament.", "OR124"),
    ("ru", "Дело переквалифицировано с массовых беспорядков на хулиганство.", "OR124"),
    ("ru", "Суд признал нападение террористическим актом.", "OR124"),
    ("ru", "Действия квалифицированы как разжигание розни.", "OR124"),
    ("ru", "Следствие не квалифицировало поджоги как преступление на почве ненависти.", "OR111"),
    ("ru", "Парламент признал события геноцидом.", "OR124"),
    ("kk", "Іс жаппай тәртіпсіздік ретінде тіркелді.", "OR124"),
    ("kk", "Сот шабуылды лаңкестік акт деп таныды.", "OR124"),
    ("kk", "Әрекеттері араздықты қоздыру деп сараланды.", "OR124"),
    ("kk", "Тергеу өртеуді өшпенділік қылмысы деп сараламады.", "OR111"),
    ("kk", "Парламент оқиғаны геноцид деп таныды.", "OR124"),
    ("en", "“They burned everything we had,” recalled an old woman.", "OR130"),
    ("en", "He wrote that he was “beaten with a rubber hose for hours”.", "OR130"),
    ("en", "The minister: “There was no ethnic conflict here,” he insisted.", "OR130"),
    ("ru", "«Сожгли всё, что у нас было», — вспоминает пожилая женщина.", "OR130"),
    ("ru", "В жалобе он написал, что его «часами били резиновым шлангом».", "OR130"),
    ("ru", "«Никакого межнационального конфликта нет», — настаивает министр, заявляя это трижды.", "OR130"),
    ("kk", "«Барымызды өртеп кетті», — деп еске алады қарт әйел.", "OR130"),
    ("kk", "Ол шағымында «сағаттап резеңке шлангімен ұрды» деп жазды.", "OR130"),
    ("kk", "Министр: «Мұнда ұлтаралық жанжал болған жоқ», — деп мәлімдеді.", "OR130"),
    ("en", "By the organisation's estimates 1,000 people fled.", "OR126"),
    ("en", "Estimates put the number of displaced at 1,000.", "OR126"),
    ("en", "The estimated number of homeless is 600.", "OR126"),
    ("ru", "По приблизительной оценке, бежали 1000 человек.", "OR126"),
    ("ru", "Число бежавших оценивается в 1000 человек.", "OR126"),
    ("ru", "Организация оценила число бездомных в 600 человек.", "OR126"),
    ("kk", "Ұйымның бағалауы бойынша 1000 адам қашты.", "OR126"),
    ("kk", "Қашқандар саны 1000 адам деп бағаланады.", "OR126"),
    ("kk", "Болжам бойынша 600 адам баспанасыз қалды.", "OR126"),
    ("en", "The court said that [30 people](fig:charged) had been charged.", "OR118"),
    ("en", "UN experts put the number of dead at [fourteen](fig:killed).", "OR118"),
    ("en", "[About 80](fig:injured) were hurt, the Interior Ministry announced.", "OR118"),
    ("en", "Officially, [at least three](fig:missing) people are missing.", "OR118"),
    ("en", "The akim reported [45 criminal cases](fig:criminal_cases).", "OR118"),
    ("en", "[18 cars](fig:vehicles) were burned in Sortobe.", "OR125"),
    ("en", "On 1 May 2031 prosecutors said that [fourteen](fig:killed) had died.", "OR120"),
    ("en", "By 5 May [fourteen people](fig:killed) had died.", "OR120"),
    ("en", "[30 detainees](fig:charged) await trial.", "OR127"),
    ("en", "[Nine](fig:killed?group=dungan) Kazakhs died.", "OR127"),
    ("en", "[14 children](fig:killed) died.", "OR127"),
    ("en", "[14 wounded](fig:killed) were counted.", "OR127"),
    ("en", "[30 houses](fig:charged) burned.", "OR127"),
    ("en", "[No more than 80](fig:injured) were hurt.", "OR122"),
    (
        "en",
        "Of [45](fig:criminal_cases) cases only [twelve](fig:convicted?instance=first) people were convicted, at first instance.",
        "OR109",
    ),
    ("ru", "Суд сообщил, что обвинены [30 человек](fig:charged).", "OR118"),
    ("ru", "Эксперты ООН говорят о [четырнадцати погибших](fig:killed).", "OR118"),
    ("ru", "Ранены [около 80](fig:injured), заявили в МВД.", "OR118"),
    ("ru", "Официально пропавшими числятся [не менее трёх](fig:missing) человек.", "OR118"),
    ("ru", "Аким назвал [45 уголовных дел](fig:criminal_cases).", "OR118"),
    ("ru", "В Сортобе сожгли [18 машин](fig:vehicles).", "OR125"),
    ("ru", "1 мая 2031 года прокуратура сообщила о [четырнадцати](fig:killed) погибших.", "OR120"),
    ("ru", "К 5 мая погибли [четырнадцать человек](fig:killed).", "OR120"),
    ("ru", "Суда ждут [30 задержанных](fig:charged).", "OR127"),
    ("ru", "Погибли [девять](fig:killed?group=dungan) казахов.", "OR127"),
    ("ru", "Погибли [14 детей](fig:killed).", "OR127"),
    ("ru", "Насчитали [14 раненых](fig:killed).", "OR127"),
    ("ru", "Сгорели [30 домов](fig:charged).", "OR127"),
    ("ru", "Пострадали [не более 80](fig:injured) человек.", "OR122"),
    ("kk", "Сот [30 адамға](fig:charged) айып тағылды деп мәлімдеді.", "OR118"),
    ("kk", "БҰҰ сарапшылары [он төрт адам](fig:killed) қаза тапты дейді.", "OR118"),
    ("kk", "[80-ге жуық адам](fig:injured) жараланды, деп хабарлады Ішкі істер министрлігі.", "OR118"),
    ("kk", "Ресми дерек бойынша [кемінде үш адам](fig:missing) хабарсыз кетті.", "OR118"),
    ("kk", "Әкім [45 қылмыстық іс](fig:criminal_cases) туралы хабарлады.", "OR118"),
    ("kk", "Сортөбеде [18 көлік](fig:vehicles) өртелді.", "OR125"),
    ("kk", "2031 жылғы 1 мамырда прокуратура [он төрт адам](fig:killed) қаза тапты деп хабарлады.", "OR120"),
    ("kk", "Сотты [30 ұсталған адам](fig:charged) күтіп отыр.", "OR127"),
    ("kk", "[Тоғыз](fig:killed?group=dungan) қазақ қаза тапты.", "OR127"),
    ("kk", "[14 бала](fig:killed) қаза тапты.", "OR127"),
    ("kk", "[14 жаралы](fig:killed) саналды.", "OR127"),
    ("kk", "[30 үй](fig:charged) өртенді.", "OR127"),
    ("kk", "[80-нен аспайтын](fig:injured) адам жараланды.", "OR122"),
    ("en", "[Thirty men](fig:charged) were found guilty.", "OR127"),
    ("en", "The attack has been treated by prosecutors as hooliganism.", "OR124"),
    ("en", "No official answer was ever given to the letter of the Committee.", "OR111"),
    ("en", "Nobody was compensated for the burned houses.", "OR111"),
    ("en", "Experts estimate that 2,000 people were left homeless.", "OR126"),
    ("en", "“You will never see your homes again,” a guard shouted at the women.", "OR130"),
    ("en", "All [twelve men](fig:convicted), sentenced in June, are in prison.", "OR123"),
    ("en", "According to eyewitnesses, [30 people](fig:charged) were charged.", "OR118"),
    ("en", "[45](fig:criminal_cases) people went on trial.", "OR127"),
    (
        "en",
        "Among [45 cases](fig:criminal_cases) there were [twelve](fig:convicted?instance=first) convictions of persons, that is 27 percent, at first instance.",
        "OR109",
    ),
    ("en", "Ten people were detained: six Dungans and five Kazakhs.", "OR110"),
    ("en", "The girl, Saparova Aidana, hid in the cellar.", "OR128"),
    ("ru", "[Тридцать человек](fig:charged) признаны виновными.", "OR127"),
    ("ru", "Прокуратура расследует нападение как хулиганство.", "OR124"),
    ("ru", "Официальный ответ на письмо так и не пришёл.", "OR111"),
    ("ru", "Никому не возместили стоимость домов.", "OR111"),
    ("ru", "Эксперты оценивают число бездомных в 2000 человек.", "OR126"),
    ("ru", "«Вы больше не увидите своих домов», — крикнул женщинам охранник.", "OR130"),
    ("ru", "Все [двенадцать](fig:convicted), приговорённые в июне, сидят в тюрьме.", "OR123"),
    ("ru", "По словам очевидцев, обвинены [30 человек](fig:charged).", "OR118"),
    ("ru", "Под суд пошли [45](fig:criminal_cases) человек.", "OR127"),
    ("ru", "Задержали десять человек: шесть дунган и пятерых казахов.", "OR110"),
    ("ru", "Девочка, Сапарова Айдана, спряталась в погребе.", "OR128"),
    ("kk", "[Отыз адам](fig:charged) кінәлі деп танылды.", "OR127"),
    ("kk", "Прокуратура шабуылды бұзақылық ретінде тергеп жатыр.", "OR124"),
    ("kk", "Комитеттің хатына ресми жауап келген жоқ.", "OR111"),
    ("kk", "Өртенген үйлер үшін ешкімге өтемақы берілмеді.", "OR111"),
    ("kk", "Сарапшылардың бағалауынша, 2000 адам баспанасыз қалды.", "OR126"),
    ("kk", "«Енді үйлеріңді көрмейсіңдер», — деп айқайлады күзетші.", "OR130"),
    ("kk", "Маусымда сотталған [он екі адам](fig:convicted) түрмеде отыр.", "OR123"),
    ("kk", "Куәгерлердің айтуынша, [30 адамға](fig:charged) айып тағылған.", "OR118"),
    ("kk", "Он адам ұсталды: алты дүнген мен бес қазақ.", "OR110"),
    ("kk", "Сапарова Айдана жертөлеге тығылды.", "OR128"),
]


def test_right_words_are_left_alone() -> None:
    """False alarms would teach people not to look."""
    told = [(body, one) for language, body in _RIGHT for one in _check(body, language).diagnostics]
    alarms = [(body, one.code.name, one.text) for body, one in told if one.severity is not dossier.Severity.NOTE]
    assert alarms == []


def test_wrong_words_are_told_by_their_code() -> None:
    """The finding stands at words of the sentence, and its message is whole in each language."""
    for language, body, code in _WRONG:
        report = _check(body, language)
        assert code in _codes(report), body
        _is_whole(report)


def _is_whole(report: dossier.CheckReport) -> None:
    for one in report.diagnostics:
        assert report.statement.text[one.start : one.end].split() == one.text.split()
        assert one.start >= report.statement.body_start
        assert all("{" not in one.message(tag) for tag in ("en", "ru", "kk"))


def test_a_qualification_that_is_denied_is_one_fault() -> None:
    """It wants a search that found none; a second error beside that one would want the same."""
    told = _check("To this day the attack has not been recognised as a pogrom.")
    assert [one.code.name for one in told.errors] == ["OR111"]


def test_a_hedge_that_fell_away_is_another_fault_than_one_that_was_made_firmer() -> None:
    """OR106, OR107 and OR122 tell lost, vaguer and firmer hedges apart."""
    told = {
        "[80](fig:injured) were hurt.": "OR106",
        "[at least 70](fig:injured) were hurt.": "OR107",
        "[At least 80](fig:injured) were hurt.": "OR122",
        "[Up to 80](fig:injured) were hurt.": "OR122",
        "[80 to 90](fig:injured) were hurt.": "OR122",
        "[About 3](fig:missing) are missing.": "OR122",
        "[90](fig:injured) were hurt.": "OR103",
    }
    for body, code in told.items():
        assert {one for one in _codes(_check(body)) if one in ("OR103", "OR106", "OR107", "OR122")} == {code}, body


def test_a_firmer_hedge_is_corrected_with_the_words_of_the_claim() -> None:
    """What would be right is said."""
    (error,) = _check("[More than 80](fig:injured) were hurt.").errors
    assert (error.code.name, error.suggestion) == ("OR122", "about 80")


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "| Village | Houses burned | Cars |\n|---|---|---|\n| Masanchi | 3 | 2 |"),
        ("en", "| Killed | Women | Men |\n|---|---|---|\n| Masanchi | 3 | 4 |"),
        ("en", "| Person | Age | Village |\n|---|---|---|\n| A | 4 | Masanchi |"),
        ("en", "| Outcome | Persons |\n|---|---|\n| acquitted | [1](fig:acquitted?trial=main) |"),
        ("en", "| Displaced | Women | Men | Total |\n|---|---|---|---|\n| Masanchi | <5 | ≥5 | 24 |"),
        ("en", "| Displaced | Women |\n|---|---|\n| Masanchi | 3 % |\n| Sortobe | 5 |\n| Karakemer | 0 |"),
        ("ru", "| Погибшие | Женщины | Мужчины |\n|---|---|---|\n| Масанчи | 1 | 2 |"),
        ("ru", "| Срок | Лет |\n|---|---|\n| наибольший | 4 |"),
        ("kk", "| Өртенген үйлер | Саны |\n|---|---|\n| Масаншы | 3 |"),
        (
            "kk",
            "| Оралғандар | Әйелдер | Ерлер |\n|---|---|---|\n| Сортөбе | <5 | ≥5 |\n| Масаншы | ≥5 | ≥5 |\n| Барлығы | 33 | 60 |",
        ),
    ],
)
def test_a_table_that_tells_of_no_few_living_people_is_left_alone(language: str, table: str) -> None:
    """Houses, the dead, ages, outcomes without a place, shares, marks that stay open, and no number at all."""
    assert "OR113" not in _codes(_check(f"{table}\n", language))


def test_a_small_cell_is_no_matter_in_a_restricted_edition_nor_in_prose() -> None:
    """METHOD 7.4 is about what is published, in tables; a mark needs no binding, a bound one shows its figure."""
    table = "| Missing | People |\n|---|---|\n| Masanchi | {} |\n"
    assert "OR113" in _codes(_check(table.format("3")))
    assert "OR113" not in _codes(_check(table.format("3"), edition="restricted"))
    assert "OR113" not in _codes(_check("In Masanchi three women were displaced."))
    assert _codes(_check(table.format("<5"))) == set()
    world = _book(_count("T1", 3, property="displaced", place="masanchi", wording="three"))
    (told,) = [
        one
        for one in _check(table.format("[<5](fig:displaced?place=masanchi)"), book=world).diagnostics
        if one.code.name == "OR113"
    ]
    assert "bound" in told.message("en")
    assert told.suggestion is None


@pytest.mark.parametrize(
    "higher",
    [
        _count("H1", 12, property="sentences_upheld", as_of="2031-06-28"),
        _count("H2", 12, property="convicted", instance="appeal", as_of="2031-06-28"),
        _words("H3", "legal_stage", "the verdict entered into force", stage="in_force", as_of="2031-06-28"),
    ],
)
def test_a_verdict_is_settled_once_a_higher_instance_is_on_record(higher: dict[str, Any]) -> None:
    """Upheld, decided on appeal or in force; but not before the day on which that was so."""
    world = _book(higher)
    body = "The court convicted [twelve men](fig:convicted?instance=first)."
    assert "OR123" not in _codes(_check(body, book=world))
    assert "OR123" in _codes(_check(body, book=world, as_of="2031-06-27"))


def test_a_qualification_needs_a_claim_of_the_same_offence() -> None:
    """Bound to a dated claim that calls it something else, it is as good as unbound."""
    assert "OR124" in _codes(_check("The ministry [classified the events as genocide](claim:R19)."))


def test_a_wider_place_holds_a_narrower_one_and_not_the_other_way_round() -> None:
    """The village is in the district; the district is not in the village."""
    wide = _count("W1", 3, property="homeless", place="korday-district", wording="three")
    world = _book(wide)
    assert "OR125" not in _codes(_check("In Korday district [25 houses](fig:houses_destroyed) burned.", book=world))
    assert "OR125" in _codes(_check("In Sortobe [three people](fig:homeless) are homeless.", book=world))


def test_a_name_is_found_in_its_cases_and_letters_and_only_in_a_public_edition() -> None:
    """Russian and Kazakh cases, Latin letters, an initial; a surname alone names nobody."""
    for language, body in (
        ("ru", "Мы говорили с Айданой Сапаровой."),
        ("ru", "Показания А. Сапаровой приложены."),
        ("kk", "Айдана Сапарованың айтқаны хатталды."),
        ("en", "We met Saparova Aidana at home."),
        ("en", "Aidana Saparova's brother came too."),
    ):
        assert "OR128" in _codes(_check(body, language)), body
        assert "OR128" not in _codes(_check(body, language, edition="restricted"))
    for language, body in (("ru", "Сапарова вышла."), ("en", "Aidana went out."), ("ru", "Айдана Серикова вышла.")):
        assert "OR128" not in _codes(_check(body, language)), body


def test_a_refuted_claim_carries_nothing_by_name_either() -> None:
    """A link to the claim and a link to the figure are told alike."""
    assert "OR129" in _codes(_check("[70 people](claim:R25) were arrested."))


def test_the_source_of_a_public_claim_may_not_be_restricted() -> None:
    """Whoever shows what a source said gives the source away."""
    secret = {"source": "S9", "publisher": "somebody", "visibility": "restricted", "published_on": "2031-05-10"}
    world = _book(secret, _count("Z1", 4, property="gunshot_wounds", wording="four", source="S9"))
    assert "OR115" in _codes(_check("[Four people](fig:gunshot_wounds) had gunshot wounds.", book=world))


def test_an_absence_is_stale_when_it_happened_after_all() -> None:
    """Charged since the search: the statement of the day after is wrong, that of the day before was right."""
    search = _words("N1", "absence", "nobody has been charged", absent="accountability", as_of="2031-06-15",
                    speaker_kind="ngo", quote="nobody has been charged")  # fmt: skip
    since = _count("N2", 5, property="charged", as_of="2031-06-25", wording="five")
    world = _book(search, since)
    body = "As of [15 June 2031](claim:N1) nobody has been charged."
    assert "OR105" in _codes(_check(body, book=world))
    assert _codes(_check(body, book=world, as_of="2031-06-20")) == set()


def test_an_unbound_assertion_is_a_note_and_a_bound_one_is_none() -> None:
    """A reader may ask how we know; nothing is stopped."""
    for language, body in (
        ("en", "Police officers beat the detained men at the station."),
        ("ru", "Полицейские избили задержанных в отделении."),
        ("kk", "Полицейлер ұсталғандарды бөлімшеде ұрып-соқты."),
    ):
        told = [one for one in _check(body, language).diagnostics if one.code.name == "OR131"]
        assert [one.severity for one in told] == [dossier.Severity.NOTE], body


def test_words_may_stand_across_links_emphasis_and_lines() -> None:
    """What a reader reads together is read together, and the finding stands where the words stand in the file."""
    body = "The events\n*were classified*\nas [mass riots](https://example.org/law)."
    (error,) = (one for one in _check(body).errors if one.code.name == "OR124")
    assert error.text.startswith("classified* as [mass riots")
    assert (error.line, error.column) == (9, 7)

"""Owns the sentences that say why, in three languages. Never decides; a new reason gets its line here."""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Label
from onrecord.names.model import Reason

_SAYS: Final = {
    "same": Label(
        en="“{a}” and “{b}” sound the same.",
        ru="«{a}» и «{b}» звучат одинаково.",
        kk="«{a}» және «{b}» бірдей естіледі.",
    ),
    "variant": Label(
        en="“{a}” and “{b}” are two shapes of one given name.",
        ru="«{a}» и «{b}» — две формы одного имени.",
        kk="«{a}» және «{b}» — бір есімнің екі түрі.",
    ),
    "home-form": Label(
        en="“{a}” is a home or short form that can stand for “{b}”, and for others.",
        ru="«{a}» — домашняя или краткая форма, она может значить «{b}», а может и другое имя.",
        kk="«{a}» — үйде айтылатын не қысқа түрі, «{b}» болуы мүмкін, басқа есім де болуы мүмкін.",
    ),
    "stem": Label(
        en="“{a}” and “{b}” are one surname with and without its ending.",
        ru="«{a}» и «{b}» — одна фамилия с окончанием и без него.",
        kk="«{a}» және «{b}» — жалғауы бар және жалғаусыз бір тек.",
    ),
    "child-of": Label(
        en="“{a}” and “{b}” both mean “child of” one father: one surname that was changed, or two families.",
        ru="«{a}» и «{b}» образованы от одного имени отца: одна фамилия, которую сменили, или две семьи.",
        kk="«{a}» және «{b}» бір әкенің атынан жасалған: өзгертілген бір тек не екі бөлек отбасы.",
    ),
    "near": Label(
        en="“{a}” and “{b}” differ a little: a slip of the pen, or two names.",
        ru="«{a}» и «{b}» немного различаются: описка или два разных имени.",
        kk="«{a}» және «{b}» сәл өзгеше: қате жазылған немесе екі бөлек есім.",
    ),
    "different": Label(
        en="“{a}” and “{b}” are different names.",
        ru="«{a}» и «{b}» — разные имена.",
        kk="«{a}» және «{b}» — бөлек есімдер.",
    ),
    "reversed": Label(
        en="Two given names in reverse order: one person, or a father and his child.",
        ru="Два имени в обратном порядке: один человек или отец и его ребёнок.",
        kk="Екі есім кері ретпен: бір адам не әкесі мен баласы.",
    ),
    "missing": Label(
        en="“{a}” has no counterpart in the other name.",
        ru="В другом имени нет слова, которое соответствовало бы «{a}».",
        kk="Екінші атауда «{a}» дегенге сәйкес сөз жоқ.",
    ),
    "one-word": Label(
        en="One side is a single word, which is not enough to tell a person by.",
        ru="С одной стороны только одно слово; этого мало, чтобы узнать человека.",
        kk="Бір жағында тек бір сөз бар; адамды тануға бұл аз.",
    ),
    "one-agrees": Label(
        en="Only one word agrees, which is not enough to tell a person by.",
        ru="Совпадает только одно слово; этого мало, чтобы узнать человека.",
        kk="Тек бір сөз сәйкес келеді; адамды тануға бұл аз.",
    ),
    "words-agree": Label(
        en="The words of the two names are the same.",
        ru="Слова обоих имён одни и те же.",
        kk="Екі есімнің сөздері бірдей.",
    ),
    "father-as-surname": Label(
        en="The surname “{a}” may be made of the father's name in “{b}”.",
        ru="Фамилия «{a}» может быть образована от имени отца в «{b}».",
        kk="«{a}» тегі «{b}» дегендегі әкесінің атынан жасалған болуы мүмкін.",
    ),
    "frequent": Label(
        en="The name is frequent or very short: a birth year, a village, a father or a document is needed as well.",
        ru="Имя частое или очень короткое: нужен ещё год рождения, село, отец или номер документа.",
        kk="Есім жиі кездеседі не тым қысқа: туған жылы, ауылы, әкесі не құжат нөмірі де керек.",
    ),
    "case": Label(
        en="“{a}” is “{b}” in a case of running text.",
        ru="«{a}» — это «{b}» в косвенном падеже.",
        kk="«{a}» — «{b}» дегеннің септік жалғауы жалғанған түрі.",
    ),
    "repaired": Label(
        en="Letters of another alphabet that look alike were read as what they stand for.",
        ru="Похожие буквы другого алфавита прочитаны как те, вместо которых они стоят.",
        kk="Басқа әліпбидің ұқсас әріптері тиісті әріп ретінде оқылды.",
    ),
    "patronymic": Label(en="The fathers' names agree.", ru="Отчества совпадают.", kk="Әкелерінің аты бірдей."),
    "patronymic-near": Label(
        en="The fathers' names “{a}” and “{b}” differ a little.",
        ru="Отчества «{a}» и «{b}» немного различаются.",
        kk="Әкелерінің аты «{a}» және «{b}» сәл өзгеше.",
    ),
    "patronymic-missing": Label(
        en="One side names no father: that is unknown, not agreement.",
        ru="С одной стороны отец не назван: он неизвестен, это не совпадение.",
        kk="Бір жағында әкесінің аты жазылмаған: ол белгісіз, бұл сәйкестік емес.",
    ),
    "marriage": Label(
        en="Given name and father agree, the surname differs: she may have married.",
        ru="Имя и отчество совпадают, фамилия другая: возможно, она вышла замуж.",
        kk="Есімі мен әкесінің аты бірдей, тегі басқа: тұрмысқа шыққан болуы мүмкін.",
    ),
    "father-as-name": Label(
        en="“{a}” may be the father's name on one side and part of the name on the other.",
        ru="«{a}» может быть с одной стороны именем отца, а с другой — частью имени.",
        kk="«{a}» бір жағында әкесінің аты, екінші жағында есімнің бөлігі болуы мүмкін.",
    ),
    "initial": Label(
        en="Only the initial “{a}” stands for “{b}”.",
        ru="Вместо «{b}» стоит только инициал «{a}».",
        kk="«{b}» орнына тек «{a}» бас әрпі тұр.",
    ),
    "birth-agrees": Label(
        en="The dates of birth agree.", ru="Даты рождения согласуются.", kk="Туған күндері сәйкес келеді."
    ),
    "place-agrees": Label(en="The village is the same.", ru="Село то же.", kk="Ауылы бір."),
    "place-differs": Label(
        en="The villages differ; people move.", ru="Сёла разные; люди переезжают.", kk="Ауылдары бөлек; адамдар көшеді."
    ),
    "number-agrees": Label(
        en="The number of a document agrees.", ru="Номер документа совпадает.", kk="Құжат нөмірі бірдей."
    ),
    "number-differs": Label(
        en="The numbers of a document differ.", ru="Номера документа различаются.", kk="Құжат нөмірлері бөлек."
    ),
    "unread": Label(
        en="“{a}” or “{b}” is in letters that cannot be read here: somebody who reads them has to look.",
        ru="«{a}» или «{b}» написано буквами, которые здесь не читаются: пусть посмотрит тот, кто их читает.",
        kk="«{a}» не «{b}» мұнда оқылмайтын әріптермен жазылған: оларды оқи алатын адам қарасын.",
    ),
    "empty": Label(en="One side holds no name.", ru="С одной стороны имени нет.", kk="Бір жағында есім жоқ."),
    "veto-sex": Label(
        en="One name is a man's, the other a woman's.",
        ru="Одно имя мужское, другое женское.",
        kk="Бір есім ердікі, екіншісі әйелдікі.",
    ),
    "veto-patronymic": Label(
        en="They have different fathers: “{a}”, “{b}”.",
        ru="У них разные отцы: «{a}», «{b}».",
        kk="Әкелері бөлек: «{a}», «{b}».",
    ),
    "veto-initials": Label(
        en="The initial “{a}” does not fit “{b}”.",
        ru="Инициал «{a}» не подходит к «{b}».",
        kk="«{a}» бас әрпі «{b}» дегенге келмейді.",
    ),
    "veto-generation": Label(
        en="One is the elder, the other the younger of this name.",
        ru="Один — старший, другой — младший с этим именем.",
        kk="Бірі — осы есімді үлкені, екіншісі — кішісі.",
    ),
    "veto-swap": Label(
        en="The given name of each is in the surname of the other: a father and his son, or strangers.",
        ru="Имя каждого стоит в фамилии другого: отец и сын или чужие люди.",
        kk="Әрқайсысының есімі екіншісінің тегінде: әкесі мен ұлы не бөтен адамдар.",
    ),
    "veto-birth": Label(
        en="They were not born at the same time: {a}, {b}.",
        ru="Они родились в разное время: {a}, {b}.",
        kk="Олардың туған уақыты әртүрлі: {a}, {b}.",
    ),
    "veto-dead": Label(
        en="One was dead ({a}) when the other was alive ({b}).",
        ru="Один уже умер ({a}), когда другой был жив ({b}).",
        kk="Бірі қайтыс болған ({a}), екіншісі ол кезде тірі еді ({b}).",
    ),
    "veto-places": Label(
        en="On one day they were in two places: {a}, {b}.",
        ru="В один день они были в двух местах: {a}, {b}.",
        kk="Бір күні олар екі жерде болған: {a}, {b}.",
    ),
    "veto-kind": Label(
        en="One is a person, the other a place or an organisation.",
        ru="Одно — человек, другое — место или организация.",
        kk="Бірі — адам, екіншісі — жер не ұйым.",
    ),
    "veto-dungan": Label(
        en="Both are in Dungan letters, and “{a}” and “{b}” are different sounds there.",
        ru="Оба написаны дунганскими буквами, а «{a}» и «{b}» там разные звуки.",
        kk="Екеуі де дүнген әріптерімен жазылған, онда «{a}» және «{b}» — бөлек дыбыстар.",
    ),
    "words-differ": Label(
        en="One name has “{a}”, the other “{b}”.",
        ru="В одном названии «{a}», в другом «{b}».",
        kk="Бір атауда «{a}», екіншісінде «{b}».",
    ),
    "word-missing": Label(
        en="Only one of the names has “{a}”.",
        ru="«{a}» есть только в одном названии.",
        kk="«{a}» тек бір атауда бар.",
    ),
    "veto-number": Label(
        en="The numbers in the two names differ.", ru="Числа в названиях различаются.", kk="Атаулардағы сандар бөлек."
    ),
    "forms-agree": Label(
        en="Name and legal form agree.",
        ru="Название и правовая форма совпадают.",
        kk="Атауы мен құқықтық нысаны бірдей.",
    ),
    "initialism": Label(
        en="One name is the first letters of the other's words.",
        ru="Одно название — первые буквы слов другого.",
        kk="Бір атау екіншісінің сөздерінің бас әріптерінен тұрады.",
    ),
    "translated": Label(
        en="The names say the same in different words or languages.",
        ru="Названия говорят одно и то же разными словами или на разных языках.",
        kk="Атаулар бір мағынаны басқа сөзбен не басқа тілде айтады.",
    ),
    "forms-differ": Label(
        en="The legal forms differ.", ru="Правовые формы различаются.", kk="Құқықтық нысандары бөлек."
    ),
}


Why = tuple[str, tuple[tuple[str, str], ...]]


def why(code: str, **facts: str) -> Why:
    """Return the code of a reason with its facts, of which `told` makes the reason once somebody reads it."""
    return code, tuple(facts.items())


def told(one: Why) -> Reason:
    """Return the reason of this code with its facts.

    Raises:
        KeyError: no reason has this code.
    """
    code, facts = one
    return Reason(code, _SAYS[code], facts)


def because(code: str, **facts: str) -> Reason:
    """Return the reason of this code with its facts.

    Raises:
        KeyError: no reason has this code.
    """
    return told(why(code, **facts))


def codes() -> frozenset[str]:
    """Return the codes of all reasons there are."""
    return frozenset(_SAYS)

"""Owns the faults of the ledger, and every reason why a row is refused."""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Conflict, Label, NotFound, Refused


class NoSuchClaim(NotFound):
    """No claim of this id, or none that the actor may see."""

    code = "ledger.no-such-claim"
    says = Label(
        en="There is no claim “{claim}”. `onrecord claims` lists what there is.",
        ru="Утверждения «{claim}» нет. Список: `onrecord claims`.",
        kk="«{claim}» мәлімдемесі жоқ. Тізімі: `onrecord claims`.",
    )


class NoSuchIncident(NotFound):
    """Nothing is said of this incident or tied to it, or nothing that the actor may see."""

    code = "ledger.no-such-incident"
    says = Label(
        en="Nothing is on record of an incident “{incident}”. `onrecord claims --property happened_on` lists some.",
        ru="О событии «{incident}» в записях ничего нет. Список: `onrecord claims --property happened_on`.",
        kk="«{incident}» оқиғасы туралы жазбада ештеңе жоқ. Тізімі: `onrecord claims --property happened_on`.",
    )


class ExpungedMeanwhile(Conflict):
    """Something was expunged since a book was opened: what it told before, it can no longer tell."""

    code = "ledger.expunged-meanwhile"
    says = Label(
        en="Something was expunged while this was being read, so the answer would be half of before and half of after. "
        "Ask again.",
        ru="Пока это читалось, что-то было уничтожено, поэтому ответ был бы наполовину прежним, наполовину новым. "
        "Спросите ещё раз.",
        kk="Осы оқылып жатқанда бірдеңе жойылды, сондықтан жауаптың жартысы бұрынғы, жартысы кейінгі болар еді. "
        "Қайта сұраңыз.",
    )


class NotStanding(Conflict):
    """The claim has been withdrawn or replaced already."""

    code = "ledger.not-standing"
    says = Label(
        en="The claim “{claim}” was withdrawn or replaced before, because: {why}. Nothing was changed.",
        ru="Утверждение «{claim}» уже отозвано или заменено, причина: {why}. Ничего не изменено.",
        kk="«{claim}» мәлімдемесі бұрын қайтарып алынған не ауыстырылған, себебі: {why}. Ештеңе өзгерген жоқ.",
    )


class RefutedBefore(Conflict):
    """The claim has been refuted already."""

    code = "ledger.refuted-before"
    says = Label(
        en="The claim “{claim}” was refuted before, because: {why}. Nothing was changed.",
        ru="Утверждение «{claim}» уже опровергнуто, причина: {why}. Ничего не изменено.",
        kk="«{claim}» мәлімдемесі бұрын теріске шығарылған, себебі: {why}. Ештеңе өзгерген жоқ.",
    )


class RefutationWithoutBasis(Refused):
    """A refutation that rests on no other claim."""

    code = "ledger.refutation-without-basis"
    says = Label(
        en="“{claim}” can be refuted only by other claims on record, the stronger evidence: name them with --basis. "
        "To put a doubt beside it, use `onrecord dispute`.",
        ru="«{claim}» опровергают только другие внесённые утверждения, более сильные доказательства: назовите их в "
        "--basis. Чтобы отметить сомнение, есть `onrecord dispute`.",
        kk="«{claim}» мәлімдемесін тек жазбадағы басқа мәлімдемелер, күштірек дәлелдер теріске шығарады: оларды "
        "--basis арқылы атаңыз. Күмән білдіру үшін `onrecord dispute` бар.",
    )


class NoSuchContradiction(NotFound):
    """No contradiction of this id among the claims that the actor may see."""

    code = "ledger.no-such-contradiction"
    says = Label(
        en="There is no contradiction “{contradiction}”; claims that came since may have given it another id. "
        "`onrecord contradictions` lists what there is.",
        ru="Расхождения «{contradiction}» нет; новые утверждения могли дать ему другой идентификатор. "
        "Список: `onrecord contradictions`.",
        kk="«{contradiction}» қайшылығы жоқ; кейін қосылған мәлімдемелер оған басқа идентификатор беруі мүмкін. "
        "Тізімі: `onrecord contradictions`.",
    )


class JudgementWider(Refused):
    """A judgement would be published of claims that are not public."""

    code = "ledger.judgement-wider-than-its-claims"
    says = Label(
        en="The judgement would be public, and these of its claims are not: {claims}. Judge it for the team, or let the "
        "claims be seen first.",
        ru="Оценка стала бы публичной, а эти утверждения не публичны: {claims}. Оставьте оценку для команды или сначала "
        "откройте утверждения.",
        kk="Баға жария болар еді, ал мына мәлімдемелер жария емес: {claims}. Бағаны топ үшін қалдырыңыз немесе алдымен "
        "мәлімдемелерді ашыңыз.",
    )


class UnknownVerdict(Refused):
    """A judgement that is none of the kinds."""

    code = "ledger.unknown-verdict"
    says = Label(
        en="“{verdict}” is no kind of disagreement; it can be: {allowed}.",
        ru="«{verdict}» — не вид расхождения; возможны: {allowed}.",
        kk="«{verdict}» — қайшылық түрі емес; мүмкіндері: {allowed}.",
    )


class ReasonMissing(Refused):
    """A judgement without a reason."""

    code = "ledger.reason-missing"
    says = Label(
        en="A judgement needs a reason that others can weigh. Say why.",
        ru="Суждению нужна причина, которую смогут взвесить другие. Укажите её.",
        kk="Пайымға басқалар таразылай алатын себеп керек. Себебін айтыңыз.",
    )


class NothingJudged(Conflict):
    """There is no judgement to take back."""

    code = "ledger.nothing-judged"
    says = Label(
        en="Nobody has judged “{contradiction}”, or it was taken back before. Nothing was changed.",
        ru="О «{contradiction}» никто не судил, или суждение уже отозвано. Ничего не изменено.",
        kk="«{contradiction}» туралы ешкім пайым айтпаған не ол қайтарып алынған. Ештеңе өзгерген жоқ.",
    )


class NoSuchFigure(NotFound):
    """No figure of this name among the claims that the actor may see."""

    code = "ledger.no-such-figure"
    says = Label(
        en="There is no figure “{figure}”. Name it by its property and what narrows it, `killed?group=dungan`; "
        "`onrecord figures` lists what there is.",
        ru="Величины «{figure}» нет. Назовите её по свойству и уточнениям, `killed?group=dungan`; "
        "список: `onrecord figures`.",
        kk="«{figure}» шамасы жоқ. Оны қасиеті және нақтылауы бойынша атаңыз, `killed?group=dungan`; "
        "тізімі: `onrecord figures`.",
    )


class OwnClaimsReviewed(Refused):
    """A sign-off by the one who stated the claims."""

    code = "ledger.own-claims-reviewed"
    says = Label(
        en="“{actor}” stated {claims}, and nobody signs off their own claims. A second person has to look at them.",
        ru="Утверждения {claims} внёс «{actor}», а своё не проверяют. Их должно посмотреть второе лицо.",
        kk="{claims} мәлімдемелерін «{actor}» енгізген, ал өзінікін өзі растамайды. Оларды екінші адам қарауы керек.",
    )


class ClaimRefused(Refused):
    """One claim that cannot be stated as it is."""

    code = "ledger.claim-refused"
    says = Label(en="{problem}", ru="{problem}", kk="{problem}")


class FileNotRows(Refused):
    """A file of rows that cannot be read as rows at all."""

    code = "ledger.file-not-rows"
    says = Label(
        en="{path} cannot be read as rows: {problem}. It must be JSONL or CSV in UTF-8; docs/formats/rows.md has both.",
        ru="{path} не читается как строки: {problem}. Нужен JSONL или CSV в UTF-8; см. docs/formats/rows.md.",
        kk="{path} жолдар ретінде оқылмайды: {problem}. UTF-8 JSONL не CSV керек; docs/formats/rows.md қараңыз.",
    )


class SheetNotChosen(Refused):
    """A workbook with several sheets, or none of the name that was given."""

    code = "ledger.sheet-not-chosen"
    says = Label(
        en="{path} has the sheets {sheets}. Say with --sheet which one is meant.",
        ru="В {path} есть листы {sheets}. Укажите нужный: --sheet.",
        kk="{path} ішінде {sheets} парақтары бар. Қайсысы керегін --sheet арқылы көрсетіңіз.",
    )


class MappingRefused(Refused):
    """A mapping file that cannot be used as it is written."""

    code = "ledger.mapping-refused"
    says = Label(
        en="The mapping {path} cannot be used: {problem}. docs/formats/mapping.md describes the form.",
        ru="Файл соответствия {path} нельзя использовать: {problem}. Форма описана в docs/formats/mapping.md.",
        kk="{path} сәйкестік файлын қолдануға болмайды: {problem}. Пішімі docs/formats/mapping.md ішінде.",
    )


class AlreadyThere(Conflict):
    """A file would be written over that somebody may have worked in."""

    code = "ledger.already-there"
    says = Label(
        en="{path} is there already; nothing was written. Name another file.",
        ru="{path} уже есть; ничего не записано. Назовите другой файл.",
        kk="{path} бұрыннан бар; ештеңе жазылмады. Басқа файл атын беріңіз.",
    )


class NoListOfSheet(Refused):
    """Claims that a sheet no longer has cannot be told from those that it never had."""

    code = "ledger.no-list-of-sheet"
    says = Label(
        en="{path} is not there or not readable. It is written beside the sheet and tells which claims the sheet held; "
        "without it nothing is withdrawn as missing.",
        ru="{path} нет или не читается. Этот файл пишется рядом с таблицей и говорит, какие утверждения в ней были; без "
        "него ничего не отзывается как удалённое.",
        kk="{path} жоқ не оқылмайды. Ол кестенің қасына жазылып, онда қандай мәлімдемелер болғанын көрсетеді; онсыз "
        "ештеңе жойылған деп қайтарып алынбайды.",
    )


class UnknownForm(Refused):
    """A form that nothing is exported to or imported from."""

    code = "ledger.unknown-form"
    says = Label(
        en="“{form}” is no form that is known here; there are {known}.",
        ru="Форма «{form}» здесь неизвестна; есть {known}.",
        kk="«{form}» пішімі белгісіз; мыналар бар: {known}.",
    )


# Why a row is refused: code -> sentence. The row's number and facts are filled in.
REASONS: Final[dict[str, Label]] = {
    "ledger.not-a-row": Label(
        en="This line is no row: {problem}.",
        ru="Эта строка не читается: {problem}.",
        kk="Бұл жол оқылмайды: {problem}.",
    ),
    "ledger.field-missing": Label(
        en="The field “{field}” is missing.",
        ru="Нет поля «{field}».",
        kk="«{field}» өрісі жоқ.",
    ),
    "ledger.day-missing": Label(
        en="“{property}” holds up to a day only: say with as_of to which day it was so.",
        ru="«{property}» верно лишь до какого-то дня: укажите в as_of, на какой день это так.",
        kk="«{property}» тек белгілі бір күнге дейін дұрыс: as_of арқылы қай күнге солай екенін көрсетіңіз.",
    ),
    "ledger.unknown-field": Label(
        en="“{field}” is neither a field of a row nor a dimension of “{property}”; it can have: {allowed}.",
        ru="«{field}» — не поле строки и не измерение для «{property}»; возможны: {allowed}.",
        kk="«{field}» — жол өрісі де, «{property}» өлшемі де емес; мүмкіндері: {allowed}.",
    ),
    "ledger.unknown-property": Label(
        en="“{property}” is not in the vocabulary. Did you mean {near}? `onrecord vocabulary` lists all.",
        ru="«{property}» нет в словаре. Возможно, {near}? Список: `onrecord vocabulary`.",
        kk="«{property}» сөздікте жоқ. Мүмкін, {near}? Тізімі: `onrecord vocabulary`.",
    ),
    "ledger.wrong-subject": Label(
        en="“{property}” is claimed of a {expected}, not of “{subject}”; write subject as kind:id.",
        ru="«{property}» относится к «{expected}», а не к «{subject}»; субъект пишется вид:идентификатор.",
        kk="«{property}» «{expected}» туралы, «{subject}» туралы емес; субъект түрі:идентификатор деп жазылады.",
    ),
    "ledger.wrong-unit": Label(
        en="“{property}” is counted in {expected}, not in “{unit}”.",
        ru="«{property}» считается в единицах: {expected}, а не «{unit}».",
        kk="«{property}» бірлігі — {expected}, «{unit}» емес.",
    ),
    "ledger.unknown-value": Label(
        en="“{value}” is no declared {dimension}{near}; known are: {known}. Correct it, or declare it in the archive's "
        "vocabulary.toml: [term.{dimension}.NAME] with a label in en, ru and kk.",
        ru="«{value}» нет среди значений «{dimension}»{near}: {known}. Исправьте или объявите в vocabulary.toml архива: "
        "[term.{dimension}.ИМЯ] с label на en, ru и kk.",
        kk="«{value}» «{dimension}» мәндерінің арасында жоқ{near}: {known}. Түзетіңіз не архивтің vocabulary.toml "
        "файлында жариялаңыз: [term.{dimension}.АТАУ], en, ru, kk тілдеріндегі label бар.",
    ),
    "ledger.unknown-unit": Label(
        en="“{unit}” is no declared unit{near}; “{property}” is counted in {expected}.",
        ru="Единицы «{unit}» нет{near}; «{property}» считается в: {expected}.",
        kk="«{unit}» бірлігі жоқ{near}; «{property}» бірлігі — {expected}.",
    ),
    "ledger.unknown-subject-kind": Label(
        en="Nothing is claimed of a “{kind}”{near}; a subject is one of: {known}. More kinds are declared in the archive's "
        "vocabulary.toml: [subject.NAME].",
        ru="О «{kind}» ничего не утверждают{near}; субъект — один из: {known}. Другие виды объявляют в vocabulary.toml "
        "архива: [subject.ИМЯ].",
        kk="«{kind}» туралы ештеңе айтылмайды{near}; субъект мыналардың бірі: {known}. Басқа түрлер архивтің "
        "vocabulary.toml файлында жарияланады: [subject.АТАУ].",
    ),
    "ledger.dimension-missing": Label(
        en="“{property}” has to say of which {dimension} it is: the field “{dimension}” is missing.",
        ru="Для «{property}» нужно указать «{dimension}»: этого поля нет.",
        kk="«{property}» үшін «{dimension}» керек: бұл өріс жоқ.",
    ),
    "ledger.only-a-finding": Label(
        en="“{property}” is a judgement of ours and no source's word: state it with speaker_kind “ourselves” and a basis.",
        ru="«{property}» — наше суждение, а не слова источника: укажите speaker_kind «ourselves» и basis.",
        kk="«{property}» — біздің пайымымыз, дереккөздің сөзі емес: speaker_kind «ourselves» және basis көрсетіңіз.",
    ),
    "ledger.finding-without-reason": Label(
        en="“{property}” needs a reason that others can weigh, in “note”.",
        ru="Для «{property}» нужна причина, которую смогут взвесить другие, в поле «note».",
        kk="«{property}» үшін басқалар таразылай алатын себеп «note» өрісінде керек.",
    ),
    "ledger.search-missing": Label(
        en="“{property}” {value} says that nothing was found: say in “note” where, when and by which words somebody looked.",
        ru="«{property}» {value} означает, что ничего не найдено: укажите в «note», где, когда и по каким словам искали.",
        kk="«{property}» {value} ештеңе табылмағанын білдіреді: «note» өрісінде қайдан, қашан, қандай сөзбен іздегенін "
        "айтыңыз.",
    ),
    "ledger.ways-do-not-match": Label(
        en="“how” names {ways} ways for {sources} sources in “derived_from”: give one for all, or one for each, in order.",
        ru="В «how» способов: {ways}, а источников в «derived_from»: {sources}. Дайте один на все или каждому свой, по "
        "порядку.",
        kk="«how» өрісінде {ways} жол, ал «derived_from» ішінде {sources} дереккөз: бәріне біреу не әрқайсысына реттімен "
        "біреу беріңіз.",
    ),
    "ledger.field-not-plain": Label(
        en="“{field}” holds a list, an object or true and false; it takes one text or one number. Make a row of each.",
        ru="В поле «{field}» список, объект или «истина/ложь»; там место одному тексту или числу. Сделайте из каждого строку.",
        kk="«{field}» өрісінде тізім, нысан не «иә/жоқ» тұр; оған бір мәтін не бір сан сыяды. Әрқайсысынан бір жол жасаңыз.",
    ),
    "ledger.bad-number": Label(
        en="The numbers do not make a quantity: {problem}.",
        ru="Числа не складываются в величину: {problem}.",
        kk="Сандардан шама шықпайды: {problem}.",
    ),
    "ledger.bad-date": Label(
        en="“{value}” in “{field}” is no date as 2020, 2020-02, 2020-02-08 or 2020-02-07/2020-02-08.",
        ru="«{value}» в поле «{field}» — не дата вида 2020, 2020-02, 2020-02-08 или 2020-02-07/2020-02-08.",
        kk="«{field}» өрісіндегі «{value}» 2020, 2020-02, 2020-02-08 не 2020-02-07/2020-02-08 түріндегі күн емес.",
    ),
    "ledger.bad-word": Label(
        en="“{value}” cannot stand in “{field}”; it can be: {allowed}.",
        ru="«{value}» недопустимо в поле «{field}»; возможны: {allowed}.",
        kk="«{field}» өрісінде «{value}» бола алмайды; мүмкіндері: {allowed}.",
    ),
    "ledger.bad-id": Label(
        en="“{value}” cannot be an id: letters, digits, dots, hyphens and underscores only, at most 80.",
        ru="«{value}» не годится как идентификатор: только буквы, цифры, точки, дефисы и подчёркивания, не более 80.",
        kk="«{value}» идентификатор бола алмайды: тек әріп, цифр, нүкте, сызықша, астыңғы сызық, 80-ге дейін.",
    ),
    "ledger.duplicate-id": Label(
        en="The id “{id}” is taken by another claim with other content. Withdraw that one, or give this one its own id.",
        ru="Идентификатор «{id}» занят утверждением с другим содержанием. Отзовите его или дайте этому свой.",
        kk="«{id}» идентификаторы мазмұны басқа мәлімдемеде. Соны қайтарып алыңыз не мұнысына өз идентификаторын беріңіз.",
    ),
    "ledger.unknown-source": Label(
        en="There is no source “{source}”. State its row first.",
        ru="Источника «{source}» нет. Сначала внесите его строку.",
        kk="«{source}» дереккөзі жоқ. Алдымен оның жолын енгізіңіз.",
    ),
    "ledger.source-cannot-be-cited": Label(
        en="The source “{source}” has neither an address nor an item, so nobody could check the quote.",
        ru="У источника «{source}» нет ни адреса, ни предмета: цитату никто не проверит.",
        kk="«{source}» дереккөзінің мекенжайы да, айғағы да жоқ: дәйексөзді ешкім тексере алмайды.",
    ),
    "ledger.source-in-a-circle": Label(
        en="The source “{source}” would derive from itself.",
        ru="Источник «{source}» происходил бы от самого себя.",
        kk="«{source}» дереккөзі өзінен-өзі шыққан болар еді.",
    ),
    "ledger.no-such-item": Label(
        en="There is no item “{item}”. Add the file first, or name it as `onrecord items` does.",
        ru="Предмета «{item}» нет. Сначала добавьте файл или назовите его, как в `onrecord items`.",
        kk="«{item}» айғағы жоқ. Алдымен файлды қосыңыз не `onrecord items` тізіміндегідей атаңыз.",
    ),
    "ledger.item-not-read": Label(
        en="The item “{item}” has no text yet; run `onrecord read` first.",
        ru="У предмета «{item}» ещё нет текста; сначала выполните `onrecord read`.",
        kk="«{item}» айғағының мәтіні әлі жоқ; алдымен `onrecord read` орындаңыз.",
    ),
    "ledger.quote-missing": Label(
        en="A claim needs the exact words it rests on, in “quote”.",
        ru="Утверждению нужны точные слова, на которых оно стоит, в поле «quote».",
        kk="Мәлімдемеге негіз болған нақты сөздер «quote» өрісінде керек.",
    ),
    "ledger.quote-not-in-text": Label(
        en="The quote is not in “{item}”, letter for letter: “{quote}”.",
        ru="Цитаты нет в «{item}» буква в букву: «{quote}».",
        kk="Дәйексөз «{item}» ішінде әрпіне дейін кездеспейді: «{quote}».",
    ),
    "ledger.quote-without-the-number": Label(
        en="The quoted words do not carry the number {number}: “{quote}”. Quote the words that do.",
        ru="В цитате нет числа {number}: «{quote}». Приведите слова, где оно есть.",
        kk="Дәйексөзде {number} саны жоқ: «{quote}». Сан бар сөздерді келтіріңіз.",
    ),
    "ledger.field-of-the-proposal": Label(
        en="“{field}” is what the proposal rests on and cannot be given. State a claim of your own with `onrecord state`.",
        ru="«{field}» — то, на чём стоит предложение; задать его нельзя. Внесите своё утверждение: `onrecord state`.",
        kk="«{field}» — ұсыныстың негізі, оны беруге болмайды. Өз мәлімдемеңізді `onrecord state` арқылы енгізіңіз.",
    ),
    "ledger.wider-than-item": Label(
        en="The claim would be seen by “{visibility}”, its item only by “{item}”. Let the item be seen further first: "
        "`onrecord visibility`.",
        ru="Утверждение увидели бы «{visibility}», а файл видят только «{item}». Сначала расширьте видимость файла: "
        "`onrecord visibility`.",
        kk="Мәлімдемені «{visibility}» көрер еді, ал айғақты тек «{item}» көреді. Алдымен айғақтың көрінуін кеңейтіңіз: "
        "`onrecord visibility`.",
    ),
    "ledger.number-by-halves": Label(
        en="A corrected number needs its bounds, its hedge and its words: “{field}” is missing.",
        ru="Исправленному числу нужны границы, оговорка и слова: нет «{field}».",
        kk="Түзетілген санға шектері, ескертпесі және сөздері керек: «{field}» жоқ.",
    ),
    "ledger.basis-missing": Label(
        en="A finding of our own needs the claims it rests on, in “basis”.",
        ru="Нашему выводу нужны утверждения, на которых он стоит, в поле «basis».",
        kk="Өз тұжырымымызға негіз болған мәлімдемелер «basis» өрісінде керек.",
    ),
    "ledger.unknown-basis": Label(
        en="There is no claim “{claim}” to rest on.",
        ru="Утверждения «{claim}», на которое ссылаются, нет.",
        kk="Негізге алынған «{claim}» мәлімдемесі жоқ.",
    ),
    "ledger.cell-not-a-number": Label(
        en="“{cell}” in the column “{column}” is not one number, plain or in words; correct the cell, or split it.",
        ru="«{cell}» в столбце «{column}» — не одно число, ни цифрами, ни словами; исправьте или разделите ячейку.",
        kk="«{column}» бағанындағы «{cell}» — цифрмен де, сөзбен де бір сан емес; ұяшықты түзетіңіз не бөліңіз.",
    ),
    "ledger.cell-in-another-language": Label(
        en="“{cell}” in the column “{column}” says more in “{other}” than in “{language}”; name the language under "
        "[reading] in the mapping.",
        ru="«{cell}» в столбце «{column}» на языке «{other}» говорит больше, чем на «{language}»; укажите язык в "
        "[reading] сопоставления.",
        kk="«{column}» бағанындағы «{cell}» «{language}» тілінен гөрі «{other}» тілінде көбірек айтады; сәйкестендірудің "
        "[reading] бөлігінде тілді атаңыз.",
    ),
    "ledger.cell-not-a-date": Label(
        en="“{cell}” in the column “{column}” is not one date for certain; write 2021-03-09, or declare the form in "
        "“dates” of the mapping.",
        ru="«{cell}» в столбце «{column}» — дата не однозначная; пишите 2021-03-09 или укажите форму в «dates» файла "
        "соответствия.",
        kk="«{column}» бағанындағы «{cell}» — бір мәнді күн емес; 2021-03-09 деп жазыңыз не сәйкестік файлының «dates» "
        "ішінде пішімін көрсетіңіз.",
    ),
    "ledger.cell-without-value": Label(
        en="The cell “{cell}” in the column “{column}” has no value: a formula that failed or was never computed.",
        ru="В ячейке «{cell}» столбца «{column}» нет значения: формула не сработала или не вычислялась.",
        kk="«{column}» бағанындағы «{cell}» ұяшығында мән жоқ: формула қате не есептелмеген.",
    ),
    "ledger.value-not-mapped": Label(
        en="“{cell}” in the column “{column}” is not in its value table, which has {known}; add it to the mapping.",
        ru="«{cell}» в столбце «{column}» нет в таблице значений: {known}; добавьте в файл соответствия.",
        kk="«{column}» бағанындағы «{cell}» мәндер кестесінде жоқ: {known}; сәйкестік файлына қосыңыз.",
    ),
    "ledger.changed-since": Label(
        en="“{claim}” is “{now}” now and was “{then}” in the sheet: somebody changed it since. Write a new sheet with "
        "`onrecord claims --xlsx`, and make the correction there.",
        ru="«{claim}» теперь «{now}», а в таблице «{then}»: кто-то изменил его позже. Выпишите новую таблицу "
        "(`onrecord claims --xlsx`) и исправьте в ней.",
        kk="«{claim}» қазір «{now}», кестеде «{then}»: кейін біреу өзгерткен. `onrecord claims --xlsx` арқылы жаңа кесте "
        "жазып, сонда түзетіңіз.",
    ),
    "ledger.row-of-no-claim": Label(
        en="There is no claim “{claim}”. Leave the id empty to state a new claim.",
        ru="Утверждения «{claim}» нет. Чтобы внести новое, оставьте идентификатор пустым.",
        kk="«{claim}» мәлімдемесі жоқ. Жаңасын енгізу үшін идентификаторды бос қалдырыңыз.",
    ),
    "ledger.row-twice": Label(
        en="“{claim}” stands in an earlier row of the sheet already; only one can say how it is.",
        ru="«{claim}» уже есть в другой строке таблицы; верной может быть одна.",
        kk="«{claim}» кестенің басқа жолында бар; біреуі ғана дұрыс бола алады.",
    ),
    "ledger.impossible-order": Label(
        en="“{property}” ({value}) cannot be before “{earlier}” ({earlier_value}). Correct the day; if they belong to two "
        "cases or trials, tell them apart by a dimension (case, trial).",
        ru="«{property}» ({value}) не может быть раньше, чем «{earlier}» ({earlier_value}). Исправьте дату; если это два "
        "дела или процесса, различите их измерением (case, trial).",
        kk="«{property}» ({value}) «{earlier}» ({earlier_value}) алдында бола алмайды. Күнін түзетіңіз; екі іс не процесс "
        "болса, өлшеммен ажыратыңыз (case, trial).",
    ),
    "ledger.in-the-future": Label(
        en="“{field}” ({value}) lies after today; nobody can have said that yet.",
        ru="«{field}» ({value}) позже сегодняшнего дня; этого ещё никто не мог сказать.",
        kk="«{field}» ({value}) бүгіннен кейін; мұны әлі ешкім айта алмайды.",
    ),
}


class MomentsReversed(Refused):
    """What changed is asked for between two moments in the wrong order."""

    code = "ledger.moments-reversed"
    says = Label(
        en="{since} is later than {until}. Give the earlier day first (--from) and the later one second (--to).",
        ru="{since} позже, чем {until}. Сначала укажите более раннюю дату (--from), затем более позднюю (--to).",
        kk="{since} мезгілі {until} мезгілінен кейін. Алдымен ертерек күнді (--from), содан кейін кейінгісін (--to) беріңіз.",
    )


# What is wrong with the numbers of a row: each stands as the problem of `ledger.bad-number`.
NO_NUMBER: Final = Label(
    en="“{value}” is no number; write 24000 or 2.5",
    ru="«{value}» — не число; пишите 24000 или 2.5",
    kk="«{value}» — сан емес; 24000 не 2.5 деп жазыңыз",
)
BELOW_ZERO: Final = Label(en="“{value}” is below zero", ru="«{value}» меньше нуля", kk="«{value}» нөлден кіші")
TOO_LONG: Final = Label(
    en="“{value}” has more digits than a record can hold; at most 9007199254740991, and 28 digits in all",
    ru="в «{value}» больше цифр, чем вмещает запись; не больше 9007199254740991 и 28 цифр всего",
    kk="«{value}» санында жазбаға сыйғаннан көп цифр бар; ең көбі 9007199254740991, барлығы 28 цифр",
)
BOUNDS: Final = Label(
    en="from “{low}” to “{high}” is nothing that “{qualifier}” can mean",
    ru="от «{low}» до «{high}» — не то, что может значить «{qualifier}»",
    kk="«{low}» мен «{high}» аралығы «{qualifier}» білдіре алатын нәрсе емес",
)
NOT_LEAST: Final = Label(
    en="“{wording}” is {meant} at the least: with “more_than” write {meant} as low, or “at_least” if it may be {bound} too",
    ru="«{wording}» — это самое меньшее {meant}: при «more_than» пишите в low {meant}, а если может быть и {bound}, — "
    "«at_least»",
    kk="«{wording}» дегені кемінде {meant}: «more_than» болса, low өрісіне {meant} жазыңыз, ал {bound} болуы да мүмкін "
    "болса — «at_least»",
)
NOT_MOST: Final = Label(
    en="“{wording}” is {meant} at the most: with “less_than” write {meant} as high, or “up_to” if it may be {bound} too",
    ru="«{wording}» — это самое большее {meant}: при «less_than» пишите в high {meant}, а если может быть и {bound}, — "
    "«up_to»",
    kk="«{wording}» дегені ең көбі {meant}: «less_than» болса, high өрісіне {meant} жазыңыз, ал {bound} болуы да мүмкін "
    "болса — «up_to»",
)
NOT_WHOLE: Final = Label(
    en="“{value}” is no whole number, and there is no part of one here ({unit}); write the number that was said, a range "
    "from 2 to 3, or keep an average in “note”",
    ru="«{value}» — не целое число, а дробных тут не бывает ({unit}); пишите названное число, диапазон от 2 до 3, а "
    "среднее — в «note»",
    kk="«{value}» — бүтін сан емес, ал мұнда бөлшек болмайды ({unit}); айтылған санды не 2-ден 3-ке дейінгі аралықты "
    "жазыңыз, орташасын «note» ішінде қалдырыңыз",
)


def filled(label: Label, **facts: object) -> Label:
    """Return a label with its facts in place, so that it can be a fact of another."""
    return Label(**{language: label.fill(language, **facts) for language in ("en", "ru", "kk")})

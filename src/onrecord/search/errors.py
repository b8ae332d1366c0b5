"""Owns the faults of search. Each says what to do; none repeats a word that was looked for: faults reach logs."""

from __future__ import annotations

from onrecord.kernel import Label, Refused


class NothingToSearch(Refused):
    """There is no word in what was asked."""

    code = "search.nothing-to-search"
    says = Label(
        en="There is no word to look for in this. Write one or more words, for example: detained Masanchi.",
        ru="Здесь нет ни одного слова для поиска. Напишите одно или несколько слов, например: задержаны Масанчи.",
        kk="Мұнда іздейтін сөз жоқ. Бір не бірнеше сөз жазыңыз, мысалы: ұсталды Масаншы.",
    )


class OnlyExclusions(Refused):
    """Everything asked is about what not to find."""

    code = "search.only-exclusions"
    says = Label(
        en="This says only what to leave out. Add at least one word that has to be there.",
        ru="Здесь сказано только, что исключить. Добавьте хотя бы одно слово, которое должно быть.",
        kk="Мұнда тек нені шығарып тастау керегі айтылған. Болуы тиіс кемінде бір сөз қосыңыз.",
    )


class QueryTooLong(Refused):
    """More letters than anybody looks for."""

    code = "search.query-too-long"
    says = Label(
        en="This is too long to look for: {found} characters, at most {limit}. Take the few words that tell most.",
        ru="Слишком длинный запрос: знаков {found}, не больше {limit}. Оставьте несколько самых важных слов.",
        kk="Сұрау тым ұзақ: {found} таңба, ең көбі {limit}. Ең маңызды бірнеше сөзді қалдырыңыз.",
    )


class TooManyWords(Refused):
    """More words than anybody looks for at once."""

    code = "search.too-many-words"
    says = Label(
        en="These are too many words to look for at once: {found}, at most {limit}. Take the few that tell most.",
        ru="Слишком много слов сразу: {found}, не больше {limit}. Оставьте несколько самых важных.",
        kk="Бірден іздейтін сөз тым көп: {found}, ең көбі {limit}. Ең маңызды бірнешеуін қалдырыңыз.",
    )


class StarMisplaced(Refused):
    """A star that does not end a word, or stands after too little of one."""

    code = "search.star-misplaced"
    says = Label(
        en="A star stands at the end of a word with at least two letters, and means any ending: масан*.",
        ru="Звёздочка ставится в конце слова, в котором не меньше двух букв, и значит любое окончание: масан*.",
        kk="Жұлдызша кемінде екі әріптен тұратын сөздің соңына қойылады және кез келген жалғауды білдіреді: масан*.",
    )


class UnknownFilter(Refused):
    """A filter with a value that it does not have."""

    code = "search.unknown-filter"
    says = Label(
        en="{filter}: takes {known}. To look for the word itself, put it in quotes.",
        ru="{filter}: принимает {known}. Чтобы искать само слово, возьмите его в кавычки.",
        kk="{filter}: мына мәндерді қабылдайды: {known}. Сөздің өзін іздеу үшін тырнақшаға алыңыз.",
    )

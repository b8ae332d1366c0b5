"""Owns the reasons why a number in a text is no figure: a date, an article, an age, a distance, an address.

A number that gets through is claimed to count something; one that should have been stopped becomes a false alarm.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from onrecord.kernel import Qualifier
from onrecord.reading.quantities.lexicon import Lexicon
from onrecord.reading.quantities.meaning import Surroundings
from onrecord.reading.quantities.model import QuantityInText
from onrecord.reading.quantities.numbers import DASHES, Number, Token

_MASKED: Final = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+"  # addresses
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}[:.]\d{2}(?=\s*(?:a\.m|p\.m|am|pm|час|h\b))"
    r"|\b\d{1,2}:\d{1,2}\b"  # an hour, a score
    r"|(?<!\w)\d{1,2}[.:]\d{2}-(?:д[еа]|т[еа]|д[еа]н|т[еа]н|г[еа]|ғ[а]|к[еа]|қ[а])(?!\w)"  # «21.30-да»
    r"|(?<![\w.,])\d{1,2}\s?[ap]\.?\s?m\b\.?"  # hours, with and without minutes
    r"|(?<!\w)(?:[01]\d|2[0-4])[0-5]\d(?=\s*(?:gmt|utc|hours\b|hrs\b|local time))"  # 2330 GMT
    r"|(?<!\w)(?:at|since|until|around|by|before|after|between)\s(?:[01]\d|2[0-4])[0-5]\d"
    r"(?=\s*[\[(.,;]|\s+(?:on|today|yesterday|last|this|local|tonight|and\s\d{4}))"
    r"|(?<![\w.,])0\d{3}(?![\w%])(?!,\d)"  # 0415
    r"|(?<!\w)(?:at|в)\s\d{1,2}\.[0-5]\d(?![\d%])(?!\s*(?:млн|млрд|тыс|m|b|per|проц))"
    r"|(?-i:\b[A-Z][A-Z0-9]*(?:/[A-Z0-9.\-]+)+)"  # document symbols: CERD/C/KAZ/CO/8-10
    r"|\+\d[\d\s()\-]{7,}\d|\b\d{2,4}(?:-\d{2,4}){2,}\b"  # telephone numbers
    r"|\[\^?\d+\]|[№§#]\s*\d[\d\-/.]*"
    r"|\b\d+[\-/]\d+[\-/.][\w\-/]+",
    re.IGNORECASE,
)
# Hedges that only a count has: «1500-ге жуық»; «2020-ға дейін» may be a year.
_OF_COUNTS: Final = frozenset({Qualifier.ABOUT, Qualifier.MORE_THAN, Qualifier.AT_LEAST})
_OPENING: Final = frozenset("«“„")
_CLOSES: Final = re.compile(r"[»”“]")
_NAME_SPAN: Final = 40  # code points a name in quotation marks may take
_NAME_WORDS: Final = 3
_NEAR: Final = 70
# What is said of teams and visitors too, and what stands unharmed in most texts.
_MILD: Final = frozenset(
    {
        "participants", "families_affected", "returned", "border_entries", "border_exits", "houses_destroyed",
        "vehicles", "commercial_objects", "other_buildings", "houses_and_shops",
    }
)  # fmt: skip
_FILLING: Final = 6  # words between a number and those who say that so many live there
_ONE_REACH: Final = 3  # words behind a lone "one" that may say that it counts
_NOUNS_IN_S: Final = ("ss", "us", "is")  # "one witness"
_STEM: Final = 3  # letters a listed word must have more than, to be met with endings
_LIST_GLUE: Final = frozenset(",-–()")
_LIST_WORDS: Final = frozenset(
    {"and", "or", "и", "или", "және", "жана", "i", "oraz", "lub", "und", "oder", "et", "ou", "та", "або"}
)
_DATE_GLUE: Final = frozenset(
    {
        "and",
        "to",
        "на",
        "по",
        "и",
        "до",
        "мен",
        "және",
        "жана",
        "менен",
        "i",
        "na",
        "do",
        "und",
        "bis",
        "auf",
        "et",
        "au",
        "та",
        "й",
    }
)
# Beginnings of words behind a year: of no word that counts.
_YEARS: Final = ("year", "год", "жыл", "рок", "рік", "rok", "jahr", "année")
# «үштен бір», «үштен екісіне»: a part of so many, in every case.
_KAZAKH_PARTS: Final = re.compile(r"(?:бір|екі|үш|төрт|бес|жеті|сегіз|тоғыз)(?:с?[іы](?:н\w{0,4})?)?")


def masked_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches in which no number counts anything: addresses, numeric dates, symbols, telephones."""
    return [match.span() for match in _MASKED.finditer(text)]


def is_no_figure(text: str, tokens: Sequence[Token], number: Number, words: Lexicon, *, is_bound: bool = False) -> bool:
    """Say whether the number is a date, a label, an age, a distance, an ordinal, a list marker or a lone "one".

    Where an author has bound the words, hours, distances and a lone "one" are what the author says they are; and so is
    a lone number that could be a year.
    """
    checks = (_is_bound_date, _is_label, _is_ordinal) if is_bound else _ALL_CHECKS
    return any(check(text, tokens, number, words) for check in checks)


def is_of_harm(
    text: str, tokens: Sequence[Token], number: Number, words: Lexicon, figure: QuantityInText, around: Surroundings
) -> bool:
    """Say whether a figure may be one of harm or justice: no share, no population, no vote, price or score."""
    if figure.unit == "percent":
        return False
    if _is_population_behind(text, tokens, number, words):
        return around.clause_says(figure.start, figure.end, words.fates)
    is_elsewhere = around.sentence_says(figure.start, figure.end, words.elsewhere)
    if figure.property is not None:
        return not (is_elsewhere and figure.property in _MILD)
    if is_elsewhere or (around.knows_words and around.counts_things(figure.start)):
        return False
    is_hedged = figure.quantity.qualifier is not Qualifier.EXACT
    is_told = is_hedged or figure.group is not None
    return is_told or not around.knows_words or around.says_any(figure.start, figure.end)


def is_term(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether years or months behind a number are a term of punishment: words of justice stand near."""
    unit = words.period_units.get(_word(tokens, number.after))
    if unit is None:
        return False
    if unit == "hours":
        return _stands_near(text, tokens, number, words.screens["questioning"])
    if _word(tokens, number.after + 1) in {"old", "of"} and _word(tokens, number.after + 2) in {"age", ""}:
        return False
    if _before(tokens, number) in words.screens["time_before"]:
        return False
    if _word(tokens, number.after + 1) in words.screens["time_after"]:
        return False
    return _stands_near(text, tokens, number, words.screens["justice"])


def _stands_near(text: str, tokens: Sequence[Token], number: Number, stems: frozenset[str]) -> bool:
    near = text[max(0, tokens[number.first].start - _NEAR) : tokens[number.after - 1].end + _NEAR].lower()
    return any(stem in near for stem in stems)


def _is_one_of(word: str, listed: frozenset[str], words: Lexicon) -> bool:
    """Say whether a word is in a list; where endings hang on words, whether it begins with a listed one."""
    if word in listed:
        return True
    return (
        words.hangs_endings and len(word) > _STEM and word.startswith(tuple(one for one in listed if len(one) > _STEM))
    )


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) and tokens[at].kind == "word" else ""


def _before(tokens: Sequence[Token], number: Number) -> str:
    """Return the word before the number, over a full stop ("art. 272")."""
    at = number.first - 1
    if 0 <= at < len(tokens) and tokens[at].text in {".", ":"}:
        at -= 1
    return _word(tokens, at)


def _is_date(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    if not number.is_digits or number.scale != 1:
        return False
    months = words.screens["months"]
    following = _word(tokens, number.after)
    over = _word(tokens, _over_stop(tokens, number.after))
    if number.value <= 31 and (_is_one_of(following, months, words) or over in months):
        return True
    if number.value <= 99 and _before(tokens, number) in months:  # a day, or the year of "12 Nov 89"
        return not _counts_people(tokens, number, words)  # but not "On 8 February 11 people were killed"
    if number.value <= 31 and _opens_dates(tokens, number.after, months):
        return True
    return _is_year(tokens, number, words, following)


def _is_bound_date(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether a number of bound words is a date: «около 1900» alone is a count."""
    is_alone = sum(token.kind == "num" for token in tokens) == 1
    is_dated = _before(tokens, number) in words.screens["months"] or _word(tokens, number.after).startswith(_YEARS)
    if is_alone and not is_dated and _is_year(tokens, number, words, ""):
        return False
    return _is_date(text, tokens, number, words)


def _over_stop(tokens: Sequence[Token], at: int) -> int:
    """Return the token behind the full stop that makes digits an ordinal: «8. Februar»."""
    return at + 1 if at < len(tokens) and tokens[at].text == "." and tokens[at].start == tokens[at - 1].end else at


def _opens_dates(tokens: Sequence[Token], at: int, months: frozenset[str]) -> bool:
    """Say whether a second day and a month follow: "7 and 8 February", «с 7 на 8 февраля»."""
    if at + 2 >= len(tokens) or tokens[at + 1].kind != "num":
        return False
    is_glue = tokens[at].text in DASHES or tokens[at].low in _DATE_GLUE
    return is_glue and tokens[at + 2].low in months


def _is_year(tokens: Sequence[Token], number: Number, words: Lexicon, following: str) -> bool:
    written = tokens[number.after - 1].text if number.high is not None else tokens[number.first].text
    value = number.high if number.high is not None else number.value
    if not (written.isdigit() and len(written) == 4 and 1500 <= value <= 2100):
        return False
    is_hedged = any(phrase == following and hedge in _OF_COUNTS for phrase, hedge in words.after)
    return not is_hedged and not any(following.startswith(stem) for stem in words.counted)


def _is_label(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the number names a thing: "article 272", "articles 99 and 272", «272-бап»."""
    labels = words.screens["labels"]
    if words.hangs_endings and _is_one_of(_word(tokens, number.after), words.screens["labels_after"], words):
        return True
    if number.is_vague or _counts_people(tokens, number, words) or _counts_in_words(tokens, number, words):
        return False
    at = _front_of_list(tokens, number.first)
    stop = at > 0 and tokens[at - 1].text == "."
    label = at - 2 if stop else at - 1
    if label < 0 or tokens[label].kind != "word" or tokens[label].low not in labels:
        return False
    is_short = tokens[label].low in words.screens["short_labels"]
    if stop:
        return is_short
    return len(tokens[label].text) > 1  # «с 7» is a preposition, «с. 7» a page


def _front_of_list(tokens: Sequence[Token], at: int) -> int:
    """Return the first number of the list that token `at` ends: "articles 99, 174 (2) and 272"."""
    glue = 0
    for place in range(at - 1, max(-1, at - 13), -1):
        token = tokens[place]
        if token.kind == "num":
            at, glue = place, 0
        elif token.text in _LIST_GLUE or token.low in _LIST_WORDS:
            glue += 1
        else:
            break
        if glue > 2:  # more than a closed bracket and a comma
            break
    return at


def _counts_in_words(tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether a number in words has people behind it: "at the gate forty relatives" is no fortieth gate."""
    following = _word(tokens, number.after)
    return not number.is_digits and (following in words.persons or following.startswith(words.person_stems or ("\0",)))


def _counts_people(tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether people or things counted everywhere stand behind the number: then it is no label and no day."""
    return bool(words.people) and _word(tokens, number.after).startswith(words.people)


def _is_measure(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    if not number.is_digits:
        return _word(tokens, number.after) in words.screens["measures"] - {"m", "м"}
    start, end = tokens[number.first].start, tokens[number.after - 1].end
    glued_before = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "/_#@\\")
    hyphened = start > 1 and text[start - 1] in DASHES and text[start - 2].isalpha()
    glued_after = end < len(text) and text[end].isalpha() and not number.scale > 1
    decimal_tail = end + 1 < len(text) and text[end] in "./" and text[end + 1].isdigit()
    return (
        glued_before
        or hyphened
        or glued_after
        or decimal_tail
        or _is_one_of(_word(tokens, number.after), words.screens["measures"], words)
    )


def _is_age_or_period(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    front = _front_of_list(tokens, number.first)
    first = _word(tokens, front - 1) in words.screens["age_before"] and front < number.first
    if first or _before(tokens, number) in words.screens["age_before"] or _is_age_in_commas(tokens, number):
        return True
    if _word(tokens, number.first - 1) == "of" and _word(tokens, number.first - 2) in words.screens["age_people"]:
        return not _counts_people(tokens, number, words)
    at = number.after
    if _has_dash(tokens, at) and _word(tokens, at + 1) in words.screens["measures"]:
        return True  # "a 90-mm mortar"
    if _has_dash(tokens, at):  # "a 10-day visit", "an 80-year-old", but "an 8-year prison term"
        is_period = _word(tokens, at + 1) in words.screens["periods"]
        return is_period and not _names_term(tokens, at + 2, words)
    if _word(tokens, number.after) not in words.screens["periods"]:
        return False
    return not is_term(text, tokens, number, words)


def _is_age_in_commas(tokens: Sequence[Token], number: Number) -> bool:
    """Say whether the number stands between commas behind a name, as newspapers give ages: "the guard, 47, said"."""
    first, after = number.first, number.after
    if not number.is_digits or number.value > 120 or first < 2 or after >= len(tokens):
        return False
    return (
        tokens[first - 1].text == ","
        and tokens[after].text in {",", ".", ")", ";"}
        and tokens[first - 2].text[:1].isupper()
    )


def _has_dash(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a dash without spaces joins token `at - 1` to token `at + 1`."""
    if at + 1 >= len(tokens) or tokens[at].text not in DASHES:
        return False
    return tokens[at].start == tokens[at - 1].end and tokens[at + 1].start == tokens[at].end


def _names_term(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    return any(_word(tokens, place) in words.screens["term_nouns"] for place in (at, at + 1))


def _is_ordinal(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    at = number.after
    has_dash = _has_dash(tokens, at)
    at += has_dash
    glued = at < len(tokens) and tokens[at].start == tokens[at - 1].end
    if not (number.is_digits and glued):
        return False
    if words.hangs_endings and has_dash:  # digits, a hyphen and a noun are an ordinal: «5-сынып», «2-тармақ»
        return bool(_word(tokens, at))
    ending = _word(tokens, at)
    return ending in words.screens["ordinal_endings"] and not (
        ending in words.period_units and _names_term(tokens, at + 1, words)
    )


def _is_part(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the number is of a fraction, a compound or a score: "two thirds", "a 3-member panel", "3-2"."""
    at = number.after
    if _word(tokens, at + _has_dash(tokens, at)) in words.screens["fractions"]:
        return True
    if _has_dash(tokens, at) and _word(tokens, at + 1) in words.screens["compounds"]:
        return True
    if words.hangs_endings and not number.is_digits:  # «үштен екісі»
        return _is_share(tokens, number, words)
    if not number.is_digits or number.high is not None:
        return False
    behind = _has_dash(tokens, at) and tokens[at + 1].kind == "num"
    return behind or (_has_dash(tokens, number.first - 1) and tokens[number.first - 2].kind == "num")


def _is_share(tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    first, after = tokens[number.first], number.after
    whole = number.after == number.first + 1 and first.low.endswith(words.from_endings)
    if whole and after < len(tokens) and _KAZAKH_PARTS.fullmatch(tokens[after].low):
        return True
    before = tokens[number.first - 1].low if number.first else ""
    is_whole = before.endswith(words.from_endings) and words.number_word(before) is not None
    return is_whole and _KAZAKH_PARTS.fullmatch(first.low) is not None


def _is_address(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the number is of a house in a street: "12 Main Street", «улица Абая, 12», «Абай көшесі, 12»."""
    streets = words.screens["streets"]
    if not number.is_digits:
        return False
    is_comma = number.first > 1 and tokens[number.first - 1].text == ","
    if is_comma and _word(tokens, number.first - 2) in streets:
        return True
    if _counts_people(tokens, number, words):
        return False
    following = tokens[number.after : number.after + 4]
    for at, token in enumerate(following):
        if at and token.low in streets:
            return True
        if not token.text[:1].isupper():
            break
    if _word(tokens, number.first - 1) in words.screens["houses"] and not _word(tokens, number.after):
        return True
    before = tokens[max(0, number.first - 5) : number.first]
    named = [token for token in before if token.kind == "word"]
    near_street = any(token.low in streets or token.low == "ул" for token in named)
    return near_street and bool(before) and before[-1].text == ","


def _is_marker(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the number leads a line as in a list or a numbered heading."""
    if not number.is_digits or number.after >= len(tokens):
        return False
    start = tokens[number.first].start
    lead = text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>#*")
    at = number.after + (tokens[number.after].text == "\\")  # "32\\." is no list for Markdown, and one for a reader
    return (
        not lead
        and at < len(tokens)
        and tokens[at].text in {".", ")"}
        and tokens[number.after].start == tokens[number.after - 1].end
    )


def _is_population(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the words before the number say that so many live there: "a town of 15,000"."""
    if _stands_near(text, tokens, number, words.screens["shelters"]):
        return False  # who lives in tents, of whatever town
    before = number.first
    while before > 0 and (
        tokens[before - 1].low in words.screens["population_filling"] or tokens[before - 1].text in DASHES
    ):
        before -= 1
    leads = {_lead(text, tokens, number.first), _lead(text, tokens, before)}
    return any(one.endswith(phrase) for one in leads for phrase in words.screens["population_before"])


def _lead(text: str, tokens: Sequence[Token], at: int) -> str:
    return text[max(0, tokens[at].start - _NEAR) : tokens[at].start].lower().rstrip()


def _is_population_behind(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether the words behind the number are of those who live somewhere, which may still be said of them."""
    if _stands_near(text, tokens, number, words.screens["shelters"]):
        return False
    phrases = tuple(words.screens["population_after"])
    after = number.after
    for _filling in range(_FILLING):
        if after >= len(tokens):
            return False
        if text[tokens[after].start : tokens[after].start + _NEAR].lower().startswith(phrases or ("\0",)):
            return True
        if tokens[after].low not in words.screens["population_filling"]:
            return False
        after += 1
    return False


def _is_pronoun(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether a lone "one" counts nothing: "no one", "one of them", «один из них», «бір жылдан кейін»."""
    if not number.is_alone:
        return False
    before = number.first - 1 - _has_dash(tokens, number.first - 1)
    if _word(tokens, before) in words.screens["not_before_alone"]:
        return True
    following = _word(tokens, number.after)
    if following in words.partitive and number.after + 1 < len(tokens) and tokens[number.after + 1].kind == "num":
        return False  # "one of 51"
    if following in words.screens["not_after_alone"] or _is_verb(following, words):
        return True
    behind = itertools.takewhile(lambda token: token.kind == "word", tokens[number.after : number.after + _ONE_REACH])
    candidates = [token.low for token in behind]
    return not any(word.startswith(words.counted + words.fates) for word in candidates)


def _is_verb(word: str, words: Lexicon) -> bool:
    """Say whether a word behind a lone "one" is what one does: "one follows", where a noun would have no -s."""
    endings = tuple(words.screens["verbs_after_alone"]) or ("\0",)
    return len(word) > _STEM and word.endswith(endings) and not word.endswith(_NOUNS_IN_S)


def _is_name(text: str, tokens: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """Say whether a number in words opens a name in quotation marks: the cafe «Три ключа»."""
    first, start = tokens[number.first], tokens[number.first].start
    if number.is_digits or not first.text[0].isupper() or text[start - 1 : start] not in _OPENING:
        return False
    closing = _CLOSES.search(text, start, start + _NAME_SPAN)
    return closing is not None and len(text[start : closing.start()].split()) <= _NAME_WORDS


_ALL_CHECKS: Final = (
    _is_name,
    _is_date,
    _is_label,
    _is_measure,
    _is_age_or_period,
    _is_ordinal,
    _is_marker,
    _is_part,
    _is_address,
    _is_population,
    _is_pronoun,
)

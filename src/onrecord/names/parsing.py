"""Owns the parts of a name: patronymic, initials, titles, surname with its stem, and the sex that its grammar tells.

After METHOD 8.3. A word is taken for what its form says; where it stands decides only between two readings of one form.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from onrecord.names import organisations, variants
from onrecord.names.alphabets import CYRILLIC, Alphabet, alphabet_of, is_mixed, small, written
from onrecord.names.folding import readings
from onrecord.names.model import Kind, Name, Role, Sex, Token, person
from onrecord.names.particles import PREPOSITIONS, particles
from onrecord.names.pieces import WORD, Piece, alphabet_among, pieces_of
from onrecord.names.words import father_token, patronymic_of, token_of

_MOST_WORDS: Final = 12
# A birth that a list writes into the cell of the name: 1980 г.р., 12.03.1980, 1980 ж.т.
_DATES: Final = re.compile(
    r"[,(]?\s*(?<!\w)(?:\d{1,2}[./]\d{1,2}[./])?(?:1[89]|20)\d\d(?!\w)"
    r"(?:\s*(?:г\.?\s?р\.?(?!\w)|года? рождения|г\.(?!\w)|ж\.\s?т\.|жылы туған|жылғы|born))?\)?"
)
# What lists write around a name: its number, an age, a footnote: 1. Лохаров Исмар, 45 лет [2].
_AROUND: Final = re.compile(
    r"^\s*(?:№\s*)?\d{1,5}\s*[.)]\s*(?=\D)|[\[(]\d{1,3}[\])]\s*$"
    r"|[,(]?\s*(?<!\w)\d{1,3}\s*(?:лет|года?|жаста|жас|years? old|years|yrs?|y\.?\s?o)(?!\w)\.?\)?"
)
_INITIAL: Final = re.compile(r"(?<![^\W\d_])([^\W\d_](?:[^\W\d_aeiouаеиоу])?)\.(?!\w{2,}\.)")
_CAPITALS: Final = re.compile(r"^([A-Z])([A-Z])(?=\s+[A-ZА-Я][a-zа-я])")
_DIGIT: Final = re.compile(r"\d")
_UNREAD: Final = re.compile(r"[぀-ヿ㐀-鿿가-힣]")


@functools.lru_cache(maxsize=50_000)
def parse(text: str) -> Name:
    """Return a name taken apart; nothing is refused, and what cannot be read has no content.

    A name of words that say nothing about each other is put together from what is remembered of each of them, which
    costs a tenth of taking it apart; a list may therefore be parsed name by name.
    """
    pieces = pieces_of(text)
    return _as_a_whole(text) if pieces is None else _of_pieces(text, pieces)


def parsed_all(texts: Iterable[str]) -> list[Name]:
    """Return the names taken apart, in their order; one that stands several times is one object."""
    every = list(texts)
    found = {one: parse(one) for one in dict.fromkeys(every)}
    return [found[one] for one in every]


def father_of(text: str, sex: Sex | None = None) -> Token | None:
    """Return the father whom a list names beside a child of this sex, as a patronymic; None where no word is left.

    A column may hold his name, or the patronymic that the child has from it: Исмар, Исмарович.
    """
    content = parse(text).content
    if not content:
        return None
    own = content[-1]
    patronymic = patronymic_of(own.text, own.alphabet) if len(content) == 1 else None
    return patronymic or father_token(own.text, own.alphabet, sex)


def _of_pieces(text: str, pieces: Sequence[Piece]) -> Name:
    """Return a name whose words stand for themselves: at most one of them is the patronymic."""
    alphabet = alphabet_among(pieces)
    content: list[Token] = []
    fathers: dict[int, Token] = {}
    is_repaired = False
    for piece in pieces:
        is_repaired = is_repaired or piece.is_repaired
        for token, as_father in piece.told(alphabet):
            if as_father is not None:
                fathers[len(content)] = as_father
            content.append(token)
    if len(content) > _MOST_WORDS:
        content = content[:_MOST_WORDS]
        fathers = {place: one for place, one in fathers.items() if place < _MOST_WORDS}
    chosen = _which(content, fathers) if fathers else None
    father = None if chosen is None else fathers[chosen]
    if chosen is not None:
        del content[chosen]
    sex = _sex(father, content)
    return person(text, alphabet, tuple(content), patronymic=father, sex=sex, is_repaired=is_repaired)


def _as_a_whole(text: str) -> Name:
    plain = cleaned(text)
    alphabet = alphabet_of(plain)
    if alphabet is Alphabet.LATIN and "İ" in text:
        alphabet = Alphabet.TURKIC_LATIN
    named = Name(original=text, alphabet=alphabet, is_repaired=is_mixed(text))
    kind, rest = _kind(plain)
    if kind is Kind.ORGANISATION:
        return replace(named, kind=kind)
    initials, rest = _initials(rest if kind is Kind.PLACE else _first_capitals(text, rest))
    words, titles = _without_titles(_words(rest))
    words, marked = _marked(words)
    tokens = _joined(words, alphabet)
    if len(tokens) > _MOST_WORDS:
        tokens = tokens[:_MOST_WORDS]
    return _assembled(replace(named, kind=kind, titles=titles), tokens, marked, initials)


def cleaned(text: str) -> str:
    """Return a name in small letters without what stands around it: a preposition, a year of birth."""
    plain = _without_preposition(written(text), text)
    return _AROUND.sub(" ", _DATES.sub(" ", plain)).strip(" ,;") if _DIGIT.search(plain) else plain


def _kind(plain: str) -> tuple[Kind, str]:
    known = particles()
    bare = " ".join(WORD.findall(plain))
    if bare in known["settlements"]:
        return Kind.PLACE, plain
    words = bare.split()
    markers = [one for one in words if one in known["place"]]
    if markers and known["wide_place"].issuperset(markers) and organisations.says_what_it_does(plain):
        return Kind.ORGANISATION, plain  # a district court is no district
    if markers and len(words) > len(markers):
        at = plain.find(markers[0])
        is_short = len(markers[0]) == 1
        if not is_short or plain.startswith(f"{markers[0]}."):
            return Kind.PLACE, " ".join(one for one in words if one not in known["place"]) if at >= 0 else plain
    if organisations.is_organisation(plain):
        return Kind.ORGANISATION, plain
    return Kind.PERSON, plain


def _first_capitals(text: str, plain: str) -> str:
    """Return the name with two capitals at its head read as initials: JC of a name in small letters otherwise."""
    found = _CAPITALS.match(text.strip())
    if found is None or text.isupper() or small(found.group()) in particles()["titles"]:
        return plain
    return f"{found.group(1)}. {found.group(2)}. ".lower() + plain[2:]


def _without_preposition(plain: str, text: str) -> str:
    """Return the name without a preposition in small letters before it, as a sentence leaves it: о Лохмаре Юнусе."""
    first, _, rest = plain.partition(" ")
    is_word = text.split()[:1] == [first] and any(map(str.isupper, text))
    return rest if rest and is_word and first in PREPOSITIONS else plain


def _initials(plain: str) -> tuple[tuple[str, ...], str]:
    """Return the initials of a name and what is left of it."""
    titles = particles()["titles"]
    found: list[str] = []

    def taken(match: re.Match[str]) -> str:
        if match.group(1) in titles and len(match.group(1)) > 1:
            return match.group()
        found.append(match.group(1))
        return " "

    rest = _INITIAL.sub(taken, plain)
    words = rest.split()
    bare = [one.strip(".,;") for one in words]
    alone = {at for at, one in enumerate(bare) if _is_initial(one) and not _is_syllable(bare, at)}
    found += [bare[at] for at in sorted(alone)]
    return tuple(found), " ".join(word for at, word in enumerate(words) if at not in alone)


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and not _UNREAD.match(word) and word not in {"и", "y", "e", "و"}


def _is_syllable(words: Sequence[str], at: int) -> bool:
    """Say whether a lone vowel is a syllable of a name written apart, as in Хи Я Хун: its neighbours are as short."""
    neighbours = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
    return words[at] in "аоуэиюяы" and len(neighbours) == 2 and all(len(one) <= 3 for one in neighbours)


def _words(plain: str) -> list[str]:
    return [one.strip("'") for one in WORD.findall(plain) if one.strip("'")]


def _without_titles(words: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the words without titles, and the titles; a name of titles alone is a name."""
    known = particles()
    bare = [one for one in words if one not in known["titles"]] or list(words)
    left = [
        one
        for place, one in enumerate(bare)
        if not (one in known["head_titles"] and known["head_titles"].issuperset(bare[:place]))
        and not (place and one in known["tail_titles"])
    ]
    if len(left) < 2:
        left = bare
    titles = list(words)
    for one in left:
        titles.remove(one)
    return left, tuple(titles)


def _marked(words: Sequence[str]) -> tuple[list[str], tuple[str, str] | None]:
    """Take out a father's name that a word behind it marks (Асанбай уулу); return the rest and (father, mark)."""
    after = particles()["nasab_after"]
    for place, word in enumerate(words):
        if place > 0 and word in after and len(words) > 2:
            return [*words[: place - 1], *words[place + 1 :]], (words[place - 1], word)
    return list(words), None


def _joined(words: Sequence[str], alphabet: Alphabet) -> list[str]:
    """Return the words with devotional names put together (абд аль Карим) and articles and particles taken out."""
    known = particles()
    words = _without_arabic_article(words, alphabet)
    left: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word in known["devotion"] and place + 1 < len(words):
            place += 1
            if words[place] in known["articles"] and place + 1 < len(words):
                place += 1
            left.append(_servant_of(word, words[place]))
        elif _is_faith(words, place):
            left[-1:] = [_of_the_faith(left[-1], words[place + 1])]
            place += 1
        elif place and word in known["faith"]:
            left[-1:] = [_of_the_faith(left[-1], word)]
        elif not _is_particle(word, is_first=place == 0 and alphabet in CYRILLIC):
            left.append(word)
        place += 1
    if len(left) < 2 and not known["may_be_surname"].isdisjoint(words):
        return [one for one in words if one in known["may_be_surname"] or one in left] or list(words)
    return left or list(words)


def _is_particle(word: str, *, is_first: bool) -> bool:
    """Say whether a word stands between names and is none; at the head of a name in Cyrillic Ван is a surname."""
    known = particles()
    if is_first and word in known["may_be_surname"]:
        return False
    return word in known["articles"] or word in known["nasab"] or word in known["joining"]


def _servant_of(word: str, whose: str) -> str:
    """Return a devotional name in one word; Allah keeps his one l from the article."""
    arabic = word == "عبد"
    stem = word if arabic else ("абд" if alphabet_of(word) in CYRILLIC else "abd")
    if arabic:
        return f"{stem}{whose}" if whose.startswith("ال") else f"{stem}ال{whose}"
    bare = re.sub(r"^(?:[aаuу]l-?)?(?=[aа]ll|[aа]лл)", "", whose)
    if bare[:3] in {"all", "алл"} or bare[:3] in {"ull", "улл"}:
        return f"{stem}{'у' if stem == 'абд' else 'u'}{bare[1:]}"
    return f"{stem}{'ул' if stem == 'абд' else 'ul'}{whose}"


def _of_the_faith(name: str, faith: str) -> str:
    """Return a name and "of the faith" as one word, in which the article is heard as a vowel: Jamal al-Din."""
    if len(name) == 1:
        return faith
    if alphabet_of(name) is Alphabet.ARABIC:
        return f"{name}دين"
    is_cyrillic = alphabet_of(name) in CYRILLIC
    return f"{name}{'у' if is_cyrillic else 'u'}{'дин' if is_cyrillic else 'din'}"


def _is_faith(words: Sequence[str], place: int) -> bool:
    """Say whether an article here stands before "din", so that three words are one name: Nur al-Din."""
    return (
        place > 0
        and words[place] in particles()["articles"]
        and place + 1 < len(words)
        and words[place + 1] in {"din", "deen", "dine", "дин", "دين"}
    )


def _without_arabic_article(words: Sequence[str], alphabet: Alphabet) -> list[str]:
    if alphabet is not Alphabet.ARABIC:
        return list(words)
    left: list[str] = []
    for place, word in enumerate(words):
        is_servant = place > 0 and words[place - 1] == "عبد"
        if left and word == "الدين":
            left[-1] = _of_the_faith(left[-1], word)
        elif left and word.startswith("ال") and left[-1] in {"ذو", "ذي"}:
            left[-1] = f"ذ{word[1:]}"  # "he of": its vowel is short before the article, Zulfikar
        elif word.startswith("ال") and len(word) > 4 and not is_servant:
            left.append(word[2:])
        else:
            left.append(word)
    return left


def _assembled(named: Name, words: Sequence[str], marked: tuple[str, str] | None, initials: Sequence[str]) -> Name:
    alphabet = named.alphabet
    father: Token | None = None
    if marked is not None:
        child = Sex.FEMALE if re.search("[kqg][iyı]z|[кқг][ыиі]з", marked[1]) else Sex.MALE
        father = replace(father_token(marked[0], alphabet, child), stands_as_surname=True)
    content: list[Token] = []
    fathers = {place: one for place, word in enumerate(words) if (one := patronymic_of(word, alphabet))}
    chosen = _which(words, fathers) if father is None else None
    for place, word in enumerate(words):
        if place == chosen:
            father = fathers[place]
        else:
            content.append(token_of(word, alphabet))
    content = _after_nasab(content, named.original)
    sex = _sex(father, content)
    letters = tuple(
        Token(one, alphabet, Role.INITIAL, frozenset(readings(one, alphabet) or (one,)), one) for one in initials
    )
    return replace(named, content=tuple(content), patronymic=father, initials=letters, sex=sex)


def _after_nasab(content: list[Token], original: str) -> list[Token]:
    """Return the words with each father marked that "ibn" or "bin" names."""
    known = particles()
    words = _words(written(original))
    named = {after for before, after in itertools.pairwise(words) if before in known["nasab"]}
    return [replace(one, is_father=True) if one.text in named else one for one in content] if named else content


def _which(words: Sequence[object], fathers: Mapping[int, Token]) -> int | None:
    """Return the place of the patronymic; a lone word, and the first of two, is the surname of the same form."""
    if not fathers or len(words) < 2:
        return None
    if len(fathers) == 1 and 0 not in fathers:
        return next(iter(fathers))
    places = [place for place in fathers if place > 0] or list(fathers)
    if len(words) == 2 and places == [0] and fathers[0].text.endswith(("ч", "ch", "ć", "č")):
        return None
    return next((place for place in places if fathers[place].groups), places[0])


def _sex(father: Token | None, content: Sequence[Token]) -> Sex | None:
    """Return the sex from the patronymic, then from the surname, then from the given name (METHOD 8.4, step 3)."""
    if father is not None and father.sex is not None:
        return father.sex
    told: set[Sex] = set()
    for one in content:
        if one.role is Role.SURNAME and one.sex is not None:
            return one.sex
        if one.groups and (sex := variants.sex_of(one.groups)) is not None:
            told.add(sex)
    return told.pop() if len(told) == 1 else None

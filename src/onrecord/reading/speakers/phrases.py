"""Owns how far the words for a speaker reach in a sentence: "police chief", «представитель министерства»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.reading.speakers.lexicon import Words

_TOKEN: Final = re.compile(
    r"""(?P<number>\d[\d.,\u00a0\u202f]*\d|\d)
    |(?P<word>(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Sgt|Capt|St)\.(?=\s)|[^\W\d_]+(?:['’./-][^\W\d_]+)*)
    |(?P<mark>[^\w\s]|_)""",
    re.VERBOSE,
)
_ELIDED: Final = re.compile(r"(?:[ldnsjmc]|qu)['’](?=[^\W\d_])", re.IGNORECASE)  # « l'avocat », « n'a »
OPENING: Final = '«“„"‘'
CLOSING: Final = '»”“"’'
_MOST: Final = 14  # tokens of one speaker; more is a sentence
_MOST_QUOTED: Final = 8
_BEFORE_CAPITAL: Final = frozenset({"«", "“", "„", ":", ".", "!", "?", "…"})
_PRIVATE: Final = frozenset({"witness", "community", "unknown"})
_SHOUTED: Final = 25  # code points: a shorter stretch in capitals may be an abbreviation
_APPOSITION: Final = 10


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark of a sentence, with its place in the text."""

    text: str
    low: str
    kind: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.kind == "word" and self.text[0].isupper()


def tokens_of(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of a stretch of a text; in one that is all capitals no word is a name for its capital."""
    is_shouted = text[start:end].isupper() and end - start > _SHOUTED
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "mark"
        elided = _ELIDED.match(match.group()) if kind == "word" else None
        cut = match.start() + (elided.end() if elided else 0)
        for begin, finish in ((match.start(), cut), (cut, match.end())):
            if begin < finish:
                own = text[begin:finish]
                low = own.lower().replace("’", "'")
                found.append(Token(low if is_shouted else own, low, kind, begin, finish))
    return tuple(found)


def phrase_from(tokens: Sequence[Token], at: int, words: Words, last: int | None = None) -> tuple[int, int] | None:
    """Return the tokens, first and behind the last, of the words for a speaker that begin at a token, or None.

    They end at a mark, a number, a verb, or a word that belongs to no such phrase. Something in them has to say that
    somebody is named: a noun of those who speak, or a name.
    """
    end = len(tokens) if last is None else last
    while at < end and words.has("articles", tokens[at].low):
        at += 1
    stop = _reach(tokens, at, end, words)
    while stop > at and (tokens[stop - 1].low in words.sets["inner"] or tokens[stop - 1].text in "'’-–"):
        stop -= 1
    if stop <= at or not names_somebody(tokens, at, stop, words):
        return None
    return at, _with_apposition(tokens, at, stop, end, words)


def _reach(tokens: Sequence[Token], at: int, end: int, words: Words) -> int:
    """Return the token before which the words that begin here end."""
    stop = at
    if at < end and words.has("counts", tokens[at].low):
        stop = at + 1
    while stop < min(end, at + _MOST):
        token = tokens[stop]
        if token.kind == "mark":
            closing = _closing(tokens, stop, end)
            if closing is None:
                break
            stop = closing + 1
            continue
        if token.kind == "number" or _ends(tokens, stop, end, at, words):
            break
        stop += 1
    return stop


def _closing(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Return where a name in quotation marks that opens here closes, or None."""
    if tokens[at].text not in OPENING:
        return None
    for stop in range(at + 2, min(end, at + _MOST_QUOTED)):
        if tokens[stop].text in CLOSING:
            return stop if tokens[at + 1].text[:1].isupper() else None
    return None


def _ends(tokens: Sequence[Token], at: int, end: int, first: int, words: Words) -> bool:
    """Say whether the words for a speaker end before a token."""
    token = tokens[at]
    if words.has("stops", token.low) or words.has("that", token.low):
        return not (words.has("counts", token.low) and at > first and words.has("of", tokens[at - 1].low))
    if words.triggers["verbs"].fullmatch(token.low) or words.triggers["denials"].fullmatch(token.low):
        return at > first or not (token.is_name or words.heads.match(token.low))
    is_article = words.has("articles", token.low) and at > first
    if is_article and not words.has("inner", token.low):
        return not words.has("inner", tokens[at - 1].low)
    if words.has("inner", token.low):
        return at == first or not _joins(tokens, at, end, words)
    is_noun = token.is_name or token.low.endswith(words.nominal_endings or ("\0",))
    return not is_noun and (bool(words.harms.match(token.low)) or token.low.endswith(words.verb_endings or ("\0",)))


def _joins(tokens: Sequence[Token], at: int, end: int, words: Words) -> bool:
    """Say whether a small word joins what stands before it to what follows: "of", or "in" before a name."""
    behind = at + 1
    while behind < end and words.has("articles", tokens[behind].low):
        behind += 1
    if behind >= end:
        return False
    pair = " ".join(one.low for one in tokens[behind : behind + 2])
    is_open = words.has("names_only", tokens[at].low)
    return not is_open or tokens[behind].is_name or words.heads.match(pair) is not None


def names_somebody(tokens: Sequence[Token], at: int, stop: int, words: Words) -> bool:
    """Say whether a phrase holds a noun of those who speak, or a name."""
    phrase = " ".join(token.low for token in tokens[at:stop])
    if words.heads.search(phrase):
        return True
    named = [token for token in tokens[at:stop] if token.is_name]
    if not named:
        return False
    # A capital letter at the head of a sentence names nobody, two of them in a row do, or an abbreviation.
    is_first = at == 0 or tokens[at - 1].text in _BEFORE_CAPITAL
    return not is_first or len(named) > 1 or (len(named[0].text) > 1 and named[0].text.isupper())


def _with_apposition(tokens: Sequence[Token], at: int, stop: int, end: int, words: Words) -> int:
    """Return the end of a phrase with what stands beside its name: "Vera Lind, a lawyer for the accused"."""
    if stop + 1 >= len(tokens) or tokens[stop].text != ",":
        return stop
    begin = stop + 1
    while begin < len(tokens) and words.has("articles", tokens[begin].low):
        begin += 1
    beside = _reach(tokens, begin, min(end, begin + _APPOSITION), words)
    if beside <= begin or words.any_trigger.match(tokens[begin].low):
        return stop
    phrase = " ".join(token.low for token in tokens[begin:beside])
    is_closed = beside >= len(tokens) or tokens[beside].text in ',.;:!?»”"—–'
    is_closed = is_closed or words.has("relatives", tokens[beside].low)
    opens = words.heads.match(phrase) is not None or (words.head_is_last and words.heads.search(phrase) is not None)
    is_name_beside = beside == begin + 2 and _is_full_name(tokens, begin, words)
    if is_closed and is_name_beside and words.heads.search(" ".join(one.low for one in tokens[at:stop])):
        return beside
    return beside if is_closed and opens and tokens[at].is_name else stop


def kind_of(phrase: str, words: Words) -> str:
    """Return in what capacity the words for a speaker say that it speaks (`ledger.SpeakerKind`).

    The noun that governs the phrase says it. One that only says that somebody speaks ("spokesman for the ministry")
    leaves it to the next; data, whoever they are said to be of, are nobody.
    """
    found = words.kinds_in(phrase)
    if any(kind == "un_body" for _, kind in found) and not any(kind == "witness" for _, kind in found):
        return "un_body"
    ranked = _ranked(phrase, found, words)
    strong = [kind for kind in ranked if kind not in {"weak", "papers"}]
    return strong[0] if strong else "unknown"


def _ranked(phrase: str, found: Sequence[tuple[int, str]], words: Words) -> list[str]:
    """Return the kinds of a phrase, that of its governing noun first."""
    if not words.head_is_last:
        return [kind for _, kind in found]
    if words.is_verb_last:
        return [kind for _, kind in reversed(found)]
    parts = re.split(rf",|\s(?:{'|'.join(map(re.escape, words.sets['of']))})\s", phrase, maxsplit=1)
    core = len(parts[0])
    return [kind for at, kind in reversed(found) if at < core] + [kind for at, kind in found if at >= core]


def role_in(text: str, start: int, end: int, kind: str, words: Words) -> tuple[int, int] | None:
    """Return the part of a speaker's words that names an office, a role or a body, and no private person.

    "The office" or "a report" says of nobody who that is. Officials, courts and bodies keep their words; of anybody
    else "Vera Lind, a lawyer" leaves "lawyer", and "Vera Lind" nothing: who was heard as a witness is not to be found
    in a claim by name.
    """
    if kind not in _PRIVATE:
        return start, end
    tokens = tokens_of(text, start, end)
    named = [at for at in range(len(tokens) - 1) if _is_full_name(tokens, at, words)]
    if not named:
        return (start, end) if _says_who(text[start:end], words) else None
    first, last = named[0], named[-1] + 2
    for part in (tokens[:first], tokens[last:]):
        bare = _without_edges(part, words)
        if bare and _says_who(text[bare[0].start : bare[-1].end], words):
            return bare[0].start, bare[-1].end
    return None


def _says_who(phrase: str, words: Words) -> bool:
    """Say whether a phrase tells more than that somebody speaks: "hospital doctors", not "the office"."""
    return any(kind not in {"weak", "papers"} for _, kind in words.kinds_in(phrase))


def _without_edges(tokens: Sequence[Token], words: Words) -> Sequence[Token]:
    """Return tokens without marks at their ends and without an article at their head."""
    begin, end = 0, len(tokens)
    while begin < end and (tokens[begin].kind == "mark" or words.has("articles", tokens[begin].low)):
        begin += 1
    while end > begin and tokens[end - 1].kind == "mark":
        end -= 1
    return tokens[begin:end]


def _is_full_name(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Say whether two words in a row look like a person's first and last name."""
    pair = tokens[at : at + 2]
    return all(one.is_name and not one.text.isupper() and not words.heads.fullmatch(one.low) for one in pair)


def is_paper(phrase: str, words: Words) -> bool:
    """Say whether a phrase names data and nobody: "official figures"."""
    kinds = {kind for _, kind in words.kinds_in(phrase)}
    return ("papers" in kinds and kind_of(phrase, words) == "unknown") or phrase.lower() in words.sets["that"]

"""Owns where the subject of a verb ends that stands last in its sentence, as in Kazakh and Kyrgyz."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.reading.speakers.lexicon import Words
from onrecord.reading.speakers.phrases import CLOSING, OPENING, Token, phrase_from

_REACH: Final = 12  # tokens within which a subject ends, or the sentence has none that can speak
_NAMES: Final = 3
_NO_ENDING: Final = ("стан", "stan", "смен", "smen")  # of a country, of an ombudsman


def subject_in(tokens: Sequence[Token], begin: int, verb: int, words: Words) -> tuple[int, int] | None:
    """Return the words at the head of a clause that are the subject of its verb, first token and behind the last.

    They end with the first noun of those who speak that carries no case, with the nouns and names that follow it
    directly, or are a name and nothing else. What else stands before the verb is what is said.
    """
    phrase = phrase_from(tokens, begin, words, last=verb)
    if phrase is None:
        return None
    at, stop = phrase[0], min(phrase[1], phrase[0] + _REACH)
    head = next((one for one in range(at, stop) if _head_end(tokens, one, verb, words)), None)
    if head is None:
        return _name(tokens, at, stop, words)
    last = end = _head_end(tokens, head, verb, words) or head + 1
    while end < stop and _goes_on(tokens, end, words):
        end += 1
        if _is_bare(tokens[end - 1], words) and not _hangs(tokens, end - 1, verb, words):
            last = end
    return _behind_place(tokens, at, head, words), last


def _head_end(tokens: Sequence[Token], at: int, verb: int, words: Words) -> int | None:
    """Return the token behind a noun of those who speak that begins here and carries no case, or None."""
    found = words.heads.match(" ".join(one.low for one in tokens[at : at + 3])) if tokens[at].kind == "word" else None
    if found is None or words.kinds_in(found.group())[0][1] == "papers":
        return None
    last = at + len(found.group().split()) - 1
    return last + 1 if _is_bare(tokens[last], words) and not _hangs(tokens, last, verb, words) else None


def _is_bare(token: Token, words: Words) -> bool:
    """Say whether a word carries no case; an abbreviation in capitals never looks as if it did."""
    if token.text.isupper() or token.low.endswith(_NO_ENDING):
        return True
    return not token.low.endswith((*words.oblique, *words.genitive) or ("\0",))


def _hangs(tokens: Sequence[Token], at: int, verb: int, words: Words) -> bool:
    """Say whether a word hangs on a postposition or on another subject: «қор арқылы», «Қазақстан мен Ресей»."""
    return at + 1 < verb and words.has("postpositions", tokens[at + 1].low)


def _goes_on(tokens: Sequence[Token], at: int, words: Words) -> bool:
    return tokens[at].is_name or words.heads.match(" ".join(one.low for one in tokens[at : at + 3])) is not None


def _name(tokens: Sequence[Token], at: int, stop: int, words: Words) -> tuple[int, int] | None:
    """Return a name that stands alone: in quotation marks, in capitals, or a first and a last name."""
    if tokens[at].text in OPENING:
        closes = next((one for one in range(at + 1, stop) if tokens[one].text in CLOSING), None)
        is_speech = closes is not None and closes + 1 < len(tokens) and tokens[closes + 1].text == ","
        return None if closes is None or is_speech else (at, closes + 1)
    end = at
    while end < min(stop, at + _NAMES) and tokens[end].is_name and _is_bare(tokens[end], words):
        end += 1
    is_full = end - at > 1 or (end > at and tokens[at].text.isupper() and len(tokens[at].text) > 1)
    is_foreign = end > at and tokens[at].text.isascii() and not all(one.text.isascii() for one in tokens[at:])
    return (at, end) if is_full or is_foreign else None


def _behind_place(tokens: Sequence[Token], at: int, head: int, words: Words) -> int:
    """Return where the subject begins behind words that say where or when: «жиында жергілікті билік»."""
    for one in range(head - 1, at - 1, -1):
        low = tokens[one].low
        if low.endswith(words.local or ("\0",)) and not low.endswith(_NO_ENDING) and not tokens[one].text.isupper():
            return one + 1
    return at

"""Owns the comparison of two firms or bodies: own words, numbers, legal forms. Never compares persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.names.adjectives import is_of_one_place
from onrecord.names.alphabets import alphabet_of, written
from onrecord.names.model import Name
from onrecord.names.nearness import is_one_slip
from onrecord.names.organisations import Body, body_of
from onrecord.names.reasons import Why, why
from onrecord.names.tokens import matched
from onrecord.names.words import token_of

_FORMS_DIFFER: Final = 0.86
_INITIALISM: Final = 0.8
_UNNUMBERED: Final = 0.6
_BOTH_ALONE: Final = 0.5
_LONGEST: Final = 36  # letters of words run together; longer names are compared by their words


def compared(one: Name, other: Name) -> tuple[float, list[Why], list[Why]]:
    """Return how far two names of firms agree, the reasons, and what forbids it.

    A number tells bodies apart as a name does: school No. 1 is no slip of the pen for school No. 2, though one figure
    differs. Where only one side has it, it is unknown on the other (METHOD 8.4, 8), and a person looks.
    """
    a, b = body_of(written(one.original)), body_of(written(other.original))
    joined = _run_together(a.words, b.words)
    base = max(_words(a.words, b.words), joined, _by_slip(a.words, b.words))
    alone = a.numbers ^ b.numbers
    forbidden = [why("veto-number")] if alone and a.numbers and b.numbers else []
    if _is_initialism(a.words, b) or _is_initialism(b.words, a):
        return _INITIALISM, [why("initialism")], forbidden
    if alone and not forbidden:
        return min(base, _UNNUMBERED), [why("word-missing", a=", ".join(map(str, sorted(alone))))], []
    if a.forms and b.forms and a.forms.isdisjoint(b.forms):
        return base * _FORMS_DIFFER, [why("forms-differ")], forbidden
    if forbidden:
        return base, [], forbidden
    told = [] if joined and joined == base else _differences(a, b)
    return base, [why("forms-agree")] if base > 0.9 and told in ([], [why("translated")]) else told, forbidden


def _words(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of letters in words that agree, in any order; a word on each side without its like halves it."""
    if not one or not other:
        return 0.0
    left = list(other)
    agreed, alone = 0.0, 0
    for word in one:
        best = max(left, key=lambda theirs: _grade(word, theirs), default=None)
        grade = _grade(word, best) if best is not None else 0.0
        if best is None or not grade:
            alone += 1
            continue
        left.remove(best)
        agreed += grade * (_weight(word) + _weight(best))
    share = agreed / (sum(map(_weight, one)) + sum(map(_weight, other)))
    return share * (_BOTH_ALONE if alone and left else 1.0)


def _is_initialism(short: Sequence[str], whole: Body) -> bool:
    """Say whether a body is told by the first letters of its words alone: МВД, Министерство внутренних дел."""
    if len(short) != 1 or not _SHORTEST_INITIALISM <= len(short[0]) <= _LONGEST_INITIALISM:
        return False
    own = [part[0] for word in whole.words for part in word.rpartition("@")[2].split("_")]
    return len(own) > 1 and short[0] in {"".join(own), whole.initials}


_SHORTEST_INITIALISM: Final = 3
_LONGEST_INITIALISM: Final = 9


def _weight(word: str) -> int:
    return len(word.rpartition("@")[2])


def _by_slip(one: Sequence[str], other: Sequence[str]) -> float:
    """Return what two names are worth that differ in one word by one slip of the pen: enough for a person to look."""
    ours, theirs = ([word.rpartition("@")[2] for word in words] for words in (one, other))
    changed = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    if len(ours) != len(theirs) or len(changed) != 1:
        return 0.0
    a, b = changed[0]
    return _ONE_SLIP if min(len(a), len(b)) >= _SHORTEST_SLIP and is_one_slip(a, b) else 0.0


_ONE_SLIP: Final = 0.6
_SHORTEST_SLIP: Final = 4  # letters: in a shorter word one letter is another firm


def _grade(one: str, other: str) -> float:
    """Return how far two words agree: notions outright or not at all, a place and the adjective of it nearly."""
    notion, _, one = one.rpartition("@")
    other_notion, _, other = other.rpartition("@")
    if notion and other_notion:
        return 0.0 if notion != other_notion else 1.0 if one == other else _TRANSLATED
    plain = matched(token_of(one, alphabet_of(one)), token_of(other, alphabet_of(other))).grade
    if plain >= _OF_A_PLACE:
        return plain
    return max(plain, _OF_A_PLACE if is_of_one_place(one, other) else 0.0)


_OF_A_PLACE: Final = 0.9
_TRANSLATED: Final = 0.9  # one notion in two languages or two forms: a name that is all translated goes to a person


def _run_together(one: Sequence[str], other: Sequence[str]) -> float:
    if {word for word in one if "@" in word} != {word for word in other if "@" in word}:
        return 0.0
    a, b = ("".join(word for word in words if "@" not in word) for words in (one, other))
    if not a or not b or max(len(a), len(b)) > _LONGEST:
        return 0.0
    whole = matched(token_of(a, alphabet_of(a)), token_of(b, alphabet_of(b)))
    return whole.grade if whole.code == "same" or len(one) != len(other) else 0.0


def _differences(one: Body, other: Body) -> list[Why]:
    """Return the words that only one side has, or that the two say one thing in different words."""
    ours, theirs = _alone(one.words, other.words), _alone(other.words, one.words)
    if not ours and not theirs:
        return [why("translated")]
    if not ours or not theirs:
        return [why("word-missing", a=ours or theirs)]
    return [why("words-differ", a=ours, b=theirs)]


def _alone(words: Sequence[str], others: Sequence[str]) -> str:
    alone = [word for word in words if all(_grade(word, other) < _OF_A_PLACE for other in others)]
    return " ".join(word.rpartition("@")[2].replace("_", " ") for word in alone)

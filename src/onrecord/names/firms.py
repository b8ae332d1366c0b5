"""Owns the comparison of two firms or bodies: own words, numbers, legal forms. Never compares persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onrecord.names.alphabets import alphabet_of, written
from onrecord.names.model import Name
from onrecord.names.organisations import Body, body_of
from onrecord.names.reasons import Why, why
from onrecord.names.tokens import matched
from onrecord.names.words import token_of

_FORMS_DIFFER: Final = 0.86
_BOTH_ALONE: Final = 0.5
_LONGEST: Final = 36  # letters of words run together; longer names are compared by their words


def compared(one: Name, other: Name) -> tuple[float, list[Why], list[Why]]:
    """Return how far two names of firms agree, the reasons, and what forbids it."""
    a, b = body_of(written(one.original)), body_of(written(other.original))
    base = max(_words(a.words, b.words), _run_together(a.words, b.words))
    forbidden = [why("veto-number")] if a.numbers != b.numbers else []
    if a.forms and b.forms and a.forms.isdisjoint(b.forms):
        return base * _FORMS_DIFFER, [why("forms-differ")], forbidden
    return base, [why("forms-agree")] if base > 0.9 else _differences(a, b), forbidden


def _words(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of letters in words that agree, in any order; a word on each side without its like halves it."""
    if not one or not other:
        return 0.0
    ours = [token_of(word, alphabet_of(word)) for word in one]
    left = [token_of(word, alphabet_of(word)) for word in other]
    agreed, alone = 0.0, 0
    for word in ours:
        best = max(left, key=lambda theirs: matched(word, theirs).grade, default=None)
        grade = matched(word, best).grade if best is not None else 0.0
        if best is None or not grade:
            alone += 1
            continue
        left.remove(best)
        agreed += grade * (len(word.text) + len(best.text))
    share = agreed / (sum(map(len, one)) + sum(map(len, other)))
    return share * (_BOTH_ALONE if alone and left else 1.0)


def _run_together(one: Sequence[str], other: Sequence[str]) -> float:
    a, b = "".join(one), "".join(other)
    if not a or not b or max(len(a), len(b)) > _LONGEST:
        return 0.0
    whole = matched(token_of(a, alphabet_of(a)), token_of(b, alphabet_of(b)))
    return whole.grade if whole.code == "same" or len(one) != len(other) else 0.0


def _differences(one: Body, other: Body) -> list[Why]:
    ours, theirs = [set(body.words) for body in (one, other)]
    return [why("different", a=" ".join(sorted(ours - theirs)), b=" ".join(sorted(theirs - ours)))]

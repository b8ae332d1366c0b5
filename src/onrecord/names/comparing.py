"""Owns the decision on two names: LINK, REVIEW or NO with a score and reasons. Never merges: people do.

The order is that of METHOD 8.4: words are aligned, vetoes come before any score, what is missing is unknown, and a name
that many bear needs a second attribute. A word that is merely near never links; it shows the pair to a person.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from onrecord.names import firms, vetoes
from onrecord.names.alignment import Alignment, align, may_agree, side_of
from onrecord.names.alphabets import CYRILLIC, Alphabet
from onrecord.names.contexts import Context
from onrecord.names.endings import nominatives
from onrecord.names.model import Comparison, Decision, Kind, Name, Sex, Token
from onrecord.names.parsing import cleaned, father_of, parse
from onrecord.names.particles import PREPOSITIONS
from onrecord.names.reasons import Why, told, why
from onrecord.names.tokens import agrees, fathers_matched, fits_initial, is_frequent, is_one_syllable, matched
from onrecord.names.words import token_of

LINK_FROM: Final = 0.85
REVIEW_FROM: Final = 0.5
_WHOLE: Final = 0.93  # all words agree and nothing else is known
_UNDER_LINK: Final = 0.84
_VETOED: Final = 0.25  # of what the score would have been: always below REVIEW
_NOTHING: Final = Context()
_INITIALS_ONLY: Final = 0.80
_ONE_WORD: Final = 0.62
_SLIP_ALONE: Final = 0.45
_UNSURE_CASE: Final = 0.78
_UNREAD: Final = 0.55
_REVERSED: Final = 0.7
_MARRIED: Final = 0.58
_CASE_NEEDS: Final = 0.77
_SUPPORT: Final = {"patronymic": 0.02, "birth-agrees": 0.03, "place-agrees": 0.01, "number-agrees": 0.04}


@dataclass(slots=True)
class _Weighing:
    """What speaks for and against one pair while it is weighed."""

    base: float = 0.0
    ceiling: float = 1.0
    support: float = 0.0
    seconds: int = 0  # attributes beside the name that agree
    reasons: list[Why] = field(default_factory=list)
    vetoes: list[Why] = field(default_factory=list)

    def cap(self, at: float, *reasons: Why) -> None:
        """Let the score rise no higher than this, and say why."""
        self.ceiling = min(self.ceiling, at)
        self.reasons += reasons

    def agree(self, code: str) -> None:
        """Take one more thing that agrees."""
        self.support += _SUPPORT[code]
        self.seconds += 1
        self.reasons.append(why(code))

    def score(self) -> float:
        """Return the score; a veto wins over everything."""
        plain = min(self.ceiling, self.base * _WHOLE + self.support * self.base, 1.0)
        return round(plain * _VETOED if self.vetoes else plain, 3)


def compare(a: str, b: str, context_a: Context = _NOTHING, context_b: Context = _NOTHING) -> Comparison:
    """Return what two names say about each other, with what the lists say beside them."""
    return compare_names(parse(a), parse(b), context_a, context_b)


def compare_names(one: Name, other: Name, about_one: Context = _NOTHING, about_other: Context = _NOTHING) -> Comparison:
    """Return what two names taken apart say about each other; the same as `compare` on what was written."""
    score, reasons = _told_of(one, other, about_one, about_other, with_reasons=True)
    return Comparison(decision=decided(score), score=score, reasons=tuple(map(told, reasons)))


def score_of(one: Name, other: Name, about_one: Context = _NOTHING, about_other: Context = _NOTHING) -> float:
    """Return the score that `compare_names` gives, for those who compare many and read no reasons."""
    return _told_of(one, other, about_one, about_other, with_reasons=False)[0]


def _told_of(
    one: Name, other: Name, about_one: Context, about_other: Context, *, with_reasons: bool
) -> tuple[float, Sequence[Why]]:
    found = _compared(one, other, about_one, about_other, with_reasons=with_reasons)
    if found[0] >= LINK_FROM or one.kind is not Kind.PERSON or other.kind is not Kind.PERSON:
        return found
    return _out_of_case(one, other, about_one, about_other, found)


def decided(score: float) -> Decision:
    """Return the decision that a score stands for."""
    if score >= LINK_FROM:
        return Decision.LINK
    return Decision.REVIEW if score >= REVIEW_FROM else Decision.NO


def _compared(
    one: Name, other: Name, about_one: Context, about_other: Context, *, with_reasons: bool = True
) -> tuple[float, Sequence[Why]]:
    """Return the score and why; without reasons, no more is asked once the score can only be 0."""
    weighing = _Weighing()
    one, other = _as_firm(one, other), _as_firm(other, one)
    weighing.vetoes += vetoes.of_kind(one, other)
    if about_one is not _NOTHING or about_other is not _NOTHING:
        weighing.vetoes += vetoes.of_context(about_one, about_other)
        if one.kind is not Kind.ORGANISATION or other.kind is not Kind.ORGANISATION:
            one, other = _with_context(one, about_one), _with_context(other, about_other)
    if one.kind is Kind.ORGANISATION and other.kind is Kind.ORGANISATION:
        weighing.base, reasons, forbidden = firms.compared(one, other)
        weighing.reasons += reasons
        weighing.vetoes += forbidden
    else:
        one, other = _father_as_surname(one, other), _father_as_surname(other, one)
        if _can_be_read(weighing, one, other):
            alignment = align(one.content, other.content)
            if not alignment.pairs and not with_reasons:
                return 0.0, ()
            _weigh_persons(weighing, one, other, alignment)
            _weigh_context(weighing, about_one, about_other)
            _weigh_rest(weighing, one, other, alignment)
            if one.sex and other.sex and one.sex is not other.sex:
                weighing.cap(_UNDER_LINK)
    if one.is_repaired or other.is_repaired:
        weighing.reasons.append(why("repaired"))
    return weighing.score(), tuple(dict.fromkeys((*weighing.vetoes, *weighing.reasons)))


def _as_firm(name: Name, other: Name) -> Name:
    """Return a name without a sign of a person as one of a firm, where the other is of one: it may lack its form."""
    if name.kind is not Kind.PERSON or other.kind is not Kind.ORGANISATION:
        return name
    is_person = name.patronymic or name.initials or name.titles or any(one.groups for one in name.content)
    is_person = is_person or (len(name.content) == 2 and any(one.sex and one.stems for one in name.content))
    return name if is_person else replace(name, kind=Kind.ORGANISATION)


def _weigh_persons(weighing: _Weighing, one: Name, other: Name, alignment: Alignment) -> None:
    """Weigh what the two names themselves say, what forbids them first."""
    pairs = [(a, b) for a, b, _ in alignment.pairs]
    weighing.vetoes += vetoes.of_sex(one, other, pairs)
    weighing.vetoes += vetoes.of_fathers(one.patronymic, other.patronymic)
    weighing.vetoes += vetoes.of_generation(one, other)
    fathers = [(one.patronymic, other.patronymic)] if one.patronymic and other.patronymic else []
    weighing.vetoes += vetoes.of_dungan(one, other, [*pairs, *fathers])
    _weigh_words(weighing, alignment)
    told = {facts for code, facts in weighing.vetoes if code == "veto-dungan"}
    weighing.reasons = [reason for reason in weighing.reasons if reason[1] not in told or not reason[1]]
    _weigh_fathers(weighing, one, other, alignment)


def _with_context(name: Name, about: Context) -> Name:
    """Return the name with the father and the sex that a list says beside it, where the name itself says none."""
    if about.father and name.patronymic is None:
        father = father_of(about.father, Sex(about.sex) if about.sex else None)
        name = name if father is None else replace(name, patronymic=father)
    if about.sex and name.sex is None:
        name = replace(name, sex=Sex(about.sex))
    return name


def _father_as_surname(name: Name, other: Name) -> Name:
    """Return a name whose last word has the form of a patronymic and is a surname on the other side: Милошевич."""
    father = name.patronymic
    if father is None or len(name.content) != 1 or other.patronymic is not None:
        return name
    whole = token_of(father.text, name.alphabet)
    if any(matched(whole, one).code in {"same", "variant"} for one in other.content):
        return replace(name, content=(*name.content, whole), patronymic=None)
    return name


def _can_be_read(weighing: _Weighing, one: Name, other: Name) -> bool:
    if not one.content or not other.content:
        if one.original.strip() and one.original.strip() == other.original.strip():
            weighing.base = _ONE_WORD
            weighing.cap(_ONE_WORD, why("one-word"))
        else:
            weighing.reasons.append(why("empty"))
        return False
    if _is_unread(one) is not _is_unread(other):
        a, b = (" ".join(word.text for word in name.content) for name in (one, other))
        weighing.base = 1.0
        weighing.cap(_UNREAD, why("unread", a=a, b=b))
        return False
    return True


def _is_unread(name: Name) -> bool:
    """Say whether none of a name's words can be read: letters of Chinese, Japanese, Hebrew."""
    return all(not word.readings and word.alphabet is not Alphabet.ARABIC for word in name.content)


def _weigh_words(weighing: _Weighing, alignment: Alignment) -> None:
    """Weigh the words that were paired; one that stands against another of the other side counts as nothing."""
    grades = [match.grade for _, _, match in alignment.pairs]
    unpaired = min(len(alignment.left), len(alignment.right))
    grades += [0.0] * unpaired
    if grades:
        weighing.base = 0.5 * sum(grades) / len(grades) + 0.5 * min(grades)
    for a, b, match in alignment.pairs:
        if match.code != "same" or a.text != b.text:
            first, second = (b, a) if match.code == "home-form" and match.is_stem_of_second else (a, b)
            weighing.reasons.append(why(match.code, a=first.text, b=second.text))
        if match.code in {"near", "home-form"}:
            weighing.ceiling = min(weighing.ceiling, 0.87)
        if match.code == "unread":
            weighing.cap(_INITIALS_ONLY)
    if alignment.pairs and not weighing.reasons and not weighing.vetoes and not alignment.left and not alignment.right:
        weighing.reasons.append(why("words-agree"))
    for a, b in zip(alignment.left, alignment.right, strict=False):
        weighing.reasons.append(why("different", a=a.text, b=b.text))
    _weigh_order(weighing, alignment)
    swapped = {match.is_stem_of_first for _, _, match in alignment.pairs if match.code == "stem"}
    if len(swapped) == 2:
        a, b = alignment.pairs[0][0], alignment.pairs[0][1]
        weighing.vetoes.append(why("veto-swap", a=a.text, b=b.text))


def _weigh_order(weighing: _Weighing, alignment: Alignment) -> None:
    """Weigh names of given names alone, which may be a father and a son when they stand the other way round."""
    pairs = [(a, b) for a, b, _ in alignment.pairs]
    sons = [(a, b) for a, b in pairs if a.is_father and not b.is_father]
    fathers = [(a, b) for a, b in pairs if b.is_father and not a.is_father]
    if sons and fathers:
        weighing.vetoes.append(why("veto-swap", a=sons[0][0].text, b=fathers[0][0].text))
    elif alignment.is_crossed or (alignment.is_reversed and all(a.groups and b.groups for a, b in pairs)):
        weighing.cap(_REVERSED, why("reversed"))


def _weigh_fathers(weighing: _Weighing, one: Name, other: Name, alignment: Alignment) -> None:
    if one.patronymic is None or other.patronymic is None:
        if one.patronymic is not None or other.patronymic is not None:
            named, unnamed = (one, other) if one.patronymic is not None else (other, one)
            if not unnamed.initials and not _may_be_named_by_surname(weighing, named, alignment):
                weighing.reasons.append(why("patronymic-missing"))
        return
    match = fathers_matched(one.patronymic, other.patronymic)
    if match.code in {"same", "variant"}:
        weighing.agree("patronymic")
        _weigh_marriage(weighing, one, other, alignment)
    elif match.code == "near":
        weighing.base *= 0.75 + 0.25 * match.grade
        weighing.cap(_UNDER_LINK, why("patronymic-near", a=one.patronymic.text, b=other.patronymic.text))


def _may_be_named_by_surname(weighing: _Weighing, name: Name, alignment: Alignment) -> bool:
    """Say whether the other side's surname is made of this name's father, as -ев is of -ұлы and -уулу, and tell it."""
    father = name.patronymic
    for word in (*alignment.left, *alignment.right):
        if father is not None and not word.stems.isdisjoint(father.readings):
            weighing.reasons.append(why("father-as-surname", a=word.text, b=father.text))
            return True
    return False


def _weigh_marriage(weighing: _Weighing, one: Name, other: Name, alignment: Alignment) -> None:
    """A woman whose given name and father agree may have changed her surname with her marriage."""
    is_woman = Sex.FEMALE in {one.sex, other.sex} and Sex.MALE not in {one.sex, other.sex}
    given = [match for _, _, match in alignment.pairs if match.grade >= 0.96]
    if is_woman and given and len(alignment.left) == len(alignment.right) == 1:
        weighing.base = max(weighing.base, _MARRIED)
        weighing.reasons.append(why("marriage"))


def _weigh_context(weighing: _Weighing, one: Context, other: Context) -> None:
    if vetoes.is_birth_told(one.born, other.born):
        weighing.agree("birth-agrees")
    if one.places and other.places:
        if any(vetoes.same_place(a, b) for a in one.places for b in other.places):
            weighing.agree("place-agrees")
        else:
            weighing.reasons.append(why("place-differs"))
    shared = {key for key, _ in one.numbers} & {key for key, _ in other.numbers}
    if any(number in other.numbers for number in one.numbers):
        weighing.agree("number-agrees")
    elif shared:
        weighing.cap(_UNDER_LINK, why("number-differs"))


def _weigh_rest(weighing: _Weighing, one: Name, other: Name, alignment: Alignment) -> None:
    """Weigh what has no counterpart: words too many, initials; and what is too little to link by."""
    by_initials = _weigh_initials(weighing, one, other, alignment)
    left, right = list(alignment.left), list(alignment.right)
    for initials, words in ((one.initials, right), (other.initials, left)):
        for initial in initials:
            fitting = next((word for word in words if fits_initial(initial, word)), None)
            if fitting is not None:
                words.remove(fitting)
    _weigh_extra(weighing, one, other, left if len(left) > len(right) else right, abs(len(left) - len(right)))
    told = alignment.words_told + _told_by_father(one, other)
    if told < 2 and abs(len(left) - len(right)) and not by_initials and _is_near_only(alignment):
        weighing.cap(_SLIP_ALONE)
    if told < 2 and not by_initials:
        weighing.cap(_ONE_WORD + 0.02 * min(weighing.seconds, 3), *_too_little(one, other, alignment))
    elif told < 2 and weighing.seconds < 1:
        weighing.cap(_INITIALS_ONLY)
    if weighing.seconds < 1 and told >= 2 and _is_common(alignment):
        weighing.cap(_UNDER_LINK, why("frequent"))


def _too_little(one: Name, other: Name, alignment: Alignment) -> Sequence[Why]:
    """Return why one word does not tell a person; nothing where others that stand against each other have said it."""
    if min(len(one.content), len(other.content)) < 2:
        return (why("one-word"),) if one.patronymic is None or other.patronymic is None else (why("one-agrees"),)
    return () if alignment.left and alignment.right else (why("one-agrees"),)


def _is_near_only(alignment: Alignment) -> bool:
    """Say whether nothing that was paired agrees: one word alone, and that with a slip, is nobody's name."""
    return all(match.code == "near" for _, _, match in alignment.pairs)


def _told_by_father(one: Name, other: Name) -> int:
    """Return 1 where a father's name stands as the surname on both sides and agrees (METHOD 8.3, NM-02 and NM-05)."""
    fathers = (one.patronymic, other.patronymic)
    if fathers[0] is None or fathers[1] is None or not any(father.stands_as_surname for father in fathers if father):
        return 0
    return int(fathers_matched(fathers[0], fathers[1]).code in {"same", "variant"})


def _weigh_extra(weighing: _Weighing, one: Name, other: Name, words: Sequence[Token], count: int) -> None:
    if count == 0:
        return
    fathers = [name.patronymic for name in (one, other) if name.patronymic is not None]
    for word in list(words)[:count]:
        if len(fathers) == 1 and fathers_matched(fathers[0], word).code in {"same", "variant"}:
            weighing.cap(_UNDER_LINK, why("father-as-name", a=word.text))
        else:
            weighing.base *= 0.93
            weighing.cap(_UNDER_LINK, why("missing", a=word.text))


def _weigh_initials(weighing: _Weighing, one: Name, other: Name, alignment: Alignment) -> bool:
    """Weigh initials against what they stand for; say whether a given name was told by one."""
    if not one.initials and not other.initials:
        return False
    if one.initials and other.initials:
        weighing.vetoes += vetoes.of_initials(one.initials, other.initials)
        return len(alignment.pairs) == 1
    name, full, left = (one, other, alignment.right) if one.initials else (other, one, alignment.left)
    targets = [*left, *([full.patronymic] if full.patronymic else [])]
    if name.patronymic is not None and len(targets) > len(name.initials):
        targets = targets[: len(name.initials)]
    if not targets:
        return False
    wrong = list(vetoes.of_initials(name.initials, targets))
    if wrong and len(targets) > len(name.initials) and len(left) > 1:
        wrong = [] if all(any(fits_initial(i, word) for word in targets) for i in name.initials) else wrong
    weighing.vetoes += wrong
    if not wrong:
        weighing.reasons += [
            why("initial", a=i.text.upper(), b=word.text) for i, word in zip(name.initials, targets, strict=False)
        ]
    return len(alignment.pairs) == 1 and bool(left)


def _is_common(alignment: Alignment) -> bool:
    """Say whether the words that agree are so frequent or so short that they tell nobody apart."""
    words = [a for a, _, _ in alignment.pairs]
    if len(words) > 2:
        return all(map(is_frequent, words))
    # A given name that the table has, Марк or Paul, is not the surname that is short.
    is_short = any(
        is_one_syllable(a) and is_one_syllable(b) and not (a.groups and b.groups) for a, b, _ in alignment.pairs
    )
    return is_short or all(map(is_frequent, words))


def _out_of_case(
    one: Name, other: Name, about_one: Context, about_other: Context, found: tuple[float, Sequence[Why]]
) -> tuple[float, Sequence[Why]]:
    """Return the comparison of one name taken out of a case of running text, where that explains all of it."""
    best = found
    for is_first, name in ((True, one), (False, other)):
        if name.alphabet not in CYRILLIC:
            continue
        for base, is_certain in _bases(name.original, name.alphabet):
            a, b = (base, other) if is_first else (one, base)
            if not _may_be(a, b):
                continue
            score, reasons = _compared(a, b, about_one, about_other)
            is_whole = score >= _CASE_NEEDS and not any(code in _UNSURE for code, _ in reasons)
            score = score if is_certain else min(score, _UNSURE_CASE)
            if is_whole and score > best[0]:
                best = (
                    score,
                    (
                        why("case", a=cleaned(name.original), b=base.original),
                        *(one for one in reasons if one[0] != "words-agree"),
                    ),
                )
    return best


_UNSURE: Final = frozenset({"near", "different"})


@functools.lru_cache(maxsize=20_000)
def _bases(original: str, alphabet: Alphabet) -> tuple[tuple[Name, bool], ...]:
    """Return what a name may be a case of, taken apart, and whether only a case explains it."""
    words = [part for part in cleaned(original).split() if part not in PREPOSITIONS]
    return tuple((parse(base.text), base.is_certain) for base in nominatives(" ".join(words), alphabet))


def _may_be(one: Name, other: Name) -> bool:
    """Say whether two names share a word outright, without which no case makes them one."""
    return may_agree(side_of(one.content), side_of(other.content)) and any(
        agrees(a, b) for a in one.content for b in other.content
    )

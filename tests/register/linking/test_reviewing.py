"""Clerical review as values: which pair comes next, what an answer and its taking back change."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from onrecord.kernel import PartialDate
from onrecord.names import Decision
from onrecord.register import (
    LEARNT_EVERY,
    Agreement,
    Field,
    Judging,
    Pair,
    Record,
    Review,
    Word,
    answered,
    begun,
    fields_of,
    judgements_of,
    learnt_anew,
    next_pairs,
    undone,
)
from onrecord.register.linking.columns import columns_of
from onrecord.register.linking.evidence import Comparing, Veto, features_of

_NAMES = (
    ("Чотаев Ильяс", "Chotaev Ilyas"),
    ("Лохова Фатима", "Lokhova Fatima"),
    ("Хахазов Рашид", "Khakhazov Rashid"),
    ("Дунларов Юнус", "Dunlarov Yunus"),
    ("Ерсаева Айша", "Yersaeva Aisha"),
    ("Махсутов Салим", "Makhsutov Salim"),
)
_AT = "2026-01-02T03:04:05Z"


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    """Two lists of twelve people in two scripts; nothing beside the name is known, so that every pair waits."""
    return tuple(
        Record(list=where, row=str(at), name=names[side])
        for side, where in enumerate(("hospital", "activists"))
        for at, names in enumerate(_NAMES)
    )


@pytest.fixture(scope="module")
def start(records: tuple[Record, ...]) -> Review:
    """The review at its first pair."""
    return begun(records)


def _key(pair: Pair | None) -> frozenset[tuple[str, str]]:
    assert pair is not None
    return frozenset((pair.one.key, pair.other.key))


def _said(review: Review, *words: Word, by: str = "A") -> Review:
    for word in words:
        review, _ = answered(review, word, by=by, at=_AT)
    return review


def test_the_pair_whose_answer_tells_most_comes_first(start: Review) -> None:
    """Nearest to even first, and all of them wait once."""
    far = [abs(one.probability - 0.5) for one in start.left]
    assert len(far) >= len(_NAMES)
    assert far == sorted(far)
    assert len({_key(one) for one in start.left}) == len(far)
    assert start.at == (1, len(far))


def test_an_answer_is_kept_learnt_from_and_not_asked_again(records: tuple[Record, ...], start: Review) -> None:
    """What is learnt anew is what a fresh start from the same words gives."""
    after = _said(start, Word.SAME, Word.DIFFERENT)
    assert after.at == (3, len(start.left))
    assert [one.is_same for one in judgements_of(after.said)] == [True, False]
    again = learnt_anew(after, records)
    assert {_key(one) for one in start.left[:2]}.isdisjoint(map(_key, again.left))
    assert again.left == begun(records, after.said).left == next_pairs(records, after.said)[0]
    assert again.model != start.model


def test_who_is_unsure_is_asked_last_and_once_more(records: tuple[Record, ...], start: Review) -> None:
    """At the end of what is left, also by another sitting; the second time it is left alone."""
    first = _key(start.pair)
    after = _said(start, Word.UNSURE)
    assert _key(after.left[-1]) == first
    assert after.at == (1, len(start.left))
    assert judgements_of(after.said) == ()
    assert _key(begun(records, after.said).left[-1]) == first
    at_it = replace(after, left=after.left[-1:])
    assert _said(at_it, Word.UNSURE).pair is None
    assert first not in map(_key, learnt_anew(_said(at_it, Word.UNSURE), records).left)


def test_the_model_is_due_after_ten_answers(start: Review) -> None:
    """Not before, and again ten later."""
    pair = start.left[0]
    many = replace(start, left=(pair,) * (LEARNT_EVERY + 1))
    nine = _said(many, *[Word.DIFFERENT] * (LEARNT_EVERY - 1))
    assert not nine.is_due
    assert _said(nine, Word.DIFFERENT).is_due


def test_taking_back_goes_through_all_earlier_answers(start: Review) -> None:
    """The last first, each asked again at once; then there is nothing more."""
    review = _said(start, Word.SAME, Word.UNSURE, Word.DIFFERENT)
    for place, left in ((2, 5), (1, 5), (0, 6)):  # who was unsure is still asked, at the end
        found = undone(review, by="A", at=_AT)
        assert found is not None
        review, line = found
        assert (line.word, line.pair) == (Word.TAKEN_BACK, _key(start.left[place]))
        assert _key(review.pair) == _key(start.left[place])
        assert len(review.left) == left
    assert review.left == start.left
    assert judgements_of(review.said) == ()
    assert undone(review, by="A", at=_AT) is None


def test_taking_back_reaches_earlier_sittings_but_no_other_person(records: tuple[Record, ...], start: Review) -> None:
    """Mine of yesterday is asked again when the model is learnt anew; what somebody else said stands."""
    earlier = _said(_said(start, Word.DIFFERENT, by="A"), Word.DIFFERENT, by="B").said
    found = undone(begun(records, earlier), by="A", at=_AT)
    assert found is not None
    assert found[0].is_due
    assert _key(learnt_anew(found[0], records).pair) == _key(start.left[0])
    assert [one.by for one in found[0].said] == ["A", "B", "A"]
    assert undone(found[0], by="A", at=_AT) is None
    assert undone(begun(records, earlier), by="C", at=_AT) is None


def test_a_word_that_another_has_answered_is_not_taken_back(start: Review) -> None:
    """B said otherwise of A's pair later: A's word does not stand any more, and B's is not A's to take."""
    mine = _said(start, Word.SAME)
    theirs = Judging(one=mine.said[0].other, other=mine.said[0].one, word=Word.DIFFERENT, by="B")
    assert undone(replace(mine, said=(*mine.said, theirs)), by="A", at=_AT) is None


def test_nothing_is_answered_where_nothing_is_asked(start: Review) -> None:
    """A caller that goes on is told at once."""
    with pytest.raises(ValueError, match="no pair"):
        answered(replace(start, left=()), Word.SAME, by="A", at=_AT)


def _one(record: Record) -> Record:
    return record


def _side_by_side(one: Record, other: Record) -> tuple[Field, ...]:
    """Return two records as a reviewer sees them, with what linking compares in them."""
    columns = columns_of((one, other))
    left, right = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    levels = tuple(Comparing(columns).pairs(left, right).levels[:, 0].tolist())
    pair = Pair(
        one=one, other=other, decision=Decision.REVIEW, probability=0.5, levels=levels, bits=(0.0,) * len(levels),
        vetoes=Veto(0),
    )  # fmt: skip
    return fields_of(pair, features_of(columns))


@pytest.mark.parametrize(
    ("change", "what", "agreement"),
    [
        (_one, "name", Agreement.SAME),
        (_one, "born", Agreement.SAME),
        (_one, "sex", Agreement.SAME),
        (_one, "village", Agreement.SAME),
        (_one, "note", Agreement.SAME),
        (lambda one: replace(one, born=PartialDate.parse("1971")), "born", Agreement.ALIKE),
        (lambda one: replace(one, born=PartialDate.parse("1984-05-02")), "born", Agreement.DIFFERS),
        (lambda one: replace(one, born=None), "born", Agreement.ONE_ONLY),
        (lambda one: replace(one, sex="female"), "sex", Agreement.DIFFERS),
        (lambda one: replace(one, rest=(("note", "another"),)), "note", Agreement.DIFFERS),
        (lambda one: replace(one, facts=(("village", "Каракемер"),)), "village", Agreement.DIFFERS),
        (lambda one: replace(one, name="Chotaev Rashid"), "name", Agreement.ALIKE),
    ],
)
def test_agreement_is_told_in_words(change: Callable[[Record], Record], what: str, agreement: Agreement) -> None:
    """Field by field, by what linking took it for: another script is the same name, a year may be the day's."""
    one = Record(
        list="a", row="1", name="Чотаев Ильяс", born=PartialDate.parse("1971-04-05"), sex="male",
        facts=(("village", "Масанчи"),), rest=(("note", "Walks"),),
    )  # fmt: skip
    other = change(replace(one, list="b", name="Chotaev Ilyas", rest=(("note", "walks"),)))
    fields = {field.what.en: field for field in _side_by_side(one, other)}
    assert fields[what].agreement is agreement
    assert fields["list, row"].one.en == "a / 1"
    assert "father" not in fields
    assert "died" not in fields

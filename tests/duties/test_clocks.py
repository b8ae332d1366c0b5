"""Reply clocks: every vector by hand, a page of invariants, and nothing that calls a State late on a guess."""

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import duties
from onrecord.kernel import INTERFACE_LANGUAGES, PartialDate, day_words

_FILE = Path(__file__).with_name("clock_vectors.csv")
_ROWS = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
_DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2025, 12, 31))


def _stands() -> dict[str, duties.Stand]:
    found = duties.vectors_from(_FILE.read_text(encoding="utf-8"), path="clock_vectors.csv")
    return {one.id: duties.stand(one.clock, one.as_of) for one in found if isinstance(one, duties.Vector)}


@pytest.mark.parametrize("row", _ROWS, ids=[row["id"] for row in _ROWS])
def test_each_clock_reads_as_it_was_reckoned_by_hand(row: dict[str, str]) -> None:
    """METHOD 4.5: month ends, leap years, replies on the day, in part and by instant, superseded, searched or not."""
    found = _stands()[row["id"]]
    assert (found.state.value, found.days) == (row["state"], int(row["days"]) if row["days"] else None)


def test_every_row_of_the_vectors_is_read() -> None:
    """None is refused, and no name stands twice."""
    assert len(_stands()) == len(_ROWS) == len({row["id"] for row in _ROWS})


@given(
    sent=_DAYS,
    rule=st.sampled_from((duties.RuleKind.MONTHS, duties.RuleKind.DAYS)),
    count=st.integers(0, 60),
    replied=st.none() | _DAYS,
    as_of=_DAYS,
)
def test_what_came_after_the_day_asked_for_changes_nothing(
    sent: dt.date, rule: duties.RuleKind, count: int, replied: dt.date | None, as_of: dt.date
) -> None:
    """A reply, a search and a later letter count from their own day on."""
    letter = duties.Rule(kind=rule, count=count)
    later = as_of + dt.timedelta(days=1)
    known = () if replied is None else (duties.Reply(on=replied, is_full=True),)
    clock = duties.Clock(sent=PartialDate.on(sent), rule=letter, replies=known)
    more = duties.Clock(
        sent=clock.sent,
        rule=letter,
        replies=(*known, duties.Reply(on=later, is_full=True)),
        superseded_on=later,
        searched_on=later,
    )
    assert duties.stand(clock, as_of) == duties.stand(more, as_of)


@given(sent=_DAYS, count=st.integers(0, 48), as_of=_DAYS)
def test_an_unknown_day_of_the_letter_never_makes_a_state_later(sent: dt.date, count: int, as_of: dt.date) -> None:
    """Known to the month only, a letter gives the longest time that it may have given."""
    rule = duties.Rule(kind=duties.RuleKind.MONTHS, count=count)
    month = PartialDate.parse(f"{sent:%Y-%m}")
    exact = duties.Clock(sent=PartialDate.on(sent), rule=rule, searched_on=as_of)
    vague = duties.Clock(sent=month, rule=rule, searched_on=as_of)
    is_overdue = duties.stand(vague, as_of).state is duties.State.OVERDUE
    assert not is_overdue or duties.stand(exact, as_of).state is duties.State.OVERDUE


@pytest.mark.parametrize("state", duties.State)
def test_every_sentence_names_its_day(state: duties.State) -> None:
    """`as_of` is in every rendering (METHOD 4.5), in every language, and no fact is missing."""
    stand = duties.Stand(state=state, days=7, due=PartialDate.parse("2021-07"), as_of=dt.date(2021, 8, 9))
    for language in INTERFACE_LANGUAGES:
        text = stand.says().text(language)
        assert day_words(stand.as_of, language) in text
        assert "2021-08-09" not in text
        assert "{" not in text

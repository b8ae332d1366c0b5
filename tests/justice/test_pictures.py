"""Pictures of proceedings: every number of the reading is in them and no other, what is unknown looks unknown."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawn import LANGUAGES, WIDTHS, boxes, faults, numbers, parsed, written

from onrecord import justice
from onrecord.drawing import Picture
from onrecord.justice import Event, SentenceKind, Stage
from onrecord.kernel import PartialDate, Vocabulary, day_words
from onrecord.ledger import shipped_vocabulary

_DAY = dt.date(2032, 4, 1)


@cache
def _held() -> justice.CaseFile:
    return justice.case_file_from(Path(__file__).with_name("valley.json").read_bytes(), path="valley.json")


@cache
def _funnels() -> tuple[justice.Funnel, ...]:
    return justice.funnels(justice.persons_of(_held().courses), _held().groups, _DAY)


@cache
def _reported() -> tuple[justice.Beside, ...]:
    persons = justice.persons_of(_held().courses)
    return tuple(justice.beside(one, justice.funnel(persons, None, one.as_of.latest)) for one in _held().counts)


@cache
def _histories() -> tuple[justice.History, ...]:
    persons = justice.persons_of(_held().courses)
    read = justice.Proceedings(persons=persons, cases=(), counts=(), refused=(), unread=())
    return tuple(found for one in persons if (found := justice.history(read, one.ids[0], _DAY)))


def _pictures(language: str, width: float) -> list[Picture]:
    return [
        justice.funnel_picture(_funnels(), reported=_reported(), language=language, width=width),
        justice.funnel_picture(_funnels(), reported=_reported(), language=language, width=width, to_publish=True),
        justice.funnel_picture((), language=language, width=width),
        justice.ribbons(_histories(), language=language, width=width),
        justice.ribbons(_histories()[:1], language=language, width=width),
        justice.ribbons((), language=language, width=width),
        justice.waits_picture(_funnels()[-1].waits, group="all", as_of=str(_DAY), language=language, width=width),
        justice.waits_picture((), group="all", as_of=str(_DAY), language=language, width=width),
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_touches_and_all_is_heard(language: str, width: float) -> None:
    """In each language, on a page and on a phone, of many persons, of one and of nobody."""
    for picture in _pictures(language, width):
        assert list(faults(picture)) == []


def _days(*days: dt.date | str) -> set[str]:
    """Return the numbers of days as they are written: the month is a word."""
    told = (PartialDate.parse(day).written("en") if isinstance(day, str) else day_words(day, "en") for day in days)
    return numbers(" ".join(told))


def test_a_funnel_has_every_number_of_its_reading_and_no_other() -> None:
    """Numbers, denominators, what is implied and what is not known; five is the line that the warning names."""
    (one,) = [funnel for funnel in _funnels() if funnel.group == "highland"]
    counts = {one.persons} | {count for stage in one.shown for count in (stage.n, stage.of)}
    counts |= {count for stage in one.shown for count in (stage.implied, stage.unknown) if count}
    counts |= {count for altered in one.alterations for count in (altered.n, altered.of)}
    found = numbers(written(justice.funnel_picture([one])))
    assert found == {str(count) for count in counts} | _days(_DAY) | {"5"}


def test_cases_and_persons_are_never_drawn_to_one_scale() -> None:
    """120 cases and 26 persons: each bar is as long as the sheet allows in its own unit, and no text joins the two."""
    picture = justice.funnel_picture((), reported=_reported())
    longest = {}
    unit = ""
    for one in parsed(picture.file()).iter("{*}text", "{*}rect"):
        if (one.text or "").startswith("Reported by others"):
            unit = one.text
        if one.get("class") == "full" and unit and unit not in longest:
            longest[unit] = float(one.get("width"))
    assert len(longest) == 2
    assert "120 of" not in picture.description
    assert "of 120" not in picture.description


def test_what_is_not_known_is_hatched() -> None:
    """Of 18 of the lowland nothing is known of 14: the hatched part is 14 of 18 wide."""
    (one,) = [funnel for funnel in _funnels() if funnel.group == "lowland"]
    boxes = list(parsed(justice.funnel_picture([one]).file()).iter("{*}rect"))
    whole, known, unknown = (float(box.get("width")) for box in boxes[1:4])
    assert (known + unknown, unknown / whole) == (pytest.approx(whole, abs=0.2), pytest.approx(14 / 18, abs=0.01))


def _banded(count: int) -> int:
    """Return another number of the same band: its lowest, of those below five one."""
    return count and max(1, count // 5 * 5)


def _as_low(one: justice.Funnel) -> justice.Funnel:
    """Return a funnel in which every number is another of the same band."""
    stages = tuple(
        replace(
            stage,
            n=_banded(stage.n),
            of=_banded(stage.of),
            implied=_banded(stage.implied),
            unknown=_banded(stage.unknown),
        )
        for stage in one.stages
    )
    altered = tuple(replace(each, n=_banded(each.n), of=_banded(each.of)) for each in one.alterations)
    return replace(one, persons=_banded(one.persons), stages=stages, alterations=altered)


@pytest.mark.parametrize("group", ["highland", "lowland", None])
def test_an_edition_for_everybody_is_the_same_for_all_numbers_of_a_band(group: str | None) -> None:
    """METHOD 7.4: nobody can tell the true numbers from others of the same bands, not by a word and not by a length."""
    one = next(funnel for funnel in _funnels() if funnel.group == group)
    assert _as_low(one) != one
    told = justice.funnel_picture([one], to_publish=True)
    assert told == justice.funnel_picture([_as_low(one)], to_publish=True)
    assert told != justice.funnel_picture([one])


@settings(max_examples=30)
@given(st.integers(0, 80), st.data())
def test_whatever_the_numbers_only_their_bands_are_told(of: int, data: st.DataObject) -> None:
    """Of any stage of any group; and of one to four persons no part is told at all."""
    n = data.draw(st.integers(0, of))
    stage = justice.StageCount(
        stage=Stage.DETAINED,
        n=n,
        of=of,
        implied=data.draw(st.integers(0, n)),
        unknown=data.draw(st.integers(0, of - n)),
    )
    whole = justice.Funnel(group=None, as_of=_DAY, persons=of, stages=(stage,), alterations=(), waits=())
    told = justice.funnel_picture([whole], to_publish=True)
    assert told == justice.funnel_picture([_as_low(whole)], to_publish=True)
    assert ("too few" in told.description) == (0 < of < 5)


def test_what_others_reported_is_told_as_they_did_and_the_gap_is_not() -> None:
    """An officials' "1 convicted" is theirs; how far the records lie from it would give the records away."""
    told = justice.funnel_picture((), reported=_reported(), to_publish=True).description
    assert "11 as of 30\xa0September 2031, prosecutor" in told
    assert "10–14" in told
    assert "gap" not in told
    assert "gap 1" in justice.funnel_picture((), reported=_reported()).description


def test_of_minors_and_of_health_bands_are_twice_as_wide() -> None:
    """An archive that declares a group as sensitive has it told in tens, with all that stands in one picture with it."""
    own = '[term.group.pupils]\nlabel = { en = "pupils", ru = "школьники", kk = "оқушылар" }\nsensitive = true\n'
    words = shipped_vocabulary().merge(Vocabulary.from_toml(own))
    stage = justice.StageCount(stage=Stage.DETAINED, n=7, of=23, implied=0, unknown=8)
    whole = justice.Funnel(group="pupils", as_of=_DAY, persons=23, stages=(stage,), alterations=(), waits=())
    told = justice.funnel_picture([whole, replace(whole, group="highland")], vocabulary=words, to_publish=True)
    assert "bands of 10" in told.description
    assert "pupils: 20–29" in told.description
    assert told.description.count("<10 of 20–29; not known: <10") == 2
    assert "5–9" not in told.file()
    assert "5–9 of 20–24" in justice.funnel_picture([whole], to_publish=True).description  # nobody declared it here
    assert "numbers of persons below 10" in justice.funnel_picture([whole], vocabulary=words).description
    child = next(one for one in _reported() if one.count.unit == "persons")
    by_age = replace(child, count=replace(child.count, about=(("age_group", "adult"),)))
    assert "bands of 10" in justice.funnel_picture((), reported=[by_age], to_publish=True).description


def test_counts_and_groups_are_called_as_the_archive_calls_them() -> None:
    """A group that an archive declares itself reads as its word in bars, in counts and in what a refusal says."""
    own = '[term.group.pupils]\nlabel = { en = "schoolchildren", ru = "школьники", kk = "оқушылар" }\n'
    words = shipped_vocabulary().merge(Vocabulary.from_toml(own))
    one = next(each for each in _reported() if each.count.unit == "persons")
    of_pupils = replace(one, count=replace(one.count, about=(("group", "pupils"),)))
    told = justice.funnel_picture((), reported=[of_pupils], language="kk", vocabulary=words).description
    assert "оқушылар" in told
    assert "pupils" not in told
    count = replace(one.count, about=(("group", "pupils"), ("age_group", "child")))
    read = justice.Proceedings(persons=(), cases=(), counts=(count,), refused=(), unread=())
    (beside,) = read.reported(words)
    assert beside.refusal is not None
    assert "школьники" in beside.refusal.message().text("ru")


@pytest.mark.parametrize(("language", "mark", "other"), [("en", ".", ","), ("ru", ",", "."), ("kk", ",", ".")])
def test_shares_that_wait_on_have_the_mark_of_their_language(language: str, mark: str, other: str) -> None:
    """62,5 % to who reads Russian or Kazakh, 62.5 % to who reads English."""
    waits = _funnels()[-1].waits
    told = justice.waits_picture(waits, group="—", as_of="—", language=language).description
    assert re.search(rf"\d\{mark}\d", told)
    assert not re.search(rf"\d\{other}\d", told)


def test_small_numbers_forbid_publication_in_the_picture_itself() -> None:
    """So that it cannot be cut from a report and pass; a funnel of large numbers bears no such line."""
    stage = justice.StageCount(stage=Stage.CHARGED, n=60, of=80, implied=0, unknown=20)
    large = justice.Funnel(group=None, as_of=_DAY, persons=80, stages=(stage,), alterations=(), waits=())
    small = replace(large, stages=(replace(stage, n=78, unknown=2),))
    assert "NOT FOR PUBLICATION" not in justice.funnel_picture([large]).description
    assert "NOT FOR PUBLICATION" in justice.funnel_picture([small]).description


def _person(*events: Event) -> justice.History:
    person = justice.Person(ids=("P-1",), group=None, events=events)
    read = justice.Proceedings(persons=(person,), cases=(), counts=(), refused=(), unread=())
    found = justice.history(read, "P-1", _DAY)
    assert found is not None
    return found


def _verdict(*sentences: justice.Sentence) -> justice.History:
    day = PartialDate.parse("2031-09-15")
    return _person(Event(stage=Stage.CONVICTED, on=day, sentences=sentences))


def _months(low: int | None, high: int | None = None, kind: SentenceKind = SentenceKind.PRISON) -> justice.Sentence:
    lengths = [None if one is None else Decimal(one) for one in (low, high)]
    return justice.Sentence(kind=kind, months=lengths[0], most=lengths[1])


def test_a_ribbon_has_the_terms_and_nothing_reckoned_from_them() -> None:
    """Months and days as they are told; no day of release that nobody told."""
    assert numbers(written(justice.ribbons([_histories()[0]]))) >= {"60", "24", "2031", "2032"}
    found = numbers(written(justice.ribbons([_verdict(_months(60))])))
    assert found == _days("2031-09-15", _DAY) | {"1", "60"}


@pytest.mark.parametrize(
    ("history", "says"), [(_verdict(_months(None)), "prison, length not known"), (_verdict(), "sentence not known")]
)
def test_a_term_of_no_known_length_is_hatched(history: justice.History, says: str) -> None:
    """Its width means nothing, and the picture says so."""
    picture = justice.ribbons([history])
    assert says in picture.description
    assert "length not known" in [box.words for box in boxes(picture.file())]
    assert 'class="full"' not in picture.marks


def test_a_range_of_terms_stays_a_range() -> None:
    """60 to 84 months: solid to the shorter one, a line on to the longer one."""
    picture = justice.ribbons([_verdict(_months(60, 84))])
    assert "60–84\xa0months" in picture.description
    (bar,) = [one for one in parsed(picture.file()).iter("{*}rect") if one.get("class") == "full"][:1]
    assert float(bar.get("width")) == pytest.approx((720 - 349) * 60 / 84, abs=2)


def test_real_and_suspended_are_told_apart_without_colour() -> None:
    """A suspended term is striped, a real one solid: also where both have the same length."""
    real, suspended = (justice.ribbons([_verdict(_months(12, kind=kind))]) for kind in ("prison", "suspended"))  # type: ignore[arg-type]
    assert real.marks.count('class="full"') > suspended.marks.count('class="full"')
    assert suspended.marks.count('class="fine"') > real.marks.count('class="fine"')


def test_who_has_no_verdict_is_named_under_what_may_be_said() -> None:
    """METHOD 7.5: who is charged is presumed innocent, and the picture says it."""
    told = justice.ribbons(_histories()).description
    assert "presumed innocent" in told
    assert all(one.person.ids[0] in told for one in _histories())


def test_a_wait_tells_every_step_and_who_waits_on() -> None:
    """The table has each day on which somebody arrived, and so has the text that is heard."""
    wait = _funnels()[-1].waits[0]
    picture = justice.waits_picture([wait], group="all", as_of=str(_DAY))
    assert [row[1:4] for row in picture.table.rows[1:]] == [
        (str(one.day), str(one.at_risk), str(one.arrived)) for one in wait.curve
    ]
    for one in wait.curve:
        assert f"day {one.day}: {one.arrived} of {one.at_risk} arrived" in picture.description
    told = f"median {wait.days} days, 95 % between {wait.least} and {wait.most}; {wait.arrived} arrived, {wait.waiting} still"
    assert told in picture.description


def test_few_persons_are_called_few() -> None:
    """A curve of nine must not pass for one of nine hundred."""
    wait = _funnels()[-1].waits[-1]
    assert wait.arrived + wait.waiting < 20
    assert "Few persons" in justice.waits_picture([wait], group="all", as_of=str(_DAY)).description


def test_the_same_count_by_two_sources_is_one_row() -> None:
    """With both sources named; the newest day stands."""
    first = _reported()[1]
    second = replace(first, count=replace(first.count, id="again", source="society"))
    rows = justice.funnel_picture((), reported=[first, second]).table.rows
    assert len(rows) == 2
    assert "prosecutor, society" in rows[1][0] or "society, prosecutor" in rows[1][0]


def test_a_wait_of_single_persons_is_not_for_publication() -> None:
    """The day on which one of them was charged is one person's day; a curve of fives bears no such line."""
    wait = _funnels()[-1].waits[0]
    few = justice.waits_picture([wait], group="all", as_of=str(_DAY)).description
    many = replace(wait, waiting=5, undated=0, curve=tuple(replace(one, arrived=5) for one in wait.curve))
    assert "NOT FOR PUBLICATION" in few
    assert "NOT FOR PUBLICATION" not in justice.waits_picture([many], group="all", as_of=str(_DAY)).description

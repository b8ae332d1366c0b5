"""The Korday example as the readings of proceedings see it: counts of courts beside persons one by one, units apart."""

import datetime as dt
import json
from fractions import Fraction
from pathlib import Path

import pytest

from onrecord import justice, ledger

_FOLDER = Path(__file__).parents[2] / "examples" / "korday"
_FILES = [_FOLDER / "sources.jsonl", *sorted((_FOLDER / "claims").glob("*.jsonl"))]
_LINES = [line for file in _FILES for line in file.read_text(encoding="utf-8").splitlines()]
_BOOK = ledger.book_from_rows(
    [ledger.Row(number=n, fields=json.loads(line), original=line) for n, line in enumerate(_LINES, start=1)],
    today=dt.date(2026, 1, 1),
)
_HELD = justice.proceedings(_BOOK, "korday-2020")
_BESIDE = {one.count.id: one for one in _HELD.reported()}


def test_every_row_of_the_example_is_a_claim() -> None:
    """None is refused, so that what is read here is what the archive of the demonstration holds."""
    stated = {json.loads(line)["id"] for line in _LINES if '"property"' in line}
    assert stated <= {claim.id for claim in _BOOK.claims}


@pytest.mark.parametrize(
    ("count", "recorded", "gap"),
    [
        ("K-justice-023", 7, 0),  # convicted by the military court
        ("K-justice-027", 4, 0),  # of them, replaced by restriction of liberty
        ("K-justice-028", 3, 0),  # of them, upheld
        ("K-justice-022", 1, 0),  # acquitted, a Dungan
        ("K-justice-034", 1, 0),  # the same one, as the court told it on the day of the verdict
        ("K-justice-043", 50, 1),  # of the 51 of the main trial, fifty can be told from one another
        ("K-justice-045", 13, 1),  # of the 14 Dungans among them, thirteen
        ("K-justice-046", 18, 1),  # sent to prison: of 19, the lists of terms have 18
        ("K-justice-020", 6, -1),  # one analysis counts five Dungans in prison, the lists of terms have six
        ("K-justice-048", 31, 0),  # suspended
        ("K-justice-010", 6, 0),  # of them, Dungans
        ("K-justice-012", 4, 0),  # on appeal, made suspended
        ("K-justice-013", 3, 0),  # on appeal, left as they were, of Dungans
        ("K-justice-073", 1, 0),  # on appeal, reduced from 16 to 10 years
        ("K-justice-015", 0, 2),  # on parole: who of the convicted they are, nobody says
        ("K-justice-067", 2, 0),  # before the court for the quarrel on the road
        ("K-justice-040", 0, 120),  # cases, none of which is on record so early
        ("K-justice-042", 9, -2),  # sentenced by September 2020: the seven, and two for the road quarrel
    ],
)
def test_what_is_reported_and_what_is_on_record(count: str, recorded: int, gap: int) -> None:
    """The military court's seven and the alteration of four are on record one by one; of 120 cases nothing is."""
    found = _BESIDE[count]
    assert (found.recorded, found.gap) == (recorded, gap)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        ("K-justice-042", "K-justice-040", "justice.units-differ"),
        ("K-justice-041", "K-justice-040", "justice.units-differ"),
        ("K-justice-042", "K-justice-041", Fraction(7, 60)),
        ("K-justice-020", "K-justice-018", Fraction(5, 14)),
    ],
)
def test_120_cases_60_charged_7_sentenced_never_yields_7_of_120(
    part: str, whole: str, expected: Fraction | str
) -> None:
    """Seven of about sixty persons is what was said; cases are another unit."""
    found = justice.share(_BESIDE[part].count, _BESIDE[whole].count)
    assert (found.code if isinstance(found, justice.NotJoined) else found) == expected


@pytest.mark.parametrize(
    ("day", "convicted", "altered"),
    [
        ("2020-04-30", 2, 0),  # the road quarrel
        ("2020-09-29", 9, 0),  # and the seven
        ("2020-11-18", 9, 0),
        ("2020-11-19", 9, 4),
        ("2021-04-26", 9, 4),
        ("2021-04-27", 58, 4),  # and 49 of the main trial, who can be told apart
        ("2021-07-22", 58, 9),  # four made suspended, one reduced
        ("2021-08-19", 59, 9),  # and a critic of the authorities, for his words
    ],
)
def test_the_case_on_any_past_day(day: str, convicted: int, altered: int) -> None:
    """Road quarrel, military court, its alteration of four, verdict, appeal, a prosecution of speech."""
    found = justice.funnel(_HELD.persons, None, dt.date.fromisoformat(day))
    assert (found.count(justice.Stage.CONVICTED).n, found.count(justice.Stage.ALTERED).n) == (convicted, altered)


def test_the_death_in_custody_raises_the_presumption_and_no_grade() -> None:
    """Nothing is told of how it was investigated but by whom: no information is no grade."""
    found = {one.subject: one for one in justice.investigations(_BOOK, dt.date(2021, 2, 8))}
    remand = found["person:korday-remand-1"]
    assert remand.presumption
    assert {one.grade for one in remand.elements} == {justice.Grade.NO_INFORMATION}

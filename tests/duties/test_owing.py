"""What States owe, from claims: whose clock, by what, whether answered; and never late on a guess."""

from typing import Any

import pytest
from tests.drawn import faults
from tests.duties.claimed import CERD, DOCUMENT, LETTER, letter, one, ours, owed, row, searched

from onrecord import duties
from onrecord.kernel import INTERFACE_LANGUAGES, day_words

_PETITION = "petition:p1"


def _reply(claim_id: str, day: str, **more: Any) -> dict[str, Any]:
    return row(claim_id, LETTER, "replied_on", day, **more)


@pytest.mark.parametrize(
    ("day", "more", "state", "days", "why"),
    [
        ("2031-03-15", [], "not_due", 78, None),
        ("2031-05-15", [], "due_soon", 17, None),
        ("2031-06-01", [], "due_soon", 0, None),
        ("2031-06-02", [], "unknown", None, "never_searched"),
        ("2031-06-11", [searched("N", "2031-06-10")], "overdue", 10, None),
        ("2031-07-09", [searched("N", "2031-06-10")], "overdue", 38, None),
        ("2031-07-10", [searched("N", "2031-06-10")], "unknown", None, "search_old"),
        ("2031-06-11", [searched("N", "2031-06-10", note=None)], "unknown", None, "search_untold"),
        ("2031-06-11", [searched("N", "2031-06-10", searched_in=None)], "unknown", None, "search_untold"),
        ("2031-06-11", [searched("N", "2031-06-10", search_words=None)], "unknown", None, "search_untold"),
        ("2031-06-09", [searched("N", "2031-06-10")], "unknown", None, "never_searched"),
        ("2031-06-11", [_reply("R", "2031-06-06")], "answered_late", 5, None),
        ("2031-06-05", [_reply("R", "2031-06-06")], "unknown", None, "never_searched"),
        ("2031-06-11", [_reply("R", "2031-06-01")], "answered_on_time", None, None),
        ("2031-06-11", [_reply("R", "2031-05-20", reply_extent="partial")], "partly_answered", None, None),
        (
            "2031-06-11",
            [_reply("R", "2031-05-20", reply_extent="partial"), _reply("Q", "2031-05-20")],
            "partly_answered",
            None,
            None,
        ),
        (
            "2031-07-11",
            [_reply("R", "2031-05-20", reply_extent="partial"), _reply("Q", "2031-07-01", reply_extent="full")],
            "answered_late",
            30,
            None,
        ),
        ("2031-07-11", [_reply("R", "2031-06")], "unknown", None, "reply_day_unsure"),
        ("2031-07-11", [_reply("R", "2031-05")], "answered_on_time", None, None),
        ("2031-08-11", [_reply("R", "2031-07")], "answered_late", 30, None),
        ("2031-07-11", [row("X", LETTER, "due_extended_to", "2031-08-01")], "due_soon", 21, None),
        (
            "2031-07-11",
            [row("X", LETTER, "due_extended_to", "2031-08-01", as_of="2031-07-20"), searched("N", "2031-07-01")],
            "overdue",
            40,
            None,
        ),
        ("2031-06-20", [row("D", LETTER, "due_on", "2031-06-30")], "due_soon", 10, None),
    ],
)
def test_a_letter_has_its_own_clock(
    day: str, more: list[dict[str, Any]], state: str, days: int | None, why: str | None
) -> None:
    """METHOD 4.5, from claims: the last day in time, searches that are fresh and told, days that are not known."""
    found = one(day, *letter(), *more)
    assert (found.stand.state.value, found.stand.days, found.open and found.open.value) == (state, days, why)
    for language in INTERFACE_LANGUAGES:
        assert day_words(found.stand.as_of, language) in found.says(language)
        assert "{" not in found.says(language)


def test_every_claim_behind_a_row_is_named() -> None:
    """Whatever is printed of a letter can be traced."""
    found = one("2031-06-11", *letter(), searched("N", "2031-06-10"))
    assert set(found.claims) == {"L-sent", "L-by", "L-to", "L-asked", "L-due", "N"}
    assert (found.body, found.due and found.due.by.value, found.due and found.due.claims) == (
        "cerd",
        "named",
        ("L-due",),
    )


def test_a_later_letter_takes_the_place_of_one_that_was_not_answered() -> None:
    """From the day on which that was sent; what is answered afterwards is of that letter."""
    later = [row("M", "letter:l2", "sent_on", "2031-07-01"), row("P", LETTER, "replaced_by_letter", "letter:l2")]
    states = {each.id: each.stand.state.value for each in owed("2031-07-02", *letter(), *later).duties}
    assert states == {LETTER: "superseded", "letter:l2": "unknown"}
    before = owed("2031-06-30", *letter(), *later).duty("l1")
    assert before.stand.state is duties.State.UNKNOWN


def test_a_period_counts_from_the_letter_where_none_is_named() -> None:
    """Special procedures ask for an answer within sixty days; the claim of the letter's day carries it."""
    rows = [row("A", LETTER, "sent_on", "2031-01-31"), row("B", LETTER, "under_procedure", "special_procedures")]
    found = one("2031-02-10", *rows)
    assert found.due is not None
    assert (found.due.day.text(), found.due.by.value, found.due.claims) == ("2031-04-01", "period", ("A",))
    assert found.due.source is not None
    assert "A/HRC/RES/5/2" in found.due.source.en
    assert "practice" in found.says("en")
    assert "практика" in found.says("ru")


def _observations(**more: Any) -> list[dict[str, Any]]:
    return [
        row("O-on", DOCUMENT, "adopted_on", "2032-04-26"),
        row("O-by", DOCUMENT, "issued_by", CERD),
        row("O-to", DOCUMENT, "addressed_to", "Казахстан"),
        row("O-8", DOCUMENT, "recommendation", "pay compensation", paragraph="8", **more),
        row("O-10b", DOCUMENT, "recommendation", "teach tolerance", paragraph="10 (b)", **more),
    ]


def test_a_recommendation_is_due_only_where_the_body_chose_it() -> None:
    """Rule 65: a year for what was chosen; of the others it is told when it would be, and nobody is late."""
    chosen = row("C", DOCUMENT, "chosen_for_follow_up", value=True, paragraph="8")
    first, second = owed(
        "2033-05-01", *_observations(), chosen, searched("N", "2033-04-30", DOCUMENT, basis=["O-8"])
    ).duties
    assert (first.id, first.stand.state.value, first.stand.days) == ("document:obs#8", "overdue", 5)
    assert (second.id, second.due, second.open) == ("document:obs#10 (b)", None, duties.Open.NO_DUE)
    assert second.usual is not None
    assert second.usual.text() == "2033-04-26"
    assert second.usual.written("ru") in second.says("ru")


def test_a_day_named_for_all_is_of_the_chosen_alone() -> None:
    """The document asks for information on paragraph 8 by a day: paragraph 10 is no part of that."""
    rows = [
        row("C", DOCUMENT, "chosen_for_follow_up", value=True, paragraph="8"),
        row("D", DOCUMENT, "due_on", "2033-06-30"),
    ]
    first, second = owed("2033-06-20", *_observations(), *rows).duties
    assert (first.stand.days, second.due) == (10, None)
    whole = owed("2033-06-20", *_observations(), rows[1]).duties
    assert [each.stand.days for each in whole] == [10, 10]


def test_a_period_that_bodies_change_makes_nobody_late() -> None:
    """The Human Rights Committee gave one year, two, three: what the document says has to be claimed."""
    rows = [
        row("O-by", DOCUMENT, "issued_by", "Human Rights Committee"),
        row("O-on", DOCUMENT, "adopted_on", "2031-03-01"),
        row("O-5", DOCUMENT, "recommendation", "investigate", paragraph="5"),
        row("C", DOCUMENT, "chosen_for_follow_up", value=True, paragraph="5"),
    ]
    found = one("2035-01-01", *rows)
    assert (found.due, found.usual and found.usual.text()) == (None, "2034-03-01")


def test_two_grades_stand_side_by_side() -> None:
    """R0.10: the body's words with its rank among its own, ours with its reason, basis and reviewers; never one."""
    rows = [
        row("G", DOCUMENT, "body_grade", "[C] Reply not satisfactory", paragraph="8", body="CERD", as_of="2033-01-01"),
        row("H", DOCUMENT, "body_grade", "Partially satisfactory", paragraph="8", as_of="2033-02-01"),
        ours("W", DOCUMENT, "own_grade", "not carried out", paragraph="8", basis=["O-8"], note="nobody was paid"),
    ]
    found = owed("2034-01-01", *_observations(), *rows).duty("document:obs#8")
    assert [(each.words, each.body, each.rank) for each in found.body_grades] == [
        ("[C] Reply not satisfactory", "cerd", None),
        ("Partially satisfactory", "cerd", 2),
    ]
    (own,) = found.own_grades
    assert (own.words, own.reason, own.basis, own.by) == (
        "not carried out",
        "nobody was paid",
        ("O-8",),
        "Valley Watch",
    )
    other = owed("2034-01-01", *_observations(), *rows).duty("document:obs#10 (b)")
    assert (other.body_grades, other.own_grades) == ((), ())


@pytest.mark.parametrize(
    ("rows", "day", "found"),
    [
        ([("national_decision_on", "2031-01-31")], "2031-07-01", [("submission", "due_soon", "2031-07-31")]),
        (
            [("national_decision_on", "2031-01-31"), ("submitted_on", "2031-08-01")],
            "2031-09-01",
            [("submission", "answered_late", "2031-07-31")],
        ),
        ([("transmitted_on", "2031-03-31")], "2031-04-01", [("observations", "not_due", "2031-06-30")]),
        (
            [("transmitted_on", "2031-03-31"), ("replied_on", "2031-06-30")],
            "2031-09-01",
            [("observations", "answered_on_time", "2031-06-30")],
        ),
        ([("views_sent_on", "2031-03-31")], "2031-09-01", [("follow_up", "unknown", None)]),
    ],
)
def test_a_petition_has_a_clock_for_each_step(
    rows: list[tuple[str, str]], day: str, found: list[tuple[Any, ...]]
) -> None:
    """ICERD 14(5) for who complains, 14(6)(b) for the State; the follow-up as the body says."""
    claims = [row(name, _PETITION, name, value) for name, value in rows]
    read = owed(day, row("by", _PETITION, "issued_by", "CERD"), *claims).duties
    assert [
        (each.step, each.stand.state.value, each.stand.due.text() if each.stand.due else None) for each in read
    ] == found


def test_a_report_is_due_when_the_body_says() -> None:
    """A report of a State is a duty towards the body that watches the treaty."""
    state = "state:KAZ"
    rows = [
        row("R-due", state, "report_due_on", "2031-09-25", treaty="icerd", period="11-12"),
        row("R-in", state, "report_submitted_on", "2031-10-05", treaty="ICERD", period="11-12"),
        row("B", state, "bound_since", "1998-09-25", treaty="icerd"),
    ]
    found = owed("2032-01-01", *rows)
    assert [(each.id, each.body, each.stand.state.value, each.stand.days) for each in found.duties] == [
        ("state:KAZ#icerd/11-12", "cerd", "answered_late", 10)
    ]
    assert [(each.treaty.id, each.is_bound(found.as_of)) for each in found.bound] == [("icerd", True)]


def test_an_article_binds_only_where_that_is_on_record() -> None:
    """A ratification is a claim as any other; without it nothing is said to be owed under the treaty."""
    rows = [
        *letter(),
        row("A", LETTER, "under_article", "icerd:5(b)"),
        row("Z", LETTER, "under_article", "house rule 3"),
    ]
    alone = owed("2031-05-01", *rows)
    assert [bound for _, bound in alone.binding(alone.duties[0])] == [None, None]
    bound = owed("2031-05-01", *rows, row("B", "state:KAZ", "bound_since", "1998-09-25", treaty="icerd"))
    relied, held = bound.binding(bound.duties[0])[0]
    assert relied.article is not None
    assert relied.article.number == "5(b)"
    assert held is not None
    assert held.since[0].claims == ("B",)


@pytest.mark.parametrize(
    ("narrowed", "ids"),
    [
        ({"state": "KAZ"}, ["letter:l1"]),
        ({"state": "Қазақстан"}, ["letter:l1"]),
        ({"state": "Kyrgyzstan"}, []),
        ({"incident": "valley"}, ["letter:l2"]),
        ({"incident": "incident:valley"}, ["letter:l2"]),
        ({"body": "cerd"}, ["letter:l1", "letter:l2"]),
        ({"body": "Комитет против пыток"}, []),
    ],
)
def test_a_narrowing_never_guesses(narrowed: dict[str, str], ids: list[str]) -> None:
    """What does not say of which State or incident it is, is left out by a question for one."""
    rows = [*letter(), row("M", "letter:l2", "sent_on", "2031-04-01"),
            row("I", "letter:l2", "concerns_incident", "incident:valley")]  # fmt: skip
    assert [each.id for each in owed("2031-05-01", *rows, **narrowed).duties] == ids


def test_what_was_taken_back_does_not_count_and_what_is_disputed_is_marked() -> None:
    """A withdrawn day is no day; a disputed one counts, and says so."""
    rows = letter(status="withdrawn", status_why="misread")
    assert one("2031-07-01", *rows).due is None
    told = one(
        "2031-07-01", *letter(), row("L2", LETTER, "asked", "access", status="disputed", status_why="a draft")
    ).asked
    assert [(each.value, each.is_disputed) for each in told] == [("an independent inquiry", False), ("access", True)]


def test_an_unknown_id_is_told_with_a_code() -> None:
    """Nothing is made up for an id that nothing is asked under."""
    with pytest.raises(duties.NoSuchDuty):
        owed("2031-05-01", *letter()).duty("letter:none")


def test_a_drawing_gets_what_it_needs() -> None:
    """One frozen value: from which day, to which, what was answered, and for which day it is drawn."""
    bar = one("2031-07-11", *letter(), _reply("R", "2031-06-06")).bar
    assert (bar.sent and bar.sent.text(), bar.due and bar.due.text(), [each.on.text() for each in bar.replies]) == (
        "2031-03-01",
        "2031-06-01",
        ["2031-06-06"],
    )
    assert (bar.state, bar.days, bar.as_of.isoformat()) == (duties.State.ANSWERED_LATE, 5, "2031-07-11")


def test_a_duty_is_drawn_as_its_clock_stands() -> None:
    """Sent, due, and overdue only by a search that is told; a part of an answer is drawn as a part."""
    late = one("2031-06-30", *letter(), searched("S", "2031-06-20")).bar
    picture = duties.clock_bars([late])
    assert "overdue" in picture.description
    assert "29 days overdue, as of 30\xa0June 2031" in picture.description
    assert list(faults(picture)) == []
    part = [*letter(), row("L-part", LETTER, "replied_on", "2031-05-01", reply_extent="partial")]
    assert "reply in part 1\xa0May 2031" in duties.clock_bars([one("2031-06-30", *part).bar]).description


@pytest.mark.parametrize(
    ("searches", "told"),
    [
        ([searched("N", "2031-06-10", search_words=None)], "no search that can be repeated is on record"),
        (
            [searched("N", "2031-06-10"), searched("M", "2031-06-20", note=None)],
            "last search for a reply 10\xa0June 2031",
        ),
    ],
)
def test_a_bar_names_only_a_search_that_can_be_repeated(searches: list[dict[str, Any]], told: str) -> None:
    """Else a picture would hold an account of somebody for a search, beside a row that does not."""
    found = one("2031-07-20", *letter(), *searches)
    assert told in duties.clock_bars([found.bar]).description
    assert [each["told"] for each in found.to_row()["searches"]] == sorted(
        each["told"] for each in found.to_row()["searches"]
    )

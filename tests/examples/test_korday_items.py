"""What the Korday example carries, item by item, each found by the reading that a command shows it with."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from onrecord import duties, justice, ledger, speech
from onrecord.kernel import PartialDate

_FOLDER = Path(__file__).parents[2] / "examples" / "korday"
_ROWS = [
    row
    for file in (_FOLDER / "sources.jsonl", *sorted((_FOLDER / "claims").glob("*.jsonl")))
    for row in ledger.rows_from(file)
]
_LATER = dt.date(2022, 12, 31)
_BOOK = ledger.book_from_rows(_ROWS, today=dt.date(2026, 1, 1))
_HELD = justice.proceedings(_BOOK, "korday-2020")
_PERSONS = {one.ids[0]: one for one in _HELD.persons}
_DEMANDS = duties.demands(_BOOK, _LATER)
_SPEECH = speech.register(_BOOK, _LATER)


def _figure(name: str, **about: str) -> set[int | None]:
    """Return the numbers that are on record of a quantity, of exactly these dimensions."""
    found = _BOOK.figures(name, about=about)
    return {int(one.quantity.low) for each in found for one in each.readings if one.quantity.low is not None}


def _sentences(case: str, group: str | None = None) -> list[tuple[str, float | None, float | None]]:
    """Return kind, months and most months of every sentence in a case, from the records of single persons."""
    persons = [one for one in _HELD.persons if group is None or one.group == group]
    return [
        (sentence.kind.value, sentence.months, sentence.most)
        for person in persons
        for event in person.events
        for sentence in event.sentences
        if event.case == case
    ]


def _days(letter: str, name: str) -> list[PartialDate]:
    claims = _BOOK.claims_of(name, subject=f"letter:{letter}")
    return [one.value for one in claims if isinstance(one.value, PartialDate)]


def _stand(letter: str, as_of: str, *, search: bool = False) -> tuple[str, int | None]:
    """Return how the duty to answer a letter stands, by the days that claims of it tell."""
    (sent,), (due,) = _days(letter, "sent_on"), _days(letter, "due_on")
    clock = duties.Clock(
        sent=sent,
        due=due.earliest,
        replies=tuple(duties.Reply(on=one.earliest, is_full=True) for one in _days(letter, "replied_on")),
        searched_on=_days(letter, "no_reply_as_of")[0].earliest if search else None,
    )
    told = duties.stand(clock, dt.date.fromisoformat(as_of))
    return told.state.value, told.days


def _road_quarrel() -> None:
    """Two before the court: 30 months for a Dungan, a suspended term for another."""
    assert _figure("defendants", trial="road_quarrel") == {2}
    first = _PERSONS["korday-road-1"]
    assert first.group == "dungan"
    assert _sentences("korday-road-quarrel") == [("prison", 30, None)]
    assert justice.Stage.CONVICTED in _PERSONS["korday-road-2"].standing(_LATER).reached


def _military_court() -> None:
    """Seven, all Kazakh; four replaced by restriction of liberty and released, three upheld; and why."""
    seven = [one for name, one in _PERSONS.items() if name.startswith("korday-military-")]
    assert [one.group for one in seven] == ["kazakh"] * 7
    found = justice.funnel(seven, None, _LATER)
    assert [found.count(stage).n for stage in (justice.Stage.CONVICTED, justice.Stage.ALTERED)] == [7, 4]
    assert [found.count(stage).n for stage in (justice.Stage.UPHELD, justice.Stage.RELEASED)] == [3, 4]
    assert [one.kind.value for one in found.alterations if one.kind] == ["replaced_by_restriction"]
    assert _BOOK.claims_of("reason_for_alteration", subject="case:korday-military")


def _defendants() -> None:
    """51, of them 37 Kazakhs and 14 Dungans; fifty records; the articles."""
    assert _figure("defendants", trial="main") >= {51}
    assert (
        _figure("defendants", trial="main", group="kazakh"),
        _figure("defendants", trial="main", group="dungan"),
    ) == (
        {37},
        {14},
    )
    main = [one for name, one in _PERSONS.items() if name.startswith("korday-main-")]
    assert len(main) == 50
    assert {one.dimension("article") for one in _BOOK.claims_of("charges", subject="case:korday-main")} == {"99", "272"}


def _verdict_by_group() -> None:
    """Of thirteen Dungans who can be told apart, six in prison, six suspended, one acquitted; of all, 18 and 31."""
    dungans = [one for one in _HELD.persons if one.group == "dungan" and one.ids[0].startswith("korday-main-")]
    told = _sentences("korday-main", "dungan")
    assert sorted(months for kind, months, _ in told if kind == "prison") == [60, 60, 60, 192, 198, 198]
    assert [kind for kind, _, _ in told].count("suspended") == 6
    assert sum(justice.Stage.ACQUITTED in one.standing(_LATER).reached for one in dungans) == 1
    kinds = [kind for kind, _, _ in _sentences("korday-main")]
    assert (kinds.count("prison"), kinds.count("suspended")) == (18, 31)


def _appeal() -> None:
    """Four made suspended, three left, one reduced from 16 to 10 years; no compensation in the criminal case."""
    found = justice.funnel([one for n, one in _PERSONS.items() if n.startswith("korday-main-")], None, _LATER)
    assert {one.kind.value: one.n for one in found.alterations if one.kind} == {"suspended": 4, "reduced": 1}
    assert found.count(justice.Stage.UPHELD).n == 3
    (altered,) = [one for one in _PERSONS["korday-main-11"].events if one.stage is justice.Stage.ALTERED]
    assert altered.to is not None
    assert (altered.to.months, _PERSONS["korday-main-11"].group) == (120, "dungan")
    told = justice.remedies(_BOOK, _LATER).words["compensation_status"]
    assert "none ordered in the criminal case" in {one.value for one in told}


def _parole() -> None:
    """Two on parole, a count; nobody says who they are. Their time served is longer than the dates allow."""
    assert _figure("released_on_parole", group="dungan") == {2}
    assert all(one.kind is not justice.AlterationKind.PAROLE for each in _HELD.persons for one in each.events)
    assert _figure("time_served", group="dungan") == {2}  # more than 2.5 years


def _ill_treatment() -> None:
    """What is alleged, as alleged; a death in custody, with the presumption and who investigates."""
    (found,) = [one for one in justice.allegations(_BOOK, _LATER) if one.subject == "incident:korday-2020"]
    assert found.called == "alleged_ill_treatment"
    told = " ".join(one.value for one in found.alleged)
    for words in ("suffocation", "cried out in court", "searched houses at night", "without a lawyer"):
        assert words in told
    assert _BOOK.claims_of("self_harm_reported", subject="incident:korday-2020")
    (death,) = [one for one in justice.investigations(_BOOK, _LATER) if one.presumption and "person:" in one.subject]
    (prompt,) = [one for one in death.elements if one.name == "prompt"]
    assert [one.value for one in prompt.steps["case_opened"]] == ["done"]


def _qualification() -> None:
    """METHOD 6.1: hooliganism on the first day, mass riots in a minister's words, mass disorder and murder in court."""
    told = _BOOK.claims_of("legal_qualification", subject="incident:korday-2020")
    assert [(one.value_text(), one.dimension("article")) for one in sorted(told, key=lambda one: one.id)] == [
        ("hooliganism", None),
        ("mass disorder", "272"),
        ("murder", "99"),
    ]
    assert "mass riots" in {one.value_text() for one in _BOOK.claims_of("official_characterisation")}


def _letters_and_reply() -> None:
    """METHOD 4.5: the first 101 days overdue on the anniversary, the second answered five days late."""
    assert _stand("cerd-2020-08", "2021-02-08", search=True) == ("overdue", 101)
    assert _stand("cerd-2020-08", "2022-12-31", search=True) == ("unknown", None)
    assert _stand("cerd-2021-04", "2022-12-31") == ("answered_late", 5)


def _what_the_state_was_asked() -> None:
    """Each letter by State and incident; nobody logged a search by the anniversary, so that nothing is called overdue."""
    owed = duties.owed(_BOOK, dt.date(2021, 2, 8), state="Казахстан", incident="korday-2020")
    assert [(one.id, one.stand.state.value, one.open) for one in owed.duties] == [
        ("letter:cerd-2020-08", "unknown", duties.Open.SEARCH_UNTOLD)
    ]
    later = duties.owed(_BOOK, _LATER, state="KZ", incident="korday-2020", body="CERD")
    assert [(one.id, one.stand.state.value, one.stand.days) for one in later.duties] == [
        ("letter:cerd-2020-08", "unknown", None),
        ("letter:cerd-2021-04", "answered_late", 5),
        ("letter:cerd-2021-12", "unknown", None),
        ("document:cerd-kaz-2022", "unknown", None),
    ]
    assert [one.day.text() for one in later.sessions] == ["2022-04-21/2022-04-22"]


def _list_of_december_2021() -> None:
    """Sent on 3 December, on incitement and fair trial; answered in words in the dialogue of April 2022."""
    assert [one.text() for one in _days("cerd-2021-12", "sent_on")] == ["2021-12-03"]
    one = _DEMANDS.demand("cerd-2021-questions")
    assert (one.state, one.told_on.text() if one.told_on else None) == ("answered", "2022-04-22")


def _observations_of_2022() -> None:
    """Adopted on 26 April, issued on 4 July: symbol and three recommendations, each a demand."""
    document = "document:cerd-kaz-2022"
    assert [one.value for one in _BOOK.claims_of("symbol", subject=document)] == ["CERD/C/KAZ/CO/8-10"]
    assert len(_BOOK.claims_of("recommendation", subject=document)) == 3
    asked = [one for one in _DEMANDS.demands if one.found_in == (document,)]
    assert [(one.id, one.state.value) for one in asked] == [
        ("cerd-2022-compensation", "no_information"),
        ("cerd-2022-fair-trial", "no_information"),
        ("cerd-2022-trust", "no_information"),
    ]


def _speech_prosecutions() -> None:
    """Two prosecutions, justice items that give no class; a critic's case stands in the proceedings."""
    assert len(_SPEECH.prosecutions) == 2
    critic = _SPEECH.utterance("korday-critic-2021")
    assert (critic.is_criticism, critic.classes, [one.is_justice for one in critic.responses.found]) == (
        True,
        (),
        [True],
    )
    assert _sentences("korday-speech-1") == [("prison", 84, None)]
    assert _SPEECH.utterance("korday-bloggers-2021").is_criticism
    against = {one.id for one in _SPEECH.utterances for group in one.groups if group.value == "dungan"}
    assert against == {"korday-guests-2020", "korday-posts-2022", "korday-rumour-2020"}


def _rabat_worksheet() -> None:
    """Of calls whose words nobody printed: context supports, five factors are unknown, and no class is proposed."""
    (sheet,) = _SPEECH.utterance("korday-calls-2020").worksheets
    assert [one.support.value for one in sheet.factors] == ["supports", *["unknown"] * 5]
    assert (sheet.proposed, sheet.speech_class) == (None, None)
    public = speech.register(_BOOK, _LATER, to_publish=True)
    assert (len(public.utterances), public.withheld) == (0, 6)  # SP-03


def _demands() -> None:
    """Twenty-four, by whom and of whom; what is on record since, and where nothing is, no more than that."""
    assert len(_DEMANDS.demands) == 24
    assert {asked.by for one in _DEMANDS.demands for asked in one.asked} == {
        "ADC Memorial",
        "Committee on the Elimination of Racial Discrimination",
        "the editors of this example",
    }
    assert {asked.of for one in _DEMANDS.demands for asked in one.asked} == {"Kazakhstan"}
    states = {one.id: one.state.value for one in _DEMANDS.demands if one.state != "no_information"}
    assert states == {
        "adc-2021-investigate": "answered",
        "cerd-2020-reparation": "partly_met",
        "cerd-2021-information": "answered",
        "cerd-2021-questions": "answered",
        "editors-2021-committee": "answered",
        "editors-2021-pay": "partly_met",
        "editors-2021-publish": "answered",
    }
    asked = duties.demands(_BOOK, _LATER, found_in="document:anniversary-statement-2021").demands
    statement = (_FOLDER / "statement.en.md").read_text(encoding="utf-8").partition("## What we ask of the State")[2]
    assert len(asked) == statement.count("\n- ") == 6
    assert _DEMANDS.untracked == ()
    then = duties.demands(_BOOK, dt.date(2021, 2, 8))
    assert {one.state.value for one in then.demands} == {"no_information"}
    assert len(then.demands) == 13


def _charged_to_killed() -> None:
    """METHOD 3.1: accused to killed by group, with counts: 14 to 10 of Dungans, 37 to 1 of Kazakhs, by official counts."""
    ratios = {}
    for group in ("dungan", "kazakh"):
        accused = {
            one.quantity.low
            for each in _BOOK.figures("defendants", about={"trial": "main", "group": group})
            for one in each.readings
        }
        killed = {
            one.quantity.low
            for each in _BOOK.figures("killed", about={"group": group})
            for one in each.readings
            if one.claim.speaker_kind == "official"
        }
        (a,), (k,) = accused, killed
        assert a is not None
        assert k is not None
        ratios[group] = Fraction(a) / Fraction(k)
    assert ratios == {"dungan": Fraction(14, 10), "kazakh": Fraction(37, 1)}


_ITEMS: list[Callable[[], None]] = [
    _road_quarrel,
    _military_court,
    _defendants,
    _verdict_by_group,
    _appeal,
    _parole,
    _ill_treatment,
    _qualification,
    _letters_and_reply,
    _what_the_state_was_asked,
    _list_of_december_2021,
    _observations_of_2022,
    _speech_prosecutions,
    _rabat_worksheet,
    _demands,
    _charged_to_killed,
]


@pytest.mark.parametrize("item", _ITEMS, ids=lambda item: item.__name__.strip("_"))
def test_the_example_carries(item: Callable[[], None]) -> None:
    """Each item by name, from claims that all stand on a source."""
    item()


def test_every_claim_of_the_example_is_taken() -> None:
    """None is refused, so that what is found here is what an archive of them holds."""
    stated = {str(row.fields["id"]) for row in _ROWS if isinstance(row.fields, dict) and "id" in row.fields}
    assert stated == {one.id for one in _BOOK.claims if str(one.id).startswith("K-")}
    assert len(stated) > 450

"""Recommendations as claims: their exact words found again in the item, the same ids for ever, nothing without its words."""

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.duties.claimed import book, owed

from onrecord import duties
from onrecord.duties.passages import Passages
from onrecord.kernel import Span

_PAGES: Final = (
    """\
A/HRC/99/1
95. The recommendations formulated during the dialogue enjoy the support of Kazakhstan:
1. To protect all villages of the valley against violence and to investigate every com-
plaint of torture (France, Chile)
2. To consider acceding to (Spain)/accede to (Peru) the protocol of the valley on the
""",
    """\
A/HRC/99/1
rights of everybody
96. The following recommendations were noted by Kazakhstan:
1. Abolish the tax on bridges (Norway)
""",
)
_REPORT: Final = "".join(_PAGES)


def _filing(**more: Any) -> duties.Filing:
    given = {
        "document": "upr",
        "source": "S1",
        "item": "i1",
        "speaker": "the review",
        "fields": {"as_of": "2031-02-03"},
    }
    return duties.Filing(**(given | more))


def _filed(text: str = _REPORT, **more: Any) -> list[duties.Filed | duties.NotFiled]:
    found = duties.recommendations_in(_PAGES)
    return list(duties.filed_from_report(found, text, _filing(**more)))


def _of(found: list[Any], name: str) -> list[tuple[Any, ...]]:
    return [
        (
            one.fields.get("paragraph"),
            one.fields.get("part"),
            one.fields["value"],
            _REPORT[one.place.start : one.place.end],
        )
        for one in found
        if one.fields["property"] == name
    ]


def test_each_recommendation_is_claimed_with_its_words_where_they_stand() -> None:
    """Over a broken word and a running head; States in brackets belong to the quote, two parts share their point."""
    found = _filed(addressee="Kazakhstan")
    both = _REPORT[_REPORT.index("To consider") : _REPORT.index("everybody") + len("everybody")]
    first = _REPORT[_REPORT.index("To protect") : _REPORT.index("Chile)") + len("Chile)")]
    assert [(number, part, quote) for number, part, _, quote in _of(found, "recommendation")] == [
        ("95.1", None, first),
        ("95.2", "1", both),
        ("95.2", "2", both),
        ("96.1", None, "Abolish the tax on bridges (Norway)"),
    ]
    assert [(number, value) for number, _, value, _ in _of(found, "recommended_by")] == [
        ("95.1", "France"), ("95.1", "Chile"), ("95.2", "Spain"), ("95.2", "Peru"), ("96.1", "Norway"),
    ]  # fmt: skip
    assert [value for _, _, value, _ in _of(found, "state_response")] == ["supported"] * 3 + ["noted"]
    assert all(isinstance(one, duties.Filed) and one.is_whole for one in found)


def test_ids_are_unique_and_the_same_each_time() -> None:
    """Stated twice it says nothing new; a claim id never depends on where in the list it stood."""
    ids = [one.fields["id"] for one in _filed() if isinstance(one, duties.Filed)]
    assert len(ids) == len(set(ids))
    assert ids == [one.fields["id"] for one in _filed() if isinstance(one, duties.Filed)]
    assert "upr-95.1-recommendation" in ids


def test_words_that_are_not_in_the_item_are_refused_with_their_place() -> None:
    """Another file under the same name: no claim without its words, and the others go on."""
    found = _filed(text=_REPORT.replace("Abolish the tax on bridges", "Raise the tolls on ferries"))
    refused = [one for one in found if isinstance(one, duties.NotFiled)]
    assert [(one.row, one.problem.code) for one in refused] == [(4, "duties.words-not-in-item")]
    assert len(_of([one for one in found if isinstance(one, duties.Filed)], "recommendation")) == 3


def test_a_quote_says_where_it_holds_the_beginning_only() -> None:
    """A page of other things within a sentence: what is found is quoted, and counted as cut."""
    torn = _REPORT.replace("violence and to investigate", "violence and " + "x " * 2_000 + "to investigate")
    (first,) = [
        one
        for one in _filed(text=torn)
        if isinstance(one, duties.Filed) and one.fields["id"] == "upr-95.1-recommendation"
    ]
    assert (first.is_whole, torn[first.place.start : first.place.end]) == (
        False,
        "To protect all villages of the valley against violence and",
    )


def test_rows_of_a_table_are_told_apart_without_numbers() -> None:
    """By words and who made them, whatever their order; the whole row is the quote, and its cells are read out of it."""
    lines = [
        "To,Text,From,Response,Issue",
        "Kazakhstan,Ban it,Chile,Accepted,Torture",
        "Kazakhstan,Ban it,Peru,Rejected,",
    ]
    made = []
    for order in (lines, [lines[0], lines[2], lines[1]]):
        text = "\n".join(order)
        rows = [one for one in duties.published_from(text, path="t.csv") if isinstance(one, duties.PublishedRow)]
        found = [one for one in duties.filed_from_table(rows, text, _filing()) if isinstance(one, duties.Filed)]
        assert all(text[one.place.start : one.place.end] in lines for one in found)
        made.append({one.fields["id"]: one.fields for one in found})
    assert made[0] == made[1]
    values = sorted((one["property"], one["value"]) for one in made[0].values() if one["property"] != "recommendation")
    assert values == [
        ("issued_by", "the review"), ("recommended_by", "Chile"), ("recommended_by", "Peru"),
        ("state_response", "noted"), ("state_response", "supported"), ("theme", "Torture"),
    ]  # fmt: skip


def test_rows_without_numbers_are_duties_of_their_own() -> None:
    """Each with its words, its answer and its State; none borrows those of another."""
    text = "To,Text,From,Response\nKazakhstan,Ban it,Chile,Accepted\nKazakhstan,Pay them,Peru,Rejected\n"
    rows = [one for one in duties.published_from(text, path="t.csv") if isinstance(one, duties.PublishedRow)]
    filed = [one for one in duties.filed_from_table(rows, text, _filing()) if isinstance(one, duties.Filed)]
    stated = [{**one.fields, "quote": text[one.place.start : one.place.end], "item": None} for one in filed]
    found = owed("2031-03-01", *({k: v for k, v in one.items() if v is not None} for one in stated)).duties
    told = sorted(tuple(each.value for each in (*one.asked, *one.made_by, *one.responses)) for one in found)
    assert told == [("Ban it", "Chile", "supported"), ("Pay them", "Peru", "noted")]


def _taken(text: str, **more: Any) -> list[duties.Filed]:
    rows = [one for one in duties.published_from(text, path="t.csv") if isinstance(one, duties.PublishedRow)]
    return [one for one in duties.filed_from_table(rows, text, _filing(**more)) if isinstance(one, duties.Filed)]


def _stated(found: list[Any], source: str = "S1") -> list[dict[str, Any]]:
    rows = [{**one.fields, "quote": "so it says", "item": None, "source": source} for one in found]
    return [{name: value for name, value in one.items() if value is not None} for one in rows]


_TABLE: Final = (
    "To,Text,From,Response\n"
    "Kazakhstan,Protect all villages of the valley against violence and to investigate all,France,Accepted\n"
    "Kazakhstan,Abolish the tax on bridges,Norway,Rejected\n"
    "Kazakhstan,Abolish the tax on bridges,Norway,Rejected\n"
    "Kazakhstan,Build a bridge,Norway,Accepted\n"
)


def test_one_recommendation_from_a_report_and_a_table_is_one_duty() -> None:
    """A row without a number has that of the report, with claims of its own; what the report lacks is one more duty."""
    report = _stated([one for one in _filed(addressee="Kazakhstan") if isinstance(one, duties.Filed)])
    known = duties.recorded(book(*report))
    table = _stated(_taken(_TABLE, source="T", recorded=known), source="S2")
    other = {"source": "S2", "publisher": "Index", "visibility": "public"}
    found = owed("2031-03-01", *report, other, *table).duties
    assert sorted((one.paragraph or "", [each.value for each in one.responses]) for one in found) == [
        ("", ["supported"]),
        ("95.1", ["supported"]),
        ("95.2", ["supported"]),
        ("95.2", ["supported"]),
        ("96.1", ["noted"]),
    ]
    (first,) = [one for one in found if one.paragraph == "96.1"]
    assert [each.claims for each in first.asked] == [("upr-96.1-recommendation", "upr-96.1-recommendation-t")]


def test_a_row_with_a_number_is_the_part_that_its_state_made() -> None:
    """An index counts paragraphs, and two States stand under one: each row goes to the words of its State."""
    known = duties.recorded(book(*_stated([one for one in _filed() if isinstance(one, duties.Filed)])))
    text = (
        "Text,Paragraph,From\naccede to the protocol of the valley on the rights,95.2,Peru\nTell us more,95.2,Chile\n"
    )
    found = [one.fields for one in _taken(text, source="T", recorded=known)]
    asked = [(one["paragraph"], one.get("part")) for one in found if one["property"] == "recommendation"]
    assert asked[0] == ("95.2", "2")
    assert asked[1][1] not in (None, "1", "2")


def test_a_list_that_is_stated_again_says_nothing_new() -> None:
    """Whichever came first: the ids of each source stay its own, so that a later edition of it only adds."""
    report = _stated([one for one in _filed(addressee="Kazakhstan") if isinstance(one, duties.Filed)])
    table = _taken(_TABLE, source="T", recorded=duties.recorded(book(*report)))
    other = {"source": "S2", "publisher": "Index", "visibility": "public"}
    known = duties.recorded(book(*report, other, *_stated(table, source="S2")))
    again = [one.fields["id"] for one in _taken(_TABLE, source="S2", recorded=known)]
    assert [one.rpartition("-")[0] for one in again if one.endswith("-s2")] != []
    first = [one.fields["id"] for one in _filed(recorded=known, source="S1") if isinstance(one, duties.Filed)]
    assert first == [one.fields["id"] for one in _filed() if isinstance(one, duties.Filed)]


def test_the_same_words_in_two_documents_are_two_duties_and_in_one_document_one() -> None:
    """Two rows that say the same of one document are one recommendation; another document has one of its own."""
    text = "Text,Document symbol,From\nBan it,A/HRC/1,Chile\nBan it,A/HRC/1,Chile\nBan it,A/HRC/2,Chile\nBan it,A/HRC/1,Peru\n"
    asked = [one.fields for one in _taken(text, document=None) if one.fields["property"] == "recommendation"]
    assert [one["subject"] for one in asked] == ["document:a-hrc-1", "document:a-hrc-2", "document:a-hrc-1"]
    assert len({one["id"] for one in asked}) == 3


def test_a_row_goes_into_the_document_it_names_else_is_refused() -> None:
    """An index holds many documents; a row that names none needs one to be given."""
    text = "Text,Document symbol,Paragraph,Body\nBan it,CERD/C/KAZ/CO/8-10,12,CERD\nPay them,,13,CERD\n"
    rows = [one for one in duties.published_from(text, path="t.csv") if isinstance(one, duties.PublishedRow)]
    found = list(duties.filed_from_table(rows, text, _filing(document=None)))
    subjects = {one.fields["subject"] for one in found if isinstance(one, duties.Filed)}
    assert subjects == {"document:cerd-c-kaz-co-8-10"}
    assert [one.problem.code for one in found if isinstance(one, duties.NotFiled)] == ["duties.no-document"]


def test_what_is_stated_can_be_read_as_duties() -> None:
    """The rows are rows: the ledger takes them, and the reading has each recommendation with answer and States."""
    rows = [{**one.fields, "quote": _REPORT[one.place.start : one.place.end], "item": None, "source": "S1"}
            for one in _filed(addressee="Kazakhstan", incident="valley") if isinstance(one, duties.Filed)]  # fmt: skip
    stated = [{name: value for name, value in one.items() if value is not None} for one in rows]
    found = owed("2031-03-01", *stated, state="KAZ", incident="valley").duties
    assert [(one.paragraph, one.part, [each.value for each in one.responses]) for one in found] == [
        ("95.1", None, ["supported"]),
        ("95.2", "1", ["supported"]),
        ("95.2", "2", ["supported"]),
        ("96.1", None, ["noted"]),
    ]


@pytest.mark.parametrize(
    ("words", "text", "span"),
    [
        ("one two", "one  two", Span(start=0, end=8)),
        ("cooperate fully", "x co-\noperate fully y", Span(start=2, end=19)),
        ("ﬁne words", "fine words", Span(start=0, end=10)),
        ("absent", "words", None),
        ("", "words", None),
        ("words", "", None),
    ],
)
def test_words_are_found_letter_for_letter(words: str, text: str, span: Span | None) -> None:
    """Blanks, broken lines and ligatures apart; nothing similar."""
    found = Passages(text).find(words)
    assert (found.span if found else None) == span


@given(
    words=st.lists(st.sampled_from(["to", "ratify", "the", "protocol", "of", "valleys"]), min_size=6, max_size=30),
    at=st.integers(0, 40),
)
def test_words_that_stand_in_a_text_are_always_found(words: list[str], at: int) -> None:
    """However they repeat themselves: what is found reads the same without blanks."""
    text = "x" * at + " " + "\n".join(words) + " and so on"
    found = Passages(text).find(" ".join(words))
    assert found is not None
    assert found.is_whole
    assert "".join(text[found.span.start : found.span.end].split()) == "".join(words)

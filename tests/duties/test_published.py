"""Tables of recommendations by others, and their comparison with a report: one with one, nothing lost."""

import pytest

from onrecord.duties import (
    PublishedRow,
    RefusedPublished,
    TableUnreadable,
    matched,
    published_from,
    recommendations_in,
)

_UPR = (
    "To,To-Rgrp,Text,From,Response,Action,Issue,Session\r\n"
    'Veldania,Asia,"Ratify the Convention, and soon",Norway,Accepted,5,"Torture,Justice",7\r\n'
    "Veldania,Asia,,Spain,Noted,2,Labour,7\r\n"
    "Veldania,Asia,Publish the verdicts,Spain,Noted,2,Labour,7\r\n"
)


def _rows(text: str) -> tuple[list[PublishedRow], list[RefusedPublished]]:
    found = list(published_from(text, path="t.csv"))
    return (
        [one for one in found if isinstance(one, PublishedRow)],
        [one for one in found if isinstance(one, RefusedPublished)],
    )


def test_a_table_of_the_review_is_read_and_keeps_what_has_no_place() -> None:
    """Columns by their heads; a row without words is refused by its number; other cells stay as they came."""
    rows, refused = _rows(_UPR)
    assert [(one.row, one.text, [state.code for state in one.states]) for one in rows] == [
        (2, "Ratify the Convention, and soon", ["NOR"]),
        (4, "Publish the verdicts", ["ESP"]),
    ]
    assert rows[0].themes == ("Torture", "Justice")
    assert dict(rows[0].rest) == {"To-Rgrp": "Asia", "Action": "5"}
    assert [(one.row, one.problem.code) for one in refused] == [(3, "duties.no-recommendation")]


def test_a_table_of_the_index_is_read() -> None:
    """Semicolons, other heads, a body in the place of a State."""
    rows, _ = _rows(
        "\ufeffBody;Document symbol;Paragraph;Recommendation;Affected persons\nCERD;C/1;12 (a);Pay;Women; \n"
    )
    assert rows == []
    rows, _ = _rows(
        "\ufeffBody;Document symbol;Paragraph;Recommendation;Themes\nCERD;C/1;12 (a);Pay what is owed;Remedy\n"
    )
    assert (rows[0].body, rows[0].document, rows[0].number, rows[0].states) == ("CERD", "C/1", "12 (a)", ())


def test_a_table_without_words_is_refused_with_what_was_found() -> None:
    """Another file by mistake."""
    with pytest.raises(TableUnreadable) as told:
        _rows("a,b\n1,2\n")
    assert "a, b" in told.value.message("en")


def test_each_recommendation_answers_for_one_row() -> None:
    """Same beginning of words and same State; what is left over on either side is told."""
    read = recommendations_in(
        [
            (
                "4. The recommendations enjoy the support of Veldania:\n1. To ratify the Convention, and soon (Norway, Peru);\n"
                "2. To publish the list (Spain);\n5. End.\n"
            )
        ]
    )
    rows, _ = _rows(_UPR)
    match = matched(read, [*rows, rows[0]])
    assert [(one.number, row.row) for one, row in match.pairs] == [("4.1", 2)]
    assert [row.row for row in match.missing] == [4, 2]
    assert [one.number for one in match.extra] == ["4.2"]
    assert match.share == pytest.approx(1 / 3)
    assert matched(read, []).share is None

"""Statements in plain text: all of it is prose, nothing binds, the first line alone is a heading."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.world import book, claim

from onrecord import dossier
from onrecord.dossier.forms.plain import parse
from onrecord.dossier.markup import reader
from onrecord.dossier.writing import escaped

_TODAY = dt.date(2031, 4, 1)


def test_nothing_is_markup() -> None:
    """A link of Markdown, a tag and code are letters like others, and their figures are read."""
    text = "[Eleven people](fig:killed) died, `ten` fled.\n<!-- Twelve were killed. -->\n"
    statement = parse(text)
    assert (statement.prose, statement.links) == (text, ())
    report = dossier.check(book(claim("K1", 11)), statement, today=_TODAY)
    assert [one.text for one in report.diagnostics if one.code.name == "OR101"] == ["Eleven", "ten", "Twelve"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("One year after\n\nEleven people were killed.\n", "One year after"),
        ("\r\nБір жылдан кейін\r\n\r\nОн бір адам.", "Бір жылдан кейін"),
        ("Eleven people were killed.\n\nMore.", ""),
        ("Two lines\nof one paragraph\n\nMore.", ""),
        ("x" * 400 + "\n\nMore", ""),
        ("", ""),
    ],
)
def test_a_first_line_that_stands_alone_is_the_heading(text: str, heading: str) -> None:
    """One that ends a sentence, goes on or is long is a paragraph."""
    assert parse(text).title == heading


def test_a_blank_line_ends_a_sentence() -> None:
    """Headings without a full stop do not run into what follows."""
    text = "The toll\n\nEleven people"
    assert parse(text).sentence_at(text.index("Eleven")).of(text) == "Eleven people"


@given(st.text(alphabet="ab 1.#*_`[]()<>!&;~|\\=+-:\n\t", max_size=60))
def test_as_markdown_it_reads_the_same(text: str) -> None:
    """Every letter of a plain text is shown where it becomes Markdown; only signs that draw lists may be drawn."""
    written = "".join(escaped(text))
    shown = "".join(
        child.content
        for token in reader().parse(written)
        for child in token.children or ()
        if child.type != "softbreak"
    )
    assert not [token for token in reader().parse(written) if token.type in ("code_block", "fence", "html_block", "hr")]
    drawn = set("-+.)0123456789")
    assert [one for one in shown if not one.isspace() and one not in drawn] == [
        one for one in text if not one.isspace() and one not in drawn
    ]

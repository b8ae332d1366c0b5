"""Statements in HTML: what a reader sees is read, each letter leads back to its place, nothing hostile does harm."""

import datetime as dt
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.world import book, claim

from onrecord import dossier
from onrecord.dossier.forms.html import parse

_TODAY = dt.date(2031, 4, 1)
_HEAD = (
    '<!doctype html><html lang="ru-RU"><head><title>Год спустя &amp; дальше</title>'
    '<meta name="onrecord:incident" content="valley-2031"><meta name="Onrecord:as_of" content="2031-04-01">'
    '<meta name="author" content="A. B."><meta name="viewport" content="width=1"></head>'
)
_BLOCKS = ["<p>", "</p>", "<b>", "</b>", "<a href=fig:killed>", "</a>", "<br>", "<td>", "<script>", "</script>", "<!--"]
_PIECES = st.sampled_from(
    [*_BLOCKS, "-->", "<", ">", "&amp;", "&nbsp;", "&#1087;", "&bogus;", "11 ", "ten\n", '"', "'", "="]
)


def _shown(text: str) -> str:
    statement = parse(text)
    return statement.prose[statement.body_start :].strip()


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_any_page_is_read_and_every_letter_leads_back(text: str) -> None:
    """Nothing crashes; each letter that is no sign of ours is what stands in the file at its place."""
    statement = parse(text)
    assert len(statement.prose) == len(statement.text) == len(statement.shown)
    assert statement.file == text
    for at, letter in enumerate(statement.text):
        place = statement.in_file(at, at + 1)
        assert 0 <= place.start <= place.end <= len(text)
        if letter not in " \n|":
            assert letter in unescape(place.of(text))
    for link in statement.links:
        assert statement.text[link.words.start : link.words.end] == link.text


@given(st.text(alphabet="ab <>/!-=\"'&;#x0ж\n", max_size=80))
def test_any_letters_are_a_page(text: str) -> None:
    """No text crashes the reader, and no place lies outside of the file."""
    statement = parse(text)
    whole = statement.in_file(0, len(statement.text))
    assert 0 <= whole.start <= whole.end <= len(text)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("El<b>ev</b>en p&#101;ople", "Eleven people"),
        ("1&nbsp;200&thinsp;cases", "1\u00a0200\u2009cases"),
        ("a<!-- 99 killed -->b", "ab"),
        ("a<script>if (1 < 2) '</p>99 killed'</script>b", "ab"),
        ("a<STYLE>p:after{content:'99'}</STYLE >b", "ab"),
        ("a<template><p>99 killed<template>x</template>y</p></template>b", "ab"),
        ("<p>one<p>two<div>three</div>four", "one\n\ntwo\n\nthree\n\nfour"),
        ("<ul><li>one\n  two<li>three</ul>", "one two\n\nthree"),
        ("<table><tr><td>killed<td>11<tr><td>hurt</td><td>40</td></tr></table>", "killed | 11\n\nhurt | 40"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("a < b and 3<4 &c; &amp;lt;", "a < b and 3<4 &c; &lt;"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<a title='>' href=x>in</a> <textarea>&lt;b&gt;</textarea>", "in\n\n<b>"),
        ("a <noscript>b</noscript> <p hidden>c</p>", "a b\n\nc"),
        ("<?xml version='1.0'?><![CDATA[x]]>y", "y"),
    ],
)
def test_what_a_browser_shows_is_read(page: str, shown: str) -> None:
    """Tags, entities, comments, scripts, styles, templates; blocks part sentences, cells stand apart."""
    assert _shown(page) == shown


def test_a_code_that_nobody_closed_hides_nothing() -> None:
    """`<code>` is not read for figures up to the end of its block, and no further."""
    assert _shown("<p><code>99 killed</p><p>ten killed</p>").split() == ["ten", "killed"]


def test_the_head_is_what_the_page_says_of_itself() -> None:
    """Language without its region, title with its entities and its place, own names, author; nothing else."""
    statement = parse(_HEAD + "<body><h1>One &amp; <i>two</i></h1><title>not this</title></body>")
    assert dict(statement.fields) == {
        "title": "Год спустя & дальше",
        "language": "ru",
        "incident": "valley-2031",
        "as_of": "2031-04-01",
        "authors": "A. B.",
    }
    assert statement.heading == "One & two"
    assert statement.title_span is not None
    place = statement.in_file(statement.title_span.start, statement.title_span.end)
    assert place.of(statement.file) == "Год спустя &amp; дальше"


def test_links_bind_by_their_address() -> None:
    """Entities in an address are letters; one that was not closed ends with the next, blanks at its edges are none."""
    page = (
        '<a href="fig:killed?group=dungan&amp;by=official"> ten\n Dungans </a>, <a href=claim:K%201>one<a '
        "href='https://example.org'>site</a> <a name=x>no</a><a href='fig:x'> </a>"
    )
    found = [(link.text, link.target.scheme, link.target.name, link.target.options) for link in parse(page).links]
    assert found == [
        ("ten Dungans", "fig", "killed", (("group", "dungan"), ("by", "official"))),
        ("one", "claim", "K 1", ()),
        ("site", "", "https://example.org", ()),
    ]


def test_places_are_lines_and_columns_of_the_source() -> None:
    """A figure with an entity in it begins at its first letter and ends behind its last."""
    text = "<p>\n  Killed:\n  <b>Tw</b>elve&nbsp;people.</p>"
    report = dossier.check(book(claim("K1", 11)), parse(text), today=_TODAY)
    (told,) = [one for one in report.diagnostics if one.code.name == "OR101"]
    assert (told.line, told.column, told.text) == (3, 6, "Twelve")
    assert text[told.start : told.end] == "Tw</b>elve"


@pytest.mark.parametrize(
    "text",
    [
        "<" * 60_000,
        "<a " * 30_000,
        "<a x=" * 30_000,
        '<a x="' * 20_001,
        "<!--" * 40_000,
        "<!-" * 40_000,
        "</" * 40_000,
        "</a " * 30_000,
        "&" * 60_000,
        "&#x" * 40_000,
        "<div>" * 30_000 + "11 killed",
        "<script" + " " * 60_000,
        "<title>" * 20_000,
        "<template>" * 20_000 + "11",
        "<a href=fig:killed>" * 20_000 + "11",
        "<p " + " a" * 40_000 + ">11",
        "<p " + "/" * 60_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_pages_are_read_to_their_end(text: str) -> None:
    """What makes readers slow or deep makes this one neither: work grows with the letters alone."""
    assert parse(text).file == text

"""Statements as texts: front matter, prose and links at their exact places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.dossier import parse


@given(st.text(alphabet='ab \n[]()`*#-—.!?\\😀жfig:claim:?=&"<>', max_size=120))
def test_any_text_is_parsed_and_every_place_leads_back(text: str) -> None:
    """No text crashes the parser; prose has the length of the text and differs only where it is blank."""
    statement = parse(text)
    assert len(statement.prose) == len(text)
    assert all(kept in (was, " ") for kept, was in zip(statement.prose, text, strict=True))
    for link in statement.links:
        assert text[link.start] == "["
        assert link.words.of(text) == link.text
        assert text[link.end - 1] == ")"


def test_links_are_found_where_markdown_has_them_and_nowhere_else() -> None:
    """Not in code, comments, pictures or after a backslash; over line ends and with brackets in the target."""
    text = (
        "`[a](fig:x)` ![b](fig:x) \\[c](fig:x) <!-- [d](fig:x) -->\n\n```\n[e](fig:x)\n```\n\n"
        "[ten\nDungans](fig:killed?group=dungan&as_of=2021-02) and "
        "[site](https://example.org/a_(b)) and [x](<claim:K 1>)"
    )
    found = [(link.text, link.target.scheme, link.target.name) for link in parse(text).links]
    assert found == [
        ("ten\nDungans", "fig", "killed"),
        ("site", "", "https://example.org/a_(b)"),
        ("x", "claim", "K 1"),
    ]


def test_options_are_decoded() -> None:
    """Percent signs and plus as in any query."""
    (link,) = parse("[x](fig:killed?speaker=Interior%20Minister&place=bular-batyr)").links
    assert dict(link.target.options) == {"speaker": "Interior Minister", "place": "bular-batyr"}


@pytest.mark.parametrize(
    ("text", "title", "language"),
    [
        ("---\ntitle: A: b\nlanguage: ru\n---\n# H", "A: b", "ru"),
        ("# Заявление о событиях\n\nВ селе не было никого, и это всё.", "Заявление о событиях", "ru"),
        ("no heading", "", "en"),
        ("---\nunclosed: yes\n# H", "H", "en"),
    ],
)
def test_front_matter_is_read_where_it_is_closed(text: str, title: str, language: str) -> None:
    """Without it the first heading and the words themselves tell."""
    statement = parse(text)
    assert (statement.title, statement.language) == (title, language)


def test_a_sentence_ends_where_a_reader_ends_it() -> None:
    """At a full stop before a capital, at a paragraph, at a list entry; not inside a number."""
    text = "First 1.5 here. Second one.\n\nThird\n- fourth\n- fifth"
    statement = parse(text)
    shown = [
        statement.sentence_at(text.index(word)).of(text).strip(" -\n") for word in ("1.5", "Second", "Third", "fifth")
    ]
    assert shown == ["First 1.5 here.", "Second one.", "Third", "fifth"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[ten [10] people](fig:killed)", [("ten [10] people", "fig:killed")]),
        ('[ten](fig:killed "a title") and [two]( <fig:x> (t) )', [("ten", "fig:killed"), ("two", "fig:x")]),
        ("[ten\\] (10)](fig:killed)", [("ten\\] (10)", "fig:killed")]),
        ("[a [b](fig:x) c](fig:y)", [("b", "fig:x")]),
        ("![a [b](fig:x)](c.png)", [("b", "fig:x")]),
        ("\\\\[a](fig:x) \\\\![b](fig:y) \\![c](fig:z)", [("a", "fig:x"), ("c", "fig:z")]),
        ("`` a ` [x](fig:y) `` [z](fig:w)", [("z", "fig:w")]),
        ("para\n\n    [a](fig:x)\n\n- point\n\n  [b](fig:y)", [("b", "fig:y")]),
        ("| [a](fig:x) | ` | [b](fig:y) ` |\n|---|---|---|\n", [("a", "fig:x"), ("b", "fig:y")]),
        ("<https://a.b/[c](fig:x)>", []),
        ("[a](fig:x(y) [b](fig:y z) [c](fig:", []),
    ],
)
def test_links_are_those_of_commonmark(text: str, links: list[tuple[str, str]]) -> None:
    """Nested brackets, titles, escapes, code, pictures, tables, addresses; links hold no links."""
    assert [(link.text, link.target.text) for link in parse(text).links] == links

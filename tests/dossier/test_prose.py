"""Prose: Markdown as a tree in which figures are marked and nothing else can be."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dossier import parse
from onrecord.dossier.model import Node
from onrecord.dossier.prose import blocks_of, sentence_of
from onrecord.dossier.statement import Link, Statement


def _notes(statement: Statement) -> dict[Link, int]:
    bound = [link for link in statement.links if link.is_binding]
    return {link: number for number, link in enumerate(bound, start=1)}


def _blocks(body: str, title: str = "T") -> tuple[Node, ...]:
    statement = parse(f"---\ntitle: {title}\nlanguage: en\n---\n\n{body}\n")
    return blocks_of(statement, _notes(statement))


def _all(nodes: tuple[Node, ...]) -> list[Node]:
    return [one for node in nodes for one in (node, *_all(node.children))]


def test_bound_words_become_figures_with_the_number_of_their_note() -> None:
    """Also over a line end, inside emphasis, in a list, in a table."""
    nodes = _all(_blocks("*[eleven\npeople](fig:killed)*\n\n- [two](claim:K2)\n\n| a |\n|---|\n| [3](fig:x?a=b) |"))
    figures = [(node.number, node.plain()) for node in nodes if node.kind == "figure"]
    assert figures == [(1, "eleven people"), (2, "two"), (3, "3")]


def test_raw_html_stays_words() -> None:
    """Neither inline nor as a block."""
    nodes = _all(_blocks("a <b onclick=x>b</b>\n\n<script>alert()</script>\n"))
    assert {node.kind for node in nodes} == {"paragraph", "text"}
    assert "<script>alert()</script>" in "".join(node.text for node in nodes)


def test_only_web_and_mail_addresses_become_links() -> None:
    """Anything else is its words."""
    body = "[a](https://a.b/c) [b](mailto:a@b.c) [c](file:///etc) [d](data:text/html,x) [e](ftp://a) [f](//a.b)"
    nodes = _all(_blocks(body))
    assert [node.href for node in nodes if node.kind == "link"] == ["https://a.b/c", "mailto:a@b.c"]
    assert "e f" in "".join(node.text for node in nodes)


def test_an_author_cannot_write_a_figure_by_hand() -> None:
    """A target that looks like ours on the inside is an ordinary link that leads nowhere."""
    nodes = _all(_blocks("[x](figure-1) [y](figure-\U0010f0f0-1)"))
    assert [node for node in nodes if node.kind == "figure" and node.number != 1] == []


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    """The page has its title; any other heading stays."""
    assert [node.kind for node in _blocks("# T\n\nx")] == ["paragraph"]
    assert [node.kind for node in _blocks("# U\n\nx")] == ["heading", "paragraph"]


def test_a_sentence_stands_with_its_figures_marked() -> None:
    """The sentence around a figure, its list mark and neighbours left out."""
    statement = parse("---\nlanguage: en\n---\n\nOne. Then [eleven](fig:killed) *died*. Three.\n")
    notes = _notes(statement)
    (link,) = notes
    nodes = sentence_of(statement, link, notes)
    assert "".join(node.plain() for node in nodes) == "Then eleven died."
    assert [node.number for node in nodes if node.kind == "figure"] == [1]


_PIECES = st.sampled_from([
    "w", "w", "w", "w", "w", " ", "\n", "\n\n", "`", "`", "\\`", "``", "```", "\n```\n", "\n````\n", "\n~~~\n", "\n    ", "\\",
    "[", "]", "](fig:x)", "![", "](a.b)", "<!--", "-->", "<b>", "|", "\n|---|---|\n", "- ", "> ", "# ", "*", "(", ")", "<", ">",
])  # fmt: skip


def _read_by_a_person(nodes: tuple[Node, ...]) -> str:
    """Return the words of the nodes that do not stand as code."""
    shown = (node for node in _all(nodes) if node.kind not in {"code", "preformatted"})
    return " ".join(node.text for node in shown)


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=24))
def test_what_is_published_as_words_is_what_the_check_has_read(pieces: list[str]) -> None:
    """No word gets to a reader past the check, whatever stands for code, comment, link or table around it."""
    statement = parse("".join(f" w{number}" if piece == "w" else piece for number, piece in enumerate(pieces)))
    published = re.findall(r"w\d+", _read_by_a_person(blocks_of(statement, _notes(statement))))
    checked = re.findall(r"w\d+", statement.prose)
    assert [word for word in published if word not in checked] == []


@pytest.mark.parametrize(
    "body",
    [
        "x \\`99 died\\` y",
        "```\ncode\n````\n\n99 died\n\n```\ncode\n```",
        "~~~\ncode\n~~~~\n99 died",
        "a ` b | c\n\n99 died ` d",
        "| a ` | 99 died ` |\n|---|---|\n",
        "`<!--` 99 died `-->`",
    ],
)
def test_nothing_looks_like_code_to_the_check_and_like_words_to_a_reader(body: str) -> None:
    """Each of these once hid a number from the check and showed it in the dossier."""
    statement = parse(body)
    assert "99 died" in _read_by_a_person(blocks_of(statement, {}))
    assert "99 died" in statement.prose


@pytest.mark.parametrize("body", ["![a `99 died` b](c.png)", "![a [b](c.png '99 died') d](e.png)"])
def test_a_picture_shows_as_words_only_what_the_check_has_read(body: str) -> None:
    """Code and link targets in a picture's description are no words, to the check and to a reader alike."""
    statement = parse(body)
    assert "99 died" not in statement.prose
    assert "99 died" not in _read_by_a_person(blocks_of(statement, {}))


def test_a_comment_is_for_the_authors() -> None:
    """It is neither checked nor published, in whatever it stands and whatever it holds."""
    blocks = _blocks("<!-- ask the lawyer\n\n```\nabout 99 -->\n\nOne <!-- `two --> three.\n\n- <!-- four --> five\n")
    assert [node.kind for node in blocks] == ["paragraph", "bullets"]
    assert [" ".join(node.plain().split()) for node in blocks] == ["One three.", "five"]

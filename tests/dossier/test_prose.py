"""Prose: Markdown as a tree in which figures are marked and nothing else can be."""

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

"""Owns a statement's prose as a tree: Markdown read once, for the site and for the PDF alike.

Raw HTML is words, not markup, and comments are left out; pictures are their description; a link that is no web or
mail address is its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from onrecord.dossier.markup import FILLER, reader
from onrecord.dossier.model import Node
from onrecord.dossier.statement import ITEM, Link, Statement

if TYPE_CHECKING:
    from markdown_it.token import Token

_SAFE_SCHEMES: Final = ("https", "http", "mailto")
# Letters of a private use plane lead our placeholders, so that no author's target can be taken for one.
_PLACE: Final = "figure-\U0010f0f0-"
_BLOCKS: Final[Mapping[str, str]] = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "list_item_open": "point",
    "blockquote_open": "quotation",
    "table_open": "table",
    "tr_open": "row",
    "th_open": "head",
    "td_open": "cell",
}
_INLINES: Final[Mapping[str, str]] = {"em_open": "emphasis", "strong_open": "strong", "s_open": "emphasis"}
_TRANSPARENT: Final = frozenset({"thead_open", "tbody_open", "thead_close", "tbody_close"})


def blocks_of(statement: Statement, notes: Mapping[Link, int]) -> tuple[Node, ...]:
    """Return the body as blocks; the words of each link in `notes` become a figure with that number.

    A first heading that only repeats the title is left out: the page has the title already.
    """
    blocks = _parsed(_with_places(statement.shown, statement.body_start, len(statement.text), notes))
    if blocks and blocks[0].kind == "heading" and blocks[0].plain().strip() == statement.title.strip():
        return blocks[1:]
    return blocks


def sentence_of(statement: Statement, link: Link, notes: Mapping[Link, int]) -> tuple[Node, ...]:
    """Return the sentence around a link as inlines, its figures marked."""
    span = statement.sentence_at(link.words.start)
    source = _with_places(statement.shown, span.start, span.end, notes)
    found: list[Node] = []
    for block in _parsed(source.strip()):
        found.extend(_inlines_in(block))
    return tuple(found)


def _with_places(text: str, start: int, end: int, notes: Mapping[Link, int]) -> str:
    """Return a stretch of the file in which each bound link has its note's number as its target."""
    parts, at = [], start
    for link, number in sorted(notes.items(), key=lambda one: one[0].start):
        if start <= link.start and link.end <= end:
            parts += [text[at : link.start], f"[{link.text}](<{_PLACE}{number}>)"]
            at = link.end
    return "".join(parts) + text[at:end]


def _parsed(source: str) -> tuple[Node, ...]:
    return tuple(_children(iter(reader().parse(source)), ""))


def _children(tokens: Iterator[Token], until: str) -> Iterator[Node]:
    """Yield nodes until the closing token."""
    for token in tokens:
        if token.type == until:
            return
        if token.type in _TRANSPARENT:
            continue
        yield from _block(token, tokens)


def _block(token: Token, tokens: Iterator[Token]) -> Iterator[Node]:
    close = token.type.removesuffix("_open") + "_close"
    if token.type in _BLOCKS:
        node = Node(kind=_BLOCKS[token.type], children=tuple(_children(tokens, close)))
        if node.kind != "paragraph" or node.plain().strip():  # one that held only a comment is gone
            yield node
    elif token.type == "heading_open":
        yield Node(kind="heading", number=int(token.tag[1:]), children=tuple(_children(tokens, close)))
    elif token.type == "inline":
        yield from _inlines(iter(token.children or ()), "")
    elif token.type in ("fence", "code_block"):
        yield Node(kind="preformatted", text=token.content.rstrip("\n"))
    elif token.type == "hr":
        yield Node(kind="rule")
    elif token.content:
        yield Node(kind="text", text=_uncommented(token.content))


def _inlines(tokens: Iterator[Token], until: str) -> Iterator[Node]:
    for token in tokens:
        if token.type == until:
            return
        yield from _inline(token, tokens)


def _inline(token: Token, tokens: Iterator[Token]) -> Iterator[Node]:
    close = token.type.removesuffix("_open") + "_close"
    if token.type in _INLINES:
        yield Node(kind=_INLINES[token.type], children=tuple(_inlines(tokens, close)))
    elif token.type == "link_open":
        yield from _linked(str(token.attrGet("href") or ""), tuple(_inlines(tokens, close)))
    elif token.type in ("softbreak", "hardbreak"):
        yield Node(kind="text", text=" ") if token.type == "softbreak" else Node(kind="break")
    elif token.type == "code_inline":
        yield Node(kind="code", text=token.content)
    elif token.type == "image":
        yield from _inlines(iter(token.children or ()), "")  # its description, in which code is code
    elif token.content:
        yield Node(kind="text", text=_uncommented(token.content))


def _uncommented(text: str) -> str:
    """Return the words without the place of a comment, which speaks to the authors and is not published."""
    return text.replace(FILLER, "")


def _linked(href: str, words: tuple[Node, ...]) -> Iterator[Node]:
    from urllib.parse import unquote

    target = unquote(href)
    if target.startswith(_PLACE) and target.removeprefix(_PLACE).isdigit():
        yield Node(kind="figure", number=int(target.removeprefix(_PLACE)), children=words)
    elif target.startswith(f"{ITEM}:"):
        yield Node(kind="item", href=target.removeprefix(f"{ITEM}:"), children=words)
    elif _is_safe(href):
        yield Node(kind="link", href=href, children=words)
    else:
        yield from words


def _is_safe(href: str) -> bool:
    try:
        return urlsplit(href).scheme.lower() in _SAFE_SCHEMES
    except ValueError:
        return False


def _inlines_in(block: Node) -> Sequence[Node]:
    if block.kind in {"paragraph", "heading", "cell", "head"}:
        return block.children
    return [inline for child in block.children for inline in _inlines_in(child)] if block.children else [block]

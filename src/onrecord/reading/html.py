"""Owns the text of HTML: what a reader of the page would see, in its order. Never runs or fetches anything."""

from __future__ import annotations

import re
from typing import Any, Final

from onrecord.reading.model import Text

TOOL: Final = "onrecord html@1"
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head"})
_BLOCK_NAMES: Final = """
address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2
h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul
"""
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_DEEPEST: Final = 2_000


def text_of(content: bytes) -> Text:
    """Return the visible text, one line per block, spaces as a browser shows them.

    Raises:
        ValueError: no HTML can be made of these bytes, or it is nested beyond all sense.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=_encoding(content)
    )
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError) as err:
        msg = f"not readable as HTML: {err}"
        raise ValueError(msg) from err
    if any("depth" in problem.message.lower() for problem in parser.error_log):
        msg = "nested too deep; a part of the page would be lost"
        raise ValueError(msg)
    lines = [""]
    _collect(root, lines)
    text = "\n".join(line.strip() for line in lines if line.strip())
    return Text(text=text + "\n" if text else "", encoding=root.getroottree().docinfo.encoding)


def _encoding(content: bytes) -> str | None:
    """Return UTF-8 where the bytes are valid UTF-8, so that a missing declaration garbles nothing; else nothing."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _collect(root: Any, lines: list[str]) -> None:
    """Walk the tree without recursion: hostile pages are deep."""
    stack: list[tuple[Any, bool, int]] = [(root, False, 0)]
    while stack:
        element, is_done, depth = stack.pop()
        if depth > _DEEPEST:
            msg = f"nested more than {_DEEPEST} deep"
            raise ValueError(msg)
        is_block = element.tag in _BLOCKS
        if is_done:
            if is_block:
                lines.append("")
            lines[-1] += _shown(element.tail)
            continue
        if element.tag in _UNSEEN or element.get("hidden") is not None:
            lines[-1] += _shown(element.tail)
            continue
        if is_block:
            lines.append("")
        lines[-1] += _shown(element.text)
        stack.append((element, True, depth))
        stack.extend((child, False, depth + 1) for child in reversed(list(element)) if isinstance(child.tag, str))


def _shown(text: str | None) -> str:
    return _SPACES.sub(" ", text) if text else ""

"""Owns the text of HTML: what a reader of the page would see, in its order. Never runs or fetches anything."""

from __future__ import annotations

import re
from typing import Any, Final

from onrecord.reading import plain
from onrecord.reading.model import Text

_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head"})
_BLOCK_NAMES: Final = """
address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2
h3 h4 h5 h6 header hr li main nav ol option p pre section select summary table tbody td textarea tfoot th thead tr ul
"""
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_CHARSET: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*"""
    rb"""(windows-125[0-8]|koi8-[ru]|iso-8859-1?[0-9]|cp866|ibm866|gb18030|gbk|big5|euc-jp|euc-kr|shift_jis)(?![\w-])""",
    re.IGNORECASE,
)
_HIDDEN_STYLE: Final = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LEAST_WHOLE: Final = 10  # of ten letters that are not ASCII at most one may be broken, or it is another encoding
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_DEEPEST: Final = 2_000


def text_of(content: bytes) -> Text:
    """Return the visible text, one line per block, spaces as a browser shows them.

    Raises:
        ValueError: no HTML can be made of these bytes, or it is nested beyond all sense.
    """
    from lxml import etree, html

    source, encoding = _decoded(content)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        root = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as err:
        msg = f"not readable as HTML: {err}"
        raise ValueError(msg) from err
    if any("depth" in problem.message.lower() for problem in parser.error_log):
        msg = "nested too deep; a part of the page would be lost"
        raise ValueError(msg)
    lines = [""]
    _collect(root, lines)
    text = "\n".join(line.strip() for line in lines if line.strip())
    return Text(text=text + "\n" if text else "", encoding=encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the page's source and its encoding.

    Bytes that are UTF-8 are read so whatever the page declares; else what it declares; and where it declares nothing,
    or a UTF-8 that most of its letters are not, the Cyrillic encoding that reads like words.
    """
    declared = _declared(content)
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        if declared is not None:
            return content.decode(declared, errors="replace"), declared
    mended = content.decode("utf-8", errors="replace")
    foreign = sum(letter > "\x7f" for letter in mended)
    if mended.count("\ufffd") * _LEAST_WHOLE <= foreign:
        return mended, "utf-8"
    guessed = plain.decode(content)
    return guessed.text, guessed.encoding or "utf-8"


def _declared(content: bytes) -> str | None:
    """Return the encoding a page names, if it is one of the web's eight-bit or Asian ones."""
    found = _CHARSET.search(content[:4096])
    return found.group(1).decode("ascii").lower() if found else None


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
        if _is_unseen(element):
            lines[-1] += _shown(element.tail)
            continue
        if is_block:
            lines.append("")
        lines[-1] += _shown(element.text)
        stack.append((element, True, depth))
        stack.extend((child, False, depth + 1) for child in reversed(list(element)) if isinstance(child.tag, str))


def _is_unseen(element: Any) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    return _HIDDEN_STYLE.search(element.get("style") or "") is not None


def _shown(text: str | None) -> str:
    return _SPACES.sub(" ", text) if text else ""

"""Owns which stretches of a Markdown file are code, comment, link or picture, each at its exact place.

A statement is read by one parser, here for the check and in prose.py for publication: what a reader of the dossier
will see is what the check has looked at, and nothing hides between two opinions of what code is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onrecord.kernel import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Stands for each letter of a comment, so that places stay what they are and nothing becomes an indented block.
FILLER: Final = "\U0010f0f1"
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_LINE: Final = re.compile(r"\r\n?|\n")
_BAR: Final = re.compile(r"(?<!\\)\|")
_TICKS: Final = re.compile(r"`+")
_AUTOLINK: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>]*>")
# CommonMark 6.3: what may stand between the brackets of an inline link, around and behind its target.
_GAP: Final = re.compile(r"[ \t]*(?:\r\n?|\n)?[ \t]*")
_POINTED: Final = re.compile(r"<(?:\\.|[^<>\\\r\n])*>")
_TITLE: Final = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|\((?:\\.|[^()\\])*\)', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineLink:
    """`[words](target "title")`, or a picture of that form; `start` is its bracket, places are of the file."""

    start: int
    end: int
    words: Span
    target: str
    is_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What in a file is no prose. `shown` is the file with each comment filled over: that is what gets published."""

    shown: str
    code: tuple[Span, ...]
    comments: tuple[Span, ...]
    links: tuple[InlineLink, ...]


def reader() -> MarkdownIt:
    """Return the one parser of statements: CommonMark with tables, in which raw HTML is words."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def markup_of(text: str, body_start: int) -> Markup:
    """Return what is code, comment and link in the body of a file.

    A comment is one where it does not stand in code; what it holds may look like code and is none. So each comment
    is filled over before the rest is read again.
    """
    comments: list[Span] = []
    while True:
        code, links = _read(text, body_start)
        found = (match for match in _COMMENT.finditer(text, body_start) if not _is_in(match.start(), code))
        comment = next(found, None)
        if comment is None:
            return Markup(shown=text, code=tuple(code), comments=tuple(comments), links=tuple(links))
        comments.append(Span(start=comment.start(), end=comment.end()))
        filled = re.sub(r"[^\r\n]", FILLER, comment.group())
        text = text[: comment.start()] + filled + text[comment.end() :]


def _is_in(place: int, spans: list[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _read(text: str, body_start: int) -> tuple[list[Span], list[InlineLink]]:
    body = text[body_start:]
    starts = [body_start, *(body_start + match.end() for match in _LINE.finditer(body)), len(text)]
    code: list[Span] = []
    stretches: set[tuple[int, int, bool]] = set()
    before = ""
    for token in reader().parse(body):
        if token.map is not None:
            first, last = (starts[min(line, len(starts) - 1)] for line in token.map)
            if token.type in ("fence", "code_block"):
                code.append(Span(start=first, end=last))
            elif token.type == "inline":
                stretches.add((first, last, before in ("td_open", "th_open")))
        before = token.type
    links: list[InlineLink] = []
    for start, end, is_row in sorted(stretches):
        for cell_start, cell_end in cells_of_row(text, start, end) if is_row else [(start, end)]:
            scan = _Scan(text, cell_start, cell_end)
            scan.run()
            code += scan.code
            links += scan.links
    return sorted(code, key=lambda one: one.start), links


def cells_of_row(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the cells of a table's row: code and links do not reach over their edges (GFM 4.10)."""
    at = start
    for match in _BAR.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end


class _Scan:
    """One left to right pass over an inline stretch (CommonMark, appendix "An algorithm for parsing")."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.code: list[Span] = []
        self.links: list[InlineLink] = []
        self._text, self._at, self._end = text, start, end
        self._openers: list[tuple[int, bool, bool]] = []  # place of the bracket, is it a picture's, is it active

    def run(self) -> None:
        """Read to the end."""
        while self._at < self._end:
            self._step(self._text[self._at])

    def _step(self, letter: str) -> None:
        text, at = self._text, self._at
        if letter == "\\":
            self._at += 2
        elif letter == "`":
            self._ticks()
        elif letter == "<" and (address := _AUTOLINK.match(text, at, self._end)):
            self._at = address.end()
        elif letter == "[":
            self._openers.append((at, at > 0 and text[at - 1] == "!" and not self._is_escaped(at - 1), True))
            self._at += 1
        elif letter == "]":
            self._close()
        else:
            self._at += 1

    def _is_escaped(self, at: int) -> bool:
        first = at
        while first > 0 and self._text[first - 1] == "\\":
            first -= 1
        return (at - first) % 2 == 1

    def _ticks(self) -> None:
        """Pass a code span, or the backticks that open none."""
        opening = _TICKS.match(self._text, self._at, self._end)
        assert opening is not None  # noqa: S101 - a backtick stands here
        self._at = opening.end()
        for closing in _TICKS.finditer(self._text, opening.end(), self._end):
            if len(closing.group()) == len(opening.group()):
                self.code.append(Span(start=opening.start(), end=closing.end()))
                self._at = closing.end()
                return

    def _close(self) -> None:
        bracket = self._at
        self._at += 1
        if not self._openers:
            return
        start, is_picture, is_active = self._openers.pop()
        target = _target(self._text, bracket + 1, self._end) if is_active else None
        if target is None:
            return
        self._at = target[1]
        words = Span(start=start + 1, end=bracket)
        link = InlineLink(start=start, end=self._at, words=words, target=target[0], is_picture=is_picture)
        self.links.append(link)
        if not is_picture:  # links hold no links
            self._openers = [(place, picture, picture and active) for place, picture, active in self._openers]


def _target(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Return the target in the parentheses that begin at a place and where they end, or None where none do."""
    if at >= end or text[at] != "(":
        return None
    at = _over_gap(text, at + 1, end)
    pointed = _POINTED.match(text, at, end)
    stop = pointed.end() if pointed else _plain_end(text, at, end)
    if stop is None:
        return None
    target = text[at:stop]
    at = _over_gap(text, stop, end)
    title = _TITLE.match(text, at, end) if at > stop else None
    at = _over_gap(text, title.end(), end) if title else at
    return (target, at + 1) if at < end and text[at] == ")" else None


def _over_gap(text: str, at: int, end: int) -> int:
    gap = _GAP.match(text, at, end)
    return gap.end() if gap else at


def _plain_end(text: str, at: int, end: int) -> int | None:
    """Return where a target without pointed brackets ends; None where its parentheses do not match."""
    depth = 0
    while at < end and not text[at].isspace() and text[at] != "<":
        if text[at] == "\\" and at + 1 < end and not text[at + 1].isspace():
            at += 1
        elif text[at] == "(":
            depth += 1
        elif text[at] == ")":
            if depth == 0:
                return at
            depth -= 1
        at += 1
    return at if depth == 0 else None

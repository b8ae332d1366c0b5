"""Owns the statement in HTML: what a reader of the page sees, each letter with its place in the file.

Letters are joined as a browser shows them, so that a number with a tag or an entity in its middle is still that
number. What a browser does not show, a script, a style, a comment, a template, is not read. What is merely hidden is
read: a printer, a reader for the blind and a search engine show it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Final

from onrecord.dossier.forms.tags import RAW, Token, letters_in, tokens_of
from onrecord.dossier.statement import HEAD, Form, Link, Places, Statement, Target
from onrecord.kernel import Span

_BLOCK_NAMES: Final = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form frameset h1 h2 h3 h4 h5 h6 head header hr html li main menu nav ol optgroup option p pre search section select
summary table tbody textarea tfoot thead title tr ul
"""
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_CELLS: Final = frozenset({"td", "th"})
_CODE: Final = frozenset({"code", "kbd", "samp"})
_HEADINGS: Final = frozenset({"h1"})
_SPACES: Final = frozenset(" \t\r\n\f")
_PREFIX: Final = "onrecord:"
_AUTHOR: Final = "author"


def parse(text: str) -> Statement:
    """Return the statement in the text of an HTML file."""
    page = _Page(text)
    for token in tokens_of(text):
        page.take(token)
    return page.statement()


@dataclass
class _Written:
    """Letters in their order, each with its place in the file."""

    letters: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    hidden: list[bool] = field(default_factory=list)

    def add(self, letter: str, start: int, end: int, *, is_hidden: bool = False) -> None:
        """Write a letter."""
        self.letters.append(letter)
        self.starts.append(start)
        self.ends.append(end)
        self.hidden.append(is_hidden)

    def sign(self, signs: str, at: int) -> None:
        """Write signs that stand for a tag, unless they would stand twice or before everything."""
        if not self.letters or "".join(self.letters[-len(signs) :]).endswith(signs):
            return
        while self.letters and self.letters[-1] == " ":
            self._drop()
        for one in signs:
            self.add(one, at, at)

    def _drop(self) -> None:
        for row in (self.letters, self.starts, self.ends, self.hidden):
            row.pop()

    def blank(self, start: int, end: int) -> None:
        """Write a blank, where none stands and no line begins."""
        if self.letters and self.letters[-1] not in " \n":
            self.add(" ", start, end)


class _Page:
    """One pass over the tokens of a page."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._title, self._body = _Written(), _Written()
        self._open_titles = 0
        self._code = self._templates = self._pre = 0
        self._is_row_begun = False
        self._heading: tuple[int, int] | None = None
        self._heading_start: int | None = None
        self._link: tuple[int, str] | None = None
        self._links: list[tuple[int, int, str]] = []
        self._fields: dict[str, str] = {}

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.kind == "text":
            self._letters(token)
        elif token.kind == "open":
            self._open(token)
        elif token.kind == "close":
            self._close(token)

    def statement(self) -> Statement:
        """Return the statement, when all tokens were taken."""
        self._end_link()
        head, body = self._title, self._body
        title = "".join(head.letters).strip()
        if title:
            self._fields.setdefault("title", title)
            head.sign("\n\n", head.ends[-1])
        start = len(head.letters)
        text = "".join(head.letters) + "".join(body.letters)
        hidden = [True] * start + body.hidden
        prose = "".join(" " if is_hidden and one != "\n" else one for one, is_hidden in zip(text, hidden, strict=True))
        return Statement(
            text=text,
            shown=text,
            prose=prose,
            body_start=start,
            fields={name: value for name, value in self._fields.items() if value},
            title_span=Span(start=0, end=len(title)) if title else None,
            links=tuple(_link(text, start + first, start + last, target) for first, last, target in self._links),
            form=Form.HTML,
            heading=" ".join("".join(body.letters[slice(*self._heading)]).split()) if self._heading else "",
            places=Places(file=self._text, starts=head.starts + body.starts, ends=head.ends + body.ends),
        )

    def _letters(self, token: Token) -> None:
        if self._templates or token.name in RAW:
            return
        is_title = token.name == "title"
        if is_title and self._title.letters:
            return  # a second title is no title, and no browser shows it
        out = self._title if is_title else self._body
        for letter, start, end in letters_in(self._text, token):
            if letter in _SPACES and not (self._pre and letter == "\n"):
                out.blank(start, end)
            else:
                out.add(letter, start, end, is_hidden=bool(self._code))

    def _open(self, token: Token) -> None:
        name = token.name
        if name == "template":
            self._templates += 1
        elif self._templates:
            return
        elif name in ("html", "meta"):
            self._head(token)
        elif name == "a":
            self._end_link()
            self._link = (len(self._body.letters), token.attributes.get("href", "").strip())
        elif name == "br":
            self._body.sign("\n", token.start)
        elif name in _CELLS:
            self._body.sign(" | ", token.start) if self._is_row_begun else None
            self._is_row_begun = True
        elif name in _BLOCKS:
            self._block(token)
        elif name in _CODE:
            self._code += 1

    def _close(self, token: Token) -> None:
        name = token.name
        if name == "template":
            self._templates = max(0, self._templates - 1)
        elif self._templates:
            return
        elif name == "a":
            self._end_link()
        elif name in _CODE:
            self._code = max(0, self._code - 1)
        elif name in _BLOCKS:
            self._end_heading(name)
            self._code = 0  # one that nobody closed must not hide the rest of the page from the check
            self._pre -= name == "pre" and self._pre > 0
            self._body.sign("\n\n", token.start)

    def _block(self, token: Token) -> None:
        name = token.name
        if name != "title":
            self._body.sign("\n\n", token.start)
        self._is_row_begun = False
        self._code = 0
        self._pre += name == "pre"
        if name in _HEADINGS and self._heading is None and self._heading_start is None:
            self._heading_start = len(self._body.letters)

    def _end_heading(self, name: str) -> None:
        if name in _HEADINGS and self._heading_start is not None and self._heading is None:
            self._heading = (self._heading_start, len(self._body.letters))

    def _head(self, token: Token) -> None:
        """Take what the page says of itself: its language, and `<meta name="onrecord:…" content="…">`."""
        given = token.attributes
        if token.name == "html":
            language = (given.get("lang") or given.get("xml:lang") or "").partition("-")[0].strip().lower()
            self._fields.setdefault("language", language)
            return
        name, content = given.get("name", "").strip().lower(), given.get("content", "").strip()
        own = name.removeprefix(_PREFIX)
        if name != own and own in HEAD:
            self._fields[own] = content
        elif name == _AUTHOR:
            self._fields.setdefault("authors", content)

    def _end_link(self) -> None:
        if self._link is None:
            return
        start, target = self._link
        self._link = None
        end = len(self._body.letters)
        while start < end and self._body.letters[start] in " \n":
            start += 1
        while end > start and self._body.letters[end - 1] in " \n":
            end -= 1
        if start < end and target:
            self._links.append((start, end, target))


def _link(text: str, start: int, end: int, target: str) -> Link:
    words = Span(start=start, end=end)
    return Link(start=start, end=end, words=words, text=text[start:end], target=Target.parse(target))

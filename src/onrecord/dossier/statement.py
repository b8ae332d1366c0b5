"""Owns the statement as a value: its head, prose and links, each at its exact place. Never judges a figure.

Four forms of file become one value (`dossier.forms`), so that no rule has to know which it was.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, unquote

from onrecord.kernel import PartialDate, Span
from onrecord.reading import language_of

_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?…])[\s\n]+(?=[\"«“(\[]*[^\W\d_a-zа-яёәғқңөұүһі])|\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#)\s)"
)
FIGURE: Final = "fig"
CLAIM: Final = "claim"
ITEM: Final = "item"
# What the head of a statement may say, and what a person may say in its place where the form has no head.
HEAD: Final = ("title", "dossier", "language", "incident", "as_of", "edition", "authors")


class Form(StrEnum):
    """What kind of file a statement is."""

    MARKDOWN = "markdown"
    PLAIN = "plain"
    HTML = "html"
    DOCX = "docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where each letter of a text stands in its file: from `starts` to `ends`, code points of `file`.

    An entity is one letter of several code points; a tag between two letters belongs to neither.
    """

    file: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return the place in the file that letters of the text take up."""
        if not self.starts:
            return Span(start=0, end=0)
        first = self.starts[start] if start < len(self.starts) else self.ends[-1]
        last = self.ends[end - 1] if 0 < end <= len(self.ends) and end > start else first
        return Span(start=first, end=max(first, last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a link binds to: a figure with its dimensions, a claim, an item. `scheme` is empty for ordinary links."""

    scheme: str
    name: str
    options: tuple[tuple[str, str], ...] = ()
    text: str = ""

    @classmethod
    def parse(cls, text: str) -> Target:
        """Return the target; anything that is none of ours is an ordinary link."""
        plain = text.strip("<>")
        scheme, colon, rest = plain.partition(":")
        if not colon or scheme not in (FIGURE, CLAIM, ITEM):
            return cls(scheme="", name=plain, text=plain)
        name, _, query = rest.partition("?")
        options = tuple(parse_qsl(query, keep_blank_values=True))
        return cls(scheme=scheme, name=unquote(name), options=options, text=plain)

    def option(self, name: str) -> str | None:
        """Return one option's value."""
        return dict(self.options).get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of the statement: `start` to `end` is the whole link, `words` its text; code points of the file."""

    start: int
    end: int
    words: Span
    text: str
    target: Target

    @property
    def is_binding(self) -> bool:
        """Whether the link binds its words to something on record."""
        return self.target.scheme in (FIGURE, CLAIM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement as its file has it.

    `prose` and `shown` have the length of `text`: what is no prose is blank in the one, comments are filled over in
    the other, which is what a reader of the dossier gets. `title_span` is the title's place before the body. `places`
    lead from the text to the file where the two differ, as in HTML.
    """

    text: str
    shown: str
    prose: str
    body_start: int
    fields: Mapping[str, str]
    title_span: Span | None
    links: tuple[Link, ...]
    form: Form = Form.MARKDOWN
    heading: str = ""
    places: Places | None = None

    @property
    def title(self) -> str:
        """The title, or the first heading, or nothing."""
        return self.fields.get("title") or self.heading

    @property
    def language(self) -> str:
        """The language the statement says it is in, or reads like; English where it is too short to tell."""
        return self.fields.get("language") or _language_of(self.prose) or "en"

    @property
    def as_of(self) -> PartialDate | None:
        """The day up to which the statement speaks.

        Raises:
            ValueError: the front matter names no date there.
        """
        text = self.fields.get("as_of")
        return PartialDate.parse(text) if text else None

    @property
    def file(self) -> str:
        """The letters of the file itself, in which lines, columns and offsets are told."""
        return self.places.file if self.places is not None else self.text

    def in_file(self, start: int, end: int) -> Span:
        """Return the place in the file of a stretch of the text."""
        return self.places.span(start, end) if self.places is not None else Span(start=start, end=end)

    def with_head(self, head: Mapping[str, str]) -> Statement:
        """Return the statement with what a person says of it in the place of what its own head says."""
        return replace(self, fields={**self.fields, **head}) if head else self

    def sentence_at(self, place: int) -> Span:
        """Return the sentence, heading or list entry around a place."""
        starts, ends = _sentences(self.prose, self.body_start)
        at = bisect_left(ends, place)
        if at < len(ends):
            return Span(start=starts[at], end=ends[at])
        return Span(start=min(starts[-1], len(self.text)), end=len(self.text))


@functools.lru_cache(maxsize=8)
def _language_of(prose: str) -> str | None:
    """Return the language of a text; asked again and again of the same one."""
    return language_of(prose)


@functools.lru_cache(maxsize=8)
def _sentences(prose: str, body_start: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where sentences begin and where they end; the last has a beginning only."""
    starts, ends = [body_start], []
    for match in _SENTENCE_END.finditer(prose, body_start):
        ends.append(match.start())
        starts.append(match.end())
    return tuple(starts), tuple(ends)

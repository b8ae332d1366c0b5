"""Owns the statement as a text: front matter, prose and links, each at its exact place. Never judges a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote

from onrecord.dossier.markup import InlineLink, markup_of
from onrecord.kernel import PartialDate, Span
from onrecord.reading import language_of

_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_FIELD: Final = re.compile(r"^(?P<name>[a-z_]+):[ \t]*(?P<value>.*?)[ \t]*\r?$", re.MULTILINE)
_SENTENCE_END: Final = re.compile(
    r"(?<=[.!?…])[\s\n]+(?=[\"«“(\[]*[^\W\d_a-zа-яёәғқңөұүһі])|\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#)\s)"
)
FIGURE: Final = "fig"
CLAIM: Final = "claim"
ITEM: Final = "item"


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
    the other, which is what a reader of the dossier gets. `title_span` is the title's place in the front matter.
    """

    text: str
    shown: str
    prose: str
    body_start: int
    fields: Mapping[str, str]
    title_span: Span | None
    links: tuple[Link, ...]

    @property
    def title(self) -> str:
        """The title, or the first heading, or nothing."""
        heading = re.search(r"^#[ \t]+(.+?)[ \t#]*$", self.text[self.body_start :], re.MULTILINE)
        return self.fields.get("title") or (heading.group(1) if heading else "")

    @property
    def language(self) -> str:
        """The language the statement says it is in, or reads like; English where it is too short to tell."""
        return self.fields.get("language") or language_of(self.prose) or "en"

    @property
    def as_of(self) -> PartialDate | None:
        """The day up to which the statement speaks.

        Raises:
            ValueError: the front matter names no date there.
        """
        text = self.fields.get("as_of")
        return PartialDate.parse(text) if text else None

    def sentence_at(self, place: int) -> Span:
        """Return the sentence, heading or list entry around a place."""
        start = self.body_start
        for match in _SENTENCE_END.finditer(self.prose, self.body_start):
            if match.start() >= place:
                return Span(start=start, end=match.start())
            start = match.end()
        return Span(start=min(start, len(self.text)), end=len(self.text))


def parse(text: str) -> Statement:
    """Return the statement in a Markdown text."""
    front = _FRONT.match(text)
    body_start = front.end() if front else 0
    found = list(_FIELD.finditer(front["fields"])) if front else []
    fields = {one["name"]: one["value"].strip("\"'") for one in found}
    offset = front.start("fields") if front else 0
    titles = [one for one in found if one["name"] == "title"]
    markup = markup_of(text, body_start)
    prose = list(text)
    hidden = [Span(start=0, end=body_start), *markup.code, *markup.comments]
    for link in markup.links:
        prose[link.start] = " "
        prose[link.words.end : link.end] = _blank(text, link.words.end, link.end)
    for span in hidden:
        prose[span.start : span.end] = _blank(text, span.start, span.end)
    return Statement(
        text=text,
        shown=markup.shown,
        prose="".join(prose),
        body_start=body_start,
        fields=fields,
        title_span=Span(start=offset + titles[-1].start("value"), end=offset + titles[-1].end("value"))
        if titles
        else None,
        links=tuple(_link(text, one) for one in markup.links if not one.is_picture),
    )


def _link(text: str, one: InlineLink) -> Link:
    return Link(start=one.start, end=one.end, words=one.words, text=one.words.of(text), target=Target.parse(one.target))


def _blank(text: str, start: int, end: int) -> list[str]:
    """Return as many blanks, line ends kept, so that every offset stays what it was."""
    return [one if one == "\n" else " " for one in text[start:end]]

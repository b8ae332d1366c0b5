"""Owns the statement in Markdown: front matter, prose and links of the file, at their places in it."""

from __future__ import annotations

import re
from typing import Final

from onrecord.dossier.markup import InlineLink, markup_of
from onrecord.dossier.statement import Form, Link, Statement, Target
from onrecord.kernel import Span

_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_FIELD: Final = re.compile(r"^(?P<name>[a-z_]+):[ \t]*(?P<value>.*?)[ \t]*\r?$", re.MULTILINE)
_HEADING: Final = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


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
    heading = _HEADING.search(text[body_start:])
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
        form=Form.MARKDOWN,
        heading=heading.group(1) if heading else "",
    )


def _link(text: str, one: InlineLink) -> Link:
    return Link(start=one.start, end=one.end, words=one.words, text=one.words.of(text), target=Target.parse(one.target))


def _blank(text: str, start: int, end: int) -> list[str]:
    """Return as many blanks, line ends kept, so that every offset stays what it was."""
    return [one if one == "\n" else " " for one in text[start:end]]

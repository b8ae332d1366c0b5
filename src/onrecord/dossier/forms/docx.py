"""Owns the statement in a Word file: one paragraph of the document is one line, hyperlinks bind.

The file is opened in a confined child (`reading.linked_text`); nothing of it is parsed in this process. Cells of a
table stand on lines of their own, and so do notes, behind the body.
"""

from __future__ import annotations

from array import array
from typing import Final

from onrecord.dossier.statement import HEAD, Form, Link, Places, Statement, Target
from onrecord.kernel import Span
from onrecord.reading import LinkedParagraph, LinkedText, linked_text

_BETWEEN: Final = "\n\n"  # what parts sentences in the text; in the file's own lines a paragraph is one line
_PREFIX: Final = "onrecord:"


def parse(content: bytes) -> Statement:
    """Return the statement in the bytes of a Word file.

    Raises:
        ValueError: the file cannot be read, is damaged or made to hurt; the reason is for a person.
        NotConfined: nothing confines the reader on this machine.
    """
    return statement_of(linked_text(content))


def statement_of(document: LinkedText) -> Statement:
    """Return the statement in the paragraphs of a document."""
    letters: list[str] = []
    links: list[Link] = []
    starts, ends = array("q"), array("q")
    length = in_file = 0
    for paragraph in document.paragraphs:
        links += _links(paragraph, length)
        letters += [paragraph.text, _BETWEEN]
        size = len(paragraph.text)
        starts.extend(range(in_file, in_file + size))
        ends.extend(range(in_file + 1, in_file + size + 1))
        in_file += size
        starts.extend((in_file, in_file))
        ends.extend((in_file + 1, in_file + 1))
        in_file += 1
        length += size + len(_BETWEEN)
    text = "".join(letters)
    lines = "".join(f"{one.text}\n" for one in document.paragraphs)
    headings = (" ".join(one.text.split()) for one in document.paragraphs if one.kind == "heading")
    return Statement(
        text=text,
        shown=text,
        prose=text,
        body_start=0,
        fields=_fields(document),
        title_span=None,
        links=tuple(links),
        form=Form.DOCX,
        heading=next((one for one in headings if one), ""),
        places=Places(file=lines, starts=starts, ends=ends),
    )


def _links(paragraph: LinkedParagraph, offset: int) -> list[Link]:
    """Return the links of a paragraph without the blanks at their edges, which writing programs take along."""
    found = []
    for start, end, target in paragraph.links:
        words = paragraph.text[start:end]
        first = start + len(words) - len(words.lstrip())
        last = end - (len(words) - len(words.rstrip()))
        span = Span(start=offset + first, end=offset + last)
        text = paragraph.text[first:last]
        found.append(Link(start=span.start, end=span.end, words=span, text=text, target=Target.parse(target)))
    return found


def _fields(document: LinkedText) -> dict[str, str]:
    """Return the head: title and language of the core properties, the rest of custom ones named `onrecord:…`."""
    given = {name: " ".join(value.split()) for name, value in document.properties.items()}
    fields = {name: given.get(_PREFIX + name, "") for name in HEAD}
    fields["title"] = fields["title"] or given.get("title", "")
    language = fields["language"] or given.get("language", "")
    fields["language"] = language.partition("-")[0].lower()
    fields["authors"] = fields["authors"] or given.get("creator", "")
    return {name: value for name, value in fields.items() if value}

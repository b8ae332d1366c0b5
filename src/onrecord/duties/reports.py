"""Owns the numbered recommendations in a report of the United Nations: from the text of its pages to one value each.

Two shapes are read. A report of the Universal Periodic Review lists recommendations under a paragraph that says how the
State answered, each ending with the States that made it (A/HRC/RES/5/1, annex, paras 27 and 32). A treaty body writes
numbered paragraphs in which it recommends, urges or requests, with lettered parts. Nothing is summed up or corrected: a
recommendation keeps the words of the report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from onrecord.duties.makers import markers, parted, trimmed
from onrecord.duties.states import NamedState


class Response(StrEnum):
    """What the report says of the State's answer to a recommendation of the Universal Periodic Review."""

    SUPPORTED = "supported"
    NOTED = "noted"
    PENDING = "pending"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One recommendation: its number in the report, its words, who made it, and how the State answered in that report.

    `states` is empty where a body made it. `part` counts recommendations that stand under one number, made by different
    States in words of their own; the words of the whole number, States included, are then in `within`. `page` counts
    from 1.
    """

    number: str
    text: str
    page: int
    states: tuple[NamedState, ...] = ()
    response: Response = Response.NOT_TOLD
    part: int = 1
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A numbered stretch: `path` is (95,) for a paragraph, (95, 3) for the third point under it."""

    path: tuple[int, ...]
    text: str
    page: int


_HEAD_LINES: Final = 3  # lines at the top and foot of a page that may be a running head
_NOTE_LINES: Final = 12  # lines at the foot of a page among which its notes begin
_MARK: Final = re.compile(r"\d{1,3}|[*†‡]{1,3}")
_MARKED: Final = re.compile(r"(?:[*†‡]{1,3}|\d{1,3})\s*:?\s*(?:The )?original recommendation", re.IGNORECASE)
_STARRED: Final = re.compile(r"[*†‡∗]{1,3}\s*[A-Z“]")
_NOTED: Final = re.compile(r"(\d{1,2})\s+(?=[A-Z“])")
_OF_PAGES: Final = 0.4  # a line is a running head where it stands on so many of them
_BREAK: Final = re.compile(r"(?:\ufffe|\u00ad)\s*")  # the hyphen at which a word was broken
_DIGITS: Final = re.compile(r"\d+")
_NUMBERED: Final = re.compile(r"^(\d{1,3})(?:\.(\d{1,3})(?:\.\s*|\s+)|\.?\s+)(?=[^\s\d.])(.*)$")
_CONTENTS_ENTRY: Final = re.compile(r"\.{5,}\s*\d|…{2,}")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_LONGEST_POINT: Final = 40  # lines of one recommendation
_SKIPPED: Final = 10  # numbers that a report may leave out
_RECOMMENDS: Final = re.compile(r"\brecommend(?:ations?|ed)\b", re.IGNORECASE)
# How paragraphs of reviews say what the State answered, the refusals first: they hold the words of the others.
_REFUSES: Final = (
    r"\b(?:not|nor)\b[^.:]{0,40}\b(?:enjoy|have|receive|gain|support|accept)\w*|\bcannot be (?:supported|accepted)",
    r"\b(?:been|be|are|were|thus|has|have|only) noted\b|\btake[sn]? note of\b|\breject(?:s|ed)?\b",
)
_ACCEPTS: Final = (
    r"\benjoy(?:s|ed)? (?:the|its|their|full|the full) support\b|\b(?:supported|accepted) by\b",
    r"\b(?:supports|accepts|agrees|agreed|has (?:accept|support|agre)ed)\b",
    r"\balready (?:been )?(?:implemented|fulfilled)|\bin the process of implementation",
)
_WAITS: Final = (
    r"\b(?:will|to|would) (?:be )?(?:further |duly )?(?:examined?|considered?|reviewed?|stud(?:y|ied))\b",
    r"\bwill provide\b[^.:]{0,60}\b(?:responses?|repl(?:y|ies)|answers?|positions?)\b",
    r"\b(?:responses?|repl(?:y|ies)|answers?|positions?)\b[^.:]{0,80}\bwill be (?:provided|given|included|presented)",
)
_ANSWERS: Final = (
    (Response.NOTED, re.compile("|".join(_REFUSES), re.IGNORECASE)),
    (Response.SUPPORTED, re.compile("|".join(_ACCEPTS), re.IGNORECASE)),
    (Response.PENDING, re.compile("|".join(_WAITS), re.IGNORECASE)),
)
_THESE: Final = re.compile(
    r"\b(?:these|the above|above|all(?: the| of the)?)(?: [a-z]+)? recommendations\b|"
    r"\brecommendations (?:listed |made )?above\b",
    re.IGNORECASE,
)
_BODY_ASKS: Final = re.compile(
    r"\b(?:Committee|Subcommittee|Working Group|Special Rapporteur|Human Rights Council)\b[^.:;]{0,160}?"
    r"\b(?:recommends?|urges?|requests?|calls? (?:up)?on|encourages?|invites?|draws? the attention|"
    r"reiterates? its (?:previous )?recommendations?)\b|"
    r"\bState [Pp]arty (?:should|is (?:urged|requested|invited|encouraged|called upon))\b|"
    r"\bthe Government (?:of [A-Z][\w ]+ )?should\b",
)


def recommendations_in(pages: Sequence[str]) -> tuple[Recommendation, ...]:
    """Return the recommendations in the text of a report's pages, in the order of the report.

    A point of a review that names no State at its end stands with no States rather than with guessed ones.
    """
    items = list(_items(_lines(pages)))
    review = [one for item in _of_review(items) for one in _made(*item)]
    return tuple(review) if review else tuple(_of_bodies(items))


def _lines(pages: Sequence[str]) -> list[_Line]:
    """Return the lines of all pages without the running heads, feet and page numbers."""
    split = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    heads = _running(split)
    found = []
    for number, lines in enumerate(split, start=1):
        for at, line in enumerate(lines):
            if at >= max(_HEAD_LINES, len(lines) - _NOTE_LINES) and _is_note(lines, at):
                break
            is_edge = at < _HEAD_LINES or at >= len(lines) - _HEAD_LINES
            if not (is_edge and _shape(line) in heads):
                found.append(_Line(text=line, page=number))
    return found


def _is_note(lines: Sequence[str], at: int) -> bool:
    """Say whether a note of the foot of a page begins here: its mark alone on a line, or before its words.

    A number without a dot is the mark of a note where the page has it behind a word or a bracket.
    """
    line = lines[at]
    if _MARK.fullmatch(line):
        return at + 1 < len(lines) and _NUMBERED.match(lines[at + 1]) is None
    if _MARKED.match(line) or _STARRED.match(line):
        return True
    mark = _NOTED.match(line)
    return mark is not None and any(re.search(rf"[^\W\d_;).,”][;).,”]*\s?{mark[1]}(?!\d)$", one) for one in lines[:at])


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the shapes of lines that stand at the edge of many pages."""
    counted: Counter[str] = Counter()
    for lines in pages:
        counted.update({_shape(line) for line in (*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:])})
    return {shape for shape, count in counted.items() if count >= max(2, _OF_PAGES * len(pages)) and len(shape) < 80}


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line)


def _items(lines: Sequence[_Line]) -> Iterator[_Item]:
    """Yield paragraphs and the points under them; where a number could be both, what ends with States is a point."""
    begins = [(at, path, rest) for at, path, rest in _begins(lines)]
    ends = [*(at for at, _, _ in begins[1:]), len(lines)]
    for (at, path, rest), end in zip(begins, ends, strict=False):
        words = [rest, *(line.text for line in lines[at + 1 : end])]
        yield _Item(path=path, text=_joined(words), page=lines[at].page)


def _begins(lines: Sequence[_Line]) -> Iterator[tuple[int, tuple[int, ...], str]]:
    """Yield where an item begins, its path, and what stands on that line behind the number."""
    top = inner = opened = 0
    for at, line in enumerate(lines):
        if _CONTENTS_ENTRY.search(line.text) or (numbered := _NUMBERED.match(line.text)) is None:
            continue
        first, second, rest = int(numbered[1]), int(numbered[2] or 0), numbered[3]
        if second:
            if (first > top and second == 1) or _goes_on(lines, at, (first, second), (top, inner)):
                top, inner = max(first, top) if second == 1 else top, second
                yield at, (first, second), rest
            continue
        has_dot = line.text[len(numbered[1])] == "."
        is_paragraph = has_dot and (first == top + 1 or top == 0)
        is_point = first == inner + 1 and top > 0 and _may_be_point(lines, at, opened, inner, has_dot=has_dot)
        if is_point and (is_paragraph or not has_dot or not inner):
            is_point = _opens_list(lines, at) or _ends_with_states(lines, at, first)
            is_point = is_point if not is_paragraph else _ends_with_states(lines, at, first)
        if is_point:
            inner = first
            yield at, (top, first), rest
        elif is_paragraph:
            top, inner, opened = first, 0, at
            yield at, (first,), rest


def _goes_on(lines: Sequence[_Line], at: int, path: tuple[int, int], last: tuple[int, int]) -> bool:
    """Say whether a number with a point in it is the next one: the report may skip one, or print its first part wrong.

    "128.12" between 129.11 and 129.13 is one of these where what stands before it has ended; a reference to another
    number, at the beginning of a line within a sentence, is none.
    """
    (first, second), (top, inner) = path, last
    if first == top and second == inner + 1:
        return True
    if not inner or not _is_closed(lines, at):
        return False
    return second == inner + 1 if first != top else inner < second <= inner + _SKIPPED


def _may_be_point(lines: Sequence[_Line], at: int, opened: int, inner: int, *, has_dot: bool) -> bool:
    """Say whether a list of points begins or goes on here; without its dot, a number only behind a point that ended."""
    if inner:
        return has_dot or _is_closed(lines, at)
    lead = " ".join(line.text for line in lines[opened:at])
    return _opens_list(lines, at) or (_is_closed(lines, at) and _RECOMMENDS.search(lead) is not None)


def _is_closed(lines: Sequence[_Line], at: int) -> bool:
    """Say whether what stands before a line has ended, and the line begins a sentence."""
    numbered = _NUMBERED.match(lines[at].text)
    begins = numbered is not None and not numbered[3][:1].islower()
    return begins and at > 0 and lines[at - 1].text.endswith((";", ".", ":", ")"))


def _opens_list(lines: Sequence[_Line], at: int) -> bool:
    return at > 0 and lines[at - 1].text.endswith(":")


def _ends_with_states(lines: Sequence[_Line], at: int, number: int) -> bool:
    """Say whether what begins here ends with the States that say it, before anything with the next number begins."""
    words = [lines[at].text]
    for line in lines[at + 1 : at + 1 + _LONGEST_POINT]:
        if (numbered := _NUMBERED.match(line.text)) and int(numbered[1]) in (number + 1, 1):
            break
        words.append(line.text)
    return bool(markers(_joined(words)))


def _joined(words: Sequence[str]) -> str:
    """Return lines as one text, with words that were broken at the end of a line made whole."""
    text = ""
    for one in words:
        text = _BREAK.sub("-", f"{text} {one}")
    return " ".join(re.sub(r"(?<=\w)-\s+(?=[a-z])", "-", text).split())


def _of_review(items: Sequence[_Item]) -> Iterator[tuple[_Item, Response]]:
    """Yield the points that stand under a paragraph about recommendations, with how the State answered them."""
    response: Response | None = None
    points: list[_Item] = []
    for item in items:
        if len(item.path) == 1:
            if response is Response.NOT_TOLD:
                response = _told_after(item.text)
            yield from ((one, response) for one in points if response is not None)
            response, points = (_response(item.text) if _RECOMMENDS.search(item.text) else None), []
        elif response is not None:
            points.append(item)
    yield from ((one, response) for one in points if response is not None)


def _response(lead: str) -> Response:
    return next((one for one, words in _ANSWERS if words.search(lead)), Response.NOT_TOLD)


def _told_after(text: str) -> Response:
    """Return what the paragraph behind a list says of all of it; nothing where it parts them or speaks of others.

    "Noted, for a response in due time" is no answer yet.
    """
    found = {one for one, words in _ANSWERS if words.search(text)}
    if not _THESE.search(text):
        return Response.NOT_TOLD
    if Response.PENDING in found and Response.SUPPORTED not in found:
        return Response.PENDING
    return found.pop() if len(found) == 1 else Response.NOT_TOLD


def _made(item: _Item, response: Response) -> Iterator[Recommendation]:
    """Yield the recommendations of one point: States may stand behind different words of one sentence."""
    number = ".".join(map(str, item.path))
    made = parted(item.text)
    within = item.text if len(made) > 1 else ""
    for part, (words, states) in enumerate(made, start=1):
        yield Recommendation(
            number=number, text=words, page=item.page, states=states, response=response, part=part, within=within
        )


def _of_bodies(items: Sequence[_Item]) -> Iterator[Recommendation]:
    """Yield what a body asks of the State, paragraph by paragraph, lettered parts apart."""
    for item in items:
        if not (asked := _BODY_ASKS.search(item.text)):
            continue
        begin = item.text.rfind(". ", 0, asked.start()) + 1
        text = item.text[begin:].strip()
        number = ".".join(map(str, item.path))
        letters = _lettered(text)
        if not letters:
            yield Recommendation(number=number, text=text, page=item.page)
        for letter, words in letters:
            yield Recommendation(number=f"{number} ({letter})", text=words, page=item.page)


def _lettered(text: str) -> list[tuple[str, str]]:
    """Return the parts (a), (b), (c) ... of a sentence that ends in a colon before them; none where it has no such."""
    found: list[tuple[str, int, int]] = []
    for letter in _LETTERS:
        begin = found[-1][2] if found else 0
        mark = re.compile(rf"(?:^|[:;.,]\s+(?:and\s+)?|\s)\({letter}\)\s+").search(text, begin)
        if mark is None or (not found and ":" not in text[: mark.start() + 1]):
            break
        found.append((letter, mark.start(), mark.end()))
    if len(found) < 2:  # one letter alone is a reference to another place
        return []
    ends = [*(start for _, start, _ in found[1:]), len(text)]
    return [(letter, trimmed(text[begin:end])) for (letter, _, begin), end in zip(found, ends, strict=True)]

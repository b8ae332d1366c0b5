"""Owns which words of a point of a review which States stand behind: from one text to words with their States. Pure.

States stand in brackets behind their words; a bracket with anything else in it is a part of the words. Nothing is
guessed: words that go on behind a bracket belong to what stands before it as far as the sentence goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.duties.states import NamedState, states_in

_EDGES: Final = re.compile(r"^[\s/,;:.]+(?:and\s+(?!/))?|[\s/,;:.]+$")
_APART: Final = re.compile(r"\s*[;.]")
# What goes on with the sentence directly behind a bracket: "ratify (A)/sign (B) the Convention". A verb does not.
_GOES_ON: Final = re.compile(
    r"\s+(?:(?:the|its|their|all|both|these|those|this|that|any|every|other|a|an|of|with|on|in|at|by|for|from|against|"
    r"within|into|under|between|among|concerning|regarding|(?:in order )?to (?:the|its|all))\b|[A-Z][A-Z-]{2,}\b)"
)
Made = tuple[str, tuple[NamedState, ...]]


def parted(text: str) -> list[Made]:
    """Return words and States of each recommendation in a point.

    "To consider ratifying (A)/ratify (B) the Convention" is two, each with the end of the sentence; "To ratify X (A);
    to withdraw Y (B)" is two with words of their own; "(A) (B)" behind one another made the same one.
    """
    marks = markers(text)
    if not marks:
        return [(trimmed(text), ())]
    found: list[Made] = []
    group = at = 0  # where the sentence begins that words behind a bracket go on with
    for start, end, states in marks:
        raw = text[at:start]
        words = trimmed(raw)
        if found and not words:
            found[-1] = (found[-1][0], (*found[-1][1], *states))
        elif found and _GOES_ON.match(raw):
            found[group:] = _gone_on(found[group:], words, states)
        else:
            group = len(found) if not found or _APART.match(raw) else group
            found.append((words, states))
        at = end
    found = _ended(found, group, text[at:])
    return [(words, tuple(dict.fromkeys(states))) for words, states in found]


def markers(text: str) -> list[tuple[int, int, tuple[NamedState, ...]]]:
    """Return where brackets hold States and nothing else; a name may have brackets of its own."""
    found = []
    depth = begin = 0
    for at, letter in enumerate(text):
        if letter == "(":
            begin = at if depth == 0 else begin
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
            if depth == 0 and (states := states_in(text[begin + 1 : at])):
                found.append((begin, at + 1, states))
    return found


def trimmed(words: str) -> str:
    """Return words without the marks between them and the next."""
    return _EDGES.sub("", words)


def _gone_on(group: list[Made], words: str, states: tuple[NamedState, ...]) -> Iterator[Made]:
    """Yield what stands before with the words that go on; who is named only at the end stands behind all of it."""
    known = {state for _, same in group for state in same}
    for before, same in group:
        yield f"{before} {words}", same
    if new := tuple(state for state in states if state not in known):
        yield " ".join([*(before for before, _ in group), words]), new


def _ended(found: list[Made], group: int, raw: str) -> list[Made]:
    """Return what was found with the words behind the last bracket, which no State is named for."""
    rest = trimmed(raw)
    if not any(letter.isalpha() for letter in rest):  # the mark of a note, a quotation mark
        return found
    if _APART.match(raw):
        return [*found, (rest, ())]
    return [*found[:group], *((f"{words} {rest}", states) for words, states in found[group:])]

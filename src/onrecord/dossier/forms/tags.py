"""Owns the reading of HTML as tokens at their places: a small part of the tokenizer of the HTML Standard (13.2.5).

Every letter of a file belongs to one token, and each token is longer than nothing: work grows with the file and with
nothing else, however it was made to hurt. Nothing is run, fetched or expanded but entities of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

# Whose content is letters up to the end tag and no tags; those of the second kind hold entities (13.2.5.2, 13.2.5.3).
RAW: Final = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
_WITH_ENTITIES: Final = frozenset({"title", "textarea"})
_NAME: Final = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]*(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"(?P<two>[^"]*)"|'(?P<one>[^']*)'|(?P<bare>[^\s>"'][^\s>]*)))?"""
)
_CLOSE: Final = re.compile(r"[\s/]*>")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)")
_MOST_ATTRIBUTES: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stretch of a file. `kind`: `text` (letters), `open`, `close` (tags), `gone` (comments and declarations).

    `is_raw` says of letters that an ampersand in them is one.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_raw: bool = False


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the tokens of a file in their order, each letter in one of them."""
    at = 0
    while at < len(text):
        opening = text.find("<", at)
        if opening < 0:
            yield Token(kind="text", start=at, end=len(text))
            return
        token = _token(text, opening)
        if token is None:  # a sign that opens no tag: a letter like others
            yield Token(kind="text", start=at, end=opening + 1)
            at = opening + 1
            continue
        if opening > at:
            yield Token(kind="text", start=at, end=opening)
        yield token
        at = token.end
        if token.kind == "open" and token.name in RAW | _WITH_ENTITIES:
            end = _end_of_raw(text, token)
            if end > at:
                yield Token(kind="text", start=at, end=end, name=token.name, is_raw=token.name in RAW)
            at = end


def letters_in(text: str, token: Token) -> Iterator[tuple[str, int, int]]:
    """Yield the letters of a token of text, each with the place that writes it; an entity is its letters."""
    at = token.start
    while at < token.end:
        if text[at] == "&" and not token.is_raw and (entity := _ENTITY.match(text, at, token.end)):
            meant = unescape(entity.group())
            if meant != entity.group():
                for letter in meant:
                    yield letter, at, entity.end()
                at = entity.end()
                continue
        yield text[at], at, at + 1
        at += 1


def _token(text: str, at: int) -> Token | None:
    """Return the tag, comment or declaration that begins at a place; None where none does."""
    following = text[at + 1 : at + 2]
    if text.startswith("<!--", at):
        return Token(kind="gone", start=at, end=_after(text, "-->", at + 2))
    if following in ("!", "?"):
        return Token(kind="gone", start=at, end=_after(text, ">", at + 2))
    if following == "/":
        if at + 2 < len(text) and text[at + 2].isascii() and text[at + 2].isalpha():
            name = _NAME.match(text, at + 2)
            assert name is not None  # noqa: S101 - a letter stands here
            return Token(kind="close", start=at, end=_after(text, ">", name.end()), name=name.group().lower())
        return Token(kind="gone", start=at, end=_after(text, ">", at + 2))
    name = _NAME.match(text, at + 1)
    return None if name is None else _opening(text, at, name)


def _opening(text: str, at: int, name: re.Match[str]) -> Token:
    attributes: dict[str, str] = {}
    here = name.end()
    while (closing := _CLOSE.match(text, here)) is None:
        one = _ATTRIBUTE.match(text, here) if len(attributes) < _MOST_ATTRIBUTES else None
        if one is None:
            here = _after(text, ">", here)
            break
        here = one.end()
        value = next((one[group] for group in ("two", "one", "bare") if one[group] is not None), "")
        attributes.setdefault(one["name"].lower(), unescape(value))
    else:
        here = closing.end()
    return Token(kind="open", start=at, end=here, name=name.group().lower(), attributes=attributes)


def _after(text: str, words: str, at: int) -> int:
    """Return the place behind the next of these signs, or the end of the file, as a browser has it."""
    found = text.find(words, at)
    return len(text) if found < 0 else found + len(words)


def _end_of_raw(text: str, token: Token) -> int:
    """Return where the end tag stands that ends an element of letters; the end of the file where there is none."""
    ending = re.compile(rf"</{re.escape(token.name)}(?=[\s/>])", re.IGNORECASE)
    found = ending.search(text, token.end)
    return found.start() if found else len(text)

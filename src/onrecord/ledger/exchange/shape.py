"""Owns what formats share: what goes out and comes in, and the words of a document as they stand in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onrecord.kernel import SpeakerKind, Visibility, Vocabulary
from onrecord.ledger.book import Book
from onrecord.ledger.exchange.losses import Loss, Losses
from onrecord.ledger.model import UNGRADED, Claim, Source
from onrecord.ledger.rows import Row

_NOT_ID: Final = re.compile(r"[^\w.\-]+")
_LONGEST_ID: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What is exported: claims and sources of a book, no further than an edition may show."""

    book: Book
    is_public: bool
    dataset: str
    digests: Mapping[str, str]  # SHA-256 of items, by item

    def claims(self) -> tuple[Claim, ...]:
        """Return the claims that are no part of a source's description."""
        return tuple(claim for claim in self.book.claims if claim.subject_kind != "source")

    def grades(self) -> tuple[Claim, ...]:
        """Return what persons hold of sources: claims about them that no description of a source has a place for."""
        return tuple(one for one in self.book.claims if one.subject_kind == "source" and one.property in UNGRADED)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources in the order of their ids."""
        return tuple(source for _, source in sorted(self.book.sources.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was made of claims, how many it holds, and what it could not carry."""

    content: bytes
    claims: int
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """How a document of another database is to be taken: the item that it is, and who speaks in it."""

    item: str
    name: str
    speaker: str
    speaker_kind: str
    vocabulary: Vocabulary
    subject: str | None = None
    visibility: str = Visibility.TEAM.value
    language: str = "en"
    address: str | None = None  # of the other database; a record's own address goes before it

    def source_row(self, record: str, **about: Any) -> dict[str, Any]:
        """Return the row of the record as a source: what another database says is its own word (METHOD R0.1)."""
        own = {"publisher": self.speaker, "address": self.address, "source_kind": "database_record"}
        known = {name: value for name, value in about.items() if value not in (None, "", [])}
        row = own | {"source": record, "item": self.item, "visibility": self.visibility} | known
        return {name: value for name, value in row.items() if value is not None}

    def claim_row(self, claim_id: str, record: str, quote: str, **said: Any) -> dict[str, Any]:
        """Return a claim that rests on these words of the record. Coding it in our words is interpretation."""
        row = {
            "id": claim_id,
            "speaker": self.speaker,
            "speaker_kind": self.speaker_kind,
            "source": record,
            "item": self.item,
            "quote": quote,
            "level": "interpretation",
            "visibility": self.visibility,
        }
        return row | {name: value for name, value in said.items() if value not in (None, "", [])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a document of another database came to: rows to be stated, and what cannot be a claim."""

    rows: tuple[Row, ...]
    records: int
    losses: tuple[Loss, ...]


class Taking:
    """Gathers the rows of a document while it is read."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.losses = Losses()
        self.records = 0

    def row(self, fields: Mapping[str, Any], *, number: int, original: str) -> None:
        """Add a row."""
        self.rows.append(Row(number=number, fields=fields, original=original))

    def done(self) -> Read:
        """Return what was gathered."""
        return Read(rows=tuple(self.rows), records=self.records, losses=self.losses.listed())


def spoken(said: Mapping[str, str]) -> dict[str, str]:
    """Return who speaks; a finding of another archive is what its keeper says, not what we say."""
    ours = SpeakerKind.OURSELVES.value
    if said.get("speaker_kind") == ours or said.get("speaker") == ours:
        return {name: text for name, text in said.items() if name not in ("speaker", "speaker_kind")}
    return dict(said)


def slug(text: str) -> str:
    """Return an id made of these words; letters of every script stay."""
    return _NOT_ID.sub("-", text.strip()).strip("-._")[:_LONGEST_ID].strip("-._") or "x"


def records_in(text: str, *, key: str | None = None) -> Iterator[tuple[int, Any, str]]:
    """Yield the records of JSON: of a list, of the list under `key`, or one a line; each with its line and its words.

    Raises:
        ValueError: it is none of these.
    """
    stripped = text.lstrip("\ufeff \t\r\n")
    start = len(text) - len(stripped)
    if stripped.startswith("{") and key is not None:
        found = re.search(rf'"{re.escape(key)}"\s*:\s*\[', text)
        if found is not None:
            yield from _listed(text, found.end(), is_alone=False)
            return
    if stripped.startswith("["):
        yield from _listed(text, start + 1, is_alone=True)
        return
    offset = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip("\ufeff \t\r"):
            yield number, json.loads(line.strip("\ufeff \t\r")), line.strip("\ufeff \t\r")
        offset += len(line) + 1


def _listed(text: str, at: int, *, is_alone: bool) -> Iterator[tuple[int, Any, str]]:
    decoder = json.JSONDecoder()
    while True:
        at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n,")) if at < len(text) and text[at] in " \t\r\n," else 0
        if at >= len(text):
            msg = "a list that does not end"
            raise ValueError(msg)
        if text[at] == "]":
            if is_alone and text[at + 1 :].strip():  # two exports, one behind the other: the second would be lost
                msg = "more text after the list has ended"
                raise ValueError(msg)
            return
        value, end = decoder.raw_decode(text, at)
        yield text.count("\n", 0, at) + 1, value, text[at:end]
        at = end


def words_of(raw: str, key: str, value: object) -> str | None:
    """Return the stretch of a JSON record from a key to this value of it, as it stands; None where it does not."""
    for start in re.finditer(rf'"{re.escape(key)}"\s*:', raw):
        for written in (json.dumps(value, ensure_ascii=False), json.dumps(value)):
            at = raw.find(written, start.end())
            if at >= 0:
                return raw[start.start() : at + len(written)]
    return None

"""Owns what goes out and what a document comes to: forms by name, a book to a document, a document to rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from onrecord import vault
from onrecord.kernel import file_problem
from onrecord.ledger.errors import FileNotRows, UnknownForm
from onrecord.ledger.exchange import bayanat, followthemoney, huridocs, own, uwazi, wikibase
from onrecord.ledger.exchange.losses import Loss, Losses
from onrecord.ledger.exchange.shape import Document, Incoming, Outgoing, Read, slug
from onrecord.ledger.queries import book
from onrecord.ledger.sheets.tables import table_from
from onrecord.store import Desk

OUT: Final[Mapping[str, Callable[[Outgoing], Document]]] = {
    "jsonl": own.jsonl,
    "csv": own.csv,
    "xlsx": own.xlsx,
    "ftm": followthemoney.entities,
    "ftm-statements": followthemoney.statements,
    "huridocs": huridocs.document,
    "wikibase": wikibase.document,
}
_TEXTS: Final[Mapping[str, Callable[[str, Incoming], Read]]] = {
    "ftm": followthemoney.read_entities,
    "ftm-statements": followthemoney.read_statements,
    "huridocs": huridocs.read,
    "wikibase": wikibase.read,
    "bayanat": bayanat.read,
}
IN: Final = (*_TEXTS, "uwazi")


def export_to(desk: Desk, form: str, *, is_public: bool) -> Document:
    """Return the document of the claims that an edition may show, with what it could not carry.

    Raises:
        UnknownForm: there is none of that name.
        FileNotRows: the form cannot hold so much.
    """
    if form not in OUT:
        raise UnknownForm(form=form, known=", ".join(OUT))
    known = book(desk, public_only=is_public)
    seen = {
        str(item.id): item.sha256 for item in vault.items(desk) if not is_public or item.visibility.value == "public"
    }
    outgoing = Outgoing(book=known, is_public=is_public, dataset=slug(desk.info.title).casefold(), digests=seen)
    try:
        made = OUT[form](outgoing)
    except ValueError as err:
        raise FileNotRows(path=form, problem=str(err)) from err
    return replace(made, losses=(*made.losses, *_judgements(outgoing)))


def _judgements(outgoing: Outgoing) -> tuple[Loss, ...]:
    losses = Losses()
    for judgement in outgoing.book.judgements:
        losses.add("contradiction judgement", ", ".join(judgement.claims), "no-field")
    return losses.listed()


def read_from(path: Path, form: str, incoming: Incoming) -> Read:
    """Return what a document of another database comes to; nothing is recorded.

    Raises:
        UnknownForm: there is none of that name.
        FileNotRows: the document is none of that form.
    """
    try:
        if form == "uwazi":
            return uwazi.read(table_from(path), incoming)
        if form not in _TEXTS:
            raise UnknownForm(form=form, known=", ".join(IN))
        return _TEXTS[form](path.read_text(encoding="utf-8"), incoming)
    except OSError as err:
        raise FileNotRows(path=str(path), problem=file_problem(err)) from err
    except (ValueError, RecursionError) as err:
        raise FileNotRows(path=str(path), problem=str(err)) from err

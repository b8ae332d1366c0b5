"""The methodology: eight sections, in three languages, none of them empty."""

import re
from dataclasses import replace

import pytest
from tests.dossier.valley import with_items
from tests.ledger.world import book, claim

from onrecord import dossier
from onrecord.dossier.composing import Checked, compose
from onrecord.dossier.diagnostics import CODES, Severity
from onrecord.dossier.methodology import sections_of
from onrecord.dossier.model import Dossier, LogHead
from onrecord.dossier.phrases import texts
from onrecord.kernel import ItemId, Visibility
from onrecord.ledger import Book
from onrecord.vault import Item

_HEAD = LogHead(origin="o", size=7, root="0" * 64, note="", verifier_key="", key_id="", key_sha256="")
_ITEM = Item(id=ItemId("item-1"), seq=3, sha256="a" * 64, size=9, media_type="text/plain", name="a.md",
             visibility=Visibility.PUBLIC, sealed_at="2031-03-01T00:00:00Z")  # fmt: skip
_ITEMS = {"item-1": _ITEM}
_TEXT = "---\nlanguage: en\nincident: valley-2031\nas_of: 2031-04-01\n---\n[Eight people](fig:killed) were killed.\n"


def _book() -> Book:
    return with_items(book(claim("K1", 8)), {"K1": "item-1"})


def _dossier(made: Book) -> Dossier:
    import datetime as dt

    report = dossier.check(made, _TEXT, today=dt.date(2031, 4, 1))
    return compose(
        made, _ITEMS, [Checked(name="a.md", sha256="", report=report)],
        archive="a", title="A", edition="public", published_on=dt.date(2031, 4, 1), head=_HEAD,
    )  # fmt: skip


def test_there_are_eight_sections_and_each_says_something() -> None:
    """Sources, collection, evaluation, corroboration, quality, categories, inclusion, upkeep (METHOD 1.4)."""
    sections = _dossier(_book()).methodology
    assert [section.name for section in sections] == [
        "sources", "collection", "evaluation", "corroboration", "quality", "categories", "inclusion", "upkeep",
    ]  # fmt: skip
    for section in sections:
        for label in (section.title, *section.paragraphs, *(one for pair in section.terms for one in pair)):
            assert all(text.strip() and not re.search(r"\{\w+\}", text) for text in label.to_record().values())


def test_it_counts_what_is_shown() -> None:
    """Generated from the record: how many sources, of which kinds; how many withdrawn."""
    sections = {one.name: one for one in _dossier(_book()).methodology}
    assert sections["sources"].paragraphs[0].en.startswith("1 source.")
    assert "officials (1)" in sections["evaluation"].paragraphs[0].en
    assert "официальные лица (1)" in sections["evaluation"].paragraphs[0].ru
    assert [term.en for term, _ in sections["categories"].terms] == ["People killed"]
    assert "7 entries" in sections["upkeep"].paragraphs[0].en


@pytest.mark.parametrize("missing", ["sources", "items", "cards"])
def test_a_release_with_an_empty_section_is_refused(missing: str) -> None:
    """No sources, no items, no claims: there is no method to publish."""
    made = _book()
    full = _dossier(made)
    emptied = {
        "sources": replace(full, sources={}),
        "items": replace(full, trails=tuple(replace(one, cards=()) for one in full.trails), moments=()),
        "cards": replace(full, trails=(), moments=()),
    }[missing]
    with pytest.raises(dossier.MethodologyEmpty):
        sections_of(emptied, made, _ITEMS)


def test_every_error_of_the_check_is_explained() -> None:
    """A rule that stops a release is a rule a reader can read."""
    errors = {name for name, code in CODES.items() if code.severity is Severity.ERROR}
    assert {name.removeprefix("rule.") for name in texts() if name.startswith("rule.")} == errors

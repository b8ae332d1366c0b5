"""Each rule on wording that its lists had not met: sentences of one kind, in three languages, right and wrong."""

import functools
from collections.abc import Mapping, Sequence

import pytest
from tests.dossier.test_rules import _ROWS, _TODAY, _check, _codes
from tests.dossier.wording import NOT_TOLD, TOLD
from tests.ledger.world import SOURCES, source

from onrecord import ledger
from onrecord.kernel import Vocabulary

_SPEAKER = """
[term.speaker."Relief Circle"]
label = { en = "Relief Circle", ru = "«Круг помощи»", kk = "«Көмек шеңбері»" }
"""

_Table = Sequence[tuple[str, Mapping[str, Sequence[str]]]]


@functools.cache
def _world() -> ledger.Book:
    """Return the ridge, and a society whose name the vocabulary knows in three languages."""
    society = source("CIRCLE", publisher="Relief Circle", source_kind="ngo_report")
    rows = [
        ledger.Row(number=number, fields=row, original="") for number, row in enumerate([*SOURCES, society, *_ROWS], 1)
    ]
    words = ledger.shipped_vocabulary().merge(Vocabulary.from_toml(_SPEAKER))
    return ledger.book_from_rows(rows, today=_TODAY, vocabulary=words)


def _told(language: str, body: str) -> set[str]:
    return _codes(_check(body, language, book=_world()))


def _of(language: str, tables: _Table) -> list[tuple[str, str]]:
    return [(code, body) for code, by in tables for body in by.get(language, ())]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_an_editor_would_hold_against_it_is_told(language: str) -> None:
    """Whatever the words, the code of their kind is told."""
    rows = _of(language, TOLD)
    assert len(rows) > 50
    assert [(code, body) for code, body in rows if code not in _told(language, body)] == []


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_only_looks_so_is_left_alone(language: str) -> None:
    """Words of the same kind that say nothing of the kind."""
    rows = _of(language, NOT_TOLD)
    assert len(rows) > 20
    assert [(code, body) for code, body in rows if code in _told(language, body)] == []


def test_no_other_language_is_among_them() -> None:
    """Else its words would be tried by no test above."""
    assert {language for _, by in [*TOLD, *NOT_TOLD] for language in by} == {"en", "ru", "kk"}

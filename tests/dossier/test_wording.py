"""Each rule on wording that its lists had not met: sentences of one kind, in three languages, right and wrong."""

from collections.abc import Mapping, Sequence

import pytest
from tests.dossier.test_rules import _check, _codes
from tests.dossier.wording import NOT_TOLD, TOLD

_Table = Sequence[tuple[str, Mapping[str, Sequence[str]]]]


def _rows(tables: _Table) -> list[tuple[str, str, str]]:
    return [(code, language, body) for code, by in tables for language, bodies in by.items() for body in bodies]


@pytest.mark.parametrize(("code", "language", "body"), _rows(TOLD))
def test_what_an_editor_would_hold_against_it_is_told(code: str, language: str, body: str) -> None:
    """Whatever the words, the code of their kind is told."""
    assert code in _codes(_check(body, language))


@pytest.mark.parametrize(("code", "language", "body"), _rows(NOT_TOLD))
def test_what_only_looks_so_is_left_alone(code: str, language: str, body: str) -> None:
    """Words of the same kind that say nothing of the kind."""
    assert code not in _codes(_check(body, language))

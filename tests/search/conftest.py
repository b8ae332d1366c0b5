"""Fixtures of search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.search.made import Index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Return an empty index."""
    made = Index(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def finds(index: Index) -> Callable[[str, str], bool]:
    """Return a function that says whether a query finds a text, in an index of texts asked about so far."""
    asked: list[str] = []

    def found(query: str, text: str) -> bool:
        if text not in asked:
            asked.append(text)
            index.put([(str(len(asked) - 1), text)])
        return str(asked.index(text)) in index.names(query)

    return found

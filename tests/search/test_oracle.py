"""SQLite's FTS5 as an oracle: as they are written, words are found in the same texts; and scores against plain sums."""

from __future__ import annotations

import math
import random
import sqlite3
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.search.made import Index

from onrecord.search.words import tokens

_WORDS = ("дом", "дома", "сад", "садок", "огонь", "ауыл", "ауылы", "fire", "fires", "12", "120", "2020")
_TEXT = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join)
_TERM = st.one_of(
    st.sampled_from(_WORDS).map(lambda one: f'"{one}"'),
    st.lists(st.sampled_from(_WORDS), min_size=2, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
    st.sampled_from(_WORDS).map(lambda one: f"{one[:2]}*"),
)


def _fts5(texts: list[str], terms: list[str], without: list[str]) -> set[str]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text)")
    connection.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", [(at + 1, one) for at, one in enumerate(texts)])
    asked = " AND ".join(terms) + "".join(f" NOT {one}" for one in without)
    rows = connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (asked,)).fetchall()
    connection.close()
    return {str(row - 1) for (row,) in rows}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(_TEXT, min_size=1, max_size=20),
    st.lists(_TERM, min_size=1, max_size=3),
    st.lists(_TERM, max_size=1),
    st.data(),
)
def test_the_same_texts_as_fts5(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    terms: list[str],
    without: list[str],
    data: st.DataObject,
) -> None:
    """Words, phrases, beginnings and exclusions, however the texts came in, and after some of them went."""
    index = Index(tmp_path_factory.mktemp("index"))
    together = data.draw(st.integers(1, 20))
    index.put([(str(at), one) for at, one in enumerate(texts)], together=together)
    gone = data.draw(st.sets(st.integers(0, len(texts) - 1), max_size=5))
    for at in gone:
        index.remove(str(at))
    query = " ".join([*terms, *(f"-{one}" for one in without)])
    expected = _fts5(texts, terms, without) - {str(at) for at in gone}
    ranking = index.ranking(query)
    assert set(index.names(query)) == expected
    assert ranking.total == len(expected)
    index.database.close()


def _records(count: int) -> list[str]:
    chance = random.Random(5)
    words = [f"w{chance.randrange(900)}" for _ in range(2_000)] + ["often"] * 300
    return [" ".join(chance.choice(words) for _ in range(chance.randint(1, 40))) for _ in range(count)]


def _score(text: str, words: list[str], having: Counter[str], count: int) -> float:
    stands = Counter(one.word for one in tokens(text))
    length = sum(stands.values()) / 48
    total = 0.0
    for word in words:
        often = min(stands[word], 63)
        rare = math.log(1 + (count - having[word] + 0.5) / (having[word] + 0.5))
        total += rare * often * 2.2 / (often + 1.2 * (0.5 + 0.5 * length))
    return total


@pytest.mark.parametrize("words", [["often"], ["w7"], ["often", "w7"], ["often", "w12", "w13"]])
def test_the_best_are_the_best_by_the_formula(index: Index, words: list[str]) -> None:
    """Nothing is estimated: all texts are scored, and of equals the earlier comes first."""
    texts = _records(3_000)
    index.put([(str(at), one) for at, one in enumerate(texts)], together=700)
    having = Counter(word for one in texts for word in {stand.word for stand in tokens(one)})
    query = " ".join(f'"{word}"' for word in words)
    found = [at for at, one in enumerate(texts) if all(word in one.split() for word in words)]
    scores = {at: _score(texts[at], words, having, len(texts)) for at in found}
    expected = sorted(found, key=lambda at: (-round(scores[at], 4), at))[:20]
    ranking = index.ranking(query, limit=20)
    assert ranking.total == len(found)
    assert [one.score for one in ranking.best] == pytest.approx([scores[at] for at in expected], abs=2e-4)
    assert [int(name) for name in index.names(query, limit=20)] == expected


def test_more_texts_than_a_block_holds(index: Index) -> None:
    """Blocks of 65,536: a phrase, a beginning and a removal on both sides of the border."""
    index.put([(str(at), f"common n{at} tail{at % 7}") for at in range(70_000)], together=30_000)
    assert index.ranking('"common"').total == 70_000
    assert index.names('"common n65535"') == ["65535"]
    assert index.names('"n65536 tail2"') == ["65536"]
    assert index.ranking("tail*").total == 70_000
    assert index.ranking("n6553*").total == 11
    index.remove("65536")
    assert index.names('"n65536"') == []
    assert index.ranking("common").total == 69_999
    assert index.names("common", limit=3) == ["0", "1", "2"]


def test_classes_count_by_themselves(index: Index, tmp_path: Path) -> None:
    """G5: totals, scores and order of one class are what they are without the other."""
    texts = _records(300)
    index.put([(str(at), one) for at, one in enumerate(texts)])
    alone = index.ranking("often w7*")
    index.put([(str(at + 1000), f"often often w7 w71 {one}") for at, one in enumerate(texts)], of_class=0)
    assert index.ranking("often w7*") == alone
    assert index.ranking("often w7*", classes=(0, 2)).total > alone.total

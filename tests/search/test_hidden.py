"""RELIABILITY G5, G8: what somebody may not see changes nothing of what they get, by whatever they look for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER

from onrecord import app, ledger, reading, search, vault
from onrecord.kernel import Actor, FixedClock, RandomIds, Visibility
from onrecord.store import Desk

_SIT = Callable[..., Desk]
_HIDDEN = "Зулейха Корлас видела, как зимородок горел в Масанчи; дүңген тұрғындары, eleven people killed. Кордай, Кордаем, Korday.\n"
_VISIBLE = "В Кордае и около Масаншы горели дома; дунгане, дүңгендер, Dungans. Зулейка молчит. Тұрғындарына.\n"
# The canary, its beginning, a fuzzy form, other alphabets, other cases, a wildcard, and what visible texts say as well.
_QUERIES = (
    *(
        "zimorodok",
        "zimorodok-7719",
        "zimor*",
        "zi*",
        "zimorodak",
        "зимородок",
        "Зимородки",
        "зимор*",
        "zimorodok 7719",
    ),
    *(
        "7719",
        "771*",
        "Зулейха",
        "Zuleikha",
        "Зулейхой Корлас",
        "Korlas",
        "Корлас*",
        "twelve dead",
        "counted",
        "count*",
    ),
    *(
        "killed",
        "people killed",
        "eleven",
        "одиннадцать человек",
        "погибли",
        "Масанчи",
        "Masanchi",
        "Masanchy",
        "тұрғын",
    ),
    *(
        "Dungan",
        "дунгане",
        "Kordai",
        "Korday",
        "Кордае",
        "valley",
        "val*",
        "valley -zimorodok",
        '"people killed"',
        "8 марта",
    ),
    *(
        "March",
        "2031",
        "7 to 8 March 2031",
        "office",
        "people kind:person",
        "heron language:ru",
        "горела",
        "пожар адам",
    ),
)


def _build(folder: Path, *, is_hidden: bool) -> Path:
    """Make the valley with a list of what follows; with `is_hidden` also with things that only a keeper may see."""
    folder.mkdir()
    archive = app.create_archive(folder / "archive", title="V", clock=FixedClock(valley.AT), ids=RandomIds()).folder
    with app.open_desk(archive, actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as desk:

        def hide(number: int) -> None:
            if is_hidden:
                text = _HIDDEN + f"{valley.CANARY} counted twelve dead\n" * number
                valley.seal(desk, folder, f"{valley.CANARY}-{number}.md", text, Visibility.RESTRICTED)

        for number, (name, text) in enumerate((*valley._TEXTS.items(), ("note.md", _VISIBLE))):
            hide(2 * number + 1)
            valley.seal(desk, folder, name, text, Visibility.PUBLIC)
        hide(9)
        reading.read(desk)
        valley.state(desk, folder, [{"visibility": "public", **row} for row in valley.SOURCES])
        if is_hidden:
            secret = {**valley.SECRET_SOURCE, "item": f"{valley.CANARY}-9.md"}
            valley.state(desk, folder, [secret, valley.SECRET_CLAIM])
        valley.state(desk, folder, valley.CLAIMS)
        if is_hidden:
            twin = {**valley.CLAIMS[0], "id": "K-twin", "visibility": "restricted", "speaker": "Zuleikha Korlas"}
            valley.state(desk, folder, [twin])
    return archive


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[_SIT, _SIT]]:
    """Return two ways to a desk: at an archive without hidden things, and at one with them."""
    with ExitStack() as opened:

        def way(archive: Path) -> _SIT:
            def sit(actor: Actor) -> Desk:
                desk = app.open_desk(archive, actor=actor, clock=FixedClock(valley.AT), ids=RandomIds())
                return opened.enter_context(desk)

            return sit

        yield way(_build(tmp_path / "without", is_hidden=False)), way(_build(tmp_path / "with", is_hidden=True))


def _told(desk: Desk, query: str, limit: int) -> object:
    """Return all that somebody gets, but for ids that chance gives."""
    record = search.search(desk, query, limit=limit).to_record("ru")
    for hit in record["hits"]:
        for chosen in ("item", "layer"):
            hit[chosen] = hit[chosen] is not None
        if hit["kind"] == "item":
            hit["id"] = hit["title"]
    return record


@pytest.mark.parametrize("who", [READER, OUTSIDER, ANALYST])
def test_the_same_hits_counts_scores_order_and_snippets_with_and_without(two: tuple[_SIT, _SIT], who: Actor) -> None:
    """G5: canary, beginning, fuzzy form, other alphabet, wildcard: nothing; and of all else not a digit differs."""
    without, hidden = two[0](who), two[1](who)
    for query in _QUERIES:
        for limit in (1, 2, 20):
            assert _told(hidden, query, limit) == _told(without, query, limit), query
    assert search.search(two[1](KEEPER), "zimorodok").total > 10  # the test itself must find something


@pytest.mark.parametrize("who", [READER, ANALYST])
def test_no_byte_of_the_canary_is_answered(two: tuple[_SIT, _SIT], who: Actor) -> None:
    """G5, G4: not in a hit, a mark, a sentence, whatever is asked."""
    desk = two[1](who)
    for query in _QUERIES:
        found = search.search(desk, query)
        said = json.dumps(found.to_record()["hits"], ensure_ascii=False).lower()
        assert not [word for word in ("zimorodok", "7719", "зимородок", "корлас", "korlas") if word in said]


def test_narrowing_an_item_takes_it_out_and_leaves_no_trace_in_scores(tmp_path: Path) -> None:
    """G5: the answer is then what it would be if the item had never been there for this person."""
    archive = _build(tmp_path / "one", is_hidden=False)
    with app.open_desk(archive, actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as keeper:
        reader = app.open_desk(archive, actor=READER, clock=FixedClock(valley.AT), ids=RandomIds())
        before = [_told(reader, query, 20) for query in _QUERIES]
        valley.seal(keeper, tmp_path, "extra.md", _HIDDEN, Visibility.PUBLIC)
        reading.read(keeper)
        assert search.search(reader, "Зулейха").total == 1
        vault.change_visibility(keeper, "extra.md", Visibility.RESTRICTED, why="names a witness")
        assert [_told(reader, query, 20) for query in _QUERIES] == before
        vault.change_visibility(keeper, "extra.md", Visibility.PUBLIC, why="she agreed")
        assert search.search(reader, "Zuleikha").total == 1
        reader.close()


def test_a_claim_is_seen_as_far_as_it_says_and_names_no_item_that_is_hidden(two: tuple[_SIT, _SIT]) -> None:
    """G8: what search tells of a claim is what the ledger tells, and not where it was found if that is hidden."""
    desk = two[1](READER)
    visible = {claim.id for claim in ledger.claims(desk)}
    found = {hit.id for query in _QUERIES for hit in search.search(desk, query, limit=1000).hits if hit.kind == "claim"}
    assert found <= visible
    assert not {id for id in found if valley.CANARY in id or id == "K-twin"}  # noqa: A001

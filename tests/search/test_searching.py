"""Search at a desk: what is found, where it stands, what is taken in anew, and nothing that is shown is from the index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.ledger.world import claim, source
from tests.personas import ANALYST, KEEPER, OUTSIDER, READER

from onrecord import app, ledger, reading, search, store, vault
from onrecord.kernel import Actor, FixedClock, RandomIds, Visibility
from onrecord.search import Kind
from onrecord.store import Desk

_SIT = Callable[..., Desk]


@pytest.fixture
def sit(copied: Callable[..., Path], tmp_path: Path) -> Iterator[_SIT]:
    """Return a function that sits a persona down at the valley's archive."""
    copied(valley.build, tmp_path)
    with ExitStack() as opened:

        def at(actor: Actor = KEEPER) -> Desk:
            desk = app.open_desk(tmp_path / "archive", actor=actor, clock=FixedClock(valley.AT), ids=RandomIds())
            return opened.enter_context(desk)

        yield at


def _add(desk: Desk, folder: Path, name: str, text: str, visibility: Visibility = Visibility.PUBLIC) -> str:
    valley.seal(desk, folder, name, text, visibility)
    reading.read(desk)
    return vault.item(desk, name).id


def test_a_hit_names_item_layer_and_place_and_its_words_stand_there(sit: _SIT) -> None:
    """Each snippet of an item is a stretch of its layer, letter for letter, and the marks are what was found."""
    desk = sit()
    found = search.search(desk, "погибший человек", kinds=[Kind.ITEM])
    (hit,) = found.hits
    assert hit.layer is not None
    assert reading.layer_text(desk, hit.layer)[hit.start : hit.end] == hit.snippet.text
    assert [hit.snippet.text[start:stop] for start, stop in hit.snippet.marks] == ["погибли", "человек", "погибших"]
    assert (hit.kind, hit.id, hit.title, found.total) == ("item", vault.item(desk, "vestnik.md").id, "vestnik.md", 1)


def test_claims_sources_and_people_are_found(sit: _SIT) -> None:
    """A claim by its quote, speaker, note or the label of its property in any of three languages; the rest by names."""
    desk = sit()
    kinds = {hit.kind for hit in search.search(desk, "valley").hits}
    assert kinds == {"item", "claim", "source"}
    assert {hit.id for hit in search.search(desk, "criminal cases", kinds=[Kind.CLAIM]).hits} == {"K7"}
    assert {hit.id for hit in search.search(desk, "уголовные дела kind:claim").hits} == {"K7"}
    assert {hit.id for hit in search.search(desk, "қылмыстық kind:claim").hits} == {"K7"}
    assert {hit.id for hit in search.search(desk, "Вестник", kinds=[Kind.SOURCE]).hits} == {"S2"}
    assert {hit.id for hit in search.search(desk, "office", kinds=[Kind.PERSON]).hits} == {"regional office"}
    (quoted,) = search.search(desk, "одиннадцать kind:claim").hits
    assert reading.layer_text(desk, quoted.layer or "")[quoted.start : quoted.end] == "погибли одиннадцать человек"


def test_the_page_of_a_hit_is_told(sit: _SIT, tmp_path: Path) -> None:
    """Where an item has pages."""
    desk = sit()
    (tmp_path / "two.typ").write_text("first page\n#pagebreak()\nlonely heron\n", encoding="utf-8")
    import typst

    typst.compile(str(tmp_path / "two.typ"), output=str(tmp_path / "two.pdf"))
    vault.seal(desk, [tmp_path / "two.pdf"], visibility=Visibility.PUBLIC)
    reading.read(desk)
    (hit,) = search.search(desk, "heron").hits
    assert (hit.page, hit.title) == (2, "two.pdf")


def test_words_that_stand_in_different_passages_of_one_item_find_the_item(sit: _SIT, tmp_path: Path) -> None:
    """Only where no passage has them all; and it is said."""
    desk = sit()
    middle = "\n\n".join(f"Paragraph {number} about nothing in particular, and then some more." for number in range(60))
    item = _add(desk, tmp_path, "long.txt", f"A heron stood there.\n\n{middle}\n\nA kettle sang.")
    _add(desk, tmp_path, "other.txt", "Only the heron, and no more.")
    found = search.search(desk, "heron kettle")
    assert (found.total, found.is_spread, [hit.id for hit in found.hits]) == (1, True, [item])
    assert search.search(desk, "heron").is_spread is False
    assert search.search(desk, "kettle unicorn").missing == ("unicorn",)


def test_filters_narrow(sit: _SIT, tmp_path: Path) -> None:
    """By kind, language and item; an item that may not be seen is answered as one that is not there (G2)."""
    desk = sit()
    assert {hit.title for hit in search.search(desk, "language:kk адам").hits} == {"habarshy.md"}
    item = vault.item(desk, "herald.md").id
    assert {hit.item for hit in search.search(desk, f"eight item:{item}").hits} == {item}
    assert search.search(desk, f"одиннадцать item:{item}").total == 0
    hidden = vault.item(desk, f"{valley.CANARY}.md").id
    for reference in (hidden, "item-nonsense"):
        with pytest.raises(vault.NoSuchItem):
            search.search(sit(READER), f"dead item:{reference}")


def test_only_what_is_new_is_read_again(sit: _SIT, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New layers and claims are found at the next search; the objects of the others are not opened."""
    desk = sit()
    with search.Search(desk) as way:
        assert way.find("heron").total == 0
        _add(desk, tmp_path, "new.txt", "A heron.")
        opened: list[str] = []
        read = type(desk.blobs).read
        monkeypatch.setattr(type(desk.blobs), "read", lambda self, sha: (opened.append(sha), read(self, sha))[1])
        assert way.find("heron", kinds=[Kind.CLAIM]).total == 0
        assert len(opened) == 1
        monkeypatch.undo()
        assert way.find("heron").total == 1
        valley.state(desk, tmp_path, [valley.killed("K50", 8, "eight people had been killed", "S1", "2031-03-09",
                                                    wording="eight people", note="a heron saw it")])  # fmt: skip
        assert {hit.kind for hit in way.find("heron").hits} == {"item", "claim"}


def test_the_newest_layer_is_the_one_that_is_found(sit: _SIT, tmp_path: Path) -> None:
    """What only an older layer said is not found any more."""
    desk = sit()
    item = _add(desk, tmp_path, "read.txt", "A heron.")
    assert search.search(desk, "heron").total == 1
    old = reading.layers(desk, item)[0]
    blob = desk.blobs.put_bytes(b"A kettle.")
    with desk.reading() as connection:
        entry = next(
            one for one in desk.log.entries() if one.kind == reading.LAYER_MADE and (one.payload or {})["item"] == item
        )
        assert connection is not None
    payload = {
        **(entry.payload or {}),
        "layer": "layer-new",
        "sha256": blob.sha256,
        "tool": "better 2",
        "characters": 9,
    }
    desk.append([store.Draft(kind=reading.LAYER_MADE, payload=payload)])
    assert search.search(desk, "heron").total == 0
    assert [hit.layer for hit in search.search(desk, "kettle").hits] == ["layer-new"] != [old.id]


def test_what_a_file_says_beside_its_content_is_found_by_the_team_alone(sit: _SIT, tmp_path: Path) -> None:
    """G8: metadata of a public item are found by whoever may read them, as a layer of their own."""
    desk = sit()
    item = _add(desk, tmp_path, "read.txt", "A heron.")
    entry = next(
        one for one in desk.log.entries() if (one.payload or {}).get("item") == item and one.kind == reading.LAYER_MADE
    )
    blob = desk.blobs.put_bytes(b"Camera: Kettle 3000")
    payload = {**(entry.payload or {}), "layer": "layer-m", "sha256": blob.sha256, "kind": "metadata", "characters": 19}
    desk.append([store.Draft(kind=reading.LAYER_MADE, payload=payload)])
    for who, total in ((KEEPER, 1), (ANALYST, 1), (READER, 0), (OUTSIDER, 0)):
        assert search.search(sit(who), "kettle").total == total
        assert search.search(sit(who), f"kettle item:{item}").total == total
        assert search.search(sit(who), "heron").total == 1


def test_a_withdrawn_claim_is_found_and_says_so_and_names_nobody_as_a_person(sit: _SIT) -> None:
    """It stays on record; who spoke is a person as long as one claim of theirs stands."""
    desk = sit()
    ledger.state(desk, claim("K60", 12, subject="incident:valley-2031", speaker="Heron Watch", speaker_kind="ngo",
                             source="S4", quote="at least twelve people killed", wording="twelve"))  # fmt: skip
    assert {hit.kind for hit in search.search(desk, "heron").hits} == {"claim", "person"}
    ledger.withdraw(desk, "K60", why="a slip")
    (hit,) = search.search(desk, "heron").hits
    assert (hit.kind, hit.id, hit.status) == ("claim", "K60", "withdrawn")


def test_a_damaged_text_is_shown_by_nobody(sit: _SIT, tmp_path: Path) -> None:
    """What is shown is read against its digest: where the bytes changed there is no hit, and search goes on."""
    desk = sit()
    _add(desk, tmp_path, "one.txt", "A heron by the lake.")
    _add(desk, tmp_path, "two.txt", "A heron on the roof.")
    assert len(search.search(desk, "heron").hits) == 2
    layer = next(one for one in reading.newest_layers(desk) if one.item == vault.item(desk, "one.txt").id)
    path = next(file for file in (tmp_path / "archive" / "blobs").rglob("*") if file.name == layer.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"heron", b"Heron"))
    assert [hit.title for hit in search.search(desk, "heron").hits] == ["two.txt"]
    search.Search(desk).rebuild()
    assert [hit.title for hit in search.search(desk, "heron").hits] == ["two.txt"]


@pytest.mark.parametrize("who", [KEEPER, ANALYST, READER, OUTSIDER])
def test_everybody_may_search_and_whoever_is_first_makes_the_index(sit: _SIT, who: Actor) -> None:
    """The index is the archive's: made by a reader, it holds what a keeper finds."""
    seen = search.search(sit(who), "zimorodok", limit=50)
    assert (seen.total > 0) is (who is KEEPER)
    assert search.search(sit(KEEPER), "zimorodok").total > 3


def test_two_sources_of_one_name_stay_two(sit: _SIT, tmp_path: Path) -> None:
    """And one source whose claims are of several visibilities is one hit."""
    desk = sit()
    for name in ("S20", "S21"):
        ledger.state(desk, source(name, publisher="Heron Post"))
    valley.state(desk, tmp_path, [{"source": "S22", "publisher": "Kettle", "visibility": "public"}])
    valley.state(desk, tmp_path, [{"source": "S22", "remark": "Kettle again", "visibility": "team"}])
    assert {hit.id for hit in search.search(desk, "heron").hits} == {"S20", "S21"}
    found = search.search(desk, "kettle")
    assert ([hit.id for hit in found.hits], found.total) == (["S22"], 1)


def test_an_archive_in_a_notebook_is_searched_as_well(
    sit: _SIT, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows, as `--json` has them."""
    sit().close()
    monkeypatch.setenv("ONRECORD_ROLE", "reader")
    with app.open_archive(tmp_path / "archive") as archive:
        assert {row["kind"] for row in archive.search("valley", limit=50)} == {"item", "claim", "source"}


def test_a_changed_vocabulary_is_searched_as_it_is_now(sit: _SIT, tmp_path: Path) -> None:
    """Labels of an organisation's own words are found once they are declared."""
    desk = sit()
    assert search.search(desk, "heron").total == 0
    (tmp_path / "archive" / "vocabulary.toml").write_text(
        '[property.herons]\nsubject = "incident"\nvalue_type = "quantity"\nunits = ["herons"]\n'
        'label = { en = "herons", ru = "цапли", kk = "құтандар" }\n'
        'definition = { en = "Herons.", ru = "Цапли.", kk = "Құтандар." }\n',
        encoding="utf-8",
    )
    with app.open_desk(tmp_path / "archive", actor=KEEPER, clock=FixedClock(valley.AT), ids=RandomIds()) as later:
        row = valley.killed("K70", 8, "eight people had been killed", "S1", "2031-03-09", wording="eight people")
        valley.state(later, tmp_path, [{**row, "property": "herons", "unit": "herons"}])
        assert [hit.id for hit in search.search(later, "цапля").hits] == ["K70"]


def test_progress_says_hundredths_and_not_how_many(sit: _SIT) -> None:
    """How much there is in all is not for everybody."""
    told: list[tuple[int, int | None]] = []
    search.search(sit(READER), "x", on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (100, 100)


def test_an_index_is_an_ordinary_file_that_says_nothing_to_the_rest(sit: _SIT, tmp_path: Path) -> None:
    """`store check` is content with it, the log's tables do not change by it, and it is in no list of files to copy."""
    desk = sit()
    before = store.table_digest(desk)
    search.search(desk, "valley")
    assert store.check(desk, deep=True) == store.CheckReport(problems=())
    assert store.table_digest(desk) == before
    assert not [name for name in store.lesser_files(tmp_path / "archive") if "derived" in name]
    with sqlite3.connect(tmp_path / "archive" / ".onrecord-derived" / "search.sqlite") as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert "postings" in tables


def test_a_claim_goes_with_its_item_and_one_stated_since_says_nothing_of_where_it_stands(
    sit: _SIT, tmp_path: Path
) -> None:
    """G8: who may not see the item finds neither what was claimed from it nor who says so.

    A claim that was let out knowingly is found, without item, text or page.
    """
    keeper = sit()
    (was,) = search.search(sit(READER), "одиннадцать kind:claim").hits
    alone = ledger.claim(keeper, was.id).to_row() | {"id": "K-alone", "speaker": "ferryman of the ford"}
    assert ledger.state(keeper, alone).refused == ()
    assert search.search(sit(READER), "ferryman kind:person").hits
    vault.change_visibility(keeper, "vestnik.md", Visibility.RESTRICTED, why="names a witness")
    kept, _ = search.search(keeper, "одиннадцать kind:claim").hits
    assert None not in (kept.item, kept.layer, kept.start, kept.end)
    assert search.search(sit(READER), "одиннадцать kind:claim").hits == ()
    assert search.search(sit(READER), "ferryman kind:person").hits == ()
    assert search.search(keeper, "ferryman kind:person").hits
    row = ledger.claim(keeper, was.id).to_row() | {"id": "K-anew", "visibility": "public"}
    assert ledger.state(keeper, row).refused == ()
    (shown,) = search.search(sit(READER), "одиннадцать kind:claim").hits
    assert (shown.id, shown.item, shown.layer, shown.start, shown.end, shown.page) == ("K-anew", *(None,) * 5)
    vault.change_visibility(keeper, "vestnik.md", Visibility.PUBLIC, why="the witness agreed")
    assert {hit.id for hit in search.search(sit(READER), "одиннадцать kind:claim").hits} == {
        was.id,
        "K-alone",
        "K-anew",
    }

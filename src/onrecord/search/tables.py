"""Owns the tables of the index, and how a number there is put together. Never a query over them."""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Visibility
from onrecord.search.postings import BLOCK
from onrecord.store import Statements

FORMAT: Final = "2"  # of these tables and of postings; an index of another is thrown away
_TABLES: Final = (
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # Words of texts, and the beginnings `3|мас` and `5|масан` that many of them share.
    "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
    # How words sound.
    "CREATE TABLE keys (key TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID",
    "CREATE TABLE postings (id INTEGER PRIMARY KEY, body BLOB NOT NULL, places BLOB)",
    # Of each text of a block: how many words it has (none: it is gone), what it is, its language, its entry's number.
    "CREATE TABLE blocks (id INTEGER PRIMARY KEY, sizes BLOB, kinds BLOB, languages BLOB, seqs BLOB)",
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, thing INTEGER, start INTEGER, stop INTEGER)",
    """CREATE TABLE things (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL, ref TEXT NOT NULL,
        layer TEXT, class INTEGER NOT NULL, first INTEGER NOT NULL, texts INTEGER NOT NULL
    )""",
    "CREATE TABLE speakers (claim TEXT PRIMARY KEY, name TEXT NOT NULL, class INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX speakers_by_name ON speakers (name, class)",
    "CREATE TABLE languages (id INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE)",
)
BEGINNINGS: Final = (3, 5)  # letters
_CLASS_BITS: Final = 20
_WORD_BITS: Final = 32
_TEXT_BITS: Final = 36


def make_tables(connection: Statements) -> None:
    """Make the tables of an empty index."""
    for table in _TABLES:
        connection.execute(table)


def has_tables(connection: Statements) -> bool:
    """Say whether there is an index, empty or not."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone() is not None


def facts(connection: Statements) -> dict[str, str]:
    """Return what the index says of itself."""
    return dict(connection.execute("SELECT name, value FROM facts").fetchall())


def set_facts(connection: Statements, **values: object) -> None:
    """Note these of the index."""
    rows = [(name, str(value)) for name, value in values.items()]
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", rows)


def class_of(visibility: Visibility) -> int:
    """Return the class of what is seen this far: each has texts, numbers and counts of its own (RELIABILITY G5)."""
    return visibility.width


def block_id(of_class: int, block: int) -> int:
    """Return the number of a block among all of them."""
    return of_class << _CLASS_BITS | block


def posting_id(block: int, word: int) -> int:
    """Return the number of a word's posting in the block of this number."""
    return block << _WORD_BITS | word


def word_of_posting(posting: int) -> int:
    """Return the word that a posting is of."""
    return posting & ((1 << _WORD_BITS) - 1)


def text_id(block: int, number: int) -> int:
    """Return the number of a text among all of them."""
    of_class, place = block >> _CLASS_BITS, block & ((1 << _CLASS_BITS) - 1)
    return of_class << _TEXT_BITS | (place * BLOCK + number)


def class_of_text(text: int) -> int:
    """Return the class of a text."""
    return text >> _TEXT_BITS


def number_of_text(text: int) -> int:
    """Return which text of its class it is."""
    return text & ((1 << _TEXT_BITS) - 1)


def beginning(word: str, letters: int) -> str:
    """Return under which word the texts stand that have a word with the same first letters."""
    return f"{letters}|{word[:letters]}"

"""Search: words to items, claims, sources and people, only those that the asker may see.

It owns the index, which is made of log and objects and can be thrown away. It never holds a text to show: what is shown
is read from the evidence, and checked against it. What is expunged is in no index.
"""

from onrecord.search.errors import (
    NothingToSearch,
    OnlyExclusions,
    QueryTooLong,
    StarMisplaced,
    TooManyWords,
    UnknownFilter,
)
from onrecord.search.model import Found, Hit, Snippet
from onrecord.search.searching import Search, search
from onrecord.search.skeletons import coarse_skeleton, skeleton
from onrecord.search.writing import Kind

__all__ = [
    "Found",
    "Hit",
    "Kind",
    "NothingToSearch",
    "OnlyExclusions",
    "QueryTooLong",
    "Search",
    "Snippet",
    "StarMisplaced",
    "TooManyWords",
    "UnknownFilter",
    "coarse_skeleton",
    "search",
    "skeleton",
]

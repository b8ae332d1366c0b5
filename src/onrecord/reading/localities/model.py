"""Owns the values this part of reading gives: a place that a text names, and the one that something is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInText:
    """A declared place and where its name stands, in code points.

    `rule` is `unique` where only one declared place is called so, `contains` where one of several holds all the
    others, `broader` where the text names what it belongs to.
    """

    start: int
    end: int
    words: str
    place: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Governing:
    """The place that a stretch of a text is about: `rule` is `clause`, `sentence`, `carried` or `heading`."""

    place: str
    start: int
    end: int
    words: str
    rule: str

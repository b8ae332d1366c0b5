"""Owns finding norms by what a person calls them: a treaty, an article, a body, or all there are. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.duties.errors import NoSuchNorm
from onrecord.duties.norms import Article, Treaty, article_of, articles, body_of, treaties, treaty_of
from onrecord.duties.periods import Period, periods_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """A treaty with its articles, or those asked for, and the periods before the body that watches it."""

    treaty: Treaty
    articles: tuple[Article, ...]
    periods: tuple[Period, ...]


def norms_called(words: str | None = None, *, body: str | None = None) -> tuple[Norms, ...]:
    """Return the norms that words name: of a treaty all articles, of an article itself; without words, of all treaties.

    `body` keeps what this body watches.

    Raises:
        NoSuchNorm: the words name no treaty and no article, or no body.
    """
    watched = body_of(body) if body is not None else None
    if body is not None and watched is None:
        raise _unknown(body)
    return tuple(one for one in _called(words) if watched is None or one.treaty.body == watched)


def _called(words: str | None) -> tuple[Norms, ...]:
    if words is None:
        return tuple(_norms(one, articles(one.id)) for one in treaties().values())
    if (treaty := treaty_of(words)) is not None:
        return (_norms(treaty, articles(treaty.id)),)
    if (article := article_of(words)) is not None:
        return (_norms(article.treaty, (article,)),)
    raise _unknown(words)


def _norms(treaty: Treaty, found: tuple[Article, ...]) -> Norms:
    return Norms(treaty=treaty, articles=found, periods=periods_before(treaty.body.id) if treaty.body else ())


def _unknown(words: str) -> NoSuchNorm:
    return NoSuchNorm(norm=words, known=", ".join(treaties()))

"""Owns which fix is offered beside a diagnostic: an edit of the file that a person may agree to. It makes none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from onrecord.dossier.bindings import Binding
from onrecord.dossier.diagnostics import Diagnostic, Fix, Severity
from onrecord.dossier.forms.tags import tokens_of
from onrecord.dossier.grading import Grade, Graded
from onrecord.dossier.rewording import redated, reworded
from onrecord.dossier.statement import Form, Link, Statement
from onrecord.dossier.writing import bound_words
from onrecord.kernel import PartialDate
from onrecord.ledger import Book
from onrecord.reading import quantities_in

# Where nobody bound the words, the figure itself is a guess: hedges are mended then, and no number is changed.
_REWORDED_UNBOUND: Final = frozenset({"OR106", "OR107", "OR122"})
# Codes that other words settle; what else may be wrong, a person has to think about.
REWORDED: Final = frozenset({"OR103", "OR105", "OR106", "OR107", "OR120", "OR122"})
_MARKS: Final = re.compile(r"[\[\]*_`<>|\\\r\n]")


def binding_fix(statement: Statement, book: Book, graded: Graded) -> Fix | None:
    """Return the edit that binds words as they were graded, and says the number as the claims do where they differ.

    None where the form holds no binding that could be written, or the words have a mark in their midst, or stand in a
    link already, or what is wrong with them is more than a number.
    """
    if graded.grade is Grade.PLACE_WRONG or graded.target is None:
        return None
    if statement.form is Form.DOCX or _is_linked(statement, graded.start, graded.end):
        return None
    words = statement.text[graded.start : graded.end]
    errors = [one for one in graded.found if one.severity is Severity.ERROR]
    if any(one.code.name not in _REWORDED_UNBOUND for one in errors):
        return None
    new = _reworded(statement, book, words, errors[0]) if errors else words
    return None if new is None else _bound(statement, graded, new, errors)


def wording_fix(statement: Statement, book: Book, one: Diagnostic, binding: Binding) -> Fix | None:
    """Return the edit that says a bound number or date as its claims do; places of `one` are those of the text."""
    if one.code.name not in REWORDED or statement.form is Form.DOCX or not one.claims:
        return None
    link = binding.link
    if (one.start, one.end) != (link.words.start, link.words.end) or _has_hedge_before(statement, link, book):
        return None
    new = _reworded(statement, book, link.text, one)
    if new is None or new == link.text:
        return None
    first, old_end, new_end = _difference(link.text, new)
    start, end = link.words.start + first, link.words.start + old_end
    place = statement.in_file(start, end)
    if statement.form is Form.HTML and "<" in place.of(statement.file):
        return None
    return Fix(start=place.start, end=place.end, replacement=_letters(statement.form, new[first:new_end]),
               codes=(one.code.name,))  # fmt: skip


def _bound(statement: Statement, graded: Graded, words: str, errors: Sequence[Diagnostic]) -> Fix | None:
    place = statement.in_file(graded.start, graded.end)
    source = place.of(statement.file)
    is_new = words != statement.text[graded.start : graded.end]
    if statement.form is Form.HTML:
        if not _is_balanced(source) or (is_new and "<" in source):
            return None
        words = _letters(Form.HTML, words) if is_new else source
    elif _MARKS.search(source):
        return None
    codes = ("OR101", *dict.fromkeys(one.code.name for one in errors))
    assert graded.target is not None  # noqa: S101 - asked before
    return Fix(
        start=place.start,
        end=place.end,
        replacement=bound_words(statement.form, words, graded.target),
        codes=codes,
    )


def _reworded(statement: Statement, book: Book, words: str, one: Diagnostic) -> str | None:
    claim = next((claim for name in one.claims if (claim := book.claim(name)) is not None), None)
    if claim is None:
        return None
    if isinstance(claim.value, PartialDate):
        return redated(words, claim.value, statement.language)
    if claim.quantity is None:
        return None
    return reworded(words, claim.quantity, one.suggestion, statement.language, book.vocabulary)


def _has_hedge_before(statement: Statement, link: Link, book: Book) -> bool:
    """Say whether a hedge of the number stands before its link: with one inside it would be said twice."""
    sentence = statement.sentence_at(link.words.start)
    around = quantities_in(sentence.of(statement.prose), statement.language, book.vocabulary, every=True)
    return any(
        sentence.start + one.start < link.words.start < sentence.start + one.end <= link.words.end for one in around
    )


def _is_linked(statement: Statement, start: int, end: int) -> bool:
    return any(one.start < end and start < max(one.end, one.words.end) for one in statement.links)


def _is_balanced(source: str) -> bool:
    """Say whether each tag that is opened in a stretch is closed in it, and the other way round."""
    open_tags: list[str] = []
    for token in tokens_of(source):
        if token.kind == "open":
            open_tags.append(token.name)
        elif token.kind == "close" and (not open_tags or open_tags.pop() != token.name):
            return False
    return not open_tags


def _letters(form: Form, words: str) -> str:
    """Return words as letters of this form."""
    return words.replace("&", "&amp;").replace("<", "&lt;") if form is Form.HTML else words


def _difference(old: str, new: str) -> tuple[int, int, int]:
    """Return where two texts begin to differ and where, in each, they end to."""
    first = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    if first is None:
        first = min(len(old), len(new))
    old_end, new_end = len(old), len(new)
    while old_end > first and new_end > first and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    return first, old_end, new_end

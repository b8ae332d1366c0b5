"""The catalogue of faults: unique codes, three languages, a page that agrees with the program."""

import re
import string

import pytest

from onrecord.kernel import INTERFACE_LANGUAGES, Fault, Label
from tools import errors_page

_LEAVES = errors_page.leaves()
_CODE = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")


def _name(leaf: type[Fault]) -> str:
    return leaf.__qualname__


def _facts(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def test_codes_are_unique() -> None:
    """One code, one fault: programs and pages rely on it."""
    by_code: dict[str, list[str]] = {}
    for leaf in _LEAVES:
        by_code.setdefault(leaf.code, []).append(f"{leaf.__module__}.{leaf.__qualname__}")
    assert {code: where for code, where in by_code.items() if len(where) > 1} == {}


def _has_words(text: str) -> bool:
    """Say whether a text has words of its own beside the facts it passes on."""
    return any(word.isalpha() for literal, *_ in string.Formatter().parse(text) for word in literal.split())


@pytest.mark.parametrize("leaf", _LEAVES, ids=_name)
def test_a_code_is_its_room_and_its_name(leaf: type[Fault]) -> None:
    """`ledger.quote-not-in-text` is raised by the ledger and found in its `errors.py`."""
    assert _CODE.fullmatch(leaf.code), leaf.code
    assert leaf.__module__.split(".")[1] == leaf.code.partition(".")[0]


@pytest.mark.parametrize("leaf", _LEAVES, ids=_name)
def test_a_fault_belongs_to_a_family(leaf: type[Fault]) -> None:
    """Who has to act is known: a leaf right below `Fault` would leave with the status of a bug."""
    assert leaf.exit_status != Fault.exit_status, f"{leaf.code}: choose a family of kernel/errors.py"


@pytest.mark.parametrize("leaf", _LEAVES, ids=_name)
def test_a_fault_speaks_three_languages(leaf: type[Fault]) -> None:
    """Three sentences, none empty, none a copy, all with the same facts."""
    says = leaf.says
    assert isinstance(says, Label)
    texts = [says.text(language) for language in INTERFACE_LANGUAGES]
    assert all(text.strip() for text in texts), f"{leaf.code}: a language is missing"
    assert not _has_words(texts[0]) or len(set(texts)) == len(texts), f"{leaf.code}: two languages say the same words"
    assert len({frozenset(_facts(text)) for text in texts}) == 1, f"{leaf.code}: the languages name different facts"


@pytest.mark.parametrize("code", errors_page.reasons())
def test_a_reason_in_a_report_speaks_three_languages(code: str) -> None:
    """What is told about a row, a sentence or a file of an export is told as well as a fault."""
    texts = [errors_page.reasons()[code].text(language) for language in INTERFACE_LANGUAGES]
    assert all(text.strip() for text in texts)
    assert not _has_words(texts[0]) or len(set(texts)) == len(texts)
    assert len({frozenset(_facts(text)) for text in texts}) == 1


@pytest.mark.parametrize("leaf", _LEAVES, ids=_name)
def test_a_fault_is_described(leaf: type[Fault]) -> None:
    """The docstring says when it happens; the page of errors quotes it."""
    assert vars(leaf).get("__doc__"), f"{leaf.code} has no docstring of its own"


def test_the_page_of_errors_agrees_with_the_program() -> None:
    """docs/errors.md is written from the classes; write it anew with `python -m tools.errors_page`."""
    assert errors_page.PAGE.read_text(encoding="utf-8") == errors_page.page(), "run: python -m tools.errors_page"

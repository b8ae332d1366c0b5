"""The catalogue of faults: unique codes, three languages, a page that agrees with the program."""

import re
import string

from onrecord.kernel import INTERFACE_LANGUAGES, Fault, Label
from tools import errors_page

_LEAVES = errors_page.leaves()
_CODE = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")


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


def test_a_code_is_its_room_and_its_name() -> None:
    """`ledger.quote-not-in-text` is raised by the ledger and found in its `errors.py`."""
    wrong = [
        leaf.code
        for leaf in _LEAVES
        if not _CODE.fullmatch(leaf.code) or leaf.__module__.split(".")[1] != leaf.code.partition(".")[0]
    ]
    assert wrong == []


def test_a_fault_belongs_to_a_family() -> None:
    """Who has to act is known: a leaf right below `Fault` would leave with the status of a bug."""
    assert [leaf.code for leaf in _LEAVES if leaf.exit_status == Fault.exit_status] == []


def _told(code: str, says: Label) -> str | None:
    """Return what is wrong with a sentence: three languages, none empty, none a copy, all with the same facts."""
    texts = [says.text(language) for language in INTERFACE_LANGUAGES]
    if not all(text.strip() for text in texts):
        return f"{code}: a language is missing"
    if _has_words(texts[0]) and len(set(texts)) < len(texts):
        return f"{code}: two languages say the same words"
    return (
        f"{code}: the languages name different facts" if len({frozenset(_facts(text)) for text in texts}) > 1 else None
    )


def test_a_fault_speaks_three_languages() -> None:
    """Three sentences, none empty, none a copy, all with the same facts."""
    assert all(isinstance(leaf.says, Label) for leaf in _LEAVES)
    assert [problem for leaf in _LEAVES if (problem := _told(leaf.code, leaf.says)) is not None] == []


def test_a_reason_in_a_report_speaks_three_languages() -> None:
    """What is told about a row, a sentence or a file of an export is told as well as a fault."""
    reasons = errors_page.reasons()
    assert len(reasons) > 100
    assert [problem for code, says in reasons.items() if (problem := _told(code, says)) is not None] == []


def test_a_fault_is_described() -> None:
    """The docstring says when it happens; the page of errors quotes it."""
    assert [leaf.code for leaf in _LEAVES if not vars(leaf).get("__doc__")] == []


def test_the_page_of_errors_agrees_with_the_program() -> None:
    """docs/errors.md is written from the classes; write it anew with `python -m tools.errors_page`."""
    assert errors_page.PAGE.read_text(encoding="utf-8") == errors_page.page(), "run: python -m tools.errors_page"

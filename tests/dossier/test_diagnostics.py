"""The codes of the check: a page for each, texts in three languages, none with two meanings."""

from pathlib import Path

import pytest

from onrecord.dossier import CODES, Code, Severity

_PAGES = Path(__file__).parents[2] / "docs" / "checks"


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_each_code_has_its_page_and_its_sentences(code: Code) -> None:
    """The page says what it means, how grave it is and what to do; the sentences differ by language."""
    page = (_PAGES / f"{code.name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code.name}: {code.title}\n")
    assert {Severity.ERROR: "an error", Severity.WARNING: "a warning", Severity.NOTE: "a note"}[code.severity] in page
    assert "## What to do" in page
    assert len({code.says.en, code.says.ru, code.says.kk}) == 3
    assert (
        f"[{code.name}]({code.name}.md) | {code.title} | {code.severity.value} |" in (_PAGES / "README.md").read_text()
    )


def test_no_page_is_left_of_a_code_that_is_gone() -> None:
    """Pages and codes are the same set."""
    assert {file.stem for file in _PAGES.glob("OR*.md")} == set(CODES)

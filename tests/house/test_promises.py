"""What we promise, and the tests that hold it: the page says both, and neither without the other."""

from tools import promises_page


def test_the_page_of_promises_agrees_with_the_tests() -> None:
    """docs/promises.md is written by machine; write it anew with `python -m tools.promises_page`."""
    assert promises_page.PAGE.read_text(encoding="utf-8") == promises_page.page(), "run: python -m tools.promises_page"


def test_every_code_that_a_test_cites_is_a_promise() -> None:
    """A code that nobody can look up says nothing."""
    assert sorted(set(promises_page.citations()) - set(promises_page.promises())) == []


def test_every_promise_has_a_test() -> None:
    """A promise without a test is a wish."""
    assert sorted(set(promises_page.promises()) - set(promises_page.citations())) == []

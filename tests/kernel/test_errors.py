"""Faults: facts for the log, a sentence for a person, a status for a script."""

from typing import ClassVar

import pytest

from onrecord.kernel import (
    Broken,
    Conflict,
    Fault,
    Invalid,
    Label,
    Misconfigured,
    NotAllowed,
    NotFound,
    Problem,
    Refused,
    Unavailable,
)

_SAYS = Label(en="Row {row} says {quote}.", ru="Строка {row}: {quote}.", kk="{row}-жол: {quote}.")


class _Sample(Refused):
    code: ClassVar[str] = "kernel.sample"
    says = _SAYS


class _Several(Invalid):
    code: ClassVar[str] = "kernel.several"
    says = Label(en="{count} rows", ru="строк: {count}", kk="{count} жол")


@pytest.mark.parametrize(
    ("family", "status", "http"),
    [
        (Refused, 2, 422),
        (Invalid, 2, 422),
        (NotAllowed, 3, 403),
        (NotFound, 4, 404),
        (Conflict, 5, 409),
        (Broken, 10, 500),
        (Unavailable, 20, 503),
        (Misconfigured, 30, 500),
        (Fault, 70, 500),
    ],
)
def test_families_keep_their_statuses(family: type[Fault], status: int, http: int) -> None:
    """STYLE section 5: exit and HTTP statuses are a public promise."""
    assert (family.exit_status, family.http_status) == (status, http)


def test_a_fault_speaks_the_persons_language() -> None:
    """One set of facts, three sentences; an unknown language reads English."""
    fault = _Sample(row=3, quote="a {brace}")
    assert fault.message("ru") == "Строка 3: a {brace}."
    assert fault.message("kk-Latn") == "3-жол: a {brace}."
    assert fault.message("pl") == "Row 3 says a {brace}."


def test_a_missing_fact_never_hides_the_message() -> None:
    """An error about an error would leave the person with nothing."""
    assert _Sample(row=3).message() == "Row 3 says {quote}."


def test_all_problems_are_told_at_once() -> None:
    """A person corrects a file once, not once per mistake."""
    fault = _Several([Problem(code="a.b", row=1, says=_SAYS, facts={"quote": "x"})] * 2, count=2)
    assert fault.message().splitlines() == ["2 rows", "  a.b: Row 1 says x.", "  a.b: Row 1 says x."]
    assert fault.problems[0].to_record("ru") == {"row": 1, "code": "a.b", "problem": "Строка 1: x."}


def test_facts_become_plain_json() -> None:
    """`--json` prints facts of any type without losing them."""
    record = _Sample(path={"a": (1, None)}, other=object).to_record()
    assert record["code"] == "kernel.sample"
    assert record["facts"]["path"] == {"a": [1, None]}  # type: ignore[index]
    assert isinstance(record["facts"]["other"], str)  # type: ignore[index]

"""The State's reply of 19 July 2021 (METHOD 4.2), on the claims of examples/korday: what was true on the anniversary."""

import datetime as dt
import functools
from pathlib import Path

import pytest

from onrecord import dossier, ledger
from onrecord.kernel import day_words

_KORDAY = Path(__file__).parents[2] / "examples" / "korday"
_TODAY = dt.date(2026, 1, 1)
_SEARCH = {"subject": "letter:cerd-2021-04", "value": "2021-07-18", "wording": "18 July 2021", "as_of": "2021-07-18"}
_BODIES = {
    "en": "As of [8 February 2021](claim:K-un-duties-005) no official reply is known to us.",
    "ru": "На [8 февраля 2021 года](claim:K-un-duties-005) официального ответа, насколько нам известно, не было.",
    "kk": "[2021 жылғы 8 ақпанға](claim:K-un-duties-005) дейін ресми жауап болған жоқ.",
}


@functools.cache
def _book(claim: str = "") -> ledger.Book:
    """Return the claims of the example, read from its files without an archive, and one search more."""
    files = [_KORDAY / "sources.jsonl", *sorted((_KORDAY / "claims").glob("*.jsonl"))]
    fields = [
        {name: value for name, value in row.fields.items() if name != "item"}
        for file in files
        for row in ledger.rows_from(file)
    ]
    fields += [{**one, "id": claim, **_SEARCH} for one in fields if claim and one.get("id") == "K-un-duties-005"]
    rows = [ledger.Row(number=number, fields=one, original="") for number, one in enumerate(fields, start=1)]
    return ledger.book_from_rows(rows, today=_TODAY)


def _told(body: str, language: str, as_of: str) -> list[dossier.Diagnostic]:
    text = f"---\nlanguage: {language}\nincident: korday-2020\nas_of: {as_of}\nedition: public\n---\n\n{body}\n"
    return list(dossier.check(_book(), text, today=_TODAY).errors)


@pytest.mark.parametrize(("language", "body"), _BODIES.items())
def test_no_reply_holds_on_the_anniversary_and_is_stale_today(language: str, body: str) -> None:
    """What nobody has looked for since February 2021 is no longer known, and a reply has come to the other letter."""
    assert _told(body, language, "2021-02-08") == []
    (error,) = _told(body, language, _TODAY.isoformat())
    assert error.code.name == "OR105"
    assert all(
        day_words(day, language) in error.message(language) for day in (dt.date(2021, 2, 8), dt.date(2021, 7, 19))
    )


def test_the_reply_makes_an_absence_of_its_own_letter_stale_at_once() -> None:
    """The second letter was answered: from that day on no search, however young, makes "no reply" true."""
    both = _book("K-new")
    head = "---\nlanguage: en\nincident: korday-2020\nas_of: {}\n---\n\n"
    body = "As of [18 July 2021](claim:K-new) no reply is known.\n"
    assert dossier.check(both, head.format("2021-07-18") + body, today=_TODAY).errors == ()
    (error,) = dossier.check(both, head.format("2021-07-19") + body, today=_TODAY).errors
    assert (error.code.name, error.claims) == ("OR105", ("K-un-duties-009",))

"""Pictured behind a statement: what it binds is drawn, from its edition alone, and nothing that the public may not see."""

import datetime as dt
from functools import cache
from typing import Any

import pytest
from tests.dossier.valley import with_items
from tests.drawn import LANGUAGES, WIDTHS, faults
from tests.duties import claimed
from tests.justice.claimed import TODAY, book, number, valley_rows
from tests.speech.world import GOVERNOR

from onrecord import dossier, ledger
from onrecord.dossier import pdf, site
from onrecord.dossier.composing import Checked, compose
from onrecord.dossier.model import Dossier, LogHead
from onrecord.dossier.pictured import Pictured, pictured_of
from onrecord.drawing import Picture
from onrecord.kernel import ItemId, Visibility
from onrecord.ledger import shipped_vocabulary
from onrecord.vault import Item

_HEAD = LogHead(origin="o", size=1, root="0" * 64, note="", verifier_key="", key_id="", key_sha256="")
_ITEM = Item(id=ItemId("item-1"), seq=3, sha256="a" * 64, size=9, media_type="text/plain", name="a.md",
             visibility=Visibility.PUBLIC, sealed_at="2031-03-01T00:00:00Z")  # fmt: skip
_DAY = dt.date(2032, 4, 1)
_VALLEY = "incident:valley"
_COUNTS = (
    number("N-cases", _VALLEY, "criminal_cases", 120, unit="cases", as_of="2031-05-11"),
    number("N-charged", _VALLEY, "charged", 26, as_of="2031-09-30"),
    number("N-group", _VALLEY, "charged", 7, as_of="2031-09-30", group="dungan"),
    number("N-later", _VALLEY, "charged", 99, as_of="2032-12-30"),
)


@cache
def _book(*, public_only: bool = False) -> ledger.Book:
    rows = [*valley_rows(), *_COUNTS, *GOVERNOR]
    hidden = {one["id"] for one in rows if str(one["id"]).startswith(("H01.", "H01-press."))}
    shown = [one | {"visibility": "restricted"} if one["id"] in hidden else one for one in rows]
    return book(*(one for one in shown if not public_only or one["visibility"] == "public"))


def _read(*claims: str, to_publish: bool = True, public_only: bool = False) -> Pictured:
    held = _book(public_only=public_only)
    bound = [claim for name in claims if (claim := held.claim(name)) is not None]
    assert len(bound) == len(claims)
    return pictured_of(held, bound, "valley", _DAY, to_publish=to_publish)


def _drawn(read: Pictured, language: str = "en", width: float = 720) -> list[Picture]:
    return list(read.pictures(language, shipped_vocabulary(), width=width))


def test_a_statement_that_binds_nothing_of_the_kind_has_no_picture() -> None:
    """Words about a market are no proceedings."""
    assert _drawn(_read("E-press")) == []


def test_a_count_brings_the_stages_and_what_others_report_of_the_same() -> None:
    """Not of other things, nor of a day that the statement cannot know."""
    read = _read("N-charged")
    assert [one.count.id for one in read.reported] == ["N-charged", "N-group"]
    (picture,) = _drawn(read)
    assert "26 as of 30\xa0September 2031, Valley Herald" in picture.description
    assert "120" not in picture.description
    assert "99" not in picture.description


def test_groups_stand_apart_only_where_the_statement_binds_one() -> None:
    """METHOD 7.6: no group of suspects unless it is what is shown."""
    assert [one.group for one in _read("N-charged").funnels] == [None]
    assert [one.group for one in _read("N-group").funnels] == ["dungan", "kazakh", None]


def test_the_public_edition_tells_bands_and_draws_no_waits() -> None:
    """Nobody learns from it that one of eleven, or how long a single person waited."""
    (public,) = _drawn(_read("N-charged"))
    restricted = _drawn(_read("N-charged", to_publish=False))
    assert "persons on record are told in bands of 5" in public.description
    assert "25 of 42" in restricted[0].description
    assert "25 of 42" not in public.file()
    assert len(restricted) == 2
    assert "median" in restricted[1].description


def test_a_term_brings_that_persons_sentences_and_nobody_elses() -> None:
    """Who is not spoken of is not drawn."""
    (picture,) = _drawn(_read("H05.4.term"))
    assert "prison, 60\xa0months" in picture.description
    assert "H05" in picture.description
    assert "H06" not in picture.file()


def test_what_the_edition_does_not_hold_is_not_drawn() -> None:
    """All about H01 is restricted: the book of the public edition counts one person fewer, and knows no such term."""
    whole, public = _read("N-charged"), _read("N-charged", public_only=True)
    assert [one.funnels[-1].persons for one in (whole, public)] == [42, 41]
    assert "H01" not in "".join(one.file() for one in _drawn(public))


def test_an_utterance_brings_what_came_of_it() -> None:
    """And of no other."""
    (picture,) = _drawn(_read("U1-words"))
    assert "u1, district governor" in picture.description


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_touches_and_all_is_heard(language: str, width: float) -> None:
    """Everything at once, in each edition."""
    for to_publish in (True, False):
        read = _read("N-group", "N-cases", "H05.4.term", "U1-words", to_publish=to_publish)
        for picture in _drawn(read, language, width):
            assert list(faults(picture)) == []


@cache
def _dossier(edition: str) -> Dossier:
    text = (
        "---\ntitle: T\nlanguage: en\nincident: valley\nas_of: 2032-04-01\n---\n"
        "[26 people](claim:N-charged) were charged, and [one](claim:H05.4.term) got five years.\n"
    )
    held = with_items(_book(), {"N-charged": "item-1", "H05.4.term": "item-1"})
    report = dossier.check(held, text, today=TODAY)
    page = Checked(name="t.md", sha256="", report=report)
    return compose(
        held, {"item-1": _ITEM}, [page], archive="a", title="A", edition=edition, published_on=TODAY, head=_HEAD
    )


def _page(made: Dossier) -> str:
    return next(page for path, page in site.pages(made, pdfs={"t.md": "t.pdf"}) if path == "index.html").decode()


def test_a_page_has_its_pictures_with_their_numbers_as_tables() -> None:
    """Named apart for a reader that speaks, wide and narrow, and the table says the same."""
    page = _page(_dossier("public"))
    assert page.count('<figure class="wide-block picture">') == 2
    assert page.count("<details") == 2
    names = [part.split('"', 1)[0] for part in page.split(' id="picture-')[1:]]
    assert len(names) == len(set(names)) == 8
    assert "<style" not in page
    assert "25 of 42" not in page


def test_paper_has_the_same_pictures_and_hears_them() -> None:
    """Set as PDF/UA, which refuses a picture without words."""
    made = _dossier("public")
    shown: list[dict[str, Any]] = pdf._Sheet(made, made.statements[0]).data()["pictures"]
    assert all(one["alt"] for one in shown)
    assert "26 as of 30\xa0September 2031" in shown[0]["alt"]
    assert pdf.pdf_of(made, made.statements[0]).missing == ()


def test_a_day_of_a_letter_brings_its_clock() -> None:
    """As of the day of the statement: what came later is not in it."""
    held = claimed.book(*claimed.letter(), claimed.row("L-reply", claimed.LETTER, "replied_on", "2031-06-05"))
    bound = [claim for claim in held.claims if claim.id == "L-due"]
    for day, says in (("2031-06-04", "due 1\xa0June 2031"), ("2031-06-30", "4 days late")):
        read = pictured_of(held, bound, None, dt.date.fromisoformat(day), to_publish=True)
        (picture,) = _drawn(read)
        assert says in picture.description
        assert ("5\xa0June 2031" in picture.file()) == (day > "2031-06-05")

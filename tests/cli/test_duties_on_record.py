"""`duties`, `calendar`, `draft` and `norms` over one small archive: letters, observations, a treaty; nothing is written.

The archive is made once for the module: every command here only reads it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from tests.duties.claimed import LETTER, letter, row, searched
from tests.personas import KEEPER

from onrecord import app, ledger, reading, vault
from onrecord.cli import status_of
from onrecord.kernel import CountedIds, FixedClock, Visibility

_OTHER: Final = "letter:l2"
_DAY: Final = ("--as-of", "2031-06-11")
_ROWS: Final = (
    *letter(),
    row("L-about", LETTER, "concerns_incident", "incident:valley"),
    row("L-art", LETTER, "under_article", "icerd:5(b)"),
    searched("L-none", "2031-06-10"),
    row("M-sent", _OTHER, "sent_on", "2031-03-01"),
    row("M-to", _OTHER, "addressed_to", "Kazakhstan"),
    row("M-due", _OTHER, "due_on", "2031-06-01", visibility="team"),
    row("M-none", _OTHER, "no_reply_as_of", "2031-06-10", speaker="Valley Union", speaker_kind="ngo"),
    row("K-in", "state:KAZ", "bound_since", "1999-09-25", treaty="icerd", as_of=None),
    row("K-when", "state:KAZ", "reviewed_on", "2031-08-12/2031-08-13", body="cerd"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with these claims."""
    clock, ids = FixedClock(dt.datetime(2036, 1, 1, tzinfo=dt.UTC), step_seconds=1), CountedIds()
    place = tmp_path_factory.mktemp("duties") / "archive"
    made = app.create_archive(place, title="Valley", clock=clock, ids=ids).folder
    herald = place.parent / "herald.md"
    herald.write_text("It is of the valley, and so it says.", encoding="utf-8")
    rows = [{"source": "S1", "publisher": "Valley Herald", "item": "herald.md", "visibility": "public"}, *_ROWS]
    numbered = [ledger.Row(number=n, fields=one, original=json.dumps(one)) for n, one in enumerate(rows, start=1)]
    with app.open_desk(made, actor=KEEPER, clock=clock, ids=ids) as desk:
        vault.seal(desk, [herald], visibility=Visibility.PUBLIC, in_clear=True)
        reading.read(desk)
        told = ledger.state_rows(desk, numbered)
        assert not told.refused, [one.problem.message() for one in told.refused]
    return made


Typed = Callable[..., str]


@pytest.fixture
def typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Return a function that types a command and gives what it printed; what it said beside is `typed.err`."""

    def run(*words: str, status: int = 0, language: str = "en") -> str:
        capsys.readouterr()
        assert status_of(["--language", language, "-C", str(folder), *words]) == status, words
        shown = capsys.readouterr()
        return shown.out if not status else shown.err

    return run


@pytest.mark.parametrize("state", ["KAZ", "kz", "Kazakhstan", "Казахстан", "Қазақстан"])
def test_a_state_is_called_as_anybody_calls_it(typed: Typed, state: str) -> None:
    """By code or name, in any of the three languages; and each stands with the reason why it is not called late."""
    found = json.loads(typed("duties", *_DAY, "--state", state, "--json"))
    assert [(one["id"], one["state"], one["days"], one["open"]) for one in found["duties"]] == [
        (LETTER, "overdue", 10, None),
        (_OTHER, "unknown", None, "search_untold"),
    ]
    assert found["counts"]["overdue"] == 1


@pytest.mark.parametrize(("language", "told"), [("en", "no State"), ("ru", "не код"), ("kk", "коды да")])
def test_a_slip_in_the_name_of_a_state_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path, language: str, told: str
) -> None:
    """Else an empty list would say that nothing was asked of it."""
    assert status_of(["--language", language, "-C", str(folder), "duties", "--state", "Kazahstan", "--json"]) == 0
    shown = capsys.readouterr()
    assert told in shown.err
    assert json.loads(shown.out)["duties"] == []


def test_a_narrowing_by_incident_and_body_leaves_out_what_does_not_say_so(typed: Typed) -> None:
    """The second letter names no incident; nobody is taken for somebody else's committee."""
    found = json.loads(typed("duties", *_DAY, "--incident", "valley", "--body", "CERD", "--json"))
    assert [one["id"] for one in found["duties"]] == [LETTER]
    assert json.loads(typed("duties", *_DAY, "--body", "CAT", "--json"))["duties"] == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("CERD → Kazakhstan", "overdue, days: 10", "no search that can be repeated", "binds Kazakhstan since")),
        (
            "ru",
            ("CERD → Казахстан", "просрочено, дней: 10", "нет поиска, который можно повторить", "Казахстан связано"),
        ),
        (
            "kk",
            (
                "CERD → Қазақстан",
                "кешіккен, күн: 10",
                "қайталауға болатын іздеу жоқ",
                "Қазақстан байланысты, басталуы: 1999 жылғы 25 қыркүйек",
            ),
        ),
    ],
)
def test_duties_are_listed_in_three_languages(typed: Typed, language: str, told: tuple[str, ...]) -> None:
    """Whom, by when, how it stands, and what binds the State."""
    shown = " ".join(typed("duties", *_DAY, language=language).split())
    assert all(words in shown for words in told), shown


def test_one_duty_is_shown_whole(typed: Typed) -> None:
    """Every fact with its claims; a search that cannot be repeated is an account of whoever knew of no reply."""
    shown = typed("duties", "l1", *_DAY).replace("\u00a0", " ")
    for words in (
        "[L-asked]",
        "icerd:5(b) [L-art]",
        "[K-in]",
        "Searched 10 June 2031",
        "read page by page",
        "[L-none]",
    ):
        assert words in shown, words
    other = typed("duties", _OTHER, *_DAY).replace("\u00a0", " ")
    assert "Valley Union knew of no reply on 10 June 2031 [M-none]" in other
    assert "not called overdue" in other
    assert "duties.no-such-duty" in typed("duties", "letter:none", *_DAY, status=4)


@pytest.mark.parametrize("form", ["md", "csv", "html"])
def test_the_table_for_a_shadow_report_is_written_in_each_form(typed: Typed, tmp_path: Path, form: str) -> None:
    """One row for each thing asked, with the claims behind it; another ending is refused, and nothing is written."""
    out = tmp_path / f"shadow.{form}"
    typed("duties", *_DAY, "--table", str(out), language="ru")
    text = out.read_text(encoding="utf-8")
    assert text.count("an independent inquiry") == 1
    assert "L-due" in text.replace("\\", "")
    assert "просрочено дней: 10" in text
    if form == "csv":
        assert len(list(csv.reader(io.StringIO(text)))) == 3
    assert "duties.unknown-table-form" in typed("duties", *_DAY, "--table", str(tmp_path / "t.doc"), status=2)
    assert not (tmp_path / "t.doc").exists()


def test_a_calendar_lists_what_is_to_be_remembered_and_writes_it_down(typed: Typed, tmp_path: Path) -> None:
    """Last days, the searches to make, the session; in the file what rests on the team's claims is private."""
    out = tmp_path / "duties.ics"
    found = json.loads(typed("calendar", *_DAY, "--ics", str(out), "--json"))
    assert [(one["matter"], one["on"], one["duty"]) for one in found["reminders"]] == [
        ("reply_due", "2031-06-01", LETTER),
        ("reply_due", "2031-06-01", _OTHER),
        ("search", "2031-06-02", _OTHER),
        ("search", "2031-07-10", LETTER),
        ("session", "2031-08-12", None),
    ]
    text = out.read_bytes().decode()
    assert [text.count(f"CLASS:{kind}") for kind in ("PRIVATE", "PUBLIC")] == [2, 3]
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    near = json.loads(typed("calendar", *_DAY, "--within", "30", "--state", "KZ", "--json"))
    assert len(near["reminders"]) == 4
    assert "Казахстан" in typed("calendar", *_DAY, language="ru")
    assert "duties.not-written" in typed("calendar", *_DAY, "--ics", str(tmp_path / "none" / "a.ics"), status=2)


def test_what_is_published_leaves_out_what_is_the_team_s(typed: Typed, tmp_path: Path) -> None:
    """A calendar to hand on has no private event, and of the second letter no last day."""
    out = tmp_path / "public.ics"
    found = json.loads(typed("calendar", *_DAY, "--public", "--ics", str(out), "--json"))
    assert {one["duty"] for one in found["reminders"]} == {LETTER, None}
    assert "PRIVATE" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "bodies asked of Kazakhstan"), ("ru", "к государству Казахстан"), ("kk", "Қазақстан мемлекетінен")],
)
def test_a_letter_is_drafted_with_every_day_bound(typed: Typed, tmp_path: Path, language: str, words: str) -> None:
    """It passes the check as it stands, calls the State by its name, and is never written over."""
    out = tmp_path / "letter.md"
    asked = ("draft", "letter", *_DAY, "--state", "KZ", "--to", "ministry", "--out", str(out))
    found = json.loads(typed(*asked, "--edition", "restricted", "--json", language=language))
    text = out.read_text(encoding="utf-8")
    assert (found["diagnostics"], found["left_out"]) == ([], [])
    assert words in text
    assert all(f"](claim:{name})" in text for name in ("L-sent", "L-asked", "L-due", "L-none", "M-due", "M-none"))
    assert "dossier.already-drafted" in typed(*asked, status=2, language=language)
    public = typed(*asked, "--force", language=language)
    assert public
    assert "M-due" not in out.read_text(encoding="utf-8")


def test_norms_say_since_when_a_treaty_binds_a_state_where_that_is_on_record(typed: Typed) -> None:
    """One treaty by a claim, the other not on record; before the day it did not bind."""
    found = json.loads(typed("norms", *_DAY, "--state", "KZ", "--json"))
    held = {one["treaty"]: one["in_force"] for one in found["treaties"]}
    assert (found["state"], held["icerd"], held["cat"]) == ("Kazakhstan", True, None)
    before = json.loads(typed("norms", "icerd", "--as-of", "1998-01-01", "--state", "KZ", "--json"))
    assert before["treaties"][0]["in_force"] is None  # nobody had told it by then
    shown = " ".join(typed("norms", "icerd:5(b)", *_DAY, "--state", "Казахстан", language="ru").split())
    assert "личная безопасность" in shown
    assert "Казахстан: обязательна с 25 сентября 1999 г. [K-in]" in shown
    assert "Казахстан: обязательна ли она, не записано" in " ".join(
        typed("norms", "cat", *_DAY, "--state", "KZ", language="ru").split()
    )


def test_norms_without_a_state_need_no_archive(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """All treaties, one, or one article; what is none is not found, and a period says what it rests on."""

    def listed(*words: str, status: int = 0) -> str:
        capsys.readouterr()
        assert status_of(["-C", str(tmp_path), "norms", *words]) == status
        shown = capsys.readouterr()
        return shown.err if status else shown.out

    found = json.loads(listed("--json"))["treaties"]
    assert {"icerd", "iccpr", "cat"} <= {one["treaty"] for one in found}
    assert all(one["articles"] and one["in_force"] is None for one in found)
    (one,) = json.loads(listed("ICERD:5(b)", "--json"))["treaties"]
    assert [each["id"] for each in one["articles"]] == ["icerd:5(b)"]
    assert {one["treaty"] for one in json.loads(listed("--body", "CAT", "--json"))["treaties"]} == {"cat"}
    assert "180 days, by practice" in " ".join(listed("iccpr", "--periods").split())
    for words in (("nothing",), ("--body", "nobody"), ("icerd:99",)):
        assert "duties.no-such-norm" in listed(*words, status=4)

"""The watch over what was published, and what changed from one release to another."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.personas import ANALYST, KEEPER, READER

from onrecord import dossier, ledger
from onrecord.dossier import Standing
from onrecord.store import Desk

_SIT = Callable[..., Desk]
_LATER = valley.AT + dt.timedelta(days=60)
_STATEMENT = "statement.ru.md"


def _publish(desk: Desk, folder: Path, *names: str, edition: str = "public") -> None:
    dossier.publish(
        desk, [folder / one for one in names or (_STATEMENT,)], edition=edition, out=folder / f"site-{edition}"
    )


def _standing(desk: Desk) -> dict[str, Standing]:
    return {one.release.name: one.standing for one in dossier.watch(desk)}


def test_what_was_just_published_holds(at_valley: _SIT, folder: Path) -> None:
    """Whatever the day, as long as nothing new is known."""
    _publish(at_valley(), folder, *valley.STATEMENTS)
    assert set(_standing(at_valley(at=_LATER)).values()) == {Standing.HOLDS}


def test_a_withdrawn_claim_calls_for_a_correction(at_valley: _SIT, folder: Path) -> None:
    """What was said rests on something that was taken back: told with the place and the reason."""
    desk = at_valley(at=_LATER)
    _publish(at_valley(), folder, "statement.en.md")
    ledger.withdraw(desk, "K7", why="the paper took it back")
    (found,) = dossier.watch(desk)
    assert found.standing is Standing.CORRECTION
    assert [one.code.name for one in found.found] == ["OR116"]
    assert found.found[0].text == "More than 120"


def test_what_was_learnt_later_about_that_day_calls_for_a_correction(at_valley: _SIT, folder: Path) -> None:
    """An official count of before the statement's own day, found after it: the figure was never right."""
    _publish(at_valley(), folder)
    desk = at_valley(at=_LATER)
    late = valley.killed("K20", 14, "eight people had been killed", "S1", "2031-03-20", wording="14", **valley._OFFICE)
    with pytest.raises(AssertionError):  # a quote has to carry its number, also here
        valley.state(desk, folder, [late])
    valley.state(desk, folder, [late | {"low": 10, "high": 10, "quote": "ten people killed", "wording": "ten people"}])
    assert _standing(desk) == {_STATEMENT: Standing.CORRECTION}


def test_what_happened_since_makes_a_statement_old_and_not_wrong(at_valley: _SIT, folder: Path) -> None:
    """A count of after its day: it spoke up to that day, and a newer release should say more.

    A figure that its author dated is of that date for ever.
    """
    text = (folder / _STATEMENT).read_text(encoding="utf-8")
    (folder / "undated.ru.md").write_text(text.replace("&as_of=2031-04", ""), encoding="utf-8")
    _publish(at_valley(), folder, _STATEMENT, "undated.ru.md")
    desk = at_valley(at=_LATER)
    more = valley.killed("K21", 10, "ten people killed", "S1", "2031-05-20", wording="ten people", **valley._OFFICE)
    valley.state(desk, folder, [more])
    found, dated = dossier.watch(desk)
    assert (found.standing, dated.standing) == (Standing.UPDATE, Standing.HOLDS)
    assert [one.code.name for one in found.found] == ["OR105"]
    assert found.to_row("ru")["standing"] == "needs_update"


def test_only_the_newest_release_is_watched(at_valley: _SIT, folder: Path) -> None:
    """An older one was replaced; what is wrong with it was put right."""
    _publish(at_valley(), folder, "statement.en.md")
    desk = at_valley(at=_LATER)
    ledger.withdraw(desk, "K7", why="the paper took it back")
    file = folder / "statement.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("## What followed")], encoding="utf-8")
    _publish(desk, folder, "statement.en.md")
    assert _standing(desk) == {"statement.en.md": Standing.HOLDS}


def test_a_restricted_release_is_the_keepers_matter(at_valley: _SIT, folder: Path) -> None:
    """Neither that there is one nor how it stands is told to anybody else."""
    _publish(at_valley(KEEPER), folder, edition="restricted")
    assert len(dossier.watch(at_valley(KEEPER))) == 1
    assert dossier.watch(at_valley(ANALYST)) == dossier.watch(at_valley(READER)) == ()


def test_a_revision_tells_figures_sentences_and_why(at_valley: _SIT, folder: Path) -> None:
    """From one release to the next: which words are bound otherwise, what became of their claims, what was rewritten."""
    _publish(at_valley(), folder)
    desk = at_valley(at=_LATER)
    ledger.withdraw(desk, "K1", why="a slip of the agency")
    file = folder / _STATEMENT
    text = file.read_text(encoding="utf-8").replace("источники расходятся", "другие источники называют иное число")
    file.write_text(text.replace("одиннадцать человек", "11 человек"), encoding="utf-8")
    _publish(desk, folder)
    found = dossier.revision(
        desk, _STATEMENT, edition="public", since="2031-04-10T00:00:00Z", until="2031-12-31T00:00:00Z"
    )
    (figure,) = found.figures
    assert figure.before is not None
    assert figure.after is not None
    assert (figure.before.text, figure.after.text) == ("одиннадцать человек", "11 человек")
    assert (figure.before.claims, figure.after.claims) == (("K3", "K2", "K1"), ("K3", "K2"))
    assert [(one.claim.id, one.became.value, one.why) for one in figure.why] == [
        ("K1", "withdrawn", "a slip of the agency")
    ]
    assert [one.count("источники") for one in (*found.removed, *found.added)] == [1, 1]


def test_a_release_to_itself_changes_nothing(at_valley: _SIT, folder: Path) -> None:
    """Two days between which nothing was published."""
    _publish(at_valley(), folder)
    found = dossier.revision(
        at_valley(), _STATEMENT, edition="public", since="2031-04-10T00:00:00Z", until="2031-12-31T00:00:00Z"
    )
    assert (found.figures, found.removed, found.added) == ((), (), ())


def test_before_the_first_release_there_was_none(at_valley: _SIT, folder: Path) -> None:
    """Told as that, for names that never were as for days before."""
    _publish(at_valley(), folder)
    for name, since in ((_STATEMENT, "2031-04-01T00:00:00Z"), ("other.md", "2031-12-01T00:00:00Z")):
        with pytest.raises(dossier.NoSuchRelease):
            dossier.revision(at_valley(), name, edition="public", since=since, until="2031-12-31T00:00:00Z")


def test_a_release_that_was_expunged_is_not_passed_over_in_silence(at_valley: _SIT, folder: Path) -> None:
    """What stood on that day cannot be compared; the one before it would show another change than there was."""
    _publish(at_valley(), folder)
    file = folder / _STATEMENT
    file.write_text(file.read_text(encoding="utf-8").replace("одиннадцать человек", "11 человек"), encoding="utf-8")
    desk = at_valley(KEEPER, at=_LATER)
    _publish(desk, folder)
    newest = dossier.releases(desk, _STATEMENT)[-1].statement
    with desk.writing() as transaction:
        transaction.append([dossier.statement_outdated(newest, because="expunging-1")])
    days = {"since": "2031-04-10T00:00:00Z", "until": "2031-12-31T00:00:00Z"}
    with pytest.raises(dossier.ReleaseExpunged):
        dossier.revision(desk, _STATEMENT, edition="public", **days)
    days["until"] = "2031-04-20T00:00:00Z"
    assert dossier.revision(desk, _STATEMENT, edition="public", **days).removed == ()

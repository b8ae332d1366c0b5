"""EV-06 with authorities that answer, decline and were not asked: what `custody check` and a custody report make of it."""

from pathlib import Path

from tests.authorities import Authority
from tests.outside import MovingClock, Web
from tests.vault.outside.conftest import seal_more

from onrecord import dossier, vault
from onrecord.store import Desk
from onrecord.vault import TimeAuthority

Both = list[TimeAuthority]


def _told(place: Desk) -> list[tuple[str, str]]:
    check = vault.check_custody(place)
    return [
        (one.severity.value, one.code) for one in (*check.problems, *check.warnings) if one.rule in ("EV-06", "EV-04")
    ]


def _stamped(place: Desk, both: Both, web: Web, moving: MovingClock, *authorities: Authority) -> None:
    for one in authorities:
        one.at = moving.at
    vault.stamp(place, both, ask=web.ask)


def test_a_log_that_is_stamped_daily_breaks_nothing(
    place: Desk, both: Both, web: Web, first: Authority, second: Authority, moving: MovingClock, tmp_path: Path
) -> None:
    """Each day's work is covered within the day, an export too; and the clock was compared with an outside one."""
    for day in range(4):
        seal_more(place, tmp_path, f"day-{day}.txt")
        moving.pass_by(hours=20)
        _stamped(place, both, web, moving, first, second)
        dossier.export(place, tmp_path / f"bag-{day}", edition="public")
    assert _told(place) == []


def test_a_day_on_which_nobody_asked_is_a_breach(
    place: Desk, both: Both, web: Web, first: Authority, second: Authority, moving: MovingClock, tmp_path: Path
) -> None:
    """Who has an authority and forgot it for two days cannot say later that there was none."""
    _stamped(place, both, web, moving, first, second)
    seal_more(place, tmp_path, "forgotten.txt")
    moving.pass_by(hours=50)
    assert _told(place) == [("problem", "vault.stamped-late")]
    _stamped(place, both, web, moving, first, second)
    assert _told(place) == [("problem", "vault.stamped-late")]


def test_silence_of_the_authorities_is_a_warning(
    place: Desk, both: Both, web: Web, first: Authority, second: Authority, moving: MovingClock, tmp_path: Path
) -> None:
    """They were asked within the day; the gap shows, and is not ours."""
    _stamped(place, both, web, moving, first, second)
    seal_more(place, tmp_path, "pending.txt")
    web.down = {"https://first.example", "https://second.example"}
    moving.pass_by(hours=3)
    vault.stamp(place, both, ask=web.ask)
    moving.pass_by(hours=50)
    assert _told(place) == [("warning", "vault.stamped-late")]


def test_a_clock_far_from_the_authorities_is_told(
    place: Desk, both: Both, web: Web, first: Authority, second: Authority, moving: MovingClock
) -> None:
    """A9: ten minutes off, by the difference that the stamps have on record."""
    first.at = second.at = moving.at.replace(minute=(moving.at.minute + 10) % 60)
    vault.stamp(place, both, ask=web.ask)
    assert {code for _, code in _told(place)} == {"vault.clock-off"}


def test_a_report_lists_the_stamps_over_the_sealing(
    place: Desk, both: Both, web: Web, first: Authority, second: Authority, moving: MovingClock
) -> None:
    """By when the sealing existed, says who, over how many entries; on paper as well."""
    _stamped(place, both, web, moving, first, second)
    item = vault.items(place)[0]
    report = vault.custody_report(place, item.id)
    stamps = report.to_record()["stamps"]
    assert stamps["sealed"]["state"] == "stamped"
    assert {one["by"] for one in stamps["covering"]} == {"first", "second"}
    assert all(one["size"] > item.seq for one in stamps["covering"])
    assert dossier.custody_paper(report).content.startswith(b"%PDF-")

"""The check of a whole archive's custody: gathered from the log, narrowed to what may be seen, told with entries."""

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST

from onrecord import dossier, vault
from onrecord.kernel import PartialDate, Visibility
from onrecord.store import Desk
from onrecord.store.log import TRIGGERS


@pytest.fixture
def items(desk: Desk, tmp_path: Path) -> dict[str, str]:
    """One item of each visibility."""
    found = {}
    for visibility in Visibility:
        (tmp_path / f"{visibility}.txt").write_text(visibility)
        report = vault.seal(
            desk, [tmp_path / f"{visibility}.txt"], received_from="Aliya Sadykova", visibility=visibility, in_clear=True
        )
        found[visibility.value] = report.sealed[0].item
    return found


def _codes(check: vault.CustodyCheck) -> list[str]:
    return [one.code for one in (*check.problems, *check.warnings)]


def test_a_fresh_archive_holds_and_says_what_it_cannot_show(desk: Desk, items: dict[str, str]) -> None:
    """Nothing is broken; nobody outside has seen the clock or the log."""
    check = vault.check_custody(desk, disclosed=dossier.disclosed(desk))
    assert check.ok
    assert check.items == len(items)
    assert _codes(check) == ["vault.clock-not-compared", "vault.never-stamped"]


def test_one_item_is_looked_at_alone(desk: Desk, items: dict[str, str]) -> None:
    """By id or name; what is wrong with another is not told."""
    vault.record_custody(desk, items["team"], "integrity_failure", hash_after="0" * 64)
    assert vault.check_custody(desk, ["public.txt"]).ok
    assert [one.code for one in vault.check_custody(desk, ["team.txt"]).problems] == ["vault.frozen"]
    with pytest.raises(vault.NoSuchItem):
        vault.check_custody(desk, ["nowhere.txt"])


def test_nobody_learns_of_trouble_with_what_they_may_not_see(
    desk: Desk, desk_of: Callable[..., Desk], items: dict[str, str]
) -> None:
    """For an analyst a restricted item has no custody and so no breach."""
    vault.record_custody(desk, items["restricted"], "integrity_failure", hash_after="0" * 64)
    assert vault.check_custody(desk_of(ANALYST)).ok
    with pytest.raises(vault.NoSuchItem):
        vault.check_custody(desk_of(ANALYST), [items["restricted"]])
    assert not vault.check_custody(desk).ok


def _insider(archive: Path, statement: str) -> None:
    connection = sqlite3.connect(archive / "log.sqlite", isolation_level=None)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    for trigger in TRIGGERS.values():
        connection.execute(trigger)
    connection.close()


def test_an_edited_table_hides_nothing(desk: Desk, archive: Path, items: dict[str, str]) -> None:
    """What the rules look at is folded from the log; who deletes a row of the table has changed nothing."""
    vault.record_custody(desk, items["team"], "integrity_failure", hash_after="0" * 64)
    _insider(archive, "DELETE FROM custody WHERE event = 'integrity_failure'")
    assert [one.code for one in vault.check_custody(desk).problems] == ["vault.frozen"]


def test_the_first_entry_that_does_not_hold_is_named(desk: Desk, archive: Path, items: dict[str, str]) -> None:
    """EV-05: two entries were changed; the earlier one is where the log ceases to prove."""
    del items
    _insider(archive, "UPDATE payloads SET payload = replace(payload, 'txt', 'doc') WHERE seq IN (3, 5)")
    (problem,) = vault.check_custody(desk).problems
    assert (problem.code, problem.rule, problem.seq) == ("vault.chain-broken", "EV-05", 3)


def test_a_receipt_long_before_sealing_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    """EV-01: the archive's clock stands in April 2031."""
    (tmp_path / "a").write_text("a")
    sealed = vault.seal(desk, [tmp_path / "a"], received_on=PartialDate.parse("2031-02-10")).sealed
    assert "vault.received-long-before" in _codes(vault.check_custody(desk))
    vault.record_custody(desk, sealed[0].item, "hashed", justification="it lay in the safe")
    assert "vault.received-long-before" not in _codes(vault.check_custody(desk))


def test_common_tools_check_an_export(desk: Desk, items: dict[str, str], tmp_path: Path) -> None:
    """EV-08: `sha256sum -c` and the standard library agree that nothing has changed, and both find what has."""
    del items
    bag = dossier.export(desk, tmp_path / "bag", edition="restricted").path
    assert list(vault.manifest_findings(bag)) == []
    command = ["sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt"]
    assert subprocess.run(command, cwd=bag, check=False, capture_output=True).returncode == 0
    (bag / "data" / "README.txt").write_text("other")
    assert [one.code for one in vault.manifest_findings(bag)] == ["vault.manifest-differs"]
    assert subprocess.run(command, cwd=bag, check=False, capture_output=True).returncode == 1


@pytest.mark.parametrize(
    "line",
    ["d41d8cd98f00b204e9800998ecf8427e  data/a", "\\" + "0" * 64 + "  data/a\\nb", "0" * 64 + " *data/a", "0" * 64],
)
def test_a_manifest_that_common_tools_cannot_read_is_told(tmp_path: Path, line: str) -> None:
    """EV-08: a weak digest, an escaped name, another form."""
    (tmp_path / "manifest-sha256.txt").write_text(line + "\n")
    assert [one.code for one in vault.manifest_findings(tmp_path)] == ["vault.manifest-odd"]


def test_a_folder_without_a_manifest_is_no_bag(tmp_path: Path) -> None:
    """EV-08: nothing to check with is a breach, not a success."""
    assert [one.code for one in vault.manifest_findings(tmp_path)] == ["vault.manifest-odd"]


def test_no_public_export_tells_who_gave_or_received(desk: Desk, items: dict[str, str], tmp_path: Path) -> None:
    """EV-10: names of custody stand in no file of a public bag, and the check agrees."""
    vault.record_custody(
        desk, items["public"], "transferred_out", from_custodian="Aliya Sadykova", to_custodian="Marat Ospanov",
        place="203.0.113.9",
    )  # fmt: skip
    bag = dossier.export(desk, tmp_path / "bag", to="Marat Ospanov").path
    shown = b"".join(one.read_bytes() for one in bag.rglob("*") if one.is_file())
    for secret in ("Aliya", "Marat", "203.0.113.9"):
        assert secret.encode() not in shown
    assert vault.check_custody(desk, disclosed=dossier.disclosed(desk)).problems == ()
    leaking = vault.check_custody(desk, disclosed=dossier.disclosed(desk, "restricted"))
    assert {one.rule for one in leaking.problems} == {"EV-10"}

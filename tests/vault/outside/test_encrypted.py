"""Stamps over the head of an encrypted archive: asked, kept, given away and checked; the disk tells nothing of them."""

import datetime as dt
from pathlib import Path

from tests import encrypted
from tests.authorities import Authority
from tests.outside import MovingClock, Web
from tests.personas import KEEPER

from onrecord import dossier, store, vault
from onrecord.kernel import CountedIds, Visibility
from onrecord.vault import TimeAuthority
from onrecord.verify import verify_export


def test_stamps_of_an_encrypted_archive_are_kept_sealed_and_leave_in_an_export(
    tmp_path: Path, moving: MovingClock, both: list[TimeAuthority], web: Web, first: Authority, second: Authority
) -> None:
    """The answers lie under keyed names and encrypted; the export carries them raw, and a stranger's checker takes them."""
    made = encrypted.create(tmp_path / "encrypted", moving, CountedIds())
    (tmp_path / "list.txt").write_text("eleven names")
    with made.desk(KEEPER) as desk:
        vault.seal(desk, [tmp_path / "list.txt"], visibility=Visibility.RESTRICTED)
        moving.pass_by(hours=1)
        first.at, second.at = moving.at, moving.at + dt.timedelta(seconds=3)
        size = desk.log.size()
        assert {one.outcome for one in vault.stamp(desk, both, ask=web.ask)} == {"stamped"}
        replies = [desk.blobs.read(str(one.reply)) for one in vault.stamp_records(desk)]
        assert vault.items(desk)[0].seq < size
        assert store.check(desk, deep=True).problems == ()
        bag = dossier.export(desk, tmp_path / "bag", edition="restricted").path
    given = {path.name: path.read_bytes() for path in (bag / "data/log/stamps").glob("*.tsr")}
    assert sorted(given.values()) == sorted(replies)
    assert verify_export(bag).ok
    on_disk = b"".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
    assert not any(reply in on_disk for reply in replies)
    assert not any(name.encode() in on_disk for name in ("first.example", "list.txt", "eleven names"))

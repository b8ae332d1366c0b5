"""Which place a text names, which key opens it, and where a backup must not go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.encrypted import Encrypted
from tests.personas import KEEPER

from onrecord import adapters, app, store, vault
from onrecord.app import S3Access, Settings
from onrecord.kernel import Fault
from onrecord.store import Desk, KeyFile, Recipient

_SETTINGS = Settings(archive=None, actor=KEEPER, language="en")


def _settings(**access: object) -> Settings:
    return Settings(archive=None, actor=KEEPER, language="en", s3=S3Access(**access))  # type: ignore[arg-type]


def test_a_place_is_a_copy_by_name_an_address_or_a_folder(archive: Path, tmp_path: Path) -> None:
    """A name that was given once stands for its place; anything else is a folder, wherever it is asked from."""
    app.add_copy(archive, "stick", str(tmp_path / "stick"), settings=_SETTINGS)
    assert app.place_of("stick", settings=_SETTINGS, archive=archive).address == str(tmp_path / "stick")
    assert app.place_of("stick", settings=_SETTINGS).address == str(Path.cwd() / "stick")
    access = _settings(key_id="key", secret="of tests")  # noqa: S106
    assert app.place_of("s3://bucket/a/", settings=access).address == "s3://bucket/a"


def test_nobody_signs_in_without_credentials(tmp_path: Path) -> None:
    """Nothing is sent, no machine is asked for some; a secret may lie in a file, and a file that is gone is told."""
    for settings in (_SETTINGS, _settings(key_id="key"), _settings(secret="of tests")):  # noqa: S106
        with pytest.raises(adapters.PlaceRefuses):
            app.place_of("s3://bucket/a", settings=settings)
    (tmp_path / "secret").write_text("of tests\n")
    app.place_of("s3://bucket/a", settings=_settings(key_id="key", secret_file=tmp_path / "secret"))
    with pytest.raises(app.UnusableSetting) as fault:
        app.place_of("s3://bucket/a", settings=_settings(key_id="key", secret_file=tmp_path / "gone"))
    assert "of tests" not in fault.value.message()


def test_settings_of_other_programs_are_known(tmp_path: Path) -> None:
    """Ours first; then what every S3 program reads."""
    theirs = {
        "AWS_ACCESS_KEY_ID": "theirs",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_ENDPOINT_URL": "https://s3.example",
        "AWS_REGION": "r",
    }
    found = app.settings_from(theirs).s3
    assert (found.key_id, found.read_secret(), found.endpoint, found.region) == (
        "theirs",
        "x",
        "https://s3.example",
        "r",
    )
    (tmp_path / "secret").write_text("ours\n")
    ours = {"ONRECORD_S3_KEY_ID": "ours", "ONRECORD_S3_SECRET_FILE": str(tmp_path / "secret")}
    found = app.settings_from(theirs | ours).s3
    assert (found.key_id, found.read_secret()) == ("ours", "ours")
    assert "ours" not in repr(found)


@pytest.mark.parametrize("where", ["in the archive", "around it", "a file", "other things", "no such drive"])
def test_a_backup_does_not_go_just_anywhere(archive: Path, tmp_path: Path, where: str) -> None:
    """Not into what it backs up, not among other files, not into a folder where a drive should be."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    places = {
        "in the archive": archive / "copy",
        "around it": tmp_path,
        "a file": tmp_path / "file",
        "other things": tmp_path / "full",
        "no such drive": tmp_path / "media" / "stick",
    }
    with pytest.raises(vault.PlaceNotFree) as fault:
        app.place_to_write(str(places[where]), settings=_SETTINGS, archive=archive)
    assert fault.value.exit_status == 5
    assert not (tmp_path / "media").exists()


def test_copies_are_named_once(archive: Path, tmp_path: Path) -> None:
    """Two names for one place, two places under one name: each would be kept twice, or not at all."""
    app.add_copy(archive, "stick", str(tmp_path / "stick"), settings=_SETTINGS)
    for name, place in (("stick", "other"), ("second", "stick")):
        with pytest.raises(app.CopyNamedTwice):
            app.add_copy(archive, name, str(tmp_path / place), settings=_SETTINGS)
    assert app.remove_copy(archive, "stick").place == str(tmp_path / "stick")
    with pytest.raises(app.NoSuchCopy):
        app.remove_copy(archive, "stick")


def test_the_key_is_kept_once_it_was_tried(desk: Desk) -> None:
    """What a person typed from paper opens what it must open, however they wrote it; else nothing is kept."""
    file = desk.info.folder / "keys" / "backup.key"
    with pytest.raises(vault.RecoveryKeyUntried):
        app.backup_key(desk)
    with pytest.raises(vault.RecoveryKeyUntried):
        app.backup_key(desk, lambda _key: vault.BackupKey.generate().identity)
    with pytest.raises(vault.RecoveryKeyRefused):
        app.backup_key(desk, lambda key: key[:-1])
    assert not file.exists()
    shown: list[str] = []

    def typed(key: str) -> str:
        shown.append(key)
        return f"  # from paper\n {key[:20].lower()} {key[20:50]}\n{key[50:]} "

    key = app.backup_key(desk, typed)
    assert key.identity == shown[0]
    assert file.stat().st_mode & 0o077 == 0
    assert app.backup_key(desk) == key
    file.write_text("nonsense")
    with pytest.raises(vault.BackupKeyMissing):
        app.backup_key(desk)


@pytest.mark.parametrize(
    "slip", ["", "AGE-SECRET-KEY-1", "RK1-AAAA", "five sonorous kettles", "AGE-SECRET-KEY-1" + "Q" * 58]
)
def test_a_mistyped_key_is_told_as_that(slip: str) -> None:
    """Its checksum finds every slip of one letter."""
    with pytest.raises(vault.RecoveryKeyRefused) as fault:
        vault.BackupKey.parse(slip)
    assert fault.value.exit_status == 2


def _place(tmp_path: Path, desk: Desk) -> adapters.FolderPlace:
    place = adapters.FolderPlace(tmp_path / "stick")
    vault.back_up(desk, vault.Backups(place, app.backup_key(desk)), ways=app.ways_of(desk))
    return place


def test_an_encrypted_archives_papers_open_its_backups(
    tmp_path: Path, encrypted: Encrypted, encrypted_desk: Desk
) -> None:
    """Its recovery key, and nothing that can be guessed."""
    place = _place(tmp_path, encrypted_desk)
    found = app.found_with(place, encrypted.founded.recovery_key.text().lower())
    assert found.keys == encrypted.founded.keys
    assert found.backups.survey().heads
    (ways,) = (tmp_path / "stick" / "ways").iterdir()
    assert "passphrase" not in ways.read_text().replace("passphrases", "")
    assert "argon2id" not in ways.read_text()
    with pytest.raises(vault.RecoveryKeyWrong):
        app.found_with(place, store.RecoveryKey.fresh().text())
    with pytest.raises(vault.RecoveryKeyWrong):
        app.found_with(place, "five sonorous kettles march uphill")


def test_two_shares_open_them_as_well(tmp_path: Path, clock: object, ids: object) -> None:
    """On two lines; one alone does not."""
    from tests import encrypted

    made = encrypted.create(tmp_path / "shared", clock, ids, has_escrow=True)  # type: ignore[arg-type]
    with made.desk(KEEPER) as desk:
        place = _place(tmp_path, desk)
    shares = [one.text() for one in made.founded.shares]
    assert app.found_with(place, f"{shares[0]}\n{shares[2]}\n").keys == made.founded.keys
    with pytest.raises(Fault):
        app.found_with(place, shares[1])


def test_a_key_file_opens_them_as_well(tmp_path: Path, clock: object, ids: object) -> None:
    """One that opens the archive every day."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    ways = store.Ways(recipients=(Recipient.parse(str(identity.to_public())),))
    info, founded = app.create_encrypted_archive(tmp_path / "filed", title="T", ways=ways, clock=clock, ids=ids)  # type: ignore[arg-type]
    with app.open_desk(info.folder, actor=KEEPER, keys=lambda _info: founded.keys) as desk:
        place = _place(tmp_path, desk)
    assert app.found_with(place, f"# a key file\n{identity}\n").keys == founded.keys
    assert KeyFile.parse(str(identity)).identities


def test_a_changed_way_in_is_no_way_in(tmp_path: Path, encrypted: Encrypted, encrypted_desk: Desk) -> None:
    """L6: the one file that is no age file is held against its digest as all others are."""
    place = _place(tmp_path, encrypted_desk)
    (ways,) = (tmp_path / "stick" / "ways").iterdir()
    ways.write_bytes(ways.read_bytes().replace(b"recovery", b"recoverz", 1))
    with pytest.raises(vault.BackupDamaged):
        app.found_with(place, encrypted.founded.recovery_key.text())


def test_an_archive_in_clear_keeps_no_key_for_an_encrypted_one(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """`encrypt` leaves the old key behind: it lies in clear, and the new archive has its own secret."""
    from tests.encrypted import ways

    desk = desk_of()
    app.backup_key(desk, lambda key: key)
    folder = desk.info.folder
    desk.close()
    done = app.encrypt_archive(folder, actor=KEEPER, ways=ways())
    assert not (folder / "keys" / "backup.key").exists()
    with app.open_desk(folder, actor=KEEPER, keys=lambda _info: done.founded.keys) as encrypted:
        assert app.backup_key(encrypted).identity == done.founded.keys.backups()

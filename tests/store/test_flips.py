"""RELIABILITY B1: one bit turns in an object, a pack, a page of the database or an export, and it is found and named.

In CI each flip is held against the very check that must notice it; `make soak` puts ten thousand through the full one.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import KEEPER
from tests.rot import flip, flip_any

from onrecord import app, dossier, store, vault, verify
from onrecord.kernel import CountedIds, Fault, FixedClock, Visibility
from onrecord.store import FolderBlobs, packs
from onrecord.store.fixity import look_at_objects, look_at_packs
from onrecord.store.pages import Pages

_ALONE = 7  # so few small objects that come together get files of their own


def _sealed(archive: Path, clock: FixedClock, ids: CountedIds, folder: Path, count: int) -> dict[str, str]:
    """Seal so many items, most of them with objects in packs, and return item by SHA-256; the archive is closed."""
    folder.mkdir()
    files = [folder / f"{number:03d}.txt" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(f"photograph {number}\n" * (number + 1))
    few = [files[at : at + _ALONE] for at in range(0, count // 5, _ALONE)]
    sealed: dict[str, str] = {}
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids) as desk:
        for group in (*few, files[sum(map(len, few)) :]):
            report = vault.seal(desk, group, visibility=Visibility.PUBLIC)
            sealed |= {one.sha256: one.item for one in report.sealed}
        desk.log.checkpoint()
    return sealed


@pytest.fixture
def items(archive: Path, clock: FixedClock, ids: CountedIds, tmp_path: Path) -> dict[str, str]:
    """Two hundred items."""
    return _sealed(archive, clock, ids, tmp_path / "files", 200)


def test_a_bit_of_an_object_is_found_and_the_item_named(archive: Path, items: dict[str, str]) -> None:
    """B1: three hundred flips in objects with files of their own."""
    chance, blobs = random.Random(1), FolderBlobs(archive / "blobs")
    loose = [sha256 for sha256 in items if (archive / "blobs" / sha256[:2] / sha256).exists()]
    assert len(loose) >= 40
    for _ in range(300):
        sha256 = chance.choice(loose)
        path = archive / "blobs" / sha256[:2] / sha256
        content = path.read_bytes()
        flip_any(path, chance)
        (look,) = look_at_objects(blobs, {sha256: items[sha256]})
        assert look.problem is not None
        assert look.problem["item"] == items[sha256]
        path.write_bytes(content)


def test_a_bit_of_a_pack_is_found_whatever_it_belongs_to(archive: Path, items: dict[str, str]) -> None:
    """B1: two hundred flips in a pack; the pack is named always, the item where the bit is one of its bytes."""
    chance, blobs = random.Random(2), FolderBlobs(archive / "blobs")
    pack = max((archive / "blobs" / "packs").iterdir(), key=lambda one: one.stat().st_size)
    content, places = pack.read_bytes(), packs.places(pack)
    for _ in range(200):
        at = chance.randrange(len(content))
        flip(pack, at, chance.randrange(8))
        (look,) = look_at_packs(blobs, [pack.stem])
        assert look.problem is not None
        assert look.problem["expected"] == pack.stem
        hit = [name for name, place in places.items() if place.offset <= at < place.offset + place.length]
        for sha256 in hit:
            (member,) = look_at_objects(FolderBlobs(archive / "blobs"), {sha256: items[sha256]})
            assert member.problem is not None
            assert member.problem["item"] == items[sha256]
        pack.write_bytes(content)


def test_a_bit_of_the_database_is_found_and_its_page_named(archive: Path, items: dict[str, str]) -> None:
    """B1: three hundred flips anywhere in log and tables, in rows and between them."""
    del items
    chance, path = random.Random(3), archive / "log.sqlite"
    content = path.read_bytes()
    for _ in range(300):
        at = chance.randrange(len(content))
        flip(path, at, chance.randrange(8))
        found = Pages(path).found()
        assert found is not None
        assert found.differing == (at // 4096 + 1,)
        path.write_bytes(content)


def _bag(archive: Path, clock: FixedClock, ids: CountedIds, folder: Path) -> Path:
    with app.open_desk(archive, actor=KEEPER, clock=clock, ids=ids) as desk:
        return dossier.export(desk, folder, edition="public").path


def _bits_of_a_bag(bag: Path, chance: random.Random, times: int) -> int:
    """Flip so many bits, one at a time, in files of the bag chosen by their size, and return how many were found."""
    files = sorted(one for one in bag.rglob("*") if one.is_file() and one.stat().st_size)
    sizes = [min(one.stat().st_size, 4_096) for one in files]
    found = 0
    for _ in range(times):
        (file,) = chance.choices(files, weights=sizes)
        content = file.read_bytes()
        flip_any(file, chance)
        verdict = verify.verify_export(bag)
        found += not verdict.ok
        file.write_bytes(content)
    return found


def test_a_bit_of_an_export_is_found(archive: Path, clock: FixedClock, ids: CountedIds, tmp_path: Path) -> None:
    """B1: two hundred flips in items, log, proofs, manifests and the checker itself of a small bag."""
    _sealed(archive, clock, ids, tmp_path / "files", 6)
    bag = _bag(archive, clock, ids, tmp_path / "bag")
    assert verify.verify_export(bag).ok
    assert _bits_of_a_bag(bag, random.Random(4), 200) == 200


def _finds(archive: Path, clock: FixedClock) -> bool:
    try:
        with app.open_desk(archive, actor=KEEPER, clock=clock, reading_only=True) as desk:
            return store.check(desk, deep=True).problems != ()
    except Fault as fault:
        # The number of the format turned into a higher one: no older program can know better than to open nothing.
        return fault.exit_status == 10 or isinstance(fault, store.NewerFormat)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_a_thousand_bits_are_found_by_the_full_check(
    archive: Path, clock: FixedClock, ids: CountedIds, items: dict[str, str], tmp_path: Path, seed: int
) -> None:
    """B1 at length: ten times a thousand flips over all kinds of file, each through the full check; none is missed."""
    del items
    chance = random.Random(seed)
    bag = _bag(archive, clock, ids, tmp_path / "bag")
    aside = tmp_path / "copy"
    shutil.copytree(archive, aside)
    kinds: list[Callable[[], list[Path]]] = [
        lambda: [one for one in (aside / "blobs").rglob("*") if one.is_file() and "packs" not in one.parts],
        lambda: list((aside / "blobs" / "packs").iterdir()),
        lambda: [aside / "log.sqlite"],
        lambda: [aside / "log.sqlite-pages", aside / "onrecord.toml", aside / "keys" / "log.key"],
    ]
    for number in range(1_000):
        if number % 5 == 4:
            assert _bits_of_a_bag(bag, chance, 1) == 1
            continue
        file = chance.choice(sorted(kinds[number % 5]()))
        flip_any(file, chance)
        assert _finds(aside, clock), (seed, number, file)
        for name in ("log.sqlite", "log.sqlite-pages"):  # whoever opens tables that look old makes them anew
            shutil.copy2(archive / name, aside / name)
        for suffix in ("wal", "shm"):
            (aside / f"log.sqlite-{suffix}").unlink(missing_ok=True)
        shutil.copy2(archive / file.relative_to(aside), file)

"""The export: what each edition discloses, that the checker agrees, and that nothing else is in any byte."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.bagit_reference import is_valid_bag
from tests.conftest import STARTED_AT
from tests.personas import ANALYST, KEEPER, READER
from tests.simulator import PAGE, STATEMENT, TEXT, claim, published

from onrecord import store, vault
from onrecord.dossier.export import export
from onrecord.kernel import Actor, CountedIds, FixedClock, Visibility
from onrecord.store import AlreadyThere, Desk, DigestMismatch, Draft, RoleTooNarrow
from onrecord.verify import verify_export

Opener = Callable[..., Desk]


@pytest.fixture
def opener(tmp_path: Path) -> Iterator[Opener]:
    """An archive with the vault's tables only: what the other rooms record is written here by hand."""
    clock, ids = FixedClock(STARTED_AT, step_seconds=60), CountedIds()
    folder = store.create(tmp_path / "archive", title="Valley 2031", clock=clock, ids=ids).folder
    opened: list[Desk] = []

    def open_for(actor: Actor = KEEPER) -> Desk:
        desk = store.open_desk(folder, actor=actor, clock=clock, ids=ids, shadows=(vault.SHADOW,))
        opened.append(desk)
        return desk

    yield open_for
    for desk in opened:
        desk.close()


def _seal(desk: Desk, folder: Path, name: str, content: str, visibility: Visibility) -> str:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    report = vault.seal(desk, [file], received_from=f"giver of {name}", visibility=visibility, in_clear=True)
    return report.sealed[0].item


def _layer(desk: Desk, item: str, layer: str, content: str) -> None:
    blob = desk.blobs.put_bytes(content.encode())
    _record(desk, "layer-made@1", {"layer": layer, "item": item, "sha256": blob.sha256})


def _record(desk: Desk, kind: str, payload: Mapping[str, Any]) -> None:
    desk.append([Draft(kind=kind, payload=dict(payload))])


def _fill(desk: Desk, folder: Path, *, canary: str = "zimorodok") -> None:
    """Record one public chain from item to statement, and the same around a canary that is not public."""
    item = _seal(desk, folder, "herald.md", TEXT, Visibility.PUBLIC)
    _layer(desk, item, "layer-0001", TEXT)
    _record(desk, "claim-stated@1", claim("K1", item=item))
    for visibility in (Visibility.TEAM, Visibility.RESTRICTED):
        name = f"{canary}-{visibility.value}"
        hidden = _seal(desk, folder, f"{name}.md", f"{name} saw it. {TEXT}", visibility)
        _layer(desk, hidden, f"layer-{name}", f"{name} saw it. {TEXT}")
        _record(desk, "claim-stated@1", claim(name, item=hidden, speaker=name, visibility=visibility.value, quote=None))
        _record(desk, "claim-disputed@1", {"claim": name, "why": canary})
        _record(desk, "custody-recorded@1", {"item": hidden, "event": "accessed", "purpose": canary})
    _record(desk, "custody-recorded@1", {"item": item, "event": "accessed", "purpose": f"shown to {canary}"})
    _record(desk, "something-later@1", {"visibility": "public", "words": canary})
    _publish(desk)
    _publish(desk, edition="restricted", name=f"{canary}.md", page=canary.encode())


def _publish(desk: Desk, *, page: bytes = PAGE, **changes: Any) -> None:
    desk.blobs.put_bytes(STATEMENT.encode())
    blob = desk.blobs.put_bytes(page)
    _record(desk, "statement-published@1", published(files=[{"path": "index.html", "sha256": blob.sha256}], **changes))


def test_the_public_edition_holds_and_is_a_bag(opener: Opener, tmp_path: Path) -> None:
    """The checker, the reference implementation of BagIt and the export's own counts agree."""
    desk = opener()
    _fill(desk, tmp_path)
    made = export(desk, tmp_path / "bag", edition="public")
    verdict = verify_export(made.path, key=desk.info.verifier_key)
    assert [one.message() for one in verdict.problems] == []
    assert made.counts == {"item-sealed": 1, "layer-made": 1, "claim-stated": 1, "statement-published": 1}
    assert (
        verdict.checked["entries"] == desk.log.size() - verdict.checked["items"]
    )  # that each was exported stands behind it
    assert verdict.checked["quotes"] == verdict.checked["items"] == verdict.checked["statements"] == 1
    assert is_valid_bag(made.path)
    assert made.files == sum(1 for file in made.path.rglob("*") if file.is_file())


def test_no_byte_of_the_public_edition_tells_what_is_not_public(opener: Opener, tmp_path: Path) -> None:
    """P6, G4: canaries in items, names, givers, layers, claims, custody, unknown kinds and restricted statements."""
    desk = opener()
    _fill(desk, tmp_path)
    made = export(desk, tmp_path / "bag", edition="public")
    hidden = [entry for entry in desk.log.entries() if b"zimorodok" in str(entry.payload).encode()]
    assert len(hidden) >= 13
    secrets = [b"zimorodok", *(entry.salt.hex().encode() for entry in hidden if entry.salt)]
    for file in made.path.rglob("*"):
        assert "zimorodok" not in str(file.relative_to(made.path))
        content = file.read_bytes() if file.is_file() else b""
        assert not [one for one in secrets if one in content], file


def test_the_restricted_edition_discloses_everything(opener: Opener, tmp_path: Path) -> None:
    """Every payload, every item, statements of both editions side by side."""
    desk = opener()
    _fill(desk, tmp_path)
    made = export(desk, tmp_path / "bag", edition="restricted")
    verdict = verify_export(made.path)
    assert [one.message() for one in verdict.problems] == []
    assert verdict.checked["payloads"] == verdict.checked["entries"] == desk.log.size() - 3
    assert verdict.checked["items"] == 3
    assert (made.path / "data/dossier-restricted/index.html").read_bytes() == b"zimorodok"


def test_a_later_publication_replaces_an_earlier_one(opener: Opener, tmp_path: Path) -> None:
    """The bag holds what stands now; the log keeps both."""
    desk = opener()
    _fill(desk, tmp_path)
    _publish(desk, page=b"second")
    made = export(desk, tmp_path / "bag", edition="public")
    assert (made.path / "data/dossier/index.html").read_bytes() == b"second"
    assert verify_export(made.path).problems == ()


def test_withdrawals_of_public_claims_are_disclosed(opener: Opener, tmp_path: Path) -> None:
    """A reader must learn that nobody stands by a claim any more."""
    desk = opener()
    _fill(desk, tmp_path)
    _record(desk, "claim-withdrawn@1", {"claim": "K1", "why": "corrected"})
    verdict = verify_export(export(desk, tmp_path / "bag", edition="public").path)
    assert {one.code for one in verdict.problems} == {"verify.binding-withdrawn"}


def test_an_empty_archive_can_be_exported(opener: Opener, tmp_path: Path) -> None:
    """No entry is a log too."""
    assert verify_export(export(opener(), tmp_path / "bag").path).problems == ()


def test_a_growing_archive_agrees_with_its_earlier_export(opener: Opener, tmp_path: Path) -> None:
    """C8 in small: the older export is a beginning of the newer one."""
    desk = opener()
    _fill(desk, tmp_path)
    older = export(desk, tmp_path / "older").path
    _record(desk, "claim-stated@1", claim("K2", quote=None))
    newer = export(desk, tmp_path / "newer").path
    assert verify_export(newer, older_checkpoint=older).problems == ()
    told = {one.code for one in verify_export(older, older_checkpoint=newer).problems}
    assert told == {"verify.log-shorter-than-before"}


def test_a_rotten_object_is_not_handed_on(opener: Opener, tmp_path: Path) -> None:
    """The export stops and leaves nothing behind."""
    desk = opener()
    _fill(desk, tmp_path)
    sha256 = vault.item(desk, "herald.md").sha256
    blob = desk.info.folder / "blobs" / sha256[:2] / sha256
    blob.chmod(0o600)
    blob.write_bytes(TEXT.replace("eleven", "twelve").encode())
    with pytest.raises(DigestMismatch):
        export(desk, tmp_path / "bag")
    assert not [one for one in tmp_path.iterdir() if "bag" in one.name]


def test_who_may_export_what(opener: Opener, tmp_path: Path) -> None:
    """A reader exports nothing, an analyst the public edition, a keeper both; nobody over an existing folder."""
    _fill(opener(), tmp_path)
    for actor, edition in ((READER, "public"), (ANALYST, "restricted")):
        with pytest.raises(RoleTooNarrow):
            export(opener(actor), tmp_path / "bag", edition=edition)
    export(opener(ANALYST), tmp_path / "bag", edition="public")
    asked: list[int] = []
    with pytest.raises(AlreadyThere):
        export(opener(KEEPER), tmp_path / "bag", edition="restricted", ask_outside=asked.append)
    assert asked == []  # nobody outside is asked for what will not be written


def test_two_exports_of_one_state_are_the_same_to_the_byte(opener: Opener, tmp_path: Path) -> None:
    """B4: that it was exported is recorded, and is no new state; what was recorded since is in the next one."""
    desk = opener()
    _fill(desk, tmp_path)
    first, second = (export(desk, tmp_path / name, edition="restricted").path for name in ("first", "second"))
    for name in ("manifest-sha256.txt", "data/log/checkpoint", "data/log/leaves.jsonl"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    _record(desk, "something-later@1", {})
    assert verify_export(export(desk, tmp_path / "third").path).checked["entries"] == desk.log.size() - 1

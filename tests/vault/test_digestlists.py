"""Lists of digests that others made: every form in use is read, weak ones match and prove nothing."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.personas import ANALYST, KEEPER, READER

from onrecord import vault
from onrecord.kernel import Fault, Visibility
from onrecord.store import Desk
from onrecord.vault.digestlists import Listed, read_list

_WORDS = b"eleven names"


def _hex(algorithm: str, content: bytes = _WORDS) -> str:
    return hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_each_form_in_use_is_read(algorithm: str) -> None:
    """Coreutils in text and binary mode and with escapes, BSD tags, one digest a line, tables, hashdeep."""
    digest = _hex(algorithm)
    tag = algorithm.upper()
    for text, name in (
        (f"{digest}  list.txt\n", "list.txt"),
        (f"{digest} *in/list of names.txt\r\n", "in/list of names.txt"),
        (f"\\{digest}  two\\nlines\\\\.txt\n", "two\nlines\\.txt"),
        (f"{tag} (list (1).txt) = {digest}\n", "list (1).txt"),
        (f"{digest.upper()}\n", None),
        (f"# made by hand\n\n{digest}\n", None),
        (f"{algorithm}\n{digest}\n", None),
        (f"filename,{tag}\nlist.txt,{digest}\n", "list.txt"),
        (f"File Name;{algorithm.replace('sha', 'SHA-')};size\nlist.txt;{digest};5\n", "list.txt"),
        (f"hash\tpath\n{digest}\tin/list.txt\n", "in/list.txt"),
        (
            f"%%%% HASHDEEP-1.0\n%%%% size,{algorithm},filename\n## Invoked from: /x\n##\n12,{digest},/a/list, old.txt\n",
            "/a/list, old.txt",
        ),
    ):
        listed, unread = read_list(text, shown="x")
        assert [(one.algorithm, one.digest, one.name) for one in listed] == [(algorithm, digest, name)], text
        assert unread == ()


def test_a_list_of_several_digests_gives_each() -> None:
    """Hashdeep writes MD5 and SHA-256 side by side."""
    text = f"%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n12,{_hex('md5')},{_hex('sha256')},/a\n"
    listed, _ = read_list(text, shown="x")
    assert listed == (
        Listed(line=3, algorithm="md5", digest=_hex("md5"), name="/a"),
        Listed(line=3, algorithm="sha256", digest=_hex("sha256"), name="/a"),
    )


def test_lines_that_hold_no_digest_are_told_and_an_empty_list_is_refused() -> None:
    """A typing error in one line must not pass for "not here"."""
    _, unread = read_list(f"{_hex('md5')}  a\nabc  b\n{_hex('md5')[:-1]}  c\n", shown="x")
    assert unread == (2, 3)
    for text in ("", "words\n", "md5,name\n,\n", "%%%% HASHDEEP-1.0\n"):
        with pytest.raises(vault.NoDigests):
            read_list(text, shown="x")


def test_old_digests_find_what_is_here(desk: Desk, tmp_path: Path) -> None:
    """EV-07: MD5 and SHA-1 are computed for matching, and no item is ever known by them."""
    for name, content in (("list.txt", _WORDS), ("other.txt", b"other")):
        (tmp_path / name).write_bytes(content)
    vault.seal(desk, [tmp_path / "list.txt", tmp_path / "other.txt"])
    old = tmp_path / "MD5SUMS"
    lines = [f"{_hex(one)}  old name {one}" for one in ("md5", "sha1", "sha256", "sha512")]
    old.write_text("\n".join([*lines, f"{'0' * 32}  gone.txt", "no digest"]))
    told: list[tuple[int, int | None]] = []
    size = desk.log.size()
    found = vault.match_digests(desk, old, on_progress=lambda done, total: told.append((done, total)))
    assert [[item.name for item in one.items] for one in found.lines] == [["list.txt"]] * 4 + [[]]
    assert [one.to_row()["weak"] for one in found.lines] == [True, True, False, False, True]
    assert found.unread == (6,)
    assert told[-1] == (17, 17)
    assert desk.log.size() == size
    assert not any(_hex("md5") in str(entry.payload) for entry in desk.log.entries())


def test_a_list_of_strong_digests_reads_no_object(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SHA-256 and SHA-512 stand in the tables."""
    (tmp_path / "list.txt").write_bytes(_WORDS)
    vault.seal(desk, [tmp_path / "list.txt"])
    (tmp_path / "SHA256SUMS").write_text(f"{_hex('sha256')}  x\n")
    monkeypatch.setattr(type(desk.blobs), "open", lambda *_given: pytest.fail("read"))
    (line,) = vault.match_digests(desk, tmp_path / "SHA256SUMS").lines
    assert len(line.items) == 1


def test_what_a_list_claims_is_recorded_when_asked_for(desk: Desk, tmp_path: Path) -> None:
    """The list is an item of its own, and each match says by which digest, and in which line."""
    (tmp_path / "list.txt").write_bytes(_WORDS)
    (sealed,) = vault.seal(desk, [tmp_path / "list.txt"]).sealed
    (tmp_path / "MD5SUMS").write_text(f"{_hex('md5')}  old.txt\n")
    for _ in range(2):
        found = vault.match_digests(desk, tmp_path / "MD5SUMS", record=True)
    (speaking,) = vault.sidecars(desk, sealed.item)
    assert (speaking.sidecar, speaking.form, speaking.matched_by, speaking.line) == (
        found.sealed_as,
        "digests",
        "md5",
        1,
    )
    assert vault.item(desk, sealed.item).sha256 == _hex("sha256")


def test_restricted_items_match_for_those_who_see_them(desk_of: Callable[..., Desk], tmp_path: Path) -> None:
    """G10: for others they are not here; that the program read them stands in their custody, and the list is as narrow."""
    (tmp_path / "list.txt").write_bytes(_WORDS)
    (hidden,) = vault.seal(desk_of(), [tmp_path / "list.txt"], visibility=Visibility.RESTRICTED, in_clear=True).sealed
    (tmp_path / "MD5SUMS").write_text(f"{_hex('md5')}  old.txt\n")
    assert vault.match_digests(desk_of(ANALYST), tmp_path / "MD5SUMS").lines[0].items == ()
    assert len(vault.match_digests(desk_of(KEEPER), tmp_path / "MD5SUMS").lines[0].items) == 1
    assert "accessed" in {event.event for event in vault.custody(desk_of(), hidden.item)}
    with pytest.raises(Fault) as fault:
        vault.match_digests(desk_of(READER), tmp_path / "MD5SUMS")
    assert fault.value.code == "store.role-too-narrow"


def test_a_list_that_cannot_be_read_is_told(desk: Desk, tmp_path: Path) -> None:
    """Missing, a folder, in UTF-16 as PowerShell writes it."""
    with pytest.raises(vault.NoSuchFile):
        vault.match_digests(desk, tmp_path / "nowhere")
    with pytest.raises(vault.Unreadable):
        vault.match_digests(desk, tmp_path)
    (tmp_path / "list.csv").write_bytes(f"Algorithm,Hash,Path\r\nMD5,{_hex('md5')},C:\\a\r\n".encode("utf-16"))
    (line,) = vault.match_digests(desk, tmp_path / "list.csv").lines
    assert line.listed.name == "C:\\a"


def test_the_command_prints_one_document(
    archive: Path, desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which lines are which items, how many are not here, and that a weak digest proves nothing."""
    from onrecord.cli import status_of

    (tmp_path / "list.txt").write_bytes(_WORDS)
    vault.seal(desk, [tmp_path / "list.txt"])
    (tmp_path / "MD5SUMS").write_text(f"{_hex('md5')}  old.txt\n{'0' * 32}  gone.txt\n")
    assert status_of(["-C", str(archive), "match-digests", str(tmp_path / "MD5SUMS"), "--json"]) == 0
    shown = capsys.readouterr()
    document = json.loads(shown.out)
    assert (document["here"], document["missing"], document["weak"]) == (1, 1, True)
    assert "prove nothing" in shown.err
    assert status_of(["-C", str(archive), "match-digests", str(tmp_path / "MD5SUMS"), "--record"]) == 0

"""BagIt as a reader: the conformance suite by folder name, and hostile bags of our own, each told for its reason."""

import hashlib
import io
import os
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.bagit_reference import is_valid_bag

from onrecord.kernel import INTERFACE_LANGUAGES
from onrecord.verify import NotAnExport, Verdict, verify_export

_SUITE = Path(__file__).parents[1] / "vectors" / "bagit" / "suite.zip"
_BAGS = sorted({"/".join(name.split("/")[:3]) for name in zipfile.ZipFile(_SUITE).namelist()})
_ACCEPTED = {"valid", "warning"}  # by the README of the suite; what leads out of a bag anywhere is refused everywhere


def _codes(verdict: Verdict) -> set[str]:
    return {one.code.removeprefix("verify.") for one in verdict.problems}


def _warnings(verdict: Verdict) -> set[str]:
    return {one.code.removeprefix("verify.") for one in verdict.warnings}


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bags of the suite as folders."""
    folder = tmp_path_factory.mktemp("suite")
    zipfile.ZipFile(_SUITE).extractall(folder)
    return folder


def _kind(bag: str) -> str:
    return bag.split("/")[1]


def test_the_suite_is_whole() -> None:
    """27 valid, 15 invalid, 6 with a warning, 6 that lead out on Linux and 6 on Windows."""
    counts = {kind: sum(_kind(bag) == kind for bag in _BAGS) for kind in {_kind(bag) for bag in _BAGS}}
    assert counts == {"valid": 27, "invalid": 15, "warning": 6, "linux-only": 6, "windows-only": 6}


@pytest.mark.parametrize("bag", _BAGS)
def test_each_bag_of_the_conformance_suite_gets_its_verdict(suite: Path, bag: str) -> None:
    """B9: valid accepted, invalid refused, warning accepted with a warning of its own."""
    verdict = verify_export(suite / bag)
    assert verdict.kind == "bag"
    assert verdict.ok == (_kind(bag) in _ACCEPTED), [one.message() for one in verdict.problems]
    if _kind(bag) == "warning":
        assert _warnings(verdict) - {"weak-digests", "tag-unlisted"}
    assert all(
        one.message(language) for one in (*verdict.problems, *verdict.warnings) for language in INTERFACE_LANGUAGES
    )


# Bags of our own. A bag is its files; `_bag` adds what is missing.


def _digest(algorithm: str, content: bytes) -> str:
    return hashlib.new(algorithm, content).hexdigest()


def _bag(
    folder: Path,
    payload: dict[str, bytes] | None = None,
    *,
    version: str = "1.0",
    algorithms: tuple[str, ...] = ("sha256",),
    **tags: bytes,
) -> Path:
    """Write a bag of any version; `tags` replace or add tag files, `_` for `-` and `.` as keyword names allow."""
    payload = {"hello.txt": b"hello\n", "sub/more.txt": b"more\n"} if payload is None else payload
    files = {f"data/{path}": content for path, content in payload.items()}
    files["bagit.txt"] = f"BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n".encode()
    for algorithm in algorithms:
        lines = [f"{_digest(algorithm, content)}  data/{path}\n" for path, content in payload.items()]
        name = algorithm.replace("_", "")
        files[f"manifest-{name}.txt"] = "".join(lines).encode()
    files |= {name.replace("__", "-").replace("_txt", ".txt"): content for name, content in tags.items()}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def _line(path: str, content: bytes = b"hello\n", algorithm: str = "sha256") -> str:
    return f"{_digest(algorithm, content)}  {path}\n"


_BOTH = (_line("data/hello.txt") + _line("data/sub/more.txt", b"more\n")).encode()


@pytest.mark.parametrize(
    "algorithm", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s"]
)
def test_every_digest_that_python_has_is_checked(tmp_path: Path, algorithm: str) -> None:
    """2.4: the name in the manifest is the common one without punctuation. A changed file shows under each."""
    folder = _bag(tmp_path / "bag", algorithms=(algorithm,))
    verdict = verify_export(folder)
    assert verdict.problems == ()
    assert ("weak-digests" in _warnings(verdict)) == (algorithm in ("md5", "sha1"))
    (folder / "data/hello.txt").write_bytes(b"Hello\n")
    (told,) = verify_export(folder).problems
    assert told.code == "verify.file-changed"
    facts = {"path": "data/hello.txt", "algorithm": algorithm}
    facts |= {"expected": _digest(algorithm, b"hello\n"), "found": _digest(algorithm, b"Hello\n")}
    assert dict(told.facts) == facts


def test_everything_that_is_wrong_is_told(tmp_path: Path) -> None:
    """Not the first problem only: a changed, a missing and an extra file, a false sum and a line that is none."""
    folder = _bag(tmp_path / "bag", bag__info_txt=b"Payload-Oxum: 5.1\n")
    (folder / "data/hello.txt").write_bytes(b"jello\n")
    (folder / "data/sub/more.txt").unlink()
    (folder / "data/extra").write_bytes(b"x")
    with (folder / "manifest-sha256.txt").open("a") as file:
        file.write("no digest data/x\n")
    verdict = verify_export(folder)
    assert _codes(verdict) == {"file-changed", "file-missing", "file-untracked", "oxum-differs", "manifest-unreadable"}


_INVALID: dict[str, tuple[dict[str, object], str]] = {
    "no declaration": ({"bagit_txt": b""}, "manifest-unreadable"),
    "unknown version": ({"version": "2.0"}, "manifest-unreadable"),
    "a version before there was one": ({"version": "0.92"}, "manifest-unreadable"),
    "a third line": ({"bagit_txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nX: y\n"}, "manifest-unreadable"),
    "lines in the other order": (
        {"bagit_txt": b"Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n"}, "manifest-unreadable"),
    "two spaces": ({"bagit_txt": b"BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n"}, "manifest-unreadable"),
    "a space at the end": ({"bagit_txt": b"BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n"}, "manifest-unreadable"),
    "an encoding that is none": (
        {"bagit_txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: zlib\n"}, "manifest-unreadable"),
    "an encoding that is slow": (
        {"bagit_txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: idna\n"}, "manifest-unreadable"),
    "a byte-order mark in a manifest": ({"manifest__sha256_txt": b"\xef\xbb\xbf" + _BOTH}, "manifest-unreadable"),
    "no manifest": ({"algorithms": ()}, "manifest-missing"),
    "an unknown digest alone": ({"algorithms": (), "manifest__crc32_txt": b"00000000  data/hello.txt\n"}, "manifest-missing"),
    "a digest too short": ({"manifest__sha256_txt": b"abcd  data/hello.txt\n"}, "manifest-unreadable"),
    "bytes of another encoding": ({"manifest__sha256_txt": _BOTH + b"\xff\n"}, "manifest-unreadable"),
    "a file listed twice": ({"manifest__sha256_txt": _BOTH + _BOTH[:81]}, "listed-twice"),
    "a second manifest that lists less": (
        {"manifest__sha512_txt": _line("data/hello.txt", algorithm="sha512").encode()}, "file-unlisted"),
    "a second manifest that disagrees": (
        {"manifest__sha512_txt": (_line("data/hello.txt", b"other", "sha512") + _line("data/sub/more.txt", b"more\n", "sha512")).encode()},
        "file-changed"),
    "a tag manifest that leaves a manifest out": ({"tagmanifest__sha256_txt": b""}, "file-unlisted"),
    "a tag manifest that lists the payload": (
        {"tagmanifest__sha256_txt": (_line("data/hello.txt") + _line("manifest-sha256.txt", _BOTH)).encode()}, "path-unsafe"),
    "a tag manifest that lists itself": (
        {"tagmanifest__sha256_txt": (_line("tagmanifest-sha256.txt") + _line("manifest-sha256.txt", _BOTH)).encode()},
        "manifest-unreadable"),
    "a payload manifest that lists a tag file": ({"manifest__sha256_txt": _BOTH + _line("bagit.txt").encode()}, "path-unsafe"),
    "metadata without a colon": ({"bag__info_txt": b"no colon here\n"}, "manifest-unreadable"),
    "metadata with a space before the colon": ({"bag__info_txt": b"Contact-Name : x\n"}, "manifest-unreadable"),
    "two sums": ({"bag__info_txt": b"Payload-Oxum: 11.2\nPayload-Oxum: 11.2\n"}, "manifest-unreadable"),
    "a sum that is none": ({"bag__info_txt": b"Payload-Oxum: eleven\n"}, "manifest-unreadable"),
    "a false sum": ({"bag__info_txt": b"Payload-Oxum: 11.3\n"}, "oxum-differs"),
    "a hole": ({"manifest__sha256_txt": _BOTH + _line("data/far.txt").encode(),
                "fetch_txt": b"https://example.org/far.txt - data/far.txt\n"}, "hole"),
    "to be fetched and not listed": ({"fetch_txt": b"https://example.org/far.txt 12 data/far.txt\n"}, "file-unlisted"),
    "to be fetched from nowhere": ({"fetch_txt": b"far.txt - data/hello.txt\n"}, "manifest-unreadable"),
    "to be fetched to somewhere": ({"fetch_txt": b"file:///etc/passwd - ../../x\n"}, "path-unsafe"),
    "a name without its percent sign": (
        {"payload": {"a%25": b"x"}, "manifest__sha256_txt": _line("data/a%2525x", b"x").encode()}, "file-missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", _INVALID)
def test_what_the_standard_forbids_is_refused_for_its_reason(tmp_path: Path, name: str) -> None:
    """RFC 8493, section 2 and 3, clause by clause."""
    changes, code = _INVALID[name]
    verdict = verify_export(_bag(tmp_path / "bag", **changes))  # type: ignore[arg-type]
    assert code in _codes(verdict)


_ALLOWED: dict[str, tuple[dict[str, object], set[str]]] = {
    "line ends of each kind": ({"manifest__sha256_txt": _BOTH.replace(b"\n", b"\r\n", 1).replace(b"t\n", b"t\r", 1)}, set()),
    "no line end at the end": ({"bagit_txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8"}, set()),
    "capital digits": ({"manifest__sha256_txt": _BOTH.decode().upper().replace("DATA/", "data/").replace("HELLO.TXT", "hello.txt").replace("SUB/MORE.TXT", "sub/more.txt").encode()}, set()),
    "tabs": ({"manifest__sha256_txt": _BOTH.replace(b"  ", b"\t \t")}, set()),
    "metadata on two lines, twice": ({"bag__info_txt": b"Contact-Name: a\n  b\nContact-Name: c\nPayload-Oxum: 11.2\n"}, {"tag-unlisted"}),
    "loose metadata before 1.0": ({"version": "0.97", "bag__info_txt": b"Contact-Name  :   x\n"}, {"tag-unlisted"}),
    "one manifest each before 1.0": (
        {"version": "0.97", "manifest__sha256_txt": _line("data/hello.txt").encode(),
         "manifest__sha512_txt": _line("data/sub/more.txt", b"more\n", "sha512").encode()}, set()),
    "a second manifest of an unknown digest": ({"manifest__crc32_txt": b"00000000  data/hello.txt\n"}, {"algorithm-unknown"}),
    "nothing in it": ({"payload": {}}, set()),
    "percent-encoded names": (
        {"payload": {"a\nb": b"x", "c\rd": b"y", "100%": b"z"},
         "manifest__sha256_txt": (_line("data/a%0Ab", b"x") + _line("data/c%0dd", b"y") + _line("data/100%25", b"z")).encode()},
        {"name-unportable"}),
    "a percent sign as older tools leave it": (
        {"payload": {"100%25": b"x"}, "manifest__sha256_txt": _line("data/100%25", b"x").encode()}, {"name-unescaped"}),
    "names for one system": ({"payload": {"aux.txt": b"", "a:b": b"", "dot.": b"", "Lpt1": b""}}, {"name-unportable"}),
    "names that meet elsewhere": ({"payload": {"A.txt": b"", "a.txt": b""}}, {"name-clash"}),
    "another form of accents on the disk": (
        {"payload": {unicodedata.normalize("NFD", "Нұрсұлтан й.txt"): b"x"},
         "manifest__sha256_txt": _line(unicodedata.normalize("NFC", "data/Нұрсұлтан й.txt"), b"x").encode()},
        {"name-mistaken"}),
    "litter": ({"payload": {".DS_Store": b"", "._x": b"", "Thumbs.db": b""}}, {"system-file"}),
    "what was to be fetched is there": ({"fetch_txt": b"https://example.org/a%20b - data/hello.txt\n"}, {"tag-unlisted"}),
}  # fmt: skip


@pytest.mark.parametrize("name", _ALLOWED)
def test_what_is_allowed_is_accepted_and_what_is_odd_is_said(tmp_path: Path, name: str) -> None:
    """RFC 8493, section 6: tolerated with a warning."""
    changes, warnings = _ALLOWED[name]
    verdict = verify_export(_bag(tmp_path / "bag", **changes))  # type: ignore[arg-type]
    assert [one.message() for one in verdict.problems] == []
    assert _warnings(verdict) - {"tag-unlisted"} == warnings - {"tag-unlisted"}


@pytest.mark.parametrize("encoding", ["UTF-16", "KOI8-R", "windows-1251", "ISO-8859-5"])
def test_tag_files_are_read_in_the_encoding_they_declare(tmp_path: Path, encoding: str) -> None:
    """2.3, with a name that only that encoding spells."""
    declared = f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {encoding}\n".encode()
    manifest = _line("data/протокол.txt", b"x").encode(encoding)
    folder = _bag(tmp_path / "bag", {"протокол.txt": b"x"}, bagit_txt=declared, manifest__sha256_txt=manifest)
    assert verify_export(folder).problems == ()
    (folder / "data/протокол.txt").write_bytes(b"y")
    assert _codes(verify_export(folder)) == {"file-changed"}


def test_special_files_are_told_and_left_alone(tmp_path: Path) -> None:
    """A link to the right bytes, a pipe that would block, a name that is no text."""
    folder = _bag(tmp_path / "bag")
    (folder / "data/hello.txt").rename(tmp_path / "elsewhere")
    (folder / "data/hello.txt").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "data/pipe")
    (Path(os.fsdecode(os.fsencode(folder) + b"/data/\xff"))).write_bytes(b"x")
    verdict = verify_export(folder)
    assert _codes(verdict) == {"path-unsafe", "file-missing"}
    assert {"data/hello.txt", "data/pipe", "data/\\xff"} <= {one.facts["path"] for one in verdict.problems}


def test_another_bag_says_what_it_is_not(tmp_path: Path) -> None:
    """No log, no proof; with a key or an older head somebody expected an export, and this is none."""
    folder = _bag(tmp_path / "bag", algorithms=("sha256", "sha512"))
    record = verify_export(folder).to_record()
    assert (record["ok"], record["kind"], record["key"], record["checkpoint"]) == (True, "bag", None, None)
    assert "no export of Onrecord" in record["cannot_exclude"][0]
    assert record["checked"]["files"] == 5
    key = "onrecord/x+5f3a91c0+AQ"
    older = tmp_path / "head"
    older.write_text("x")
    with pytest.raises(Exception, match="note-refused"):
        verify_export(folder, key=key)
    assert "file-missing" in _codes(verify_export(folder, older_checkpoint=older))
    with pytest.raises(NotAnExport):
        verify_export(older)


def test_it_agrees_with_the_reference_implementation(tmp_path: Path) -> None:
    """What bagit-python 1.8 accepts and refuses, but for the spaces that it lets pass in `bagit.txt`."""
    cases = [{}, {"algorithms": ("md5", "sha1", "sha512")}, {"version": "0.97"}, {"payload": {"имя файла.txt": b"x"}}]
    cases += [
        _INVALID[name][0]
        for name in ("a digest too short", "a false sum", "a second manifest that disagrees", "a hole")
    ]
    for number, changes in enumerate(cases):
        folder = _bag(tmp_path / str(number), **changes)  # type: ignore[arg-type]
        assert is_valid_bag(folder) == verify_export(folder).ok, changes


# Bags inside one ZIP file.


def _zip(folder: Path, target: Path, *, above: str = "bag/", **extra: bytes) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{above}data/", b"")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, above + path.relative_to(folder).as_posix())
        for name, content in extra.items():
            file.writestr(name, content)
    return target


@pytest.mark.parametrize("above", ["", "bag/", "имя/"])
def test_a_zipped_bag_is_read_in_place(tmp_path: Path, above: str) -> None:
    """At its top or in its one folder; a change shows, and nothing is written anywhere."""
    folder = _bag(tmp_path / "bag", {"файл.txt": b"x" * 3_000_000, "b": b""})
    whole = _zip(folder, tmp_path / "bag.zip", above=above)
    verdict = verify_export(whole)
    assert verdict.problems == ()
    assert verdict.checked["files"] == 4
    (folder / "data/b").write_bytes(b"y")
    assert _codes(verify_export(_zip(folder, tmp_path / "bad.zip", above=above))) == {"file-changed"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.zip", "bag", "bag.zip"]


def _link(info: zipfile.ZipInfo) -> None:
    info.create_system, info.external_attr = 3, 0o120777 << 16


def _odd(target: Path, change: Callable[[zipfile.ZipInfo], None]) -> Path:
    info = zipfile.ZipInfo("bag/data/odd")
    change(info)
    with zipfile.ZipFile(target, "a") as file:
        file.writestr(info, b"/etc/passwd")
    return target


def test_a_zip_that_two_readers_read_differently_is_refused(tmp_path: Path) -> None:
    """A link, a name twice, a file beside the bag's folder, a name with a byte that ends it."""
    folder = _bag(tmp_path / "bag")
    assert "path-unsafe" in _codes(verify_export(_odd(_zip(folder, tmp_path / "link.zip"), _link)))
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = _zip(folder, tmp_path / "twice.zip", **{"bag/data/hello.txt": b"other"})
    assert "path-unsafe" in _codes(verify_export(twice))
    beside = _zip(folder, tmp_path / "beside.zip", **{"other/x": b"x"})
    assert _codes(verify_export(beside)) == {"file-untracked"}
    for name in ("bag/../../x", "/x", "bag\\x"):
        out = _zip(folder, tmp_path / "out.zip", **{name: b"x"})
        assert _codes(verify_export(out)) & {"file-untracked", "path-unsafe"}


def test_a_damaged_or_lying_zip_is_no_bag_or_a_broken_one(tmp_path: Path) -> None:
    """Every bit flipped somewhere: never accepted with other bytes, never a crash."""
    folder = _bag(tmp_path / "bag", {"a": bytes(range(256)) * 4})
    content = _zip(folder, tmp_path / "bag.zip").read_bytes()
    whole = verify_export(tmp_path / "bag.zip").checked
    for at in range(0, len(content), 7):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 8
        (tmp_path / "bad.zip").write_bytes(changed)
        try:
            verdict = verify_export(tmp_path / "bad.zip")
        except NotAnExport:
            continue
        if verdict.ok:  # a flag or a date of the ZIP itself, which says nothing of the files
            assert verdict.checked == whole
    for cut in (10, len(content) // 2, len(content) - 5):
        (tmp_path / "cut.zip").write_bytes(content[:cut])
        with pytest.raises(NotAnExport):
            verify_export(tmp_path / "cut.zip")


def test_a_zip_whose_files_share_their_bytes_is_not_unpacked(tmp_path: Path) -> None:
    """One block packed once and named a thousand times would be read a thousand times."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bagit.txt", b"0" * 1_000_000)
    content = inner.getvalue()
    end = content.rindex(b"PK\5\6")
    start = struct.unpack_from("<I", content, end + 16)[0]
    directory = content[start:end] * 1000
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1000, 1000, len(directory), start, 0)
    (tmp_path / "bomb.zip").write_bytes(content[:start] + directory + tail)
    with pytest.raises(NotAnExport):
        verify_export(tmp_path / "bomb.zip")

"""ZIP: every form that honest programs write gives its members; every trick is told by a code, and nothing is written."""

import io
import random
import stat
import struct
import time
import zipfile
import zlib

import pytest
from tests.vault.containers.taking import Taken, taken, zip_of

from onrecord.vault.containers import zips
from onrecord.vault.containers.model import Limits


def _taken(content: bytes, limits: Limits | None = None) -> Taken:
    return taken(zips.parts, content, limits)


def _written(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return made.getvalue()


_MEMBERS = {
    "photo.jpg": b"\xff\xd8\xff" + random.Random(1).randbytes(300_000),
    "in/Список погибших.txt": "Масанчи\n".encode() * 5000,
    "in/قائمة.txt": b"",
    "in/қазақша 😀.md": b"x",
}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_those_of_the_standard_library(method: int) -> None:
    """Four ways to pack, names in four scripts, an empty member: byte for byte, with nothing refused."""
    found = _taken(_written(_MEMBERS, method))
    assert found.members == _MEMBERS
    assert found.names == ["photo.jpg", "Список погибших.txt", "قائمة.txt", "қазақша 😀.md"]
    assert found.refused == {}


def test_a_zip_may_be_64_bit_have_a_comment_and_follow_something_else() -> None:
    """Streams of unknown length, a comment at the end, a program or a PDF in front: all occur."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        with container.open("a.txt", "w", force_zip64=True) as member:
            member.write(b"sixty-four")
        container.mkdir("folder") if hasattr(container, "mkdir") else container.writestr("folder/", b"")
        container.comment = b"PK\5\6 is what a comment may say"
    for before in (b"", b"%PDF-1.7 and so on\n" * 50):
        found = _taken(before + made.getvalue())
        assert (found.members, found.refused) == ({"a.txt": b"sixty-four"}, {})


@pytest.mark.parametrize("count", [0, 3, 70_000])
def test_the_64_bit_directory_is_read(count: int) -> None:
    """More than 65,535 members need it; so many are told, and none is opened."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for number in range(count):
            container.writestr(f"{number}", b"")
    content = made.getvalue()
    if count < 70_000:
        content = _with_64_bit_end(content)
    found = _taken(content)
    assert len(found.members) == (count if count < 70_000 else 0)
    assert found.refused == ({} if count < 70_000 else {None: "vault.container-too-many"})


def _with_64_bit_end(content: bytes) -> bytes:
    at = content.rfind(b"PK\5\6")
    _, _, _, _, count, size, start, _ = struct.unpack("<4s4H2IH", content[at : at + 22])
    end64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    return (
        content[:at] + end64 + locator + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, *[0xFFFFFFFF] * 2, 0)
    )


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Протокол.txt".encode("cp866"), "Протокол.txt"),
        ("Протокол.txt".encode(), "Протокол.txt"),
        ("Résumé.txt".encode("cp437"), "Résumé.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_names_without_a_declared_encoding_are_read_as_meant(raw: bytes, shown: str) -> None:
    """Russian Windows writes page 866, western ones 437, others UTF-8 without saying so."""
    assert list(_taken(zip_of((raw, b"x"))).members) == [shown]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (b"../../x", "vault.member-outside"),
        (b"a/../../x", "vault.member-outside"),
        (b"/etc/x", "vault.member-outside"),
        (b"\\server\\share\\x", "vault.member-outside"),
        (b"C:\\x", "vault.member-outside"),
        (b"c:x", "vault.member-outside"),
        (b"..\\..\\x", "vault.member-outside"),
        (b"a\0b.txt", "vault.member-odd-name"),
        (b"line\nend", "vault.member-odd-name"),
        ("photo\u202egpj.exe".encode(), "vault.member-odd-name"),
        (b"\x1b[2J", "vault.member-odd-name"),
        (b"", "vault.member-odd-name"),
        (b"././", "vault.member-odd-name"),
        (b"x" * 5000, "vault.member-odd-name"),
    ],
)
def test_a_name_that_leads_out_or_deceives_is_refused(name: bytes, code: str) -> None:
    """D2: its neighbour is sealed all the same."""
    found = _taken(zip_of((name, b"evil"), (b"good.txt", b"good")))
    assert found.members == {"good.txt": b"good"}
    assert list(found.refused.values()) == [code]


def test_backslashes_of_windows_are_folders() -> None:
    """Some programs write them; the name is the last part."""
    found = _taken(zip_of((b"folder\\photo.jpg", b"x")))
    assert (found.members, found.names) == ({"folder/photo.jpg": b"x"}, ["photo.jpg"])


@pytest.mark.parametrize(
    ("bent", "code"),
    [
        ({"mode": stat.S_IFLNK | 0o777}, "vault.member-link"),
        ({"mode": stat.S_IFCHR | 0o666}, "vault.member-not-a-file"),
        ({"mode": stat.S_IFIFO}, "vault.member-not-a-file"),
        ({"flags": 0x1}, "vault.member-encrypted"),
        ({"flags": 0x41}, "vault.member-encrypted"),
        ({"method": 99}, "vault.member-encrypted"),
        ({"method": 9}, "vault.member-compression"),
        ({"method": 93}, "vault.member-compression"),
        ({"method": 14}, "vault.member-compression"),
        ({"method": 8}, "vault.member-damaged"),
        ({"method": 12}, "vault.member-damaged"),
        ({"method": 95}, "vault.member-damaged"),
        ({"crc": 1}, "vault.member-damaged"),
        ({"size": 3}, "vault.member-false-size"),
        ({"size": 3000}, "vault.member-false-size"),
        ({"local_name": b"b.txt"}, "vault.member-damaged"),
    ],
)
def test_what_cannot_be_opened_is_told_by_its_code(bent: dict[str, object], code: str) -> None:
    """D1, D2: links, devices, passwords, unknown methods, damage, lying sizes."""
    found = _taken(zip_of((b"a.txt", b"content that is none of this"), **bent))
    assert (found.members, found.refused) == ({}, {"a.txt": code})


def test_a_folder_with_the_mode_of_one_is_no_member() -> None:
    """Folders hold nothing; some programs name them without a slash at the end."""
    assert _taken(zip_of((b"folder", b""), mode=stat.S_IFDIR | 0o755)).members == {}


def test_two_members_of_one_name_are_told() -> None:
    """Two programs could each show another one."""
    found = _taken(zip_of((b"a.txt", b"one"), (b"./a.txt", b"two")))
    assert (found.members, found.refused) == ({"a.txt": b"one"}, {"a.txt": "vault.member-twice"})


def test_a_bomb_is_refused_by_its_ratio() -> None:
    """D1: a thousand to one; a neighbour is sealed, and what is small may be as dense as it likes."""
    found = _taken(_written({"bomb": b"\0" * (20 << 20), "small": b"\0" * (1 << 20), "a.txt": b"a"}))
    assert set(found.members) == {"small", "a.txt"}
    assert found.refused == {"bomb": "vault.member-too-large"}


def test_a_bomb_that_lies_about_its_size_stops_at_what_it_said() -> None:
    """D1: the directory says three bytes; no more than one piece beyond is ever unpacked."""
    packed = zlib.compressobj(wbits=-15)
    content = packed.compress(b"\0" * (50 << 20)) + packed.flush()
    found = _taken(zip_of((b"bomb", content), method=8, size=3))
    assert found.refused == {"bomb": "vault.member-false-size"}


def test_lzma_that_asks_for_all_memory_is_refused() -> None:
    """A dictionary of 4 GiB in five bytes of properties."""
    content = b"\x09\x04\x05\x00" + b"\x5d\xff\xff\xff\xff" + b"\0" * 50
    assert _taken(zip_of((b"a", content), method=14)).refused == {"a": "vault.member-compression"}


def test_members_over_one_another_are_not_opened() -> None:
    """CVE-2024-0450: a hundred members that share one kernel of packed zeros; and members that quote each other."""
    assert _taken(zip_of(*[(b"a", b"x" * 1000)] * 100, offset=0)).refused == {None: "vault.container-overlaps"}
    quoted = zip_of((b"a" * 9, b"A" * 100), (b"b" * 9, b"B" * 100))
    at = quoted.index(b"PK\1\2") + 20
    larger = quoted[:at] + struct.pack("<2I", 150, 150) + quoted[at + 8 :]
    assert _taken(larger).refused == {None: "vault.container-overlaps"}


def test_more_than_the_limits_is_not_opened_at_all() -> None:
    """D1: members and bytes are counted by the directory, before anything is unpacked."""
    content = zip_of(*((b"%d" % number, b"x" * 10) for number in range(12)))
    assert _taken(content, Limits(members=11)).refused == {None: "vault.container-too-many"}
    assert _taken(content, Limits(unpacked_bytes=119)).refused == {None: "vault.container-too-large"}
    assert len(_taken(content, Limits(members=12, unpacked_bytes=120)).members) == 12
    assert _taken(content, Limits(seconds=-1)).refused == {None: "vault.container-too-long"}


def test_a_hundred_thousand_members_are_told_at_once() -> None:
    """D1: the count is found by reading ten thousand rows of the directory and no more."""
    content = zip_of(*((b"%d" % number, b"") for number in range(100_000)))
    started = time.perf_counter()
    assert _taken(content).refused == {None: "vault.container-too-many"}
    assert time.perf_counter() - started < 5


def test_a_cut_zip_is_told() -> None:
    """No directory, half a directory, a directory that lists fewer than it says."""
    whole = zip_of((b"a", b"1"), (b"b", b"2"))
    for content in (b"", b"PK\3\4", whole[:40], whole[:-10]):
        assert _taken(content).refused == {None: "vault.container-damaged"}
    at = whole.rfind(b"PK\5\6") + 10
    more = whole[:at] + struct.pack("<H", 3) + whole[at + 2 :]
    found = _taken(more)
    assert (set(found.members), found.refused) == ({"a", "b"}, {None: "vault.container-damaged"})
    broken = whole.replace(b"PK\1\2", b"PK\1\3", 2).replace(b"PK\1\3", b"PK\1\2", 1)
    found = _taken(broken)
    assert found.refused == {None: "vault.container-damaged"}


def test_no_mutation_brings_down_the_reader_or_passes_its_limits() -> None:
    """D10 in small: a thousand bent ZIPs give members or codes, and nothing else."""
    whole = _written({"a.txt": b"a" * 500, "b/c.bin": random.Random(2).randbytes(700)})
    die = random.Random(3)
    for _ in range(1000):
        bent = bytearray(whole)
        for _ in range(die.randint(1, 6)):
            bent[die.randrange(len(bent))] = die.randrange(256)
        found = _taken(bytes(bent[: die.choice((len(bent), die.randrange(len(bent))))]))
        assert sum(map(len, found.members.values())) < 10_000

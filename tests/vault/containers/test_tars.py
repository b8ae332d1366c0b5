"""TAR: every age and packing gives its members; links are never followed, and no header is believed beyond the limits."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

import pytest
from tests.vault.containers.taking import Taken, taken

from onrecord.vault.containers import streams, tars
from onrecord.vault.containers.model import Budget, Form, Limits, Part

_MEMBERS = {
    "photo.jpg": b"\xff\xd8\xff" + random.Random(1).randbytes(30_000),
    "in/Список погибших.txt": "Сортобе\n".encode() * 500,
    "in/" + "длинное имя " * 30 + ".txt": b"long",
    "empty": b"",
}


def _plain(file: BinaryIO, budget: Budget) -> Iterator[Part]:
    return tars.parts(streams.Spent(file, budget), budget)


def _packed(form: Form, name: str = "files.tar.gz") -> Callable[[BinaryIO, Budget], Iterator[Part]]:
    return lambda file, budget: tars.packed_parts(form, file, name, budget)


def _taken(content: bytes, limits: Limits | None = None) -> Taken:
    return taken(_plain, content, limits)


def _tar(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as container:
        for info, content in members:
            container.addfile(info, io.BytesIO(content))
    return made.getvalue()


def _info(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, link
    return info


def _of(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    return _tar(*((_info(name, len(content)), content) for name, content in members.items()), form=form)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_members_are_those_of_the_standard_library(form: int) -> None:
    """Pax and GNU, long names in Cyrillic, an empty member: byte for byte."""
    found = _taken(_of(_MEMBERS, form))
    assert (found.members, found.refused) == (_MEMBERS, {})


def test_the_oldest_form_is_read() -> None:
    """A header without a mark, as on tapes of the seventies."""
    content = bytearray(_of({"a.txt": b"old"}, tarfile.USTAR_FORMAT))
    content[257:512] = bytes(255)
    content[148:156] = b" " * 8
    content[148:156] = b"%06o\0 " % sum(content[:512])
    assert _taken(bytes(content)).members == {"a.txt": b"old"}


@pytest.mark.parametrize(
    ("form", "pack"), [(Form.GZIP, gzip.compress), (Form.BZIP2, bz2.compress), (Form.XZ, lzma.compress)]
)
def test_packed_ones_are_read_also_in_several_pieces(form: Form, pack: Callable[[bytes], bytes]) -> None:
    """One stream, several one after the other, zeros as padding after the last."""
    whole = _of(_MEMBERS)
    for content in (pack(whole), pack(whole[:700]) + pack(whole[700:]), pack(whole) + bytes(1000)):
        found = taken(_packed(form), content)
        assert (found.members, found.refused) == (_MEMBERS, {})


@pytest.mark.parametrize(
    ("name", "member"),
    [("notes.txt.gz", "notes.txt"), ("NOTES.GZ", "NOTES"), ("unpacked", "unpacked"), (".gz", ".gz")],
)
def test_a_file_that_was_packed_alone_is_a_member(name: str, member: str) -> None:
    """Named by its container without the ending, unless the packer wrote its name down."""
    found = taken(_packed(Form.GZIP, name), gzip.compress(b"words"))
    assert found.members == {member: b"words"}


def test_the_name_that_gzip_wrote_down_is_used_and_checked() -> None:
    """`gzip -N` writes it; so may an attacker."""

    def packed(name: bytes) -> bytes:
        plain = gzip.compress(b"words", mtime=0)
        return plain[:3] + b"\x08" + plain[4:10] + name + b"\0" + plain[10:]

    assert taken(_packed(Form.GZIP), packed("Акт.txt".encode("cp866"))).members == {"Акт.txt": b"words"}
    assert taken(_packed(Form.GZIP), packed(b"../../x")).refused == {"../../x": "vault.member-outside"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../x", "vault.member-outside"),
        ("/etc/x", "vault.member-outside"),
        ("C:\\x", "vault.member-outside"),
        ("a\u202eb", "vault.member-odd-name"),
        ("a\nb", "vault.member-odd-name"),
        ("x" * 5000, "vault.member-odd-name"),
    ],
)
def test_a_name_that_leads_out_or_deceives_is_refused(name: str, code: str) -> None:
    """D2: its neighbour is sealed all the same."""
    found = _taken(_of({name: b"evil", "good.txt": b"good"}))
    assert found.members == {"good.txt": b"good"}
    assert list(found.refused.values()) == [code]


def test_links_and_devices_are_told_and_a_write_through_a_link_is_a_member() -> None:
    """D2: a link out, then a file "through" it; a hard link to a deeper link (CVE-2026-11940); devices; a pipe.

    Nothing is written anywhere, so the file under the link's name is bytes like any others.
    """
    found = _taken(
        _tar(
            (_info("out", kind=tarfile.SYMTYPE, link="/tmp"), b""),  # noqa: S108 - a name in a container
            (_info("out/x", 4), b"evil"),
            (_info("a/b", kind=tarfile.SYMTYPE, link="../../.."), b""),
            (_info("hard", kind=tarfile.LNKTYPE, link="a/b"), b""),
            (_info("dev", kind=tarfile.CHRTYPE), b""),
            (_info("disk", kind=tarfile.BLKTYPE), b""),
            (_info("pipe", kind=tarfile.FIFOTYPE), b""),
            (_info("folder", kind=tarfile.DIRTYPE), b""),
            (_info("z.txt", 1), b"z"),
        )
    )
    assert found.members == {"out/x": b"evil", "z.txt": b"z"}
    link, device = "vault.member-link", "vault.member-not-a-file"
    assert found.refused == {"out": link, "a/b": link, "hard": link, "dev": device, "disk": device, "pipe": device}


def test_two_members_of_one_name_are_told() -> None:
    """TAR lets a later member take the place of an earlier one; here the first is the member, and both are in the file."""
    found = _taken(_tar((_info("a", 1), b"1"), (_info("./a", 1), b"2")))
    assert (found.members, found.refused) == ({"a": b"1"}, {"a": "vault.member-twice"})


def test_sparse_members_are_told() -> None:
    """A hole of a terabyte in a kilobyte."""
    info = _info("holes", 10)
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.realsize": str(1 << 40)}
    assert _taken(_tar((info, b"x" * 10))).refused == {"holes": "vault.member-compression"}


@pytest.mark.parametrize("size", [b"\x80" + b"\xff" * 11, b"\xff" * 12, b"zzzzzzzzzzz\0"])
def test_a_header_with_an_impossible_size_ends_the_reading(size: bytes) -> None:
    """A size below nothing once sent readers round in circles (CVE-2025-8194)."""
    content = bytearray(_of({"a": b"1", "b": b"2"}))
    content[124:136] = size
    content[148:156] = b" " * 8
    content[148:156] = b"%06o\0 " % sum(content[:512])
    found = _taken(bytes(content))
    assert set(found.refused.values()) <= {
        "vault.container-damaged",
        "vault.member-damaged",
        "vault.container-too-large",
    }
    assert found.refused


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_says_it_is_endless_is_not_read(kind: bytes) -> None:
    """A name of two gigabytes would have to lie in memory whole."""
    header = bytearray(_info("x", 2 << 30, kind).tobuf(tarfile.GNU_FORMAT))[:512]
    assert _taken(bytes(header) + b"x" * 5000).refused == {None: "vault.container-damaged"}


@pytest.mark.parametrize("body", [b"99 path=x\n", b"no length\n", b"3 a\n", b"12 size=abc\n\n"])
def test_a_damaged_pax_header_is_told(body: bytes) -> None:
    """Lengths that lead nowhere, a size that is none."""
    header = _info("pax", len(body), tarfile.XHDTYPE).tobuf(tarfile.USTAR_FORMAT)
    content = header + body.ljust(512, b"\0") + _of({"a": b"1"})
    assert _taken(content).refused == {None: "vault.container-damaged"}


def test_a_cut_tar_gives_what_came_before() -> None:
    """Cut in a member, in a header, in the packing: what could be read is sealed, and the damage is told."""
    whole = _of({"a.txt": b"1" * 600, "b.txt": b"2" * 3000}, tarfile.USTAR_FORMAT)
    cut = _taken(whole[:3500])
    assert (set(cut.members), cut.refused) == (
        {"a.txt"},
        {"b.txt": "vault.member-damaged", None: "vault.container-damaged"},
    )
    broken = _taken(whole[:1536] + b"\xff" * 512 + whole[2048:])
    assert (set(broken.members), broken.refused) == ({"a.txt"}, {None: "vault.container-damaged"})
    packed = gzip.compress(random.Random(1).randbytes(5000) + whole)
    assert taken(_packed(Form.GZIP, "a.gz"), packed[:-100]).refused == {"a": "vault.member-damaged"}
    packed = gzip.compress(whole)
    flipped = taken(_packed(Form.GZIP), packed[:-6] + bytes([packed[-6] ^ 1]) + packed[-5:])
    assert flipped.refused == {} or set(flipped.refused.values()) <= {"vault.container-damaged", "vault.member-damaged"}


@pytest.mark.parametrize(
    ("form", "pack"), [(Form.GZIP, gzip.compress), (Form.BZIP2, bz2.compress), (Form.XZ, lzma.compress)]
)
def test_a_bomb_stops_at_its_ratio(form: Form, pack: Callable[[bytes], bytes]) -> None:
    """D1: 64 MiB of zeros, alone and as a member; what came before it is sealed."""
    found = taken(_packed(form), pack(bytes(64 << 20)))
    assert set(found.refused.values()) <= {"vault.member-too-large"}
    assert found.members == {}
    found = taken(_packed(form), pack(_of({"a.txt": b"a", "bomb": bytes(64 << 20)})))
    assert found.members == {"a.txt": b"a"}
    assert found.refused["bomb"] == "vault.member-too-large"


def test_more_than_the_limits_is_told_and_what_came_before_is_kept() -> None:
    """A stream has no directory to count by."""
    content = _of({str(number): b"x" * 100 for number in range(12)})
    found = _taken(content, Limits(members=5))
    assert (len(found.members), found.refused) == (5, {None: "vault.container-too-many"})
    found = _taken(content, Limits(unpacked_bytes=3000))
    assert "vault.container-too-large" in found.refused.values()
    assert _taken(content, Limits(seconds=-1)).refused == {None: "vault.container-too-long"}


def test_no_mutation_brings_down_the_reader() -> None:
    """D10 in small: a thousand bent TARs give members or codes, and nothing else."""
    whole = _of({"a.txt": b"a" * 500, "b/c.bin": random.Random(2).randbytes(700)})
    die = random.Random(3)
    for _ in range(1000):
        bent = bytearray(whole)
        for _ in range(die.randint(1, 6)):
            bent[die.randrange(len(bent))] = die.randrange(256)
        found = _taken(bytes(bent[: die.choice((len(bent), die.randrange(len(bent))))]))
        assert sum(map(len, found.members.values())) < 20_000

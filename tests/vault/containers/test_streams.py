"""Bytes out of packed ones: a bounded piece at a time; and a file that is only read forward, given places to stand at."""

import io
import random
import tracemalloc
import zlib

import pytest

from onrecord.vault.containers import streams
from onrecord.vault.containers.errors import MemberDamaged, MemberTooLarge
from onrecord.vault.containers.model import Budget, Limits


@pytest.mark.parametrize("make", [streams.gzip, streams.bzip2, streams.xz])
def test_memory_stays_flat_whatever_a_bomb_holds(make: object) -> None:
    """D1: zeros without end in a few kilobytes; one read never holds more than its piece."""
    import bz2
    import gzip
    import lzma

    packers = {streams.gzip: gzip.compress, streams.bzip2: bz2.compress, streams.xz: lzma.compress}
    bomb = packers[make](bytes(64 << 20))  # type: ignore[index]
    tracemalloc.start()
    stream = streams.Unpacked(io.BytesIO(bomb), make, Budget(Limits(ratio=10**9)), path="a")  # type: ignore[arg-type]
    size = 0
    while piece := stream.read(1 << 30):
        size += len(piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 64 << 20
    assert peak < 12 << 20  # xz keeps a dictionary of 8 MiB


def test_a_ratio_beyond_the_limit_is_a_bomb() -> None:
    """Told before the limit of bytes is reached."""
    stream = streams.Unpacked(
        io.BytesIO(zlib.compress(bytes(64 << 20))), lambda: streams.Deflated(15), Budget(), path="a"
    )
    with pytest.raises(MemberTooLarge):
        while stream.read(1 << 16):
            pass


def test_deflate_that_fills_its_piece_to_the_byte_is_not_cut() -> None:
    """The last bytes may lie inside the decompressor when a piece is full."""
    for size in (1 << 16, (1 << 16) + 1, (1 << 17) - 1, 3):
        content = random.Random(size).randbytes(100) * (size // 100 + 1)
        stream = streams.Unpacked(
            io.BytesIO(zlib.compress(content[:size])), lambda: streams.Deflated(15), Budget(), path=""
        )
        found = b""
        while piece := stream.read(1 << 16):
            found += piece
        assert found == content[:size]


def test_a_stream_that_ends_too_early_is_damaged() -> None:
    """Cut anywhere, it never passes for a shorter one."""
    whole = zlib.compress(random.Random(1).randbytes(1000))
    for cut in (0, 1, 500, len(whole) - 1):
        stream = streams.Unpacked(io.BytesIO(whole[:cut]), lambda: streams.Deflated(15), Budget(), path="a")
        with pytest.raises(MemberDamaged):
            while stream.read(100):
                pass


def test_lines_of_any_length_come_whole_or_in_pieces() -> None:
    """Nothing is lost between lines and bytes."""
    content = b"one\n\r\ntwo\r\n" + b"x" * 200_000 + b"\nlast"
    lines = streams.Lines(io.BytesIO(content))
    found = []
    while line := lines.next():
        found.append(line)
    assert b"".join(found) == content
    assert found[:3] == [b"one\n", b"\r\n", b"two\r\n"]
    assert max(map(len, found)) == 1 << 16
    lines = streams.Lines(io.BytesIO(content))
    lines.back(lines.next())
    assert lines.read(2) + lines.next() == b"one\n"


def test_a_file_that_is_read_forward_only_can_be_read_from_anywhere() -> None:
    """An encrypted object gives its bytes from the beginning on; a ZIP is read from its end."""
    content = random.Random(1).randbytes(500_000)
    opened: list[int] = []

    class Forward(io.BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            raise io.UnsupportedOperation

    def opener() -> Forward:
        opened.append(1)
        return Forward(content)

    file = io.BufferedReader(streams.Rewound(opener, len(content)))
    die = random.Random(2)
    for _ in range(50):
        at, size = die.randrange(len(content)), die.randrange(5000)
        file.seek(at)
        assert file.read(size) == content[at : at + size]
    assert file.seek(-10, io.SEEK_END) == len(content) - 10
    assert file.read() == content[-10:]
    assert file.read(1) == b""
    assert len(opened) < 52
    file.close()

"""What the kernel is asked to refuse, beside the trials in a confined child: the filter itself, and where it is missing."""

from __future__ import annotations

import struct

import pytest

from onrecord.vault import fences


def _walk(program: bytes, number: int, *, architecture: int = 0xC000003E, arguments: tuple[int, ...] = ()) -> int:
    """Run the classic BPF program over one system call, as seccomp(2) does, and return its verdict."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    rows = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    held, at = 0, 0
    while True:
        code, yes, no, value = rows[at]
        at += 1
        if code == 0x20:
            (held,) = struct.unpack_from("<I", data, value)
        elif code == 0x06:
            return int(value)
        else:
            holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
            at += yes if holds else no


@pytest.fixture(scope="module")
def program() -> bytes:
    """Return the filter for x86-64, whatever this machine is."""
    return fences._program(0xC000003E, 0, fences._DENIED)


_ALLOWED, _REFUSED, _UNKNOWN, _KILLED = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000


@pytest.mark.parametrize(
    ("call", "arguments", "verdict"),
    [
        (0, (), _ALLOWED),  # read
        (1, (), _ALLOWED),  # write
        (257, (), _ALLOWED),  # openat: Landlock says which
        (41, (), _REFUSED),  # socket
        (59, (), _REFUSED),  # execve
        (57, (), _REFUSED),  # fork
        (56, (0x01200011,), _REFUSED),  # clone, as fork(3) calls it
        (56, (0x003D0F00,), _ALLOWED),  # clone, as pthread_create(3) calls it
        (435, (), _UNKNOWN),  # clone3
        (302, (0, 0, 0), _ALLOWED),  # prlimit64 that asks
        (302, (0, 0, 0x7FFF_0000_0000), _REFUSED),  # prlimit64 that sets; the low half of the pointer is zero
        (101, (), _REFUSED),  # ptrace
        (0x40000000 + 41, (), _REFUSED),  # socket by the x32 numbers
    ],
)
def test_calls_are_allowed_or_refused(program: bytes, call: int, arguments: tuple[int, ...], verdict: int) -> None:
    """Reading and answering is allowed, threads are, processes and the network are not."""
    assert _walk(program, call, arguments=arguments) == verdict


def test_a_call_of_another_machine_ends_the_process(program: bytes) -> None:
    """The numbers mean something else there: nothing can be told from them."""
    assert _walk(program, 0, architecture=0x40000003) == _KILLED


def test_opening_is_refused_where_nothing_can_say_which() -> None:
    """Without Landlock the filter closes the files altogether."""
    closed = fences._program(0xC000003E, 0, {**fences._DENIED, **fences._OPENING})
    assert {_walk(closed, call) for call in (2, 257, 437, 85)} == {_REFUSED}


def test_the_other_machine_has_its_own_numbers() -> None:
    """On AArch64 there is no fork: clone is looked at, and a thread may still be made."""
    arm = fences._program(0xC00000B7, 1, fences._DENIED)
    told = {
        call: _walk(arm, call, architecture=0xC00000B7, arguments=(0x003D0F00,)) for call in (63, 64, 56, 198, 221, 220)
    }
    assert told == {63: _ALLOWED, 64: _ALLOWED, 56: _ALLOWED, 198: _REFUSED, 221: _REFUSED, 220: _ALLOWED}
    assert _walk(arm, 220, architecture=0xC00000B7, arguments=(17,)) == _REFUSED


def test_without_the_kernels_help_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system without namespaces, Landlock and filters each says that it does not hold."""
    monkeypatch.setattr(fences, "_is_linux", lambda: False)
    assert fences.leave_the_network() is False
    assert fences.read_only(["/usr"]) is False
    assert fences.Filter(may_open=True).close() is False

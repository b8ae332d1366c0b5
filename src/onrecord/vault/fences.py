"""Owns what a confined process cannot do: the kernel's limits on memory, time, files, network and other processes.

Called inside the child, never in the program itself: what is fenced once stays so. It promises nothing by name
alone: `probe` tries the forbidden things and returns which of them were refused on this machine (RELIABILITY D7).

Where the kernel has them: a user and a network namespace of its own (user_namespaces(7)), Landlock for the files
(landlock(7)), a seccomp filter for the rest (seccomp(2)). Everywhere: limits (setrlimit(2)).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import stat
import struct
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

MEBIBYTE: Final = 1 << 20

# prctl(2), clone(2), landlock(7), seccomp(2): numbers of the kernel's own headers.
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_CLONE_NEWIPC: Final = 0x08000000
_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_CLONE_THREAD: Final = 0x00010000
_LANDLOCK_CREATE_RULESET: Final = 444
_LANDLOCK_ADD_RULE: Final = 445
_LANDLOCK_RESTRICT_SELF: Final = 446
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
# Every right a version of Landlock knows: what it knows is handled, and what is handled is denied unless allowed.
_FILE_RIGHTS: Final = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}

# Calls that a decoder has no business with: (x86-64, AArch64).
_DENIED: Final[Mapping[str, tuple[int, int]]] = {
    # the network, and handing files on
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201), "sendto": (44, 206), "sendmsg": (46, 211), "recvmsg": (47, 212),
    "sendmmsg": (307, 269), "recvmmsg": (299, 243),
    # other processes
    "fork": (57, 220), "vfork": (58, 220), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "setsid": (112, 157), "setpgid": (109, 154),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "kcmp": (312, 272),
    # names and marks of files: Landlock knows nothing of modes, owners, times and attributes
    "chmod": (90, 53), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, 54),
    "fchown": (93, 55), "lchown": (94, 54), "fchownat": (260, 54), "utime": (132, 88), "utimes": (235, 88),
    "futimesat": (261, 88), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "unlink": (87, 35),
    "unlinkat": (263, 35), "rename": (82, 38), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, 34),
    "mkdirat": (258, 34), "rmdir": (84, 35), "link": (86, 37), "linkat": (265, 37), "symlink": (88, 36),
    "symlinkat": (266, 36), "mknod": (133, 33), "mknodat": (259, 33), "truncate": (76, 45), "flock": (73, 32),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "memfd_create": (319, 279),
    # the kernel itself
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "keyctl": (250, 219),
    "add_key": (248, 217), "request_key": (249, 218), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "kexec_load": (246, 104), "reboot": (169, 142), "swapon": (167, 224),
    "swapoff": (168, 225), "setrlimit": (160, 164), "personality": (135, 92), "shmget": (29, 194),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "quotactl": (179, 60), "acct": (163, 89),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "sethostname": (170, 161),
    "setdomainname": (171, 162), "ioperm": (173, 9999), "iopl": (172, 9999),
}  # fmt: skip
# Opening files is denied as well where Landlock cannot say which.
_OPENING: Final[Mapping[str, tuple[int, int]]] = {
    "open": (2, 56), "openat": (257, 56), "openat2": (437, 437), "creat": (85, 56),
}  # fmt: skip
_CLONE: Final = (56, 220)
_CLONE3: Final = 435
_PRLIMIT: Final = (302, 261)
_MACHINES: Final = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # AUDIT_ARCH_*, column of the tables

# What a process may read when it may read files at all: the interpreter, its libraries, the system's.
SYSTEM_PLACES: Final = (
    "/usr",
    "/lib",
    "/lib64",
    "/lib32",
    "/etc/ld.so.cache",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
)


def leave_the_network() -> bool:
    """Move this process into a network of its own in which there is nothing, and say whether the kernel let it.

    Only while the process has one thread (unshare(2), EINVAL).
    """
    return _is_linux() and _libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0


def read_only(places: Iterable[str], *, handles: Iterable[int] = (), execute: bool = False) -> bool:
    """Let this process open nothing but these places, for reading, and say whether the kernel can do that.

    A file that is open already may be opened again by its handle (`/proc/self/fd/0`) where `handles` names it.
    """
    if not _is_linux():
        return False
    libc = _libc()
    version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    handled = max(rights for known, rights in _FILE_RIGHTS.items() if known <= version)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, struct.pack("<Q", handled), 8, 0)
    if ruleset < 0:
        return False
    for place in places:
        with suppress(OSError):  # a place that is not there needs no rule
            handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
            _allow(libc, ruleset, handle, _READ_FILE | _READ_DIR | (_EXECUTE if execute else 0))
            os.close(handle)
    for handle in handles:
        _allow(libc, ruleset, handle, _READ_FILE)
    is_held = libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(is_held)


def limit(*, cpu_seconds: int, memory_bytes: int, written_bytes: int, open_files: int) -> None:
    """Put the kernel's limits on this process: it is killed at them, or told there is no more."""
    import resource

    _set(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)  # the soft one is a signal that tells why
    _set(resource.RLIMIT_AS, memory_bytes)
    _set(resource.RLIMIT_FSIZE, written_bytes)
    _set(resource.RLIMIT_NOFILE, open_files)
    _set(resource.RLIMIT_CORE, 0)  # a core file would hold the evidence in clear


def die_with_parent() -> None:
    """Let the kernel end this process when the one that made it ends, and let no other look into its memory."""
    if _is_linux():
        libc = _libc()
        libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class Filter:
    """The system calls that are refused from the moment on at which `close` is called; built beforehand."""

    def __init__(self, *, may_open: bool, may_execute: bool = False) -> None:
        machine = _MACHINES.get(platform.machine()) if _is_linux() and sys.maxsize > 2**32 else None
        calls = {**_DENIED, **({} if may_open else _OPENING)}
        if may_execute:
            del calls["execve"]
        self._program = b"" if machine is None else _program(*machine, calls)
        self._buffer = ctypes.create_string_buffer(self._program, max(1, len(self._program)))

    def close(self) -> bool:
        """Refuse them from now on, for good, and say whether the kernel can do that."""
        if not self._program:
            return False
        libc = _libc()
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        header = struct.pack("@HxxxxxxQ", len(self._program) // 8, ctypes.addressof(self._buffer))
        return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0) == 0)


def probe() -> dict[str, bool]:
    """Try what is forbidden, so that it would hurt nobody, and return which of it was refused."""
    return {
        "network": _is_refused(_connect),
        "files": _is_refused(lambda: os.listdir("/")) and _is_refused(lambda: Path(os.devnull).open("wb").close()),  # noqa: PTH208
        "processes": _is_refused(_fork),
    }


def _connect() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.connect(("127.0.0.1", 9))  # no packet leaves: the kernel only looks for a way


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _is_refused(attempt: Callable[[], object]) -> bool:
    """Say whether the kernel refused: a thing that merely is not there, or does not answer, was not refused."""
    try:
        attempt()
    except OSError as err:
        return err.errno in (errno.EPERM, errno.EACCES, errno.ENETUNREACH, errno.ENETDOWN)
    return False


def _is_linux() -> bool:
    return sys.platform == "linux"


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _allow(libc: ctypes.CDLL, ruleset: int, handle: int, rights: int) -> None:
    """Allow this much below a handle. The kernel takes no rule about folders for a file."""
    if not stat.S_ISDIR(os.fstat(handle).st_mode):
        rights &= ~_READ_DIR
    libc.syscall(_LANDLOCK_ADD_RULE, ruleset, 1, struct.pack("<Qi", rights, handle), 0)


def _set(what: int, soft: int, hard: int | None = None) -> None:
    """Lower a limit; one that is lower already stays."""
    import resource  # there is none on Windows, where nothing is confined and this module is still imported

    _, highest = resource.getrlimit(what)
    wanted = hard if hard is not None else soft
    ceiling = wanted if highest == resource.RLIM_INFINITY else min(wanted, highest)
    with suppress(ValueError, OSError):  # macOS has no limit on addresses: what holds is found by `probe`, not here
        resource.setrlimit(what, (min(soft, ceiling), ceiling))


# The filter: classic BPF over struct seccomp_data {nr, arch, instruction_pointer, args[6]}, as in seccomp(2).
_LOAD, _EQUAL, _SET, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_ERRNO: Final = 0x00050000
_X32: Final = 0x40000000


def _program(architecture: int, column: int, calls: Mapping[str, tuple[int, int]]) -> bytes:
    numbers = sorted({pair[column] for name, pair in calls.items() if _counts(name, column)})
    refuse, unknown = (_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)
    rows = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    rows += [(_AT_LEAST, 0, 1, _X32), refuse]
    for number in numbers:
        rows += [(_EQUAL, 0, 1, number), refuse]
    # Threads may be made, processes not; clone3 hides its flags behind a pointer, and without it libc takes clone.
    rows += [(_EQUAL, 0, 1, _CLONE3), unknown]
    rows += [(_EQUAL, 0, 3, _CLONE[column]), (_LOAD, 0, 0, 16), (_SET, 1, 0, _CLONE_THREAD), refuse, (_LOAD, 0, 0, 0)]
    # Limits may be asked for, not set: the third argument must be null, both halves of it.
    rows += [(_EQUAL, 0, 5, _PRLIMIT[column]), (_LOAD, 0, 0, 32), (_EQUAL, 0, 2, 0), (_LOAD, 0, 0, 36)]
    rows += [(_EQUAL, 1, 0, 0), refuse, (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("<HBBI", *row) for row in rows)


def _counts(name: str, column: int) -> bool:
    """Say whether the call exists by itself: AArch64 has no fork and vfork but clone, which is looked at apart."""
    return not (column == 1 and name in ("fork", "vfork", "ioperm", "iopl"))

"""Owns asking `openssl`, where the machine has it, whether a time stamp's signature holds. Never asks a shell.

The program is a second opinion for the vault, and the only one for the checker, which has no RSA and no X.509 itself.
"""

from __future__ import annotations

import base64
import calendar
import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onrecord.verify.replies import is_self_issued

_SECONDS: Final = 20
_LONGEST_WORDS: Final = 300
_BLOCK: Final = re.compile(
    rb"-----BEGIN (?:X509 )?CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END (?:X509 )?CERTIFICATE-----"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What `openssl ts -verify` said: yes, no, or nothing that can be counted (None), and in which words."""

    holds: bool | None
    words: str


def ask_openssl(reply: bytes, digest: str, *, chain: bytes, roots: bytes, at: dt.datetime) -> Opinion:
    """Return whether the reply is a stamp over this digest by an authority under one of the roots, as of then.

    The chain is checked as of the moment the stamp names: a certificate that has expired since was good at the time.

    Args:
        reply: what the authority answered.
        digest: what must have been stamped, in hexadecimal.
        chain: certificates in PEM that may lead to a root; nobody trusts them for being here.
        roots: certificates in PEM that are trusted.
        at: the moment the stamp names.
    """
    program = shutil.which("openssl")
    if program is None:
        return Opinion(holds=None, words="openssl is not on this machine")
    with tempfile.TemporaryDirectory(prefix="onrecord-stamp-") as folder:
        files = {"reply.tsr": reply, "roots.pem": roots, "chain.pem": chain}
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        then = str(calendar.timegm(at.utctimetuple()))
        said, status = _run([
            program, "ts", "-verify", "-digest", digest, "-attime", then, "-in", f"{folder}/reply.tsr",
            "-CAfile", f"{folder}/roots.pem", "-untrusted", f"{folder}/chain.pem",
        ])  # fmt: skip
    if status == 0 and "Verification: OK" in said:
        return Opinion(holds=True, words="Verification: OK")
    # A program that does not know an option, or cannot read a file, has not looked at the stamp.
    return Opinion(holds=False if "Verification: FAILED" in said else None, words=_short(said))


def certificates_in(content: bytes) -> tuple[bytes, ...]:
    """Return the certificates, each in DER, of a file in PEM, or the one that the whole file is.

    Raises:
        NotDer: no certificate is in it, or one that cannot be read.
    """
    found = [base64.b64decode(b"".join(block.split())) for block in _BLOCK.findall(content)] or [content]
    for one in found:
        is_self_issued(one)
    return tuple(found)


def pem(certificates: Iterable[bytes]) -> bytes:
    """Return certificates in PEM (RFC 7468)."""
    blocks = []
    for one in certificates:
        lines = base64.encodebytes(one).replace(b"\n", b"")
        wrapped = b"\n".join(lines[at : at + 64] for at in range(0, len(lines), 64))
        blocks.append(b"-----BEGIN CERTIFICATE-----\n" + wrapped + b"\n-----END CERTIFICATE-----\n")
    return b"".join(blocks)


def roots_of(certificates: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return those that name themselves as their issuer; whether they may be trusted is not in them.

    Raises:
        NotDer: one is no certificate.
    """
    return tuple(one for one in certificates if is_self_issued(one))


def _run(words: list[str]) -> tuple[str, int]:
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False, env={"LC_ALL": "C"}
        )
    except (OSError, subprocess.TimeoutExpired) as err:
        return str(err), -1
    return (done.stdout + done.stderr).decode("utf-8", "replace"), done.returncode


def _short(said: str) -> str:
    """Return the last line that says why, without the numbers of threads and addresses of memory."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and "Verification: FAILED" not in line]
    why = lines[-1] if lines else "nothing"
    return re.sub(r"^[0-9A-F]+:error:[0-9A-F]+:", "", why)[:_LONGEST_WORDS]

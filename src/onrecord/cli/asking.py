"""Owns how secrets reach the program: by a file descriptor or at the terminal, never as an argument or a setting.

What is given that way shows in no list of processes, no environment, no history of a shell (RELIABILITY H9).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

import click

from onrecord.kernel import Label

_LONGEST: Final = 4096  # bytes
_NEW: Final = Label(en="New passphrase: ", ru="Новая парольная фраза: ", kk="Жаңа құпия сөйлем: ")
_AGAIN: Final = Label(en="The same again: ", ru="Ещё раз: ", kk="Тағы бір рет: ")


def from_descriptor(number: int) -> Callable[[Label], str]:
    """Return what reads one line of the descriptor for each secret; so that one descriptor may carry several.

    Raises:
        click.UsageError: nothing is open under this number, or there is no line left.
    """

    def line(_label: Label) -> str:
        read = bytearray()
        try:
            while (one := os.read(number, 1)) not in (b"", b"\n"):  # not a byte further: the rest is the next secret's
                read += one
                if len(read) > _LONGEST:
                    msg = f"the secret on descriptor {number} is longer than {_LONGEST} bytes"
                    raise click.UsageError(msg)
            text = read.decode("utf-8").removesuffix("\r")
        except OSError as err:
            msg = f"descriptor {number} cannot be read: {err.strerror}"
            raise click.UsageError(msg) from err
        except UnicodeDecodeError as err:
            msg = f"the secret on descriptor {number} is not UTF-8"
            raise click.UsageError(msg) from err
        if not text:
            msg = f"descriptor {number} gave no secret"
            raise click.UsageError(msg)
        return text

    return line


def new_passphrase(given: Callable[[Label], str] | None, ask: Callable[[Label], str] | None) -> str | None:
    """Return a new passphrase, typed twice where it is typed; None where nobody gives one.

    Raises:
        click.UsageError: the two were not the same.
    """
    if given is not None:
        return given(_NEW)
    if ask is None:
        return None
    words = ask(_NEW)
    if ask(_AGAIN) != words:
        msg = "the two passphrases are not the same; nothing was changed"
        raise click.UsageError(msg)
    return words


def at_terminal(language: str) -> Callable[[Label], str] | None:
    """Return what asks the person without showing what is typed; None where there is no terminal."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None

    def asked(label: Label) -> str:
        import getpass

        try:
            return getpass.getpass(label.text(language))
        except EOFError as err:
            raise click.Abort from err

    return asked

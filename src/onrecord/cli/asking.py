"""Owns how secrets reach the program: by a file descriptor or at the terminal, never as an argument or a setting.

What is given that way shows in no list of processes, no environment, no history of a shell (RELIABILITY H9).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

import click

from onrecord.cli.misuse import Misused
from onrecord.kernel import Label, file_problem

_TOO_LONG: Final = Label(
    en="the secret on descriptor {number} is longer than {longest} bytes",
    ru="секрет в дескрипторе {number} длиннее {longest} байт",
    kk="{number}-дескриптордағы құпия {longest} байттан ұзын",
)
_NOT_READ: Final = Label(
    en="descriptor {number} cannot be read: {problem}",
    ru="дескриптор {number} не читается: {problem}",
    kk="{number}-дескриптор оқылмайды: {problem}",
)
_NOT_UTF8: Final = Label(
    en="the secret on descriptor {number} is not UTF-8",
    ru="секрет в дескрипторе {number} не в UTF-8",
    kk="{number}-дескриптордағы құпия UTF-8 емес",
)
_NO_SECRET: Final = Label(
    en="descriptor {number} gave no secret",
    ru="дескриптор {number} не дал секрета",
    kk="{number}-дескриптор құпия бермеді",
)
_NOT_THE_SAME: Final = Label(
    en="the two passphrases are not the same; nothing was changed",
    ru="парольные фразы не совпадают; ничего не изменено",
    kk="екі құпия сөз тіркесі бірдей емес; ештеңе өзгертілген жоқ",
)
_LONGEST: Final = 4096  # bytes
_NEW: Final = Label(en="New passphrase: ", ru="Новая парольная фраза: ", kk="Жаңа құпия сөз тіркесі: ")
_AGAIN: Final = Label(en="The same again: ", ru="Ещё раз: ", kk="Тағы бір рет: ")


def from_descriptor(number: int) -> Callable[[Label], str]:
    """Return what reads one line of the descriptor for each secret; so that one descriptor may carry several.

    Raises:
        Misused: nothing is open under this number, or there is no line left.
    """

    def line(_label: Label) -> str:
        read = bytearray()
        try:
            while (one := os.read(number, 1)) not in (b"", b"\n"):  # not a byte further: the rest is the next secret's
                read += one
                if len(read) > _LONGEST:
                    raise Misused(_TOO_LONG, number=number, longest=_LONGEST)
            text = read.decode("utf-8").removesuffix("\r")
        except OSError as err:
            raise Misused(_NOT_READ, number=number, problem=file_problem(err)) from err
        except UnicodeDecodeError as err:
            raise Misused(_NOT_UTF8, number=number) from err
        if not text:
            raise Misused(_NO_SECRET, number=number)
        return text

    return line


def new_passphrase(given: Callable[[Label], str] | None, ask: Callable[[Label], str] | None) -> str | None:
    """Return a new passphrase, typed twice where it is typed; None where nobody gives one.

    Raises:
        Misused: the two were not the same.
    """
    if given is not None:
        return given(_NEW)
    if ask is None:
        return None
    words = ask(_NEW)
    if ask(_AGAIN) != words:
        raise Misused(_NOT_THE_SAME)
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

"""Owns the options that say what shall open an archive: passphrase, key file, recipients, shares. Shows no secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.asking import at_terminal, from_descriptor, new_passphrase
from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.store import Ways

_NO_WAY: Final = Label(
    en="give a passphrase with --passphrase-fd or at a terminal, or a --key-file, or a --recipient",
    ru="дайте парольную фразу через --passphrase-fd или в терминале, либо --key-file, либо --recipient",
    kk="құпия сөз тіркесін --passphrase-fd арқылы не терминалда беріңіз, немесе --key-file, не --recipient беріңіз",
)
_NEW_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_OPTIONS: Final = (
    click.option("--passphrase-fd", type=click.IntRange(min=0), metavar="N", help="Read the passphrase from there."),
    click.option("--key-file", type=_NEW_FILE, metavar="FILE", help="Make a key in this new file; it opens it too."),
    click.option("--recipient", "recipients", multiple=True, metavar="AGE1...", help="A key kept elsewhere opens it."),
    click.option("--escrow", is_flag=True, help="Make three shares; any two of them open it."),
)


def ways_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what shall open an archive day by day."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def ways_from(shell: Shell, options: Mapping[str, Any], *, known: Sequence[str]) -> Ways:
    """Return what shall open a new archive; `known` are words that a passphrase may not be made of.

    Raises:
        WeakPassphrase: the passphrase is too easy to guess.
        KeyFileUnusable: a recipient is none.
        Misused: there is neither a passphrase nor a key of another kind.
    """
    from onrecord import store

    recipients = [store.Recipient.parse(one) for one in options["recipients"]]
    words = _words(shell, options["passphrase_fd"], is_other=bool(recipients or options["key_file"]))
    passphrase = None
    if words is not None:
        passphrase = store.chosen_passphrase(words, known=(*known, shell.settings.actor.name))
    if options["key_file"] is not None:  # last, so that what is refused leaves no key behind
        recipients.append(store.make_key_file(options["key_file"]))
    return store.Ways(passphrase=passphrase, recipients=tuple(recipients), has_escrow=options["escrow"])


def _words(shell: Shell, descriptor: int | None, *, is_other: bool) -> str | None:
    """Return the passphrase that is given, or typed where nothing else opens the archive."""
    number = shell.passphrase_fd if descriptor is None else descriptor
    given = None if number is None else from_descriptor(number)
    words = new_passphrase(given, None if is_other else at_terminal(shell.language))
    if words is None and not is_other:
        raise Misused(_NO_WAY)
    return words

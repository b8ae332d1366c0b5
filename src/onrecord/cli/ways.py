"""Owns the options that say what shall open an archive: passphrase, recipients, shares. Never shows a secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.asking import at_terminal, from_descriptor, new_passphrase
from onrecord.cli.shell import Shell

if TYPE_CHECKING:
    from onrecord.store import Ways


def ways_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what shall open an archive day by day."""
    options = (
        click.option(
            "--passphrase-fd", type=click.IntRange(min=0), metavar="N", help="Read the passphrase from there."
        ),
        click.option(
            "--recipient", "recipients", multiple=True, metavar="AGE1...", help="A key kept elsewhere opens it."
        ),
        click.option("--escrow", is_flag=True, help="Make three shares; any two of them open it."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def ways_from(shell: Shell, options: Mapping[str, Any], *, known: Sequence[str]) -> Ways:
    """Return what shall open a new archive.

    Raises:
        WeakPassphrase: the passphrase is too easy to guess.
        KeyFileUnusable: a recipient is none.
        click.UsageError: there is neither a passphrase nor a recipient.
    """
    from onrecord import store

    number, recipients = options["passphrase_fd"], options["recipients"]
    number = shell.passphrase_fd if number is None else number
    given = None if number is None else from_descriptor(number)
    ask = None if recipients else at_terminal(shell.language)
    words = new_passphrase(given, ask)
    if words is None and not recipients:
        msg = "give a passphrase with --passphrase-fd or at a terminal, or a --recipient"
        raise click.UsageError(msg)
    known = (*known, shell.settings.actor.name)
    return store.Ways(
        passphrase=None if words is None else store.chosen_passphrase(words, known=known),
        recipients=tuple(store.Recipient.parse(one) for one in recipients),
        has_escrow=options["escrow"],
    )

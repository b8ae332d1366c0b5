"""Writes docs/commands.md from the program itself. `python -m tools.commands_page` writes; a test compares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from onrecord.cli import program

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "commands.md"

_HEAD: Final = """\
# Commands

Everything `onrecord` can do, as the program says it itself. Every command has `--help`, and `--json` for one JSON
document on standard output; messages and progress go to standard error. Exit statuses: [errors.md](errors.md).

An archive is found as git finds a repository: `-C DIR`, else `ONRECORD_ARCHIVE`, else upward from the current folder.
Settings: [settings.md](settings.md). This page is written by `python -m tools.commands_page`.
"""
_WIDTH: Final = 100


def commands(group: click.Command = program, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name; groups that do nothing by themselves are left out."""
    for name, command in sorted(getattr(group, "commands", {}).items()):
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield " ".join((*path, name)), command
        yield from commands(command, (*path, name))


def page() -> str:
    """Return the page as it should be."""
    parts = [_HEAD]
    parts += [f"## onrecord {name}\n\n```text\n{_help(name, command)}\n```\n" for name, command in commands()]
    return "\n".join(parts)


def _help(name: str, command: click.Command) -> str:
    context = click.Context(
        command,
        info_name=f"onrecord {name}",
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
        help_option_names=["-h", "--help"],  # as the program itself has them: click keeps the first it is asked for
    )
    return command.get_help(context).rstrip()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""Owns the refusal of a command that was called in a way it cannot be. Never decides what a command accepts."""

from __future__ import annotations

import click

from onrecord.kernel import Label


class Misused(click.UsageError):
    """A command was called in a way that it cannot be; told in the person's language, with what to type instead."""

    def __init__(self, says: Label, **facts: object) -> None:
        self.says = says.filled(**facts)
        self.language = "en"
        super().__init__(self.says.en)

    def format_message(self) -> str:
        """Return the sentence in the language of whoever typed the command."""
        return self.says.text(self.language)

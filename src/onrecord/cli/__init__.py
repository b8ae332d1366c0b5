"""The command line: one module per room, one program. It talks with a person and decides nothing about evidence."""

from onrecord.cli.main import main, program, status_of

__all__ = ["main", "program", "status_of"]

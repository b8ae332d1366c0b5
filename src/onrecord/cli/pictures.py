"""Owns how a command writes a picture beside its result: `--picture OUT.svg`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.kernel import file_problem

if TYPE_CHECKING:
    from onrecord.drawing import Picture


def picture_option(name: str, what: str) -> Callable[[Any], Any]:
    """Return an option that names a file to draw into."""
    path = click.Path(path_type=Path, dir_okay=False, writable=True)
    return click.option(name, type=path, metavar="OUT.svg", help=f"Also draw {what} into this file.")


def write_picture(path: Path, picture: Picture) -> None:
    """Write a picture as a file of its own.

    Raises:
        PictureUnwritable: the file could not be written.
    """
    from onrecord import drawing

    try:
        path.write_text(picture.file(), encoding="utf-8")
    except OSError as err:
        raise drawing.PictureUnwritable(path=str(path), problem=file_problem(err)) from err

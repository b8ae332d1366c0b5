"""Owns the throwing away of what was made from log and objects, all of it at once."""

from __future__ import annotations

import shutil
from pathlib import Path

from onrecord.store.archive import DERIVED
from onrecord.store.disk import told_apart


def discard_derived(folder: Path) -> None:
    """Leave nothing of what was made from log and objects in the archive's folder.

    Raises:
        NotWritable: it could not be removed; it is tried again at the next opening.
    """
    with told_apart(folder):
        if (folder / DERIVED).exists():
            shutil.rmtree(folder / DERIVED)

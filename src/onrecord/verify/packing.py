"""Owns the stand-alone checker: one `.pyz` with kernel and verify inside, the same bytes each time it is made."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SHEBANG: Final = b"#!/usr/bin/env python3\n"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can name
_MAIN: Final = """import sys

from onrecord.verify.main import main

sys.exit(main(sys.argv[1:]))
"""
_ROOT: Final = '"""The part of Onrecord that checks an export: kernel and verify, nothing else."""\n'


def build_pyz(out: Path) -> Path:
    """Write the stand-alone checker to `out` and return it. Python 3.11 or later runs it; nothing else is needed."""
    with out.open("wb") as file:
        file.write(_SHEBANG)
        with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_STORED) as archive:  # stored: no zlib, no difference
            for name, content in _contents():
                info = zipfile.ZipInfo(name, date_time=_EARLIEST)
                info.create_system, info.external_attr = 3, 0o644 << 16
                archive.writestr(info, content)
    return out


def _contents() -> Iterator[tuple[str, str]]:
    package = Path(__file__).resolve().parent.parent
    yield "__main__.py", _MAIN
    yield "onrecord/__init__.py", _ROOT
    for room in ("kernel", "verify"):
        for module in sorted((package / room).glob("*.py")):
            yield f"onrecord/{room}/{module.name}", module.read_text(encoding="utf-8")

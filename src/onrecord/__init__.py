"""Onrecord takes an incident from raw evidence to a published statement whose every figure is traced to evidence.

The door of the library: `onrecord.open(path)` gives an archive to read. Everything else is entered by its room:
`from onrecord import vault`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.app import open_archive as open  # noqa: A004 - `onrecord.open` is the name we promise

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the composition root only when an archive is opened: `import onrecord` stays light."""
    if name == "open":
        from onrecord.app import open_archive

        return open_archive
    msg = f"module 'onrecord' has no attribute {name!r}"
    raise AttributeError(msg)

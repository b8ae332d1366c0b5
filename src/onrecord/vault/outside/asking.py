"""Owns how the vault asks services outside: a question and an answer, whoever carries them. It opens no connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Reply(Protocol):
    """What a service answered."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def body(self) -> bytes:
        """The body as it came."""
        ...


class Ask(Protocol):
    """Asks a service: GET without a body, POST with one. Raises an `Unavailable` where nobody answers."""

    def __call__(self, url: str, body: bytes | None, headers: Mapping[str, str], /) -> Reply:
        """Return what it answered; a refusal by the service is an answer too."""
        ...

"""Owns the border to where second copies lie: a few named files that are written once, read, listed and removed.

A folder and an S3 store both are such a place; adapters say how. It never knows what a file holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file that lies in a place: its name there and how many bytes it has."""

    name: str
    size: int


class Place(Protocol):
    """Where files lie under names of lower-case letters, digits, `-`, `.` and `/`.

    Every one of these raises `PlaceUnreachable` where the place cannot be reached or does not take what it is given,
    after no more than five attempts beyond the first.
    """

    @property
    def address(self) -> str:
        """What a person calls this place: a folder, or `s3://bucket/prefix`. It holds no secret."""

    def put(self, name: str, content: bytes) -> None:
        """Write a file once; it is durable and whole when this returns, and never half there.

        Raises:
            AlreadyStored: a file of this name with other bytes is there; it was left alone.
        """

    def get(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes in order.

        Raises:
            NotStored: there is none of this name.
        """

    def list(self, prefix: str) -> Iterator[Stored]:
        """Yield the files in the folder `prefix`, which ends in `/`; nothing unfinished is among them."""

    def exists(self, name: str) -> bool:
        """Say whether a file of this name is there."""

    def delete(self, name: str) -> None:
        """Remove a file, for good when this returns; one that is gone is fine."""

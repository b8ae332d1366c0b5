"""What a failing disk does: a bit of an object turns, an object is lost, wherever it lies."""

from __future__ import annotations

import random
from pathlib import Path

from onrecord.store import FolderBlobs, packs


def flip(path: Path, at: int, bit: int = 0) -> None:
    """Turn one bit of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.chmod(0o600)
    path.write_bytes(content)


def flip_any(path: Path, chance: random.Random) -> None:
    """Turn any one bit of a file."""
    flip(path, chance.randrange(path.stat().st_size), chance.randrange(8))


def damage(archive: Path, sha256: str) -> None:
    """Turn a bit of an object of an archive in clear."""
    path = archive / "blobs" / sha256[:2] / sha256
    if path.exists():
        flip(path, 0)
        return
    for pack in (archive / "blobs" / "packs").iterdir():
        place = packs.places(pack).get(sha256)
        if place is not None:
            flip(pack, place.offset)
            return
    msg = f"no object {sha256}"
    raise AssertionError(msg)


def lose(archive: Path, sha256: str) -> None:
    """Let an object be gone."""
    assert FolderBlobs(archive / "blobs").remove(sha256)

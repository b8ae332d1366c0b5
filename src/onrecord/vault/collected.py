"""Owns what has been found in a file so far, part by part, and what failed on the way. Runs in the confined child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Collected:
    """What has been found so far, part by part."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)

    def add(self, part: str, found: Any) -> None:
        """Put a part beside what is there of its kind."""
        if isinstance(found, list):
            self.parts.setdefault(part, []).extend(found)
        elif found:
            self.parts.setdefault(part, found)

    def attempt(self, part: str, work: Callable[..., Any], *arguments: Any) -> Any:
        """Return what the work gives, or write down that it failed: a parser's failure is data."""
        try:
            return work(*arguments)
        except MemoryError:
            raise
        except Exception as err:  # noqa: BLE001 - exifread alone raises AssertionError, struct.error, RecursionError ...
            self.problems.append({"part": part, "problem": f"{type(err).__name__}: {err}"[:300]})
            return None

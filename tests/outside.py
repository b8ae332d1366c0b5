"""Everybody outside, for tests: authorities, witnesses and calendars that answer from memory, fall silent, and lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from onrecord.adapters import Answer, Unreachable

Service = Callable[[str, bytes | None], Answer]


class MovingClock:
    """A clock that a test moves."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def now(self) -> dt.datetime:
        """The moment it was moved to."""
        return self.at

    def pass_by(self, **time: float) -> None:
        """Let time go by, backwards as well."""
        self.at += dt.timedelta(**time)


@dataclass
class Web:
    """Services by the beginning of their address. A service that is `down` does not answer; who was asked is kept."""

    services: dict[str, Service] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def ask(self, url: str, body: bytes | None, headers: Mapping[str, str], /) -> Answer:
        """Ask as `app.ask` asks."""
        del headers
        self.asked.append(url)
        for start, service in self.services.items():
            if url.startswith(start):
                if start in self.down:
                    raise Unreachable(place=url, problem="timed out")
                return service(url, body)
        raise Unreachable(place=url, problem="no such host")


def answering(answer: Callable[[bytes], bytes]) -> Service:
    """A service that answers each body with status 200."""
    return lambda _url, body: Answer(status=200, body=answer(body or b""))

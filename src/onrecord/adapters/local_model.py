"""Owns asking a language model on the local network, in the form that OpenAI's chat completions gave to many servers.

Evidence goes there, so it goes nowhere else: the address has to be of this machine or of a private network, every
address that its name has is judged, and the one that was judged is the one that is connected to.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.adapters.errors import ModelElsewhere, ModelRefuses, Unreachable
from onrecord.adapters.web import Answer, ask

_WAIT_SECONDS: Final = 600  # a model without a graphics card takes minutes for a page
_LIMIT_BYTES: Final = 4 << 20
_MOST_TOKENS: Final = 8_192  # of an answer: a model that never ends is cut
_SHOWN: Final = 120  # of what a server says against us
# RFC 1918, RFC 4193, and this machine. Link-local addresses (RFC 3927, RFC 4291) are whoever took one.
_LOCAL: Final = tuple(
    map(ipaddress.ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "127.0.0.0/8", "::1/128"))
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LocalModel:
    """One model at one address, such as `http://127.0.0.1:8080/v1`."""

    url: str
    name: str
    key: str = ""  # for servers that want one
    at: str | None = None  # the IP address that is gone to, once it was found

    def found(self) -> LocalModel:
        """Return it with the address that its name has now, so that it stays where it was judged.

        Raises:
            ModelElsewhere: the address is not of the local network.
            Unreachable: the name means nothing.
        """
        return replace(self, at=self._address())

    @property
    def is_here(self) -> bool:
        """Whether it was found on this machine, so that nothing leaves it."""
        return self.at is not None and ipaddress.ip_address(self.at).is_loopback

    def answer(self, orders: str, passage: str, schema: Mapping[str, Any]) -> str | None:
        """Return what the model says to a passage; None where its answer was cut since it grew too long.

        It is asked to keep to the schema. A server that knows no schemas is asked once more without.

        Raises:
            ModelElsewhere: the address is not of the local network; nothing was sent.
            ModelRefuses: the server refuses: no such model, another form of answer, a wrong key.
            Unreachable: it does not answer, or not in time.
        """
        question: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": "system", "content": orders}, {"role": "user", "content": passage}],
            "temperature": 0,
            "seed": 1,
            "max_tokens": _MOST_TOKENS,
            "stream": False,
        }
        form = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": dict(schema)}}
        answer = self._post(question | {"response_format": form})
        if answer.status in (400, 422):
            answer = self._post(question)
        if answer.status != 200:
            raise ModelRefuses(place=self._netloc, status=answer.status, problem=_shown(answer.body))
        return self._said(answer.body)

    def _said(self, body: bytes) -> str | None:
        try:
            choice = json.loads(body)["choices"][0]
            content, reason = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as err:
            raise ModelRefuses(place=self._netloc, status=200, problem=_shown(body)) from err
        if reason == "length":
            return None
        return content if isinstance(content, str) else ""

    def _post(self, question: Mapping[str, Any]) -> Answer:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return ask(
            f"{self.url.rstrip('/')}/chat/completions",
            json.dumps(question, ensure_ascii=False).encode(),
            headers=headers,
            wait_seconds=_WAIT_SECONDS,
            limit_bytes=_LIMIT_BYTES,
            at=self._address(),
        )

    @property
    def _netloc(self) -> str:
        return urllib.parse.urlsplit(self.url).netloc

    def _address(self) -> str:
        """Return the address to connect to, if each that the name has is local."""
        if self.at is not None:
            return self.at
        parts = urllib.parse.urlsplit(self.url)
        host = parts.hostname or ""
        try:
            found = socket.getaddrinfo(host, parts.port or 80, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as err:
            raise Unreachable(place=self._netloc, problem=str(err)) from err
        addresses = [str(one[4][0]) for one in found]
        for one in addresses:
            if not is_local(one):
                raise ModelElsewhere(place=self._netloc, address=one)
        return min(addresses, key=lambda one: ":" in one)  # such servers mostly listen at IPv4


def is_local(address: str) -> bool:
    """Say whether an IP address is of this machine or of a private network.

    An IPv4 address in the dress of an IPv6 one is judged as what it is.
    """
    bare = ipaddress.ip_address(address.partition("%")[0])
    mapped = bare.ipv4_mapped if isinstance(bare, ipaddress.IPv6Address) else None
    judged = mapped or bare
    return any(judged in network for network in _LOCAL if network.version == judged.version)


def _shown(body: bytes) -> str:
    return " ".join(body.decode("utf-8", "replace").split())[:_SHOWN]

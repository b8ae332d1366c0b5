"""Owns which addresses of the web a capture may contact. Never resolves a name and opens no connection.

A page that we fetch decides where the browser goes next; without these rules it could send it into the network we work
in (RELIABILITY E1, E2). Names are judged here, and again every address that a name turns out to have: a name is only a
promise. What is not plainly a public address of the web is refused.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from onrecord.vault.pages.errors import AddressRefused, InternalAddress, NotAWebAddress

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 8192  # code points; servers refuse longer ones
# Names that never mean the public web: RFC 6761, 6762, 7686, 8375, and ICANN's reservation of `internal`.
_PRIVATE_NAMES: Final = ("localhost", "local", "internal", "home.arpa", "onion")
# The list of the Fetch standard, section "port blocking": other services that a request could be made to talk to.
_FOREIGN_PORTS: Final = frozenset(
    {
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
        109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526,
        530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659,
        4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    }
)  # fmt: skip
# IANA's registry of special-purpose IPv4 addresses, with multicast, and the one public address that clouds use inside.
_CLOSED_V4: Final = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    )
)  # fmt: skip
# Of IPv6 only the global unicast range is open (RFC 4291, 2.4), without what lies in it for other ends: protocol
# assignments with Teredo, documentation, 6to4 and AS112. So loopback, link-local, unique-local, site-local, mapped,
# multicast and everything not assigned yet are closed without being named.
_OPEN_V6: Final = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6: Final = tuple(
    ipaddress.IPv6Network(one)
    for one in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)  # fmt: skip
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_DEVIATIONS: Final = frozenset(
    "\u00df\u03c2"
)  # IDNA 2003 and 2008 make two names of one: the person writes the ASCII form
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """An address of the web that may be asked: its host in ASCII, lower case, and no address inside."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port as a browser writes an origin: without the port that the scheme implies."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{shown}" + ("" if _PORTS[self.scheme] == self.port else f":{self.port}")


def web_address(url: str) -> WebAddress:
    """Return the address that `url` names, if a capture may contact it as far as its spelling shows.

    Raises:
        NotAWebAddress: another scheme than http and https, a name and password inside, a port of another service, or
            a spelling that two programs may read in two ways.
        InternalAddress: it names this machine or a network that is not public.
    """
    shown = url if url.isprintable() else ascii(url)
    if not url or len(url) > _LONGEST or any(_is_doubtful(one) for one in url):
        raise NotAWebAddress(address=shown[:200], problem="spelling")
    try:
        parts = urlsplit(url)
        given_port = parts.port
    except ValueError as err:
        raise NotAWebAddress(address=shown[:200], problem="spelling") from err
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not url[len(scheme) :].startswith("://"):
        raise NotAWebAddress(address=shown[:200], problem="scheme")
    if "@" in parts.netloc:
        raise NotAWebAddress(address=_without_user(shown)[:200], problem="user")
    port = _PORTS[scheme] if given_port is None else given_port
    if not is_web_port(port):
        raise NotAWebAddress(address=shown[:200], problem="port")
    try:
        host = public_host(_bare(parts.netloc))
    except AddressRefused as fault:
        raise type(fault)(**{**fault.facts, "address": shown[:200]}) from fault
    return WebAddress(url=url, scheme=scheme, host=host, port=port)


def is_web_port(port: int) -> bool:
    """Say whether no other service than the web is known to listen on this port."""
    return 0 < port < 65536 and port not in _FOREIGN_PORTS


def public_host(host: str) -> str:
    """Return the host in its one ASCII form, judged by its spelling: a name still has to be resolved and judged again.

    Raises:
        NotAWebAddress: it is no host.
        InternalAddress: it names this machine or a network that is not public.
    """
    if host.startswith("[") and host.endswith("]"):
        literal = _ipv6(host[1:-1])
        if literal is None:
            raise NotAWebAddress(address=host, problem="host")
        return _judged(literal, host)
    name = _ascii_name(host)
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # the URL standard: a name that ends in a number is an IPv4 address or nothing
        number = _ipv4(labels)
        if number is None:
            raise NotAWebAddress(address=host, problem="host")
        return _judged(number, host)
    if any(name == one or name.endswith(f".{one}") for one in _PRIVATE_NAMES) or len(labels) == 1:
        raise InternalAddress(address=host)
    return name


def is_public(address: IpAddress) -> bool:
    """Say whether this is an address of the public internet, also where an IPv4 one is wrapped in an IPv6 one."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:  # RFC 6052: on a network without IPv4 this is the way to every server that has nothing else
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)


def parse_ip(text: str) -> IpAddress | None:
    """Return the IP address that `text` is in its ordinary spelling, without a zone; None where it is none."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _judged(address: IpAddress, shown: str) -> str:
    if not is_public(address):
        raise InternalAddress(address=shown)
    return str(address)


def _is_doubtful(letter: str) -> bool:
    """A backslash, white space or a control: one program stops there, another reads on or leaves it out."""
    return letter == "\\" or letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _bare(netloc: str) -> str:
    """Return the host without its port; brackets stay, so that a name is never taken for an IPv6 address."""
    if netloc.startswith("["):
        return netloc[: netloc.rfind("]") + 1] or netloc
    return netloc.partition(":")[0]


def _without_user(shown: str) -> str:
    """Return the address without name and password: a message may be printed where others read it."""
    scheme, _, rest = shown.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://…@{authority.rpartition('@')[2]}{slash}{path}"


def _ascii_name(host: str) -> str:
    """Return the name as it stands in the DNS (RFC 3490): full-width digits and dots become what they mean."""
    name = unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower()
    name = name.removesuffix(".")
    if set(name) & _DEVIATIONS:
        raise NotAWebAddress(address=host, problem="host")
    try:
        name = name.encode("idna").decode("ascii").lower() if not name.isascii() else name
    except UnicodeError as err:
        raise NotAWebAddress(address=host, problem="host") from err
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise NotAWebAddress(address=host, problem="host")
    return name


def _ipv4(labels: list[str]) -> ipaddress.IPv4Address | None:
    """Return the address that these labels are to a browser: one to four numbers, decimal, octal or hexadecimal."""
    if len(labels) > 4 or not all(_NUMBER.fullmatch(label) for label in labels):
        return None
    try:
        numbers = [_number(label) for label in labels]
    except ValueError:
        return None
    *firsts, last = numbers
    if any(one > 255 for one in firsts) or last >= 256 ** (5 - len(numbers)):
        return None
    return ipaddress.IPv4Address(sum(one << (24 - 8 * place) for place, one in enumerate(firsts)) + last)


def _number(label: str) -> int:
    if label[:2] in ("0x", "0X"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if len(label) > 1 and label.startswith("0") else int(label)


def _ipv6(text: str) -> IpAddress | None:
    found = None if "%" in text else parse_ip(text)  # a zone names an interface of this machine
    return found if isinstance(found, ipaddress.IPv6Address) else None

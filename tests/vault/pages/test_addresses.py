"""Addresses: what is not plainly a public address of the web is refused by its spelling (RELIABILITY E1)."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import vault
from onrecord.kernel import INTERFACE_LANGUAGES

INTERNAL = (
    "http://127.0.0.1", "http://127.0.0.1/", "https://127.0.0.1:8443/x?y#z", "http://127.1", "http://127.0.1",
    "http://[::1]", "http://[::]", "http://[0:0:0:0:0:0:0:1]:80/", "http://[::ffff:7f00:1]", "http://[::ffff:127.0.0.1]",
    "http://[::ffff:0:7f00:1]", "http://[::7f00:1]", "http://[64:ff9b::7f00:1]", "http://[64:ff9b:1::7f00:1]",
    "http://[2002:7f00:1::]", "http://[2002:a00:1::]", "http://[2001::1]", "http://[fe80::1]", "http://[fc00::1]",
    "http://[fd12:3456::1]", "http://[fec0::1]", "http://[ff02::1]", "http://[2001:db8::1]", "http://[3fff::1]",
    "http://[100::1]", "http://[4000::1]",
    "http://2130706433", "http://0177.0.0.1", "http://0x7f000001", "http://0x7f.0.0.1", "http://017700000001",
    "http://0x7f.1", "http://127.0.0.1.", "http://0", "http://0.0.0.0", "http://00.0",
    "http://10.0.0.1", "http://172.16.0.1", "http://172.31.255.255", "http://192.168.1.1", "http://169.254.169.254",
    "http://100.64.0.1", "http://100.127.255.255", "http://198.18.0.1", "http://192.0.0.8", "http://192.0.2.1",
    "http://198.51.100.1", "http://203.0.113.1", "http://224.0.0.1", "http://239.255.255.250", "http://240.0.0.1",
    "http://255.255.255.255", "http://168.63.129.16", "http://192.88.99.1",
    "http://localhost", "http://LOCALHOST.", "http://a.localhost", "http://router.local", "http://db.internal",
    "http://nas.home.arpa", "http://abcdefghij.onion", "http://intranet", "http://metadata",
    "http://１２７.０.０.１", "http://127。0。0。1", "http://①②⑦.⓪.⓪.①", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
)  # fmt: skip
NO_ADDRESS = (
    "", "example.org", "//example.org", "http:example.org", "http:/example.org", "http://", "http:///x", "http://:80",
    "file:///etc/passwd", "FILE:///etc/passwd", "gopher://example.org/1", "ftp://example.org/", "data:text/html,x",
    "javascript:alert(1)", "blob:https://example.org/1", "view-source:https://example.org/", "about:blank",
    "chrome://version", "ws://example.org/", "dict://example.org:2628/", "jar:http://example.org!/x",
    "http://user@example.org", "http://user:password@example.org/", "http://example.org@127.0.0.1/", "http://@example.org",
    "http://example.org\\@127.0.0.1/", "http:\\\\example.org", "http://exam ple.org/", "http://example.org/\tx",
    "http://example.org/\r\nHost: x", "\u200bhttp://example.org", " http://example.org", "http://example.org/\0",
    "http://example.org:22/", "http://example.org:25/", "http://example.org:6379x/", "http://example.org:0/",
    "http://example.org:65536/", "http://example.org:-1/", "http://example.org:6667/", "http://example.org:10080/",
    "http://%31%32%37.0.0.1/", "http://exa%6Dple.org/", "http://a..b/", "http://.example.org/", "http://-a.org/",
    "http://1.2.3.4.5/", "http://09.1.1.1/", "http://256.256.256.256/",
    "http://4294967296/", "http://[::1/", "http://::1/", "http://[fe80::1%25eth0]/", "http://[v1.a]/", "http://[]/",
    "http://stra\u00dfe.example/", "http://exam\u00adple.org/", "http://" + "a" * 64 + ".org/", "http://x.org/" + "a" * 9000,
)  # fmt: skip
PUBLIC = {
    "http://example.org": ("example.org", 80, "http://example.org"),
    "https://Example.ORG./a b".replace(" ", "%20"): ("example.org", 443, "https://example.org"),
    "https://example.org:8443/x?y=1#z": ("example.org", 8443, "https://example.org:8443"),
    "http://жаңалық.қаз/бет": ("xn--80aaqw4fuxvb.xn--80ao21a", 80, "http://xn--80aaqw4fuxvb.xn--80ao21a"),
    "https://xn--e1afmkfd.xn--p1ai/": ("xn--e1afmkfd.xn--p1ai", 443, "https://xn--e1afmkfd.xn--p1ai"),
    "http://new_s.example.org/": ("new_s.example.org", 80, "http://new_s.example.org"),
    "http://1.1.1.1/": ("1.1.1.1", 80, "http://1.1.1.1"),
    "http://[2606:4700::1111]:8080/": ("2606:4700::1111", 8080, "http://[2606:4700::1111]:8080"),
    "http://[64:ff9b::808:808]/": ("64:ff9b::808:808", 80, "http://[64:ff9b::808:808]"),
    "http://168.63.129.17/": ("168.63.129.17", 80, "http://168.63.129.17"),
}


@pytest.mark.parametrize("url", INTERNAL)
def test_what_leads_inside_is_refused_however_it_is_written(url: str) -> None:
    """Loopback, private, link-local, shared, multicast and reserved: decimal, octal, hexadecimal, wrapped or by name."""
    with pytest.raises(vault.InternalAddress) as fault:
        vault.web_address(url)
    assert fault.value.exit_status == 2
    assert all(fault.value.message(language) for language in INTERFACE_LANGUAGES)


@pytest.mark.parametrize("url", NO_ADDRESS, ids=ascii)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    """Other schemes, names and passwords, ports of other services, and whatever two programs could read in two ways."""
    with pytest.raises(vault.NotAWebAddress) as fault:
        vault.web_address(url)
    assert all(fault.value.message(language) for language in INTERFACE_LANGUAGES)


def test_a_password_in_an_address_is_not_repeated() -> None:
    """Messages reach screens and logs."""
    with pytest.raises(vault.NotAWebAddress) as fault:
        vault.web_address("https://person:secret@example.org/x")
    assert "secret" not in fault.value.message()
    assert "person" not in fault.value.message()
    assert "example.org" in fault.value.message()


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_address_has_one_host_and_one_port(url: str) -> None:
    """Names in any script come in the form that the DNS knows; what was typed stays as it was."""
    address = vault.web_address(url)
    assert (address.host, address.port, address.origin) == PUBLIC[url]
    assert address.url == url


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_an_ipv4_address_is_judged_alike_in_every_spelling(number: int) -> None:
    """Dotted, decimal, hexadecimal, mapped into IPv6, behind NAT64: one address, one answer."""
    address = ipaddress.IPv4Address(number)
    expected = vault.is_public(address)
    for host in (str(address), str(number), hex(number), f"[::ffff:{address}]", f"[64:ff9b::{address}]"):
        try:
            vault.public_host(host)
            is_let_through = True
        except vault.InternalAddress:
            is_let_through = False
        assert is_let_through is expected, host


@given(st.integers(min_value=0, max_value=2**128 - 1))
def test_what_we_call_public_no_registry_calls_private(number: int) -> None:
    """Held against the table of the standard library; ours closes more, never less."""
    address = ipaddress.IPv6Address(number)
    if vault.is_public(address) and address.ipv4_mapped is None and address not in ipaddress.ip_network("64:ff9b::/96"):
        assert address.is_global
        assert not address.is_multicast


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_what_we_call_public_no_registry_calls_private_in_ipv4(number: int) -> None:
    """The same for the old addresses."""
    address = ipaddress.IPv4Address(number)
    if vault.is_public(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_a_clear_refusal(text: str) -> None:
    """No text breaks the reading of it; what passes is a host in ASCII."""
    for url in (text, f"http://{text}", f"http://{text}.example.org/"):
        try:
            address = vault.web_address(url)
        except vault.AddressRefused:
            continue
        assert address.host.isascii()
        assert vault.is_web_port(address.port)

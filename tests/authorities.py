"""A time-stamping authority for tests: keys, certificates and answers as RFC 3161 has them, and every way to lie.

It writes DER by itself, so that a mistake of the reader under test is not shared. No network and no `openssl` in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SHA256 = "2.16.840.1.101.3.4.2.1"
SHA512 = "2.16.840.1.101.3.4.2.3"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_ECDSA_SHA256 = "1.2.840.10045.4.3.2"
LONG_AGO = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


def tlv(tag: int, *contents: bytes) -> bytes:
    """A value in DER."""
    content = b"".join(contents)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(length)]) + length + content


def seq(*contents: bytes) -> bytes:
    """A SEQUENCE."""
    return tlv(0x30, *contents)


def integer(number: int) -> bytes:
    """An INTEGER."""
    return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def oid(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    first, second, *rest = (int(one) for one in dotted.split("."))
    out = b""
    for number in (40 * first + second, *rest):
        octets = [number & 127]
        while number := number >> 7:
            octets.append(128 | number & 127)
        out += bytes(reversed(octets))
    return tlv(6, out)


def algorithm(dotted: str) -> bytes:
    """An AlgorithmIdentifier without parameters."""
    return seq(oid(dotted))


def nonce_of(request: bytes) -> int:
    """The nonce of a request as we send it: the last INTEGER before the final BOOLEAN."""
    assert request.endswith(b"\x01\x01\xff")
    at = len(request) - 3
    for size in range(1, 10):
        if request[at - size - 2 : at - size] == bytes([2, size]):
            return int.from_bytes(request[at - size : at], "big", signed=True)
    msg = "no nonce"
    raise ValueError(msg)


def imprint_of(request: bytes) -> bytes:
    """The digest that a request over SHA-256 asks to be stamped."""
    at = request.index(b"\x04\x20")
    return request[at + 2 : at + 34]


def certificate(
    subject: str,
    key: Any,
    *,
    issuer: str,
    issuer_key: Any,
    is_ca: bool,
    valid: tuple[dt.datetime, dt.datetime],
    purposes: tuple[Any, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,),
    critical: bool = True,
    serial: int = 2,
) -> x509.Certificate:
    """A certificate as authorities have them."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )
    if is_ca:
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
        )
        more = {"key_cert_sign": True, "crl_sign": True, "encipher_only": False, "decipher_only": False}
        builder = builder.add_extension(x509.KeyUsage(**usage, **more), critical=True)
    elif purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=critical)
    return builder.sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=True)  # the same bytes each time


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def der(one: x509.Certificate) -> bytes:
    """A certificate's bytes."""
    return one.public_bytes(serialization.Encoding.DER)


@dataclass
class Authority:
    """An authority with a root of its own. Change a field, and its next answer lies in that one respect."""

    name: str = "Valley"
    valid: tuple[dt.datetime, dt.datetime] = (LONG_AGO, LONG_AGO + dt.timedelta(days=3650))
    seed: int = 1
    at: dt.datetime = dt.datetime(2031, 4, 1, 12, 30, tzinfo=dt.UTC)
    status: int = 0
    failure_bit: int | None = None
    words: str | None = None
    policy: str = "1.3.6.1.4.1.57264.2"
    serial: int = 77
    imprint: bytes | None = None
    imprint_algorithm: str = SHA256
    nonce: int | None = None  # another than the one asked for
    has_nonce: bool = True
    has_token: bool = True
    has_ess: bool = True
    is_signature_wrong: bool = False
    embeds: tuple[bytes, ...] | None = None
    digest_of: bytes | None = None  # the certificate that the signed attributes name, if not the signer's
    signers: int = 1
    purposes: tuple[Any, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    critical: bool = True
    asked: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root_key = ec.derive_private_key(1000 + self.seed, ec.SECP256R1())
        self.key = ec.derive_private_key(2000 + self.seed, ec.SECP256R1())
        self.root = certificate(
            f"{self.name} Root", self.root_key, issuer=f"{self.name} Root", issuer_key=self.root_key, is_ca=True,
            valid=(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2070, 1, 1, tzinfo=dt.UTC)), serial=1,
        )  # fmt: skip
        self.leaf = certificate(
            f"{self.name} Stamps", self.key, issuer=f"{self.name} Root", issuer_key=self.root_key, is_ca=False,
            valid=self.valid, purposes=self.purposes, critical=self.critical,
        )  # fmt: skip

    def chain(self) -> bytes:
        """The certificates as a keeper gets them from the authority's site."""
        return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (self.leaf, self.root))

    def root_pem(self) -> bytes:
        """The root certificate alone."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def answer(self, request: bytes) -> bytes:
        """The answer to a request: TimeStampResp (RFC 3161, 2.4.2)."""
        self.asked.append(request)
        info = [integer(self.status)]
        if self.words is not None:
            info.append(seq(tlv(0x0C, self.words.encode())))
        if self.failure_bit is not None:
            bits = bytearray(4)
            bits[self.failure_bit // 8] |= 0x80 >> self.failure_bit % 8
            info.append(tlv(3, b"\0", bytes(bits)))
        granted = self.status in (0, 1) and self.has_token
        return seq(seq(*info), *([self.token(request)] if granted else []))

    def token(self, request: bytes) -> bytes:
        """The signed token."""
        content = self.tst_info(request)
        embedded = (der(self.leaf),) if self.embeds is None else self.embeds
        parts = [integer(3), tlv(0x31, algorithm(SHA256)), seq(oid(_TST_INFO), tlv(0xA0, tlv(4, content)))]
        if embedded:
            parts.append(tlv(0xA0, *embedded))
        parts.append(tlv(0x31, *[self._signer_info(content, number) for number in range(self.signers)]))
        return seq(oid(_SIGNED_DATA), tlv(0xA0, seq(*parts)))

    def tst_info(self, request: bytes) -> bytes:
        """What is signed: TSTInfo."""
        imprint = imprint_of(request) if self.imprint is None else self.imprint
        parts = [
            integer(1),
            oid(self.policy),
            seq(seq(oid(self.imprint_algorithm), b"\x05\x00"), tlv(4, imprint)),
            integer(self.serial),
            tlv(0x18, self.at.strftime("%Y%m%d%H%M%SZ").encode()),
        ]
        if self.has_nonce:
            parts.append(integer(nonce_of(request) if self.nonce is None else self.nonce))
        return seq(*parts)

    def _signer_info(self, content: bytes, number: int) -> bytes:
        attributes = [
            seq(oid("1.2.840.113549.1.9.3"), tlv(0x31, oid(_TST_INFO))),
            seq(oid("1.2.840.113549.1.9.4"), tlv(0x31, tlv(4, hashlib.sha256(content).digest()))),
        ]
        if self.has_ess:
            digest = hashlib.sha256(self.digest_of or der(self.leaf)).digest()
            ess = seq(seq(seq(tlv(4, digest))))
            attributes.append(seq(oid("1.2.840.113549.1.9.16.2.47"), tlv(0x31, ess)))
        signed = b"".join(sorted(attributes))
        signature = self.key.sign(tlv(0x31, signed), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        if self.is_signature_wrong:
            signature = self.key.sign(b"something else", ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        who = seq(self.leaf.issuer.public_bytes(), integer(self.leaf.serial_number + number))
        return seq(integer(1), who, algorithm(SHA256), tlv(0xA0, signed), algorithm(_ECDSA_SHA256), tlv(4, signature))

"""Owns reading what a time-stamping authority answered: RFC 3161 inside RFC 5652. Never says whether it is true.

Every field that a check rests on is read here, by code of ours; whether the signature holds is another question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.verify.der import (
    BIT_STRING,
    INTEGER,
    OBJECT,
    OCTET_STRING,
    SEQUENCE,
    SET,
    UTF8_STRING,
    NotDer,
    Value,
    definite,
    read,
    written,
)

SHA256: Final = "2.16.840.1.101.3.4.2.1"
_DIGESTS: Final = {
    "1.3.14.3.2.26": "sha1",
    SHA256: "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"  # RFC 5652, 5.1
_TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"  # RFC 3161, 2.4.2
_CERTIFICATE_SHA1: Final = "1.2.840.113549.1.9.16.2.12"  # RFC 2634, 5.4: ESSCertID
_CERTIFICATE_ANY: Final = "1.2.840.113549.1.9.16.2.47"  # RFC 5816: ESSCertIDv2
GRANTED: Final = frozenset({0, 1})  # RFC 3161 2.4.2: a token is present; 1 says that it was modified
FAILURES: Final = {
    0: "bad-algorithm",
    2: "bad-request",
    5: "bad-data-format",
    14: "time-not-available",
    15: "unaccepted-policy",
    16: "unaccepted-extension",
    17: "info-not-available",
    25: "system-failure",
}
_EXPLICIT_0: Final = 0xA0
_IMPLICIT_1: Final = 0xA1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed a token, as the token names them: issuer, number, and the digest of their certificate."""

    issuer: bytes
    serial: int
    certificate_digests: tuple[tuple[str, bytes], ...]  # (algorithm, digest); the first is the signer's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a token says (RFC 3161, 2.4.2): which digest existed when, by whose clock."""

    algorithm: str  # of the imprint: `sha256`, or a dotted identifier of one that we do not know
    imprint: bytes
    policy: str
    serial: int
    gen_time: dt.datetime
    nonce: int | None
    certificates: tuple[bytes, ...]
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StampReply:
    """An authority's answer: its status, why it failed if it did, and the token if there is one."""

    status: int
    words: tuple[str, ...]
    failures: tuple[str, ...]
    token: Token | None


def read_reply(content: bytes) -> StampReply:
    """Return what an answer says, be it written in DER or in BER.

    Raises:
        NotDer: it is no TimeStampResp.
    """
    parts = _sequence(read(definite(content)))
    status = _sequence(parts[0])
    failures = [name for part in status[1:] if part.tag == BIT_STRING for name in _failures(part)]
    words = [text for part in status[1:] if part.tag == SEQUENCE for text in _texts(part)]
    if len(parts) > 2:
        raise NotDer(problem="more follows than a status and a token")
    return StampReply(
        status=status[0].as_integer(),
        words=tuple(words),
        failures=tuple(failures),
        token=_token(parts[1]) if len(parts) == 2 else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an authority was asked (RFC 3161, 2.4.1)."""

    algorithm: str
    imprint: bytes
    policy: str | None
    nonce: int | None


def read_request(content: bytes) -> Question:
    """Return what a question asks.

    Raises:
        NotDer: it is no TimeStampReq.
    """
    _, imprint, *others = _sequence(read(content), 2)
    algorithm, digest = _pair(imprint)
    oid = _sequence(algorithm)[0].as_object()
    policies = [one.as_object() for one in others if one.tag == OBJECT]
    nonces = [one.as_integer() for one in others if one.tag == INTEGER]
    return Question(
        algorithm=_DIGESTS.get(oid, oid),
        imprint=digest.content,
        policy=policies[0] if policies else None,
        nonce=nonces[0] if nonces else None,
    )


def token_in_order(content: bytes) -> bytes:
    """Return an answer's token in DER, the sets that nobody signed in the order DER demands (X.690, 11.6).

    Some authorities send their certificates in another order, which strict readers refuse although nothing is wrong
    with the stamp. What is signed, the token's content and attributes, keeps its order.

    Raises:
        NotDer: it is no TimeStampResp with a token.
    """
    _, token, *_ = _sequence(read(definite(content)), 2)
    kind, signed = _pair(token)
    version, algorithms, inside, *rest = _sequence(_only(signed), 4)
    sets = [_sorted_set(one) if one.tag in (_EXPLICIT_0, _IMPLICIT_1, SET) else one.encoded for one in rest]
    data = written(SEQUENCE, version.encoded, _sorted_set(algorithms), inside.encoded, *sets)
    return written(SEQUENCE, kind.encoded, written(_EXPLICIT_0, data))


def is_self_issued(certificate: bytes) -> bool:
    """Say whether a certificate names itself as its issuer, as a root does.

    Raises:
        NotDer: it is no certificate.
    """
    issuer, subject = _names(certificate)
    return issuer == subject


def _names(certificate: bytes) -> tuple[bytes, bytes]:
    """Return issuer and subject as they are encoded (RFC 5280, 4.1)."""
    fields = [one for one in _sequence(_sequence(read(certificate))[0], 6) if one.tag != _EXPLICIT_0]  # less version
    _, _, issuer, _, subject, *_ = fields  # number, algorithm, issuer, validity, subject
    return issuer.encoded, subject.encoded


def _token(content_info: Value) -> Token:
    kind, signed = _pair(content_info)
    if kind.as_object() != _SIGNED_DATA:
        raise NotDer(problem="the token is no signed data")
    _, _, inside, *rest = _sequence(_only(signed), 4)
    what, content = _pair(inside)
    if what.as_object() != _TST_INFO:
        raise NotDer(problem="the token holds something else than a time stamp")
    octets = _only(content)
    if octets.tag != OCTET_STRING:
        raise NotDer(problem="the token's content is no string of octets")
    certificates = [one.encoded for part in rest if part.tag == _EXPLICIT_0 for one in part.parts()]
    signers = [one for part in rest if part.tag == SET for one in part.parts()]
    return _tst_info(read(octets.content), tuple(certificates), tuple(_signer(one) for one in signers))


def _tst_info(value: Value, certificates: tuple[bytes, ...], signers: tuple[Signer, ...]) -> Token:
    """Return the token's own words (RFC 3161, 2.4.2): version, policy, imprint, number, time, then the rest."""
    fields = _sequence(value, 5)
    if fields[0].as_integer() != 1:
        raise NotDer(problem="a time stamp of another version")
    algorithm, imprint = _pair(fields[2])
    nonces = [one.as_integer() for one in fields[5:] if one.tag == INTEGER]
    if imprint.tag != OCTET_STRING or len(nonces) > 1:
        raise NotDer(problem="a time stamp whose fields are of other kinds")
    oid = _sequence(algorithm)[0].as_object()
    return Token(
        algorithm=_DIGESTS.get(oid, oid),
        imprint=imprint.content,
        policy=fields[1].as_object(),
        serial=fields[3].as_integer(),
        gen_time=fields[4].as_moment(),
        nonce=nonces[0] if nonces else None,
        certificates=certificates,
        signers=signers,
    )


def _signer(value: Value) -> Signer:
    """Return a SignerInfo's issuer, number and the certificate digests among what it signed (RFC 5652, 5.3)."""
    fields = _sequence(value, 5)
    issuer, serial = _pair(fields[1])
    attributes = [one for part in fields[3:4] if part.tag == _EXPLICIT_0 for one in part.parts()]
    digests = [one for attribute in attributes for one in _certificate_digests(attribute)]
    return Signer(issuer=issuer.encoded, serial=serial.as_integer(), certificate_digests=tuple(digests))


def _certificate_digests(attribute: Value) -> Iterator[tuple[str, bytes]]:
    """Yield (algorithm, digest) of each certificate that a signingCertificate attribute names."""
    kind, values = _pair(attribute)
    oid = kind.as_object()
    if oid not in (_CERTIFICATE_SHA1, _CERTIFICATE_ANY):
        return
    for identifier in _sequence(_sequence(_only(values))[0]):
        fields = _sequence(identifier)
        algorithm = "sha1" if oid == _CERTIFICATE_SHA1 else "sha256"  # RFC 5816: SHA-256 where none is named
        if fields[0].tag == SEQUENCE:
            named = _sequence(fields[0])[0].as_object()
            algorithm, fields = _DIGESTS.get(named, named), fields[1:]
        if not fields or fields[0].tag != OCTET_STRING:
            raise NotDer(problem="a certificate's digest is no string of octets")
        yield algorithm, fields[0].content


def _sorted_set(value: Value) -> bytes:
    return written(value.tag, *sorted(one.encoded for one in value.parts()))


def _failures(bits: Value) -> Iterator[str]:
    """Yield the names of the bits that are set (RFC 3161 2.4.2, PKIFailureInfo); unknown ones by their number."""
    for at, octet in enumerate(bits.content[1:]):
        for bit in range(8):
            if octet & 0x80 >> bit:
                yield FAILURES.get(8 * at + bit, f"bit-{8 * at + bit}")


def _texts(value: Value) -> Iterator[str]:
    for part in value.parts():
        if part.tag == UTF8_STRING:
            yield part.content.decode("utf-8", "replace")


def _sequence(value: Value, least: int = 1) -> tuple[Value, ...]:
    if value.tag != SEQUENCE:
        raise NotDer(problem="a sequence was expected")
    parts = value.parts()
    if len(parts) < least:
        raise NotDer(problem=f"a sequence of {len(parts)} values where {least} are the least")
    return parts


def _pair(value: Value) -> tuple[Value, Value]:
    first, second, *_ = _sequence(value, 2)
    return first, second


def _only(value: Value) -> Value:
    parts = value.parts()
    if len(parts) != 1:
        raise NotDer(problem="one value was expected")
    return parts[0]

"""Owns the signature of a WACZ (WACZ signing 0.1.0), checked offline: the certificate's key, its chain, its day.

It says what does not hold. What holds shows only that a holder of the domain's certificate had this list in hand.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

# SHA-256 of the public keys of the roots that signing tools get their certificates from (letsencrypt.org/certificates).
_ROOTS: Final = frozenset(
    {
        "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3",  # ISRG Root X1
        "762195c225586ee6c0237456e2107dc54f1efc21f61a792ebd515913cce68332",  # ISRG Root X2
    }
)


def problem_of_signature(signed: Mapping[str, Any], *, expected: str) -> str | None:
    """Return what does not hold of the signature over the digest `expected`, or None."""
    if signed.get("hash") != expected:
        return "it is over another digest"
    try:
        signature = base64.b64decode(str(signed.get("signature")), validate=True)
        created = dt.datetime.fromisoformat(str(signed.get("created")))
    except (binascii.Error, ValueError):
        return "it cannot be read"
    if created.tzinfo is None:
        return "it does not say when it was made"
    if "domainCert" in signed:
        return _by_certificate(signed, signature, created)
    if "publicKey" in signed:
        return _by_key(signed, signature) or "it is by a key that names nobody"
    return "it names neither certificate nor key"


def _by_certificate(signed: Mapping[str, Any], signature: bytes, created: dt.datetime) -> str | None:
    from cryptography import x509

    try:
        chain = x509.load_pem_x509_certificates(str(signed["domainCert"]).encode())
    except ValueError:
        return "its certificate cannot be read"
    first = chain[0]
    if not _verifies(first.public_key(), signature, str(signed["hash"]).encode()):
        return "it does not hold for these bytes"
    if not first.not_valid_before_utc <= created <= first.not_valid_after_utc:
        return "its certificate was not valid on the day it was made"
    if str(signed.get("domain")) not in _domains(first):
        return "its certificate is for another domain"
    return _problem_of_chain(chain)


def _problem_of_chain(chain: Sequence[Certificate]) -> str | None:
    from cryptography.exceptions import InvalidSignature

    for one, issuer in pairwise(chain):
        try:
            one.verify_directly_issued_by(issuer)
        except (InvalidSignature, ValueError, TypeError):
            return "its chain of certificates is broken"
    if not any(_fingerprint(one) in _ROOTS for one in chain[1:]):
        return f"its certificate leads to no authority known here ({chain[-1].issuer.rfc4514_string()[:120]})"
    return None


def _by_key(signed: Mapping[str, Any], signature: bytes) -> str | None:
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(base64.b64decode(str(signed["publicKey"]), validate=True))
    except (binascii.Error, ValueError):
        return "its key cannot be read"
    return None if _verifies(key, signature, str(signed["hash"]).encode()) else "it does not hold for these bytes"


def _verifies(key: Any, signature: bytes, content: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    if not isinstance(key, EllipticCurvePublicKey):
        return False
    width = (key.key_size + 7) // 8
    if len(signature) == 2 * width and signature[:1] != b"\x30":  # as browsers write it (IEEE P1363): two numbers
        numbers = (int.from_bytes(signature[:width], "big"), int.from_bytes(signature[width:], "big"))
        signature = encode_dss_signature(*numbers)
    try:
        key.verify(signature, content, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _domains(certificate: Certificate) -> list[str]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return names.value.get_values_for_type(x509.DNSName)


def _fingerprint(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    der = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()

"""Owns pictures with content credentials for tests: signed with keys and certificates that live for one run only."""

from __future__ import annotations

import datetime as dt
import io
import json
from functools import cache
from typing import Any, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SIGNER: Final = "Valley Press"
_FROM: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_UNTIL: Final = dt.datetime(2049, 1, 1, tzinfo=dt.UTC)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Valley Test"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _certificate(key: Any, subject: str, issuer: str, signing_key: Any, *, is_authority: bool) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_authority, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=is_authority, crl_sign=is_authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    if not is_authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(signing_key, hashes.SHA256())


@cache
def _signer() -> tuple[bytes, bytes]:
    """Return a chain and the signer's key: of this run, on no list of trusted ones."""
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    top = _certificate(authority, "Valley Authority", "Valley Authority", authority, is_authority=True)
    leaf = _certificate(own, SIGNER, "Valley Authority", authority, is_authority=False)
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (leaf, top))
    plain = serialization.NoEncryption()
    key = own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return chain, key


def signed(
    picture: bytes, form: str = "image/jpeg", *, parent: bytes | None = None, elsewhere: str | None = None
) -> bytes:
    """Return the picture with credentials: created here, or edited from `parent`; only named where `elsewhere` says so."""
    c2pa = pytest.importorskip("c2pa", reason="needs the extra [c2pa]")
    chain, key = _signer()
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=key, ta_url=None)
    created = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    actions = {"actions": [{"action": "c2pa.created", "digitalSourceType": created}]}
    manifest = {
        "claim_generator_info": [{"name": "Valley Camera", "version": "7"}],
        "title": "bridge.jpg",
        "format": form,
        "assertions": [] if parent else [{"label": "c2pa.actions", "data": actions}],
    }
    out = io.BytesIO()
    with c2pa.Context() as context, c2pa.Builder(manifest, context=context) as builder:
        if parent is not None:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
            told = json.dumps({"title": "parent.jpg", "relationship": "parentOf"})
            builder.add_ingredient(told, form, io.BytesIO(parent))
        if elsewhere is not None:
            builder.set_no_embed()
            builder.set_remote_url(elsewhere)
        with c2pa.Signer.from_info(info) as signer:
            builder.sign(signer, form, io.BytesIO(picture), out)
    return out.getvalue()

"""Owns the question whether an authority's answer is a stamp over a digest: RFC 3161, checked in this process.

The rules of one answer and nothing else: it asks nobody, keeps nothing and writes no entry. Everything that is read out
of an answer is read by our own reader; rfc3161-client checks signature and chain, and both must have read the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from onrecord import verify
from onrecord.vault.outside.errors import ChainRefused, StampFalse

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_VERSION: Final = 1
_IDENTIFIERS: Final = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_NULL: Final = b"\x05\x00"
_TRUE: Final = b"\x01\x01\xff"
_GRANTED: Final = b"\x30\x03\x02\x01\x00"  # PKIStatusInfo of status 0: what the library is shown instead of the status


class DeclineReason(StrEnum):
    """Why an answer is no stamp, or why there is none."""

    SILENT = "silent"  # no connection, or none in time
    HTTP = "http"  # another status than 200
    UNREADABLE = "unreadable"  # no TimeStampResp, or one that no reader here can follow
    REFUSED = "refused"  # the authority says no, and mostly why
    WRONG_IMPRINT = "wrong-imprint"  # a stamp over something else
    WRONG_NONCE = "wrong-nonce"  # an answer to another question, perhaps an old one
    WRONG_POLICY = "wrong-policy"
    WRONG_SIGNER = "wrong-signer"  # none, several, or a certificate that is not the one that was signed with
    WRONG_PURPOSE = "wrong-purpose"  # a certificate that is not for time stamps (RFC 3161, 2.3)
    UNKNOWN_CHAIN = "unknown-chain"  # no way to a root that the keeper has named
    NOT_VALID_THEN = "not-valid-then"  # a certificate that was not valid at the moment of the stamp
    BAD_SIGNATURE = "bad-signature"
    SECOND_OPINION = "second-opinion"  # this process says yes, openssl says no


# Answers that only a false or confused authority gives; the others are silence and refusal.
LIES: Final = frozenset(
    {
        DeclineReason.WRONG_IMPRINT,
        DeclineReason.WRONG_NONCE,
        DeclineReason.WRONG_POLICY,
        DeclineReason.WRONG_SIGNER,
        DeclineReason.WRONG_PURPOSE,
        DeclineReason.UNKNOWN_CHAIN,
        DeclineReason.NOT_VALID_THEN,
        DeclineReason.BAD_SIGNATURE,
        DeclineReason.SECOND_OPINION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StampRequest:
    """What an authority is asked: to stamp this digest, naming this number again, with its certificates.

    We ask for SHA-256, as docs/adr says why; stamps over the others are checked as well.
    """

    imprint: str
    nonce: int | None
    policy: str | None = None
    algorithm: str = "sha256"

    def encoded(self) -> bytes:
        """Return the question as it is sent (RFC 3161, 2.4.1)."""
        algorithm = verify.written(verify.SEQUENCE, verify.written_object(_IDENTIFIERS[self.algorithm]), _NULL)
        imprint = verify.written(verify.OCTET_STRING, bytes.fromhex(self.imprint))
        parts = [verify.written_integer(_VERSION), verify.written(verify.SEQUENCE, algorithm, imprint)]
        if self.policy:
            parts.append(verify.written_object(self.policy))
        if self.nonce is not None:
            parts.append(verify.written_integer(self.nonce))
        return verify.written(verify.SEQUENCE, *parts, _TRUE)

    @classmethod
    def parse(cls, content: bytes) -> StampRequest:
        """Return the question that these bytes ask.

        Raises:
            NotDer: they are none.
        """
        found = verify.read_request(content)
        return cls(imprint=found.imprint.hex(), nonce=found.nonce, policy=found.policy, algorithm=found.algorithm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The certificates that a keeper has named for an authority, each in DER; the self-issued ones are its roots."""

    certificates: tuple[bytes, ...]

    @classmethod
    def parse(cls, content: bytes, *, place: str) -> Chain:
        """Return the chain of a file in PEM, or of one certificate in DER.

        Raises:
            ChainRefused: there is none, one cannot be read, or none is a root.
        """
        from cryptography.x509 import load_der_x509_certificate

        try:
            chain = cls(certificates=verify.certificates_in(content))
            for one in chain.certificates:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    load_der_x509_certificate(one)
            if not chain.roots:
                raise ChainRefused(
                    place=place, problem="no certificate in it is a root, which names itself as its issuer"
                )
        except ValueError as err:
            raise ChainRefused(place=place, problem=str(err)) from err
        return chain

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The certificates that everything must lead to."""
        return verify.roots_of(self.certificates)

    def pem(self) -> bytes:
        """Return the chain as a file."""
        return verify.pem(self.certificates)

    def fingerprints(self) -> tuple[str, ...]:
        """Return the SHA-256 of each root, to be compared with what the authority publishes."""
        return tuple(hashlib.sha256(one).hexdigest() for one in self.roots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A stamp that holds: the digest existed at this moment, says this signer, found true by these."""

    gen_time: dt.datetime
    policy: str
    serial: int
    signer: str
    checked_by: tuple[str, ...]


def check_reply(reply: bytes, request: StampRequest, chain: Chain) -> Stamp:
    """Return the stamp that an answer is, after everything about it was checked; certificates as of its own moment.

    Raises:
        StampFalse: it is none; `reason` says why.
    """
    found = _read(reply)
    if found.status not in verify.GRANTED:
        raise StampFalse(reason=DeclineReason.REFUSED, found=f"{found.status} {' '.join(found.failures)}".strip())
    token = found.token
    if token is None:
        raise StampFalse(reason=DeclineReason.UNREADABLE, found="granted, and no token")
    _check_words(token, request)
    signer = _signer(token, chain)
    _check_purpose(signer)
    by_library = _check_signature(reply, token, signer, chain)
    opinion = verify.ask_openssl(
        reply, request.imprint, chain=chain.pem(), roots=verify.pem(chain.roots), at=token.gen_time
    )
    if opinion.holds is False:
        raise StampFalse(reason=DeclineReason.SECOND_OPINION, found=opinion.words)
    if by_library is None and opinion.holds is None:
        raise StampFalse(
            reason=DeclineReason.UNREADABLE, found="rfc3161-client cannot read it, and openssl is not here"
        )
    return Stamp(
        gen_time=token.gen_time,
        policy=token.policy,
        serial=token.serial,
        signer=signer.subject.rfc4514_string(),
        checked_by=tuple(one for one in (by_library, "openssl" if opinion.holds else None) if one),
    )


def _read(reply: bytes) -> verify.StampReply:
    try:
        return verify.read_reply(reply)
    except verify.NotDer as err:
        raise StampFalse(reason=DeclineReason.UNREADABLE, found=str(err)) from err


def _check_words(token: verify.Token, request: StampRequest) -> None:
    """Compare what was stamped with what was asked (RFC 3161, 2.2: each of these MUST be the same)."""
    if (token.algorithm, token.imprint.hex()) != (request.algorithm, request.imprint):
        found = f"{token.algorithm} {token.imprint.hex()}"
        raise StampFalse(reason=DeclineReason.WRONG_IMPRINT, expected=request.imprint, found=found)
    if request.nonce is not None and token.nonce != request.nonce:
        raise StampFalse(reason=DeclineReason.WRONG_NONCE, expected=request.nonce, found=token.nonce)
    if request.policy is not None and token.policy != request.policy:
        raise StampFalse(reason=DeclineReason.WRONG_POLICY, expected=request.policy, found=token.policy)


def _signer(token: verify.Token, chain: Chain) -> Certificate:
    """Return the certificate that the token was signed with: the one whose digest was signed along (RFC 5816).

    The other certificates in an answer are signed by nobody: anybody on the way may have put them there.
    """
    if len(token.signers) != 1:  # RFC 3161 2.4.2: the token MUST NOT contain other signatures than the authority's
        raise StampFalse(reason=DeclineReason.WRONG_SIGNER, found=f"{len(token.signers)} signers")
    (signer,) = token.signers
    if not signer.certificate_digests:  # 2.4.2: the ESSCertID attribute MUST be included
        raise StampFalse(reason=DeclineReason.WRONG_SIGNER, found="the certificate it was signed with is not named")
    algorithm, digest = signer.certificate_digests[0]
    known = {one: _loaded(one) for one in (*chain.certificates, *token.certificates)}
    named = {
        one: certificate
        for one, certificate in known.items()
        if certificate is not None
        and (certificate.issuer.public_bytes(), certificate.serial_number) == (signer.issuer, signer.serial)
    }
    if not named:
        raise StampFalse(reason=DeclineReason.UNKNOWN_CHAIN, found="its certificate is neither in it nor in our chain")
    for one, certificate in named.items():
        if algorithm in hashlib.algorithms_guaranteed and hashlib.new(algorithm, one).digest() == digest:
            return certificate
    raise StampFalse(reason=DeclineReason.WRONG_SIGNER, expected=digest.hex(), found="no certificate of this digest")


def _check_purpose(certificate: Certificate) -> None:
    """RFC 3161 2.3: the key is for time stamping alone, and the certificate says so as something critical."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (ValueError, x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType) as err:
        raise StampFalse(reason=DeclineReason.WRONG_PURPOSE, found=str(err)) from err
    if not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        found = ", ".join(one.dotted_string for one in usage.value)
        raise StampFalse(
            reason=DeclineReason.WRONG_PURPOSE, found=found if usage.critical else f"not critical: {found}"
        )


def _check_signature(reply: bytes, token: verify.Token, signer: Certificate, chain: Chain) -> str | None:
    """Have the library check signature and chain at the stamp's own moment; None where it cannot read the answer.

    It sees the token under a plain "granted", its unsigned sets put in order: no stamp is lost for what an authority
    says in words, or for certificates in another order than DER's, which the library refuses (InvalidSetOrdering).
    """
    import rfc3161_client
    from cryptography.x509 import DuplicateExtension, InvalidVersion, load_der_x509_certificate

    seen = verify.written(verify.SEQUENCE, _GRANTED, verify.token_in_order(reply))
    others = [load_der_x509_certificate(one) for one in chain.certificates if one not in chain.roots]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            response = rfc3161_client.decode_timestamp_response(seen)
            _compare(response.tst_info, token)
            verifier = rfc3161_client.VerifierBuilder(
                roots=[load_der_x509_certificate(one) for one in chain.roots],
                intermediates=[one for one in others if one != signer],
                tsa_certificate=signer,
            ).build()
        except (ValueError, InvalidVersion, DuplicateExtension):
            return None
        try:
            verifier.verify(response, token.imprint)
        except (rfc3161_client.VerificationError, ValueError, InvalidVersion, DuplicateExtension) as err:
            raise StampFalse(reason=_reason(str(err)), found=_last_words(str(err))) from err
    return "rfc3161-client"


def _compare(read_by_library: Any, token: verify.Token) -> None:
    """Two readers of one answer must have read the same, or one of them can be deceived.

    Raises:
        StampFalse: they have not.
    """
    library = read_by_library
    policy = library.policy.dotted_string if library.policy else ""
    theirs = (library.message_imprint.message, library.nonce, policy, library.serial_number, library.gen_time)
    ours = (token.imprint, token.nonce, token.policy, token.serial, token.gen_time)
    if theirs != ours:
        raise StampFalse(reason=DeclineReason.UNREADABLE, expected=str(ours), found=str(theirs))


def _reason(words: str) -> DeclineReason:
    """Return what the library's words come to. They name the reason; the verdict stands without them."""
    if any(said in words for said in ("has expired", "is not yet valid")):
        return DeclineReason.NOT_VALID_THEN
    if any(said in words for said in ("purpose", "EKU", "unsuitable certificate")):
        return DeclineReason.WRONG_PURPOSE
    if any(said in words for said in ("certificate verify error", "issuer certificate", "self-signed", "self signed")):
        return DeclineReason.UNKNOWN_CHAIN
    if any(said in words for said in ("Embedded certificate", "SignerInfo", "signer infos", "No leaf certificate")):
        return DeclineReason.WRONG_SIGNER
    return DeclineReason.BAD_SIGNATURE


def _last_words(words: str) -> str:
    """Return the reason among the words of the library, which begin with a stack of its own."""
    import re

    told = re.findall(r'(?:Verify error:|reason: ")([^"\]]+)', words)
    return told[-1] if told else words[:200]


def _loaded(certificate: bytes) -> Certificate | None:
    """Return a certificate, or None where it cannot be read: an answer may carry anything beside the stamp."""
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            loaded = load_der_x509_certificate(certificate)
            loaded.issuer.public_bytes()
        except (ValueError, InvalidVersion):
            return None
    return loaded


def describe(certificates: Sequence[bytes]) -> tuple[dict[str, str], ...]:
    """Return subject, issuer, validity and SHA-256 of certificates, for a person to compare."""
    from onrecord.kernel import instant_text

    loaded = [(one, _loaded(one)) for one in certificates]
    return tuple(
        {
            "subject": certificate.subject.rfc4514_string(),
            "issuer": certificate.issuer.rfc4514_string(),
            "valid_from": instant_text(certificate.not_valid_before_utc),
            "valid_to": instant_text(certificate.not_valid_after_utc),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for content, certificate in loaded
        if certificate is not None
    )

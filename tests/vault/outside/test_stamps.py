"""One answer of an authority: a stamp is accepted, and every way to lie is refused for its own reason (RELIABILITY C7)."""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.authorities import LONG_AGO, SHA512, Authority, der

from onrecord import verify
from onrecord.vault import Chain, ChainRefused, DeclineReason, StampFalse, StampRequest, check_reply, describe
from onrecord.verify import read_request

_VECTORS = Path(__file__).parents[2] / "vectors" / "rfc3161"
_CLIENT = _VECTORS / "rfc3161_client"
_REQUEST = StampRequest(imprint=hashlib.sha256(b"a head").hexdigest(), nonce=2**62 + 5)


def _chain(authority: Authority) -> Chain:
    return Chain.parse(authority.chain(), place="chain.pem")


def _reason(authority: Authority, chain: Chain | None = None, request: StampRequest = _REQUEST) -> DeclineReason:
    with pytest.raises(StampFalse) as fault:
        check_reply(authority.answer(request.encoded()), request, chain or _chain(authority))
    return DeclineReason(str(fault.value.facts["reason"]))


def test_a_stamp_that_holds_is_accepted_by_two_readers() -> None:
    """By the library in process, and by `openssl` where the machine has it."""
    found = check_reply(Authority().answer(_REQUEST.encoded()), _REQUEST, _chain(Authority()))
    assert found.gen_time == dt.datetime(2031, 4, 1, 12, 30, tzinfo=dt.UTC)
    assert found.signer == "CN=Valley Stamps"
    assert found.checked_by == (("rfc3161-client", "openssl") if shutil.which("openssl") else ("rfc3161-client",))


def test_without_openssl_the_process_decides_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second opinion is a second one."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert check_reply(Authority().answer(_REQUEST.encoded()), _REQUEST, _chain(Authority())).checked_by == (
        "rfc3161-client",
    )
    assert _reason(Authority(is_signature_wrong=True)) is DeclineReason.BAD_SIGNATURE


# Published answers: file names say the verdict.

_GOOD = {
    "sigstage/response-sha256.tsr": "CN=sigstore-tsa,O=sigstore.dev",
    "sigstage/response-sha384.tsr": "CN=sigstore-tsa,O=sigstore.dev",
    "sigstage/response-sha512.tsr": "CN=sigstore-tsa,O=sigstore.dev",
    "sigstage/response-no-embedded-cert.tsr": "CN=sigstore-tsa,O=sigstore.dev",
    "sigstore.mock/response-expired.tsr": "O=sigstore.mock,CN=tsa signing",
    "test_tsa/response.tsr": "CN=Test TSA Timestamping,O=local",
    # Whoever put more certificates in changed nothing that was signed: the stamp holds, and is nobody else's.
    "test_tsa/response-injected-certs.tsr": "CN=Test TSA Timestamping,O=local",
    "test_tsa_full_chain/response.tsr": "CN=Test TSA,O=test",
    "identrust/issue-104.tsr": "CN=TrustID Timestamp Authority,O=IdenTrust,C=US",
}
_BAD = {
    "sigstage/response-invalid-signature.tsr": DeclineReason.BAD_SIGNATURE,
    "test_tsa/other_response.tsr": DeclineReason.UNKNOWN_CHAIN,  # by another authority than the chain beside it
}


def _published(name: str) -> tuple[bytes, StampRequest, Chain]:
    content = (_CLIENT / name).read_bytes()
    message = (_CLIENT / "sigstore.mock/payload").read_bytes() if "mock" in name else b"hello"
    token = verify.read_reply(content).token
    assert token is not None
    request = StampRequest(
        imprint=hashlib.new(token.algorithm, message).hexdigest(), nonce=token.nonce, algorithm=token.algorithm
    )
    chain = Chain.parse((_CLIENT / name).with_name("ts_chain.pem").read_bytes(), place=name)
    return content, request, chain


@pytest.mark.parametrize("name", _GOOD)
def test_published_stamps_are_accepted(name: str) -> None:
    """Three digests, no certificate inside, one expired since, one in which foreign certificates were put."""
    assert check_reply(*_published(name)).signer == _GOOD[name]


@pytest.mark.parametrize("name", _BAD)
def test_published_lies_are_refused(name: str) -> None:
    """CVE-2025-52556: the chain is right, and the signature over the token is not."""
    with pytest.raises(StampFalse) as fault:
        check_reply(*_published(name))
    assert fault.value.facts["reason"] == _BAD[name]


def test_every_published_answer_is_judged() -> None:
    """Guards the two tests above against forgetting one."""
    assert {path.relative_to(_CLIENT).as_posix() for path in _CLIENT.rglob("*.tsr")} == _GOOD.keys() | _BAD.keys()


@pytest.mark.parametrize("name", sorted(_GOOD))
def test_a_published_stamp_is_none_for_anything_else(name: str) -> None:
    """C7: a valid stamp over another digest, another nonce, another policy, another algorithm, under another root."""
    content, request, chain = _published(name)
    other = _published("test_tsa_full_chain/response.tsr" if "full" not in name else "test_tsa/response.tsr")[2]
    assert request.nonce is not None
    cases = [
        (StampRequest(imprint="00" * (len(request.imprint) // 2), nonce=request.nonce, algorithm=request.algorithm), chain),
        (StampRequest(imprint=request.imprint, nonce=request.nonce + 1, algorithm=request.algorithm), chain),
        (StampRequest(imprint=request.imprint, nonce=request.nonce, policy="1.2.3", algorithm=request.algorithm), chain),
        (StampRequest(imprint=request.imprint, nonce=request.nonce, algorithm="sha1"), chain),
        (request, other),
    ]  # fmt: skip
    wanted = ["wrong-imprint", "wrong-nonce", "wrong-policy", "wrong-imprint", "unknown-chain"]
    found = []
    for asked, against in cases:
        with pytest.raises(StampFalse) as fault:
            check_reply(content, asked, against)
        found.append(str(fault.value.facts["reason"]))
    assert found == wanted


@pytest.mark.parametrize("name", ["test_tsa/request.der", "test_tsa/other_request.der", "sigstage/request.der"])
def test_a_request_is_written_as_others_write_it(name: str) -> None:
    """Byte for byte as the library's own, for the same digest and nonce."""
    content = (_CLIENT / name).read_bytes()
    found = read_request(content)
    assert StampRequest.parse(content).encoded() == content
    assert found.nonce is not None


# Lies of our own authority.

_LIES: dict[str, tuple[Callable[[], Authority], DeclineReason]] = {
    "another digest": (lambda: Authority(imprint=hashlib.sha256(b"x").digest()), DeclineReason.WRONG_IMPRINT),
    "another algorithm": (lambda: Authority(imprint_algorithm=SHA512), DeclineReason.WRONG_IMPRINT),
    "another nonce": (lambda: Authority(nonce=7), DeclineReason.WRONG_NONCE),
    "no nonce": (lambda: Authority(has_nonce=False), DeclineReason.WRONG_NONCE),
    "wrong signature, right chain": (lambda: Authority(is_signature_wrong=True), DeclineReason.BAD_SIGNATURE),
    "expired when it signed": (lambda: Authority(valid=(LONG_AGO, LONG_AGO + dt.timedelta(9))), DeclineReason.NOT_VALID_THEN),
    "not yet valid when it signed": (lambda: Authority(at=LONG_AGO - dt.timedelta(1)), DeclineReason.NOT_VALID_THEN),
    "a certificate for code": (lambda: Authority(purposes=(ExtendedKeyUsageOID.CODE_SIGNING,)), DeclineReason.WRONG_PURPOSE),
    "a certificate for stamps and more": (
        lambda: Authority(purposes=(ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)),
        DeclineReason.WRONG_PURPOSE),
    "a purpose that is not critical": (lambda: Authority(critical=False), DeclineReason.WRONG_PURPOSE),
    "a certificate without a purpose": (lambda: Authority(purposes=()), DeclineReason.WRONG_PURPOSE),
    "its certificate not named": (lambda: Authority(has_ess=False), DeclineReason.WRONG_SIGNER),
    "another certificate named": (lambda: Authority(digest_of=b"another"), DeclineReason.WRONG_SIGNER),
    "two signers": (lambda: Authority(signers=2), DeclineReason.WRONG_SIGNER),
    "no signer": (lambda: Authority(signers=0), DeclineReason.WRONG_SIGNER),
    "granted and no token": (lambda: Authority(has_token=False), DeclineReason.UNREADABLE),
    "rejection": (lambda: Authority(status=2, failure_bit=14, words="later"), DeclineReason.REFUSED),
    "waiting": (lambda: Authority(status=3), DeclineReason.REFUSED),
    "a status that does not exist": (lambda: Authority(status=77), DeclineReason.REFUSED),
}  # fmt: skip


@pytest.mark.parametrize("name", _LIES)
def test_each_lie_is_refused_for_its_own_reason(name: str) -> None:
    """Whatever is false is named; nothing of it counts as a stamp."""
    made, reason = _LIES[name]
    assert _reason(made()) is reason


def test_an_authority_that_nobody_named_is_refused() -> None:
    """A stamp that is right in itself, under a root that is not the keeper's."""
    assert _reason(Authority(name="Other", seed=2), _chain(Authority())) is DeclineReason.UNKNOWN_CHAIN
    bare = Authority(name="Other", seed=2, embeds=())
    assert _reason(bare, _chain(Authority())) is DeclineReason.UNKNOWN_CHAIN


def test_an_intermediate_is_no_root() -> None:
    """What leads to no self-issued certificate of the keeper's leads nowhere, whatever came along."""
    made = Authority(name="Other", seed=2)
    made.embeds = tuple(sorted((der(made.leaf), der(made.root))))
    assert _reason(made, _chain(Authority())) is DeclineReason.UNKNOWN_CHAIN


def test_a_certificate_that_expired_since_was_good_at_the_time() -> None:
    """C7: expired now, valid at the moment of the stamp: accepted."""
    made = Authority(valid=(LONG_AGO, dt.datetime(2031, 4, 1, 12, 31, tzinfo=dt.UTC)))
    assert check_reply(made.answer(_REQUEST.encoded()), _REQUEST, _chain(made)).gen_time == made.at


def test_granted_with_modifications_is_granted() -> None:
    """RFC 3161 2.4.2: with status 1 a token is present; what was modified is nothing that we hold it to."""
    assert check_reply(Authority(status=1).answer(_REQUEST.encoded()), _REQUEST, _chain(Authority()))


def test_certificates_out_of_order_lose_no_stamp() -> None:
    """The library alone refuses it; with its sets in order it holds, and the raw answer is what was kept."""
    made = Authority()
    made.embeds = tuple(sorted((der(made.leaf), der(made.root)), reverse=True))
    assert check_reply(made.answer(_REQUEST.encoded()), _REQUEST, _chain(made))


def test_words_that_the_library_cannot_read_lose_no_stamp() -> None:
    """Texts beside the stamp are the authority's own affair."""
    content = Authority(words="x").answer(_REQUEST.encoded()).replace(b"\x0c\x01x", b"\x0c\x01\xff", 1)
    assert check_reply(content, _REQUEST, _chain(Authority()))


def test_a_policy_that_was_asked_for_is_held_to() -> None:
    """RFC 3161 2.4.2: the policy must be the one asked for, where one was."""
    asked = StampRequest(imprint=_REQUEST.imprint, nonce=5, policy=Authority().policy)
    assert check_reply(Authority().answer(asked.encoded()), asked, _chain(Authority())).policy == asked.policy
    assert _reason(Authority(policy="1.2.3"), request=asked) is DeclineReason.WRONG_POLICY


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x30\x05\x30\x03\x02\x01\x00", b"\x30\x80"])
def test_what_is_no_answer_is_called_unreadable(content: bytes) -> None:
    """And is no error of another kind."""
    with pytest.raises(StampFalse) as fault:
        check_reply(content, _REQUEST, _chain(Authority()))
    assert fault.value.facts["reason"] == DeclineReason.UNREADABLE


def test_no_changed_byte_of_what_was_signed_is_accepted() -> None:
    """Each byte of an answer changed in turn: a stamp only where nobody had signed it, and then the same stamp."""
    made = Authority()
    content, chain = made.answer(_REQUEST.encoded()), _chain(made)
    signed = content.index(made.tst_info(_REQUEST.encoded()))
    size = len(made.tst_info(_REQUEST.encoded()))
    accepted = []
    for at in range(0, len(content), 7):
        changed = bytearray(content)
        changed[at] ^= 1
        try:
            accepted.append((at, check_reply(bytes(changed), _REQUEST, chain).gen_time))
        except StampFalse:
            continue
    assert not [at for at, _ in accepted if signed <= at < signed + size]
    assert {moment for _, moment in accepted} <= {made.at}


# Chains.


def test_a_chain_is_taken_in_pem_and_in_der() -> None:
    """As authorities publish it; its fingerprint is what a keeper compares."""
    made = Authority()
    expected = (hashlib.sha256(der(made.root)).hexdigest(),)
    assert _chain(made).fingerprints() == expected
    assert Chain.parse(made.root.public_bytes(Encoding.DER), place="x").fingerprints() == expected
    assert Chain.parse(_chain(made).pem(), place="x") == _chain(made)
    assert [one["subject"] for one in describe(_chain(made).certificates)] == ["CN=Valley Stamps", "CN=Valley Root"]


@pytest.mark.parametrize("name", ["certum_certificate.crt", "e_szigno_test_tsa2.crt", "fedict.crt", "freetsa.crt"])
def test_a_chain_without_a_root_is_refused(name: str) -> None:
    """The certificate of a stamping key alone: real ones of four authorities."""
    with pytest.raises(ChainRefused, match="chain-refused") as fault:
        Chain.parse((_VECTORS / "rfc3161ng" / name).read_bytes(), place=name)
    assert "root" in fault.value.message("en")


def test_a_root_alone_is_a_chain() -> None:
    """The fifth of them."""
    assert Chain.parse((_VECTORS / "rfc3161ng" / "redwax-interop-ca.crt").read_bytes(), place="x").roots


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_rubbish_is_no_chain(content: bytes) -> None:
    """A web page saved under the name of a certificate."""
    with pytest.raises(ChainRefused):
        Chain.parse(content, place="x")

"""What authorities answered is read field by field, as the client library reads it; broken answers are refused."""

import hashlib
from pathlib import Path

import pytest
import rfc3161_client
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.authorities import SHA512, Authority, seq, tlv

from onrecord.verify import certificates_in, pem, read_reply, read_request, roots_of, token_in_order
from onrecord.verify.der import NotDer, written

_VECTORS = Path(__file__).parents[1] / "vectors" / "rfc3161"
_REPLIES = sorted(_VECTORS.rglob("*.tsr"))
_REQUEST = seq(
    b"\x02\x01\x01", seq(seq(bytes.fromhex("0609608648016503040201"), b"\x05\x00"), tlv(4, hashlib.sha256(b"x").digest())),
    b"\x02\x03\x01\x00\x01", b"\x01\x01\xff",
)  # fmt: skip


def _named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", _REPLIES, ids=_named)
def test_every_published_answer_is_read_as_the_library_reads_it(path: Path) -> None:
    """11 of 11: imprint, nonce, policy, number and time are the same by two readers."""
    content = path.read_bytes()
    ours, theirs = read_reply(content), rfc3161_client.decode_timestamp_response(content)
    assert ours.status == theirs.status
    token, info = ours.token, theirs.tst_info
    assert token is not None
    assert (token.imprint, token.nonce, token.serial) == (info.message_imprint.message, info.nonce, info.serial_number)
    assert (token.policy, token.gen_time) == (info.policy.dotted_string, info.gen_time)
    assert set(token.certificates) == theirs.signed_data.certificates
    (signer,) = token.signers
    (other,) = theirs.signed_data.signer_infos
    assert (signer.issuer, signer.serial) == (other.issuer.public_bytes(), other.serial_number)


def test_there_are_eleven_answers() -> None:
    """Guards the test above against reading nothing."""
    assert len(_REPLIES) == 11


def test_published_requests_are_read() -> None:
    """Algorithm, imprint and nonce of each."""
    for path in sorted(_VECTORS.rglob("*request.der")):
        found = read_request(path.read_bytes())
        assert (found.algorithm, found.imprint) == ("sha512", hashlib.sha512(b"hello").digest())
        assert found.nonce


def test_certificates_of_five_authorities_are_read() -> None:
    """PEM, PEM below a page of words, DER: one certificate each; one of them is a root."""
    found = {path.name: certificates_in(path.read_bytes()) for path in (_VECTORS / "rfc3161ng").glob("*.crt")}
    assert len(found) == 5
    assert all(len(one) == 1 for one in found.values())
    assert [name for name, one in found.items() if roots_of(one)] == ["redwax-interop-ca.crt"]
    for one in found.values():
        assert certificates_in(pem(one)) == one
        x509.load_der_x509_certificate(one[0])


def test_a_refusal_is_read_with_its_reasons() -> None:
    """Status, failure bits by name, words in any script."""
    found = read_reply(Authority(status=2, failure_bit=14, words="занято").answer(_REQUEST))
    assert (found.status, found.failures, found.words, found.token) == (2, ("time-not-available",), ("занято",), None)
    assert read_reply(Authority(status=2, failure_bit=3).answer(_REQUEST)).failures == ("bit-3",)


def test_sets_out_of_order_are_put_in_order_and_nothing_that_was_signed_moves() -> None:
    """The library refuses such an answer, and reads it afterwards; its signed bytes are the same."""
    made = Authority()
    certificates = tuple(one.public_bytes(Encoding.DER) for one in (made.leaf, made.root))
    made.embeds = tuple(sorted(certificates, reverse=True))
    content = made.answer(_REQUEST)
    with pytest.raises(ValueError, match="InvalidSetOrdering"):
        rfc3161_client.decode_timestamp_response(content)
    token = token_in_order(content)
    again = rfc3161_client.decode_timestamp_response(written(0x30, b"\x30\x03\x02\x01\x00", token))
    assert again.signed_data.certificates == set(certificates)
    assert token_in_order(written(0x30, b"\x30\x03\x02\x01\x00", token)) == token


def test_an_answer_in_ber_is_read() -> None:
    """Some authorities leave lengths open."""
    content = Authority().answer(_REQUEST)
    inside = read_bytes_of(content)
    assert read_reply(b"\x30\x80" + inside + b"\0\0") == read_reply(content)


def read_bytes_of(content: bytes) -> bytes:
    """Return what stands inside the outermost value."""
    from onrecord.verify.der import read

    return read(content).content


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>busy</html>", b"\x30\x00", b"\x30\x03\x02\x01\x00", seq(seq(b"\x02\x01\x00"), seq(), seq())],
    ids=["nothing", "a page", "empty", "a bare status", "three parts"],
)
def test_what_is_no_answer_is_refused(content: bytes) -> None:
    """In words, never with another error."""
    with pytest.raises(NotDer):
        read_reply(content)


def test_a_stamp_of_another_algorithm_names_it() -> None:
    """Known ones by name, others by their number."""
    found = read_reply(Authority(imprint_algorithm=SHA512, imprint=bytes(64)).answer(_REQUEST)).token
    assert found is not None
    assert found.algorithm == "sha512"
    found = read_reply(Authority(imprint_algorithm="1.2.3.4").answer(_REQUEST)).token
    assert found is not None
    assert found.algorithm == "1.2.3.4"


@pytest.mark.parametrize("path", _REPLIES[:3], ids=_named)
def test_no_changed_bit_makes_the_reader_fall(path: Path) -> None:
    """Each byte changed in turn: read, or refused as no answer."""
    content = path.read_bytes()
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 8
        try:
            read_reply(bytes(changed))
            token_in_order(bytes(changed))
        except NotDer:
            continue

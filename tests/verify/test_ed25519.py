"""Ed25519 verification: the vectors of RFC 8032 7.1, agreement with `cryptography`, second forms refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.verify import SignatureFalse, check_signature

_L = 2**252 + 27742317777372353535851937790883648493
# RFC 8032, section 7.1: public key, message, signature (tests 1 to 3).
_VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), _VECTORS)
def test_the_vectors_of_the_standard_hold(public: str, message: str, signature: str) -> None:
    """7.1: each signature holds, and none holds over another text."""
    check_signature(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))
    with pytest.raises(SignatureFalse):
        check_signature(bytes.fromhex(public), bytes.fromhex(message) + b"x", bytes.fromhex(signature))


@settings(max_examples=15, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), bit=st.integers(0, 511))
def test_it_agrees_with_cryptography(seed: bytes, message: bytes, bit: int) -> None:
    """What the library signs holds here; with any bit changed it does not."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    check_signature(public, message, signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureFalse):
        check_signature(public, message, bytes(changed))


def test_second_forms_are_refused() -> None:
    """S + L, y >= p, minus zero, keys of small order and wrong lengths: one signature has one form."""
    key = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"text")
    more = (int.from_bytes(signature[32:], "little") + _L).to_bytes(32, "little")
    one, p_plus_one = (1).to_bytes(32, "little"), (2**255 - 18).to_bytes(32, "little")
    minus_zero = (1 | 1 << 255).to_bytes(32, "little")
    wrong = [
        (public, signature[:32] + more),
        (p_plus_one, signature),
        (minus_zero, signature),
        (one, one + bytes(32)),  # with the neutral point as key this "signature" would hold for every text
        (public, p_plus_one + signature[32:]),
        (public[:31], signature),
        (public, signature[:63]),
    ]
    for known, given_signature in wrong:
        with pytest.raises(SignatureFalse):
            check_signature(known, b"text", given_signature)

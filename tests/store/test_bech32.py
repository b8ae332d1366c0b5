"""Bech32 as age reads it."""

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.bech32 import bech32


@given(st.binary(min_size=32, max_size=32))
def test_age_takes_every_identity_we_write(secret: bytes) -> None:
    """The oracle is age's own reader, which checks the sum and gives the same letters back."""
    written = bech32("age-secret-key-", secret).upper()
    assert str(pyrage.x25519.Identity.from_str(written)) == written


@pytest.mark.parametrize(
    ("label", "content", "written"),
    [("a", b"", "a12uel5l"), ("abcdef", bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df"),
      "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")],
)  # fmt: skip
def test_the_vectors_of_bip_173(label: str, content: bytes, written: str) -> None:
    """Those of its list that hold whole bytes."""
    assert bech32(label, content) == written

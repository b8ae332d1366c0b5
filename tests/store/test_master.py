"""The master secret and its keys: one per purpose, bound to the archive, telling nothing of each other."""

import hashlib
import hmac

import pytest

from onrecord.store.master import Keys, MasterSecret, derived, packed_bytes

_MASTER = MasterSecret(b"\5" * 32)


def test_each_key_is_its_own_and_the_archives() -> None:
    """No two are equal, and another archive's are all different."""
    one, other = _MASTER.keys("archive-1").pack(), _MASTER.keys("archive-2").pack()
    pieces = [one[at : at + 32] for at in range(0, len(one), 32)] + [
        other[at : at + 32] for at in range(0, len(one), 32)
    ]
    assert len(set(pieces)) == len(pieces) == 10


def test_derivation_is_hkdf_with_sha256() -> None:
    """RFC 5869 by hand: extract with the salt, expand with the info."""
    prk = hmac.new(b"salt", b"secret", hashlib.sha256).digest()
    assert derived(b"secret", b"salt", "info") == hmac.new(prk, b"info\x01", hashlib.sha256).digest()


def test_a_golden_key_never_moves() -> None:
    """An archive encrypted today opens in ten years: the derivation is a format."""
    keys = _MASTER.keys("archive-1")
    assert hashlib.sha256(keys.pack()).hexdigest() == _GOLDEN
    assert keys.envelope().identity.startswith("AGE-SECRET-KEY-1")


def test_keys_are_packed_and_unpacked() -> None:
    """What goes to the agent comes back."""
    keys = _MASTER.keys("archive-1")
    assert len(keys.pack()) == packed_bytes()
    assert Keys.unpack(keys.pack()) == keys
    with pytest.raises(ValueError, match="not keys"):
        Keys.unpack(keys.pack()[:-1])


def test_nothing_secret_is_shown() -> None:
    """Neither in a traceback nor in a log: the objects show no content."""
    keys = _MASTER.keys("archive-1")
    for shown in (repr(keys), repr(_MASTER), repr(keys.envelope())):
        assert keys.database.hex() not in shown
        assert "\\x05" not in shown
        assert "SECRET" not in shown


_GOLDEN = "eb5a16df8ea30fe67a6e9a206ffda5ab2418be98cbebdeab4352c15edb4c0265"

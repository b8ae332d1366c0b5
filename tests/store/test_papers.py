"""What is written on paper: copied by hand it still opens, a slip is told, and one share tells nothing."""

import itertools
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kernel import Fault
from onrecord.store import papers
from onrecord.store.papers import RecoveryKey, Share, joined, shares_of


@given(st.binary(min_size=20, max_size=20))
def test_a_recovery_key_is_read_as_it_was_written(secret: bytes) -> None:
    """Ten groups of four after its head, none of which is read for another."""
    text = RecoveryKey(secret).text()
    assert RecoveryKey.parse(text).secret == secret
    assert text.count("-") == 9
    assert not set(text) & set("ILOU")


@pytest.mark.parametrize(
    "spoil",
    [
        str.lower,
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", ""),
        lambda text: f"  {text}\n",
        lambda text: text.replace("0", "O").replace("1", "l"),
        lambda text: text.translate(str.maketrans("ABCEHKMPTXRS", "АВСЕНКМРТХRЅ")),
    ],
)
def test_what_hands_do_is_forgiven(spoil: object) -> None:
    """Small letters, blanks, letters for digits, and a Cyrillic keyboard that was left on."""
    for _ in range(50):
        key = RecoveryKey.fresh()
        assert RecoveryKey.parse(spoil(key.text())).secret == key.secret  # type: ignore[operator]


def test_a_slip_is_told_before_anything_is_opened() -> None:
    """One wrong letter anywhere, two that changed places, a group too few: never another key."""
    text = RecoveryKey(bytes(range(20))).text()
    slips = [
        text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :] for at in range(4, len(text)) if text[at] != "-"
    ]
    slips += [text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(4, len(text) - 1)]
    slips += [text[:-5], text[:4] + text[9:], text + "-AAAA"]
    for slip in set(slips) - {text}:
        if slip.replace("-", "") == text.replace("-", ""):
            continue
        with pytest.raises(Fault) as fault:
            RecoveryKey.parse(slip)
        assert fault.value.code == "store.paper-misread"


def test_any_two_of_three_shares_join_and_one_does_not() -> None:
    """L10: in any order; a share with itself is one."""
    secret = secrets.token_bytes(20)
    shares = [Share.parse(share.text()) for share in shares_of(secret)]
    for pair in itertools.permutations(shares, 2):
        assert joined(pair) == secret
    assert joined(shares) == secret
    for share in shares:
        with pytest.raises(Fault) as fault:
            joined([share, share])
        assert fault.value.code == "store.shares-do-not-join"


def test_shares_of_different_batches_do_not_join() -> None:
    """Old ones are told from new ones before anything is opened."""
    old, new = shares_of(bytes(20)), shares_of(bytes(20))
    with pytest.raises(Fault):
        joined([old[0], new[1]])


def test_one_share_tells_nothing_of_the_secret() -> None:
    """For each share and each possible secret there are pads under which that share would be the same: all are alike.

    Shown by making the other two shares for any secret one likes from a single share.
    """
    for share in shares_of(b"a" * 20):
        for wanted in (b"a" * 20, b"b" * 20, secrets.token_bytes(20)):
            others = [number for number in (1, 2, 3) if number != share.number]
            for number in others:
                pair = (min(share.number, number), max(share.number, number))
                half = bytes(a ^ b for a, b in zip(share.half(pair), wanted, strict=True))
                carried = {pair: half}
                forged = b"".join(carried.get(one, bytes(20)) for one in ((1, 2), (1, 3), (2, 3)) if number in one)
                assert joined([share, Share(number, share.batch, forged)]) == wanted


def test_papers_are_told_from_passphrases() -> None:
    """By their heads alone, however badly they were copied."""
    assert papers.is_recovery_key("rk1 whatever")
    assert papers.is_share("SH3-…")
    assert not papers.is_recovery_key("five sonorous kettles march uphill")
    assert not papers.is_share("she sells sea shells")

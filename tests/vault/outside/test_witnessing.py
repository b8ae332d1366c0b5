"""The witness's protocol, request by request: c2sp.org/tlog-witness and RELIABILITY C6."""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.logs import ToyLog

from onrecord.kernel import COSIGNATURE, FixedClock, SignedNote, VerifierKey, sha256_hex
from onrecord.vault import Seen, Witness, WitnessAnswer, check_cosignature

_PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\3" * 32)
_KEY = VerifierKey(name="witness.example/w1", public=_PRIVATE.public_key().public_bytes_raw(), algorithm=COSIGNATURE)
_AT = dt.datetime(2031, 4, 1, 12, tzinfo=dt.UTC)
_LOG = ToyLog()


class _Remembered:
    """A memory without a disk."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}
        self.evidence: list[str] = []
        self.is_locked = False

    @contextmanager
    def locked(self) -> Iterator[None]:
        assert not self.is_locked
        self.is_locked = True
        yield
        self.is_locked = False

    def last(self, origin: str) -> Seen | None:
        assert self.is_locked
        return self.seen.get(origin)

    def keep(self, origin: str, seen: Seen) -> None:
        assert self.is_locked
        self.seen[origin] = seen

    def keep_evidence(self, _origin: str, note: str) -> None:
        self.evidence.append(note)


def _witness(memory: _Remembered | None = None, clock: FixedClock | None = None) -> Witness:
    return Witness(
        key=_KEY,
        sign=_PRIVATE.sign,
        followed={_LOG.origin: [_LOG.key()]},
        memory=memory or _Remembered(),
        clock=clock or FixedClock(_AT, step_seconds=1),
    )


def _at(size: int) -> tuple[Witness, _Remembered]:
    memory = _Remembered()
    witness = _witness(memory)
    assert witness.add_checkpoint(_LOG.request(0, size)).status == 200
    return witness, memory


def _checked(answer: WitnessAnswer, note: str) -> int:
    assert answer.status == 200
    found, _ = check_cosignature(note, answer.body.decode(), _KEY)
    return found.timestamp


def test_a_head_is_cosigned_and_so_is_what_continues_it() -> None:
    """200 and a signature line over the head and the moment; again for the same head; then for a larger one."""
    witness = _witness()
    first = _checked(witness.add_checkpoint(_LOG.request(0, 5)), _LOG.head(5))
    again = _checked(witness.add_checkpoint(_LOG.request(5, 5)), _LOG.head(5))
    later = _checked(witness.add_checkpoint(_LOG.request(5, 490)), _LOG.head(490))
    assert first < again < later


def test_an_unknown_log_is_404() -> None:
    """Whatever its signature."""
    stranger = ToyLog(origin="onrecord/other")
    assert _witness().add_checkpoint(stranger.request(0, 5)).status == 404


def test_a_signature_by_no_known_key_is_403() -> None:
    """Another key under the same name, a changed text, a changed signature: none of them reaches the memory."""
    witness, memory = _at(5)
    impostor = ToyLog(seed=b"\1" * 32)
    assert witness.add_checkpoint(impostor.request(5, 6)).status == 403
    forged = _LOG.head(6).replace("\n6\n", "\n7\n")
    assert witness.add_checkpoint(_LOG.request(5, 7, note=forged)).status == 403
    assert memory.seen[_LOG.origin].head.size == 5
    assert memory.evidence == []


def test_a_false_signature_of_a_known_key_spoils_the_note() -> None:
    """c2sp.org/signed-note: also where a true one of the same key stands beside it."""
    true, false = SignedNote.parse(_LOG.head(6)), SignedNote.parse(_LOG.head(7))
    both = SignedNote(text=true.text, signatures=(true.signatures[0], false.signatures[0])).to_text()
    assert _witness().add_checkpoint(_LOG.request(0, 6, note=both)).status == 403


def test_signatures_of_strangers_beside_it_are_ignored() -> None:
    """They may be anybody's, another witness's for instance; they are neither checked nor kept."""
    true = SignedNote.parse(_LOG.head(6))
    stranger = SignedNote.parse(ToyLog(origin="elsewhere").head(3)).signatures[0]
    memory = _Remembered()
    note = SignedNote(text=true.text, signatures=(stranger, true.signatures[0])).to_text()
    assert _witness(memory).add_checkpoint(_LOG.request(0, 6, note=note)).status == 200
    assert memory.seen[_LOG.origin].head.note == _LOG.head(6)


def test_a_stale_size_is_409_with_the_size() -> None:
    """The asker learns in plain digits where to prove from."""
    witness, _ = _at(9)
    for old in (0, 5):
        answer = witness.add_checkpoint(_LOG.request(old, 20))
        assert (answer.status, answer.body, answer.content_type) == (409, b"9\n", "text/x.tlog.size")


def test_an_old_size_above_the_head_is_400() -> None:
    """The old size MUST be equal to or lower than the checkpoint size."""
    assert _at(9)[0].add_checkpoint(_LOG.request(9, 8)).status == 400


def test_a_proof_that_does_not_hold_is_422() -> None:
    """Empty, cut, too long, of another pair, of a fork; and one where none is needed."""
    witness, memory = _at(9)
    proof = _LOG.tree().consistency(9, 20)
    for wrong in ([], proof[:-1], [*proof, proof[0]], _LOG.tree().consistency(8, 20), [bytes(32)] * len(proof)):
        assert witness.add_checkpoint(_LOG.request(9, 20, proof=wrong)).status == 422
    assert _witness().add_checkpoint(_LOG.request(0, 5, proof=[bytes(32)])).status == 422
    assert memory.seen[_LOG.origin].head.size == 9


def test_another_root_for_the_same_size_is_422_and_kept_as_evidence() -> None:
    """The key has signed two histories: the head that shows it stays."""
    witness, memory = _at(9)
    fork = _LOG.fork(7)
    assert witness.add_checkpoint(fork.request(9, 9)).status == 422
    assert memory.evidence == [fork.head(9)]
    assert witness.add_checkpoint(_LOG.request(9, 9)).status == 200


def test_a_fork_further_on_is_422_and_kept_as_evidence() -> None:
    """Its own proof joins it to a beginning that was never cosigned."""
    witness, memory = _at(9)
    fork = _LOG.fork(7)
    assert witness.add_checkpoint(fork.request(9, 20)).status == 422
    assert memory.evidence == [fork.head(20)]
    assert witness.add_checkpoint(_LOG.fork(9).request(9, 20)).status == 200  # to be forked later is to continue


def test_an_empty_log_has_one_root() -> None:
    """RFC 6962 2.1: SHA-256 of nothing; any other root of size zero is 422."""
    assert _witness().add_checkpoint(_LOG.request(0, 0)).status == 200
    assert _witness().add_checkpoint(_LOG.request(0, 0, note=_LOG.head(0, root=bytes(32)))).status == 422


@pytest.mark.parametrize(
    "body",
    [
        b"", b"old 0", b"\xff\xfe", b"old 00\n\n", b"old -1\n\n", b"old +1\n\n", b"old  1\n\n", b"old 1 \n\n",
        "old ٧\n\n".encode(), b"new 0\n\n", b"OLD 0\n\n", b"old 0\r\n\n", b"old " + b"9" * 5000 + b"\n\n",
        b"old 0\nAAAA\n\n", b"old 0\n" + b"A" * 44 + b"\n\n", b"old 0\n" + b"A" * 42 + b"B=\n\n", b"old 0\n \n\n",
        b"old 0\n" + b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * 64 + b"\n",
    ],
)  # fmt: skip
def test_a_malformed_request_is_400(body: bytes) -> None:
    """With or without a good head behind it."""
    assert _witness().add_checkpoint(b"old 0\n\n").status == 400
    assert _witness().add_checkpoint(body).status == 400
    assert _witness().add_checkpoint(body + _LOG.head(5).encode()).status == 400


@pytest.mark.parametrize(
    "note",
    ["", "x", _LOG.head(5)[:-1], _LOG.head(5).replace("\n5\n", "\n05\n"), _LOG.head(5).replace("— ", "- "),
     _LOG.head(5).replace("\n5\n", f"\n{'9' * 5000}\n"), _LOG.head(5).replace(_LOG.origin, "a\x01b")],
)  # fmt: skip
def test_a_malformed_head_is_400(note: str) -> None:
    """Cut, of another form, absurd; never a fault of the server."""
    assert _witness().add_checkpoint(f"old 0\n\n{note}".encode()).status == 400


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_rubbish_is_400(body: bytes) -> None:
    """Whatever comes is answered."""
    assert _witness().add_checkpoint(body).status == 400


def test_63_lines_of_proof_are_read() -> None:
    """The client MUST NOT send more; so many may come, and are wrong here."""
    body = _LOG.request(0, 5, proof=[bytes(32)] * 63)
    assert _witness().add_checkpoint(body).status == 422


def test_the_last_cosigned_head_can_be_fetched() -> None:
    """For those who watch: the log's line and the very line that was answered; nothing before the first."""
    witness = _witness()
    place = sha256_hex(_LOG.origin.encode())
    assert witness.checkpoint(place).status == 404
    assert witness.checkpoint("0" * 64).status == 404
    answered = witness.add_checkpoint(_LOG.request(0, 5)).body
    fetched = witness.checkpoint(place)
    assert (fetched.status, fetched.body) == (200, _LOG.head(5).encode() + answered)


def test_a_clock_that_is_set_back_dates_nothing_back() -> None:
    """An old head never after a newer one, by the moments signed as well."""
    memory = _Remembered()
    later = _checked(_witness(memory).add_checkpoint(_LOG.request(0, 5)), _LOG.head(5))
    past = FixedClock(_AT - dt.timedelta(days=2))
    assert _checked(_witness(memory, past).add_checkpoint(_LOG.request(5, 6)), _LOG.head(6)) == later


def test_no_order_of_requests_gets_two_histories_cosigned() -> None:
    """C6: every order of heads of two histories, with proofs honest and borrowed: what is cosigned is one history."""
    fork = _LOG.fork(3)
    asked = [(log, old, new) for log in (_LOG, fork) for old, new in ((0, 2), (2, 4), (2, 6), (4, 6), (0, 4))]
    for order in itertools.islice(itertools.permutations(asked, 4), 0, None, 11):
        memory = _Remembered()
        witness = _witness(memory)
        cosigned: list[tuple[int, bytes]] = []
        for log, old, new in order:
            if witness.add_checkpoint(log.request(old, new)).status == 200:
                cosigned.append((new, log.tree().root(new)))
        assert [size for size, _ in cosigned] == sorted(size for size, _ in cosigned)
        in_one = [all(log.tree().root(size) == root for size, root in cosigned) for log in (_LOG, fork)]
        assert any(in_one)

"""Cosignatures and anchors in an export: a witness's word counts when the reader brought its key."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.simulator import Archive, Bag, archive

from onrecord.kernel import (
    COSIGNATURE,
    INTERFACE_LANGUAGES,
    Cosignature,
    NoteRefused,
    NoteSignature,
    SignedNote,
    VerifierKey,
    cosigned_message,
    sha256_hex,
)
from onrecord.verify import Verdict, verify_export

_PRIVATE = Ed25519PrivateKey.from_private_bytes(b"\4" * 32)
_KEY = VerifierKey(name="partner.example/w1", public=_PRIVATE.public_key().public_bytes_raw(), algorithm=COSIGNATURE)
_AT = int(dt.datetime(2031, 3, 9, 13, tzinfo=dt.UTC).timestamp())
_PLACE = "data/log/cosignatures/6.checkpoint"
_KEYS = "data/log/cosignatures/keys.txt"
_ANCHOR = "data/log/anchors/6.ots"
_MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"


def _line(text: str, *, private: Ed25519PrivateKey = _PRIVATE, at: int = _AT, signed_at: int | None = None) -> str:
    signature = private.sign(cosigned_message(at if signed_at is None else signed_at, text))
    content = Cosignature(timestamp=at, signature=signature).content()
    return NoteSignature(name=_KEY.name, key_id=_KEY.key_id, signature=content).line()


def _cosigned(made: Archive | None = None) -> Bag:
    made = made or archive()
    bag = Bag(made.files())
    note = made.checkpoint().decode()
    bag.files[f"data/log/cosignatures/{len(made.rows)}.checkpoint"] = (
        note + _line(SignedNote.parse(note).text)
    ).encode()
    bag.files[_KEYS] = f"{_KEY.text()}\n".encode()
    return bag


def _verdict(bag: Bag, folder: Path, **options: object) -> Verdict:
    return verify_export(bag.write(folder / "bag"), **options)  # type: ignore[arg-type]


def _limits(verdict: Verdict) -> str:
    return " ".join(label.en for label in verdict.cannot_exclude)


def _codes(verdict: Verdict) -> set[str]:
    return {one.code for one in verdict.problems}


def test_a_witness_that_the_reader_knows_narrows_the_limits(tmp_path: Path) -> None:
    """One history up to the size it saw, and no entry after it that it was shown."""
    verdict = _verdict(_cosigned(), tmp_path, witnesses=[_KEY.text()])
    assert verdict.problems == ()
    assert verdict.cosignatures[0]["checked"] == "given"
    said = _limits(verdict)
    assert "of entries after number 5, the last that the witness partner.example/w1 has seen" in said
    assert "never shown to the witness partner.example/w1; at 2031-03-09T13:00:00Z it had seen none" in said
    assert "no outside time stamp confirms them" in said


def test_a_key_from_the_export_narrows_nothing(tmp_path: Path) -> None:
    """Whoever makes the log anew makes a witness as well."""
    verdict = _verdict(_cosigned(), tmp_path)
    assert verdict.problems == ()
    assert verdict.cosignatures[0]["checked"] == "own"
    said = _limits(verdict)
    assert "rest on certificates and keys that came with it" in said
    assert "has seen" not in said


def test_an_earlier_cosigned_head_covers_that_much(tmp_path: Path) -> None:
    """The tail after it is cut as easily as ever."""
    earlier = archive()
    del earlier.rows[5]
    bag = Bag({**_cosigned(earlier).files, **archive().files()})
    verdict = _verdict(bag, tmp_path, witnesses=[_KEY.text()])
    assert verdict.problems == ()
    said = _limits(verdict)
    assert "of entries after number 4" in said
    assert "left out before the head was signed" in said


def test_a_witness_that_has_not_cosigned_is_missed(tmp_path: Path) -> None:
    """Whoever takes the cosignature out does not get away with it when the reader expects it."""
    assert _codes(_verdict(Bag(archive().files()), tmp_path, witnesses=[_KEY.text()])) == {"verify.witness-missing"}


def test_a_false_log_is_not_saved_by_its_witness(tmp_path: Path) -> None:
    """The keeper rewrites after the witness has signed: the old cosignature fits the old head only."""
    rewritten = archive()
    rewritten.rows[2].payload = {**rewritten.rows[2].payload, "speaker": "nobody"}
    bag = Bag({**_cosigned().files, **rewritten.files()})
    verdict = _verdict(bag, tmp_path, witnesses=[_KEY.text()])
    assert {"verify.cosignature-false", "verify.witness-missing"} <= _codes(verdict)


def _text() -> str:
    return SignedNote.parse(archive().checkpoint().decode()).text


def _with_line(line: str) -> Callable[[Bag], None]:
    return lambda bag: bag.files.update({_PLACE: archive().checkpoint() + line.encode()})


_DEFECTS: dict[str, tuple[Callable[[Bag], None], str]] = {
    "by another key": (_with_line(_line(_text(), private=Ed25519PrivateKey.generate())), "verify.cosignature-false"),
    "over another head": (_with_line(_line("other\n")), "verify.cosignature-false"),
    "at another moment": (_with_line(_line(_text(), signed_at=_AT + 1)), "verify.cosignature-false"),
    "at a moment beyond calendars": (_with_line(_line(_text(), at=2**62)), "verify.cosignature-false"),
    "of no known key": (lambda bag: bag.files.update({_KEYS: b""}), "verify.cosignature-unknown"),
    "cut short": (lambda bag: bag.files.update({_PLACE: bag.files[_PLACE][:-10]}), "verify.cosignature-false"),
    "not text": (lambda bag: bag.files.update({_PLACE: b"\xff"}), "verify.cosignature-false"),
    "keys that are none": (lambda bag: bag.files.update({_KEYS: b"x\n"}), "verify.line-malformed"),
    "the key of a log": (lambda bag: bag.files.update({_KEYS: archive().key().encode() + b"\n"}), "verify.line-malformed"),
    "under another size": (
        lambda bag: bag.files.update({"data/log/cosignatures/5.checkpoint": bag.files.pop(_PLACE)}),
        "verify.cosignature-false"),
    "of a longer log": (
        lambda bag: bag.files.update({"data/log/cosignatures/99.checkpoint": bag.files.pop(_PLACE)}),
        "verify.cosignature-false"),
    "a file beside them": (lambda bag: bag.files.update({"data/log/cosignatures/x": b""}), "verify.not-in-log"),
}  # fmt: skip


@pytest.mark.parametrize("name", _DEFECTS)
def test_each_false_cosignature_is_refused_for_its_own_reason(tmp_path: Path, name: str) -> None:
    """Whether or not the reader knows the witness."""
    change, code = _DEFECTS[name]
    bag = _cosigned()
    change(bag)
    verdict = _verdict(bag, tmp_path)
    assert code in _codes(verdict)
    assert all(one.message(language) for one in verdict.problems for language in INTERFACE_LANGUAGES)


@pytest.mark.parametrize("key", ["", "x", archive().key()])
def test_what_is_no_witness_key_is_refused(tmp_path: Path, key: str) -> None:
    """The key of a log among them."""
    with pytest.raises(NoteRefused):
        _verdict(_cosigned(), tmp_path, witnesses=[key])


def test_any_changed_character_of_a_cosigned_head_is_found(tmp_path: Path) -> None:
    """Bits flipped over its whole length, manifests recomputed."""
    content = _cosigned().files[_PLACE]
    for at in range(0, len(content) - 1, 9):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 7
        bag = _cosigned()
        bag.files[_PLACE] = bytes(changed)
        assert not _verdict(bag, tmp_path, witnesses=[_KEY.text()]).ok, f"byte {at}"


def _anchored(digest: bytes) -> Bag:
    bag = Bag(archive().files())
    bag.files["data/log/heads/6.checkpoint"] = archive().checkpoint()
    bag.files[_ANCHOR] = _MAGIC + digest + b"\x00rest"
    return bag


def test_an_anchor_is_of_this_head_and_confirms_nothing(tmp_path: Path) -> None:
    """It is counted as unchecked: a Bitcoin node would have to say."""
    verdict = _verdict(_anchored(bytes.fromhex(sha256_hex(archive().checkpoint()))), tmp_path)
    assert verdict.problems == ()
    assert verdict.checked["anchors_unchecked"] == 1
    assert "1 OpenTimestamps proofs are here and were not followed" in _limits(verdict)
    assert "no outside time stamp" in _limits(verdict)


def test_an_anchor_of_something_else_is_refused(tmp_path: Path) -> None:
    """Another digest, another form, no head."""
    headless = _anchored(bytes.fromhex(sha256_hex(archive().checkpoint())))
    del headless.files["data/log/heads/6.checkpoint"]
    for number, bag in enumerate((_anchored(bytes(32)), _anchored(b""), headless)):
        assert "verify.anchor-false" in _codes(_verdict(bag, tmp_path / str(number)))

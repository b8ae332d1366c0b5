"""Signed notes, checkpoints and cosignatures: published examples are read and verified, malformed ones refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onrecord.kernel import (
    COSIGNATURE,
    Checkpoint,
    Cosignature,
    NoteRefused,
    NoteSignature,
    SignedNote,
    VerifierKey,
    cosigned_message,
    parse_signature_lines,
)
from onrecord.verify import SignatureFalse, check_signature

# Published examples: golang.org/x/mod sumdb/note (BSD-3-Clause) and c2sp.org/signed-note.
_EXAMPLES = [
    (
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
    ),
    (
        "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=",
    ),
    (
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "This is an example message.\n",
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=",
    ),
]
_ROOT = "A" * 43 + "="


@pytest.mark.parametrize(("key", "text", "line"), _EXAMPLES)
def test_published_notes_are_read_and_written_back(key: str, text: str, line: str) -> None:
    """Key, text and signature come apart and go together again to the same characters."""
    whole = f"{text}\n{line}\n"
    note = SignedNote.parse(whole)
    verifier = VerifierKey.parse(key)
    assert note.text == text
    assert note.to_text() == whole
    assert verifier.text() == key
    assert note.signatures[0].name == verifier.name
    assert note.signatures[0].key_id == verifier.key_id
    assert len(note.signatures[0].signature) == 64


@pytest.mark.parametrize(("key", "text", "line"), _EXAMPLES)
def test_published_notes_are_verified_and_a_changed_one_is_not(key: str, text: str, line: str) -> None:
    """3 of 3: the signature of each published example holds over its text, and over no other."""
    note, verifier = SignedNote.parse(f"{text}\n{line}\n"), VerifierKey.parse(key)
    check_signature(verifier.public, note.text.encode(), note.signatures[0].signature)
    with pytest.raises(SignatureFalse):
        check_signature(verifier.public, note.text.replace("e", "a").encode(), note.signatures[0].signature)


def test_a_published_cosignature_is_read() -> None:
    """transparency-dev/formats: key id, moment and signature of a cosignature/v1."""
    encoded = "ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA=="
    content = base64.b64decode(encoded)
    assert Cosignature.parse(content[4:]).timestamp == 1727964367
    assert Cosignature.parse(content[4:]).content() == content[4:]


def test_a_published_checkpoint_with_a_cosignature_is_read() -> None:
    """The example of c2sp.org/tlog-cosignature: the log's line and the witness's under one text."""
    note = SignedNote.parse(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+"
        "xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1"
        "nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    assert Checkpoint.parse(note.text).size == 20852163
    assert Cosignature.parse(note.signatures[1].signature).timestamp == 1679315147


def test_a_witness_signs_moment_and_whole_text() -> None:
    """tlog-cosignature: header, time line, then the note's text with its extension lines."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key = VerifierKey(name="w.example/1", public=private.public_key().public_bytes_raw(), algorithm=COSIGNATURE)
    text = f"o\n7\n{_ROOT}\nextension\n"
    assert cosigned_message(1679315147, text) == f"cosignature/v1\ntime 1679315147\n{text}".encode()
    signature = private.sign(cosigned_message(5, text))
    content = Cosignature(timestamp=5, signature=signature).content()
    line = NoteSignature(name=key.name, key_id=key.key_id, signature=content).line()
    (found,) = parse_signature_lines(line)
    read = Cosignature.parse(found.signature)
    check_signature(key.public, cosigned_message(read.timestamp, text), read.signature)
    with pytest.raises(SignatureFalse):
        check_signature(key.public, cosigned_message(6, text), read.signature)


def test_the_key_of_a_witness_is_not_the_key_of_a_log() -> None:
    """Types 0x01 and 0x04 give two ids for one public key, and neither is taken for the other."""
    log = VerifierKey(name="n", public=bytes(32))
    witness = VerifierKey(name="n", public=bytes(32), algorithm=COSIGNATURE)
    assert log.key_id != witness.key_id
    assert VerifierKey.parse(witness.text(), algorithm=COSIGNATURE) == witness
    for text, algorithm in ((witness.text(), 1), (log.text(), COSIGNATURE)):
        with pytest.raises(NoteRefused):
            VerifierKey.parse(text, algorithm=algorithm)


@pytest.mark.parametrize(
    "content",
    [b"", bytes(71), bytes(73), b"\x80" + bytes(71), b"\xff" * 72],
    ids=["none", "short", "long", "2^63", "all"],
)
def test_a_malformed_cosignature_is_refused(content: bytes) -> None:
    """Another length, or a moment above 2**63 - 1."""
    with pytest.raises(NoteRefused):
        Cosignature.parse(content)


@pytest.mark.parametrize("lines", ["", "\n", "— a AAAAAAAA", "— a AAAAAAAA\n\n", "— \x01 AAAAAAAA\n", "a\n"])
def test_malformed_signature_lines_are_refused(lines: str) -> None:
    """What a witness answers is held to the form as well."""
    with pytest.raises(NoteRefused):
        parse_signature_lines(lines)


@pytest.mark.parametrize(
    "text",
    [
        f"o\n{'9' * 5000}\n{_ROOT}\n",
        f"o\n07\n{_ROOT}\n",
        "o\n7\n",
        "o\n7\nAAAA\n",
        f"o\n7\n{_ROOT}\n\next\n",
        f"o\n7\n{_ROOT}",
        f"o\n-7\n{_ROOT}\n",
        f"o\n+7\n{_ROOT}\n",
        f"o\n٧\n{_ROOT}\n",
        f"\n7\n{_ROOT}\n",
        f"o\n7\n{'A' * 42}B=\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    """Leading zeros, signs, foreign digits, short roots, loose base64, empty lines."""
    with pytest.raises(NoteRefused):
        Checkpoint.parse(text)


def test_a_checkpoint_survives_its_text() -> None:
    """Origin, size and root come back; extension lines are let be."""
    checkpoint = Checkpoint(origin="onrecord/archive-1", size=7, root=bytes(range(32)))
    assert Checkpoint.parse(checkpoint.text()) == checkpoint
    assert Checkpoint.parse(checkpoint.text() + "extension\n") == checkpoint


@pytest.mark.parametrize(
    "note",
    ["", "text\n", "text\n\n", "text\n\n- a b\n", "text\n\n— a AAAAAA==\n", "text\n\n— a+b AAAAAAAA\n", "te\rxt\n\n— a AAAAAAAA\n",
     "text\n\n— a AAAAAAAA", "text\n\n— AAAAAAAA\n"],
)  # fmt: skip
def test_a_malformed_note_is_refused(note: str) -> None:
    """No text, no signature, a hyphen for the dash, a short signature, control characters, no final line feed."""
    with pytest.raises(NoteRefused):
        SignedNote.parse(note)


@pytest.mark.parametrize(
    "key", ["a", "a+b", "a+00000000+AQ==", "a+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
)
def test_a_key_that_is_not_its_id_is_refused(key: str) -> None:
    """The id binds name and key: a key under another's name does not parse."""
    with pytest.raises(NoteRefused):
        VerifierKey.parse(key)


def test_several_signatures_may_stand_under_one_text() -> None:
    """A witness adds its line below the log's."""
    one = NoteSignature(name="log", key_id=b"abcd", signature=b"x" * 64)
    two = NoteSignature(name="witness", key_id=b"efgh", signature=b"y" * 72)
    note = SignedNote(text="head\n", signatures=(one, two))
    assert SignedNote.parse(note.to_text()) == note

"""Signed notes and checkpoints: published examples are read, malformed ones refused."""

import pytest

from onrecord.kernel import Checkpoint, NoteRefused, NoteSignature, SignedNote, VerifierKey

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


@pytest.mark.parametrize(
    "text",
    [
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

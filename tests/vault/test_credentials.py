"""Content credentials: the validator's codes as they are, offline, in the confined child; wording that claims no more."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import pictures, signed

from onrecord.kernel import INTERFACE_LANGUAGES
from onrecord.vault import credential_words, credentials, examiners
from onrecord.vault.confined import Confined, Ending

pytest.importorskip("c2pa", reason="needs the extra [c2pa]")


@pytest.fixture(scope="module")
def child() -> Iterator[Confined]:
    """Return the confined child that validates."""
    with Confined("onrecord.vault.decoding") as started:
        yield started


@pytest.fixture(scope="module")
def photo() -> bytes:
    """Return a signed photo."""
    return signed.signed(pictures.saved(pictures.scene(31, (320, 240))))


def _found(child: Confined, content: bytes) -> dict[str, Any]:
    answer = child.ask("credentials", io.BytesIO(content), len(content))
    assert answer.ending is Ending.ANSWERED, answer
    (examiner,) = (one for one in examiners.examiners() if one.name == "credentials")
    return examiner.checked(answer.value)


def _codes(found: dict[str, Any], *, outcome: str | None = None, about: str = "active") -> set[str]:
    return {one["code"] for one in found["codes"] if one["about"] == about and outcome in (None, one["outcome"])}


def test_a_signed_photo_is_told_with_all_that_was_checked(child: Confined, photo: bytes) -> None:
    """Signer, program, actions, codes; the signer is untrusted, since no list of trusted ones was given."""
    found = _found(child, photo)
    assert found["state"] == "found"
    assert _codes(found, outcome="failure") == {"signingCredential.untrusted"}
    assert {"claimSignature.validated", "assertion.dataHash.match"} <= _codes(found, outcome="success")
    manifest = found["manifests"][0]
    assert manifest["signer"]["name"] == signed.SIGNER
    assert manifest["generator"] == "Valley Camera 7"
    assert manifest["actions"][0]["action"] == "c2pa.created"
    assert found["asked"] == {"trust_list": "none", "remote_manifests": "not fetched", "revocation": "not asked"}
    assert found["validator"]["name"] == "c2pa-rs"


def test_a_changed_byte_of_the_picture_is_a_mismatch_of_data(child: Confined, photo: bytes) -> None:
    """One byte of the picture after signing: `assertion.dataHash.mismatch`, while the signature still holds."""
    bent = bytearray(photo)
    bent[-200] ^= 1
    found = _found(child, bytes(bent))
    assert _codes(found, outcome="failure") == {"signingCredential.untrusted", "assertion.dataHash.mismatch"}
    assert "claimSignature.validated" in _codes(found)


def test_a_changed_claim_is_a_mismatch_of_signature(child: Confined, photo: bytes) -> None:
    """One letter of the claim after signing: `claimSignature.mismatch`, while the picture's bytes still agree."""
    at = photo.index(b"Valley Camera")
    found = _found(child, photo[:at] + b"Volley Camera" + photo[at + 13 :])
    assert "claimSignature.mismatch" in _codes(found, outcome="failure")
    assert "assertion.dataHash.match" in _codes(found)


def test_an_edited_photo_names_what_it_was_made_from(child: Confined, photo: bytes) -> None:
    """The parent is an ingredient with a manifest of its own, and its codes are told apart from the photo's."""
    found = _found(child, signed.signed(pictures.saved(pictures.scene(32, (320, 240))), parent=photo))
    assert [one["title"] for one in found["manifests"][0]["ingredients"]] == ["parent.jpg"]
    assert len(found["manifests"]) == 2
    assert "ingredient.manifest.validated" in _codes(found, about="ingredient")


def test_a_photo_without_credentials_says_nothing(child: Confined) -> None:
    """`none` is no failure and no verdict."""
    assert _found(child, pictures.saved(pictures.scene(33)))["state"] == "none"


@pytest.mark.parametrize("form", [("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")])
def test_other_forms_carry_credentials_as_well(child: Confined, form: tuple[str, str]) -> None:
    """Wherever the validator knows the form, it is asked."""
    name, mime = form
    found = _found(child, signed.signed(pictures.saved(pictures.scene(34, (64, 48)), name), mime))
    assert "assertion.dataHash.match" in _codes(found)


def test_a_manifest_elsewhere_is_not_fetched(child: Confined, socket_enabled: None) -> None:
    """D5: the address is told; not one connection reaches it, from the child or from a process without its fences."""
    del socket_enabled
    heard: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)

        def listen() -> None:
            try:
                heard.append(listener.accept())
            except TimeoutError:
                return

        waiting = threading.Thread(target=listen)
        waiting.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/manifest.c2pa"
        content = signed.signed(pictures.saved(pictures.scene(35, (64, 48))), elsewhere=address)
        inside = _found(child, content)
        unfenced = credentials.examine(io.BytesIO(content))
        waiting.join()
    assert (inside["state"], inside["address"]) == ("remote", address)
    assert unfenced == inside
    assert heard == []


def test_broken_credentials_are_an_answer(child: Confined, photo: bytes) -> None:
    """Cut, or full of holes: `unreadable`, `none` or a report with failures, never a crash, never a report without."""
    start = photo.index(b"jumb")
    for bent in (
        photo[: start + 3_000],
        photo[:start] + bytes(400) + photo[start + 400 :],
        photo[:start] + photo[start + 5 :],
    ):
        answer = child.ask("credentials", io.BytesIO(bent), len(bent))
        told = answer.value or {}
        is_clean = told.get("state") == "found" and "claimSignature.validated" in _codes(told)
        assert answer.ending in (Ending.ANSWERED, Ending.FAILED)
        assert not is_clean or "assertion.dataHash.mismatch" in _codes(told)


_NEVER = ("authentic", "genuine", "подлин", "достоверн", "настоящ", "шынайы", "түпнұсқа", "растығы")


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_the_wording_claims_no_more_than_was_checked(child: Confined, photo: bytes, language: str) -> None:
    """No sentence calls a picture genuine, in whatever state; each ends with what was not checked."""
    bent = bytearray(photo)
    bent[-200] ^= 1
    told = [
        credential_words.sentences(_found(child, content), language)
        for content in (photo, bytes(bent), signed.signed(photo, parent=photo))
    ]
    told += [
        credential_words.sentences({"validator": {"name": "v", "version": "1"}, **state}, language)
        for state in (
            {"state": "none"},
            {"state": "remote", "address": "http://example.org"},
            {"state": "unreadable", "problem": "x"},
        )
    ]
    assert not [word for lines in told for line in lines for word in _NEVER if word in line.lower()]
    assert all(lines for lines in told)
    assert told[0] != told[1]


def test_every_sentence_of_a_mismatch_says_what_does_not_hold(child: Confined, photo: bytes) -> None:
    """A reader is told which of the two it is: the picture's bytes, or the claim's signature."""
    bent = bytearray(photo)
    bent[-200] ^= 1
    lines = "\n".join(credential_words.sentences(_found(child, bytes(bent)), "en"))
    assert "The signature over the claim holds" in lines
    assert "are not those that were signed" in lines
    assert "Nobody vouches for the signer" in lines


# The public test files of C2PA, whose photographs stay outside of the repository.

_EXPECTED = {
    "image/jpeg/adobe-20220124-C.jpg": set(),
    "image/jpeg/adobe-20220124-CA.jpg": set(),
    "image/jpeg/adobe-20220124-CAI.jpg": set(),
    "image/jpeg/adobe-20220124-CICA.jpg": set(),
    "pdf/adobe-20240110-single_manifest_store.pdf": set(),
    "image/jpeg/adobe-20220124-E-dat-CA.jpg": {"assertion.dataHash.mismatch"},
    "image/jpeg/adobe-20220124-E-sig-CA.jpg": {"claimSignature.mismatch", "timeStamp.mismatch"},
}


@pytest.mark.parametrize("name", _EXPECTED)
def test_the_public_test_files_give_their_codes(child: Confined, suites: Path, name: str) -> None:
    """By code; and everything that the reference report has of codes, signer, time and ingredients is in ours.

    The reports were made with an older validator, which did not yet say of the test signer that nobody trusts it, and
    which counted some checks as one.
    """
    folder = suites / "vault" / "c2pa"
    file = folder / name
    found = _found(child, file.read_bytes())
    failures = {one["code"] for one in found["codes"] if "mismatch" in one["code"]}
    assert failures == _EXPECTED[name]
    assert "signingCredential.untrusted" in _codes(found, outcome="failure")
    reports = file.parent / "manifests" / file.stem
    detailed = json.loads((reports / "detailed.json").read_text(encoding="utf-8"))
    said = {one["code"] for one in detailed.get("validation_status", ())}
    assert said <= {one["code"] for one in found["codes"]} | {"signingCredential.trusted"}
    store = json.loads((reports / "manifest_store.json").read_text(encoding="utf-8"))
    ours = {one["label"]: one for one in found["manifests"]}
    assert found["active"] == store["active_manifest"]
    for label, manifest in store["manifests"].items():
        signer = manifest["signature_info"]
        assert ours[label]["signer"]["issuer"] == signer["issuer"]
        assert ours[label].get("signed_at") == signer.get("time")
        assert ours[label]["signer"].get("serial") == signer.get("cert_serial_number")
        titles = [one["title"] for one in manifest.get("ingredients", ())]
        assert [one["title"] for one in ours[label].get("ingredients", ())] == titles


def test_the_public_file_without_credentials_has_none(child: Confined, suites: Path) -> None:
    """`A` of the set."""
    content = (suites / "vault" / "c2pa" / "image" / "jpeg" / "adobe-20220124-A.jpg").read_bytes()
    assert _found(child, content)["state"] == "none"

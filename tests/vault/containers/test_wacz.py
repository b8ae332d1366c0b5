"""WACZ: the list against the files, the signature as far as it can be checked without a network."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.vault.containers.taking import taken

from onrecord.vault.containers import wacz

_VECTORS = Path(__file__).parents[2] / "vectors" / "warc" / "py-wacz"


@pytest.mark.parametrize("path", sorted(_VECTORS.glob("*.wacz")), ids=lambda path: path.name)
def test_conformance_files_are_told_apart_by_name(path: Path) -> None:
    """What is called invalid is told with a code, and its members are sealed all the same."""
    found = taken(wacz.parts, path.read_bytes())
    expected = {
        "invalid_example_1.wacz": {None: "vault.package-invalid"},
        "invalid_signed_example_1.wacz": {None: "vault.signature-untrusted"},
    }
    assert found.refused == expected.get(path.name, {})
    assert len(found.members) >= 2


def _package(bend: Any = None, *, digest: str | None = None, signed: Any = None, **files: bytes) -> bytes:
    content = {"archive/data.warc": b"WARC/1.0", "pages/pages.jsonl": b"{}", **files}
    listed = [
        {"path": path, "hash": f"sha256:{hashlib.sha256(one).hexdigest()}", "bytes": len(one)}
        for path, one in content.items()
    ]
    package: Any = {"profile": "data-package", "resources": listed, "wacz_version": "1.1.1"}
    package = bend(package) if bend else package
    raw = package if isinstance(package, bytes) else json.dumps(package).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for path, one in content.items():
            container.writestr(path, one)
        container.writestr("datapackage.json", raw)
        own = {"path": "datapackage.json", "hash": digest or f"sha256:{hashlib.sha256(raw).hexdigest()}"}
        container.writestr("datapackage-digest.json", json.dumps(own | ({"signedData": signed} if signed else {})))
    return made.getvalue()


def _first(**change: Any) -> Any:
    def bend(package: dict[str, Any]) -> dict[str, Any]:
        return {**package, "resources": [{**package["resources"][0], **change}, *package["resources"][1:]]}

    return bend


@pytest.mark.parametrize(
    "bend",
    [
        lambda _package: b"no json",
        lambda _package: b"[" * 100_000,
        lambda _package: [],
        lambda package: {**package, "resources": []},
        lambda package: {**package, "resources": ["x"]},
        lambda package: {**package, "resources": package["resources"][1:]},
        _first(hash="sha256:" + "0" * 64),
        _first(hash="md5:" + "0" * 32),
        _first(hash="crc32:1"),
        _first(hash=None),
        _first(bytes=7),
        _first(path="archive/other.warc"),
        _first(path=5),
        _first(path="../../x"),
    ],
)
def test_a_list_that_does_not_agree_with_the_files_is_told(bend: Any) -> None:
    """Changed, missing, unlisted, weakly digested (EV-07), unreadable: each a code, and the members stay."""
    assert taken(wacz.parts, _package()).refused == {}
    found = taken(wacz.parts, _package(bend))
    assert found.refused == {None: "vault.package-invalid"}
    assert found.members["archive/data.warc"] == b"WARC/1.0"


def test_another_digest_of_the_list_is_told() -> None:
    """The list itself was changed after it was signed off."""
    assert taken(wacz.parts, _package(digest="sha256:" + "0" * 64)).refused == {None: "vault.package-invalid"}


@pytest.mark.parametrize(
    "change",
    [
        {"hash": "sha256:" + "0" * 64},
        {"signature": "MEYCIQCf"},
        {"signature": "!"},
        {"created": "yesterday"},
        {"created": "2023-01-18T19:00:12Z"},
        {"created": "2022-01-18T19:00:12"},
        {"domain": "example.org"},
        {"domainCert": "no certificate"},
        {"domainCert": None},
    ],
)
def test_each_bent_signature_is_told(change: dict[str, Any]) -> None:
    """Another digest, another domain, another day, no certificate: it proves nothing, and that is said."""
    from onrecord.vault.containers.signatures import problem_of_signature

    with zipfile.ZipFile(_VECTORS / "valid_signed_example_1.wacz") as container:
        said = json.loads(container.read("datapackage-digest.json"))
    signed = said["signedData"]
    assert problem_of_signature(signed, expected=said["hash"]) is None
    assert problem_of_signature({**signed, **change}, expected=said["hash"])
    without = {name: value for name, value in signed.items() if name != "domainCert"}
    assert problem_of_signature(without, expected=said["hash"])


def test_a_signature_by_a_bare_key_names_nobody() -> None:
    """Browsers sign so; it holds for the bytes, and shows no more."""
    import base64

    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from onrecord.vault.containers.signatures import problem_of_signature

    key = ec.generate_private_key(ec.SECP384R1())
    public = base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    digest = "sha256:" + "1" * 64
    der = key.sign(digest.encode(), ec.ECDSA(SHA256()))
    numbers = b"".join(one.to_bytes(48, "big") for one in utils.decode_dss_signature(der))
    base = {"hash": digest, "created": "2031-04-01T12:00:00Z", "publicKey": public}
    for signature in (der, numbers):
        signed = {**base, "signature": base64.b64encode(signature).decode()}
        assert problem_of_signature(signed, expected=digest) == "it is by a key that names nobody"
    wrong = {**base, "signature": base64.b64encode(bytes(96)).decode()}
    assert problem_of_signature(wrong, expected=digest) == "it does not hold for these bytes"
    assert problem_of_signature({**wrong, "publicKey": "x"}, expected=digest) == "its key cannot be read"

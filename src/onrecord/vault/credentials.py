"""Owns content credentials (C2PA): what the manifests in a file claim, and what the validator found about them.

It runs in the confined child, offline: no manifest is fetched, no revocation asked, no list of trusted signers
given. It never says that a picture is genuine: a signature that holds says that these bytes are what its holder
signed, no more. The validator's codes are kept as they are (C2PA 2.x, chapter 15).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from onrecord.vault import forms
from onrecord.vault.confined_child import Refusal

_SETTINGS: Final = {
    "version": 1,
    "verify": {
        "verify_after_reading": True,
        "verify_trust": True,  # without a list: every signer is then said to be untrusted, which is what we know
        "verify_timestamp_trust": True,
        "ocsp_fetch": False,
        "remote_manifest_fetch": False,
    },
}
_LONGEST: Final = 1_000
_MOST_MANIFESTS: Final = 50
_MOST_LINES: Final = 500


def version() -> str | None:
    """Return the validator's version, or None where the extra is missing; nothing is loaded for it."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("c2pa-python")
    except PackageNotFoundError:
        return None


def load() -> None:
    """Load the validator beforehand, where it is installed."""
    if version() is not None:
        import c2pa  # noqa: F401 - loaded for the forks to come


def examine(source: BinaryIO) -> dict[str, Any]:
    """Return `{"state", ...}`: `none`, `found`, `remote` (a manifest elsewhere, not fetched) or `unreadable`.

    Raises:
        Refusal: the validator does not take this form.
    """
    import c2pa

    source.seek(0)
    form = forms.form_of(source.read(forms.HEAD_BYTES))
    if form is None or form not in forms.WITH_CREDENTIALS:
        msg = "a form that carries no content credentials"
        raise Refusal(msg)
    source.seek(0)
    validator = {"name": "c2pa-rs", "version": c2pa.sdk_version()}
    try:
        with c2pa.Reader(forms.WITH_CREDENTIALS[form], source, context=c2pa.Context.from_dict(_SETTINGS)) as reader:
            told, remote = json.loads(reader.json()), reader.get_remote_url()
            signatures = _signatures(reader.detailed_json())
    except c2pa.C2paError.ManifestNotFound:
        return {"state": "none", "validator": validator}
    except c2pa.C2paError as err:
        return {"validator": validator, **_not_read(str(err))}
    found = {"state": "found", "validator": validator, **_report(told, signatures)}
    return found | ({"address": _text(remote)} if remote else {})


def _not_read(problem: str) -> dict[str, Any]:
    """Return why there is no report: the manifest lies elsewhere and was not fetched, or it cannot be read."""
    fetch, found, address = problem.partition("must fetch remote manifests from url ")
    if found:
        return {"state": "remote", "address": _text(address)}
    return {"state": "unreadable", "problem": _text(fetch)}


def _signatures(detailed: str) -> dict[str, dict[str, str]]:
    """Return what is told of each manifest's signature in the long report, by the manifest's label."""
    manifests = json.loads(detailed).get("manifests", {})
    return {label: one.get("signature") or {} for label, one in manifests.items()}


def _report(told: Mapping[str, Any], signatures: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    active = told.get("active_manifest")
    manifests = told.get("manifests", {})
    labels = sorted(manifests, key=lambda label: label != active)[:_MOST_MANIFESTS]
    return {
        "reported": _text(told.get("validation_state")),
        "active": _text(active),
        "manifests": [_manifest(label, manifests[label], signatures.get(label, {})) for label in labels],
        "codes": list(_codes(told))[:_MOST_LINES],
        "asked": {"trust_list": "none", "remote_manifests": "not fetched", "revocation": "not asked"},
    }


def _manifest(label: str, told: Mapping[str, Any], signature: Mapping[str, Any]) -> dict[str, Any]:
    signer = {**signature, **(told.get("signature_info") or {})}
    record = {
        "label": _text(label),
        "title": _text(told.get("title")),
        "format": _text(told.get("format")),
        "generator": _generator(told),
        "signer": {
            name: _text(signer[key])
            for name, key in (
                ("issuer", "issuer"),
                ("name", "common_name"),
                ("serial", "cert_serial_number"),
                ("algorithm", "alg"),
            )
            if signer.get(key)
        },
        "signed_at": _text(signer.get("time")),
        "actions": [_action(one) for one in _actions(told)][:_MOST_LINES],
        "ingredients": [_ingredient(one) for one in told.get("ingredients", ())][:_MOST_LINES],
        "assertions": sorted({_text(one.get("label")) or "" for one in told.get("assertions", ())})[:_MOST_LINES],
    }
    return {name: value for name, value in record.items() if value not in (None, [], {})}


def _generator(told: Mapping[str, Any]) -> str | None:
    """Return the program that made the claim, as it calls itself: in one line, or as names with versions."""
    said = told.get("claim_generator")
    listed = told.get("claim_generator_info") or ()
    names = [" ".join(str(one[key]) for key in ("name", "version") if one.get(key)) for one in listed]
    return _text(said or ", ".join(names))


def _actions(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in told.get("assertions", ()):
        if str(one.get("label", "")).startswith("c2pa.actions"):
            yield from (one.get("data") or {}).get("actions", ())


def _action(told: Mapping[str, Any]) -> dict[str, Any]:
    agent = told.get("softwareAgent")
    record = {
        "action": _text(told.get("action")),
        "when": _text(told.get("when")),
        "software": _text(agent.get("name") if isinstance(agent, Mapping) else agent),
        "source_type": _text(told.get("digitalSourceType")),
    }
    return {name: value for name, value in record.items() if value}


def _ingredient(told: Mapping[str, Any]) -> dict[str, Any]:
    record = {
        "title": _text(told.get("title")),
        "relationship": _text(told.get("relationship")),
        "manifest": _text(told.get("active_manifest")),
    }
    return {name: value for name, value in record.items() if value}


def _codes(told: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield every code the validator gave: of the active manifest, then of each ingredient, as it groups them."""
    results = told.get("validation_results") or {}
    yield from _grouped("active", results.get("activeManifest") or {})
    for one in results.get("ingredientDeltas") or ():
        yield from _grouped("ingredient", one.get("validationDeltas") or {})
    if not results:
        yield from (_code("active", "failure", one) for one in told.get("validation_status") or ())


def _grouped(about: str, groups: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for outcome in ("failure", "informational", "success"):
        yield from (_code(about, outcome, one) for one in groups.get(outcome) or ())


def _code(about: str, outcome: str, told: Mapping[str, Any]) -> dict[str, str]:
    record = {"code": _text(told.get("code")), "outcome": outcome, "about": about, "of": _text(told.get("url")),
              "said": _text(told.get("explanation"))}  # fmt: skip
    return {name: value for name, value in record.items() if value}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)[:_LONGEST]

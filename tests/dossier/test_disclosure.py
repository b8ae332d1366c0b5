"""Selective disclosure: exactly what was chosen and what it rests on, verified, and no other byte (P6)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.personas import ANALYST, KEEPER

from onrecord import dossier, ledger, vault
from onrecord.dossier import NotOfEdition
from onrecord.kernel import Visibility
from onrecord.store import Desk, RoleTooNarrow
from onrecord.vault import NoSuchItem
from onrecord.verify import Verdict, verify_export

Sit = Callable[..., Desk]


def _export(
    desk: Desk, folder: Path, *only: str, name: str = "bag", **options: object
) -> tuple[dossier.Export, Verdict]:
    made = dossier.export(desk, folder / name, only=only, **options)  # type: ignore[arg-type]
    verdict = verify_export(made.path, key=desk.info.verifier_key)
    assert [one.message() for one in verdict.problems] == []
    return made, verdict


def _bytes(made: dossier.Export) -> bytes:
    """All bytes and names of an export, but for the checker, which is the same everywhere."""
    files = [file for file in made.path.rglob("*") if file.is_file() and file.suffix != ".pyz"]
    return b"\n".join(str(file.relative_to(made.path)).encode() + b"\n" + file.read_bytes() for file in files)


def _others(desk: Desk, made: dossier.Export) -> list[bytes]:
    """What must not be in the export: salts of hidden entries, and the words of every claim, item and text left out."""
    shown = {int(one) for one in re.findall(rb'"seq":(\d+)\}\n', (made.path / "data/log/payloads.jsonl").read_bytes())}
    hidden = [entry for entry in desk.log.entries() if entry.seq not in shown and entry.payload is not None]
    assert hidden
    return [entry.salt.hex().encode() for entry in hidden if entry.salt]


def test_a_claim_brings_its_quote_layer_item_and_source(at_valley: Sit, folder: Path) -> None:
    """K3 stands in the second newspaper: that item and text, its source, and nothing of any other."""
    desk = at_valley()
    made, verdict = _export(desk, folder, "K3")
    item = vault.item(desk, "vestnik.md")
    assert [path.name for path in (made.path / "data/items").iterdir()] == [item.id]
    assert len(list((made.path / "data/layers").iterdir())) == 1
    assert (verdict.checked["quotes"], verdict.checked["items"], verdict.checked["layers"]) == (1, 1, 1)
    told = (made.path / "data/claims.jsonl").read_text("utf-8")
    subjects = set(re.findall(r'"subject":\{"id":"([^"]+)"', told))
    assert subjects == {"valley-2031", "S2"}  # the claim itself, and who published what it is quoted from
    content = _bytes(made)
    assert not [one for one in _others(desk, made) if one in content]
    for foreign in ("Valley Herald", "habarshy", "eight people had been killed", valley.CANARY, "Аңғар"):
        assert foreign.encode() not in content
    hidden = verdict.checked["entries"] - sum(made.counts.values())
    assert any(f"{hidden} entries that are not disclosed" in limit.en for limit in verdict.cannot_exclude)


def test_without_items_the_claims_go_alone(at_valley: Sit, folder: Path) -> None:
    """The quote stays in the claim; the text that it stands in is told as not to be seen here."""
    desk = at_valley()
    made, verdict = _export(desk, folder, "K3", "K1", without_items=True)
    assert not (made.path / "data/items").exists()
    assert not (made.path / "data/layers").exists()
    assert {"item-sealed", "layer-made"}.isdisjoint(made.counts)
    assert any("2 quotes" in limit.en for limit in verdict.cannot_exclude)
    assert vault.item(desk, "vestnik.md").sha256.encode() not in _bytes(made)


def test_an_item_goes_alone(at_valley: Sit, folder: Path) -> None:
    """By name, id or digest; no claim and no text of it."""
    desk = at_valley()
    item = vault.item(desk, "herald.md")
    for number, reference in enumerate((item.name, item.id, item.sha256)):
        made, verdict = _export(desk, folder, reference, name=f"bag-{number}")
        assert made.counts == {"item-sealed": 1}
        assert (verdict.checked["items"], verdict.checked["claims"]) == (1, 0)
        assert (made.path / "data/items" / item.id / "herald.md").is_file()


def test_a_finding_brings_the_claims_it_rests_on(at_valley: Sit, folder: Path) -> None:
    """And what they rest on; a withdrawal or a dispute is never left out beside its claim."""
    desk = at_valley()
    finding = valley.killed(
        "F1", 11, "", "", "2031-04-01", speaker="ourselves", speaker_kind="ourselves", basis=["K3", "K5"]
    )
    valley.state(desk, folder, [{name: value for name, value in finding.items() if value != ""}])
    ledger.dispute(desk, "K5", why="another office disagrees")
    ledger.withdraw(desk, "K3", why="corrected")
    made, verdict = _export(desk, folder, "F1")
    claims = set(re.findall(r'"claim":"(K\d|F1)"', (made.path / "data/claims.jsonl").read_text("utf-8")))
    assert claims == {"F1", "K3", "K5"}
    assert (made.counts["claim-withdrawn"], made.counts["claim-disputed"]) == (1, 1)
    assert verdict.checked["quotes"] == 2
    assert not any("withdrawals or disputes" in limit.en for limit in verdict.cannot_exclude)


def test_a_statement_brings_the_claims_its_figures_rest_on(at_valley: Sit, folder: Path) -> None:
    """With its file and pages, and no claim that it does not bind."""
    desk = at_valley()
    dossier.publish(desk, [folder / "statement.en.md"], edition="public", out=folder / "site")
    (entry,) = desk.log.entries(kinds=["statement-published@1"])
    payload = entry.payload or {}
    _, verdict = _export(desk, folder, payload["statement"])
    bound = {claim for binding in payload["bindings"] for claim in binding["claims"]}
    assert verdict.checked["statements"] == 1
    assert verdict.checked["bindings"] == len(payload["bindings"])
    assert bound < {claim["id"] for claim in valley.CLAIMS}


def test_a_choice_never_reaches_beyond_the_edition(at_valley: Sit, folder: Path) -> None:
    """P6: a public claim in a restricted item goes without it; what is not public is refused, or is not there."""
    desk = at_valley()
    secret = folder / f"{valley.CANARY}.md"
    secret.write_text(f"{valley.CANARY} saw ten people killed in March.", encoding="utf-8")
    item = vault.seal(desk, [secret], visibility=Visibility.RESTRICTED, in_clear=True).sealed[0].item
    team = folder / "team.md"
    team.write_text("A note for the team.", encoding="utf-8")
    vault.seal(desk, [team], visibility=Visibility.TEAM)
    analyst = at_valley(ANALYST)
    with pytest.raises(NotOfEdition):
        dossier.export(analyst, folder / "bag", only=["team.md"])
    for reference in (secret.name, item, "no-such-thing"):
        with pytest.raises(NoSuchItem):
            dossier.export(analyst, folder / "bag", only=[reference])
    with pytest.raises(RoleTooNarrow):
        dossier.export(analyst, folder / "bag", only=[item], edition="restricted")
    assert not (folder / "bag").exists()
    made, _ = _export(at_valley(KEEPER), folder, item, edition="restricted")
    assert valley.CANARY.encode() in _bytes(made)
    assert made.counts == {"item-sealed": 1}


def test_a_selection_says_that_it_is_one(at_valley: Sit, folder: Path) -> None:
    """In `bag-info.txt`, with the number of entries that are shown and hidden."""
    desk = at_valley()
    made, _ = _export(desk, folder, "herald.md")
    info = (made.path / "bag-info.txt").read_text("utf-8")
    assert "Onrecord-Edition: public, a selection\n" in info
    assert f"Onrecord-Disclosed: 1 of {desk.log.size() - 1} entries\n" in info


def test_what_an_item_said_leaves_the_public_edition_with_it(at_valley: Sit, folder: Path) -> None:
    """Its claims, and every published page that says their words; the watch asks for a correction."""
    desk = at_valley()
    dossier.publish(desk, [folder / "statement.en.md"], out=folder / "site")
    quote = ledger.claim(desk, "K3").quote
    assert quote is not None
    before, _ = _export(desk, folder, name="before")
    assert quote.text.encode() in _bytes(before)
    vault.change_visibility(desk, "vestnik.md", Visibility.RESTRICTED, why="names a witness")
    made, verdict = _export(desk, folder, name="after")
    assert quote.text.encode() not in _bytes(made)
    assert verdict.checked["statements"] == 0
    assert [one.standing.value for one in dossier.watch(desk)] == ["needs_correction"]
    with pytest.raises(dossier.StatementDoesNotHold):
        dossier.publish(desk, [folder / "statement.en.md"], out=folder / "anew")
    with pytest.raises(NotOfEdition):
        dossier.export(desk, folder / "alone", only=["K3"])


def test_a_page_that_shows_a_claim_beside_others_goes_with_it_too(at_valley: Sit, folder: Path) -> None:
    """Nothing of the statement is bound to K5, and its pages print the words of K5 among the readings of the figure."""
    desk = at_valley()
    bound = "---\nlanguage: en\nsubject: incident:valley-2031\nas_of: 2031-03-20\n---\n\n"
    bound += "Officials spoke of [eleven killed](fig:killed?by=official&as_of=2031-03-14).\n"
    (folder / "short.md").write_text(bound, encoding="utf-8")
    dossier.publish(desk, [folder / "short.md"], out=folder / "site")
    before, _ = _export(desk, folder, name="before")
    words = "он бір адам қаза тапты".encode()
    assert words in b"".join(file.read_bytes() for file in (before.path / "data/dossier").rglob("*.csv"))
    vault.change_visibility(desk, "habarshy.md", Visibility.RESTRICTED, why="names a witness")
    made, _ = _export(desk, folder, name="after")
    assert words not in _bytes(made)

"""Proofs that travel alone: made here, checked by `verify` without an archive, and by the one-file checker."""

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.personas import ANALYST, KEEPER, READER

from onrecord import dossier, ledger, vault
from onrecord.dossier import NoSuchHead
from onrecord.kernel import Checkpoint, SignedNote, Visibility
from onrecord.store import Desk, NoSuchEntry, RoleTooNarrow
from onrecord.vault import NoSuchItem
from onrecord.verify import Verdict, build_pyz, verify_export, verify_proof

Sit = Callable[..., Desk]


def _checked(folder: Path, text: str, **options: str) -> Verdict:
    file = folder / "proof"
    file.write_text(text, encoding="utf-8", newline="\n")
    return verify_proof(file, **options)


@pytest.mark.parametrize("reference", ["K3", "vestnik.md", "0"])
def test_an_entry_is_proven_without_saying_what_it_says(at_valley: Sit, folder: Path, reference: str) -> None:
    """A claim, an item, a number: the leaf and no payload; the key may come from elsewhere."""
    desk = at_valley()
    made = dossier.prove_inclusion(desk, reference)
    verdict = _checked(folder, made.to_text(), key=desk.info.verifier_key)
    assert (verdict.problems, verdict.kind, verdict.checked["proofs"]) == ((), "inclusion", 1)
    assert verdict.proven == {"seq": made.index, "leaf": desk.log.entry(made.index).leaf()}
    assert not [limit for limit in verdict.cannot_exclude if "Another key" in limit.en]
    assert any("Another key" in limit.en for limit in _checked(folder, made.to_text()).cannot_exclude)


def test_a_disclosed_entry_shows_its_payload_and_salt(at_valley: Sit, folder: Path) -> None:
    """Whoever is given it can hash both and finds the commitment of the leaf."""
    desk = at_valley(ANALYST)
    made = dossier.prove_inclusion(desk, "K3", disclose=True)
    verdict = _checked(folder, made.to_text())
    assert verdict.problems == ()
    assert (verdict.proven or {})["payload"]["quote"]["text"] == "погибли одиннадцать человек"


def test_the_proof_is_written_as_c2sp_says(at_valley: Sit) -> None:
    """c2sp.org/tlog-proof: extra, index, hashes in base 64 from the leaf up, an empty line, the checkpoint verbatim."""
    desk = at_valley()
    made = dossier.prove_inclusion(desk, "K3")
    head, _, note = made.to_text().partition("\n\n")
    lines = head.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[2] == f"index {ledger.claim(desk, 'K3').seq}"
    assert [base64.b64decode(line) for line in lines[3:]] == desk.log.inclusion_proof(made.index)
    assert note == desk.log.checkpoint()
    assert json.loads(base64.b64decode(lines[1].removeprefix("extra ")))["leaf"]["seq"] == made.index


def test_an_entry_is_proven_in_the_log_of_an_earlier_head(at_valley: Sit, folder: Path) -> None:
    """Whoever keeps that head needs no other; a head that is not there, or ends before the entry, is refused."""
    desk = at_valley()
    note = desk.log.checkpoint()
    size = desk.log.size()
    valley.state(desk, folder, [valley.CLAIMS[0] | {"id": "K99"}])
    made = dossier.prove_inclusion(desk, "K3", size=size)
    assert made.note == note
    assert _checked(folder, made.to_text()).problems == ()
    for reference, wanted in (("K3", size + 1), ("K99", size)):
        with pytest.raises(NoSuchHead):
            dossier.prove_inclusion(desk, reference, size=wanted)


def test_one_head_is_proven_to_continue_another(at_valley: Sit, folder: Path) -> None:
    """Any two signed heads, the later one given or that of now."""
    desk = at_valley()
    sizes = []
    for number in range(3):
        desk.log.checkpoint()
        sizes.append(desk.log.size())
        valley.state(desk, folder, [valley.CLAIMS[0] | {"id": f"K9{number}"}])
    for first, second in ((sizes[0], sizes[1]), (sizes[0], sizes[2]), (sizes[1], None), (sizes[2], sizes[2])):
        verdict = _checked(folder, dossier.prove_consistency(desk, first, second).to_text())
        assert verdict.problems == ()
        assert verdict.proven == {"first": first, "second": second or desk.log.size()}
    for first, second in ((sizes[1], sizes[0]), (1, sizes[0]), (sizes[0], 10_000)):
        with pytest.raises(NoSuchHead):
            dossier.prove_consistency(desk, first, second)


def test_who_may_prove_what(at_valley: Sit, folder: Path) -> None:
    """A reader nothing; an analyst discloses what is public; what may not be seen is not there."""
    secret = folder / "secret.md"
    secret.write_text("x", encoding="utf-8")
    item = vault.seal(at_valley(KEEPER), [secret], visibility=Visibility.RESTRICTED, in_clear=True).sealed[0].item
    seq = vault.item(at_valley(KEEPER), item).seq
    with pytest.raises(RoleTooNarrow):
        dossier.prove_inclusion(at_valley(READER), "0")
    with pytest.raises(RoleTooNarrow):
        dossier.prove_consistency(at_valley(READER), 1)
    analyst = at_valley(ANALYST)
    with pytest.raises(NoSuchItem):
        dossier.prove_inclusion(analyst, item)
    with pytest.raises(RoleTooNarrow):
        dossier.prove_inclusion(analyst, str(seq), disclose=True)
    with pytest.raises(NoSuchEntry):
        dossier.prove_inclusion(analyst, "99999")
    assert dossier.prove_inclusion(at_valley(KEEPER), item, disclose=True).extra["payload"]["name"] == "secret.md"


def test_any_changed_character_of_a_proof_is_found(at_valley: Sit, folder: Path) -> None:
    """Bits flipped over its whole length: never accepted, never a crash."""
    desk = at_valley()
    desk.log.checkpoint()
    first = desk.log.size()
    valley.state(desk, folder, [valley.CLAIMS[0] | {"id": "K99"}])
    file = folder / "proof"
    for text in (
        dossier.prove_inclusion(desk, "K3", disclose=True).to_text(),
        dossier.prove_consistency(desk, first).to_text(),
    ):
        content = text.encode()
        for at in range(0, len(content), max(1, len(content) // 60)):
            changed = bytearray(content)
            changed[at] ^= 1 << at % 7
            file.write_bytes(changed)
            verdict = verify_proof(file, key=desk.info.verifier_key)
            assert not verdict.ok, content[at : at + 20]
            assert all(one.message(language) for one in verdict.problems for language in ("en", "ru", "kk"))


def test_a_proof_of_another_entry_or_log_is_refused(at_valley: Sit, folder: Path) -> None:
    """C7: a valid path for another leaf, a valid head of another key, a payload that was not committed to."""
    desk = at_valley()
    made = dossier.prove_inclusion(desk, "K3", disclose=True)
    other = dossier.prove_inclusion(desk, "K1", disclose=True)
    mixed = [
        type(made)(index=made.index, hashes=other.hashes, note=made.note, extra=made.extra),
        type(made)(index=other.index, hashes=made.hashes, note=made.note, extra=made.extra),
        type(made)(
            index=made.index, hashes=made.hashes, note=made.note, extra=made.extra | {"payload": other.extra["payload"]}
        ),
        type(made)(
            index=made.index, hashes=made.hashes, note=made.note, extra=made.extra | {"salt": other.extra["salt"]}
        ),
        type(made)(index=made.index, hashes=made.hashes, note=made.note, extra=other.extra),
    ]
    for proof in mixed:
        assert not _checked(folder, proof.to_text()).ok
    key = desk.info.verifier_key
    forged = type(made)(
        index=made.index,
        hashes=made.hashes,
        note=made.note,
        extra=made.extra | {"key": key.replace("archive", "archivf")},
    )
    assert not _checked(folder, forged.to_text()).ok


def test_rubbish_is_told_and_never_crashes(folder: Path) -> None:
    """Anything that begins like a proof, and things that do not."""
    for text in ("", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx", "{}", "[]", "null",
                 '{"first":1}', '{"first":"","second":"","hashes":[1],"key":"","format":"onrecord-consistency@1"}'):  # fmt: skip
        verdict = _checked(folder, text)
        assert {one.code for one in verdict.problems} == {"verify.proof-unreadable"}, text


def test_every_way_to_check_knows_a_proof(at_valley: Sit, folder: Path) -> None:
    """`verify` on the file, and the one-file checker without any package: the same answer, in words."""
    desk = at_valley()
    file = folder / "K3.tlog-proof"
    file.write_text(dossier.prove_inclusion(desk, "K3", disclose=True).to_text(), encoding="utf-8", newline="\n")
    assert verify_export(file).kind == "inclusion"
    pyz = build_pyz(folder / "check.pyz")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(pyz), str(file), "--language", "ru"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Доказано: запись")
    assert "погибли одиннадцать человек" in done.stdout
    assert Checkpoint.parse(SignedNote.parse(desk.log.checkpoint()).text).size == desk.log.size()


def test_hexadecimal_digits_have_one_form(at_valley: Sit, folder: Path) -> None:
    """A capital letter in a hash is another text of the same number: refused, so that a proof has one form only."""
    desk = at_valley()
    desk.log.checkpoint()
    first = desk.log.size()
    valley.state(desk, folder, [valley.CLAIMS[0] | {"id": "K98"}])
    text = dossier.prove_consistency(desk, first).to_text()
    digits = json.loads(text)["hashes"][0]
    (folder / "proof").write_text(text.replace(digits, digits.upper()), encoding="utf-8")
    verdict = verify_proof(folder / "proof", key=desk.info.verifier_key)
    assert [one.code for one in verdict.problems] == ["verify.proof-unreadable"]

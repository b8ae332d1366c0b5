"""The independent checker: one broken export per named defect, each refused for that reason, by code and name."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.simulator import (
    CHECKPOINT,
    CHECKPOINT_512,
    CLAIMS,
    COMMITMENTS_512,
    CONSISTENCY,
    HASHES,
    HEADS,
    KEY,
    LEAVES,
    PAGE,
    PAYLOADS,
    PROOFS,
    STATEMENT,
    TEXT,
    Archive,
    Bag,
    _sha,
    archive,
    claim,
    published,
)

from onrecord.kernel import INTERFACE_LANGUAGES
from onrecord.verify import NotAnExport, Verdict, verify_export
from onrecord.verify.codes import SAYS

_ITEM = "data/items/item-0001/herald.md"
_LAYER = "data/layers/layer-0001.txt"
_STATEMENT = "data/statements/valley.en.md"


def _verdict(bag: Bag, folder: Path, **options: object) -> Verdict:
    return verify_export(bag.write(folder / "bag"), **options)  # type: ignore[arg-type]


def _told(verdict: Verdict) -> set[tuple[str, object]]:
    """Return code and the most telling name of each problem."""
    names = ("claim", "item", "seq", "path")
    return {(one.code, next(one.facts[n] for n in names if n in one.facts)) for one in verdict.problems}


def test_a_whole_export_holds(tmp_path: Path) -> None:
    """Everything is counted, nothing is told, and the limits are said in every language."""
    verdict = _verdict(Bag(archive().files()), tmp_path)
    assert verdict.problems == ()
    counts = {"entries": 6, "payloads": 5, "proofs": 5, "items": 1, "layers": 1, "claims": 2, "quotes": 2}
    assert counts.items() <= verdict.checked.items()
    counts = {"signatures": 5, "heads": 3, "statements": 1, "bindings": 1, "published_files": 1}
    assert counts.items() <= verdict.checked.items()
    for language in INTERFACE_LANGUAGES:
        assert len(set(verdict.to_record(language)["cannot_exclude"])) == 5
    assert any("rewrite by the keeper" in limit.en for limit in verdict.cannot_exclude)
    assert any("cut tail" in limit.en for limit in verdict.cannot_exclude)


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    """An empty folder and a missing one."""
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(NotAnExport):
            verify_export(path)


# A clumsy hand: files change, manifests do not.


@pytest.mark.parametrize("path", sorted(archive().files()))
def test_each_file_of_a_bag_changed_missing_or_added_is_told_apart(tmp_path: Path, path: str) -> None:
    """B2: changed, missing and untracked are three different things."""
    whole = Bag(archive().files())
    changed = Bag({**whole.files, path: whole.files[path] + b" "})
    verdict = verify_export(changed.write(tmp_path / "changed", manifests=whole.manifests()))
    assert ("verify.file-changed", path) in {(one.code, one.facts.get("path")) for one in verdict.problems}
    missing = Bag({name: content for name, content in whole.files.items() if name != path})
    verdict = verify_export(missing.write(tmp_path / "missing", manifests=whole.manifests()))
    assert ("verify.file-missing", path) in {(one.code, one.facts.get("path")) for one in verdict.problems}
    added = Bag({**whole.files, path + ".bak": b"x"})
    verdict = verify_export(added.write(tmp_path / "added", manifests=whole.manifests()))
    assert ("verify.file-untracked", path + ".bak") in {(one.code, one.facts.get("path")) for one in verdict.problems}


@pytest.mark.parametrize(
    "path", ["../outside", "data/../../outside", "/etc/passwd", "C:\\x", "data\\..\\..\\x", "~/x", "data//x"]
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    """RFC 8493 5.3: such a path is told and never opened."""
    bag = Bag(archive().files())
    manifests = bag.manifests()
    manifests["manifest-sha256.txt"] += f"{'0' * 64}  {path}\n".encode()
    verdict = verify_export(bag.write(tmp_path / "bag", manifests=manifests))
    assert "verify.path-unsafe" in {one.code for one in verdict.problems}


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A link to the right bytes is no file of the bag."""
    folder = Bag(archive().files()).write(tmp_path / "bag")
    (folder / _ITEM).rename(tmp_path / "elsewhere")
    (folder / _ITEM).symlink_to(tmp_path / "elsewhere")
    told = _told(verify_export(folder))
    assert {("verify.path-unsafe", _ITEM), ("verify.item-missing", "item-0001")} <= told


# An insider with full rights to the disk recomputes the manifests, but cannot sign.


def _swap_object(bag: Bag) -> None:
    bag.files[_ITEM] = b"Nobody was killed."


def _swap_object_and_readable_entry(bag: Bag) -> None:
    _swap_object(bag)
    bag.replace(PAYLOADS, f'"name":"herald.md","sha256":"{_sha(TEXT.encode())}"', '"name":"herald.md","sha256":"%s"' % _sha(bag.files[_ITEM]))  # fmt: skip  # noqa: UP031


def _everywhere(old: str, new: str) -> Callable[[Bag], None]:
    """Change a word in the readable claims and in the disclosed payloads alike."""

    def change(bag: Bag) -> None:
        for path in (CLAIMS, PAYLOADS):
            bag.replace(path, old, new)

    return change


def _readable(old: str, new: str) -> Callable[[Bag], None]:
    return lambda bag: bag.replace(CLAIMS, old, new)


def _drop_leaf(bag: Bag) -> None:
    lines = bag.lines(LEAVES)
    bag.set_lines(LEAVES, lines[:3] + lines[4:])


def _drop_and_renumber(bag: Bag) -> None:
    lines = bag.lines(LEAVES)
    kept = [json.loads(line) for line in lines[:3] + lines[4:]]
    bag.set_lines(LEAVES, [_dump({**leaf, "seq": seq}) for seq, leaf in enumerate(kept)])


def _dump(leaf: object) -> bytes:
    return json.dumps(leaf, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _reorder(bag: Bag) -> None:
    lines = bag.lines(LEAVES)
    bag.set_lines(LEAVES, [lines[0], lines[2], lines[1], *lines[3:]])


def _insert(bag: Bag) -> None:
    lines = bag.lines(LEAVES)
    extra = {**json.loads(lines[-1]), "seq": len(lines)}
    bag.set_lines(LEAVES, [*lines, _dump(extra)])


def _cut_tail(bag: Bag) -> None:
    for path in (LEAVES, PAYLOADS, PROOFS):
        bag.set_lines(path, bag.lines(path)[:-1])


def _change_leaf(seq: int, field: str, value: object) -> Callable[[Bag], None]:
    def change(bag: Bag) -> None:
        lines = bag.lines(LEAVES)
        lines[seq] = _dump({**json.loads(lines[seq]), field: value})
        bag.set_lines(LEAVES, lines)

    return change


def _other_key(bag: Bag) -> None:
    bag.files[KEY] = Archive(seed=b"\3" * 32).key().encode() + b"\n"


def _lose(path: str) -> Callable[[Bag], None]:
    return lambda bag: bag.files.pop(path) and None


def _set(path: str, content: bytes) -> Callable[[Bag], None]:
    return lambda bag: bag.files.update({path: content})


def _drop_line(path: str, at: int) -> Callable[[Bag], None]:
    def change(bag: Bag) -> None:
        lines = bag.lines(path)
        del lines[at]
        bag.set_lines(path, lines)

    return change


def _borrow_proof(bag: Bag) -> None:
    lines = [json.loads(line) for line in bag.lines(PROOFS)]
    lines[0]["hashes"] = lines[1]["hashes"]
    bag.set_lines(PROOFS, [_dump(line) for line in lines])


def _change_second(seq: int) -> Callable[[Bag], None]:
    def change(bag: Bag) -> None:
        lines = bag.lines(COMMITMENTS_512)
        lines[seq] = lines[seq][::-1]
        bag.set_lines(COMMITMENTS_512, lines)

    return change


def _flip_hash(path: str) -> Callable[[Bag], None]:
    def change(bag: Bag) -> None:
        at = bag.files[path].index(b'"hashes":["') + 11
        flipped = b"1" if bag.files[path][at : at + 1] == b"0" else b"0"
        bag.files[path] = bag.files[path][:at] + flipped + bag.files[path][at + 1 :]

    return change


_DEFECTS: dict[str, tuple[Callable[[Bag], None], tuple[str, object]]] = {
    "swapped object": (_swap_object, ("verify.item-changed", "item-0001")),
    "swapped object and entry": (_swap_object_and_readable_entry, ("verify.payload-changed", "item-0001")),
    "lost object": (_lose(_ITEM), ("verify.item-missing", "item-0001")),
    "changed layer": (_set(_LAYER, TEXT.replace("killed", "hurt").encode()), ("verify.layer-changed", "item-0001")),
    "lost layer": (_lose(_LAYER), ("verify.layer-missing", "item-0001")),
    "figure in the readable claim": (_readable('"low":11', '"low":10'), ("verify.claim-changed", "K1")),
    "date in the readable claim": (_readable("2031-03-09", "2031-03-08"), ("verify.claim-changed", "K3")),
    "author in the readable claim": (_readable("regional office", "a passer-by"), ("verify.claim-changed", "K1")),
    "quote in the readable claim": (_readable("had been killed", "had been hurt"), ("verify.claim-changed", "K1")),
    "figure everywhere": (_everywhere('"low":11', '"low":10'), ("verify.payload-changed", "K1")),
    "date everywhere": (_everywhere("2031-03-09", "2031-03-08"), ("verify.payload-changed", "K1")),
    "author everywhere": (_everywhere("regional office", "a passer-by"), ("verify.payload-changed", "K1")),
    "quote everywhere": (_everywhere("had been killed", "had been hurt"), ("verify.quote-differs", "K1")),
    "visibility everywhere": (_everywhere('"public"', '"team"'), ("verify.payload-changed", "K1")),
    "readable claim dropped": (_drop_line(CLAIMS, 0), ("verify.claim-missing", "K1")),
    "readable claim invented": (_set(CLAIMS, _dump({**claim("K9"), "seq": 2}) + b"\n"), ("verify.claim-not-in-log", "K9")),
    "leaf dropped": (_drop_leaf, ("verify.entry-missing", 3)),
    "leaf dropped and renumbered": (_drop_and_renumber, ("verify.log-cut", 5)),
    "leaves reordered": (_reorder, ("verify.order", 2)),
    "leaf inserted": (_insert, ("verify.log-longer", 6)),
    "tail cut": (_cut_tail, ("verify.log-cut", 5)),
    "absurd number": (_change_leaf(5, "seq", 10**15), ("verify.entry-missing", 5)),
    "backdated": (_change_leaf(4, "at", "2031-01-01T00:00:00Z"), ("verify.time-falls", 4)),
    "other actor": (_change_leaf(4, "actor", "somebody"), ("verify.proof-false", "K3")),
    "other actor of a hidden entry": (_change_leaf(3, "actor", "somebody"), ("verify.leaf-changed", 3)),
    "list of hashes changed": (lambda bag: bag.set_lines(HASHES, bag.lines(HASHES)[::-1]), ("verify.leaf-hashes-differ", HASHES)),
    "other kind": (_change_leaf(4, "kind", "claim-disputed@1"), ("verify.proof-false", "K3")),
    "leaf not canonical": (lambda bag: bag.replace(LEAVES, '{"actor"', '{ "actor"'), ("verify.leaf-malformed", 0)),
    "key replaced": (_other_key, ("verify.signature-false", CHECKPOINT)),
    "head of another size": (lambda bag: bag.replace(CHECKPOINT, "\n6\n", "\n7\n"), ("verify.signature-false", CHECKPOINT)),
    "head lost": (_lose(CHECKPOINT), ("verify.checkpoint-unreadable", CHECKPOINT)),
    "payload dropped": (_drop_line(PAYLOADS, 0), ("verify.not-in-log", _ITEM)),
    "payload spaced": (lambda bag: bag.replace(PAYLOADS, '"as_of":{', '"as_of": {'), ("verify.line-malformed", 2)),
    "payload with a key twice": (
        lambda bag: bag.replace(PAYLOADS, '"claim":"K1"', '"claim":"K1","claim":"K1"'), ("verify.line-malformed", 2)),
    "proof dropped": (_drop_line(PROOFS, 2), ("verify.proof-missing", "K1")),
    "proof of another entry": (_borrow_proof, ("verify.proof-false", "item-0001")),
    "statement changed": (_set(_STATEMENT, STATEMENT.replace("eleven", "twelve").encode()), ("verify.statement-changed", 5)),
    "statement lost": (_lose(_STATEMENT), ("verify.statement-missing", 5)),
    "page changed": (_set("data/dossier/index.html", PAGE + b"<p>"), ("verify.published-file-changed", 5)),
    "page lost": (_lose("data/dossier/index.html"), ("verify.published-file-missing", 5)),
    "page slipped in": (_set("data/dossier/more.html", b"x"), ("verify.not-in-log", "data/dossier/more.html")),
    "second commitment changed": (
        lambda bag: bag.set_lines(COMMITMENTS_512, [b"0" * 128, *bag.lines(COMMITMENTS_512)[1:]]),
        ("verify.payload-changed", "item-0001")),
    "second commitment of a hidden entry changed": (_change_second(3), ("verify.root-differs", LEAVES)),
    "second commitment dropped": (_drop_line(COMMITMENTS_512, 5), ("verify.line-malformed", 5)),
    "second commitment too many": (
        lambda bag: bag.set_lines(COMMITMENTS_512, [*bag.lines(COMMITMENTS_512), b"0" * 128]),
        ("verify.line-malformed", COMMITMENTS_512)),
    "second commitments lost": (_lose(COMMITMENTS_512), ("verify.file-missing", COMMITMENTS_512)),
    "second head lost": (_lose(CHECKPOINT_512), ("verify.checkpoint-unreadable", CHECKPOINT_512)),
    "second head of the first digest": (
        lambda bag: bag.files.update({CHECKPOINT_512: bag.files[CHECKPOINT]}), ("verify.checkpoint-unreadable", CHECKPOINT_512)),
    "older head of another size": (
        lambda bag: bag.files.update({f"{HEADS}/2.checkpoint": bag.files[f"{HEADS}/5.checkpoint"]}), ("verify.head-false", f"{HEADS}/2.checkpoint")),
    "older head of another log": (
        lambda bag: bag.files.update({f"{HEADS}/2.checkpoint": Archive(rows=archive().rows[1:]).checkpoint(2)}), ("verify.head-false", f"{HEADS}/2.checkpoint")),
    "older head of another key": (
        lambda bag: bag.files.update({f"{HEADS}/2.checkpoint": Archive(seed=b"\3" * 32, rows=archive().rows).checkpoint(2)}),
        ("verify.signature-false", f"{HEADS}/2.checkpoint")),
    "older head lost": (_lose(f"{HEADS}/2.checkpoint"), ("verify.line-malformed", CONSISTENCY)),
    "newest head lost": (_lose(f"{HEADS}/6.checkpoint"), ("verify.head-missing", 6)),
    "older head under a name that is no number": (
        lambda bag: bag.files.update({f"{HEADS}/02.checkpoint": bag.files[f"{HEADS}/2.checkpoint"]}), ("verify.not-in-log", f"{HEADS}/02.checkpoint")),
    "consistency of other heads": (
        lambda bag: bag.replace(CONSISTENCY, '"first":2', '"first":3'), ("verify.consistency-missing", 5)),
    "consistency with a wrong hash": (_flip_hash(CONSISTENCY), ("verify.consistency-false", 5)),
    "consistency dropped": (_drop_line(CONSISTENCY, 1), ("verify.consistency-missing", 6)),
        "another key in the instructions": (
        _set("data/README.txt", b"KEY  onrecord/x+00000000+AQ\n"), ("verify.readme-differs", "data/README.txt")),
    "item slipped in": (_set("data/items/item-9/x.md", b"x"), ("verify.not-in-log", "data/items/item-9/x.md")),
}  # fmt: skip


@pytest.mark.parametrize("name", _DEFECTS)
def test_each_defect_is_refused_for_its_own_reason(tmp_path: Path, name: str) -> None:
    """C4: with all manifests recomputed, the code and the item, claim, entry or file are named."""
    tamper, expected = _DEFECTS[name]
    bag = Bag(archive().files())
    tamper(bag)
    verdict = _verdict(bag, tmp_path)
    assert expected in _told(verdict)
    assert not [one for one in verdict.problems if one.code.startswith("verify.file-") and one.code[12:] != "missing"]


# An insider with the key: the log itself says what does not hold.


def _recorded(*, change: Callable[[Archive], None]) -> Bag:
    made = archive()
    change(made)
    return Bag(made.files())


def _claim_row(**changes: object) -> Callable[[Archive], None]:
    def change(made: Archive) -> None:
        made.rows[2].payload = claim("K1", **changes)

    return change


def _publication(**changes: object) -> Callable[[Archive], None]:
    def change(made: Archive) -> None:
        made.rows[5].payload = published(**changes)

    return change


def _withdraw_before(made: Archive) -> None:
    made.rows.insert(5, made.rows[5])
    made.rows[5] = type(made.rows[5])(at=made.rows[5].at, kind="claim-withdrawn@1", payload={"claim": "K1", "why": "x"})


def _withdraw_after(made: Archive) -> None:
    made.record("claim-withdrawn@1", {"claim": "K1", "why": "the office corrected itself"})


def _supersede_after(made: Archive) -> None:
    made.record("claim-superseded@1", {"claim": "K1", "by": "K3", "why": "typed wrong"})


def _refute_after(made: Archive) -> None:
    made.record("claim-refuted@1", {"claim": "K1", "basis": ["K3"], "why": "typed wrong"})


_SIGNED_DEFECTS: dict[str, tuple[Callable[[Archive], None], str]] = {
    "bounds in the wrong order": (
        _claim_row(value={"low": 12, "high": 10, "qualifier": "range", "wording": "x"}), "verify.claim-without-sense"),
    "exactly with two numbers": (
        _claim_row(value={"low": 9, "high": 10, "qualifier": "exact", "wording": "x"}), "verify.claim-without-sense"),
    "unknown qualifier": (
        _claim_row(value={"low": 9, "high": 9, "qualifier": "roughly", "wording": "x"}), "verify.claim-without-sense"),
    "a day that does not exist": (
        _claim_row(as_of={"earliest": "2031-02-30", "latest": "2031-02-30", "wording": ""}), "verify.claim-without-sense"),
    "quote one character off": (
        _claim_row(quote={**claim("K1")["quote"], "start": 1}), "verify.quote-differs"),
    "quote beyond the text": (
        _claim_row(quote={**claim("K1")["quote"], "start": 500, "end": 529}), "verify.quote-differs"),
    "quote of another item": (_claim_row(item="item-0002"), "verify.quote-differs"),
    "claim twice": (_claim_row(claim="K3"), "verify.id-twice"),
    "bound to no claim": (
        _publication(bindings=[{**published()["bindings"][0], "claims": ["K7"]}]), "verify.binding-without-claim"),
    "bound to a hidden claim": (
        _publication(bindings=[{**published()["bindings"][0], "claims": ["K2"]}]), "verify.binding-without-claim"),
    "bound words not in the statement": (
        _publication(bindings=[{**published()["bindings"][0], "text": "ten people"}]), "verify.binding-not-in-statement"),
    "withdrawn before publication": (_withdraw_before, "verify.binding-withdrawn"),
    "withdrawn after publication": (_withdraw_after, "verify.binding-withdrawn"),
    "superseded while the statement stands": (_supersede_after, "verify.binding-withdrawn"),
    "refuted while the statement stands": (_refute_after, "verify.binding-withdrawn"),
    "bindings that are no list": (_publication(bindings="none"), "verify.payload-malformed"),
}  # fmt: skip


@pytest.mark.parametrize("name", _SIGNED_DEFECTS)
def test_what_is_signed_and_still_does_not_hold_is_told(tmp_path: Path, name: str) -> None:
    """A valid signature over a false chain is no excuse."""
    change, code = _SIGNED_DEFECTS[name]
    verdict = _verdict(_recorded(change=change), tmp_path)
    assert code in {one.code for one in verdict.problems}
    assert not {one.code for one in verdict.problems} & {"verify.root-differs", "verify.payload-changed"}


def test_an_earlier_publication_need_not_hold_any_more(tmp_path: Path) -> None:
    """A statement published again after a withdrawal: the last one stands, the first held in its time."""
    made = archive()
    made.rows[5].payload = published(sha256=_sha(b"older"), files=[{"path": "index.html", "sha256": _sha(b"older")}])
    made.record("claim-withdrawn@1", {"claim": "K1", "why": "corrected"})
    made.record("statement-published@1", published(bindings=[{**published()["bindings"][0], "claims": ["K3"]}]))
    assert _verdict(Bag(made.files()), tmp_path).problems == ()


# The keeper rewrites everything: only something from outside tells.


def _rewritten() -> Archive:
    made = archive()
    made.rows[2].payload = claim("K1", speaker="nobody")
    return made


def _cut() -> Archive:
    made = archive()
    del made.rows[5]
    for path in ("data/statements/valley.en.md", "data/dossier/index.html"):
        del made.objects[path]
    return made


def _resigned() -> Archive:
    return Archive(seed=b"\5" * 32, rows=archive().rows, objects=archive().objects)


def test_without_anything_from_outside_a_rewrite_is_not_excluded(tmp_path: Path) -> None:
    """C5: the forged exports hold in themselves, and the report says that this is not excluded."""
    for number, forged in enumerate((_rewritten(), _cut(), _resigned())):
        verdict = verify_export(Bag(forged.files()).write(tmp_path / str(number)))
        assert verdict.problems == ()
        said = " ".join(limit.en for limit in verdict.cannot_exclude)
        assert "rewrite by the keeper" in said
        assert "cut tail" in said
        assert forged.key() in said


def test_one_older_head_finds_a_rewrite_and_a_cut(tmp_path: Path) -> None:
    """C4: what one honest checkpoint outside is worth."""
    older = tmp_path / "older.checkpoint"
    older.write_bytes(archive().checkpoint())
    cases = [(_rewritten(), "verify.log-rewritten"), (_cut(), "verify.log-shorter-than-before"),
             (_resigned(), "verify.signature-false")]  # fmt: skip
    for number, (forged, code) in enumerate(cases):
        folder = Bag(forged.files()).write(tmp_path / str(number))
        assert code in {one.code for one in verify_export(folder, older_checkpoint=older).problems}


def test_an_older_export_names_the_first_rewritten_entry(tmp_path: Path) -> None:
    """C4: "names the first bad entry"."""
    older = Bag(archive().files()).write(tmp_path / "older")
    forged = Bag(_rewritten().files()).write(tmp_path / "forged")
    assert ("verify.entry-rewritten", 2) in _told(verify_export(forged, older_checkpoint=older))


def test_a_log_that_grew_agrees_with_its_older_head(tmp_path: Path) -> None:
    """The honest case: more entries after the older head, and the limits shrink to what came since."""
    older = tmp_path / "older.checkpoint"
    older.write_bytes(archive().checkpoint())
    grown = archive()
    grown.record("claim-stated@1", claim("K4"))
    verdict = _verdict(Bag(grown.files()), tmp_path, older_checkpoint=older, key=grown.key())
    assert verdict.problems == ()
    assert any("after entry 5" in limit.en for limit in verdict.cannot_exclude)
    assert not any("Another key" in limit.en for limit in verdict.cannot_exclude)


def test_the_known_key_finds_a_replaced_one(tmp_path: Path) -> None:
    """An attacker may sign anew, but not with the key that was published elsewhere."""
    verdict = _verdict(Bag(_resigned().files()), tmp_path, key=archive().key())
    assert {"verify.key-differs", "verify.signature-false"} <= {one.code for one in verdict.problems}


def test_strange_actors_and_surrogates_are_no_way_around(tmp_path: Path) -> None:
    """Escapes in a leaf have one form, and text that no byte string can hold is told, not printed."""
    made = archive()
    made.rows[3].actor = 'O"Brien \\ \x01\n'
    assert _verdict(Bag(made.files()), tmp_path).problems == ()
    bag = Bag(made.files())
    bag.replace(LEAVES, "\\n", "\\u000a")
    assert ("verify.leaf-malformed", 3) in _told(verify_export(bag.write(tmp_path / "escaped")))
    bag = Bag(archive().files())
    bag.replace(PAYLOADS, "regional office", "regional \\ud800 office")
    assert ("verify.line-malformed", 2) in _told(verify_export(bag.write(tmp_path / "surrogate")))


def test_hidden_withdrawals_and_texts_are_said(tmp_path: Path) -> None:
    """What an edition does not disclose, no reader can check: the report counts it."""
    made = archive()
    made.record("claim-withdrawn@1", {"claim": "K1", "why": "x"}, disclosed=False)
    made.rows[1].disclosed = False
    del made.objects[_LAYER]
    verdict = _verdict(Bag(made.files()), tmp_path)
    assert verdict.problems == ()
    said = " ".join(limit.en for limit in verdict.cannot_exclude)
    assert "1 withdrawals" in said
    assert "2 quotes" in said


_EVERYWHERE = [_ITEM, CLAIMS, LEAVES, PAYLOADS, PROOFS, CHECKPOINT, KEY, _STATEMENT, _LAYER]
_EVERYWHERE += [COMMITMENTS_512, CHECKPOINT_512, CONSISTENCY, f"{HEADS}/2.checkpoint"]


@pytest.mark.parametrize("path", _EVERYWHERE)
def test_any_changed_character_is_found(tmp_path: Path, path: str) -> None:
    """Bits flipped over the whole length of a file, manifests recomputed: never accepted, never a crash."""
    folder = Bag(archive().files()).write(tmp_path / "bag")
    content = (folder / path).read_bytes()
    step = max(1, len(content) // 30)
    for at in range(0, len(content.rstrip(b"\n")), step):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 7
        bag = Bag({**archive().files(), path: bytes(changed)})
        bag.write(folder)
        verdict = verify_export(folder)
        assert not verdict.ok, f"byte {at} of {path}"
        assert all(one.message(language) for one in verdict.problems for language in INTERFACE_LANGUAGES)


def test_rubbish_never_crashes_the_checker(tmp_path: Path) -> None:
    """Any file replaced by bytes of any kind gives problems, not a traceback."""
    rubbish = [b"", b"\xff\xfe\n", b"[]\n", b"{}\n", b"null\n1\n", b'{"payload":[],"salt":"x","seq":-1}\n', b"[" * 5000]
    for path in sorted(archive().files()):
        if path in ("data/README.txt", "data/dossier/index.html"):
            continue
        for number, content in enumerate(rubbish):
            bag = Bag({**archive().files(), path: content})
            assert not verify_export(bag.write(tmp_path / f"{Path(path).name}-{number}")).ok


# SHA-256 declared broken: the check rests on SHA-512 alone.


def _with_sha512(made: Archive) -> Archive:
    """Name the item by both digests, and the layer and what was published by a renewal."""
    content = TEXT.encode()
    made.rows[0].payload |= {"sha512": hashlib.sha512(content).hexdigest()}
    made.rows[0].kind = "item-sealed@2"
    for name, one in (("layer-0001", content), ("statement-0001", STATEMENT.encode()), ("statement-0001", PAGE)):
        made.record("object-digested@1", {"sha256": _sha(one), "sha512": hashlib.sha512(one).hexdigest(), "of": name})
    return made


def test_the_check_goes_on_by_sha512_alone(tmp_path: Path) -> None:
    """B8: signature, root, payloads, items, layers, statements and published files, none of them by SHA-256."""
    bag = Bag(_with_sha512(archive()).files())
    verdict = _verdict(bag, tmp_path, distrust="sha256", key=archive().key())
    assert verdict.problems == ()
    counts = {"entries": 9, "payloads": 8, "items": 1, "layers": 1, "quotes": 2, "statements": 1, "published_files": 1}
    assert counts.items() <= verdict.checked.items()
    assert "known_by_sha256_alone" not in verdict.checked
    assert "sha512" in (verdict.checkpoint or "")


def test_what_is_known_by_sha256_alone_is_said(tmp_path: Path) -> None:
    """Without a renewal the item, the layer and what was published are not believed, and the count is told."""
    verdict = _verdict(Bag(archive().files()), tmp_path, distrust="sha256")
    assert verdict.problems == ()
    assert verdict.checked["known_by_sha256_alone"] == 4
    assert any("4 files are known to the log by SHA-256 alone" in limit.en for limit in verdict.cannot_exclude)


_BY_SHA512: dict[str, tuple[Callable[[Bag], None], str]] = {
    "item": (_set(_ITEM, b"other"), "verify.item-changed"),
    "layer": (_set(_LAYER, b"other"), "verify.layer-changed"),
    "statement": (_set(_STATEMENT, STATEMENT.encode() + b" "), "verify.statement-changed"),
    "page": (_set("data/dossier/index.html", b"other"), "verify.published-file-changed"),
    "payload": (_everywhere('"low":11', '"low":10'), "verify.payload-changed"),
    "hidden entry": (_change_leaf(3, "actor", "somebody"), "verify.root-differs"),
    "leaf dropped": (_drop_leaf, "verify.entry-missing"),
    "tail": (_cut_tail, "verify.log-cut"),
    "head": (_lose(CHECKPOINT_512), "verify.checkpoint-unreadable"),
    "key": (_other_key, "verify.signature-false"),
}


@pytest.mark.parametrize("name", _BY_SHA512)
def test_by_sha512_alone_each_change_is_found(tmp_path: Path, name: str) -> None:
    """B8: nothing here would be noticed by a check that still leaned on SHA-256."""
    change, code = _BY_SHA512[name]
    bag = Bag(_with_sha512(archive()).files())
    change(bag)
    verdict = _verdict(bag, tmp_path, distrust="sha256")
    assert code in {one.code for one in verdict.problems}
    assert {one.facts.get("algorithm") for one in verdict.problems} <= {None, "sha512"}


def test_an_export_from_before_cannot_do_without_sha256(tmp_path: Path) -> None:
    """It holds as it always did; by SHA-512 there is nothing to believe it by."""
    made = archive()
    made.has_second = False
    assert _verdict(Bag(made.files()), tmp_path).problems == ()
    verdict = verify_export(tmp_path / "bag", distrust="sha256")
    assert "verify.digest-unavailable" in {one.code for one in verdict.problems}


def test_an_older_head_by_sha512_is_held_against_the_log_by_sha512(tmp_path: Path) -> None:
    """C8 on the day on which SHA-256 is broken."""
    older = tmp_path / "older"
    older.write_bytes(archive().checkpoint(5, "sha512"))
    whole = verify_export(Bag(archive().files()).write(tmp_path / "whole"), older_checkpoint=older, distrust="sha256")
    assert whole.problems == ()
    forged = Bag(_rewritten().files()).write(tmp_path / "forged")
    told = verify_export(forged, older_checkpoint=older, distrust="sha256").problems
    assert {one.code for one in told} == {"verify.log-rewritten"}


def test_several_older_heads_say_between_which_of_them_the_log_was_rewritten(tmp_path: Path) -> None:
    """C4 from heads alone: nobody can name the entry, but the stretch in which it lies."""
    heads = []
    for size in (1, 2, 4, 6):
        heads.append(tmp_path / f"head-{size}")
        heads[-1].write_bytes(archive().checkpoint(size))
    forged = Bag(_rewritten().files()).write(tmp_path / "forged")
    (told,) = verify_export(forged, older_checkpoint=heads).problems
    assert (told.code, told.facts["since"], told.facts["size"]) == ("verify.log-rewritten", 2, 4)


def test_every_code_is_described_without_gaps() -> None:
    """Three languages, the same facts in each."""
    for code, label in SAYS.items():
        assert code.startswith("verify.")
        facts = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in label.to_record().values()]
        assert facts[0] == facts[1] == facts[2], code

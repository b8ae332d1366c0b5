"""Time stamps in an export: what cannot be excluded narrows as far as the reader's own certificates reach (C5, C7)."""

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authorities import Authority
from tests.simulator import Archive, Bag, archive

from onrecord.kernel import INTERFACE_LANGUAGES, sha256_hex
from onrecord.vault import StampRequest
from onrecord.verify import AuthorityUnreadable, Verdict, build_pyz, verify_export

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
_AT = dt.datetime(2031, 3, 9, 12, 30, tzinfo=dt.UTC)
_OURS = Authority(name="First", at=_AT)
_STAMP = "data/log/stamps/first-6.tsr"
_HEAD = "data/log/heads/6.checkpoint"
_CHAIN = "data/log/stamps/first.pem"


def _stamped(made: Archive | None = None, authority: Authority = _OURS, *, name: str = "first") -> Bag:
    """An export with a stamp over its head."""
    made = made or archive()
    bag = Bag(made.files())
    note = made.checkpoint()
    size = len(made.rows)
    request = StampRequest(imprint=sha256_hex(note), nonce=99).encoded()
    bag.files[f"data/log/heads/{size}.checkpoint"] = note
    bag.files[f"data/log/stamps/{name}-{size}.tsr"] = authority.answer(request)
    bag.files[f"data/log/stamps/{name}.pem"] = authority.chain()
    return bag


def _root(folder: Path, authority: Authority = _OURS) -> Path:
    path = folder / f"{authority.name}.pem"
    path.write_bytes(authority.root_pem())
    return path


def _verdict(bag: Bag, folder: Path, **options: object) -> Verdict:
    return verify_export(bag.write(folder / "bag"), **options)  # type: ignore[arg-type]


def _codes(verdict: Verdict) -> set[str]:
    return {one.code for one in verdict.problems}


def _limits(verdict: Verdict) -> str:
    return " ".join(label.en for label in verdict.cannot_exclude)


@needs_openssl
def test_a_stamp_by_the_readers_own_authority_narrows_the_limits(tmp_path: Path) -> None:
    """Size and moment are named; what a stamp does not show stays said."""
    verdict = _verdict(_stamped(), tmp_path, authorities=[_root(tmp_path)])
    assert verdict.problems == ()
    (stamp,) = verdict.stamps
    assert (stamp["checked"], stamp["gen_time"], stamp["size"]) == ("given", "2031-03-09T12:30:00Z", 6)
    said = _limits(verdict)
    assert "before 2031-03-09T12:30:00Z: the first 6 entries existed by then" in said
    assert "another history was stamped as well" in said
    assert "cut tail" in said
    assert "no outside time stamp" not in said


@needs_openssl
def test_certificates_from_the_export_narrow_nothing(tmp_path: Path) -> None:
    """Whoever makes the log anew makes an authority as well: the root's digest is named, to be compared."""
    verdict = _verdict(_stamped(), tmp_path)
    assert verdict.problems == ()
    assert verdict.stamps[0]["checked"] == "own"
    said = _limits(verdict)
    assert "A rewrite by the keeper: the time stamps and cosignatures in this export rest on" in said
    assert verdict.stamps[0]["roots"][0] in said
    forged = Authority(name="First", seed=66, at=_AT)
    verdict = _verdict(_stamped(authority=forged), tmp_path, authorities=[_root(tmp_path)])
    assert _codes(verdict) == {"verify.authority-missing"}


def test_without_openssl_a_stamp_is_unchecked_and_confirms_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never "stamped" when unchecked: no moment is shown, and the limit counts it."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    for authorities in ([], [_root(tmp_path)]):
        verdict = _verdict(_stamped(), tmp_path, authorities=authorities)
        assert verdict.problems == ()
        assert (verdict.stamps[0]["checked"], verdict.stamps[0]["gen_time"]) == ("unchecked", None)
        said = _limits(verdict)
        assert "nobody checked the signature of 1 time stamps" in said
        assert "no outside time stamp confirms them" in said
        assert "2031-03-09T12:30:00Z" not in said


@pytest.mark.parametrize("answer", ["Error querying", "ts: Unknown cipher", ""])
def test_an_openssl_that_cannot_is_no_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """An old or foreign program that does not know the options has not looked at the stamp."""
    program = tmp_path / "openssl"
    program.write_text(f"#!/bin/sh\necho '{answer}'\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _name: str(program))
    assert _verdict(_stamped(), tmp_path).stamps[0]["checked"] == "unchecked"


def _lie(**changes: object) -> Callable[[Bag], None]:
    def change(bag: Bag) -> None:
        liar = Authority(name="First", at=_AT, **changes)  # type: ignore[arg-type]
        request = StampRequest(imprint=sha256_hex(bag.files[_HEAD]), nonce=99).encoded()
        bag.files[_STAMP] = liar.answer(request)

    return change


def _of_another_head(bag: Bag) -> None:
    """C7: a valid stamp for another digest, of another log's head even."""
    other = Archive(origin="onrecord/other", rows=archive().rows).checkpoint()
    bag.files[_STAMP] = _OURS.answer(StampRequest(imprint=sha256_hex(other), nonce=99).encoded())


def _head_of_another_log(bag: Bag) -> None:
    """C7: a valid entry of another log: head and stamp fit each other, and not this log."""
    other = Archive(origin="onrecord/other", rows=archive().rows).checkpoint()
    bag.files[_HEAD] = other
    bag.files[_STAMP] = _OURS.answer(StampRequest(imprint=sha256_hex(other), nonce=99).encoded())


def _head_of_another_history(bag: Bag) -> None:
    """The same key has signed another root at this size, and that one was stamped."""
    made = archive()
    made.rows[2].payload = {**made.rows[2].payload, "speaker": "nobody"}
    bag.files[_HEAD] = made.checkpoint()
    bag.files[_STAMP] = _OURS.answer(StampRequest(imprint=sha256_hex(made.checkpoint()), nonce=99).encoded())


_DEFECTS: dict[str, tuple[Callable[[Bag], None], str]] = {
    "another digest": (_lie(imprint=b"\1" * 32), "verify.stamp-false"),
    "another algorithm": (_lie(imprint_algorithm="2.16.840.1.101.3.4.2.8"), "verify.stamp-false"),
    "a refusal": (_lie(status=2), "verify.stamp-false"),
    "two signers": (_lie(signers=2), "verify.stamp-false"),
    "the stamp of another head": (_of_another_head, "verify.stamp-false"),
    "the head of another log": (_head_of_another_log, "verify.origin-differs"),
    "the head of another history": (_head_of_another_history, "verify.head-false"),
    "no stamp at all": (lambda bag: bag.files.update({_STAMP: b"<html>"}), "verify.stamp-false"),
    "its head lost": (lambda bag: bag.files.pop(_HEAD) and None, "verify.stamp-false"),
    "its head unreadable": (lambda bag: bag.files.update({_HEAD: b"x"}), "verify.checkpoint-unreadable"),
    "a chain that is none": (lambda bag: bag.files.update({_CHAIN: b"x"}), "verify.stamp-false"),
    "a file beside them": (lambda bag: bag.files.update({"data/log/stamps/x.txt": b"x"}), "verify.not-in-log"),
    "a head beside them": (lambda bag: bag.files.update({"data/log/heads/x.txt": b"x"}), "verify.not-in-log"),
    "the stamp under another size": (
        lambda bag: bag.files.update({"data/log/stamps/first-5.tsr": bag.files.pop(_STAMP)}), "verify.stamp-false"),
}  # fmt: skip
_SIGNED_DEFECTS: dict[str, Callable[[Bag], None]] = {
    "wrong signature under the right chain": _lie(is_signature_wrong=True),
    "expired when it signed": _lie(valid=(_AT - dt.timedelta(days=3), _AT - dt.timedelta(days=1))),
    "a certificate without the purpose": _lie(purposes=()),
    "its certificate not named": _lie(has_ess=False),
    "the chain of somebody else": lambda bag: bag.files.update({_CHAIN: Authority(name="Other", seed=3).chain()}),
}


@pytest.mark.parametrize("name", _DEFECTS)
def test_each_false_stamp_is_refused_for_its_own_reason(tmp_path: Path, name: str) -> None:
    """By reading alone, with `openssl` or without."""
    change, code = _DEFECTS[name]
    bag = _stamped()
    change(bag)
    verdict = _verdict(bag, tmp_path)
    assert code in _codes(verdict)
    assert all(one.message(language) for one in verdict.problems for language in INTERFACE_LANGUAGES)


@needs_openssl
@pytest.mark.parametrize("name", _SIGNED_DEFECTS)
def test_each_stamp_that_is_signed_falsely_is_refused(tmp_path: Path, name: str) -> None:
    """C7: the chain alone is not enough (CVE-2025-52556); nor is a signature by a certificate that was not valid."""
    bag = _stamped()
    _SIGNED_DEFECTS[name](bag)
    assert _codes(_verdict(bag, tmp_path)) == {"verify.stamp-false"}


@needs_openssl
def test_a_certificate_that_expired_since_was_good_at_the_time(tmp_path: Path) -> None:
    """C7: expired now, valid then: accepted."""
    authority = Authority(name="First", at=_AT, valid=(_AT - dt.timedelta(days=1), _AT + dt.timedelta(minutes=1)))
    verdict = _verdict(_stamped(authority=authority), tmp_path, authorities=[_root(tmp_path, authority)])
    assert verdict.problems == ()
    assert verdict.stamps[0]["checked"] == "given"


@needs_openssl
def test_of_two_authorities_each_is_held_to_its_own_root(tmp_path: Path) -> None:
    """One given, one not: one confirms, the other is named as resting on the export."""
    bag = _stamped()
    second = Authority(name="Second", seed=2, at=_AT)
    bag.files |= _stamped(authority=second, name="second").files
    verdict = _verdict(bag, tmp_path, authorities=[_root(tmp_path)])
    assert {(one["authority"], one["checked"]) for one in verdict.stamps} == {("first", "given"), ("second", "own")}
    both = verify_export(tmp_path / "bag", authorities=[_root(tmp_path), _root(tmp_path, second)])
    assert {one["checked"] for one in both.stamps} == {"given"}
    assert both.problems == ()


@needs_openssl
def test_a_stamp_over_an_earlier_head_covers_that_much(tmp_path: Path) -> None:
    """The limits name the size; entries after it are confirmed by nobody."""
    earlier = archive()
    del earlier.rows[5]
    bag = Bag(archive().files())
    note = earlier.checkpoint()
    bag.files["data/log/heads/5.checkpoint"] = note
    bag.files["data/log/stamps/first-5.tsr"] = _OURS.answer(StampRequest(imprint=sha256_hex(note), nonce=1).encoded())
    bag.files[_CHAIN] = _OURS.chain()
    verdict = _verdict(bag, tmp_path, authorities=[_root(tmp_path)])
    assert verdict.problems == ()
    assert "the first 5 entries existed by 2031-03-09T12:30:00Z (first)" in _limits(verdict)


def test_a_stamp_that_the_log_speaks_of_must_be_there(tmp_path: Path) -> None:
    """An insider who takes a stamp out leaves the entry that names it."""
    made = archive()
    stamped = _stamped()
    entry = {"authority": "first", "size": 6, "reply": sha256_hex(stamped.files[_STAMP])}
    made.record("checkpoint-stamped@1", entry)
    bag = Bag({**stamped.files, **made.files()})
    assert "verify.stamp-missing" not in _codes(_verdict(bag, tmp_path))
    for change in (
        lambda one: one.files.pop(_STAMP),
        lambda one: one.files.update({_STAMP: one.files[_STAMP] + b"\0"}),
    ):
        broken = Bag(dict(bag.files))
        change(broken)
        shutil.rmtree(tmp_path / "bag")
        assert "verify.stamp-missing" in _codes(_verdict(broken, tmp_path))


def test_gaps_and_second_histories_are_said(tmp_path: Path) -> None:
    """C9: failed attempts show in the leaves, whatever the edition discloses; so does a head that contradicts."""
    made = archive()
    for kind in ("stamp-declined@1", "cosignature-declined@1", "stamp-declined@1", "head-contradicted@1"):
        made.record(kind, {"x": 1}, disclosed=False)
    said = _limits(_verdict(Bag(made.files()), tmp_path))
    assert "3 times an authority or a witness was asked" in said
    assert "records 1 heads, signed with its key" in said
    assert "no outside time stamp" in said


@needs_openssl
def test_a_clock_that_ran_ahead_is_said(tmp_path: Path) -> None:
    """A9: an entry dated after the stamp that covers it."""
    early = Authority(name="First", at=dt.datetime(2031, 3, 9, 11, 0, tzinfo=dt.UTC))
    said = _limits(_verdict(_stamped(authority=early), tmp_path))
    assert "entry 5 is dated 2031-03-09T12:05:00Z, and was stamped by 2031-03-09T11:00:00Z" in said


@pytest.mark.parametrize("content", [b"", b"hello", None])
def test_an_authority_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    """Before anything is checked; also a certificate that is no root, and a file that is not there."""
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AuthorityUnreadable):
        _verdict(_stamped(), tmp_path, authorities=[path])
    leaf = Authority().chain().split(b"-----END")[0] + b"-----END CERTIFICATE-----\n"
    path.write_bytes(leaf)
    with pytest.raises(AuthorityUnreadable):
        _verdict(_stamped(), tmp_path, authorities=[path])


@needs_openssl
def test_the_stand_alone_checker_does_the_same(tmp_path: Path) -> None:
    """Isolated from every package: options, JSON, and words for a person."""
    folder = _stamped().write(tmp_path / "bag")
    pyz = build_pyz(tmp_path / "onrecord-verify.pyz")
    command = [sys.executable, "-I", "-S", str(pyz), str(folder), "--authority", str(_root(tmp_path))]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stamps"][0]["checked"] == "given"
    for language, words in (
        ("en", "checked with what you gave"),
        ("ru", "по тому, что вы указали"),
        ("kk", "сіз берген"),
    ):
        said = subprocess.run([*command, "--language", language], capture_output=True, text=True, check=False).stdout
        assert words in said
    wrong = subprocess.run([*command, "--authority", "nowhere.pem"], capture_output=True, text=True, check=False)
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)

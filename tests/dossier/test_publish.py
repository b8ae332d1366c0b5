"""Publication: what holds goes out whole, what does not goes nowhere, and nothing goes out that is not public."""

import csv
import hashlib
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dossier import valley
from tests.personas import ANALYST, KEEPER, READER
from tests.reading import stubs

from onrecord import app, dossier, ledger, reading, store, vault
from onrecord.dossier.pdf import pdf_of
from onrecord.kernel import CountedIds, FixedClock, NotAllowed, Visibility
from onrecord.store import AlreadyThere, Desk

_SIT = Callable[..., Desk]


def _statements(folder: Path) -> list[Path]:
    return [folder / name for name in valley.STATEMENTS]


def _tree(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_every_file_is_kept_and_named_on_the_log(at_valley: _SIT, folder: Path) -> None:
    """What lies in the folder is what the entries list, and every object can be read back by its digest."""
    desk = at_valley()
    made = dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    entries = list(desk.log.entries(kinds=[dossier.STATEMENT_PUBLISHED]))
    listed = {file["path"]: file["sha256"] for entry in entries for file in (entry.payload or {})["files"]}
    found = _tree(folder / "site")
    found.pop("files.json")
    assert listed == found == {one.path: one.sha256 for one in made.files}
    for digest in listed.values():
        assert desk.blobs.check(digest)


def test_an_entry_holds_the_statement_and_what_its_figures_rest_on(at_valley: _SIT, folder: Path) -> None:
    """Name, language, digest of the bytes, and each binding as the file has it, with its claims."""
    desk = at_valley(ANALYST)
    made = dossier.publish(desk, [folder / "statement.ru.md"], edition="public", out=folder / "site")
    assert any("only a keeper may see" in one.text("en") for one in made.warnings)  # an analyst sees no births
    (entry,) = desk.log.entries(kinds=[dossier.STATEMENT_PUBLISHED])
    payload = entry.payload or {}
    content = (folder / "statement.ru.md").read_bytes()
    assert (payload["name"], payload["language"], payload["edition"]) == ("statement.ru.md", "ru", "public")
    assert payload["sha256"] == hashlib.sha256(content).hexdigest()
    assert desk.blobs.read(payload["sha256"]) == content
    (binding,) = payload["bindings"]
    assert binding == {
        "text": "одиннадцать человек",
        "target": "fig:killed?by=official&as_of=2031-04",
        "claims": ["K3", "K2", "K1"],
    }
    assert f"[{binding['text']}]({binding['target']})" in content.decode()


def test_a_target_in_angle_brackets_is_recorded_as_it_stands(at_valley: _SIT, folder: Path) -> None:
    """The checker looks for the link letter for letter in the statement."""
    file = folder / "statement.ru.md"
    text = file.read_text("utf-8").replace("(fig:killed?by=official&as_of=2031-04)", "(<fig:killed?by=official>)")
    file.write_text(text, encoding="utf-8")
    desk = at_valley()
    dossier.publish(desk, [file], out=folder / "site")
    (entry,) = desk.log.entries(kinds=[dossier.STATEMENT_PUBLISHED])
    assert (entry.payload or {})["bindings"][0]["target"] == "<fig:killed?by=official>"


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [("statement.en.md", "eleven", "twelve"), ("statement.ru.md", "одиннадцать", "двенадцать")],
)
def test_a_statement_with_an_error_goes_nowhere(
    at_valley: _SIT, folder: Path, name: str, right: str, wrong: str
) -> None:
    """Nothing is written and nothing recorded; each error is told with its code and place."""
    file = folder / name
    file.write_text(file.read_text("utf-8").replace(f"[{right}", f"[{wrong}"), encoding="utf-8")
    desk = at_valley()
    before = desk.log.size()
    with pytest.raises(dossier.StatementDoesNotHold) as refusal:
        dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    (problem,) = refusal.value.problems
    assert problem.code == "OR103"
    assert problem.row
    assert f"{name}:{problem.row}:" in refusal.value.message("ru")
    assert not (folder / "site").exists()
    assert desk.log.size() == before


def test_what_only_the_team_knows_stops_a_number_it_overtakes(at_valley: _SIT, folder: Path) -> None:
    """A later official number that is not public yet: the old one is not published as if nobody knew better."""
    desk = at_valley()
    valley.seal(desk, folder, "memo.md", "By 1 April the office counted thirteen people killed.\n", Visibility.TEAM)
    reading.read(desk)
    source = {"source": "S5", "publisher": "a memo", "language": "en", "item": "memo.md", "visibility": "team"}
    later = valley.killed("K20", 13, "thirteen people killed", "S5", "2031-04-01", wording="thirteen people",
                          visibility="team", speaker="regional office", speaker_kind="official")  # fmt: skip
    valley.state(desk, folder, [source, later])
    with pytest.raises(dossier.StatementDoesNotHold):
        dossier.publish(desk, [folder / "statement.ru.md"], edition="public", out=folder / "site")


def test_a_figure_that_only_hidden_claims_carry_is_told_as_hidden(at_valley: _SIT, folder: Path) -> None:
    """The person learns that the claims are not public, not that there are none."""
    text = valley.STATEMENTS["statement.en.md"].replace(
        "[eight people](fig:killed?by=official&as_of=2031-03-08)", "[twelve people](fig:killed?by=witness)"
    )
    (folder / "statement.en.md").write_text(text, encoding="utf-8")
    with pytest.raises(dossier.StatementDoesNotHold) as refusal:
        dossier.publish(at_valley(), [folder / "statement.en.md"], edition="public", out=folder / "site")
    assert {problem.code for problem in refusal.value.problems} == {"OR115"}


def test_the_same_archive_gives_the_same_bytes(folder: Path) -> None:
    """Two copies of one archive, published apart, give identical files, PDFs included (J13)."""
    shutil.copytree(folder / "archive", folder / "copy")
    trees = []
    for archive in ("archive", "copy"):
        with app.open_desk(folder / archive, actor=KEEPER, clock=FixedClock(valley.AT), ids=CountedIds()) as desk:
            dossier.publish(desk, _statements(folder), edition="public", out=folder / f"site-{archive}")
        trees.append(_tree(folder / f"site-{archive}"))
    assert trees[0] == trees[1]
    assert any(name.endswith(".pdf") for name in trees[0])


def test_no_byte_of_the_public_edition_knows_the_secret(published: dossier.Publication) -> None:
    """A canary in a restricted item, its name, its claim, in who gave what and in our notes: in no file, no name."""
    leaks = [
        file.name
        for file in published.folder.rglob("*")
        if valley.CANARY in file.name or (file.is_file() and valley.CANARY.encode() in file.read_bytes())
    ]
    assert leaks == []
    assert valley.CANARY not in _words(published.pdf)


def test_the_restricted_edition_shows_it_and_says_what_it_is(at_valley: _SIT, folder: Path) -> None:
    """A keeper may publish everything for those who may see it; every page says that it is not for publication."""
    made = dossier.publish(at_valley(KEEPER), [folder / "statement.ru.md"], edition="restricted", out=folder / "site")
    assert valley.CANARY in (folder / "site" / "figures" / "killed.html").read_text("utf-8")
    for page in (folder / "site").rglob("*.html"):
        assert "Ограниченное издание: не для публикации" in page.read_text("utf-8")
    assert "Ограниченное издание" in _words(made.pdf)


def test_who_may_publish(at_valley: _SIT, folder: Path) -> None:
    """A reader publishes nothing, an analyst the public edition, a keeper both."""
    with pytest.raises(NotAllowed):
        dossier.publish(at_valley(READER), _statements(folder), edition="public", out=folder / "site")
    with pytest.raises(NotAllowed):
        dossier.publish(at_valley(ANALYST), _statements(folder), edition="restricted", out=folder / "site")
    assert not (folder / "site").exists()


def test_a_later_publication_takes_the_place_of_an_earlier_one(at_valley: _SIT, folder: Path) -> None:
    """What the first wrote and the second does not is gone; no half of either is left beside it."""
    desk, out = at_valley(), folder / "site"
    dossier.publish(desk, _statements(folder), edition="public", out=out)
    assert (out / "ru" / "index.html").is_file()
    dossier.publish(desk, [folder / "statement.en.md"], edition="public", out=out)
    assert not (out / "ru").exists()
    assert [one.name for one in folder.iterdir() if one.name.startswith(".site")] == []


def test_a_folder_with_something_else_in_it_is_left_alone(at_valley: _SIT, folder: Path) -> None:
    """One file of somebody else's, or a folder that is no publication: refused, nothing changed, nothing recorded."""
    desk, out = at_valley(), folder / "site"
    out.mkdir()
    (out / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(AlreadyThere):
        dossier.publish(desk, _statements(folder), edition="public", out=out)
    (out / "diary.txt").unlink()
    dossier.publish(desk, _statements(folder), edition="public", out=out)
    (out / "figures" / "mine.html").write_text("mine", encoding="utf-8")
    before = desk.log.size()
    with pytest.raises(AlreadyThere):
        dossier.publish(desk, _statements(folder), edition="public", out=out)
    assert (out / "figures" / "mine.html").read_text("utf-8") == "mine"
    assert desk.log.size() == before


def test_nothing_is_left_when_the_record_fails(at_valley: _SIT, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder gets its name only after the entry stands."""
    desk = at_valley()

    def refuse(*_args: object, **_more: object) -> None:
        raise OSError

    monkeypatch.setattr(store.Transaction, "append", refuse)
    with pytest.raises(OSError):  # noqa: PT011 - any fault of the store
        dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    assert [one.name for one in folder.iterdir() if "site" in one.name] == []


def test_two_statements_of_one_name_are_refused(at_valley: _SIT, folder: Path) -> None:
    """The name is how a publication knows a statement again."""
    (folder / "other").mkdir()
    shutil.copy(folder / "statement.en.md", folder / "other" / "statement.en.md")
    with pytest.raises(dossier.NamedTwice):
        dossier.publish(
            at_valley(), [folder / "statement.en.md", folder / "other" / "statement.en.md"], out=folder / "site"
        )


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_is_no_text_is_told(at_valley: _SIT, folder: Path, content: bytes | None) -> None:
    """Missing, or not UTF-8: which file, and why."""
    file = folder / "odd.md"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(dossier.StatementUnreadable) as refusal:
        dossier.publish(at_valley(), [file], out=folder / "site")
    assert str(file) in refusal.value.message("en")


def test_warnings_are_let_pass_and_told(published: dossier.Publication) -> None:
    """What the check only warns of is in the result, with its place."""
    row = published.to_row("en")
    assert not any("only a keeper may see" in one for one in row["warnings"])
    assert set(row) >= {"files", "warnings"}
    assert all(":" in warning for warning in row["warnings"])


def test_the_publication_survives_its_export(at_valley: _SIT, folder: Path) -> None:
    """What is published goes out with its proofs, and the independent checker agrees."""
    from onrecord import verify

    desk = at_valley()
    dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    dossier.export(desk, folder / "bag", edition="public")
    verdict = verify.verify_export(folder / "bag")
    assert [defect.code for defect in verdict.problems] == []
    assert (folder / "bag" / "data" / "dossier" / "index.html").is_file()
    assert ledger.claim(desk, "K1").id == "K1"


def test_the_listing_names_every_file(published: dossier.Publication) -> None:
    """`files.json` says whose publication it is and what belongs to it."""
    listing = json.loads((published.folder / "files.json").read_text("utf-8"))
    assert listing["files"] == {one.path: one.sha256 for one in published.files}


def _words(pdf: Path) -> str:
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("act", ["restrict", "withdraw", "expunge", "state"])
def test_nothing_is_published_after_it_was_closed_meanwhile(
    at_valley: _SIT, folder: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """RELIABILITY I4: between the check and the record somebody restricts, withdraws, expunges or states something."""
    desk, other = at_valley(), at_valley()
    acts = {
        "restrict": lambda: vault.change_visibility(other, "vestnik.md", Visibility.RESTRICTED, why="a witness"),
        "withdraw": lambda: ledger.withdraw(other, "K3", why="a misprint"),
        "expunge": lambda: _expunge(other, "vestnik.md"),
        "state": lambda: ledger.state(other, valley.killed("K99", 10, "ten people killed", "S1", "2031-03-10")),
    }

    def meanwhile(*args: object, **facts: object) -> object:
        acts.pop(act, lambda: None)()
        return pdf_of(*args, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(sys.modules["onrecord.dossier.publish"], "pdf_of", meanwhile)
    with pytest.raises(dossier.ChangedMeanwhile) as fault:
        dossier.publish(desk, [folder / "statement.ru.md"], edition="public", out=folder / "site")
    assert fault.value.exit_status == 5
    assert not (folder / "site").exists()
    assert list(desk.log.entries(kinds=[dossier.STATEMENT_PUBLISHED])) == []


def _expunge(desk: Desk, item: str) -> None:
    from onrecord import erasure

    listed = erasure.worklist(desk, [item])
    erasure.expunge(desk, listed, reason="consent withdrawn", approved_by=["one", "two"], despite="asked for")


@pytest.mark.parametrize("is_stamped", [False, True])
def test_the_dossier_says_what_is_proven_from_outside(at_valley: _SIT, folder: Path, is_stamped: bool) -> None:
    """Its page on verifying: nobody has stamped the log; or who has, how much of it, and what that leaves open."""
    from tests.authorities import Authority
    from tests.outside import Web, answering

    desk = at_valley()
    made = Authority(name="First", at=desk.clock.now())
    if is_stamped:
        web = Web(services={"https://first.example": answering(made.answer)})
        chain = vault.Chain.parse(made.chain(), place="x")
        vault.stamp(desk, [vault.TimeAuthority(name="first", url="https://first.example", chain=chain)], ask=web.ask)
    dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    pages = [path.read_text(encoding="utf-8") for path in (folder / "site").rglob("verify*.html")]
    assert pages
    english = " ".join(pages)
    assert ("Time-stamped from outside: the first" in english) is is_stamped
    assert ("No outside stamp or cosigner stands over this log yet" in english) is not is_stamped
    assert ("So says the keeper. Stamps and cosignatures lie in the export" in english) is is_stamped
    for sentence in ("Внешняя отметка времени: первые", "Сыртқы уақыт таңбасы: алғашқы"):
        assert (sentence in english) is is_stamped


def test_rotten_evidence_is_shown_as_that_wherever_it_is_cited(at_valley: _SIT, folder: Path) -> None:
    """B6: site, PDF and data say it of every item whose bytes are not what was sealed, also if nobody had noticed."""
    desk = at_valley()
    cited = vault.items(desk)[0]
    before = dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    assert before.warnings == tuple(one for one in before.warnings if str(cited.id) not in one.text("en"))
    assert not _says_damaged(folder / "site")
    desk.blobs.remove(cited.sha256)
    made = dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    assert any(cited.id in one.text("en") and "store repair" in one.text("en") for one in made.warnings)
    assert all(one.text(language) for one in made.warnings for language in ("en", "ru", "kk"))
    shown = _says_damaged(folder / "site")
    assert {path.suffix for path in shown} == {".html"}
    tables = [path for path in (folder / "site").rglob("*.csv") if "item_damaged" in path.read_text(encoding="utf-8")]
    rows = [row for path in tables for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    assert {row["item"] for row in rows if row["item_damaged"] == "true"} == {cited.id}
    assert len([path for path in shown if "sources" in path.name]) >= 1
    assert "its bytes are no longer" in _text_of(made.pdf)


def test_an_item_on_record_as_damaged_is_shown_as_that(at_valley: _SIT, folder: Path) -> None:
    """EV-02: it stays so until it is restored."""
    desk = at_valley()
    cited = vault.items(desk)[0]
    vault.record_custody(desk, cited.id, "integrity_failure", hash_after="0" * 64)
    dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    assert _says_damaged(folder / "site")
    vault.record_custody(desk, cited.id, "restored", hash_after=cited.sha256)
    dossier.publish(desk, _statements(folder), edition="public", out=folder / "site")
    assert not _says_damaged(folder / "site")


def _says_damaged(site: Path) -> list[Path]:
    marks = ("its bytes are no longer", "уже не те байты", "мөрленгендегідей емес")
    texts = [path for path in sorted(site.rglob("*")) if path.suffix in (".html", ".json", ".csv")]
    return [path for path in texts if any(mark in path.read_text(encoding="utf-8") for mark in marks)]


def _text_of(pdf: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        words = []
        for page in document:
            text = page.get_textpage()
            words += text.get_text_range().split()
            text.close()
            page.close()
    finally:
        document.close()
    return " ".join(words)


_MARKS = {"en": "recognised by a machine", "ru": "распознано машиной", "kk": "машина таныған"}


def test_a_quote_that_a_machine_put_into_letters_says_so_on_every_page(at_valley: _SIT, folder: Path) -> None:
    """In the note of the statement, in the trail of the figure and in the table, in the reader's language."""
    desk = at_valley()
    (folder / "list.png").write_bytes(stubs.picture("By 1 April the office counted thirteen people killed."))
    vault.seal(desk, [folder / "list.png"], visibility=Visibility.PUBLIC)
    reading.read(desk, recognition=stubs.STUB)  # type: ignore[arg-type]
    source = {"source": "S5", "publisher": "the office", "language": "en", "item": "list.png", "visibility": "public"}
    later = valley.killed("K20", 13, "thirteen people killed", "S5", "2031-04-01", wording="thirteen people",
                          visibility="public", speaker="regional office", speaker_kind="official")  # fmt: skip
    valley.state(desk, folder, [source, later])
    text = "# A list\n\nOn 1 April the office counted [13](fig:killed?by=official&as_of=2031-04-01); sources differ.\n"
    (folder / "list.en.md").write_text(text, encoding="utf-8")
    dossier.publish(desk, [folder / "list.en.md"], edition="public", out=folder / "site")
    pages = [file.read_text(encoding="utf-8") for file in (folder / "site").rglob("*.html")]
    quoting = [page for page in pages if re.search(r"<blockquote[^>]*><p>thirteen people killed", page)]
    assert all(any(one in page for one in _MARKS.values()) for page in quoting)
    assert quoting
    (row,) = csv.DictReader(one for one in _claims(folder) if one.startswith(("\ufeffid", "K20")))
    assert (row["quote_made_by"], row["quote_place"]) == ("ocr", "page 1")


def _claims(folder: Path) -> list[str]:
    (table,) = (folder / "site").rglob("claims.csv")
    return table.read_text(encoding="utf-8").splitlines()

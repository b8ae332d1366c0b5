"""`check` on several files and forms, its outputs, and `--fix`: asked, agreed to, written whole or not at all."""

import codecs
import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from onrecord.cli import status_of

_CLAIM = {"id": "K1", "subject": "incident:valley", "property": "killed", "low": 11, "high": 11, "qualifier": "exact",
          "wording": "eleven people", "as_of": "2020-02-14", "speaker": "office", "speaker_kind": "official",
          "source": "S1", "quote": "eleven people were killed", "visibility": "public"}  # fmt: skip
_MISSING = {**_CLAIM, "id": "K2", "property": "missing", "low": 10, "high": None, "qualifier": "at_least",
            "wording": "at least ten", "quote": "at least ten are missing"}  # fmt: skip
_TEXT = "The toll\r\n\r\nEleven people were killed. *Ten* people are missing, as they say.\r\n"

Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that runs `onrecord check` in a folder with a claims file."""
    rows = "".join(json.dumps(row) + "\n" for row in (_CLAIM, _MISSING))
    (tmp_path / "claims.jsonl").write_text(rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = status_of(["check", *arguments, "--claims", "claims.jsonl"])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return run


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that lets a person at a terminal answer so, and returns what was asked."""

    def given(*words: str) -> list[str]:
        left: Iterator[str] = iter(words)
        asked: list[str] = []

        def prompt(question: str, **_options: Any) -> str:
            asked.append(question)
            return next(left)

        monkeypatch.setattr(click, "prompt", prompt)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        return asked

    return given


def test_several_files_are_told_apart(check: Check, tmp_path: Path) -> None:
    """Each row names its file, sums are over all, the exit status is that of the worst."""
    (tmp_path / "a.txt").write_text("Eleven people were killed.", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p><a href='fig:killed'>Eleven</a> people", encoding="utf-8")
    status, out, _ = check("a.txt", "b.html", "--json")
    document = json.loads(out)
    assert status == 2
    assert {one["path"] for one in document["diagnostics"] if one["severity"] == "error"} == {"a.txt"}
    assert (document["figures_found"], document["figures_bound"]) == (2, 1)
    assert [(one["path"], one["form"], one["errors"]) for one in document["files"]] == [
        ("a.txt", "plain", 1),
        ("b.html", "html", 0),
    ]
    assert [(one["path"], one["grade"], one["bound"]) for one in document["assertions"]] == [
        ("a.txt", "single_origin", False),
        ("b.html", "single_origin", True),
    ]
    assert check("b.html")[0] == 0


def test_standard_input_is_a_statement(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads it; `--form` says what it is, else its bytes do."""
    for content, options, form in (
        (b"[Eleven](fig:killed) died", (), "markdown"),
        (b"<!doctype html><p>Eleven", (), "html"),
        (b"[Eleven](fig:killed) died", ("--form", "plain"), "plain"),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        _, out, _ = check("-", "--json", *options)
        assert json.loads(out)["files"][0]["form"] == form


def test_what_a_person_says_stands_for_the_head(check: Check, tmp_path: Path) -> None:
    """Another incident has no such claim; a day before the claim cannot know it; a day that is none is told."""
    (tmp_path / "a.txt").write_text("Погибли одиннадцать человек.", encoding="utf-8")
    rows = [
        json.loads(check("a.txt", "--json", *options)[1])["assertions"][0]["grade"]
        for options in (
            (),
            ("--incident", "valley", "--language", "ru", "--as-of", "2020-03-01"),
            ("--incident", "another"),
            ("--as-of", "2020-01-01"),
        )
    ]
    assert rows == ["single_origin", "single_origin", "nothing_on_record", "nothing_on_record"]
    status, out, _ = check("a.txt", "--as-of", "soon")
    assert (status, "OR119" in out) == (2, True)


@pytest.mark.parametrize("output", ["sarif", "github", "json", "text"])
def test_every_output_leaves_with_the_same_status(check: Check, tmp_path: Path, output: str) -> None:
    """Errors leave with 2, whoever reads."""
    (tmp_path / "a.md").write_text("Eleven people were killed.", encoding="utf-8")
    status, out, _ = check("a.md", "--format", output)
    assert status == 2
    first = {"sarif": "{", "github": "::error file=a.md,line=1,", "json": "{", "text": "a.md:1:1: error OR101: "}
    assert out.startswith(first[output])
    if output == "sarif":
        assert json.loads(out) == json.loads(check("a.md", "--sarif")[1])


def test_a_person_sees_how_each_assertion_stands(check: Check, tmp_path: Path) -> None:
    """Counts first, then each with its line, its grade and what is on record."""
    (tmp_path / "a.txt").write_text("Twelve people were killed.\n\nEleven people were killed.", encoding="utf-8")
    _, out, _ = check("a.txt")
    assert "What nobody bound, held against the record: " in out
    rows = [line.split() for line in out.splitlines()]
    assert ["1", "Twelve", "people", "were", "killed.", "contradicted"] in [row[:6] for row in rows]
    assert ["3", "Eleven", "people", "were", "killed.", "one", "origin"] in [row[:7] for row in rows]


def test_codes_that_are_named_are_mended_and_nothing_else(check: Check, tmp_path: Path) -> None:
    """A hedge needs its own code: OR101 alone binds what holds as it is."""
    file = tmp_path / "a.md"
    text = "---\nlanguage: en\n---\r\nEleven people were killed.\r\nTen people are missing.\r\n"
    file.write_bytes(codecs.BOM_UTF8 + text.encode())
    status, out, _ = check("a.md", "--fix", "--yes-to", "or101", "--json")
    (one,) = json.loads(out)["files"]
    assert (status, [row["text"] for row in one["mended"]["made"]], len(one["mended"]["declined"])) == (
        2,
        ["Eleven"],
        1,
    )
    once = text.replace("Eleven", "[Eleven](fig:killed)")
    assert file.read_bytes() == codecs.BOM_UTF8 + once.encode()
    status, out, _ = check("a.md", "--fix", "--yes-to", "OR101,OR106")
    assert (status, "Changes made in a.md: 1; left as they were: 0." in out) == (0, True)
    assert file.read_bytes() == codecs.BOM_UTF8 + once.replace("Ten", "[At least ten](fig:missing)").encode()


def test_a_person_is_asked_figure_by_figure(check: Check, tmp_path: Path, answers: Callable[..., list[str]]) -> None:
    """The sentence, the change and its claims are shown on standard error; no means no, quit leaves the rest."""
    file = tmp_path / "a.md"
    file.write_text("Eleven people were killed. Ten people are missing. Eleven were killed.", encoding="utf-8")
    asked = answers("n", "y", "q")
    _, out, err = check("a.md", "--fix", "--json")
    assert len(asked) == 3
    assert file.read_text(encoding="utf-8") == (
        "Eleven people were killed. [At least ten](fig:missing) people are missing. Eleven were killed."
    )
    assert json.loads(out)["files"][0]["mended"]["made"][0]["text"] == "Ten"
    assert "now:     Eleven people were killed." in err
    assert "instead: [Eleven](fig:killed) people were killed." in err
    assert "K1: “eleven people”, office, 2020-02-14 — “eleven people were killed”" in err


def test_a_plain_text_becomes_markdown_beside_it(check: Check, tmp_path: Path) -> None:
    """The text stays; the new file says what was given on the command line and reads the same; none is written over."""
    (tmp_path / "a.txt").write_bytes(_TEXT.encode("cp1251"))
    status, out, _ = check("a.txt", "--fix", "--yes-to", "OR101,OR106", "--incident", "valley", "--language", "en")
    assert (status, "Changes made in a.md: 2;" in out) == (0, True)
    assert (tmp_path / "a.txt").read_bytes() == _TEXT.encode("cp1251")
    assert (tmp_path / "a.md").read_bytes().decode() == (
        "---\r\nlanguage: en\r\nincident: valley\r\n---\r\n\r\nThe toll\r\n\r\n[Eleven](fig:killed) people were killed. "
        "\\*[At least ten](fig:missing)\\* people are missing, as they say.\r\n"
    )
    assert check("a.md")[0] == 0
    status, _, err = check("a.txt", "--fix", "--yes-to", "OR101")
    assert (status, "a.md is there already" in err) == (2, True)


def test_a_page_keeps_its_encoding(check: Check, tmp_path: Path) -> None:
    """What is no letter of an encoding is not written into it."""
    file = tmp_path / "a.html"
    page = '<meta charset="windows-1251"><p lang=ru>Погибли 11 человек.'
    file.write_bytes(page.encode("cp1251"))
    assert check("a.html", "--fix", "--yes-to", "OR101", "--language", "ru")[0] == 0
    assert file.read_bytes() == page.replace("11", '<a href="fig:killed">11</a>').encode("cp1251")


def test_a_file_is_written_whole_or_not_at_all(check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails in the middle leaves the old file and nothing beside it; rights are kept."""
    file = tmp_path / "a.md"
    file.write_text("Eleven people were killed.", encoding="utf-8")
    file.chmod(0o640)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _failing)
        status, _, err = check("a.md", "--fix", "--yes-to", "OR101")
    assert (status, "a.md was left as it is: there is no room left on the disk" in err) == (2, True)
    assert file.read_text(encoding="utf-8") == "Eleven people were killed."
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.md", "claims.jsonl"]
    assert check("a.md", "--fix", "--yes-to", "OR101")[0] == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def _failing(_handle: int) -> None:
    raise OSError(28, "No space left")


def test_what_was_changed_meanwhile_is_not_written_over(
    check: Check, tmp_path: Path, answers: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves the file while a person is asked."""
    file = tmp_path / "a.md"
    file.write_text("Eleven people were killed.", encoding="utf-8")
    answers()
    monkeypatch.setattr(
        click, "prompt", lambda *_, **__: file.write_text("Saved by another.", encoding="utf-8") and "y"
    )
    status, _, err = check("a.md", "--fix")
    assert (status, "changed by somebody meanwhile" in err) == (2, True)
    assert file.read_text(encoding="utf-8") == "Saved by another."


def test_one_file_that_cannot_be_read_hides_nothing_of_the_others(check: Check, tmp_path: Path) -> None:
    """A folder and a file that is not there among the names: the rest is checked, these are told, and it fails."""
    (tmp_path / "a.md").write_text("[Eleven](fig:killed?subject=incident:valley) were killed.", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    status, out, err = check("a.md", "gone.md", "folder", "--json")
    document = json.loads(out)
    assert (status, document["figures_bound"], [one["path"] for one in document["files"]]) == (2, 1, ["a.md"])
    assert [(one["path"], one["code"]) for one in document["unread"]] == [
        ("gone.md", "dossier.statement-unreadable"),
        ("folder", "dossier.statement-unreadable"),
    ]
    assert "there is no such file" in err
    assert "it is a folder" in err


def test_a_file_that_cannot_be_mended_hides_nothing_of_the_others(check: Check, tmp_path: Path) -> None:
    """What was written before and after it is told, the file is named with why, and the run fails."""
    for name in ("a.md", "b.txt", "c.md"):
        (tmp_path / name).write_text("Eleven people were killed.", encoding="utf-8")
    (tmp_path / "b.md").write_text("Mine.", encoding="utf-8")
    status, out, err = check("a.md", "b.txt", "c.md", "--fix", "--yes-to", "OR101", "--json")
    files = {one["path"]: one for one in json.loads(out)["files"]}
    assert (status, files["b.txt"]["not_mended"]["code"]) == (2, "dossier.not-mended")
    assert [len(files[name]["mended"]["made"]) for name in ("a.md", "c.md")] == [1, 1]
    assert "b.md is there already" in err
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == "Mine."
    assert "fig:killed" in (tmp_path / "c.md").read_text(encoding="utf-8")


def test_who_quits_is_asked_no_more_about_the_next_file(
    check: Check, tmp_path: Path, answers: Callable[..., list[str]]
) -> None:
    """Quitting ends the whole run; what was agreed to before it is made."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("Eleven people were killed. Ten people are missing.", encoding="utf-8")
    asked = answers("y", "q")
    assert check("a.md", "b.md", "--fix")[0] == 2
    assert len(asked) == 2
    assert "fig:killed" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "fig:" not in (tmp_path / "b.md").read_text(encoding="utf-8")


def test_a_new_file_never_takes_the_place_of_another(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk has no links, and where somebody makes the file in the last moment."""
    (tmp_path / "a.txt").write_text("Eleven people were killed.", encoding="utf-8")

    def no_links(_self: Path, _target: Path) -> None:
        raise OSError(95, "Operation not supported")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "hardlink_to", no_links)
        assert check("a.txt", "--fix", "--yes-to", "OR101")[0] == 0
        (tmp_path / "a.md").write_text("Mine.", encoding="utf-8")
        assert check("a.txt", "--fix", "--yes-to", "OR101")[0] == 2
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "Mine."
    assert check("a.txt", "--fix", "--yes-to", "OR101")[0] == 2
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "Mine."
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.md", "a.txt", "claims.jsonl"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[Eleven](claim:K9) were killed.", "утверждения K9 нет"),
        ("[Eleven](fig:killed?colour=red) were killed.", "у «killed» нет colour"),
        ("[Eleven](fig:killed?as_of=spring) were killed.", "«spring» — не дата"),
        ("---\nas_of: spring\n---\nNone.", "«spring» — не дата"),
    ],
)
def test_why_a_link_leads_nowhere_is_said_in_one_language(
    check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    """A sentence in Russian has no English one inside, and a figure in such a link is not counted as bound."""
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert status_of(["--language", "ru", "check", "a.md", "--claims", "claims.jsonl"]) == 2
    assert says in " ".join(capsys.readouterr().out.split())
    document = json.loads(check("a.md", "--json")[1])
    assert document["figures_bound"] == 0
    assert [one["code"] for one in document["diagnostics"] if one["severity"] == "error"] == ["OR119"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("a.md", "--yes-to", "OR101"), "give --fix as well"),
        (("a.md", "--fix"), "in a script say --yes-to"),
        (("a.md", "--fix", "--yes-to", "OR999"), "no such codes: OR999"),
        (("-", "--fix", "--yes-to", "OR101"), "standard input is no file"),
    ],
)
def test_a_fix_that_nobody_can_agree_to_is_a_wrong_use(
    check: Check, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    """The person is told what to say instead."""
    (tmp_path / "a.md").write_text("Eleven people were killed.", encoding="utf-8")
    status, _, err = check(*arguments)
    assert status == 2
    assert says in " ".join(err.split())


def test_a_wrong_use_is_told_in_the_language_of_whoever_typed_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The same refusal in Russian and Kazakh."""
    for language, says in (("ru", "дайте и --fix"), ("kk", "--fix те беріңіз")):
        assert status_of(["--language", language, "check", "a.md", "--yes-to", "OR101"]) == 2
        assert says in " ".join(capsys.readouterr().err.split())


def test_a_word_file_is_not_touched(check: Check, tmp_path: Path) -> None:
    """It is refused with what to do by hand."""
    from tests.reading.documents import docx, paragraph

    content = docx(paragraph("Eleven people were killed."))
    (tmp_path / "a.docx").write_bytes(content)
    status, _, err = check("a.docx", "--fix", "--yes-to", "OR101")
    assert (status, "Ctrl+K" in err) == (2, True)
    assert (tmp_path / "a.docx").read_bytes() == content


def test_other_forms_than_markdown_are_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before anything is read of them, with the way to a file that is."""
    assert status_of(["init", str(tmp_path / "archive")]) == 0
    (tmp_path / "a.html").write_text("<p>Eleven", encoding="utf-8")
    capsys.readouterr()
    arguments = ["publish", str(tmp_path / "a.html"), "-C", str(tmp_path / "archive"), "--out", str(tmp_path / "out")]
    assert status_of(arguments) == 2
    assert "checked, and not published" in capsys.readouterr().err


_EDITOR = Path(__file__).parents[2] / "docs" / "howto" / "editor"


def test_the_problem_matcher_for_vs_code_reads_what_is_printed(check: Check, tmp_path: Path) -> None:
    """The committed task finds file, line, column, severity, code and sentence of every finding, and nothing else."""
    task = json.loads((_EDITOR / "tasks.json").read_text(encoding="utf-8"))["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    (tmp_path / "a b.md").write_text("Eleven people were killed.\n\nThe court upheld the verdict.", encoding="utf-8")
    _, out, _ = check("a b.md", "--notes")
    matches = [one for line in out.splitlines() if (one := re.search(pattern["regexp"], line))]
    names = ("file", "line", "column", "severity", "code")
    assert [tuple(one[pattern[name]] for name in names) for one in matches] == [
        ("a b.md", "1", "1", "error", "OR101"),
        ("a b.md", "3", "11", "note", "OR131"),
    ]
    assert matches[0][pattern["message"]].startswith("“Eleven” is a figure")


@pytest.mark.parametrize("name", ["tasks.json", "check-statements.yml", "pre-commit-config.yaml"])
def test_the_files_to_copy_call_what_there_is(name: str) -> None:
    """Every option in them is one of `onrecord check`."""
    from onrecord.cli.check import check as command

    known = {option for one in command.params for option in one.opts}
    used = set(re.findall(r"(?<![\w-])--[a-z-]+", (_EDITOR / name).read_text(encoding="utf-8")))
    assert used
    assert used <= known

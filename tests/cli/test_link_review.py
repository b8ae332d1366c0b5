"""`link-review`: two records side by side, a key an answer, each answer on the disk before the next pair."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from onrecord.cli.main import status_of
from onrecord.register import JUDGED_COLUMNS

_HOSPITAL = """\
id,name,ward
1,Чотаев Ильяс,two
2,Лохова Фатима,one
3,Хахазов Рашид,one
"""
_ACTIVISTS = """\
id,name
a,Chotaev Ilyas
b,Lokhova Fatima
c,Khakhazov [red]Rashid
"""


class _Place:
    """Two lists in a folder, and the file of judgements beside them."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.judged = folder / "judged.csv"
        self._lists = [folder / "hospital.csv", folder / "activists.csv"]
        self._capsys = capsys
        for path, text in zip(self._lists, (_HOSPITAL, _ACTIVISTS), strict=True):
            path.write_text(text, encoding="utf-8")

    def review(self, *options: str, status: int = 0, language: str = "en") -> tuple[str, str]:
        """Run the command; return what it said on standard output and on standard error."""
        arguments = ["--language", language, "link-review", *map(str, self._lists), "--judgements", str(self.judged)]
        assert status_of([*arguments, *options]) == status
        said = self._capsys.readouterr()
        return said.out, said.err

    def answered(self, answers: str, *options: str, status: int = 0) -> tuple[dict[str, Any], str]:
        """Answer by a file, as `A`; return the document and what was shown."""
        file = self.judged.parent / "answers.txt"
        file.write_text(answers, encoding="utf-8")
        out, err = self.review("--answers", str(file), "--by", "A", "--json", *options, status=status)
        return json.loads(out), err

    def lines(self) -> list[dict[str, str]]:
        """Return the lines of the file of judgements."""
        return list(csv.DictReader(io.StringIO(self.judged.read_text(encoding="utf-8"), newline="")))


@pytest.fixture
def place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> _Place:
    """Six rows in two scripts: three pairs that a name alone does not settle."""
    return _Place(tmp_path, capsys)


def test_answers_are_kept_line_by_line_and_printed(place: _Place) -> None:
    """Yes with its reason, unsure, taken back, no: each a line, in order; the document has the same."""
    document, err = place.answered("y the elder says so\n?\nu\n\nn\nq\ny\n")
    kept = place.lines()
    assert [one["same"] for one in kept] == ["yes", "unsure", "", "no"]
    assert kept == document["answers"]
    assert tuple(kept[0]) == JUDGED_COLUMNS
    assert (kept[0]["by"], kept[0]["why"], kept[1]["why"]) == ("A", "the elder says so", "")
    assert kept[1]["row_a"] == kept[2]["row_a"] == kept[3]["row_a"] != kept[0]["row_a"]
    assert kept[0]["at"].endswith("Z")
    assert document["left"] == 1
    assert "Pair 1 of 3" in err
    assert "Pair 3 of 3" in err


def test_the_next_sitting_asks_only_what_is_left_and_link_hears_it(
    place: _Place, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who was unsure is asked again; `link` puts together what was called one person."""
    place.answered("y\n?\nn\nq\n")
    document, err = place.answered("")
    assert document == {**document, "answers": [], "left": 1, "judgements_unread": []}
    assert "Pair 1 of 1" in err
    assert "unsure of this pair before" in err
    lists = [str(place.judged.parent / name) for name in ("hospital.csv", "activists.csv")]
    assert status_of(["link", *lists, "--judgements", str(place.judged), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    same = place.lines()[0]
    together = [{(one["list"], one["row"]) for one in person["rows"]} for person in found["people"]]
    assert {(same["list_a"], same["row_a"]), (same["list_b"], same["row_b"])} in together
    assert len(together) == 5
    assert len(found["review"]) == 1


def test_taking_back_goes_on_after_the_last_pair_and_into_earlier_sittings(place: _Place) -> None:
    """A slip on the last pair, or of yesterday, is mended by one key; more answers than pairs are told."""
    place.answered("y\nn\nn\n")
    document, err = place.answered("u\ny\ny\n")
    assert [one["same"] for one in document["answers"]] == ["", "yes"]
    assert [one["same"] for one in place.lines()] == ["yes", "no", "no", "", "yes"]
    assert "All pairs were asked" in err
    assert "“y” answers nothing" in err
    document, err = place.answered("u\nu\nu\nu\n")
    assert len(document["answers"]) == 3
    assert document["left"] == 3
    assert "no answer of A to take back" in err


def test_the_screen_says_in_words_what_agrees(place: _Place) -> None:
    """In the reader's language; reasons with their bits; what looks like markup in a list is shown as it stands."""
    _, err = place.review("--answers", os.devnull, "--by", "A", language="ru")
    assert "Пара 1 из 3" in err
    assert "= совпадает" in err
    assert " бит  Слово в именах то же." in err
    assert "Один человек?" in err
    _, err = place.answered("n\nn\n")
    assert "Khakhazov [red]Rashid" in err


def test_a_foreign_line_is_told_and_kept(place: _Place) -> None:
    """What was in the file stays, byte for byte, also a line cut short by a crash."""
    held = "\ufeff" + ",".join(JUDGED_COLUMNS) + '\nprison,7,hospital,1,yes,B,,\nhospital,1,activists,a,no,B,,"cut'
    place.judged.write_text(held, encoding="utf-8", newline="")
    document, err = place.answered("y\nq\n", status=2)
    assert [one["row"] for one in document["judgements_unread"]] == [2]
    assert "register.judgement-unread" in err
    assert place.judged.read_bytes().startswith(held.encode("utf-8"))
    again, _ = place.answered("", status=2)
    assert again["left"] == 1


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (_HOSPITAL.encode("utf-8"), "register.judgements-invalid"),
        (",".join(JUDGED_COLUMNS).encode("utf-16"), "register.judgement-unkept"),
    ],
)
def test_nothing_is_added_to_what_is_no_file_of_judgements(place: _Place, held: bytes, code: str) -> None:
    """A list named by mistake, another encoding: refused before anything is asked."""
    place.judged.write_bytes(held)
    out, _ = place.review("--answers", os.devnull, "--json", status=2)
    assert code in out
    assert place.judged.read_bytes() == held


def test_an_answer_that_cannot_be_kept_ends_the_review(place: _Place) -> None:
    """Never a screen that goes on while nothing is written."""
    place.judged = place.judged.parent / "no such folder" / "judged.csv"
    answers = place.judged.parent.parent / "answers.txt"
    answers.write_text("y\ny\n", encoding="utf-8")
    out, _ = place.review("--answers", str(answers), "--json", status=2)
    assert "register.judgement-unkept" in out


def test_a_letter_that_is_no_answer_ends_a_file_of_answers(place: _Place) -> None:
    """Skipping it would give what follows to another pair; what came before is kept."""
    file = place.judged.parent / "answers.txt"
    file.write_text("y\nyes\nn\n", encoding="utf-8")
    _, err = place.review("--answers", str(file), status=2)
    assert "line 2" in err
    assert [one["same"] for one in place.lines()] == ["yes"]


def test_without_a_terminal_answers_have_to_be_given(place: _Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said at once; `-` takes them from standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\nq\n"))
    _, err = place.review(status=2, language="kk")
    assert "--answers ФАЙЛ" in err
    place.review("--answers", "-")
    assert [one["same"] for one in place.lines()] == ["no"]


def _keys(*typed: str) -> Callable[[], str]:
    left: Iterator[str] = iter(typed)

    def key() -> str:
        try:
            return next(left)
        except StopIteration as err:
            raise EOFError from err

    return key


def test_keys_at_a_terminal(place: _Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits do what letters do; a Cyrillic letter does nothing, since it would mean two things; w holds for one pair."""
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(click, "getchar", _keys("н", "w", "\x1b[A", "1", "N"))
    monkeypatch.setattr(click, "prompt", lambda *_given, **_how: " seen together ")
    _, err = place.review("--by", "A")
    assert [(one["same"], one["why"]) for one in place.lines()] == [("yes", "seen together"), ("no", "")]
    assert "“н” is none of the keys" in err
    assert "\\x1b[" in err

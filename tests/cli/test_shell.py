"""What commands share: a bar that draws itself when it is told something."""

import io
import sys
import threading

import pytest

from onrecord.app import settings_from
from onrecord.cli.shell import Shell, harmless, one_line


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("in_bytes", "words"), [(True, "3.1/6.3 MB"), (False, "3145728/6291456")])
def test_a_bar_shows_how_far_the_work_is_and_runs_no_thread(
    monkeypatch: pytest.MonkeyPatch, in_bytes: bool, words: str
) -> None:
    """With a total; and without a thread, since only a process with one may fork."""
    screen = _Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "100")
    threads = threading.active_count()
    with Shell(settings=settings_from()).progress("Sealing", in_bytes=in_bytes) as progress:
        progress(3 << 20, 6 << 20)
        assert threading.active_count() == threads
    assert words in screen.getvalue()


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard error of a script stays free of bars."""
    shell = Shell(settings=settings_from())
    assert not shell.is_watched
    with shell.progress("Sealing") as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Жалоба № 5 «Әділет» ‘x’ 😀", "Жалоба № 5 «Әділет» ‘x’ 😀"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("photo\u202egpj.exe", "photo\\u202egpj.exe"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("bell\x07\x9b", "bell\\x07\\x9b"),
        ("کتاب", "کتاب"),
    ],
)
def test_names_command_no_terminal(text: str, shown: str) -> None:
    """D11: what a file is called clears no screen and hides no ending; letters of every script stay."""
    assert harmless(text) == shown


def test_a_name_of_two_lines_is_shown_as_one() -> None:
    """Nobody adds a line of their own to a report by a file's name."""
    assert one_line("a\nonrecord: all is well") == "a\\nonrecord: all is well"

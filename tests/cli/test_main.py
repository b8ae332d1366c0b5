"""The program: exit statuses, one JSON document, help for every command."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from onrecord.cli import program, status_of


def _all_commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    for name, command in getattr(group, "commands", {}).items():
        if not isinstance(command, click.Group):
            yield " ".join((*path, name)), command
        yield from _all_commands(command, (*path, name))


_COMMANDS = dict(_all_commands(program))


@pytest.mark.parametrize("name", sorted(_COMMANDS))
def test_every_command_has_help_with_an_example_and_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """CLI.md: `--help` with an example and `--json`, everywhere."""
    assert status_of([*name.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Example:" in shown
    assert f"onrecord {name}" in shown
    assert "--json" in shown


@pytest.mark.parametrize(
    "name",
    [
        "funnel",
        "person",
        "investigation",
        "remedies",
        "bias",
        "duties",
        "demands",
        "speech",
        "replies",
        "consents",
        "norms",
        "calendar",
    ],
)
def test_a_reading_of_the_ledger_speaks_for_a_day_and_for_what_was_known_by_a_day(name: str) -> None:
    """Two times are asked for alike everywhere: up to when it was so, and when the archive knew it."""
    asked = {option for one in _COMMANDS[name].params for option in one.opts}
    assert asked >= {"--as-of", "--known-by"}


def test_the_promised_commands_exist() -> None:
    """CLI.md's table, as far as this release goes: names are a public promise."""
    promised = {
        "init", "add", "items", "item", "custody", "read", "state", "claims", "withdraw", "dispute", "figures",
        "contradictions", "log", "checkpoint", "store check", "store rebuild", "export", "verify", "check", "publish",
        "demo", "figures-in",
    }  # fmt: skip
    assert promised <= set(_COMMANDS)


def test_help_loads_no_database() -> None:
    """A person who asks what there is does not wait for what is not needed."""
    code = (
        "import sys\nfrom onrecord.cli import status_of\nstatus_of(['--help'])\n"
        "heavy = {'sqlalchemy', 'typst', 'lxml', 'jinja2', 'pypdfium2', 'cryptography', 'rich'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_archive_is_a_clear_sentence_and_a_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 4, a sentence in the person's language, and one JSON document where asked for."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_ARCHIVE", raising=False)
    assert status_of(["--language", "ru", "items", "--json"]) == 4
    shown = capsys.readouterr()
    assert json.loads(shown.out)["error"]["code"] == "store.not-an-archive"
    assert "архив" in shown.err


def test_a_wrong_option_is_refused_as_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2 and what could have been meant."""
    assert status_of(["items", "--jsn"]) == 2
    assert "--json" in capsys.readouterr().err


def test_a_fault_of_ours_has_its_own_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 70, the traceback for us, a sentence for the person: never silence, never "success"."""

    def broken(*_given: object, **_more: object) -> None:
        msg = "wrong call order"
        raise RuntimeError(msg)

    monkeypatch.setattr(program.commands["items"], "callback", broken)
    assert status_of(["items"]) == 70
    shown = capsys.readouterr().err
    assert "wrong call order" in shown
    assert "nothing you did" in shown


def test_an_unusable_setting_stops_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 30 before anything is opened."""
    monkeypatch.setenv("ONRECORD_ROLE", "root")
    assert status_of(["items"]) == 30
    assert "ONRECORD_ROLE" in capsys.readouterr().err

"""Documentation is under test: commands exist, options exist, links lead somewhere, examples run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from onrecord.cli import program
from tests.house.source import ROOT, pages, shown
from tools import commands_page

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(onrecord [^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_GENERATED = {"commands.md", "errors.md"}


def _command_lines(page: Path) -> Iterator[str]:
    """Yield each `onrecord ...` that a page shows as something to type."""
    text = page.read_text(encoding="utf-8")
    for language, block in _FENCE.findall(text):
        if language in ("sh", "console"):
            joined = block.replace("\\\n", " ")
            for line in joined.splitlines():
                typed = line.removeprefix("$ ").strip()
                if typed.startswith("onrecord "):
                    yield typed
    for typed in _INLINE.findall(_FENCE.sub("", text)):
        yield typed


_LINES = {page: sorted(set(_command_lines(page))) for page in pages() if page.name not in _GENERATED}


def _words(line: str) -> list[str]:
    words = shlex.split(line, comments=True)[1:]
    stops = [index for index, word in enumerate(words) if word in ("|", ">", "2>", "&&", "<")]
    return words[: stops[0]] if stops else words


@pytest.mark.parametrize("page", [page for page, lines in _LINES.items() if lines], ids=shown)
def test_every_command_line_in_the_docs_can_be_typed(page: Path) -> None:
    """The command is there and takes these options; `...` and capital words stand for a person's own."""
    unknown = {line: options for line in _LINES[page] if (options := _unknown_options(line))}
    assert unknown == {}


def _unknown_options(line: str) -> set[str]:
    context = click.Context(program, info_name="onrecord", help_option_names=["-h", "--help"])
    command, words = _command(_words(line))
    if isinstance(command, click.Group):
        return set()  # `onrecord --help`, `onrecord --version`
    known = {option for one in command.get_params(context) if isinstance(one, click.Option) for option in one.opts}
    known |= {"--help", "-h"}
    used = {word.partition("=")[0] for word in words if re.match(r"--?[A-Za-z]", word)}
    return used - known


def _command(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that these words call, and the words left for it."""
    command: click.Command = program
    while others := getattr(command, "commands", None):
        if isinstance(command, click.Group):
            words = _without_own_options(command, words)
            assert not words or words[0] in others, f"there is no command `{words[0]}`"
        if not words or words[0] not in others:
            break
        command, words = others[words[0]], words[1:]
    return command, words


def _without_own_options(group: click.Group, words: list[str]) -> list[str]:
    """Return the words after the options of the group itself."""
    takes = {opt: not one.is_flag for one in group.params if isinstance(one, click.Option) for opt in one.opts}
    while words and words[0].startswith("-"):
        assert words[0] in takes or words[0] in ("--help", "-h"), words[0]
        words = words[2:] if takes.get(words[0], False) else words[1:]
    return words


def test_the_page_of_commands_agrees_with_the_program() -> None:
    """docs/commands.md is the program's own help; write it anew with `python -m tools.commands_page`."""
    assert commands_page.PAGE.read_text(encoding="utf-8") == commands_page.page(), "run: python -m tools.commands_page"


def test_there_are_command_lines_to_look_at() -> None:
    """Guards the tests above against finding nothing."""
    assert sum(map(len, _LINES.values())) > 30


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link names a file of the repository, and its heading where it names one."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    text = re.sub(r"`[^`]*`", "", text)
    lost = []
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (heading and heading not in _headings(file)):
            lost.append(target)
    assert lost == []


def _headings(file: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_every_page_is_in_the_index() -> None:
    """docs/README.md leads to each page, itself or through the index of its folder."""
    indexes = [ROOT / "docs" / folder / "README.md" for folder in (".", "adr", "checks")]
    named = {
        (index.parent / target.partition("#")[0]).resolve()
        for index in indexes
        for target in _LINK.findall(index.read_text(encoding="utf-8"))
    }
    everything = {page for page in (ROOT / "docs").rglob("*.md") if page != indexes[0]}
    assert sorted(shown(page) for page in everything - named) == []


def test_paths_in_the_finder_table_exist() -> None:
    """CONTRIBUTING sends nobody to a file that is not there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ...")]
    assert len(rows) >= 25
    paths = {path for row in rows for path in re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:md|toml|lock))`", row)}
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []

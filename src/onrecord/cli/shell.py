"""Owns what every command shares: the archive it works in, one JSON document or a page for a person, progress.

Never decides anything about evidence. Results go to standard output, everything else to standard error, so that
`onrecord figures --json | jq` works while a progress bar runs.
"""

from __future__ import annotations

import functools
import gc
import json
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.columns import COLUMNS
from onrecord.kernel import Label

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.app import Opened, Settings, Unlocking
    from onrecord.store import ArchiveInfo, Desk, Keys

Progress = Callable[[int, int | None], None]
_SECONDS_BETWEEN_DRAWINGS: Final = 0.1
_DIRECTION: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # UAX 9

UNTRIED: Final = Label(
    en="Recovery was not tried yet ({slots}): the set-up of this archive is not finished. Do: `onrecord keys try`.",
    ru="Восстановление ещё не испытано ({slots}): настройка архива не закончена. Испытать: `onrecord keys try`.",
    kk="Қалпына келтіру әлі сыналмады ({slots}): мұрағатты баптау аяқталған жоқ. Сынау: `onrecord keys try`.",
)


@dataclass
class Shell:
    """One run of one command."""

    settings: Settings
    folder: Path | None = None
    as_json: bool = False
    passphrase_fd: int | None = None
    _untried: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language of messages to the person."""
        return self.settings.language

    def archive_folder(self) -> Path:
        """Return the archive this run works in: `-C`, else `ONRECORD_ARCHIVE`, else upward from here.

        Raises:
            NotFound: there is none.
        """
        from onrecord import app

        return app.find_archive(self.folder or self.settings.archive or Path.cwd())

    def desk(self, *, reading_only: bool = False) -> Desk:
        """Open the archive and return its desk; use it with `with`.

        Raises:
            Unavailable: it is encrypted, and nothing that opens it is at hand.
        """
        from onrecord import app

        desk = app.open_desk(
            self.archive_folder(), actor=self.settings.actor, reading_only=reading_only, keys=self.unlocking.keys
        )
        if desk.keys is not None:
            self.warn_untried(desk.info, desk.keys)
        return desk

    @contextmanager
    def read_desk(self) -> Iterator[Desk]:
        """Yield a desk that only reads; what is read stays to the end, and is not looked through for garbage."""
        was_looking = gc.isenabled()
        gc.disable()
        try:
            with self.desk(reading_only=True) as desk:
                yield desk
        finally:
            if was_looking:
                gc.enable()

    def warn_untried(self, info: ArchiveInfo, keys: Keys) -> None:
        """Say on every occasion that recovery was not tried yet: what was never tried does not work when it must."""
        from onrecord import store

        self._untried = store.untried(info, keys)
        if self._untried:
            self.note(UNTRIED, slots=", ".join(self._untried))

    def opened(self) -> tuple[ArchiveInfo, Opened]:
        """Open the archive's keyring with what the person gives now, whatever an agent holds.

        Raises:
            Refused: the archive is not encrypted, or what was given does not open it.
        """
        from onrecord import store

        info = store.read_info(self.archive_folder())
        if not info.is_encrypted:
            raise store.NotEncrypted(place=str(info.folder))
        return info, self.unlocking.opened(info)

    @functools.cached_property
    def unlocking(self) -> Unlocking:
        """How this run comes by the keys of an encrypted archive."""
        from onrecord import app
        from onrecord.cli import asking

        given = None if self.passphrase_fd is None else asking.from_descriptor(self.passphrase_fd)
        return app.Unlocking(settings=self.settings, given=given, ask=asking.at_terminal(self.language))

    @functools.cached_property
    def out(self) -> Console:
        """Standard output for a person."""
        from rich.console import Console

        return Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())

    @functools.cached_property
    def err(self) -> Console:
        """Standard error: messages, warnings, progress."""
        from rich.console import Console

        return Console(file=sys.stderr, highlight=False, soft_wrap=not sys.stderr.isatty())

    def emit(self, document: Mapping[str, Any]) -> None:
        """Print the one JSON document of this run; nothing unless `--json` was given."""
        if self.as_json:
            if self._untried:
                document = {**document, "recovery_untried": list(self._untried)}
            json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
            sys.stdout.write("\n")

    def say(self, text: str | Label, **facts: object) -> None:
        """Print a line of the result for a person; nothing under `--json`. Markup in facts is not interpreted."""
        if not self.as_json:
            line = text.fill(self.language, **facts) if isinstance(text, Label) else text
            self.out.print(harmless(line), markup=False)

    def note(self, text: str | Label, **facts: object) -> None:
        """Print a line beside the result, on standard error."""
        line = text.fill(self.language, **facts) if isinstance(text, Label) else text
        self.err.print(harmless(line), markup=False)

    def note_each(self, labels: Iterable[Label]) -> None:
        """Print these lines beside the result, on standard error."""
        for label in labels:
            self.note(label)

    def table(self, columns: Sequence[str | Label], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
        """Print a table for a person; nothing under `--json`. A column is a label, or a key of `COLUMNS`."""
        if self.as_json:
            return
        from rich.table import Table
        from rich.text import Text

        page = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for column in columns:
            label = column if isinstance(column, Label) else COLUMNS[column]
            page.add_column(label.text(self.language), overflow="fold")
        for row in rows:
            page.add_row(*(Text("" if cell is None else harmless(str(cell))) for cell in row))
        self.out.print(page)

    @property
    def is_watched(self) -> bool:
        """Whether somebody sees a bar on standard error."""
        return sys.stderr.isatty()

    @contextmanager
    def progress(self, label: str | Label, *, in_bytes: bool = False) -> Iterator[Progress]:
        """Show a bar on standard error while the work runs; yields what the work calls with (done, total).

        The bar draws itself when it is told something, not by a thread of its own: a process with one thread may fork.
        """
        words = label.text(self.language) if isinstance(label, Label) else label
        if not self.is_watched:
            yield _unseen
            return
        from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        count = DownloadColumn() if in_bytes else MofNCompleteColumn()
        columns = (TextColumn("{task.description}"), BarColumn(), count, TimeRemainingColumn())
        with Bar(*columns, console=self.err, transient=True, auto_refresh=False) as bar:
            task = bar.add_task(words, total=None)
            drawn_at = 0.0

            def shown(done: int, total: int | None) -> None:
                nonlocal drawn_at
                bar.update(task, completed=done, total=total)
                if (now := time.monotonic()) - drawn_at > _SECONDS_BETWEEN_DRAWINGS:
                    bar.refresh()
                    drawn_at = now

            yield shown


def harmless(text: str) -> str:
    r"""Return the text with what commands a terminal or turns the direction of writing shown as `\x1b`, `\u202e`.

    Names of files come from anybody; letters of every script stay as they are, and so do lines and tabs.
    """
    if text.isprintable():
        return text
    return "".join(one if one in "\n\t" or not _commands(one) else _shown(one) for one in text)


def one_line(text: str) -> str:
    """Return the text as one line: a name with a line end in it must not pass for two."""
    return text.replace("\n", "\\n")


def _commands(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in _DIRECTION


def _shown(letter: str) -> str:
    return f"\\x{ord(letter):02x}" if ord(letter) < 0x100 else f"\\u{ord(letter):04x}"


def command(
    name: str, *, example: str, cls: type[click.Command] = click.Command, **settings: Any
) -> Callable[[Callable[..., Any]], Any]:
    """Make a command of a function that takes a `Shell` first: adds `--json`, `-C` and the example to its help.

    With `cls=click.Group, invoke_without_command=True` it does its own work and has commands below it.
    """

    def made(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        @click.pass_context
        def run(context: click.Context, /, *args: Any, as_json: bool, folder: Path | None, **options: Any) -> Any:
            shell = _shell(context)
            shell.as_json = shell.as_json or as_json
            shell.folder = folder or shell.folder
            if context.invoked_subcommand is not None:
                return None
            return function(shell, *args, **options)

        wrapped = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(run)
        place = click.Path(path_type=Path, file_okay=False)
        wrapped = click.option("-C", "folder", type=place, metavar="DIR", help="The archive's folder.")(wrapped)
        epilog = "\b\nExample:\n" + "\n".join(f"  {line}" for line in example.splitlines())
        return click.command(name, cls=cls, epilog=epilog, **settings)(wrapped)

    return made


def _shell(context: click.Context) -> Shell:
    shell = context.find_object(Shell)
    if shell is None:
        msg = "a command was run outside of the program"
        raise RuntimeError(msg)
    return shell


def _unseen(_done: int, _total: int | None) -> None:
    """Let progress go where nobody watches."""

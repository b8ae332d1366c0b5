"""Owns the command `link-review`: two records side by side, one key an answer, each answer kept before the next pair.

Never decides which pair comes next nor what an answer means: the register does. It needs no archive.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.link import map_from, read, tell_problems, text_of
from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, command, harmless, one_line
from onrecord.kernel import Label, SystemClock, file_problem, instant_text

if TYPE_CHECKING:
    from onrecord.register import JudgedPairs, Judging, LinkRows, LinkSettings, Pair, Record, Review

_HEADS: Final = (
    Label(en="", ru="", kk=""),
    Label(en="One", ru="Один", kk="Бірі"),
    Label(en="Other", ru="Другой", kk="Екіншісі"),
    Label(en="How they agree", ru="Совпадает ли", kk="Сәйкес пе"),
)
_AGREEMENT: Final = {
    "same": Label(en="= same", ru="= совпадает", kk="= бірдей"),
    "alike": Label(en="~ alike", ru="~ похоже", kk="~ ұқсас"),
    "differs": Label(en="≠ differs", ru="≠ расходится", kk="≠ бөлек"),
    "one-only": Label(en="only one says it", ru="есть только у одного", kk="біреуінде ғана бар"),
    "not-compared": Label(en="", ru="", kk=""),
}
_STYLES: Final = {"same": "bold green", "alike": "yellow", "differs": "bold red"}
_PROGRESS: Final = Label(en="Pair {at} of {of}", ru="Пара {at} из {of}", kk="{of} жұптың {at}-і")
_BITS: Final = Label(en="{bits} bits  {says}", ru="{bits} бит  {says}", kk="{bits} бит  {says}")
_UNSURE_BEFORE: Final = Label(
    en="Somebody was unsure of this pair before.",
    ru="По этой паре уже был ответ «не уверен».",
    kk="Бұл жұпқа бұрын «сенімді емес» деп жауап берілген.",
)
_ASK: Final = Label(
    en="One person?  y yes · n no · ? unsure, ask later · u take back · w say why · q leave   (or 1 2 3 4 w 5)",
    ru="Один человек?  y да · n нет · ? не уверен, позже · u взять назад · w причина · q выйти   (или 1 2 3 4 w 5)",
    kk="Бір адам ба?  y иә · n жоқ · ? сенімді емес, кейін · u қайтарып алу · w себебі · q шығу   (не 1 2 3 4 w 5)",
)
_WHY: Final = Label(en="Why", ru="Почему", kk="Себебі")
_ALL_ASKED: Final = Label(
    en="All pairs were asked. u takes back the last answer, q leaves.",
    ru="Все пары пройдены. u — взять назад последний ответ, q — выйти.",
    kk="Барлық жұп қаралды. u — соңғы жауапты қайтарып алу, q — шығу.",
)
_NOT_ASKED: Final = Label(
    en="“{key}” answers nothing: no pair is asked any more.",
    ru="Ответ «{key}» ни к чему не относится: пар больше нет.",
    kk="«{key}» жауабы ештеңеге қатысты емес: сұралатын жұп қалмады.",
)
_NONE: Final = Label(
    en="No pair waits for a person.", ru="Ни одна пара не ждёт человека.", kk="Адамды күтіп тұрған жұп жоқ."
)
_LEARNING: Final = Label(
    en="Learning from the answers; the order of what is left may change.",
    ru="Учёт ответов; порядок оставшихся пар может измениться.",
    kk="Жауаптар ескерілуде; қалған жұптардың реті өзгеруі мүмкін.",
)
_TAKEN_BACK: Final = Label(
    en="Taken back: {one} and {other}.", ru="Взято назад: {one} и {other}.", kk="Қайтарып алынды: {one} мен {other}."
)
_NOTHING_BACK: Final = Label(
    en="There is no answer of {by} to take back.",
    ru="Нет ответа, который можно взять назад; отвечает {by}.",
    kk="Қайтарып алатын жауап жоқ; жауап беруші: {by}.",
)
_NO_SUCH_KEY: Final = Label(
    en="“{key}” is none of the keys. On a Cyrillic keyboard use digits: 1 yes, 2 no, 3 unsure, 4 take back, 5 leave.",
    ru="Клавиши «{key}» нет. На кириллической раскладке есть цифры: 1 да, 2 нет, 3 не уверен, 4 взять назад, 5 выйти.",
    kk="«{key}» пернесі жоқ. Кирилл пернетақтасында цифрлар: 1 иә, 2 жоқ, 3 сенімсіз, 4 қайтару, 5 шығу.",
)
_NO_SUCH_ANSWER: Final = Label(
    en="line {line} of the answers begins with “{key}”; it has to be y, n, ?, u or q. The answers before it are kept",
    ru="строка {line} ответов начинается с «{key}»; нужно y, n, ?, u или q. Ответы до неё сохранены",
    kk="жауаптардың {line}-жолы «{key}» деп басталады; y, n, ?, u не q керек. Оған дейінгі жауаптар сақтаулы",
)
_NO_TERMINAL: Final = Label(
    en="there is no terminal to ask at: give answers with --answers FILE, or - for standard input, one letter a line",
    ru="нет терминала для вопросов: дайте ответы через --answers ФАЙЛ или - для стандартного ввода, по букве в строке",
    kk="сұрайтын терминал жоқ: жауаптарды --answers ФАЙЛ арқылы не стандартты енгізуден (-) жолына бір әріптен беріңіз",
)
_NOT_UTF8: Final = Label(
    en="it is not in UTF-8; save it as CSV in UTF-8, or name a new file",
    ru="он не в UTF-8; сохраните его как CSV в UTF-8 или назовите новый файл",
    kk="ол UTF-8 кодтауында емес; UTF-8 CSV түрінде сақтаңыз немесе жаңа файл атаңыз",
)
_KEPT: Final = Label(
    en="{given} answers were kept in {path}; {left} pairs are left.",
    ru="Ответов сохранено в {path}: {given}; осталось пар: {left}.",
    kk="{path} файлына сақталған жауап: {given}; қалған жұп: {left}.",
)
_KEYS: Final = {"1": "y", "2": "n", "3": "?", "4": "u", "5": "q"}
_WORDS: Final = {"y": "yes", "n": "no", "?": "unsure"}
_EXAMPLE: Final = """\
onrecord link-review hospital.csv activists.csv --judgements judged.csv
onrecord link-review lists/*.csv --judgements judged.csv --map columns.toml --by "Reviewer A"
onrecord link-review lists/*.csv --judgements judged.csv --answers answers.txt --json"""


@command("link-review", example=_EXAMPLE)
@click.argument("lists", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--judgements",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where answers are added, one line each (CSV).",
)
@click.option("--map", "map_file", type=click.Path(path_type=Path, dir_okay=False), help="Which column is what (TOML).")
@click.option("--once", multiple=True, metavar="LIST", help="A list that names nobody twice.")
@click.option("--by", metavar="NAME", help="Who answers; without it, the name that the settings give.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Take answers from a file, one letter a line, and what follows it as the reason.",
)
def link_review(shell: Shell, lists: tuple[Path, ...], judgements: Path, **options: Any) -> int:
    """Show pairs that may be one person, two records side by side, and keep each answer at once.

    The pair whose answer tells most comes first; after ten answers the rest is put in a new order. Nothing is merged.
    """
    from onrecord import register

    keys = _keys(shell, options["answers"])
    chosen = map_from(options["map_file"])
    rows = read(lists, chosen)
    records = [record for one in rows for record in one.records]
    judged = register.judged_from(_kept(judgements), path=str(judgements), known={one.key for one in records})
    problems = tell_problems(shell, rows, judged.unread, judgements)
    once = frozenset({*options["once"], *(one.list for one in rows if one.map.once)})
    asking = _Asking(
        shell=shell,
        records=records,
        settings=register.LinkSettings(once=once),
        judgements=judgements,
        by=options["by"] or shell.settings.actor.name,
        review=register.begun(records, judged.said, settings=register.LinkSettings(once=once)),
    )
    asking.run(keys)
    shell.emit(_document(shell, rows, judged, asking))
    shell.say(_KEPT, given=len(asking.given), path=judgements, left=len(asking.review.left))
    return 2 if problems else 0


def _kept(path: Path) -> str:
    """Return what the file of judgements holds; nothing where there is none yet.

    Raises:
        JudgementUnkept: it cannot be read, or what is added in UTF-8 would not be read back from it.
    """
    from onrecord import register

    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as err:
        raise register.JudgementUnkept(path=str(path), problem=_NOT_UTF8) from err
    except OSError as err:
        raise register.JudgementUnkept(path=str(path), problem=file_problem(err)) from err


def _keep(path: Path, said: Judging) -> None:
    """Add a line and return when the disk has it: what is answered outlives a crash of the next second.

    Raises:
        JudgementUnkept: it could not be added.
    """
    from onrecord import register

    held = _kept(path)
    line = register.line_after(held, said, path=str(path)).encode("utf-8")
    try:
        with path.open("ab", buffering=0) as file:
            if file.write(line) < len(line):  # the disk is full: half a line is no answer
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        if not held:
            _fsync_folder(path.parent)
    except OSError as err:
        raise register.JudgementUnkept(path=str(path), problem=file_problem(err)) from err


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keys(shell: Shell, answers: Path | None) -> Iterator[tuple[str, str]]:
    """Return the answers as they come: a key, and the reason that was said for it.

    Raises:
        Misused: there is neither a file of answers nor a terminal.
    """
    if answers is not None:
        return _written(sys.stdin if str(answers) == "-" else text_of(answers).splitlines())
    if not (sys.stdin and sys.stdin.isatty()):
        raise Misused(_NO_TERMINAL)
    return _typed(shell)


def _written(lines: Any) -> Iterator[tuple[str, str]]:
    """Yield the answers of a file. A letter that is none ends it: what follows would answer another pair.

    Raises:
        Misused: a line begins with no answer.
    """
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        key = _key(text[0])
        if key not in {*_WORDS, "u", "q"} or (text[1:] and not text[1].isspace()):
            raise Misused(_NO_SUCH_ANSWER, line=number, key=harmless(text))
        yield key, text[1:].strip()


def _typed(shell: Shell) -> Iterator[tuple[str, str]]:
    """Yield what is typed, key by key, until there is no more."""
    why = ""
    while True:
        try:
            key = _key(click.getchar())
        except EOFError:
            return
        if key == "w":
            why = click.prompt(_WHY.text(shell.language), default=why, show_default=False, err=True).strip()
        elif key in {*_WORDS, "u", "q"}:
            yield key, why
            why = ""
        else:
            shell.note(_NO_SUCH_KEY, key=one_line(key))


def _key(typed: str) -> str:
    return _KEYS.get(typed, typed.casefold())


@dataclass
class _Asking:
    """One sitting: what is asked, and what was answered and kept."""

    shell: Shell
    records: Sequence[Record]
    settings: LinkSettings
    judgements: Path
    by: str
    review: Review
    given: list[Judging] = field(default_factory=list)

    def run(self, keys: Iterator[tuple[str, str]]) -> None:
        """Ask until nothing is left, or the person leaves."""
        if self.review.pair is None:
            self.shell.note(_NONE)
        while self._show():
            key, why = next(keys, ("q", ""))
            if key == "u":
                self._take_back()
            elif key == "q":
                return
            elif self.review.pair is None:
                self.shell.note(_NOT_ASKED, key=key)
            else:
                self._answer(key, why)
            if self.review.is_due or (self.review.pair is None and self.review.since_learnt):
                self._learn()

    def _show(self) -> bool:
        """Show the next pair; say whether there is anything to be answered."""
        from onrecord import register

        if self.review.pair is not None:
            _drawn(self.shell, self.review, self.review.pair)
            return True
        if register.undone(self.review, by=self.by, at="") is None:
            return False
        self.shell.note(_ALL_ASKED)
        return True

    def _answer(self, key: str, why: str) -> None:
        from onrecord import register

        review, said = register.answered(self.review, register.Word(_WORDS[key]), by=self.by, at=_now(), why=why)
        self._kept(review, said)

    def _take_back(self) -> None:
        from onrecord import register

        found = register.undone(self.review, by=self.by, at=_now())
        if found is None:
            self.shell.note(_NOTHING_BACK, by=self.by)
            return
        self._kept(*found)
        self.shell.note(_TAKEN_BACK, one="/".join(found[1].one), other="/".join(found[1].other))

    def _kept(self, review: Review, said: Judging) -> None:
        """Keep the line first: what is not on the disk was not answered."""
        _keep(self.judgements, said)
        self.review = review
        self.given.append(said)

    def _learn(self) -> None:
        from onrecord import register

        self.shell.note(_LEARNING)
        self.review = register.learnt_anew(self.review, self.records, settings=self.settings)


def _now() -> str:
    return instant_text(SystemClock().now())


def _drawn(shell: Shell, review: Review, pair: Pair) -> None:
    """Draw both records side by side, what speaks for and against, and the keys; on standard error."""
    from rich.table import Table
    from rich.text import Text

    from onrecord import register

    at, of = review.at
    page = Table(box=None, pad_edge=False, header_style="bold")
    for head in _HEADS:
        page.add_column(head.text(shell.language), overflow="fold")
    for one in register.fields_of(pair, review.model.features):
        style = _STYLES.get(one.agreement.value, "")
        cells = (one.what, one.one, one.other, _AGREEMENT[one.agreement.value])
        texts = [one_line(harmless(cell.text(shell.language))) for cell in cells]
        page.add_row(*(Text(text, style=style if place == len(texts) - 1 else "") for place, text in enumerate(texts)))
    shell.note("")
    shell.note(_PROGRESS, at=at, of=of)
    shell.err.print(page)
    if _is_unsure(review, pair):
        shell.note(_UNSURE_BEFORE)
    for said in register.link_reasons(pair, review.model.features):
        worth = _BITS.filled(bits=f"{said.bits:+.1f}", says=said.says) if said.bits else said.says
        shell.note(worth.text(shell.language))
    shell.note(_ASK)


def _is_unsure(review: Review, pair: Pair) -> bool:
    from onrecord import register

    said = register.standing(review.said).get(frozenset((pair.one.key, pair.other.key)))
    return said is not None and said.word is register.Word.UNSURE


def _document(shell: Shell, rows: Sequence[LinkRows], judged: JudgedPairs, asking: _Asking) -> dict[str, Any]:
    return {
        "answers": [one.to_record() for one in asking.given],
        "judgements": str(asking.judgements),
        "left": len(asking.review.left),
        "lists": [
            {
                "list": one.list,
                "records": len(one.records),
                "refused": [problem.to_record(shell.language) for problem in one.refused],
                "unread": [problem.to_record(shell.language) for problem in one.unread],
            }
            for one in rows
        ],
        "judgements_unread": [problem.to_record(shell.language) for problem in judged.unread],
    }


COMMANDS: Final = (link_review,)

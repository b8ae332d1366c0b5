"""Owns a sitting of clerical review at a terminal: two records side by side, a key an answer, answers kept at once.

Never decides which pair comes next nor what an answer means: the register does. Where answers are kept is the caller's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import click

from onrecord.cli.link import called, text_of
from onrecord.cli.misuse import Misused
from onrecord.cli.shell import Shell, harmless, one_line
from onrecord.kernel import Label, SystemClock, instant_text

if TYPE_CHECKING:
    from onrecord.register import Judging, LinkSettings, Pair, Record, Review

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
_KEYS: Final = {"1": "y", "2": "n", "3": "?", "4": "u", "5": "q"}
_WORDS: Final = {"y": "yes", "n": "no", "?": "unsure"}


class Keeping(Protocol):
    """Where answers go. What is not kept was not answered."""

    def keep(self, said: Judging, review: Review) -> bool:
        """Keep an answer to the pair that the review asks; false where it cannot be, which was told then."""
        ...


def keys_of(shell: Shell, answers: Path | None) -> Iterator[tuple[str, str]]:
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
class Sitting:
    """One sitting: what is asked, and what was answered and kept."""

    shell: Shell
    records: Sequence[Record]
    settings: LinkSettings
    keeping: Keeping
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
        if not self._kept(review, said):
            self.review = register.passed_over(self.review)

    def _take_back(self) -> None:
        from onrecord import register

        found = register.undone(self.review, by=self.by, at=_now())
        if found is None:
            self.shell.note(_NOTHING_BACK, by=self.by)
            return
        if self._kept(*found):
            self.shell.note(_TAKEN_BACK, one=called(found[1].one), other=called(found[1].other))

    def _kept(self, review: Review, said: Judging) -> bool:
        """Keep the word first: what is not on the disk was not answered."""
        if not self.keeping.keep(said, self.review):
            return False
        self.review = review
        self.given.append(said)
        return True

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

"""Owns the showing of what is written down on paper, once, and its trial. Never writes it to a file.

The set-up of an encrypted archive is finished when its recovery key, and two of the shares where there are some, have
opened it (RELIABILITY L10). At a terminal some groups are asked back: the trial is of the paper, not of the screen.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell
from onrecord.kernel import Label, SystemClock, instant_text

if TYPE_CHECKING:
    from onrecord.store import ArchiveInfo, Keys, RecoveryKey, Share

_ASKED: Final = 2  # groups of each paper
_TRIES: Final = 3
_IN_A_ROW: Final = 5  # groups, so that a row fits every screen and every sheet of paper
_KEY: Final = Label(
    en="The recovery key. It opens the archive when passphrase and key files are lost. Write it down on paper, keep it "
    "in another place than this computer, and photograph it with nothing:\n\n  {text}\n",
    ru="Ключ восстановления. Он открывает архив, когда утрачены парольная фраза и файлы ключей. Запишите его на "
    "бумаге, храните отдельно от этого компьютера и ничем не фотографируйте:\n\n  {text}\n",
    kk="Қалпына келтіру кілті. Құпия сөз тіркесі мен кілт файлдары жоғалса, мұрағатты осы ашады. Қағазға жазып, осы "
    "компьютерден бөлек сақтаңыз, суретке түсірмеңіз:\n\n  {text}\n",
)
_SHARE: Final = Label(
    en="Share {number} of 3, for one person only. Any two open the archive, one alone tells nothing:\n\n  {text}\n",
    ru="Доля {number} из 3, только для одного человека. Любые две открывают архив, одна ничего не говорит:"
    "\n\n  {text}\n",
    kk="3 үлестің {number}-сі, бір адамға ғана. Кез келген екеуі мұрағатты ашады, біреуі ештеңе айтпайды:"
    "\n\n  {text}\n",
)
_WRITTEN: Final = Label(
    en="Press Enter when it is written down; the screen is cleared then.",
    ru="Нажмите Enter, когда запишете; экран будет очищен.",
    kk="Жазып алған соң Enter басыңыз; экран тазаланады.",
)
_GROUP: Final = Label(
    en="{paper}, row {row}, group {number}",
    ru="{paper}, строка {row}, группа {number}",
    kk="{paper}, {row}-жол, {number}-топ",
)
_NAMES: Final = {
    "RK1": Label(en="Recovery key", ru="Ключ восстановления", kk="Қалпына келтіру кілті"),
    "SH1": Label(en="Share 1", ru="Доля 1", kk="1-үлес"),
    "SH2": Label(en="Share 2", ru="Доля 2", kk="2-үлес"),
    "SH3": Label(en="Share 3", ru="Доля 3", kk="3-үлес"),
}
TRIED: Final = Label(
    en="Tried: {slot} opens the archive.", ru="Испытано: {slot} открывает архив.", kk="Сыналды: {slot} мұрағатты ашады."
)
PAPER: Final = Label(
    en="Recovery key or share, as it stands on paper: ",
    ru="Ключ восстановления или доля, как на бумаге: ",
    kk="Қалпына келтіру кілті немесе үлес, қағаздағыдай: ",
)
_NOT_SO: Final = Label(
    en="That is not what the paper must say. Look at it again; here it is once more.",
    ru="На бумаге должно быть не это. Вот текст ещё раз, сверьте.",
    kk="Қағазда бұлай болмауы керек. Мәтін тағы бір рет, салыстырыңыз.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    label: Label
    text: str
    number: int = 1

    def shown(self, language: str, *, in_rows: bool) -> str:
        return self.label.fill(language, text=_rows(self.text) if in_rows else self.text, number=self.number)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Papers:
    """What was made to be written down, of an archive with these keys."""

    info: ArchiveInfo
    keys: Keys
    recovery_key: RecoveryKey | None = None
    shares: Sequence[Share] = ()

    def texts(self) -> dict[str, object]:
        """Return them as `--json` prints them, once."""
        shown: dict[str, object] = {} if self.recovery_key is None else {"recovery_key": self.recovery_key.text()}
        return {**shown, "shares": [share.text() for share in self.shares]} if self.shares else shown


def hand_out(shell: Shell, made: Papers, document: Mapping[str, object], page: str) -> None:
    """Give out a result and its papers, once: as a document, or on the screen and tried where a person is before it.

    Whatever was not tried then is said.
    """
    if shell.as_json:
        shell.warn_untried(made.info, made.keys)
        shell.emit({**document, **made.texts()})
        return
    shell.say(page)
    _show_and_try(shell, made.info, made.recovery_key, made.shares)
    shell.warn_untried(made.info, made.keys)


def _show_and_try(shell: Shell, info: ArchiveInfo, recovery_key: RecoveryKey | None, shares: Sequence[Share]) -> None:
    """Show the papers and, where a person is at the terminal, ask some of it back and open the archive with it."""
    sets = [tuple(_Paper(label=_SHARE, text=one.text(), number=one.number) for one in shares)] if shares else []
    if recovery_key is not None:
        sets.insert(0, (_Paper(label=_KEY, text=recovery_key.text()),))
    is_watched = shell.unlocking.ask is not None
    for papers in sets:
        for paper in papers:
            if is_watched:  # beside the result, so that a redirected one holds no secret
                shell.note(paper.shown(shell.language, in_rows=True))
                _clear_when_written(shell)
            else:
                shell.say(paper.shown(shell.language, in_rows=False))
        if is_watched:
            _try(shell, info, papers)


def _rows(text: str) -> str:
    """Return the paper's text in rows of groups, its head in a row of its own."""
    head, *groups = text.split("-")
    rows = [groups[at : at + _IN_A_ROW] for at in range(0, len(groups), _IN_A_ROW)]
    return "\n  ".join((head, *(" ".join(row) for row in rows)))


def _clear_when_written(shell: Shell) -> None:
    click.prompt(_WRITTEN.text(shell.language), default="", show_default=False, prompt_suffix=" ", err=True)
    click.clear()


def _try(shell: Shell, info: ArchiveInfo, papers: Sequence[_Paper]) -> None:
    """Ask until two papers of the set, or its one, have opened the archive; give up after a few slips."""
    from onrecord import store

    places = sorted(secrets.SystemRandom().sample(range(len(papers)), k=min(2, len(papers))))
    for _ in range(_TRIES):
        try:
            typed = [_asked_back(shell, papers[at].text) for at in places]
            slot = store.try_papers(info, typed, at=instant_text(SystemClock().now()))
        except (store.PaperMisread, store.KeyRefused, store.SharesDoNotJoin):
            shell.note(_NOT_SO)
            for at in places:
                shell.note(papers[at].shown(shell.language, in_rows=True))
                _clear_when_written(shell)
        else:
            shell.note(TRIED, slot=slot)
            return


def _asked_back(shell: Shell, text: str) -> str:
    """Return the paper's text with some of its groups as the person typed them."""
    head, *groups = text.split("-")
    for at in sorted(secrets.SystemRandom().sample(range(len(groups)), k=_ASKED)):
        row, place = divmod(at, _IN_A_ROW)
        facts = {"paper": _NAMES[head].text(shell.language), "row": row + 1, "number": place + 1}
        groups[at] = click.prompt(_GROUP.fill(shell.language, **facts), err=True).strip()
    return "-".join((head, *groups))

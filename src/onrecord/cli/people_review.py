"""Owns the command `people review`: pairs of rows on record, answered at a terminal, each answer a finding at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.cli.sitting import Sitting, keys_of
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.register import Judging, Review
    from onrecord.store import Desk

_LOOKED: Final = Label(
    en="Both rows were looked at side by side. {why}",
    ru="Обе строки просмотрены рядом. {why}",
    kk="Екі жол қатар қаралды. {why}",
)
_TAKEN_BACK: Final = Label(
    en="Taken back in the sitting in which it was said.",
    ru="Взято назад в том же просмотре, в котором сказано.",
    kk="Айтылған қарауда қайтарып алынды.",
)
_STATED: Final = Label(
    en="{stated} findings are on record; {left} pairs are left. Who was unsure is asked again next time.",
    ru="Внесено выводов: {stated}; осталось пар: {left}. Где ответа не было, вопрос повторится в другой раз.",
    kk="Енгізілген тұжырым: {stated}; қалған жұп: {left}. Жауап болмаған жерде сұрақ келесіде қайталанады.",
)
_EXAMPLE: Final = """\
onrecord people review
onrecord people review --once hospital-2021
onrecord people review --answers answers.txt --json"""


@command("review", example=_EXAMPLE)
@click.option("--once", multiple=True, metavar="LIST", help="A list that names nobody twice.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Take answers from a file, one letter a line, and what follows it as the reason.",
)
def review_people(shell: Shell, once: tuple[str, ...], answers: Path | None) -> None:
    """Show pairs of rows on record that may be one person, side by side, and put each answer on record at once.

    The pair whose answer tells most comes first; after ten answers the rest is put in a new order. An answer is a
    finding of yours; its reason is what you said, else what was on the screen. Unsure puts nothing on record.
    """
    from onrecord import register

    keys = keys_of(shell, answers)
    settings = register.LinkSettings(once=frozenset(once))
    with shell.desk() as desk:
        known = register.on_record(desk)
        records = register.records_on_record(known)
        before = register.words_on_record(known)
        keeping = _Findings(shell, desk)
        sitting = Sitting(
            shell=shell,
            records=records,
            settings=settings,
            keeping=keeping,
            by=desk.actor.name,
            review=register.begun(records, before, settings=settings),
        )
        sitting.run(keys)
    shell.emit(
        {
            "answers": [_answer(one, keeping) for one in sitting.given],
            "stated": list(keeping.stated.values()),
            "left": len(sitting.review.left),
        }
    )
    shell.say(_STATED, stated=len(keeping.stated), left=len(sitting.review.left))


@dataclass
class _Findings:
    """The archive: yes and no are findings, each taken back as any claim is."""

    shell: Shell
    desk: Desk
    stated: dict[frozenset[Any], str] = field(default_factory=dict)

    def keep(self, said: Judging, review: Review) -> bool:
        """Put the word on record. What follows from others is not stated anew; what others contradict is told."""
        from onrecord import ledger, register

        if said.word is register.Word.TAKEN_BACK:
            claim = self.stated.pop(said.pair, None)
            if claim is not None:
                ledger.withdraw(self.desk, claim, why=_TAKEN_BACK.text(self.shell.language))
            return True
        if said.word is register.Word.UNSURE:
            return True
        is_same = said.word is register.Word.SAME
        try:
            made = register.judge(
                self.desk, said.one[1], said.other[1], is_same=is_same, why=said.why or self._seen(review)
            )
        except register.JudgedBefore:
            return True
        except register.JudgedOtherwise as err:
            self.shell.note(err.message(self.shell.language))
            return False
        self.stated[said.pair] = made.id
        return True

    def _seen(self, review: Review) -> str:
        """Return as the reason what was on the screen, where the person gave none of their own."""
        from onrecord import register

        language = self.shell.language
        told = register.link_reasons(review.left[0], review.model.features)
        return _LOOKED.fill(language, why=" ".join(dict.fromkeys(one.says.text(language) for one in told))).strip()


def _answer(said: Judging, keeping: _Findings) -> dict[str, Any]:
    return {
        "one": said.one[1],
        "other": said.other[1],
        "same": said.word.value,
        "why": said.why,
        "claim": keeping.stated.get(said.pair),
    }

"""Owns the commands about what tools find in bytes: `examine`, `duplicates`, and how examinations stand on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label

if TYPE_CHECKING:
    from onrecord.vault import Examination

_EXAMINING: Final = Label(en="Examining", ru="Исследуем", kk="Зерттелуде")
_COMPARING: Final = Label(en="Comparing", ru="Сравниваем", kk="Салыстырылуда")
_DONE: Final = Label(
    en="{count} examinations made, {already} were there already.",
    ru="Исследований проведено: {count}; были раньше: {already}.",
    kk="{count} зерттеу жүргізілді, {already} бұрыннан бар.",
)
_ABSENT: Final = Label(
    en="{examiner}: not examined: {why} ({count} items).",
    ru="{examiner}: не исследовано: {why} (предметов: {count}).",
    kk="{examiner}: зерттелген жоқ: {why} ({count} айғақ).",
)
_LEVEL: Final = Label(
    en="This machine could not fence the reading of these files in fully: only limits of time and memory are certain. "
    "Open doubtful files on another machine.",
    ru="Эта машина не смогла полностью изолировать чтение файлов: надёжны только пределы времени и памяти. "
    "Сомнительные файлы открывайте на другой машине.",
    kk="Бұл компьютер файлдарды оқуды толық оқшаулай алмады: тек уақыт пен жад шектері сенімді. "
    "Күмәнді файлдарды басқа компьютерде ашыңыз.",
)
_GROUP: Final = Label(
    en="{count} items are alike:",
    ru="Похожих предметов: {count}:",
    kk="Ұқсас айғақтар: {count}:",
)
_NO_PAIRS: Final = Label(
    en="Nothing is alike that nobody has decided about.",
    ru="Нерешённых сходств нет.",
    kk="Шешілмеген ұқсастық жоқ.",
)
_AGAIN: Final = Label(
    en="{item} was received {count} times: the same bytes, one item.",
    ru="{item} получен несколько раз ({count}): те же байты, один предмет.",
    kk="{item} {count} рет алынған: сол байттар, бір айғақ.",
)
_NOT_COMPARED: Final = {
    "too_plain": Label(
        en="{count} pictures are too plain to be told apart.",
        ru="Снимков слишком однотонных, чтобы их различать: {count}.",
        kk="{count} сурет ажыратуға тым біркелкі.",
    ),
    "too_short": Label(
        en="{count} texts are too short for likeness to mean anything.",
        ru="Текстов слишком коротких, чтобы сходство что-то значило: {count}.",
        kk="{count} мәтін ұқсастық мәнді болуы үшін тым қысқа.",
    ),
    "not_examined": Label(
        en="{count} pictures have not been examined: `onrecord examine`.",
        ru="Снимков не исследовано: {count}: `onrecord examine`.",
        kk="{count} сурет зерттелген жоқ: `onrecord examine`.",
    ),
    "not_read": Label(
        en="{count} items have not been read: `onrecord read`.",
        ru="Предметов не прочитано: {count}: `onrecord read`.",
        kk="{count} айғақ оқылған жоқ: `onrecord read`.",
    ),
}
_TURNS: Final = {
    "as_it_is": Label(en="lies the same way", ru="лежит так же", kk="сол қалпында"),
    "rotated_90": Label(en="turned right", ru="повёрнут вправо", kk="оңға бұрылған"),
    "rotated_180": Label(en="turned upside down", ru="повёрнут на 180°", kk="180° бұрылған"),
    "rotated_270": Label(en="turned left", ru="повёрнут влево", kk="солға бұрылған"),
    "mirrored": Label(en="mirrored", ru="отражён по горизонтали", kk="айналық көрінісі"),
    "upside_down": Label(en="mirrored top to bottom", ru="отражён по вертикали", kk="төңкеріле шағылған"),
    "transposed": Label(en="mirrored and turned", ru="отражён и повёрнут", kk="шағылып, бұрылған"),
    "transposed_back": Label(
        en="mirrored and turned back", ru="отражён и повёрнут обратно", kk="шағылып, кері бұрылған"
    ),
}
_WHY: Final = {
    "bytes": Label(en="the same bytes", ru="те же байты", kk="сол байттар"),
    "pictures": Label(
        en="{parts}: {distance} of 256 bits differ, {turn}",
        ru="{parts}: различаются {distance} из 256 битов, {turn}",
        kk="{parts}: 256 биттің {distance} бөлек, {turn}",
    ),
    "texts": Label(
        en="{similarity} of all phrases are common; {held} of the shorter text",
        ru="общих отрезков: {similarity}; из короткого текста: {held}",
        kk="ортақ үзінділер: {similarity}; қысқа мәтіннен: {held}",
    ),
}
_THUMBNAIL: Final = Label(
    en="The thumbnail differs from the picture in {distance} of 256 bits: it may show what was cut away or changed.",
    ru="Миниатюра отличается от снимка в {distance} из 256 битов: она может показывать отрезанное или изменённое.",
    kk="Кіші сурет негізгі суреттен 256 биттің {distance} бөлек: ол кесілген не өзгертілген жерді көрсетуі мүмкін.",
)
_JUDGED: Final = Label(
    en="Recorded: {first} and {second} are {verdict}.",
    ru="Записано: {first} и {second} — {verdict}.",
    kk="Жазылды: {first} мен {second} — {verdict}.",
)
_VERDICTS: Final = {
    "same": Label(en="the same", ru="одно и то же", kk="бір нәрсе"),
    "different": Label(en="different", ru="разное", kk="әртүрлі"),
}


@command("examine", example="onrecord examine\nonrecord examine photo.jpg --json")
@click.argument("items", nargs=-1)
@click.option("--again", is_flag=True, help="Also repeat what failed or was stopped before.")
def examine(shell: Shell, items: tuple[str, ...], *, again: bool) -> None:
    """Look into items: embedded metadata, content credentials, fingerprints of pictures and films.

    Only what no examiner of this version has looked at yet is looked at. What is found is for the team.
    """
    from onrecord import vault

    with shell.desk() as desk, shell.progress(_EXAMINING) as progress:
        report = vault.examine(desk, items or None, again=again, on_progress=progress)
    rows = [one.to_row() for one in report.outcomes]
    shell.emit(
        {
            "items": [{name: row[name] for name in _OUTCOME} for row in rows],
            "already": report.already,
            "confinement": report.fences.to_record() if report.fences else None,
        }
    )
    made = [row for row in rows if row["state"] != "absent"]
    shell.table(_OUTCOME, [[row[name] for name in _OUTCOME] for row in made])
    shell.say(_DONE, count=len(made), already=report.already)
    absent = Counter((row["examiner"], row["problem"]) for row in rows if row["state"] == "absent")
    for (examiner, why), count in absent.items():
        shell.note(_ABSENT, examiner=examiner, why=str(why).removeprefix("not examined: "), count=count)
    if report.fences is not None and report.fences.level != "full":
        shell.note(_LEVEL)


_OUTCOME: Final = ("item", "examiner", "state", "problem", "tool", "version")


@command(
    "duplicates",
    example="onrecord duplicates\nonrecord duplicates --json",
    cls=click.Group,
    invoke_without_command=True,
)
def duplicates(shell: Shell) -> None:
    """Propose which items are alike: the same bytes, pictures (also turned), texts. Nothing is merged."""
    from onrecord import reading, vault

    with shell.desk(reading_only=True) as desk, shell.progress(_COMPARING) as progress:
        found = reading.likenesses(desk, on_progress=progress)
        names = {one.id: one.name for one in vault.items(desk)}
    document = found.to_record()
    shell.emit(document)
    for group in found.groups:
        together = [one for one in found.pairs if one.first in group]
        if together:
            shell.say(_GROUP, count=len(group))
        for one in vault.spanning(together):
            row = one.to_row()
            shell.say(f"  {one.first}  {names[one.first]}\n  {one.second}  {names[one.second]}")
            shell.say(f"      {_why(row, shell.language)}  [{one.method}]")
    if not found.pairs:
        shell.say(_NO_PAIRS)
    for again in document["received_again"]:
        shell.say(_AGAIN, item=again["item"], count=again["receipts"])
    for why, count in Counter(one["why"] for one in document["not_compared"]).items():
        shell.note(_NOT_COMPARED[why], count=count)


@command("judge", example='onrecord duplicates judge item-0001 item-0002 same --why "the same photo, cropped"')
@click.argument("first")
@click.argument("second")
@click.argument("verdict", type=click.Choice(["same", "different"]))
@click.option("--why", required=True, help="The reason.")
def judge(shell: Shell, first: str, second: str, verdict: str, why: str) -> None:
    """Decide whether two items are the same evidence. Both stay as they are; the pair is not proposed again."""
    from onrecord import vault

    with shell.desk() as desk:
        judged = vault.judge(desk, first, second, vault.Verdict(verdict), why=why)
    shell.emit(judged.to_row())
    shell.say(_JUDGED, first=judged.first, second=judged.second, verdict=_VERDICTS[verdict].text(shell.language))


def show(shell: Shell, found: Iterable[Examination]) -> None:
    """Print what examiners found about an item, as far as a person reads it at a glance."""
    for one in found:
        tool = f"  {one.tool} ({one.version})  {one.at}" if one.seq is not None else ""
        shell.say(f"\n{one.examiner}  {one.state.value}{tool}")
        if one.problem:
            shell.say(f"    {one.problem}")
        for line in _lines(one.examiner, one.found or {}, shell.language):
            shell.say(f"    {line}")


def _lines(examiner: str, found: Mapping[str, Any], language: str) -> list[str]:
    if not found:
        return []
    if examiner == "credentials":
        from onrecord import vault

        return vault.credential_sentences(found, language)
    if examiner == "metadata":
        return list(_particulars(found))
    return list(_fingerprints([one for one in found["pictures"] if "hashes" in one], language))


def _fingerprints(prints: Sequence[Mapping[str, Any]], language: str) -> Iterable[str]:
    from onrecord import vault

    for one in prints:
        told = f"{one['what']}  {one['width']} x {one['height']}  pdq {one['hashes']['as_it_is']}"
        yield f"{told}  quality {one['quality']}"
        apart = vault.thumbnail_distance(prints[0], one)
        if apart is not None:
            yield _THUMBNAIL.fill(language, distance=apart)


def _particulars(found: Mapping[str, Any]) -> Iterable[str]:
    for question, answers in found["summary"].items():
        for one in answers:
            shown = {name: value for name, value in one.items() if name not in ("value", "from")}
            told = one.get("value") or ", ".join(f"{name} {value}" for name, value in shown.items())
            yield f"{question:10} {told}" + (f"  ({one['from']})" if "from" in one else "")
    blocks = Counter(one["kind"] for one in found["blocks"])
    if blocks:
        yield "blocks     " + ", ".join(f"{kind} {count}" if count > 1 else kind for kind, count in blocks.items())
    for one in found["problems"]:
        yield f"problem    {one['part']}: {one['problem']}"


def _why(row: Mapping[str, Any], language: str) -> str:
    facts = dict(row)
    if row["kind"] == "pictures":
        facts |= {"parts": " / ".join(row["parts"]), "turn": _TURNS[row["turn"]].text(language)}
    return _WHY[row["kind"]].fill(language, **{name: value for name, value in facts.items() if name != "kind"})


duplicates.add_command(judge)
COMMANDS: Final = (examine, duplicates)

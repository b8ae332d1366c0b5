"""Owns the command `search`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.shell import Shell, command, harmless
from onrecord.kernel import Label

if TYPE_CHECKING:
    from rich.text import Text

    from onrecord.search import Found, Hit, Snippet

_INDEXING: Final = Label(en="Taking in what is new", ru="Учитываем новое", kk="Жаңасы тізілуде")
_LINE_END: Final = re.compile(r"\s*\n\s*")
_SPACE: Final = re.compile(r"\s+")
_KINDS: Final = ("item", "claim", "source", "person")
_KIND: Final = {
    "item": Label(en="item", ru="предмет", kk="айғақ"),
    "claim": Label(en="claim", ru="утверждение", kk="мәлімдеме"),
    "source": Label(en="source", ru="источник", kk="дереккөз"),
    "person": Label(en="person", ru="человек", kk="адам"),
}
_PAGE: Final = Label(en="page {page}", ru="стр. {page}", kk="{page}-бет")
_COUNT: Final = Label(
    en="{total} found; the best {shown} are shown.",
    ru="Найдено: {total}; показаны лучшие: {shown}.",
    kk="Табылды: {total}; ең жақсы {shown} көрсетілді.",
)
_NOTHING: Final = Label(
    en="Nothing that you may see has all of these words.",
    ru="Среди того, что вам видно, нигде нет всех этих слов.",
    kk="Сізге көрінетіннің ешқайсысында бұл сөздердің бәрі жоқ.",
)
_MISSING: Final = Label(
    en="In nothing that you may see: {words}",
    ru="Нигде среди видимого вам: {words}",
    kk="Сізге көрінетіннің ешқайсысында жоқ: {words}",
)
_SPREAD: Final = Label(
    en="No passage has all of these words; these {total} items have them in several passages.",
    ru="Ни в одном отрывке нет всех слов; в этих предметах ({total}) они стоят в разных отрывках.",
    kk="Бірде-бір үзіндіде барлық сөз жоқ; мына айғақтарда ({total}) олар әр үзіндіде тұр.",
)
_REBUILT: Final = Label(
    en="The index was made again: {size} bytes.",
    ru="Индекс построен заново: {size} байт.",
    kk="Индекс қайта жасалды: {size} байт.",
)


@command(
    "search",
    example="onrecord search задержаны дунгане\n"
    "onrecord search '\"24 000\" Масанчи'\n"
    "onrecord search 'қаза тап*' --kind item\n"
    "onrecord search Masanchi -- -пожар",
)
@click.argument("words", nargs=-1)
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only these; repeatable.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many hits at most.")
@click.option("--rebuild", is_flag=True, help="Make the index again from the log and the objects first.")
def search(shell: Shell, words: tuple[str, ...], kinds: tuple[str, ...], limit: int, *, rebuild: bool) -> None:
    """Find items, claims, sources and people by words, in all their forms and spellings, in any order.

    Write "a phrase" in quotes for exactly these words, масан* for any ending, -word for what must not be there;
    kind:claim, language:kk and item:ID narrow the search. What is new on record is taken in first. You find only what
    you may see.
    """
    from onrecord import search as room

    asked = " ".join(words)
    if not asked.strip() and not rebuild:
        raise room.NothingToSearch()
    with shell.desk(reading_only=True) as desk, room.Search(desk) as way:
        size = None
        if rebuild or not way.is_in_step():
            with shell.progress(_INDEXING) as progress:
                size = way.rebuild(on_progress=progress) if rebuild else way.bring_in_step(on_progress=progress)
        chosen = [room.Kind[one.upper()] for one in kinds]
        found = way.find(asked, kinds=chosen, limit=limit) if asked.strip() else room.Found(hits=(), total=0)
    shell.emit(found.to_record(shell.language))
    if rebuild:
        shell.note(_REBUILT, size=size)
    if asked.strip():
        _show(shell, found)


def _show(shell: Shell, found: Found) -> None:
    for hit in found.hits:
        _show_hit(shell, hit)
    if found.is_spread:
        shell.note(_SPREAD, total=found.total)
    elif found.hits:
        shell.note(_COUNT, total=found.total, shown=len(found.hits))
    else:
        shell.note(_NOTHING)
    if found.missing and not found.hits:
        shell.note(_MISSING, words=", ".join(found.missing))
    shell.note_each(found.notes)


def _show_hit(shell: Shell, hit: Hit) -> None:
    """Print a hit: what and where on one line, its words below with what was looked for in bold."""
    if shell.as_json:
        return
    from rich.padding import Padding
    from rich.text import Text

    where = [
        hit.title,
        _PAGE.fill(shell.language, page=hit.page) if hit.page else None,
        hit.place,
        hit.status if hit.status != "stands" else None,
    ]
    line = Text()
    line.append(_KIND[hit.kind].text(shell.language), style="dim")
    line.append(f"  {harmless(hit.id)}", style="bold")
    line.append("".join(f"  {harmless(one)}" for one in where if one and one != hit.id))
    shell.out.print(line)
    words = _marked(hit.snippet, " " if hit.kind == "item" else " | ")  # a claim has a line for each field
    if shell.out.soft_wrap:  # nobody folds lines for a program that reads them
        shell.out.print(Text("    ").append(words))
    else:
        shell.out.print(Padding(words, (0, 0, 1, 4)))


def _marked(snippet: Snippet, line_end: str) -> Text:
    """Return the words of a snippet on one line, with what was looked for in bold."""
    from rich.text import Text

    shown, at = Text("… " if snippet.is_cut_before else ""), 0
    for start, stop in snippet.marks:
        shown.append(_flat(snippet.text[at:start], line_end))
        shown.append(_flat(snippet.text[start:stop], line_end), style="bold reverse")
        at = stop
    shown.append(_flat(snippet.text[at:], line_end))
    return shown.append(" …") if snippet.is_cut_after else shown


def _flat(text: str, line_end: str) -> str:
    return harmless(_SPACE.sub(" ", _LINE_END.sub(line_end, text)))


COMMANDS: Final = (search,)

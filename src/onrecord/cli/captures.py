"""Owns the commands of captures: `capture`, `captures`; and how a capture is told to a person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Fault, Label, Refused, Unavailable, Visibility

if TYPE_CHECKING:
    from onrecord.app import Taking
    from onrecord.store import Desk
    from onrecord.vault import Capture, Captured, Collection

_CAPTURED: Final = Label(
    en="{id}  {url}  {parts} parts",
    ru="{id}  {url}  частей: {parts}",
    kk="{id}  {url}  бөлігі: {parts}",
)
_PART: Final = Label(en="  {role:18} {item}  {name}", ru="  {role:18} {item}  {name}", kk="  {role:18} {item}  {name}")
_MINIMUM: Final = Label(
    en="  holds the court minimum: address, source, image of the whole page",
    ru="  есть судебный минимум: адрес, исходный код, изображение всей страницы",
    kk="  соттық ең аз жинақ бар: мекенжай, бастапқы мәтін, бүкіл беттің суреті",
)
_NO_MINIMUM: Final = Label(
    en="{id} does not hold the court minimum (address, source, image of the whole page).",
    ru="В {id} нет судебного минимума (адрес, исходный код, изображение всей страницы).",
    kk="{id} ішінде соттық ең аз жинақ жоқ (мекенжай, бастапқы мәтін, бүкіл беттің суреті).",
)
_INCOMPLETE: Final = Label(
    en="{id} is not complete. Missing: {missing}.",
    ru="{id} неполон. Нет: {missing}.",
    kk="{id} толық емес. Жоғы: {missing}.",
)
_PARTIAL: Final = Label(en="{id} is partial: {why}.", ru="{id} частичный: {why}.", kk="{id} ішінара ғана: {why}.")
_SHELL: Final = Label(
    en="{id} may be a shell without the content: {signs}. Open its image and look; if so, capture again, or ask "
    "somebody who sees the page to save it.",
    ru="{id} может быть пустой оболочкой: {signs}. Откройте изображение и посмотрите; если это так, захватите снова "
    "или попросите сохранить страницу того, кто её видит.",
    kk="{id} мазмұнсыз қабық болуы мүмкін: {signs}. Суретін ашып қараңыз; солай болса, қайта түсіріңіз немесе бетті "
    "көретін адамнан сақтауды сұраңыз.",
)
_TURNED: Final = Label(
    en="The page wanted to reach {hosts}; that was not let through.",
    ru="Страница пыталась обратиться к {hosts}; это не пропущено.",
    kk="Бет {hosts} торабына жүгінбек болды; бұған жол берілмеді.",
)
_DIFFERS: Final = Label(
    en="Since {earlier} ({at}) the page has changed: {added} lines came, {removed} went. Both captures stay.",
    ru="С {earlier} ({at}) страница изменилась: строк добавлено {added}, убрано {removed}. Оба захвата остаются.",
    kk="{earlier} ({at}) кезінен бері бет өзгерді: {added} жол қосылды, {removed} жол кетті. Екі түсірілім де қалады.",
)
_SAME: Final = Label(
    en="Since {earlier} ({at}) the page shows the same words.",
    ru="С {earlier} ({at}) слова на странице те же.",
    kk="{earlier} ({at}) кезінен бері беттегі сөздер өзгерген жоқ.",
)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")  # two letters at least: C:\\ is a drive
_SAME_SOURCE: Final = Label(
    en="Since {earlier} ({at}) the page's source is the same.",
    ru="С {earlier} ({at}) исходный код страницы тот же.",
    kk="{earlier} ({at}) кезінен бері беттің бастапқы мәтіні өзгерген жоқ.",
)
_CAPTURING: Final = Label(en="Capturing {url}", ru="Захватываем {url}", kk="{url} түсірілуде")


in_clear_option = click.option(
    "--in-clear", is_flag=True, help="Let restricted items into an archive that is not encrypted; recorded."
)


def taking_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a page is taken."""
    options = (
        click.option("--no-browser", is_flag=True, help="Source and network exchange only; no script runs."),
        click.option("--mhtml", is_flag=True, help="Keep the page as one MHTML file too."),
        click.option("--page-language", default="en", show_default=True, metavar="TAG", help="Told to the server."),
        click.option("--any-certificate", is_flag=True, help="Take a page whose certificate does not hold."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def taking_of(**options: bool | str) -> Taking:
    """Return how a page is to be taken, from the options that `taking_options` adds."""
    from onrecord.app import Taking

    return Taking(
        with_browser=not options["no_browser"],
        page_language=str(options["page_language"]),
        keeps_mhtml=bool(options["mhtml"]),
        trusts_any_certificate=bool(options["any_certificate"]),
    )


def is_address(text: str) -> bool:
    """Say whether a person meant an address and not a file: it begins with a scheme, and no such file is here."""
    return _SCHEME.match(text) is not None and not ("\0" not in text and Path(text).exists())


@command("capture", example='onrecord capture https://example.org/post/1 --expect "words of the post"')
@click.argument("url")
@click.option("--expect", "expected", multiple=True, metavar="WORDS", help="Words that must be on it; repeatable.")
@click.option("--collector", metavar="WHO", help="Who collects; restricted, the actor by default.")
@click.option("--identity", metavar="NAME", help="The account or persona used; restricted.")
@click.option("--note", help="What should be remembered about it; restricted.")
@click.option(
    "--visibility",
    type=click.Choice([one.value for one in Visibility]),
    default=Visibility.TEAM.value,
    show_default=True,
    help="How far it may be seen.",
)
@in_clear_option
@taking_options
def capture(
    shell: Shell,
    url: str,
    expected: tuple[str, ...],
    collector: str | None,
    identity: str | None,
    note: str | None,
    visibility: str,
    *,
    in_clear: bool,
    **taking: bool | str,
) -> None:
    """Capture a page of the web: source, image, print, everything said over the network."""
    from onrecord.vault import Collection

    about = Collection(collector=collector, identity=identity, note=note, expected=expected, in_clear=in_clear)
    with shell.desk() as desk:
        captured = _captured(shell, desk, url, taking_of(**taking), about, Visibility(visibility))
    shell.emit({"items": [one.to_row() for one in captured.sealed], "capture": captured.capture.to_record()})
    tell(shell, captured)


@command("captures", example="onrecord captures https://example.org/post/1 --json")
@click.argument("url", required=False)
def captures(shell: Shell, url: str | None) -> None:
    """List the captures you may see; of one address, or one by its id with everything on record."""
    from onrecord import vault

    with shell.desk(reading_only=True) as desk:
        if url is not None and url.startswith("capture-"):
            found: Sequence[Capture] = [vault.capture_of(desk, url)]
        else:
            found = vault.captures(desk, url)
    shell.emit({"captures": [one.to_record() for one in found]})
    if url is not None and url.startswith("capture-"):
        for name, value in found[0].to_record().items():
            shell.say(f"{name:20} {json.dumps(value, ensure_ascii=False)}")  # a title may hold a terminal's commands
        return
    columns = ("id", "captured_at", "url_requested", "court_minimum", "complete", "shell_suspected")
    rows = [one.to_record() for one in found]
    shell.table(columns, [[row[column] for column in columns] for row in rows])


def captured_pages(
    shell: Shell, desk: Desk, urls: Sequence[str], taking: Taking, about: Collection, visibility: Visibility
) -> tuple[list[Captured], list[Fault]]:
    """Capture addresses one after another; one that is refused or does not answer holds up no other."""
    captured: list[Captured] = []
    failed: list[Fault] = []
    for url in urls:
        try:
            captured.append(_captured(shell, desk, url, taking, about, visibility))
        except (Refused, Unavailable) as fault:
            failed.append(fault)
    return captured, failed


def _captured(
    shell: Shell, desk: Desk, url: str, taking: Taking, about: Collection, visibility: Visibility
) -> Captured:
    """Capture one address into the archive of this run."""
    from onrecord import app, vault

    with shell.progress(_CAPTURING.fill(shell.language, url=url)):
        return vault.capture(desk, url, by=app.taker(shell.settings, taking), visibility=visibility, collection=about)


def tell(shell: Shell, captured: Captured) -> None:
    """Say what was captured, and louder what is wrong with it."""
    capture = captured.capture
    record = capture.record
    shell.say(_CAPTURED, id=capture.id, url=record["url_final"] or record["url_requested"], parts=len(record["parts"]))
    for part, sealed in zip(record["parts"], captured.sealed, strict=True):
        shell.say(_PART, role=part["role"], item=part["item"], name=sealed.name)
    if record["court_minimum"]:
        shell.say(_MINIMUM)
    _warn(shell, capture)
    difference = capture.difference
    if difference is not None:
        words = _SAME_SOURCE if difference.is_text_changed is None else _SAME
        has_changed = difference.is_text_changed or (
            difference.is_text_changed is None and difference.is_source_changed
        )
        shell.note(
            _DIFFERS if has_changed else words,
            earlier=difference.earlier,
            at=difference.earlier_at,
            added=difference.lines_added,
            removed=difference.lines_removed,
        )


def _warn(shell: Shell, capture: Capture) -> None:
    from onrecord import vault

    record, language = capture.record, shell.language
    if not record["court_minimum"]:
        shell.note(_NO_MINIMUM, id=capture.id)
    if record["missing"]:
        words = [vault.MISSING_WORDS[vault.Missing(one)].text(language) for one in record["missing"]]
        shell.note(_INCOMPLETE, id=capture.id, missing="; ".join(words))
    if record["stopped"]:
        words = [vault.LIMIT_WORDS[vault.Limit(one)].text(language) for one in record["stopped"]]
        shell.note(_PARTIAL, id=capture.id, why="; ".join(words))
    if record["shell_suspected"]:
        words = [vault.SHELL_WORDS[vault.ShellSign(one)].text(language) for one in record["shell_signs"]]
        shell.note(_SHELL, id=capture.id, signs="; ".join(words))
    inside = [one["host"] for one in record["turned_away"] if one["reason"] == "internal"]
    if inside:
        shell.note(_TURNED, hosts=", ".join(dict.fromkeys(inside)))


COMMANDS: Final = (capture, captures)

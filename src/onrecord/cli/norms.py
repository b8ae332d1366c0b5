"""Owns the command `norms`: treaties with their articles, the bodies that watch them, since when they bind a State."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.addressed import tell_unknown
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, SystemClock, Visibility

if TYPE_CHECKING:
    from onrecord import duties

_COLUMNS: Final = (
    Label(en="article", ru="статья", kk="бап"),
    Label(en="in short, in our words", ru="кратко, нашими словами", kk="қысқаша, өз сөзімізбен"),
)
_TREATY: Final = Label(
    en="{treaty} — {label}. Watched by: {body}.",
    ru="{treaty} — {label}. Наблюдает: {body}.",
    kk="{treaty} — {label}. Бақылайтын: {body}.",
)
_NOBODY: Final = Label(en="no committee of its own", ru="своего комитета нет", kk="өз комитеті жоқ")
_IN_FORCE: Final = Label(
    en="  {state}: bound since {since} [{claims}], as of {as_of}.",
    ru="  {state}: обязательна с {since} [{claims}], на {as_of}.",
    kk="  {state}: {as_of} күні міндетті, басталуы: {since} [{claims}].",
)
_NOT_IN_FORCE: Final = Label(
    en="  {state}: does not bind as of {as_of}; bound since {since}, left {left} [{claims}].",
    ru="  {state}: на {as_of} не обязательна; с {since}, выход {left} [{claims}].",
    kk="  {state}: {as_of} күні міндетті емес; басталуы: {since}, шыққаны: {left} [{claims}].",
)
_NOT_ON_RECORD: Final = Label(
    en="  {state}: whether it binds is not on record (bound_since of state:{code}).",
    ru="  {state}: обязательна ли она, не записано (bound_since у state:{code}).",
    kk="  {state}: міндетті ме, жазылмаған (state:{code} үшін bound_since).",
)
_ACCEPTED: Final = Label(
    en="  {state}: accepts {procedure} since {since} [{claims}].",
    ru="  {state}: признаёт процедуру ({procedure}) с {since} [{claims}].",
    kk="  {state}: рәсімді ({procedure}) таниды, басталуы: {since} [{claims}].",
)
_RESERVATION: Final = Label(
    en="  {state}: reservation: {words} [{claims}]",
    ru="  {state}: оговорка: {words} [{claims}]",
    kk="  {state}: ескертпе: {words} [{claims}]",
)
_PERIOD: Final = Label(
    en="  {procedure}, {who}: {length}{practice} ({source})",
    ru="  {procedure}, {who}: {length}{practice} ({source})",
    kk="  {procedure}, {who}: {length}{practice} ({source})",
)
_WHO: Final = {
    "state": Label(en="the State", ru="государство", kk="мемлекет"),
    "petitioner": Label(en="the petitioner", ru="заявитель", kk="өтініш беруші"),
}
_PRACTICE: Final = Label(en=", by practice", ru=", по практике", kk=", тәжірибе бойынша")
_USUAL: Final = Label(en=", usually", ru=", обычно", kk=", әдетте")
_OFFICIAL: Final = Label(
    en="These are short titles of our own; the official text is the treaty's.",
    ru="Это краткие названия, наши; официальный текст — в договоре.",
    kk="Бұл — біздің қысқа атауларымыз; ресми мәтін шарттың өзінде.",
)
_EXAMPLE: Final = """\
onrecord norms
onrecord norms icerd
onrecord norms "icerd:5(b)" --json
onrecord norms --state Kazakhstan --as-of 2021-02-08 --known-by 2021-02-08"""


@command("norms", example=_EXAMPLE)
@click.argument("norm", required=False)
@click.option("--body", metavar="BODY", help="Only what this body watches: its name, or its letters.")
@click.option("--state", metavar="STATE", help="Tell since when each binds this State, by the claims of the archive.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today where none is given.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@click.option("--periods", is_flag=True, help="Also by when a reply is due before the body, and by which rule.")
@click.option("--public", is_flag=True, help="Only what may be published.")
def norms(
    shell: Shell,
    norm: str | None,
    body: str | None,
    state: str | None,
    as_of: datetime | None,
    known_by: str | None,
    *,
    periods: bool,
    public: bool,
) -> None:
    """List treaties with their articles, in short titles of our own; or one treaty, or one article.

    Without --state it needs no archive. Whether a treaty binds a State is said only where a claim says so.
    """
    from onrecord import duties

    day = as_of.date() if as_of is not None else SystemClock().now().date()
    chosen = duties.norms_called(norm, body=body)
    found = _bound(shell, state, day, known_by=known_by, public=public) if state is not None else None
    called = duties.state_label(state).text(shell.language) if state is not None else None
    rows = [_row(one, found, day, shell.language) for one in chosen]
    shell.emit({"as_of": day.isoformat(), "state": called, "treaties": rows})
    for one in chosen:
        _show(shell, one, periods=periods)
        if state is not None and found is not None:
            _show_bound(shell, one.treaty, found, state, day)
    shell.say(_OFFICIAL)


def _bound(shell: Shell, state: str, day: Any, *, known_by: str | None, public: bool) -> tuple[duties.Bound, ...]:
    """Return what binds a State, as far as the archive has it and the reader may see it."""
    from onrecord import duties, ledger

    tell_unknown(shell, state=state)
    with shell.desk(reading_only=True) as desk:
        book = ledger.book(desk, known_by=known_by, public_only=public or desk.sees == {Visibility.PUBLIC})
        return duties.binding(book, day, state=state)


def _row(one: duties.Norms, found: tuple[duties.Bound, ...] | None, day: Any, language: str) -> dict[str, Any]:
    body = one.treaty.body
    bound = next((each for each in found or () if each.treaty.id == one.treaty.id), None)
    return {
        "treaty": one.treaty.id,
        "label": one.treaty.label.text(language),
        "body": body.id if body else None,
        "body_label": body.label.text(language) if body else None,
        "articles": [
            {"id": each.id, "number": each.number, "title": each.title.text(language)} for each in one.articles
        ],
        "periods": [
            {
                "id": each.id,
                "procedure": each.procedure,
                "step": each.step,
                "who": each.who.value,
                "length": each.says().text(language),
                "usual": each.is_usual,
                "practice": each.is_practice,
                "source": each.source.text(language),
            }
            for each in one.periods
        ],
        "bound": bound.to_row(language) if bound is not None else None,
        "in_force": bound.is_bound(day) if bound is not None and bound.since else None,
    }


def _show(shell: Shell, one: duties.Norms, *, periods: bool) -> None:
    from onrecord import ledger

    body = one.treaty.body
    shell.say(
        _TREATY, treaty=one.treaty.id.upper(), label=one.treaty.label, body=body.label if body is not None else _NOBODY
    )
    shell.table(_COLUMNS, [(each.id, each.title.text(shell.language)) for each in one.articles])
    if not periods:
        return
    words = ledger.shipped_vocabulary()
    for each in one.periods:
        step = words.term_called("duty_step", each.step, shell.language) if each.step else ""
        shell.say(
            _PERIOD,
            procedure=", ".join(filter(None, (words.term_called("procedure", each.procedure, shell.language), step))),
            who=_WHO[each.who.value],
            length=each.says(),
            practice=_PRACTICE if each.is_practice else _USUAL if each.is_usual else "",
            source=each.source,
        )


def _show_bound(shell: Shell, treaty: duties.Treaty, found: tuple[duties.Bound, ...], state: str, day: Any) -> None:
    from onrecord import duties, ledger

    named, words = duties.state_called(state), ledger.shipped_vocabulary()
    called, code = duties.state_label(state), named.code if named is not None else state
    one = next((each for each in found if each.treaty.id == treaty.id), None)
    if one is None or not one.since:
        shell.say(_NOT_ON_RECORD, state=called, code=code)
    else:
        label = _IN_FORCE if one.is_bound(day) else _NOT_IN_FORCE
        claims = ", ".join(duties.claims_of((*one.since, *one.left)))
        since, left = (" | ".join(each.written(shell.language) for each in told) for told in (one.since, one.left))
        shell.say(label, state=called, since=since, left=left or "—", claims=claims, as_of=day)
    for name, told in one.procedures if one is not None else ():
        procedure = words.term_called("procedure", name, shell.language)
        shell.say(
            _ACCEPTED,
            state=called,
            procedure=procedure,
            since=told.written(shell.language),
            claims=", ".join(told.claims),
        )
    for told in one.reservations if one is not None else ():
        shell.say(_RESERVATION, state=called, words=told.value, claims=", ".join(told.claims))


COMMANDS: Final = (norms,)

"""Owns the commands about time and witnesses: `stamp`, `stamps`, `cosign`, `authorities`, `witnesses`, `calendars`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.shell import Shell, command
from onrecord.kernel import Broken, Label, Unavailable

if TYPE_CHECKING:
    from onrecord.store import Desk
    from onrecord.vault import AnchorOutcome, CosignOutcome, StampOutcome

_STAMPED: Final = Label(
    en="{authority}: stamped, {size} entries existed by {gen_time}",
    ru="{authority}: отметка получена, {size} записей существовали не позже {gen_time}",
    kk="{authority}: таңба алынды, {size} жазба {gen_time} дейін болған",
)
_CURRENT: Final = Label(
    en="{authority}: not asked; its stamp covers {size} entries, by {gen_time}",
    ru="{authority}: не запрошено; её отметка охватывает {size} записей, не позже {gen_time}",
    kk="{authority}: сұралмады; таңбасы {size} жазбаны қамтиды, {gen_time} дейін",
)
_DECLINED: Final = Label(
    en="{authority}: NO STAMP ({reason}) {detail}",
    ru="{authority}: ОТМЕТКИ НЕТ ({reason}) {detail}",
    kk="{authority}: ТАҢБА ЖОҚ ({reason}) {detail}",
)
_CLOCKS: Final = Label(
    en="WARNING: the clock of {name} and ours are {seconds} seconds apart; both are on record. Check this computer's "
    "clock.",
    ru="ВНИМАНИЕ: часы {name} и наши расходятся на {seconds} с; записаны и те и другие. Проверьте часы компьютера.",
    kk="НАЗАР АУДАРЫҢЫЗ: {name} сағаты мен біздікі {seconds} секундқа айырылады; екеуі де жазылған. Компьютер сағатын "
    "тексеріңіз.",
)
_COSIGNED: Final = Label(
    en="{witness}: cosigned {size} entries, {signed_at}",
    ru="{witness}: подписал {size} записей, {signed_at}",
    kk="{witness}: {size} жазбаға қол қойды, {signed_at}",
)
_COSIGN_CURRENT: Final = Label(
    en="{witness}: not asked; it has cosigned {size} entries",
    ru="{witness}: не спрошен; подписал {size} записей",
    kk="{witness}: сұралмады; {size} жазбаға қол қойған",
)
_NOT_COSIGNED: Final = Label(
    en="{witness}: NOT COSIGNED ({reason}); it names {witness_size} entries",
    ru="{witness}: НЕ ПОДПИСАНО ({reason}); называет записей: {witness_size}",
    kk="{witness}: ҚОЛ ҚОЙЫЛМАДЫ ({reason}); ол {witness_size} жазба дейді",
)
_ALARM: Final = Label(
    en="WARNING: {witness} has seen another history of this log than the one that lies here. Was an older copy "
    "restored, or did somebody else sign with this key? What it showed is kept; `onrecord heads list` names it.",
    ru="ВНИМАНИЕ: {witness} видел не ту историю журнала, что лежит здесь. Восстановлена старая копия, или кто-то "
    "подписал этим ключом? Показанное сохранено; его называет `onrecord heads list`.",
    kk="НАЗАР АУДАРЫҢЫЗ: {witness} мұндағыдан басқа журнал тарихын көрген. Ескі көшірме қалпына келтірілді ме, әлде "
    "осы кілтпен басқа біреу қол қойды ма? Көрсетілгені сақталды; оны `onrecord heads list` атайды.",
)
_COMPARE: Final = Label(
    en="Certificates kept for {name}. Compare these digests with those that the authority publishes:",
    ru="Сертификаты {name} сохранены. Сравните эти дайджесты с теми, что публикует служба:",
    kk="{name} сертификаттары сақталды. Бұл дайджестерді қызмет жариялағанымен салыстырыңыз:",
)
_NAMED: Final = Label(en="{name} is named.", ru="{name} названо.", kk="{name} аталды.")
_REMOVED: Final = Label(
    en="{name} is asked no more; what it gave stays.",
    ru="{name} больше не спрашивают; полученное остаётся.",
    kk="{name} енді сұралмайды; бергені қалады.",
)
_PENDING: Final = Label(
    en="{kind}: {where} (not verified here: that takes a Bitcoin node)",
    ru="{kind}: {where} (здесь не проверено: нужен узел Bitcoin)",
    kk="{kind}: {where} (мұнда тексерілмеді: Bitcoin түйіні керек)",
)
_NAME = click.argument("name")


@command("stamp", example="onrecord stamp\nonrecord stamp --due --authority first\nonrecord stamp --ots")
@click.option("--authority", "only", multiple=True, metavar="NAME", help="Ask this one only; repeatable.")
@click.option("--size", type=click.IntRange(min=0), help="Stamp the earlier signed head of this size.")
@click.option("--again", is_flag=True, help="Ask even where a stamp is held already.")
@click.option("--due", is_flag=True, help="Ask only who is due; for a timer that runs every hour.")
@click.option("--ots", is_flag=True, help="Hand the head to OpenTimestamps calendars instead (extra `ots`).")
def stamp(shell: Shell, only: tuple[str, ...], size: int | None, *, again: bool, due: bool, ots: bool) -> int:
    """Have the head of the log time-stamped from outside; what fails goes on record as well."""
    from onrecord import app

    with shell.desk() as desk:
        if ots:
            return _emit_anchor(shell, desk, app.anchor(desk))
        outcomes = app.stamp(desk, only=only, size=size, again=again, due_only=due)
        state = app.outside_state(desk)
    shell.emit({"stamps": [one.to_row() for one in outcomes], "time": state.to_record(shell.language)})
    tell_stamps(shell, outcomes)
    shell.note_each(state.sentences())
    return status_of_stamps(outcomes)


def tell_stamps(shell: Shell, outcomes: Sequence[StampOutcome]) -> None:
    """Say what asking each authority came to, and where two clocks disagree."""
    for one in outcomes:
        label = {"stamped": _STAMPED, "current": _CURRENT}.get(one.outcome, _DECLINED)
        shell.say(label, **{**one.to_row(), "detail": one.detail or ""})
        if one.outcome == "stamped" and one.is_clock_doubtful:
            shell.note(_CLOCKS, name=one.authority, seconds=one.clock_difference_seconds)


def status_of_stamps(outcomes: Sequence[StampOutcome]) -> int:
    """Return the exit status: false answers are for the keeper to act on, silence and refusal to wait for."""
    from onrecord import vault

    reasons = {one.reason for one in outcomes if one.outcome == "declined"}
    if reasons & vault.LIES:
        return Broken.exit_status
    return Unavailable.exit_status if reasons else 0


def _emit_anchor(shell: Shell, desk: Desk, outcome: AnchorOutcome) -> int:
    from onrecord import app

    shell.emit({"anchor": outcome.to_record(), "time": app.outside_state(desk).to_record(shell.language)})
    for one in outcome.attestations:
        shell.say(_PENDING, **one)
    for one in outcome.declined:
        shell.say(_DECLINED, authority=one["calendar"], reason=one["reason"], detail="")
    return 0 if outcome.attestations else Unavailable.exit_status


@command("stamps", example="onrecord stamps --json")
def stamps(shell: Shell) -> int:
    """List what authorities were asked and answered, and check every stamp anew, offline."""
    from onrecord import app, vault

    with shell.desk(reading_only=True) as desk:
        checked = vault.recheck(desk)
        anchors = [one.to_row() for one in vault.anchor_records(desk)]
        state = app.outside_state(desk)
    broken = [one for one in checked if one.record.is_stamp and not one.holds]
    rows = [one.to_row() for one in checked]
    record = state.to_record(shell.language)
    shell.emit({"ok": not broken, "stamps": rows, "anchors": anchors, "time": record})
    columns = ("seq", "at", "authority", "outcome", "size", "gen_time", "holds", "problem")
    shell.table(columns, [[row[column] for column in columns] for row in rows])
    for one in anchors:
        for attestation in one["attestations"]:
            shell.say(_PENDING, **attestation)
    shell.note_each(state.sentences())
    return Broken.exit_status if broken else 0


@command("cosign", example="onrecord cosign\nonrecord cosign --witness partner")
@click.option("--witness", "only", multiple=True, metavar="NAME", help="Ask this one only; repeatable.")
@click.option("--again", is_flag=True, help="Ask even where everything is cosigned already.")
def cosign(shell: Shell, only: tuple[str, ...], *, again: bool) -> int:
    """Have the head of the log cosigned by witnesses; what fails goes on record as well."""
    from onrecord import app

    with shell.desk() as desk:
        outcomes = app.cosign(desk, only=only, again=again)
        state = app.outside_state(desk)
    shell.emit({"cosignatures": [one.to_row() for one in outcomes], "time": state.to_record(shell.language)})
    tell_cosignatures(shell, outcomes)
    shell.note_each(state.sentences())
    return status_of_cosignatures(outcomes)


def tell_cosignatures(shell: Shell, outcomes: Sequence[CosignOutcome]) -> None:
    """Say what asking each witness came to, and loudly where it has seen another history."""
    for one in outcomes:
        label = {"cosigned": _COSIGNED, "current": _COSIGN_CURRENT}.get(one.outcome, _NOT_COSIGNED)
        shell.say(label, **{**one.to_row(), "witness_size": "-" if one.witness_size is None else one.witness_size})
        if one.contradiction or one.reason in ("ahead", "inconsistent"):
            shell.note(_ALARM, witness=one.witness)
        if one.outcome == "cosigned" and one.is_clock_doubtful:
            shell.note(_CLOCKS, name=one.witness, seconds=one.clock_difference_seconds)


def status_of_cosignatures(outcomes: Sequence[CosignOutcome]) -> int:
    """Return the exit status: another history and false signatures are for the keeper, the rest is to wait for."""
    from onrecord import vault

    reasons = {one.reason for one in outcomes if one.outcome == "declined"}
    if reasons & vault.ALARMS or any(one.contradiction for one in outcomes):
        return Broken.exit_status
    return Unavailable.exit_status if reasons else 0


@click.group("authorities")
def authorities() -> None:
    """Who stamps: time-stamping authorities (RFC 3161) by name."""


@command("add", example="onrecord authorities add first https://tsa.example/tsr --chain first-chain.pem")
@_NAME
@click.argument("url")
@click.option(
    "--chain",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="The authority's certificates in PEM, its root among them, from its own site.",
)
@click.option("--policy", default="", metavar="OID", help="The policy to ask for.")
def authorities_add(shell: Shell, name: str, url: str, chain: Path, policy: str) -> None:
    """Name an authority and keep the certificates that its stamps are checked with."""
    from onrecord import app

    with shell.desk() as desk:
        certificates = app.add_authority(desk, name, url, chain, policy=policy)
    shell.emit({"name": name, "url": url, "policy": policy or None, "certificates": list(certificates)})
    shell.say(_COMPARE, name=name)
    columns = ("sha256", "subject", "valid_from", "valid_to")
    shell.table(columns, [[one[column] for column in columns] for one in certificates])


@command("list", example="onrecord authorities list")
def authorities_list(shell: Shell) -> None:
    """List the authorities and how each stands."""
    from onrecord import app

    with shell.desk(reading_only=True) as desk:
        known = app.read_outside(desk.info.folder).authorities
        states = {one.name: one.to_row() for one in app.outside_state(desk).authorities}
    rows = [{"url": one.url, "chain": one.chain, "policy": one.policy or None, **states[one.name]} for one in known]
    shell.emit({"authorities": rows})
    _list(shell, ("name", "url", "size", "at", "pending_since", "reason"), rows)


@command("remove", example="onrecord authorities remove first")
@_NAME
def authorities_remove(shell: Shell, name: str) -> None:
    """Ask an authority no more."""
    from onrecord import app

    with shell.desk() as desk:
        app.remove_authority(desk, name)
    shell.emit({"removed": name})
    shell.say(_REMOVED, name=name)


@click.group("witnesses")
def witnesses() -> None:
    """Who cosigns: witnesses (c2sp.org/tlog-witness) by name."""


@command("add", example="onrecord witnesses add partner https://witness.example --key 'witness.example+9b3f...+BB...'")
@_NAME
@click.argument("url")
@click.option("--key", required=True, metavar="KEY", help="The witness's key, as its operator published it.")
def witnesses_add(shell: Shell, name: str, url: str, key: str) -> None:
    """Name a witness with its key."""
    from onrecord import app

    with shell.desk() as desk:
        app.add_witness(desk, name, url, key)
    shell.emit({"name": name, "url": url, "key": key})
    shell.say(_NAMED, name=name)


@command("list", example="onrecord witnesses list")
def witnesses_list(shell: Shell) -> None:
    """List the witnesses and how each stands."""
    from onrecord import app

    with shell.desk(reading_only=True) as desk:
        known = app.read_outside(desk.info.folder).witnesses
        states = {one.name: one.to_row() for one in app.outside_state(desk).witnesses}
    rows = [{"url": one.url, "key": one.key, **states[one.name]} for one in known]
    shell.emit({"witnesses": rows})
    _list(shell, ("name", "url", "size", "at", "pending_since", "reason"), rows)


@command("remove", example="onrecord witnesses remove partner")
@_NAME
def witnesses_remove(shell: Shell, name: str) -> None:
    """Ask a witness no more."""
    from onrecord import app

    with shell.desk() as desk:
        app.remove_witness(desk, name)
    shell.emit({"removed": name})
    shell.say(_REMOVED, name=name)


@click.group("calendars")
def calendars() -> None:
    """Who anchors: OpenTimestamps calendars by name."""


@command("add", example="onrecord calendars add alice https://alice.btc.calendar.opentimestamps.org")
@_NAME
@click.argument("url")
def calendars_add(shell: Shell, name: str, url: str) -> None:
    """Name a calendar."""
    from onrecord import app

    with shell.desk() as desk:
        app.add_calendar(desk, name, url)
    shell.emit({"name": name, "url": url})
    shell.say(_NAMED, name=name)


@command("list", example="onrecord calendars list")
def calendars_list(shell: Shell) -> None:
    """List the calendars."""
    from onrecord import app

    with shell.desk(reading_only=True) as desk:
        rows = [{"name": one.name, "url": one.url} for one in app.read_outside(desk.info.folder).calendars]
    shell.emit({"calendars": rows})
    _list(shell, ("name", "url"), rows)


@command("remove", example="onrecord calendars remove alice")
@_NAME
def calendars_remove(shell: Shell, name: str) -> None:
    """Ask a calendar no more."""
    from onrecord import app

    with shell.desk() as desk:
        app.remove_calendar(desk, name)
    shell.emit({"removed": name})
    shell.say(_REMOVED, name=name)


def _list(shell: Shell, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    shell.table(columns, [[row[column] for column in columns] for row in rows])


for _group, _members in (
    (authorities, (authorities_add, authorities_list, authorities_remove)),
    (witnesses, (witnesses_add, witnesses_list, witnesses_remove)),
    (calendars, (calendars_add, calendars_list, calendars_remove)),
):
    for _member in _members:
        _group.add_command(_member)

COMMANDS: Final[tuple[click.Command, ...]] = (stamp, stamps, cosign, authorities, witnesses, calendars)

"""Owns the command `speech`: the register of utterances, and the Rabat worksheet of one of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.incidents import incident_id, tell_untied, untied
from onrecord.cli.pictures import picture_option, write_picture
from onrecord.cli.shell import Shell, command
from onrecord.kernel import Label, Role, SystemClock, Visibility, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord import speech

_LISTED: Final = (
    Label(en="utterance", ru="высказывание", kk="айтылған сөз"),
    Label(en="on", ru="дата", kk="күні"),
    Label(en="speaker", ru="кто", kk="кім"),
    Label(en="against", ru="против", kk="кімге қарсы"),
    Label(en="class", ru="класс", kk="сынып"),
    Label(en="words", ru="слова", kk="сөздері"),
    Label(en="what came of it", ru="что последовало", kk="не болды"),
)
_COUNTED: Final = Label(
    en="As of {as_of}: utterances {count}; reported without words {reported}; prosecutions of speech {prosecutions}.",
    ru="На {as_of}: высказываний {count}; сообщений без точных слов {reported}; преследований за слова {prosecutions}.",
    kk="{as_of} күні: айтылған сөз {count}; нақты сөзсіз хабар {reported}; сөз үшін қудалау {prosecutions}.",
)
_WITHHELD: Final = Label(
    en="Not published, of private persons below class 2 (SP-03): {count}.",
    ru="Не публикуется, частные лица ниже класса 2 (SP-03): {count}.",
    kk="Жарияланбайды, 2-сыныптан төмен жеке адамдар (SP-03): {count}.",
)
_JUSTICE: Final = Label(
    en="A prosecution of speech is a matter of justice and gives no utterance a class.",
    ru="Преследование за слова относится к правосудию и не даёт высказыванию класса.",
    kk="Сөз үшін қудалау әділетке қатысты, ол айтылған сөзге сынып бермейді.",
)
_PRIVATE: Final = Label(en="private person", ru="частное лицо", kk="жеке адам")
_CRITICISM: Final = Label(en="criticism of an authority: {whom}", ru="критика власти: {whom}", kk="билікке сын: {whom}")
_WORDS: Final = Label(en="Words: {words} [{claim}]", ru="Слова: {words} [{claim}]", kk="Сөздері: {words} [{claim}]")
_TRANSLATED: Final = Label(
    en="  translated ({into}, {translator}): {words} [{claim}]",
    ru="  перевод ({into}, {translator}): {words} [{claim}]",
    kk="  аударма ({into}, {translator}): {words} [{claim}]",
)
_KEPT_BACK: Final = Label(
    en="Translations not shown, the words themselves are not on record (SP-02): {count}.",
    ru="Переводы не показаны: самих слов нет в записях (SP-02): {count}.",
    kk="Аудармалар көрсетілмейді, сөздердің өзі жазбада жоқ (SP-02): {count}.",
)
_OFFICE: Final = Label(
    en="Office: {office} ({day}) [{claim}]",
    ru="Должность: {office} ({day}) [{claim}]",
    kk="Лауазымы: {office} ({day}) [{claim}]",
)
_DAYS: Final = {
    True: Label(en="on that day", ru="в тот день", kk="сол күні"),
    False: Label(en="told for another day", ru="сказано о другом дне", kk="басқа күнге айтылған"),
    None: Label(en="for which day is not told", ru="о каком дне, не сказано", kk="қай күнге екені айтылмаған"),
}
_REACH: Final = Label(
    en="Reach: {wording} {unit} ({basis}) [{claim}]",
    ru="Охват: {wording} {unit} ({basis}) [{claim}]",
    kk="Қамту: {wording} {unit} ({basis}) [{claim}]",
)
_SHEET: Final = Label(
    en="Analyst's assessment: {author}", ru="Оценка аналитика: {author}", kk="Талдаушының бағасы: {author}"
)
_FACTORS: Final = (
    Label(en="factor", ru="критерий", kk="өлшем"),
    Label(en="finding", ru="вывод", kk="тұжырым"),
    Label(en="text", ru="текст", kk="мәтін"),
    Label(en="evidence", ru="доказательства", kk="дәлел"),
    Label(en="date", ru="дата", kk="күні"),
    Label(en="reviewed by", ru="проверил", kk="тексерген"),
)
_CLASS: Final = Label(
    en="Class {number}, {on}, reviewed by {reviewers}: {words} [{claim}]",
    ru="Класс {number}, {on}, проверил {reviewers}: {words} [{claim}]",
    kk="{number}-сынып, {on}, тексерген {reviewers}: {words} [{claim}]",
)
_BLOCKED: Final = Label(
    en="The class does not stand. {code}: {why}",
    ru="Класс не действует. {code}: {why}",
    kk="Сынып күшінде емес. {code}: {why}",
)
_FORM_HELD: Final = Label(
    en="  The form does not stand. {code}: {why}",
    ru="  Форма не утверждена. {code}: {why}",
    kk="  Түр бекітілмеген. {code}: {why}",
)
_REPLY: Final = Label(
    en="Right of reply ({whom}): {says}", ru="Право на ответ ({whom}): {says}", kk="Жауап беру құқығы ({whom}): {says}"
)
_NEAR: Final = Label(
    en="{property} {on} ({days} days after the words): {subject} [{claim}]",
    ru="{property} {on} (через {days} дн. после слов): {subject} [{claim}]",
    kk="{property} {on} (сөзден кейін {days} күн): {subject} [{claim}]",
)
_NO_CAUSE: Final = Label(
    en="Near in time is not caused by; below zero is before the words.",
    ru="Близость по времени не означает причины; меньше нуля — до этих слов.",
    kk="Уақыты жақын болу себеп дегенді білдірмейді; нөлден аз — сөзден бұрын.",
)
_WIDEST: Final = 70


@command(
    "speech",
    example="onrecord speech --as-of 2021-05-01\nonrecord speech utt-3 --within 14 --json\nonrecord speech --public "
    "--picture responses.svg\nonrecord speech --incident valley --known-by 2021-03-01",
)
@click.argument("utterance", required=False)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; today where none is given.")
@click.option(
    "--within", "within_days", type=click.IntRange(0, 3_650), default=30, help="Days around, for what happened."
)
@click.option("--incident", metavar="ID", help="Of one incident, and of what is tied to none.")
@click.option("--known-by", metavar="DATE", help="As the archive was on that day.")
@click.option("--public", is_flag=True, help="Only what may be published: public claims, rule SP-03.")
@click.option("--names", is_flag=True, help="Tell who private persons are; for analysts.")
@picture_option("--picture", "who answered which utterance and how")
def speech_command(
    shell: Shell,
    utterance: str | None,
    as_of: datetime | None,
    within_days: int,
    incident: str | None,
    known_by: str | None,
    picture: Path | None,
    *,
    public: bool,
    names: bool,
) -> None:
    """List utterances with words, speaker, class and responses; or show the Rabat worksheet of one."""
    from onrecord import ledger, speech

    day = as_of.date() if as_of is not None else SystemClock().now().date()
    with shell.read_desk() as desk:
        if names:
            desk.require(Role.ANALYST)
        to_publish = public or desk.sees == {Visibility.PUBLIC}
        around = within_days if utterance is not None else None  # of all at once it would be the whole ledger each time
        book = ledger.book(desk, known_by=known_by, public_only=to_publish)
        incident = incident_id(incident)
        found = speech.register(book, day, within_days=around, to_publish=to_publish, only=utterance, incident=incident)
        ties = book.ties(incident) if incident is not None else None
        lost = untied(ties, (f"utterance:{one.id}" for one in found.utterances))
        labels = _Labels(book.vocabulary, shell.language)
    with_names = names and not public
    if picture:
        drawn = speech.response_matrix(found, book.vocabulary, language=shell.language, with_names=with_names)
        write_picture(picture, drawn)
    if utterance is not None:
        one = found.utterance(utterance)
        shell.emit({"as_of": day.isoformat(), **one.to_row(shell.language, with_names=with_names)})
        _show(shell, one, labels, with_names=with_names)
        return
    shell.emit({**_document(found, shell.language, with_names=with_names), "untied": lost})
    tell_untied(shell, lost)
    _list(shell, found, labels, with_names=with_names)


def _document(found: speech.Register, language: str, *, with_names: bool) -> dict[str, Any]:
    return {
        "as_of": found.as_of.isoformat(),
        "utterances": [one.to_row(language, with_names=with_names) for one in found.utterances],
        "reported": [one.to_row() for one in found.reported],
        "prosecutions": [one.to_row() for one in found.prosecutions],
        "answers": [one.to_row() for one in found.answers],
        "withheld": found.withheld,
    }


class _Labels:
    """What words of the vocabulary are called in the reader's language."""

    def __init__(self, words: Vocabulary, language: str) -> None:
        """Look names up in this vocabulary."""
        self._words = words
        self._language = language

    def term(self, dimension: str, name: str) -> str:
        """Return what a value is called."""
        return self._words.term_called(dimension, name, self._language)

    def unit(self, name: str | None) -> str:
        """Return what a unit is called."""
        found = self._words.units.get(name or "")
        return found.label.text(self._language) if found is not None else name or ""

    def property(self, name: str) -> str:
        """Return what a property is called."""
        return self._words.property_called(name, self._language)


def _list(shell: Shell, found: speech.Register, labels: _Labels, *, with_names: bool) -> None:
    shell.table(_LISTED, [_row(one, shell.language, labels, with_names=with_names) for one in found.utterances])
    shell.say(
        _COUNTED,
        as_of=found.as_of,
        count=len(found.utterances),
        reported=len(found.reported),
        prosecutions=len(found.prosecutions),
    )
    for one in (*found.reported, *found.prosecutions, *found.answers):
        on = one.on.written(shell.language) if one.on else "—"
        shell.say(f"{labels.property(one.property)}: {one.value} ({on}) [{one.claim}]")
    if found.prosecutions or any(one.is_justice for each in found.utterances for one in each.responses.found):
        shell.say(_JUSTICE)
    if found.withheld:
        shell.say(_WITHHELD, count=found.withheld)


def _row(one: speech.Utterance, language: str, labels: _Labels, *, with_names: bool) -> tuple[object, ...]:
    words = one.words[0].text if one.words else ""
    return (
        one.id,
        ", ".join(day.written(language) for day, _ in one.uttered_on),
        _speaker(one, language, with_names=with_names),
        _against(one, language, labels),
        ", ".join(str(number) for number in sorted({each.number for each in one.classes})),
        words if len(words) <= _WIDEST else words[: _WIDEST - 1].rstrip() + "…",
        one.responses.says(language),
    )


def _speaker(one: speech.Utterance, language: str, *, with_names: bool) -> str:
    if one.is_in_public_role or with_names:
        return "; ".join(said.value for said in one.speakers)
    return _PRIVATE.text(language)


def _against(one: speech.Utterance, language: str, labels: _Labels) -> str:
    if one.is_criticism:
        return _CRITICISM.fill(language, whom="; ".join(said.value for said in one.criticised))
    return ", ".join(labels.term("group", said.value) for said in one.groups)


def _show(shell: Shell, one: speech.Utterance, labels: _Labels, *, with_names: bool) -> None:
    is_named = one.is_in_public_role or with_names
    heading = (
        one.id,
        ", ".join(day.written(shell.language) for day, _ in one.uttered_on),
        _speaker(one, shell.language, with_names=with_names),
    )
    shell.say("  ".join((*heading, _against(one, shell.language, labels))))
    _show_words(shell, one)
    _show_offices(shell, one, is_named=is_named)
    for reach in one.reach:
        unit = labels.unit(reach.unit)
        shell.say(_REACH, wording=reach.quantity.wording, unit=unit, basis=reach.basis_label, claim=reach.claim)
    for form in one.forms:
        shell.say(f"GR 35, 13: {labels.term('gr35_form', form.value)} [{form.claim}]")
        for held in form.blocks:
            shell.say(_FORM_HELD, code=held.code, why=held.says)
    for sheet in one.worksheets:
        _show_sheet(shell, sheet, labels)
    _show_answers(shell, one, labels, is_named=is_named)
    _show_near(shell, one.near or (), labels)


def _show_offices(shell: Shell, one: speech.Utterance, *, is_named: bool) -> None:
    from onrecord import speech

    if one.is_in_public_role and one.groups:
        shell.say(speech.OF_AUTHORITY)
    for office in one.offices if is_named else ():
        shell.say(_OFFICE, office=office.value, day=_DAYS[office.of_that_day], claim=office.claim)


def _show_answers(shell: Shell, one: speech.Utterance, labels: _Labels, *, is_named: bool) -> None:
    """Show what others did about the words, and whether who said them was asked."""
    for response in one.responses.found:
        kind = labels.term("response_kind", response.kind)
        on = response.on.written(shell.language) if response.on else "—"
        shell.say(f"{kind} {on} {response.body or ''} [{response.claim}]")
    shell.say(one.responses.says(shell.language))
    if any(response.is_justice for response in one.responses.found):
        shell.say(_JUSTICE)
    for request in one.replies:
        shell.say(_REPLY, whom=(request.asked_of if is_named else None) or "—", says=request.says())
        for answer in request.answers:
            shell.say(f"  {answer.text} [{answer.claim}]")


def _show_near(shell: Shell, near: Sequence[speech.Near], labels: _Labels) -> None:
    for happening in near:
        days = f"{happening.earliest_days}…{happening.latest_days}"
        shell.say(
            _NEAR,
            property=labels.property(happening.property),
            on=happening.on,
            days=days if happening.earliest_days != happening.latest_days else happening.earliest_days,
            subject=happening.subject,
            claim=happening.claim,
        )
    if near:
        shell.say(_NO_CAUSE)


def _show_words(shell: Shell, one: speech.Utterance) -> None:
    for words in one.words:
        shell.say(_WORDS, words=words.text, claim=words.claim)
    for made in one.translations:
        translator = made.translator or "—"
        shell.say(_TRANSLATED, into=made.language, translator=translator, words=made.text, claim=made.claim)
    if one.kept_back:
        shell.say(_KEPT_BACK, count=one.kept_back)


def _show_sheet(shell: Shell, sheet: speech.Worksheet, labels: _Labels) -> None:
    shell.say("")
    shell.say(_SHEET, author=sheet.author)
    shell.table(_FACTORS, [_factor(row, labels) for row in sheet.to_row(shell.language)["factors"]])
    if sheet.proposed is not None:
        shell.say(
            _CLASS,
            number=sheet.proposed.speech_class.number,
            on=sheet.proposed.on,
            reviewers=", ".join(sheet.proposed.reviewers) or "—",
            words=sheet.proposed.text,
            claim=sheet.proposed.claim,
        )
    for held in sheet.blocks:
        shell.say(_BLOCKED, code=held.code, why=held.says)


def _factor(row: dict[str, Any], labels: _Labels) -> tuple[object, ...]:
    return (
        labels.term("factor", row["factor"]),
        labels.term("support", row["support"]),
        row["text"] or row["asks"],  # of an open factor, what has to be recorded
        ", ".join(row["evidence"]),
        row["on"],
        ", ".join(row["reviewers"]),
    )


COMMANDS: Final = (speech_command,)

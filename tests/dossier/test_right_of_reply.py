"""OR132 and OR133: who is accused is asked, and a confession never stands without what is alleged of it (METHOD 7.5)."""

import datetime as dt
import functools
from dataclasses import replace
from typing import Any

import pytest
from tests.ledger.world import SOURCES

from onrecord import dossier, ledger
from onrecord.dossier.holding import Books, holding
from onrecord.kernel import Visibility

_TODAY = dt.date(2031, 7, 1)
_SUBJECT = "incident:ridge-2031"


def _row(claim_id: str, subject: str, name: str, value: str, **more: Any) -> dict[str, Any]:
    known = {"id": claim_id, "subject": subject, "property": name, "value": value, "as_of": "2031-05-10", "quote": value,
             "speaker": "Ridge Gazette", "speaker_kind": "media", "source": "S1", "visibility": "public"}  # fmt: skip
    return {key: one for key, one in (known | more).items() if one is not None}


def _ours(claim_id: str, subject: str, name: str, value: str, **more: Any) -> dict[str, Any]:
    ours = {"speaker": "analyst A", "speaker_kind": "ourselves", "source": None, "quote": None, "basis": ["C1"],
            "level": "inference", "note": "what we asked"}  # fmt: skip
    return _row(claim_id, subject, name, value, **(ours | more))


_ACCUSED, _ASKED, _SILENT, _VICTIM = "person:a", "person:b", "person:c", "person:v"
_POLICE = {"asked_of": "Ridge district police"}
_ROWS = (
    _row("NA", _ACCUSED, "name", "Baurzhan Tolegen"), _row("NA2", _ACCUSED, "name", "Бауржан Толеген"),
    _row("C1", _ACCUSED, "charged_on", "2031-05-06"),
    _row("NB", _ASKED, "name", "Ruslan Aliyar"), _row("NB2", _ASKED, "name", "Руслан Алияр"),
    _row("C2", _ASKED, "charged_on", "2031-05-06"),
    _ours("AB", _ASKED, "reply_asked_on", "2031-06-01", as_of="2031-06-01"),
    _row("TB", _ASKED, "reply_text", "it was another man", as_of="2031-06-03"),
    _row("NC", _SILENT, "name", "Yerlan Sattar"), _row("C3", _SILENT, "charged_on", "2031-05-06"),
    _ours("AC", _SILENT, "reply_asked_on", "2031-06-27", as_of="2031-06-27"),
    _row("NV", _VICTIM, "name", "Aisulu Mamyr"), _row("NV2", _VICTIM, "name", "Айсұлу Мамыр"),
    _row("OV", _VICTIM, "outcome", "injured", incident="ridge-2031"),
    _row("AL", _ACCUSED, "ill_treatment_alleged", "suffocated with a bag", speaker_kind="witness"),
    _row("CF", _ACCUSED, "confession", "he set the fire"), _row("CF2", _ASKED, "confession", "he was there"),
    _row("IA", _SUBJECT, "ill_treatment_alleged", "men were forced to sign confessions",
         institution="Ridge district police"),
    _row("UW", "utterance:u", "uttered_words", "they should leave"), _row("UG", "utterance:u", "target_group", "dungan"),
    _row("KW", "utterance:k", "uttered_words", "the akim lied"), _row("KA", "utterance:k", "criticised_authority", "akim"),
)  # fmt: skip


def _book(*more: dict[str, Any]) -> ledger.Book:
    rows = [ledger.Row(number=n, fields=one, original="") for n, one in enumerate([*SOURCES, *_ROWS, *more], 1)]
    refused: list[Any] = []
    made = ledger.book_from_rows(rows, today=_TODAY, on_refused=refused.append)
    assert [one.problem.message("en") for one in refused] == []
    return made


@functools.cache
def _world() -> ledger.Book:
    return _book()


def _told(body: str, language: str = "en", *, book: ledger.Book | None = None, **fields: str) -> list[tuple[str, str]]:
    front = {"language": language, "incident": "ridge-2031", "as_of": "2031-07-01", "edition": "public"} | fields
    head = "".join(f"{name}: {value}\n" for name, value in front.items())
    report = dossier.check(book or _world(), f"---\n{head}---\n\n{body}\n", today=_TODAY)
    for one in report.diagnostics:
        assert all("{" not in one.message(tag) for tag in ("en", "ru", "kk"))
    return [(one.code.name, one.text) for one in report.diagnostics if one.code.name in ("OR132", "OR133")]


@pytest.mark.parametrize(
    ("language", "body", "named"),
    [
        ("en", "Baurzhan Tolegen was charged with arson.", "Baurzhan Tolegen"),
        ("ru", "Обвинение предъявлено Бауржану Толегену.", "Бауржану Толегену"),
        ("kk", "Бауржан Толегенге айып тағылды.", "Бауржан Толегенге"),
        ("en", "Ruslan Aliyar was charged with arson.", "Ruslan Aliyar"),
        ("en", "Yerlan Sattar was charged, and did not reply to us.", "Yerlan Sattar"),
        ("en", "Men were beaten in the cellar of the Ridge district police.", "Ridge"),
        ("en", "The governor said: “[they should leave](claim:UW)”.", "they should leave"),
        ("en", "Ruslan Aliyar was denied a lawyer.", "Ruslan Aliyar"),
        ("ru", "Руслан Алияр обвиняется; ответ на ходатайство отрицательный.", "Руслан Алияр"),
    ],
)
def test_who_is_accused_by_name_is_asked_first(language: str, body: str, named: str) -> None:
    """Nobody asked, an answer that is not carried, time that still runs; a person, a body, a speaker."""
    ((code, text),) = _told(body, language)
    assert code == "OR132"
    assert named in text


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Ruslan Aliyar was charged with arson. Asked by us, he denied that he had been there."),
        ("ru", "Руслан Алияр обвиняется в поджоге. На наш вопрос он ответил, что это был другой."),
        ("kk", "Руслан Алияр өртегені үшін айыпталуда. Ол мұны жоққа шығарды."),
        ("en", "Ruslan Aliyar was charged. They deny it."),
        ("en", "Ruslan Aliyar was charged. He denied that he was there."),
        ("ru", "Руслан Алияр обвиняется, но отрицает это."),
        ("en", "Ruslan Aliyar was charged.\n\nThe fire was on Friday.\n\n[It was another man](claim:TB)."),
        ("en", "Aisulu Mamyr was beaten by men whom she did not know."),
        ("kk", "Айсұлу Мамырды танымайтын адамдар ұрған."),
        ("en", "The Ridge district police drove us home."),
        ("en", "The police of another district beat two men."),
        ("en", "A man was tried for saying “[the akim lied](claim:KW)”."),
    ],
)
def test_who_was_asked_and_who_need_not_be_is_left_alone(language: str, body: str) -> None:
    """Victims, critics, bodies that are accused of nothing; answers that are carried beside the name or bound anywhere."""
    assert _told(body, language) == []


@pytest.mark.parametrize(
    "told", ["beaten while they were questioned", "избиты на допросе", "жауап алу кезінде ұрып-соққан"]
)
def test_who_was_beaten_when_questioned_may_have_confessed_to_it(told: str) -> None:
    """The allegation need not name the confession: where it was made is enough (METHOD 7.5)."""
    made = _book(_row("QQ", "incident:other-2031", "ill_treatment_alleged", told))
    assert [code for code, _ in _told("The defendants confessed.", book=made, incident="other-2031")] == ["OR133"]


def test_an_edition_for_few_names_whom_it_must() -> None:
    """The right of reply is before publication; what stays inside asks nobody."""
    assert _told("Baurzhan Tolegen was charged with arson.", edition="restricted") == []


@pytest.mark.parametrize(
    "more",
    [
        [_row("VA", _ACCUSED, "verdict", "acquitted", as_of="2031-06-10"), _row("VO", _ACCUSED, "verdict_on", "2031-06-10")],
        [_ours("EA", _ACCUSED, "reply_not_asked", "would_endanger")],
    ],
)  # fmt: skip
def test_a_verdict_or_a_signature_ends_the_duty_to_ask(more: list[dict[str, Any]]) -> None:
    """Who was acquitted is accused of nothing; an exception takes a second person, and none without one."""
    made = _book(*more)
    is_excuse = more[0]["property"] == "reply_not_asked"
    signed = [
        ledger.Review(claims=(made.claims[-1].id,), note="agreed", by="analyst B", at="2031-06-30T00:00:00Z", seq=99)
    ]
    with_reviews = ledger.Book.of(made.claims, made.vocabulary, reviews=signed if is_excuse else [])
    assert _told("Baurzhan Tolegen was charged with arson.", book=with_reviews) == []
    if is_excuse:
        assert [code for code, _ in _told("Baurzhan Tolegen was charged with arson.", book=made)] == ["OR132"]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "One man [set the fire](claim:CF), the paper says."),
        ("en", "The defendants confessed."),
        ("en", "Two men pleaded guilty to looting."),
        ("ru", "Подсудимые признали вину."),
        ("ru", "Двое признались в поджоге."),
        ("ru", "Следствие ссылается на признательные показания."),
        ("kk", "Сотталушылар кінәсін мойындады."),
        ("kk", "Екеуі дүкенді өртегенін мойындады."),
        ("en", "The defendants confessed to killing, and one denied involvement in arson."),
        ("en", "Nobody was surprised that the men confessed."),
        ("ru", "Подсудимые признали вину, а их адвокат отрицает участие."),
        ("ru", "Суд учёл, что подсудимый признал вину."),
        ("ru", "Полиция заявила, что подсудимые признали вину."),
        ("kk", "Сотталушылар айыптарын мойындады."),
        ("kk", "Полиция екі сотталушы кінәсін мойындады деп хабарлады."),
    ],
)
def test_a_confession_stands_beside_what_is_alleged_of_it(language: str, body: str) -> None:
    """Of the person, where it is known whose it is; else where confessions of the incident are said to be forced."""
    assert [code for code, _ in _told(body, language)] == ["OR133"]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        (
            "en",
            "One man [set the fire](claim:CF), the paper says. He says that he was suffocated with a bag over his head.",
        ),
        ("en", "Another man [was there](claim:CF2), the paper says."),
        ("en", "The defendants confessed, and later retracted it."),
        ("en", "They were beaten for two days. Then two men pleaded guilty."),
        ("en", "The defendants pleaded not guilty."),
        ("en", "None of the men confessed; one refused to plead guilty."),
        ("en", "The court found the men guilty of looting."),
        ("en", "People of every confession prayed together."),
        ("en", "The minister admitted the charge of neglect."),
        ("ru", "Подсудимые признали вину, но говорят, что их пытали."),
        ("ru", "Подсудимые вину не признали."),
        ("ru", "Суд признал их виновными."),
        ("ru", "Суд признал вину всех подсудимых."),
        ("ru", "Никто из них не сознался."),
        ("ru", "Министерство признало потерпевшими двадцать человек."),
        ("kk", "Сотталушылар кінәсін мойындаған жоқ."),
        ("kk", "Сот оларды кінәлі деп таныды."),
        ("kk", "Сотталушылар кінәсін мойындады, бірақ азапталғанын айтады."),
        ("kk", "Прокурорлар он төрт адамның қазасын мойындады."),
        ("en", "None of the fourteen has confessed."),
        ("en", "Nobody pleaded guilty."),
        ("en", "The men admitted no guilt."),
        ("en", "Residents confess that they are afraid."),
        ("en", "The confessional schools were closed."),
        ("en", "The Lutheran confession has no parish there."),
        ("en", "The commission admitted the offence was not investigated."),
        ("ru", "Власти признали вину и принесли извинения."),
        ("ru", "Комиссия признала вину полиции."),
        ("ru", "Апелляционная инстанция признала вину доказанной."),
        ("ru", "Суд первой инстанции признал вину всех."),
        ("ru", "Люди сознали опасность."),
        ("kk", "Үкімет өз кінәсін мойындады."),
        ("kk", "Сотталушылардың ешқайсысы кінәсін мойындаған емес."),
    ],
)
def test_what_is_no_confession_or_says_how_it_came_about_is_left_alone(language: str, body: str) -> None:
    """Denials, verdicts, denominations, ministers; a confession of whom nobody alleges anything."""
    assert [one for one in _told(body, language) if one[0] == "OR133"] == []


def test_without_an_allegation_a_confession_is_told_as_it_is() -> None:
    """Of another incident nothing is alleged; and an allegation of a later day is not known yet."""
    assert _told("The defendants confessed.", incident="other-2031") == []
    assert _told("The defendants confessed.", as_of="2031-05-09") == []


@pytest.mark.parametrize(
    ("language", "body", "words"),
    [
        ("en", "Baurzhan Tolegen is the murderer.", ["murderer"]),
        ("en", "The killer, Baurzhan Tolegen, was seen.", ["killer"]),
        ("ru", "Бауржан Толеген — убийца.", ["убийца"]),
        ("kk", "Бауржан Толеген — қылмыскер.", ["қылмыскер"]),
        ("en", "Baurzhan Tolegen is not the murderer.", []),
        ("en", "Baurzhan Tolegen saw the murderers.", []),
        ("en", "They looked for Baurzhan Tolegen. The killers fled.", []),
        ("en", "Aisulu Mamyr, a killer said, was hurt.", []),
        ("ru", "Бауржан Толеген не убийца.", []),
        ("en", "Baurzhan Tolegen's killer was seen.", []),
        ("kk", "Бауржан Толеген қылмыскерлерді көрді.", []),
    ],
)
def test_whom_no_court_has_convicted_is_not_called_guilty_by_name(language: str, body: str, words: list[str]) -> None:
    """METHOD R0.9: a charged man is no murderer, whether or not the sentence is bound to the charge."""
    head = f"---\nlanguage: {language}\nincident: ridge-2031\nas_of: 2031-07-01\nedition: restricted\n---\n\n"
    report = dossier.check(_world(), f"{head}{body}\n", today=_TODAY)
    assert [one.text for one in report.diagnostics if one.code.name == "OR112"] == words
    assert all("{" not in one.message(tag) for one in report.diagnostics for tag in ("en", "ru", "kk"))


@functools.cache
def _bench() -> ledger.Book:
    return _book(_row("NJ", "person:j", "name", "Marat Zhaken"), _row("NJ2", "person:j", "name", "Марат Жакен"))


@pytest.mark.parametrize(
    ("language", "body", "codes"),
    [
        ("en", "Judge Marat Zhaken refused to hear the witnesses. Marat Zhaken gave no reason.", []),
        ("ru", "Судья Марат Жакен отказался слушать свидетелей.", []),
        ("ru", "Ходатайство подано министру внутренних дел Марату Жакену.", []),
        ("kk", "Судья Марат Жакен куәгерлерді тыңдаудан бас тартты.", []),
        ("en", "The judge spoke with Marat Zhaken.", ["OR134"]),
        ("ru", "Судьба Марата Жакена неизвестна.", ["OR134"]),
        ("ru", "Вошёл судья, Марат Жакен встал.", ["OR134"]),
        ("kk", "Марат Жакен судьяға хат жазды.", ["OR134"]),
        ("en", "The fire was on Ruslan Aliyar Street.", []),
        ("ru", "Пожар был у школы имени Руслана Алияра.", []),
        ("kk", "Өрт Руслан Алияр көшесінде болды.", []),
        ("kk", "Өрт Руслан Алияр атындағы мектепте болды.", []),
        ("en", "The fire was on Ruslan Aliyar Street. Ruslan Aliyar was seen.", ["OR132"]),
        ("en", "Ruslan Aliyar, street trader, was seen.", ["OR132"]),
        ("ru", "Это сказано от имени Руслана Алияра.", ["OR132"]),
    ],
)
def test_offices_and_what_is_called_after_somebody_name_no_private_person(
    language: str, body: str, codes: list[str]
) -> None:
    """METHOD 7.5: an official is named by the office; a street is nobody."""
    head = f"---\nlanguage: {language}\nincident: ridge-2031\nas_of: 2031-07-01\nedition: public\n---\n\n"
    report = dossier.check(_bench(), f"{head}{body}\n", today=_TODAY)
    assert [one.code.name for one in report.diagnostics if one.code.name in ("OR132", "OR134")] == codes


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([], {"OR132", "OR134"}),
        ([_row("OK", _VICTIM, "consent", "yes", consent_level="publish_named", consent_form="written", visibility="team")],
         {"OR132"}),
        ([_ours("AA", _ACCUSED, "reply_asked_on", "2031-06-01", as_of="2031-06-01", visibility="team")], {"OR134"}),
    ],
)  # fmt: skip
def test_what_the_team_was_told_holds_for_what_it_publishes(rows: list[dict[str, Any]], codes: set[str]) -> None:
    """Consents and requests are no part of a public edition: that it lacks them says nothing, and nothing is let pass."""
    everything = _book(*rows)
    public = [one for one in everything.claims if one.visibility is Visibility.PUBLIC]
    shown = replace(ledger.Book.of(public, everything.vocabulary), is_public_only=True)
    text = (
        "---\nlanguage: en\nincident: ridge-2031\nas_of: 2031-07-01\nedition: public\n---\n\n"
        "Baurzhan Tolegen was charged, and did not reply to us.\n\nAisulu Mamyr was hurt.\n"
    )
    found = holding(Books(edition="public", shown=shown, everything=everything), text, today=_TODAY).errors
    assert {one.code.name for one in found} & {"OR132", "OR134"} == codes


@pytest.mark.parametrize("born", [[], [_row("BV", _VICTIM, "born_on", "2015-03-02", visibility="restricted")]])
def test_whoever_may_not_see_births_is_told_that_nobody_looked(born: list[dict[str, Any]]) -> None:
    """Once, at the first who is named, whether a birth is on record or not; a keeper finds the child or nothing."""
    everything = _book(*born)
    text = (
        "---\nlanguage: en\nincident: ridge-2031\nas_of: 2031-07-01\nedition: public\n---\n\n"
        "Aisulu Mamyr was hurt.\n\nRuslan Aliyar was charged and answered us: it was another man.\n"
    )

    def told(visible: set[Visibility], *, of_keeper: bool) -> list[tuple[str, str]]:
        seen = [one for one in everything.claims if one.visibility in visible]
        is_public = visible == {Visibility.PUBLIC}
        made = replace(
            ledger.Book.of(seen, everything.vocabulary), is_public_only=is_public, lacks_restricted=not of_keeper
        )
        found = dossier.check(made, text, today=_TODAY).diagnostics
        assert all("{" not in one.message(tag) for one in found for tag in ("en", "ru", "kk"))
        return [(one.code.name, one.text) for one in found if one.code.name in ("OR135", "OR136")]

    for visible in ({Visibility.PUBLIC, Visibility.TEAM}, {Visibility.PUBLIC}):
        assert told(visible, of_keeper=False) == [("OR136", "Aisulu Mamyr")]
    assert told(set(Visibility), of_keeper=True) == ([("OR135", "Aisulu Mamyr")] if born else [])
    assert told({Visibility.PUBLIC}, of_keeper=True) == []  # of what the edition shows; all else is checked beside it

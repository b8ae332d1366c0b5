"""The check: a statement in English, Russian and Kazakh against a book; each code, right and wrong."""

import datetime as dt
from typing import Any

import pytest
from tests.ledger.world import book, claim, source

from onrecord import dossier, ledger

_TODAY = dt.date(2031, 4, 1)
_WORLD = (
    claim("K1", 8, as_of="2031-03-08", wording="eight people"),
    claim("K2", 11, as_of="2031-03-14", wording="eleven people"),
    claim(
        "K3",
        11,
        as_of="2031-03-14",
        wording="одиннадцать человек",
        quote="погибли одиннадцать человек",
        source="S2",
        speaker_kind="media",
    ),
    claim("K4", 10, group="dungan", wording="ten Dungans"),
    claim("K5", 1, group="kazakh", wording="one Kazakh"),
    claim("K6", 121, high=None, qualifier="more_than", property="criminal_cases", wording="more than 120"),
    claim("K7", 24000, qualifier="about", property="displaced", wording="about 24,000", speaker_kind="media"),
    claim("K8", 10, high=None, qualifier="at_least", property="missing", wording="at least ten"),
    claim("K9", 200, high=None, qualifier="vague", property="homeless", wording="hundreds"),
    claim("K10", 40, property="hospitalised", wording="40"),
    claim("K11", 123, property="hospitalised", wording="123", source="S4", speaker_kind="media"),
    claim("K12", 60, property="charged", wording="60 persons"),
    claim("K13", 7, property="convicted", wording="seven"),
    claim("K14", 3, property="arrested", visibility="restricted"),
    claim("K15", None, high=None, qualifier=None, wording="30 March 2031", property="due_on", value="2031-03-30",
          subject="letter:one", speaker_kind="un_body"),
    claim("K16", None, high=None, qualifier=None, wording=None, property="no_reply_as_of", value="2031-03-31",
          subject="letter:one", speaker_kind="ngo"),
    claim("K17", None, high=None, qualifier=None, wording=None, property="cause_claim",
          value="a quarrel", quote="it was a quarrel between neighbours"),
    claim("K18", 8, property="prison_term", unit="years", wording="eight years"),
)  # fmt: skip


def _statement(body: str, *, language: str = "en", **fields: str) -> str:
    front = {"language": language, "incident": "valley-2031", "as_of": "2031-04-01", "edition": "public"} | fields
    lines = "".join(f"{name}: {value}\n" for name, value in front.items())
    return f"---\n{lines}---\n\n{body}\n"


def _check(body: str, *rows: dict[str, Any], language: str = "en", **fields: str) -> dossier.CheckReport:
    words = _statement(body, language=language, **fields)
    return dossier.check(book(*_WORLD, *rows), words, today=_TODAY)


def _codes(report: dossier.CheckReport) -> list[str]:
    return [one.code.name for one in report.diagnostics if one.severity is not dossier.Severity.NOTE]


_RIGHT = [
    ("en", "[Eleven people](fig:killed) were killed."),
    ("en", "[11 people](fig:killed) were killed, [ten Dungans](fig:killed?group=dungan) among them."),
    ("en", "[Eight people](fig:killed?as_of=2031-03-08) were dead on the first day."),
    ("en", "[More than 120](fig:criminal_cases) cases; more than [120](fig:criminal_cases) of them."),
    (
        "en",
        "[About 24,000](fig:displaced) fled, [at least ten](fig:missing) are missing, [hundreds](fig:homeless) homeless.",
    ),
    ("en", "The number in hospital is disputed: [40](fig:hospitalised?by=official) by one count."),
    (
        "en",
        "The Committee asked for a reply by [30 March 2031](claim:K15). No reply is known as of [31 March](claim:K16).",
    ),
    ("en", "Officials gave [“a quarrel between neighbours”](claim:K17) as the cause."),
    (
        "en",
        "Officials named [eleven people](fig:killed), while newspapers write of [about 24,000](fig:displaced) who fled.",
    ),
    ("ru", "Власти назвали [одиннадцать человек](fig:killed), а газеты — [около 24 тысяч](fig:displaced) бежавших."),
    ("en", "A man got [eight years](fig:prison_term) in prison."),
    ("en", "On 8 March 2031, under article 272, a man aged 34 spoke at 19:00 in `code with 99`."),
    ("ru", "Погибли [одиннадцать человек](fig:killed), в их числе [десять дунган](fig:killed?group=dungan)."),
    ("ru", "Возбуждено [более 120](fig:criminal_cases) дел; бежали [около 24 тысяч](fig:displaced)."),
    (
        "ru",
        "Ответа просили до [30 марта 2031 года](claim:K15); на [31 марта 2031 года](claim:K16) ответа не поступило.",
    ),
    ("kk", "[Он бір адам](fig:killed) қаза тапты, оның [он адамы дүнген](fig:killed?group=dungan)."),
    ("kk", "[120-дан астам](fig:criminal_cases) іс қозғалды."),
]
_WRONG = [
    ("en", "Eleven people were killed.", "OR101"),
    ("en", "[Eleven](fig:killed?place=nowhere) were killed.", "OR102"),
    ("en", "[Twelve people](fig:killed) were killed.", "OR103"),
    ("en", "[Nine Dungans](fig:killed?group=dungan) were killed.", "OR103"),
    ("en", "[Many](fig:killed) were killed.", "OR103"),
    ("en", "[40](fig:hospitalised) were taken to hospital.", "OR104"),
    ("en", "[Eight people](fig:killed) were killed.", "OR105"),
    ("en", "[120](fig:criminal_cases) cases were opened.", "OR106"),
    ("en", "[24,000](fig:displaced) people fled.", "OR106"),
    ("en", "[Ten](fig:missing) are missing.", "OR106"),
    ("en", "[200](fig:homeless) are homeless.", "OR106"),
    ("en", "[At least ten](fig:killed) were killed.", "OR107"),
    ("en", "[Seven](fig:convicted) out of [more than 120](fig:criminal_cases) were sentenced.", "OR109"),
    ("en", "[Eleven](fig:killed) died: [ten Dungans](fig:killed?group=dungan), [two Kazakhs](fig:killed?group=kazakh).",
     "OR110"),
    ("en", "The State has given no reply.", "OR111"),
    ("en", "The perpetrators, [60 persons](fig:charged), face trial.", "OR112"),
    ("en", "[Three](fig:arrested) were arrested.", "OR115"),
    ("en", "Officials spoke of [“a quarrel among thieves”](claim:K17).", "OR117"),
    ("en", "According to officials, [about 24,000](fig:displaced) fled.", "OR118"),
    ("en", "[About 24,000](fig:displaced?by=official) fled.", "OR118"),
    ("en", "[About 24,000](fig:displaced) fled, the authorities said.", "OR118"),
    ("en", "Newspapers say little; officials say that [about 24,000](fig:displaced) fled.", "OR118"),
    ("en", "[Eleven](fig:slain) were killed.", "OR119"),
    ("en", "[Eleven](fig:killed?colour=red) were killed.", "OR119"),
    ("en", "[Eleven](fig:killed?by=gossip) were killed.", "OR119"),
    ("en", "[Eleven](fig:killed?as_of=spring) were killed.", "OR119"),
    ("en", "[Eleven](claim:K99) were killed.", "OR119"),
    ("en", "The reply was due on [30 April 2031](claim:K15).", "OR120"),
    ("ru", "Погибли одиннадцать человек.", "OR101"),
    ("ru", "Погибли [двенадцать человек](fig:killed).", "OR103"),
    ("ru", "Погибли [восемь человек](fig:killed).", "OR105"),
    ("ru", "Возбуждено [120](fig:criminal_cases) дел.", "OR106"),
    ("ru", "По официальным данным, бежали [около 24 тысяч](fig:displaced).", "OR118"),
    ("ru", "Официального ответа государство не дало.", "OR111"),
    ("ru", "Преступники, [60 человек](fig:charged), ждут суда.", "OR112"),
    ("ru", "Ответа просили до [30 апреля 2031 года](claim:K15).", "OR120"),
    ("kk", "Он бір адам қаза тапты.", "OR101"),
    ("kk", "[Он екі адам](fig:killed) қаза тапты.", "OR103"),
    ("kk", "[Сегіз адам](fig:killed) қаза тапты.", "OR105"),
    ("kk", "[120](fig:criminal_cases) іс қозғалды.", "OR106"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "body"), _RIGHT)
def test_a_right_statement_raises_nothing(language: str, body: str) -> None:
    """False alarms would teach people not to look."""
    report = _check(body, language=language)
    assert [
        (one.code.name, one.message()) for one in report.diagnostics if one.severity is not dossier.Severity.NOTE
    ] == []
    assert report.figures_found == report.figures_bound


@pytest.mark.parametrize(("language", "body", "code"), _WRONG)
def test_a_wrong_statement_is_told_what_is_wrong(language: str, body: str, code: str) -> None:
    """Each way of being wrong has its code, and the finding stands at its words."""
    report = _check(body, language=language)
    assert code in _codes(report)
    text = _statement(body, language=language)
    for one in report.diagnostics:
        assert " ".join(text[one.start : one.end].split()) == one.text
        assert text.split("\n")[one.line - 1][one.column - 1 :].startswith(text[one.start : one.end].split("\n")[0])
        assert all("{" not in one.message(tag) for tag in ("en", "ru", "kk"))


def test_a_withdrawn_claim_cannot_be_bound() -> None:
    """Neither as a figure nor by its name."""
    base = book(*_WORLD)
    from dataclasses import replace

    gone = [
        replace(one, status=ledger.ClaimStatus.WITHDRAWN) if one.id in ("K1", "K2", "K3") else one
        for one in base.claims
    ]
    found = ledger.Book.of(gone, base.vocabulary)
    for body in ("[Eleven](fig:killed) were killed.", "[Eleven](claim:K2) were killed."):
        report = dossier.check(found, _statement(body), today=_TODAY)
        assert "OR116" in [one.code.name for one in report.errors]


def test_a_superseded_claim_leads_to_the_one_in_its_place() -> None:
    """Bound by its name, the error says by what it was superseded; the figure reads the new one and holds."""
    first, *others = (row for row in _WORLD if row.get("id") == "K2")
    old = first | {"status": "superseded", "status_why": "typed wrong", "superseded_by": "K2.r2"}
    rest = [row for row in _WORLD if row.get("id") != "K2"]
    found = book(*rest, old, first | {"id": "K2.r2"}, *others)
    report = dossier.check(found, _statement("[Eleven](claim:K2) were killed."), today=_TODAY)
    (told,) = [one for one in report.errors if one.code.name == "OR116"]
    for language in ("en", "ru", "kk"):
        assert "K2 → K2.r2" in told.message(language)
    before = dossier.check(book(*_WORLD), _statement("[Eleven](fig:killed) were killed."), today=_TODAY)
    after = dossier.check(found, _statement("[Eleven](fig:killed) were killed."), today=_TODAY)
    assert _codes(after) == _codes(before)


def test_a_disputed_claim_wants_a_word() -> None:
    """A warning: it goes on being read, marked."""
    from dataclasses import replace

    base = book(*_WORLD)
    marked = [replace(one, status=ledger.ClaimStatus.DISPUTED) if one.id == "K18" else one for one in base.claims]
    report = dossier.check(
        ledger.Book.of(marked, base.vocabulary),
        _statement("He got [eight years](fig:prison_term) in prison."),
        today=_TODAY,
    )
    assert _codes(report) == ["OR121"]


def test_a_reply_that_came_makes_no_reply_stale() -> None:
    """R0.3: passes as of the day before the reply, fails as of the day after (the State's reply of METHOD 4.2)."""
    replied = claim("K20", None, high=None, qualifier=None, wording=None, property="replied_on", value="2031-04-05",
                    subject="letter:one", speaker_kind="ngo", as_of="2031-04-05")  # fmt: skip
    body = "No reply is known as of [31 March 2031](claim:K16)."
    world = book(*_WORLD, replied)
    assert dossier.check(world, _statement(body, as_of="2031-04-01"), today=dt.date(2031, 6, 1)).errors == ()
    late = dossier.check(world, _statement(body, as_of="2031-04-20"), today=dt.date(2031, 6, 1))
    assert [one.code.name for one in late.errors] == ["OR105"]


def test_a_statement_does_not_know_what_was_learnt_later() -> None:
    """A statement as of its day keeps holding; read as of today it is stale."""
    later = claim("K21", 14, as_of="2031-05-01", wording="fourteen people")
    rows = [one for one in _WORLD if one["id"] not in ("K4", "K5")]
    world = book(*rows, later)
    body = "[Eleven people](fig:killed) were killed."
    assert dossier.check(world, _statement(body), today=dt.date(2031, 6, 1)).errors == ()
    stale = dossier.check(world, _statement(body, as_of="2031-06-01"), today=dt.date(2031, 6, 1))
    assert [one.code.name for one in stale.errors] == ["OR105"]


def test_one_origin_is_noted_however_many_outlets_print_it() -> None:
    """A reader may ask; it stops nothing."""
    report = _check("[A hundred](fig:vehicles) burned.", claim("K30", 100, property="vehicles", source="S3"),
                    claim("K31", 100, property="vehicles", source="S4"))  # fmt: skip
    (note,) = report.diagnostics
    assert note.code.name == "OR108"
    assert "AGENCY" in note.message()


def test_an_unbound_text_is_told_what_each_figure_could_be_bound_to() -> None:
    """Any organisation's text: found, guessed, and the claims named; what nobody says is said to be so."""
    text = "Ten Dungans were killed. More than 120 criminal cases were opened. 77 goats were stolen."
    report = dossier.check(book(*_WORLD), text, today=_TODAY)
    first, second, third = report.diagnostics
    assert (first.suggestion, first.claims) == ("[Ten](fig:killed?group=dungan)", ("K4",))
    assert second.suggestion == "[More than 120](fig:criminal_cases)"
    assert (third.suggestion, third.claims) == (None, ())
    assert (report.figures_found, report.figures_bound) == (3, 0)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Eleven dead", []),
        ("Twelve dead", ["OR101"]),
        ("A month after", []),
        ("More than 11 dead in the valley", ["OR101"]),
    ],
)
def test_a_title_says_no_figure_that_the_text_does_not_carry(title: str, codes: list[str]) -> None:
    """It can hold no link, and it is what most people read."""
    report = _check("[Eleven people](fig:killed) were killed.", title=title)
    assert _codes(report) == codes
    for one in report.errors:
        assert report.statement.text[one.start : one.end] == one.text
        assert one.text in title


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "More than **[120](fig:criminal_cases)** cases were opened."),
        ("en", "[at least **ten**](fig:missing) are missing."),
        ("ru", "Возбуждено более *[120](fig:criminal_cases)* дел."),
        ("kk", "[**120-дан астам**](fig:criminal_cases) іс қозғалды."),
    ],
)
def test_emphasis_stands_between_no_number_and_its_hedge(language: str, body: str) -> None:
    """Bold and italic are form."""
    assert _codes(_check(body, language=language)) == []


def test_a_group_is_never_guessed() -> None:
    """The dead of one group are not the dead: with no total on record the binding is refused, not widened."""
    report = dossier.check(
        book(claim("K4", 10, group="dungan")), _statement("[Ten](fig:killed) were killed."), today=_TODAY
    )
    assert [one.code.name for one in report.errors] == ["OR102"]


def test_json_is_what_was_promised() -> None:
    """CLI.md's fields, no more and no less, and a count of figures."""
    document = _check("[Twelve](fig:killed) were killed.").to_json("ru")
    assert set(document) == {"diagnostics", "figures_found", "figures_bound", "assertions"}
    assert set(document["diagnostics"][0]) == {
        "code", "severity", "start", "end", "line", "column", "text", "message", "figure", "claims", "suggestion", "fix",
    }  # fmt: skip
    assert "расходится" in document["diagnostics"][0]["message"]


def test_sarif_points_at_the_words() -> None:
    """SARIF 2.1.0: every result names a rule that is declared, and its region covers the words."""
    report = _check("Х😀 [Twelve](fig:killed) were killed.")
    (run,) = dossier.to_sarif(report, "s.md")["runs"]
    (result, *_) = run["results"]
    assert result["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    region = result["locations"][0]["physicalLocation"]["region"]
    text = report.statement.text
    assert text[region["charOffset"] : region["charOffset"] + region["charLength"]] == "Twelve"
    assert text.split("\n")[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == "Twelve"


def test_sources_that_are_named_only_count_as_origins() -> None:
    """A source that was never described is a root by its name."""
    found = book(claim("K1", 5, source="S1"), sources=[source("S1", "somebody")])
    assert found.figures("killed")[0].origins == ("somebody",)


@pytest.mark.parametrize(
    ("language", "body", "suggestion"),
    [
        ("en", "[Twelve people](fig:killed) were killed.", "eleven people"),
        ("ru", "Погибли [двенадцать человек](fig:killed).", "одиннадцать человек"),
        ("ru", "Пропали [девять](fig:missing).", "≥ 10"),
    ],
)
def test_a_suggestion_speaks_the_statements_language(language: str, body: str, suggestion: str) -> None:
    """A claim's own words where there are any in this language, the bare number where there are none."""
    (error, *_) = _check(body, language=language).errors
    assert error.suggestion == suggestion


@pytest.mark.parametrize(
    "body",
    [
        "[At least 25](fig:displaced) fled.",
        "[Nine](fig:displaced) fled.",
        "[Ten people](claim:H1) fled.",
        "Eleven people fled.",
    ],
)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_report_for_the_public_repeats_nothing_that_is_not_public(body: str, language: str) -> None:
    """A report on a public statement may lie open in a log of builds: no word, speaker, number or fix of what is hidden."""
    hidden = claim("H1", 11, property="displaced", visibility="restricted", speaker="zimorodok office")
    hidden |= {"wording": "eleven zimorodok", "quote": "11 people were driven out"}
    report = _check(body, hidden, edition="public")
    told = [one.to_row(language) for one in report.diagnostics]
    told_of_words = [one.to_row(report.statement, language) for one in report.assertions]
    own = "(claim:H1)" in body  # the author's own link may be said back
    for row in [*told, *told_of_words]:
        assert "H1" not in row["claims"]
        assert own or "H1" not in f"{row}"
    for row in told:
        assert "zimorodok" not in f"{row}"
        assert "11" not in f"{row['message']} {row['suggestion']} {row['fix']}"
    inside = _check(body, hidden, edition="restricted")
    assert any("H1" in one.claims for one in inside.diagnostics)
    told_inside = any("zimorodok" in one.message("en") for one in inside.diagnostics)
    assert told_inside is body.startswith("[")  # of words that nobody bound only the number of claims is told

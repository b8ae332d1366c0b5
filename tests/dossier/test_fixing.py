"""Fixes: what was agreed to is made where it holds, and every other letter of the file stays what it was."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.world import book, claim

from onrecord import dossier
from onrecord.dossier import Form, Statement
from onrecord.dossier.rewording import redated, reworded
from onrecord.kernel import PartialDate, Qualifier, Quantity, Vocabulary

_TODAY = dt.date(2031, 4, 1)
_HEAD = "---\nlanguage: en\nincident: valley-2031\nas_of: 2031-04-01\n---\n\n"
_BOOK = book(
    claim("K1", 11, as_of="2031-03-14", wording="eleven people"),
    claim("K2", 8, as_of="2031-03-08", wording="eight people"),
    claim("K3", 10, group="dungan", wording="ten Dungans"),
    claim("K4", 1, group="kazakh", wording="one Kazakh"),
    claim("K5", 121, high=None, qualifier="more_than", property="criminal_cases", wording="more than 120 cases"),
    claim("K6", 10, high=None, qualifier="at_least", property="missing", wording="at least ten"),
    claim("K7", 60, property="charged", wording="60 persons"),
)
_FIELDS = {"language": "en", "incident": "valley-2031", "as_of": "2031-04-01"}
_SENTENCES = (
    "Eleven people were killed.",
    "Ten people are missing.",
    "120 criminal cases were opened.",
    "Twelve people were killed.",
    "Sixty people were charged.",
)


def _check(statement: Statement) -> dossier.CheckReport:
    return dossier.check(_BOOK, statement, today=_TODAY)


def _statement(text: str, form: Form) -> Statement:
    names = {Form.MARKDOWN: "s.md", Form.PLAIN: "s.txt", Form.HTML: "s.html"}
    return dossier.statement_of(names[form], text.encode(), head=_FIELDS)


def _mended(
    text: str, form: Form = Form.MARKDOWN, *, but: Callable[[dossier.Diagnostic], bool] | None = None
) -> tuple[dossier.CheckReport, dossier.Mended]:
    report = _check(_statement(text, form))
    agreed = [one for one in dossier.fixable(report) if but is None or not but(one)]
    return report, dossier.mended(report, agreed, _check)


@pytest.mark.parametrize(
    ("form", "text", "mended"),
    [
        (Form.MARKDOWN, "Eleven people were killed.", "[Eleven](fig:killed) people were killed."),
        (Form.MARKDOWN, "**Eleven** people were killed.", "**[Eleven](fig:killed)** people were killed."),
        (
            Form.MARKDOWN,
            "Ten people are missing; ten Dungans were killed.",
            "[At least ten](fig:missing) people are missing; [ten](fig:killed?group=dungan) Dungans were killed.",
        ),
        (Form.MARKDOWN, "[120](fig:criminal_cases) cases.", "[more than 120](fig:criminal_cases) cases."),
        (Form.MARKDOWN, "[Twelve people](fig:killed) died.", "[Eleven people](fig:killed) died."),
        (Form.MARKDOWN, "[Eight people](fig:killed) died.", "[Eleven people](fig:killed) died."),
        (
            Form.HTML,
            "<p>El<b>ev</b>en people were killed &amp; ten &lt;Dungans&gt;",
            '<p><a href="fig:killed">El<b>ev</b>en</a> people were killed &amp; ten &lt;Dungans&gt;',
        ),
        (
            Form.HTML,
            "<p><b>Eleven</b> people were killed.",
            '<p><b><a href="fig:killed">Eleven</a></b> people were killed.',
        ),
        (
            Form.HTML,
            "<td><a href='fig:missing'>Ten</a> missing",
            "<td><a href='fig:missing'>At least ten</a> missing",
        ),
        (
            Form.PLAIN,
            "Eleven people *were* killed.\r\n\r\n    60 people were charged.",
            "[Eleven](fig:killed) people \\*were\\* killed.\r\n\r\n[60](fig:charged) people were charged.",
        ),
    ],
)
def test_words_are_bound_and_said_as_the_claims_say_them(form: Form, text: str, mended: str) -> None:
    """Bindings in the form of the file, hedges and numbers of the claims, capitals as they were."""
    _, done = _mended(text if form is not Form.MARKDOWN else _HEAD + text, form)
    if form is Form.PLAIN:
        assert (done.text, done.form) == (_HEAD.replace("\n", "\r\n") + mended, Form.MARKDOWN)
    elif form is Form.HTML and "ten &lt;" in text:
        assert done.text.startswith('<p><a href="fig:killed">El<b>ev</b>en</a> people were killed &amp; ')
        assert done.text.endswith(" &lt;Dungans&gt;")
    else:
        assert done.text.removeprefix(_HEAD) == mended
    assert not [one for one in done.report.errors if one.code.name != "OR101"]


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed.",  # the record says otherwise: which of the two is wrong, a person has to say
        "[Eleven people](https://example.org) were killed.",  # a link holds no link
        "`Eleven` people of [Eleven\npeople](fig:killed).",
        "About [120](fig:criminal_cases) cases were opened.",
        "# Title\n\n[xyz](fig:killed)",
    ],
)
def test_what_a_person_has_to_decide_is_not_offered(text: str) -> None:
    """No edit is proposed for it."""
    report = _check(_statement(_HEAD + text, Form.MARKDOWN))
    assert [one for one in report.diagnostics if one.fix is not None] == []


def test_a_fix_that_would_bring_an_error_is_not_made_and_is_told() -> None:
    """The check of what comes out decides; the others are made."""
    text = _HEAD + "Eleven people were killed.\n\n60 people were charged.\n"
    report = _check(_statement(text, Form.MARKDOWN))
    first, second = dossier.fixable(report)
    assert first.fix is not None
    wrong = dossier.Fix(start=first.fix.start, end=first.fix.end, replacement="[Twelve](fig:killed)", codes=("OR101",))
    done = dossier.mended(report, [replace(first, fix=wrong), second], _check)
    assert done.made == (second,)
    assert [(one.diagnostic.text, one.brings) for one in done.refused] == [("Eleven", ("OR103",))]
    assert done.text == text.replace("60", "[60](fig:charged)")


def test_what_was_declined_stays() -> None:
    """Only what was agreed to is written."""
    text = _HEAD + "Eleven people were killed.\n\n60 people were charged.\n"
    _, done = _mended(text, but=lambda one: one.text == "60")
    assert done.text == text.replace("Eleven", "[Eleven](fig:killed)")
    assert [one.text for one in done.report.errors] == ["60"]


_AROUND = st.text(alphabet="abж \n\r*_`[]()<>&;#.—😀\t\\", max_size=12)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([Form.MARKDOWN, Form.HTML]),
    st.lists(st.tuples(_AROUND, st.sampled_from(_SENTENCES)), min_size=1, max_size=4),
)
def test_every_letter_outside_of_the_fixes_stays_what_it_was(form: Form, parts: list[tuple[str, str]]) -> None:
    """The new text is the old one with the replacements that were made, letter for letter, and no error is new."""
    # A tab or an open tag at the very beginning would leave no word to check, and that is refused elsewhere.
    begin = f"{_HEAD}A report.\n\n" if form is Form.MARKDOWN else "<p>A report.</p>"
    text = begin + "".join(f"{around}{words}\n\n" for around, words in parts)
    report, done = _mended(text, form)
    expected, at = [], 0
    for one in done.made:
        assert one.fix is not None
        expected += [text[at : one.fix.start], one.fix.replacement]
        at = one.fix.end
    assert done.text == "".join(expected) + text[at:]
    assert len(done.report.errors) <= len(report.errors)
    assert {one.code.name for one in done.report.errors} <= {one.code.name for one in report.errors}


def test_mending_what_was_mended_changes_nothing() -> None:
    """A second run finds nothing to do."""
    _, once = _mended(_HEAD + "\n\n".join(_SENTENCES))
    report = _check(_statement(once.text, Form.MARKDOWN))
    assert dossier.fixable(report) == ()


@pytest.mark.parametrize(
    ("language", "words", "number", "suggestion", "new"),
    [
        ("en", "Ten people", ("at_least", 12), "at least twelve", "At least twelve people"),
        ("en", "Ten people", ("at_least", 12), "не менее 12", "At least 12 people"),
        ("en", "about 1,000 people", ("more_than", 1_200), None, "more than 1\u00a0200 people"),
        ("ru", "сто двадцать дел", ("more_than", 120), "120-дан астам", "более 120 дел"),
        ("ru", "около ста человек", ("exact", 185), "185 пострадавших", "185 человек"),
        ("kk", "он адам", ("at_least", 11), None, "кемінде 11 адам"),
        ("kk", "он адам", ("more_than", 11), None, None),
        ("en", "ten or twelve people of forty", ("exact", 11), None, None),
        ("en", "people", ("exact", 11), None, None),
        ("en", "eleven people", ("exact", 11), "11", "11 people"),
    ],
)
def test_a_number_is_said_as_a_claim_says_it(
    language: str, words: str, number: tuple[str, int], suggestion: str | None, new: str | None
) -> None:
    """The claim's words where they are of the language, digits with a hedge else; only the number is exchanged."""
    claimed = Quantity.of(number[1], Qualifier(number[0]), "x")
    found = reworded(words, claimed, suggestion, language, Vocabulary())
    assert found == new


def test_a_date_is_said_as_a_claim_says_it() -> None:
    """In the claim's wording, where that is of the language."""
    claimed = PartialDate.parse("2031-03-08")
    assert redated("sent on 9 March 2031.", PartialDate(earliest=claimed.earliest, latest=claimed.latest,
                   wording="on 8 March 2031"), "en") == "sent on 8 March 2031."  # fmt: skip
    assert redated("on that day", claimed, "en") is None

"""The right of reply: asked, waited for, answered, or excused by two persons (METHOD 5.3, 7.5)."""

from typing import Any

import pytest
from tests.speech.world import GOVERNOR, finding, register, row

from onrecord import speech

_ASKED = row("R-ask", "reply_asked_on", value="2031-06-01", as_of="2031-06-01", asked_of="district governor",
             reply_channel="letter", note="Did you say it, and of whom?")  # fmt: skip
_BY = row("R-by", "reply_asked_by", value="2031-06-15", as_of="2031-06-01", asked_of="district governor")
_TEXT = row("R-text", "reply_text", value="he was misquoted", as_of="2031-06-20", asked_of="district governor")
_EXCUSE = finding("R-not", "reply_not_asked", "would_endanger", "U1-words", asked_of="district governor")


def _one(*rows: dict[str, Any], as_of: str, **more: Any) -> speech.Request:
    (found,) = register(*GOVERNOR, *rows, as_of=as_of, **more).utterance("u1").replies
    for language in ("en", "ru", "kk"):
        assert "{" not in found.says().text(language)
    return found


@pytest.mark.parametrize(
    ("rows", "as_of", "status"),
    [
        ([_ASKED], "2031-06-08", "waiting"),
        ([_ASKED], "2031-06-09", "not_answered"),
        ([_ASKED, _BY], "2031-06-15", "waiting"),
        ([_ASKED, _BY], "2031-06-16", "not_answered"),
        ([_ASKED, _BY, _TEXT], "2031-06-19", "not_answered"),
        ([_ASKED, _BY, _TEXT], "2031-06-20", "answered"),
    ],
)
def test_seven_days_unless_another_day_was_given_and_a_late_answer_is_one(
    rows: list[dict[str, Any]], as_of: str, status: str
) -> None:
    """The last day itself is in time; what is published is what they said, whenever that was."""
    found = _one(*rows, as_of=as_of)
    assert found.status.value == status
    assert found.is_kept is (status != "waiting")
    assert (found.asked_of, found.channel, found.text) == (
        "district governor",
        "letter",
        "Did you say it, and of whom?",
    )


def test_who_is_not_asked_is_excused_by_a_second_person_only() -> None:
    """The exception takes another signature; before the day of it there is none."""
    assert _one(_EXCUSE, as_of="2031-07-01").status is speech.Reply.EXCUSE_UNSIGNED
    assert _one(_EXCUSE, as_of="2031-07-01", reviewed=["R-not"], by="Analyst A").status is speech.Reply.EXCUSE_UNSIGNED
    signed = _one(_EXCUSE, as_of="2031-07-01", reviewed=["R-not"])
    assert (signed.status, signed.reviewers) == (speech.Reply.EXCUSED, ("analyst B",))
    assert _one(_EXCUSE, as_of="2031-05-01", reviewed=["R-not"]).status is speech.Reply.EXCUSE_UNSIGNED


def test_before_anybody_was_asked_there_is_no_request() -> None:
    """As of an earlier day nothing is known of it."""
    assert register(*GOVERNOR, _ASKED, _BY, as_of="2031-05-31").utterance("u1").replies == ()
    assert not speech.none_asked("person:p").is_kept


def test_a_private_person_is_not_named_by_who_was_asked() -> None:
    """SP-03 holds for the request as it holds for the words."""
    private = [one for one in GOVERNOR if one["id"] not in ("U1-capacity", "U1-office")]
    shown = register(*private, _ASKED, as_of="2031-06-02").utterance("u1")
    assert "district governor" not in str(shown.to_row()["replies"])
    assert shown.to_row(with_names=True)["replies"][0]["asked_of"] == "district governor"


def test_a_form_of_hate_speech_takes_a_second_person_and_a_group() -> None:
    """To call words incitement is as grave as to class them: criticism of an authority is none."""
    form = finding("G-1", "gr35_form", "incitement", "U1-words")
    (alone,) = register(*GOVERNOR, form).utterance("u1").forms
    assert [one.code for one in alone.blocks] == ["speech.form-unreviewed"]
    (signed,) = register(*GOVERNOR, form, reviewed=["G-1"]).utterance("u1").forms
    assert (signed.blocks, signed.to_row()["stands"]) == ((), True)
    critic = [one for one in GOVERNOR if one["id"] != "U1-group"]
    authority = row("U1-crit", "criticised_authority", value="the police")
    (of_critic,) = register(*critic, authority, form, reviewed=["G-1"]).utterance("u1").forms
    assert [one.code for one in of_critic.blocks] == ["speech.criticism-of-authority"]


def test_whoever_is_asked_about_one_subject_stands_apart() -> None:
    """The answer of the one is not that of the other."""
    police = _ASKED | {"id": "R-ask-2", "asked_of": "district police"}
    found = register(*GOVERNOR, _ASKED, _TEXT, police, as_of="2031-06-20").utterance("u1").replies
    assert [(one.asked_of, one.status.value) for one in found] == [
        ("district governor", "answered"), ("district police", "not_answered"),
    ]  # fmt: skip

"""Shells: a page that shows little, or asks to log in, is suspected; an ordinary page is not."""

import pytest
from tests.vault.pages.takes import WORDS

from onrecord import vault
from onrecord.vault.pages.shells import ShellSign, holds, shell_signs

SHELLS = {
    "nothing": ("", ShellSign.NO_TEXT),
    "spaces and signs": (" \n … — ", ShellSign.NO_TEXT),
    "few words": ("Valley Herald. Menu. Search.", ShellSign.SHORT_TEXT),
    "script": ("JavaScript is not available. We’ve detected that JavaScript is disabled." + " Help Center" * 12, ShellSign.WALL),
    "login": ("Log in to Facebook to see posts. You must log in to continue. " + "Privacy. Terms. Cookies. " * 12, ShellSign.WALL),
    "robot": ("Checking your browser before accessing the site. " * 5, ShellSign.WALL),
    "ru": ("Войдите или зарегистрируйтесь, чтобы продолжить. Подтвердите, что вы не робот. " * 4, ShellSign.WALL),
    "kk": ("Жалғастыру үшін жүйеге кіріңіз. Робот емес екеніңізді растаңыз. " * 5, ShellSign.WALL),
}  # fmt: skip


@pytest.mark.parametrize("text", SHELLS)
def test_a_shell_is_suspected(text: str) -> None:
    """METHOD 1.1: a social network's shell must not pass silently."""
    words, sign = SHELLS[text]
    assert sign in shell_signs(words)


def test_an_ordinary_page_is_not_suspected() -> None:
    """In any script, and though it speaks of logging in somewhere."""
    kazakh = (
        "Алқап тұрғындары сол түнде не көргенін айтты. Мектепте жиналғандар таңға дейін күтті, жол жабық болды. " * 3
    )
    assert shell_signs(WORDS) == ()
    assert shell_signs(kazakh) == ()
    assert shell_signs(WORDS * 6 + " Log in to continue the discussion.") == ()
    assert shell_signs("谷地居民讲述了当晚的所见所闻。" * 20) == ()


def test_words_that_a_person_expects_must_be_there() -> None:
    """Whatever the case, the spaces and the form of the letters."""
    assert shell_signs(WORDS, expected=["ELEVEN  houses", "at least twelve"]) == ()
    assert shell_signs(WORDS, expected=["thirteen houses"]) == (ShellSign.WORDS_MISSING,)
    assert holds("Ｅleven\n houses", "eleven houses")


def test_a_page_that_does_not_show_what_it_promises_is_suspected() -> None:
    """The description for others names words of the post; on the page there is a frame around nothing."""
    frame = "Home Explore Notifications Messages Bookmarks Profile More Post. " * 4
    promise = "Residents counted eleven burned houses near the school, and published photographs"
    assert shell_signs(frame, promised=[promise]) == (ShellSign.PROMISE_NOT_KEPT,)
    assert shell_signs(WORDS, promised=["Residents told what they saw: eleven houses burned"]) == ()
    assert shell_signs(WORDS * 6, promised=[promise.upper()]) == ()
    assert shell_signs(frame, promised=["All the news"]) == ()


@pytest.mark.parametrize("status", [404, 403, 429, 500])
def test_an_error_page_is_suspected(status: int) -> None:
    """It may be just what a person wants to show, and they are told."""
    assert shell_signs(WORDS, status=status) == (ShellSign.ERROR_STATUS,)


def test_every_sign_has_words_in_three_languages() -> None:
    """And so has everything that may be missing, and every limit."""
    for words, kinds in (
        (vault.SHELL_WORDS, vault.ShellSign),
        (vault.MISSING_WORDS, vault.Missing),
        (vault.LIMIT_WORDS, vault.Limit),
    ):
        assert set(words) == set(kinds)
        assert all(len({label.en, label.ru, label.kk}) == 3 for label in words.values())

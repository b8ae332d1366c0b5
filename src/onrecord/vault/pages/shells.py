"""Owns the suspicion that a capture holds a page's shell and not its content. Never decides it: a person looks.

In one published study 5 of 163 archived pages of a social network held any content (METHOD 1.1). So the rendered text
is measured, and the words that should be in it are looked for: those a person expects, and those by which the page
describes itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

_SHORT: Final = 200  # letters and digits; a post with its surroundings has more
_LITTLE: Final = 1200  # below this, words that say "go away" are most of what there is
_PROMISED: Final = 4  # words; fewer prove nothing
_WORD: Final = re.compile(r"\w{4,}")
_WALLS: Final = (
    "javascript is not available", "javascript is disabled", "enable javascript", "javascript to run this app",
    "enable cookies", "checking your browser", "checking if the site connection is secure", "just a moment",
    "verify you are human", "verify that you are human", "are you a robot", "not a robot", "unusual traffic",
    "access denied", "attention required", "something went wrong", "try reloading", "log in to continue",
    "sign in to continue", "log in to see", "sign up to see", "log into facebook", "you must log in",
    "you need to log in", "please log in", "login • instagram", "this content isn't available",
    "this page isn't available", "content is not available in your", "video unavailable",
    "включите javascript", "отключён javascript", "отключен javascript", "необходимо включить", "включить cookie",
    "войдите, чтобы", "войдите в систему", "войдите или зарегистрируйтесь", "авторизуйтесь", "необходимо войти",
    "подтвердите, что вы не робот", "вы не робот", "проверка браузера", "проверяем ваш браузер",
    "доступ ограничен", "доступ запрещён", "доступ запрещен", "что-то пошло не так", "страница доступна только",
    "javascript қосыңыз", "javascript-ті қосыңыз", "кіру қажет", "жүйеге кіріңіз", "тіркеліңіз немесе кіріңіз",
    "робот емес екеніңізді", "браузер тексерілуде", "қолжетімділік шектелген",
)  # fmt: skip


class ShellSign(StrEnum):
    """What makes a capture look like a shell."""

    NO_TEXT = "no_text"
    SHORT_TEXT = "short_text"
    WORDS_MISSING = "words_missing"  # that a person expects
    PROMISE_NOT_KEPT = "promise_not_kept"  # words by which the page describes itself to others
    WALL = "wall"  # asks to log in, to switch something on, to prove that one is human
    ERROR_STATUS = "error_status"


def shell_signs(
    text: str, *, expected: Sequence[str] = (), promised: Sequence[str] = (), status: int = 200
) -> tuple[ShellSign, ...]:
    """Return everything that makes this rendered text look like that of a shell, in the order of the list above."""
    letters = letters_in(text)
    folded = _folded(text)
    signs = {
        ShellSign.NO_TEXT: letters == 0,
        ShellSign.SHORT_TEXT: 0 < letters < _SHORT,
        ShellSign.WORDS_MISSING: any(not holds(text, words) for words in expected),
        ShellSign.PROMISE_NOT_KEPT: letters < _LITTLE and any(_is_broken(folded, one) for one in promised),
        ShellSign.WALL: letters < _LITTLE and any(one in folded for one in _WALLS),
        ShellSign.ERROR_STATUS: status >= 400,
    }
    return tuple(sign for sign, is_there in signs.items() if is_there)


def letters_in(text: str) -> int:
    """Return how many letters and digits of any script there are."""
    return sum(1 for one in text if one.isalnum())


def holds(text: str, words: str) -> bool:
    """Say whether the words stand in the text, whatever the case and the spaces between them."""
    return _folded(words) in _folded(text)


def _is_broken(folded: str, promise: str) -> bool:
    """Say whether less than half of the words that a page is described by are on it."""
    words = set(_WORD.findall(_folded(promise)))
    return len(words) >= _PROMISED and sum(1 for one in words if one in folded) * 2 < len(words)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())

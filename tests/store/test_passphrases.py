"""Which passphrases are refused, in three languages, and that good ones are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.kernel import INTERFACE_LANGUAGES
from onrecord.store import Cost, WeakPassphrase, chosen_passphrase
from onrecord.store.errors import WEAKNESSES
from onrecord.store.passphrases import LEAST, Weakness, prepared, weakness

_WEAK = {
    "short": ["", "password", "x9K!q2Lm$7Zp@4", "correct horse", "              x", "қысқа сөйлем"],
    "numbers-only": ["123456789012345678", "31.12.1999 - 01.01.2000", "+7 701 555 55 55 33 22", "8 8 8 7 6 5 1 2 3 9 0 4 5"],
    "repeated": ["passwordpassword", "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "Valley2031Valley2031!", "тақтақтақтақтақтақ"],
    "few-letters": ["ababababbabaabbab", "ноноонононооно оно"],
    "keyboard": ["qwertyuiopasdfghjkl", "1qaz2wsx3edc4rfv", "йцукенгшщзхъфыва", "abcdefghijklmnopqrst", "poiuytrewqlkjhgfdsa",
                 "әіңғүұқөһәіңғүұқөһә1"],
    "common": ["Correct Horse Battery Staple!", "iloveyou forever 2024", "P@ssw0rd Passw0rd 1!", "мойпароль123456",
               "Съешь ещё этих мягких французских булок".replace("ё", "е"), "Туған күніңізбен, 2024!", "to be or not to be that is the question"],
    "known": ["Documentation of Valley", "desk of valley 2031 !"],
    "like-a-key": ["RK1-2FS6-9Q8A-VCGZ-Y3MN", "sh2 is what I call my boat"],
}  # fmt: skip
_GOOD = [
    "five sonorous kettles march uphill",
    "x9K!q2Lm$7Zp@4Rt",
    "моя бабушка солит огурцы ночью",
    "алма бұлт тас көпір қасық жүн",
    "drongo phenol trellis wombat",
    "tr0ub4dor&3 enters the castle",
]


@pytest.mark.parametrize(("problem", "words"), [(kind, one) for kind, many in _WEAK.items() for one in many])
def test_a_weak_passphrase_is_refused_with_the_reason(problem: str, words: str) -> None:
    """L3: fewer than 15 characters, in the list, or explained by a rule."""
    found = weakness(words, known=["Valley 2031", "documentation desk"])
    assert found is not None
    assert found.value == problem or (problem not in ("short", "like-a-key") and found is not Weakness.SHORT)


@pytest.mark.parametrize("words", _GOOD)
def test_a_good_passphrase_is_taken(words: str) -> None:
    """Rules that refuse what is good teach people to work around them."""
    assert weakness(words, known=["Valley 2031", "keeper"]) is None


def test_what_is_refused_is_said_in_three_languages() -> None:
    """The sentence says why and what to do instead."""
    for problem in Weakness:
        fault = WeakPassphrase(weakness=problem.value)
        texts = [fault.message(language) for language in INTERFACE_LANGUAGES]
        assert all(
            WEAKNESSES[problem.value].text(one) in text for one, text in zip(INTERFACE_LANGUAGES, texts, strict=True)
        )
        assert len(set(texts)) == 3
    with pytest.raises(WeakPassphrase):
        chosen_passphrase("passwordpassword", cost=Cost(memory_kib=64 << 10, passes=1, lanes=1))


@given(st.text(max_size=LEAST - 1))
def test_nothing_short_passes(words: str) -> None:
    """Whatever the script."""
    assert weakness(words) is Weakness.SHORT


@given(st.text(max_size=60))
def test_any_text_has_an_answer(words: str) -> None:
    """No input breaks the rules, and none takes long."""
    weakness(words, known=[words[:8]])


def test_one_passphrase_is_the_same_on_every_keyboard() -> None:
    """On macOS й is typed in two parts, some keyboards a blank that does not break; the bytes are the same (RFC 8265)."""
    assert prepared("чай и\u00a0мёд") == prepared("ча\u0438\u0306 и ме\u0308д") == "чай и мёд".encode()

"""Every word of the lists in src/onrecord/reading/speakers/data does what it is there for."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from onrecord import reading
from onrecord.kernel import Vocabulary
from onrecord.reading.prose import PROSE_LANGUAGES
from onrecord.reading.speakers.lexicon import words_of
from onrecord.reading.speakers.phrases import kind_of, phrase_from, tokens_of

# Per language: a speaker as it stands before a verb, behind "according to", and before a phrase that stands last; the
# figure that is said; a verb; the sentence that a pronoun looks back to.
_SAY = {
    "en": ("The ministry", "the ministry", "8 people were killed", "said", "The minister spoke."),
    "ru": ("Министерство", "министерства", "погибли 8 человек", "сообщило", "Министр выступил."),
    "kk": ("Министрлік", "министрлік", "8 адам қаза тапты", "деп хабарлады", "Министр сөйледі."),
    "ky": ("Министрлик", "министрлик", "8 киши каза болду", "деп билдирди", "Министр сүйлөдү."),
    "uk": ("Міністерство", "міністерства", "загинули 8 людей", "повідомило", "Міністр виступив."),
    "pl": ("Ministerstwo", "ministerstwa", "zginęło 8 osób", "poinformowało", "Minister wystąpił."),
    "de": ("Das Ministerium", "des Ministeriums", "8 Menschen starben", "sagte", "Der Minister sprach."),
    "fr": ("Le ministère", "le ministère", "8 personnes sont mortes", "a déclaré", "Le ministre a parlé."),
}
_THAT = {"en": " that", "ru": ", что", "uk": ", що", "pl": ", że", "de": ", dass", "fr": " que"}


def _data(language: str) -> dict[str, Any]:
    file = resources.files("onrecord.reading.speakers") / "data" / f"{language}.toml"
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return data


def _written(phrase: str) -> str:
    return " ".join(word.removesuffix("-") for word in phrase.split())


def _found(text: str, language: str, number: str = "8") -> tuple[str | None, str]:
    """Return the rule by which the speaker of the figure is found, and the stance."""
    start = text.rindex(number)
    one = reading.Circumstances(text, language, Vocabulary()).of(start, start + len(number))
    return (one.speaker.rule if one.speaker else None), one.stance.value


def _sentence(language: str, name: str, phrase: str) -> str:
    """Return a sentence in which a phrase of a list does its work."""
    subject, behind, content, verb, before = _SAY[language]
    is_last = language in {"kk", "ky"}
    capital = phrase[0].upper() + phrase[1:]
    return {
        "before": f"{capital} {behind}, {content}.",
        "behind": f"{subject} {phrase}, {content}.",
        "papers_say": f"{capital}, {content}.",
        "cited": f"{'Herald' if language == 'en' else '«Herald»'}, {phrase} {behind}, {content}.",
        "cited_behind": f"«Herald» {behind} {phrase}, {content}.",
        "their_words": f"{before} {capital}, {content}.",
        "pronouns": f"{before} {capital} {content} {verb}."
        if is_last
        else f"{before} {capital} {verb}{_THAT.get(language, '')} {content}.",
        "verbs": f"{subject} {content} {phrase}."
        if is_last
        else f"{subject} {phrase}{_THAT.get(language, '')} {content}.",
        "denials": f"{subject} {content} {phrase}."
        if is_last
        else f"{subject} {phrase}{_THAT.get(language, '')} {content}.",
        "suppositions": f"{capital} {content}.",
        "about_this": "",
    }[name]


def _before(word: str) -> str:
    """Return a word as it stands before another: what is elided has no space behind it."""
    return word if word.endswith("'") else f"{word} "


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_phrase_for_speaking_finds_who_speaks(language: str) -> None:
    """The rule that is told is the one of the phrase; a denial is one."""
    missed = []
    for name, phrases in _data(language)["triggers"].items():
        for phrase in map(_written, phrases):
            rule, stance = _found(_sentence(language, name, phrase), language)
            expected = {"denials": None, "pronouns": "sentence before"}.get(name, name)
            is_right = stance == "denied" if name == "denials" else (rule or "").startswith(str(expected))
            if name == "their_words":
                is_right = "their_words" in (rule or "")
            if name not in {"pronouns", "denials"}:
                is_right = is_right and phrase.split()[0] in (rule or "")
            if not is_right:
                missed.append((name, phrase, rule, stance))
    assert not missed


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_noun_of_those_who_speak_tells_in_what_capacity(language: str) -> None:
    """A noun that only says that somebody speaks leaves it open."""
    words = words_of(language)
    assert words is not None
    wrong = []
    for kind, stems in _data(language)["heads"].items():
        expected = "unknown" if kind in {"weak", "papers"} else kind
        wrong += [(kind, one) for one in map(_written, stems) if kind_of(one, words) != expected]
    assert not wrong


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_supposition_is_one(language: str) -> None:
    """What is only supposed nobody says."""
    for phrase in _data(language)["grammar"]["suppositions"]:
        assert _found(_sentence(language, "suppositions", phrase), language)[1] == "supposed", phrase


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_word_that_ends_a_phrase_ends_it(language: str) -> None:
    """The words for a speaker stop before them."""
    words = words_of(language)
    assert words is not None
    subject = _SAY[language][0]
    grammar = _data(language)["grammar"]
    for word in (*grammar["stops"], *map(_written, grammar.get("harms", ()))):
        text = f"{subject} {_before(word)}xyz"
        tokens = tokens_of(text, 0, len(text))
        phrase = phrase_from(tokens, 0, words)
        assert phrase is not None, word
        assert text[: tokens[phrase[1] - 1].end] == subject, word


@pytest.mark.parametrize("language", ["en", "ru", "uk", "pl", "de", "fr"])
def test_every_small_word_may_stand_between_subject_and_verb(language: str) -> None:
    """Adverbs, days of the week and the like do not hide who speaks."""
    subject, _, content, verb, _ = _SAY[language]
    grammar = _data(language)["grammar"]
    missed = []
    of_groups = {word for name in ("articles", "prepositions", "noun_markers") for word in grammar.get(name, ())}
    for word in (one for one in grammar["fillers"] if one not in of_groups):
        text = f"{subject} {_before(word)}{verb}{_THAT[language]} {content}."
        rule, stance = _found(text, language)
        is_negation = word in grammar.get("negations", ())
        if not (stance == "denied" if is_negation else (rule or "").startswith("verbs")):
            missed.append((word, rule, stance))
    assert not missed


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_contrast_keeps_two_who_speak_apart(language: str) -> None:
    """What follows a contrast is not said by who spoke before it."""
    _, behind, content, verb, _ = _SAY[language]
    for word in _data(language)["grammar"]["contrasts"]:
        if language in {"kk", "ky"}:
            text = f"5 {content[2:]}, {verb} {behind}, {word} {content}."
        else:
            text = f"{content.replace('8', '5').capitalize()}, {verb} {behind}, {word} {content}."
        assert _found(text, language) == (None, "said"), (word, text)


@pytest.mark.parametrize("language", PROSE_LANGUAGES)
def test_every_way_to_point_back_finds_who_said_it(language: str) -> None:
    """«Погибли 8 человек. Об этом сообщили в министерстве»."""
    content = _SAY[language][2]
    after = {
        "en": "reported by the ministry",
        "ru": "сообщили в министерстве",
        "uk": "повідомили в міністерстві",
        "pl": "poinformowało ministerstwo",
        "de": "sagte das Ministerium",
        "fr": "a déclaré le ministère",
        "kk": "министрлік хабарлады",
        "ky": "министрлик билдирди",
    }[language]
    for phrase in _data(language)["grammar"]["about_this"]:
        begins = f"{phrase[0].upper()}{phrase[1:]} ".replace("- ", "'")  # « C'est ce qu'a déclaré le ministère. »
        text = f"{content[0].upper()}{content[1:]}. {begins}{after}."
        assert (_found(text, language)[0] or "").startswith("sentence after"), text

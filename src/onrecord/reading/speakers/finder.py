"""Owns the finding of who says what a stretch of a text says: by its sentence, or by a named rule from beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from onrecord.reading.sentences import sentence_around
from onrecord.reading.speakers.attributions import Attribution, Attributions
from onrecord.reading.speakers.lexicon import Words, words_of
from onrecord.reading.speakers.model import SpeakerInText, Stance
from onrecord.reading.speakers.phrases import Token, is_paper, kind_of, names_somebody, phrase_from, role_in, tokens_of

_BACK: Final = 3  # sentences a pronoun is followed back
_NAME: Final = 4  # letters of a name by which it is known again
_CASE: Final = 2  # letters that a case may change
_IN_OFFICE: Final = frozenset({"official", "court", "un_body"})
_COLON_REACH: Final = 60  # code points before the colon of "Police: eight dead"
_QUOTED: Final = re.compile(r"«[^«»]{2,1500}»|“[^“”]{2,1500}”|„[^„“”]{2,1500}[“”]|\"[^\"\n]{2,1500}\"")
_END: Final = " \t\n\r\u00a0.!?…»”\"'’)"


class Speakers:
    """Who says what in one text. Each sentence is read once, when somebody asks about it."""

    def __init__(self, text: str, language: str | None) -> None:
        """Take the text; in a language without words of ours nobody is found."""
        self._text = text
        self._words = words_of(language)
        self._sentences: dict[tuple[int, int], tuple[Attribution, ...]] = {}
        self._quotations: list[tuple[int, int]] | None = None

    def of(self, start: int, end: int, within: tuple[int, int] | None = None) -> SpeakerInText | None:
        """Return who says what stands between two code points, None where the text does not tell.

        Where nobody claims it (denied, asked, supposed), the answer says so by its stance, with the words that do it.
        """
        words = self._words
        if words is None:
            return None
        begin, finish = within or sentence_around(self._text, start, end)
        unsaid = self._unsaid(begin, finish, start, words)
        if unsaid is not None:
            return unsaid
        found = self._governing(start, begin, finish)
        if found is not None:
            return self._named(found, begin, finish, words)
        return (
            self._by_colon(start, begin, words)
            or self._by_quotation(start, end, begin, finish, words)
            or self._by_sentence_after(begin, finish, words)
        )

    def _of_sentence(self, begin: int, finish: int) -> tuple[Attribution, ...]:
        if (begin, finish) not in self._sentences:
            assert self._words is not None  # noqa: S101 - asked before
            self._sentences[begin, finish] = Attributions(self._text, begin, finish, self._words).found()
        return self._sentences[begin, finish]

    def _unsaid(self, begin: int, finish: int, start: int, words: Words) -> SpeakerInText | None:
        """Return the words that make the sentence a question, or its clause a supposition."""
        if self._text[begin:finish].rstrip("\"'»”’) \r\n").endswith("?") and not self._is_quoted(start):
            return _by(self._text, finish - 1, finish, "question", Stance.ASKED)
        for mark in words.suppositions.finditer(self._text, begin, finish):
            if mark.start() <= start and not re.search(r",\s", self._text[mark.end() : start]):
                return _by(self._text, mark.start(), mark.end(), "supposition", Stance.SUPPOSED)
        return None

    def _is_quoted(self, start: int) -> bool:
        return any(begin < start < end for begin, end in self._all_quotations())

    def _governing(self, start: int, begin: int, finish: int) -> Attribution | None:
        """Return the attribution of a sentence that governs a place in it."""
        found = self._of_sentence(begin, finish)
        fits = [one for one in found if not one.is_cited and self._covers(one, start, found, begin, finish)]
        cited = [one for one in found if one.is_cited and self._covers(one, start, found, begin, finish)]
        best = _nearest(fits, start)
        if not cited:
            return best
        source = _nearest(cited, start)
        assert source is not None  # noqa: S101 - there are some
        assert self._words is not None  # noqa: S101 - asked before
        if best is not None and (best.stance is not Stance.SAID or is_paper(self._text_of(source), self._words)):
            return best
        return source

    def _covers(self, one: Attribution, start: int, found: Sequence[Attribution], begin: int, finish: int) -> bool:
        if one.said_start <= start < one.said_end:
            return False
        others = [other for other in found if other is not one and not other.is_cited and not one.is_cited]
        if start >= one.said_end:
            between = self._text[one.said_end : start]
            if any(one.said_start < other.said_start <= start and not other.is_after_words for other in others):
                return False
            has_later = any(other.said_start > start for other in others)
            return not (self._contrasts(between) and (one.is_after_words or has_later))
        if not one.is_after_words and one.said_start > begin and not self._is_closing(one, finish):
            return False
        between = self._text[start : one.said_start]
        if any(start < other.said_start < one.said_start for other in others):
            return False
        has_earlier = any(other.said_end <= start for other in others)
        return not (self._contrasts(between) and has_earlier) and not self._contrasts_hard(between)

    def _is_closing(self, one: Attribution, finish: int) -> bool:
        rest = self._text[one.said_end : finish].strip(" .!?»”\"'")
        return not rest or rest.startswith((",", ")"))

    def _contrasts(self, between: str) -> bool:
        return self._words is not None and self._words.contrasts.search(between) is not None

    def _contrasts_hard(self, between: str) -> bool:
        return self._contrasts(between) and ";" in between

    def _text_of(self, one: Attribution) -> str:
        return self._text[one.start : one.end]

    def _named(self, one: Attribution, begin: int, finish: int, words: Words) -> SpeakerInText | None:
        """Return the speaker of an attribution; a pronoun's is the one whom the sentences before name."""
        if not one.is_pronoun:
            said = self._introduced(_spoken(self._text, one, words), begin, words)
            carriers = [
                other
                for other in self._of_sentence(begin, finish)
                if one.is_cited and not other.is_cited and not other.is_pronoun
            ]
            return replace(said, carrier=self._text_of(carriers[0])) if carriers else said
        if one.stance is not Stance.SAID:
            return _by(self._text, one.said_start, one.said_end, one.rule, one.stance)
        before = self._within(one, begin, finish, words) or self._before(begin, words)
        if before is None:
            return None
        before = self._introduced(before, before.start, words)
        return replace(
            before,
            rule=f"{'subject' if begin <= before.start else 'sentence before'}, {one.rule}",
            said_start=one.said_start,
            said_end=one.said_end,
        )

    def _within(self, one: Attribution, begin: int, finish: int, words: Words) -> SpeakerInText | None:
        """Return whom a pronoun stands for where its own sentence names them before it."""
        named = [other for other in self._of_sentence(begin, finish) if other.said_end <= one.said_start]
        if named:
            return _spoken(self._text, named[-1], words) if not named[-1].is_pronoun else None
        colon = self._text.rfind(":", begin, one.said_start)
        return self._subject_of(begin, colon, words) if colon > begin else None

    def _introduced(self, said: SpeakerInText, begin: int, words: Words) -> SpeakerInText:
        """Return a speaker in the capacity in which the text has introduced the name before: "Tarin" the minister."""
        name = said.words.split()[-1]
        if said.kind != "unknown" or words.kinds_in(said.words) or not name[0].isupper() or len(name) < _NAME:
            return said
        stem = name[: max(_NAME, len(name) - _CASE)]
        at = self._text.find(stem, 0, begin)
        if at < 0:
            return said
        for one in self._of_sentence(*sentence_around(self._text, at, at + len(stem))):
            if stem in self._text_of(one) and not one.is_pronoun and words.kinds_in(self._text_of(one)):
                first = _spoken(self._text, one, words)
                in_office = first.kind in _IN_OFFICE
                return replace(
                    said,
                    kind=first.kind,
                    rule=f"{said.rule}, introduced before",
                    role=said.words if in_office else first.role,
                    role_start=said.start if in_office else first.role_start,
                )
        return said

    def _before(self, begin: int, words: Words) -> SpeakerInText | None:
        """Return the one speaker of the nearest sentence before that has one, or its subject if that can speak."""
        begin = next((opens for opens, closes in self._all_quotations() if opens < begin < closes), begin)
        for _ in range(_BACK):
            end = len(self._text[:begin].rstrip(_END))
            if end == 0:
                return None
            begin, finish = sentence_around(self._text, end - 1, end)
            found = self._of_sentence(begin, finish)
            named = {self._text_of(one): one for one in found if not one.is_pronoun and one.stance is Stance.SAID}
            if len(named) == 1:
                return _spoken(self._text, next(iter(named.values())), words)
            if named:
                return None
            if not any(one.is_pronoun for one in found):
                return self._subject_of(begin, finish, words)
        return None

    def _subject_of(self, begin: int, finish: int, words: Words) -> SpeakerInText | None:
        tokens = tokens_of(self._text, begin, finish)
        phrase = phrase_from(tokens, 0, words)
        if phrase is None:
            return None
        start = tokens[phrase[0]].start
        last = _first_head(tokens, phrase, words)
        if last is None:
            return None
        while last < phrase[1] and (tokens[last].is_name or _is_head(tokens[last], words)):
            last += 1
        whole = self._text[start : tokens[last - 1].end]
        return None if is_paper(whole, words) else _somebody(self._text, start, start + len(whole), "subject", words)

    def _by_colon(self, start: int, begin: int, words: Words) -> SpeakerInText | None:
        """Return who stands before a colon at the head of the sentence: "Police: eight dead"."""
        colon = self._text.find(":", begin, min(start, begin + _COLON_REACH))
        if colon < 0:
            return None
        tokens = tokens_of(self._text, begin, colon)
        phrase = phrase_from(tokens, 0, words)
        if phrase is None or phrase[1] != len(tokens):
            return None
        first, last = tokens[phrase[0]], tokens[-1]
        whole = self._text[first.start : last.end]
        is_somebody = words.kinds_in(whole) and not is_paper(whole, words)
        is_somebody = is_somebody or (names_somebody(tokens, *phrase, words) and first.text.isupper())
        return _somebody(self._text, first.start, last.end, "colon", words) if is_somebody else None

    def _by_quotation(self, start: int, end: int, begin: int, finish: int, words: Words) -> SpeakerInText | None:
        """Return who is quoted, where the quotation goes on beyond the sentence: what stands at either end tells."""
        for opens, closes in self._all_quotations():
            if not opens < start < end <= closes:
                continue
            if begin <= opens and closes <= finish:
                return self._by_quotation_before(opens, begin, words)
            for at in (closes, max(0, opens - 1)):
                side = sentence_around(self._text, max(0, at - 1), min(len(self._text), at + 1))
                outside = [one for one in self._of_sentence(*side) if not opens < one.said_start < closes]
                if len(outside) == 1 and not outside[0].is_cited:
                    found = self._named(outside[0], *side, words)
                    return found and replace(found, rule=f"quotation, {found.rule}")
        return None

    def _by_quotation_before(self, opens: int, begin: int, words: Words) -> SpeakerInText | None:
        """Return who is quoted in the sentence before, where this one is a quotation that goes on from there."""
        end = len(self._text[:begin].rstrip(_END))
        if self._text[begin:opens].strip() or end == 0 or self._text.count("\n", end, begin) > 1:
            return None
        before = sentence_around(self._text, end - 1, end)
        found = [one for one in self._of_sentence(*before) if one.is_after_words and one.stance is Stance.SAID]
        has_quotation = any(before[0] <= closes <= before[1] for _, closes in self._all_quotations())
        named = self._named(found[0], *before, words) if len(found) == 1 and has_quotation else None
        return named and replace(named, rule=f"quotation before, {found[0].rule}")

    def _by_sentence_after(self, begin: int, finish: int, words: Words) -> SpeakerInText | None:
        """Return who is said to have said what was just said: «Об этом сообщили в полиции»."""
        if self._of_sentence(begin, finish):
            return None
        at = finish + len(self._text[finish : finish + 4]) - len(self._text[finish : finish + 4].lstrip())
        if self._text.count("\n", finish, at) > 1 or words.about_this.match(self._text, at) is None:
            return None
        after = sentence_around(self._text, at, at + 1)
        found = self._of_sentence(*after)
        if len(found) != 1 or found[0].is_pronoun or not _is_somebody(self._text_of(found[0]), words):
            return None
        return replace(_spoken(self._text, found[0], words), rule=f"sentence after, {found[0].rule}")

    def _all_quotations(self) -> Sequence[tuple[int, int]]:
        if self._quotations is None:
            self._quotations = [match.span() for match in _QUOTED.finditer(self._text)]
        return self._quotations


def speakers_in(text: str, language: str | None) -> tuple[SpeakerInText, ...]:
    """Return everybody to whom a text ascribes something by name, in order, with the words that do it."""
    words = words_of(language)
    if words is None:
        return ()
    found: dict[tuple[int, int], SpeakerInText] = {}
    for match in words.any_trigger.finditer(text):
        begin, finish = sentence_around(text, match.start(), match.end())
        for one in Attributions(text, begin, finish, words).found():
            if not one.is_pronoun:
                found.setdefault((one.start, one.said_start), _spoken(text, one, words))
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.said_start)))


def _first_head(tokens: Sequence[Token], phrase: tuple[int, int], words: Words) -> int | None:
    """Return the token behind the first noun of those who speak in a phrase, or behind the names it begins with."""
    for last in range(*phrase):
        if _is_head(tokens[last], words):
            return last + 1
    named = phrase[0]
    while named < phrase[1] and tokens[named].is_name:
        named += 1
    return named if named - phrase[0] > 1 else None


def _is_head(token: Token, words: Words) -> bool:
    is_oblique = token.low.endswith(words.oblique or ("\0",))
    return words.heads.fullmatch(token.low) is not None and not is_oblique


def _is_somebody(phrase: str, words: Words) -> bool:
    """Say whether a phrase names more than a paper or a role without a body."""
    kinds = {kind for _, kind in words.kinds_in(phrase)}
    return not kinds or bool(kinds - {"papers"})


def _nearest(fits: Sequence[Attribution], start: int) -> Attribution | None:
    """Return the attribution nearest to a place, of those before it rather than of those behind."""
    return min(
        fits,
        key=lambda one: start - one.said_end if one.said_end <= start else one.said_start - start + 1,
        default=None,
    )


def _spoken(text: str, one: Attribution, words: Words) -> SpeakerInText:
    made = _somebody(text, one.start, one.end, one.rule, words)
    return replace(made, said_start=one.said_start, said_end=one.said_end, stance=one.stance)


def _somebody(text: str, start: int, end: int, rule: str, words: Words) -> SpeakerInText:
    kind = kind_of(text[start:end], words)
    made = _made(text, start, end, kind, rule)
    role = role_in(text, start, end, kind, words)
    return made if role is None else replace(made, role=text[role[0] : role[1]], role_start=role[0])


def _made(text: str, start: int, end: int, kind: str, rule: str) -> SpeakerInText:
    return SpeakerInText(
        start=start, end=end, words=text[start:end], kind=kind, rule=rule, said_start=start, said_end=end
    )


def _by(text: str, start: int, end: int, rule: str, stance: Stance) -> SpeakerInText:
    return replace(_made(text, start, end, "unknown", rule), stance=stance)

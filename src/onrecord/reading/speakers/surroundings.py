"""Owns what stands around the words for speaking in a sentence: where clauses begin, what may be passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from onrecord.reading.dates.words import date_words
from onrecord.reading.speakers.lexicon import Words
from onrecord.reading.speakers.phrases import CLOSING, OPENING, Token

BREAKS: Final = frozenset({",", ";", ":", "—", "–", "(", ")", "[", "]", "…", *OPENING, *CLOSING} - {"'", "’"})
_NEGATION_REACH: Final = 3
_COMMAS_BACK: Final = 3
_PASSIVE_FAR: Final = frozenset({"was", "were", "been", "is", "are", "wurde", "wurden"})
_YEAR: Final = 4
_LED_REACH: Final = 2


class Sentence:
    """The tokens of one sentence, and what may stand between a speaker and the words for speaking."""

    def __init__(self, text: str, start: int, end: int, words: Words) -> None:
        """Take a stretch of a text that is a sentence."""
        self.text, self.start, self.end, self.words = text, start, end, words
        self.tokens: tuple[Token, ...] = ()
        self._months = date_words(words.language)

    def clause_start(self, first: int) -> int:
        """Return the token at which the clause of a verb most likely begins."""
        return max(self.clause_starts(first))

    def clause_starts(self, first: int) -> Iterator[int]:
        """Yield where the clause of a verb may begin: behind the nearest mark, then behind the marks before it.

        A verb that stands last has its subject at the head of what is said, so there the farthest goes first.
        """
        starts = [0]
        depth = 0
        for at in range(first):
            token = self.tokens[at]
            if token.text in CLOSING and depth:
                depth = 0
                if not self._opens_name(at):
                    starts.append(at + 1)
            elif token.text in OPENING:
                depth = 1
                if not self._is_name_quoted(at):
                    starts.append(at + 1)
            elif (token.text in BREAKS and not depth) or self.words.contrasts.fullmatch(token.low):
                starts.append(at + 1)
            elif self.words.triggers["verbs"].fullmatch(token.low) and self.words.is_verb_last:
                starts = [at + 1]
        if self.words.is_verb_last:
            yield from starts
            return
        near = starts[-_COMMAS_BACK - 1 :]
        is_closed = first > 0 and self.tokens[first - 1].text in {",", ")"}
        # "Vera Lind, a lawyer, said": the comma at the verb closes what stands beside the name.
        yield from [one for one in near if one < first] if is_closed else reversed(near)

    def _is_name_quoted(self, at: int) -> bool:
        """Say whether a name in quotation marks opens here, and no direct speech."""
        for stop in range(at + 2, min(len(self.tokens), at + 8)):
            if self.tokens[stop].text in CLOSING:
                return self._is_quoted_name(at, stop)
        return False

    def _is_quoted_name(self, opens: int, closes: int) -> bool:
        """Say whether what stands in quotation marks is a name: no clause, no sentence."""
        if [one.text for one in self.tokens[closes + 1 : closes + 3]] in ([",", "—"], [",", "–"], [",", "-"]):
            return False
        return not any(one.kind == "mark" and one.text in ",.!?;:" for one in self.tokens[opens + 1 : closes])

    def _opens_name(self, at: int) -> bool:
        """Say whether the quotation that closes here is short: a name, not what somebody said."""
        for back in range(at - 2, max(-1, at - 8), -1):
            if self.tokens[back].text in OPENING:
                return self._is_quoted_name(back, at)
        return False

    def is_in_speech(self, begin: int, first: int) -> bool:
        """Say whether a token stands in direct speech that closes before a verb: who speaks stands outside of it."""
        for at in range(begin, first):
            if self.tokens[at].text in "«“„":
                return False
            if self.tokens[at].text in "»”":
                return True
        return False

    def past_fillers(self, begin: int, first: int) -> int:
        """Return the first token that may begin a subject, past "On Monday", «Бұл туралы», contrasts, dates."""
        about = self.words.about_this.match(self.text, self.start) if begin == 0 else None
        while about is not None and begin < first and self.tokens[begin].start < about.end():
            begin += 1
        while begin < first:
            token = self.tokens[begin]
            if token.text in "-–—":
                begin += 1
            elif token.kind == "number" and self.past_date(begin) > begin:
                begin = self.past_date(begin)
            elif (contrast := self.words.contrasts.match(self.text, token.start)) is not None:
                while begin < first and self.tokens[begin].start < contrast.end():
                    begin += 1
            elif token.low in {"and", "и", "und", "et", "i", "й", "та"}:
                begin += 1
            elif self.words.has("prepositions", token.low) or (
                self.words.has("fillers", token.low)
                and token.low != "the"
                and not self.words.heads.fullmatch(token.low)
            ):
                begin = self._past_adverbial(begin, first)
            elif self.words.has("articles", token.low) or self.words.has("as", token.low):
                begin += 1
            else:
                break
        return begin

    def _past_adverbial(self, begin: int, first: int) -> int:
        """Return the token behind a date or a short adverbial that opens a clause."""
        is_open = self.words.has("prepositions", self.tokens[begin].low)
        return min(first, self.past_date(begin + 1)) if is_open else begin + 1

    def past_day(self, at: int) -> int:
        """Return the token behind the day on which something was said: "said on 9 May"."""
        begin = at
        while begin < len(self.tokens) and self.words.has("fillers", self.tokens[begin].low):
            begin += 1
        behind = self.past_date(begin)
        return behind if behind > begin else at

    def past_date(self, begin: int) -> int:
        """Return the token behind a date that begins here, the same where none does."""
        at = begin
        while at < len(self.tokens) and (self.tokens[at].kind == "number" or self.is_of_date(at)):
            at += 1
        has_month = any(self._months.month(one.low) for one in self.tokens[begin:at])
        return at if has_month or (at == begin + 1 and len(self.tokens[begin].text) == _YEAR) else begin

    def is_of_date(self, at: int) -> bool:
        """Say whether a word belongs to a date: a month, a word for the year."""
        low = self.tokens[at].low
        return self.words.has("of_dates", low) or self._months.month(low) is not None

    def is_filler(self, token: Token) -> bool:
        """Say whether a token may stand between a subject and its verb."""
        return token.kind == "number" or token.text in ",." or self.words.has("fillers", token.low)

    def is_negated(self, first: int) -> bool:
        """Say whether a negation stands just before a verb."""
        near = self.tokens[max(0, first - _NEGATION_REACH) : first]
        if self.words.has("negations_behind", self.tokens[min(first + 1, len(self.tokens) - 1)].low):
            return True
        spoken = " ".join(token.low.replace("’", "'") for token in near)
        return any(
            re.search(rf"(?<!\w){re.escape(one)}(?!\w)", spoken) for one in self.words.sets["negations"]
        ) or spoken.endswith("n't")

    def is_noun(self, first: int, behind: int) -> bool:
        """Say whether what looks like a verb is a noun here: "these reports"."""
        if first == 0 or behind - first > 1 or not self.words.has("nouns_too", self.tokens[first].low):
            return False
        return self.words.has("noun_markers", self.tokens[first - 1].low)

    def is_passive(self, first: int) -> bool:
        """Say whether it is said of nobody that he says so: "it was also reported", "the report"."""
        at = first - 1
        while at > 0 and self.words.has("fillers", self.tokens[at].low) and not self._is_passive_word(at):
            at -= 1
        return at >= 0 and self._is_passive_word(at) and (at == first - 1 or self.tokens[at].low in _PASSIVE_FAR)

    def _is_passive_word(self, at: int) -> bool:
        return self.words.has("passives", self.tokens[at].low)

    def past_quoted(self, at: int) -> int:
        """Return the token behind a name in quotation marks that begins here, the same where none does."""
        if at < len(self.tokens) and self.tokens[at].text in OPENING:
            for stop in range(at + 2, min(len(self.tokens), at + 7)):
                if self.tokens[stop].text in CLOSING:
                    return stop + 1
        return at

    def is_oblique(self, at: int) -> bool:
        """Say whether a word carries a case in which nobody is a subject."""
        token = self.tokens[at]
        return token.low.endswith(self.words.oblique or ("\0",)) and not token.text.isupper()

    def led_by(self, first: int) -> Token | None:
        """Return the token before a verb, past what goes with it: «, деп хабарлады», "comme l'a déclaré"."""
        at = first - 1
        while at > 0 and first - at <= _LED_REACH and self._goes_with_verb(self.tokens[at].low):
            at -= 1
        return self.tokens[at] if at >= 0 else None

    def _goes_with_verb(self, word: str) -> bool:
        return (self.words.is_verb_last and self.words.has("that", word)) or self.words.has("auxiliaries", word)

    def is_content(self, token: Token) -> bool:
        """Say whether a token belongs to what is said, not to how it is said."""
        return token.kind == "number" or self.words.has("that", token.low) or bool(self.words.harms.match(token.low))

"""Owns the phrases of a sentence by which something is said to be said: "according to", «сообщил», «деп хабарлады»."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.reading.speakers.model import Stance
from onrecord.reading.speakers.nominative import subject_in
from onrecord.reading.speakers.phrases import CLOSING, OPENING, Token, names_somebody, phrase_from, tokens_of
from onrecord.reading.speakers.surroundings import BREAKS, Sentence

_BEFORE_INVERSION: Final = frozenset({",", "—", "–", "-", *CLOSING})
_PARENTHESES: Final = frozenset({(",", ","), ("(", ")")})
_DATIVE: Final = ("у", "ю", "е", "ой", "ей", "ам", "ям", "ові")
_LONE: Final = frozenset({"en", "ru", "uk"})
_OFFICE: Final = 4  # words that say what an office is for
_BESIDE: Final = 7
_TOLD: Final = 10  # words behind a verb that say to whom or where it was said
_ENDS_CLAUSE: Final = frozenset(',.;!?»”"')
_LEADING_WORDS: Final = 8  # of a Kazakh speaker before the rest of its clause


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody to whom something is ascribed: the words for it, and those by which it is done, in code points.

    `is_cited` says that it is one whom somebody else relies on, `is_pronoun` that the name stands elsewhere.
    """

    start: int
    end: int
    said_start: int
    said_end: int
    rule: str
    stance: Stance = Stance.SAID
    is_cited: bool = False
    is_pronoun: bool = False
    is_after_words: bool = False  # what is said stands before it


class Attributions(Sentence):
    """The phrases of speaking in one sentence."""

    def found(self) -> tuple[Attribution, ...]:
        """Return whom the sentence says to have said something, in order."""
        if self.words.any_trigger.search(self.text, self.start, self.end) is None:
            return ()
        self.tokens = tokens_of(self.text, self.start, self.end)
        self._begins = [token.start for token in self.tokens]
        found: list[Attribution] = []
        taken: list[tuple[int, int]] = []
        for name, finds in _FINDERS:
            for match in self.words.triggers[name].finditer(self.text, self.start, self.end):
                first, behind = self._at(match.start()), self._at(match.end())
                if any(begin < match.end() and match.start() < end for begin, end in taken):
                    continue
                one = finds(self, first, behind)
                if one is not None:
                    taken.append((match.start(), match.end()))
                    phrase = " ".join(match.group().lower().split())
                    found.append(replace(one, rule=f"{name}: {phrase}"))
        if found:
            found += self._elliptic(found)
        return tuple(sorted(found, key=lambda one: one.said_start))

    def _elliptic(self, found: Sequence[Attribution]) -> Iterator[Attribution]:
        """Yield who speaks without a verb of its own: «очевидцы сообщали о восьми, власти – о трёх»."""
        verbs = [one.said_end for one in found if one.rule.startswith("verbs")]
        for at, token in enumerate(self.tokens):
            if token.text not in ",;" or not verbs or token.start < min(verbs):
                continue
            phrase = phrase_from(self.tokens, self.past_fillers(at + 1, len(self.tokens)), self.words)
            if phrase is None or phrase[1] >= len(self.tokens) or self.tokens[phrase[1]].text not in "–—":
                continue
            whole = self.text[self.tokens[phrase[0]].start : self.tokens[phrase[1] - 1].end]
            if self.words.kinds_in(whole):
                yield replace(self._made(phrase, phrase[0], phrase[1] + 1), rule="ellipsis: –")

    def _at(self, place: int) -> int:
        return bisect_left(self._begins, place)

    def _made(self, phrase: tuple[int, int], first: int, behind: int) -> Attribution:
        """Return an attribution to tokens, said by the tokens from `first` on."""
        start, end = self.tokens[phrase[0]].start, self.tokens[phrase[1] - 1].end
        said_start = min(start, self.tokens[first].start)
        said_end = max(end, self.tokens[behind - 1].end)
        return Attribution(start, end, said_start, said_end, rule="")

    def before(self, first: int, behind: int) -> Attribution | None:
        """Return the speaker behind "according to"."""
        phrase = phrase_from(self.tokens, behind, self.words)
        if phrase is None:
            return None
        beyond = self._beyond_papers(phrase)
        return self._made(beyond or phrase, first, behind)

    def _beyond_papers(self, phrase: tuple[int, int]) -> tuple[int, int] | None:
        """Return whose data they are: "preliminary data from the ministry" are the ministry's."""
        if phrase[1] < len(self.tokens) and self.words.has("paper_links", self.tokens[phrase[1]].low):
            return phrase_from(self.tokens, phrase[1] + 1, self.words) if self._are_papers(*phrase) else None
        for at in range(*phrase):
            if self.words.has("paper_links", self.tokens[at].low) and self._are_papers(phrase[0], at):
                return phrase_from(self.tokens, at + 1, self.words, last=phrase[1])
        return None

    def _are_papers(self, begin: int, end: int) -> bool:
        kinds = {kind for _, kind in self.words.kinds_in(" ".join(one.low for one in self.tokens[begin:end]))}
        return kinds == {"papers"}

    def cited(self, first: int, behind: int) -> Attribution | None:
        """Return the speaker behind "citing"."""
        found = self.before(first, behind)
        return None if found is None else replace(found, is_cited=True)

    def behind(self, first: int, behind: int) -> Attribution | None:
        """Return the speaker before «мәліметінше»: what stands between the head of its clause and these words."""
        begin = self.past_fillers(self.clause_start(first), first)
        is_paper = all(kind == "papers" for one in self.tokens[begin:first] for kind in self._kinds(one))
        if begin >= first or is_paper or not names_somebody(self.tokens, begin, first, self.words):
            return self._of_paper(first, behind)
        if any(token.kind == "number" for token in self.tokens[begin:first]):
            begin, stop = self._without_date(begin, first)
            if begin >= stop:
                return None
            return self._made((begin, stop), first, behind)
        return self._made((begin, first), begin, behind)

    def _kinds(self, token: Token) -> tuple[str, ...]:
        return tuple(kind for _, kind in self.words.kinds_in(token.text)) or ("",)

    def _of_paper(self, first: int, behind: int) -> Attribution | None:
        """Return data that speak for themselves: «ресми дерек бойынша»."""
        begin = self.past_fillers(self.clause_start(first), first)
        if first - begin == 1 and self.words.heads.fullmatch(self.tokens[begin].low):
            return self._made((begin, first + 1), begin, behind)
        return None

    def _without_date(self, begin: int, first: int) -> tuple[int, int]:
        """Return the tokens of a phrase before the date in it: «прокуратураның 11 наурыздағы мәліметінше»."""
        for at in range(begin, first):
            if self.tokens[at].kind == "number":
                return begin, at
        return begin, first

    def cited_behind(self, first: int, behind: int) -> Attribution | None:
        """Return the speaker before «сілтеме жасап»."""
        begin = first
        while begin > 0 and self.tokens[begin - 1].kind == "word" and first - begin < _LEADING_WORDS:
            if begin < first and self._ends_before(begin - 1):
                break
            begin -= 1
        if begin >= first or not names_somebody(self.tokens, begin, first, self.words):
            return None
        return replace(self._made((begin, first), begin, behind), is_cited=True)

    def papers(self, first: int, behind: int) -> Attribution | None:
        """Return data that nobody is named for, «по официальным данным», or whose data they are."""
        body = phrase_from(self.tokens, behind, self.words)
        return self._made(body or (first + 1, behind), first, behind)

    def _ends_before(self, at: int) -> bool:
        """Say whether a noun is the subject of the clause and none of the words for whom it relies on."""
        is_subject = self.words.heads.fullmatch(self.tokens[at].low) is not None and not self.is_oblique(at)
        return is_subject and not self.tokens[at + 1].low.endswith(self.words.possessive or ("\0",))

    def their_words(self, first: int, behind: int) -> Attribution | None:
        """Return somebody whom the sentence before names: "by his account"."""
        return replace(self._made((first, behind), first, behind), is_pronoun=True)

    def said(self, first: int, behind: int) -> Attribution | None:
        """Return the subject of a verb of speaking: behind it after a comma, before it otherwise."""
        if self.is_passive(first) or self.is_noun(first, behind):
            return None
        found = self._subject(first, behind) or self._unnamed(first, behind)
        is_negated = self.is_negated(first)
        if found is None and is_negated and self.words.has("confirms", self.tokens[first].low):
            found = self._made((first, behind), first, behind)  # «сказал, что не может подтвердить гибель восьми»
        if found is None:
            return None
        return replace(found, stance=Stance.DENIED) if is_negated else found

    def denied(self, first: int, behind: int) -> Attribution | None:
        """Return who denies; who does not deny says nothing."""
        if self.is_passive(first) or self.is_noun(first, behind):
            return None
        found = None if self.is_negated(first) else self._subject(first, behind)
        return None if found is None else replace(found, stance=Stance.DENIED)

    def _subject(self, first: int, behind: int) -> Attribution | None:
        return (
            self._subject_after(first, behind)
            or self._subject_before(first, behind)
            or self._subject_beside(first, behind)
        )

    def _unnamed(self, first: int, behind: int) -> Attribution | None:
        """Return somebody whom only the verb's ending points to, where a language leaves pronouns out: „Dodał, że”."""
        if first > 0 or not self.words.has("drops_pronouns", self.words.language):
            return None
        return replace(self._made((first, behind), first, behind), is_pronoun=True)

    def _subject_beside(self, first: int, behind: int) -> Attribution | None:
        """Return the body in which it is said, right before the verb: «слухи о гибели в полиции опровергли»."""
        for begin in range(first - 1, max(0, first - _BESIDE), -1):
            if self.words.has("in", self.tokens[begin - 1].low):
                phrase = phrase_from(self.tokens, begin, self.words, last=first)
                whole = " ".join(one.low for one in self.tokens[begin:first])
                is_body = phrase == (begin, first) and self.words.heads.search(whole) is not None
                return replace(self._made((begin, first), begin, behind), is_after_words=True) if is_body else None
        return None

    def _subject_after(self, first: int, behind: int) -> Attribution | None:
        before = self.led_by(first)
        is_as = before is not None and self.words.has("as", before.low)
        at = self._past_recipients(behind)
        is_last = self.words.is_verb_last and self._closes_with_subject(at)
        is_inverted = before is None or is_as or before.text in _BEFORE_INVERSION
        if not is_inverted and not is_last and not self._is_led(first):
            return None
        if at < len(self.tokens) and self.tokens[at].low in self.words.pronouns:
            found = self._made((at, at + 1), first, at + 1)
            return replace(found, is_pronoun=True, is_after_words=before is not None and not is_as)
        find = subject_in(self.tokens, at, len(self.tokens), self.words) if self.words.is_verb_last else None
        phrase = find or phrase_from(self.tokens, at, self.words)
        if phrase is None or (at < len(self.tokens) and self.words.has("that", self.tokens[at].low)):
            return None
        found = self._made(phrase, first, behind)
        return replace(found, is_after_words=before is not None and not is_as)

    def _closes_with_subject(self, at: int) -> bool:
        """Say whether nothing but a subject stands behind a verb: «...дейді мамандар»."""
        phrase = phrase_from(self.tokens, at, self.words)
        if phrase is None or phrase[1] < len(self.tokens) - 1:
            return False
        last = self.tokens[phrase[1] - 1]
        return last.text in CLOSING or last.is_name or self.words.heads.fullmatch(last.low) is not None

    def _is_led(self, first: int) -> bool:
        """Say whether the words for speaking open the sentence but for small words, as in «об этом сообщил»."""
        if self.words.is_verb_last:
            return False
        about = self.words.about_this.match(self.text, self.start)
        rest = [one for one in self.tokens[:first] if about is None or one.start >= about.end()]
        return all(self.is_filler(one) or self._months.month(one.low) for one in rest)

    def _past_recipients(self, at: int) -> int:
        """Return the token behind those to whom something is said: «сообщил агентству», «в» of «сообщили в полиции»."""
        if at < len(self.tokens) and self.words.has("recipients", self.tokens[at].low):
            at += 1
            at = self.past_quoted(at)
        elif at + 1 < len(self.tokens) and self._is_dative(at):
            at = self.past_quoted(self._past_names(at)) if self.tokens[at].text not in OPENING else self.past_quoted(at)
        while at < len(self.tokens) and (self.words.has("fillers", self.tokens[at].low) or self._is_occasion(at)):
            at += 1
        behind = self.past_quoted(at)
        is_told = behind < len(self.tokens) and behind > at and self.words.heads.match(self.tokens[behind].low)
        return behind if is_told and self.tokens[at + 1].low.endswith((*_DATIVE, *self.words.dative)) else at

    def _is_occasion(self, at: int) -> bool:
        """Say whether a word says where or to whom something is said: «деді брифингте министр»."""
        token = self.tokens[at]
        return not token.is_name and token.low.endswith((*self.words.local, *self.words.dative) or ("\0",))

    def _is_dative(self, at: int) -> bool:
        """Say whether a name in the dative with more words behind it stands here: «Интерфаксу», «„Волне“»."""
        if self.words.language not in {"ru", "uk"}:
            return False
        is_quoted = self.tokens[at].text in OPENING
        name = self.tokens[at + 1] if is_quoted else self.tokens[at]
        behind = self.past_quoted(at) if is_quoted else self._past_names(at)
        if behind >= len(self.tokens) or self.tokens[behind].kind != "word" or not name.is_name:
            return False
        if is_quoted and self.words.has("in", self.tokens[behind].low):
            return name.low.endswith(_DATIVE)
        return name.low.endswith(_DATIVE) and self.words.heads.match(self.tokens[behind].low) is not None

    def _past_names(self, at: int) -> int:
        """Return the token behind the names that stand here in a row: «Настоящему Времени»."""
        while at < len(self.tokens) and self.tokens[at].is_name:
            at += 1
        return at

    def _subject_before(self, first: int, behind: int) -> Attribution | None:
        """Return the subject that stands before a verb of speaking, in its clause."""
        for start in self.clause_starts(first):
            begin = self.past_fillers(start, first)
            if begin >= first or self.words.triggers["cited"].match(self.text, self.tokens[begin].start):
                continue
            if self.is_in_speech(begin, first):
                continue
            if self.tokens[begin].low in self.words.pronouns:
                found = self._made((begin, begin + 1), begin, begin + 1 if self.words.is_verb_last else behind)
                return replace(found, is_pronoun=True, is_after_words=self._is_behind(begin, behind))
            phrase = self._leading(begin, first)
            if phrase is not None and self.words.is_verb_last:  # what is said stands between subject and verb
                return self._made(phrase, begin, phrase[1])
            if phrase is not None:
                found = self._made(self._beyond_papers(phrase) or phrase, begin, self.past_day(behind))
                return replace(found, is_after_words=self._is_behind(begin, behind))
        return self._behind_article(first, behind)

    def _behind_article(self, first: int, behind: int) -> Attribution | None:
        """Return the subject right before its verb where an article begins it: "In a letter the ministry writes"."""
        for begin in range(first - 1, max(0, first - _LEADING_WORDS), -1):
            if self.words.has("articles", self.tokens[begin - 1].low) and self.tokens[begin - 1].kind == "word":
                if begin > 1 and self.words.has("inner", self.tokens[begin - 2].low):
                    continue
                phrase = phrase_from(self.tokens, begin, self.words, last=first)
                return None if phrase is None or phrase[1] < first else self._made(phrase, begin, self.past_day(behind))
        return None

    def _is_behind(self, begin: int, behind: int) -> bool:
        """Say whether what is said stands before: "Eight died, police said."."""
        while begin > 0 and self.words.has("articles", self.tokens[begin - 1].low):
            begin -= 1
        if begin == 0 or self.tokens[begin - 1].text not in BREAKS:
            return False
        for at in range(behind, len(self.tokens)):
            if self.tokens[at].text in _ENDS_CLAUSE:
                break
            if not self.is_filler(self.tokens[at]) and not self.is_of_date(at):
                return self._says_to_whom(behind)
        return True

    def _says_to_whom(self, behind: int) -> bool:
        """Say whether only to whom or where it was said stands behind a verb: "told a news conference"."""
        rest: list[Token] = []
        for token in self.tokens[behind:]:
            if token.text in _ENDS_CLAUSE:
                break
            rest.append(token)
        pairs = zip([None, *rest], rest, strict=False)  # "Channel 5" is a name
        content = [one for before, one in pairs if self.is_content(one) and not (before and before.is_name)]
        if not rest or len(rest) > _TOLD or content:
            return False
        return self.words.has("tells", self.tokens[behind - 1].low) or self.words.has("prepositions", rest[0].low)

    def _leading(self, begin: int, first: int) -> tuple[int, int] | None:
        """Return the phrase at the head of a clause that the verb at `first` has as its subject."""
        if self.words.is_verb_last:
            return subject_in(self.tokens, begin, first, self.words)
        phrase = phrase_from(self.tokens, begin, self.words, last=first)
        if phrase is None:
            return (begin, first) if self._is_lone_name(begin, first) else None
        between = self.tokens[phrase[1] : first]
        if between and self.words.has("relatives", next((one.low for one in between if one.text != ","), "")):
            return phrase if between[-1].text == "," or between[0].text != "," else None
        is_citing = bool(between) and self.words.triggers["cited"].match(self.text, between[0].start) is not None
        if is_citing or self._is_parenthesis(begin, between):
            return phrase
        if self._is_office(between):
            return phrase[0], first
        is_far = any(
            not self.is_filler(token) and not self.is_of_date(phrase[1] + at) for at, token in enumerate(between)
        )
        return None if is_far else phrase

    def _is_office(self, between: Sequence[Token]) -> bool:
        """Say whether what stands before a verb goes on with what an office is for: "on minority issues"."""
        if not 1 < len(between) <= _OFFICE or not self.words.has("names_only", between[0].low):
            return False
        return all(one.kind == "word" and not self.words.has("stops", one.low) for one in between)

    def _is_lone_name(self, begin: int, first: int) -> bool:
        """Say whether one word that only a capital letter marks speaks: "Kazakhstan says", «Тарин сообщил»."""
        if begin + 1 != first or self.words.language not in _LONE or self.tokens[begin].kind != "word":
            return False
        token = self.tokens[begin]
        is_small = any(self.words.has(name, token.low) for name in ("stops", "fillers", "articles", "counts", "nobody"))
        return token.is_name and not is_small and not self.words.has("shows", self.tokens[first].low)

    def _is_parenthesis(self, begin: int, between: Sequence[Token]) -> bool:
        """Say whether commas close what stands between a subject that opens the sentence and its verb."""
        if len(between) < 2 or (between[0].text, between[-1].text) not in _PARENTHESES:
            return False
        opens = all(self.words.has("articles", one.low) for one in self.tokens[:begin])
        return opens or between[0].text == "("


_FINDERS: Final = (
    ("their_words", Attributions.their_words),
    ("papers_say", Attributions.papers),
    ("cited", Attributions.cited),
    ("cited_behind", Attributions.cited_behind),
    ("before", Attributions.before),
    ("behind", Attributions.behind),
    ("denials", Attributions.denied),
    ("verbs", Attributions.said),
)

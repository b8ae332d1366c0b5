"""OR132: who is accused or criticised by name, and was not asked, or whose answer is not carried (METHOD R0.9, 7.5).

Three are named: a person on record as suspected, charged or not finally convicted, whose name is public; a body to
which who is accused belongs, in a sentence about ill-treatment; whoever spoke words against a group that are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord import justice, speech
from onrecord.dossier.rules import persons
from onrecord.dossier.rules.examination import PUBLIC, Examination, Sentence
from onrecord.dossier.rules.finding import Finding
from onrecord.dossier.rules.speakers import Known, is_in
from onrecord.kernel import Label, Visibility
from onrecord.ledger import Claim

_NOT_FINAL: Final = (justice.Status.SUSPECT, justice.Status.CHARGED, justice.Status.CONVICTED_NOT_FINAL)
_ALLEGED: Final = ("ill_treatment_alleged", "complaint")
_OF_TREATMENT: Final = (*_ALLEGED, "ill_treated")
_QUOTED: Final = ("uttered_words", "words_translated", "rabat_class", "gr35_form")
_ACCUSED_BODY: Final = "accused_body"
_CARRIED: Final = ("reply_text", "no_reply_by")
_NOT_CARRIED: Final = Label(
    en="the statement does not say what they answered, or by which day they did not",
    ru="в заявлении не сказано, что они ответили или к какому дню не ответили",
    kk="мәлімдемеде олардың не деп жауап бергені не қай күнге дейін жауап бермегені айтылмаған",
)


@dataclass(frozen=True, slots=True)
class _Named:
    """One who is accused or criticised: as what subject, under what name, where in the file, in which sentence."""

    subject: str
    asked_of: str | None
    place: tuple[int, int]
    sentence: Sentence


def findings(asked: Examination) -> Iterator[Finding]:
    """Yield each of those who are named once, where the right of reply was not kept or not carried."""
    if asked.edition != PUBLIC or asked.book.is_public_only:  # what the team was told may not be in there
        return
    told: set[tuple[str, str | None]] = set()
    for one in (*_accused_persons(asked), *_accused_bodies(asked), *_quoted_speakers(asked)):
        key = (one.subject, one.asked_of)
        if key in told:
            continue
        told.add(key)
        yield from _finding(asked, one)


def _finding(asked: Examination, one: _Named) -> Iterator[Finding]:
    requests = _requests(asked, one)
    kept = [request for request in requests if request.is_kept]
    if kept and (any(request.status is speech.Reply.EXCUSED for request in kept) or _is_carried(asked, one)):
        return
    request = next(iter((*kept, *requests)), speech.none_asked(one.subject))
    why = _NOT_CARRIED if kept else _lowered(request.says())
    start, end = one.place
    yield Finding(code="OR132", start=start, end=end, facts={"why": why}, claims=request.claims)


def _lowered(sentence: Label) -> Label:
    """Return a sentence as the end of another one."""
    texts = {name: getattr(sentence, name).rstrip(".") for name in ("en", "ru", "kk")}
    return Label(**{name: text[:1].lower() + text[1:] for name, text in texts.items()})


def _requests(asked: Examination, one: _Named) -> list[speech.Request]:
    """Return the requests to one who is named: of a body those that name it, of a person those under all their ids."""
    subjects = [one.subject]
    if one.subject.startswith("person:"):
        subjects = sorted(set(justice.ids_of(asked.book, one.subject)))
    found = [each for name in subjects for each in speech.requests(asked.book, asked.horizon.latest, subject=name)]
    if one.asked_of is None:
        return found
    return [each for each in found if each.asked_of and is_in(each.asked_of, Known(None, (one.asked_of,)))]


def _is_carried(asked: Examination, one: _Named) -> bool:
    """Say whether the statement tells the answer: bound to it anywhere, or in words beside the name."""
    bound = (claim for binding in asked.bindings for claim in binding.named_claims())
    if any(claim.property in _CARRIED and claim.subject == one.subject for claim in bound):
        return True
    return any(asked.cues.has("replying", asked.low, *stretch) for stretch in asked.around(one.sentence))


def _accused_persons(asked: Examination) -> Iterator[_Named]:
    for claim, (start, end) in persons.named_as_persons(asked, _public_names(asked)):
        if justice.status_of(asked.book, claim.subject, asked.horizon.latest) in _NOT_FINAL:
            sentence = next((one for one in asked.sentences if one.begin <= start < one.end), None)
            if sentence is not None:
                yield _Named(claim.subject, None, asked.plain.in_file(start, end), sentence)


def _public_names(asked: Examination) -> Iterator[Claim]:
    return (one for one in persons.names_on_record(asked) if one.visibility is Visibility.PUBLIC)


def _accused_bodies(asked: Examination) -> Iterator[_Named]:
    """Yield bodies that a sentence about ill-treatment names, to which those belong who are said to have done it."""
    incident = asked.statement.fields.get("incident")
    if not incident:
        return
    subject = f"incident:{incident}"
    claims = asked.book.claims_among((_ACCUSED_BODY, *_ALLEGED), subjects=[subject])
    accused = {_body(one) for one in claims if one.status.is_counted} - {None}
    for sentence in asked.sentences:
        if accused and _is_of_treatment(asked, sentence):
            for body in sorted(one for one in accused if one is not None):
                place = _place(asked, sentence, body)
                if place is not None:
                    yield _Named(subject, body, place, sentence)


def _body(claim: Claim) -> str | None:
    return claim.value_text() if claim.property == _ACCUSED_BODY else claim.dimension("institution")


def _is_of_treatment(asked: Examination, sentence: Sentence) -> bool:
    if any(binding.property in _OF_TREATMENT for binding in sentence.bindings):
        return True
    return asked.cues.has("asserted.ill_treatment_alleged", asked.low, sentence.begin, sentence.end)


def _place(asked: Examination, sentence: Sentence, body: str) -> tuple[int, int] | None:
    """Return where a sentence names a body, in the file; None where it does not."""
    known = Known(None, (body,))
    if not is_in(asked.plain.text[sentence.begin : sentence.end], known):
        return None
    words = re.finditer(r"[^\W_]+", asked.plain.text[sentence.begin : sentence.end])
    stem = body.split(maxsplit=1)[0][: max(3, len(body.split(maxsplit=1)[0]) - 2)].lower()
    first = next((one for one in words if one.group().lower().startswith(stem)), None)
    start = sentence.begin + (first.start() if first else 0)
    return asked.plain.in_file(start, sentence.begin + first.end() if first else sentence.end)


def _quoted_speakers(asked: Examination) -> Iterator[_Named]:
    """Yield whoever spoke words against a group that a sentence is bound to; a critic of an authority is not asked."""
    for sentence in asked.sentences:
        for placed in sentence.bound:
            claim = placed.binding.claim
            if claim is None or claim.subject_kind != "utterance" or claim.property not in _QUOTED:
                continue
            against = asked.book.claims_of("target_group", subject=claim.subject)
            if any(one.status.is_counted for one in against):
                words = placed.binding.link.words
                yield _Named(claim.subject, None, (words.start, words.end), sentence)

"""Every reading of proceedings, redress and speech over an invented book of claims, beside SQLite and lifelines.

    python benchmarks/readings.py [--persons 10000] [--seed 1] [--lifelines PYTHON]

    claims     ten for each person: stages, verdicts, terms, alterations, allegations, complaints, sums, outcomes. One
               person in twenty has a second id, one day in ten is known by its month, cases are of three incidents
    letters    a book beside it: six letters for each ten persons, with sender, State, day, reply, and one demand
               for each ten persons; duties, demands and calendar are read from it
    ours       CPU seconds of each reading, from claims to what its command prints; the best of three runs
    sqlite     the same claims as rows of one table in memory with indexes, and the counts of a funnel asked in SQL: how
               many persons reached each stage by the day. It has one number a question, without claims, unknowns,
               waits or alterations, and is told who is the same person beforehand
    lifelines  its Kaplan-Meier estimator over the same waits in an interpreter of its own: the same medians
    ratio      ours by the peer's time

Counts and medians that differ from the peer's end the run. lifelines is no dependency of this project: pip install
lifelines somewhere else and name that interpreter.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from onrecord import duties, justice, ledger, speech
from onrecord.kernel import ClaimId, PartialDate, Qualifier, Quantity, SourceId, SpeakerKind, Value
from onrecord.ledger import chiefs

AS_OF: Final = dt.date(2032, 6, 1)
_BEGAN: Final = dt.date(2031, 1, 1)
_GROUPS: Final = ("dungan", "kazakh", "kyrgyz", "russian")
_INCIDENTS: Final = ("valley", "bazaar", "bridge")
_IN_A_CASE: Final = 10
_RUNS: Final = 3
_ANSWER = TypeVar("_ANSWER")
_LIFELINES: Final = """
import json, sys, time
from lifelines import KaplanMeierFitter
told = []
for one in json.load(sys.stdin):
    durations, seen = one["arrived"] + one["waiting"], [1] * len(one["arrived"]) + [0] * len(one["waiting"])
    best = None
    for _ in range(3):
        began = time.process_time()
        median = KaplanMeierFitter().fit(durations, seen).median_survival_time_
        best = min(time.process_time() - began, best or 9e9)
    told.append({"seconds": best, "median": None if median == float("inf") else median})
print(json.dumps(told))
"""


@dataclass
class World:
    """An invented book in the making: claims in the order in which they were recorded."""

    persons: int
    seed: int
    claims: list[ledger.Claim] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write it all down."""
        self._random = random.Random(self.seed)
        for n in range(self.persons):
            self._person(n)
        for case in range(-(-self.persons // _IN_A_CASE)):
            self._case(case)
        for incident in _INCIDENTS:
            self._incident(incident)
        for n in range(max(1, self.persons // 100)):
            self._utterance(n)

    def say(self, subject: str, name: str, value: Value, **more: Any) -> None:
        """Add a claim."""
        kind, _, identity = subject.partition(":")
        fields = {key: more.pop(key) for key in ("unit", "speaker_kind", "note", "basis", "as_of") if key in more}
        seq = len(self.claims) + 1
        self.claims.append(
            ledger.Claim(
                id=ClaimId(f"C{seq}"),
                subject_kind=kind,
                subject_id=identity,
                property=name,
                value=value,
                about=tuple(sorted(more.items())),
                as_of=fields.pop("as_of", PartialDate.parse("2032-01-01")),
                speaker="court office",
                source=SourceId("S1"),
                seq=seq,
                **({"speaker_kind": SpeakerKind.COURT} | fields),
            )
        )

    def _day(self, after: int) -> PartialDate:
        """Return a day; of one in ten only the month is known."""
        day = _BEGAN + dt.timedelta(days=after)
        return PartialDate.parse(f"{day:%Y-%m}") if self._random.random() < 0.1 else PartialDate.on(day)

    def _person(self, n: int) -> None:
        draw, person, case = self._random, f"person:p{n}", f"c{n // _IN_A_CASE}"
        held = draw.randrange(60)
        charged = held + draw.randrange(90)
        tried = charged + draw.randrange(100)
        other = f"person:q{n}" if draw.random() < 0.05 else person
        if other != person:
            self.say(other, "same_person_as", person, speaker_kind=SpeakerKind.OURSELVES)
        if draw.random() < 0.9:
            self.say(person, "ethnic_group", draw.choice(_GROUPS))
        self.say(person, "detained_on", self._day(held))
        self.say(other, "charged_on", self._day(charged), case=case, article=draw.choice(("272-2", "174-1")))
        if draw.random() < 0.9:
            self.say(person, "trial_opened_on", self._day(tried), case=case)
            self._verdict(person, case, tried + 30)
        if draw.random() < 0.6:
            self._ill_treated(person, other, charged)
        self._paid(person)
        if draw.random() < 0.05:
            self.say(f"person:d{n}", "outcome", "killed", incident=_INCIDENTS[n % 3], group=draw.choice(_GROUPS))

    def _verdict(self, person: str, case: str, after: int) -> None:
        draw = self._random
        if draw.random() < 0.05:
            self.say(person, "verdict", "acquitted", case=case, instance="first")
            self.say(person, "verdict_on", self._day(after), case=case, instance="first")
            return
        self.say(person, "verdict", "convicted", case=case, instance="first")
        self.say(person, "verdict_on", self._day(after), case=case, instance="first")
        kind = draw.choice(("prison_term", "suspended_term"))
        self.say(person, kind, _number(draw.randrange(1, 9)), case=case, instance="first", unit="years")
        if draw.random() < 0.4:
            self.say(person, "altered_on", self._day(after + 60), case=case, alteration="reduced")
            self.say(person, "reduced_term", _number(1), case=case, alteration="reduced", unit="years")

    def _ill_treated(self, person: str, other: str, after: int) -> None:
        draw = self._random
        self.say(person, "ill_treatment_alleged", "beaten with a stick", allegation="A1")
        self.say(other, "complained_on", self._day(after + 5), allegation="A1")
        if draw.random() < 0.5:
            self.say(person, "complaint_registered_on", self._day(after + 20), allegation="A1")
        if draw.random() < 0.2:
            told = {"sphere": "physical", "qualification": "physician", "speaker_kind": SpeakerKind.NGO}
            self.say(person, "examined_on", self._day(after + 6), allegation="A1")
            self.say(person, "consistency", "consistent", allegation="A1", **told)
        if draw.random() < 0.05:
            self.say(person, "step_done", "done", step="witnesses_heard")

    def _paid(self, person: str) -> None:
        draw = self._random
        for stage in ("assessed", "paid") if draw.random() < 0.3 else ("claimed",):
            unit = "KZT" if draw.random() < 0.9 else "USD"
            self.say(
                person, "compensation", _number(draw.randrange(50, 500)), unit=unit, sum_stage=stage, loss_class="house"
            )
        if draw.random() < 0.1:
            self.say(person, "remedy_status", "asked", remedy_form="restitution", remedy_measure="home")

    def _case(self, n: int) -> None:
        case = f"case:c{n}"
        self.say(case, "case_concerns", f"incident:{_INCIDENTS[n % 3]}")
        self.say(case, "opened_on", self._day(self._random.randrange(30)))
        if self._random.random() < 0.5:
            self.say(case, "sent_to_court_on", self._day(150))

    def _incident(self, incident: str) -> None:
        subject = f"incident:{incident}"
        self.say(subject, "happened_on", PartialDate.on(_BEGAN))
        for name, count in (("charged", 3000), ("convicted", 2500), ("detained", 4000)):
            self.say(subject, name, _number(count), unit="persons")
        self.say(subject, "step_done", "done", step="victim_identified")
        self.say(subject, "hostile_speech", "a crowd shouted")
        rate = PartialDate.parse("2031-12-31")
        self.say("currency:USD", "exchange_rate", _number(450), unit="KZT", as_of=rate)

    def _utterance(self, n: int) -> None:
        subject, analyst = f"utterance:u{n}", {"speaker_kind": SpeakerKind.OURSELVES, "note": "because"}
        self.say(subject, "uttered_words", "out with them all")
        self.say(subject, "uttered_on", self._day(self._random.randrange(300)))
        self.say(subject, "uttered_by", "head of a district")
        self.say(subject, "capacity", "official")
        self.say(subject, "target_group", "dungan")
        words = self.claims[-5].id
        for factor in speech.Factor:
            self.say(subject, "rabat_factor", "supports", factor=factor.value, basis=(words,), **analyst)
        self.say(subject, "rabat_class", "concern", **analyst)
        self.say(subject, "response_to_utterance", self._random.choice(("apology", "none_found")))


def letters(count: int, seed: int) -> ledger.Book:
    """Return an invented book of letters to a State and of demands, some of them answered."""
    world, draw = World(persons=0, seed=seed), random.Random(seed)
    world.claims.clear()
    body: dict[str, Any] = {"speaker_kind": SpeakerKind.UN_BODY}
    for n in range(count):
        sent = _BEGAN + dt.timedelta(days=draw.randrange(300))
        letter = f"letter:l{n}"
        world.say(letter, "sent_on", PartialDate.on(sent), **body)
        world.say(letter, "sender", "Committee on the Elimination of Racial Discrimination", **body)
        world.say(letter, "addressed_to", "Kazakhstan", **body)
        world.say(letter, "asked", "an independent inquiry", **body)
        world.say(letter, "due_on", PartialDate.on(sent + dt.timedelta(days=90)), **body)
        if draw.random() < 0.5:
            world.say(letter, "replied_on", PartialDate.on(sent + dt.timedelta(days=draw.randrange(200))), **body)
    for n in range(count // 6):
        demand = f"demand:d{n}"
        world.say(demand, "demand", "publish the list", speaker_kind=SpeakerKind.NGO)
        world.say(demand, "demanded_in", f"letter:l{n}", speaker_kind=SpeakerKind.NGO)
    return ledger.Book.of(world.claims, ledger.shipped_vocabulary())


def letter_views(book: ledger.Book) -> dict[str, Callable[[], Any]]:
    """Return each reading of letters, from the book to what its command prints."""
    made_at = dt.datetime(2032, 6, 1, tzinfo=dt.UTC)

    def calendar() -> Any:
        reminders = duties.agenda(duties.owed(book, AS_OF))
        rows = [one.to_row(AS_OF, "en") for one in reminders]
        return rows, duties.calendar_of(reminders, archive="a", title="Valley", language="en", made_at=made_at)

    return {
        "duties": lambda: [one.to_row("en") for one in duties.owed(book, AS_OF).duties],
        "demands": lambda: [one.to_row("en") for one in duties.demands(book, AS_OF).demands],
        "calendar": calendar,
    }


def _number(count: int) -> Quantity:
    return Quantity(low=count, high=count, qualifier=Qualifier.EXACT, wording=str(count))


def best(run: Callable[[], _ANSWER]) -> tuple[float, _ANSWER]:
    """Return the CPU seconds of the best of three runs, and the answer."""
    spent = []
    gc.disable()  # as the commands do: what is read stays to the end of the run
    for _ in range(_RUNS):
        began = time.process_time()
        answer = run()
        spent.append(time.process_time() - began)
    gc.enable()
    return min(spent), answer


def views(book: ledger.Book) -> dict[str, Callable[[], Any]]:
    """Return each reading, from the book to the rows that its command prints."""
    held = justice.proceedings(book)

    def funnel() -> Any:
        made = justice.proceedings(book)
        reported = made.reported()
        return (
            [one.shown for one in justice.funnels(made.persons, made.groups, AS_OF)],
            justice.case_funnel(made.cases, AS_OF).to_row(),
            [one.to_row() for one in reported],
            [one.to_row() for one in justice.unknowns(made.persons, made.cases, reported, AS_OF)],
        )

    def person() -> Any:
        found = justice.history(justice.proceedings_of(book, "p1"), "p1", AS_OF)
        assert found is not None  # noqa: S101 - she is in every world
        return found.to_row(), justice.detention(book, found.person.ids, AS_OF).to_row()

    def allegations() -> Any:
        found = justice.allegations(book, AS_OF)
        return [one.to_row() for one in found], [one.to_row() for one in justice.ways(found)]

    return {
        "funnel": funnel,
        "  reading of persons": lambda: justice.proceedings(book),
        "  funnels": lambda: justice.funnels(held.persons, held.groups, AS_OF),
        "  unknown": lambda: justice.unknowns(held.persons, held.cases, held.reported(), AS_OF),
        "comparing": lambda: [one.to_row() for one in justice.compare(held.persons, "dungan", "kazakh", AS_OF)],
        "waiting": lambda: [one.to_row() for one in justice.waits(held.persons, AS_OF)],
        "person": person,
        "allegations": allegations,
        "investigation": lambda: [one.to_row() for one in justice.investigations(book, AS_OF)],
        "remedies": lambda: justice.remedies(book, AS_OF, "KZT").to_row(),
        "speech": lambda: [one.to_row() for one in speech.register(book, AS_OF).utterances],
    }


def clocks(letters: int) -> Callable[[], Any]:
    """Return the reading of a table of letters."""
    lines = ["id,sent,rule,due,replies,superseded_on,search_log,as_of"]
    lines += [f"L{n},2031-01-{n % 28 + 1:02d},months:{n % 9 + 1},,,,2031-10-01,2031-10-20" for n in range(letters)]
    table = "\n".join(lines)

    def run() -> Any:
        found = [one for one in duties.vectors_from(table, path="letters.csv") if isinstance(one, duties.Vector)]
        return [duties.stand(one.clock, one.as_of).says().text("en") for one in found]

    return run


class Sql:
    """The peer: the same claims as rows of one table, asked in SQL."""

    _REACHED: Final = {
        "detained": ("detained_on",),
        "charged": ("charged_on", "trial_opened_on", "verdict_on", "altered_on"),
        "trial_opened": ("trial_opened_on", "verdict_on", "altered_on"),
        "altered": ("altered_on",),
    }

    def __init__(self, claims: Sequence[ledger.Claim]) -> None:
        """Take claims about persons that are of a day."""
        same = chiefs((), ((one.subject, one.value_text()) for one in claims if one.property == "same_person_as"))
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE TABLE claim (person TEXT, property TEXT, latest TEXT)")
        self._db.executemany("INSERT INTO claim VALUES (?, ?, ?)", self._rows(claims, same))
        self._db.execute("CREATE INDEX by_property ON claim (property, latest, person)")

    def _rows(self, claims: Sequence[ledger.Claim], same: Any) -> Iterator[tuple[str, str, str]]:
        for one in claims:
            if one.subject_kind == "person" and isinstance(one.value, PartialDate):
                yield same.get(one.subject, one.subject), one.property, one.value.latest.isoformat()

    def counts(self) -> dict[str, int]:
        """Return how many persons reached each stage by the day."""
        return {
            stage: self._db.execute(
                "SELECT count(DISTINCT person) FROM claim WHERE latest <= ? AND property IN "  # noqa: S608 - our own words
                f"({', '.join('?' * len(names))})",
                (AS_OF.isoformat(), *names),
            ).fetchone()[0]
            for stage, names in self._REACHED.items()
        }


def main() -> None:
    """Print one line for each reading, then the peers."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--persons", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--lifelines", metavar="PYTHON")
    given = asked.parse_args()
    world = World(persons=given.persons, seed=given.seed)
    book = ledger.Book.of(world.claims, ledger.shipped_vocabulary())
    book.claims_of("charged_on")  # the indexes of a book in memory are made when it is first asked
    print(f"{given.persons} persons, {len(world.claims)} claims, as of {AS_OF}")
    asked_of = letters(given.persons * 6 // 10, given.seed)
    found = {name: run() for name, run in letter_views(asked_of).items()}
    if not all(found.values()):
        sys.exit(f"nothing is read of letters in {[name for name, rows in found.items() if not rows]}")
    for name, run in {**views(book), **letter_views(asked_of), "clock": clocks(given.persons)}.items():
        print(f"{name:24}{best(run)[0]:>8.3f} CPU s", flush=True)
    held = justice.proceedings(book)
    _beside_sql(world, held)
    if given.lifelines:
        _beside_lifelines(held, given.lifelines)


def _beside_sql(world: World, held: justice.Proceedings) -> None:
    theirs, counted = best(Sql(world.claims).counts)
    ours, funnel = best(lambda: justice.funnel(held.persons, None, AS_OF))
    own = {stage: funnel.count(justice.Stage(stage)).n for stage in counted}
    if own != counted:
        sys.exit(f"the counts differ: {own} and {counted}")
    print(f"{'sqlite, counts alone':24}{theirs:>8.3f} CPU s   ours {ours:.3f}, with claims   ratio {ours / theirs:.1f}")


def _beside_lifelines(held: justice.Proceedings, python: str) -> None:
    found = justice.waits(held.persons, AS_OF)
    spells = [{"arrived": list(one.arrivals), "waiting": list(one.censored)} for one in found]
    answer = subprocess.run(
        [python, "-c", _LIFELINES], input=json.dumps(spells), capture_output=True, text=True, check=True
    )
    for one, told in zip(found, json.loads(answer.stdout), strict=True):
        if one.days != told["median"]:
            sys.exit(f"the medians differ: {one.days} and {told['median']}")
    theirs = sum(one["seconds"] for one in json.loads(answer.stdout))
    ours, _ = best(lambda: [justice.curve(one["arrived"], one["waiting"]) for one in spells])
    print(f"{'lifelines':24}{theirs:>8.3f} CPU s   ours {ours:.3f}, in exact fractions   ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()

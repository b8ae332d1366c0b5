"""Owns the check: a statement compiled against a book. Pure: a text and claims in, diagnostics and bindings out.

"No statement without figures that hold": every figure in the prose is looked at, bound or not, in English, Russian
and Kazakh. What stands in an error is not published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from onrecord.dossier import targets
from onrecord.dossier.bindings import Binding, fallen_for, resolve
from onrecord.dossier.diagnostics import CODES, Diagnostic, Fix, Severity
from onrecord.dossier.forms import parse
from onrecord.dossier.grading import Graded, graded_bindings, graded_fact, graded_figure
from onrecord.dossier.grids import marks_of
from onrecord.dossier.offering import binding_fix, wording_fix
from onrecord.dossier.proposals import IN_TITLE, Stock, circumstances_of
from onrecord.dossier.remembering import remembering
from onrecord.dossier.rules import PUBLIC, Examination, Finding, fallen_code, findings_of
from onrecord.dossier.rules.standing import named_with_successor
from onrecord.dossier.statement import FIGURE, Link, Statement
from onrecord.dossier.targets import TargetRefused
from onrecord.kernel import Label, PartialDate, Span, Visibility, line_and_column
from onrecord.ledger import Book
from onrecord.reading import Assertion, Circumstances, QuantityInText, assertions_in, quantities_in

# Facts that say nothing of what a claim says.
_OF_THE_WORDS: Final = frozenset({"claims", "hint", "target", "problem", "unit", "other", "status", "how", "threshold"})
_NOT_PUBLIC: Final = Label(en="what is not public", ru="то, что не публично", kk="жария емес нәрсе")
_TO_CLAIM: Final = "claim:"
_UNBOUND_FACT: Final = "OR131"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the check found: diagnostics in the order of the text, bindings with what they rest on.

    `assertions` is everything that the statement asserts, bound or not, and how each stands to the record.
    """

    statement: Statement
    diagnostics: tuple[Diagnostic, ...]
    bindings: tuple[Binding, ...]
    figures_found: int
    figures_bound: int
    assertions: tuple[Graded, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that stop publication."""
        return tuple(one for one in self.diagnostics if one.severity is Severity.ERROR)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the report as CLI.md promises it."""
        return {
            "diagnostics": [one.to_row(language) for one in self.diagnostics],
            "figures_found": self.figures_found,
            "figures_bound": self.figures_bound,
            "assertions": [one.to_row(self.statement, language) for one in self.assertions],
        }


def check(
    book: Book,
    text: str | Statement,
    *,
    edition: str | None = None,
    today: dt.date,
    horizon: PartialDate | None = None,
) -> CheckReport:
    """Return everything that is wrong or weak in a statement, and what its figures rest on.

    A text is read as Markdown; other forms come as statements (`statement_of`). The statement speaks up to the `as_of`
    of its head, or up to today; what was learnt later it cannot know, what was learnt before it must. `edition` and
    `horizon` overrule the head's.
    """
    statement = parse(text) if isinstance(text, str) else text
    return _Check(book=remembering(book), statement=statement, edition=edition, today=today, horizon=horizon).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _InTitle:
    """How many figures stand in the title, and how many of them the text carries."""

    found: int = 0
    bound: int = 0


@dataclass
class _Check:
    """One run over one statement.

    A trial is a run over one sentence with a binding that is only pretended: nothing is proposed in it.
    """

    book: Book
    statement: Statement
    edition: str | None
    today: dt.date
    horizon: PartialDate | None = None
    is_trial: bool = False
    found: list[Diagnostic] = field(default_factory=list)
    graded: list[Graded] = field(default_factory=list)
    bound_here: dict[Span, Binding] = field(default_factory=dict)
    _circumstances: Circumstances | None = None

    def run(self) -> CheckReport:
        statement = self.statement
        horizon = self.horizon = self._horizon()
        marks = marks_of(statement)
        figures = [
            one
            for one in quantities_in(statement.prose, statement.language, self.book.vocabulary, every=True)
            if not any(mark.start <= one.start < mark.end for mark in marks)
        ]
        links = [link for link in statement.links if link.is_binding]
        bindings = [binding for link in links if (binding := self._binding(link, horizon)) is not None]
        linked = {id(figure) for figure in figures for link in links if _inside(figure, link)}
        bound = {id(figure) for figure in figures for binding in bindings if _inside(figure, binding.link)}
        self.bound_here = {binding.link.words: binding for binding in bindings}
        if not self.is_trial:  # a link that leads nowhere has its own diagnostic, and its figure is not bound
            self._unbound([figure for figure in figures if id(figure) not in linked], figures)
            self._facts(figures)
        in_title = self._title([figure for figure in figures if id(figure) in bound])
        self._keep(findings_of(self._examination(bindings, horizon)))
        return CheckReport(
            statement=statement,
            diagnostics=tuple(sorted(self.found, key=lambda one: (one.start, one.code.name))),
            bindings=tuple(bindings),
            figures_found=len(figures) + in_title.found,
            figures_bound=len(bound) + in_title.bound,
            assertions=() if self.is_trial else self._assertions(links),
        )

    def _assertions(self, links: Sequence[Link]) -> tuple[Graded, ...]:
        """Return everything that is asserted, graded: what is bound by what was told of it, the rest by trial."""
        known = ((link, self.bound_here.get(link.words)) for link in links)
        named = ((link, one.property if one else None, one.claims if one else ()) for link, one in known)
        all_graded = [*self.graded, *graded_bindings(self.statement, named, self.found)]
        return tuple(sorted(map(self._shown, all_graded), key=lambda one: (one.start, one.end)))

    def _title(self, bound: Sequence[QuantityInText]) -> _InTitle:
        """Tell each figure of the title that no bound figure of the text repeats: a title can hold no link."""
        span = self.statement.title_span
        if span is None:
            return _InTitle()
        title = quantities_in(span.of(self.statement.text), self.statement.language, self.book.vocabulary, every=True)
        loose = [one for one in title if not any(one.quantity.same_numbers(other.quantity) for other in bound)]
        for one in loose:
            facts = {"hint": IN_TITLE}
            self._tell("OR101", span.start + one.start, span.start + one.end, facts=facts)
        return _InTitle(found=len(title), bound=len(title) - len(loose))

    def _horizon(self) -> PartialDate:
        if self.horizon is not None:
            return self.horizon
        try:
            return self.statement.as_of or PartialDate.on(self.today)
        except ValueError:
            problem = targets.NO_DATE.filled(text=self.statement.fields["as_of"])
            facts = {"target": "as_of", "problem": problem}
            self._tell("OR119", 0, self.statement.body_start, facts=facts)
            return PartialDate.on(self.today)

    def _binding(self, link: Link, horizon: PartialDate) -> Binding | None:
        """Return what the link is bound to; tell why not where it is bound to nothing that can be used."""
        try:
            binding = resolve(self.book, self.statement, link, horizon=horizon)
        except TargetRefused as refusal:
            self._tell("OR119", *_place(link), facts={"target": link.target.text, "problem": refusal.problem})
            return None
        if link.target.scheme == FIGURE and not binding.readings:
            self._nothing_there(link)
            return None
        return binding

    def _nothing_there(self, link: Link) -> None:
        gone = fallen_for(self.book, self.statement, link)
        if gone:
            claims = tuple(claim.id for claim in gone)
            told = ", ".join(map(named_with_successor, gone))
            self._tell(fallen_code(gone), *_place(link), facts={"claims": told}, claims=claims)
            return
        others = self.book.figures(link.target.name, about=_dimensions(link))
        official = link.target.option("by") in ("official", "court")
        if official and others:
            speakers = sorted({reading.claim.speaker for figure in others for reading in figure.readings})
            claims = tuple(claim for figure in others for claim in figure.claims)
            self._tell("OR118", *_place(link), facts={"speakers": "; ".join(speakers)}, claims=claims)
            return
        self._tell("OR102", *_place(link), facts={"target": link.target.text})

    def _unbound(self, loose: Sequence[QuantityInText], figures: Sequence[QuantityInText]) -> None:
        """Tell each figure that is bound to nothing, with what it could be bound to."""
        if not loose:
            return
        around = self._around(figures)
        for figure in loose:
            graded = graded_figure(self._stock, figure, around.of(figure.start, figure.end), self._try)
            self.graded.append(graded)
            fix = binding_fix(self.statement, self.book, graded)
            self._tell(
                "OR101",
                figure.start,
                figure.end,
                facts={"hint": graded.hint},
                claims=graded.claims,
                suggestion=fix.replacement if fix else graded.suggestion(self.statement),
                fix=fix,
            )

    def _facts(self, figures: Sequence[QuantityInText]) -> None:
        """Grade what is asserted that is no number."""
        for one in self._loose_facts(figures):
            around = self._around(figures).of(one.start, one.end)
            self.graded.append(graded_fact(self._stock, one, around, self._try))

    def _loose_facts(self, figures: Sequence[QuantityInText]) -> Iterator[Assertion]:
        """Yield what is asserted outside of bindings, in the order of the text.

        The day on which people were counted is that of the figure, which stands for itself.
        """
        statement = self.statement
        links = [link.words for link in statement.links if link.is_binding]
        for one in assertions_in(statement.prose, statement.language, self.book.vocabulary):
            is_bound = any(words.start < one.end and one.start < words.end for words in links)
            is_day = isinstance(one.value, PartialDate)
            if not is_bound and not (is_day and any(one.start <= it.start and it.end <= one.end for it in figures)):
                yield one

    def _around(self, figures: Sequence[QuantityInText]) -> Circumstances:
        if self._circumstances is None:
            self._circumstances = circumstances_of(self.statement, self.book, figures)
        return self._circumstances

    @cached_property
    def _stock(self) -> Stock:
        assert self.horizon is not None  # noqa: S101 - set first thing
        return Stock(book=self.book, statement=self.statement, horizon=self.horizon, public_only=self._is_public)

    def _try(self, sentence: Statement) -> Sequence[Diagnostic]:
        """Return what the rules say of one sentence with a binding that is pretended."""
        return replace(self, statement=sentence, is_trial=True, found=[], graded=[], bound_here={}).run().diagnostics

    @property
    def _is_public(self) -> bool:
        return (self.edition or self.statement.fields.get("edition", PUBLIC)) == PUBLIC

    def _examination(self, bindings: Sequence[Binding], horizon: PartialDate) -> Examination:
        return Examination(
            statement=self.statement,
            bindings=tuple(bindings),
            book=self.book,
            horizon=horizon,
            edition=self.edition or self.statement.fields.get("edition", PUBLIC),
        )

    def _hides(self, claims: Sequence[str]) -> bool:
        """Say whether one of these claims may not be shown to the readers of the statement."""
        found = (self.book.claim(one) for one in claims) if self._is_public else ()
        return any(one is not None and one.visibility is not Visibility.PUBLIC for one in found)

    def _public(self, claims: Sequence[str]) -> tuple[str, ...]:
        """Return the claims that the readers of the report may know of: an id, too, can name a witness."""
        return tuple(one for one in claims if not self._hides((one,)))

    def _counted(self, claims: Sequence[str]) -> str:
        """Return claims by their ids as far as they may be known, and how many more there are."""
        shown = self._public(claims)
        return ", ".join([*shown, f"+{len(claims) - len(shown)}"])

    def _shown(self, graded: Graded) -> Graded:
        """Return a grade without what its readers may not know of: ids of claims, and a link that one would make."""
        if not self._hides(graded.claims):
            return graded
        names_one = graded.target is not None and graded.target.startswith(_TO_CLAIM) and not graded.is_bound
        target = None if names_one else graded.target
        return replace(graded, claims=self._public(graded.claims), target=target)

    def _keep(self, findings: Iterator[Finding]) -> None:
        """Tell what the rules found; an assertion bound to nothing with what it could be bound to."""
        for one in findings:
            near = self._graded_at(one) if one.code == _UNBOUND_FACT else None
            self._tell(
                one.code,
                one.start,
                one.end,
                facts=one.facts,
                claims=near.claims if near else one.claims,
                suggestion=near.suggestion(self.statement) if near else one.suggestion,
                figure=one.figure,
            )

    def _graded_at(self, finding: Finding) -> Graded | None:
        """Return the fact that was graded at the words of a finding."""
        facts = (one for one in self.graded if one.kind != "figure")
        return next((one for one in facts if one.start < finding.end and finding.start < one.end), None)

    def _tell(
        self,
        code: str,
        start: int,
        end: int,
        *,
        facts: Mapping[str, object],
        claims: Sequence[str] = (),
        suggestion: str | None = None,
        figure: str | None = None,
        fix: Fix | None = None,
    ) -> None:
        """Keep a diagnostic of a stretch of the text, at the place where that stands in the file.

        A report on a statement for the public may be read by the public: what claims say that are not is not repeated.
        """
        statement = self.statement
        is_hidden = self._hides(claims)
        if is_hidden:
            facts = {name: value if name in _OF_THE_WORDS else _NOT_PUBLIC for name, value in facts.items()}
            facts |= {"claims": self._counted(claims)} if "claims" in facts else {}
            suggestion, fix = None, None
        place = statement.in_file(start, end)
        line, column = line_and_column(statement.file, place.start)
        told = Diagnostic(
            code=CODES[code],
            start=place.start,
            end=place.end,
            line=line,
            column=column,
            text=" ".join(statement.text[start:end].split()),
            facts=facts,
            figure=figure,
            claims=tuple(claims) if self.is_trial else self._public(claims),
            suggestion=suggestion,
            fix=fix,
        )
        binding = self.bound_here.get(Span(start=start, end=end))
        if fix is None and binding is not None and not self.is_trial and not is_hidden:
            at_words = replace(told, start=start, end=end)
            told = replace(told, fix=wording_fix(statement, self.book, at_words, binding))
        self.found.append(told)


def _inside(figure: QuantityInText, link: Link) -> bool:
    return figure.start < link.words.end and link.words.start < figure.end


def _place(link: Link) -> tuple[int, int]:
    return link.words.start, link.words.end


def _dimensions(link: Link) -> dict[str, str]:
    return {name: value for name, value in link.target.options if name not in ("by", "as_of", "subject")}

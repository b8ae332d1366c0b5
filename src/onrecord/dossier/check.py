"""Owns the check: a statement compiled against a book. Pure: a text and claims in, diagnostics and bindings out.

"No statement without figures that hold": every figure in the prose is looked at, bound or not, in English, Russian
and Kazakh. What stands in an error is not published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.dossier.bindings import Binding, TargetRefused, fallen_for, resolve
from onrecord.dossier.diagnostics import CODES, Diagnostic, Severity
from onrecord.dossier.proposals import IN_TITLE, propose
from onrecord.dossier.rules import PUBLIC, Examination, Finding, fallen_code, findings_of
from onrecord.dossier.statement import FIGURE, Link, Statement, parse
from onrecord.kernel import PartialDate, line_and_column
from onrecord.ledger import Book
from onrecord.reading import QuantityInText, quantities_in


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What the check found: diagnostics in the order of the text, bindings with what they rest on."""

    statement: Statement
    diagnostics: tuple[Diagnostic, ...]
    bindings: tuple[Binding, ...]
    figures_found: int
    figures_bound: int

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
        }


def check(
    book: Book, text: str, *, edition: str | None = None, today: dt.date, horizon: PartialDate | None = None
) -> CheckReport:
    """Return everything that is wrong or weak in a statement, and what its figures rest on.

    The statement speaks up to the `as_of` of its front matter, or up to today; what was learnt later it cannot know,
    what was learnt before it must. `edition` and `horizon` overrule the front matter's.
    """
    return _Check(book=book, statement=parse(text), edition=edition, today=today, horizon=horizon).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _InTitle:
    """How many figures stand in the title, and how many of them the text carries."""

    found: int = 0
    bound: int = 0


@dataclass
class _Check:
    """One run over one statement."""

    book: Book
    statement: Statement
    edition: str | None
    today: dt.date
    horizon: PartialDate | None = None
    found: list[Diagnostic] = field(default_factory=list)

    def run(self) -> CheckReport:
        statement = self.statement
        horizon = self._horizon()
        figures = quantities_in(statement.prose, statement.language, self.book.vocabulary, every=True)
        links = [link for link in statement.links if link.is_binding]
        bindings = [binding for link in links if (binding := self._binding(link, horizon)) is not None]
        bound = {id(figure) for figure in figures for link in links if _inside(figure, link)}
        for figure in figures:
            if id(figure) not in bound:
                self._unbound(figure)
        in_title = self._title([figure for figure in figures if id(figure) in bound])
        self._keep(findings_of(self._examination(bindings, horizon)))
        return CheckReport(
            statement=statement,
            diagnostics=tuple(sorted(self.found, key=lambda one: (one.start, one.code.name))),
            bindings=tuple(bindings),
            figures_found=len(figures) + in_title.found,
            figures_bound=len(bound) + in_title.bound,
        )

    def _title(self, bound: Sequence[QuantityInText]) -> _InTitle:
        """Tell each figure of the title that no bound figure of the text repeats: a title can hold no link."""
        span = self.statement.title_span
        if span is None:
            return _InTitle()
        title = quantities_in(span.of(self.statement.text), self.statement.language, self.book.vocabulary, every=True)
        loose = [one for one in title if not any(one.quantity.same_numbers(other.quantity) for other in bound)]
        for one in loose:
            facts = {"hint": IN_TITLE.text(self.statement.language)}
            self._tell("OR101", span.start + one.start, span.start + one.end, facts=facts)
        return _InTitle(found=len(title), bound=len(title) - len(loose))

    def _horizon(self) -> PartialDate:
        if self.horizon is not None:
            return self.horizon
        try:
            return self.statement.as_of or PartialDate.on(self.today)
        except ValueError as err:
            facts = {"target": "as_of", "problem": str(err)}
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
            self._tell(fallen_code(gone), *_place(link), facts={"claims": ", ".join(claims)}, claims=claims)
            return
        others = self.book.figures(link.target.name, about=_dimensions(link))
        official = link.target.option("by") in ("official", "court")
        if official and others:
            speakers = sorted({reading.claim.speaker for figure in others for reading in figure.readings})
            claims = tuple(claim for figure in others for claim in figure.claims)
            self._tell("OR118", *_place(link), facts={"speakers": "; ".join(speakers)}, claims=claims)
            return
        self._tell("OR102", *_place(link), facts={"target": link.target.text})

    def _unbound(self, figure: QuantityInText) -> None:
        proposal = propose(self.book, self.statement, figure)
        facts = {"hint": proposal.hint.text(self.statement.language)}
        self._tell("OR101", figure.start, figure.end, facts=facts, claims=proposal.claims, suggestion=proposal.link)

    def _examination(self, bindings: Sequence[Binding], horizon: PartialDate) -> Examination:
        return Examination(
            statement=self.statement,
            bindings=tuple(bindings),
            book=self.book,
            horizon=horizon,
            edition=self.edition or self.statement.fields.get("edition", PUBLIC),
        )

    def _keep(self, findings: Iterator[Finding]) -> None:
        for one in findings:
            self._tell(
                one.code, one.start, one.end, facts=one.facts, claims=one.claims, suggestion=one.suggestion,
                figure=one.figure,
            )  # fmt: skip

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
    ) -> None:
        text = self.statement.text
        line, column = line_and_column(text, start)
        self.found.append(
            Diagnostic(
                code=CODES[code],
                start=start,
                end=end,
                line=line,
                column=column,
                text=" ".join(text[start:end].split()),
                facts=facts,
                figure=figure,
                claims=tuple(claims),
                suggestion=suggestion,
            )
        )


def _inside(figure: QuantityInText, link: Link) -> bool:
    return figure.start < link.words.end and link.words.start < figure.end


def _place(link: Link) -> tuple[int, int]:
    return link.words.start, link.words.end


def _dimensions(link: Link) -> dict[str, str]:
    return {name: value for name, value in link.target.options if name not in ("by", "as_of", "subject")}

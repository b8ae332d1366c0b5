"""Owns telling that a State or a body that was asked for is none that is known: else a slip would look like silence."""

from __future__ import annotations

from typing import Final

from onrecord.cli.shell import Shell
from onrecord.kernel import Label

_NO_STATE: Final = Label(
    en="“{words}” is no State that is known by code or name; only what is told in these very words is looked for.",
    ru="«{words}» — не код и не название известного государства; ищется только то, что названо именно так.",
    kk="«{words}» — белгілі мемлекеттің коды да, аты да емес; дәл осылай аталғаны ғана ізделеді.",
)
_NO_BODY: Final = Label(
    en="“{words}” is no body known by its letters or name; only what is told in these very words is looked for.",
    ru="«{words}» — не сокращение и не название известного органа; ищется только то, что названо именно так.",
    kk="«{words}» — белгілі органның қысқартуы да, аты да емес; дәл осылай аталғаны ғана ізделеді.",
)


def tell_unknown(shell: Shell, *, state: str | None, body: str | None = None) -> None:
    """Say, beside the result, which of these names nothing that is known."""
    from onrecord import duties

    if state is not None and duties.state_called(state) is None:
        shell.note(_NO_STATE, words=state)
    if body is not None and duties.body_of(body) is None:
        shell.note(_NO_BODY, words=body)

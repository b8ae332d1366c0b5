"""Owns the faults of the adapters."""

from __future__ import annotations

from onrecord.kernel import Label, Unavailable


class Unreachable(Unavailable):
    """A service outside did not answer, or not in time, or with more than was asked for."""

    code = "adapters.unreachable"
    says = Label(
        en="{place} does not answer: {problem}. Nothing is lost; try again later.",
        ru="{place} не отвечает: {problem}. Ничего не потеряно; повторите позже.",
        kk="{place} жауап бермейді: {problem}. Ештеңе жоғалған жоқ; кейінірек қайталаңыз.",
    )

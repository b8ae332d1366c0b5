"""Registers for tests, without an archive: lists with what they are, rows of people, and who was judged to be one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.ledger.world import book, claim

from onrecord import register

_PLAIN = {"qualifier": None, "wording": None}


def card(name: str, **said: Any) -> list[dict[str, Any]]:
    """Return the claims about a list of people; `rule`, `place`, `period` and the rest as a mapping has them."""
    about = {one: said.pop(one) for one in ("place", "period") if one in said}
    values = {"list_of": "people", "inclusion_rule": said.pop("rule", "everybody reported"), **said}
    rows = []
    for slot, value in values.items():
        more = {"incident": said.get("incident", "valley-2031"), **about} if slot == "inclusion_rule" else {}
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            rows.append(
                claim(
                    f"{name}.list.{slot}.{number}",
                    None,
                    **_PLAIN,
                    subject=f"list:{name}",
                    property=slot,
                    value=one,
                    **more,
                )
            )
    return rows


def person(on: str, number: int, *, outcome: str | None = "killed", **said: Any) -> list[dict[str, Any]]:
    """Return the claims of one row: on which list, what happened, and what else the row says."""
    name = f"{on}.{number}"
    about = {one: said.pop(one) for one in ("place", "group") if one in said}
    rows = [_said(name, "on_list", f"list:{on}")]
    if outcome is not None:
        rows.append(_said(name, "outcome", outcome, incident="valley-2031", **about))
    return rows + [_said(name, slot, value) for slot, value in said.items()]


def same(one: str, other: str) -> dict[str, Any]:
    """Return the judgement that two rows are one person."""
    return claim(f"same.{one}.{other}", None, **_PLAIN, source=None, quote=None, as_of=None, subject=f"person:{one}",
                property="same_person_as", value=f"person:{other}", speaker_kind="ourselves", basis=["B"], note="one birth date")  # fmt: skip


def register_with(*parts: Iterable[dict[str, Any]] | dict[str, Any]) -> register.Register:
    """Return the register of these claims."""
    rows = [row for part in parts for row in ([part] if isinstance(part, dict) else part)]
    return register.register_of(book(*rows).claims)


def _said(name: str, slot: str, value: str, **more: Any) -> dict[str, Any]:
    return claim(f"{name}.{slot}", None, **_PLAIN, subject=f"person:{name}", property=slot, value=value, **more)

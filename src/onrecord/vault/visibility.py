"""Owns how far an item may be seen, and who changed that. Never touches bytes: what went out before stays out."""

from __future__ import annotations

from dataclasses import replace

from onrecord.kernel import Role, Visibility
from onrecord.store import Desk
from onrecord.vault.entries import visibility_changed
from onrecord.vault.errors import ReasonMissing, SameVisibility
from onrecord.vault.model import Item
from onrecord.vault.naming import recorded_name
from onrecord.vault.queries import find_item


def change_visibility(desk: Desk, reference: str, visibility: Visibility, *, why: str) -> Item:
    """Let an item be seen further, or less far, from now on, and return it as it is now.

    Narrowing needs an analyst, so that whoever sees a mistake can stop it; widening needs a keeper.

    Raises:
        NotAllowed: the actor's role does not reach this far.
        NoSuchItem: there is none, or none that the actor may see.
        SameVisibility: it is seen that far already.
        ReasonMissing: nobody would know later why.
    """
    desk.require(Role.ANALYST)
    if not why.strip():
        raise ReasonMissing()
    with desk.writing() as transaction:
        item = find_item(transaction.connection, desk, reference)
        if item.visibility is visibility:
            raise SameVisibility(item=item.id, visibility=visibility.value)
        if visibility.width > item.visibility.width:
            desk.require(Role.KEEPER)
        transaction.append([visibility_changed(item.id, visibility, was=item.visibility, why=recorded_name(why))])
        return replace(item, visibility=visibility)

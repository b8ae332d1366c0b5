"""Owns the rule that restricted items want an encrypted archive. Never encrypts anything: the store does."""

from __future__ import annotations

from onrecord.kernel import Visibility
from onrecord.store import Desk
from onrecord.vault.errors import RestrictedInClear


def is_in_clear(desk: Desk, visibility: Visibility, *, insisted: bool) -> bool:
    """Say whether a restricted item would lie in clear here, which somebody has to insist on (RELIABILITY section 3).

    Raises:
        RestrictedInClear: it would, and nobody did.
    """
    if visibility is not Visibility.RESTRICTED or desk.is_encrypted:
        return False
    if not insisted:
        raise RestrictedInClear
    return True

"""Four people who meet the program: keeper, analyst, reader, and an outsider who has an archive of their own.

Tests name the persona, not the role: what one of them may not do is tested where the others may.
"""

from __future__ import annotations

from typing import Final

from onrecord.kernel import Actor, Role

KEEPER: Final = Actor(name="keeper", role=Role.KEEPER)
ANALYST: Final = Actor(name="analyst", role=Role.ANALYST)
READER: Final = Actor(name="reader", role=Role.READER)
# Knows ids by heart and nothing else: sees what a reader sees. In the web application they are not signed in at all.
OUTSIDER: Final = Actor(name="outsider", role=Role.READER)

EVERYBODY: Final = (KEEPER, ANALYST, READER, OUTSIDER)

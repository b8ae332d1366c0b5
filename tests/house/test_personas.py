"""The personas at one archive: who sees what, and that each may do no more than their role."""

from collections.abc import Callable

import pytest

from onrecord.kernel import Actor, NotAllowed, Role, Visibility
from onrecord.store import Desk
from tests.personas import ANALYST, EVERYBODY, KEEPER, OUTSIDER, READER

DeskOf = Callable[..., Desk]


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        (KEEPER, set(Visibility)),
        (ANALYST, {Visibility.PUBLIC, Visibility.TEAM}),
        (READER, {Visibility.PUBLIC}),
        (OUTSIDER, {Visibility.PUBLIC}),
    ],
    ids=lambda value: value.name if isinstance(value, Actor) else "",
)
def test_each_sees_as_far_as_their_role(desk_of: DeskOf, persona: Actor, sees: set[Visibility]) -> None:
    """Restricted material is the keeper's, the team's is the analyst's, the rest sees what is public."""
    assert desk_of(persona).sees == sees


@pytest.mark.parametrize("persona", EVERYBODY, ids=lambda one: one.name)
@pytest.mark.parametrize("needed", list(Role))
def test_nobody_may_more_than_their_role(desk_of: DeskOf, persona: Actor, needed: Role) -> None:
    """`desk.require` lets through whose role reaches, and refuses everybody else."""
    desk = desk_of(persona)
    if persona.role.may(needed):
        desk.require(needed)
    else:
        with pytest.raises(NotAllowed):
            desk.require(needed)

"""Owns what a person decides about a proposal: once, on the log, by name. Accepting is the ledger's, which states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.kernel import Role, Visibility
from onrecord.reading.errors import ProposalDecided, ReasonMissing
from onrecord.reading.proposing.model import Decision, Proposal
from onrecord.reading.proposing.queries import proposals_of
from onrecord.reading.proposing.tables import proposal_decided
from onrecord.store import Desk, Draft


def refuse(desk: Desk, ids: Iterable[str], *, why: str) -> tuple[Proposal, ...]:
    """Refuse proposals, all or none; they stay on record with the reason and are not proposed again.

    Raises:
        NotAllowed: the actor may only read.
        NoSuchProposal: one of them is not there, or not to be seen.
        ProposalDecided: one of them was decided before.
        ReasonMissing: no reason was given.
    """
    desk.require(Role.ANALYST)
    if not why.strip():
        raise ReasonMissing()
    with desk.writing() as transaction:
        found = proposals_of(transaction.connection, desk, ids)
        transaction.append([decided(one, Decision.REFUSED, why=why.strip()) for one in found])
    return found


def decided(
    proposal: Proposal,
    decision: Decision,
    *,
    claim: str | None = None,
    visibility: Visibility | None = None,
    corrected: Sequence[str] = (),
    why: str | None = None,
) -> Draft:
    """Return the entry for a decision about a proposal that is waiting for one; `visibility` is that of its claim.

    Raises:
        ProposalDecided: it is not.
    """
    must_wait(proposal)
    return proposal_decided(
        {
            "proposal": proposal.id,
            "item": proposal.item,
            "decision": decision.value,
            "claim": claim,
            "visibility": visibility.value if visibility else None,
            "corrected": list(corrected),
            "why": why,
        }
    )


def must_wait(proposal: Proposal) -> None:
    """Return if nobody has decided about the proposal.

    Raises:
        ProposalDecided: somebody has.
    """
    if proposal.decision is not Decision.WAITING:
        raise ProposalDecided(proposal=proposal.id, decision=proposal.decision.value, by=proposal.decided_by)

"""The adapters: one outside thing each, spoken to in its own language and answered for in ours.

They own connections, protocols and foreign faults. They decide nothing about evidence, and only `app` wires them.
"""

from onrecord.adapters.errors import Unreachable
from onrecord.adapters.web import Answer, ask
from onrecord.adapters.witness_server import WitnessApplication, serve

__all__ = ["Answer", "Unreachable", "WitnessApplication", "ask", "serve"]

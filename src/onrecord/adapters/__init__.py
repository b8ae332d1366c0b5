"""The adapters: one outside thing each, spoken to in its own language and answered for in ours.

They own connections, protocols and foreign faults. They decide nothing about evidence, and only `app` wires them.
"""

from onrecord.adapters.browser import Chromium, find_browser
from onrecord.adapters.errors import (
    BrowserFailed,
    BrowserMissing,
    BrowserTooOld,
    CaptureExtraMissing,
    CertificateRefused,
    SandboxMissing,
    Unreachable,
)
from onrecord.adapters.gate import Closed, Gate
from onrecord.adapters.plain import PlainFetch
from onrecord.adapters.proxy import Proxy
from onrecord.adapters.web import Answer, ask
from onrecord.adapters.witness_server import WitnessApplication, serve

__all__ = [
    "Answer",
    "BrowserFailed",
    "BrowserMissing",
    "BrowserTooOld",
    "CaptureExtraMissing",
    "CertificateRefused",
    "Chromium",
    "Closed",
    "Gate",
    "PlainFetch",
    "Proxy",
    "SandboxMissing",
    "Unreachable",
    "WitnessApplication",
    "ask",
    "find_browser",
    "serve",
]

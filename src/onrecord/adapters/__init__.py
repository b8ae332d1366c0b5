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
    ExtraMissing,
    ModelElsewhere,
    ModelRefuses,
    PlaceMisnamed,
    PlaceRefuses,
    SandboxMissing,
    Unreachable,
)
from onrecord.adapters.folder_place import FolderPlace
from onrecord.adapters.gate import Closed, Gate
from onrecord.adapters.local_model import LocalModel
from onrecord.adapters.plain import PlainFetch
from onrecord.adapters.proxy import Proxy
from onrecord.adapters.s3 import S3Account, S3Place, check_address
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
    "ExtraMissing",
    "FolderPlace",
    "Gate",
    "LocalModel",
    "ModelElsewhere",
    "ModelRefuses",
    "PlaceMisnamed",
    "PlaceRefuses",
    "PlainFetch",
    "Proxy",
    "S3Account",
    "S3Place",
    "SandboxMissing",
    "Unreachable",
    "WitnessApplication",
    "ask",
    "check_address",
    "find_browser",
    "serve",
]

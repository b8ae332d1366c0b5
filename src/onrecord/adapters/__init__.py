"""The adapters: one outside thing each, spoken to in its own language and answered for in ours.

They own connections, protocols and foreign faults. They decide nothing about evidence, and only `app` wires them.
"""

from onrecord.adapters.errors import ExtraMissing, PlaceMisnamed, PlaceRefuses, Unreachable
from onrecord.adapters.folder_place import FolderPlace
from onrecord.adapters.s3 import S3Account, S3Place, check_address
from onrecord.adapters.web import Answer, ask
from onrecord.adapters.witness_server import WitnessApplication, serve

__all__ = [
    "Answer",
    "ExtraMissing",
    "FolderPlace",
    "PlaceMisnamed",
    "PlaceRefuses",
    "S3Account",
    "S3Place",
    "Unreachable",
    "WitnessApplication",
    "ask",
    "check_address",
    "serve",
]

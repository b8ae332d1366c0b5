"""The independent checker of an export: kernel and standard library only, so that it ships as one file.

It owns the question whether an export holds, for somebody who trusts neither keeper nor server. It never reads an
archive, never signs, and never calls a thing true: it says what it checked and what it cannot exclude.
"""

from onrecord.verify.bags import NotAnExport
from onrecord.verify.checking import verify_export
from onrecord.verify.ed25519 import SignatureFalse, check_signature
from onrecord.verify.main import report_lines
from onrecord.verify.packing import build_pyz
from onrecord.verify.statements import published_path, statement_path
from onrecord.verify.verdict import Defect, Verdict

__all__ = [
    "Defect",
    "NotAnExport",
    "SignatureFalse",
    "Verdict",
    "build_pyz",
    "check_signature",
    "published_path",
    "report_lines",
    "statement_path",
    "verify_export",
]

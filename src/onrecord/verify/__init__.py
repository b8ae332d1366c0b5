"""The independent checker of an export: kernel and standard library only, so that it ships as one file.

It owns the question whether an export holds, for somebody who trusts neither keeper nor server. It never reads an
archive, never signs, and never calls a thing true: it says what it checked and what it cannot exclude.
"""

from onrecord.verify.bags import CHECKER, NotAnExport
from onrecord.verify.checking import verify_export
from onrecord.verify.crate import CRATE, crate_of, described
from onrecord.verify.der import OCTET_STRING, SEQUENCE, NotDer, written, written_integer, written_object
from onrecord.verify.ed25519 import SignatureFalse, check_signature
from onrecord.verify.logs import WITH_FILES, Disclosed
from onrecord.verify.openssl import Opinion, ask_openssl, certificates_in, pem, roots_of
from onrecord.verify.packing import build_pyz
from onrecord.verify.proofs import Consistency, Inclusion, verify_proof
from onrecord.verify.replies import GRANTED, SHA256, StampReply, Token, read_reply, read_request, token_in_order
from onrecord.verify.report import report_lines
from onrecord.verify.stamps import AuthorityUnreadable
from onrecord.verify.statements import published_path, standing, statement_path
from onrecord.verify.verdict import Defect, Verdict

__all__ = [
    "CHECKER",
    "CRATE",
    "GRANTED",
    "OCTET_STRING",
    "SEQUENCE",
    "SHA256",
    "WITH_FILES",
    "AuthorityUnreadable",
    "Consistency",
    "Defect",
    "Disclosed",
    "Inclusion",
    "NotAnExport",
    "NotDer",
    "Opinion",
    "SignatureFalse",
    "StampReply",
    "Token",
    "Verdict",
    "ask_openssl",
    "build_pyz",
    "certificates_in",
    "check_signature",
    "crate_of",
    "described",
    "pem",
    "published_path",
    "read_reply",
    "read_request",
    "report_lines",
    "roots_of",
    "standing",
    "statement_path",
    "token_in_order",
    "verify_export",
    "verify_proof",
    "written",
    "written_integer",
    "written_object",
]

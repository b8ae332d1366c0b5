"""Owns the stand-alone program `onrecord-verify.pyz`: arguments in, a report out. Never checks anything itself."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from onrecord.kernel import INTERFACE_LANGUAGES, Broken, Fault
from onrecord.verify.checking import verify_export
from onrecord.verify.codes import CHECKER_INSIDE
from onrecord.verify.report import report_lines

_UNUSABLE: Final = 2


def main(arguments: Sequence[str]) -> int:
    """Check an export; return 0 when it holds, 10 when it does not, 2 when it is none."""
    options = _parser().parse_args(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        verdict = verify_export(
            options.export,
            key=options.key,
            older_checkpoint=options.older_checkpoint,
            distrust=options.distrust,
            every_digest=options.every_digest,
            witnesses=options.witness,
            authorities=options.authority,
        )
    except (Fault, OSError) as err:
        said = err.message(options.language) if isinstance(err, Fault) else str(err)
        sys.stderr.write(f"{said}\n")
        return _UNUSABLE
    beside = (CHECKER_INSIDE,) if _came_with(options.export) else ()
    if options.json:
        record = verdict.to_record(options.language)
        record["cannot_exclude"] += [one.text(options.language) for one in beside]
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in report_lines(verdict, options.language, beside=beside))
    return 0 if verdict.ok else Broken.exit_status


def _came_with(export: Path) -> bool:
    """Say whether this program lies inside the export it checks."""
    return export.resolve() in Path(__file__).resolve().parents


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onrecord-verify.pyz", description="Check an export of Onrecord, offline.")
    parser.add_argument(
        "export", type=Path, nargs="?", default=Path(), help="the export: a folder (default: this one) or a ZIP file"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--key", help="the verifier key, as the keeper published it elsewhere")
    parser.add_argument(
        "--older-checkpoint",
        type=Path,
        action="append",
        metavar="PATH",
        help="a signed head from before, or an earlier export; may be given several times",
    )
    parser.add_argument("--distrust", choices=["sha256"], help="rest on SHA-512 alone")
    parser.add_argument("--every-digest", action="store_true", help="read items by every digest that is listed")
    parser.add_argument(
        "--witness", action="append", default=[], metavar="KEY", help="a witness's key, as it published it elsewhere"
    )
    parser.add_argument(
        "--authority",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a time-stamping authority's root certificate, as it published it elsewhere",
    )
    parser.add_argument("--language", choices=INTERFACE_LANGUAGES, default="en", help="the language of messages")
    return parser

"""Owns an S3 store as a place for copies, whoever runs it: one bucket, one prefix, through obstore (extra `s3`).

A file is written once: the store itself refuses a second one of that name (If-None-Match). Whatever it answers, no byte
counts before it was held against its digest by whoever reads it.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from onrecord.adapters.errors import ExtraMissing, PlaceMisnamed, PlaceRefuses
from onrecord.store import AlreadyStored, NotStored, PlaceUnreachable, Stored

if TYPE_CHECKING:
    from obstore.store import S3Store

Result = TypeVar("Result")

RETRIES: Final = 5  # beyond the first attempt (RELIABILITY A11)
_PAUSES: Final = (0.2, 1.0, 3.0, 8.0, 15.0)
_WAIT_SECONDS: Final = 300.0  # for one file of 16 MiB: a line of 0.5 Mbit/s is enough
_CONNECT_SECONDS: Final = 10.0
_MD5: Final = re.compile(r'"?([0-9a-f]{32})"?')
_ADDRESS: Final = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class S3Account:
    """Who asks where. Without an endpoint it is Amazon's; the secret is never shown."""

    key_id: str
    secret: str
    endpoint: str | None = None
    region: str = "us-east-1"
    session_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Place:
    """Files below one prefix of one bucket."""

    address: str
    account: S3Account
    wait_seconds: float = _WAIT_SECONDS
    pause: Callable[[float], None] = time.sleep
    _opened: list[Any] = field(default_factory=list)

    def put(self, name: str, content: bytes) -> None:
        """Write a file once, and hold what the store says it took against what was sent.

        An attempt whose answer was lost may have succeeded: a file of that name with these very bytes is ours.

        Raises:
            AlreadyStored: another file of this name is there.
            PlaceUnreachable, PlaceRefuses: it is not there, or nobody knows; the next backup sends it again.
        """
        obstore = _library()

        def attempt() -> None:
            try:
                told = obstore.put(self._store(), name, content, mode="create", use_multipart=False)
            except (obstore.exceptions.AlreadyExistsError, obstore.exceptions.PreconditionError) as err:
                if self._read(name) != content:
                    raise AlreadyStored(place=self.address, name=name) from err
                return
            if not _is_etag_of(told["e_tag"], content) and self._read(name) != content:
                obstore.delete(self._store(), name)
                msg = "it took other bytes than were sent"
                raise _Again(msg)

        self._tried(name, attempt)

    def get(self, name: str) -> Iterator[bytes]:
        """Yield the file's bytes.

        Raises:
            NotStored: there is none of this name.
            PlaceUnreachable, PlaceRefuses: the store does not give it, also not when asked again.
        """
        yield self._tried(name, lambda: self._read(name))

    def list(self, prefix: str) -> Iterator[Stored]:
        """Yield the files below `prefix`, in the order of their names."""
        obstore = _library()

        def attempt() -> list[Stored]:
            batches = obstore.list(self._store(), prefix)
            return [Stored(name=one["path"], size=one["size"]) for batch in batches for one in batch]

        yield from sorted(self._tried(prefix, attempt), key=lambda one: one.name)

    def exists(self, name: str) -> bool:
        """Say whether a file of this name is there."""
        obstore = _library()

        try:
            self._tried(name, lambda: obstore.head(self._store(), name))
        except NotStored:
            return False
        return True

    def delete(self, name: str) -> None:
        """Remove a file; one that is gone is fine."""
        obstore = _library()

        try:
            self._tried(name, lambda: obstore.delete(self._store(), name))
        except NotStored:
            return

    def _read(self, name: str) -> bytes:
        """Return a file whole, as one attempt: what was cut on the way is no file."""
        obstore = _library()

        found = obstore.get(self._store(), name)
        content = bytes(found.bytes())
        if len(content) != found.meta["size"]:
            msg = f"{len(content)} bytes came of {found.meta['size']}"
            raise _Again(msg)
        return content

    def _tried(self, name: str, attempt: Callable[[], Result]) -> Result:
        """Return what the attempt returns, trying up to five times more where the fault may pass."""
        known = _library().exceptions
        problem = ""
        for pause in (*_PAUSES[:RETRIES], None):
            try:
                return attempt()
            except (known.NotFoundError, FileNotFoundError) as err:
                if "NoSuchBucket" in str(err):
                    raise PlaceRefuses(place=self.address, problem="there is no such bucket") from err
                raise NotStored(place=self.address, name=name) from err
            except (known.PermissionDeniedError, known.UnauthenticatedError, PermissionError) as err:
                raise PlaceRefuses(place=self.address, problem=_first_line(err)) from err
            except (known.BaseError, OSError, _Again) as err:
                problem = _first_line(err)
            if pause is not None:
                self.pause(pause)
        raise PlaceUnreachable(place=self.address, problem=problem)

    def _store(self) -> S3Store:
        if not self._opened:
            self._opened.append(_open(self.address, self.account, self.wait_seconds))
        opened: S3Store = self._opened[0]
        return opened


class _Again(Exception):
    """The answer cannot be right; asking once more may help."""


def _library() -> Any:
    """Return obstore.

    Raises:
        ExtraMissing: it is not installed.
    """
    try:
        import obstore
        import obstore.exceptions
    except ImportError as err:
        raise ExtraMissing(extra="s3", purpose="s3://") from err
    return obstore


def check_address(address: str) -> tuple[str, str]:
    """Return bucket and prefix of an address.

    Raises:
        PlaceMisnamed: it is not written `s3://bucket/prefix`.
    """
    found = _ADDRESS.fullmatch(address)
    prefix = (found.group(2) or "").strip("/") if found else ""
    if not found or any(part in (".", "..", "") for part in prefix.split("/") if prefix):
        raise PlaceMisnamed(place=address)
    return found.group(1), prefix


def _open(address: str, account: S3Account, wait_seconds: float) -> S3Store:
    """Return the store; nothing is sent yet, and no other machine is asked for credentials.

    Raises:
        PlaceMisnamed: the address is none.
    """
    from obstore.store import S3Store

    bucket, prefix = check_address(address)
    given: dict[str, Any] = {"session_token": account.session_token} if account.session_token else {}
    if account.endpoint:
        given["endpoint"] = account.endpoint
    return S3Store(
        bucket,
        prefix=prefix or None,
        access_key_id=account.key_id,
        secret_access_key=account.secret,
        region=account.region,
        virtual_hosted_style_request=False,
        checksum_algorithm="SHA256",
        conditional_put="etag",
        client_options={
            "timeout": timedelta(seconds=wait_seconds),
            "connect_timeout": timedelta(seconds=min(wait_seconds, _CONNECT_SECONDS)),
            "allow_http": (account.endpoint or "").startswith("http://"),
        },
        retry_config={"max_retries": 0},  # we count attempts ourselves, in one place
        **given,
    )


def _is_etag_of(etag: str | None, content: bytes) -> bool:
    """Say whether the store's tag is the MD5 of what was sent, as it is where it encrypts nothing itself.

    Only a reason to read back: many stores have other tags, and MD5 proves nothing.
    """
    found = _MD5.fullmatch(etag or "")
    return bool(found) and found.group(1) == hashlib.md5(content, usedforsecurity=False).hexdigest()  # type: ignore[union-attr]


def _first_line(err: Exception) -> str:
    """Return what happened in one line; obstore adds its own debugging below."""
    return (str(err).splitlines() or [type(err).__name__])[0][:200]

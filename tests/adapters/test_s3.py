"""RELIABILITY A11, as far as one file goes: what stores and lines do to bytes is survived, or told, in at most six tries."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import pytest

from onrecord import adapters, store

_CONTENT = bytes(range(256)) * 300


def _read(place: Any, name: str) -> bytes:
    return b"".join(place.get(name))


@pytest.mark.parametrize("fault", ["500", "500 after", "etag", "slow"])
def test_a_put_survives_a_passing_fault(s3_of: Callable[..., Any], fault: str) -> None:
    """Also one whose answer was lost after the store had taken the file."""
    place, proxy, _ = s3_of(wait_seconds=0.5 if fault == "slow" else 10)
    proxy.faults = [fault]
    place.put("data/ab.age", _CONTENT)
    assert _read(place, "data/ab.age") == _CONTENT
    assert len(list(place.list("data/"))) == 1


@pytest.mark.parametrize("fault", ["500", "cut", "slow"])
def test_a_get_survives_a_passing_fault(s3_of: Callable[..., Any], fault: str) -> None:
    """A body that was cut is no file."""
    place, proxy, _ = s3_of(wait_seconds=0.5 if fault == "slow" else 10)
    place.put("data/ab.age", _CONTENT)
    proxy.faults = [fault]
    assert _read(place, "data/ab.age") == _CONTENT


@pytest.mark.parametrize("fault", ["500", "cut"])
def test_no_more_than_five_tries_beyond_the_first(s3_of: Callable[..., Any], fault: str) -> None:
    """Then it is told, with a status that says: later."""
    place, proxy, pauses = s3_of()
    place.put("data/ab.age", _CONTENT)
    proxy.requests.clear()
    proxy.faults = [fault] * 50
    with pytest.raises(store.PlaceUnreachable) as fault_told:
        _read(place, "data/ab.age")
    assert len(proxy.requests) == 6
    assert len(pauses) == 5
    assert fault_told.value.exit_status == 20
    assert all(fault_told.value.message(language) for language in ("en", "ru", "kk"))


def test_a_put_that_never_succeeds_leaves_nothing(s3_of: Callable[..., Any]) -> None:
    """And is tried as often as all else."""
    place, proxy, _ = s3_of()
    proxy.faults = ["500"] * 6
    with pytest.raises(store.PlaceUnreachable):
        place.put("data/ab.age", _CONTENT)
    assert len(proxy.requests) == 6
    assert not place.exists("data/ab.age")


def test_a_wrong_tag_is_no_reason_to_fail_where_the_bytes_are_right(s3_of: Callable[..., Any]) -> None:
    """Many stores have tags of their own; what counts is what is read back."""
    place, proxy, _ = s3_of()
    proxy.faults = ["etag"]
    place.put("data/ab.age", _CONTENT)
    assert [request.split()[0] for request in proxy.requests] == ["PUT", "GET"]


def test_a_store_that_takes_other_bytes_is_found_out(
    s3_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tag differs, what is read back differs: the file goes, and is sent again."""
    place, proxy, _ = s3_of()
    passed_on = proxy._passed_on
    spoilt = iter([True])

    def spoils(request: Any, body: bytes) -> Any:
        if request.command == "PUT" and next(spoilt, False):
            for header in ("x-amz-checksum-sha256", "x-amz-content-sha256"):
                del request.headers[header]
            body = bytes([body[0] ^ 1]) + body[1:]
        return passed_on(request, body)

    monkeypatch.setattr(proxy, "_passed_on", spoils)
    place.put("data/ab.age", _CONTENT)
    assert _read(place, "data/ab.age") == _CONTENT
    assert [request.split()[0] for request in proxy.requests][:4] == ["PUT", "GET", "POST", "PUT"]  # S3 deletes by POST


def test_a_missing_bucket_is_told_at_once(s3_of: Callable[..., Any]) -> None:
    """No waiting helps, and no newer name."""
    _, proxy, pauses = s3_of()
    account = adapters.S3Account(key_id="key", secret="of tests", endpoint=proxy.endpoint)  # noqa: S106
    place = adapters.S3Place(address="s3://nowhere/korday", account=account, pause=pauses.append)
    with pytest.raises(adapters.PlaceRefuses) as fault:
        place.put("data/ab.age", b"content")
    assert "bucket" in fault.value.message()
    assert pauses == []


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is a clear sentence, never a traceback."""
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == "obstore":
            raise ImportError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    account = adapters.S3Account(key_id="key", secret="of tests")  # noqa: S106
    place = adapters.S3Place(address="s3://valley/korday", account=account)
    for attempt in (
        lambda: place.put("a", b""),
        lambda: _read(place, "a"),
        lambda: list(place.list("a/")),
        lambda: place.exists("a"),
        lambda: place.delete("a"),
    ):
        with pytest.raises(adapters.ExtraMissing) as fault:
            attempt()
        assert "onrecord[s3]" in fault.value.message()
        assert fault.value.exit_status == 20


@pytest.mark.parametrize("address", ["s3://", "s3:///x", "s3://A", "s3://bucket/../x", "s3://bu_cket"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """Before anything is sent anywhere."""
    with pytest.raises(adapters.PlaceMisnamed):
        adapters.check_address(address)


@pytest.mark.parametrize(
    ("address", "expected"),
    [("s3://valley", ("valley", "")), ("s3://valley/", ("valley", "")), ("s3://valley/a/b/", ("valley", "a/b"))],
)
def test_an_address_is_a_bucket_and_a_prefix(address: str, expected: tuple[str, str]) -> None:
    """The prefix may be missing."""
    assert adapters.check_address(address) == expected

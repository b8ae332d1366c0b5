"""Fixtures of the adapters: an S3 store in this process, where its double is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

BUCKET = "valley"


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    """Return the port of a store that lives in this process."""
    pytest.importorskip("obstore", reason="the extra `s3` is not installed")
    server = pytest.importorskip("moto.server", reason="the double of an S3 store is not installed")
    import pytest_socket

    pytest_socket.enable_socket()
    double = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    double.start()
    try:
        yield double.get_host_and_port()[1]
    finally:
        double.stop()


@pytest.fixture
def s3_of(moto_port: int, socket_enabled: None) -> Iterator[Callable[..., Any]]:
    """Return a function that gives a place in an empty bucket, and the proxy before it."""
    import http.client

    from tests.adapters.s3_double import Proxy

    from onrecord import adapters

    connection = http.client.HTTPConnection("127.0.0.1", moto_port, timeout=10)
    connection.request("POST", "/moto-api/reset")
    connection.getresponse().read()
    connection.request("PUT", f"/{BUCKET}")
    connection.getresponse().read()
    connection.close()
    proxy = Proxy(port=moto_port).start()
    pauses: list[float] = []

    def place(prefix: str = "korday", wait_seconds: float = 10.0) -> tuple[Any, Proxy, list[float]]:
        account = adapters.S3Account(key_id="key", secret="of tests", endpoint=proxy.endpoint)  # noqa: S106
        address = f"s3://{BUCKET}/{prefix}"
        there = adapters.S3Place(address=address, account=account, wait_seconds=wait_seconds, pause=pauses.append)
        return there, proxy, pauses

    yield place
    proxy.stop()

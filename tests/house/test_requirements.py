"""What `make demo` and `make test` install is what uv.lock holds, to the hash."""

import re
import tomllib
from typing import Any

import pytest

from tests.house.source import ROOT

_LOCK: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
_PACKAGES: dict[str, dict[str, Any]] = {one["name"]: one for one in _LOCK["package"]}
_PROJECT = _PACKAGES["onrecord"]
_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)")


def _pinned(file: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return name -> (version, hashes) of a requirements file."""
    pins: dict[str, tuple[str, set[str]]] = {}
    name = ""
    for line in (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines():
        if found := _PIN.match(line):
            name = found[1]
            assert name not in pins, f"{file} pins {name} twice"
            pins[name] = (found[2], set())
        pins.get(name, ("", set()))[1].update(re.findall(r"--hash=(sha256:[0-9a-f]{64})", line))
    return {one: (version, frozenset(hashes)) for one, (version, hashes) in pins.items()}


def _locked(*groups: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Return name -> (version, hashes) of everything the project and these groups need, on any platform."""
    waiting = [*_PROJECT["dependencies"], *(one for group in groups for one in _PROJECT["dev-dependencies"][group])]
    found: dict[str, tuple[str, frozenset[str]]] = {}
    while waiting:
        wanted = waiting.pop()
        package = _PACKAGES[wanted["name"]]
        waiting += [need for extra in wanted.get("extra", ()) for need in package["optional-dependencies"][extra]]
        if package["name"] not in found:
            found[package["name"]] = (package["version"], _hashes(package))
            waiting += package.get("dependencies", ())
    return found


def _hashes(package: dict[str, Any]) -> frozenset[str]:
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
    return frozenset(one["hash"] for one in files)


@pytest.mark.parametrize(("file", "groups"), [("run.txt", ("build",)), ("dev.txt", ("build", "dev"))])
def test_requirements_are_the_locks_export(file: str, groups: tuple[str, ...]) -> None:
    """Same names, versions and hashes; write them anew with `make requirements`."""
    pinned, locked = _pinned(file), _locked(*groups)
    for_other_platforms = {"colorama", "greenlet", "cffi", "pycparser"}
    assert set(pinned) - set(locked) == set()
    assert set(locked) - set(pinned) - for_other_platforms == set()
    assert {name: pin for name, pin in pinned.items() if pin != locked[name]} == {}


def test_every_pin_has_a_hash() -> None:
    """A line without a hash would be installed from whatever the index answers."""
    bare = [name for file in ("run.txt", "dev.txt") for name, (_, hashes) in _pinned(file).items() if not hashes]
    assert bare == []


def test_every_dependency_says_its_lowest_version() -> None:
    """Without a lower bound an install of wheels only goes back in silence to versions years old."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    assert [one for one in [*project["dependencies"], *extras] if ">=" not in one] == []


def test_every_package_has_its_licence_in_the_notice() -> None:
    """NOTICE names each package of the lock: nobody else will look."""
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    named = set(re.findall(r"[a-z][a-z0-9-]+", notice))
    assert sorted(set(_PACKAGES) - {"onrecord"} - named) == []

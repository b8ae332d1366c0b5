"""Owns the settings: read once, from the environment, into one frozen object that is passed down."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from onrecord.app.errors import UnusableSetting
from onrecord.kernel import INTERFACE_LANGUAGES, Actor, Role

# What each setting means; docs/settings.md is compared with this table.
HELP: Final[Mapping[str, str]] = {
    "ONRECORD_ARCHIVE": "the archive's folder, when it is neither given by -C nor found upward from the current one",
    "ONRECORD_ACTOR": "the name the log records for what you do; a pseudonym or an office (default: keeper)",
    "ONRECORD_ROLE": "reader, analyst or keeper: what you let yourself do and see (default: keeper)",
    "ONRECORD_KEY_FILE": "a file with an age identity that opens an encrypted archive, on a stick for instance",
    "ONRECORD_RUNTIME": "a folder for what runs now and does not stay (default: in XDG_RUNTIME_DIR or /tmp)",
    "ONRECORD_BROWSER": "the Chromium that captures pages, by path or name (default: the first that is found)",
    "ONRECORD_BROWSER_SANDBOX": "on or off: whether the browser of captures runs in its sandbox (default: on)",
    "ONRECORD_TESSDATA": "a folder with Tesseract's language data (default: TESSDATA_PREFIX, else the usual ones)",
    "ONRECORD_S3_ENDPOINT": "the address of an S3 store that is not Amazon's (default: AWS_ENDPOINT_URL)",
    "ONRECORD_S3_REGION": "its region (default: AWS_REGION, AWS_DEFAULT_REGION, else us-east-1)",
    "ONRECORD_S3_KEY_ID": "the access key id to sign in with (default: AWS_ACCESS_KEY_ID)",
    "ONRECORD_S3_SECRET_FILE": "a file that holds the secret for it (default: AWS_SECRET_ACCESS_KEY)",
    "ONRECORD_MODEL": "the address of a language model on the local network, for `read --with-model` (default: none)",
    "ONRECORD_MODEL_NAME": "its name, as its server knows it",
    "ONRECORD_MODEL_KEY_FILE": "a file that holds the key its server wants, if it wants one",
    "ONRECORD_LANGUAGE": "en, ru or kk: the language of messages (default: that of LC_ALL or LANG, else en)",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class S3Access:
    """How to sign in at an S3 store. The secret lies in a file, or was given as other programs are given it."""

    key_id: str = ""
    secret_file: Path | None = None
    secret: str = ""
    session_token: str | None = None
    endpoint: str | None = None
    region: str = "us-east-1"

    def read_secret(self) -> str:
        """Return the secret; nothing where none was given.

        Raises:
            UnusableSetting: the file that holds it cannot be read.
        """
        if self.secret_file is None:
            return self.secret
        try:
            return self.secret_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as err:
            problem = "a file that can be read"
            raise UnusableSetting(
                setting="ONRECORD_S3_SECRET_FILE", value=str(self.secret_file), allowed=problem
            ) from err


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ModelAccess:
    """Which language model may be asked, and how."""

    url: str
    name: str
    key_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this run was asked to behave."""

    archive: Path | None
    actor: Actor
    language: str
    key_file: Path | None = None
    s3: S3Access = S3Access()
    runtimes: tuple[Path, ...] = ()  # the first is used; a panic looks into each
    browser: Path | None = None
    has_browser_sandbox: bool = True
    tessdata: Path | None = None
    model: ModelAccess | None = None

    @property
    def runtime(self) -> Path:
        """The folder for what runs now."""
        return self.runtimes[0]


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this run.

    Raises:
        UnusableSetting: a setting has a value nobody could follow; nonsense is refused, not guessed at.
    """
    given = os.environ if environment is None else environment  # noqa: TID251 - this is the one place
    names = ("ONRECORD_ARCHIVE", "ONRECORD_KEY_FILE", "ONRECORD_BROWSER")
    archive, key_file, browser = (given.get(name, "").strip() for name in names)
    return Settings(
        archive=Path(archive) if archive else None,
        actor=Actor(name=_actor_name(given), role=_role(given)),
        language=_language(given),
        key_file=Path(key_file) if key_file else None,
        runtimes=_runtimes(given),
        browser=Path(browser) if browser else None,
        has_browser_sandbox=_has_browser_sandbox(given),
        tessdata=_tessdata(given),
        s3=_s3(given),
        model=_model(given),
    )


def _model(given: Mapping[str, str]) -> ModelAccess | None:
    """Return the language model that was named; none is asked that was not."""
    names = ("ONRECORD_MODEL", "ONRECORD_MODEL_NAME", "ONRECORD_MODEL_KEY_FILE")
    url, name, key_file = (given.get(setting, "").strip() for setting in names)
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise UnusableSetting(setting="ONRECORD_MODEL", value=url, allowed="http://HOST:PORT/v1")
    if not name or not name.isprintable():
        raise UnusableSetting(setting="ONRECORD_MODEL_NAME", value=name, allowed="1-80 printable characters")
    return ModelAccess(url=url, name=name[:80], key_file=Path(key_file) if key_file else None)


def _s3(given: Mapping[str, str]) -> S3Access:
    """Return how to sign in at an S3 store: by our own settings, else by those that other programs know."""

    def first(*names: str) -> str:
        return next((text for name in names if (text := given.get(name, "").strip())), "")

    secret_file = first("ONRECORD_S3_SECRET_FILE")
    return S3Access(
        key_id=first("ONRECORD_S3_KEY_ID", "AWS_ACCESS_KEY_ID"),
        secret_file=Path(secret_file) if secret_file else None,
        secret=first("AWS_SECRET_ACCESS_KEY"),
        session_token=first("AWS_SESSION_TOKEN") or None,
        endpoint=first("ONRECORD_S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") or None,
        region=first("ONRECORD_S3_REGION", "AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1",
    )


def _runtimes(given: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders of this user's alone that may be in use, the one for this run first.

    Where none is named there are several: a panic may be called where the environment is another one.
    """
    if named := given.get("ONRECORD_RUNTIME", "").strip():
        return (Path(named),)
    number = os.getuid() if hasattr(os, "getuid") else 0
    offered = given.get("XDG_RUNTIME_DIR", "").strip() or f"/run/user/{number}"
    places = (Path(offered) / "onrecord", Path(tempfile.gettempdir()) / f"onrecord-{number}")
    return places if Path(offered).is_dir() else places[::-1]


def _tessdata(given: Mapping[str, str]) -> Path | None:
    """Return the folder of language data that was named: by our own setting, else as Tesseract itself is told."""
    named = given.get("ONRECORD_TESSDATA", "").strip()
    if named and not Path(named).is_dir():
        raise UnusableSetting(setting="ONRECORD_TESSDATA", value=named, allowed="a folder that is there")
    offered = Path(given.get("TESSDATA_PREFIX", "").strip() or ".")
    usable = [one for one in (offered, offered / "tessdata") if one != Path() and any(one.glob("*.traineddata"))]
    return Path(named) if named else next(iter(usable), None)


def _has_browser_sandbox(given: Mapping[str, str]) -> bool:
    """Return whether the browser keeps its sandbox: only the very word takes it away."""
    text = given.get("ONRECORD_BROWSER_SANDBOX", "on")
    if text not in ("on", "off"):
        raise UnusableSetting(setting="ONRECORD_BROWSER_SANDBOX", value=text, allowed="on, off")
    return text == "on"


def _actor_name(given: Mapping[str, str]) -> str:
    name = given.get("ONRECORD_ACTOR", "keeper").strip()
    if not name or len(name) > 80 or not name.isprintable():
        raise UnusableSetting(setting="ONRECORD_ACTOR", value=name, allowed="1-80 printable characters")
    return name


def _role(given: Mapping[str, str]) -> Role:
    text = given.get("ONRECORD_ROLE", Role.KEEPER.value)
    try:
        return Role(text)
    except ValueError as err:
        raise UnusableSetting(setting="ONRECORD_ROLE", value=text, allowed=", ".join(Role)) from err


def _language(given: Mapping[str, str]) -> str:
    asked = given.get("ONRECORD_LANGUAGE")
    if asked is not None:
        if asked not in INTERFACE_LANGUAGES:
            allowed = ", ".join(INTERFACE_LANGUAGES)
            raise UnusableSetting(setting="ONRECORD_LANGUAGE", value=asked, allowed=allowed)
        return asked
    locale = given.get("LC_ALL") or given.get("LANG") or "en"
    return locale[:2].lower() if locale[:2].lower() in INTERFACE_LANGUAGES else "en"

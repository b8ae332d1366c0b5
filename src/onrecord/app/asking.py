"""Owns which language model may be asked about texts: the one on the local network that the operator named, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.app.errors import NoModelNamed, UnusableSetting
from onrecord.app.settings import ModelAccess, Settings

if TYPE_CHECKING:
    from onrecord.reading import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedModel:
    """A language model as a reader, and whether it runs on this machine, so that nothing leaves it."""

    reader: Reader
    is_here: bool


def asked_model(settings: Settings) -> AskedModel:
    """Return the language model that the settings name, at the address where it was found just now.

    Raises:
        NoModelNamed: they name none; none is ever asked by itself.
        UnusableSetting: the file with its key cannot be read.
        Refused, Unavailable: it is not on the local network, or its name means nothing.
    """
    from onrecord import adapters, reading

    if settings.model is None:
        raise NoModelNamed()
    access = settings.model
    model = adapters.LocalModel(url=access.url, name=access.name, key=_key(access)).found()
    return AskedModel(reader=reading.ModelReader(model), is_here=model.is_here)


def _key(access: ModelAccess) -> str:
    if access.key_file is None:
        return ""
    try:
        return access.key_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as err:
        allowed = "a file that can be read"
        raise UnusableSetting(setting="ONRECORD_MODEL_KEY_FILE", value=str(access.key_file), allowed=allowed) from err

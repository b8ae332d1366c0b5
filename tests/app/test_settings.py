"""Settings: read once, strictly."""

from pathlib import Path

import pytest

from onrecord.app import HELP, UnusableSetting, settings_from
from onrecord.kernel import Role


def test_defaults_make_the_person_the_keeper_of_the_folder() -> None:
    """Whoever has the folder and its keys can do everything anyway; saying less would be a false comfort."""
    settings = settings_from({})
    assert settings.actor.name == "keeper"
    assert settings.actor.role is Role.KEEPER
    assert settings.archive is None
    assert settings.language == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "ONRECORD_LANGUAGE": "kk"}, "kk"),
    ],
)
def test_the_language_follows_the_persons_locale(environment: dict[str, str], language: str) -> None:
    """What was set for us goes before the locale; a language we do not speak reads English."""
    assert settings_from(environment).language == language


@pytest.mark.parametrize(
    "environment",
    [
        {"ONRECORD_ROLE": "admin"},
        {"ONRECORD_TESSDATA": "a folder that is not there"},
        {"ONRECORD_LANGUAGE": "de"},
        {"ONRECORD_BROWSER_SANDBOX": "no"},
        {"ONRECORD_BROWSER_SANDBOX": ""},
        {"ONRECORD_ACTOR": " "},
        {"ONRECORD_ACTOR": "a\nb"},
        {"ONRECORD_ACTOR": "x" * 81},
    ],
)
def test_nonsense_is_refused_and_named(environment: dict[str, str]) -> None:
    """A role with a typing error must not become the widest one."""
    with pytest.raises(UnusableSetting) as caught:
        settings_from(environment)
    assert caught.value.facts["setting"] == next(iter(environment))
    assert next(iter(environment)) in HELP


def test_the_archive_may_come_from_the_environment() -> None:
    """As git's GIT_DIR."""
    assert settings_from({"ONRECORD_ARCHIVE": "a/b"}).archive == Path("a/b")


def test_every_setting_is_documented_in_the_words_of_the_program() -> None:
    """docs/settings.md and the program say the same about each setting."""
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, words in HELP.items():
        assert f"| `{name}` | {words} |" in page


def test_language_data_may_lie_where_tesseract_itself_is_told(tmp_path: Path) -> None:
    """Our own setting goes before `TESSDATA_PREFIX`, which names the folder or the one above it; without data it is none."""
    (tmp_path / "tessdata").mkdir()
    assert settings_from({"TESSDATA_PREFIX": str(tmp_path)}).tessdata is None
    (tmp_path / "tessdata" / "kaz.traineddata").write_bytes(b"data")
    for prefix in (tmp_path, tmp_path / "tessdata"):
        assert settings_from({"TESSDATA_PREFIX": str(prefix)}).tessdata == tmp_path / "tessdata"
    named = {"ONRECORD_TESSDATA": str(tmp_path), "TESSDATA_PREFIX": str(tmp_path / "tessdata")}
    assert settings_from(named).tessdata == tmp_path


def test_no_language_model_is_asked_that_was_not_named() -> None:
    """Off by default; half a name is refused."""
    assert settings_from({"ONRECORD_MODEL_NAME": "small"}).model is None
    named = settings_from({"ONRECORD_MODEL": "http://10.0.0.7:8080/v1", "ONRECORD_MODEL_NAME": "small"}).model
    assert named is not None
    assert (named.url, named.name, named.key_file) == ("http://10.0.0.7:8080/v1", "small", None)
    for environment in (
        {"ONRECORD_MODEL": "10.0.0.7:8080", "ONRECORD_MODEL_NAME": "small"},
        {"ONRECORD_MODEL": "http://me:secret@10.0.0.7/v1", "ONRECORD_MODEL_NAME": "small"},
        {"ONRECORD_MODEL": "http://10.0.0.7/v1"},
    ):
        with pytest.raises(UnusableSetting):
            settings_from(environment)

"""Owns the faults of the adapters."""

from __future__ import annotations

from onrecord.kernel import Label, Misconfigured, Refused, Unavailable


class Unreachable(Unavailable):
    """A service outside did not answer, or not in time, or with more than was asked for."""

    code = "adapters.unreachable"
    says = Label(
        en="{place} does not answer: {problem}. Nothing is lost; try again later.",
        ru="{place} не отвечает: {problem}. Ничего не потеряно; повторите позже.",
        kk="{place} жауап бермейді: {problem}. Ештеңе жоғалған жоқ; кейінірек қайталаңыз.",
    )


class ExtraMissing(Unavailable):
    """A library that only some need is not installed."""

    code = "adapters.extra-missing"
    says = Label(
        en="{purpose} needs a part that is not installed: pip install 'onrecord[{extra}]'. Everything else works.",
        ru="Для {purpose} нужна часть, которая не установлена: pip install 'onrecord[{extra}]'. Всё остальное работает.",
        kk="{purpose} үшін орнатылмаған бөлік керек: pip install 'onrecord[{extra}]'. Қалғанының бәрі жұмыс істейді.",
    )


class PlaceMisnamed(Refused):
    """The address of a place for copies is not written as one."""

    code = "adapters.place-misnamed"
    says = Label(
        en="“{place}” is no place for copies: write a folder, or s3://BUCKET/PREFIX.",
        ru="«{place}» — не место для копий: укажите папку или s3://БАКЕТ/ПРЕФИКС.",
        kk="«{place}» — көшірме орны емес: қалта не s3://БАКЕТ/ПРЕФИКС деп жазыңыз.",
    )


class PlaceRefuses(Misconfigured):
    """A store lets us in neither to read nor to write, or has no such bucket."""

    code = "adapters.place-refuses"
    says = Label(
        en="{place} refuses: {problem}. Check the bucket, its rights, ONRECORD_S3_KEY_ID and ONRECORD_S3_SECRET_FILE.",
        ru="{place} отказывает: {problem}. Проверьте бакет, права, ONRECORD_S3_KEY_ID и ONRECORD_S3_SECRET_FILE.",
        kk="{place} бас тартты: {problem}. Бакетті, құқықтарды, ONRECORD_S3_KEY_ID мен ONRECORD_S3_SECRET_FILE "
        "баптауларын тексеріңіз.",
    )

"""Owns why a file cannot be read or written, as a person understands it. Never opens one itself."""

from __future__ import annotations

import errno
from typing import Final

from onrecord.kernel.labels import Label

_MISSING: Final = Label(
    en="there is no such file",
    ru="такого файла нет",
    kk="мұндай файл жоқ",
)
_FORBIDDEN: Final = Label(
    en="this account may not open it",
    ru="у этой учётной записи нет к нему доступа",
    kk="бұл тіркелгінің оны ашуға рұқсаты жоқ",
)
_FOLDER: Final = Label(
    en="it is a folder; name the files in it",
    ru="это папка; назовите файлы в ней",
    kk="бұл — қалта; ішіндегі файлдарды атаңыз",
)
_FULL: Final = Label(
    en="there is no room left on the disk",
    ru="на диске не осталось места",
    kk="дискіде орын қалмады",
)
_READ_ONLY: Final = Label(
    en="the disk lets itself be read only",
    ru="диск доступен только для чтения",
    kk="дискіні тек оқуға болады",
)
_DAMAGED: Final = Label(
    en="the disk could not read or write it",
    ru="диск не смог его прочитать или записать",
    kk="диск оны оқи да, жаза да алмады",
)
_LONG_NAME: Final = Label(
    en="its name is too long for this disk",
    ru="его имя слишком длинно для этого диска",
    kk="оның аты бұл диск үшін тым ұзын",
)
_THERE: Final = Label(
    en="something is there already",
    ru="там уже что-то есть",
    kk="онда бірдеңе бар",
)
_NO_FOLDER: Final = Label(
    en="a part of its path is no folder",
    ru="часть пути к нему — не папка",
    kk="жолының бір бөлігі қалта емес",
)
_NOT_UTF8: Final = Label(
    en="byte {at} is no UTF-8; save it as UTF-8",
    ru="байт {at} — не UTF-8; сохраните в UTF-8",
    kk="{at}-байт UTF-8 емес; UTF-8 түрінде сақтаңыз",
)
_SAYS: Final = {
    errno.ENOENT: _MISSING,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EISDIR: _FOLDER,
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EIO: _DAMAGED,
    errno.ENAMETOOLONG: _LONG_NAME,
    errno.EEXIST: _THERE,
    errno.ENOTDIR: _NO_FOLDER,
}


def file_problem(err: OSError | UnicodeDecodeError) -> Label:
    """Return why a file could not be read or written, as a part of a sentence.

    A rare refusal of the system is told in the system's own words.
    """
    if isinstance(err, UnicodeDecodeError):
        return _NOT_UTF8.filled(at=err.start)
    own = err.strerror or str(err) or type(err).__name__
    return _SAYS.get(err.errno or 0, Label.alike(own))

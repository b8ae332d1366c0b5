"""Owns the page that tells a stranger, in three languages, how to check an export."""

from __future__ import annotations

from typing import Final

_TEXT: Final = """\
ONRECORD EXPORT

English
  To check it (Python 3.11 or later, no network, nothing to install), in this bag's folder:
      python3 -I onrecord-verify.pyz .
  Better: use a checker that you got elsewhere, since one that came inside could have been changed too. Compare the
  key below with the one that the keeper of the archive publishes elsewhere, and name it with --key KEY. If you have
  an older export or signed head of the same archive, name it with --older-checkpoint PATH: then a log that was
  rewritten or cut since is found. Time stamps and cosignatures in it count once you bring the authority's root
  certificate (--authority FILE) and the witness's key (--witness KEY) from them, not from here.
  The exit status is 0 when everything that was checked holds, 10 when something does not, 2 when this is no export.
  data/log         every entry of the log as a commitment, the signed head, what this edition discloses, proofs
  data/items       sealed evidence    data/layers  its text    data/claims.jsonl  who said what, where
  data/statements  what was published, with data/dossier

Русский
  Проверить (нужен только Python 3.11 или новее, без сети и установки), находясь в этой папке:
      python3 -I onrecord-verify.pyz . --language ru
  Лучше взять программу проверки из другого места: вложенную могли подменить. Сравните ключ ниже с тем, который
  хранитель архива опубликовал в другом месте, и укажите его: --key КЛЮЧ. Если у вас есть прежняя выгрузка или
  подписанная вершина того же архива, укажите --older-checkpoint ПУТЬ: тогда обнаружится журнал, переписанный или
  обрезанный с тех пор. Отметки времени и вторые подписи засчитываются, когда вы указали корневой сертификат службы
  (--authority ФАЙЛ) и ключ свидетеля (--witness КЛЮЧ), взятые у них самих, а не отсюда.
  Код выхода: 0 — всё проверенное сходится, 10 — что-то не сходится, 2 — это не выгрузка.

Қазақша
  Тексеру үшін (тек Python 3.11 не одан жаңасы керек, желісіз, орнатусыз), осы қалтада:
      python3 -I onrecord-verify.pyz . --language kk
  Тексергішті басқа жерден алған дұрыс: ішіндегісі ауыстырылуы мүмкін. Төмендегі кілтті сақтаушы басқа жерде
  жариялаған кілтпен салыстырып, --key КІЛТ деп көрсетіңіз. Сол мұрағаттың бұрынғы шығарылымы не қол қойылған басы
  болса, --older-checkpoint ЖОЛ деп көрсетіңіз: содан бері қайта жазылған не кесілген журнал табылады. Уақыт таңбалары
  мен екінші қолдар қызметтің түбірлік сертификатын (--authority ФАЙЛ) және куәнің кілтін (--witness КІЛТ) осыдан емес,
  өздерінен алып көрсеткенде ғана есептеледі.
  Шығу коды: 0 — тексерілгеннің бәрі сәйкес, 10 — сәйкес емес, 2 — бұл шығарылым емес.

KEY  {key}
"""


def readme_text(verifier_key: str) -> str:
    """Return the page, with the key the log is signed with."""
    return _TEXT.format(key=verifier_key)

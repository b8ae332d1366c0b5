"""Owns what each broken rule of custody is called, and how it is told in three languages. Never decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.kernel import Label

SAYS: Final[Mapping[str, Label]] = {
    # EV-01
    "vault.no-first-digest": Label(
        en="EV-01: {item} came without a digest, and none was taken; expected {expected}.",
        ru="EV-01: {item} поступил без хеш-суммы, и она не вычислена; ожидалась {expected}.",
        kk="EV-01: {item} хешсіз келген, ол есептелмеген; күтілгені {expected}.",
    ),
    "vault.hashed-late": Label(
        en="EV-01: {item} was first hashed {found} seconds after it came (at most {expected}), and nothing says why. "
        "Record the reason: `onrecord custody ITEM hashed --fact justification=WHY`.",
        ru="EV-01: {item} впервые хеширован через {found} с после получения (допустимо {expected}), причина не "
        "указана. Внесите её: `onrecord custody ITEM hashed --fact justification=WHY`.",
        kk="EV-01: {item} алынғаннан кейін {found} секундтан соң ғана хештелген (шегі {expected}), себебі айтылмаған. "
        "Енгізіңіз: `onrecord custody ITEM hashed --fact justification=WHY`.",
    ),
    "vault.received-long-before": Label(
        en="EV-01: {item} was given on {expected} and hashed first on {found}; nothing says where it was meanwhile. "
        "Record it: `onrecord custody ITEM hashed --fact justification=WHY`.",
        ru="EV-01: {item} передан {expected}, впервые хеширован {found}; где он был всё это время, не сказано. "
        "Внесите: `onrecord custody ITEM hashed --fact justification=WHY`.",
        kk="EV-01: {item} {expected} берілген, алғаш рет {found} хештелген; осы аралықта қайда болғаны айтылмаған. "
        "Енгізіңіз: `onrecord custody ITEM hashed --fact justification=WHY`.",
    ),
    # EV-02
    "vault.digest-differs": Label(
        en="EV-02: entry {seq} calls {item} whole with the digest {found}; its first digest is {expected}.",
        ru="EV-02: запись {seq} считает {item} целым с хеш-суммой {found}; первая — {expected}.",
        kk="EV-02: {seq}-жазба {item} айғағын {found} хешімен бүтін деп атайды; алғашқысы {expected}.",
    ),
    "vault.went-on-while-frozen": Label(
        en="EV-02: the bytes of {item} had been found changed, and still entry {seq} records {found}.",
        ru="EV-02: содержимое {item} было признано изменённым, но запись {seq} отмечает {found}.",
        kk="EV-02: {item} мазмұны өзгергені анықталған, сонда да {seq}-жазба {found} дейді.",
    ),
    "vault.frozen": Label(
        en="EV-02: {item} is frozen: entry {seq} found its bytes changed (expected {expected}, found {found}). "
        "Restore it from a copy and record `restored`.",
        ru="EV-02: {item} заморожен: запись {seq} — содержимое изменено (ожидалось {expected}, найдено {found}). "
        "Восстановите из копии и внесите `restored`.",
        kk="EV-02: {item} тоқтатылған: {seq}-жазба мазмұнының өзгергенін тапты (күтілгені {expected}, табылғаны "
        "{found}). Көшірмеден қалпына келтіріп, `restored` деп енгізіңіз.",
    ),
    # EV-03
    "vault.hand-over-gap": Label(
        en="EV-03: the hand-over in entry {seq} of {item} does not join the one before: {found}.",
        ru="EV-03: передача {item} в записи {seq} не продолжает предыдущую: {found}.",
        kk="EV-03: {item} айғағының {seq}-жазбадағы тапсырылуы алдыңғысын жалғамайды: {found}.",
    ),
    "vault.on-its-way": Label(
        en="EV-03: {item} was handed to {found} in entry {seq}, and nobody has recorded that it arrived.",
        ru="EV-03: {item} передан {found} (запись {seq}); получение никем не отмечено.",
        kk="EV-03: {item} {seq}-жазбада {found} қолына берілген; алынғаны әлі жазылмаған.",
    ),
    # EV-04
    "vault.time-falls": Label(
        en="EV-04: entry {seq} is dated {found}, before {expected}, which precedes it.",
        ru="EV-04: запись {seq} датирована {found} — раньше предыдущей ({expected}).",
        kk="EV-04: {seq}-жазбаның мезгілі {found} — алдыңғысынан ({expected}) бұрын.",
    ),
    "vault.clock-off": Label(
        en="EV-04: at entry {seq} the clock was {found} seconds off an outside one (at most {expected}).",
        ru="EV-04: при записи {seq} часы расходились с внешними на {found} с (допустимо {expected}).",
        kk="EV-04: {seq}-жазба кезінде сағат сыртқы сағаттан {found} секунд ауытқыған (шегі {expected}).",
    ),
    "vault.clock-not-compared": Label(
        en="EV-04: the clock of this archive was never compared with an outside one; its times are its own word.",
        ru="EV-04: часы этого архива не сверялись с внешними; его время — его собственные слова.",
        kk="EV-04: бұл мұрағаттың сағаты сыртқы сағатпен салыстырылмаған; уақыты — тек өз сөзі.",
    ),
    # EV-05
    "vault.chain-broken": Label(
        en="EV-05: the log does not hold from entry {seq} on: expected {expected}, found {found}.",
        ru="EV-05: журнал нарушен начиная с записи {seq}: ожидалось {expected}, найдено {found}.",
        kk="EV-05: журнал {seq}-жазбадан бастап бұзылған: күтілгені {expected}, табылғаны {found}.",
    ),
    # EV-06
    "vault.never-stamped": Label(
        en="EV-06: no outside authority has ever stamped this log: its times and its past are its keeper's word alone.",
        ru="EV-06: внешних меток времени нет: время и прошлое журнала подтверждает только его хранитель.",
        kk="EV-06: сыртқы уақыт таңбасы жоқ: журналдың уақыты мен өткені — тек сақтаушысының сөзі.",
    ),
    "vault.stamped-late": Label(
        en="EV-06: entry {seq} of {expected} was not covered by a stamp within a day (first stamp: {found}).",
        ru="EV-06: запись {seq} от {expected} не получила метку времени за сутки (первая метка: {found}).",
        kk="EV-06: {expected} жасалған {seq}-жазба бір тәулікте таңбаланбаған (алғашқы таңба: {found}).",
    ),
    "vault.export-not-stamped": Label(
        en="EV-06: the log up to entry {seq} was exported at {expected} without a stamp within a day (first: {found}).",
        ru="EV-06: журнал до записи {seq} выгружен {expected} без метки времени в течение суток (первая: {found}).",
        kk="EV-06: {seq}-жазбаға дейінгі журнал {expected} бір тәулік ішінде таңбасыз шығарылған (алғашқысы: {found}).",
    ),
    "vault.stamp-of-nothing": Label(
        en="EV-06: the stamp in entry {seq} is over a log of {found} entries; there were {expected}.",
        ru="EV-06: метка в записи {seq} поставлена на журнал из {found} записей; их было {expected}.",
        kk="EV-06: {seq}-жазбадағы таңба {found} жазбалық журналға қойылған; сонда {expected} жазба болған.",
    ),
    # EV-07
    "vault.weak-digest-alone": Label(
        en="EV-07: entry {seq} of {item} has no digest but a weak one or none: {found}.",
        ru="EV-07: в записи {seq} ({item}) нет хеш-суммы, кроме слабой, или нет никакой: {found}.",
        kk="EV-07: {seq}-жазбада ({item}) әлсізінен басқа хеш жоқ немесе мүлде жоқ: {found}.",
    ),
    # EV-08
    "vault.odd-path": Label(
        en="EV-08: `sha256sum -c` would not find {found}, the path of {item} in an export.",
        ru="EV-08: `sha256sum -c` не найдёт {found} — путь {item} в выгрузке.",
        kk="EV-08: `sha256sum -c` {item} айғағының шығарылымдағы жолын таппайды: {found}.",
    ),
    "vault.manifest-odd": Label(
        en="EV-08: a line of the manifest is not as `sha256sum -c` reads it: {found}.",
        ru="EV-08: строка описи не такова, как её читает `sha256sum -c`: {found}.",
        kk="EV-08: тізімдеменің жолы `sha256sum -c` оқитындай емес: {found}.",
    ),
    "vault.manifest-differs": Label(
        en="EV-08: a file of the bag is not what its manifest says: expected {expected}, found {found}.",
        ru="EV-08: файл выгрузки не соответствует описи: ожидалось {expected}, найдено {found}.",
        kk="EV-08: шығарылымның файлы тізімдемеге сай емес: күтілгені {expected}, табылғаны {found}.",
    ),
    # EV-09
    "vault.disposed-alone": Label(
        en="EV-09: entry {seq} disposes of {item} without two people and a reason: {found}.",
        ru="EV-09: запись {seq} уничтожает {item} без двух лиц и причины: {found}.",
        kk="EV-09: {seq}-жазба {item} айғағын екі адамсыз не себепсіз жояды: {found}.",
    ),
    "vault.digest-not-kept": Label(
        en="EV-09: {item} was disposed of in entry {seq}, and its digest is gone as well.",
        ru="EV-09: {item} уничтожен записью {seq}, и хеш-сумма его не сохранилась.",
        kk="EV-09: {item} {seq}-жазбада жойылған, хеші де сақталмаған.",
    ),
    "vault.disposed-and-here": Label(
        en="EV-09: entry {seq} says that {item} was disposed of, and its bytes are still here.",
        ru="EV-09: по записи {seq} предмет {item} уничтожен, а содержимое ещё здесь.",
        kk="EV-09: {seq}-жазба бойынша {item} жойылған, ал мазмұны әлі осында.",
    ),
    # EV-10
    "vault.collector-shown": Label(
        en="EV-10: a public export would show who collected, in entry {seq}: {found}.",
        ru="EV-10: публичная выгрузка показала бы, кто собирал (запись {seq}): {found}.",
        kk="EV-10: көпшілік шығарылым кім жинағанын көрсетер еді ({seq}-жазба): {found}.",
    ),
    "vault.name-of-a-giver-shown": Label(
        en="EV-10: entry {seq}, which a public export shows, holds a name that also stands in a closed receipt or "
        "hand-over. Look whether that is the same person, and meant to be read.",
        ru="EV-10: запись {seq}, видимая в публичной выгрузке, содержит имя из закрытой расписки или передачи. "
        "Проверьте, тот ли это человек и должно ли это читаться.",
        kk="EV-10: көпшілік шығарылымда көрінетін {seq}-жазбада жабық қолхаттағы не тапсырудағы есім бар. "
        "Сол адам ба, оқылуы керек пе — қараңыз.",
    ),
    # RELIABILITY G8, and the alarm of section 3
    "vault.derived-wider": Label(
        en="G8: what entry {seq} made of {item} may be seen by more people ({found}) than that ({expected}), and no "
        "decision is recorded.",
        ru="G8: сделанное из {item} (запись {seq}) доступно шире ({found}), чем сам предмет ({expected}); "
        "решение не внесено.",
        kk="G8: {item} айғағынан жасалғанды ({seq}-жазба) көбірек адам көре алады ({found}; өзі — {expected}); шешім "
        "жазылмаған.",
    ),
    "vault.many-accesses": Label(
        en="{actor} had {found} restricted items in hand within an hour, up to entry {seq}; more than {expected} "
        "is told. Ask why.",
        ru="{actor} за час получил закрытых предметов: {found} (до записи {seq}); сообщается, если больше {expected}. "
        "Спросите, зачем.",
        kk="{actor} бір сағатта {found} жабық айғақ алған ({seq}-жазбаға дейін); {expected} асса, хабарланады. Не үшін "
        "екенін сұраңыз.",
    ),
}

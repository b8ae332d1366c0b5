"""Owns how stages and alterations are called, for people. Programs read their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.justice.stages import AlterationKind, SentenceKind, Stage
from onrecord.kernel import Label

STAGES: Final[Mapping[Stage, Label]] = {
    Stage.DETAINED: Label(en="detained", ru="задержаны", kk="ұсталғандар"),
    Stage.SUSPECT_NAMED: Label(en="named suspects", ru="признаны подозреваемыми", kk="күдікті деп танылғандар"),
    Stage.CHARGED: Label(en="charged", ru="обвинены", kk="айып тағылғандар"),
    Stage.SENT_TO_COURT: Label(en="sent to court", ru="дело в суде", kk="ісі сотқа жіберілгендер"),
    Stage.TRIAL_OPENED: Label(en="on trial", ru="суд начат", kk="сот басталғандар"),
    Stage.CONVICTED: Label(en="convicted", ru="осуждены", kk="сотталғандар"),
    Stage.ACQUITTED: Label(en="acquitted", ru="оправданы", kk="ақталғандар"),
    Stage.DISCONTINUED: Label(en="discontinued", ru="прекращено", kk="ісі тоқтатылғандар"),
    Stage.APPEALED: Label(en="appealed", ru="обжаловано", kk="шағымданғандар"),
    Stage.ALTERED: Label(en="sentence altered", ru="приговор изменён", kk="үкімі өзгертілгендер"),
    Stage.UPHELD: Label(en="sentence upheld", ru="приговор оставлен в силе", kk="үкімі күшінде қалғандар"),
    Stage.IN_FORCE: Label(en="verdict in force", ru="приговор вступил в силу", kk="үкімі күшіне енгендер"),
    Stage.SERVED: Label(en="sentence served", ru="наказание отбыто", kk="жазасын өтегендер"),
    Stage.DIED_IN_CUSTODY: Label(en="died in custody", ru="умерли под стражей", kk="қамауда қайтыс болғандар"),
    Stage.RELEASED: Label(en="released", ru="освобождены", kk="босатылғандар"),
}
ALTERATIONS: Final[Mapping[AlterationKind, Label]] = {
    AlterationKind.REDUCED: Label(en="reduced", ru="смягчён", kk="жеңілдетілді"),
    AlterationKind.SUSPENDED: Label(en="made conditional", ru="стал условным", kk="шартты болды"),
    AlterationKind.REPLACED: Label(en="replaced", ru="заменён", kk="ауыстырылды"),
    AlterationKind.REPLACED_BY_RESTRICTION: Label(
        en="replaced by restriction of liberty",
        ru="заменён ограничением свободы",
        kk="бас бостандығын шектеуге ауыстырылды",
    ),
    AlterationKind.PAROLE: Label(en="parole", ru="условно-досрочно", kk="мерзімінен бұрын шартты"),
    AlterationKind.AMNESTY: Label(en="amnesty", ru="амнистия", kk="рақымшылық"),
    AlterationKind.PARDON: Label(en="pardon", ru="помилование", kk="кешірім"),
    AlterationKind.ANNULLED: Label(en="annulled", ru="отменён", kk="күші жойылды"),
    AlterationKind.RETRIAL: Label(en="retrial ordered", ru="новое рассмотрение", kk="қайта қаралады"),
}
SENTENCES: Final[Mapping[SentenceKind, Label]] = {
    SentenceKind.PRISON: Label(en="prison", ru="лишение свободы", kk="бас бостандығынан айыру"),
    SentenceKind.SUSPENDED: Label(en="suspended", ru="условно", kk="шартты жаза"),
    SentenceKind.RESTRICTION: Label(en="restriction of liberty", ru="ограничение свободы", kk="бас бостандығын шектеу"),
    SentenceKind.FINE: Label(en="fine", ru="штраф", kk="айыппұл"),
    SentenceKind.COMMUNITY_SERVICE: Label(en="community service", ru="общественные работы", kk="қоғамдық жұмыс"),
    SentenceKind.OTHER: Label(en="other", ru="иное", kk="басқа"),
}
NOT_TOLD: Final = Label(en="how is not told", ru="как, не сказано", kk="қалай екені айтылмаған")
NOT_REACHED: Final = Label(en="not reached", ru="не достигнуто", kk="жетпеген")

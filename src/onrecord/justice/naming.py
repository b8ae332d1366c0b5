"""Owns how stages and alterations are called, for people. Programs read their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onrecord.justice.stages import AlterationKind, SentenceKind, Stage
from onrecord.kernel import Label, Vocabulary
from onrecord.ledger import shipped_vocabulary

# Said of one person and of many alike: a ribbon and a funnel use the same words.
STAGES: Final[Mapping[Stage, Label]] = {
    Stage.DETAINED: Label(en="detained", ru="задержание", kk="ұсталды"),
    Stage.SUSPECT_NAMED: Label(en="named suspects", ru="признание подозреваемым", kk="күдікті деп танылды"),
    Stage.CHARGED: Label(en="charged", ru="обвинение", kk="айып тағылды"),
    Stage.SENT_TO_COURT: Label(en="sent to court", ru="дело в суде", kk="ісі сотқа жіберілді"),
    Stage.TRIAL_OPENED: Label(en="on trial", ru="суд начат", kk="сот басталды"),
    Stage.CONVICTED: Label(en="convicted", ru="осуждение", kk="сотталды"),
    Stage.ACQUITTED: Label(en="acquitted", ru="оправдание", kk="ақталды"),
    Stage.DISCONTINUED: Label(en="discontinued", ru="прекращение дела", kk="ісі тоқтатылды"),
    Stage.APPEALED: Label(en="appealed", ru="обжалование", kk="үкімге шағым берілді"),
    Stage.ALTERED: Label(en="sentence altered", ru="приговор изменён", kk="үкімі өзгертілді"),
    Stage.UPHELD: Label(en="sentence upheld", ru="приговор оставлен в силе", kk="үкімі күшінде қалды"),
    Stage.IN_FORCE: Label(en="verdict in force", ru="приговор вступил в силу", kk="үкімі күшіне енді"),
    Stage.SERVED: Label(en="sentence served", ru="наказание отбыто", kk="жазасын өтеді"),
    Stage.DIED_IN_CUSTODY: Label(en="died in custody", ru="смерть под стражей", kk="қамауда қайтыс болды"),
    Stage.RELEASED: Label(en="released", ru="освобождение", kk="босатылды"),
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


def group_called(group: str, language: str, vocabulary: Vocabulary | None = None) -> str:
    """Return what a group of persons is called: by the archive's vocabulary, else by ours, else as it is written."""
    return (vocabulary or shipped_vocabulary()).term_called("group", group, language)

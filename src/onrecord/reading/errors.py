"""Owns the faults of reading."""

from __future__ import annotations

from onrecord.kernel import Label, NotFound


class NoSuchLayer(NotFound):
    """No text layer of this id, or none that the actor may see."""

    code = "reading.no-such-layer"
    says = Label(
        en="There is no text layer “{layer}”. `onrecord read` makes them.",
        ru="Текстового слоя «{layer}» нет. Их создаёт `onrecord read`.",
        kk="«{layer}» мәтін қабаты жоқ. Оларды `onrecord read` жасайды.",
    )

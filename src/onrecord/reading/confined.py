"""Owns the asking of a confined child that stays warm for a run. What it answers is checked by whoever asks."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, ClassVar, Self

from onrecord import vault
from onrecord.reading.model import ReadStatus
from onrecord.reading.unread import Garbage, Unread, one_line, stopped


@dataclass(slots=True, eq=False)
class Asking(ABC):
    """A confined child, started by the first file that needs it and ended with the run. Use it with `with`."""

    limits: vault.Limits
    _child: vault.Confined | None = field(default=None, init=False)
    failed: ClassVar[str] = "the parser failed"

    @abstractmethod
    def start(self) -> vault.Confined:
        """Return a child that is ready; each kind of work has its own."""

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, task: str, content: bytes, **arguments: Any) -> Mapping[str, Any]:
        """Return the fields of the answer, not one of them believed yet.

        Raises:
            Unread: the work was refused, failed, or was stopped at a limit; the reason is for a person.
            Garbage: the answer has no fields.
            NotConfined: no confined child can be started on this machine.
        """
        if self._child is None:
            self._child = self.start()
        answer = self._child.ask(task, io.BytesIO(content), len(content), **arguments)
        if answer.ending is vault.Ending.STOPPED:
            raise Unread(ReadStatus.STOPPED, stopped(answer.problem or "", self.limits))
        if answer.ending is not vault.Ending.ANSWERED:
            raise Unread(ReadStatus.NOT_READABLE, one_line(answer.problem or self.failed))
        if not isinstance(answer.value, dict):
            msg = "no fields"
            raise Garbage(msg)
        if "refused" in answer.value:
            raise Unread(ReadStatus.NOT_READABLE, one_line(str(answer.value["refused"])))
        return answer.value

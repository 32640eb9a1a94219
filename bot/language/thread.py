"""What was asked before a text in its thread, as it was understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.language import topics
from bot.language.scene import Scene
from bot.recognition import Recognition
from bot.requests import Ambiguous, Feedback, Greeting, Help, OffTopic, Request, Teach, YesNo
from bot.requests.conversing import LeaveIt
from bot.shown import Item, Kind

_ASIDE = (Ambiguous, Feedback, Greeting, Help, OffTopic, Teach, YesNo, LeaveIt)
"""Thanks, praise and what was not understood: a question goes on behind them."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Earlier texts are read only where one is asked for, and each once for a message."""

    scene: Scene
    read: Callable[[str, Scene], Recognition]

    def __bool__(self) -> bool:
        return bool(self.scene.situation.earlier)

    @property
    def before(self) -> Recognition:
        """The text right before. Raises StopIteration where there is none."""
        return next(self._back())

    @property
    def asked(self) -> Recognition:
        """The latest question or order."""
        return next((each for each in self._back() if not isinstance(each.request, _ASIDE)), self.before)

    @property
    def about(self) -> Item | None:
        """The one thing of the latest answer: what was shown by a button counts as what was asked for."""
        shown = self.scene.situation.shown
        return shown.about if shown and shown.about and not shown.since else topics.topic(self.asked.request)

    def requests(self) -> Iterator[Request]:
        """The latest first."""
        return (each.request for each in self._back())

    def latest(self, kind: Kind) -> str:
        """The name of the latest thing of that kind; empty for none."""
        return next((name for request in self.requests() if (name := topics.of_kind(request, kind))), "")

    def _back(self) -> Iterator[Recognition]:
        scene = self.scene
        while scene.earlier:
            key = (scene.earlier, scene.situation.shown)
            earlier = scene.after(scene.earlier[:-1])
            if key not in scene.read:
                scene.read[key] = self.read(scene.earlier[-1], earlier)
            yield scene.read[key]
            scene = earlier

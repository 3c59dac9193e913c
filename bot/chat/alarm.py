"""What goes wrong for a while: told when it begins and when it is over, and not in between."""

import logging
from collections.abc import Callable

Announce = Callable[[str], None]
"""Takes a sentence for the organisers."""

_log = logging.getLogger(__name__)


class Alarm:
    """Logs and announces; `begun` and `over` give the sentences, in the words in force at that time."""

    def __init__(self, begun: Callable[[], str], over: Callable[[], str], announce: Announce | None = None) -> None:
        self._begun, self._over = begun, over
        self._announce = announce
        self.on = False

    def begin(self, why: object = None) -> None:
        """Tell that it has begun, unless that was told; `why` is for the log alone."""
        if not self.on:
            self.on = True
            told = self._begun()
            _log.error("%s (%s)", told, why) if why else _log.error("%s", told)
            self._pass_on(told)

    def end(self) -> None:
        """Tell that it is over, if it had begun."""
        if self.on:
            self.on = False
            told = self._over()
            _log.warning("%s", told)
            self._pass_on(told)

    def _pass_on(self, told: str) -> None:
        if self._announce:
            self._announce(told)

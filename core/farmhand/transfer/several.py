"""Several transfers at once: the first that fails stops the others and is the one that is told."""

from __future__ import annotations

import contextvars
import threading
from typing import Callable, List, Optional, Sequence

from farmhand.errors import Cancelled
from farmhand.progress import CancelToken


class Joined(CancelToken):
    """A token that is used when its outer one is, or by itself.

    Args:
        outer: Whose word counts too.
    """

    def __init__(self, outer: CancelToken) -> None:
        super().__init__()
        self._outer = outer

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return super().cancelled or self._outer.cancelled

    def wait(self, seconds: float) -> None:
        """As in CancelToken; looks at the outer one a few times a second."""
        left = seconds
        while left > 0 and not self.cancelled:
            self._event.wait(min(left, 0.2))
            left -= 0.2
        self.check()

    def check(self) -> None:
        """As in CancelToken."""
        super().check()
        self._outer.check()


def at_once(works: Sequence[Callable[[CancelToken], None]], cancel: CancelToken) -> None:
    """Do all of them in threads, and wait for all.

    Args:
        works: Each stops soon when its token is used. How many really run at once is the engine's matter.
        cancel: Stops all.

    Raises:
        FarmhandError: The first that failed, the others having been stopped.
        Cancelled: `cancel` was used.
    """
    token = Joined(cancel)
    failed: List[BaseException] = []

    def run(work: Callable[[CancelToken], None]) -> None:
        try:
            work(token)
        except Cancelled as error:
            if cancel.cancelled:
                failed.append(error)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asked
            failed.append(error)
            token.cancel()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, work), daemon=True) for work in works
    ]
    interrupted: Optional[BaseException] = None
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            try:
                thread.join()
            except KeyboardInterrupt as error:
                interrupted = error
                token.cancel()
    if interrupted is not None:
        raise interrupted
    if failed:
        raise failed[0]

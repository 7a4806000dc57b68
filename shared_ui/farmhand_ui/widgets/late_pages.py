"""Tabs whose pages are made when they are wanted, or one after the other once the window shows.

An artist who clicks waits for the first page only; the other ones come a moment later. A page is made in steps of a few
milliseconds, since the scene is analysed meanwhile and the program must stay alive.
"""

from __future__ import annotations

import importlib
import sys
from typing import Callable, Dict, Generator, Mapping, Optional, Sequence

from farmhand_ui.qt import QtCore, QtWidgets

PAUSE_MS = 30
"""After the first picture, and between two steps towards pages that nobody has asked for yet."""

Making = Generator[None, None, QtWidgets.QWidget]
"""Makes a page: yields after each step, returns the page."""


class LatePages(QtWidgets.QTabWidget):
    """A tab for each page.

    Args:
        makers: Name of each page, in the order of the tabs, and what makes it, as a child of the widget given to it.
        modules: Name of a page, and the modules that are imported for it, each in a step of its own.
    """

    made = QtCore.Signal(object)
    """A page was made: its widget."""

    def __init__(
        self,
        makers: Mapping[str, Callable[[QtWidgets.QWidget], Making]],
        modules: Mapping[str, Sequence[str]],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._makers = dict(makers)
        self._modules = dict(modules)
        self._pages: Dict[str, QtWidgets.QWidget] = {}
        self._begun: Dict[str, Making] = {}
        # What is half made goes with the tabs, but no key reaches it: a window that never shows has its own order.
        self._workshop = QtWidgets.QWidget(self, QtCore.Qt.Window)
        self._later = QtCore.QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._make_next)
        for _ in self._makers:
            place = QtWidgets.QWidget()
            QtWidgets.QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
            self.addTab(place, "")
        self.currentChanged.connect(self._show)

    def page(self, name: str) -> QtWidgets.QWidget:
        """A page; made if it is not there yet, and to its end if it is half made."""
        while name not in self._pages:
            self._step(name)
        return self._pages[name]

    def make_all(self) -> None:
        """Make every page that is not there yet."""
        for name in self._makers:
            self.page(name)

    def make_rest(self) -> None:
        """Make the pages that are not there yet one after the other, with time for the event loop between the steps."""
        self._later.start()

    def rest(self) -> None:
        """Make nothing more by itself."""
        self._later.stop()

    def _show(self, place: int) -> None:
        self.page(list(self._makers)[place])

    def _make_next(self) -> None:
        for name in self._makers:
            if name not in self._pages:
                self._later.start()
                self._step(name)
                return

    def _step(self, name: str) -> None:
        """One step towards a page. Where it fails, the next one begins anew."""
        making = self._begun.pop(name, None) or self._making(name)
        try:
            next(making)
        except StopIteration as end:
            self._put(name, end.value)
        else:
            self._begun[name] = making

    def _making(self, name: str) -> Making:
        for module in self._modules.get(name, ()):
            if module not in sys.modules:
                importlib.import_module(module)
                yield
        return (yield from self._makers[name](self._workshop))

    def _put(self, name: str, page: QtWidgets.QWidget) -> None:
        self._pages[name] = page
        self.widget(list(self._makers).index(name)).layout().addWidget(page)
        page.show()  # at once: a layout would show it with the next event
        self.made.emit(page)

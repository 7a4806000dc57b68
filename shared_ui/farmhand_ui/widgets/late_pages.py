"""Tabs whose pages are made when they are wanted, or one after the other once the window shows.

An artist who clicks waits for the first page only; the other ones are there before a hand has moved to their tabs.
"""

from __future__ import annotations

import importlib
import sys
from typing import Callable, Dict, Mapping, Optional, Sequence

from farmhand_ui.qt import QtCore, QtWidgets

PAUSE_MS = 30
"""After the first picture, and between two steps towards pages that nobody has asked for yet."""


class LatePages(QtWidgets.QTabWidget):
    """A tab for each page.

    Args:
        makers: Name of each page, in the order of the tabs, and what makes it.
        modules: Name of a page, and the modules that are imported for it, each in a step of its own.
    """

    made = QtCore.Signal(object)
    """A page was made: its widget."""

    def __init__(
        self,
        makers: Mapping[str, Callable[[], QtWidgets.QWidget]],
        modules: Mapping[str, Sequence[str]],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._makers = dict(makers)
        self._modules = dict(modules)
        self._pages: Dict[str, QtWidgets.QWidget] = {}
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
        """A page; made if it is not there yet."""
        if name not in self._pages:
            page = self._pages[name] = self._makers[name]()
            self.widget(list(self._makers).index(name)).layout().addWidget(page)
            page.show()  # at once: a layout would show it with the next event
            self.made.emit(page)
        return self._pages[name]

    def make_all(self) -> None:
        """Make every page that is not there yet."""
        for name in self._makers:
            self.page(name)

    def make_rest(self) -> None:
        """Make the pages that are not there yet one after the other, with time for the event loop between them."""
        self._later.start()

    def _show(self, place: int) -> None:
        self.page(list(self._makers)[place])

    def _make_next(self) -> None:
        for name in self._makers:
            if name not in self._pages:
                absent = [module for module in self._modules.get(name, ()) if module not in sys.modules]
                if absent:
                    importlib.import_module(absent[0])
                else:
                    self.page(name)
                self._later.start()
                return

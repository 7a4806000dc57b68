"""What the checks found, errors first, each with what it is about."""

from __future__ import annotations

from typing import Optional

from Qt import QtGui, QtWidgets

from farmhand_ui.controller import Controller
from farmhand_ui.models.checks import ChecksModel
from farmhand_ui.translations import tr
from farmhand_ui.widgets.delegates import FindingDelegate
from farmhand_ui.widgets.labels import empty_state


class ChecksPage(QtWidgets.QWidget):
    """A tree of findings for the job as it is chosen now."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("checksPage")
        self._controller = controller
        self._model = ChecksModel(self)
        self._view = QtWidgets.QTreeView()
        self._view.setObjectName("checksView")
        self._view.setAccessibleName(tr("Findings of the checks"))
        self._view.setModel(self._model)
        self._view.setItemDelegate(FindingDelegate(self._view))
        self._view.setHeaderHidden(True)
        self._view.setFrameShape(QtWidgets.QFrame.NoFrame)
        self._view.setIndentation(18)
        self._view.setExpandsOnDoubleClick(True)
        self._view.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollPerPixel)
        self._empty = empty_state("checksEmpty")
        self._stack = QtWidgets.QStackedLayout()
        inset = QtWidgets.QVBoxLayout(self)
        inset.setContentsMargins(12, 8, 12, 6)
        inset.addLayout(self._stack)
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        controller.choices_changed.connect(self.update_page)
        self.update_page()

    def update_page(self) -> None:
        """Take over the job's problems."""
        job = self._controller.job
        if self._model.show(job.problems() if job is not None else ()):
            self._view.expandAll()
        if job is None:
            self._empty.setText(tr("The findings show here once the scene is analysed."))
        else:
            self._empty.setText(tr("Nothing found: the scene is ready to send."))
        self._stack.setCurrentWidget(self._view if self._model.rowCount() else self._empty)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._view.scheduleDelayedItemsLayout()

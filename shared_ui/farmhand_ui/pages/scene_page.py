"""What will render: the table of layers, ROPs or images, with switch, frames, cameras and size."""

from __future__ import annotations

from typing import Optional

from Qt import QtCore, QtGui, QtWidgets

from farmhand_ui.controller import ANALYSING, Controller
from farmhand_ui.models import targets
from farmhand_ui.models.targets import TargetsModel
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import severity_icon
from farmhand_ui.widgets.delegates import TargetDelegate
from farmhand_ui.widgets.labels import MutedElidedLabel, empty_state

ICON = 16
NAME_SHARE = 30
"""Percent of the width that the names keep, however large the letters are: a row without its name says nothing."""


class ScenePage(QtWidgets.QWidget):
    """The table, and under it why a text was refused."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("scenePage")
        self._controller = controller
        self._model = TargetsModel(controller, self)
        self._view = self._table()
        self._empty = empty_state("sceneEmpty")
        self._stack = QtWidgets.QStackedLayout()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        column.addLayout(self._stack, 1)
        column.addWidget(self._inline())
        column.addLayout(self._facts())
        self._model.refused.connect(self._show_refusal)
        controller.scene_changed.connect(self._model.forget_refusals)
        controller.scene_changed.connect(self.update_page)
        controller.state_changed.connect(self.update_page)
        self.update_page()

    def _table(self) -> QtWidgets.QTableView:
        view = QtWidgets.QTableView()
        view.setObjectName("targetsView")
        view.setAccessibleName(tr("What renders"))
        view.setModel(self._model)
        delegate = TargetDelegate(view)
        delegate.live_reason.connect(self._show_refusal)
        delegate.closeEditor.connect(lambda *_: self._show_refusal(self._model.refusal))
        view.setItemDelegate(delegate)
        view.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectRows)
        view.setSelectionMode(QtWidgets.QAbstractItemView.SingleSelection)
        view.setEditTriggers(
            QtWidgets.QAbstractItemView.DoubleClicked
            | QtWidgets.QAbstractItemView.EditKeyPressed
            | QtWidgets.QAbstractItemView.SelectedClicked
        )
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setTextElideMode(QtCore.Qt.ElideMiddle)
        view.setFrameShape(QtWidgets.QFrame.NoFrame)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 10)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(QtCore.Qt.AlignLeft | QtCore.Qt.AlignVCenter)
        header.setMinimumSectionSize(44)
        header.setSectionResizeMode(targets.LAYER, QtWidgets.QHeaderView.Stretch)
        return view

    def _inline(self) -> QtWidgets.QWidget:
        self._refusal = QtWidgets.QWidget()
        icon = QtWidgets.QLabel()
        icon.setPixmap(severity_icon("error", ICON).pixmap(ICON, ICON))
        self._refusal_text = QtWidgets.QLabel()
        self._refusal_text.setObjectName("inlineMessage")
        self._refusal_text.setWordWrap(True)
        row = QtWidgets.QHBoxLayout(self._refusal)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(icon, 0, QtCore.Qt.AlignTop)
        row.addWidget(self._refusal_text, 1)
        self._refusal.hide()
        return self._refusal

    def _facts(self) -> QtWidgets.QLayout:
        self._project = MutedElidedLabel()
        self._project.setObjectName("projectFact")
        self._plugins = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._plugins.setObjectName("pluginsFact")
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._project)
        column.addWidget(self._plugins)
        return column

    def update_page(self, *_: object) -> None:
        """Table, or what to do where there is nothing to show."""
        scene, host = self._controller.scene, self._controller.host
        self._project.setVisible(scene is not None and bool(scene.project))
        self._plugins.setVisible(scene is not None and bool(scene.plugins))
        if scene is not None:
            plugins = ", ".join(("%s %s" % item).strip() for item in scene.plugins.items())
            self._project.setText(tr("Project: {folder}", folder=scene.project))
            self._plugins.setText(tr("Plug-ins: {plugins}", plugins=plugins))
        if scene is not None and scene.targets:
            self._stack.setCurrentWidget(self._view)
            self._fit()
            return
        if scene is not None:
            text = tr("The scene has nothing that renders. Make a render layer, a ROP or an image, then refresh.")
        elif self._controller.state == ANALYSING:
            text = tr("The scene is being analysed.")
        elif host is None or not host.scene_path():
            text = tr("Open a scene, or save this one, then refresh.")
        else:
            text = tr("Press Refresh to analyse the scene.")
        self._empty.setText(text)
        self._stack.setCurrentWidget(self._empty)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("0")
        wide = (self.width() - 24) // letter
        self._view.setColumnHidden(targets.RENDERER, wide < 72)
        self._view.setColumnHidden(targets.FORMAT, wide < 82)
        share = max(0, wide - 72) // 6
        columns = (
            (targets.FRAMES, 12 + share),
            (targets.CAMERAS, 12 + share),
            (targets.SIZE, 13),
            (targets.RENDERER, 12),
            (targets.FORMAT, 9),
        )
        hidden = self._view.isColumnHidden
        shown = [(column, letters * letter + 12) for column, letters in columns if not hidden(column)]
        room = self.width() - 24 - self.width() * NAME_SHARE // 100
        total = sum(width for _, width in shown)
        for column, width in shown:
            self._view.setColumnWidth(column, width if total <= room else max(44, width * room // total))

    def _show_refusal(self, reason: str) -> None:
        self._refusal_text.setText(reason)
        self._refusal.setVisible(bool(reason))

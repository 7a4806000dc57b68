"""What will render: the table of layers, ROPs or images, with switch, frames, cameras and size."""

from __future__ import annotations

import dataclasses
from typing import Optional

from farmhand.job.choices import Job
from farmhand_ui.controller import ANALYSING, Controller
from farmhand_ui.models import targets
from farmhand_ui.models.targets import TargetsModel
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.slicing import Steps
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import severity_icon
from farmhand_ui.widgets.labels import MutedElidedLabel, empty_state
from farmhand_ui.widgets.targets_view import TargetsView
from farmhand_ui.wording import frames_text

ICON = 16
FILTER_FROM = 6
"""Rows from which on a filter is worth its place."""
NAME_SHARE = 30
"""Percent of the width that the names keep, however large the letters are: a row without its name says nothing."""


class ScenePage(QtWidgets.QWidget):
    """The table, and under it why a text was refused."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("scenePage")
        self._controller = controller
        self._model = TargetsModel(controller, self)

    def sections(self) -> Steps:
        """Make what is on the page, a step at a time; it is whole and up to date at the end."""
        controller = self._controller
        self._view = self._table()
        yield
        self._empty = empty_state("sceneEmpty")
        self._stack = QtWidgets.QStackedLayout()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        self._tool_row = self._tools()
        column.addWidget(self._tool_row)
        column.addLayout(self._stack, 1)
        column.addWidget(self._inline())
        column.addLayout(self._total_row())
        column.addLayout(self._facts())
        yield
        self._model.refused.connect(self._show_refusal)
        controller.scene_changed.connect(self._model.forget_refusals)
        controller.scene_changed.connect(self.update_page)
        controller.state_changed.connect(self._tell_empty)
        controller.choices_changed.connect(self._tell_total)
        self.update_page()

    def _table(self) -> TargetsView:
        view = TargetsView(self._model, self)
        view.delegate.live_reason.connect(self._show_refusal)
        view.delegate.closeEditor.connect(lambda *_: self._show_refusal(self._model.refusal))
        view.rows_chosen.connect(self._tell_total)
        return view

    def _tools(self) -> QtWidgets.QWidget:
        self._filter = QtWidgets.QLineEdit()
        self._filter.setObjectName("targetsFilter")
        self._filter.setAccessibleName(tr("Filter what renders"))
        self._filter.setPlaceholderText(tr("Filter by name, camera, frames or size"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._apply_filter)
        tools = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._filter)
        return tools

    def _total_row(self) -> QtWidgets.QLayout:
        self._total = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._total.setObjectName("targetsTotal")
        self._reset = QtWidgets.QPushButton(tr("As in the scene"))
        self._reset.setObjectName("targetsReset")
        self._reset.setAccessibleName(tr("Give every layer back to the scene"))
        self._reset.setToolTip(tr("Forget what was changed here; bold cells differ from the scene"))
        self._reset.setAutoDefault(False)
        self._reset.clicked.connect(self._reset_all)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._total, 1)
        row.addWidget(self._reset)
        return row

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

    def show_target(self, name: str) -> None:
        """Bring a target into view and choose it."""
        row = self._model.row_of(name)
        if row >= 0:
            self._filter.clear()
            self._view.selectRow(row)
            self._view.scrollTo(self._model.index(row, targets.LAYER))
            self._view.setFocus()

    def update_page(self, *_: object) -> None:
        """Table, or what to do where there is nothing to show."""
        scene = self._controller.scene
        self._project.setVisible(scene is not None and bool(scene.project))
        self._plugins.setVisible(scene is not None and bool(scene.plugins))
        if scene is not None:
            plugins = ", ".join(("%s %s" % item).strip() for item in scene.plugins.items())
            self._project.setText(tr("Project: {folder}", folder=scene.project))
            self._plugins.setText(tr("Plug-ins: {plugins}", plugins=plugins))
        rows = len(scene.targets) if scene is not None else 0
        self._tool_row.setVisible(rows >= FILTER_FROM or bool(self._filter.text()))
        self._tell_total()
        if rows:
            self._stack.setCurrentWidget(self._view)
            self._apply_filter()
            self._fit()
        else:
            self._tell_empty()
            self._stack.setCurrentWidget(self._empty)

    def _tell_empty(self, *_: object) -> None:
        """What to do, for where there is nothing to show."""
        scene, host = self._controller.scene, self._controller.host
        if scene is not None:
            text = tr("The scene has nothing that renders. Make a render layer, a ROP or an image, then refresh.")
        elif self._controller.state == ANALYSING:
            text = tr("The scene is being analysed.")
        elif host is None or not host.scene_path():
            text = tr("Open a scene, or save this one, then refresh.")
        else:
            text = tr("Press Refresh to analyse the scene.")
        self._empty.setText(text)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        if self.layout() is not None:  # a picture of the panel resizes what is half made, too
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

    def _apply_filter(self, *_: object) -> None:
        text = self._filter.text()
        for row in range(self._model.rowCount()):
            self._view.setRowHidden(row, bool(text.strip()) and not self._model.matches(row, text))
        self._tell_total()

    def _tell_total(self, *_: object) -> None:
        """How much is on, and where several rows are chosen, that an edit counts for all of them."""
        job = self._controller.job
        changed = bool(self._controller.choices.targets)
        self._reset.setVisible(changed and job is not None)
        self._total.setVisible(job is not None and bool(job.targets))
        if job is None:
            return
        chosen = self._view.chosen_rows()
        if len(chosen) > 1:
            some = dataclasses.replace(job.scene, targets=tuple(job.targets[row] for row in chosen))
            frames = frames_text(Job(some).frame_count)
            text = tr(
                "{count} chosen, {frames} · what you type counts for all of them", count=len(chosen), frames=frames
            )
        else:
            on = len(job.rendering)
            text = tr(
                "{on} of {count} on · {frames}", on=on, count=len(job.targets), frames=frames_text(job.frame_count)
            )
        self._total.setText(text)

    def _reset_all(self) -> None:
        self._model.reset_rows(range(self._model.rowCount()))

    def _show_refusal(self, reason: str) -> None:
        self._refusal_text.setText(reason)
        self._refusal.setVisible(bool(reason))

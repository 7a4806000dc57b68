"""The task in view: how far it is, its frames as a grid, pictures or a chart, and what can be done about it."""

from __future__ import annotations

import os
from collections import Counter
from typing import Callable, Dict, List, Optional, Tuple

from farmhand.farm.codes import TASK_TEST_DONE
from farmhand.farm.records import Frame
from farmhand.scene.model import ERROR
from farmhand_ui.controller import Controller
from farmhand_ui.models import frames as frames_model
from farmhand_ui.models.frames import COST, LEGEND, TIME
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.slicing import Steps
from farmhand_ui.task_actions import FULL_SPEED, RESTART, RESTART_FAILED, START, STOP
from farmhand_ui.translations import tr, translatable
from farmhand_ui.widgets.colours import colour, severity_icon
from farmhand_ui.widgets.frame_chart import FrameChart
from farmhand_ui.widgets.frame_grid import FrameGrid
from farmhand_ui.widgets.labels import ElidedLabel, MutedElidedLabel, MutedLabel, embolden
from farmhand_ui.wording import count_text, duration_text, range_text, task_text

NAMED = 12
"""How many failed frames are named."""
GRID, PICTURES = "grid", "pictures"
VIEWS: Dict[str, str] = {
    GRID: translatable("Frames"),
    PICTURES: translatable("Pictures"),
    TIME: translatable("Time per frame"),
    COST: translatable("Cost per frame"),
}


class TaskView(QtWidgets.QWidget):
    """All about one task."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._frames: Tuple[Frame, ...] = ()

    def sections(self) -> Steps:
        """Make what is on it, a step at a time; it is whole and up to date at the end."""
        controller = self._controller
        self._title = ElidedLabel()
        self._title.setObjectName("taskTitle")
        embolden(self._title)
        self._status = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._status.setObjectName("taskStatus")
        self._bar = QtWidgets.QProgressBar()
        self._bar.setObjectName("taskBar")
        self._bar.setAccessibleName(tr("Frames done"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(6)
        for widget in (self._title, self._status, self._bar):
            self._column.addWidget(widget)
        self._column.addWidget(self._offer())
        self._column.addWidget(self._failures())
        yield
        self._column.addLayout(self._choices())
        yield
        self._grid = FrameGrid()
        yield
        self._column.addWidget(self._views(), 1)
        yield
        self._column.addWidget(self._note())
        self._column.addLayout(self._buttons())
        controller.task_changed.connect(self.update_task)
        controller.progress_changed.connect(self._update_buttons)
        controller.actions.changed.connect(self._update_buttons)
        controller.thumbnails.arrived.connect(self._grid.viewport().update)
        self.update_task()

    def _offer(self) -> QtWidgets.QWidget:
        """What the rest will cost, and the button that says yes."""
        self._rest = QtWidgets.QWidget()
        self._rest.setObjectName("fullSpeedOffer")
        self._estimate = QtWidgets.QLabel()
        self._estimate.setObjectName("estimateText")
        self._estimate.setWordWrap(True)
        self._full = _button("fullSpeedButton", tr("Full speed"), lambda: self._act(FULL_SPEED))
        self._full.setToolTip(tr("Render the rest of the frames now; it costs as estimated."))
        row = QtWidgets.QHBoxLayout(self._rest)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._estimate, 1)
        row.addWidget(self._full)
        self._rest.hide()
        return self._rest

    def _failures(self) -> QtWidgets.QWidget:
        """Which frames failed, and the button that renders them again."""
        self._failed = QtWidgets.QWidget()
        self._failed.setObjectName("failedFrames")
        sign = QtWidgets.QLabel()
        sign.setPixmap(severity_icon(ERROR).pixmap(16, 16))
        self._failed_text = ElidedLabel(QtCore.Qt.ElideRight)
        self._failed_text.setObjectName("failedText")
        self._again = _button("restartFailedButton", tr("Restart failed"), lambda: self._act(RESTART_FAILED))
        self._again.setToolTip(tr("Render the failed frames again; they cost as any frame does."))
        row = QtWidgets.QHBoxLayout(self._failed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(sign)
        row.addWidget(self._failed_text, 1)
        row.addWidget(self._again)
        self._failed.hide()
        return self._failed

    def _choices(self) -> QtWidgets.QLayout:
        self._layer = QtWidgets.QComboBox()
        self._layer.setObjectName("layerChoice")
        self._layer.setAccessibleName(tr("Layer whose frames show"))
        self._layer.currentIndexChanged.connect(self._show_frames)
        self._layer.hide()
        self._view = QtWidgets.QComboBox()
        self._view.setObjectName("framesChoice")
        self._view.setAccessibleName(tr("How the frames show"))
        for key, text in VIEWS.items():
            self._view.addItem(tr(text), key)
        self._view.currentIndexChanged.connect(self._change_view)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._view)
        row.addWidget(self._layer)
        row.addStretch(1)
        return row

    def _views(self) -> QtWidgets.QWidget:
        self._grid.setContextMenuPolicy(QtCore.Qt.CustomContextMenu)
        self._grid.customContextMenuRequested.connect(self._open_menu)
        self._grid.activated.connect(self.read_log)
        self._grid.in_sight.connect(self._controller.thumbnails.want)
        self._chart = FrameChart()
        self._chart.picked.connect(self._pick)
        self._log = QtWidgets.QPlainTextEdit()
        self._log.setObjectName("frameLog")
        self._log.setAccessibleName(tr("Log of the frame"))
        self._log.setReadOnly(True)
        self._log.setMinimumHeight(self.fontMetrics().height() * 4)
        self._log.setLineWrapMode(QtWidgets.QPlainTextEdit.NoWrap)
        self._log.setFont(QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.FixedFont))
        self._stack = QtWidgets.QStackedWidget()
        for widget in (self._grid, self._chart, self._log):
            self._stack.addWidget(widget)
        return self._stack

    def _note(self) -> QtWidgets.QLabel:
        self._legend = MutedLabel()
        self._legend.setObjectName("framesLegend")
        self._legend.setWordWrap(True)
        self._legend.setTextFormat(QtCore.Qt.RichText)
        return self._legend

    def _buttons(self) -> QtWidgets.QLayout:
        self._open = _button("openFolderButton", tr("Open folder"), self.open_folder)
        self._download = _button("downloadButton", tr("Download"), self._controller.download)
        self._halt = _button("stopTaskButton", tr("Stop task"), self._halt_or_start)
        self._show_log = _button("frameLogButton", tr("Log"), self._toggle_log)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(6)
        for button in (self._open, self._download, self._halt, self._show_log):
            row.addWidget(button)
        row.addStretch(1)
        self._grid.chosen_changed.connect(self._update_buttons)
        return row

    def update_task(self) -> None:
        """Take over the task in view."""
        task = self._controller.task
        if task is None:
            self._title.setText(tr("Task {id}", id=self._controller.task_id))
            self._status.setText(tr("Asking the farm…"))
            self._bar.setRange(0, 0 if self._controller.running else 1)
        else:
            self._title.setText(task_text(task))
            parts = [
                tr(task.status_text),
                tr("{done} of {total} frames", done=count_text(task.done), total=count_text(task.total)),
            ]
            if task.failed:
                parts.append(tr("{failed} failed", failed=count_text(task.failed)))
            spent = sum(frame.seconds for frame in self._controller.frames)
            if spent:
                parts.append(tr("{duration} of rendering", duration=duration_text(spent)))
            if task.cost:
                parts.append(tr("Cost: {cost}", cost="%.2f" % task.cost))
            self._status.setText(" · ".join(parts))
            self._bar.setRange(0, max(1, task.total))
            self._bar.setValue(task.done)
        self._update_offer()
        self._update_layers()
        self._show_frames()
        self._update_buttons()

    def open_folder(self, folder: str = "") -> None:
        """Show the output folder, or the one named, in the system's file manager."""
        target = folder or self._controller.output_folder
        if target:
            QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(target))

    def read_log(self, frame: Frame) -> None:
        """Show a frame's log in the place of the frames."""

        def take(text: str) -> None:
            self._log.setPlainText(text or tr("The farm has no log of this frame."))

        def failed(error: Exception) -> None:
            self._log.setPlainText(str(error))

        self._log.setPlainText(tr("Asking the farm…"))
        self._stack.setCurrentWidget(self._log)
        self._legend.setText(tr("Log of frame {index}", index=frame.index))
        self._controller.actions.read_log(frame.id, take, failed)
        self._log.setFocus()
        self._update_buttons()

    def _toggle_log(self) -> None:
        if self._stack.currentWidget() is self._log:
            self._change_view()
            return
        chosen = self._grid.chosen()
        if chosen:
            self.read_log(chosen[0])

    def _change_view(self, *_: object) -> None:
        view = self._view.currentData()
        self._grid.show_pictures(self._controller.thumbnails.picture if view == PICTURES else None)
        self._stack.setCurrentWidget(self._grid if view in (GRID, PICTURES) else self._chart)
        self._show_frames()
        self._update_buttons()

    def _pick(self, place: int) -> None:
        """A click on a bar: the frame in the grid is chosen, too."""
        self._grid.choose(place)

    def _update_offer(self) -> None:
        task, estimate = self._controller.task, self._controller.estimate
        waiting = task is not None and task.status == TASK_TEST_DONE
        self._rest.setVisible(waiting)
        if not waiting:
            return
        if estimate is None:
            self._estimate.setText(tr("The test frames are done. Look at them, then render the rest."))
            return
        self._estimate.setText(
            tr(
                "The other {frames} frames: about {cost}, {time} of rendering.",
                frames=count_text(estimate.remaining),
                cost=range_text(estimate.cost, lambda value: "%.2f" % value),
                time=range_text(estimate.machine_seconds, duration_text),
            )
        )

    def _update_layers(self) -> None:
        task = self._controller.task
        leaves = [leaf for leaf in task.leaves if leaf.layer] if task is not None else []
        wanted = [leaf.id for leaf in leaves]
        if wanted == [self._layer.itemData(row) for row in range(1, self._layer.count())]:
            return
        self._layer.blockSignals(True)
        self._layer.clear()
        self._layer.addItem(tr("All layers"), 0)
        for leaf in leaves:
            self._layer.addItem(leaf.layer, leaf.id)
        self._layer.blockSignals(False)
        self._layer.setVisible(len(leaves) > 1)

    def _show_frames(self, *_: object) -> None:
        task = self._controller.task
        if task is None:
            return
        chosen = self._layer.currentData() or 0
        frames = self._controller.frames
        if chosen:
            frames = tuple(frame for frame in frames if frame.task_id == chosen)
        layers = {leaf.id: leaf.layer for leaf in task.leaves}
        view = self._view.currentData()
        self._grid.show_frames(frames, layers)
        if view in (TIME, COST):
            self._chart.show_frames(frames, layers, view)
        if self._stack.currentWidget() is self._log:
            return
        self._legend.setText(self._chart.caption() if view in (TIME, COST) else legend_of(frames))

    def _update_buttons(self) -> None:
        controller, task = self._controller, self._controller.task
        folder = controller.output_folder
        self._open.setEnabled(bool(folder) and os.path.isdir(folder))
        self._open.setToolTip(folder if self._open.isEnabled() else tr("Nothing has been downloaded yet."))
        self._download.setEnabled(bool(controller.task_id) and not controller.downloading)
        self._download.setToolTip(tr("The frames are being downloaded.") if controller.downloading else folder)
        idle = not controller.actions.running
        failed = [frame for frame in controller.frames if frame.failed] if task is not None else []
        self._failed.setVisible(task is not None and task.failed > 0)
        times = Counter(frame.index.replace("[1]", "") for frame in failed)  # layers share numbers
        names = ", ".join("%s (×%d)" % (name, times[name]) if times[name] > 1 else name for name in list(times)[:NAMED])
        more = ", …" if len(times) > NAMED else ""
        self._failed_text.setText(tr("Failed frames: {frames}", frames=names + more))
        self._again.setEnabled(idle)
        self._full.setEnabled(idle)
        ended = task is None or task.ended
        self._halt.setVisible(task is not None and (not ended or task.status in STARTABLE))
        self._halt.setText(tr("Start task") if ended else tr("Stop task"))
        self._halt.setToolTip(
            tr("Go on rendering; it costs.") if ended else tr("Stop rendering on the farm; it can be started again.")
        )
        self._halt.setEnabled(idle)
        reading = self._stack.currentWidget() is self._log
        self._show_log.setText(tr("Back") if reading else tr("Log"))
        self._show_log.setEnabled(reading or bool(self._grid.chosen()))
        self._show_log.setToolTip("" if reading else tr("What the renderer wrote about the chosen frame"))
        for button in (self._open, self._download, self._again, self._halt, self._show_log, self._full):
            button.setAccessibleName(button.text())

    def _halt_or_start(self) -> None:
        task = self._controller.task
        if task is not None:
            self._act(START if task.ended else STOP)

    def _act(self, name: str, value: str = "") -> None:
        self._controller.actions.act(name, self._controller.task_id, value)

    def _open_menu(self, place: QtCore.QPoint) -> None:
        menu = self.menu_of(self._grid.chosen())
        menu.popup(self._grid.viewport().mapToGlobal(place))

    def menu_of(self, chosen: List[Frame]) -> QtWidgets.QMenu:
        """What can be done about these frames."""
        menu = QtWidgets.QMenu(self)
        menu.setAttribute(QtCore.Qt.WA_DeleteOnClose)
        if chosen:
            ended = [frame for frame in chosen if frames_model.group_of(frame) not in ("waiting", "rendering")]
            menu.addAction(tr("Log"), lambda: self.read_log(chosen[0]))
            again = menu.addAction(
                tr("Render again"), lambda: self._act(RESTART, ",".join(str(frame.id) for frame in ended))
            )
            again.setEnabled(bool(ended) and not self._controller.actions.running)
        menu.addAction(tr("Open folder"), self.open_folder).setEnabled(self._open.isEnabled())
        return menu


STARTABLE = frozenset((10, 15, 20, 23))
"""Statuses from which a task can be started again: those that stopped."""


def legend_of(frames: Tuple[Frame, ...]) -> str:
    """Each colour that shows with its meaning and how many frames have it."""
    signs = [
        "<span style='color:%s'>■</span>&nbsp;%s&nbsp;%s"
        % (colour(group).name(), tr(LEGEND[group]), count_text(count))
        for group, count in frames_model.counts(frames).items()
        if count
    ]
    return "&nbsp;&nbsp; ".join(signs)


def _button(name: str, text: str, act: Callable[[], object]) -> QtWidgets.QPushButton:
    button = QtWidgets.QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.setAccessibleName(text)
    button.clicked.connect(lambda *_: act())
    return button

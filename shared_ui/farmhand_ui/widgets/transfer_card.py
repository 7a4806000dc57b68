"""What is on its way, and how far: an upload, or the frames that come back; to pause, go on with, or give up."""

from __future__ import annotations

from typing import Optional

from farmhand.progress import Progress
from farmhand_ui.controller import SUBMITTING, Controller
from farmhand_ui.qt import QtCore, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.labels import ElidedLabel, MutedElidedLabel
from farmhand_ui.wording import amount_text, stage_text

STEPS = 1000


class TransferCard(QtWidgets.QWidget):
    """Hidden while nothing travels."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("transferCard")
        self._controller = controller
        self._stage = ElidedLabel()
        self._stage.setObjectName("transferStage")
        self._amount = MutedElidedLabel()
        self._amount.setObjectName("transferAmount")
        self._bar = QtWidgets.QProgressBar()
        self._bar.setObjectName("transferBar")
        self._bar.setAccessibleName(tr("Progress of the transfer"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._pause = QtWidgets.QPushButton()
        self._pause.setObjectName("pauseButton")
        self._pause.clicked.connect(self._toggle)
        self._stop = QtWidgets.QPushButton()
        self._stop.setObjectName("stopTransferButton")
        self._stop.clicked.connect(self._give_up)
        grid = QtWidgets.QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._stage, 0, 0)
        grid.addWidget(self._bar, 1, 0)
        grid.addWidget(self._amount, 2, 0)
        for column, button in enumerate((self._pause, self._stop), 1):
            button.setAutoDefault(False)
            grid.addWidget(button, 0, column, 3, 1, QtCore.Qt.AlignVCenter)
        grid.setColumnStretch(0, 1)
        controller.progress_changed.connect(self.update_card)
        controller.state_changed.connect(self.update_card)
        controller.task_changed.connect(self.update_card)
        self.update_card()

    def update_card(self, *_: object) -> None:
        """Take over how far the transfer is."""
        controller = self._controller
        sending = controller.state == SUBMITTING
        progress = controller.progress if sending else controller.download_progress
        paused = controller.paused
        self.setVisible(paused or progress is not None)
        if not self.isVisibleTo(self.parentWidget()):
            return
        self._show(progress if progress is not None else Progress("paused"), paused)
        self._pause.setText(tr("Resume") if paused else tr("Pause"))
        go_on, stop = tr("Go on; what has arrived is not sent again."), tr("Stop for a while; what has arrived stays.")
        self._pause.setToolTip(go_on if paused else stop)
        self._stop.setText(tr("Discard") if paused else tr("Cancel"))
        for button in (self._pause, self._stop):
            button.setAccessibleName(button.text())

    def _show(self, progress: Progress, paused: bool) -> None:
        if paused:
            self._stage.setText(tr("Paused"))
            self._amount.setText(tr("What has arrived is kept."))
            self._bar.setRange(0, STEPS)
        elif progress.stage == "render":
            self._stage.setText(tr("Waiting for the next frames"))
            self._amount.setText(self._controller.output_folder)
            self._bar.setRange(0, STEPS)
            self._bar.setValue(int(progress.fraction * STEPS))
        else:
            self._stage.setText(stage_text(progress))
            self._amount.setText(amount_text(progress))
            self._bar.setRange(0, STEPS if progress.total else 0)
            if progress.total:
                self._bar.setValue(int(progress.fraction * STEPS))

    def _toggle(self) -> None:
        if self._controller.paused:
            self._controller.resume()
        else:
            self._controller.pause()

    def _give_up(self) -> None:
        if self._controller.paused:
            self._controller.discard()
        else:
            self._controller.cancel_transfer()

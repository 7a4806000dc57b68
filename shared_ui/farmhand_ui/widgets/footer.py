"""Always in view: the sum, the worst news, what runs and how far it is, and the two ways to start."""

from __future__ import annotations

from typing import Optional

from farmhand_ui.controller import DOWNLOADING, SUBMITTING, WATCHING, Controller
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import severity_icon
from farmhand_ui.widgets.labels import ElidedLabel, MutedElidedLabel, embolden
from farmhand_ui.wording import amount_text, stage_text

STEPS = 1000


class Footer(QtWidgets.QWidget):
    """Tells and starts; all it knows comes from the controller."""

    page_wanted = QtCore.Signal(str)

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._page = ""
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addLayout(self._sum_row())
        column.addWidget(self._progress_row())
        column.addLayout(self._button_row())
        for signal in (controller.choices_changed, controller.scene_changed, controller.account_changed):
            signal.connect(self.update_texts)
        controller.state_changed.connect(self.update_texts)
        controller.setting_changed.connect(self.update_texts)
        controller.engine.looked.connect(self.update_texts)
        controller.progress_changed.connect(self.update_progress)
        self.update_texts()
        self.update_progress()

    def _sum_row(self) -> QtWidgets.QLayout:
        self._sum = ElidedLabel(QtCore.Qt.ElideRight)
        self._sum.setObjectName("sumLabel")
        embolden(self._sum)
        self._news = QtWidgets.QToolButton()
        self._news.setObjectName("newsButton")
        self._news.setAutoRaise(True)
        self._news.setStyleSheet(
            "QToolButton { border: none; padding: 0; }"
            "QToolButton:hover, QToolButton:focus { text-decoration: underline; }"
        )
        self._news.setToolButtonStyle(QtCore.Qt.ToolButtonTextBesideIcon)
        self._news.setSizePolicy(QtWidgets.QSizePolicy.Ignored, QtWidgets.QSizePolicy.Fixed)
        self._news.setCursor(QtCore.Qt.PointingHandCursor)
        self._news.clicked.connect(self._follow_news)
        column = QtWidgets.QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._sum)
        column.addWidget(self._news)
        return column

    def _progress_row(self) -> QtWidgets.QWidget:
        self._stage = ElidedLabel()
        self._stage.setObjectName("stageLabel")
        self._amount = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._amount.setObjectName("amountLabel")
        self._bar = QtWidgets.QProgressBar()
        self._bar.setObjectName("progressBar")
        self._bar.setAccessibleName(tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setSizePolicy(QtWidgets.QSizePolicy.Expanding, QtWidgets.QSizePolicy.Fixed)
        self._bar.setFixedHeight(max(6, self.fontMetrics().height() // 2))
        self._cancel = QtWidgets.QPushButton(tr("Cancel"))
        self._cancel.setObjectName("cancelButton")
        self._cancel.setAccessibleName(tr("Cancel what runs"))
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self._controller.cancel)
        self._progress = QtWidgets.QWidget()
        grid = QtWidgets.QGridLayout(self._progress)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._stage, 0, 0)
        grid.addWidget(self._bar, 1, 0)
        grid.addWidget(self._amount, 2, 0)
        grid.addWidget(self._cancel, 0, 1, 3, 1, QtCore.Qt.AlignVCenter)
        grid.setColumnStretch(0, 1)
        return self._progress

    def _button_row(self) -> QtWidgets.QLayout:
        self._reason = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._reason.setObjectName("blockedReason")
        self._test = QtWidgets.QPushButton(tr("Test frames"))
        self._test.setObjectName("testButton")
        self._test.clicked.connect(self._controller.submit_test_frames)
        self._submit = PrimaryButton(tr("Submit"))
        self._submit.setObjectName("submitButton")
        self._submit.clicked.connect(self._controller.submit)
        for button in (self._test, self._submit):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            button.setMinimumWidth(self.fontMetrics().horizontalAdvance("M") * 9)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._reason, 1)
        row.addWidget(self._test)
        row.addWidget(self._submit)
        return row

    def update_texts(self, *_: object) -> None:
        """Take over sum, news and whether something can be sent."""
        controller = self._controller
        self._sum.setText(controller.summary or tr("Nothing to send yet"))
        news = controller.news
        self._news.setVisible(news is not None)
        if news is not None:
            self._news.setIcon(severity_icon(news.severity))
            text = self.fontMetrics().elidedText(news.text, QtCore.Qt.ElideRight, max(200, self.width() - 64))
            self._news.setText(text.replace("&", "&&"))
            self._news.setToolTip(news.text)
            self._news.setAccessibleName(news.text)
        reason = controller.blocked_reason
        self._reason.setText(reason if not (news is not None and news.text == reason) else "")
        self._submit.setEnabled(not reason)
        self._test.setEnabled(not reason)
        self._submit.setToolTip(reason or tr("Send the scene, watch it render and bring the frames back (Ctrl+Return)"))
        self._test.setToolTip(
            reason
            or tr("Send the scene, but render only the priority frames: first, middle and last if none are chosen")
        )
        self._submit.setAccessibleDescription(reason)
        self._test.setAccessibleDescription(reason)
        self._show_progress()
        self._cancel.setText(tr("Cancel") if controller.state == SUBMITTING else tr("Stop"))

    def update_progress(self) -> None:
        """Take over how far the running thing is."""
        self._show_progress()
        progress = self._controller.progress
        if progress is None:
            self._bar.setRange(0, STEPS)
            self._bar.setValue(0)
            return
        self._bar.setRange(0, STEPS if progress.total else 0)
        if progress.total:
            self._bar.setValue(int(progress.fraction * STEPS))
        self._stage.setText(stage_text(progress))
        self._amount.setText(amount_text(progress))

    def show_page(self, name: str) -> None:
        """Another page is in front: that of the tasks tells itself how far upload, task and download are."""
        self._page = name
        self._show_progress()

    def _show_progress(self) -> None:
        controller = self._controller
        on_page = self._page == "tasks" and (
            controller.state in (SUBMITTING, WATCHING) or (controller.state == DOWNLOADING and controller.downloading)
        )
        self._progress.setVisible(controller.running and not on_page)

    def follow(self, page: QtWidgets.QWidget) -> None:
        """Be reached by the Tab key after a page that was made just now."""
        last = page.window().previousInFocusChain()  # what comes is reached last, and as one piece
        while page.isAncestorOf(last) and not last.focusPolicy() & QtCore.Qt.TabFocus:
            last = last.previousInFocusChain()
        for own in (self._news, self._cancel, self._test, self._submit):
            QtWidgets.QWidget.setTabOrder(last, own)
            last = own

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self.update_texts()

    def _follow_news(self) -> None:
        if self._controller.news is not None:
            self.page_wanted.emit(self._controller.news.page)


class PrimaryButton(QtWidgets.QPushButton):
    """The one button that matters: in the host's highlight colour while it can be pressed."""

    def __init__(self, text: str, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(text, parent)
        embolden(self)
        self._tint()

    def changeEvent(self, event: QtCore.QEvent) -> None:  # noqa: D102
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.EnabledChange, QtCore.QEvent.ApplicationPaletteChange):
            self._tint()

    def _tint(self) -> None:
        host = QtWidgets.QApplication.palette()
        palette = QtGui.QPalette(host)
        if self.isEnabled():
            for group in (QtGui.QPalette.Active, QtGui.QPalette.Inactive):
                palette.setColor(
                    group, QtGui.QPalette.Button, host.color(QtGui.QPalette.Active, QtGui.QPalette.Highlight)
                )
                text = host.color(QtGui.QPalette.Active, QtGui.QPalette.HighlightedText)
                palette.setColor(group, QtGui.QPalette.ButtonText, text)
        self.setPalette(palette)

"""What the checks found, errors first, each with what it is about; below, what can be done about the chosen one."""

from __future__ import annotations

from typing import Optional, Tuple

from farmhand.scene.host import SelectsNodes
from farmhand.scene.model import ERROR, Tip
from farmhand_ui.controller import Controller
from farmhand_ui.models.checks import SEVERITY_ROLE, ChecksModel
from farmhand_ui.places import NODE, Place, look_for
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.slicing import Slicer, Steps
from farmhand_ui.translations import language, tr
from farmhand_ui.widgets.delegates import FindingDelegate
from farmhand_ui.widgets.labels import MutedLabel, empty_state, heading

Asked = Tuple[int, str, str]
"""Scene, code of the finding, and which of its details."""
NOT_ASKED: Asked = (0, "", "")


class _FindingsView(QtWidgets.QTreeView):
    """A tree that says by itself which row is the present one."""

    finding_chosen = QtCore.Signal()

    def currentChanged(self, current: QtCore.QModelIndex, before: QtCore.QModelIndex) -> None:  # noqa: D102
        super().currentChanged(current, before)
        self.finding_chosen.emit()


class ChecksPage(QtWidgets.QWidget):
    """A tree of findings for the job as it is chosen now, and the three things to do: fix, show, ignore."""

    place_wanted = QtCore.Signal(str, str)
    """A page, and what to look at there."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("checksPage")
        self._controller = controller
        self._tip: Optional[Tip] = None
        self._placed: Tuple[Asked, Optional[Place]] = (NOT_ASKED, None)
        self._finder = Slicer(self)
        self._stale = False
        self._model = ChecksModel(self)

    def sections(self) -> Steps:
        """Make what is on the page, a step at a time; it is whole and up to date at the end."""
        controller = self._controller
        self._view = self._tree()
        yield
        self._empty = empty_state("checksEmpty")
        self._stack = QtWidgets.QStackedLayout()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self._empty)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 6)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addLayout(self._stack, 1)
        column.addWidget(self._remedy())
        yield
        controller.choices_changed.connect(self._changed)
        controller.account_changed.connect(self._tell_farm)
        self.update_page()

    def _head(self) -> QtWidgets.QLayout:
        self._farm = MutedLabel()
        self._farm.setObjectName("farmChecked")
        self._farm.setWordWrap(True)
        self._show_ignored = QtWidgets.QCheckBox()
        self._show_ignored.setObjectName("showIgnored")
        self._show_ignored.setToolTip(tr("Warnings that you chose not to see for this scene"))
        self._show_ignored.toggled.connect(self.update_page)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._farm, 1)
        row.addWidget(self._show_ignored, 0, QtCore.Qt.AlignTop)
        return row

    def _tree(self) -> _FindingsView:
        view = _FindingsView(self)
        view.setObjectName("checksView")
        view.setAccessibleName(tr("Findings of the checks"))
        view.setModel(self._model)
        view.setItemDelegate(FindingDelegate(view))
        view.setHeaderHidden(True)
        view.setFrameShape(QtWidgets.QFrame.NoFrame)
        view.setIndentation(18)
        view.setExpandsOnDoubleClick(True)
        view.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollPerPixel)
        view.finding_chosen.connect(self._chosen)
        view.activated.connect(lambda _: self._do_show())
        return view

    def _remedy(self) -> QtWidgets.QWidget:
        self._title = heading("")
        self._title.setObjectName("findingTitle")
        self._advice = MutedLabel()
        self._advice.setObjectName("findingAdvice")
        for label in (self._title, self._advice):
            label.setWordWrap(True)
            label.setTextFormat(QtCore.Qt.PlainText)
            label.setTextInteractionFlags(QtCore.Qt.TextSelectableByMouse)
        self._fix = self._button("fixButton", self._do_fix)
        self._look = self._button("showButton", self._do_show)
        self._ignore = self._button("ignoreButton", self._do_ignore)
        buttons = QtWidgets.QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._look)
        buttons.addWidget(self._ignore)
        self._box = QtWidgets.QFrame()
        self._box.setObjectName("findingBox")
        self._box.setFrameShape(QtWidgets.QFrame.StyledPanel)
        column = QtWidgets.QVBoxLayout(self._box)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._advice)
        column.addWidget(self._fix, 0, QtCore.Qt.AlignLeft)
        column.addLayout(buttons)
        return self._box

    def _button(self, name: str, act: object) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton()
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _changed(self) -> None:
        """Hidden, the page takes over what changed when it shows: a new scene gives the others enough to do."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.update_page()

    def showEvent(self, event: QtGui.QShowEvent) -> None:  # noqa: D102
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.update_page()

    def update_page(self, *_: object) -> None:
        """Take over the job's problems."""
        controller = self._controller
        hidden = tuple(tip for tip in controller.findings if controller.is_ignored(tip))
        self._show_ignored.setText(tr("Show ignored ({count})", count=len(hidden)))
        self._show_ignored.setAccessibleName(self._show_ignored.text())
        self._show_ignored.setVisible(bool(hidden))
        if self._model.show(controller.problems, hidden if self._show_ignored.isChecked() else ()):
            for index in self._model.short():
                self._view.expand(index)
            again = self._model.find(self._tip) if self._tip is not None else QtCore.QModelIndex()
            first = self._model.index(0, 0)
            worse = first.data(SEVERITY_ROLE) == ERROR and again.data(SEVERITY_ROLE) != ERROR
            if first.isValid() and (not again.isValid() or worse):
                again = first
            self._view.setCurrentIndex(again)
        if controller.job is None:
            self._empty.setText(tr("The findings show here once the scene is analysed."))
        else:
            self._empty.setText(tr("Nothing found: the scene is ready to send."))
        self._stack.setCurrentWidget(self._view if self._model.rowCount() else self._empty)
        controller.farm.explain([tip.code for tip in controller.problems] if controller.account else (), language())
        self._tell_farm()
        self._tell_remedy()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        if self.layout() is not None:  # a picture of the panel resizes what is half made, too
            self._view.scheduleDelayedItemsLayout()

    def _tell_farm(self) -> None:
        controller = self._controller
        if controller.job is None:
            text = ""
        elif controller.farm.facts.software is not None:
            text = tr("Checked with the farm: versions, plug-ins, render nodes, balance.")
        elif controller.farm.asking:
            text = tr("The farm is being asked for versions, render nodes and balance.")
        else:
            text = tr("Not checked with the farm yet: versions, plug-ins, render nodes, balance.")
        self._farm.setText(text)
        self._farm.setVisible(bool(text))

    def _chosen(self) -> None:
        self._tip = self._model.tip(self._view.currentIndex())
        self._tell_remedy()

    def _tell_remedy(self) -> None:
        tip, controller = self._tip, self._controller
        shown = tip is not None and bool(self._model.rowCount())
        self._box.setVisible(shown)
        if tip is None or not shown:
            return
        self._title.setText(tr(tip.message))
        advice = controller.farm.advice(tip.code, language())
        lines = []
        if advice is not None:
            lines = [tr("The farm says: {words}", words=advice.text)] if advice.text else []
            lines += [advice.solution] if advice.solution else []
        self._advice.setText("\n".join(lines))
        self._advice.setVisible(bool(lines))
        label = controller.fix_label(tip)
        self._fix.setText(tr("Fix: {what}", what=tr(label)))
        self._fix.setAccessibleName(self._fix.text())
        self._fix.setToolTip(tr("Changes the choices in this panel, never the scene"))
        self._fix.setVisible(bool(label))
        self._find_place(tip)
        ignored = controller.is_ignored(tip)
        self._ignore.setText(tr("Show again") if ignored else tr("Ignore"))
        self._ignore.setAccessibleName(self._ignore.text())
        self._ignore.setEnabled(tip.severity != ERROR)
        self._ignore.setToolTip(
            tr("An error cannot be ignored: the farm would refuse the job")
            if tip.severity == ERROR
            else tr("Remembered for this scene, until it is about something more")
        )

    def _find_place(self, tip: Tip) -> None:
        """Look for where a finding can be looked at, in steps: a scene may mention a hundred thousand files."""
        scene, index = self._controller.scene, self._view.currentIndex()
        if scene is None:
            self._finder.stop()
            self._take_place(NOT_ASKED, None)
            return
        asked = (id(scene), tip.code, str(index.data()) if index.parent().isValid() else "")
        if asked != self._placed[0]:
            self._take_place(asked, None)
            steps = look_for(scene, tip, asked[2])
            self._finder.start(
                steps, lambda place: self._take_place(asked, place), len(scene.references), at_once=False
            )

    def _take_place(self, asked: Asked, place: Optional[Place]) -> None:
        self._placed = (asked, place)
        self._look.setVisible(place is not None)
        selects = place is not None and place.where == NODE and isinstance(self._controller.host, SelectsNodes)
        self._look.setText(tr("Select node") if selects else tr("Show"))
        self._look.setAccessibleName(tr("Show where this is"))
        self._look.setToolTip(
            tr("Select {node} in the open scene", node=place.name)
            if selects and place is not None
            else tr("Show where this is")
        )

    def _do_fix(self) -> None:
        if self._tip is not None:
            self._controller.fix(self._tip)

    def _do_ignore(self) -> None:
        if self._tip is not None and self._tip.severity != ERROR:
            self._controller.ignore(self._tip, not self._controller.is_ignored(self._tip))

    def _do_show(self) -> None:
        place, host = self._placed[1], self._controller.host
        if place is None:
            return
        if place.where != NODE:
            self.place_wanted.emit(place.where, place.name)
        elif isinstance(host, SelectsNodes):
            self._controller.select_nodes((place.name,))
        else:
            self.place_wanted.emit("files", place.name)

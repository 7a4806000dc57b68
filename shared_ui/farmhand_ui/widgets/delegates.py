"""How cells are drawn and edited: refused texts outlined, cameras to tick, wrapped findings, a grid of frames."""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Sequence

from farmhand.scene.model import ERROR
from farmhand_ui.models import checks, targets
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.colours import colour, draw_severity, mixed


class TargetDelegate(QtWidgets.QStyledItemDelegate):
    """Texts are checked while they are typed; cameras open a checklist."""

    live_reason = QtCore.Signal(str)

    def createEditor(  # noqa: D102
        self, parent: QtWidgets.QWidget, option: Any, index: QtCore.QModelIndex
    ) -> Optional[QtWidgets.QWidget]:
        if index.column() == targets.CAMERAS:
            self._open_cameras(parent, option, index)
            return None
        editor = QtWidgets.QLineEdit(parent)
        editor.setObjectName("cellEditor")
        editor.setAccessibleName(tr(targets.HEADINGS[index.column()]))
        editor.setFrame(False)
        editor.setAutoFillBackground(True)
        column = index.column()
        editor.textEdited.connect(lambda text: self._check(editor, column, text))
        return editor

    def setModelData(self, editor: QtWidgets.QWidget, model: Any, index: QtCore.QModelIndex) -> None:  # noqa: D102
        rows = self.parent().rows_for(index.row())
        if len(rows) == 1 or editor.text() != index.data():  # else nothing was typed
            model.set_rows(rows, index.column(), editor.text())

    def paint(self, painter: QtGui.QPainter, option: Any, index: QtCore.QModelIndex) -> None:  # noqa: D102
        super().paint(painter, option, index)
        if index.column() == targets.LAYER:
            self._outline_box(painter, option, index)
        if index.data(targets.REFUSED_ROLE):
            painter.save()
            pen = QtGui.QPen(colour(ERROR))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def initStyleOption(self, option: Any, index: QtCore.QModelIndex) -> None:  # noqa: D102
        super().initStyleOption(option, index)
        if index.column() == targets.CAMERAS:
            option.textElideMode = QtCore.Qt.ElideRight
        if index.data(targets.CHANGED_ROLE):
            option.font.setBold(True)
        if not index.sibling(index.row(), targets.LAYER).data(QtCore.Qt.CheckStateRole):
            text = option.palette.color(QtGui.QPalette.Text)
            faint = mixed(text, option.palette.color(QtGui.QPalette.Base), 0.55)
            option.palette.setColor(QtGui.QPalette.Text, faint)

    def _outline_box(self, painter: QtGui.QPainter, option: Any, index: QtCore.QModelIndex) -> None:
        """Fusion draws an empty box in the colour of a dark table's ground; an outline makes it seen."""
        styled = QtWidgets.QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        style = styled.widget.style() if styled.widget is not None else QtWidgets.QApplication.style()
        box = style.subElementRect(QtWidgets.QStyle.SE_ItemViewItemCheckIndicator, styled, styled.widget)
        text, base = option.palette.color(QtGui.QPalette.Text), option.palette.color(QtGui.QPalette.Base)
        painter.save()
        painter.setPen(mixed(text, base, 0.5))
        painter.setBrush(QtCore.Qt.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.restore()

    def _check(self, editor: QtWidgets.QLineEdit, column: int, text: str) -> None:
        reason = targets.read_cell(column, text)[1]
        palette = QtGui.QPalette(QtWidgets.QApplication.palette(editor))
        if reason:
            palette.setColor(QtGui.QPalette.Text, colour(ERROR))
        editor.setPalette(palette)
        editor.setToolTip(reason)
        self.live_reason.emit(reason)

    def _open_cameras(self, parent: QtWidgets.QWidget, option: Any, index: QtCore.QModelIndex) -> None:
        model = index.model()
        target = model.target(index.row())
        place = QtCore.QPersistentModelIndex(index)

        def take(names: Sequence[str]) -> None:
            if place.isValid():
                model.set_rows(self.parent().rows_for(place.row()), place.column(), list(names))

        popup = Checklist(target.all_cameras or target.cameras, target.cameras, take, parent)
        popup.open_at(parent.mapToGlobal(option.rect.bottomLeft()), option.rect.width())


class Checklist(QtWidgets.QListWidget):
    """A popup with a box per camera; each tick counts at once. Escape or a click elsewhere closes it."""

    def __init__(
        self,
        names: Sequence[str],
        ticked: Sequence[str],
        take: Callable[[List[str]], None],
        parent: Optional[QtWidgets.QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowFlags(QtCore.Qt.Popup)
        self.setAttribute(QtCore.Qt.WA_DeleteOnClose)
        self.setObjectName("cameraPopup")
        self.setAccessibleName(tr("Cameras that render"))
        for name in names:
            item = QtWidgets.QListWidgetItem(name, self)
            item.setFlags(QtCore.Qt.ItemIsEnabled | QtCore.Qt.ItemIsSelectable | QtCore.Qt.ItemIsUserCheckable)
            item.setCheckState(QtCore.Qt.Checked if name in ticked else QtCore.Qt.Unchecked)
        self._take = take
        self.itemChanged.connect(self._tell)
        if names:
            self.setCurrentRow(0)

    def open_at(self, corner: QtCore.QPoint, width: int) -> None:
        """Show the list below a cell."""
        rows = min(10, max(1, self.count()))
        height = rows * max(self.sizeHintForRow(0), self.fontMetrics().height() + 4) + 2 * self.frameWidth() + 4
        self.setGeometry(QtCore.QRect(corner, QtCore.QSize(max(width, self.sizeHintForColumn(0) + 28), height)))
        self.show()
        self.setFocus()

    def _tell(self, *_: object) -> None:
        items = [self.item(row) for row in range(self.count())]
        self._take([item.text() for item in items if item.checkState() == QtCore.Qt.Checked])


class FindingDelegate(QtWidgets.QStyledItemDelegate):
    """A finding with its sign, the message wrapped at the column's width."""

    def __init__(self, view: QtWidgets.QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: Any, index: QtCore.QModelIndex) -> QtCore.QSize:  # noqa: D102
        metrics = self._view.fontMetrics()
        if not index.data(checks.SEVERITY_ROLE):
            return QtCore.QSize(0, metrics.height() + 6)
        width = max(80, self._view.viewport().width() - self._left(metrics) - 8)
        area = metrics.boundingRect(QtCore.QRect(0, 0, width, 10000), int(QtCore.Qt.TextWordWrap), index.data())
        return QtCore.QSize(0, max(area.height(), metrics.height()) + 12)

    def paint(self, painter: QtGui.QPainter, option: Any, index: QtCore.QModelIndex) -> None:  # noqa: D102
        severity = index.data(checks.SEVERITY_ROLE)
        if not severity:
            option.textElideMode = QtCore.Qt.ElideMiddle
            super().paint(painter, option, index)
            return
        styled = QtWidgets.QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        text, styled.text = styled.text, ""
        style = self._view.style()
        style.drawControl(QtWidgets.QStyle.CE_ItemViewItem, styled, painter, self._view)
        metrics = self._view.fontMetrics()
        side = metrics.height()
        area = styled.rect.adjusted(2, 6, -6, -6)
        painter.save()
        painter.setRenderHint(QtGui.QPainter.Antialiasing)
        draw_severity(painter, QtCore.QRectF(area.left(), area.top(), side, side), severity)
        chosen = bool(styled.state & QtWidgets.QStyle.State_Selected)
        role = QtGui.QPalette.HighlightedText if chosen else QtGui.QPalette.Text
        ink = styled.palette.color(role)
        if index.data(checks.IGNORED_ROLE):
            ink = mixed(ink, styled.palette.color(QtGui.QPalette.Highlight if chosen else QtGui.QPalette.Base), 0.55)
        painter.setPen(ink)
        painter.drawText(area.adjusted(side + 8, 0, 0, 0), int(QtCore.Qt.TextWordWrap), text)
        painter.restore()

    def _left(self, metrics: QtGui.QFontMetrics) -> int:
        return self._view.indentation() + metrics.height() + 16

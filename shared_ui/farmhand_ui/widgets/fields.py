"""Editors tied to one choice or one setting each: what is typed counts at once, what changes elsewhere is shown, and a
field that differs from its default says so by a small button that takes it back.
"""

from __future__ import annotations

from typing import Any, Callable, NamedTuple, Optional, Tuple

from farmhand_ui.qt import QtCore, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.labels import heading

HOUR = 3600.0


class Kind(NamedTuple):
    """How a kind of editor is read, filled and heard."""

    read: Callable[[Any], Any]
    fill: Callable[[Any, Any], None]
    signal: str


def _fill_combo(combo: QtWidgets.QComboBox, value: Any) -> None:
    combo.setCurrentIndex(max(0, combo.findData(value)))


KINDS: Tuple[Tuple[type, Kind], ...] = (
    (
        QtWidgets.QLineEdit,
        Kind(lambda line: line.text().strip(), lambda line, text: line.setText(str(text)), "editingFinished"),
    ),
    (QtWidgets.QComboBox, Kind(lambda combo: combo.currentData(), _fill_combo, "currentIndexChanged")),
    (
        QtWidgets.QAbstractSpinBox,
        Kind(lambda spin: spin.value(), lambda spin, number: spin.setValue(number), "valueChanged"),
    ),
    (QtWidgets.QAbstractButton, Kind(lambda box: box.isChecked(), lambda box, on: box.setChecked(bool(on)), "toggled")),
)


class Field(QtCore.QObject):
    """One editor and the button beside it that takes it back to its default.

    Args:
        editor: A line, combo, spin box or check box. Becomes the field's parent.
        get: The present value.
        put: Takes a new one.
        is_default: Whether the present value is what it would be without the user.
        reset: Takes the value back; where not given the field has no button.
    """

    def __init__(
        self,
        editor: QtWidgets.QWidget,
        get: Callable[[], Any],
        put: Callable[[Any], Any],
        is_default: Callable[[], bool],
        reset: Optional[Callable[[], Any]] = None,
    ) -> None:
        super().__init__(editor)
        self.editor = editor
        self._get, self._put, self._is_default = get, put, is_default
        self._kind = next(kind for cls, kind in KINDS if isinstance(editor, cls))
        self._filling = self._typing = False
        self.button = reset_button(editor)
        self.button.clicked.connect(lambda *_: reset() if reset is not None else None)
        self._can_reset = reset is not None
        getattr(editor, self._kind.signal).connect(self._changed)
        if isinstance(editor, QtWidgets.QLineEdit):
            editor.textEdited.connect(self._begin_typing)
        self.show_value()

    def show_value(self, *_: object) -> None:
        """Show the present value; what is being typed stays."""
        value = self._get()
        self.button.setVisible(self._can_reset and not self._is_default())
        if self._typing:
            return
        if self._kind.read(self.editor) != value:
            self._filling = True
            self._kind.fill(self.editor, value)
            self._filling = False

    def _begin_typing(self, *_: object) -> None:
        self._typing = True

    def _changed(self, *_: object) -> None:
        if self._filling:
            return
        self._typing = False
        value = self._kind.read(self.editor)
        if value != self._get():
            self._put(value)
        self.show_value()


class Form(QtWidgets.QWidget):
    """Sections of labelled fields below each other; a field's own problem stands below it."""

    def __init__(self, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.rows = QtWidgets.QFormLayout(self)
        self.rows.setContentsMargins(12, 8, 12, 12)
        self.rows.setHorizontalSpacing(12)
        self.rows.setVerticalSpacing(6)
        self.rows.setFieldGrowthPolicy(QtWidgets.QFormLayout.AllNonFixedFieldsGrow)
        self.rows.setLabelAlignment(QtCore.Qt.AlignRight | QtCore.Qt.AlignVCenter)
        self.rows.setRowWrapPolicy(QtWidgets.QFormLayout.WrapLongRows)

    def section(self, text: str) -> None:
        """Begin a section."""
        label = heading(text)
        label.setContentsMargins(0, 12 if self.rows.rowCount() else 0, 0, 2)
        self.rows.addRow(label)

    def add(
        self,
        text: str,
        field: Field,
        name: str,
        tip: str = "",
        *beside: QtWidgets.QWidget,
        holder: Optional[QtWidgets.QWidget] = None,
    ) -> QtWidgets.QLabel:
        """Add a field in a row of its own; returns its label.

        Args:
            text: The label; empty for a check box, which has its own.
            field: The field.
            name: Its object name.
            tip: What it does, for the tooltip.
            beside: Further widgets in the row, before the button.
            holder: What the editor lies in already, as a line in its combo box.
        """
        row = line_of(text, field, name, tip, *beside, holder=holder)
        label = QtWidgets.QLabel(text)
        label.setBuddy(field.editor)
        label.setToolTip(tip)
        self.rows.addRow(label, row)
        return label

    def add_widget(self, widget: QtWidgets.QWidget) -> None:
        """Add a widget over the whole width."""
        self.rows.addRow(widget)

    def add_below(self, widget: QtWidgets.QWidget) -> None:
        """Add a widget in the column of the editors."""
        self.rows.setWidget(self.rows.rowCount(), QtWidgets.QFormLayout.FieldRole, widget)


def line_of(
    text: str,
    field: Field,
    name: str,
    tip: str,
    *beside: QtWidgets.QWidget,
    holder: Optional[QtWidgets.QWidget] = None,
) -> QtWidgets.QHBoxLayout:
    """A field, what stands beside it and its button in one line; for the arguments see `Form.add`."""
    editor = field.editor
    name_field(editor, name, text or str(editor.property("text") or name), tip)
    name_field(field.button, name + "Reset", tr("Back to the default: {field}", field=editor.accessibleName()), "")
    field.button.setToolTip(field.button.accessibleName())
    row = QtWidgets.QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(holder or editor, 1)
    for widget in beside:
        row.addWidget(widget)
    row.addWidget(field.button)
    return row


def browse_button(name: str, accessible: str) -> QtWidgets.QPushButton:
    """The button beside a path that lets one choose it."""
    made = QtWidgets.QPushButton(tr("Choose…"))
    made.setAutoDefault(False)
    name_field(made, name, accessible, "")
    return made


def reset_button(parent: QtWidgets.QWidget) -> QtWidgets.QToolButton:
    """The button beside a field that takes it back to its default; its place is kept while it is hidden.

    Args:
        parent: What it belongs to until it is laid out: what shows without a parent is a window.
    """
    button = QtWidgets.QToolButton(parent)
    button.setText("↺")
    button.setAutoRaise(True)
    keep_place(button, True)
    return button


def beside_first_line(label: QtWidgets.QLabel, box: QtWidgets.QWidget) -> None:
    """Let the label of a form's row of several lines stand beside the first one, which is as high as `box`.

    By itself a form keeps 7/4 of a label's height for it, and centres its text there.
    """
    label.setAlignment(QtCore.Qt.AlignLeft | QtCore.Qt.AlignTop)
    label.setContentsMargins(0, max(0, (box.sizeHint().height() - label.sizeHint().height()) // 2), 0, 0)


def keep_place(widget: QtWidgets.QWidget, on: bool) -> None:
    """Whether a widget's place stays empty while it is hidden."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(on)
    widget.setSizePolicy(policy)


def name_field(widget: QtWidgets.QWidget, name: str, accessible: str, tip: str) -> None:
    """Give a widget its object name, what a screen reader says, and its tooltip."""
    widget.setObjectName(name)
    widget.setAccessibleName(accessible)
    widget.setToolTip(tip)


def combo(*items: Tuple[Any, str]) -> QtWidgets.QComboBox:
    """A combo box of values and texts, which asks for little width and is not turned by a wheel that scrolls past."""
    made = CalmComboBox()
    made.setMinimumContentsLength(8)
    made.setSizeAdjustPolicy(QtWidgets.QComboBox.AdjustToMinimumContentsLengthWithIcon)
    for value, text in items:
        made.addItem(text, value)
    return made


def refill(box: QtWidgets.QComboBox, items: Tuple[Tuple[Any, str, str], ...], value: Any) -> None:
    """Give a combo box other items (value, text, tooltip) without anybody hearing of it."""
    wanted = [(data, text) for data, text, _ in items]
    present = [(box.itemData(place), box.itemText(place)) for place in range(box.count())]
    blocked = box.blockSignals(True)
    if wanted != present:
        box.clear()
        for place, (data, text, tip) in enumerate(items):
            box.addItem(text, data)
            box.setItemData(place, tip, QtCore.Qt.ToolTipRole)
    box.setCurrentIndex(max(0, box.findData(value)))
    box.blockSignals(blocked)


def spin(low: int, high: int, suffix: str = "", special: str = "", step: int = 1) -> QtWidgets.QSpinBox:
    """A spin box for whole numbers; `special` stands for the lowest."""
    made = CalmSpinBox()
    made.setRange(low, high)
    made.setSuffix(suffix)
    made.setSpecialValueText(special)
    made.setSingleStep(step)
    made.setKeyboardTracking(False)
    return made


def hours(low: float, high: float, special: str = "") -> QtWidgets.QDoubleSpinBox:
    """A spin box for hours; `special` stands for the lowest."""
    made = CalmDoubleSpinBox()
    made.setDecimals(2)
    made.setRange(low, high)
    made.setSuffix(" " + tr("h"))
    made.setSpecialValueText(special)
    made.setKeyboardTracking(False)
    return made


class _Calm:
    """Only an editor that has the focus listens to the wheel; otherwise scrolling a form would change it."""

    def wheelEvent(self, event: Any) -> None:
        """Pass the wheel on to the form."""
        if self.hasFocus():  # type: ignore[attr-defined]
            super().wheelEvent(event)  # type: ignore[misc]
        else:
            event.ignore()


class CalmComboBox(_Calm, QtWidgets.QComboBox):
    """A combo box in a form that scrolls."""


class CalmSpinBox(_Calm, QtWidgets.QSpinBox):
    """A spin box in a form that scrolls."""


class CalmDoubleSpinBox(_Calm, QtWidgets.QDoubleSpinBox):
    """A spin box for fractions in a form that scrolls; a whole number shows as one."""

    def textFromValue(self, value: float) -> str:  # noqa: D102
        return "%g" % round(value, 2)

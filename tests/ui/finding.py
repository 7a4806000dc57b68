"""Finding widgets of a panel by their names."""

from __future__ import annotations

from Qt import QtWidgets

WAIT = 20000


def find(panel, name, kind=QtWidgets.QWidget):
    found = panel.findChild(kind, name)
    assert found is not None, name
    return found


def line(panel, name):
    return find(panel, name, QtWidgets.QLineEdit)


def box(panel, name):
    return find(panel, name, QtWidgets.QComboBox)


def button(panel, name):
    return find(panel, name, QtWidgets.QAbstractButton)


def choose(panel, name, value):
    """Choose a combo box's item by its data, as a user does."""
    combo = box(panel, name)
    place = combo.findData(value)
    assert place >= 0, (value, [combo.itemData(place) for place in range(combo.count())])
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def texts(combo):
    return [combo.itemText(place) for place in range(combo.count())]

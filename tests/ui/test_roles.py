"""The numbers by which models answer are Qt's own."""

from Qt import QtCore

from farmhand_ui.models import roles


def test_the_numbers_are_qts():
    names = {
        "DISPLAY": "DisplayRole", "EDIT": "EditRole", "TOOLTIP": "ToolTipRole", "ALIGNMENT": "TextAlignmentRole",
        "CHECK": "CheckStateRole", "SPOKEN": "AccessibleTextRole",
    }  # fmt: skip
    assert {name for name in vars(roles) if name.isupper()} == set(names)
    for name, of_qt in names.items():
        assert getattr(roles, name) == int(getattr(QtCore.Qt, of_qt)), name

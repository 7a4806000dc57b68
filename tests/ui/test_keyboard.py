"""Everything that can be clicked is reached by the keyboard, in an order that one expects, and says what it is."""

import pytest
from finding import WAIT, button, find, line
from Qt import QtCore, QtWidgets

from farmhand_ui.panel import PAGES

SAME_ROW = 8
"""Pixels by which the middles of two controls in one row may differ."""
KINDS = (QtWidgets.QAbstractButton, QtWidgets.QLineEdit, QtWidgets.QComboBox, QtWidgets.QAbstractSpinBox)
OWNERS = (QtWidgets.QTabBar, QtWidgets.QAbstractItemView, QtWidgets.QAbstractSpinBox, QtWidgets.QLineEdit)


def controls(panel):
    """What a user can operate on the page that is in front."""
    for widget in panel.findChildren(QtWidgets.QWidget):
        inner = widget.objectName().startswith("qt_") or isinstance(widget.parent(), OWNERS)
        if isinstance(widget, KINDS) and not inner and widget.isVisibleTo(panel):
            yield widget


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_control_of_every_page_has_a_name_for_screen_readers(qtbot, panel, language):
    panel.change_language(language)
    submit = {"en": "Submit", "zh": "提交"}[language]
    qtbot.waitUntil(lambda: button(panel, "submitButton").text() == submit, timeout=WAIT)
    panel.controller.set_choice(tiles=4)
    seen = set()
    for page in PAGES:
        panel.show_page(page)
        if page == "settings":
            button(panel, "signInToggle").setChecked(True)
            button(panel, "presetSave").setChecked(True)
        for widget in controls(panel):
            assert widget.objectName(), (page, widget)
            assert widget.accessibleName(), (page, widget.objectName())
            seen.add(widget.objectName())
    assert {"accessKey", "tiles", "presetName", "ignoreButton", "submitButton"} <= seen


@pytest.mark.parametrize("page", PAGES)
def test_the_tab_key_reaches_every_control_from_the_top_down(qtbot, panel, page):
    panel.show_page(page)
    QtWidgets.QApplication.processEvents()
    reached, widget = [], panel.nextInFocusChain()
    while widget is not panel:
        reached.append(widget)
        widget = widget.nextInFocusChain()
    for control in controls(panel):
        assert control in reached
        assert control.focusPolicy() & QtCore.Qt.TabFocus or control.focusProxy() is not None, control.objectName()
    shown = [control for control in reached if control in set(controls(panel))]
    assert [control.objectName() for control in shown][0] == "refreshButton"
    assert [control.objectName() for control in shown][-2:] == ["testButton", "submitButton"]
    inside = [control for control in shown if find(panel, page + "Page").isAncestorOf(control)]
    tops = [control.mapTo(panel, QtCore.QPoint(0, control.height() // 2)).y() for control in inside]
    assert all(after >= before - SAME_ROW for before, after in zip(tops, tops[1:])), list(zip(inside, tops))


def test_pages_and_actions_have_keys(qtbot, panel, host):
    """Pressed by their own signal: off screen no window is active, and keys do not wake shortcuts."""
    keys = {item.key().toString(): item for item in panel.findChildren(QtWidgets.QShortcut)}
    pages = find(panel, "pages", QtWidgets.QTabWidget)
    for place in reversed(range(len(PAGES))):
        keys["Ctrl+%d" % (place + 1)].activated.emit()
        assert pages.currentIndex() == place
    keys["F5"].activated.emit()
    qtbot.waitUntil(lambda: host.analyses == 2 and panel.controller.state == "ready", timeout=WAIT)
    assert "Ctrl+Return" in keys


def test_the_form_to_sign_in_is_filled_and_sent_by_keys_alone(qtbot, panel):
    panel.show_page("settings")
    toggle = button(panel, "signInToggle")
    toggle.setFocus()
    qtbot.keyClick(toggle, QtCore.Qt.Key_Space)
    assert line(panel, "accessId").isVisible()
    qtbot.keyClicks(line(panel, "accessId"), "id")
    qtbot.keyClicks(line(panel, "accessKey"), "key")
    tried = []
    panel.controller.accounts.sign_in = lambda account, key: tried.append((account.access_id, key))
    qtbot.keyClick(line(panel, "accessKey"), QtCore.Qt.Key_Return)
    assert tried == [("id", "key")]

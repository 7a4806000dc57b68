"""The first page and the first picture wait for nothing else; the rest is there a moment later."""

from finding import WAIT, find
from Qt import QtWidgets

from farmhand_ui.panel import PAGES, Panel


def made(panel):
    """The pages that are there."""
    return [name for name in PAGES if panel.findChild(QtWidgets.QWidget, name + "Page") is not None]


def test_one_page_is_made_and_nothing_runs_before_the_first_picture(qtbot, controller, host):
    panel = Panel(controller)
    qtbot.addWidget(panel)
    assert made(panel) == ["scene"]
    panel.show()
    panel.start()
    assert made(panel) == ["scene"] and host.analyses == 0 and not controller._runner._errands
    qtbot.waitUntil(lambda: made(panel) == list(PAGES), timeout=WAIT)
    qtbot.waitUntil(lambda: controller.state == "ready" and bool(controller.account), timeout=WAIT)
    assert host.analyses == 1


def test_a_panel_that_does_not_show_works_at_once(qtbot, controller, host):
    """A dock that is restored behind another tab."""
    panel = Panel(controller)
    qtbot.addWidget(panel)
    panel.start()
    qtbot.waitUntil(lambda: controller.state == "ready", timeout=WAIT)
    assert host.analyses == 1


def test_a_page_that_is_wanted_is_made_at_once_and_only_once(qtbot, controller):
    panel = Panel(controller)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_page("settings")
    page = find(panel, "settingsPage")
    assert page.isVisible() and made(panel) == ["scene", "settings"]
    panel.make_pages()
    assert made(panel) == list(PAGES) and find(panel, "settingsPage") is page
    assert len(panel.findChildren(QtWidgets.QWidget, "settingsPage")) == 1


def test_another_language_keeps_the_page_in_front_and_makes_the_rest_later(qtbot, controller):
    panel = Panel(controller)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_page("tasks")
    panel.change_language("zh")
    qtbot.waitUntil(lambda: find(panel, "submitButton").text() == "提交", timeout=WAIT)
    assert find(panel, "tasksPage").isVisible()
    qtbot.waitUntil(lambda: made(panel) == list(PAGES), timeout=WAIT)

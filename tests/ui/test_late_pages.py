"""The first page and the first picture wait for nothing else; the rest is there a moment later, made in small steps."""

import collections
import importlib

import pytest
from finding import WAIT, box, button, find
from Qt import QtCore, QtWidgets

from farmhand_ui.panel import PAGES, Panel

LATE = PAGES[1:]
CLASSES = {name: name.capitalize() + "Page" for name in LATE}


def made(panel):
    """The pages that are there, whole."""
    tabs = find(panel, "pages", QtWidgets.QTabWidget)
    there = [tabs.widget(place).findChild(QtWidgets.QWidget, name + "Page") for place, name in enumerate(PAGES)]
    return [name for name, page in zip(PAGES, there) if page is not None]


def half_made(panel, name, count=1):
    """Go on with the pages, one step after the other, until this one is begun and not whole; returns its widget."""
    while panel.findChild(QtWidgets.QWidget, name + "Page") is None:
        panel._tabs._make_next()
    for _ in range(count):
        panel._tabs._make_next()
    page = find(panel, name + "Page")
    assert name not in made(panel) and not page.isVisible()
    return page


@pytest.fixture
def begun(monkeypatch):
    """How often each class of a page was made."""
    counted = collections.Counter()
    for name, title in CLASSES.items():
        cls = getattr(importlib.import_module("farmhand_ui.pages.%s_page" % name), title)

        def counting(page, *args, _made=cls.__init__, _name=name):
            counted[_name] += 1
            _made(page, *args)

        monkeypatch.setattr(cls, "__init__", counting)
    return counted


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


def names_of(page):
    """How often each name occurs on a page."""
    return collections.Counter(widget.objectName() for widget in page.findChildren(QtWidgets.QWidget))


@pytest.mark.parametrize("name", LATE)
def test_a_page_that_is_half_made_is_made_to_its_end_when_it_is_wanted(qtbot, ready, begun, name):
    panels = [Panel(ready), Panel(ready)]
    for panel in panels:
        qtbot.addWidget(panel)
        panel.show()
    page = half_made(panels[0], name)
    for panel in panels:
        panel.show_page(name)
    assert find(panels[0], name + "Page") is page and page.isVisible()
    assert names_of(page) == names_of(find(panels[1], name + "Page"))
    panels[0].make_pages()
    assert begun[name] == 2  # one in each panel


def test_no_step_makes_a_page_twice_and_none_makes_a_whole_page(qtbot, ready, begun):
    panel = Panel(ready)
    qtbot.addWidget(panel)
    panel.show()
    there, heard = [], []
    panel._tabs.made.connect(lambda page: heard.extend([page]))  # PySide2 of 3.7 wants a hash; a list's method has none
    steps = collections.Counter()
    while made(panel) != list(PAGES):
        name = next(name for name in PAGES if name not in made(panel))
        panel._tabs._make_next()
        steps[name] += 1
        there += [name for name in made(panel) if name not in there]
    assert there == list(PAGES) and len(heard) == len(LATE)
    assert begun == dict.fromkeys(LATE, 1)
    assert all(steps[name] > 2 for name in LATE), steps
    panel._tabs._make_next()
    assert begun == dict.fromkeys(LATE, 1)


def test_a_page_whose_step_fails_is_made_anew(qtbot, ready, monkeypatch):
    from farmhand_ui.pages import tasks_page

    def failing(page):
        raise RuntimeError("no list")

    panel = Panel(ready)
    qtbot.addWidget(panel)
    with monkeypatch.context() as broken:
        broken.setattr(tasks_page.TasksPage, "_recent", failing)
        with pytest.raises(RuntimeError, match="no list"):
            panel._tabs.page("tasks")
    panel._tabs.page("tasks")
    assert "tasks" in made(panel)


def test_another_page_that_is_wanted_meanwhile_leaves_each_in_one_piece_for_the_tab_key(qtbot, ready):
    panel = Panel(ready)
    qtbot.addWidget(panel)
    panel.show()
    half_made(panel, "settings", 5)
    panel.show_page("tasks")
    panel.make_pages()
    owners, widget = [], panel.nextInFocusChain()
    while widget is not panel:
        owner = next((name for name in PAGES if find(panel, name + "Page").isAncestorOf(widget)), "")
        if widget.focusPolicy() & QtCore.Qt.TabFocus and owners[-1:] != [owner]:
            owners.append(owner)
        widget = widget.nextInFocusChain()
    assert sorted(name for name in owners if name) == sorted(PAGES)
    assert owners[-1] == ""  # what is below every page


def test_a_panel_that_closes_meanwhile_makes_nothing_more(qtbot, ready, begun):
    panel = Panel(ready)
    panel.show()
    panel._tabs.make_rest()
    page = half_made(panel, "checks", 1)
    gone = []
    page.destroyed.connect(lambda *_: gone.append(True))
    panel.close()
    assert not panel._tabs._later.isActive()
    before = dict(begun)
    panel.deleteLater()
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT)  # what was half made goes with the rest
    assert begun == before


def test_another_language_meanwhile_makes_every_page_in_it_and_only_once(qtbot, ready):
    panel = Panel(ready)
    qtbot.addWidget(panel)
    panel.show()
    half_made(panel, "settings", 5)
    panel.change_language("zh")
    qtbot.waitUntil(lambda: find(panel, "submitButton").text() == "提交", timeout=WAIT)
    panel.make_pages()
    assert box(panel, "ram").accessibleName() == "内存"

    def left():
        return [name for name in LATE if len(panel.findChildren(QtWidgets.QWidget, name + "Page")) != 1]

    qtbot.waitUntil(lambda: not left(), timeout=WAIT)  # the old ones are deleted with the next event


def test_no_part_of_the_panel_ever_shows_as_a_window(qtbot, qapp, ready):
    """A widget that shows before it has a parent is a window for a moment, with a frame and a place in the task bar."""

    class Listener(QtCore.QObject):
        shown = []

        def eventFilter(self, watched, event):
            if event.type() == QtCore.QEvent.Show and isinstance(watched, QtWidgets.QWidget) and watched.isWindow():
                self.shown.append(watched.objectName() or type(watched).__name__)
            return False

    listener = Listener()
    qapp.installEventFilter(listener)
    ready.set_choice(tiles=4, tile_kind="strip", ram=128, isolation="user", isolation_user="7")
    ready.set_choice(plugins={"mtoa": "5.3.0"})
    panel = Panel(ready)
    qtbot.addWidget(panel)
    panel.show()
    panel.make_pages()
    panel.show_page("settings")
    ready.set_choice(tile_kind="block")
    ready.set_choice(tile_kind="strip")
    assert button(panel, "tilesReset").isVisible()
    qapp.removeEventFilter(listener)
    assert listener.shown == ["farmhandPanel"]
    buttons = [item for item in panel.findChildren(QtWidgets.QToolButton) if item.isVisibleTo(panel)]
    nameless = [type(item.parent()).__name__ for item in buttons if not item.objectName()]
    assert not nameless  # the button of a field without one of its own


def test_a_picture_of_the_panel_is_taken_while_a_page_is_half_made(qtbot, ready):
    """Taking one tells every child of its size at last, however much of it is there."""
    panel = Panel(ready)
    qtbot.addWidget(panel)
    panel.show()
    while len(made(panel)) < len(PAGES):
        panel._tabs._make_next()
        for name in PAGES:
            for page in panel.findChildren(QtWidgets.QWidget, name + "Page"):
                page.resize(page.width() + 1, page.height())
        assert not panel.grab().isNull()


def test_hidden_settings_take_over_what_changed_when_they_show(qtbot, panel):
    panel.show_page("settings")
    panel.show_page("scene")
    panel.controller.set_choice(hardware_id="999")
    assert box(panel, "hardware").currentData() != "999"
    panel.show_page("settings")
    assert box(panel, "hardware").currentData() == "999"

"""The panel itself: header, messages, pages and footer around one controller.

A language switch builds the widgets anew: their texts are made once, when they are built, and the controller keeps
everything that must not be lost.
"""

from __future__ import annotations

from functools import partial
from typing import Dict, Optional

from farmhand.scene.model import ERROR, WARNING
from farmhand_ui.controller import SUBMITTING, WATCHING, Controller
from farmhand_ui.messages import (
    CONNECT,
    INFO,
    MODIFIED,
    OPEN_FOLDER,
    REFRESH,
    RESUME,
    SAVE,
    SAVE_AND_SUBMIT,
    SHOW_TASK,
    SIGN_IN,
    UNSAVED,
)
from farmhand_ui.notifying import Notifier
from farmhand_ui.pages.scene_page import ScenePage
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.translations import language, language_for, set_language, tr
from farmhand_ui.widgets.colours import severity_icon
from farmhand_ui.widgets.footer import Footer
from farmhand_ui.widgets.header import Header
from farmhand_ui.widgets.late_pages import PAUSE_MS, LatePages, Making
from farmhand_ui.widgets.message_bar import MessageBar
from farmhand_ui.wording import count_text

MINIMUM_WIDTH = 440
UNPAINTED_MS = 300
"""How long the work waits for the first picture of a panel that shows."""
PAGES = ("scene", "files", "checks", "settings", "tasks")
_MODULES = {
    page: tuple("farmhand_ui." + name for name in names.split())
    for page, names in {
        "files": "models.file_rows models.files widgets.files_view pages.files_page",
        "checks": "pages.checks_page",
        "settings": "widgets.fields pages.account_section pages.job_section pages.nodes_section pages.preset_row "
        "pages.settings_page",
        "tasks": "models.tasks widgets.frame_chart widgets.frame_grid widgets.transfer_card pages.task_view "
        "pages.tasks_page",
    }.items()
}
"""Page -> what is imported for it, in an order in which each import is a small one."""


class Panel(QtWidgets.QWidget):
    """A widget for a dock, a window or a DCC's own panel.

    Args:
        controller: What it shows. The panel closes it in `shut_down`.
    """

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("farmhandPanel")
        self.setMinimumWidth(MINIMUM_WIDTH)
        self.controller = controller
        self._before = controller.state
        self._painted = False
        self._wanted = False
        set_language(language_for(str(controller.setting("language"))))
        self._layout = QtWidgets.QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._body = QtWidgets.QWidget()
        self._build()
        controller.state_changed.connect(self._state_changed)
        controller.choices_changed.connect(self._badges)
        controller.scene_changed.connect(self._badges)
        controller.message_changed.connect(self._show_message)
        controller.modified_changed.connect(self._show_modified)
        icon = self.windowIcon()
        self._notifier = Notifier(controller, self, severity_icon(INFO) if icon.isNull() else icon)
        self._shortcuts()
        QtWidgets.QApplication.instance().aboutToQuit.connect(self.shut_down)

    def start(self) -> None:
        """Look at the scene and log in: when the panel was painted, where it shows, else now.

        Not done by the constructor, so that a DCC can restore a layout quickly.
        """
        self._wanted = True
        if self.isVisible() and not self._painted:
            QtCore.QTimer.singleShot(UNPAINTED_MS, self._begin)  # it may be covered
        else:
            self._begin()

    def shut_down(self) -> bool:
        """Stop everything; returns whether every worker has ended within the time."""
        self._notifier.close()
        self._tabs.rest()
        return self.controller.close()

    def show_page(self, name: str) -> None:
        """Bring a page to the front: `scene`, `files`, `checks`, `settings` or `tasks`."""
        self._tabs.setCurrentIndex(PAGES.index(name))

    def make_pages(self) -> None:
        """Make the pages that were not looked at yet; by itself the panel does that soon after it shows."""
        self._tabs.make_all()

    def show_place(self, page: str, name: str) -> None:
        """Bring a page to the front, and on it what has this name: a target, a file."""
        self.show_page(page)
        if page == "scene" and name:
            self._tabs.page("scene").show_target(name)
        elif page == "files" and name:
            search = self.findChild(QtWidgets.QLineEdit, "filesFilter")
            if search is not None:
                search.setText(name)

    def change_language(self, setting: str) -> None:
        """Speak `en` or `zh`, or for an empty text as the system does, from now on."""
        self.controller.change_setting("language", setting)
        wanted = language_for(setting)
        if wanted != language():
            set_language(wanted)
            QtCore.QTimer.singleShot(0, self._build_anew)

    def sizeHint(self) -> QtCore.QSize:  # noqa: D102
        return QtCore.QSize(480, 760)

    def changeEvent(self, event: QtCore.QEvent) -> None:  # noqa: D102
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.ActivationChange and self.isActiveWindow():
            self.controller.check_modified()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:  # noqa: D102
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QtCore.QTimer.singleShot(PAUSE_MS, self._begin)

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:  # noqa: D102
        self.shut_down()
        super().closeEvent(event)

    def _begin(self) -> None:
        """What need not be there for the first picture."""
        self._tabs.make_rest()
        wanted, self._wanted = self._wanted, False
        if wanted:
            self.controller.start()

    def _build(self) -> None:
        page = self._tabs.currentIndex() if hasattr(self, "_tabs") else 0
        old, self._body = self._body, QtWidgets.QWidget()
        self._message_bar = MessageBar("messageBar")
        self._message_bar.acted.connect(self._act)
        self._message_bar.dismissed.connect(lambda: self.controller.tell(None))
        self._modified_bar = MessageBar("modifiedBar", closable=False)
        self._modified_bar.acted.connect(self._act)
        footer = Footer(self.controller)
        footer.page_wanted.connect(self.show_page)
        column = QtWidgets.QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Header(self.controller))
        column.addWidget(self._modified_bar)
        column.addWidget(self._message_bar)
        column.addWidget(self._make_tabs(PAGES[page]), 1)
        column.addWidget(footer)
        self._layout.addWidget(self._body)
        self._layout.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._tabs.made.connect(footer.follow)
        self._tabs.currentChanged.connect(lambda place: footer.show_page(PAGES[place]))
        footer.show_page(PAGES[page])
        self._badges()
        self._show_message()
        self._show_modified(self.controller.modified)

    def _build_anew(self) -> None:
        self._tabs.rest()
        self._build()
        self._tabs.make_rest()

    def _make_tabs(self, front: str) -> LatePages:
        makers = (self._make_scene, self._make_files, self._make_checks, self._make_settings, self._make_tasks)
        self._tabs = LatePages(dict(zip(PAGES, makers)), _MODULES)
        self._tabs.setObjectName("pages")
        self._tabs.setAccessibleName(tr("Pages"))
        self._tabs.setDocumentMode(True)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.page(front)
        self.show_page(front)
        return self._tabs

    def _make_scene(self, parent: QtWidgets.QWidget) -> Making:
        page = ScenePage(self.controller, parent)
        yield from page.sections()
        return page

    def _make_files(self, parent: QtWidgets.QWidget) -> Making:
        from farmhand_ui.pages.files_page import FilesPage

        page = FilesPage(self.controller, parent)
        yield from page.sections()
        return page

    def _make_checks(self, parent: QtWidgets.QWidget) -> Making:
        from farmhand_ui.pages.checks_page import ChecksPage

        page = ChecksPage(self.controller, parent)
        yield from page.sections()
        page.place_wanted.connect(self.show_place)
        return page

    def _make_settings(self, parent: QtWidgets.QWidget) -> Making:
        from farmhand_ui.pages.settings_page import SettingsPage

        page = SettingsPage(self.controller, parent)
        yield from page.sections()
        page.language_wanted.connect(self.change_language)
        return page

    def _make_tasks(self, parent: QtWidgets.QWidget) -> Making:
        from farmhand_ui.pages.tasks_page import TasksPage

        page = TasksPage(self.controller, parent)
        yield from page.sections()
        return page

    def _titles(self) -> Dict[str, str]:
        scene = self.controller.scene
        files, problems = len(scene.assets) if scene is not None else 0, self.controller.problems
        return {
            "scene": tr("Scene"),
            "files": tr("Files") + (" " + count_text(files) if files else ""),
            "checks": tr("Checks") + (" " + count_text(len(problems)) if problems else ""),
            "settings": tr("Settings"),
            "tasks": tr("Tasks"),
        }

    def _badges(self) -> None:
        """A count where there is something, a sign where something wants attention."""
        job = self.controller.job
        severities = {tip.severity for tip in self.controller.problems}
        signs = {
            "files": WARNING if job is not None and job.missing else "",
            "checks": ERROR if ERROR in severities else WARNING if severities else "",
        }
        for place, (name, title) in enumerate(self._titles().items()):
            self._tabs.setTabText(place, title)
            self._tabs.setTabIcon(place, severity_icon(signs[name]) if signs.get(name) else QtGui.QIcon())

    def _shortcuts(self) -> None:
        keys = [("F5", self.controller.refresh), ("Ctrl+Return", self.controller.submit)]
        keys.extend(("Ctrl+%d" % place, partial(self.show_page, name)) for place, name in enumerate(PAGES, 1))
        for key, action in keys:
            shortcut = QtWidgets.QShortcut(QtGui.QKeySequence(key), self)
            shortcut.setContext(QtCore.Qt.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _state_changed(self, state: str) -> None:
        if state == WATCHING and self._before == SUBMITTING:
            self.show_page("tasks")
        self._before = state

    def _show_message(self) -> None:
        self._message_bar.show_message(self.controller.message)

    def _show_modified(self, modified: bool) -> None:
        self._modified_bar.show_message(UNSAVED if self.controller.unsaved else MODIFIED if modified else None)

    def _act(self, action: str, target: str) -> None:
        if action == OPEN_FOLDER:
            self._tabs.page("tasks").open_folder(target)
        elif action == CONNECT:
            self.controller.connect_account()
        elif action == REFRESH:
            self.controller.refresh()
        elif action == SHOW_TASK:
            self.show_page("tasks")
        elif action == SAVE:
            self.controller.save_scene()
        elif action == SAVE_AND_SUBMIT:
            self.controller.save_and_submit()
        elif action == SIGN_IN:
            self.show_page("settings")
            self._tabs.page("settings").show_sign_in()
        elif action == RESUME:
            self.controller.resume_entry(int(target))

"""The settings that matter for a submission, for the download, for the account and for this panel, in one form."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional

from farmhand.settings import SETTINGS
from farmhand_ui.controller import Controller
from farmhand_ui.engine_desk import RAYSYNC
from farmhand_ui.pages.account_section import AccountSection
from farmhand_ui.pages.engine_section import EngineSection
from farmhand_ui.pages.job_section import JobSection, split_priority
from farmhand_ui.pages.nodes_section import NodesSection
from farmhand_ui.pages.preset_row import PresetRow
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.slicing import Steps
from farmhand_ui.translations import LANGUAGES, tr
from farmhand_ui.widgets.fields import Field, Form, browse_button, combo, refill, spin
from farmhand_ui.widgets.labels import MutedWrappedLabel

UNLIMITED = 1048576

__all__ = ["SettingsPage", "split_priority"]


class SettingsPage(QtWidgets.QScrollArea):
    """A form in sections; every change counts at once and is remembered."""

    language_wanted = QtCore.Signal(str)

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsPage")
        self.setAccessibleName(tr("Settings"))
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.NoFrame)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarAlwaysOff)
        self._controller = controller
        self._fields: Dict[str, Field] = {}
        self._form = Form(self)

    def sections(self) -> Steps:
        """Make what is on the page, a step at a time; it is whole and up to date at the end."""
        controller = self._controller
        self._form.section(tr("Account"))
        self._account = AccountSection(controller)
        self._form.add_widget(self._account)
        yield
        self._form.section(tr("Preset"))
        self._form.add_widget(PresetRow(controller))
        yield
        yield from JobSection(controller, self._form).sections()
        self._nodes = NodesSection(controller, self._form)
        yield from self._nodes.sections()
        self._add_frames()
        yield
        self._add_panel()
        yield
        self.setWidget(self._form)
        yield
        controller.scene_changed.connect(self._refresh)
        controller.setting_changed.connect(self._refresh)
        controller.farm.told.connect(self._refresh)
        self._refresh()

    def showEvent(self, event: QtGui.QShowEvent) -> None:  # noqa: D102
        super().showEvent(event)
        self._nodes.catch_up()
        self._controller.engine.look()  # a server may be there again

    def show_sign_in(self) -> None:
        """Bring the form to sign in into view, ready to type."""
        self._account.open_form()
        self.ensureVisible(0, 0)

    def _setting(
        self,
        name: str,
        editor: QtWidgets.QWidget,
        shown: Callable[[Any], Any] = lambda value: value,
        meant: Callable[[Any], str] = str,
        put: Optional[Callable[[Any], Any]] = None,
    ) -> Field:
        """A field of one setting."""
        controller = self._controller
        field = Field(
            editor,
            lambda: shown(controller.setting(name)),
            put or (lambda value: controller.change_setting(name, meant(value))),
            lambda: controller.setting(name) == SETTINGS[name].default,
            lambda: put("") if put is not None else controller.change_setting(name, ""),
        )
        self._fields[name] = field
        return field

    def _add_frames(self) -> None:
        form, controller = self._form, self._controller
        form.section(tr("Frames and transfer"))
        self._folder = QtWidgets.QLineEdit()
        browse = browse_button("outputBrowse", tr("Choose the output folder"))
        browse.clicked.connect(self._browse)
        form.add(tr("Output folder"), self._setting("output_folder", self._folder), "outputFolder", "", browse)
        automatic = QtWidgets.QCheckBox(tr("Download while rendering"))
        field = self._setting("auto_download", automatic, meant=lambda on: "yes" if on else "no")
        form.add("", field, "autoDownload", tr("Otherwise they wait on the farm until you press Download"))
        EngineSection(controller, form, self._setting)
        limit = spin(0, UNLIMITED, " KB/s", tr("unlimited"), 1024)
        field = self._setting(
            "speed_limit",
            limit,
            lambda value: 0 if value >= UNLIMITED else value,
            lambda value: str(value or UNLIMITED),
        )
        form.add(tr("Speed limit"), field, "speedLimit", tr("For upload and download"))
        self._line = combo(("", tr("The farm's default")))
        field = self._setting("line", self._line)
        form.add(tr("Line"), field, "line", tr("The transfer line; another one may be faster from where you are"))
        controller.farm.told.connect(self._fill_lines)
        self._fill_lines()

    def _add_panel(self) -> None:
        form = self._form
        form.section(tr("Panel"))
        language = combo(("", tr("As the system")), *LANGUAGES.items())
        field = self._setting("language", language, put=self.language_wanted.emit)
        form.add(tr("Language"), field, "language", tr("Counts at once"))
        note = MutedWrappedLabel(
            tr("What is chosen here is remembered for this scene and this user; the scene itself stays as it is.")
        )
        note.setContentsMargins(0, 8, 0, 0)
        form.add_widget(note)

    def _fill_lines(self, *_: object) -> None:
        chosen = str(self._controller.setting("line"))
        names = [line.name for line in self._controller.farm.lines if line.name]
        items = [("", tr("The farm's default"), "")]
        items += [
            (line.name, "%s (%s)" % (line.name, line.engine.capitalize()), line.host)
            for line in self._controller.farm.lines
            if line.name
        ]
        if chosen and chosen not in names:
            items.append((chosen, chosen, ""))
        refill(self._line, tuple(items), chosen)

    def _browse(self) -> None:
        folder = QtWidgets.QFileDialog.getExistingDirectory(self, tr("Output folder"), self._controller.output_folder)
        if folder:
            self._controller.change_setting("output_folder", folder)

    def _refresh(self, *_: object) -> None:
        raysync = self._controller.setting("engine") == RAYSYNC
        self._line.setEnabled(not raysync)
        self._line.setToolTip(
            tr("Raysync has no lines to choose from.")
            if raysync
            else tr("The transfer line; another one may be faster from where you are")
        )
        self._folder.setPlaceholderText(self._controller.output_folder or tr("a folder beside the scene"))
        self._folder.setToolTip(self._controller.output_folder)
        for field in self._fields.values():
            field.show_value()

"""The part of the settings about the transfer program: which one, where it is, and what is wrong with that place."""

from __future__ import annotations

from typing import Callable, Dict, NamedTuple

from farmhand_ui.controller import Controller
from farmhand_ui.engine_desk import ASPERA, PLACES, RAYSYNC
from farmhand_ui.qt import QtCore, QtWidgets
from farmhand_ui.translations import tr, translatable
from farmhand_ui.widgets.fields import Field, Form, browse_button, combo, line_of
from farmhand_ui.widgets.verdict import Verdict

ENGINES = {ASPERA: "Aspera", RAYSYNC: "Raysync"}
"""The values of the setting `engine`, and the names of the products."""


class Place(NamedTuple):
    """How the place of an engine's program is asked for; the texts are in English.

    Attributes:
        name: Object name of the field.
        label: Its label.
        tip: Its tooltip.
        empty: What stands in it while it is empty.
        browse: What its button does, and the title of the dialog.
        is_folder: Whether a folder is asked for, else a file.
    """

    name: str
    label: str
    tip: str
    empty: str
    browse: str
    is_folder: bool


FIELDS: Dict[str, Place] = {
    ASPERA: Place(
        "transmitter",
        translatable("Aspera program"),
        translatable(
            "Path of the farm's own program rayvision_transmitter; where it is empty, an installed rayvision_sync is"
            " searched for it"
        ),
        translatable("found by itself"),
        translatable("Choose the farm's program rayvision_transmitter"),
        False,
    ),
    RAYSYNC: Place(
        "raysyncFolder",
        translatable("Raysync folder"),
        translatable("The folder of the installed Raysync client"),
        translatable("where its cluster.xml is"),
        translatable("Choose the folder of the Raysync client"),
        True,
    ),
}
SettingField = Callable[[str, QtWidgets.QWidget], Field]


class EngineSection(QtCore.QObject):
    """Adds its fields to a form.

    Args:
        controller: Whose settings.
        form: Where to.
        setting: Makes the field of a setting from its name and an editor.
    """

    def __init__(self, controller: Controller, form: Form, setting: SettingField) -> None:
        super().__init__(form)
        self._controller = controller
        tip = tr("The program that moves files: the farm's own (Aspera), or the Raysync client of this computer")
        form.add(tr("Transfer program"), setting("engine", combo(*ENGINES.items())), "engine", tip)
        self._lines: Dict[str, QtWidgets.QLineEdit] = {}
        self._holders: Dict[str, QtWidgets.QWidget] = {}
        both = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for engine in FIELDS:
            column.addWidget(self._place(engine, setting))
        self._verdict = Verdict("engineProblem", "engineAdvice")
        column.addWidget(self._verdict)
        self._label = QtWidgets.QLabel()
        form.rows.addRow(self._label, both)
        controller.setting_changed.connect(self.refresh)
        controller.engine.looked.connect(self.refresh)
        self.refresh()

    def _place(self, engine: str, setting: SettingField) -> QtWidgets.QWidget:
        place = FIELDS[engine]
        line = self._lines[engine] = QtWidgets.QLineEdit()
        line.setPlaceholderText(tr(place.empty))
        browse = browse_button(place.name + "Browse", tr(place.browse))
        browse.clicked.connect(lambda *_: self._browse(engine))
        holder = self._holders[engine] = QtWidgets.QWidget()
        holder.setLayout(line_of(tr(place.label), setting(PLACES[engine], line), place.name, tr(place.tip), browse))
        return holder

    def _browse(self, engine: str) -> None:
        place, present = FIELDS[engine], self._lines[engine].text()
        if place.is_folder:
            chosen = QtWidgets.QFileDialog.getExistingDirectory(self._holders[engine], tr(place.browse), present)
        else:
            chosen, _ = QtWidgets.QFileDialog.getOpenFileName(self._holders[engine], tr(place.browse), present)
        if chosen:
            self._controller.change_setting(PLACES[engine], chosen)

    def refresh(self, *_: object) -> None:
        """Show the chosen program's field, and what was found of it."""
        controller = self._controller
        chosen, desk = str(controller.setting("engine")), controller.engine
        for engine, holder in self._holders.items():
            holder.setVisible(engine == chosen)
        place, line = FIELDS[chosen], self._lines[chosen]
        tips = [tr(place.tip)] + ([tr("Found: {path}", path=desk.place)] if desk.place else [])
        self._label.setText(tr(place.label))
        self._label.setToolTip(tips[0])
        self._label.setBuddy(line)
        line.setToolTip("\n".join(tips))
        line.setAccessibleDescription(desk.problem.text if desk.problem is not None else tips[0])
        self._verdict.show_message(desk.problem)

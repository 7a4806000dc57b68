"""Sets of choices under a name: apply the studio's or one's own, keep the present choices as one, forget one."""

from __future__ import annotations

from typing import Optional, Tuple

from farmhand.errors import FarmhandError
from farmhand.job import presets
from farmhand.job.choices import Choices
from farmhand.job.presets import DEFAULT, USER, Preset
from farmhand_ui.controller import Controller
from farmhand_ui.messages import of_error
from farmhand_ui.qt import QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.fields import combo, name_field, refill

NONE = ""


class PresetRow(QtWidgets.QWidget):
    """A menu of presets, and a line to type the name of a new one into."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._presets: Tuple[Preset, ...] = ()
        self._menu = combo()
        tip = tr("Choices of the studio or of your own, for all but single layers")
        name_field(self._menu, "presetChoice", tr("Preset"), tip)
        self._menu.activated.connect(self._apply)
        self._save = self._button(tr("Save as…"), "presetSave", tr("Keep the present choices under a name"))
        self._save.setCheckable(True)
        self._save.toggled.connect(self._open)
        self._delete = self._button(tr("Delete"), "presetDelete", tr("Forget this preset of yours"))
        self._delete.clicked.connect(self._forget)
        self._name = QtWidgets.QLineEdit()
        self._name.setPlaceholderText(tr("name; “{name}” is what new scenes begin with", name=DEFAULT))
        name_field(self._name, "presetName", tr("Name of the preset"), "")
        self._name.returnPressed.connect(self._keep)
        self._keep_button = self._button(tr("Save"), "presetKeep", "")
        self._keep_button.clicked.connect(self._keep)
        first, second = QtWidgets.QHBoxLayout(), QtWidgets.QHBoxLayout()
        first.addWidget(self._menu, 1)
        first.addWidget(self._save)
        first.addWidget(self._delete)
        second.addWidget(self._name, 1)
        second.addWidget(self._keep_button)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(first)
        column.addLayout(second)
        self._open(False)
        controller.choices_changed.connect(self._tell)
        self._load()

    def _button(self, text: str, name: str, tip: str) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setAutoDefault(False)
        name_field(button, name, text, tip)
        return button

    def _load(self) -> None:
        self._presets = presets.presets()
        self._tell()

    def _key(self, preset: Preset) -> str:
        return "%s/%s" % (preset.source, preset.name)

    def _tell(self, *_: object) -> None:
        """The preset that equals the present choices, where there is one."""
        choices = self._controller.choices
        texts = [
            (self._key(item), item.name if item.source == USER else tr("{name} (studio)", name=item.name), "")
            for item in self._presets
        ]
        equal = [self._key(item) for item in self._presets if item.applied(choices) == choices]
        plain = Preset(NONE, NONE, Choices()).applied(choices) == choices
        first = tr("The farm's defaults") if plain else tr("Own choices")
        items = [(NONE, first, "")] + texts
        if not plain:
            items.append(("/", tr("Back to the farm's defaults"), ""))
        refill(self._menu, tuple(items), equal[-1] if equal else NONE)
        self._delete.setEnabled(bool(equal) and equal[-1].startswith(USER))

    def _apply(self, *_: object) -> None:
        key = self._menu.currentData()
        chosen = [item for item in self._presets if self._key(item) == key]
        if key == "/":
            chosen = [Preset(NONE, NONE, Choices())]
        if chosen:
            self._controller.choose(chosen[0].applied(self._controller.choices))
        else:
            self._tell()

    def _open(self, on: bool) -> None:
        self._name.setVisible(on)
        self._keep_button.setVisible(on)
        if on:
            self._name.setFocus()

    def _keep(self) -> None:
        try:
            presets.save_preset(self._name.text(), self._controller.choices)
        except FarmhandError as error:
            self._controller.tell(of_error(error))
            return
        self._name.clear()
        self._save.setChecked(False)
        self._load()

    def _forget(self) -> None:
        key = self._menu.currentData() or ""
        try:
            presets.delete_preset(key.partition("/")[2])
        except FarmhandError as error:
            self._controller.tell(of_error(error))
        self._load()

"""The settings that matter for a submission, for the download, and for this panel."""

from __future__ import annotations

import re
from typing import Optional, Tuple

from Qt import QtCore, QtGui, QtWidgets

from farmhand.errors import FarmhandError
from farmhand.frames import FrameRange
from farmhand_ui.controller import Controller
from farmhand_ui.translations import LANGUAGES, tr, tr_fields
from farmhand_ui.widgets.colours import colour
from farmhand_ui.widgets.labels import MutedLabel, heading

UNLIMITED = 1048576
RAM = (64, 128)


class SettingsPage(QtWidgets.QScrollArea):
    """A form in sections; every change counts at once."""

    language_wanted = QtCore.Signal(str)

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsPage")
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.NoFrame)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarAlwaysOff)
        self._controller = controller
        body = QtWidgets.QWidget()
        self._form = QtWidgets.QFormLayout(body)
        self._form.setContentsMargins(12, 8, 12, 12)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(6)
        self._form.setFieldGrowthPolicy(QtWidgets.QFormLayout.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(QtCore.Qt.AlignRight | QtCore.Qt.AlignVCenter)
        self._add_submission()
        self._add_nodes()
        self._add_download()
        self._add_panel()
        self.setWidget(body)
        controller.scene_changed.connect(self._scene_changed)
        controller.setting_changed.connect(self._scene_changed)
        self._scene_changed()

    def _section(self, text: str) -> None:
        label = heading(text)
        label.setContentsMargins(0, 10 if self._form.rowCount() else 0, 0, 2)
        self._form.addRow(label)

    def _row(self, text: str, field: QtWidgets.QWidget, name: str, tip: str = "") -> None:
        field.setObjectName(name)
        field.setAccessibleName(text or field.property("text") or name)
        field.setToolTip(tip)
        label = QtWidgets.QLabel(text)
        label.setBuddy(field)
        self._form.addRow(label, field)

    def _add_submission(self) -> None:
        choices = self._controller.choices
        self._section(tr("Submission"))
        project = QtWidgets.QLineEdit(choices.project_name)
        project.setPlaceholderText(tr("none"))
        project.editingFinished.connect(lambda: self._controller.set_choice(project_name=project.text().strip()))
        self._row(tr("Project"), project, "projectName", tr("The farm's project, for the bill"))
        self._add_priority()
        per_task = QtWidgets.QSpinBox()
        per_task.setRange(1, 1000)
        per_task.setValue(choices.frames_per_task)
        per_task.valueChanged.connect(lambda value: self._controller.set_choice(frames_per_task=value))
        self._row(tr("Frames per task"), per_task, "framesPerTask", tr("Frames that one render node takes in one go"))
        self._layered = QtWidgets.QCheckBox(tr("Each layer as its own task"))
        self._layered.setChecked(choices.layered)
        self._layered.toggled.connect(lambda on: self._controller.set_choice(layered=on))
        self._row("", self._layered, "layered", tr("The farm renders and lists each render layer by itself"))

    def _add_priority(self) -> None:
        flags, own = split_priority(self._controller.choices.priority_frames)
        self._flags = []
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(12)
        for name, text, flag in zip(("First", "Middle", "Last"), (tr("First"), tr("Middle"), tr("Last")), flags):
            box = QtWidgets.QCheckBox(text)
            box.setObjectName("priority" + name)
            box.setAccessibleName(tr("Priority frame: {which}", which=text))
            box.setChecked(flag == "1")
            box.toggled.connect(self._priority_changed)
            self._flags.append(box)
            row.addWidget(box)
        row.addStretch(1)
        self._form.addRow(QtWidgets.QLabel(tr("Priority frames")), row)
        self._own = QtWidgets.QLineEdit(own)
        self._own.setPlaceholderText(tr("more frames, such as 1,10-20[5]"))
        self._own.textChanged.connect(self._priority_changed)
        self._own.setObjectName("priorityOwn")
        self._own.setAccessibleName(tr("More priority frames"))
        self._own.setToolTip(tr("Rendered before all others, to see early how they look"))
        self._own_reason = QtWidgets.QLabel()
        self._own_reason.setObjectName("priorityReason")
        self._own_reason.setWordWrap(True)
        self._own_reason.hide()
        both = QtWidgets.QVBoxLayout()
        both.setSpacing(2)
        both.addWidget(self._own)
        both.addWidget(self._own_reason)
        self._form.addRow(QtWidgets.QLabel(""), both)
        self._stop = QtWidgets.QCheckBox(tr("Stop after the priority frames"))
        self._stop.setChecked(self._controller.choices.stop_after_priority)
        self._stop.toggled.connect(lambda on: self._controller.set_choice(stop_after_priority=on))
        self._row("", self._stop, "stopAfterPriority", tr("The rest waits until you start it on the farm's page"))

    def _add_nodes(self) -> None:
        choices = self._controller.choices
        self._section(tr("Render nodes"))
        system = QtWidgets.QComboBox()
        for name, text in (("", tr("As this computer")), ("linux", "Linux"), ("windows", "Windows")):
            system.addItem(text, name)
        system.setCurrentIndex(max(0, system.findData(choices.os_name)))
        system.currentIndexChanged.connect(lambda _: self._controller.set_choice(os_name=system.currentData()))
        self._row(tr("System"), system, "osName")
        memory = QtWidgets.QComboBox()
        for gigabytes in RAM:
            memory.addItem("%d GB" % gigabytes, gigabytes)
        memory.setCurrentIndex(max(0, memory.findData(choices.ram)))
        memory.currentIndexChanged.connect(lambda _: self._controller.set_choice(ram=memory.currentData()))
        self._row(tr("Memory"), memory, "ram")

    def _add_download(self) -> None:
        self._section(tr("Frames"))
        self._folder = QtWidgets.QLineEdit(str(self._controller.setting("output_folder")))
        self._folder.setObjectName("outputFolder")
        self._folder.setAccessibleName(tr("Output folder"))
        self._folder.editingFinished.connect(self._folder_changed)
        browse = QtWidgets.QPushButton(tr("Choose…"))
        browse.setObjectName("outputBrowse")
        browse.setAccessibleName(tr("Choose the output folder"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        label = QtWidgets.QLabel(tr("Output folder"))
        label.setBuddy(self._folder)
        self._form.addRow(label, row)
        automatic = QtWidgets.QCheckBox(tr("Download frames while they render"))
        automatic.setChecked(self._controller.auto_download)
        automatic.toggled.connect(lambda on: setattr(self._controller, "auto_download", on))
        self._row("", automatic, "autoDownload")
        speed = QtWidgets.QSpinBox()
        speed.setRange(0, UNLIMITED)
        speed.setSingleStep(1024)
        speed.setSuffix(" KB/s")
        speed.setSpecialValueText(tr("unlimited"))
        limit = int(self._controller.setting("speed_limit"))
        speed.setValue(0 if limit >= UNLIMITED else limit)
        speed.setKeyboardTracking(False)
        speed.valueChanged.connect(
            lambda value: self._controller.change_setting("speed_limit", str(value or UNLIMITED))
        )
        self._row(tr("Speed limit"), speed, "speedLimit", tr("For upload and download"))

    def _add_panel(self) -> None:
        self._section(tr("Panel"))
        language = QtWidgets.QComboBox()
        language.addItem(tr("As the system"), "")
        for name, text in LANGUAGES.items():
            language.addItem(text, name)
        language.setCurrentIndex(max(0, language.findData(str(self._controller.setting("language")))))
        language.currentIndexChanged.connect(lambda _: self.language_wanted.emit(language.currentData()))
        self._row(tr("Language"), language, "language")
        note = MutedLabel(
            tr("Frames, cameras and sizes changed here are for this submission; the scene stays as it is.")
        )
        note.setWordWrap(True)
        note.setContentsMargins(0, 8, 0, 0)
        self._form.addRow(note)

    def _priority_changed(self, *_: object) -> None:
        reason = priority_reason(self._own.text())
        palette = QtGui.QPalette(QtWidgets.QApplication.palette(self._own))
        if reason:
            palette.setColor(QtGui.QPalette.Text, colour("error"))
        self._own.setPalette(palette)
        self._own.setToolTip(reason or tr("Rendered before all others, to see early how they look"))
        self._own_reason.setText(reason)
        self._own_reason.setVisible(bool(reason))
        if not reason:
            flags = "".join("1" if box.isChecked() else "0" for box in self._flags)
            own = self._own.text().replace(" ", "")
            self._controller.set_choice(priority_frames=flags + (":" + own if own else ""))

    def _folder_changed(self) -> None:
        if self._folder.text().strip() != str(self._controller.setting("output_folder")):
            self._controller.change_setting("output_folder", self._folder.text().strip())

    def _browse(self) -> None:
        folder = QtWidgets.QFileDialog.getExistingDirectory(self, tr("Output folder"), self._controller.output_folder)
        if folder:
            self._folder.setText(folder)
            self._folder_changed()

    def _scene_changed(self, *_: object) -> None:
        scene = self._controller.scene
        self._folder.setPlaceholderText(self._controller.output_folder or tr("a folder beside the scene"))
        self._folder.setToolTip(self._controller.output_folder)
        self._layered.setEnabled(scene is None or scene.host == "maya")


def split_priority(text: str) -> Tuple[str, str]:
    """The farm's `pre_frames` as three flags and the frames after the colon."""
    flags, _, own = text.partition(":")
    return (flags if re.match(r"^[01]{3}$", flags) else "000"), own


def priority_reason(text: str) -> str:
    """Why a text is no list of frames; empty where it is one, or empty itself."""
    if not text.strip():
        return ""
    try:
        FrameRange.parse(text)
    except FarmhandError as error:
        return " ".join((tr_fields(error.sentence, error.params), tr_fields(error.hint, error.params)))
    return ""

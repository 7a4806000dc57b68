"""The part of the settings about how a job is sent: preset, project, priority frames, tasks, tiles, times."""

from __future__ import annotations

import re
from typing import Any, Callable, Tuple

from farmhand.errors import FarmhandError
from farmhand.frames import FrameRange
from farmhand.job.choices import BY_TASK, BY_USER, Choices
from farmhand_ui.controller import Controller
from farmhand_ui.qt import QtCore, QtGui, QtWidgets
from farmhand_ui.slicing import Steps
from farmhand_ui.translations import tr, tr_fields
from farmhand_ui.widgets.colours import colour
from farmhand_ui.widgets.fields import HOUR, CalmComboBox, Field, Form, combo, hours, name_field, reset_button, spin
from farmhand_ui.widgets.labels import WrappedLabel

DEFAULTS = Choices()


def choice_field(
    controller: Controller,
    editor: QtWidgets.QWidget,
    name: str,
    shown: Callable[[Any], Any] = lambda value: value,
    meant: Callable[[Any], Any] = lambda value: value,
    resets: bool = True,
) -> Field:
    """An editor of one field of Choices.

    Args:
        controller: Whose choices.
        editor: The editor.
        name: The field.
        shown: From the choice's value to the editor's.
        meant: Back.
        resets: Whether it has a button of its own that takes it back to the default.
    """
    default = getattr(DEFAULTS, name)
    field = Field(
        editor,
        lambda: shown(getattr(controller.choices, name)),
        lambda value: controller.set_choice(**{name: meant(value)}),
        lambda: getattr(controller.choices, name) == default,
        (lambda: controller.set_choice(**{name: default})) if resets else None,
    )
    controller.choices_changed.connect(field.show_value)
    return field


class JobSection(QtCore.QObject):
    """Adds its fields to a form.

    Args:
        controller: Whose choices.
        form: Where to.
    """

    def __init__(self, controller: Controller, form: Form) -> None:
        super().__init__(form)
        self._controller = controller
        self._form = form

    def sections(self) -> Steps:
        """Add its fields, a step at a time."""
        controller = self._controller
        self._form.section(tr("Submission"))
        self._add_project()
        yield
        self._add_priority()
        yield
        self._add_tasks()
        yield
        self._add_isolation()
        self._add_times()
        yield
        controller.choices_changed.connect(self._refresh)
        controller.scene_changed.connect(self._refresh)
        controller.farm.told.connect(self._fill_projects)
        self._fill_projects()
        self._refresh()

    def _add_project(self) -> None:
        controller = self._controller
        self._project = CalmComboBox()
        line = QtWidgets.QLineEdit()
        self._project.setEditable(True)
        self._project.setLineEdit(line)
        self._project.setInsertPolicy(QtWidgets.QComboBox.NoInsert)
        self._project.setMinimumContentsLength(8)
        self._project.completer().setCompletionMode(QtWidgets.QCompleter.PopupCompletion)
        line.setPlaceholderText(tr("none"))
        field = choice_field(controller, line, "project_name")
        self._project.activated.connect(
            lambda *_: controller.set_choice(project_name=self._project.currentText().strip())
        )
        tip = tr("The farm's project, for the bill; a new name makes a new project")
        name_field(self._project, "project", tr("Project"), tip)
        self._form.add(tr("Project"), field, "projectName", tip, holder=self._project)
        producer = QtWidgets.QLineEdit()
        producer.setPlaceholderText(tr("the account"))
        self._form.add(
            tr("Artist"),
            choice_field(controller, producer, "producer"),
            "producer",
            tr("Who submits, as the farm's list of tasks shows it"),
        )

    def _fill_projects(self) -> None:
        names = self._controller.farm.projects
        if [self._project.itemText(place) for place in range(self._project.count())] != list(names):
            text = self._project.currentText()
            blocked = self._project.blockSignals(True)
            self._project.clear()
            self._project.addItems(list(names))
            self._project.setEditText(text)
            self._project.blockSignals(blocked)

    def _add_priority(self) -> None:
        self._flags = []
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(12)
        for name, text in zip(("First", "Middle", "Last"), (tr("First"), tr("Middle"), tr("Last"))):
            box = QtWidgets.QCheckBox(text)
            name_field(box, "priority" + name, tr("Priority frame: {which}", which=text), "")
            box.toggled.connect(self._priority_changed)
            self._flags.append(box)
            row.addWidget(box)
        row.addStretch(1)
        self._priority_reset = reset_button(self._form)
        text = tr("Back to the default: {field}", field=tr("Priority frames"))
        name_field(self._priority_reset, "priorityReset", text, text)
        self._priority_reset.clicked.connect(
            lambda *_: self._controller.set_choice(priority_frames=DEFAULTS.priority_frames)
        )
        self._form.rows.addRow(QtWidgets.QLabel(tr("Priority frames")), row)
        self._own = QtWidgets.QLineEdit()
        self._own.setPlaceholderText(tr("more frames, such as 1,10-20[5]"))
        self._own.textChanged.connect(self._priority_changed)
        name_field(
            self._own,
            "priorityOwn",
            tr("More priority frames"),
            tr("Rendered before all others, to see early how they look"),
        )
        self._own_reason = WrappedLabel()
        self._own_reason.setObjectName("priorityReason")
        self._own_reason.hide()
        both = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QtWidgets.QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._own, 1)
        line.addWidget(self._priority_reset)
        column.addLayout(line)
        column.addWidget(self._own_reason)
        self._form.add_below(both)
        stop = QtWidgets.QCheckBox(tr("Stop after the priority frames"))
        self._form.add(
            "",
            choice_field(self._controller, stop, "stop_after_priority"),
            "stopAfterPriority",
            tr("The rest waits until you start it"),
        )

    def _add_tasks(self) -> None:
        controller, form = self._controller, self._form
        form.add(
            tr("Frames per task"),
            choice_field(controller, spin(1, 1000), "frames_per_task"),
            "framesPerTask",
            tr("Frames that one render node takes in one go: more of them spare the loading of a heavy scene"),
        )
        self._layered = QtWidgets.QCheckBox(tr("Each layer as its own task"))
        form.add(
            "",
            choice_field(controller, self._layered, "layered"),
            "layered",
            tr("The farm renders and lists each render layer by itself"),
        )
        form.add(
            "",
            choice_field(controller, QtWidgets.QCheckBox(tr("Every frame of sequences")), "all_frames"),
            "allFrames",
            tr("Send the files of every frame of a sequence, not only of the frames that render"),
        )
        self._tile_kind = combo(("block", tr("blocks")), ("strip", tr("strips")))
        name_field(self._tile_kind, "tileKind", tr("Shape of the tiles"), tr("Blocks, or strips over the whole width"))
        choice_field(controller, self._tile_kind, "tile_kind", resets=False)
        form.add(
            tr("Tiles"),
            choice_field(controller, spin(1, 64, special=tr("none")), "tiles"),
            "tiles",
            tr("Parts that one picture is cut into, each on a render node of its own: for few, very heavy frames"),
            self._tile_kind,
        )

    def _add_isolation(self) -> None:
        controller = self._controller
        self._isolation_user = QtWidgets.QLineEdit()
        self._isolation_user.setPlaceholderText(tr("user's number"))
        self._isolation_user.setMaxLength(18)
        name_field(
            self._isolation_user, "isolationUser", tr("User's number"), tr("The user's number in your own books")
        )
        choice_field(
            controller,
            self._isolation_user,
            "isolation_user",
            meant=lambda text: "".join(letter for letter in text if letter in "0123456789"),
            resets=False,
        )
        self._form.add(
            tr("Files apart"),
            choice_field(
                controller, combo(("", tr("no")), (BY_TASK, tr("each task")), (BY_USER, tr("each user"))), "isolation"
            ),
            "isolation",
            tr("Keep the files apart on the farm from those of other tasks or users, whose paths may be the same"),
            self._isolation_user,
        )

    def _add_times(self) -> None:
        for text, name, editor, tip in (
            (
                tr("Frame at most"),
                "frame_timeout",
                hours(0.01, 720),
                tr("A frame that takes longer is stopped"),
            ),
            (
                tr("Task at most"),
                "task_timeout",
                hours(0, 8760, tr("no limit")),
                tr("A task that takes longer is stopped"),
            ),
            (
                tr("Remind after"),
                "remind_after",
                hours(0.01, 8760),
                tr("The farm writes to you when a task takes longer"),
            ),
        ):
            field = choice_field(
                self._controller, editor, name, lambda value: round(value / HOUR, 2), lambda value: int(value * HOUR)
            )
            first, _, last = name.partition("_")
            self._form.add(text, field, first + last.capitalize(), tip)

    def _refresh(self, *_: object) -> None:
        choices, scene = self._controller.choices, self._controller.scene
        self._layered.setEnabled(scene is None or scene.host == "maya")
        self._tile_kind.setEnabled(choices.tiles > 1)
        self._isolation_user.setVisible(choices.isolation == BY_USER)
        self._priority_reset.setVisible(choices.priority_frames != DEFAULTS.priority_frames)
        flags, own = split_priority(choices.priority_frames)
        for box, flag in zip(self._flags, flags):
            blocked = box.blockSignals(True)
            box.setChecked(flag == "1")
            box.blockSignals(blocked)
        if own != self._own.text().replace(" ", "") and not self._own.hasFocus():
            blocked = self._own.blockSignals(True)
            self._own.setText(own)
            self._own.blockSignals(blocked)
            self._tell_reason()

    def _priority_changed(self, *_: object) -> None:
        if not self._tell_reason():
            flags = "".join("1" if box.isChecked() else "0" for box in self._flags)
            own = self._own.text().replace(" ", "")
            self._controller.set_choice(priority_frames=flags + (":" + own if own else ""))

    def _tell_reason(self) -> str:
        reason = priority_reason(self._own.text())
        palette = QtGui.QPalette(QtWidgets.QApplication.palette(self._own))
        if reason:
            palette.setColor(QtGui.QPalette.Text, colour("error"))
        self._own.setPalette(palette)
        self._own.setToolTip(reason or tr("Rendered before all others, to see early how they look"))
        self._own_reason.setText(reason)
        self._own_reason.setVisible(bool(reason))
        return reason


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

"""The part of the settings about the render nodes: which program and plug-ins they load, and what kind they are.

What the farm has is asked while the panel is open; before the answer, and without an account, the scene's own versions
stand alone.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Tuple

from farmhand.farm.codes import CG_NAMES
from farmhand.farm.records import Hardware
from farmhand.job.checks import excluded_by
from farmhand.job.software import offered_plugins, offered_versions
from farmhand_ui.controller import Controller
from farmhand_ui.pages.job_section import choice_field
from farmhand_ui.qt import QtCore, QtWidgets
from farmhand_ui.slicing import Steps
from farmhand_ui.translations import tr
from farmhand_ui.widgets.fields import Form, beside_first_line, combo, keep_place, name_field, refill, reset_button
from farmhand_ui.widgets.labels import MutedWrappedLabel

ABSENT = ""
"""The version of a plug-in that is not to be loaded."""
Items = Tuple[Tuple[Any, str, str], ...]


class NodesSection(QtCore.QObject):
    """Adds its fields to a form.

    Args:
        controller: Whose choices.
        form: Where to.
    """

    def __init__(self, controller: Controller, form: Form) -> None:
        super().__init__(form)
        self._controller = controller
        self._form = form
        self._rows: Dict[str, QtWidgets.QComboBox] = {}
        self._reset: Any = None
        self._stale = False

    def sections(self) -> Steps:
        """Add its fields, a step at a time."""
        controller = self._controller
        self._form.section(tr("Software on the farm"))
        self._add_software()
        yield
        self._form.section(tr("Render nodes"))
        self._add_nodes()
        yield
        for signal in (controller.choices_changed, controller.scene_changed, controller.farm.told):
            signal.connect(self._changed)
        self.refresh()
        yield

    def _add_software(self) -> None:
        self._version = combo(("", ""))
        self._version_field = choice_field(self._controller, self._version, "software_version")
        self._form.add(
            tr("Version"),
            self._version_field,
            "softwareVersion",
            tr("Which version of the program renders"),
        )
        self._plugins = QtWidgets.QWidget()
        self._grid = QtWidgets.QGridLayout(self._plugins)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._more = combo((ABSENT, tr("Add a plug-in…")))
        name_field(self._more, "addPlugin", tr("Add a plug-in…"), tr("Plug-ins that the farm has for this version"))
        self._more.activated.connect(self._add_plugin)
        self._note = MutedWrappedLabel()
        self._note.setObjectName("softwareNote")
        label = QtWidgets.QLabel(tr("Plug-ins"))
        label.setBuddy(self._more)
        beside_first_line(label, self._more)
        self._form.rows.addRow(label, self._plugins)
        self._form.add_below(self._note)

    def _add_nodes(self) -> None:
        controller, form = self._controller, self._form
        system = combo(("", tr("As this computer")), ("linux", "Linux"), ("windows", "Windows"))
        form.add(
            tr("System"),
            choice_field(controller, system, "os_name"),
            "osName",
            tr("The render nodes' operating system"),
        )
        self._hardware = combo(("", tr("The farm chooses")))
        form.add(
            tr("Kind"),
            choice_field(controller, self._hardware, "hardware_id"),
            "hardware",
            tr("Nodes with graphics cards cost more; some programs and plug-ins do not run on every kind"),
        )
        self._excludes = MutedWrappedLabel()
        self._excludes.setObjectName("hardwareNote")
        form.add_below(self._excludes)
        memory = combo(*((gigabytes, "%d GB" % gigabytes) for gigabytes in (64, 128)))
        form.add(tr("Memory"), choice_field(controller, memory, "ram"), "ram", tr("Of one render node"))

    def _changed(self) -> None:
        """Hidden, it takes over what changed when it shows: a new scene gives the others enough to do."""
        self._stale = not self._plugins.isVisible()
        if not self._stale:
            self.refresh()

    def catch_up(self) -> None:
        """It shows: take over what changed before."""
        if self._stale:
            self._stale = False
            self.refresh()

    def refresh(self, *_: object) -> None:
        """Show what is chosen, among what the farm has."""
        self._refill_versions()
        self._refill_plugins()
        self._refill_hardware()

    def _detail(self) -> Mapping[str, Any]:
        return self._controller.farm.facts.software or {}

    def _wanted_version(self) -> str:
        scene = self._controller.scene
        return self._controller.choices.software_version or (scene.version if scene is not None else "")

    def _refill_versions(self) -> None:
        scene, chosen = self._controller.scene, self._controller.choices.software_version
        offered = offered_versions(self._detail())
        own = scene.version if scene is not None else ""
        name = CG_NAMES.get(scene.host, scene.host) if scene is not None else ""
        text = tr("As the scene")
        if own:
            text = tr("As the scene: {version}", version="%s %s" % (name, own))
            if offered and own not in offered:
                text = tr("{version} (not on the farm)", version=text)
        items: List[Tuple[Any, str, str]] = [("", text, "")]
        items += [(version, version, "") for version in offered]
        if chosen and chosen not in offered:
            items.append((chosen, tr("{version} (not on the farm)", version=chosen) if offered else chosen, ""))
        refill(self._version, tuple(items), chosen)

    def _effective(self, offered: Mapping[str, List[str]]) -> Dict[str, str]:
        """The plug-ins that will be loaded: the chosen ones, else the scene's as far as the farm knows them by name."""
        scene, chosen = self._controller.scene, self._controller.choices.plugins
        if chosen is not None:
            return dict(chosen)
        own = dict(scene.plugins) if scene is not None else {}
        return {name: version for name, version in own.items() if name in offered or not offered}

    def _refill_plugins(self) -> None:
        offered = offered_plugins(self._detail(), self._wanted_version())
        plugins = self._effective(offered)
        if self._reset is None or list(self._rows) != sorted(plugins):
            self._build_rows(sorted(plugins))
        self._reset.setVisible(self._controller.choices.plugins is not None)
        for name, box in self._rows.items():
            version = plugins[name]
            items = [(text, text, "") for text in offered.get(name, [])]
            if version not in offered.get(name, []):
                lacking = tr("{version} (not on the farm)", version=version or "?")
                items.insert(0, (version, lacking if offered else version or "?", ""))
            if offered:
                items.append((ABSENT, tr("do not load"), ""))
            refill(box, tuple(items), version)
        others = [name for name in sorted(offered) if name not in plugins]
        add = [(ABSENT, tr("Add a plug-in…"), "")] + [(name, name, "") for name in others]
        refill(self._more, tuple(add), ABSENT)
        self._more.setVisible(bool(others))
        self._keep_column(bool(others))
        scene = self._controller.scene
        unknown = [name for name in (scene.plugins if scene is not None else {}) if offered and name not in offered]
        lines = [tr("The farm does not know: {plugins}", plugins=", ".join(sorted(unknown)))] if unknown else []
        if not offered:
            lines = [tr("What the farm has shows here once it was asked.")]
        self._note.setText("\n".join(lines))
        self._note.setVisible(bool(lines))

    def _keep_column(self, has_row: bool) -> None:
        """Keep the boxes as wide as the other fields, without a row that would be empty."""
        keep_place(self._reset, has_row)
        room = self._reset.sizeHint().width() + self._grid.horizontalSpacing()
        self._grid.setColumnMinimumWidth(2, 0 if has_row or not self._reset.isHidden() else room)

    def _build_rows(self, names: List[str]) -> None:
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None and widget is not self._more:
                widget.setParent(None)
                widget.deleteLater()
        self._rows = {}
        for row, name in enumerate(names):
            box = combo()
            name_field(box, "plugin_" + name, tr("Version of {plugin}", plugin=name), "")
            box.activated.connect(lambda _, name=name, box=box: self._set_plugin(name, box.currentData()))
            label = QtWidgets.QLabel(name)
            label.setBuddy(box)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(box, row, 1)
            self._rows[name] = box
        reset = reset_button(self._plugins)
        text = tr("Back to the default: {field}", field=tr("Plug-ins"))
        name_field(reset, "pluginsReset", text, text)
        reset.clicked.connect(lambda *_: self._controller.set_choice(plugins=None))
        self._grid.addWidget(self._more, len(names), 0, 1, 2)
        self._grid.addWidget(reset, len(names), 2)
        self._reset = reset
        before = self._version_field.button
        for widget in (*self._rows.values(), self._more, reset):
            QtWidgets.QWidget.setTabOrder(before, widget)
            before = widget

    def _set_plugin(self, name: str, version: str) -> None:
        plugins = self._effective(offered_plugins(self._detail(), self._wanted_version()))
        plugins[name] = version
        if version == ABSENT:
            del plugins[name]
        self._controller.set_choice(plugins=plugins)

    def _add_plugin(self, *_: object) -> None:
        name = self._more.currentData()
        versions = offered_plugins(self._detail(), self._wanted_version()).get(name) or []
        if versions:
            self._set_plugin(name, versions[-1])

    def _refill_hardware(self) -> None:
        controller = self._controller
        facts, chosen = controller.farm.facts, controller.choices.hardware_id
        items: List[Tuple[Any, str, str]] = [("", tr("The farm chooses"), "")]
        notes = []
        for node in facts.hardware or ():
            if not node.usable or facts.platform not in ("", node.platform):
                continue
            why = self._why_not(node)
            text = hardware_text(node)
            if why:
                notes.append(tr("{kind} does not run {what}.", kind=text, what=why))
            items.append((node.id, tr("{kind} (not for this scene)", kind=text) if why else text, why))
        if chosen and chosen not in [node for node, _, _ in items]:
            items.append((chosen, tr("{kind} (not offered any more)", kind=chosen), ""))
        refill(self._hardware, tuple(items), chosen)
        self._excludes.setText("\n".join(notes))
        self._excludes.setVisible(bool(notes))

    def _why_not(self, node: Hardware) -> str:
        job = self._controller.job
        return ", ".join(excluded_by(job, node)) if job is not None else ""


def hardware_text(node: Hardware) -> str:
    """A kind of render node as a menu shows it: `2080Ti × 2 · 128 GB`."""
    name = tr("CPU") if node.model in ("", "Default") and not node.gpus else node.model
    cards = " × %d" % node.gpus if node.gpus > 1 else ""
    return "%s%s · %d GB" % (name, cards, node.ram)

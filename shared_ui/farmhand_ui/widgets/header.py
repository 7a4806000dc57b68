"""The panel's head: which scene, which program, which renderers, and the button that looks again."""

from __future__ import annotations

import os
from typing import List, Optional

from farmhand.farm.codes import CG_NAMES
from farmhand.scene.checks import RENDERER_PLUGINS
from farmhand.scene.model import Scene
from farmhand_ui.controller import ANALYSING, SUBMITTING, Controller
from farmhand_ui.qt import QtCore, QtWidgets
from farmhand_ui.translations import tr
from farmhand_ui.widgets.labels import ElidedLabel, MutedElidedLabel, embolden


class Header(QtWidgets.QWidget):
    """Two lines and a button."""

    def __init__(self, controller: Controller, parent: Optional[QtWidgets.QWidget] = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._name = ElidedLabel()
        self._name.setObjectName("sceneName")
        embolden(self._name, 2.0)
        self._facts = MutedElidedLabel(QtCore.Qt.ElideRight)
        self._facts.setObjectName("sceneFacts")
        self._refresh = QtWidgets.QPushButton(tr("Refresh"))
        self._refresh.setObjectName("refreshButton")
        self._refresh.setAccessibleName(tr("Analyse the scene again"))
        self._refresh.setToolTip(tr("Analyse the scene again (F5)"))
        self._refresh.setAutoDefault(False)
        self._refresh.clicked.connect(controller.refresh)
        texts = QtWidgets.QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._name)
        texts.addWidget(self._facts)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(self._refresh, 0, QtCore.Qt.AlignVCenter)
        controller.scene_changed.connect(self.update_texts)
        controller.state_changed.connect(self.update_texts)
        controller.account_changed.connect(self.update_texts)
        self.update_texts()

    def update_texts(self, *_: object) -> None:
        """Take over what the controller knows."""
        scene, host = self._controller.scene, self._controller.host
        path = scene.path if scene is not None else host.scene_path() if host is not None else ""
        self._name.setText(os.path.basename(path.replace("\\", "/")) or tr("No scene"))
        facts = scene_facts(scene) if scene is not None else []
        if self._controller.account:
            facts.append(self._controller.account)
        self._facts.setText(" · ".join(facts) or path)
        if path:
            self._name.setToolTip(path)
        self._refresh.setEnabled(self._controller.state not in (ANALYSING, SUBMITTING))


def scene_facts(scene: Scene) -> List[str]:
    """Program and version, then each renderer that renders, with its plug-in's version where the scene says it."""
    facts = ["%s %s" % (CG_NAMES.get(scene.host, scene.host), scene.version)]
    rendering = [target for target in scene.targets if target.enabled] or scene.targets
    for renderer in sorted({target.renderer for target in rendering if target.renderer}):
        plugin = RENDERER_PLUGINS.get(renderer, renderer).lower()
        version = next((number for name, number in scene.plugins.items() if name.lower().startswith(plugin)), "")
        facts.append(("%s %s" % (renderer, version)).strip())
    return facts

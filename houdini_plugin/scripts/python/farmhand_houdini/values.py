"""Values of the open scene: as the file reader tells them, and by Houdini itself where a file does not tell.

The reader's evaluator comes first, so that panel and command line agree; what it cannot know (Python, menus, HDA
functions) Houdini answers, without cooking and without moving the frame.
"""

from __future__ import annotations

from typing import Mapping, Set

import hou

from farmhand.readers.houdini.expression import Result, UnknownError
from farmhand.readers.houdini.graph import Graph, Node
from farmhand.readers.houdini.targets import Overrides
from farmhand.readers.houdini.values import FrameNeededError, Values
from farmhand_houdini import safety
from farmhand_houdini.live import LiveNode

COOKS = "Houdini could only tell by cooking, and an analysis cooks nothing"


class CookNeededError(UnknownError):
    """Only a cook could tell, so that whatever asks for this value cannot be told either."""


class LiveValues(Values):
    """Evaluates parameters of the open scene.

    Args:
        graph: The open scene.
        folder: `$HIP`.
        scene: The scene file's name.
        environment: This process's environment.
        overrides: What a take changes that is not the current one: Houdini cannot be asked about those.
    """

    def __init__(
        self,
        graph: Graph,
        folder: str,
        scene: str,
        environment: Mapping[str, str],
        overrides: Overrides,
    ) -> None:
        super().__init__(graph, folder, scene, environment, overrides)
        self._own = overrides
        self._asked: Set[str] = {"HIP", "HIPNAME", "HIPFILE", "JOB", "HFS"}
        home = hou.getenv("HFS")
        if home:
            self.variables["HFS"] = home

    def _component(self, node: Node, name: str, component: int, textual: bool) -> Result:
        try:
            return super()._component(node, name, component, textual)
        except (FrameNeededError, CookNeededError):
            raise
        except UnknownError as error:
            if (node.path, name) in self._own:
                raise
            parms = node.operator.parmTuple(name) if isinstance(node, LiveNode) else None
            if parms is None or component >= len(parms):
                raise
            found = self._by_houdini(parms[component], textual)
            if found == "":  # what Houdini says of what is not there
                raise error
            return found

    def _by_houdini(self, parm: hou.Parm, textual: bool) -> Result:
        if not safety.is_safe(parm):
            raise CookNeededError(COOKS)
        frame = hou.frame() if self.frame is None else self.frame
        try:
            if self.frame is None and parm.isTimeDependent():
                raise FrameNeededError("it changes with the frame")
            if textual:
                return parm.evalAsStringAtFrame(frame)
            found = parm.evalAtFrame(frame)
            return found if isinstance(found, str) else float(found)
        except (hou.Error, TypeError, ValueError) as error:
            raise UnknownError("Houdini cannot evaluate it: %s" % " ".join(str(error).split())) from error

    def _variable(self, node: Node, name: str) -> Result:
        if name not in self._asked:
            self._asked.add(name)
            found = hou.getenv(name)
            if found is not None:
                self.variables[name] = found
        return super()._variable(node, name)

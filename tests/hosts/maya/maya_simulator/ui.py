"""Controls of the simulated Maya: menus, shelves, docks. A dock is a real Qt widget, where there is a Qt."""

# ruff: noqa: N802, N803, N815  the spelling is Maya's

from __future__ import annotations

from typing import Any, Dict, List, Optional

from .commands import SceneCommands, always, command, queries


class UiCommands(SceneCommands):
    """Commands about windows; in batch there are none."""

    def _ui(self, name: str) -> None:
        if self.maya.batch:
            raise RuntimeError("%s: no user interface in batch mode" % name)

    def _control(self, kind: str, name: str, flags: Dict[str, Any]) -> Any:
        self._ui(kind)
        there = self.maya.ui.get(name)
        if flags.pop("exists", False):
            return there is not None and there["kind"] == kind
        if flags.pop("query", False):
            if there is None:
                raise RuntimeError("Object '%s' not found." % name)
            return there.get(next(key for key, value in flags.items() if value is True))
        if flags.pop("edit", False):
            if there is None:
                raise RuntimeError("Object '%s' not found." % name)
            there.update(flags)
            return name
        parent = flags.get("parent", "")
        if parent and parent not in self.maya.ui:
            raise RuntimeError("Object '%s' not found." % parent)
        if not name or there is not None:
            name = "%s%d" % (name or kind, len(self.maya.ui))
        self.maya.ui[name] = dict(flags, kind=kind)
        return name

    def _children(self, name: str) -> List[str]:
        return [key for key, value in self.maya.ui.items() if value.get("parent") == name]

    @command(always)
    def menu(
        self, name: str = "", *, exists: bool = False, label: str = "", parent: str = "", tearOff: bool = False
    ) -> Any:
        return self._control("menu", name, {"exists": exists, "label": label, "parent": parent})

    @command(always)
    def menuItem(
        self, name: str = "", *, label: str = "", parent: str = "", command: Any = None, image: str = "",
        annotation: str = "", divider: bool = False, sourceType: str = "",
    ) -> Any:  # fmt: skip
        flags = {"label": label, "parent": parent, "command": command, "image": image, "annotation": annotation}
        return self._control("menuItem", name, flags)

    @command(always)
    def shelfLayout(
        self, name: str, *, exists: bool = False, query: bool = False, parent: str = "", childArray: bool = False
    ) -> Any:
        if query and childArray:
            return self._children(name) or None
        made = self._control("shelfLayout", name, {"exists": exists, "parent": parent})
        if not exists and parent:
            self.maya.ui[parent]["selectTab"] = made  # a new shelf comes to the front
        return made

    @command(always)
    def shelfButton(
        self, name: str = "", *, query: bool = False, edit: bool = False, label: Any = "", parent: str = "",
        command: Any = None, image: str = "", annotation: str = "", sourceType: str = "",
        style: str = "", exists: bool = False,
    ) -> Any:  # fmt: skip
        flags: Dict[str, Any] = {"exists": exists, "query": query, "edit": edit, "label": label, "image": image}
        flags.update(parent=parent, command=command, annotation=annotation, sourceType=sourceType)
        kept = {key: value for key, value in flags.items() if value not in ("", None, False)}
        return self._control("shelfButton", name, kept)

    @command(always)
    def shelfTabLayout(self, name: str, *, query: bool = False, edit: bool = False, selectTab: Any = "") -> Any:
        flags = {"query": query, "edit": edit, "selectTab": selectTab}
        return self._control("shelfTabLayout", name, flags)

    @command(always)
    def deleteUI(self, *names: str) -> None:
        self._ui("deleteUI")
        for name in names:
            if name not in self.maya.ui:
                raise RuntimeError("Object '%s' not found." % name)
            for child in self._children(name):
                self.deleteUI(child)
            self.maya.remove_control(name)

    @command(always)
    def workspaceControl(
        self, name: str, *, exists: bool = False, query: bool = False, edit: bool = False, label: str = "",
        uiScript: str = "", closeCommand: str = "", retain: bool = True, initialWidth: int = 0, minimumWidth: int = 0,
        restore: bool = False, close: bool = False, visible: bool = False, loadImmediately: bool = False,
        dockToMainWindow: Optional[Any] = None, tabToControl: Optional[Any] = None, floating: bool = False,
        widthProperty: str = "",
    ) -> Any:  # fmt: skip
        self._ui("workspaceControl")
        there = self.maya.ui.get(name)
        if exists:
            return there is not None
        if query and visible:
            return there is not None and there["visible"]
        if edit or query:
            if there is None:
                raise RuntimeError("Object '%s' not found." % name)
            if close:
                self.maya.close_control(name)
            elif restore or visible:
                there["visible"] = True
            else:
                there.update({"uiScript": uiScript} if uiScript else {"closeCommand": closeCommand})
            return name
        if there is not None:
            raise RuntimeError("Object's name '%s' is not unique." % name)
        self.maya.ui[name] = {
            "kind": "workspaceControl", "label": label, "uiScript": uiScript, "closeCommand": closeCommand,
            "retain": retain, "visible": True,
        }  # fmt: skip
        self.maya.make_control(name)
        return name

    @command(queries)
    def evalDeferred(self, function: Any, *, lowestPriority: bool = False) -> None:
        self.maya.deferred.append(function)

# -*- coding: utf-8 -*-
"""Run by a real Python 2.7: programs with that Python, simulated as far as the launcher speaks to them, and strictly.

    python2.7 python27_programs.py PROGRAM PATH... -- SCENE STATE ANSWER

PATH is what the installed pointer puts on sys.path, or Clarisse's startup script. STATE: saved, changed, unsaved.
Prints what the program was asked to do, one call a line.
"""

from __future__ import print_function, unicode_literals

import os
import sys
import types

CALLS = []


def note(*words):
    CALLS.append(" ".join("{0}".format(word) for word in words))


class Maya(object):
    def __init__(self, scene, state, answer):
        self.scene, self.state, self.answer = scene, state, answer
        self.items, self.waiting = {}, []

    def about(self, batch):
        return False

    def menu(self, name, exists=False, label="", parent="", tearOff=False):
        if exists:
            return name in self.items
        assert parent == "MayaWindow" and label == "Farmhand"
        self.items[name] = []
        return name

    def deleteUI(self, name):
        del self.items[name]

    def menuItem(self, label, parent, command, sourceType):
        assert sourceType == "python" and isinstance(command, str)
        self.items[parent].append(command)

    def file(self, *path, **flags):
        if flags == {"query": True, "sceneName": True}:
            return "" if self.state == "unsaved" else self.scene
        if flags == {"query": True, "modified": True}:
            return self.state != "saved"
        if flags == {"save": True}:
            return note("save")
        assert sorted(flags) == ["exportAll", "force", "preserveReferences", "type"], flags
        return note("export", flags["type"], path[0])

    def workspace(self, query, rootDirectory):
        return os.path.dirname(self.scene) + "/"

    def confirmDialog(self, title, message, button, **others):
        note("dialog", message)
        return self.answer


def run_maya(paths, scene, state, answer):
    maya = Maya(scene, state, answer)
    names = ("maya", "maya.cmds", "maya.mel", "maya.utils")
    package, cmds, mel, utils = [types.ModuleType(str(name)) for name in names]
    for name in ("about", "menu", "deleteUI", "menuItem", "file", "workspace", "confirmDialog"):
        setattr(cmds, name, getattr(maya, name))
    mel.eval = {"$farmhandMainWindow = $gMainWindow": "MayaWindow"}.__getitem__
    utils.executeDeferred = maya.waiting.append
    package.cmds, package.mel, package.utils = cmds, mel, utils
    sys.modules.update({"maya": package, "maya.cmds": cmds, "maya.mel": mel, "maya.utils": utils})
    for _ in range(2):  # a second start makes no second menu
        run_file([path for path in paths if os.path.exists(path + "/userSetup.py")][0] + "/userSetup.py", {})
        for function in maya.waiting:
            function()
        del maya.waiting[:]
    (command,) = maya.items["farmhandMenu"]
    exec(compile(command, "menu", "exec"), {})


def run_houdini(paths, scene, state, answer):
    from xml.etree import ElementTree

    hou = types.ModuleType(str("hou"))
    hou.getenv = {"JOB": os.path.dirname(scene), "FARMHAND_LAUNCHER": paths[0] + "/.."}.get
    files = hou.hipFile = types.ModuleType(str("hipFile"))
    files.path = lambda: "/nowhere/untitled.hip" if state == "unsaved" else scene
    files.hasUnsavedChanges = lambda: state != "saved"
    files.save = lambda *name, **flags: note("save", *name)
    files.setName = lambda name: note("name", name)
    hou.ui = types.ModuleType(str("ui"))

    def message(text, buttons=("OK",), default_choice=0, close_choice=0, title=""):
        note("dialog", text)
        return buttons.index(answer) if answer in buttons else 0

    hou.ui.displayMessage = message
    sys.modules[str("hou")] = hou
    sys.path.append(paths[0] + "/scripts/python")
    (code,) = [
        item.find("scriptCode").text for item in ElementTree.parse(paths[0] + "/MainMenuCommon.xml").iter("scriptItem")
    ]
    exec(compile(code, "menu", "exec"), {})


def run_clarisse(paths, scene, state, answer):
    entries = []

    class Menu(object):
        def remove_all_commands(self, name):
            del entries[:]

        def add_command(self, name):
            assert name == "Farmhand>"

        def add_command_as_script(self, language, name, code):
            assert language == "ScriptingPython" and all(isinstance(word, str) for word in (language, name, code))
            entries.append(code)

    class Application(object):
        get_main_menu = staticmethod(Menu)
        get_version = staticmethod(lambda: "4.0.0.5")
        get_current_project_filename = staticmethod(lambda: "" if state == "unsaved" else scene)
        is_project_modified = staticmethod(lambda: state != "saved")
        save_project = staticmethod(lambda path: note("save", path))
        log_error = staticmethod(lambda text: note("dialog", text))

    ix = types.ModuleType(str("ix"))
    ix.application = Application
    os.environ["CLARISSE_STARTUP_SCRIPT"] = "/studio/other.py;" + paths[0]
    with open(paths[0]) as stream:
        text = stream.read()
    for _ in range(2):
        exec(compile(text, "<startup>", "exec"), {"ix": ix})
    (code,) = entries
    exec(compile(code, "menu", "exec"), {"ix": ix})


def run_file(path, names):
    with open(path) as stream:
        exec(compile(stream.read(), path, "exec"), dict(names, __file__=path, __name__="__main__"))


def main(arguments):
    arguments = [word.decode("utf-8") if isinstance(word, bytes) else word for word in arguments]
    split = arguments.index("--")
    program, paths, (scene, state, answer) = arguments[0], arguments[1:split], arguments[split + 1 :]
    sys.path[1:1] = [str(path) for path in paths if os.path.isdir(path)]
    {"maya": run_maya, "houdini": run_houdini, "clarisse": run_clarisse}[program](paths, scene, state, answer)
    for call in CALLS:
        sys.stdout.write((call + "\n").encode("utf-8") if sys.version_info[0] == 2 else call + "\n")
    sys.stdout.flush()


main(sys.argv[1:])

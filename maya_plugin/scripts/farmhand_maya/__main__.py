"""`mayapy -m farmhand_maya SCENE ...`: the open scene's analysis and submission without windows.

The options are those of `farmhand submit`. It differs from that command in who looks at the scene: Maya itself, with
every plug-in it has, instead of a reader of its file.
"""

# ruff: noqa: PLC0415  maya.cmds is empty until Maya runs

from __future__ import annotations

import argparse
import os
import sys
from typing import List, Optional

from farmhand.errors import FarmhandError, SceneError
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken
from farmhand.scene.host import run
from farmhand.session import Session
from farmhand.terminal import Terminal


def main(argv: Optional[List[str]] = None) -> int:
    """Open a scene, look at it, and submit it unless `--analyse` is given; returns the exit code."""
    arguments = _parser().parse_args(argv)
    terminal = Terminal(arguments.json)
    try:
        return _run(arguments, terminal)
    except FarmhandError as error:
        terminal.note("farmhand: {}".format(error))
        if error.advice:
            terminal.note(error.advice)
        return error.exit_code


def open_scene(path: str, project: str = "") -> None:
    """Open a scene in a Maya that has no windows, starting it where that is necessary.

    Raises:
        SceneError: Maya cannot open it.
    """
    import maya.standalone

    path = os.path.abspath(path)
    maya.standalone.initialize(name="python")
    from maya import cmds

    if project:
        cmds.workspace(os.path.abspath(project), openWorkspace=True)
    try:
        cmds.file(path, open=True, force=True)
    except RuntimeError as error:
        if os.path.normpath(str(cmds.file(query=True, sceneName=True) or "")) != os.path.normpath(path):
            raise SceneError("Maya cannot open {path}: {why}.", "", path=path, why=error) from error
        # opened, with complaints: plug-ins or references that are missing are told by the analysis


def _run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    open_scene(arguments.scene, arguments.project)
    from farmhand_maya.host import MayaHost

    scene = run(MayaHost().analyse(), terminal.report)
    for tip in scene.tips:
        terminal.note("{}: {} {}".format(tip.severity, tip.message, ", ".join(tip.details[:5])))
    if arguments.analyse:
        terminal.result(scene.as_dict())
        return 0
    choices = Choices(frames_per_task=arguments.frames_per_task, project_name=arguments.project_name)
    frames = FrameRange.parse(arguments.frames) if arguments.frames else None
    wanted = set(arguments.layer)
    absent = wanted - {name for target in scene.targets for name in (target.name, target.label)}
    if absent:
        raise SceneError("The scene has no layer {names}.", "", names=", ".join(sorted(absent)))
    for target in scene.targets:
        enabled = bool({target.name, target.label} & wanted) if wanted else None
        choices = choices.with_target(target.name, enabled=enabled, frames=frames)
    job = Job(scene, choices)
    session = Session.open()
    try:
        task_id = session.submit(job, terminal.report, CancelToken())
    finally:
        session.close()
    terminal.say("Task {} is submitted: {} pictures.".format(task_id, job.frame_count))
    terminal.result({"task_id": task_id, "pictures": job.frame_count, "scene": scene.path})
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mayapy -m farmhand_maya", description="Send a Maya scene to the render farm."
    )
    add = parser.add_argument
    add("scene", metavar="SCENE", help="the scene")
    add("--analyse", action="store_true", help="only look at it")
    add("--project", default="", metavar="FOLDER", help="the scene's project folder")
    add("--layer", action="append", default=[], metavar="NAME", help="render only this layer (repeat it)")
    add("--frames", default="", metavar="RANGE", help="such as 1-10[1], for everything that renders")
    add("--project-name", default="", metavar="NAME", help="the farm's project for the bill")
    add("--frames-per-task", type=int, default=1, metavar="N", help="frames on one node in one go")
    add("--json", action="store_true", help="one JSON object on standard output")
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""The command line: `farmhand analyse | submit | resume | tasks | task | download | log | doctor | panel`.

Inside a DCC it is the same on that program's own Host.

Exit codes: 0 done, 1 unexpected, 2 wrong usage, then one for each kind of error (`errors.py`), 130 stopped by the user.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
import time
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from farmhand import __version__, logs, task_commands
from farmhand.errors import Cancelled, FarmhandError, JobError, SettingsError, TaskFailed
from farmhand.farm.codes import TASK_DONE, TASK_TEST_DONE
from farmhand.frames import FrameRange
from farmhand.hooks import analysed
from farmhand.job.choices import BY_TASK, BY_USER, Choices, Job, read_plugins
from farmhand.progress import CancelToken
from farmhand.readers import open_scene
from farmhand.scene.host import Host, LeadsOn, run
from farmhand.scene.model import ERROR, Scene, Tip
from farmhand.session import Session
from farmhand.terminal import Terminal, size
from farmhand.watch.downloads import Download

_log = logging.getLogger(__name__)

Command = Callable[[argparse.Namespace, Terminal], int]
OpenHost = Callable[[str, str], Host]
"""From a scene's absolute path and its project folder, which may be empty, to a Host that has it open."""
_DEBUG_HELP = "tell everything, with tracebacks"


def main(argv: Optional[Sequence[str]] = None, open_host: OpenHost = open_scene, program: str = "farmhand") -> int:
    """Run one command; returns the exit code.

    Args:
        argv: The words after the program's name; the process's own where none are given.
        open_host: Opens the scene for `analyse` and `submit`; by default a reader of its file. A DCC's batch gives its
            own.
        program: How the help calls the command.
    """
    arguments = _parser(program).parse_args(argv)
    arguments.open_host = open_host
    logging.basicConfig(level=logging.DEBUG if arguments.debug else logging.ERROR, stream=sys.stderr)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    logs.start()
    terminal = Terminal(getattr(arguments, "json", False))
    try:
        code: int = arguments.command(arguments, terminal)
        return code
    except FarmhandError as error:
        return _told(error, arguments.debug, terminal)
    except KeyboardInterrupt:
        return _told(Cancelled("Stopped."), False, terminal)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence: the user gets a sentence, not a traceback
        _log.debug("unexpected", exc_info=True)
        unexpected = FarmhandError(
            "Something unexpected happened: {kind}: {reason}",
            "Run it again with --debug and tell us what it prints.",
            kind=type(error).__name__,
            reason=error,
        )
        return _told(unexpected, False, terminal)


def analyse(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand analyse SCENE`."""
    scene = run(analysed(_host(arguments)), terminal.report)
    _describe(Job(scene), terminal)
    terminal.result(scene.as_dict())
    return 0


def submit(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand submit SCENE`."""
    host = _host(arguments)
    scene = run(analysed(host), terminal.report)
    job = Job(scene, _choices(arguments, scene, host))
    _describe(job, terminal)
    job.check()
    session = Session.open(_overrides(arguments))
    task_id = session.submit(job, terminal.report, CancelToken())
    _tell_tips(session.tips, terminal)
    terminal.say("Task {} is submitted: {} pictures.".format(task_id, job.frame_count))
    result: Dict[str, Any] = {"task_id": task_id, "pictures": job.frame_count, "scene": job.scene.path}
    if arguments.wait or arguments.to:
        folder = arguments.to or session.settings["output_folder"] or frames_folder(job.scene.path)
        _bring(session, task_id, folder, True, terminal, result)
        return 0
    terminal.say("Bring its frames with: farmhand download {} --to FOLDER".format(task_id))
    terminal.result(result)
    return 0


def tasks(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand tasks`."""
    found = Session.open(_overrides(arguments)).tasks(arguments.limit)
    for task in found:
        submitted = time.strftime("%Y-%m-%d %H:%M", time.localtime(task.submitted)) if task.submitted else ""
        terminal.say(
            "{:>10}  {:<16}  {:>5}/{:<5}  {:<28}  {}".format(
                task.id, submitted, sum(leaf.done for leaf in task.leaves), sum(leaf.total for leaf in task.leaves),
                task.status_text, task.scene,
            )
        )  # fmt: skip
    if not found:
        terminal.say("No tasks yet.")
    terminal.result(
        [
            {
                "task_id": task.id,
                "alias": task.alias,
                "scene": task.scene,
                "status": task.status,
                "status_text": task.status_text,
                "ended": task.ended,
                "frames": sum(leaf.total for leaf in task.leaves),
                "done": sum(leaf.done for leaf in task.leaves),
                "failed": sum(leaf.failed for leaf in task.leaves),
                "output": [leaf.output_name for leaf in task.leaves],
                "cost": task.cost,
            }
            for task in found
        ]
    )
    return 0


def download(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand download TASK --to FOLDER`."""
    session = Session.open(_overrides(arguments))
    folder = arguments.to or session.settings["output_folder"]
    if not folder:
        raise SettingsError("Where to download to?", "Give a folder with --to, or set FARMHAND_OUTPUT_FOLDER.")
    _bring(session, arguments.task, folder, not arguments.now, terminal, {}, arguments.follow)
    return 0


def panel(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand panel SCENE`."""
    try:
        from farmhand_ui import app
    except ImportError as error:
        raise SettingsError(
            "The panel cannot be loaded: {reason}.",
            "Use a release, or install it from a checkout's folder: pip install \".[desktop]\".",
            reason=error,
        ) from error
    code: int = app.run(arguments.scene, project=arguments.project)
    return code


def doctor(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand doctor`."""
    from farmhand import doctor as doctor_module

    findings = []
    for finding in doctor_module.examine(network=not arguments.offline):
        findings.append(finding)
        terminal.say("{:<6} {:<9} {}".format(finding.state, finding.area, finding.told))
        if finding.advice:
            terminal.say("{:<16} -> {}".format("", finding.advice))
    wrong = sum(finding.state == doctor_module.WRONG for finding in findings)
    terminal.say("Nothing is wrong." if not wrong else "{} to mend.".format(wrong))
    terminal.result([vars(finding) for finding in findings])
    return 1 if wrong else 0


def frames_folder(scene: str) -> str:
    """Where a scene's frames go when nobody says otherwise: a folder beside it."""
    return os.path.join(os.path.dirname(os.path.abspath(scene)), "farmhand_frames")


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description="Send scenes to the render farm and bring frames back.")
    parser.add_argument("--version", action="version", version="farmhand " + __version__)
    parser.add_argument("--debug", action="store_true", help=_DEBUG_HELP)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, function: Command, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(command=function)
        made.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_DEBUG_HELP)
        return made

    _add_analyse(command("analyse", analyse, "what a scene renders and needs"))
    _add_submit(command("submit", submit, "send a scene to the farm"))
    resume = "go on with submissions that were killed or failed"
    task_commands.add_resume(command("resume", task_commands.resume, resume))
    _add_tasks(command("tasks", tasks, "the newest tasks of the account"))
    task_commands.add_task(command("task", task_commands.task, "stop, start, change or estimate a task"))
    _add_download(command("download", download, "bring a task's frames; waits until the task has ended"))
    task_commands.add_log(command("log", task_commands.log, "what Farmhand did on this machine"))
    _add_doctor(command("doctor", doctor, "what is wrong here and what to do; no secret is told"))
    _add_scene(command("panel", panel, "the panel, on a saved scene"))
    return parser


def _add_scene(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("scene", metavar="SCENE", help="a scene of Maya, Houdini or Clarisse")
    parser.add_argument("--project", default="", metavar="FOLDER", help="the scene's project folder")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _add_analyse(parser: argparse.ArgumentParser) -> None:
    _add_scene(parser)
    _add_json(parser)


def _add_submit(parser: argparse.ArgumentParser) -> None:
    _add_scene(parser)
    _add_json(parser)
    add = parser.add_argument
    add("--layer", "--rop", "--image", action="append", default=[], metavar="NAME", help="render only this, or what "
        "this node leads to (repeat it)")
    add("--frames", default="", metavar="RANGE", help="such as 1-10[1] or 1-100x5, for everything that renders")
    add("--camera", action="append", default=[], metavar="NAME", help="render this camera (repeatable)")
    add("--project-name", default="", metavar="NAME", help="the farm's project for the bill")
    add("--priority", default="000", metavar="FLAGS", help="first/middle/last frame first, such as 101")
    add("--stop-after-priority", action="store_true", help="wait for full speed after those")
    add("--all-frames", action="store_true", help="send the files of every frame of a sequence, not only of those "
        "that render")
    add("--frames-per-task", type=int, default=1, metavar="N", help="frames on one node in one go")
    add("--tiles", type=int, default=1, metavar="N", help="cut each frame into N parts, each on a node of its own")
    add("--layered", action="store_true", help="each layer is a task of its own")
    add("--isolate", default="", metavar="WHOM", help="keep files apart from those of other jobs on the farm: task for "
        "this task alone, or the number of a user of yours")
    add("--os", choices=("linux", "windows"), default="", help="render nodes' system")
    add("--software-version", default="", metavar="VERSION", help="the DCC's version on the farm")
    add("--plugin", action="append", default=[], metavar="NAME=VERSION", help="a plug-in on the farm")
    add("--wait", action="store_true", help="wait for the frames and bring them")
    add("--to", default="", metavar="FOLDER", help="bring the frames here (waits for them)")


def _add_tasks(parser: argparse.ArgumentParser) -> None:
    _add_json(parser)
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most this many")


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    _add_json(parser)
    parser.add_argument("--offline", action="store_true", help="do not call the farm")


def _add_download(parser: argparse.ArgumentParser) -> None:
    _add_json(parser)
    parser.add_argument("task", type=int, metavar="TASK", help="the task's number")
    parser.add_argument("--to", default="", metavar="FOLDER", help="where to")
    parser.add_argument("--now", action="store_true", help="only what is done by now; do not wait")
    parser.add_argument(
        "--follow", action="store_true", help="go on for days: through lost networks, and when frames render again"
    )
    parser.add_argument("--flat", action="store_true", help="without the folder that is named after the task")


def _host(arguments: argparse.Namespace) -> Host:
    host: Host = arguments.open_host(os.path.abspath(arguments.scene), arguments.project)
    return host


def _choices(arguments: argparse.Namespace, scene: Scene, host: Optional[Host] = None) -> Choices:
    isolation, user = _isolation(arguments.isolate)
    choices = Choices(
        project_name=arguments.project_name,
        os_name=arguments.os,
        software_version=arguments.software_version,
        plugins=read_plugins(arguments.plugin),
        priority_frames=arguments.priority,
        stop_after_priority=arguments.stop_after_priority,
        frames_per_task=arguments.frames_per_task,
        layered=arguments.layered,
        tiles=arguments.tiles,
        all_frames=arguments.all_frames,
        isolation=isolation,
        isolation_user=user,
    )
    frames = FrameRange.parse(arguments.frames) if arguments.frames else None
    names = [name for target in scene.targets for name in (target.name, target.label)]
    layers = set(_led_to(arguments.layer, names, host))
    _known("layer, ROP or image", sorted(layers), names)
    _known("camera", arguments.camera, [camera.name for camera in scene.cameras])
    for target in scene.targets:
        enabled = None if not layers else bool({target.name, target.label} & layers)
        choices = choices.with_target(
            target.name, enabled=enabled, frames=frames, cameras=tuple(arguments.camera) or None
        )
    return choices


def _led_to(asked: Sequence[str], names: Sequence[str], host: Optional[Host]) -> List[str]:
    """What was asked for, with what it leads to in place of a node that renders nothing itself, such as a fetch."""
    found: List[str] = []
    for name in asked:
        led_to = host.chosen([name]) if name not in names and isinstance(host, LeadsOn) else ()
        found += led_to or [name]
    return found


def _isolation(whom: str) -> Tuple[str, str]:
    """`Choices.isolation` and its user, from `task`, a user's number, or nothing."""
    if whom in ("", BY_TASK):
        return whom, ""
    if not re.match(r"[0-9]{1,18}\Z", whom):
        raise JobError("Files cannot be kept apart for {whom!r}.", "Write task, or a user's number.", whom=whom)
    return BY_USER, whom


def _known(kind: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise JobError(
                "The scene has no {kind} {name}.",
                "It has: {known}.",
                kind=kind,
                name=name,
                known=", ".join(sorted(set(known))),
            )


def _overrides(arguments: argparse.Namespace) -> Dict[str, str]:
    overrides = {"output_folder": os.path.abspath(arguments.to)} if getattr(arguments, "to", "") else {}
    if getattr(arguments, "flat", False):
        overrides["keep_levels"] = "false"
    return overrides


def _bring(
    session: Session,
    task_id: int,
    folder: str,
    follow: bool,
    terminal: Terminal,
    result: Dict[str, Any],
    forever: bool = False,
) -> None:
    """Download a task's frames, tell the result, and refuse to call a task done that is not."""
    brought: Download = session.download(task_id, folder, terminal.report, CancelToken(), follow, forever)
    task = brought.task
    terminal.say("{} files in {} ({} new).".format(len(brought.files), brought.folder, brought.fetched))
    for name in brought.refused:
        terminal.note("warning: {!r} was left on the farm: it is no file name, or would lie elsewhere.".format(name))
    terminal.result(
        dict(
            result,
            task_id=task_id,
            folder=brought.folder,
            files=list(brought.files),
            fetched=brought.fetched,
            status=task.status,
            status_text=task.status_text,
        )
    )
    if follow and task.status not in (TASK_DONE, TASK_TEST_DONE):
        raise TaskFailed(
            "Task {task} ended as: {status}. {failed} frames failed, {done} are done.",
            "The frames that are done are in {folder}.",
            task=task_id,
            status=task.status_text,
            failed=brought.failed_frames,
            done=sum(leaf.done for leaf in task.leaves),
            folder=brought.folder,
        )


def _describe(job: Job, terminal: Terminal) -> None:
    scene = job.scene
    terminal.say("{}  {} {}".format(scene.path, scene.host.capitalize(), scene.version))
    for target in job.targets:
        pixels = "{}x{}".format(target.width, target.height) if target.width and target.height else "own size"
        terminal.say(
            "  [{}] {:<24} {:<14} {:<24} {:<10} {}  {}".format(
                "x" if target.enabled else " ", target.label, str(target.frames),
                ", ".join(target.cameras) or "-", pixels, target.renderer, target.format,
            )
        )  # fmt: skip
    terminal.say("{} pictures, {} in {} files".format(job.frame_count, size(job.bytes_to_send), len(job.assets) + 1))
    idle = len(scene.assets) - len(job.assets)
    if idle:
        terminal.say("{} files of sequences belong to frames that do not render and stay here".format(idle))
    _tell_tips(job.problems(), terminal)


def _tell_tips(tips: Sequence[Tip], terminal: Terminal) -> None:
    for tip in tips:
        details: List[str] = list(tip.details[:5])
        if len(tip.details) > len(details):
            details.append("and {} more".format(len(tip.details) - len(details)))
        word = "error" if tip.severity == ERROR else "warning"
        terminal.note("{}: {}{}".format(word, tip.message, " " + ", ".join(details) if details else ""))


def _told(error: FarmhandError, debug: bool, terminal: Terminal) -> int:
    """Say what is wrong and what to do; a traceback only with --debug."""
    if debug:
        _log.error("%s", type(error).__name__, exc_info=error)
    terminal.note("farmhand: {}".format(error))
    if error.advice:
        terminal.note("  {}".format(error.advice))
    terminal.refuse({"error": {"code": error.code, "message": str(error), "hint": error.advice}})
    return error.exit_code

"""The commands of `farmhand` for what goes on after a submission: `resume`, `task` and `log`."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from typing import Any, Dict, List

from farmhand import logs, settings
from farmhand.errors import DiskError, JobError
from farmhand.files import make_folder
from farmhand.progress import CancelToken
from farmhand.session import Session
from farmhand.submission.journal import Entry
from farmhand.terminal import Terminal
from farmhand.watch.actions import ACTIONS, TABLE
from farmhand.watch.estimate import Range


def add_resume(parser: argparse.ArgumentParser) -> None:
    """The options of `farmhand resume`."""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("number", type=int, nargs="?", metavar="NUMBER", help="this one, whatever its state")
    parser.add_argument("--list", action="store_true", help="only show what is unfinished")
    parser.add_argument("--forget", action="store_true", help="put it away instead: it is not offered any more")
    parser.add_argument("--yes", action="store_true", help="go on with all without asking")


def add_task(parser: argparse.ArgumentParser) -> None:
    """The options of `farmhand task`."""
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    names = [*ACTIONS, "estimate"]
    parser.add_argument("action", choices=names, metavar="ACTION", help=", ".join(names))
    parser.add_argument("task", type=int, metavar="TASK", help="the task's number")
    parser.add_argument("value", nargs="?", default="", metavar="VALUE", help=_values())
    parser.add_argument("--yes", action="store_true", help="do it without asking, also where it costs or destroys")
    parser.add_argument("--nodes", type=int, default=0, metavar="N", help="estimate: render nodes at once")


def add_log(parser: argparse.ArgumentParser) -> None:
    """The options of `farmhand log`."""
    parser.add_argument("--key", default="", metavar="MARK", help="only the lines of one submission")
    parser.add_argument("--copy", default="", metavar="FOLDER", help="copy the log's files there instead")
    parser.add_argument("--folder", action="store_true", help="only say where the log is")


def resume(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand resume`."""
    session = Session.open()
    chosen = session.unfinished()
    if arguments.number is not None:
        chosen = [entry for entry in chosen if entry.id == arguments.number] or [_bare(arguments.number)]
    for entry in chosen:
        if entry.scene:
            terminal.say(_line(entry))
    if not chosen:
        terminal.say("Nothing is unfinished.")
    results: List[Dict[str, Any]] = []
    if arguments.list:
        results = [_shown(entry) for entry in chosen]
        chosen = []
    for entry in chosen:
        if arguments.forget:
            session.forget(entry.id)
            terminal.say("Submission {} is put away.".format(entry.id))
            results.append(dict(_shown(entry), forgotten=True))
        elif arguments.number is not None or arguments.yes or _agrees("Go on with {}?".format(entry.scene)):
            task_id = session.resume(entry.id, terminal.report, CancelToken())
            terminal.say("Task {} is submitted.".format(task_id))
            results.append(dict(_shown(entry), task_id=task_id))
    terminal.result(results)
    return 0


def task(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand task ACTION TASK`."""
    session = Session.open()
    if arguments.action == "estimate":
        return _estimate(session, arguments, terminal)
    question = ACTIONS[arguments.action].question
    if question and not arguments.yes and not _agrees("{} Do it to task {}?".format(question, arguments.task)):
        raise JobError(
            "Nothing was done to task {task}: {question}",
            "Say --yes if that is what you want.",
            task=arguments.task,
            question=question,
        )
    done = session.act(arguments.action, arguments.task, arguments.value)
    now = done.after.status_text if done.after is not None else "deleted"
    frames = " ({} frames)".format(done.frames) if done.frames else ""
    terminal.say("Task {}: {}{}; it was: {}.".format(arguments.task, now, frames, done.before.status_text))
    terminal.result(
        {
            "task_id": arguments.task,
            "action": done.action,
            "before": done.before.status,
            "status": done.after.status if done.after is not None else None,
            "status_text": now,
            "frames": done.frames,
        }
    )
    return 0


def log(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """`farmhand log`."""
    root = settings.load()["log_root"]
    if arguments.folder:
        terminal.say(logs.folder(root))
        return 0
    if not arguments.copy:
        terminal.say(logs.tail(key=arguments.key, root=root).rstrip("\n"))
        return 0
    make_folder(arguments.copy)
    for path in logs.files(root):
        try:
            shutil.copy2(path, arguments.copy)
        except OSError as error:
            raise DiskError(
                "{path} cannot be written: {reason}.",
                "Free some space or choose another folder, then try again; what is done already is kept.",
                path=os.path.join(arguments.copy, os.path.basename(path)),
                reason=(error.strerror or str(error)).lower(),
            ) from error
        terminal.say(os.path.join(arguments.copy, os.path.basename(path)))
    return 0


def _estimate(session: Session, arguments: argparse.Namespace, terminal: Terminal) -> int:
    found = session.task(arguments.task)
    if found is None:
        raise JobError("The farm has no task {task}.", "List yours with `farmhand tasks`.", task=arguments.task)
    told = session.estimate(found, arguments.nodes)
    if told is None:
        terminal.say("Nothing can be told yet: no frame is done, or none is left.")
        terminal.result(None)
        return 0
    terminal.say("{} pictures are done, {} are left.".format(told.measured, told.remaining))
    terminal.say("The rest will cost {}; {:.2f} so far.".format(_spread(told.cost, 1.0, ""), told.spent))
    terminal.say("It takes {} on one node.".format(_spread(told.machine_seconds, 60.0, " minutes")))
    if told.seconds is not None:
        terminal.say("On {} nodes: {}.".format(arguments.nodes, _spread(told.seconds, 60.0, " minutes")))
    terminal.result(
        {
            "measured": told.measured,
            "remaining": told.remaining,
            "spent": told.spent,
            "cost": told.cost.__dict__,
            "machine_seconds": told.machine_seconds.__dict__,
            "seconds": told.seconds.__dict__ if told.seconds is not None else None,
        }
    )
    return 0


def _spread(found: Range, unit: float, name: str) -> str:
    if found.low is None or found.high is None:
        return "about {:.2f}{} (one frame says nothing of the spread)".format(found.expected / unit, name)
    low, expected, high = (value / unit for value in (found.low, found.expected, found.high))
    return "about {:.2f}{} (from {:.2f} to {:.2f}, nine times in ten)".format(expected, name, low, high)


def _agrees(question: str) -> bool:
    """Whether the user says yes; nobody at a terminal says no."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(question + " [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _bare(number: int) -> Entry:
    """An entry of which only the number is known: the session knows the rest, or says what is wrong."""
    return Entry(number, "", 0.0, None, "", "", [])


def _line(entry: Entry) -> str:
    begun = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.created))
    state = entry.reason or ("it was ended in the middle" if not entry.ended else entry.ended)
    return "{:>6}  {}  {}  task {}  {}".format(entry.id, begun, entry.scene, entry.task_id or "-", state)


def _shown(entry: Entry) -> Dict[str, Any]:
    return {
        "number": entry.id,
        "scene": entry.scene,
        "task_id": entry.task_id,
        "steps": entry.steps,
        "reason": entry.reason,
        "key": entry.key,
    }


def _values() -> str:
    return "; ".join("{}: {}".format(action.name, action.takes) for action in TABLE if action.takes)

"""Submissions in processes of their own that are killed somewhere, and what goes on afterwards. Driven by test_killed.

It imports everything once and forks for each piece of work, as starting Python 600 times would take longer than the
work. It reads lines of JSON on standard input and writes one line for each: {"signal": N, "result": what came of it}.
"""

import dataclasses
import json
import os
import signal
import sys
import threading

from farmhand import logs
from farmhand.files import look
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.scene.model import Asset
from farmhand.session import Session
from farmhand.submission import journal as journal_module, steps
from farmhand.submission.sending import files_of


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class AtCall:
    """Kills at the N-th call of a Python or C function in the main thread since the submission was noted."""

    def __init__(self, number):
        self.number = number
        self.count = 0
        begin = journal_module.Journal.begin

        def begun(*arguments, **named):
            found = begin(*arguments, **named)
            sys.setprofile(self)
            return found

        journal_module.Journal.begin = begun

    def __call__(self, frame, event, argument):
        self.count += 1
        if self.count == self.number:
            die()


class AtWrite:
    """Kills before (even N) or after (odd N) a write of the journal."""

    def __init__(self, number):
        self.number = number
        self.count = 0
        for name in ("begin", "_write"):
            self.wrap(journal_module.Journal, name)

    def wrap(self, owner, name):
        write = getattr(owner, name)

        def killed(*arguments, **named):
            self.tick()
            try:
                return write(*arguments, **named)
            finally:
                self.tick()

        setattr(owner, name, killed)

    def tick(self):
        if self.count == self.number:
            die()
        self.count += 1


def job_of(order):
    """The example's fog layer, with the assets of the order's folder."""
    scene = run(open_scene(order["example"]).analyse())
    folder = order["folder"]
    path = os.path.join(folder, order["scene"])
    names = sorted(name for name in os.listdir(folder) if name.endswith(".tex"))
    assets = [Asset(os.path.join(folder, name), *look(os.path.join(folder, name))) for name in names]
    stamp = look(path)
    scene = dataclasses.replace(
        scene, path=path, project=folder, references=(), assets=tuple(assets), size=stamp.size, mtime_ns=stamp.mtime_ns
    )
    choices = Choices().with_target("rs_beauty", enabled=False)
    return Job(scene, choices.with_target("rs_fog", frames=FrameRange.parse("1-2[1]")))


def submit(order):
    """Submit, and be killed at the order's point."""
    job = job_of(order)
    kind, number = order["kill"]
    at_call = AtCall(number if kind == "call" else 0)
    at_write = AtWrite(number if kind == "write" else -1)
    if kind == "time":
        timer = threading.Timer(number, die)
        timer.daemon = True
        timer.start()
    task_id = Session.open().submit(job, ignore, CancelToken())
    sys.setprofile(None)
    return {"task": task_id, "calls": at_call.count, "writes": at_write.count}


def go_on(order):
    """What a user does after the crash: look what is unfinished and go on, else submit; then bring the frames."""
    session = Session.open()
    left = session.unfinished()
    entries = session._journal().entries()
    if left:
        how, task_id = "resumed", session.resume(left[0].id, ignore, CancelToken())
    elif entries:
        how, task_id = "was done", entries[0].task_id
    else:
        how, task_id = "begun anew", session.submit(job_of(order), ignore, CancelToken())
    brought = session.download(task_id, os.path.join(order["folder"], "frames"), ignore, CancelToken())
    return {
        "how": how,
        "task": task_id,
        "offered": len(left),
        "still": len(session.unfinished()),
        "files": list(brought.files),
        "sent": [asset.path for asset in files_of(job_of(order))],
    }


def ignore(progress):
    pass


def main():
    running = {}
    for line in sys.stdin:
        orders = json.loads(line)
        answers = []
        for order in orders:
            process = os.fork()
            if process == 0:
                work(order)
            running[process] = order
        while running:
            process, status = os.wait()
            order = running.pop(process)
            ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            result = None
            if os.path.exists(order["result"]):
                with open(order["result"], encoding="utf-8") as stream:
                    result = json.load(stream)
            answers.append({"scene": order["scene"], "signal": ended, "result": result})
        sys.stdout.write(json.dumps(answers) + "\n")
        sys.stdout.flush()


def work(order):
    """In the forked process; never returns."""
    code = 1
    try:
        os.environ["FARMHAND_DATA_FOLDER"] = os.path.join(order["folder"], "data")
        os.environ["FARMHAND_LOG_ROOT"] = os.path.join(order["folder"], "logs")
        steps.SETTLE = 1.0
        logs.stop()
        result = {"submit": submit, "go on": go_on}[order["do"]](order)
        with open(order["result"], "w", encoding="utf-8") as stream:
            json.dump(result, stream)
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()

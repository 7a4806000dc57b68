"""Ten thousand frames of one task, watched and downloaded from a sandbox in a process of its own.

Nobody else does it on one machine without the farm: the floor is copying the same files. What is new in the rows
besides time: the processor's share and the memory of our process, without the transfer programs it starts, and how many
questions the farm was asked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List

from measure import Bench, Figures, Row, ours

SCENE = {
    "task_info": {"cg_id": "2000", "input_cg_file": "/p/shot.ma", "task_id": ""},
    "scene_info_render": {
        "beauty": {
            "renderable": "1",
            "common": {"frames": "1-{}[1]", "render_camera": ["cam"], "width": "64", "height": "36"},
        }
    },
}


def watched(bench: Bench) -> None:
    """Download while it renders, then look again with nothing new."""
    frames = 500 if bench.quick else 10_000
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "farmhand_sandbox", "--port", "0", "--storage", os.path.join(folder, "farm"),
                   "--speed", "0.01", "--nodes", "4", "--analyse-delay", "0"]  # fmt: skip
        farm = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            environment = exports(farm)
            environment["FARMHAND_LOG_ROOT"] = os.path.join(folder, "logs")
            asked = {"environment": environment, "frames": frames, "folder": os.path.join(folder, "frames")}
            first = ours("follow", asked)
            floor = copied(Path(folder, "frames"), Path(folder, "copy"))
            again = ours("again", dict(asked, task=first["found"]["task"]))
        finally:
            farm.terminate()
            farm.communicate(timeout=60)
    rows = (
        ("%d frames, watched and downloaded while they render", first, floor),
        ("the same, nothing new", again, None),
    )
    for what, figures, least in rows:
        found: Dict[str, Any] = figures["found"]
        note = "%.1f s of processor, %.0f MB at most, %d questions, %d fetched" % (
            figures["processor"], figures["megabytes"], found["questions"], found["fetched"],
        )  # fmt: skip
        bench.add(Row(what % frames if "%" in what else what, float(figures["seconds"]), least, note=note))
    passes: Figures = again["found"]
    note = "%d passes of %d questions in all, no file access" % (passes["passes"], passes["pass_questions"])
    bench.add(Row("one pass while nothing is new, of %d frames" % frames, float(passes["pass_seconds"]), note=note))


def exports(farm: subprocess.Popen[str]) -> Dict[str, str]:
    """What the sandbox says of how to reach it."""
    found: Dict[str, str] = {}
    for line in farm.stdout or ():
        if line.startswith("#"):
            break
        name, _, value = line.strip().partition("export ")[2].partition("=")
        found[name] = value.strip("'")
    return found


def copied(source: Path, target: Path) -> float:
    """Seconds to copy the frames."""
    start = time.perf_counter()
    shutil.copytree(source, target)
    return time.perf_counter() - start


def follow(asked: Figures) -> Figures:
    """Submit the frames and bring them as they are done. In a process of its own."""
    session = opened(asked)
    task = session._client.new_task()
    text = json.dumps(SCENE).replace("1-{}[1]", "1-{}[1]".format(asked["frames"]))
    session._client.transmit.upload_json_content(task, text)
    session._client.submit(task)
    counted = count(session)
    return measured(lambda: session.download(task, asked["folder"], unheard, token()), counted, {"task": task})


def again(asked: Figures) -> Figures:
    """Download once more what is there already, then ten passes of a watcher with nothing new."""
    from farmhand.watch.downloads import Downloader

    session = opened(asked)
    counted = count(session)
    task, folder = asked["task"], asked["folder"]
    figures = measured(lambda: session.download(task, folder, unheard, token(), follow=False), counted, {"task": task})
    data = asked["environment"]["FARMHAND_DATA_FOLDER"]
    downloader = Downloader(session._client, session._transfer(), task, folder, data)
    with downloader._working(token()):
        downloader._bring(session.task(task), unheard, token())
        del counted[:]
        start = time.perf_counter()
        for _ in range(10):
            downloader._bring(session.task(task), unheard, token())
        seconds = (time.perf_counter() - start) / 10
    figures["found"].update(passes=10, pass_questions=len(counted), pass_seconds=seconds)
    return figures


def opened(asked: Figures) -> Any:
    """A session on the sandbox."""
    from farmhand.session import Session

    os.environ.update(asked["environment"])
    session = Session.open()
    session._transfer()
    return session


def token() -> Any:
    """A token that nobody uses."""
    from farmhand.progress import CancelToken

    return CancelToken()


def unheard(progress: Any) -> None:
    """Listen to nothing."""


def count(session: Any) -> List[str]:
    """The questions that the session asks from now on."""
    asked: List[str] = []
    call = session._client._connection.call

    def counted(operation: str, *rest: Any, **named: Any) -> Any:
        asked.append(operation)
        return call(operation, *rest, **named)

    session._client._connection.call = counted
    return asked


def measured(work: Any, questions: List[str], found: Figures) -> Figures:
    """Seconds, processor and questions of a download."""
    start, processor = time.perf_counter(), time.process_time()
    brought = work()
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    found.update(questions=len(questions), fetched=brought.fetched, files=len(brought.files))
    return {"seconds": seconds, "processor": processor, "found": found}

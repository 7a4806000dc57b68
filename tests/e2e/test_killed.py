"""A submission that is killed anywhere loses nothing, pays nothing twice, and goes on.

A handful of points by default; 300 with FARMHAND_PROOF=1: each side of each write of the journal, calls of functions
spread evenly over the whole run, and moments by the clock, while the transfer program is at work.
"""

import json
import os
import random
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
ASSETS = 30
AT_ONCE = 3

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has neither fork nor SIGKILL")


class Machine:
    """Makes projects, and has the child submit them, be killed, and go on."""

    def __init__(self, folder, example):
        self.folder = folder
        self.example = str(example)
        self._child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("kill_child.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True,
        )  # fmt: skip

    def project(self, name):
        folder = self.folder / name
        folder.mkdir()
        (folder / (name + ".ma")).write_bytes(b"//Maya ASCII 2024 scene\n// " + name.encode("ascii"))
        for number in range(ASSETS):
            content = "{} {}".format(name, number).encode("ascii") * (number * 40 + 1)
            (folder / "{:02d}.tex".format(number)).write_bytes(content)
        return folder

    def order(self, name, do, kill=("none", 0)):
        folder = str(self.folder / name)
        result = os.path.join(folder, do.replace(" ", "_") + ".json")
        order = {"do": do, "folder": folder, "scene": name + ".ma", "example": self.example}
        return dict(order, kill=kill, result=result)

    def run(self, orders):
        self._child.stdin.write(json.dumps(orders) + "\n")
        self._child.stdin.flush()
        answers = json.loads(self._child.stdout.readline())
        return {answer["scene"]: answer for answer in answers}

    def close(self):
        self._child.stdin.close()
        self._child.stdout.close()
        self._child.wait(60)


@pytest.fixture
def machine(sandbox_environment, first_light, tmp_path):
    made = Machine(tmp_path, first_light)
    yield made
    made.close()


def points(calls, writes, seconds):
    """Where to kill."""
    number = 300
    dice = random.Random(8)
    boundaries = [("write", place) for place in range(writes)]
    if not PROOF:  # at the submit, in the middle, while the transfer program is at work
        return [("write", writes - 4), ("call", calls * 2 // 3), ("time", seconds * 0.6)]
    timed = [("time", seconds * (0.2 + 0.8 * place / 60.0)) for place in range(60)]
    rest = number - len(boundaries) - len(timed)
    most = calls * 0.9  # how often it looks for the transfer program's output differs from run to run
    spread = [("call", 1 + int(most * (place + dice.random()) / rest)) for place in range(rest)]
    return boundaries + timed + spread


def submits(sandbox):
    """Started and requested submissions by task."""
    url = "http://{}/sandbox/counters".format(sandbox.environment["FARMHAND_DOMAIN"])
    return json.loads(urllib.request.urlopen(url).read().decode("utf-8"))["submits"]


def test_whoever_is_killed_anywhere_goes_on_with_one_task_and_every_file(machine, sandbox):
    import time

    machine.project("whole")
    began = time.monotonic()
    whole = machine.run([machine.order("whole", "submit")])["whole.ma"]
    seconds = time.monotonic() - began
    assert whole["signal"] == 0
    places = points(whole["result"]["calls"], whole["result"]["writes"], seconds)
    tally = Counter()
    for start in range(0, len(places), AT_ONCE):
        some = {"kill{:03d}".format(start + place): kill for place, kill in enumerate(places[start : start + AT_ONCE])}
        for name in some:
            machine.project(name)
        killed = machine.run([machine.order(name, "submit", kill) for name, kill in some.items()])
        after = machine.run([machine.order(name, "go on") for name in some])
        counts = submits(sandbox)
        for name, kill in some.items():
            scene = name + ".ma"
            assert kill[0] != "write" or killed[scene]["signal"] == 9, kill
            result = after[scene]["result"]
            assert result is not None, (kill, (machine.folder / name / "logs" / "farmhand.log").read_text())
            tally[result["how"] if killed[scene]["signal"] else "was not killed"] += 1
            check(sandbox, machine.folder / name, scene, result, counts, kill)
    sys.stdout.write("{} points of {}: {}\n".format(len(places), whole["result"], dict(tally)))
    assert tally["resumed"] >= len(places) // 2
    assert tally["was not killed"] <= len(places) // 10


def check(sandbox, folder, scene, result, counts, kill):
    """One task, every asset whole, every frame byte-equal."""
    tasks = [number for number in counts if is_of(sandbox, number, scene)]
    assert tasks == [str(result["task"])], kill
    assert counts[str(result["task"])] == {"requested": 1, "started": 1}, kill
    assert result["still"] == 0, kill
    assert len(result["sent"]) == ASSETS + 1
    for path in result["sent"]:
        there = sandbox.storage / "storage/10201/10001136" / path.lstrip("/")
        assert there.read_bytes() == Path(path).read_bytes(), (kill, path)
    root = sandbox.storage / "storage/20201/10001136"
    stored = sorted(root.glob("{}_*/**/*.png".format(result["task"])))
    assert len(stored) == len(result["files"]) == 2, kill
    for path in stored:
        assert (folder / "frames" / path.relative_to(root)).read_bytes() == path.read_bytes(), kill


def is_of(sandbox, number, scene):
    """Whether a task's file names this scene."""
    path = sandbox.storage / "storage/30201/10001136" / number / "cfg" / "task.json"
    if not path.exists():
        return False
    return json.loads(path.read_text(encoding="utf-8"))["task_info"]["input_cg_file"].endswith("/" + scene)

"""The three ways through a job that the farm's handbook shows, each a script of its own that knows no Farmhand but in
its imports, from login to the frames on disk.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from farmhand import credentials, settings as settings_module
from farmhand.farm.client import FarmClient
from farmhand.farm.codes import TASK_DONE, TASK_TEST_DONE
from farmhand.progress import CancelToken
from farmhand.watch import monitor

HERE = Path(__file__).parent
PATIENCE = 60.0  # seconds


class Demo:
    """One script, running."""

    def __init__(self, name, scene, folder):
        self.workspace, self.output = folder / "workspace", folder / "out"
        home = {"HOME": str(folder / "home"), "USERPROFILE": str(folder / "home")}
        (folder / "home").mkdir()
        command = [sys.executable, str(HERE / "demo_{}.py".format(name)), str(scene), str(self.workspace)]
        self._process = subprocess.Popen(
            [*command, str(self.output)],
            env=dict(os.environ, **home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.home = folder / "home"

    def submitted(self):
        """The task's number, as the script says it."""
        told = self._process.stdout.readline()
        assert told.strip().isdigit(), self._process.communicate(timeout=PATIENCE)[1][-3000:]
        return int(told)

    def ended(self):
        """Wait until the script ends well; returns the pictures below its output folder."""
        _, err = self._process.communicate(timeout=PATIENCE)
        assert self._process.returncode == 0, err[-3000:]
        assert list(self.home.rglob("*")) == []  # nothing unasked in the home folder
        return sorted(path.relative_to(self.output).as_posix() for path in self.output.rglob("*") if path.is_file())

    def files(self):
        """The four files by name."""
        (folder,) = self.workspace.iterdir()
        return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}

    def stop(self):
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate(timeout=PATIENCE)


@pytest.fixture
def demo(sandbox_environment, tmp_path):
    running = []

    def start(name, scene):
        running.append(Demo(name, scene, tmp_path))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def client(sandbox_environment):
    made = FarmClient(credentials.from_environment(), settings_module.load(user_file="/nowhere"))
    yield made
    made.close()


def ended(client, task_id):
    """The task when nothing more renders: test frames that are done are an end here."""
    for task in monitor.follow(client, task_id, 1.0, CancelToken()):
        last = task
    return last


def stored(sandbox, task_id, name):
    """A task file as it arrived on the farm."""
    (path,) = [path for path in sandbox.storage.rglob(name) if path.parent.name == "cfg" and str(task_id) in path.parts]
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_maya_script_of_the_handbook_runs(demo, client, sandbox, first_light):
    running = demo("maya", first_light)
    task_id = running.submitted()
    assert ended(client, task_id).status == TASK_TEST_DONE  # the script asked for that, and waits
    client.task.full_speed([task_id])
    pictures = running.ended()
    task = ended(client, task_id)
    assert task.status == TASK_DONE
    assert sum(leaf.done for leaf in task.leaves) == 18
    assert len(pictures) == 18
    assert {path.split("/")[0] for path in pictures} == {leaf.output_name for leaf in task.leaves}

    sent = stored(sandbox, task_id, "task.json")
    assert sent == running.files()["task.json"]
    assert sent["additional_info"] == {"shot": "sh010"}
    info = sent["task_info"]
    assert (info["task_id"], info["pre_frames"], info["stop_after_test"]) == (str(task_id), "100", "1")
    assert int(info["user_id"]) == client.get_user_id()
    assert info["project_id"] == client.project_id("Project1") != "0"
    assert sent["software_config"] == {"cg_name": "Maya", "cg_version": "2024", "plugins": {"mtoa": "5.3.0"}}
    arrived = [entry["server"] for entry in running.files()["upload.json"]["asset"]]
    assert any(path.endswith("/demo_maya.py") for path in arrived)
    assert all(any(str(file).endswith(path) for file in sandbox.storage.rglob("*")) for path in arrived)


def test_a_houdini_script_of_the_handbook_runs(demo, client, sandbox, real_scenes):
    running = demo("houdini", real_scenes / "houdini" / "karma_aovs_for_prman_denoiser.1.0.hip")
    task_id = running.submitted()
    pictures = running.ended()
    task = ended(client, task_id)
    assert task.status == TASK_DONE
    assert len(pictures) == task.done == 1
    assert task.output_name not in pictures[0]
    info = stored(sandbox, task_id, "task.json")["task_info"]
    assert info["ram"] == "128"
    nodes = {item.id: item for item in client.hardware()}
    assert info["hardwareConfigIds"]
    assert all(nodes[number].ram == 128 for number in info["hardwareConfigIds"])


def test_a_clarisse_script_of_the_handbook_runs(demo, client, sandbox):
    scene = HERE.parents[1] / "examples" / "clarisse" / "harbour.project"
    running = demo("clarisse", scene)
    task_id = running.submitted()
    pictures = running.ended()
    task = ended(client, task_id)
    assert task.status == TASK_DONE
    assert task.done == 51
    again = [path for path in pictures if path.startswith("again/")]
    first = [path for path in pictures if path not in again]
    assert len(first) == len(again) == 51
    prefix = task.output_name + "/"
    assert sorted(path[len(prefix) :] for path in first) == sorted(path[len("again/") :] for path in again)
    assert stored(sandbox, task_id, "task.json")["software_config"]["cg_version"] == "clarisse_ifx_5.0_sp8"

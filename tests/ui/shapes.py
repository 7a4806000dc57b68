"""A host and a session of the shape that the panel knows, which answer at once and remember what they were asked."""

from __future__ import annotations

import os
import threading
from collections import namedtuple

from farmhand.errors import Cancelled, SceneError
from farmhand.farm.records import Advice, Frame, Hardware, Line, Task, User
from farmhand.frames import FrameRange
from farmhand.job.checks import FarmFacts
from farmhand.progress import Progress
from farmhand.scene.host import SavesScene, SelectsNodes
from farmhand.scene.model import ERROR, WARNING, Asset, Camera, Reference, RenderTarget, Scene, Tip
from farmhand.transfer.ledger import Plan

Download = namedtuple("Download", "folder files fetched failed_frames")
SOFTWARE = {
    "cgVersion": [{"id": 1, "cgVersion": "2022"}, {"id": 2, "cgVersion": "2024"}],
    "cgPlugin": [
        {
            "cvId": 2,
            "pluginName": "mtoa",
            "pluginVersions": [{"pluginVersion": "mtoa 5.3.0"}, {"pluginVersion": "mtoa 5.3.1.0"}],
        }
    ],
}
HARDWARE = (
    Hardware("301", "Default", 64, 0, "2", True),
    Hardware("401", "2080Ti", 128, 2, "2", True, refused_plugins=(r"^mtoa 5\.3\.1",)),
)
Left = namedtuple("Left", "id scene")
Done = namedtuple("Done", "action before after frames")
CAMERAS = ("shotCam", "topCam", "witness")


def make_target(name, frames="1-120", enabled=True, **changes):
    values = {
        "name": "rs_" + name,
        "label": name,
        "kind": "render_setup_layer",
        "enabled": enabled,
        "frames": FrameRange.parse(frames),
        "cameras": ("shotCam",),
        "all_cameras": CAMERAS,
        "width": 1920,
        "height": 1080,
        "renderer": "arnold",
        "output": "images/<RenderLayer>/<Scene>",
        "format": "exr",
    }
    values.update(changes)
    return RenderTarget(**values)


def make_scene(folder="/show/shot_010", **changes):
    textures = folder + "/sourceimages/"
    references = (
        Reference("fileFog", "fileTextureName", textures + "fog_density_v003.<UDIM>.exr", (), True, "texture"),
        Reference(
            "fileBark",
            "fileTextureName",
            textures + "bark_albedo_v012.<UDIM>.tx",
            tuple(textures + "bark_albedo_v012.%d.tx" % tile for tile in range(1001, 1013)),
            False,
            "texture",
        ),
        Reference("treeRN", "reference", folder + "/assets/tree.ma", (folder + "/assets/tree.ma",), False, "reference"),
        Reference(
            "leavesCache",
            "cacheFileName",
            folder + "/cache/leaves.abc",
            (folder + "/cache/leaves.abc",),
            False,
            "cache",
        ),
        Reference(
            "ocio", "configFilePath", "<MAYA_RESOURCES>/OCIO-configs/config.ocio", (), False, "color", "belongs to Maya"
        ),
    )
    assets = [Asset(path, 48 * 2**20, 1) for reference in references for path in reference.files]
    values = {
        "host": "maya",
        "version": "2024",
        "path": folder + "/shot_010_lighting_v031.ma",
        "project": folder,
        "plugins": {"mtoa": "5.3.1.0"},
        "cameras": tuple(Camera(name, name + "Shape") for name in CAMERAS),
        "targets": (
            make_target("beauty"),
            make_target("fog"),
            make_target("matte", "101", False, cameras=("topCam",), width=960, height=540),
        ),
        "references": references,
        "assets": tuple(sorted(assets, key=lambda asset: asset.path)),
        "tips": (
            Tip("20002", WARNING, "A texture is missing.", (textures + "fog_density_v003.<UDIM>.exr",)),
            Tip("25001", WARNING, "The project folder is not set.", ()),
        ),
        "size": 3 * 2**20,
        "layer_system": "render_setup",
    }
    values.update(changes)
    return Scene(**values)


BAD_TIP = Tip("15018", ERROR, "A camera name holds letters that the farm cannot read.", ("镜头1",))


class FakeHost(SelectsNodes, SavesScene):
    """An open scene whose analysis takes `steps` steps."""

    name = "maya"

    def __init__(self, scene, steps=3):
        self.scene = scene
        self.steps = steps
        self.modified = False
        self.error = None
        self.analyses = 0
        self.saves = 0
        self.save_error = None
        self.selected = []
        self.gone = ()

    def scene_path(self):
        return self.scene.path if self.scene is not None else ""

    def is_modified(self):
        return self.modified

    def unsaved(self):
        return self.modified

    def save(self):
        if self.save_error is not None:
            raise self.save_error
        self.saves += 1
        self.modified = False

    def select_nodes(self, names):
        self.selected = [name for name in names if name not in self.gone]
        return tuple(self.selected)

    def analyse(self):
        self.analyses += 1
        for done in range(self.steps):
            yield Progress("assets", done, self.steps, "files", "bark_%d.tx" % done)
        if self.error is not None:
            raise self.error
        return self.scene


class FakeSession:
    """A farm that renders one frame per look. Clear `hold` to keep submit and download waiting, `arrive` for the
    download alone, `deaf` for a submit that cannot be cancelled."""

    def __init__(self, folder="", frame_count=6, failing=()):
        self.settings = {}
        self.tips = []
        self.known = 0
        self.folder = folder
        self.frame_count = frame_count
        self.failing = set(failing)
        self.jobs = []
        self.asked = []
        self.balance = 120.5
        self.software, self.hardware = SOFTWARE, HARDWARE
        self.downloads = []
        self.closed = 0
        self.errors = {}
        self.estimated = None
        self.acted = []
        self.left = []
        self.resumed = []
        self.pictures = []
        self.picture = b""
        self.log = "frame %d: rendered"
        self.hold = threading.Event()
        self.hold.set()
        self.arrive = threading.Event()
        self.arrive.set()
        self.looks = 0
        self.deaf = threading.Event()
        self.deaf.set()

    def login(self):
        self._fail("login")
        return User(7, "artist", "1", "2", "3", balance=self.balance)

    def submit(self, job, report, cancel):
        self._fail("submit")
        report(Progress("upload", 2**20, 4 * 2**20, "bytes", "bark_albedo_v012.1001.tx", 2.0**20))
        while not self.hold.is_set():
            cancel.wait(0.01)
        self.deaf.wait(20)
        self.jobs.append(job)
        return 19097

    def plan(self, job):
        self._fail("plan")
        assets, known = job.assets, 0 if job.choices.isolation else self.known
        return Plan(assets[known:], assets[:0], assets[:known])

    def facts(self, host, os_name=""):
        self._fail("facts")
        self.asked.append((host, os_name))
        return FarmFacts(self.software, self.hardware, self.login(), "2")

    def projects(self):
        return ["dune", "moon"]

    def lines(self):
        return [Line("aspera", "BGP", "127.0.0.1", 1, True), Line("aspera", "DX", "127.0.0.1", 2, False)]

    def explain(self, codes, language="en"):
        self._fail("explain")
        says = {"en": ("Textures are not there", "Set their paths"), "zh": ("贴图不存在", "请修正路径")}[language]
        return {code: Advice(code, *says) for code in codes if code.startswith("2")}

    def task(self, task_id):
        self._fail("task")
        self.looks += 1
        return make_task(task_id, min(self.looks, self.frame_count), self.frame_count, len(self.failing))

    def tasks(self, limit=50):
        self._fail("tasks")
        return [make_task(19097, 2, 6), make_task(19001, 6, 6)]

    def frames(self, task, known=()):
        return make_frames(task.done, self.frame_count, self.failing)

    def download(self, task_id, folder, report, cancel, follow=True):
        self._fail("download")
        self.downloads.append((task_id, folder, follow))
        report(Progress("download", 1, 6, "files", "beauty.0001.exr"))
        while not (self.hold.is_set() and self.arrive.is_set()):
            cancel.wait(0.01)
        return Download(folder, (os.path.join(folder, "beauty.0001.exr"),), 1, len(self.failing))

    def estimate(self, task):
        return self.estimated

    def unfinished(self):
        return list(self.left)

    def resume(self, entry, report, cancel):
        self._fail("resume")
        self.resumed.append(entry)
        while not self.hold.is_set():
            cancel.wait(0.01)
        return 19097

    def act(self, action, task_id, value="", cancel=None):
        self._fail("act")
        self.acted.append((action, task_id, value))
        return Done(action, make_task(task_id, 6, 6), make_task(task_id, 6, 6), len(self.failing))

    def thumbnail(self, frame_id):
        self._fail("thumbnail")
        self.pictures.append(frame_id)
        return self.picture

    def frame_log(self, frame_id):
        self._fail("log")
        return self.log % frame_id

    def close(self):
        self.closed += 1

    def _fail(self, name):
        if name in self.errors:
            raise self.errors[name]


def make_task(task_id, done, total, failed=0):
    status = (30 if failed else 25) if done >= total else 5
    return Task(
        task_id,
        "2W%d" % task_id,
        "shot_010_lighting_v031.ma",
        status,
        total,
        done - failed,
        failed,
        submitted=1.7e9,
        cost=1.25,
    )


def make_frames(done, total, failing=()):
    statuses = [5 if n in failing else 4 if n <= done else 2 if n <= done + 2 else 1 for n in range(1, total + 1)]
    return [
        Frame(900 + place, str(place + 1), status, 5, 61.0 if status == 4 else 0.0, 0.05, 19097)
        for place, status in enumerate(statuses)
    ]


__all__ = [
    "BAD_TIP",
    "Cancelled",
    "FakeHost",
    "FakeSession",
    "SceneError",
    "make_frames",
    "make_scene",
    "make_target",
    "make_task",
]

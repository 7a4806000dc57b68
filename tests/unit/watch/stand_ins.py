"""A farm and an engine in memory, for tests of watching and downloading that count every question and every file."""

import os

from farmhand.errors import TransferError
from farmhand.farm.records import OutputFile
from farmhand.progress import CancelToken
from farmhand.transfer.engine import Engine


class Clocks:
    """A wall clock and a steady one that only a wait moves."""

    def __init__(self):
        self.wall = 1.7e9
        self.steady = 0.0

    def pass_by(self, seconds):
        self.wall += seconds
        self.steady += seconds


class Token(CancelToken):
    """Waiting takes no time but moves the clocks; after so many waits it is used."""

    def __init__(self, clocks, waits=10000):
        super().__init__()
        self.clocks = clocks
        self.waited = []
        self.left = waits

    def wait(self, seconds):
        self.waited.append(seconds)
        self.clocks.pass_by(seconds)
        self.left -= 1
        if self.left < 0:
            self.cancel()
        self.check()


class Farm:
    """The few questions that watching and downloading ask; each is counted."""

    def __init__(self):
        self.tasks = {}
        self.stored = {}
        self.asked = []
        self.failing = []
        self.query = self

    def task(self, number, status=5, name="1_shot", done=0, total=1, **more):
        record = {"id": number, "taskStatus": status, "outputFileName": name, "doneFrames": done, "totalFrames": total}
        self.tasks[number] = dict(record, userId=7, sceneName="shot.ma", **more)

    def put(self, path, data=b"x", modified="1"):
        self.stored[path] = (data, modified)

    def task_info(self, numbers):
        self.asked.append(("task_info", tuple(numbers)))
        if self.failing:
            raise self.failing.pop(0)
        return {"items": [self.tasks[number] for number in numbers if number in self.tasks]}

    def find_task(self, number):
        from farmhand.farm.records import Task

        items = self.task_info([number])["items"]
        return Task.from_data(items[0]) if items else None

    def output_files(self, folder):
        self.asked.append(("output_files", folder))
        for path, (data, modified) in sorted(self.stored.items()):
            yield OutputFile(path, len(data), False, modified)


class Mover(Engine):
    """Puts files below the folder under their remote paths, as the transmitter does with -K true."""

    def __init__(self, farm):
        self.farm = farm
        self.moved = []
        self.broken = []
        self.short = set()

    def upload_file(self, local, remote, report, cancel):
        raise AssertionError("nothing goes up here")

    def upload_assets(self, upload_file, total, report, cancel, trusting=True):
        raise AssertionError("nothing goes up here")

    def download_files(self, remote, folder, user_id, total, report, cancel):
        for path in remote:
            if self.broken:
                raise self.broken.pop(0)
            data = self.farm.stored[path][0]
            target = folder + "/" + path.replace("\\", "/")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            try:
                with open(target, "wb") as stream:
                    stream.write(data[:1] if path in self.short else data)
            except OSError as error:
                raise TransferError("{path}: {reason}.", path=path, reason=error) from error
            self.moved.append(path)


def unheard(progress):
    pass

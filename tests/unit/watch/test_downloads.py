"""Frames come down once, whole, and never outside the chosen folder."""

import itertools
import os
import random
from collections import namedtuple

import pytest
from stand_ins import Clocks, Farm, Mover, Token, unheard

from farmhand.errors import Cancelled, DiskError, JobError, NetworkError, TaskFailed, TransferError
from farmhand.progress import CancelToken
from farmhand.watch import downloads
from farmhand.watch.brought import Record
from farmhand.watch.downloads import Downloader


class Place:
    """A user's folder for frames and one for data, with a farm and an engine."""

    def __init__(self, folder):
        self.farm = Farm()
        self.mover = Mover(self.farm)
        self.clocks = Clocks()
        self.frames = folder / "frames"
        self.data = folder / "data"
        self.data.mkdir()

    def downloader(self, **more):
        folder, data = str(self.frames), str(self.data)
        return Downloader(self.farm, self.mover, 1, folder, data, steady=lambda: self.clocks.steady, **more)

    def now(self, **more):
        return self.downloader(**more).run(False, 1.0, unheard, CancelToken())

    def follow(self, forever=False, token=None):
        return self.downloader().run(True, 1.0, unheard, token or Token(self.clocks), forever)

    def there(self):
        found = {}
        for folder, _, names in os.walk(str(self.frames)):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as stream:
                    found[os.path.relpath(path, str(self.frames)).replace(os.sep, "/")] = stream.read()
        return found


@pytest.fixture
def place(tmp_path, monkeypatch):
    made = Place(tmp_path)
    made.farm.task(1, status=25, done=2, total=2)

    def watcher(client, longest, ended_too=False):
        steady, wall = (lambda: made.clocks.steady), (lambda: made.clocks.wall)
        return real(client, longest, ended_too, wall, steady)

    real = downloads.Watcher
    monkeypatch.setattr(downloads, "Watcher", watcher)
    return made


def test_what_was_brought_is_not_brought_again_by_a_later_download(place):
    place.farm.put("1_shot/a.png", b"one")
    place.farm.put("1_shot/b.png", b"two")
    assert place.now().fetched == 2
    again = place.now()
    assert (again.fetched, len(again.files)) == (0, 2)
    assert place.there() == {"1_shot/a.png": b"one", "1_shot/b.png": b"two"}


def test_what_was_rendered_again_is_fetched_again_though_its_size_is_the_same(place):
    place.farm.put("1_shot/a.png", b"one", "10:00")
    place.now()
    place.farm.put("1_shot/a.png", b"two", "11:00")
    assert place.now().fetched == 1
    assert place.there() == {"1_shot/a.png": b"two"}


def test_what_the_user_removed_is_fetched_again(place):
    place.farm.put("1_shot/a.png")
    place.now()
    (place.frames / "1_shot" / "a.png").unlink()
    assert place.now().fetched == 1


def test_a_pass_with_nothing_new_is_one_question_and_touches_no_file(place, monkeypatch):
    place.farm.task(1, status=5, done=1, total=2)
    for number in range(300):
        place.farm.put("1_shot/{:04d}.png".format(number))
    passes = []

    class Watched(Token):
        def wait(self, seconds):
            passes.append((len(place.farm.asked), len(place.mover.moved)))
            if len(passes) == 4:
                for name in ("stat", "lstat", "open", "replace", "listdir", "scandir", "mkdir"):
                    monkeypatch.setattr(os, name, forbidden(name))
                monkeypatch.setattr("builtins.open", forbidden("open"))
                monkeypatch.setattr("sqlite3.connect", forbidden("connect"))
            if len(passes) == 8:
                monkeypatch.undo()
                self.cancel()
            super().wait(seconds)

    with pytest.raises(Cancelled):
        place.follow(token=Watched(place.clocks))
    assert [moved for _, moved in passes[2:]] == [300] * 6
    questions = [asked for asked, _ in passes]
    assert [after - before for before, after in zip(questions[3:], questions[4:])] == [1] * 4


def forbidden(name):
    def called(*arguments, **named):
        raise AssertionError("{} was called with {}".format(name, arguments))

    return called


def test_a_frame_is_brought_when_it_was_seen_twice_the_same_and_the_last_ones_at_the_end(place):
    place.farm.task(1, status=5, done=1, total=2)
    place.farm.put("1_shot/a.png", b"hal", "1")
    seen = []

    class Rendering(Token):
        def wait(self, seconds):
            seen.append(sorted(place.there()))
            if len(seen) == 1:
                place.farm.put("1_shot/a.png", b"half", "2")
            if len(seen) == 4:
                place.farm.put("1_shot/b.png", b"end", "3")
                place.farm.task(1, status=25, done=2, total=2)
            super().wait(seconds)

    place.follow(token=Rendering(place.clocks))
    assert [name for name in seen[1] if name.endswith("png")] == []
    assert [name for name in seen[3] if name.endswith("png")] == ["1_shot/a.png"]
    assert place.there() == {"1_shot/a.png": b"half", "1_shot/b.png": b"end"}


def test_following_for_days_outlives_the_network_and_brings_what_renders_again_after_the_end(place):
    place.farm.put("1_shot/a.png", b"one", "1")
    place.farm.failing = []
    waits = itertools.count()

    class Days(Token):
        def wait(self, seconds):
            number = next(waits)
            if number == 2:
                place.farm.failing = [NetworkError("The line broke.") for _ in range(40)]
            if place.clocks.steady > 2 * 86400 and "2" not in str(place.farm.stored):
                place.farm.task(1, status=25, done=2, total=2, renderConsume=2.0)
                place.farm.put("1_shot/a.png", b"two", "2")
            if place.clocks.steady > 3 * 86400:
                self.cancel()
            super().wait(seconds)

    token = Days(place.clocks, waits=10**6)
    with pytest.raises(Cancelled):
        place.follow(forever=True, token=token)
    assert place.there() == {"1_shot/a.png": b"two"}
    assert place.mover.moved == ["1_shot/a.png"] * 2
    assert len(place.farm.asked) < 3 * 86400 / 60  # an ended task is looked at every two minutes, not every second


def test_without_that_a_lost_network_ends_it_and_what_came_is_kept(place):
    place.farm.put("1_shot/a.png")
    place.farm.put("1_shot/b.png")
    place.mover.broken = []
    original = place.mover.download_files

    def half(remote, *rest):
        original(remote[:1], *rest)
        raise NetworkError("The line broke.")

    place.mover.download_files = half
    with pytest.raises(NetworkError):
        place.follow()
    assert [name for name in place.there() if not name.startswith(".")] == ["1_shot/a.png"]
    place.mover.download_files = original
    assert place.now().fetched == 1
    assert place.mover.moved == ["1_shot/a.png", "1_shot/b.png"]


def test_what_lies_whole_in_the_staging_folder_of_a_killed_download_is_used(place):
    place.farm.put("1_shot/a.png", b"one")
    place.farm.put("1_shot/b.png", b"two", "1")
    original = place.mover.download_files

    def killed(remote, *rest):
        original(remote, *rest)
        raise KeyboardInterrupt

    place.mover.download_files = killed
    with pytest.raises(KeyboardInterrupt):
        place.now()
    assert sorted(place.mover.moved) == ["1_shot/a.png", "1_shot/b.png"]
    place.mover.download_files = original
    place.mover.moved.clear()
    place.farm.put("1_shot/b.png", b"new", "2")  # rendered again meanwhile: what lies there is of the older render
    assert place.now().fetched == 2
    assert place.mover.moved == ["1_shot/b.png"]
    assert place.there() == {"1_shot/a.png": b"one", "1_shot/b.png": b"new"}


def test_a_file_that_stays_short_is_told_and_never_gets_its_name(place):
    place.farm.put("1_shot/a.png", b"whole")
    place.farm.put("1_shot/b.png", b"whole")
    place.mover.short = {"1_shot/b.png"}
    with pytest.raises(TransferError, match="1 of 2"):
        place.now()
    with pytest.raises(TransferError, match="1 of 1"):
        place.follow()
    assert [name for name in place.there() if not name.startswith(".")] == ["1_shot/a.png"]
    place.mover.short = set()
    assert place.follow().fetched == 1
    assert sorted(place.there()) == ["1_shot/a.png", "1_shot/b.png"]


def test_the_folder_named_after_the_task_is_left_out_where_the_user_wants_that(place):
    place.farm.put("1_shot/beauty/a.png")
    place.now(keep=False)
    assert sorted(place.there()) == ["beauty/a.png"]


def test_a_second_download_of_the_task_into_the_folder_waits_for_its_turn(place):
    place.farm.put("1_shot/a.png")
    record = Record(str(place.data), 1, str(place.frames))
    with record.lease(CancelToken()), pytest.raises(JobError, match="Another Farmhand"):
        place.now()
    assert place.now().fetched == 1


def test_a_task_that_is_deleted_while_it_is_followed_is_told(place):
    place.farm.task(1, status=5)

    class Deleting(Token):
        def wait(self, seconds):
            place.farm.tasks.clear()
            super().wait(seconds)

    with pytest.raises(TaskFailed, match="no task 1"):
        place.follow(forever=True, token=Deleting(place.clocks))


def test_a_full_disk_is_told_and_leaves_nothing_half(place, monkeypatch):
    place.farm.put("1_shot/a.png")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(100, 100, 0))
    with pytest.raises(DiskError, match="full"):
        place.now()
    assert place.there() == {}


ATTACKS = [
    "../{0}.png", "../../{0}.png", "1_shot/../../{0}.png", "/../{0}.png", "//srv/share/{0}.png", "/etc/{0}.png",
    "C:/{0}.png", "c:{0}.png", "\\\\srv\\share\\{0}.png", "..\\{0}.png", "1_shot\\..\\..\\{0}.png", "1_shot/..", "..",
    "nul", "1_shot/CON", "1_shot/aux.{0}.png", "1_shot/com1.{0}", "1_shot/LPT9 .{0}", "1_shot/COM\u00b9.{0}",
    "1_shot/{0}.png:stream", "1_shot/{0}. ", "1_shot/{0}\0.png", "~/{0}.png", "~root/{0}.png", "$HOME/{0}.png",
    "%TEMP%/{0}.png", "1_shot/link/{0}.png", "1_shot/hard/{0}.png", "link/{0}.png", "file/{0}.png",
    "1_shot/" + "x" * 300 + "{0}.png", "1_shot/\udc80{0}.png", "1_shot/`touch {0}`.png", "1_shot/$(touch {0}).png",
    "1_shot/-rf {0}.png", "1_shot/a\n../{0}.png", "1_shot/\uff0e\uff0e/{0}.png", "1_shot/.. /{0}.png",
    ".farmhand-1/{0}", "./{0}.png", "1_shot//{0}.png", "1_shot/./{0}.png", "1_shot/A{0}.png", "1_shot/a{0}.png",
    "1_shot/e\u0301{0}.png", "1_shot/\u00e9{0}.png", "1_shot/\u00df{0}.png", "1_shot/ss{0}.png", "1_shot/{0}",
    "1_shot/{0}/below.png",
]  # fmt: skip


def test_a_thousand_malicious_names_and_nothing_lies_outside(place, tmp_path):
    dice = random.Random(8)
    names = {attack.format(number) for number in range(18) for attack in ATTACKS}
    parts = ["..", ".", "", "a", "A", "link", "C:", "nul", "\\", "..\\..", "\0", "x" * 90, "图", "con.txt", " "]
    while len(names) < 1000:
        tail = "/".join(dice.choice(parts) for _ in range(dice.randrange(1, 7)))
        names.add(dice.choice(["", "/", "1_shot/"]) + tail)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_bytes(b"mine")
    (place.frames / "1_shot").mkdir(parents=True)
    for link in (place.frames / "link", place.frames / "1_shot" / "link", place.frames / "1_shot" / "hard"):
        link.symlink_to(outside, target_is_directory=True)
    (place.frames / "file").write_bytes(b"in the way")
    for number, name in enumerate(sorted(names)):
        place.farm.stored[name] = (b"%d" % number, "1")
    brought = place.now(parallel=3)
    assert sorted(os.listdir(str(outside))) == ["precious"]
    assert sorted(os.listdir(str(tmp_path))) == ["data", "frames", "outside"]
    root = os.path.realpath(str(place.frames))
    assert all(os.path.realpath(path).startswith(root + os.sep) for path in brought.files)
    assert (place.frames / "file").read_bytes() == b"in the way"
    there = {path: data for path, data in place.there().items() if path != "file"}
    assert len(there) == len(brought.files) == brought.fetched > 300
    assert sorted(there.values()) == sorted(set(there.values()))  # none took another's place
    assert brought.fetched + len(brought.refused) == len(place.farm.stored)
    folded = [path.casefold() for path in there]
    assert len(folded) == len(set(folded))
    assert place.now().fetched == 0


def test_a_staging_folder_that_is_a_link_is_refused(place, tmp_path):
    place.farm.put("1_shot/a.png")
    made = place.downloader()
    place.frames.mkdir()
    os.symlink(str(tmp_path), made._staging._path)
    with pytest.raises(TransferError, match="is a link"):
        made.run(False, 1.0, unheard, CancelToken())

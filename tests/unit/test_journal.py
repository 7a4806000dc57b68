"""The journal: what an older one held is kept, and a job comes back as it was."""

import dataclasses
import json
import sqlite3
from contextlib import closing

import pytest

from farmhand.errors import Cancelled, DiskError, JobError, NetworkError
from farmhand.frames import FrameRange
from farmhand.job.choices import Choices, Job
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.scene.model import Reference
from farmhand.submission import saved
from farmhand.submission.journal import Journal

OLD = """
PRAGMA journal_mode = WAL;
CREATE TABLE submission (
    id INTEGER PRIMARY KEY, scene TEXT NOT NULL, created REAL NOT NULL, task_id INTEGER, folder TEXT, ended TEXT);
CREATE TABLE step (
    submission INTEGER NOT NULL, name TEXT NOT NULL, began REAL NOT NULL, done REAL, PRIMARY KEY (submission, name));
INSERT INTO submission VALUES (1, '/p/old.ma', 1.0, 19097, '/d', 'submitted');
INSERT INTO submission VALUES (2, '/p/killed.ma', 1.0, 19098, '/d', NULL);
"""


def test_a_journal_of_an_older_version_is_read_and_goes_on(tmp_path):
    with closing(sqlite3.connect(str(tmp_path / "journal.sqlite"))) as database:
        database.executescript(OLD)
    journal = Journal(str(tmp_path))
    journal.begin("/p/new.ma", "/d", "key", "farm/2/7")
    assert [(entry.id, entry.scene, entry.unfinished) for entry in journal.entries()] == [
        (3, "/p/new.ma", True),
        (2, "/p/killed.ma", False),  # its job was not kept then: nobody can go on with it
        (1, "/p/old.ma", False),
    ]
    Journal(str(tmp_path))


def test_it_needs_no_memory_that_machines_cannot_share(tmp_path):
    Journal(str(tmp_path)).begin("/p/new.ma")
    with closing(sqlite3.connect(str(tmp_path / "journal.sqlite"))) as database:
        assert database.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


@pytest.mark.parametrize(
    ("error", "ended", "offered"),
    [
        (NetworkError("The line broke."), "failed", True),
        (JobError("A file changed."), "refused", False),
        (Cancelled("Stopped."), "cancelled", False),
    ],
)
def test_how_it_ended_decides_whether_going_on_is_offered(tmp_path, error, ended, offered):
    journal = Journal(str(tmp_path))
    number = journal.begin("/p/new.ma", "/d", "key", "farm/2/7")
    journal.end_with(number, error)
    entry = journal.entry(number)
    assert (entry.ended, entry.unfinished) == (ended, offered)
    assert entry.reason == ("" if ended == "cancelled" else str(error))
    assert [one.id for one in journal.unfinished()] == ([number] if offered else [])


def test_a_number_that_is_not_there_is_told(tmp_path):
    with pytest.raises(JobError, match="no submission 7"):
        Journal(str(tmp_path)).entry(7)


def test_a_damaged_journal_is_told(tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(DiskError, match=r"journal\.sqlite"):
        Journal(str(tmp_path))


def test_a_job_comes_back_as_it_was(first_light, tmp_path):
    scene = run(open_scene(str(first_light)).analyse())
    choices = Choices(
        plugins={"mtoa": "5.3.0"}, priority_frames="101", producer="贴图", isolation="user", isolation_user="7"
    ).with_target(
        "rs_fog", frames=FrameRange.parse("2-6[2],9"), cameras=("closeCam",)
    )
    job = Job(dataclasses.replace(scene, details={}) if hasattr(scene, "details") else scene, choices)
    path = str(tmp_path / "job" / saved.NAME)
    saved.save(path, job)
    assert saved.load(path) == job


def test_a_job_of_many_files_comes_back_as_it_was(first_light, tmp_path):
    scene = run(open_scene(str(first_light)).analyse())
    references = tuple(scene.references[0]._replace(node="贴图%d" % number) for number in range(1000))
    assets = tuple(scene.assets[0]._replace(path="/a/%d.png" % number) for number in range(1000))
    job = Job(dataclasses.replace(scene, references=references, assets=assets))
    path = tmp_path / saved.NAME
    saved.save(str(path), job)
    assert saved.load(str(path)) == job
    assert json.loads(path.read_text(encoding="ascii")) == saved._plain(job)


def test_a_job_of_a_newer_or_older_version_is_read_as_far_as_it_goes(first_light, tmp_path):
    job = Job(run(open_scene(str(first_light)).analyse()))
    path = tmp_path / saved.NAME
    saved.save(str(path), job)
    text = path.read_text(encoding="ascii")
    path.write_text(text.replace('"layer_system":"render_setup"', '"of_tomorrow":[1]'), encoding="ascii")
    assert saved.load(str(path)) == Job(dataclasses.replace(job.scene, layer_system=""), job.choices)
    for broken in ("", "{", "[]", '{"scene":{}}', "5"):
        path.write_text(broken, encoding="ascii")
        with pytest.raises(DiskError, match="cannot be read"):
            saved.load(str(path))


def test_mentions_that_an_older_version_saved_by_their_names_are_read(first_light, tmp_path):
    job = Job(run(open_scene(str(first_light)).analyse()))
    path = tmp_path / saved.NAME
    saved.save(str(path), job)
    data = json.loads(path.read_text(encoding="ascii"))
    fields = Reference._fields
    data["scene"]["references"] = [dict(zip(fields, one), colour="red") for one in data["scene"]["references"]]
    data["scene"]["assets"] = [[*one, "of a newer version"] for one in data["scene"]["assets"]]
    path.write_text(json.dumps(data), encoding="ascii")
    assert saved.load(str(path)) == job

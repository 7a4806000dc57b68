"""Folders of isolated assets, as the older documents cut them, and what of a job goes there."""

import dataclasses

import pytest
from recording import Recorder

from farmhand import cli, settings as settings_module
from farmhand.credentials import Account
from farmhand.errors import JobError
from farmhand.farm.client import FarmClient
from farmhand.farm.isolation import isolated, isolation_path, submit_fields
from farmhand.job import taskfiles
from farmhand.job.choices import Choices, Job
from farmhand.progress import CancelToken
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.session import Session
from farmhand.submission.sending import placed


@pytest.mark.parametrize(
    ("number", "path"),
    [
        (12345, "000/012/345"),
        ("12345", "000/012/345"),
        (0, "000/000/000"),
        (999999999, "999/999/999"),
        (1234567890, "1234/567/890"),
        (11223344556677, "11223344/556/677"),
        ("007", "000/000/007"),
    ],
)
def test_a_number_becomes_three_folders(number, path):
    assert isolation_path(number) == path


@pytest.mark.parametrize("number", ["", "x", "../1", -5, "1.5", True, None, "١٢"])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError, match="number is needed"):
        isolation_path(number)


def test_a_server_path_goes_below_its_folder():
    assert isolated("/D/a/b.png", 12345) == "/000/012/345/D/a/b.png"


def test_submission_says_which_model_and_whose():
    assert submit_fields(None, None) == {}
    assert submit_fields("TASK_ID_MODEL", None) == {"assetIsolationModel": "TASK_ID_MODEL"}
    assert submit_fields(" out_user_model ", " 7 ") == {"assetIsolationModel": "OUT_USER_MODEL", "outUserId": "7"}
    with pytest.raises(ValueError, match="out_user_id"):
        submit_fields("OUT_USER_MODEL", None)
    with pytest.raises(ValueError, match="TASK_ID_MODEL or OUT_USER_MODEL"):
        submit_fields("ISOLATE", None)


def test_a_submission_through_the_client_says_its_model():
    environment = {"FARMHAND_PROTOCOL": "http"}
    with Recorder() as recorder:
        environment["FARMHAND_DOMAIN"] = recorder.domain
        client = FarmClient(Account("id", "key"), settings_module.load(environment=environment, user_file="/nowhere"))
        client.submit(12345, "artist", asset_isolation_model="OUT_USER_MODEL", out_user_id=7)
        client.close()
    assert [request.data for request in recorder.requests] == [
        {"taskId": 12345, "producer": "artist", "assetIsolationModel": "OUT_USER_MODEL", "outUserId": "7"}
    ]


@pytest.fixture
def scene(first_light):
    return run(open_scene(str(first_light)).analyse())


def test_every_file_of_an_isolated_job_has_a_place_below_its_folder(scene):
    first = scene.assets[0]._replace(server="/elsewhere/a.png")
    scene = dataclasses.replace(scene, assets=(first, *scene.assets[1:]))
    plain = placed(Job(scene), 12345)
    assert [asset.server for asset in plain] == ["", "/elsewhere/a.png"] + [""] * (len(plain) - 2)
    by_task = placed(Job(scene, Choices(isolation="task", isolation_user="7")), 12345)
    by_user = placed(Job(scene, Choices(isolation="user", isolation_user="7")), 12345)
    for files, root in ((by_task, "/000/012/345"), (by_user, "/000/000/007")):
        assert [asset.server for asset in files] == [root + (asset.server or asset.path) for asset in plain]
        assert [asset[:4] for asset in files] == [asset[:4] for asset in plain]


def test_a_job_by_user_without_a_user_is_refused(scene):
    with pytest.raises(JobError, match="user's number is missing"):
        Job(scene, Choices(isolation="user")).check()
    for wrong in ({"isolation": "TASK_ID_MODEL"}, {"isolation_user": "anna"}, {"isolation_user": "1" * 19}):
        with pytest.raises(JobError, match="cannot be"):
            Choices(**wrong)


@pytest.mark.parametrize(("whom", "number"), [("4711", "4711"), ("task", "")])
def test_an_isolated_job_is_sent_below_its_folder_and_renders(sandbox_environment, sandbox, scene, whom, number):
    options = cli._parser("farmhand").parse_args(["submit", scene.path, "--isolate", whom])
    job = Job(scene, cli._choices(options, scene))
    session = Session.open()
    assert {asset.path for asset in session.plan(job).new} == {scene.path, *(one.path for one in scene.assets)}
    task_id = session.submit(job, lambda progress: None, CancelToken())
    root = sandbox.storage / "storage/10201/10001136" / isolation_path(number or task_id)
    there = {"/" + path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    entries = taskfiles.upload_file(job)["asset"]
    assert there == {entry["server"] for entry in entries}  # upload.json itself does not have the folder
    assert session.task(task_id).remark == ""  # the farm misses nothing
    again = session.plan(job)
    assert len(again.unchanged if number else again.new) == len(entries)
    session.close()

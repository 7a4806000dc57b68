"""Answers of any shape end in data or in one of our errors: a sample, or 25,000 shapes a test with
FARMHAND_PROOF, 125,000 in all.

Each shape is the answer to every kind of call in turn, or what Farmhand goes on from after a call.
"""

import functools
import json
import logging
import os
import time
import zlib
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from farmhand import settings as settings_module
from farmhand.compat.rayvision import RayvisionManageTask
from farmhand.credentials import Account
from farmhand.errors import FarmhandError
from farmhand.farm import connection as connection_module
from farmhand.farm.answers import envelope_of
from farmhand.farm.client import FarmClient
from farmhand.farm.records import Advice, Frame, Hardware, Line, OutputFile, Software, SoftwareVersion, Task, User
from farmhand.farm.transport import Answer
from farmhand.job.checks import FIXES, FarmFacts, check_job
from farmhand.job.choices import Job
from farmhand.job.software import match
from farmhand.readers import open_scene
from farmhand.scene.host import run
from farmhand.transfer import raysync, transmitter
from farmhand.watch.estimate import estimate

PROOF = bool(os.environ.get("FARMHAND_PROOF"))
EXAMPLES = 25000 if PROOF else 200
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

# Every key that our records and client read, so that odd values land where they are used.
WORDS = (
    "aliasTaskIdList balance bid cgId cgName cgPlugin cgType cgVersion cgVersionName code config_bid couponFee coupon "
    "cvId data directory doneFrames engineName executingFrames failedFrames feeAmount fileName filePath fileSize "
    "frameExecuteTime frameIndex frameStatus frameType gpuNum id input_bid isDefault isSupportLinux items layerName "
    "mainUserId message model name notSupportCgId notSupportCgVersions notSupportCode notSupportPluginList "
    "outputFileName output_bid pageCount pageNum parent_input_bid platform pluginName pluginVersion pluginVersions "
    "port proxyIp proxyPort projectId projectName projectNameList ram raySyncUserKey raysyncTransfer remark "
    "renderConsume renderInfoList respRenderingTaskList respTaskEngineLines resqEngines rmbbalance sceneName server "
    "serverIp serverTime shareMainCapital size status submitDate "
    "taskAlias taskId taskIdList taskOverTimeSec taskStatus total totalFrames usdbalance userId userName "
)
KEYS = WORDS.split()

odd = st.sampled_from(
    [
        "", "null", "1e999", "nan", "-1", "0x1", "\0", "0\x1f", "٣", "true", "64GB", "..", 10**400, -1, 2**63, 1e308,
        float("inf"),
    ]  # fmt: skip
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | odd
keys = st.sampled_from(KEYS) | st.text(max_size=4)
shapes = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5), max_leaves=10
)
small = leaves | st.lists(leaves, max_size=2) | st.lists(st.dictionaries(keys, leaves, max_size=3), max_size=2)
records = st.dictionaries(keys, small, max_size=8)
# What the calls below look into first, with anything in its place.
OUTER = [
    "items", "taskIdList", "projectNameList", "resqEngines", "renderInfoList", "cgVersion", "cgPlugin", "pageCount",
    "userId",
]  # fmt: skip
likely = st.fixed_dictionaries({name: small | st.lists(records, max_size=2) for name in OUTER})
statuses = st.sampled_from([200, 429, 502])
codes = st.sampled_from([200, 200, "200", 200.0, 610, 611, 429, 777777]) | leaves

CALLS = [
    lambda client: client.login(),
    lambda client: client.find_task(1),
    lambda client: client.list_tasks(),
    lambda client: client.frames(Task(1, "", "", 0)),
    lambda client: client.new_task(),
    lambda client: client.submit(1),
    lambda client: client.project_id("film"),
    lambda client: client.lines(),
    lambda client: client.hardware(),
    lambda client: client.software(),
    lambda client: client.software_versions("maya"),
    lambda client: list(client.output_files("1_shot")),
    lambda client: client.get_user_id(),
    lambda client: client.query.get_all_frames(1, end_page=3),
    lambda client: client.query.get_custom_frames(1, ["1"]),
    lambda client: client.query.get_small_task_id(1),
    lambda client: client.query.get_frame_thumbnail(1),
    lambda client: client.tag.get_project_list(),
    lambda client: client.env.get_render_env("maya"),
    lambda client: client.user.user_id,
    lambda client: client.thumbnail(1),
    lambda client: client.frame_log(1),
    lambda client: client.submit_by_data({"task_info": {"project_name": "film"}}),
    lambda client: RayvisionManageTask(client.query).get_task_status([1]),
    raysync.server_of,
    lambda client: transmitter.choose_line(client.lines(), ""),
]


@pytest.fixture(autouse=True)
def not_all_of_it_logged():
    """pytest keeps what a test logs: the millions of lines of a proof would take gigabytes."""
    logger = logging.getLogger("farmhand")
    before = logger.level
    if PROOF:
        logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


class Answering:
    """A client whose farm answers what it is told to."""

    def __init__(self):
        loaded = settings_module.load(environment={"FARMHAND_DOMAIN": "farm.invalid"}, user_file="/nowhere")
        self.client = FarmClient(Account("id", "key"), loaded)
        # Even a pause of no length gives the processor away, hundreds of thousands of times.
        self._clock = patch.object(connection_module.time, "sleep", lambda seconds: None)

    def __enter__(self):
        self._clock.start()
        return self

    def __exit__(self, *error):
        self._clock.stop()

    def survives(self, content, status):
        """Every call ends: with data or with one of our errors, after a bounded number of requests."""
        for call in CALLS:
            asked = []

            def post(*request, asked=asked):
                asked.append(request)
                assert len(asked) < 1000
                return Answer(status, "text/plain", content, None)

            self.client._connection._transport.post = self.client._connection._transport.get = post
            try:
                call(self.client)
            except FarmhandError as error:
                assert str(error)
                assert isinstance(error.advice, str)


def packed(value):
    return json.dumps(value).encode("utf-8")


@thorough
@given(codes, shapes | likely, st.dictionaries(keys, leaves, max_size=3), statuses)
def test_any_envelope_around_any_data(code, data, more, status):
    with Answering() as answering:
        answering.survives(packed(dict(more, code=code, data=data)), status)


@thorough
@given(shapes | likely, st.data())
def test_any_damage_to_any_answer(data, draw):
    content = bytearray(packed({"code": 200, "data": data, "serverTime": 1}))
    for _ in range(draw.draw(st.integers(0, 3))):
        place = draw.draw(st.integers(0, max(0, len(content) - 1)))
        damage = draw.draw(st.sampled_from(["cut", "flip", "repeat", "insert", "pack"]))
        if damage == "cut":
            del content[place:]
        elif damage == "flip" and content:
            content[place] ^= 1 << draw.draw(st.integers(0, 7))
        elif damage == "repeat":
            content[place:place] = content[:place]
        elif damage == "insert":
            content[place:place] = draw.draw(st.binary(max_size=5))
        elif damage == "pack":
            content = bytearray(zlib.compress(bytes(content)))
    with Answering() as answering:
        answering.survives(bytes(content), 200)


@thorough
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_an_envelope_or_none(content):
    envelope = envelope_of(content)
    assert envelope is None or isinstance(envelope["code"], int)


@thorough
@given(records)
def test_any_object_is_a_record(data):
    for kind in (Task, Frame, Hardware, OutputFile, Software):
        assert isinstance(kind.from_data(data), kind)
    User.from_data(data, data, data)
    Line.of_engine(data)
    SoftwareVersion.all_of(data)
    Advice.from_data(data)


@functools.lru_cache(maxsize=1)
def job():
    """Of our own example, whose plug-ins the farm is asked for."""
    example = Path(__file__).resolve().parents[2] / "examples" / "first_light" / "scenes" / "first_light.ma"
    return Job(run(open_scene(str(example)).analyse()))


offers = st.fixed_dictionaries(
    {
        "cgVersion": small | st.lists(records | st.just({"id": 1, "cgVersion": "2024"}), max_size=2),
        "cgPlugin": small
        | st.lists(records.map(lambda data: dict(data, cvId=1, pluginName="mtoa")) | records, max_size=2),
    }
)
frames = records.map(lambda data: dict(data, frameType=5, frameStatus=4)) | records


@thorough
@given(offers, records, st.lists(frames, max_size=4), st.integers(0, 9))
def test_anything_can_be_gone_on_from(detail, record, several, nodes):
    """Checks of the job, the estimate and what the panel and the command line show."""
    hardware = (Hardware.from_data(dict(record, status=1)),)
    facts = FarmFacts(detail, hardware, User.from_data(record, record, record))
    assert not any(tip.code == "check_failed" for tip in check_job(job(), facts))
    FIXES["15013"].apply(job(), facts)
    try:
        match(job(), detail)
    except FarmhandError as error:
        assert str(error)
    estimate([Frame.from_data(frame) for frame in several], nodes)
    task = Task.from_data(record)
    assert task.status_text
    time.localtime(task.submitted)


@pytest.mark.parametrize("depth", [300, 900, 5000, 100000])
@pytest.mark.parametrize(
    ("begin", "end"), [(b"[", b"]"), (b'{"respRenderingTaskList":[', b"]}"), (b'{"items":[', b"]}")]
)
def test_what_is_nested_deeper_than_python_can_follow_ends_too(depth, begin, end):
    with Answering() as answering:
        answering.survives(b'{"code":200,"data":' + begin * depth + end * depth + b"}", 200)


@thorough
@given(st.integers(2, 400))
def test_layers_within_layers_end(depth):
    data = {"id": 1, "respRenderingTaskList": None}
    for _ in range(depth):
        data = {"id": 2, "respRenderingTaskList": [data]}
    task = Task.from_data(data)
    assert [part.parts for part in task.parts] == [()]

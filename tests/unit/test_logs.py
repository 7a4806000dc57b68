"""One log for all processes of a user: rotated, marked, without secrets, and none of the DCC's business."""

import logging
import os
import subprocess
import sys

import pytest

from farmhand import logs
from farmhand.logs import SharedFile, marked


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv("FARMHAND_LOG_ROOT", str(tmp_path / "logs"))
    logs.stop()
    yield logging.getLogger("farmhand.test")
    logs.stop()


def text():
    return logs.tail(1 << 24)


def test_it_is_in_the_chosen_folder_or_the_systems(tmp_path, monkeypatch):
    monkeypatch.setenv("FARMHAND_LOG_ROOT", str(tmp_path))
    assert logs.folder() == str(tmp_path)
    assert logs.engine_folder() == str(tmp_path / "engine")
    assert logs.folder("/elsewhere") == "/elsewhere"
    monkeypatch.delenv("FARMHAND_LOG_ROOT")
    assert "farmhand" in logs.folder()
    assert os.path.isabs(logs.folder())


def test_lines_carry_the_mark_of_their_submission(log):
    logs.start()
    with marked("abcd1234"):
        log.info("inside")
    log.info("outside")
    assert [line.split()[4] for line in text().splitlines()] == ["abcd1234", "-"]
    assert logs.tail(key="abcd1234").endswith("inside\n")
    assert "outside" not in logs.tail(key="abcd1234")


class Heard(logging.Handler):
    def __init__(self):
        super().__init__()
        self.names = []

    def emit(self, record):
        self.names.append(record.getMessage())


@pytest.mark.parametrize("root_level", [logging.DEBUG, logging.WARNING, logging.ERROR])
def test_the_dccs_root_logger_hears_what_it_heard_before_and_no_more(log, root_level):
    root, heard = logging.getLogger(), Heard()
    level = root.level
    root.addHandler(heard)
    root.setLevel(root_level)
    try:
        own = logging.getLogger("farmhand").level
        before = [root.level, list(root.handlers), root.propagate, root.filters]
        speak(log)
        without = list(heard.names)
        heard.names.clear()
        logs.start()
        speak(log)
        assert heard.names == without
        assert [root.level, list(root.handlers), root.propagate, root.filters] == before
        logs.stop()
        heard.names.clear()
        speak(log)
        assert heard.names == without
        assert logging.getLogger("farmhand").propagate
        assert logging.getLogger("farmhand").level == own
    finally:
        root.removeHandler(heard)
        root.setLevel(level)


def speak(log):
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        log.log(level, "level %d", level)
        log.getChild("deeper").log(level, "deeper %d", level)


def test_it_starts_once_however_often_it_is_asked(log):
    assert logs.start() is logs.start()
    log.info("once")
    assert text().count("once") == 1


def test_a_folder_that_cannot_be_written_stops_nobody(log, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FARMHAND_LOG_ROOT", str(tmp_path / "file" / "logs"))
    assert logs.start() is None
    log.info("nobody fails")
    assert logs.files() == []


SECRETS = [
    ("the key {} itself", "canary-key-1234"),
    ("https://user:{}@proxy.studio:3128 refused", "canary-proxy"),
    ('{{"raySyncUserKey": "{}", "x": 1}}', "canary-raysync"),
    ("accessKey={}&more", "canary-access"),
    ("password: {}", "canary-password"),
    ("signature='{}'", "canary-signature"),
    ("{{'password': '{}'}}", "canary engine & password"),
]


@pytest.mark.parametrize(("sentence", "secret"), SECRETS)
def test_no_secret_reaches_the_file(log, sentence, secret):
    logs.start(secrets=("canary-key-1234",))
    log.info("%s", sentence.format(secret))
    try:
        raise ValueError(sentence.format(secret))
    except ValueError:
        log.exception("it broke")
    assert "it broke" in text()
    assert secret not in text()


def test_secrets_of_the_environment_do_not_either(log, monkeypatch):
    monkeypatch.setenv("FARMHAND_REDIS_PASSWORD", "canary-of-redis")
    logs.start()
    log.info("AUTH canary-of-redis")
    assert "canary" not in text()


def test_a_record_that_cannot_be_formatted_or_encoded_stops_nobody(log, monkeypatch):
    monkeypatch.setattr(logging, "raiseExceptions", False)
    logs.start()
    log.info("%d", "no number")
    log.info("a name with \udc80")
    assert "\\udc80" in text()


WRITER = """
import logging, sys
from farmhand.logs import SharedFile, FORMAT
handler = SharedFile(sys.argv[1], largest=1500, kept=200)
handler.setFormatter(logging.Formatter("%(message)s"))
for number in range(300):
    handler.emit(logging.LogRecord("x", 20, "", 0, "%s line %04d %s", (sys.argv[2], number, "." * 60), None))
"""


def test_several_processes_lose_no_line_while_they_rotate_it(tmp_path):
    path = str(tmp_path / "farmhand.log")
    processes = [subprocess.Popen([sys.executable, "-c", WRITER, path, name]) for name in "abc"]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    lines = []
    names = [name for name in os.listdir(str(tmp_path)) if not name.endswith(".lock")]
    for name in names:
        assert os.path.getsize(str(tmp_path / name)) <= 1500
        with open(str(tmp_path / name), encoding="utf-8") as stream:
            lines += stream.read().splitlines()
    assert len(names) > 3
    assert sorted(line[:11] for line in lines) == sorted(
        "{} line {:04d}".format(name, number) for name in "abc" for number in range(300)
    )


def test_only_so_many_old_files_stay(tmp_path):
    handler = SharedFile(str(tmp_path / "farmhand.log"), largest=100, kept=2)
    for number in range(40):
        handler.emit(logging.LogRecord("x", 20, "", 0, "line %d %s", (number, "." * 30), None))
    assert sorted(os.listdir(str(tmp_path))) == ["farmhand.log" + end for end in ("", ".1", ".2", ".lock")]

"""What was sent is remembered as the farm's documents have it: sqlite or redis, on or off, for engine and ledger."""

import configparser
import os
import shutil
import socket
import stat
import subprocess
import threading
import time

import pytest

from farmhand import settings as settings_module
from farmhand.errors import SettingsError, TransferError
from farmhand.files import look
from farmhand.progress import CancelToken
from farmhand.scene.model import Asset
from farmhand.session import Session
from farmhand.transfer import ini
from farmhand.transfer.ledger import Ledger
from farmhand.transfer.stores import RedisStore

PASSWORD = "canary-redis-password"


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory):
    """A redis server of our own on the loopback; ended by its own process."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine (Debian's package redis-server)")
    pytest.importorskip("redis", reason="the redis client is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = str(tmp_path_factory.mktemp("redis"))
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no",
         "--requirepass", PASSWORD],
        stdout=subprocess.PIPE, universal_newlines=True,
    )  # fmt: skip
    for line in process.stdout:
        if "eady to accept connections" in line:
            break
    drain = threading.Thread(target=process.stdout.read, daemon=True)
    drain.start()
    yield port
    process.terminate()
    process.wait(20)
    drain.join(20)
    process.stdout.close()


@pytest.fixture
def store(redis_port):
    made = RedisStore("127.0.0.1", redis_port, 3, PASSWORD)
    made._client.flushdb()
    return made


@pytest.fixture
def textures(tmp_path):
    paths = [tmp_path / "贴图{:04d}.png".format(number) for number in range(1200)]
    for path in paths:
        path.write_bytes(b"pixels")
    return [Asset(str(path), *look(str(path))) for path in paths]


def hours_later():
    return time.time_ns() + 3600 * 10**9


def ledger(store, storage="farm/2/10201/1"):
    return Ledger("/nowhere", storage, clock=hours_later, store=store)


def test_what_one_machine_sent_another_does_not_send_again(store, redis_port, textures):
    assert len(ledger(store).plan(textures).new) == 1200
    ledger(store).record(textures)
    other = RedisStore("127.0.0.1", redis_port, 3, PASSWORD)
    plan = ledger(other).plan(textures)
    assert (len(plan.new), len(plan.changed), len(plan.unchanged)) == (0, 0, 1200)
    with open(textures[7].path, "wb") as stream:
        stream.write(b"repainted")
    now = [Asset(asset.path, *look(asset.path)) for asset in textures]
    assert [asset.path for asset in ledger(other).plan(now).changed] == [textures[7].path]


def test_storages_and_tables_are_kept_apart(store, redis_port, textures):
    ledger(store).record(textures[:3])
    assert len(ledger(store, "farm/2/10201/2").plan(textures[:3]).new) == 3
    assert len(ledger(RedisStore("127.0.0.1", redis_port, 4, PASSWORD)).plan(textures[:3]).new) == 3
    ledger(store).forget()
    assert len(ledger(store).plan(textures[:3]).new) == 3


def test_what_somebody_else_wrote_there_is_not_believed(store, textures):
    ledger(store).record(textures[:1])
    name = textures[0].path.encode("utf-8")
    for other in (b"", b"[]", b"null", b"\xff", b'["a",1,2,3]', b'["a","b","c","d","e","f"]', b"{}"):
        store._client.hset("farmhand:sent:farm/2/10201/1", name, other)
        assert len(ledger(store).plan(textures[:1]).new) == 1


def test_a_server_that_refuses_or_is_gone_is_told_without_the_password(redis_port, textures):
    for port, password in ((redis_port, "wrong-" + PASSWORD), (1, PASSWORD)):
        with pytest.raises(TransferError, match=r"redis server 127\.0\.0\.1") as told:
            ledger(RedisStore("127.0.0.1", port, 0, password, 0.5)).plan(textures[:1])
        assert PASSWORD not in str(told.value) + told.value.advice


def test_without_the_client_it_is_told_how_to_get_it(monkeypatch):
    import builtins

    real = builtins.__import__

    def missing(name, *rest):
        if name == "redis":
            raise ImportError("No module named 'redis'")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(SettingsError) as told:
        RedisStore("127.0.0.1", 1, 0)
    assert "pip install redis" in told.value.advice


@pytest.fixture
def by_redis(sandbox_environment, redis_port, monkeypatch):
    for name, value in (("DATABASE_TYPE", "redis"), ("REDIS_PORT", redis_port), ("REDIS_TABLE", 5),
                        ("REDIS_PASSWORD", PASSWORD)):  # fmt: skip
        monkeypatch.setenv("FARMHAND_" + name, str(value))
    store = RedisStore("127.0.0.1", redis_port, 5, PASSWORD)
    store._client.flushdb()
    return store


def test_engine_and_ledger_both_use_the_studios_redis(by_redis, first_light, sandbox):
    from farmhand.job.choices import Job
    from farmhand.readers import open_scene
    from farmhand.scene.host import run

    session = Session.open()
    session.submit(Job(run(open_scene(str(first_light)).analyse())), unheard, CancelToken())
    keys = sorted(key.decode("utf-8") for key in by_redis._client.keys("*"))
    assert [key.split(":")[0] for key in keys] == ["farmhand", "transmitter"]
    assert session.plan(Job(run(open_scene(str(first_light)).analyse()))).to_send == ()
    folder = session._journal().entries()[0].folder
    assert stat.S_IMODE(os.stat(os.path.join(folder, ini.NAME)).st_mode) == 0o600


def written(folder, **environment):
    variables = {"FARMHAND_" + name.upper(): value for name, value in environment.items()}
    path = ini.write(str(folder), settings_module.load(environment=variables, user_file="/nowhere"))
    if not path:
        return None
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path, encoding="utf-8")
    return {section: dict(parser[section]) for section in parser.sections()}


def test_the_engines_ini_says_what_the_settings_say(tmp_path, monkeypatch):
    monkeypatch.delenv("FARMHAND_REDIS_PASSWORD", raising=False)
    assert written(tmp_path) == {
        "database": {"on": "true", "platform_id": "2", "type": "sqlite"},
        "sqlite": {"db_path": str(tmp_path / "transmitter.db"), "temporary": "false"},
    }
    mine = written(tmp_path, database_path=str(tmp_path / "mine"), database_temporary="true", platform="6")
    assert mine["sqlite"] == {"db_path": str(tmp_path / "mine" / "transmitter.db"), "temporary": "true"}
    assert mine["database"]["platform_id"] == "6"
    assert (tmp_path / "mine").is_dir()
    monkeypatch.setenv("FARMHAND_REDIS_PASSWORD", "p % $ w")
    shared = written(
        tmp_path, database_type="redis", redis_host="10.0.0.9", redis_port="7000", redis_table="4", redis_timeout="900"
    )
    assert shared["database"]["type"] == "redis"
    assert shared["redis"] == {
        "host": "10.0.0.9", "port": "7000", "password": "p % $ w", "table_index": "4", "timeout": "900"
    }  # fmt: skip
    assert written(tmp_path, database="off") is None


def test_switched_off_everything_is_sent_every_time(sandbox_environment, textures, monkeypatch):
    for switch, new in (("on", 0), ("off", 3)):
        monkeypatch.setenv("FARMHAND_DATABASE", switch)
        kept = Session.open()._ledger()
        kept.record(textures[:3])
        assert len(kept.plan(textures[:3]).new) == new


def unheard(progress):
    pass

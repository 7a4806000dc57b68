"""Nothing gets out of the storage, neither by path nor by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sandbox_client import Client, Clock, maya_job

from farmhand_sandbox.server import Sandbox
from farmhand_sandbox.storage import PathRefused, Storage, safe_name

BASE = "/sandbox/storage/10201/10001136"
ESCAPES = ["../x", "a/../../x", "..\\x", "%2e%2e/x", "..%2fx", "a/%2e%2e/%2e%2e/x", "..%5cx", "%00", "a/..;/../x"]


@pytest.mark.parametrize("path", ["../x", "a/../x", "..", "..\\x", "a\\..\\..\\x", "x\0y"])
def test_a_path_with_a_way_up_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(PathRefused):
        Storage(tmp_path).path("10201", 1, path)


@pytest.mark.parametrize("path", ["/etc/passwd", "//srv/share", "C/x", "./a//b", ""])
def test_an_absolute_path_lies_below_the_storage(tmp_path: Path, path: str) -> None:
    storage = Storage(tmp_path)
    assert str(storage.path("10201", 1, path)).startswith(str(storage.root / "10201" / "1"))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_the_storage_is_refused(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    (storage.root / "10201").symlink_to("/")
    with pytest.raises(PathRefused):
        storage.path("10201", 1, "/x")


@pytest.mark.parametrize("path", ESCAPES)
@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_no_request_reads_or_writes_outside(client: Client, sandbox: Sandbox, method: str, path: str) -> None:
    secret = sandbox.folder.parent / "x"
    secret.write_text("secret")
    before = sorted(file for file in sandbox.folder.parent.rglob("*") if "storage" not in file.parts)
    status, content = client.http(method, f"{BASE}/{path}", b"y")
    assert b"secret" not in content
    assert status != 200
    assert secret.read_text() == "secret"
    assert before == sorted(file for file in sandbox.folder.parent.rglob("*") if "storage" not in file.parts)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sandbox/storage/99999/10001136/x", 403),
        ("/sandbox/storage/10201/1/x", 403),
        ("/sandbox/storage/20201/10001136/x", 403),
        ("/sandbox/storage/10201/10001136/x", 204),
    ],
)
def test_only_the_users_own_input_takes_files(client: Client, address: str, status: int) -> None:
    assert client.http("PUT", address, b"y")[0] == status


def test_a_foreign_host_name_gets_no_file(client: Client) -> None:
    assert client.http("PUT", f"{BASE}/x", b"y")[0] == 204
    assert client.http("GET", f"{BASE}/x")[1] == b"y"
    assert client.http("GET", f"{BASE}/x", headers={"Host": "evil.example:80"})[0] == 403


def test_a_file_cannot_take_the_place_of_a_folder(client: Client) -> None:
    assert client.http("PUT", f"{BASE}/a/b", b"y")[0] == 204
    assert client.http("PUT", f"{BASE}/a", b"y")[0] == 507
    assert client.http("PUT", f"{BASE}/a/b/c", b"y")[0] == 507
    assert client.http("PUT", f"{BASE}/" + "n" * 300, b"y")[0] == 507


@pytest.mark.parametrize("name", ["..", "../../x", "/etc", "a\0b", "CON", "", "x" * 500, "a:b", "層/層"])
def test_a_safe_name_is_one_file_name(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('/\\:\0<>|"?*')
    assert len(safe) <= 90
    assert safe.upper() != "CON"


def test_names_in_a_task_file_cannot_lead_outputs_outside(client: Client, clock: Clock, sandbox: Sandbox) -> None:
    job = maya_job("1", layers=("../../../up", ".."), cameras=("/../..", ".."), input_cg_file="../../..")
    client.submitted(job)
    clock.pass_(99)
    client.data("/api/render/handle/queryAllFrameStats")
    found = list(sandbox.folder.parent.rglob("*.png"))
    output = sandbox.folder / "storage" / "20201" / "10001136"
    assert len(found) == 4  # two layers, two cameras
    assert all(output in path.parents for path in found)


@pytest.mark.parametrize("tree", ["/..", "../../", "/a/../.."])
def test_a_listing_cannot_look_outside(client: Client, tree: str) -> None:
    assert client.reply("/api/render/file/operate/getOutputUserDirFile", treePath=tree)["code"] == 600

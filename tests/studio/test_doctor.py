"""`farmhand doctor`: what it finds on a healthy computer and on sick ones, and that it tells no secret."""

import json
import os
import socket
import subprocess
import sys

import pytest

from farmhand import cli, doctor
from farmhand.places import LINUX, System

CANARY = "canary-7d1b"


def by_area(findings):
    found = {}
    for finding in findings:
        found.setdefault(finding.area, []).append(finding)
    return found


@pytest.fixture
def nothing_set(monkeypatch, tmp_path):
    """A computer with no account and no setting but its data folder."""
    for name in [name for name in os.environ if name.startswith("FARMHAND_") or name.lower().endswith("_proxy")]:
        if name != "FARMHAND_SANDBOX_PYTHON":
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("FARMHAND_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("FARMHAND_DOMAIN", "127.0.0.1:1")
    monkeypatch.setenv("FARMHAND_PROTOCOL", "http")


def test_a_healthy_computer_has_nothing_wrong(sandbox_environment, capsys):
    assert cli.main(["doctor", "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)
    areas = {finding["area"] for finding in findings}
    assert {"farmhand", "python", "library", "account", "disk", "proxy", "clock", "network", "engine", "line"} <= areas
    assert not [finding for finding in findings if finding["state"] == "wrong"]
    network = next(finding for finding in findings if finding["area"] == "network")
    assert "knows this account" in network["told"]


def test_plain_output_is_one_line_a_finding_with_what_to_do_below(nothing_set, capsys):
    assert cli.main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith("wrong  account"))
    assert lines[at + 1].strip().startswith("->") and "farmhand-sandbox" in lines[at + 1]
    assert lines[-1].endswith("to mend.")


def test_without_an_account_the_network_is_tried_all_the_same(nothing_set):
    found = by_area(doctor.examine())
    assert found["account"][0].state == "wrong"
    assert found["network"][0].state == "wrong" and "does not answer" in found["network"][0].told


def test_offline_nothing_is_called(sandbox_environment, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *words, **named: pytest.fail("a call"))
    assert not {"network", "line", "clock"} & set(by_area(doctor.examine(network=False)))


def test_a_wrong_clock_is_told(sandbox_environment, monkeypatch):
    monkeypatch.setattr(doctor.Transport, "clock", lambda self: 1.0)
    clock = by_area(doctor.examine())["clock"][0]
    assert clock.state == "wrong" and "network" in clock.advice


def test_a_broken_settings_file_hides_nothing_else(nothing_set, monkeypatch, tmp_path):
    broken = tmp_path / "site.json"
    broken.write_text("{")
    monkeypatch.setenv("FARMHAND_SITE_SETTINGS", str(broken))
    found = by_area(doctor.examine())
    assert found["settings"][0].state == "wrong" and "site.json" in found["settings"][0].told
    assert {"python", "library", "disk", "account"} <= set(found)


def test_settings_are_told_with_where_they_come_from(nothing_set, monkeypatch, tmp_path):
    site = tmp_path / "site.json"
    site.write_text('{"line": "Shanghai"}')
    monkeypatch.setenv("FARMHAND_SITE_SETTINGS", str(site))
    told = [finding.told for finding in by_area(doctor.examine(network=False))["setting"]]
    assert any("line = Shanghai" in text and "site.json" in text for text in told)


def test_a_missing_transfer_program_and_a_missing_hook_are_told(nothing_set, monkeypatch):
    monkeypatch.setenv("FARMHAND_TRANSMITTER", "/nowhere/transmitter")
    monkeypatch.setenv("FARMHAND_HOOKS", "/nowhere/hooks.py")
    found = by_area(doctor.examine(network=False))
    assert found["engine"][0].state == "wrong" and "/nowhere/transmitter" in found["engine"][0].told
    assert found["hooks"][0].state == "wrong" and "/nowhere/hooks.py" in found["hooks"][0].told


@pytest.fixture
def raysync_client(sandbox_environment, monkeypatch, tmp_path):
    """The stand-in for the Raysync client runs, and is the engine that was chosen; its port."""
    python = os.environ.get("FARMHAND_SANDBOX_PYTHON", sys.executable)
    farm = sandbox_environment["FARMHAND_DOMAIN"].split(":")[1]
    command = [python, "-m", "farmhand_sandbox.raysync", str(tmp_path / "client"), "--farm", farm]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        monkeypatch.setenv("FARMHAND_ENGINE", "raysync")
        monkeypatch.setenv("FARMHAND_RAYSYNC", str(tmp_path / "client"))
        monkeypatch.setenv("FARMHAND_TRANSMITTER", "/nowhere/transmitter")  # nobody asks for it
        yield process.stdout.readline().decode().strip()
        process.terminate()


def test_the_transfer_program_that_was_chosen_is_the_one_looked_at(raysync_client, monkeypatch, tmp_path):
    found = by_area(doctor.examine())
    assert found["engine"][0].state == "ok" and "port {}; it runs".format(raysync_client) in found["engine"][0].told
    assert found["line"][0].told.startswith("Raysync (")
    monkeypatch.setenv("FARMHAND_RAYSYNC", str(tmp_path))
    (engine,) = by_area(doctor.examine(network=False))["engine"]
    assert engine.state == "wrong" and "cluster.xml" in engine.told
    monkeypatch.delenv("FARMHAND_RAYSYNC")
    (engine,) = by_area(doctor.examine(network=False))["engine"]
    assert engine.state == "wrong" and "FARMHAND_ENGINE" in engine.advice


def test_a_full_disk_is_worth_a_look(nothing_set, monkeypatch):
    class Usage:
        free = 4096

    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: Usage)
    assert {finding.state for finding in by_area(doctor.examine(network=False))["disk"]} == {"look"}


def test_an_examination_that_breaks_does_not_hide_the_others(nothing_set, monkeypatch):
    def broken(patient):
        raise RuntimeError("as strange as can be")

    table = tuple((area, broken if area == "qt" else function, net) for area, function, net in doctor.EXAMINATIONS)
    monkeypatch.setattr(doctor, "EXAMINATIONS", table)
    found = by_area(doctor.examine(network=False))
    assert "as strange as can be" in found["qt"][0].told
    assert {"python", "disk"} <= set(found)


def test_programs_are_found_in_their_folders_and_the_home_is_a_tilde(nothing_set, tmp_path):
    (tmp_path / "maya" / "2024").mkdir(parents=True)
    told = by_area(doctor.examine(System(LINUX, str(tmp_path)), network=False))["program"][0].told
    assert told == "Maya 2024 ~/maya"


def test_no_secret_is_told_at_any_place(start_sandbox, use_farm, monkeypatch, capsys, tmp_path):
    """Keys in every variable that can hold one, in a proxy's address, in a hook's error and in a settings file."""
    use_farm(start_sandbox("--access-key", CANARY + "-key"))
    monkeypatch.setenv("FARMHAND_PROXY_USER", "studio")
    monkeypatch.setenv("FARMHAND_PROXY_PASSWORD", CANARY + "-proxy")
    monkeypatch.setenv("HTTPS_PROXY", "http://studio:{}-url@proxy.invalid:1".format(CANARY))
    hook, secret = tmp_path / "hook.py", ("FARMHAND_ACCESS_KEY", "FARMHAND_PROXY_PASSWORD", "STUDIO_TOKEN")
    hook.write_text("import os\nraise ValueError([os.environ[n] for n in {!r}])\n".format(secret))
    monkeypatch.setenv("STUDIO_TOKEN", CANARY + "-token")
    monkeypatch.setenv("FARMHAND_HOOKS", str(hook))
    for arguments in (["doctor"], ["doctor", "--json"], ["--debug", "doctor"]):
        cli.main(arguments)
        out, err = capsys.readouterr()
        assert "hook.py" in out and "***" in out
        assert CANARY not in out
        if "--debug" not in arguments:
            assert CANARY not in err
    site = tmp_path / "site.json"
    site.write_text(json.dumps({"proxy": "http://u:{}@h:1".format(CANARY)}))
    monkeypatch.setenv("FARMHAND_SITE_SETTINGS", str(site))
    assert cli.main(["doctor"]) == 1
    assert CANARY not in "".join(capsys.readouterr())

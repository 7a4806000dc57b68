"""Installing into fake homes: what programs find then, what others had, and that nothing is left after undoing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import seats
from record import InstallError, Record

import install
from farmhand.places import CLARISSE, HOUDINI, MAYA, WINDOWS, System, find, number


def run(system, release, *arguments):
    return install.main(list(arguments), system, str(release))


def test_uninstalling_leaves_every_byte_as_it_was(seat, release):
    home, system = seat
    before = seats.snapshot(home)
    assert run(system, release) == 0
    assert seats.snapshot(home) != before
    assert run(system, release, "--uninstall") == 0
    assert seats.snapshot(home) == before


def test_a_python_that_looks_at_nothing_beside_the_script_installs_too(release, tmp_path):
    """As `python -I` does, and the Python of some programs."""
    home = tmp_path / "home"
    (home / "maya/2024").mkdir(parents=True)
    command = [sys.executable, "-I", "-S", str(release / "install/install.py"), "--only", "maya"]
    environment = {"HOME": str(home), "PATH": os.defpath}
    ended = subprocess.run(command, cwd=str(tmp_path), env=environment, stdout=subprocess.PIPE, check=True)
    assert b"is in" in ended.stdout and (home / "maya/modules/farmhand.mod").is_file()


def test_a_second_installation_changes_nothing_and_can_be_undone_all_the_same(seat, release):
    home, system = seat
    before = seats.snapshot(home)
    run(system, release)
    once = seats.snapshot(home)
    assert run(system, release) == 0
    assert seats.snapshot(home) == once
    run(system, release, "--uninstall")
    assert seats.snapshot(home) == before
    assert run(system, release, "--uninstall") == 0
    assert seats.snapshot(home) == before


def test_a_dry_run_shows_every_file_and_touches_none(seat, release, capsys):
    home, system = seat
    before = seats.snapshot(home)
    assert run(system, release, "--dry-run") == 0
    assert seats.snapshot(home) == before
    told = capsys.readouterr().out
    run(system, release)
    written = {name for name, content in seats.snapshot(home).items() if before.get(name) != content}
    shown = re.findall(r"(?m)^  (?:write|change) +(\S.*?\.(?:mod|json|env|cfg))", told)
    files = {home / name for name in written if not name.endswith("installed.json") and (home / name).is_file()}
    assert {os.path.realpath(path) for path in shown} == {os.path.realpath(str(path)) for path in files}
    assert run(system, release, "--uninstall", "--dry-run") == 0
    assert "dry run" in capsys.readouterr().out


def test_every_program_finds_existing_folders_of_this_release(seat, release):
    _, system = seat
    run(system, release)
    seen = set()
    for place in find(system):
        seen.add(place.dcc)
        if place.dcc == MAYA:
            for version in place.versions or ("2024",):
                folder, path = seats.maya_stanza(place.folder + "/modules", version, system.platform)
                old = number(version) < (2022,)
                assert folder == str(release / ("launcher/maya" if old else "maya_plugin"))
                assert os.path.isfile(folder + "/scripts/userSetup.py")
                assert all(os.path.isdir(entry) for entry in path)
        elif place.dcc == HOUDINI:
            paths, _ = seats.houdini_package(place.folder, place.versions[0])
            old = number(place.versions[0]) < (19,)
            assert paths == [str(release / ("launcher/houdini" if old else "houdini_plugin"))]
            assert os.path.isdir(paths[0])
        else:
            entry = seats.clarisse_list(place.folder, "CLARISSE_STARTUP_SCRIPT")[-1]
            old = number(place.versions[0]) < (5,)
            assert entry == str(release / ("launcher/clarisse" if old else "clarisse_plugin") / "startup.py")
            assert os.path.isfile(entry)
    assert seen == {MAYA, HOUDINI, CLARISSE}


@pytest.mark.parametrize("layout", sorted(seats.EVERY_VERSION))
def test_every_version_that_the_documents_name_is_found(layout, tmp_path):
    found = {}
    for place in find(seats.EVERY_VERSION[layout](tmp_path)):
        found.setdefault(place.dcc, []).extend(place.versions)
    assert found == {MAYA: list(seats.MAYAS), HOUDINI: list(seats.HOUDINIS), CLARISSE: list(seats.CLARISSES)}


def test_what_others_wrote_stays(linux_seat, release):
    home, system = linux_seat
    run(system, release)
    assert (home / "maya/modules/studio.mod").read_text() == seats.OTHERS_MOD
    assert (home / "houdini20.5/packages/other.json").read_text() == "{}"
    entries = seats.clarisse_list(home / ".isotropix/clarisse/5.0", "CLARISSE_STARTUP_SCRIPT")
    assert entries[:2] == ["/studio/é one.py", "/studio/two.py"] and len(entries) == 3
    text = (home / ".isotropix/clarisse/5.0/clarisse.env").read_text(encoding="utf-8")
    assert text.startswith("A=b\n") and "# the end" in text


def test_a_native_shelf_is_never_taken_away(linux_seat, release):
    home, system = linux_seat
    run(system, release)
    shelves = seats.clarisse_list(home / ".isotropix/clarisse/5.0", "IX_SHELF_CONFIG_FILE")
    assert shelves[0] == "$IX_PYTHON_API_PATH/shelves/shelf.cfg" and len(shelves) == 2
    assert str(release / "clarisse_plugin") in Path(shelves[1]).read_text(encoding="utf-8")


def test_what_somebody_adds_afterwards_survives_the_uninstallation(linux_seat, release):
    home, system = linux_seat
    run(system, release)
    env = home / ".isotropix/clarisse/5.0/clarisse.env"
    env.write_text(env.read_text(encoding="utf-8").replace("A=b", "A=c").replace('"  ', ';/late.py"'), encoding="utf-8")
    (home / "houdini18.0/packages/late.json").write_text("{}")
    run(system, release, "--uninstall")
    text = env.read_text(encoding="utf-8")
    assert "A=c" in text and "/late.py" in text and "farm hand" not in text
    assert os.listdir(str(home / "houdini18.0/packages")) == ["late.json"]
    assert not (home / "data").exists()


def test_without_its_record_an_installation_is_still_found_and_taken_out(linux_seat, release):
    home, system = linux_seat
    run(system, release)
    (home / "data/farmhand/installed.json").unlink()
    assert run(system, release, "--uninstall") == 0
    left = seats.snapshot(home)
    assert not [name for name in left if name.endswith(("farmhand.mod", "farmhand.json"))]
    assert not [name for name, content in left.items() if content and b"farm hand" in content]


def test_a_damaged_record_is_told_and_nothing_is_done(linux_seat, release, capsys):
    home, system = linux_seat
    run(system, release)
    (home / "data/farmhand/installed.json").write_text("{")
    before = seats.snapshot(home)
    assert run(system, release, "--uninstall") == 1
    assert "installed.json" in capsys.readouterr().err
    assert seats.snapshot(home) == before


def test_an_installation_that_was_cut_off_can_be_undone(linux_seat, release, monkeypatch):
    home, system = linux_seat
    before = seats.snapshot(home)
    real, written = install.write, []

    def cut_off(path, content):
        if len(written) == 2:
            raise InstallError("the power is gone")
        written.append(path)
        real(path, content)

    monkeypatch.setattr(install, "write", cut_off)
    assert run(system, release) == 1
    monkeypatch.setattr(install, "write", real)
    assert seats.snapshot(home) != before
    assert run(system, release, "--uninstall") == 0
    assert seats.snapshot(home) == before


def test_a_newer_release_takes_over_and_the_first_state_is_remembered(linux_seat, release, tmp_path):
    import shutil

    home, system = linux_seat
    before = seats.snapshot(home)
    run(system, release)
    newer = tmp_path / "newer"
    shutil.copytree(str(release), str(newer))
    assert run(system, newer) == 0
    content = b"".join(content for content in seats.snapshot(home).values() if content and b"installed" not in content)
    assert str(newer).encode() in content and b"farm hand/maya_plugin" not in content
    run(system, newer, "--uninstall")
    assert seats.snapshot(home) == before


def test_a_checkout_says_that_it_brings_no_libraries(linux_seat, release, capsys, tmp_path):
    _, system = linux_seat
    run(system, release)
    assert "requests" in capsys.readouterr().out
    run(system, release, "--uninstall")
    (release / "vendor" / "python3.7").mkdir(parents=True)
    try:
        run(system, release)
        assert "requests" not in capsys.readouterr().out
    finally:
        (release / "vendor" / "python3.7").rmdir()
        (release / "vendor").rmdir()


def test_only_one_program(linux_seat, release):
    home, system = linux_seat
    before = seats.snapshot(home)
    run(system, release, "--only", "houdini")
    assert not (home / "maya/modules/farmhand.mod").exists()
    assert (home / "houdini20.5/packages/farmhand.json").exists()
    run(system, release)
    run(system, release, "--uninstall", "--only", "maya")
    assert not (home / "maya/modules/farmhand.mod").exists()
    assert (home / "houdini20.5/packages/farmhand.json").exists()
    run(system, release, "--uninstall")
    assert seats.snapshot(home) == before


def test_status_tells_what_is_there_what_is_old_and_what_is_broken(linux_seat, release, capsys, tmp_path):
    import shutil

    def told(root):
        assert run(system, root, "status") == 0
        return capsys.readouterr().out

    home, system = linux_seat
    assert told(release).count("not installed") == 5
    other = tmp_path / "other"
    shutil.copytree(str(release), str(other))
    run(system, other)
    assert told(other).count(" installed\n") - told(other).count("not installed") == 5
    capsys.readouterr()
    assert "which is not this Farmhand" in told(release)
    shutil.rmtree(str(other))
    assert told(release).count("broken") == 5


def test_where_no_program_is_found_it_says_what_to_do(tmp_path, release, capsys):
    system = System(WINDOWS, str(tmp_path), {}, str(tmp_path / "Documents"))
    assert run(system, release) == 1
    out, err = capsys.readouterr()
    assert "MAYA_APP_DIR" in out and "none of the programs" in err
    assert seats.snapshot(tmp_path) == {}


def test_a_folder_that_cannot_be_written_is_named(linux_seat, release, capsys):
    home, system = linux_seat
    (home / "houdini18.0/packages").write_text("a file where a folder must be")
    assert run(system, release) == 1
    assert "houdini18.0/packages" in capsys.readouterr().err


def test_a_root_that_no_list_can_hold_is_refused(linux_seat):
    _, system = linux_seat
    with pytest.raises(InstallError, match="another folder"):
        install.plan_install(system, "/tools;old/farmhand", Record(""))


def test_moved_documents_are_looked_at_first_and_each_place_once(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    system = seats.windows_onedrive(home)
    maya = [place for place in find(system) if place.dcc == MAYA]
    assert [place.versions for place in maya] == [("2024", "2026"), ("2019",)]
    assert "OneDrive" in maya[0].folder


def test_onedrives_documents_are_found_where_the_shell_does_not_answer(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    told = seats.windows_onedrive(home)
    drive = home / "OneDrive - Studio"
    (drive / "Dokumente").rename(drive / "Documents")
    system = System(told.platform, told.home, told.environment)
    assert [place.versions for place in find(system) if place.dcc == MAYA] == [("2024", "2026"), ("2019",)]
    assert [place.versions for place in find(system) if place.dcc == HOUDINI] == [("21.0",)]

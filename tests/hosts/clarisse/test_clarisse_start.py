"""Clarisse's start: the text of startup.py in each of its Pythons, the menu, the shelf; nothing ends Clarisse."""

import glob
import importlib
import os
import shutil
import subprocess
import sys

import pytest
from both_ways import REPOSITORY

from farmhand.errors import SettingsError

PLUGIN = os.path.join(REPOSITORY, "clarisse_plugin")
ENTRY = "Farmhand>Submit to the Farm..."


def text_of(name):
    with open(os.path.join(PLUGIN, name), encoding="utf-8") as file:
        return file.read()


@pytest.fixture
def installed(monkeypatch):
    """As the installer leaves it: nothing on the path, our script in the list beside a studio's."""
    monkeypatch.setenv("CLARISSE_STARTUP_SCRIPT", "/studio/first.py;" + os.path.join(PLUGIN, "startup.py"))
    monkeypatch.delenv("FARMHAND_CLARISSE", raising=False)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if os.path.abspath(path) != PLUGIN])


def test_the_start_needs_no_file(clarisse, installed, capsys):
    clarisse.run_text(text_of("startup.py"))
    assert clarisse.crashed is None and capsys.readouterr().out == ""
    assert sys.path[-1] != "" and PLUGIN in sys.path
    assert list(clarisse.menu) == ["File>", "Farmhand>", ENTRY]
    clarisse.run_text(text_of("startup.py"))
    assert list(clarisse.menu) == ["File>", "Farmhand>", ENTRY]
    assert sys.path.count(PLUGIN) == 1


def test_the_start_makes_the_core_and_the_panel_importable():
    """In a Python of its own, which knows nothing of Farmhand."""
    code = (
        "import sys, types\nix = types.ModuleType('ix')\nix.is_gui_application = lambda: False\n"
        "sys.modules['ix'] = ix\nexec(compile(sys.stdin.read(), '<string>', 'exec'), {'__name__': '__main__'})\n"
        "import farmhand, farmhand_ui, farmhand_clarisse\nprint(farmhand.__file__)\nprint(farmhand_ui.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], input=text_of("startup.py").encode("utf-8"), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={"CLARISSE_STARTUP_SCRIPT": os.path.join(PLUGIN, "startup.py"), "PATH": os.defpath},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    core, panel = done.stdout.decode().split()
    assert core.startswith(os.path.join(REPOSITORY, "core")) and panel.startswith(os.path.join(REPOSITORY, "shared_ui"))


def test_a_variable_may_say_where_it_is(clarisse, installed, monkeypatch):
    monkeypatch.setenv("CLARISSE_STARTUP_SCRIPT", "")
    monkeypatch.setenv("FARMHAND_CLARISSE", PLUGIN)
    clarisse.run_text(text_of("startup.py"))
    assert ENTRY in clarisse.menu


def test_a_start_that_is_not_told_where_it_is_says_so_and_goes_on(clarisse, installed, monkeypatch, capsys):
    monkeypatch.setenv("CLARISSE_STARTUP_SCRIPT", "")
    clarisse.run_text(text_of("startup.py"))
    assert clarisse.crashed is None and list(clarisse.menu) == ["File>"]
    assert "Farmhand: cannot start: No module named 'farmhand_clarisse'" in capsys.readouterr().out


def test_cnode_gets_no_menu(cnode, installed):
    cnode.run_text(text_of("startup.py"))
    assert cnode.crashed is None and cnode.recorder.calls == ["Module.is_gui_application"]


@pytest.mark.parametrize("languages", [("ScriptingPython2", "ScriptingPython3"), ("ScriptingPython",)])
def test_the_menu_speaks_the_running_python(clarisse, languages):
    clarisse.languages = languages
    menu = importlib.import_module("farmhand_clarisse.menu")
    menu.add_menu()
    assert "farmhand_clarisse.entry" in clarisse.menu[ENTRY]
    menu.remove_menu()
    assert list(clarisse.menu) == ["File>"]


@pytest.mark.parametrize("fault", range(1, 9))
def test_whatever_fails_at_the_start_clarisse_lives_and_it_is_told(clarisse, installed, fault, caplog, capsys):
    clarisse.recorder.fail_at = fault
    clarisse.run_text(text_of("startup.py"))
    assert clarisse.crashed is None
    said = clarisse.told() + caplog.text + capsys.readouterr().out
    assert (ENTRY in clarisse.menu) or "Farmhand cannot add its menu: injected" in said
    assert clarisse.recorder.failed == 1 or len(clarisse.recorder.calls) < fault


def test_an_entry_of_a_farmhand_that_is_gone_tells_and_lives(clarisse, monkeypatch):
    importlib.import_module("farmhand_clarisse.menu").add_menu()
    monkeypatch.setitem(sys.modules, "farmhand_clarisse.entry", None)
    clarisse.click(ENTRY)
    assert clarisse.crashed is None
    assert "Farmhand cannot open its panel" in clarisse.told()


def python2():
    """A real Python 2.7: pyenv's own, or one on PATH that is no shim."""
    roots = [os.environ.get("PYENV_ROOT", ""), os.path.join(os.path.expanduser("~"), ".pyenv")]
    under = [os.path.join(glob.escape(root), "versions", "2.7.*", "bin", "python2.7") for root in roots if root]
    for path in [shutil.which("python2.7"), *(path for pattern in under for path in glob.glob(pattern))]:
        if path and _runs(path):
            return path
    return ""


def _runs(path):
    try:
        done = subprocess.run(
            [path, "-c", "import sys; print(sys.version_info[0])"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    return done.stdout.strip() == b"2"


@pytest.mark.parametrize(
    "script, says",
    [
        ("startup.py", "Farmhand: needs Python 3.7 or newer, and this Clarisse runs 2.7."),
        ("shelf_submit.py", "Farmhand cannot open its panel: "),
        ("batch.py", "Farmhand needs Python 3.7 or newer"),
    ],
)
def test_the_old_python_of_clarisse_4_is_told_why_nothing_happens(script, says):
    path = python2()
    if not path:
        pytest.skip("no Python 2.7 here: what Clarisse 4 makes of {} is not tested".format(script))
    code = "import sys; text = sys.stdin.read(); exec(compile(text, '<string>', 'exec'), {'__name__': '__main__'})"
    done = subprocess.run(
        [path, "-c", code], input=text_of(script).encode("utf-8"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={"PATH": os.defpath}, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith(says)
    assert done.stdout.count(b"\n") == 1


OTHERS = """#Isotropix_Serial_Version 1.2
slot 0 {
  category "Studio" {
    shelf_item {
      title "a { brace } in \\"quotes\\""
      description ""
      script_filename "/studio/tool.py" // {
      icon_filename ""
    }
  }
}
slot 1 {
}
"""


@pytest.fixture
def shelf():
    return importlib.import_module("farmhand_clarisse.shelf")


def test_the_shelf_has_our_button_beside_the_others(shelf):
    text = shelf.merged(OTHERS, "C:\\tools\\farmhand\\clarisse_plugin")
    assert text.startswith(OTHERS.partition("}\nslot 1")[0].rstrip("}\n").rsplit("\n", 1)[0])
    assert 'script_filename "C:/tools/farmhand/clarisse_plugin/shelf_submit.py"' in text
    assert shelf.without(text) == OTHERS


def test_a_second_merge_brings_it_up_to_date_and_makes_no_second_button(shelf):
    once = shelf.merged(OTHERS, "/old/place")
    again = shelf.merged(once, "/new/place")
    assert again.count("shelf_item") == 2 and "/old/place" not in again
    assert shelf.merged(again, "/new/place") == again
    assert shelf.without(again) == OTHERS


def test_a_shelf_is_made_where_there_is_none(shelf):
    text = shelf.merged("", "/p")
    assert [line.split()[0] for line in text.splitlines()[:3]] == ["slot", "category", "shelf_item"]
    assert shelf.merged(text, "/p") == text
    assert shelf.without(text).split() == ["slot", "0", "{", "}"]


def test_what_the_user_put_into_our_category_stays(shelf):
    mine = '    shelf_item {\n      title "mine"\n    }\n'
    text = shelf.merged("", "/p").replace("    shelf_item {", mine + "    shelf_item {", 1)
    assert 'title "mine"' in shelf.without(text) and "shelf_submit" not in shelf.without(text)
    assert shelf.merged(text, "/q").count("shelf_item") == 2


def test_lines_keep_their_ends_and_a_brace_behind_something_is_found(shelf):
    text = shelf.merged(OTHERS.replace("\n", "\r\n"), "/p")
    assert text.replace("\r\n", "").count("\n") == 0
    one = shelf.merged('slot 0 { category "A" { } }', "/p")
    assert one.count("{") == one.count("}") == 4
    assert shelf.merged(one, "/p") == one


@pytest.mark.parametrize("text", ["slot 0 {\n", "}\n", "slot 0 {\n}}\n"])
def test_a_damaged_shelf_is_refused_unchanged(shelf, text):
    for change in (shelf.without, lambda text: shelf.merged(text, "/p")):
        with pytest.raises(SettingsError) as told:
            change(text)
        assert "nothing was changed" in told.value.advice


def test_the_files_that_the_shelf_names_are_there(shelf):
    found = shelf.values(PLUGIN)
    assert os.path.isfile(found["script_filename"]) and os.path.isfile(found["icon_filename"])


def test_the_package_is_imported_without_clarisse():
    code = "import farmhand_clarisse.shelf, farmhand_clarisse.api, sys; assert 'ix' not in sys.modules"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([PLUGIN] + sys.path))
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)

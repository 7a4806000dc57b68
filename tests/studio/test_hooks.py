"""The studio's hooks: when they are called, with what, and what becomes of one that refuses or fails."""

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from farmhand import cli, hooks as hooks_module, settings as settings_module
from farmhand.errors import SettingsError
from farmhand.hooks import NAMES, HookRefused, Hooks

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "hooks"
LOGGER = """
def note(e, when):
    told = (when, e.step, e.task_id > 0, e.job is not None, len(e.files), e.scene[-3:])
    with open({!r}, "a") as stream:
        stream.write("%s %s %s %s %s %s\\n" % told)
"""
REFUSES = """
from farmhand.hooks import HookRefused
def before_submit(event):
    raise HookRefused('not today', 'tomorrow')
"""
FAILS_LATE = """
from farmhand.hooks import HookRefused
def after_write(event):
    1 / 0
def after_submit(event):
    raise HookRefused('late')
def after_submission(event):
    raise ValueError('no chat')
"""
PARTS = ("register", "write", "send_files", "send_assets", "submit")


def load(*paths):
    environment = {"FARMHAND_HOOKS": os.pathsep.join(str(path) for path in paths)}
    return Hooks.load(settings_module.load(environment=environment, user_file="/nowhere"))


@pytest.fixture
def hook(tmp_path, monkeypatch):
    """Writes a hook file and sets it for this process."""

    def write(text, name="hook.py"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("FARMHAND_HOOKS", str(path))
        return path

    return write


def test_every_step_calls_its_hooks_in_order_with_what_is_known(sandbox_environment, hook, tmp_path, first_light):
    log = tmp_path / "log"
    text = LOGGER
    functions = "".join("def {0}(e): note(e, {0!r}.split('_')[0])\n".format(name) for name in NAMES)
    hook(text.format(str(log)) + functions)
    assert cli.main(["submit", str(first_light), "--to", str(tmp_path / "frames")]) == 0
    expected = [
        "before analyse False False 0 .ma",
        "after analyse False False 0 .ma",
        "before submission False True 0 .ma",
    ]
    for part in PARTS:
        expected.append("before {} {} True 0 .ma".format(part, part != "register"))
        expected.append("after {} True True 0 .ma".format(part))
    expected += ["after submission True True 0 .ma", "before download True False 0 ", "after download True False 18 "]
    assert log.read_text().splitlines() == [line.rstrip("\n") for line in expected]


def test_a_hook_that_refuses_stops_it_with_its_own_sentence_and_nothing_was_sent(
    sandbox_environment, hook, first_light, capsys, monkeypatch
):
    hook((EXAMPLES / "naming_rule.py").read_text(encoding="utf-8"))
    assert cli.main(["tasks", "--json"]) == 0
    before = capsys.readouterr().out
    assert cli.main(["submit", str(first_light)]) == 4
    told = capsys.readouterr().err
    assert "first_light is not named as our shots are" in told and "shot_010_fx_v003" in told
    cli.main(["tasks", "--json"])
    assert capsys.readouterr().out == before
    rule = load(EXAMPLES / "naming_rule.py")
    rule.before("submission", scene="/shots/shot_010_fx_v003.ma")
    monkeypatch.setenv("STUDIO_SCENE_NAME", "[a-z_]+")
    rule.before("submission", scene=str(first_light))


def test_a_refusal_within_the_steps_ends_the_submission(sandbox_environment, hook, first_light, capsys):
    hook(REFUSES)
    assert cli.main(["submit", str(first_light)]) == 4
    assert "farmhand: not today\n  tomorrow" in capsys.readouterr().err


def test_a_hook_that_fails_before_a_step_refuses_and_is_named_with_its_line(
    sandbox_environment, hook, first_light, capsys
):
    path = hook("def before_submission(event):\n    chat = None\n    chat.say('{curly}')\n")
    assert cli.main(["submit", str(first_light)]) == 5
    told = capsys.readouterr().err
    assert "before_submission" in told and str(path) in told and "line 3" in told and "AttributeError" in told


def test_a_hook_that_fails_afterwards_is_told_and_the_task_stands(
    sandbox_environment, hook, first_light, capsys, caplog
):
    hook(FAILS_LATE)
    assert cli.main(["submit", str(first_light), "--json"]) == 0
    out, err = capsys.readouterr()
    assert '"task_id"' in out
    assert "A hook of the studio failed after the step was done." in err and "no chat" in err
    assert "ZeroDivisionError" in caplog.text and "late" in caplog.text


def test_a_notice_goes_to_the_chat(sandbox_environment, hook, first_light, monkeypatch, tmp_path):
    heard = []

    class Chat(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words):
            pass

    chat = HTTPServer(("127.0.0.1", 0), Chat)
    threading.Thread(target=chat.serve_forever, daemon=True).start()
    try:
        monkeypatch.setenv("STUDIO_NOTICE_URL", "http://127.0.0.1:{}/hooks/farm".format(chat.server_port))
        hook((EXAMPLES / "notify.py").read_text(encoding="utf-8"))
        assert cli.main(["submit", str(first_light), "--to", str(tmp_path / "frames")]) == 0
    finally:
        chat.shutdown()
        chat.server_close()
    assert len(heard) == 2
    assert "first_light.ma: task" in heard[0] and "18 pictures" in heard[0]
    assert "18 files in" in heard[1]


def test_a_chat_that_is_down_is_told_and_stops_nothing(monkeypatch):
    monkeypatch.setenv("STUDIO_NOTICE_URL", "http://127.0.0.1:1/")
    found = load(EXAMPLES / "notify.py")
    found.after("download", task_id=5, folder="/frames")
    assert [tip.code for tip in found.tips] == ["hook_failed"] and "after_download" in found.tips[0].details[0]


def test_a_scene_can_be_refused_once_it_is_analysed(hook, first_light, capsys, monkeypatch):
    hook(
        "from farmhand.hooks import HookRefused\ndef after_analyse(event):\n"
        "    raise HookRefused('{n} layers', n=len(event.analysis.targets))\n"
    )
    assert cli.main(["analyse", str(first_light)]) == 4
    assert "3 layers" in capsys.readouterr().err


def test_a_folder_gives_its_files_in_order_of_their_names(tmp_path):
    folder = tmp_path / "hooks"
    folder.mkdir()
    for name in ("b.py", "a.py", "_skipped.py", "notes.txt"):
        (folder / name).write_text("def before_write(e): raise RuntimeError(__name__)" if name[0] in "_n" else "")
    (folder / "a.py").write_text("order = []\ndef before_write(e): order.append(1)\n")
    found = load(folder, tmp_path / "hooks" / "b.py")
    assert [module.__name__ for module in found._modules] == ["farmhand_hook_a", "farmhand_hook_b", "farmhand_hook_b"]
    found.before("write")
    assert load(folder)._modules[0].order == [1]


@pytest.mark.parametrize(
    ("text", "told"),
    [("def before_submitt(e): pass", "before_submitt"), ("x = (", "SyntaxError"), ("import no_such_module", "no_such")],
)
def test_a_file_that_is_wrong_is_told(tmp_path, text, told):
    path = tmp_path / "hook.py"
    path.write_text(text)
    with pytest.raises(SettingsError, match=told) as error:
        load(path)
    assert str(path) in str(error.value)


def test_a_path_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SettingsError, match="not there"):
        load(tmp_path / "none.py")


def test_without_hooks_nothing_is_called():
    found = load()
    found.before("analyse")
    found.after("download")
    assert found.tips == []


def test_a_refusal_is_an_error_with_a_hint():
    refused = HookRefused("The shot {shot} is finished.", "Ask the producer.", shot="010")
    assert (str(refused), refused.advice, refused.exit_code) == ("The shot 010 is finished.", "Ask the producer.", 4)
    assert set(hooks_module.TOO_LATE) <= set(NAMES)

"""Nothing is left of a panel that was closed: threads, timers, file handles, Qt's objects and Python's."""

import contextlib
import gc
import os
import re
import threading
import weakref

import shapes
from finding import WAIT
from Qt import QtCore, QtWidgets

from farmhand.errors import NetworkError
from farmhand_ui.app import make_window
from farmhand_ui.controller import Controller

TIMES = 100 if os.environ.get("FARMHAND_PROOF") else 6
WARM = 3
ROUNDS = 4


def live(milliseconds=0):
    """Let everything happen that waits, deletions too."""
    application = QtWidgets.QApplication.instance()
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(milliseconds, loop.quit)
    getattr(loop, "exec", getattr(loop, "exec_", None))()
    application.sendPostedEvents(None, QtCore.QEvent.DeferredDelete)
    application.processEvents()


def handles():
    """What the open file handles lead to, where the system tells."""
    if not os.path.isdir("/proc/self/fd"):
        return []
    found = []
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):  # the handle of this very look
            found.append(re.sub(r"\d+", "", os.readlink("/proc/self/fd/" + name)))
    return sorted(found)


def census():
    """What there is: threads of ours, handles, widgets, Python objects that stand for Qt's."""
    gc.collect()
    threads = [thread for thread in threading.enumerate() if thread.name == "farmhand-worker"]
    objects = [item for item in gc.get_objects() if isinstance(item, QtCore.QObject)]
    return {
        "threads": len(threads),
        "handles": len(handles()),
        "widgets": len(QtWidgets.QApplication.allWidgets()),
        "timers": sum(isinstance(item, QtCore.QTimer) for item in objects),
        "objects": len(objects),
    }


def settled():
    """The census once nothing changes any more: what was closed is gone a moment later."""
    found = [census()]
    while len(found) < 50 and found[-1] not in found[-3:-1]:
        live(20)
        found.append(census())
    return found[-1]


def grown(before, after):
    """What there is more of than before, by its name in a census."""
    return [name for name in after if after[name] > before[name]]


def ready(qtbot, controller):
    """Wait until the scene is analysed and the account logged in."""
    qtbot.waitUntil(lambda: controller.state == "ready" and bool(controller.account), timeout=WAIT)


def open_and_close(qtbot, folder, way):
    """Open a panel, let it do some work, and close it in one of the ways a panel is closed."""
    host, session = shapes.FakeHost(shapes.make_scene(), steps=1), shapes.FakeSession(folder, frame_count=2)
    panel = make_window(host, lambda overrides: session, {"language": ("en", "zh")[way % 2]})
    panel.show()
    panel.start()
    ready(qtbot, panel.controller)
    if way % 5 == 1:
        panel.controller.submit()
    elif way % 5 == 2:
        panel.change_language("zh")
        panel.controller.set_choice(tiles=4)
    elif way % 5 == 3:
        session.hold.clear()
        panel.controller.submit()
        session.hold.set()
    elif way % 5 == 4:
        panel.controller.analyse()
    alive = weakref.ref(panel.controller)
    assert panel.shut_down()
    panel.close()
    panel.deleteLater()
    del panel
    live()
    assert session.closed == 1
    return alive


def test_nothing_is_left_after_many_openings_and_closings(qtbot, qapp, tmp_path, monkeypatch):
    for way in range(WARM):
        open_and_close(qtbot, str(tmp_path), way)
    seen = [settled()]
    controllers = []
    while len(seen) < 2 or (len(seen) < ROUNDS and grown(*seen[-2:])):  # what Qt makes once and keeps is no leak
        controllers += [open_and_close(qtbot, str(tmp_path), way) for way in range(TIMES)]
        seen.append(settled())
    assert grown(*seen[-2:]) == []
    assert [alive for alive in controllers if alive() is not None] == []


def test_a_panel_that_its_host_threw_away_leaves_no_thread(qtbot, qapp, tmp_path):
    """A DCC that goes down deletes widgets without closing them; the workers find nobody to talk to, and end."""
    host, session = shapes.FakeHost(shapes.make_scene()), shapes.FakeSession(str(tmp_path))
    session.deaf.clear()
    panel = make_window(host, lambda overrides: session)
    panel.start()
    ready(qtbot, panel.controller)
    panel.controller.submit()
    errands = list(panel.controller._runner._errands)
    runner = panel.controller._runner
    panel.deleteLater()
    del panel
    live()
    assert not runner._gate.open  # before anything of it is gone
    del runner
    session.deaf.set()
    for errand in errands:
        errand.thread.join(WAIT / 1000)
        assert not errand.thread.is_alive()
    live()


def test_a_lost_network_is_told_and_comes_back(qtbot, ready, session):
    lost = NetworkError("The farm was not reached.", "Check the network.")
    for name in ("login", "facts", "task", "tasks", "plan"):
        session.errors[name] = lost
    ready.connect_account()
    ready.watch(5)
    qtbot.waitUntil(lambda: ready.message is not None, timeout=WAIT)
    assert ready.state == "watching"
    session.errors.clear()
    ready.connect_account()
    qtbot.waitUntil(lambda: ready.state == "done" and ready.account == "artist", timeout=WAIT)


def test_what_was_typed_survives_closing_and_opening(qtbot, host, session):
    first = Controller(host, lambda overrides: session)
    first.analyse()
    qtbot.waitUntil(lambda: first.state == "ready", timeout=WAIT)
    first.set_choice(project_name="dune")  # and at once:
    assert first.close()
    second = Controller(host, lambda overrides: session)
    second.analyse()
    qtbot.waitUntil(lambda: second.state == "ready", timeout=WAIT)
    assert second.choices.project_name == "dune"
    second.close()

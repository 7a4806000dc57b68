"""What is not the farm, or not its best day, ends in one of our errors and never in a second submission."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from farmhand import settings as settings_module
from farmhand.credentials import Account
from farmhand.errors import FarmError, NetworkError
from farmhand.farm import connection as connection_module
from farmhand.farm.client import FarmClient

OK = json.dumps({"code": 200, "data": {"taskIdList": [7]}, "serverTime": 0}).encode("utf-8")


class Impostor:
    """A server on the loopback that answers what it is told to."""

    def __init__(self):
        self.answers = []
        self.asked = []
        impostor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                impostor.asked.append(self.path)
                self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, body = impostor.answers[min(len(impostor.asked), len(impostor.answers)) - 1]
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if status == 302:
                    self.send_header("Location", "/login")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.domain = "127.0.0.1:{}".format(self._server.server_port)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def impostor():
    server = Impostor()
    yield server
    server.stop()


@pytest.fixture
def client(impostor, monkeypatch):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    environment = {"FARMHAND_DOMAIN": impostor.domain, "FARMHAND_PROTOCOL": "http"}
    return FarmClient(Account("id", "secret-key"), settings_module.load(environment=environment, user_file="/nowhere"))


@pytest.mark.parametrize(
    "answer",
    [
        (502, "text/html", b"<html>Bad gateway</html>"),
        (200, "text/html", b"<html>Please sign in</html>"),
        (200, "application/json", b'{"code": 200, "data": {"taskIdL'),
        (200, "application/json", b""),
        (200, "application/json", b"[]"),
        (200, "application/json", b'"200"'),
        (200, "application/json", b'{"data": {}}'),
        (200, "application/json", b'{"code": null, "data": {}}'),
        (200, "application/json", b"\xff\xfe\x00"),
        (200, "application/json", b"[" * 100000),
        (302, "text/plain", b""),
    ],
)
def test_an_answer_that_is_not_the_farms_is_called_so(impostor, client, answer):
    impostor.answers = [answer]
    with pytest.raises(NetworkError, match="is not the farm"):
        client.new_task()


def test_what_costs_is_never_sent_twice_by_itself(impostor, client):
    impostor.answers = [(502, "text/html", b"<html>"), (200, "application/json", OK)]
    with pytest.raises(NetworkError):
        client.new_task()
    with pytest.raises(NetworkError):
        impostor.answers[1] = impostor.answers[0]
        client.task.submit_task(7)
    assert len(impostor.asked) == 2


def test_what_only_asks_is_tried_again_and_then_given_up(impostor, client):
    impostor.answers = [(502, "text/html", b"<html>"), (200, "application/json", OK)]
    assert client.query.task_info([7]) == {"taskIdList": [7]}
    impostor.answers, impostor.asked[:] = [(502, "text/html", b"<html>")], []
    with pytest.raises(NetworkError):
        client.query.task_info([7])
    assert len(impostor.asked) == connection_module.TRIES


def test_a_success_inside_a_bad_gateway_counts(impostor, client):
    impostor.answers = [(502, "application/json", OK)]
    assert client.new_task() == 7


def test_a_refusal_is_told_with_its_meaning_and_not_repeated(impostor, client):
    impostor.answers = [(200, "application/json", b'{"code": "913", "message": "x", "data": null}')]
    with pytest.raises(FarmError, match="arrears") as refused:
        client.query.task_info([7])
    assert refused.value.farm_code == 913
    assert len(impostor.asked) == 1


def test_data_of_the_wrong_kind_is_taken_as_nothing(impostor, client):
    impostor.answers = [(200, "application/json", b'{"code": 200, "data": ["x", null, 5]}')]
    assert client.find_task(7) is None
    assert client.list_tasks() == []
    assert client.lines() == []


def test_nobody_listening_is_told_as_a_network_error(monkeypatch):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    silent = Impostor()
    silent.stop()
    environment = {"FARMHAND_DOMAIN": silent.domain, "FARMHAND_PROTOCOL": "http"}
    client = FarmClient(Account("id", "key"), settings_module.load(environment=environment, user_file="/nowhere"))
    with pytest.raises(NetworkError, match="cannot be reached"):
        client.login()


def test_no_error_or_log_shows_the_key_or_a_signature(impostor, client, caplog):
    caplog.set_level("DEBUG")
    impostor.answers = [(200, "text/html", b"<html>")]
    with pytest.raises(NetworkError) as failed:
        client.login()
    texts = caplog.text + str(failed.value) + repr(failed.value) + failed.value.advice
    assert "secret-key" not in texts
    assert "signature" not in texts

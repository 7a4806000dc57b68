"""What is not the farm, or not its best day, ends in one of our errors and never in a second submission."""

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from farmhand import settings as settings_module
from farmhand.credentials import Account
from farmhand.errors import FarmError, NetworkError, SettingsError
from farmhand.farm import connection as connection_module, transport
from farmhand.farm.client import FarmClient
from farmhand.farm.transport import Answer

OK = json.dumps({"code": 200, "data": {"taskIdList": [7]}, "serverTime": 0}).encode("utf-8")


class Impostor:
    """A server on the loopback that answers what it is told to."""

    def __init__(self):
        self.answers = []
        self.asked = []
        self.headers = {}
        impostor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                impostor.asked.append(self.path)
                self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, body = impostor.answers[min(len(impostor.asked), len(impostor.answers)) - 1]
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in impostor.headers.items():
                    self.send_header(name, value)
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
        (200, "application/json", b'{"code": true, "data": {}}'),
        (200, "application/json", b'{"code": NaN}'),
        (200, "application/json", b'{"code": 1e999}'),
        (200, "application/json", b'{"code": 200.5}'),
        (200, "application/json", b'{"code": [200]}'),
        (200, "application/json", b'{"code": 600, "code": 200, "data": {"taskIdList": [7]}}'),
        (200, "application/json", b'{"\\u0063ode": 600, "code": 200, "data": {"taskIdList": [7]}}'),
        (200, "application/json", b'{"code": ' + b"9" * 100000 + b"}"),
        (200, "application/json", b'{"code": 200, "data": ' + b'{"a":' * 50000 + b"1" + b"}" * 50000 + b"}"),
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


def test_an_answer_without_end_is_not_read_to_its_end(impostor, client, monkeypatch):
    monkeypatch.setattr(transport, "MAX_ANSWER", 100000)
    impostor.answers = [(200, "application/json", b" " * 200000 + OK)]
    with pytest.raises(NetworkError, match="is not the farm"):
        client.new_task()
    impostor.answers, impostor.asked[:] = [(200, "application/json", b" " * 90000 + OK)], []
    assert client.new_task() == 7


def test_a_small_answer_that_unpacks_to_a_huge_one_is_stopped(impostor, client, monkeypatch):
    monkeypatch.setattr(transport, "MAX_ANSWER", 1000000)
    impostor.headers = {"Content-Encoding": "gzip"}
    impostor.answers = [(200, "application/json", gzip.compress(b" " * 20000000 + OK))]
    with pytest.raises(NetworkError, match="is not the farm"):
        client.new_task()
    impostor.answers, impostor.asked[:] = [(200, "application/json", gzip.compress(OK))], []
    assert client.new_task() == 7


def test_what_is_packed_wrongly_is_told(impostor, client):
    impostor.headers = {"Content-Encoding": "gzip"}
    impostor.answers = [(200, "application/json", OK)]
    with pytest.raises(NetworkError):
        client.new_task()


def test_an_answer_that_drips_is_given_up(impostor, client, monkeypatch):
    monkeypatch.setattr(transport, "ANSWER_TIMEOUTS", 0)
    impostor.answers = [(200, "application/json", OK)]
    with pytest.raises(NetworkError, match="is not the farm"):
        client.new_task()


def test_of_two_equal_keys_the_last_counts_inside_the_data(impostor, client):
    impostor.answers = [(200, "application/json", b'{"code": 200, "data": {"taskIdList": [1], "taskIdList": [7]}}')]
    assert client.new_task() == 7
    impostor.answers = [(200, "application/json", b'{"code": 200, "data": [{"code": "1"}, {"code": "2"}]}')]
    assert [detail["code"] for detail in client.query.error_detail("1")] == ["1", "2"]


def test_too_many_requests_are_waited_out_where_repeating_is_safe(impostor, client):
    impostor.headers = {"Retry-After": "0"}
    page, success = (429, "text/html", b"<html>slow down</html>"), (200, "application/json", OK)
    impostor.answers = [page, page, success]
    assert client.query.task_info([7])
    assert len(impostor.asked) == 3
    for answer in (page, (200, "application/json", b'{"code": 429, "message": "slow"}')):
        impostor.answers, impostor.asked[:] = [answer], []
        with pytest.raises(FarmError, match="too many requests") as refused:
            client.task.submit_task(7)
        assert (refused.value.farm_code, len(impostor.asked)) == (429, 1)


def test_a_farm_that_asks_for_an_hour_is_not_waited_for(impostor, client):
    impostor.headers = {"Retry-After": "3600"}
    impostor.answers = [(429, "text/html", b"")]
    with pytest.raises(FarmError, match="too many requests"):
        client.query.task_info([7])
    assert len(impostor.asked) == 1


@pytest.mark.parametrize("server_time", [None, "soon", 0, -1, 1e300, "1e999", [1], True])
def test_a_clock_that_the_farm_does_not_tell_is_not_corrected(impostor, client, server_time):
    body = json.dumps({"code": 610, "serverTime": server_time}).encode("utf-8")
    impostor.answers = [(200, "application/json", body), (200, "application/json", OK)]
    with pytest.raises(FarmError, match="clock"):
        client._connection._clock_offset = 0.0
        client.new_task()
    assert client._connection._clock_offset == 0.0


def test_a_message_of_the_farm_is_shown_short_and_without_the_key(impostor, client):
    message = "sign \n\t with secret-key at https://user:word@proxy/ " + "x" * 5000
    body = json.dumps({"code": 77777, "message": message}).encode("utf-8")
    impostor.answers = [(200, "application/json", body)]
    with pytest.raises(FarmError) as refused:
        client.new_task()
    shown = str(refused.value) + refused.value.advice
    assert "sign with *** at https://***@proxy/ xxx" in shown
    assert not {"secret-key", "word", "\n"} & set(shown.split(" "))
    assert len(shown) < 800


def test_a_refused_connection_is_tried_again_even_for_what_costs_since_nothing_was_sent(monkeypatch):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    silent = Impostor()
    silent.stop()
    environment = {"FARMHAND_DOMAIN": silent.domain, "FARMHAND_PROTOCOL": "http"}
    client = FarmClient(Account("id", "key"), settings_module.load(environment=environment, user_file="/nowhere"))
    posts = []
    post = client._connection._transport.post
    monkeypatch.setattr(client._connection._transport, "post", lambda *request: posts.append(request) or post(*request))
    with pytest.raises(NetworkError, match="cannot be reached"):
        client.task.submit_task(7)
    assert len(posts) == connection_module.TRIES


def test_what_must_arrive_once_never_goes_on_a_connection_from_before(impostor, client, monkeypatch):
    impostor.answers = [(200, "application/json", OK)]
    closed = []
    close = client._connection._transport.close
    monkeypatch.setattr(client._connection._transport, "close", lambda: closed.append(len(impostor.asked)) or close())
    client.query.task_info([7])
    assert closed == []
    client.task.submit_task(7)
    assert closed == [1]


def test_errors_have_no_trace_of_the_original_exception(impostor, client):
    """Its request holds signatures, its text may hold the answer."""
    impostor.answers = [(200, "application/json", b'{"code": 200, "raySyncUserKey": "engine-key')]
    with pytest.raises(NetworkError) as failed:
        client.query.task_info([7])
    seen, error = [], failed.value
    while error is not None:
        seen.append(type(error).__module__)
        error = error.__cause__ or error.__context__
    assert all(module.startswith("farmhand.") for module in seen)


@pytest.mark.parametrize("platform", ["", "２", "W2", "2\n", "2 3", "-1"])
def test_a_platform_that_is_no_number_is_told_before_the_farm_is_asked(platform):
    """It was told as a farm that cannot be reached, or not at all."""
    loaded = settings_module.load(environment={}, user_file="/nowhere")
    settings = settings_module.Settings(dict(loaded.values, platform=platform), loaded.sources)
    with pytest.raises(SettingsError, match="setting platform in default .* no number"):
        FarmClient(Account("id", "key"), settings)


def test_no_two_calls_of_a_computer_look_alike_to_the_farm(monkeypatch):
    sent = []

    def post(transport, path, content, headers):
        sent.append((headers["UTCTimestamp"], headers["nonce"]))
        return Answer(200, "application/json", OK, None)

    monkeypatch.setattr(connection_module.Transport, "post", post)
    settings = settings_module.load(environment={"FARMHAND_DOMAIN": "farm.test"}, user_file="/nowhere")

    def seats(_):
        for _ in range(100):
            farm = FarmClient(Account("id", "secret-key"), settings)
            for _ in range(20):
                farm.user.query_user_profile()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(seats, range(4)))
    assert len(sent) == 8000
    assert len(set(sent)) == len(sent)
    assert all(100000 <= int(nonce) <= 999998 for _, nonce in sent)

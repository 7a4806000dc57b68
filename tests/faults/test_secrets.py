"""No key, signature, engine key, password, phone or mail in a log, a repr, an exception or a file, at any level."""

import base64
import gc
import json
import logging
import os

import pytest

from farmhand import cli, settings as settings_module
from farmhand.credentials import Account, from_environment, hide, proxy_with_login
from farmhand.errors import FarmhandError, SettingsError
from farmhand.farm import connection as connection_module, transport
from farmhand.farm.client import FarmClient
from farmhand.farm.records import User
from farmhand.farm.transport import Answer

KEY = "canary-5f1d9c-access-key"
OTHERS = {
    "raySyncUserKey": "canary-raysync-key",
    "userKey": "canary-user-key",
    "password": "canary-engine-password",
    "phone": "canary-phone",
    "email": "canary-mail",
    "communicationNumber": "canary-number",
}
PROXY_PASSWORD = "canary-proxy-password"
CANARY = "canary"

PROFILE = dict(OTHERS, userId=1, userName="u")
ENGINE = {"engineName": "Aspera", "resqEngineAccounts": [OTHERS], "respTaskEngineLines": [{"name": "l", "port": "1"}]}
DATA = dict(PROFILE, resqEngines=[ENGINE], raysyncTransfer=OTHERS, items=[OTHERS])
ANSWERS = {
    "success": json.dumps({"code": 200, "data": DATA}),
    "a list": json.dumps({"code": 200, "data": [DATA]}),
    "cut off": json.dumps({"code": 200, "data": DATA})[:-20],
    "html": "<html>{}</html>".format(json.dumps(OTHERS)),
    "refused": json.dumps({"code": 611, "message": "key {} refused".format(KEY)}),
    "wrong types": json.dumps({"code": {"x": OTHERS}, "data": 5}),
}


@pytest.fixture
def everything_logged(caplog):
    """The root logger at DEBUG, and HTTP libraries with it."""
    loggers = [logging.getLogger(name) for name in ("", "urllib3", "requests", "farmhand", "http.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    caplog.handler.setLevel(logging.NOTSET)
    yield caplog
    for logger, level in zip(loggers, before):
        logger.setLevel(level)


def client_for(domain, **environment):
    variables = {"FARMHAND_DOMAIN": domain, "FARMHAND_PROTOCOL": "http" if ":" in domain else "https"}
    variables.update(environment)
    return FarmClient(Account("id", KEY), settings_module.load(environment=variables, user_file="/nowhere"))


def every_word(error):
    """All that anybody can read in an exception, in those behind it, and in the frames' own text."""
    words = []
    while error is not None:
        words += [str(error), repr(error), repr(error.args), repr(vars(error)), getattr(error, "advice", "")]
        error = error.__cause__ or error.__context__
    return "\n".join(words)


CALLS = {
    "login": lambda client: client.login(),
    "lines": lambda client: client.lines(),
    "raysync": lambda client: client.query.get_raysync_user_key() and None,
    "server": lambda client: client.query.get_transfer_server_msg() and None,
    "tasks": lambda client: client.list_tasks(),
    "submit": lambda client: client.submit(5, "artist"),
    "new": lambda client: client.new_task(),
    "records": lambda client: client.user.login_record() and None,
}


@pytest.mark.parametrize("shape", sorted(ANSWERS))
@pytest.mark.parametrize("call", sorted(CALLS))
def test_what_the_farm_sends_stays_with_the_caller(everything_logged, capfd, monkeypatch, shape, call):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    client = client_for("127.0.0.1:1")
    answer = Answer(200, "application/json", ANSWERS[shape].encode("utf-8"), None)
    monkeypatch.setattr(client._connection._transport, "post", lambda *request: answer)
    seen = ""
    try:
        seen += repr(CALLS[call](client))
    except FarmhandError as error:
        seen += every_word(error)
    seen += repr(client) + repr(client._connection) + repr(client._connection._transport) + repr(client.user)
    out, err = capfd.readouterr()
    assert CANARY not in seen + everything_logged.text + out + err


def test_no_exception_shows_a_proxys_password(everything_logged, monkeypatch):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    monkeypatch.setenv("FARMHAND_PROXY_USER", "studio")
    monkeypatch.setenv("FARMHAND_PROXY_PASSWORD", PROXY_PASSWORD)
    for proxy in ("http://127.0.0.1:1", "http://127.0.0.1:99999", "https://127.0.0.1:1"):
        client = client_for("farm.invalid", FARMHAND_PROXY=proxy)
        with pytest.raises(FarmhandError) as failed:
            client.login()
        assert CANARY not in every_word(failed.value) + everything_logged.text
        assert not any(PROXY_PASSWORD in str(error) for error in gc.get_objects() if isinstance(error, Exception))


def test_the_environments_proxy_is_used_and_its_password_not_shown(everything_logged, monkeypatch):
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    for proxy in ("http://u:{}@127.0.0.1:1", "http://u:{}@127.0.0.1:x", "u:{}@:::", "http://u:{}/x@127.0.0.1:1"):
        monkeypatch.setenv("HTTPS_PROXY", proxy.format(PROXY_PASSWORD))
        monkeypatch.setenv("https_proxy", proxy.format(PROXY_PASSWORD))
        with pytest.raises(FarmhandError) as failed:
            client_for("farm.invalid").login()
        assert CANARY not in every_word(failed.value) + everything_logged.text


def test_which_proxy_and_which_certificates(monkeypatch, tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.write_text("")
    monkeypatch.setenv("HTTPS_PROXY", "http://env.proxy:1")
    monkeypatch.setenv("https_proxy", "http://env.proxy:1")
    monkeypatch.delenv("FARMHAND_PROXY_USER", raising=False)
    for name in ("NO_PROXY", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)

    def session(domain="farm.test", **environment):
        return client_for(domain, **environment)._connection._transport._session()

    assert session().proxies.get("https") == "http://env.proxy:1"
    assert session(FARMHAND_PROXY="http://own.proxy:2").proxies["https"] == "http://own.proxy:2"
    assert session(FARMHAND_PROXY="none").proxies == {}
    assert session("127.0.0.1:8950").proxies == {}
    monkeypatch.setenv("NO_PROXY", "farm.test")
    assert session().proxies == {}
    assert session().verify is True
    assert session(FARMHAND_CA_BUNDLE=str(bundle)).verify == str(bundle)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    assert session().verify == str(bundle)
    assert session("127.0.0.1:8950").verify is True
    with pytest.raises(SettingsError, match="ca_bundle"):
        session(FARMHAND_CA_BUNDLE=str(tmp_path / "none"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone"))
    with pytest.raises(SettingsError, match="REQUESTS_CA_BUNDLE"):
        client_for("farm.test").login()


@pytest.mark.parametrize("proxy", ["http://u:{}@proxy:1", "proxy", "ftp://proxy:1", "http://pro xy:1", "http://p:1/x"])
def test_a_proxy_with_a_login_or_that_is_none_is_refused_without_showing_it(proxy):
    with pytest.raises(SettingsError) as refused:
        settings_module.load(environment={"FARMHAND_PROXY": proxy.format(PROXY_PASSWORD)}, user_file="/nowhere")
    assert CANARY not in str(refused.value) + refused.value.advice + repr(refused.value.params)


def test_a_login_is_put_into_the_proxys_address_so_that_no_letter_breaks_it():
    environment = {"FARMHAND_PROXY_USER": "a@b", "FARMHAND_PROXY_PASSWORD": "p:/@#"}
    assert proxy_with_login("http://proxy:1", environment) == "http://a%40b:p%3A%2F%40%23@proxy:1"
    assert proxy_with_login("http://proxy:1", {}) == "http://proxy:1"


def test_hiding_takes_out_secrets_and_logins():
    assert hide("GET http://u:p@h/x?k=abc", "abc", "") == "GET http://***@h/x?k=***"
    assert hide("nothing here: /a/b@c") == "nothing here: /a/b@c"


def test_an_untrusted_certificate_is_told_and_never_tried_without(monkeypatch):
    import requests

    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    client = client_for("farm.test")
    session = client._connection._transport._session()
    seen = []

    def post(url, **options):
        seen.append(options)
        raise requests.exceptions.SSLError("certificate verify failed")

    monkeypatch.setattr(session, "post", post)
    with pytest.raises(FarmhandError, match="certificate"):
        client.login()
    assert len(seen) == 1
    assert "verify" not in seen[0]
    assert session.verify is True


def test_a_user_record_has_no_phone_and_no_mail():
    assert CANARY not in repr(User.from_data(PROFILE, {}, {}))


def test_a_whole_submission_leaves_no_trace_of_the_key(
    everything_logged, capfd, start_sandbox, use_farm, tmp_path, first_light, monkeypatch
):
    """What a canary account writes: logs at DEBUG, output, the journal, task files, whatever lies on disk."""
    monkeypatch.setattr(connection_module, "FIRST_PAUSE", 0.0)
    farm = start_sandbox("--access-key", KEY, "--speed", "0.02", "--fault", "502:queryUserSetting:1")
    use_farm(farm)
    for command in (
        ["--debug", "analyse", str(first_light)],
        ["--debug", "submit", str(first_light)],
        ["--debug", "tasks"],
    ):
        assert cli.main(command) == 0
    assert "query_user_setting" in everything_logged.text
    out, err = capfd.readouterr()
    assert CANARY not in out + err + everything_logged.text
    secret = [KEY.encode("utf-8"), base64.b64encode(KEY.encode("utf-8"))]
    for folder, _, names in os.walk(str(tmp_path)):
        for name in names:
            with open(os.path.join(folder, name), "rb") as stream:
                content = stream.read()
            assert not any(word in content for word in secret), name


def test_a_signature_is_in_no_log_though_http_is_logged(everything_logged, sandbox, sandbox_environment, monkeypatch):
    from farmhand import credentials

    sent = []
    real = transport.Transport.post

    def post(self, path, content, headers):
        sent.append(headers["signature"])
        return real(self, path, content, headers)

    monkeypatch.setattr(transport.Transport, "post", post)
    client = FarmClient(credentials.from_environment(), settings_module.load(user_file="/nowhere"))
    client.login()
    client.lines()
    client.query.get_raysync_user_key()
    assert "queryUserProfile" in everything_logged.text
    assert len(sent) == 5
    assert not [signature for signature in sent if signature in everything_logged.text]
    assert "sandbox-raysync-key" not in everything_logged.text


@pytest.mark.parametrize(
    ("wrong", "variable", "place"),
    [
        ((KEY[:3] + "–" + KEY[3:], "id"), "FARMHAND_ACCESS_KEY", "its letter 4 is EN DASH"),
        (("canary 密钥", "id"), "FARMHAND_ACCESS_KEY", "its letter 7 is SPACE"),
        (("canary密钥", "id"), "FARMHAND_ACCESS_KEY", "its letter 7 is CJK UNIFIED IDEOGRAPH-5BC6"),
        (("canary\x07", "id"), "FARMHAND_ACCESS_KEY", "its letter 7 is U+0007"),
        ((KEY, "id\xa0x"), "FARMHAND_ACCESS_ID", "its letter 3 is NO-BREAK SPACE"),
        ((KEY, "“id”"), "FARMHAND_ACCESS_ID", "its letter 1 is LEFT DOUBLE QUOTATION MARK"),
    ],
)
def test_an_id_or_key_with_a_letter_that_no_farm_gives_is_told_before_the_farm_is_asked(wrong, variable, place):
    """It was told as a farm that cannot be reached, since HTTP headers are Latin-1."""
    key, access_id = wrong
    environment = {"FARMHAND_ACCESS_ID": access_id, "FARMHAND_ACCESS_KEY": key}
    with pytest.raises(SettingsError) as refused:
        from_environment(environment)
    assert place in str(refused.value)
    assert variable in refused.value.advice
    assert ("key" if variable.endswith("KEY") else "id") in str(refused.value)
    assert CANARY not in every_word(refused.value)

"""HTTP in front of the farm: the signed API in its envelope, and the storage for the transmitter.

The API answers HTTP 200 with an envelope whatever happens, as the farm does. The storage is for
programs on this machine: it takes no signature, but only a Host header that names the loopback, so
no web page can reach it by a name of its own.
"""

from __future__ import annotations

import json
import logging
import re
import uuid
from pathlib import Path
from typing import Any, Dict, Mapping, Optional

from flask import Flask, Response, jsonify, request, send_file
from werkzeug.routing import PathConverter

from farmhand_sandbox import checks, facts, gateway
from farmhand_sandbox.farm import Farm
from farmhand_sandbox.faults import KINDS, Faults
from farmhand_sandbox.operations.route import Call
from farmhand_sandbox.operations.table import ROUTES
from farmhand_sandbox.refusal import Refusal, illegal
from farmhand_sandbox.signing import SIGNATURE_HEADER, SIGNED_HEADERS, SignatureGate
from farmhand_sandbox.storage import PathRefused, walk

_LOG = logging.getLogger(__name__)
_LOOPBACK = re.compile(r"(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?", re.IGNORECASE)
MAX_BODY = 256 * 1024 * 1024  # bytes of a JSON body


def make_app(farm: Farm, faults: Faults) -> Flask:
    """The WSGI application for a farm; `gateway.Gateway` belongs in front of it, with the same faults."""
    app = Flask(__name__)
    settings = farm.settings
    gate = SignatureGate(
        {settings.access_id: settings.access_key}, farm.clock, settings.signature_window
    )
    _add_api(app, farm, gate)
    _add_storage(app, farm)
    _add_controls(app, farm, faults)
    return app


def _skew() -> float:
    """Seconds that the farm's clock is ahead for this call."""
    return float(request.environ.get(gateway.SKEW, 0.0))


def _chinese() -> bool:
    return request.headers.get("languageFlag", "1") == "0"


def _envelope(farm: Farm, code: int, message: str, data: Any) -> Response:
    reply: Dict[str, Any] = {
        "version": facts.API_VERSION,
        "result": code == facts.OK,
        "message": message,
        "code": code,
        "data": data,
        "serverTime": int((farm.clock() + _skew()) * 1000),
        "requestId": uuid.uuid4().hex,
    }
    return Response(json.dumps(reply, ensure_ascii=False), mimetype="application/json")


def _body() -> Mapping[str, Any]:
    if (request.content_length or 0) > MAX_BODY:
        raise illegal("the body is too long")
    raw = request.get_data()
    try:
        body = json.loads(raw) if raw else {}
    except (ValueError, RecursionError) as error:
        raise illegal(f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise illegal("the body is not a JSON object")
    return body


def _answer(farm: Farm, gate: SignatureGate, path: str) -> Any:
    body = _body()
    headers = {name: request.headers.get(name, "") for name in (*SIGNED_HEADERS, SIGNATURE_HEADER)}
    forced = request.environ.get(gateway.CODE)
    if forced is not None:
        raise Refusal(forced)
    repeated = bool(request.environ.get(gateway.REPEATED))
    gate.check(request.headers.get("Host", ""), path, headers, body, _skew(), repeated)
    route = ROUTES.get(path)
    if route is None:
        _LOG.warning("%s is not an operation of the sandbox", path)
        raise Refusal(facts.NOT_FOUND, path)
    checks.check(body, route.rules)
    return route.handler(Call(farm, body, int(request.environ["SERVER_PORT"])))


def _add_api(app: Flask, farm: Farm, gate: SignatureGate) -> None:
    @app.post("/api/<path:name>")
    def operation(name: str) -> Response:
        path = f"/api/{name}"
        try:
            data = _answer(farm, gate, path)
        except Refusal as refusal:
            _LOG.info("%s: %d %s", path, refusal.code, refusal.message)
            return _envelope(farm, refusal.code, refusal.text(_chinese()), None)
        except Exception:  # noqa: BLE001 - the boundary: the caller gets an envelope anyway
            _LOG.exception("%s failed", path)
            text = facts.code_text(facts.INTERNAL_ERROR, _chinese())
            return _envelope(farm, facts.INTERNAL_ERROR, text, None)
        return _envelope(farm, facts.OK, facts.code_text(facts.OK, _chinese()), data)


def _add_controls(app: Flask, farm: Farm, faults: Faults) -> None:
    """For tests on this machine: choose faults, read counters."""

    @app.before_request
    def loopback_only() -> Optional[Response]:
        if request.path.startswith("/sandbox/") and not _LOOPBACK.fullmatch(request.headers.get("Host", "")):
            return _refuse(403, "only programs on this machine may ask")
        return None

    @app.get("/sandbox/counters")
    def counters() -> Response:
        return jsonify(farm.counters.report())

    @app.get("/sandbox/faults")
    def show_faults() -> Response:
        return jsonify({"faults": faults.texts(), "kinds": KINDS})

    @app.post("/sandbox/faults")
    def set_faults() -> Response:
        """Replace the faults: {"faults": ["drop:createTask:1"]}. JSON only, which no web page may send unasked."""
        body = request.get_json(silent=True) if request.is_json else None
        texts = body.get("faults") if isinstance(body, dict) else None
        if not isinstance(texts, list):
            return _refuse(400, 'send JSON such as {"faults": ["drop:createTask:1"]}')
        try:
            faults.replace(texts)
        except ValueError as error:
            return _refuse(400, str(error))
        return show_faults()


def _refuse(status: int, reason: str) -> Response:
    return Response(reason, status=status, mimetype="text/plain")


def _listing(path: Path) -> Response:
    if path.is_file():
        info = path.stat()
        record = {"path": path.name, "size": info.st_size, "modified": info.st_mtime}
        return jsonify({"kind": "file", "files": [record]})
    files = [
        {"path": file.path, "size": file.size, "modified": file.modified} for file in walk(path)
    ]
    return jsonify({"kind": "folder", "files": files})


class _AnyPath(PathConverter):
    """A path that may hold line breaks, too."""

    regex = "(?s:[^/].*?)"


def _add_storage(app: Flask, farm: Farm) -> None:
    app.url_map.converters["any_path"] = _AnyPath
    address = "/sandbox/storage/<bid>/<int:user>/<any_path:path>"

    def locate(bid: str, user: int, path: str) -> Path:
        if not _LOOPBACK.fullmatch(request.headers.get("Host", "")):
            raise PathRefused("only programs on this machine may ask for files")
        if bid not in facts.BIDS or user != facts.USER_ID:
            raise PathRefused(f"there is no storage {bid} of user {user}")
        return farm.storage.path(bid, user, path)

    @app.get("/sandbox/storage/<bid>/<int:user>/", defaults={"path": ""})
    @app.get(address)
    def fetch(bid: str, user: int, path: str) -> Response:
        try:
            found = locate(bid, user, path)
        except PathRefused as error:
            return _refuse(403, str(error))
        farm.catch_up()
        if not found.exists():
            return _refuse(404, f"{path} is not there")
        if "list" in request.args:
            return _listing(found)
        if found.is_file():
            kind = found.suffix if found.suffix[1:].isalnum() else ""  # a header holds no line break
            return send_file(found, download_name=f"file{kind}")
        return _refuse(409, f"{path} is a folder")

    @app.put(address)
    def receive(bid: str, user: int, path: str) -> Response:
        try:
            found = locate(bid, user, path)
        except PathRefused as error:
            return _refuse(403, str(error))
        if bid not in facts.WRITABLE_BIDS:
            return _refuse(403, f"storage {bid} takes no uploads")
        if request.content_length is None:
            return _refuse(411, "the length is missing")
        try:
            farm.storage.receive(found, request.stream, request.content_length)
        except EOFError as error:
            return _refuse(400, str(error))
        except OSError as error:
            _LOG.warning("%s cannot be stored: %s", path, error)
            return _refuse(507, f"cannot be stored: {error.strerror}")
        return Response(status=204)

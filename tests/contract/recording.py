"""A farm on the loopback that answers anything and writes down what it was asked, byte for byte."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wire_calls import answer


class Request:
    """What came in."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body

    @property
    def data(self):
        return json.loads(self.body.decode("utf-8"))

    def __repr__(self):
        return "{} {}".format(self.path, self.body.decode("utf-8"))


class Recorder:
    """A context manager: the server runs within."""

    def __init__(self):
        self.requests = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path.startswith("/mark"):
                    recorder.requests.append(body.decode("utf-8"))
                    envelope = {}
                else:
                    recorder.requests.append(Request(self.path, dict(self.headers.items()), body))
                    data = answer(self.path, json.loads(body.decode("utf-8")))
                    envelope = {"code": 200, "message": "success", "data": data, "serverTime": 0}
                content = json.dumps(envelope).encode("utf-8")
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a client that went away

        self._server = Server(("127.0.0.1", 0), Handler)
        self.domain = "127.0.0.1:{}".format(self._server.server_port)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self._server.shutdown()
        self._server.server_close()

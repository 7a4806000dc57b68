"""The command line as a user starts it."""

import json
import os
import subprocess
import sys

import pytest


class Ended:
    """How a command ended."""

    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def data(self):
        return json.loads(self.out)


@pytest.fixture
def farmhand(sandbox_environment):
    """Runs `farmhand ...` in a process of its own against the sandbox; returns how it ended."""

    def run(*arguments, **environment):
        values = dict(os.environ, **environment)
        command = [sys.executable, "-m", "farmhand"] + [str(argument) for argument in arguments]
        process = subprocess.run(
            command,
            env={name: value for name, value in values.items() if value is not None},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=120,
        )
        assert "--debug" in arguments or "Traceback" not in process.stderr, process.stderr
        return Ended(process)

    return run

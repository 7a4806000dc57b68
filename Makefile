# Two commands: `make demo` shows Farmhand at work, `make test` proves it. Both make .venv where it is not there.

PYTHON := .venv/bin/python
# Any Python that runs (a pyenv shim may exist and still fail); install/setup_dev.py then picks the one for .venv.
ANY_PYTHON = $(shell for python in python3 python3.11 python3.12 python3.13 python3.10 python3.9 \
	"$$PYENV_ROOT"/versions/*/bin/python3 "$$HOME"/.pyenv/versions/*/bin/python3; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 7))' </dev/null >/dev/null 2>&1 && echo "$$python" && break; done)

.PHONY: demo test setup lint docs bench proof clean

demo: setup
	$(PYTHON) examples/demo.py

test: setup
	.venv/bin/nox -s lint types types_houdini tests judge

setup: .venv/.made

.venv/.made: pyproject.toml install/setup_dev.py install/interpreters.py
	@test -n "$(ANY_PYTHON)" || { echo "No Python 3.7 or newer runs here. On Debian: apt-get install python3-venv" >&2; exit 1; }
	"$(ANY_PYTHON)" install/setup_dev.py
	@touch $@

lint: setup
	.venv/bin/nox -s lint types

docs: setup
	.venv/bin/nox -s docs

bench: setup
	.venv/bin/nox -s bench

# The long proofs: the same suite with larger samples.
proof: setup
	FARMHAND_PROOF=1 .venv/bin/nox -s lint types types_houdini tests judge

clean:
	rm -rf .venv .nox demo_output bench_output build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Everything sets itself up; what is needed is Python 3.11 or newer, with venv.

PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3,$(shell command -v $(name) 2>/dev/null)))
BIN := .venv/bin
WORKERS ?= auto

.PHONY: help demo test lint test-browser docs clean

help:  ## What there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: .venv/.runtime  ## Audit the sample estate over real HTTP and print what it amounts to
	$(BIN)/aml-maturity-audit audit --sandbox

test: .venv/.workshop  ## All tests but those that need a browser
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser"

lint: .venv/.workshop  ## Style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test-browser: .venv/.workshop  ## The tests that need Chromium: apt-get install chromium, or set CHROMIUM
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || \
	  { echo "These tests need Chromium: apt-get install chromium, or set CHROMIUM to its path." >&2; exit 1; }
	$(BIN)/python -m pytest -m browser

docs: .venv/.workshop  ## Write what is generated: docs/commands.md, the options in docs/configuring.md, infra/role.json
	$(BIN)/python -m aml_maturity_audit.cli.reference docs
	$(BIN)/aml-maturity-audit permissions > infra/role.json

clean:  ## Remove what was set up
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/.runtime: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.workshop: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ .venv/.runtime

# Everything a person or a machine runs here. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export PATH := $(HOME)/.local/bin:$(CURDIR)/.bootstrap/bin:$(PATH)
export UV_PYTHON ?= 3.11
PYTHON := .venv/bin/python
RASA_ENV = eval "$$($(PYTHON) -m frontdesk.launch environment)"

.PHONY: help setup run test check train shell evaluate bench bench-nlu safety-report soak browser pictures clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

setup: .venv/installed ## create the environment from the lock file

.venv/installed: uv.lock pyproject.toml
	@command -v uv >/dev/null || { echo "uv is missing: installing it into .bootstrap"; python3 -m venv .bootstrap && .bootstrap/bin/pip install -q uv; }
	uv sync --frozen
	@touch $@

run: setup ## start the front desk: website chat, SMS, console
	@exec $(PYTHON) -m frontdesk.launch run

test: setup train ## run the tests
	$(PYTHON) -m pytest -m "not soak" $(PYTEST_ARGS)

check: setup ## lint and type-check
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

train: setup ## train the assistant when its training data changed
	@$(PYTHON) -m frontdesk.launch train

shell: train ## talk to the assistant in the terminal, while `make run` runs in another one
	@$(RASA_ENV); .venv/bin/rasa shell --model models --endpoints endpoints.env.yml

evaluate: setup ## cross-validate the understanding, compare with the last report; times over ten years
	$(PYTHON) -m benchmarks.understanding
	$(PYTHON) -m benchmarks.times

safety-report: setup ## recall and false alarms of the safety layer on its evaluation set
	$(PYTHON) -m benchmarks.safety

bench: setup train ## print the figures that the README quotes
	$(PYTHON) -m benchmarks.system
	$(PYTHON) -m benchmarks.booking

bench-nlu: setup ## ours against Rasa's default pipeline, on the same data in one run
	$(PYTHON) -m benchmarks.understanding --against-default

soak: setup train ## the bulk runs: hours, not minutes
	$(PYTHON) -m pytest -m soak --timeout 0

pictures: setup train browser ## make the pictures of the README from the running system
	$(PYTHON) -m tests.pictures

browser: ## install Chromium for the browser tests (Debian and Ubuntu)
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

clean: ## remove the environment, models and caches (never var/, where the practice's records are)
	rm -rf .venv .bootstrap .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis results models/*.tar.gz

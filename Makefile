# The commands of every day; `make help` lists them. Each sets itself up on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
export PATH := $(BIN):$(PATH)

.PHONY: help run test check format crash bench bench-console bench-push outages flask clean

help: ## Show these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 15

$(VENV)/.runs: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.runs

run: $(VENV)/.runs ## Run everything on this machine, with a phone in the browser
	@python -m wxbot.local settings
	@honcho -e var/local.env -f Procfile.local run flask migrate
	@honcho -e var/local.env -f Procfile.local run flask load
	@honcho -e var/local.env -f Procfile.local start

test: $(VENV)/.tests ## Run the test suite, all but the outages
	@python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --ignore tests/scenarios/outages

outages: $(VENV)/.tests ## Run the stories in which processes are killed and servers stopped
	@python -m pytest -n 2 --dist loadfile tests/scenarios/outages

check: $(VENV)/.tests ## Check formatting, style and types
	@ruff format --check .
	@ruff check .
	@mypy

format: $(VENV)/.tests ## Format the code
	@ruff format .
	@ruff check --fix .

bench: $(VENV)/.tests ## Measure the webhook beside a bare echo
	@python -m bench.webhook

bench-console: $(VENV)/.tests ## Measure the console's lists on a million messages, on both databases
	@python -m bench.console

bench-push: $(VENV)/.tests ## Measure a push to 10,000 followers beside a loop that sends one by one
	@python -m bench.push

crash: $(VENV)/.tests ## Kill processes at random in fifty pushes to 5,000 followers, and see who got what
	@python -m tests.scenarios.crashing

flask: $(VENV)/.runs ## Run a flask command beside a running `make run`: make flask do=doctor
	@honcho -e var/local.env -f Procfile.local run flask $(do)

clean: ## Remove what was generated: environment, data, caches
	@rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +

# The commands of the project. `make` alone lists them.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
LOCAL := $(PYTHON) -m smart.local
READY := .venv/.ready

.PHONY: help setup demo demo-reset test check bench shots lock services-up services-down

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Install the system libraries and the locked environment (.venv)

# Runs again when the lock file changes; instant otherwise.
$(READY): requirements-dev.txt tests/package-lock.json .ci/setup
	@.ci/setup
	@touch $@

demo: $(READY) ## Start the whole portal with demo people on http://127.0.0.1:8000 (Ctrl-C stops it)
	@exec $(LOCAL) demo

demo-reset: $(READY) ## Forget the demo's data and start it afresh
	@exec $(LOCAL) demo --fresh

test: $(READY) ## Run the whole test suite: real PostgreSQL, real Redis, real browser
	@exec $(LOCAL) test

check: $(READY) ## Format, lint, types, import order, migrations
	@exec $(LOCAL) check

bench: $(READY) .venv-bench/.ready ## Run the benchmarks; each prints a ratio
	@exec $(LOCAL) bench

.venv-bench/.ready: $(READY) requirements-bench.txt .ci/setup-bench
	@.ci/setup-bench
	@mkdir -p .venv-bench && touch $@

shots: $(READY) ## Renew the pictures of the README and the manual from the browser tests
	@exec $(LOCAL) shots

services-up: $(READY) ## Start PostgreSQL and Redis for manage.py and single tests
	@$(LOCAL) up

services-down: ## Stop them
	@$(LOCAL) down

lock: $(READY) ## Renew the hashed lock files after a change of pyproject.toml
	$(PYTHON) -m uv pip compile --quiet --python-version 3.11 --generate-hashes pyproject.toml -o requirements.txt
	$(PYTHON) -m uv pip compile --quiet --python-version 3.11 --generate-hashes pyproject.toml --group dev -o requirements-dev.txt
	$(PYTHON) -m uv pip compile --quiet --python-version 3.11 --generate-hashes --group bench -o requirements-bench.txt

# Needs make and Python 3.11 or newer; everything else is made under .venv/ and var/.

PYTHON ?= python3
VENV := .venv/bin
MANAGE := $(VENV)/python manage.py
DEV := @$(PYTHON) -m tools.bootstrap --dev

# Targets share .venv and the database.
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run serve test test-fast e2e snapshot lint format messages engines engines-stop bench soak

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start Servicebanken on this machine (http://127.0.0.1:8000, or PORT=...)
	@exec $(PYTHON) -m tools.launch run

serve: ## the same with production settings and two worker processes
	@exec $(PYTHON) -m tools.launch serve

test: ## run every test, on SQLite, PostgreSQL and in the browser
	$(DEV)
	@$(VENV)/python -m tools.testing all

test-fast: ## run the tests on SQLite, without browser and other engines
	$(DEV)
	@$(VENV)/python -m tools.testing fast

e2e: ## run the browser tests
	$(DEV)
	@$(VENV)/python -m tools.testing browser

snapshot: ## write golden files and baselines anew after an intended change
	$(DEV)
	@$(VENV)/python -m tools.testing snapshot

lint: ## check format, types, templates, dependency rule and migrations
	$(DEV)
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint --quiet --lint templates
	$(VENV)/djlint --quiet --check templates
	$(VENV)/mypy
	$(VENV)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING

format: ## format code and templates
	$(DEV)
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .
	-$(VENV)/djlint --quiet --reformat templates

messages: ## collect the texts to translate into locale/ (needs gettext)
	$(DEV)
	$(MANAGE) update_catalogues

engines: ## start PostgreSQL, Redis and Elasticsearch for tests, and print their addresses
	@$(PYTHON) -m tools.engines start

engines-stop: ## stop the engines that were started here
	@$(PYTHON) -m tools.engines stop

bench: ## measure against stock Wagtail and write benchmarks/RESULTS.md (needs wrk and PostgreSQL)
	$(DEV)
	@$(VENV)/python -m benchmarks

soak: ## prove the log at length: random walks, races, kills, load (SOAK_MINUTES=20, SOAK_SEED=...)
	$(DEV)
	@$(VENV)/python -m tools.soak

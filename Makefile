# Two commands on a fresh machine that has Python >= 3.11 with venv, make and a package index:
#   make demo   the Korday example, from its sources to a published, verified dossier
#   make test   every test
# `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types contracts soak bench requirements clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1	/' | expand -t 24

demo: $(VENV)/.run  ## build, publish and verify the Korday example (ARGS="--no-open --out DIR --json")
	@$(BIN)/onrecord demo $(ARGS)

test: $(VENV)/.dev  ## run every test
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: format lint types contracts  ## format, lint, types, import contracts

format: $(VENV)/.dev
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	@$(BIN)/ruff check .

types: $(VENV)/.dev
	@$(BIN)/mypy

contracts: $(VENV)/.dev
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

soak: $(VENV)/.dev  ## the long runs: thousands of kills, all tree sizes, other examples of what holds for all
	@$(BIN)/python -m pytest -n auto -m soak --override-ini addopts="-q --strict-markers --import-mode=importlib" $(ARGS)
	@$(BIN)/python -m pytest -n auto -m "hypothesis and not soak" --hypothesis-profile=soak $(ARGS)

bench: $(VENV)/.dev  ## speed and memory beside a peer, as ratios
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

requirements:  ## write requirements/*.txt anew from uv.lock (needs uv)
	@uv lock
	@uv export --locked -q --no-dev --group build --no-emit-project --no-annotate --no-header -o requirements/run.txt
	@uv export --locked -q --group dev --group build --no-emit-project --no-annotate --no-header -o requirements/dev.txt

clean:  ## remove what the other targets made
	@rm -rf $(VENV) korday-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

$(VENV)/.run: requirements/run.txt pyproject.toml tools/setup_venv.sh
	@sh tools/setup_venv.sh "$(PYTHON)" "$(VENV)" requirements/run.txt >&2
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml tools/setup_venv.sh
	@sh tools/setup_venv.sh "$(PYTHON)" "$(VENV)" requirements/dev.txt >&2
	@touch $@ $(VENV)/.run

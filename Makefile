# make demo   an example vault, a search and a printed sheet     make test   everything that must hold
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= auto

.PHONY: all setup demo check test stories docs bench soak relevance conformance clean

all: check test

$(VENV)/.run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[pdf]' || { echo 'No PDF engine for this machine: sheets will be HTML, to print from the browser.'; $(BIN)/python -m pip install --quiet -e .; }
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@

setup: $(VENV)/.dev

demo: $(VENV)/.run
	@$(BIN)/crm demo $(DIR)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: setup
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

stories: setup
	$(BIN)/python -m pytest tests/test_stories.py --update

docs: setup
	$(BIN)/python -m pytest tests/test_docs.py tests/test_docs_pictures.py --update

relevance: setup
	$(BIN)/python -m benchmarks.relevance

conformance: setup
	$(BIN)/python -m tests.conformance

soak: setup
	$(BIN)/python -m tests.soak

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

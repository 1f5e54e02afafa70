# Two commands do everything in a fresh clone with Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help install demo test check dictionary clean

help:            ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

$(VENV)/.browse: pyproject.toml constraints.txt
	@echo "正在安装到 installing into $(VENV): 一两分钟 a minute or two"
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable '.[browse]'
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt
	@echo "正在安装到 installing into $(VENV), 含测试工具 with the tools for tests: 一两分钟 a minute or two"
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	touch $@ $(VENV)/.browse

install: $(VENV)/.browse  ## the program with datasette, into .venv

demo: $(VENV)/.browse  ## crawl the bundled demo site (no network) and browse what was found
	$(BIN)/gdmzt demo

test: $(VENV)/.dev  ## the whole test suite
	$(BIN)/python -m pytest

check: $(VENV)/.dev  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

dictionary: $(VENV)/.browse  ## docs/data-dictionary.md from the schema
	$(BIN)/python -m gdmzt_crawler.store.dictionary > docs/data-dictionary.md

clean:           ## the virtual environment and caches (never data/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

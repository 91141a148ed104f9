# `make run` and `make test` need Python 3.11 or later, make and a C toolchain; the rest they
# fetch into .venv, so that .venv/bin/cleanup is there afterwards.

PYTHON ?= python3
BIN := .venv/bin
LANGUAGETOOL_VERSION ?= 6.8
LANGUAGETOOL := .venv/languagetool/LanguageTool-$(LANGUAGETOOL_VERSION)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check format samples lock languagetool languagetool-stop

run: .venv/installed  ## clean raw/ into cleaned/ and show what changed
	$(BIN)/cleanup run
	$(BIN)/cleanup diff raw

test: .venv/installed-dev  ## run the tests
	$(BIN)/python -m pytest -n auto

check: .venv/installed-dev  ## what CI runs: format, lint, types, tests, quality gate
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) test
	$(BIN)/python bench/gate.py

format: .venv/installed-dev  ## put the code into the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

samples: .venv/installed  ## make cleaned/ anew after a change of passes or rules
	$(BIN)/cleanup run --force

lock: .venv/installed-dev  ## write down the versions now installed
	( grep '^#' constraints.txt; $(BIN)/python -m pip freeze --exclude-editable ) > .venv/constraints.txt
	mv .venv/constraints.txt constraints.txt

languagetool: $(LANGUAGETOOL)/fetched  ## fetch LanguageTool, start it on loopback, wait until it answers
	@$(BIN)/python -c 'from cleanup.engines import local; print("LanguageTool answers at", local.start())'

languagetool-stop:  ## end what `make languagetool` started
	@$(BIN)/python -c 'from cleanup.engines import local; local.stop()'

$(LANGUAGETOOL)/fetched: cleanup/engines/pom.xml | .venv/installed
	@command -v mvn >/dev/null || { echo 'Maven fetches LanguageTool: apt-get install maven'; exit 1; }
	mvn --quiet --batch-mode --file $< dependency:copy-dependencies \
		-Dlanguagetool.version=$(LANGUAGETOOL_VERSION) -Dfolder=$(CURDIR)/$(LANGUAGETOOL)
	touch $@

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed; say which: make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --constraint constraints.txt --editable .
	$(BIN)/python -m compileall -q cleanup  # where Python may not write byte code itself, each start would take twice as long
	touch $@

.venv/installed-dev: .venv/installed
	$(PIP) install --constraint constraints.txt --group dev
	touch $@

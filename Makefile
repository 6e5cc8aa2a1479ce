# Everything that one does with a clone of Martlet. `make` alone explains the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
SWIFT ?= $(or $(shell command -v swift),$(wildcard /opt/swift/usr/bin/swift),swift)
VENV := .venv
# Marks of what is done, so that nothing is done twice.
STATE := .cache/make

export PYTHON SWIFT
# The build of the extension calls Swift too.
export MARTLET_SWIFT := $(SWIFT)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# All files below the folders $(1) that a build reads.
files = $(shell find $(1) -name '.build*' -prune -o -name '__pycache__' -prune -o -type f -print 2>/dev/null)
PACKAGE_FILES := pyproject.toml $(call files,core journal/Sources packaging python)
SERVER_FILES := $(call files,server journal/Package.swift journal/Sources)
# Swift's progress is a line that rewrites itself in a terminal, and hundreds of lines elsewhere.
QUIET := $(if $(MAKE_TERMOUT),,--quiet)
say = @printf '\033[1m==> %s\033[0m\n'

##@ To look at it
.PHONY: demo
demo: build $(STATE)/examples ## Build, record two real programs, show the pages until Ctrl-C
	@exec $(VENV)/bin/python scripts/demo.py

.PHONY: picture
picture: build $(STATE)/tests ## Take docs/images/trace.png anew, from a page of the demo
	@exec $(VENV)/bin/python scripts/picture.py

##@ To build it
.PHONY: setup
setup: $(STATE)/setup ## Check for Swift, Python and Debian packages; install these as root
	@echo "All that a build needs is here."

.PHONY: build
build: $(STATE)/package $(VENV)/bin/martlet ## Build all: .venv/bin/python imports martlet, .venv/bin/martlet runs

.PHONY: wheel
wheel: $(STATE)/server ## Make dist/*.whl: extension and command, one for each Python that is found
	$(say) "making wheels"
	@$(PYTHON) packaging/wheels.py --server server/.build/release/martlet --output dist

.PHONY: clean
clean: ## Remove all that was built, the virtual environment and the demo's recordings
	rm -rf $(VENV) .cache dist server/.build journal/.build core/.build core/.build-* core/.build_*

##@ To test it
.PHONY: test
test: test-journal test-server build $(STATE)/tests ## Run all tests
	$(say) "pytest: the extension, the whole way, the browser"
	@$(VENV)/bin/python -m pytest tests

.PHONY: test-journal
test-journal: $(STATE)/setup ## Test the journal's format
	$(say) "testing the journal"
	@cd journal && $(SWIFT) test $(QUIET)

.PHONY: test-server
test-server: $(STATE)/server ## Test the server
	$(say) "building the server's tests"
	@cd server && $(SWIFT) build $(QUIET) -c release --build-tests
	$(say) "testing the server"
	@cd server && $(SWIFT) test -c release --skip-build

.PHONY: test-core
test-core: $(STATE)/package $(STATE)/tests ## Test the extension
	@$(VENV)/bin/python -m pytest $(wildcard tests/unit tests/typing tests/posts tests/ownership tests/memory tests/docs tests/conformance tests/leaks tests/stress)

.PHONY: test-python
test-python: build $(STATE)/tests ## Test the whole way, from a program's call to the API
	@$(VENV)/bin/python -m pytest tests/integration

.PHONY: test-browser
test-browser: build $(STATE)/tests ## Read the pages in a real Chromium
	@$(VENV)/bin/python -m pytest tests/browser

.PHONY: test-wheels
test-wheels: build $(STATE)/tests ## Test a wheel for each Python that is found, in bare environments
	@$(VENV)/bin/python -m pytest --slow tests/integration/test_wheel.py

.PHONY: test-memory
test-memory: $(STATE)/tests ## Test the extension with AddressSanitizer (about five minutes)
	@$(VENV)/bin/python scripts/test_memory.py

.PHONY: test-sid
test-sid: $(STATE)/python ## Test the extension on CPython 3.14 and 3.15, unpacked from Debian's sid into .cache
	@$(VENV)/bin/python scripts/test_sid.py

.PHONY: bench
bench: build $(STATE)/benchmarks ## Measure, each number beside a peer's
	@for script in benchmarks/*.py; do \
		[[ -e $$script ]] || { echo "there are no benchmarks yet"; break; }; \
		printf '\033[1m==> %s\033[0m\n' "$$script"; $(VENV)/bin/python "$$script"; \
	done

.PHONY: bench-server
bench-server: $(STATE)/server ## Measure the server beside Phoenix and MLflow, which it installs into .cache (1.7 GB)
	@$(PYTHON) benchmarks/server_peers.py --install

.PHONY: lint
lint: $(STATE)/tests ## Check the style of Python and shell, and the links of the documents
	@$(VENV)/bin/python -m ruff check benchmarks examples scripts tests
	@bash -n scripts/setup .ci/run
	@$(VENV)/bin/python scripts/check_links.py

##@ Help
.PHONY: help
help: ## Show this
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n\033[1m%s\033[0m\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nPYTHON=... and SWIFT=... choose others than the ones on PATH.\n'

# The steps behind the names. Each leaves a mark; it is done again when what it reads has changed.

$(STATE)/setup: scripts/setup
	@scripts/setup
	@mkdir -p $(@D) && touch $@

# Another Python than last time gets a new environment: an extension fits one version alone.
$(STATE)/python: $(STATE)/setup FORCE
	@wanted=$$($(PYTHON) -c 'import sys; print(sys.version, sys.base_prefix)'); \
	if [[ ! -x $(VENV)/bin/python || "$$wanted" != "$$(cat $@ 2>/dev/null)" ]]; then \
		printf '\033[1m==> %s\033[0m\n' "a virtual environment for Python $${wanted%% *} in $(VENV)"; \
		rm -rf $(VENV); \
		$(PYTHON) -m venv $(VENV); \
		printf '%s\n' "$$wanted" >$@; \
	fi

$(STATE)/package: $(STATE)/python $(PACKAGE_FILES)
	$(say) "building the Python package (about a quarter of a minute)"
	@$(VENV)/bin/python -m pip install --quiet --force-reinstall --no-deps .
	@touch $@

$(STATE)/server: $(STATE)/setup $(SERVER_FILES)
	$(say) "building the server (about five minutes the first time)"
	@cd server && $(SWIFT) build $(QUIET) -c release --product martlet && ./check-linkage
	@touch $@

$(VENV)/bin/martlet: $(STATE)/python $(STATE)/server
	@install -m 755 server/.build/release/martlet $@

$(STATE)/examples: $(STATE)/python examples/requirements.txt
	$(say) "installing what the examples need from PyPI"
	@$(VENV)/bin/python -m pip install --quiet -r examples/requirements.txt
	@touch $@

$(STATE)/tests: $(STATE)/examples tests/requirements.txt tests/unit/requirements.txt scripts/setup
	@scripts/setup tests
	$(say) "installing what the tests need from PyPI"
	@$(VENV)/bin/python -m pip install --quiet -r tests/requirements.txt
	@touch $@

$(STATE)/benchmarks: $(STATE)/tests benchmarks/requirements.txt
	@$(VENV)/bin/python -m pip install --quiet -r benchmarks/requirements.txt
	@touch $@

.PHONY: FORCE
FORCE:

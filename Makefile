# `make run` and `make test` do all their own set-up; Python 3.11 with venv and make is all they need.
PYTHON ?= python3
BIN := .venv/bin
.PHONY: run demo test tests prove lint bench check pins messages upgrade screenshots browser

# uv installs in a quarter of pip's time; where it cannot be had or finds no index, pip does the same.
define install
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt || true
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes -r $(1) --python $(BIN)/python \
		|| $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
endef

run: .venv/run
	$(BIN)/python -m bot run

demo: .venv/run
	$(BIN)/python -m bot demo $(ARGS)

check: .venv/run
	$(BIN)/python -m bot check

upgrade: .venv/run  ## after `git pull`, with the bot stopped: a backup, then the start, which migrates the database first
	$(BIN)/python -m bot backup
	$(BIN)/python -m bot run

screenshots: .venv/dev browser  ## the README's pictures of the demo, made anew
	$(BIN)/python -m tests.screenshots

# Tests of pages need a Chromium. Where the system's may be installed (root on Debian), it is; else they are skipped.
browser:
	@test -x "$${CHROMIUM:-/usr/bin/chromium}" || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null || \
		{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
		chromium fonts-noto-core; } >/dev/null 2>&1 || echo "No Chromium could be installed: tests of pages are skipped"

test: .venv/dev browser  ## the linters share the two cores with the tests
	$(MAKE) --no-print-directory -j2 lint tests

# Both workers must collect the same tests: the hash is fixed, and random tests take their seed from here
# (TEST_SEED=… repeats a run).
tests: export TEST_SEED ?= $(shell date +%s)
tests: export PYTHONHASHSEED = 0
tests: .venv/dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.catalogues check

prove: .venv/dev
	$(BIN)/python -m pytest tests/proofs --timeout 3600 -p no:cacheprovider

bench: .venv/dev
	$(BIN)/python -m tests.benchmarks

messages: .venv/dev  ## after a new text: collects msgids into locales/*/LC_MESSAGES/messages.po
	$(BIN)/python -m tests.catalogues update

pins: .venv/dev  ## after a change of pyproject.toml: renews both pin files
	echo uv | $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header - -o requirements-uv.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements-dev.txt

.venv/run: requirements.txt requirements-uv.txt pyproject.toml
	$(call install,requirements.txt)
	touch $@

.venv/dev: requirements-dev.txt requirements-uv.txt pyproject.toml
	$(call install,requirements-dev.txt)
	touch $@

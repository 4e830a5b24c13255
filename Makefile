# Two commands do all their own set-up on a fresh Debian machine: `make serve` and `make test`.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
# Only what is given to make itself: a HOST of the shell's environment is something else.
given = $(if $(filter command,$(firstword $(origin $(1)))),--$(2) $($(1)))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
# Other people's programs that `make test-contract` runs: Debian packages, and in $(OUTSIDE) those of npm.
OUTSIDE := .outside
OUTSIDE_DEBIAN := curl golang-github-adtac-go-akismet-dev golang-go iproute2 libnet-akismet-perl mariadb-server nginx openssl perl \
	php-cli php-curl php-mbstring php-mysql php-xml php-zip ruby ruby-akismet util-linux wordpress
# Other people's filters that `make bench-quality` compares: Debian packages, run in folders of their own.
PEERS_DEBIAN := bogofilter redis-server rspamd spamassassin
PEERS ?= yes
# Weak labels, or for benchmarks of other people only: they neither train nor measure (CATALOGUE of the corpora).
NOT_TRAINED := sms_uci youtube_judol_id ham_yt_tr
# One long run of one label before the other: no order to learn in, and no figure worth a mean (the same place).
APART := blog_caffeinated
UNORDERED := blog_caffeinated instagram_id telegram_umputun
FILES = $(filter-out $(NOT_TRAINED:%=$(CORPORA)/%.jsonl.gz),$(sort $(wildcard $(CORPORA)/*.jsonl.gz)))

.PHONY: help serve test test-contract check-outside lint check-programs check-peers train bench-speed bench-start bench-disguise \
  bench-campaigns bench-ham bench-quality bench-replay bench-poison format clean
help:
	@echo "make serve          install, and start a small news site; PORT=N and HOST=H if wanted"
	@echo "make test           install what tests need and run them"
	@echo "make test-contract  run other people's programs against the server, into docs/compatibility.md"
	@echo "make lint           ruff, mypy, import contracts"
	@echo "make train          CORPORA=DIR: train the base model that ships; STATE=FILE to go on after Ctrl+C"
	@echo "make bench-speed    CPU time of judging      make bench-start  time until the server answers"
	@echo "make bench-replay   time of learning 100,000 labels anew      make bench-poison  CORPORA=DIR: a hostile site"
	@echo "make bench-disguise CORPORA=DIR: put disguises on, and judge again; LEFT_OUT=1 (writes the tables), MODEL=FILE, STATE=FILE"
	@echo "make bench-ham      CORPORA=DIR: real comments of unseen sites and languages, into docs/evaluation.md; STATE=FILE too"
	@echo "make bench-quality  CORPORA=DIR: leave one site out at a time, beside other people's filters, into docs/evaluation.md;"
	@echo "                    STATE=FILE too; PEERS=no leaves the other filters out"
	@echo "make bench-campaigns  made-up campaigns among made-up ham; CORPORA=DIR: among real ham"

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq python3 python3-venv >/dev/null; \
	  else echo "Python 3.11 or newer is missing. Install it (Debian: apt install python3 python3-venv)."; exit 1; fi; }
	@python="$(PYTHON)"; python="$${python:-python3}"; \
	$$python -c 'import ensurepip' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; \
	  else echo "Python's venv is missing. Install it (Debian: apt install python3-venv)."; exit 1; fi; }; \
	$$python -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Chaffinch into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-tests: pyproject.toml constraints.txt $(VENV)/.installed
	@echo "Installing what tests need into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

serve: $(VENV)/.installed
	@exec $(BIN)/chaffinch serve $(call given,HOST,host) $(call given,PORT,port)

# The driver of playwright brings its own Node, and that one needs a library which a small Debian lacks.
check-programs: $(VENV)/.installed-tests
	@missing="$$(command -v chromium >/dev/null || echo chromium; command -v git >/dev/null || echo git; \
	  $(VENV)/lib/python3*/site-packages/playwright/driver/node --version >/dev/null 2>&1 || echo libatomic1)"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Debian's" $$missing "(once) ..."; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	  else echo "Missing:" $$missing; \
	    echo "Install them (Debian: apt install" $$missing"), then run make test again."; exit 1; fi; fi

lint: $(VENV)/.installed-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(VENV)/.installed-tests check-programs lint
	$(BIN)/pytest -n 2 --dist loadfile -m "not outside"

# RUNLEVEL=1: what is installed for tests does not start as a service of the machine.
check-outside:
	@missing="$$(for name in $(OUTSIDE_DEBIAN); do \
	    dpkg-query -W -f='$${db:Status-Status}' $$name 2>/dev/null | grep -qx installed || echo $$name; done; \
	  command -v npm >/dev/null || echo npm)"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Debian's" $$missing "(once) ..."; \
	    apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
	      apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  else echo "Missing:" $$missing; \
	    echo "Install them (Debian: apt install" $$missing"), then run make test-contract again."; exit 1; fi; fi

$(OUTSIDE)/.installed: tests/contract/outside/package.json | check-outside
	@echo "Installing npm packages into $(OUTSIDE) (once) ..."
	@mkdir -p $(OUTSIDE) && cp $< $(OUTSIDE)/package.json
	@npm install --prefix $(OUTSIDE) --ignore-scripts --no-audit --no-fund --no-package-lock --no-update-notifier --loglevel=error >/dev/null
	@touch $@

test-contract: $(VENV)/.installed-tests $(VENV)/.installed-bench $(OUTSIDE)/.installed check-outside check-peers
	$(BIN)/pytest -n 2 --dist loadfile -m outside tests/contract --write-compatibility=docs/compatibility.md
	$(BIN)/pytest -m outside tests/archive/peers

format: $(VENV)/.installed-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: $(VENV)/.installed
	@test -n "$(FILES)" || { echo "No corpora: give their folder, make train CORPORA=DIR"; exit 1; }
	$(BIN)/chaffinch train --out src/chaffinch/models/base.model $(call given,STATE,state) $(FILES)

bench-speed: $(VENV)/.installed
	$(BIN)/chaffinch bench speed

bench-start: $(VENV)/.installed
	$(BIN)/chaffinch bench start

bench-disguise: $(VENV)/.installed
	@test -n "$(FILES)" || { echo "No corpora: give their folder, make bench-disguise CORPORA=DIR"; exit 1; }
	$(BIN)/chaffinch bench disguise $(if $(LEFT_OUT),--left-out --write docs/evaluation.md) $(call given,MODEL,model) $(call given,STATE,state) $(FILES)

bench-ham: $(VENV)/.installed
	@test -n "$(FILES)" || { echo "No corpora: give their folder, make bench-ham CORPORA=DIR"; exit 1; }
	$(BIN)/chaffinch bench ham --write docs/evaluation.md $(call given,STATE,state) $(FILES)

bench-replay: $(VENV)/.installed
	$(BIN)/chaffinch bench replay

bench-poison: $(VENV)/.installed
	@test -n "$(FILES)" || { echo "No corpora: give their folder, make bench-poison CORPORA=DIR"; exit 1; }
	$(BIN)/chaffinch bench poison $(call given,MODEL,model) $(filter $(CORPORA)/blog_%,$(FILES))

# What cannot be installed is told here, named as missing in the table, and makes the run end with an error.
# RUNLEVEL=1: nothing of it starts as a service of the machine.
check-peers: $(VENV)/.installed
	@missing="$$(for name in $(PEERS_DEBIAN); do \
	    dpkg-query -W -f='$${db:Status-Status}' $$name 2>/dev/null | grep -qx installed || echo $$name; done)"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Debian's" $$missing "(once) ..."; \
	    { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
	      apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } || \
	      echo "That failed: what is missing will be named in the table."; \
	  else echo "Missing:" $$missing; \
	    echo "Without them their filters are not compared (Debian: apt install" $$missing"; or PEERS=no)."; fi; fi

$(VENV)/.installed-bench: pyproject.toml constraints.txt $(VENV)/.installed
	@echo "Installing scikit-learn, to compare with, into $(VENV) (once) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

bench-quality: $(VENV)/.installed $(if $(filter no,$(PEERS)),,check-peers $(VENV)/.installed-bench)
	@test -n "$(FILES)" || { echo "No corpora: give their folder, make bench-quality CORPORA=DIR"; exit 1; }
	$(BIN)/chaffinch bench quality --write docs/evaluation.md --write README.md \
	  $(foreach name,$(APART),$(if $(findstring /$(name).,$(FILES)),--apart $(name))) \
	  $(foreach name,$(UNORDERED),$(if $(findstring /$(name).,$(FILES)),--unordered $(name))) \
	  $(if $(filter no,$(PEERS)),,--peers) $(call given,STATE,state) $(FILES)

# All ham there is, what is not trained on too.
bench-campaigns: $(VENV)/.installed
	$(BIN)/chaffinch bench campaigns $(call given,SEED,seed) $(sort $(if $(CORPORA),$(wildcard $(CORPORA)/*.jsonl.gz)))

clean:
	rm -rf $(VENV) $(OUTSIDE) .mypy_cache .ruff_cache .hypothesis .import_linter_cache

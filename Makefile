# Two commands matter: `make run` and `make test`. README.md says the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint reset requirements editor messages screenshots

run: .venv/installed
	@$(BIN)/python manage.py serve

test: .venv/installed-dev
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djhtml --check --tabwidth 4 templates
	$(BIN)/curlylint --parse-only templates
	$(BIN)/python manage.py makemigrations --check
	BRESTNET_SCHEME=https BRESTNET_DOMAIN=brest.example CACHE_URL=redis://localhost \
	  SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING

reset:
	@printf 'Effacer var/ : la base, les images et les messages de démonstration ? [o/N] '; \
	read answer; [ "$$answer" = o ] && rm -rf var && echo 'Effacé.' || echo 'Rien n’a changé.'

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'brestnet demande Python 3.11 ou plus récent ; donnez-le par PYTHON=…'; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo 'Il manque le module venv de Python (paquet python3-venv sous Debian).'; exit 1; }

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Twelve pages, on a phone and a desk, by day and by night, in var/screenshots.
screenshots: .venv/installed-dev
	@$(BIN)/python -m tests.browser.screenshots

# After a change in pyproject.toml; the files hold no index address.
requirements: | .venv/bin/python
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate --extra dev pyproject.toml -o requirements-dev.txt

# The desk's editor is bundled once and committed; this makes it anew, to the byte.
editor:
	cd static/desk/editor && npm ci --no-audit --no-fund && npm run build && rm -rf node_modules

# The catalogues to fill: French is the language of the msgids. Needs GNU gettext.
messages: .venv/installed
	@command -v xgettext >/dev/null || { echo 'Il manque GNU gettext (paquet gettext sous Debian).'; exit 1; }
	$(BIN)/python manage.py makemessages -l en -l br --no-location --no-wrap -i .venv -i var -i tests -i static
	$(BIN)/python manage.py makemessages -d djangojs -l en -l br --no-location --no-wrap -i .venv -i var -i tests -i node_modules -i 'editor.js' -i 'saving.js'
	@msgfmt --check-format --no-hash -o locale/fr/LC_MESSAGES/django.mo locale/fr/LC_MESSAGES/django.po
	@sed -i '/^"POT-Creation-Date/d' locale/en/LC_MESSAGES/*.po locale/br/LC_MESSAGES/*.po

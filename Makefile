# The same verbs as run.sh and test.sh, for those who type make.
.DEFAULT_GOAL := help
.PHONY: help run demo test lint format check speed

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## install what is missing and serve
	./run.sh

demo: ## the same, in a fresh folder with demo data, on another port
	./run.sh --data build/demo --bind 127.0.0.1:8010

test: ## linters and every test
	./test.sh

lint: ## linters alone
	./test.sh lint

format: ## format Python, sort imports
	.venv/bin/python -m ruff check --select I --fix .
	.venv/bin/python -m ruff format .

check: ## check the shipped questionnaires
	.venv/bin/assess check questionnaires/*

speed: ## measure journeys beside the smallest honest survey
	./test.sh speed

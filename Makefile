# What people and CI run. Every target works again and again, and from a clean clone.

SWIFT ?= swift
SOURCES := Sources Tests Package.swift $(wildcard Benchmarks)

.PHONY: help setup build demo test soak mutants bench lint format clean

help: ## What there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the libraries to build with and the PostgreSQL servers, once a machine
	@scripts/setup.sh

build: ## Build everything
	$(SWIFT) build

demo: ## The whole round on generated data, on a throwaway server
	@scripts/setup.sh 17
	$(SWIFT) build --product plumb
	$(SWIFT) build --product Demo
	@"$$($(SWIFT) build --show-bin-path)/Demo"

# Tests that stop and kill servers, and say within how many seconds that must be noticed, do not share the cores with the rest.
ALONE := PostgresClientTests|SandboxTests

test: setup ## All tests, on real servers
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --filter '$(ALONE)'
	$(SWIFT) test --skip-build --skip '$(ALONE)'

soak: ## Many random pairs of schemas; SEED, COUNT and MAJOR (the PostgreSQL version) choose them
	@scripts/setup.sh $(or $(MAJOR),17)
	$(SWIFT) build --build-tests
	PLUMBLINE_SOAK_SEED=$(or $(SEED),$(shell date +%s)) PLUMBLINE_SOAK_COUNT=$(or $(COUNT),500) \
		PLUMBLINE_SOAK_MAJOR=$(or $(MAJOR),17) \
		$(SWIFT) test --skip-build --filter RandomSchemaTests

mutants: setup ## Break one rule of the engine at a time; says which breaks no scenario notices
	SWIFT='$(SWIFT)' scripts/mutants.py $(if $(ONLY),$(addprefix --only ,$(ONLY)))

bench: ## The benchmarks, in release mode
	@scripts/setup.sh 17
	@if [ -f Benchmarks/run.sh ]; then bash Benchmarks/run.sh; else $(SWIFT) run --package-path Benchmarks -c release; fi

lint: ## What a reviewer should not have to say
	@scripts/lint.sh

format: ## Rewrite the sources as lint wants them
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

clean: ## Remove what was built here; the servers in the cache folder stay
	$(SWIFT) package clean
	rm -rf reports

# The targets that people and CI run. Each can be run again, and works in a clean clone.

SWIFT ?= swift
SOURCES := Sources Tests Examples Package.swift $(wildcard Benchmarks)

.PHONY: help setup build demo test examples interop docs soak mutants bench dist lint format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the libraries to build with and the PostgreSQL servers, once per machine
	@scripts/setup.sh

build: ## Build everything
	$(SWIFT) build

demo: ## The full workflow on sample data, on a throwaway server
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

examples: ## Build and test the packages in Examples/, which use the public API alone
	@scripts/setup.sh 17
	@for example in Examples/*/Package.swift; do \
		$(SWIFT) test --package-path "$$(dirname "$$example")" || exit 1; \
	done

interop: ## Build and test the packages in Examples/Interop/, which fetch other packages
	@scripts/setup.sh 17
	@for example in Examples/Interop/*/Package.swift; do \
		$(SWIFT) test --package-path "$$(dirname "$$example")" || exit 1; \
	done

docs: ## The documentation as a website, in .build/docs
	PLUMBLINE_DOCC=1 $(SWIFT) package --allow-writing-to-directory .build/docs generate-documentation --target Plumbline \
		--warnings-as-errors --output-path .build/docs

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

dist: ## dist/plumb and a .deb, for machines without Swift
	@scripts/dist.sh

lint: ## Check format, scripts and words
	@scripts/lint.sh

format: ## Rewrite the sources as lint wants them
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

clean: ## Remove what was built here; the servers in the cache folder stay
	$(SWIFT) package clean
	rm -rf reports

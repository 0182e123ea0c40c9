# The front door. Each word is a whole job.
FUZZ_SECONDS ?= 60
ORACLE_CASES ?= 1000000

.PHONY: help build test asan tsan bench fuzz oracle format lint docs packs clean

help:
	@echo 'make build    the release binary, build/yaral'
	@echo 'make test     all tests (./run-tests -R NAME runs some)'
	@echo 'make asan     all tests with AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make tsan     all tests with ThreadSanitizer'
	@echo 'make bench    speed and memory beside ceilings measured in the same run (BENCH="W1 W4 --full": some, at full size)'
	@echo 'make fuzz     every fuzz target for FUZZ_SECONDS ($(FUZZ_SECONDS)) seconds'
	@echo 'make oracle   the engine against the naive evaluator on ORACLE_CASES ($(ORACLE_CASES)) random cases'
	@echo 'make format   format the sources'
	@echo 'make lint     check the formatting, and what changed since main with clang-tidy (LINT=all: everything)'
	@echo 'make docs     write the generated pages of docs/'
	@echo 'make packs    write the exports of packages, their rules in other languages'
	@echo 'make clean    remove what was built'

build:
	cmake --preset release
	cmake --build --preset release

test:
	./run-tests

asan tsan:
	scripts/sanitize $@

bench:
	scripts/install-deps bench
	cmake --preset bench
	cmake --build --preset bench
	bench/run $(BENCH)

fuzz:
	FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz

oracle:
	cmake --preset test
	cmake --build --preset test --target oracle_tests
	ORACLE_CASES=$(ORACLE_CASES) build/tests/oracle_tests

format:
	scripts/lint --fix-format

lint:
	scripts/lint $(LINT)

docs:
	cmake --preset test
	cmake --build --preset test --target functions_tests cli_tests ingest_tests sigma_tests
	YARAL_UPDATE=1 build/tests/functions_tests --gtest_filter='FunctionsPage.*'
	YARAL_UPDATE=1 build/tests/cli_tests --gtest_filter='FieldsPage.*:DiagnosticsPage.*'
	YARAL_UPDATE=1 build/tests/ingest_tests --gtest_filter='NormaliseDocs.*'
	YARAL_UPDATE=1 build/tests/sigma_tests --gtest_filter='SigmaPage.*'

packs: build
	scripts/gen-exports

clean:
	rm -rf build build-*

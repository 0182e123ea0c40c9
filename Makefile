# The front door. Each word is a whole job.
JOBS := $(shell nproc)
FUZZ_SECONDS ?= 60
ORACLE_CASES ?= 1000000
CLANG_FORMAT ?= clang-format-19
CLANG_TIDY ?= run-clang-tidy-19
SOURCES = $(shell git ls-files '*.cc' '*.h')

.PHONY: help build test bench fuzz oracle format lint docs clean

help:
	@echo 'build   the release binary, build/yaral'
	@echo 'test    all tests'
	@echo 'bench   throughput, with the ceiling measured in the same run'
	@echo 'fuzz    every fuzz target for FUZZ_SECONDS ($(FUZZ_SECONDS)) seconds'
	@echo 'oracle  the engine against the naive evaluator on ORACLE_CASES ($(ORACLE_CASES)) random cases'
	@echo 'format  format the sources'
	@echo 'lint    check formatting, run clang-tidy'
	@echo 'docs    write the generated pages of docs/'
	@echo 'clean   remove what was built'

build:
	cmake --preset release
	cmake --build --preset release

test:
	./run-tests

bench:
	cmake --preset bench
	cmake --build --preset bench
	bench/run

fuzz:
	scripts/fuzz $(FUZZ_SECONDS)

oracle:
	cmake --preset test
	cmake --build --preset test --target oracle_tests
	ORACLE_CASES=$(ORACLE_CASES) build-test/tests/oracle_tests

format:
	$(CLANG_FORMAT) -i $(SOURCES)

lint:
	$(CLANG_FORMAT) --dry-run -Werror $(SOURCES)
	cmake --preset test
	$(CLANG_TIDY) -quiet -p build-test -j $(JOBS) '/src/.*\.cc$$'

docs:
	cmake --preset test
	cmake --build --preset test --target functions_tests syntax_tests
	YARAL_UPDATE=1 build-test/tests/functions_tests --gtest_filter='*Docs*'
	YARAL_UPDATE=1 build-test/tests/syntax_tests --gtest_filter='*Docs*'

clean:
	rm -rf build build-*

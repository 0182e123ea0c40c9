# The front door. Each word is a whole job.
FUZZ_SECONDS ?= 60
ORACLE_CASES ?= 1000000
# Sources that are built again unchanged come from the cache, where there is one.
ifneq ($(shell command -v ccache),)
export CMAKE_CXX_COMPILER_LAUNCHER ?= ccache
endif

.PHONY: help build test asan tsan fuzz oracle format lint clean

help:
	@echo 'make build    the release binary, build/yaral'
	@echo 'make test     all tests (./run-tests -R NAME runs some)'
	@echo 'make asan     all tests with AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make tsan     all tests with ThreadSanitizer'
	@echo 'make fuzz     every fuzz target for FUZZ_SECONDS ($(FUZZ_SECONDS)) seconds'
	@echo 'make oracle   the engine against the naive evaluator on ORACLE_CASES ($(ORACLE_CASES)) random cases'
	@echo 'make format   format the sources'
	@echo 'make lint     check the formatting, and what changed since main with clang-tidy (LINT=all: everything)'
	@echo 'make clean    remove what was built'

build:
	cmake --preset release
	cmake --build --preset release

test:
	./run-tests

asan tsan:
	scripts/sanitize $@

fuzz:
	FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz

oracle:
	cmake --preset test
	cmake --build --preset test --target oracle_tests
	ORACLE_CASES=$(ORACLE_CASES) build-test/tests/oracle_tests

format:
	scripts/lint --fix-format

lint:
	scripts/lint $(LINT)

clean:
	rm -rf build build-*

# Everything that a change needs. JDK 25 is found by tools/find-jdk, Maven is the one on PATH.
.DEFAULT_GOAL := help
.PHONY: help build test format conformance docs coverage seeds soak failover fuzz corpus sctp interop bench clean

help: ## print this
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s%s\n", $$1, $$2 }'

build: ## compile all modules and their tests, make the program for ./rserpool
	@tools/mvn-short package -DskipTests -Dspotless.check.skip && tools/build

test: ## all default tests, the format and the house rules; minutes
	@tools/build && tools/mvn-short verify

format: ## put all Java sources into the one format
	@tools/mvn-short spotless:apply

conformance: ## write docs/conformance.md anew from what the tests name
	@tools/conformance

docs: ## make the API documentation; fails on what it warns of
	@tools/docs

coverage: ## the tests once more, watched: target/site/jacoco/index.html in each module
	@tools/mvn-short verify -Pcoverage

seeds: ## certain seeds in the simulator, the same each time: SEEDS=1..10000
	@tools/seeds $(or $(SEEDS),1..10000)

soak: ## fresh seeds in the simulator: MINUTES=10
	@tools/soak $(or $(MINUTES),10)

failover: ## registrars killed and stopped while users resolve: ROUNDS=30
	@tools/mvn-short -pl rserpool-cli -am test -Dtest=FailoverTest -Dgroups=soak -Dexcluded.tags=none \
	  -Dfailover.rounds=$(or $(ROUNDS),30) -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip \
	  && grep -q 'Tests run: 1,' target/maven.log

fuzz: ## hostile octets for the decoder: MINUTES=10
	@tools/fuzz $(or $(MINUTES),10)

corpus: ## what the kept inputs of the fuzz test reach of the decoder; fails below 95 %
	@tools/mvn-short -pl rserpool-wire -am verify -Pcorpus-coverage -Dspotless.check.skip

sctp: ## the tests of kernel SCTP, in a guest kernel that has it, on Debian, as root; installs what that needs
	@interop/install && rserpool-net/src/test/guest/sctp-tests interop/lab/uml-run

interop: ## against RSPLIB in a guest kernel with SCTP, on Debian, as root; installs what that needs
	@tools/build && interop/install && interop/run

bench: ## all measurements, for three hours or so: SECTIONS="H T"
	@tools/bench $(or $(SECTIONS),H T S M C E E8 F)

clean: ## remove what was built
	@tools/mvn-short clean

.PHONY: help run test watch bench seed

help: ## says what there is
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 10

run: ## builds, fills and serves the site on 127.0.0.1:3000
	@bash scripts/run.sh

test: ## everything that must hold
	@bash scripts/test.sh

watch: ## rebuilds and reloads on change
	@bash scripts/watch.sh

bench: ## prints the numbers
	@bash bench/run.sh

seed: ## fills an empty database with the demo data
	@bash scripts/build-site.sh && bash scripts/seed.sh

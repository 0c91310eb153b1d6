.PHONY: run test watch bench seed

run: ## builds, fills and serves the site on 127.0.0.1:3000
	@bash scripts/run.sh

test: ## everything that must hold
	@bash scripts/test.sh

watch: ## rebuilds and reloads on change
	@bash -c 'source scripts/lib.sh && bash scripts/tools.sh && TAAWOUNIYA_SITE_ROOT=$$LEPTOS_SITE_ROOT cargo leptos watch'

bench: ## prints the numbers
	@bash bench/run.sh

seed: ## fills an empty database with the demo data
	@bash -c 'source scripts/lib.sh && cargo run -p server --release -- seed --demo'

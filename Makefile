# make help lists the targets. Go, Node, git, make and gcc are all that a
# machine needs; what else is used (chromium, serdi, npm n3) is for tests that
# say so when they skip.

GO      ?= go
KG      := bin/kg
KG_DATA ?= $(abspath ../shared)
export KG_DATA

# Cayley's web UI is copied out of the module cache, and the explorer's scripts
# are built of web/ui with Node; neither is kept in git. Without Node the
# explorer's pages work without scripts.
ASSETS := web/cayley/static
ifneq ($(shell command -v npm),)
ASSETS += web/dist/manifest.json
endif

.DEFAULT_GOAL := help
.PHONY: help demo build ui test bench lint fuzz train score cover golden clean assets $(KG)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build ## read the articles of testdata/, ask questions, write N-Quads (under 5 minutes on a fresh machine)
	@sh tools/demo.sh $(KG)

build: $(KG) ## build the one binary, bin/kg

$(KG): assets
	$(GO) build -ldflags "-s -w" -o $(KG) ./cmd/kg

assets: $(ASSETS)

web/cayley/static: go.mod
	$(GO) generate ./web
	@touch $@

web/ui/node_modules/.package-lock.json: web/ui/package.json web/ui/package-lock.json
	cd web/ui && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

web/dist/manifest.json: web/ui/node_modules/.package-lock.json web/ui/vite.config.js $(wildcard web/ui/src/*.js)
	rm -rf web/dist/assets web/dist/manifest.json
	cd web/ui && npm run build

ui: build ## open the web UI on the demo's store
	@test -d build/demo.db || sh tools/demo.sh $(KG) >/dev/null
	$(KG) ui --db build/demo.db

test: assets ## every test (under 20 minutes on a fresh machine)
	$(GO) vet ./...
	$(GO) test -timeout 18m ./...

golden: assets ## write the golden files anew; read the difference before you commit it
	$(GO) test ./cmd/kg -run 'Golden|Readme' -update

bench: assets ## every benchmark, the store and the reader beside their peers (KG_BENCH_QUADS=100000)
	$(GO) test -run '^$$' -bench . -benchmem ./...
	@GO=$(GO) sh tools/bench/run.sh
	@GO=$(GO) sh tools/bench/wink.sh

lint: assets ## golangci-lint with .golangci.yml (built from tools/, the first time takes minutes)
	$(GO) build -C tools -o ../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	bin/golangci-lint run ./...

FUZZTIME ?= 30s
fuzz: ## run each fuzz target for FUZZTIME (30s)
	@sh tools/fuzz.sh $(FUZZTIME)

train: ## train the language model from $(KG_DATA)/data/ud and text from npm (hours)
	@GO=$(GO) sh tools/train.sh

score: build ## score parser and statements against the corpora in $(KG_DATA)
	@sh tools/score.sh $(KG)

cover: assets ## test coverage by function, build/cover.html for reading
	@mkdir -p build
	$(GO) test -timeout 18m -coverprofile build/cover.out ./...
	$(GO) tool cover -html build/cover.out -o build/cover.html
	$(GO) tool cover -func build/cover.out | tail -1

clean: ## remove what was built
	rm -rf bin build web/cayley/static web/cayley/templates web/cayley/docs web/dist/assets web/dist/manifest.json web/ui/node_modules

#!/usr/bin/env bash
# Makes warehouse/site/vendor/ anew: Observable Plot with what it needs of D3, one script without outside references.
# Needs node and npm, once, for maintainers; who uses the project does not. Versions and hashes: package-lock.json.
set -euo pipefail
cd "$(dirname "$0")"
into=../../warehouse/site/vendor
npm ci --ignore-scripts --no-audit --no-fund --silent
mkdir -p "$into"
npx esbuild charts-entry.js --bundle --minify --format=iife --global-name=Plot --target=es2020 \
  --legal-comments=none --metafile=node_modules/meta.json --log-level=warning --outfile="$into/plot.js"
node licences.mjs node_modules/meta.json > "$into/plot.LICENCES.txt"
(cd "$into" && sha256sum plot.js plot.LICENCES.txt > SHA256SUMS)
cat "$into/SHA256SUMS"

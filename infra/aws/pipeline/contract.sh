#!/usr/bin/env bash
# Runs the contract suite against a deployed environment: contract.sh ENVIRONMENT
# The control key reaches it by the environment, so that it is in no command line.
set -euo pipefail

deployed=$(npm run --silent url -- --env "$1")
field() { node -p 'JSON.parse(process.argv[1])[process.argv[2]]' "$deployed" "$1"; }

CONTRACT_URL=$(field url)
secret=$(field controlKeySecret)
CONTRACT_CONTROL_KEY=$(aws secretsmanager get-secret-value --region "$(field region)" \
  --secret-id "$secret" --query SecretString --output text)
# Also where a log quotes it.
if [ -n "${GITHUB_ACTIONS:-}" ]; then echo "::add-mask::$CONTRACT_CONTROL_KEY"; fi
export CONTRACT_URL CONTRACT_CONTROL_KEY

# Where the environment lets only its own networks in, the suite reaches its functions past the API.
if [ "$(field reach)" = lambda ]; then
  npm run tunnel -- --env "$1" -- npm run contract
else
  npm run contract
fi

#!/usr/bin/env bash
# Destroys the environments of pull requests that are not open: cleanup.sh NUMBER, or all that there are: cleanup.sh
# It needs credentials of AWS, and for all of them those of GitHub's command line.
set -euo pipefail

prefix=kore-sessions-emulator-pr-

# A pull request may have got no environment. What a failed deployment left has no URL yet, so stacks are asked for.
stacks=$(aws cloudformation describe-stacks --output text \
  --query "Stacks[?starts_with(StackName, '$prefix')].StackName")
deployed=$(tr -s '[:space:]' '\n' <<<"$stacks" | sed -nE "s/^$prefix([0-9]+)-[a-z]+\$/\1/p" | sort -nu)

wanted() {
  if [ -n "$1" ]; then [ "$2" = "$1" ]; return; fi
  if ! state=$(gh pr view "$2" --repo "$GITHUB_REPOSITORY" --json state --jq .state); then
    failed="$failed pr-$2"
    return 1
  fi
  [ "$state" = CLOSED ] || [ "$state" = MERGED ]
}

failed=''
destroyed=''
for number in $deployed; do
  if ! wanted "${1:-}" "$number"; then continue; fi
  echo "pr-$number is destroyed."
  destroyed=1
  # One that cannot be destroyed does not keep the others.
  npm run destroy -- --env "pr-$number" --force || failed="$failed pr-$number"
done

if [ -z "$destroyed" ]; then echo "${1:+pr-$1: }There is nothing to destroy."; fi
if [ -n "$failed" ]; then echo "Not destroyed:$failed" >&2; exit 1; fi

#!/usr/bin/env bash
# Keep one comment of seatrial in a pull request: replace it, and write a first one only when there is something to say.
# A run that is late must not write over the comment of a newer head.
set -euo pipefail

marker='<!-- seatrial:pr-comment'
comments="repos/$GITHUB_REPOSITORY/issues/$SEATRIAL_PULL_REQUEST/comments"
newest=$(gh api "repos/$GITHUB_REPOSITORY/pulls/$SEATRIAL_PULL_REQUEST" --jq .head.sha)
if [ "$newest" != "$SEATRIAL_HEAD" ]; then
  echo "a newer commit was pushed: its own run comments"
  exit 0
fi
known=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | head -n 1)
if [ -n "$known" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$known" -F "body=@$SEATRIAL_SUMMARY" --silent
elif ! sed -n 2p "$SEATRIAL_SUMMARY" | grep -q 'gate passed, nothing new$'; then
  gh api --method POST "$comments" -F "body=@$SEATRIAL_SUMMARY" --silent
fi

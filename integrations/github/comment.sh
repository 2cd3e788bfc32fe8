#!/usr/bin/env bash
# Keep one comment of seatrial in a pull request: replace it, and write a first one only when there is something to say.
# A run that is late must not write over the comment of a newer head.
set -euo pipefail

# The first line names the part of the repository, so that each has a comment of its own. A fork may have written it.
marker=$(head -n 1 "$SEATRIAL_SUMMARY")
if ! [[ "$marker" =~ ^'<!-- seatrial:pr-comment '[A-Za-z0-9\ =+%._/~-]*' -->'$ ]]; then
  echo "no summary of seatrial: $SEATRIAL_SUMMARY"
  exit 1
fi
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

#!/usr/bin/env bash
# Judge a checkout in a workflow of GitHub: annotations, job summary, outputs, and the files for later steps.
# Ends with the exit code of seatrial. Everything that comes from outside arrives by the environment.
set -uo pipefail

# Each part of a repository has files and an artifact of its own, and nothing is left from an earlier run.
part=${SEATRIAL_PATH#./}
part=${part%/}
[ "$part" = . ] && part=
folder="$RUNNER_TEMP/seatrial${part:+-${part//[^A-Za-z0-9._]/-}}"
rm -rf "$folder"
mkdir -p "$folder"
files=(-f "json=$folder/result.json" -f "html=$folder/report.html" -f "markdown=$folder/summary.md" -f "sarif=$folder/results.sarif")
given=()
[ -n "${SEATRIAL_PRESET:-}" ] && given+=(--preset "$SEATRIAL_PRESET")
[ -n "${SEATRIAL_POLICY_REF:-}" ] && given+=(--policy-ref "$SEATRIAL_POLICY_REF")

if [ -n "${SEATRIAL_BASE:-}" ]; then
  seatrial gate "$SEATRIAL_PATH" --base "$SEATRIAL_BASE" ${given[@]+"${given[@]}"} -f github "${files[@]}"
elif [ -n "${SEATRIAL_PRESET:-}" ]; then # an audit is held to seatrial.yaml, its stored result to a policy by name
  seatrial audit "$SEATRIAL_PATH" --exit-zero -f github "${files[@]}" &&
    seatrial gate "$folder/result.json" --preset "$SEATRIAL_PRESET"
else
  seatrial audit "$SEATRIAL_PATH" -f github "${files[@]}"
fi
code=$?

case $code in
  0) outcome=passed ;;
  1) outcome=failed ;;
  5) outcome=inconclusive ;;
  *) outcome=refused ;;
esac
# A step summary of more than 1 MiB fails as a whole; the page is below 60,000 characters.
if [ -s "$folder/summary.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  head -c 1000000 "$folder/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
{
  echo "outcome=$outcome"
  [ -s "$folder/result.json" ] && echo "folder=$folder" && echo "artifact=${folder##*/}"
} >>"$GITHUB_OUTPUT"
exit "$code"

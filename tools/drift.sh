#!/bin/sh
# drift.sh COMMAND...: runs the generator and fails when it changed, added or removed a generated file.
# It compares before with after, not with the last commit: a change that is regenerated but not yet committed is fine.
set -eu
cd "$(dirname -- "$0")/.."

before=$(mktemp) after=$(mktemp)
trap 'rm -f "$before" "$after"' EXIT

generated() {
	{
		grep -rlE --include='*.go' --exclude-dir=node_modules '^// Code generated .* DO NOT EDIT\.$' . || :
		grep -rlE 'Code generated .* DO NOT EDIT' docs 2>/dev/null || :
		find docs/events -type f 2>/dev/null || :
	} | sort -u | while IFS= read -r file; do sha256sum "$file"; done
}

generated >"$before"
"$@"
generated >"$after"

if ! diff "$before" "$after" >/dev/null; then
	echo 'generated files were out of date; run ./task generate and commit:' >&2
	diff "$before" "$after" | sed -n 's/^[<>] [0-9a-f]*  /  /p' | sort -u >&2
	exit 1
fi
echo "$(wc -l <"$after") generated files are up to date"

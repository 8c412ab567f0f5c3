#!/usr/bin/env bash
# Writes the public API of every library anew to src/*/PublicAPI.Unshipped.txt: to be read in a diff, and committed. A release moves the lines to PublicAPI.Shipped.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for project in ${1:-src/*/*.csproj}; do
  folder=$(dirname "$project")
  [ -f "$folder/PublicAPI.Shipped.txt" ] || echo '#nullable enable' > "$folder/PublicAPI.Shipped.txt"
  echo '#nullable enable' > "$folder/PublicAPI.Unshipped.txt"
done
for project in ${1:-src/*/*.csproj}; do
  dotnet restore "$project" -v quiet
  dotnet format analyzers "$project" --no-restore --diagnostics RS0016 --severity warn
  echo "$project: $(wc -l < "$(dirname "$project")/PublicAPI.Unshipped.txt") lines"
done

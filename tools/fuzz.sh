#!/usr/bin/env bash
# Feeds mutated models to the importer and the checker for some minutes, on all cores: tools/fuzz.sh [MINUTES] [SEED]
# What reached something new is kept and mutated further. Starts from models of every op, and from ONNX's own tests where libonnx-testdata is installed.
# Exit code 1 if a file was answered with an error that is not Nabla's, took more than a second or more than 512 MiB; such files are printed in base64.
set -euo pipefail
cd "$(dirname "$0")/.."
export NABLA_FUZZ_MINUTES="${1:-60}" NABLA_FUZZ_SEED="${2:-1000}" NABLA_FUZZ_LOG="$PWD/artifacts/fuzz.log"
dotnet build -c Release tests/Fuzz.Tests/Fuzz.Tests.csproj --nologo --verbosity quiet
nice -n 19 artifacts/bin/Fuzz.Tests/release/Fuzz.Tests -method Nabla.Tests.ImportFuzzTests.A_campaign_of_its_own && status=0 || status=$?
cat "$NABLA_FUZZ_LOG"
exit "$status"

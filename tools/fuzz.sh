#!/usr/bin/env bash
# Feeds mutated models to the importer and the checker, on all cores, for some minutes or until there were so many files (in each process): tools/fuzz.sh [--coverage] [MINUTES | --files FILES] [SEED]
# NABLA_FUZZ_PROCESSES says how many processes with --coverage, instead of one a core.
# What reached something new is kept and mutated further: a new outcome, or with --coverage a new branch of our code too (sharpfuzz instruments a copy of it; one process a core).
# Starts from models of every op, and from ONNX's own tests where libonnx-testdata is installed.
# Exit code 1 if a file was answered with an error that is not Nabla's, took more than a second or more than 512 MiB; such files are printed in base64.
set -euo pipefail
cd "$(dirname "$0")/.."
coverage=; [ "${1:-}" = --coverage ] && { coverage=1; shift; }
if [ "${1:-}" = --files ]; then export NABLA_FUZZ_FILES="$2" && shift; else export NABLA_FUZZ_MINUTES="${1:-60}"; fi
export NABLA_FUZZ_SEED="${2:-1000}" NABLA_FUZZ_LOG="$PWD/artifacts/fuzz.log"
# Files live for microseconds beside a corpus that stays: a larger youngest generation is collected less often.
export DOTNET_GCgen0size=0x4000000 DOTNET_gcConcurrent=0
dotnet build -c Release tests/Fuzz.Tests/Fuzz.Tests.csproj --nologo --verbosity quiet
tests=artifacts/bin/Fuzz.Tests/release processes=1
if [ -n "$coverage" ]; then
  dotnet tool restore >/dev/null
  rm -rf artifacts/fuzz-coverage && cp -r "$tests" artifacts/fuzz-coverage
  tests=artifacts/fuzz-coverage processes=${NABLA_FUZZ_PROCESSES:-$(nproc)}
  for assembly in Onnx Framework; do dotnet sharpfuzz "$tests/Nabla.$assembly.dll"; done
fi
status=0 logs=() running=()
for ((i = 0; i < processes; i++)); do
  log=$NABLA_FUZZ_LOG; [ "$processes" -gt 1 ] && log=$log.$i
  logs+=("$log")
  NABLA_FUZZ_LOG=$log NABLA_FUZZ_SEED=$((NABLA_FUZZ_SEED + i)) nice -n 19 "$tests/Fuzz.Tests" -method Nabla.Tests.ImportFuzzTests.A_campaign_of_its_own & running+=($!)
done
for process in "${running[@]}"; do wait "$process" || status=$?; done
cat "${logs[@]}"
exit "$status"

#!/usr/bin/env bash
# The check along random directions, over all ops, with 1000 seeds (or as many as given): no right rule may fail. Not part of the tests: it takes minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet run -c Release --project tools/Cli -- gradcheck --all --seeds "${1:-1000}"

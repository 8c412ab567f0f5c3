#!/usr/bin/env bash
# Runs gpu-check.sh on a machine without a GPU, with ONNX Runtime's own CUDA provider over a stand-in for NVIDIA's libraries: see GpuRehearsal/README.md for what that shows.
# Usage: tools/gpu-rehearsal.sh [--prebuilt DIR]
#   --prebuilt DIR: a nabla published with -p:OnnxRuntime=Gpu for this platform; nothing is published then.
# Exits with 77 where it cannot be done, and says why.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd); work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
cannot() { echo "no rehearsal: $1"; exit 77; }
[ "$(uname -sm)" = "Linux x86_64" ] || cannot "the stand-in is for Linux on x64"
for tool in g++ nm unshare; do command -v $tool > /dev/null || cannot "there is no $tool"; done
# ONNX Runtime looks for GPUs among the system's PCI devices, so one must be put there, for this process and its children only.
pci=/sys/bus/pci/devices
alone=(unshare --mount); [ "$(id -u)" = 0 ] || alone=(unshare --user --map-root-user --mount)
mkdir -p "$work/pci/0000:01:00.0"
for entry in vendor:0x10de device:0x2330 class:0x030200; do echo "${entry#*:}" > "$work/pci/0000:01:00.0/${entry%%:*}"; done
"${alone[@]}" mount --bind "$work/pci" $pci 2> /dev/null || cannot "a folder cannot be mounted at $pci"

nabla=$work/nabla
if [ "${1:-}" = --prebuilt ]; then nabla=$(cd "$2" && pwd)
else
  if ! dotnet restore "$here/tools/Cli" -p:OnnxRuntime=Gpu -r linux-x64 -v quiet -nologo > "$work/restore.log" 2>&1; then
    cat "$work/restore.log"
    grep -qE "NU(1101|1102|1301|1603).*OnnxRuntime.Gpu" "$work/restore.log" && cannot "Microsoft.ML.OnnxRuntime.Gpu is not to be had"
    exit 1
  fi
  dotnet publish -c Release "$here/tools/Cli" -p:OnnxRuntime=Gpu -r linux-x64 --self-contained false -o "$nabla" -v quiet -nologo || exit 1
fi
provider=$nabla/libonnxruntime_providers_cuda.so

# A library of the stand-in. Functions are versioned as the provider asks for them; those that it asks for and that are not here say that they are not supported (15).
library() { # NAME SOURCE…
  local name=$1; shift
  g++ -std=c++17 -O3 -march=native -fPIC -c "${@/#/$here/tools/GpuRehearsal/}" || exit 1
  objects=("${@/%.cpp/.o}")
  nm -D --undefined-only "$provider" | sed -n "s/.* \(.*\)@$name$/\1/p" | sort -u > wanted
  nm --defined-only "${objects[@]}" | awk 'NF == 3 { print $3 }' | sort -u > there
  comm -23 wanted there | sed 's/.*/extern "C" int &() { return 15; }/' > rest.cpp
  g++ -fPIC -w -c rest.cpp -o rest.o || exit 1
  echo "$name { global: *; };" > map
  g++ -shared "-Wl,-soname,$name" -Wl,--version-script=map -o "$work/lib/$name" "${objects[@]}" rest.o "${links[@]}" || exit 1
}
mkdir -p "$work/lib" "$work/objects"; cd "$work/objects"
links=(-pthread)
library libcudart.so.13 runtime.cpp memory.cpp recording.cpp launch.cpp kernels.cpp
library libcuda.so.1 driver.cpp
library libcublasLt.so.13 blaslt.cpp
g++ -shared -Wl,-soname,libcurand.so.10 -o "$work/lib/libcurand.so.10" -x c /dev/null || exit 1
links=("$work/lib/libcudart.so.13")
library libcublas.so.13 blas.cpp
cd "$work"

rehearse() { LD_LIBRARY_PATH=$work/lib "${alone[@]}" bash -c 'mount --bind "$1" "$2" && shift 2 && exec "$@"' _ "$work/pci" $pci "$@"; }
failed=0
STANDIN_COUNTS=1 rehearse "$here/tools/gpu-check.sh" --quick --prebuilt "$nabla" cuda 2>&1 | tee check.log
[ "${PIPESTATUS[0]}" -eq 0 ] || failed=$((failed + 1))
for what in "train on cuda: adam" eval predict finetune; do
  awk -v what="== $what" '$0 == what { here = 1; next } /^== / { here = 0 } here && / [1-9][0-9]* replays/ { found = 1 } END { exit !found }' check.log || { echo "FAILED: no CUDA graph was replayed: $what"; failed=$((failed + 1)); }
done
grep -q "stand-in: .* [1-9][0-9]* calls refused" check.log && { echo "FAILED: calls while CUDA recorded"; failed=$((failed + 1)); }

says() { # TEXT NAME=VALUE COMMAND…: it fails, and says so
  local text=$1 setting=$2; shift 2
  echo "== $setting: $text"
  if rehearse env "$setting" dotnet "$nabla/nabla.dll" "$@" > said 2>&1 || ! grep -qF "$text" said; then
    cat said; echo "FAILED: that was to be said"; failed=$((failed + 1))
  fi
}
train="train --epochs 1 --out refused.onnx --device cuda"
says "the driver finds no GPU" STANDIN_GPUS=0 $train
echo "== an old driver"
rehearse env STANDIN_DRIVER=12040 dotnet "$nabla/nabla.dll" doctor --device cuda | grep -F "built for CUDA 13; install a newer driver" || { echo "FAILED: that was to be said"; failed=$((failed + 1)); }
says "CUDA failure 2: out of memory; the device's memory does not suffice" STANDIN_MEMORY=1200000 $train
says "CUDAExecutionProvider has 1 device" STANDIN_GPUS=1 ${train}:1
says "Atan 'atan' runs on CPUExecutionProvider" STANDIN_GPUS=1 $train --activation atan
[ "$failed" -eq 0 ] && echo "the rehearsal passed"
exit $((failed > 0))

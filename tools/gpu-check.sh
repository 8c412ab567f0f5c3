#!/usr/bin/env bash
# Builds for an NVIDIA GPU, checks that training and inference there agree with our kernels, and prints how long steps take.
# Usage: tools/gpu-check.sh [--prebuilt DIR] [DEVICE]
#   DEVICE: cuda by default, or any that nabla --device takes, such as ep:CUDAExecutionProvider=/path/to/libonnxruntime_providers_cuda.so
#   --prebuilt DIR: a published nabla, for a machine without an SDK or without the GPU package; nothing is built then.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd); work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
prebuilt=
[ "${1:-}" = --prebuilt ] && { prebuilt=$(cd "$2" && pwd); shift 2; }
device=${1:-cuda}

if [ -n "$prebuilt" ]; then
  nabla() { if [ -x "$prebuilt/nabla" ]; then "$prebuilt/nabla" "$@"; else dotnet "$prebuilt/nabla.dll" "$@"; fi; }
else
  dotnet publish -c Release "$here/tools/Cli" -p:OnnxRuntime=Gpu -r linux-x64 --self-contained false -o "$work/nabla" || { echo "FAILED: the GPU build"; exit 1; }
  nabla() { dotnet "$work/nabla/nabla.dll" "$@"; }
fi

failed=0
check() { # NAME COMMAND…
  local name=$1; shift
  echo "== $name"
  "$@" || { echo "FAILED: $name"; failed=$((failed + 1)); }
}
cd "$work"
check "doctor" nabla doctor
check "train on our kernels" nabla train --seed 1 --out kernels.onnx --json kernels.json
check "train on $device" nabla train --seed 1 --out device.onnx --json device.json --device "$device"
precisions="float16 bfloat16"; [ "$device" = cpu ] && precisions=float16 # the CPU provider has no product of bfloat16
for precision in $precisions; do check "train on $device in $precision" nabla train --seed 1 --precision $precision --out $precision.onnx --device "$device"; done
check "inference on $device against our kernels" nabla validate device.onnx --data digits --device "$device"
case $device in cuda*|ep:CUDA*) check "the same with TF32" nabla validate device.onnx --data digits --device "$device" --tf32;; esac
accuracy() { sed -n 's/.*"testAccuracy": \([0-9.]*\).*/\1/p' "$1" | tail -1; }
check "accuracy within 0.3 points (one row of 360 is 0.28)" awk -v a="$(accuracy kernels.json)" -v b="$(accuracy device.json)" \
  'BEGIN { print a, b; d = a - b; if (d < 0) d = -d; exit !(a > 0 && b > 0 && d <= 0.003) }'
if [ -d /usr/share/datasets/fashion-mnist ]; then
  check "Fashion-MNIST on $device" nabla train --data /usr/share/datasets/fashion-mnist --layers 784-256-128-10 --epochs 10 --out fashion.onnx --device "$device"
fi

echo "== microseconds a step: engine, optimizer, net, batch, threads, median, GFLOP/s"
tf32=; case $device in cuda*|ep:CUDA*) tf32=--tf32;; esac
for net in 784-512-256-10 784-2048-2048-10 1024-4096-4096-1024; do nabla bench step --net $net --alone --seconds 2 --device "$device" $tf32 || failed=$((failed + 1)); done
[ "$failed" -eq 0 ] && echo "all checks passed on $device" || echo "$failed checks failed on $device"
exit "$failed"

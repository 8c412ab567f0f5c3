#!/usr/bin/env bash
# Builds for an NVIDIA GPU, checks that training and inference there agree with our kernels, and prints how long steps take.
# Usage: tools/gpu-check.sh [--quick] [--prebuilt DIR] [DEVICE]
#   --quick: few epochs of the digits, no Fashion-MNIST, no times
#   DEVICE: cuda by default, or any that nabla --device takes, such as ep:CUDAExecutionProvider=/path/to/libonnxruntime_providers_cuda.so
#   --prebuilt DIR: a published nabla, for a machine without an SDK or without the GPU package; nothing is built then.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd); work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
prebuilt= quick=
[ "${1:-}" = --quick ] && { quick=yes; shift; }
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
cuda=; case $device in cuda*|ep:CUDA*) cuda=yes;; esac
accuracy() { sed -n 's/.*"testAccuracy": \([0-9.]*\).*/\1/p' "$1" | tail -1; }
near() { # FILE FILE: accuracies within two rows of 360, 0.56 points: rounding alone moves some
  awk -v a="$(accuracy "$1")" -v b="$(accuracy "$2")" 'BEGIN { print "test accuracy", a, b; d = a - b; if (d < 0) d = -d; exit !(a > 0 && b > 0 && d <= 0.0056) }'
}
reaches() { # FILE FILE: the second at most 0.3 points below the first. Rounding alone leads some epochs of so many steps to weights of their own, better ones at times
  awk -v a="$(accuracy "$1")" -v b="$(accuracy "$2")" 'BEGIN { print "test accuracy", a, b; exit !(a > 0 && b >= a - 0.003) }'
}
ours() { # NAME OPTION…: a training on our kernels
  local name=$1; shift
  rm -f kernels.json
  check "train on our kernels: $name" nabla train --seed 1 $epochs --out kernels.onnx --json kernels.json "$@"
}
learns() { # NAME OPTION…: a training on the device, told the same as one on our kernels
  local name=$1; shift
  rm -f device.json
  check "train on $device: $name" nabla train --seed 1 $epochs --out device.onnx --json device.json --device "$device" "$@"
}

epochs=${quick:+--epochs 3}

check "doctor" nabla doctor --device "$device"
for optimizer in sgd momentum nesterov adagrad adamw adam; do
  ours $optimizer --optimizer $optimizer
  learns $optimizer --optimizer $optimizer
  check "the same accuracy" near kernels.json device.json
done
check "inference on $device against our kernels" nabla validate device.onnx --data digits --device "$device"
[ -n "$cuda" ] && check "the same with TF32" nabla validate device.onnx --data digits --device "$device" --tf32
# Batches of one size come again and again, so that both sets of a device's tensors are used, and recordings replayed.
evaluate() { # the loss within 1e-3 and the accuracy within two rows of those on our kernels
  nabla eval device.onnx --data digits --batch 40 --device "$device" | tee there && nabla eval device.onnx --data digits --batch 40 | tee here &&
    cat there here | sed 's/.*loss \([^,]*\), accuracy \([^ ]*\) .*/\1 \2/' | awk '{ l[NR] = $1; a[NR] = $2 } END { x = l[1] - l[2]; y = a[1] - a[2]; exit !(NR == 2 && x * x < 1e-6 && y * y < 0.57 * 0.57) }'
}
check "eval" evaluate
awk 'BEGIN { srand(1); for (r = 0; r <= 2000; r++) for (c = 1; c <= 64; c++) printf "%s%s", r ? int(17 * rand()) : "p" c, c < 64 ? "," : "\n" }' > table.csv
predict() { # the classes of our kernels, but for ten of two thousand rows
  nabla predict device.onnx --data table.csv --device "$device" > there.csv && nabla predict device.onnx --data table.csv > here.csv && tail -1 there.csv &&
    paste -d, there.csv here.csv | awk -F, '$2 != $5 { n++ } END { print n + 0, "of", NR - 1, "classes differ"; exit !(NR == 2001 && n <= 10) }'
}
check "predict" predict
tune() { # OPTION…: the accuracy within two rows of that on our kernels
  rm -f there.onnx here.onnx
  nabla finetune device.onnx --data digits --epochs 1 --out there.onnx --device "$device" "$@" | tee there && nabla finetune device.onnx --data digits --epochs 1 --out here.onnx "$@" > here &&
    cat there here | sed -n 's/.*test accuracy \([^ ]*\) .*/\1/p' | awk '{ a[NR] = $1 } END { y = a[1] - a[2]; exit !(NR == 2 && y * y < 0.57 * 0.57) }'
}
check "finetune" tune
check "finetune a part" tune --freeze 'fc1.*'
learns "8 steps a run" --steps-per-run 8
check "the same accuracy" near kernels.json device.json
if [ -n "$cuda" ]; then
  learns "no CUDA graph" --device-option enable_cuda_graph=0
  check "the same accuracy" near kernels.json device.json
fi
precisions="float16 bfloat16"; [ "$device" = cpu ] && precisions=float16 # the CPU provider has no product of bfloat16
for precision in $precisions; do
  learns $precision --precision $precision
  check "the same accuracy" near kernels.json device.json
done
if [ -z "$quick" ] && [ -d /usr/share/datasets/fashion-mnist ]; then
  epochs= fashion="--data /usr/share/datasets/fashion-mnist --layers 784-256-128-10 --epochs 10"
  ours "Fashion-MNIST" $fashion
  learns "Fashion-MNIST" $fashion
  check "no less accurate" reaches kernels.json device.json
fi

if [ -z "$quick" ]; then
  echo "== microseconds a step: engine, optimizer, net, batch, threads, median, GFLOP/s"
  tf32=${cuda:+--tf32}
  for net in 784-512-256-10 784-2048-2048-10 1024-4096-4096-1024; do nabla bench step --net $net --alone --seconds 2 --device "$device" $tf32 || failed=$((failed + 1)); done
fi
[ "$failed" -eq 0 ] && echo "all checks passed on $device" || echo "$failed checks failed on $device"
exit "$failed"

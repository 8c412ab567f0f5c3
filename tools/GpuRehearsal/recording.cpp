// CUDA graphs: operations that are kept, and done when the graph is launched.
#include "standin.h"
#include <cstdio>
#include <mutex>
#include <vector>

using Recording = std::vector<Operation>;

static std::mutex gate;
static Recording* current;

void Do(Operation operation) {
  {
    std::lock_guard<std::mutex> hold(gate);
    if (current) {
      current->push_back(std::move(operation));
      return;
    }
  }
  operation();
}

int Refused(const char* call) {
  std::lock_guard<std::mutex> hold(gate);
  if (!current) return Success;
  counts.refused++;
  std::fprintf(stderr, "stand-in: %s while a CUDA graph is recorded\n", call);
  return Fail(NotWhileRecording);
}

EXPORT int cudaStreamBeginCapture(Stream, int) {
  std::lock_guard<std::mutex> hold(gate);
  if (current) return Fail(NotWhileRecording);
  current = new Recording;
  return Success;
}

EXPORT int cudaStreamEndCapture(Stream, void** graph) {
  std::lock_guard<std::mutex> hold(gate);
  *graph = current;
  current = nullptr;
  counts.recordings++;
  return Success;
}

EXPORT int cudaStreamIsCapturing(Stream, int* status) {
  std::lock_guard<std::mutex> hold(gate);
  *status = current ? 1 : 0;
  return Success;
}

EXPORT int cudaGraphInstantiate(void** executable, void* graph, unsigned long) {
  *executable = new Recording(*static_cast<Recording*>(graph));
  return Success;
}

EXPORT int cudaGraphLaunch(void* executable, Stream) {
  counts.replays++;
  for (auto& operation : *static_cast<Recording*>(executable)) operation();
  return Success;
}

EXPORT int cudaGraphDestroy(void* graph) {
  delete static_cast<Recording*>(graph);
  return Success;
}

EXPORT int cudaGraphExecDestroy(void* executable) { return cudaGraphDestroy(executable); }

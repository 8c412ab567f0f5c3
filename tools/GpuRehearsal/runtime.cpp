// The device, its streams and events. All operations are done at once, so that there is nothing to wait for.
#include "standin.h"
#include <cstdio>
#include <cstring>

Counts counts;

namespace {
struct Report {
  ~Report() {
    if (std::getenv("STANDIN_COUNTS"))
      std::fprintf(stderr, "stand-in: %ld kernels, %ld copies, %ld allocations, %ld recordings, %ld replays, %ld calls refused\n", counts.launches, counts.copies, counts.allocations,
                   counts.recordings, counts.replays, counts.refused);
  }
} report;
thread_local int last;

int New(void** handle) { *handle = std::malloc(8); return Success; }
int Old(void* handle) { std::free(handle); return Success; }
}

int Fail(int error) { return last = error; }

EXPORT int cudaGetLastError() { int error = last; last = Success; return error; }
EXPORT int cudaPeekAtLastError() { return last; }

EXPORT const char* cudaGetErrorName(int error) {
  switch (error) {
    case OutOfMemory: return "cudaErrorMemoryAllocation";
    case NoSuchKernel: return "cudaErrorInvalidDeviceFunction";
    case NoDevice: return "cudaErrorNoDevice";
    case NotWhileRecording: return "cudaErrorStreamCaptureUnsupported";
    default: return "cudaError";
  }
}

EXPORT const char* cudaGetErrorString(int error) {
  switch (error) {
    case OutOfMemory: return "out of memory";
    case NoSuchKernel: return "invalid device function";
    case NoDevice: return "no CUDA-capable device is detected";
    case NotWhileRecording: return "operation not permitted when stream is capturing";
    default: return "an error of the stand-in";
  }
}

EXPORT int cudaGetDeviceCount(int* count) { *count = static_cast<int>(Setting("STANDIN_GPUS", 1)); return *count ? Success : Fail(NoDevice); }
EXPORT int cudaGetDevice(int* device) { *device = 0; return Success; }
EXPORT int cudaSetDevice(int) { return Success; }
EXPORT int cudaDriverGetVersion(int* version) { *version = static_cast<int>(Setting("STANDIN_DRIVER", 13000)); return Success; }
EXPORT int cudaRuntimeGetVersion(int* version) { *version = 13000; return Success; }
EXPORT int cudaDeviceSynchronize() { return Refused("cudaDeviceSynchronize"); }
EXPORT int cudaDeviceGetStreamPriorityRange(int* least, int* most) { *least = 0; *most = -5; return Success; }

// The numbers are those of cudaDeviceAttr.
EXPORT int cudaDeviceGetAttribute(int* value, int attribute, int device) {
  static const struct { int attribute, value; } Known[] = {{1, 1024}, {2, 1024}, {3, 1024}, {4, 64}, {5, 0x7fffffff}, {6, 65535}, {7, 65535}, {8, 49152}, {10, 32}, {12, 65536}, {16, 132},
                                                           {39, 2048}, {75, 9}, {76, 0}, {81, 233472}, {97, 232448}};
  *value = attribute == 33 ? 1 + device : 0;  // 33: the bus, as /sys lists it
  for (auto& known : Known) if (known.attribute == attribute) *value = known.value;
  return Success;
}

// cudaDeviceProp of CUDA 13, as far as it is read: where its members lie.
EXPORT int cudaGetDeviceProperties(char* all, int) {
  auto put = [all](int at, auto value) { std::memcpy(all + at, &value, sizeof value); };
  std::memset(all, 0, 900);
  std::strcpy(all, "Stand-in");
  put(288, size_t(80) << 30);
  put(296, size_t(49152));
  put(304, 65536);
  put(308, 32);
  put(320, 1024);
  for (int i = 0; i < 2; i++) put(324 + 4 * i, 1024);
  put(332, 64);
  put(336, 0x7fffffff);
  for (int i = 0; i < 2; i++) put(340 + 4 * i, 65535);
  put(360, 9);
  put(368, size_t(512));
  put(384, 132);
  return Success;
}

EXPORT int cudaStreamCreate(Stream* stream) { return New(stream); }
EXPORT int cudaStreamCreateWithFlags(Stream* stream, unsigned) { return New(stream); }
EXPORT int cudaStreamCreateWithPriority(Stream* stream, unsigned, int) { return New(stream); }
EXPORT int cudaStreamDestroy(Stream stream) { return Old(stream); }
EXPORT int cudaStreamQuery(Stream) { return Success; }
EXPORT int cudaStreamSynchronize(Stream) { return Refused("cudaStreamSynchronize"); }
EXPORT int cudaStreamWaitEvent(Stream, void*, unsigned) { return Success; }
EXPORT int cudaLaunchHostFunc(Stream, void (*function)(void*), void* data) { Do([=] { function(data); }); return Success; }

EXPORT int cudaEventCreate(void** event) { return New(event); }
EXPORT int cudaEventCreateWithFlags(void** event, unsigned) { return New(event); }
EXPORT int cudaEventDestroy(void* event) { return Old(event); }
EXPORT int cudaEventElapsedTime(float* milliseconds, void*, void*) { *milliseconds = 0; return Success; }
EXPORT int cudaEventQuery(void*) { return Success; }
EXPORT int cudaEventRecord(void*, Stream) { return Success; }
EXPORT int cudaEventRecordWithFlags(void*, Stream, unsigned) { return Success; }
EXPORT int cudaEventSynchronize(void*) { return Refused("cudaEventSynchronize"); }

EXPORT int cudaFuncGetAttributes(void* attributes, const void*) { std::memset(attributes, 0, 64); return Success; }
EXPORT int cudaFuncSetAttribute(const void*, int, int) { return Success; }
EXPORT int cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, const void*, int, size_t, unsigned) { *blocks = 2; return Success; }
EXPORT int cudaGetDriverEntryPointByVersion(const char*, void** function, unsigned, unsigned long, int* status) { *function = nullptr; if (status) *status = 1; return Success; }

// Kernels that a library brings as data are none that this knows.
EXPORT int cudaLibraryLoadData() { return Fail(NoSuchKernel); }
EXPORT int cudaLibraryUnload(void*) { return Success; }
EXPORT int cudaLibraryGetKernel() { return Fail(NoSuchKernel); }
EXPORT int cudaKernelSetAttributeForDevice() { return Success; }
EXPORT int cudaMemcpyFromSymbol() { return Fail(NoSuchKernel); }

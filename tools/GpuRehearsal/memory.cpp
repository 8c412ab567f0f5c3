// The device's memory: the computer's, within bounds, and full of 0x7f so that what was never written shows.
#include "standin.h"
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>

static std::mutex gate;
static std::unordered_map<void*, size_t> sizes;
static size_t used;

static size_t Limit() { return static_cast<size_t>(Setting("STANDIN_MEMORY", 80L << 30)); }

static int Allocate(void** at, size_t bytes) {
  std::lock_guard<std::mutex> hold(gate);
  *at = nullptr;
  if (used + bytes > Limit() || posix_memalign(at, 512, bytes ? bytes : 512)) return Fail(OutOfMemory);
  std::memset(*at, 0x7f, bytes);
  sizes[*at] = bytes;
  used += bytes;
  counts.allocations++;
  return Success;
}

static int Release(void* at) {
  std::lock_guard<std::mutex> hold(gate);
  auto known = sizes.find(at);
  if (known == sizes.end()) return Success;
  // What is read after it was freed shows too.
  std::memset(at, 0x7f, known->second);
  used -= known->second;
  sizes.erase(known);
  std::free(at);
  return Success;
}

#define UNLESS_RECORDING(call) if (int refused = Refused(call)) return refused

EXPORT int cudaMalloc(void** at, size_t bytes) { UNLESS_RECORDING("cudaMalloc"); return Allocate(at, bytes); }
EXPORT int cudaMallocFromPoolAsync(void** at, size_t bytes, void*, Stream) { return Allocate(at, bytes); }
EXPORT int cudaMallocHost(void** at, size_t bytes) { UNLESS_RECORDING("cudaMallocHost"); return Allocate(at, bytes); }
EXPORT int cudaHostAlloc(void** at, size_t bytes, unsigned) { UNLESS_RECORDING("cudaHostAlloc"); return Allocate(at, bytes); }
EXPORT int cudaFree(void* at) { UNLESS_RECORDING("cudaFree"); return Release(at); }
EXPORT int cudaFreeAsync(void* at, Stream) { return Release(at); }
EXPORT int cudaFreeHost(void* at) { UNLESS_RECORDING("cudaFreeHost"); return Release(at); }
EXPORT int cudaHostRegister(void*, size_t, unsigned) { return Success; }
EXPORT int cudaHostUnregister(void*) { return Success; }
EXPORT int cudaHostGetDevicePointer(void** device, void* host, unsigned) { *device = host; return Success; }

EXPORT int cudaMemGetInfo(size_t* left, size_t* all) {
  std::lock_guard<std::mutex> hold(gate);
  *all = Limit();
  *left = *all - used;
  return Success;
}

EXPORT int cudaMemPoolCreate(void** pool, const void*) { static int one; *pool = &one; return Success; }
EXPORT int cudaMemPoolDestroy(void*) { return Success; }
EXPORT int cudaMemPoolGetAttribute(void*, int, size_t* value) { *value = 0; return Success; }
EXPORT int cudaMemPoolSetAttribute(void*, int, void*) { return Success; }
EXPORT int cudaMemPoolTrimTo(void*, size_t) { return Success; }

static int Copy(void* to, const void* from, size_t bytes) {
  counts.copies++;
  Do([=] { std::memmove(to, from, bytes); });
  return Success;
}

EXPORT int cudaMemcpy(void* to, const void* from, size_t bytes, int) { UNLESS_RECORDING("cudaMemcpy"); return Copy(to, from, bytes); }
EXPORT int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int, Stream) { return Copy(to, from, bytes); }

EXPORT int cudaMemcpy2DAsync(void* to, size_t toPitch, const void* from, size_t fromPitch, size_t width, size_t height, int, Stream) {
  counts.copies++;
  Do([=] { for (size_t i = 0; i < height; i++) std::memmove(static_cast<char*>(to) + i * toPitch, static_cast<const char*>(from) + i * fromPitch, width); });
  return Success;
}

EXPORT int cudaMemset(void* at, int value, size_t bytes) { UNLESS_RECORDING("cudaMemset"); std::memset(at, value, bytes); return Success; }
EXPORT int cudaMemsetAsync(void* at, int value, size_t bytes, Stream) { Do([=] { std::memset(at, value, bytes); }); return Success; }

EXPORT int cudaMemset2DAsync(void* at, size_t pitch, int value, size_t width, size_t height, Stream) {
  Do([=] { for (size_t i = 0; i < height; i++) std::memset(static_cast<char*>(at) + i * pitch, value, width); });
  return Success;
}

// Of an address: what it is of (2: the device), which device, and as whom the device and the computer know it.
EXPORT int cudaPointerGetAttributes(void* attributes, const void* at) {
  std::memset(attributes, 0, 32);
  std::lock_guard<std::mutex> hold(gate);
  *static_cast<int*>(attributes) = sizes.count(const_cast<void*>(at)) ? 2 : 0;
  static_cast<const void**>(attributes)[1] = at;
  static_cast<const void**>(attributes)[2] = at;
  return Success;
}

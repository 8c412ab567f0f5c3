// Launches: kernels are known by the address of their host function, and registered by name when the provider is loaded.
#include "kernels.h"
#include "standin.h"
#include <cstdio>
#include <cstring>
#include <mutex>
#include <unordered_map>

namespace {
struct Registry {
  std::unordered_map<const void*, const char*> names;
  std::unordered_map<const void*, Kernel> read;
  std::mutex gate;
};

// Asked for before this library's own globals need be there.
Registry& All() { static auto* registry = new Registry; return *registry; }

struct Size { unsigned x, y, z; };
}

EXPORT void** __cudaRegisterFatBinary(void*) { static void* handle[4]; return handle; }
EXPORT void __cudaRegisterFatBinaryEnd(void**) {}
EXPORT void __cudaUnregisterFatBinary(void**) {}
EXPORT void __cudaRegisterVar(void**, char*, char*, const char*, int, size_t, int, int) {}
EXPORT void __cudaRegisterFunction(void**, const char* host, char*, const char* name, int, void*, void*, void*, void*, int*) { All().names[host] = name; }
EXPORT int __cudaGetKernel(const void** kernel, const void* host) { *kernel = host; return Success; }

thread_local Size grid, block;
EXPORT unsigned __cudaPushCallConfiguration(Size g, Size b, size_t, Stream) { grid = g; block = b; return 0; }
EXPORT int __cudaPopCallConfiguration(Size* g, Size* b, size_t* shared, Stream* stream) { *g = grid; *b = block; *shared = 0; *stream = nullptr; return Success; }

int Launch(const void* host, void** arguments) {
  auto& all = All();
  Kernel* kernel;
  {
    std::lock_guard<std::mutex> hold(all.gate);
    auto known = all.read.find(host);
    if (known == all.read.end()) known = all.read.emplace(host, Kernel::Read(all.names.count(host) ? all.names[host] : "?")).first;
    kernel = &known->second;
  }
  counts.launches++;
  if (Operation operation = kernel->On(arguments)) {
    Do(std::move(operation));
    return Success;
  }
  std::fprintf(stderr, "stand-in: an unknown kernel: %s\n", kernel->text.c_str());
  return Fail(NoSuchKernel);
}

EXPORT int cudaLaunchKernel(const void* host, Size, Size, void** arguments, size_t, Stream) { return Launch(host, arguments); }
EXPORT int __cudaLaunchKernel(const void* host, Size, Size, void** arguments, size_t, Stream) { return Launch(host, arguments); }
EXPORT int cudaLaunchKernelExC(const void*, const void* host, void** arguments) { return Launch(host, arguments); }
EXPORT int cudaLaunchCooperativeKernel(const void* host, Size, Size, void** arguments, size_t, Stream) { return Launch(host, arguments); }

// libcuda: what a driver says of itself and its devices.
#include "standin.h"
#include <cstring>

EXPORT int cuInit(unsigned) { return Setting("STANDIN_GPUS", 1) ? Success : NoDevice; }
EXPORT int cuDriverGetVersion(int* version) { *version = static_cast<int>(Setting("STANDIN_DRIVER", 13000)); return Success; }
EXPORT int cuDeviceGetCount(int* count) { *count = static_cast<int>(Setting("STANDIN_GPUS", 1)); return Success; }
EXPORT int cuDeviceGetName(char* name, int, int) { std::strcpy(name, "Stand-in"); return Success; }
EXPORT int cuDeviceGet(int* device, int i) { *device = i; return Success; }
EXPORT int cuDeviceTotalMem_v2(size_t* bytes, int) { *bytes = size_t(80) << 30; return Success; }
EXPORT int cuMemGetInfo_v2(size_t* left, size_t* all) { *left = *all = size_t(80) << 30; return Success; }
EXPORT int cuGetErrorName(int, const char** text) { *text = "CUDA_ERROR"; return Success; }
EXPORT int cuGetErrorString(int, const char** text) { *text = "an error of the stand-in"; return Success; }
EXPORT int cuCtxGetCurrent(void** context) { static int one; *context = &one; return Success; }
EXPORT int cuCtxSetCurrent(void*) { return Success; }
EXPORT int cuCtxPushCurrent_v2(void*) { return Success; }
EXPORT int cuCtxPopCurrent_v2(void** context) { return cuCtxGetCurrent(context); }
EXPORT int cuDevicePrimaryCtxRetain(void** context, int) { return cuCtxGetCurrent(context); }
EXPORT int cuDevicePrimaryCtxRelease_v2(int) { return Success; }
EXPORT int cuTensorMapEncodeTiled() { return NoSuchKernel; }

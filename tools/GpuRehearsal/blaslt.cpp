// libcublasLt: there, and never needed.
#include "standin.h"

EXPORT int cublasLtCreate(void** handle) { static int one; *handle = &one; return Success; }
EXPORT int cublasLtDestroy(void*) { return Success; }

// libcublas: products of matrices that lie column by column, C = α·op(A)·op(B) + β·C. Sums are of float32.
#include "numbers.h"
#include "standin.h"
#include <vector>

namespace {
constexpr int NotSupported = 15, Transposed = 1;

// cudaDataType
Element ElementOf(int type) { return type == 0 ? Element::Float32 : type == 1 ? Element::Float64 : type == 2 ? Element::Float16 : type == 14 ? Element::BFloat16 : Element::Unknown; }

int Product(int opA, int opB, int m, int n, int k, float alpha, const void* a, Element typeA, long lda, const void* b, Element typeB, long ldb, float beta, void* c, Element typeC, long ldc) {
  if (typeA == Element::Unknown || typeB == Element::Unknown || typeC == Element::Unknown) return NotSupported;
  Do([=] {
    // Both operands term by term, so that sums go through memory once.
    std::vector<float> rows(static_cast<size_t>(m) * k), columns(static_cast<size_t>(n) * k);
    for (long i = 0; i < m; i++) for (long p = 0; p < k; p++) rows[i * k + p] = static_cast<float>(Load(typeA, a, opA == Transposed ? p + i * lda : i + p * lda));
    for (long j = 0; j < n; j++) for (long p = 0; p < k; p++) columns[j * k + p] = static_cast<float>(Load(typeB, b, opB == Transposed ? j + p * ldb : p + j * ldb));
    for (long j = 0; j < n; j++)
      for (long i = 0; i < m; i++) {
        constexpr int Lanes = 8;
        const float *x = &rows[i * k], *y = &columns[j * k];
        float sums[Lanes] = {}, sum = 0;
        long p = 0;
        for (; p + Lanes <= k; p += Lanes) for (int l = 0; l < Lanes; l++) sums[l] += x[p + l] * y[p + l];
        for (; p < k; p++) sum += x[p] * y[p];
        for (float s : sums) sum += s;
        Store(typeC, c, i + j * ldc, alpha * sum + (beta == 0 ? 0 : beta * Load(typeC, c, i + j * ldc)));
      }
  });
  return Success;
}
}

EXPORT int cublasSgemm_v2(void*, int opA, int opB, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
  return Product(opA, opB, m, n, k, *alpha, a, Element::Float32, lda, b, Element::Float32, ldb, *beta, c, Element::Float32, ldc);
}

EXPORT int cublasGemmEx(void*, int opA, int opB, int m, int n, int k, const float* alpha, const void* a, int typeA, int lda, const void* b, int typeB, int ldb, const float* beta, void* c, int typeC,
                        int ldc, int compute, int) {
  // CUBLAS_COMPUTE_16F, for which factors are of 16 bits
  if (compute == 64 || compute == 65) return NotSupported;
  return Product(opA, opB, m, n, k, *alpha, a, ElementOf(typeA), lda, b, ElementOf(typeB), ldb, *beta, c, ElementOf(typeC), ldc);
}

EXPORT int cublasScopy_v2(void*, int count, const float* from, int stepFrom, float* to, int stepTo) {
  Do([=] { for (long i = 0; i < count; i++) to[i * stepTo] = from[i * stepFrom]; });
  return Success;
}

EXPORT int cublasCreate_v2(void** handle) { static int one; *handle = &one; return Success; }
EXPORT int cublasDestroy_v2(void*) { return Success; }
EXPORT int cublasSetStream_v2(void*, Stream) { return Success; }
EXPORT int cublasSetMathMode(void*, int) { return Success; }
EXPORT int cublasGetMathMode(void*, int* mode) { *mode = 0; return Success; }
EXPORT int cublasSetPointerMode_v2(void*, int) { return Success; }
EXPORT int cublasGetPointerMode_v2(void*, int* mode) { *mode = 0; return Success; }
EXPORT const char* cublasGetStatusName(int) { return "CUBLAS_STATUS"; }
EXPORT const char* cublasGetStatusString(int) { return "the stand-in does not know that call"; }

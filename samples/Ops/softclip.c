#include <math.h>

// y = tanh(limit·x)/limit
void softclip_f32(const float *x, float *y, long count, float limit)
{
    for (long i = 0; i < count; i++) y[i] = tanhf(limit * x[i]) / limit;
}

void softclip_f64(const double *x, double *y, long count, float limit)
{
    for (long i = 0; i < count; i++) y[i] = tanh(limit * x[i]) / limit;
}

// What the parts of the stand-in know of one another.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <functional>

#define EXPORT extern "C" __attribute__((visibility("default")))

using Stream = void*;
using Operation = std::function<void()>;

// CUDA's numbers for what goes wrong.
constexpr int Success = 0, OutOfMemory = 2, NoSuchKernel = 98, NoDevice = 100, NotWhileRecording = 900;

inline long Setting(const char* name, long otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atol(text) : otherwise;
}

/// Does an operation now, or when the recording that is being made is replayed.
void Do(Operation operation);

/// What a call gives that CUDA refuses while any thread records: an error then, else 0.
int Refused(const char* call);

/// Remembers an error for cudaGetLastError, and returns it.
int Fail(int error);

/// A kernel by the address of its host function.
int Launch(const void* kernel, void** arguments);

struct Counts { long launches, copies, allocations, recordings, replays, refused; };
extern Counts counts;

// A kernel of ONNX Runtime's CUDA provider, by its name and the arguments of its template.
#pragma once
#include "standin.h"
#include <string>
#include <vector>

struct Kernel {
  std::string text, name;
  std::vector<std::string> types;

  /// Reads a mangled name.
  static Kernel Read(const char* mangled);

  /// What it does with such arguments; nothing if it is not known. Arguments are read now, as a launch does, and what they point to when it is done.
  Operation On(void** arguments) const;
};

// Elements by the name of their type.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>

enum class Element { Unknown, Bool, Int32, Int64, Float16, BFloat16, Float32, Float64 };

inline Element ElementOf(const std::string& type) {
  if (type == "float") return Element::Float32;
  if (type == "double") return Element::Float64;
  if (type == "bool") return Element::Bool;
  if (type == "int") return Element::Int32;
  if (type == "long") return Element::Int64;
  if (type == "__half") return Element::Float16;
  if (type == "__nv_bfloat16" || type == "onnxruntime::BFloat16") return Element::BFloat16;
  return Element::Unknown;
}

inline double Load(Element type, const void* at, long i) {
  switch (type) {
    case Element::Bool: return static_cast<const bool*>(at)[i];
    case Element::Int32: return static_cast<const int32_t*>(at)[i];
    case Element::Int64: return static_cast<double>(static_cast<const int64_t*>(at)[i]);
    case Element::Float16: return static_cast<double>(static_cast<const _Float16*>(at)[i]);
    case Element::BFloat16: {
      uint32_t bits = static_cast<uint32_t>(static_cast<const uint16_t*>(at)[i]) << 16;
      float value;
      std::memcpy(&value, &bits, 4);
      return value;
    }
    case Element::Float32: return static_cast<const float*>(at)[i];
    case Element::Float64: return static_cast<const double*>(at)[i];
    default: return 0;
  }
}

inline void Store(Element type, void* at, long i, double value) {
  switch (type) {
    case Element::Bool: static_cast<bool*>(at)[i] = value != 0; break;
    case Element::Int32: static_cast<int32_t*>(at)[i] = static_cast<int32_t>(value); break;
    case Element::Int64: static_cast<int64_t*>(at)[i] = static_cast<int64_t>(value); break;
    case Element::Float16: static_cast<_Float16*>(at)[i] = static_cast<_Float16>(value); break;
    case Element::BFloat16: {
      // To nearest, ties to even; what is no number stays none.
      auto single = static_cast<float>(value);
      uint32_t bits;
      std::memcpy(&bits, &single, 4);
      static_cast<uint16_t*>(at)[i] = value != value ? 0x7fc0 : static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
      break;
    }
    case Element::Float32: static_cast<float*>(at)[i] = static_cast<float>(value); break;
    case Element::Float64: static_cast<double*>(at)[i] = value; break;
    default: break;
  }
}

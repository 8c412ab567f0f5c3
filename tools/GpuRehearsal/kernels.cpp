// What the provider's kernels compute, those that training steps and models of dense layers use. Their arguments are those of ONNX Runtime 1.32.
#include "kernels.h"
#include "numbers.h"
#include <cmath>
#include <cxxabi.h>

using std::string;

namespace {
template <class T> T Argument(void** arguments, int i) { return *static_cast<T*>(arguments[i]); }

// "OP_Add<float, float, float>" → "Add"
string OpOf(const string& functor) {
  size_t begin = functor.find("OP_");
  return begin == string::npos ? functor : functor.substr(begin + 3, functor.find('<', begin) - begin - 3);
}

using Unary = double (*)(double);
using Binary = double (*)(double, double);

Unary UnaryOf(const string& op) {
  if (op == "Cast") return [](double x) { return x; };
  if (op == "Abs") return [](double x) { return std::fabs(x); };
  if (op == "Exp") return [](double x) { return std::exp(x); };
  if (op == "Log") return [](double x) { return std::log(x); };
  if (op == "Neg") return [](double x) { return -x; };
  if (op == "Not") return [](double x) { return double(x == 0); };
  if (op == "Reciprocal") return [](double x) { return 1 / x; };
  if (op == "Relu") return [](double x) { return x > 0 ? x : 0; };
  if (op == "Sigmoid") return [](double x) { return 1 / (1 + std::exp(-x)); };
  if (op == "Sqrt") return [](double x) { return std::sqrt(x); };
  if (op == "Tanh") return [](double x) { return std::tanh(x); };
  return nullptr;
}

Binary BinaryOf(const string& op) {
  if (op == "Add") return [](double a, double b) { return a + b; };
  if (op == "Sub") return [](double a, double b) { return a - b; };
  if (op == "Mul") return [](double a, double b) { return a * b; };
  if (op == "Div") return [](double a, double b) { return a / b; };
  if (op == "Pow") return [](double a, double b) { return std::pow(a, b); };
  if (op == "And") return [](double a, double b) { return double(a != 0 && b != 0); };
  if (op == "Or") return [](double a, double b) { return double(a != 0 || b != 0); };
  if (op == "Equal") return [](double a, double b) { return double(a == b); };
  if (op == "Greater") return [](double a, double b) { return double(a > b); };
  if (op == "GreaterOrEqual") return [](double a, double b) { return double(a >= b); };
  if (op == "Less") return [](double a, double b) { return double(a < b); };
  if (op == "LessOrEqual") return [](double a, double b) { return double(a <= b); };
  if (op == "Max") return [](double a, double b) { return a != a || a > b ? a : b; };
  if (op == "Min") return [](double a, double b) { return a != a || a < b ? a : b; };
  return nullptr;
}

// (in, out, functor, count)
Operation UnaryElements(const Kernel& k, void** arguments) {
  Unary op = UnaryOf(OpOf(k.types[2]));
  auto from = ElementOf(k.types[0]), to = ElementOf(k.types[1]);
  if (!op || from == Element::Unknown || to == Element::Unknown) return nullptr;
  auto x = Argument<const void*>(arguments, 0);
  auto y = Argument<void*>(arguments, 1);
  auto count = Argument<long>(arguments, 3);
  return [=] { for (long i = 0; i < count; i++) Store(to, y, i, op(Load(from, x, i))); };
}

// <left goes on, right goes on, out, left, right, functor, …>(left, right, out, functor, count): an operand that does not go on is a single number.
Operation BinaryElements(const Kernel& k, void** arguments) {
  Binary op = BinaryOf(OpOf(k.types[5]));
  auto to = ElementOf(k.types[2]), left = ElementOf(k.types[3]), right = ElementOf(k.types[4]);
  if (!op || to == Element::Unknown || left == Element::Unknown || right == Element::Unknown) return nullptr;
  long stepA = k.types[0] == "true", stepB = k.types[1] == "true";
  auto a = Argument<const void*>(arguments, 0), b = Argument<const void*>(arguments, 1);
  auto y = Argument<void*>(arguments, 2);
  long count = Argument<int>(arguments, 4);
  return [=] { for (long i = 0; i < count; i++) Store(to, y, i, op(Load(left, a, i * stepA), Load(right, b, i * stepB))); };
}

// <type, index of the condition, of x, of y, …>(condition, x, y, out, count); an index is 0: it goes on, 1: a single number, 2: computed.
Operation Where(const Kernel& k, void** arguments) {
  auto type = ElementOf(k.types[0]);
  long step[3];
  for (int i = 0; i < 3; i++) {
    char index = k.types[1 + i].back();
    if (index == '2') return nullptr;
    step[i] = index == '0';
  }
  if (type == Element::Unknown) return nullptr;
  auto condition = Argument<const bool*>(arguments, 0);
  auto x = Argument<const void*>(arguments, 1), y = Argument<const void*>(arguments, 2);
  auto z = Argument<void*>(arguments, 3);
  long count = Argument<int>(arguments, 4), c = step[0], dx = step[1], dy = step[2];
  return [=] { for (long i = 0; i < count; i++) Store(type, z, i, condition[i * c] ? Load(type, x, i * dx) : Load(type, y, i * dy)); };
}

// (bias, out, count, columns, bias from row to row, from column to column, factor)
Operation Bias(const Kernel& k, void** arguments) {
  auto type = ElementOf(k.types[0]);
  if (type == Element::Unknown || Load(type, arguments[6], 0) != 1) return nullptr;
  auto bias = Argument<const void*>(arguments, 0);
  auto y = Argument<void*>(arguments, 1);
  auto count = Argument<long>(arguments, 2);
  long columns = Argument<int>(arguments, 3), row = Argument<int>(arguments, 4), column = Argument<int>(arguments, 5);
  return [=] { for (long i = 0; i < count; i++) Store(type, y, i, Load(type, bias, i / columns * row + i % columns * column)); };
}

// (in, out, rows, columns): the sum of each column
Operation SumOfRows(const Kernel& k, void** arguments) {
  auto from = ElementOf(k.types[0]), to = ElementOf(k.types[1]);
  if (from == Element::Unknown || to == Element::Unknown) return nullptr;
  auto x = Argument<const void*>(arguments, 0);
  auto y = Argument<void*>(arguments, 1);
  long rows = Argument<int>(arguments, 2), columns = Argument<int>(arguments, 3);
  return [=] {
    for (long j = 0; j < columns; j++) {
      float sum = 0;
      for (long i = 0; i < rows; i++) sum += static_cast<float>(Load(from, x, i * columns + j));
      Store(to, y, j, sum);
    }
  };
}

// <in, out, …, …, logarithm>(out, in, rows, from row to row, columns)
Operation Softmax(const Kernel& k, void** arguments) {
  auto from = ElementOf(k.types[0]), to = ElementOf(k.types[1]);
  if (from == Element::Unknown || to == Element::Unknown) return nullptr;
  bool logarithm = k.types[4] == "true";
  auto y = Argument<void*>(arguments, 0);
  auto x = Argument<const void*>(arguments, 1);
  long rows = Argument<int>(arguments, 2), step = Argument<int>(arguments, 3), columns = Argument<int>(arguments, 4);
  return [=] {
    for (long i = 0; i < rows * step; i += step) {
      double most = -INFINITY, sum = 0;
      for (long j = 0; j < columns; j++) most = std::fmax(most, Load(from, x, i + j));
      for (long j = 0; j < columns; j++) sum += std::exp(Load(from, x, i + j) - most);
      for (long j = 0; j < columns; j++) {
        double z = Load(from, x, i + j) - most;
        Store(to, y, i + j, logarithm ? z - std::log(sum) : std::exp(z) / sum);
      }
    }
  };
}

// <type, index, gathers, …>(in, indices, out, elements of the axis, …, count), a column of indices into rows
Operation GatherOfRows(const Kernel& k, void** arguments) {
  auto type = ElementOf(k.types[0]);
  if (type == Element::Unknown || k.types[1] != "long" || k.types[2] != "true") return nullptr;
  auto x = Argument<const void*>(arguments, 0);
  auto indices = Argument<const int64_t*>(arguments, 1);
  auto y = Argument<void*>(arguments, 2);
  auto columns = Argument<long>(arguments, 3);
  long count = Argument<int>(arguments, 7);
  return [=] { for (long i = 0; i < count; i++) Store(type, y, i, Load(type, x, i * columns + indices[i])); };
}

// <index, type>(indices, elements behind the axis, depth, on, out, count), into zeros
Operation OneHot(const Kernel& k, void** arguments) {
  auto type = ElementOf(k.types[1]);
  if (type == Element::Unknown || k.types[0] != "long" || Argument<int>(arguments, 1) != 1) return nullptr;
  auto indices = Argument<const int64_t*>(arguments, 0);
  auto depth = Argument<long>(arguments, 2);
  double on = Load(type, arguments[3], 0);
  auto y = Argument<void*>(arguments, 4);
  long count = Argument<int>(arguments, 5);
  return [=] { for (long i = 0; i < count; i++) if (indices[i] >= 0 && indices[i] < depth) Store(type, y, i * depth + indices[i], on); };
}

// Split: (block with the axis, without, size of a piece, pieces, whole, addresses of the pieces, count); Concat: the same without their number. Addresses stand behind their count, which takes 8 bytes.
Operation Pieces(const Kernel& k, void** arguments, bool splits) {
  constexpr int Most = 32;
  size_t bytes = k.types[0] == "long" ? 8 : k.types[0] == "int" ? 4 : k.types[0] == "short" ? 2 : 1;
  long block = Argument<int>(arguments, 0), inner = Argument<int>(arguments, 1), size = Argument<int>(arguments, 2);
  auto whole = Argument<char*>(arguments, splits ? 4 : 3);
  std::vector<char*> pieces(Most);
  std::memcpy(pieces.data(), static_cast<char*>(arguments[splits ? 5 : 4]) + 8, Most * sizeof(char*));
  long count = Argument<int>(arguments, splits ? 6 : 5);
  return [=] {
    for (long i = 0; i < count; i++) {
      long along = i % block / inner;
      char* piece = pieces[along / size] + ((i / block * size + along % size) * inner + i % inner) * bytes;
      char* part = whole + i * bytes;
      splits ? std::memcpy(piece, part, bytes) : std::memcpy(part, piece, bytes);
    }
  };
}
}

Kernel Kernel::Read(const char* mangled) {
  int status;
  char* demangled = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  Kernel k;
  k.text = demangled ? demangled : mangled;
  std::free(demangled);
  size_t open = k.text.find('<');
  string head = k.text.substr(0, open);
  k.name = head.substr(head.find_last_of(": ") == string::npos ? 0 : head.find_last_of(": ") + 1);
  string type;
  int depth = 0;
  for (size_t i = open; i < k.text.size(); i++) {
    char c = k.text[i];
    if (c == '<' && depth++ == 0) continue;
    bool ends = c == '>' && --depth == 0;
    if (ends || (c == ',' && depth == 1)) {
      k.types.push_back(type.substr(type.find_first_not_of(' ') == string::npos ? 0 : type.find_first_not_of(' ')));
      type.clear();
      if (ends) break;
    } else {
      type += c;
    }
  }
  return k;
}

Operation Kernel::On(void** arguments) const {
  if (name == "_UnaryElementWise") return UnaryElements(*this, arguments);
  if (name == "_BinaryElementWiseSimple") return BinaryElements(*this, arguments);
  if (name == "_TenaryElementWiseSimple") return Where(*this, arguments);
  if (name == "BroadcastBiasKernel") return Bias(*this, arguments);
  if (name == "reduce_matrix_rows_kernel") return SumOfRows(*this, arguments);
  if (name == "softmax_warp_forward") return Softmax(*this, arguments);
  if (name == "_GatherScatterElementsKernel") return GatherOfRows(*this, arguments);
  if (name == "_OneHotWithZeroOffValueImpl") return OneHot(*this, arguments);
  if (name == "_SplitKernelSameSplitDim") return Pieces(*this, arguments, true);
  if (name == "_ConcatKernelSameConcatDim") return Pieces(*this, arguments, false);
  return nullptr;
}

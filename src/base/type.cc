#include "base/type.h"

#include <string_view>

namespace yaral {
namespace {

std::string_view base_name(BaseType base) {
  switch (base) {
    case BaseType::kError: return "error";
    case BaseType::kNull: return "null";
    case BaseType::kString: return "string";
    case BaseType::kBytes: return "bytes";
    case BaseType::kInt: return "int";
    case BaseType::kUint: return "uint";
    case BaseType::kFloat: return "float";
    case BaseType::kBool: return "bool";
    case BaseType::kTimestamp: return "timestamp";
    case BaseType::kEnum: return "enum";
    case BaseType::kMessage: return "message";
    case BaseType::kAny: return "any";
    case BaseType::kNumber: return "number";
  }
  return "error";
}

}  // namespace

std::string type_name(Type type) {
  return std::string(type.list ? "list of " : "") + std::string(base_name(type.base));
}

}  // namespace yaral

#include "convert/sql_dialect.h"

namespace yaral::convert {

std::string sql_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? '_' : c;
  return out + '"';
}

}  // namespace yaral::convert

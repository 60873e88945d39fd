#include "values/json_lines.hpp"

namespace stepstorm {

std::string to_lines(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace stepstorm

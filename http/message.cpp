#include "http/message.hpp"

#include <boost/beast/core/string.hpp>

namespace stepstorm::http {

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (boost::beast::iequals({key.data(), key.size()}, {name.data(), name.size()})) return value;
  return {};
}

}  // namespace stepstorm::http

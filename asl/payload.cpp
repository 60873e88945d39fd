#include "asl/payload.hpp"

namespace stepstorm {

const std::shared_ptr<const Json>& Payload::empty_object() {
  static const auto document = std::make_shared<const Json>(Json::object());
  return document;
}

}  // namespace stepstorm

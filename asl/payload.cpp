#include "asl/payload.hpp"

namespace stepstorm {

bool Payload::text_exceeds(std::size_t bytes) const {
  if (bytes >= document_->text_at_most.load(std::memory_order_relaxed)) return false;
  if (stepstorm::text_exceeds(document_->value, bytes)) return true;
  document_->text_at_most.store(bytes, std::memory_order_relaxed);
  return false;
}

const std::shared_ptr<const Payload::Document>& Payload::empty_object() {
  static const auto document = std::make_shared<const Document>(Json::object());
  return document;
}

}  // namespace stepstorm

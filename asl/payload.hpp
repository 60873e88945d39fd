// A JSON document that travels: immutable, shared, never copied on its way. Never empty; the default is {}.
#pragma once

#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <utility>

#include "asl/json.hpp"

namespace stepstorm {

class Payload {
 public:
  Payload() : document_(empty_object()) {}
  explicit Payload(Json value) : document_(std::make_shared<const Document>(std::move(value))) {}

  const Json& operator*() const { return document_->value; }
  const Json* operator->() const { return &document_->value; }

  /// As text_exceeds of the document, which is measured once however often it is asked for.
  [[nodiscard]] bool text_exceeds(std::size_t bytes) const;

  /// Two handles on one document: a cheap test that says nothing about equal documents.
  bool same_document(const Payload& other) const { return document_ == other.document_; }

 private:
  struct Document {
    explicit Document(Json json) : value(std::move(json)) {}
    Json value;
    mutable std::atomic<std::size_t> text_at_most{std::numeric_limits<std::size_t>::max()};  // as far as is known
  };

  static const std::shared_ptr<const Document>& empty_object();

  std::shared_ptr<const Document> document_;
};

}  // namespace stepstorm

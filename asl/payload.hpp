// A JSON document that travels: immutable, shared, never copied on its way. Never empty; the default is {}.
#pragma once

#include <memory>
#include <utility>

#include "asl/json.hpp"

namespace stepstorm {

class Payload {
 public:
  Payload() : document_(empty_object()) {}
  explicit Payload(Json value) : document_(std::make_shared<const Json>(std::move(value))) {}

  const Json& operator*() const { return *document_; }
  const Json* operator->() const { return document_.get(); }

  /// Two handles on one document: a cheap test that says nothing about equal documents.
  bool same_document(const Payload& other) const { return document_ == other.document_; }

 private:
  static const std::shared_ptr<const Json>& empty_object();

  std::shared_ptr<const Json> document_;
};

}  // namespace stepstorm

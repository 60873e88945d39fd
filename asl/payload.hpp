// A JSON document that travels: immutable, shared, never copied on its way. The default is {}, as is what is left of one
// that was moved away.
// A document may be another one with some members more: it then holds only those, and is put together when somebody
// wants to see all of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>

#include "asl/json.hpp"

namespace stepstorm {

class Payload {
 public:
  Payload() = default;
  explicit Payload(Json value) : document_(std::make_shared<const Document>(std::move(value))) {}

  const Json& operator*() const { return document_ ? document_->whole() : empty_object(); }
  const Json* operator->() const { return &**this; }

  /// This object, which it must be, with these members (an object's) set in it one after the other, as set_member does.
  [[nodiscard]] Payload with_members(Json members) const;

  bool is_object() const { return !document_ || document_->own.is_object(); }
  /// Null when this is no object or has no such member. Puts nothing together.
  const Json* member(std::string_view name) const;

  /// As text_exceeds of the document, which is measured once however often it is asked for.
  [[nodiscard]] bool text_exceeds(std::size_t bytes) const;

  /// Two handles on one document: a cheap test that says nothing about equal documents.
  bool same_document(const Payload& other) const { return document_ == other.document_; }

 private:
  static constexpr std::size_t unknown = std::numeric_limits<std::size_t>::max();

  struct Document {
    explicit Document(Json json) : own(std::move(json)) {}
    Document(std::shared_ptr<const Document> on, Json members)
        : base(std::move(on)), own(std::move(members)), depth(base->depth + 1) {}
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;
    ~Document();

    const Json& whole() const { return base ? put_together() : own; }
    const Json& put_together() const;
    std::size_t text_at_most_bytes(std::size_t enough) const;

    std::shared_ptr<const Document> base;  // null: `own` is all of it
    Json own;                              // with a base: the members set in it
    std::uint32_t depth = 0;               // how many documents it builds on
    mutable std::atomic<Json*> together{nullptr};
    mutable std::atomic<std::size_t> text_at_most{unknown};  // bytes, as far as is known
  };

  explicit Payload(std::shared_ptr<const Document> document) : document_(std::move(document)) {}

  static const Json& empty_object();

  std::shared_ptr<const Document> document_;  // null: {}
};

}  // namespace stepstorm

#include "asl/payload.hpp"

#include <memory>

namespace stepstorm {
namespace {

/// So many documents may build on each other; the next one is put together at once.
constexpr std::uint32_t depth_max = 16;

}  // namespace

Payload::Document::~Document() {
  take_apart(own);
  if (std::unique_ptr<Json> made{together.load(std::memory_order_relaxed)}) take_apart(*made);
}

const Json& Payload::Document::put_together() const {
  if (const Json* known = together.load(std::memory_order_acquire)) return *known;
  auto made = std::make_unique<Json>(*base);
  for (const auto& [name, value] : own.get_ref<const Json::object_t&>()) set_member(*made, name, value);
  Json* expected = nullptr;
  if (together.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return *made.release();
  return *expected;  // another thread was faster
}

Payload Payload::with_members(Json members) const {
  if (!document_) return Payload{std::move(members)};
  if (document_->depth < depth_max) return Payload{new Document(*this, std::move(members))};
  Json whole = **this;
  for (auto& [name, value] : members.get_ref<Json::object_t&>()) set_member(whole, name, std::move(value));
  return Payload{std::move(whole)};
}

const Json* Payload::member(std::string_view name) const {
  for (const Document* document = document_; document; document = document->base.document_)
    if (const Json* found = find_member(document->own, name)) return found;
  return nullptr;
}

/// No less than the bytes of the compact text, unless it is deeper or longer than `enough`: then as much as there is.
std::size_t Payload::Document::text_at_most_bytes(std::size_t enough) const {
  std::size_t bytes = text_at_most.load(std::memory_order_relaxed);
  if (bytes != unknown) return bytes;
  bytes = text_size_at_most(own, enough);
  if (base.document_ && bytes != unknown) {  // together they are no longer than one after the other
    const std::size_t below = base.document_->text_at_most_bytes(enough);
    bytes = below == unknown ? unknown : bytes + below;
  }
  text_at_most.store(bytes, std::memory_order_relaxed);
  return bytes;
}

bool Payload::text_exceeds(std::size_t bytes) const {
  if (!document_) return bytes < 2;
  if (document_->text_at_most_bytes(bytes) <= bytes) return false;
  if (stepstorm::text_exceeds(document_->whole(), bytes)) return true;
  document_->text_at_most.store(bytes, std::memory_order_relaxed);
  return false;
}

const Json& Payload::empty_object() {
  static const Json object = Json::object();
  return object;
}

}  // namespace stepstorm

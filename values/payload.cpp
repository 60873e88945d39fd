#include "values/payload.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <memory>
#include <new>

#include "values/fingerprint.hpp"

namespace stepstorm {
namespace {

/// So many documents may build on each other; the next one is put together at once.
constexpr std::uint32_t depth_max = 16;

}  // namespace

std::pair<const Payload::Document*, char*> Payload::Document::create(const Payload& on, std::size_t packed) {
  assert(packed < (std::size_t{1} << 31));
  void* memory = ::operator new(sizeof(Document) + packed);
  const auto* created = new (memory) Document(on, static_cast<std::uint32_t>(packed & 0x7fffffff));
  return {created, static_cast<char*>(memory) + sizeof(Document)};
}

void Payload::Document::destroy() const noexcept {
  this->~Document();
  ::operator delete(const_cast<Document*>(this));
}

void Payload::drop(const Document* document) noexcept {
  if (document->drop_handle()) document->destroy();
}

Payload::Document::~Document() {
  if (!own.is_null()) take_apart(own);
  if (std::unique_ptr<Json> made{together.load(std::memory_order_relaxed)}) take_apart(*made);
}

const Json& Payload::Document::put_together() const {
  if (const Json* known = together.load(std::memory_order_acquire)) return *known;
  auto made = std::make_unique<Json>(*base);
  if (is_packed)
    for (PackedMembers members{packed()}; members.next();) set_member(*made, members.name(), members.value().to_json());
  else
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

template <class Write>
Payload Payload::with_packed(std::size_t bytes, const Write& write) const {
  if (Document::depth_on(*this) > depth_max) return Payload{Json(**this)}.with_packed(bytes, write);
  const auto [document, members] = Document::create(*this, bytes);
  write(members);
  return Payload{document};
}

Payload Payload::with_members(const Members& members) const {
  const std::string_view packed = members.bytes();
  return with_packed(packed.size(), [&](char* to) { std::memcpy(to, packed.data(), packed.size()); });
}

Payload Payload::with_object(std::string_view name, const Members& members) const {
  return with_packed(Members::size_as_object(name, members),
                     [&](char* to) { Members::write_as_object(to, name, members); });
}

Value Payload::member(std::string_view name) const {
  for (const Document* document = document_; document; document = document->base.document_) {
    if (document->is_packed) {
      if (const Value found = PackedMembers::find(document->packed(), name)) return found;
    } else if (const Json* found = find_member(document->own, name)) {
      return Value{found};
    }
  }
  return {};
}

/// No less than the bytes of the compact text, unless it is deeper or longer than `enough`: then as much as there is.
std::size_t Payload::Document::text_at_most_bytes(std::size_t enough) const {
  const std::uint32_t known = text_at_most.load(std::memory_order_relaxed);
  if (known != unknown) return known;
  // Together they are no longer than one after the other.
  const std::size_t below = base.document_ ? base.document_->text_at_most_bytes(enough) : 0;
  const std::size_t above = is_packed ? PackedMembers::text_at_most(packed_bytes) : text_size_at_most(own, enough);
  const bool is_known = below < unknown && above < unknown - below;
  const auto bytes = is_known ? static_cast<std::uint32_t>(below + above) : unknown;
  text_at_most.store(bytes, std::memory_order_relaxed);
  return bytes;
}

bool Payload::text_exceeds(std::size_t bytes) const {
  if (!document_) return bytes < 2;
  if (document_->text_at_most_bytes(bytes) <= bytes) return false;
  if (stepstorm::text_exceeds(document_->whole(), bytes)) return true;
  document_->text_at_most.store(static_cast<std::uint32_t>(std::min<std::size_t>(bytes, Document::unknown)),
                                std::memory_order_relaxed);
  return false;
}

std::size_t Payload::held_bytes() const { return document_ ? document_->held_bytes() : 0; }

std::size_t Payload::Document::held_bytes() const {
  const Json* made = together.load(std::memory_order_acquire);
  const std::size_t all = sizeof(Document) + packed_bytes + heap_bytes(own) + base.held_bytes() +
                          (made ? sizeof(Json) + heap_bytes(*made) : 0);
  return all / std::max<std::uint32_t>(1, handles.load(std::memory_order_relaxed));
}

std::uint64_t Payload::Document::find_fingerprint() const {
  const std::uint64_t before = base.document_ ? base.fingerprint() : 0;
  const std::uint64_t made = is_packed ? stepstorm::fingerprint(packed(), before) : value_fingerprint(own, before);
  known_fingerprint.store(made, std::memory_order_relaxed);
  return made;
}

std::uint64_t Payload::find_fingerprint() const {
  return document_ ? document_->find_fingerprint() : value_fingerprint(empty_object());
}

const Json& Payload::empty_object() {
  static const Json object = Json::object();
  return object;
}

}  // namespace stepstorm

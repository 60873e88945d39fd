// A handle on an immutable, shared JSON document; passing it on never copies the document. Default-constructed and
// moved-from handles are {}. One pointer wide; handles on one document may be on several threads.
// A document may build on another one: it then holds only the members that it sets, and is put together when a reader
// asks for all of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include <sys/single_threaded.h>

#include "values/json.hpp"
#include "values/members.hpp"

namespace stepstorm {

class Payload {
 public:
  Payload() = default;
  explicit Payload(Json value);
  Payload(const Payload& other) noexcept;
  Payload(Payload&& other) noexcept : document_(std::exchange(other.document_, nullptr)) {}
  Payload& operator=(Payload other) noexcept {
    std::swap(document_, other.document_);
    return *this;
  }
  ~Payload();

  const Json& operator*() const;
  const Json* operator->() const { return &**this; }

  /// Returns this document, which must be an object, with the members of the object `members` set one after the other,
  /// as set_member does.
  [[nodiscard]] Payload with_members(Json members) const;
  [[nodiscard]] Payload with_members(const Members& members) const;
  /// Sets one member, whose value is an object with these members.
  [[nodiscard]] Payload with_object(std::string_view name, const Members& members) const;

  bool is_object() const;
  /// Returns a view that is false when this is no object or has no such member. Does not put the document together.
  Value member(std::string_view name) const;

  /// As text_exceeds of the document; measures each document once.
  [[nodiscard]] bool text_exceeds(std::size_t bytes) const;

  /// Estimates this handle's share of memory, in bytes: what the document holds, divided by its handles.
  [[nodiscard]] std::size_t held_bytes() const;

  /// Hashes all of the document (fingerprint.hpp). Documents with equal texts that were built in different ways may
  /// have different fingerprints. Computed once for each document, from its own members and its base's fingerprint.
  [[nodiscard]] std::uint64_t fingerprint() const;

  /// Prefetches the document into the cache.
  void prefetch() const { __builtin_prefetch(document_, 1); }

  /// Returns whether both handles are on one document. Cheap; false says nothing about equality.
  bool same_document(const Payload& other) const { return document_ == other.document_; }

 private:
  struct Document;

  explicit Payload(const Document* document) : document_(document) {}

  template <class Write>
  Payload with_packed(std::size_t bytes, const Write& write) const;
  std::uint64_t find_fingerprint() const;
  static const Json& empty_object();
  static void drop(const Document* document) noexcept;

  const Document* document_ = nullptr;  // null: {}
};

struct Payload::Document {
  static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

  explicit Document(Json json) : own(std::move(json)) {}
  Document(const Payload& on, Json members) : base(on), depth(depth_on(on)), own(std::move(members)) {}
  Document(const Payload& on, std::uint32_t packed)
      : base(on), depth(depth_on(on)), packed_bytes(packed), is_packed(1) {}
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  ~Document();

  /// Makes a document with room for `packed` bytes of packed members behind it; returns it and where the room begins.
  static std::pair<const Document*, char*> create(const Payload& on, std::size_t packed);
  void destroy() const noexcept;

  static std::uint32_t depth_on(const Payload& base) { return base.document_ ? base.document_->depth + 1 : 0; }

  bool is_whole() const { return !is_packed && !base.document_; }
  const Json& whole() const { return is_whole() ? own : put_together(); }
  const Json& put_together() const;
  std::size_t text_at_most_bytes(std::size_t enough) const;
  std::size_t held_bytes() const;
  std::uint64_t find_fingerprint() const;
  std::string_view packed() const { return {reinterpret_cast<const char*>(this + 1), packed_bytes}; }

  void take_handle() const noexcept;
  /// Returns true for the last handle.
  bool drop_handle() const noexcept;

  mutable std::atomic<std::uint32_t> handles{1};
  mutable std::atomic<std::uint32_t> text_at_most{unknown};  // upper bound of the whole text's bytes
  Payload base;                                              // the document that this one builds on
  mutable std::atomic<Json*> together{nullptr};
  std::uint32_t depth = 0;                                  // number of documents below this one
  std::uint32_t packed_bytes : 31 = 0;                      // of the members behind this object
  std::uint32_t is_packed : 1 = 0;                          // the members set in the base are packed, not in `own`
  Json own;                                                 // with a base: the members set in it
  mutable std::atomic<std::uint64_t> known_fingerprint{0};  // 0: not computed yet
};

// As with the standard library's shared pointers, counting needs no atomic instruction while a process has one thread.

inline void Payload::Document::take_handle() const noexcept {
  if (__libc_single_threaded)
    handles.store(handles.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  else
    handles.fetch_add(1, std::memory_order_relaxed);
}

inline bool Payload::Document::drop_handle() const noexcept {
  if (!__libc_single_threaded) return handles.fetch_sub(1, std::memory_order_acq_rel) == 1;
  const std::uint32_t left = handles.load(std::memory_order_relaxed) - 1;
  handles.store(left, std::memory_order_relaxed);
  return left == 0;
}

inline Payload::Payload(Json value) : document_(new Document(std::move(value))) {}

inline Payload::Payload(const Payload& other) noexcept : document_(other.document_) {
  if (document_) document_->take_handle();
}

inline Payload::~Payload() {
  if (document_) drop(document_);
}

inline const Json& Payload::operator*() const { return document_ ? document_->whole() : empty_object(); }

inline std::uint64_t Payload::fingerprint() const {
  const std::uint64_t known = document_ ? document_->known_fingerprint.load(std::memory_order_relaxed) : 0;
  return known != 0 ? known : find_fingerprint();
}

inline bool Payload::is_object() const { return !document_ || document_->is_packed || document_->own.is_object(); }

}  // namespace stepstorm

// A JSON document that travels: immutable, shared, never copied on its way. The default is {}, as is what is left of one
// that was moved away. One pointer wide; handles on one document may be on several threads.
// A document may be another one with some members more: it then holds only those, and is put together when a reader
// wants to see all of it.
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

  /// This object, which it must be, with these members (an object's) set in it one after the other, as set_member does.
  [[nodiscard]] Payload with_members(Json members) const;
  [[nodiscard]] Payload with_members(const Members& members) const;
  /// The same with one member, an object.
  [[nodiscard]] Payload with_object(std::string_view name, const Members& members) const;

  bool is_object() const;
  /// Nothing when this is no object or has no such member. Puts nothing together.
  Value member(std::string_view name) const;

  /// As text_exceeds of the document, which is measured once however often it is asked for.
  [[nodiscard]] bool text_exceeds(std::size_t bytes) const;

  /// About how many bytes of memory are this handle's share: what the document holds, divided by its handles.
  [[nodiscard]] std::size_t held_bytes() const;

  /// Stands for all of the document: see fingerprint.hpp. Documents that were put together in different ways may differ
  /// in it though their texts do not. Worked out once for each document, of what it adds to the one that it builds on.
  [[nodiscard]] std::uint64_t fingerprint() const;

  /// Has the document brought from memory while the caller does something else.
  void prefetch() const { __builtin_prefetch(document_, 1); }

  /// Two handles on one document: a cheap test that says nothing about equal documents.
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

  /// One with room for so many bytes of packed members behind it, and where that is.
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
  /// true: it was the last.
  bool drop_handle() const noexcept;

  mutable std::atomic<std::uint32_t> handles{1};
  mutable std::atomic<std::uint32_t> text_at_most{unknown};  // bytes of it all, as far as is known
  Payload base;                                              // what it builds on
  mutable std::atomic<Json*> together{nullptr};
  std::uint32_t depth = 0;                                  // how many documents it builds on
  std::uint32_t packed_bytes : 31 = 0;                      // of the members behind this object
  std::uint32_t is_packed : 1 = 0;                          // the members set in the base lie there, not in `own`
  Json own;                                                 // with a base: the members set in it
  mutable std::atomic<std::uint64_t> known_fingerprint{0};  // 0: not known
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

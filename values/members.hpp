// The members of a JSON object in one block of memory, in the order in which they were added: for documents that are
// written once, sent, and rarely read. A Payload that holds members becomes a Json only when a reader asks for all of
// it. Members are scalars and objects of such members; their names are distinct.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "values/json.hpp"

namespace stepstorm {

/// A view of one value in a document, packed or as Json; valid as long as the document. A view that is false stands for
/// a member that does not exist.
class Value {
 public:
  Value() = default;
  /// A null pointer makes a view that is false.
  explicit Value(const Json* json) : at_(json), kind_(json ? Kind::Node : Kind::Nothing) {}

  explicit operator bool() const { return kind_ != Kind::Nothing; }

  /// Returns nullopt when the value is no text.
  std::optional<std::string_view> text() const {
    if (kind_ == Kind::Text) return packed();
    if (const Json* node = json(); node && node->is_string()) return node->get_ref<const std::string&>();
    return std::nullopt;
  }
  /// Returns nullopt when the value is no number. Rounds integers beyond 2^53.
  std::optional<double> number() const {
    if (kind_ == Kind::Number) return scalar<double>();
    if (kind_ == Kind::Integer) return static_cast<double>(scalar<std::int64_t>());
    if (const Json* node = json(); node && node->is_number()) return node->get<double>();
    return std::nullopt;
  }
  /// Returns a view that is false when this is no object, or has no such member.
  Value member(std::string_view name) const;
  bool is_object() const;

  /// Returns the document's own Json; null when the value is packed: then it is a scalar or an object.
  const Json* json() const { return kind_ == Kind::Node ? static_cast<const Json*>(at_) : nullptr; }
  /// Copies the value, which must exist.
  Json to_json() const;

 private:
  friend class Members;
  friend class PackedMembers;
  enum class Kind : std::uint8_t { Text, Boolean, Integer, Number, Object, Node, Nothing };

  Value(Kind kind, const char* packed, std::uint32_t size) : at_(packed), size_(size), kind_(kind) {}

  std::string_view packed() const { return {static_cast<const char*>(at_), size_}; }
  template <class Scalar>
  Scalar scalar() const {
    Scalar value;
    std::memcpy(&value, at_, sizeof value);
    return value;
  }

  const void* at_ = nullptr;  // a Json for Kind::Node; otherwise size_ bytes of packed members
  std::uint32_t size_ = 0;
  Kind kind_ = Kind::Nothing;
};

/// Iterates over packed members.
class PackedMembers {
 public:
  /// `bytes`: from Members::bytes.
  explicit PackedMembers(std::string_view bytes) : left_(bytes) {}

  /// Moves to the next member. Returns false after the last one.
  bool next();
  std::string_view name() const { return left_.substr(sizeof(Header), header_.name_size); }
  Value value() const {
    return {
        static_cast<Value::Kind>(header_.kind), left_.data() + sizeof(Header) + header_.name_size, header_.value_size};
  }

  static Value find(std::string_view bytes, std::string_view name);

  /// Returns an upper bound of the JSON text's size in bytes. Worst case: every byte escapes to six characters.
  static std::size_t text_at_most(std::size_t bytes) {
    constexpr std::size_t escaped = 6;  // \u001f
    return escaped * bytes + 2;
  }

 private:
  friend class Members;
  struct Header {
    std::uint32_t name_size;
    std::uint32_t value_size : 28;
    std::uint32_t kind : 4;
  };
  std::size_t size() const { return sizeof(Header) + header_.name_size + header_.value_size; }

  std::string_view left_;  // begins with the current member
  Header header_{};        // of the current member
  bool begun_ = false;
};

class Members {
 public:
  Members() {}  // leaves near_ as it is
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  // Inlined, so that names and sizes known at compile time cost nothing.

  [[gnu::always_inline]] Members& text(std::string_view name, std::string_view value) {
    return add(Value::Kind::Text, name, value.data(), value.size());
  }
  [[gnu::always_inline]] Members& boolean(std::string_view name, bool value) {
    return add(Value::Kind::Boolean, name, &value, sizeof value);
  }
  [[gnu::always_inline]] Members& integer(std::string_view name, std::int64_t value) {
    return add(Value::Kind::Integer, name, &value, sizeof value);
  }
  [[gnu::always_inline]] Members& number(std::string_view name, double value) {
    return add(Value::Kind::Number, name, &value, sizeof value);
  }
  Members& object(std::string_view name, const Members& value) {
    return add(Value::Kind::Object, name, value.bytes().data(), value.bytes().size());
  }

  /// Returns the format that PackedMembers reads.
  std::string_view bytes() const { return {at_, size_}; }

  /// Returns the bytes that a member takes whose value is an object with these members.
  static std::size_t size_as_object(std::string_view name, const Members& value) {
    return sizeof(PackedMembers::Header) + name.size() + value.size_;
  }
  static void write_as_object(char* to, std::string_view name, const Members& value) {
    write(to, Value::Kind::Object, name, value.at_, value.size_);
  }

 private:
  static constexpr std::size_t near_bytes = 248;  // enough for most

  [[gnu::always_inline]] Members& add(Value::Kind kind, std::string_view name, const void* value, std::size_t size) {
    const std::size_t more = sizeof(PackedMembers::Header) + name.size() + size;
    if (more > room_ - size_) [[unlikely]]
      grow(more);
    write(at_ + size_, kind, name, value, size);
    size_ += more;
    return *this;
  }
  [[gnu::always_inline]] static void write(
      char* to, Value::Kind kind, std::string_view name, const void* value, std::size_t size) {
    const PackedMembers::Header header{static_cast<std::uint32_t>(name.size()),
                                       static_cast<std::uint32_t>(size & 0xfffffff),
                                       static_cast<std::uint32_t>(kind) & 0xf};
    std::memcpy(to, &header, sizeof header);
    std::memcpy(to + sizeof header, name.data(), name.size());
    std::memcpy(to + sizeof header + name.size(), value, size);
  }
  void grow(std::size_t more);

  char* at_ = near_.data();
  std::size_t size_ = 0;
  std::size_t room_ = near_bytes;
  std::unique_ptr<char[]> far_;  // null: the members are in near_
  std::array<char, near_bytes> near_;
};

inline bool PackedMembers::next() {
  if (begun_) left_.remove_prefix(size());
  begun_ = true;
  if (left_.empty()) return false;
  std::memcpy(&header_, left_.data(), sizeof header_);
  return true;
}

inline Value PackedMembers::find(std::string_view bytes, std::string_view name) {
  const char* at = bytes.data();
  for (const char* const end = at + bytes.size(); at != end;) {
    Header header;
    std::memcpy(&header, at, sizeof header);
    const char* const its_name = at + sizeof header;
    const char* const its_value = its_name + header.name_size;
    if (header.name_size == name.size() && std::memcmp(its_name, name.data(), name.size()) == 0)
      return {static_cast<Value::Kind>(header.kind), its_value, header.value_size};
    at = its_value + header.value_size;
  }
  return {};
}

}  // namespace stepstorm

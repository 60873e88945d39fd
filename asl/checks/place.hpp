// The place of a value in a definition during the checks: a chain of links on the stack, one per level. Builds text
// only when a finding needs it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::asl {

class Place {
 public:
  /// The definition itself.
  Place() = default;

  /// A link refers to its parent and to the name: both must outlive it.
  Place member(std::string_view name) const& { return Place(this, name, std::nullopt); }
  Place element(std::size_t index) const& { return Place(this, {}, index); }
  Place member(std::string_view name) && = delete;
  Place element(std::size_t index) && = delete;

  /// The location as the service writes it, not escaped: `/States/C/Choices[0]/Next`; `/` is the definition.
  std::string location() const;
  /// RFC 6901: `/States/C/Choices/0/Next`; empty is the definition.
  std::string pointer() const;

 private:
  Place(const Place* parent, std::string_view name, std::optional<std::size_t> index)
      : parent_(parent), name_(name), index_(index) {}

  const Place* parent_ = nullptr;
  std::string_view name_;
  std::optional<std::size_t> index_;
};

}  // namespace stepstorm::asl

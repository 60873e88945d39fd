// Building blocks for reading JSON strictly into option structs: every value has a type and a range, unknown members
// are errors, and each error becomes one finding with its place and what was expected there.
//
// A reader of T is callable as `bool(const Node&, T&)`: it returns true when it has set the T, false when it has
// reported why not. Options keep their default when a member is absent.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/finding.hpp"
#include "values/json.hpp"

namespace stepstorm::config {

/// Collects findings about one file, with positions in its text; keeps at most findings_max.
class Report {
 public:
  Report(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  void add(std::string pointer, std::string message);
  void add(TextPosition at, std::string message);
  void add(FileFinding finding);  // of another file
  bool empty() const { return findings_.empty(); }
  const std::string& file() const { return file_; }
  std::vector<FileFinding> take() && { return std::move(findings_); }

 private:
  static constexpr std::size_t findings_max = 100;

  std::string file_;
  std::string_view text_;
  std::vector<FileFinding> findings_;
};

/// One value of the file with its place. Valid as long as the document and the report.
class Node {
 public:
  Node(const Json& value, Report& report) : Node(value, std::string{}, report) {}

  const Json& value() const { return *value_; }
  Node member(std::string_view name) const {
    return {(*value_)[std::string(name)], pointer_to(pointer_, name), *report_};
  }
  Node element(std::size_t index) const { return {(*value_)[index], pointer_to(pointer_, index), *report_}; }
  /// Returns the node at an RFC 6901 pointer from here; this node when there is none.
  Node below(const std::string& pointer) const;

  /// Resolves a path in this file, which is relative to the file's folder.
  std::filesystem::path path_to(const std::string& path) const;

  /// Report a finding. All return false, so that a reader can return the result.
  bool error(std::string message) const;
  /// `expected <what>, found <the value>`
  bool expected(std::string_view what) const;
  /// For two members that exclude each other.
  bool contradiction(std::string_view one, std::string_view other) const;
  /// Reports findings about a file that this value names; a finding without a place gets this one.
  bool errors_in_file(std::vector<FileFinding> findings) const;

 private:
  Node(const Json& value, std::string pointer, Report& report)
      : value_(&value), pointer_(std::move(pointer)), report_(&report) {}

  const Json* value_;
  std::string pointer_;
  Report* report_;
};

/// A value as a person recognises it in an error: `"many"`, `-3`, `an object`.
[[nodiscard]] std::string describe(const Json& value);

/// `a, b or c`
[[nodiscard]] std::string one_of_names(const std::vector<std::string_view>& names);

/// `did you mean 'seed'?`, or else a list of the known names: `there are seed or threads`
[[nodiscard]] std::string suggestion(std::string_view written, const std::vector<std::string_view>& known);

// ---- readers of single values

bool read_text(const Node& node, std::string& out);  // not empty
bool read_flag(const Node& node, bool& out);
bool read_duration(const Node& node, std::chrono::nanoseconds& out);
/// As above, and more than 0.
bool read_positive_duration(const Node& node, std::chrono::nanoseconds& out);

/// Reads a whole number within a range; `out` may be of any type that holds the range.
bool read_whole_number(const Node& node, std::uint64_t minimum, std::uint64_t maximum, std::uint64_t& out);
inline auto whole_number(std::uint64_t minimum, std::uint64_t maximum) {
  return [=](const Node& node, std::unsigned_integral auto& out) {
    std::uint64_t number = 0;
    if (!read_whole_number(node, minimum, maximum, number)) return false;
    out = static_cast<std::remove_reference_t<decltype(out)>>(number);
    return true;
  };
}

/// Numbers from `minimum` to `maximum`.
bool read_number(const Node& node, double minimum, double maximum, double& out);
inline auto number(double minimum, double maximum) {
  return [=](const Node& node, double& out) { return read_number(node, minimum, maximum, out); };
}

/// Reads one of several words, each with a value.
template <class T>
auto word(std::vector<std::pair<std::string_view, T>> meanings) {
  return [meanings = std::move(meanings)](const Node& node, T& out) {
    std::vector<std::string_view> words;
    for (const auto& [name, value] : meanings) {
      if (node.value() == name) {
        out = value;
        return true;
      }
      words.push_back(name);
    }
    return node.expected(one_of_names(words));
  };
}

// ---- readers made of readers

/// Reads a value into an optional.
template <class Read>
auto given(Read read) {
  return [read = std::move(read)]<class T>(const Node& node, std::optional<T>& out) {
    T value{};
    if (!read(node, value)) return false;
    out = std::move(value);
    return true;
  };
}

/// Reads a list, and replaces the previous content.
template <class Read>
auto list_of(Read read, std::size_t length_min = 0) {
  return [read = std::move(read), length_min]<class T>(const Node& node, std::vector<T>& out) {
    if (!node.value().is_array()) return node.expected("a list");
    if (node.value().size() < length_min) return node.expected("a list that is not empty");
    std::vector<T> elements(node.value().size());
    bool all = true;
    for (std::size_t index = 0; index < elements.size(); ++index)
      all = read(node.element(index), elements[index]) && all;
    if (all) out = std::move(elements);
    return all;
  };
}

/// Reads the members of an object, one call each; the last call, no_others, reports unknown members.
class Members {
 public:
  explicit Members(const Node& node);

  template <class Read, class T>
  Members& optional(std::string_view name, const Read& read, T& out) {
    if (knows(name)) ok_ = read(node_.member(name), out) && ok_;
    return *this;
  }
  template <class Read, class T>
  Members& required(std::string_view name, const Read& read, T& out) {
    if (knows(name))
      ok_ = read(node_.member(name), out) && ok_;
    else if (is_object_)
      ok_ = node_.error("'" + std::string(name) + "' is missing");
    return *this;
  }
  /// Members that another reader reads.
  Members& elsewhere(const std::vector<std::string_view>& names) {
    known_.insert(known_.end(), names.begin(), names.end());
    return *this;
  }
  /// Reports members that were not read. Returns whether there were no errors.
  bool no_others();
  /// Leaves other members to another reader. Returns whether there were no errors.
  bool others_allowed() const { return ok_; }

 private:
  bool knows(std::string_view name);

  const Node& node_;
  bool is_object_;
  bool ok_;
  std::vector<std::string_view> known_;
};

/// One form of a value that has several, identified by the name of its only member.
template <class T>
struct OneOf {
  std::string_view name;
  bool (*read)(const Node&, T&);
};
template <class T, std::size_t count>
bool read_one_of(const Node& node, const std::array<OneOf<T>, count>& forms, T& out) {
  std::vector<std::string_view> names;
  std::vector<std::string_view> written;
  for (const OneOf<T>& one : forms) {
    names.push_back(one.name);
    if (node.value().is_object() && node.value().contains(one.name)) written.push_back(one.name);
  }
  if (written.size() > 1) return node.contradiction(written[0], written[1]);
  Members members{node};
  for (const OneOf<T>& one : forms) members.optional(one.name, one.read, out);
  if (!members.no_others()) return false;
  return !written.empty() || node.expected("one of " + one_of_names(names));
}

}  // namespace stepstorm::config

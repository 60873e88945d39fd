#include "conformance/difference.hpp"

#include <optional>

namespace stepstorm::conformance {
namespace {

bool is_container(const Json& value) { return value.is_structured(); }

const std::string& text_of(const Json& value) { return value.get_ref<const std::string&>(); }

bool begins_container(const std::string& text) { return text.starts_with('[') || text.starts_with('{'); }

std::optional<Json> parsed(const std::string& text) {
  auto value = parse_json(text);
  return value ? std::optional{std::move(*value)} : std::nullopt;
}

bool same_kind(const Json& left, const Json& right) { return left.is_number_float() == right.is_number_float(); }

class Comparer {
 public:
  Comparer(Bindings* bindings, Differences& found, std::size_t limit)
      : bindings_(bindings), found_(found), limit_(limit) {}

  void compare(const Json& expected, const Json* actual, const std::string& path) {
    if (found_.size() >= limit_) return;
    if (!actual) return add(path, shown(expected), std::string(absent));
    if (expected == "{{any}}") return;
    if (expected.is_string()) return compare_text(expected, *actual, path);
    if (is_container(expected) && actual->is_string()) return compare_with_text(expected, *actual, path);
    if (expected.is_object() && actual->is_object()) return compare_objects(expected, *actual, path);
    if (expected.is_array() && actual->is_array()) return compare_arrays(expected, *actual, path);
    if (expected.is_number() && actual->is_number()) return compare_numbers(expected, *actual, path);
    if (expected.is_number() && actual->is_string()) return compare_number_with_text(expected, *actual, path);
    if (expected != *actual) differ(path, expected, *actual);
  }

 private:
  void add(const std::string& path, std::string expected, std::string actual) {
    found_.push_back({path, std::move(expected), std::move(actual)});
  }
  void differ(const std::string& path, const Json& expected, const Json& actual) {
    add(path, shown(expected), shown(actual));
  }

  void compare_text(const Json& expected, const Json& actual, const std::string& path) {
    if (expected == actual) return;
    const std::string& pattern = text_of(expected);
    const bool wildcard = has_wildcard(pattern);
    if (actual.is_string()) {
      if (wildcard && matches_wildcard(pattern, text_of(actual), bindings_)) return;
      if (begins_container(pattern) && begins_container(text_of(actual)))
        if (const auto e = parsed(pattern), a = parsed(text_of(actual)); e && a)
          return compare(*e, &*a, path + "(json)");
    } else if (is_container(actual)) {
      if (const auto e = parsed(pattern)) return compare(*e, &actual, path);
    } else if (wildcard && matches_wildcard(pattern, to_text(actual), bindings_)) {
      return;
    }
    differ(path, expected, actual);
  }

  void compare_with_text(const Json& expected, const Json& actual, const std::string& path) {
    const auto value = parsed(text_of(actual));
    if (value && is_container(*value)) return compare(expected, &*value, path + "(json)");
    differ(path, expected, actual);
  }

  void compare_objects(const Json& expected, const Json& actual, const std::string& path) {
    for (const auto& [name, value] : expected.items()) {
      const auto found = actual.find(name);
      compare(value, found == actual.end() ? nullptr : &*found, path + '.' + name);
    }
    for (const auto& [name, value] : actual.items())
      if (!expected.contains(name)) add(path + '.' + name, std::string(absent), shown(value));
  }

  void compare_arrays(const Json& expected, const Json& actual, const std::string& path) {
    const auto element = [&](std::size_t index) { return path + '[' + std::to_string(index) + ']'; };
    for (std::size_t index = 0; index < expected.size(); ++index)
      compare(expected[index], index < actual.size() ? &actual[index] : nullptr, element(index));
    for (std::size_t index = expected.size(); index < actual.size(); ++index)
      add(element(index), std::string(absent), shown(actual[index]));
  }

  void compare_numbers(const Json& expected, const Json& actual, const std::string& path) {
    if (!same_kind(expected, actual) || stepstorm::compare_numbers(expected, actual) != 0)
      differ(path, expected, actual);
  }

  void compare_number_with_text(const Json& expected, const Json& actual, const std::string& path) {
    const auto value = parsed(text_of(actual));
    if (value && value->is_number()) return compare_numbers(expected, *value, path);
    differ(path, expected, actual);
  }

  Bindings* bindings_;
  Differences& found_;
  std::size_t limit_;
};

}  // namespace

void find_differences(
    const Json& expected, const Json* actual, const std::string& path, Bindings* bindings, Differences& found) {
  Comparer{bindings, found, differences_max}.compare(expected, actual, path);
}

bool agree(const Json& expected, const Json& actual, Bindings* bindings) {
  Differences found;
  Comparer{bindings, found, 1}.compare(expected, &actual, {});
  return found.empty();
}

std::string shown(const Json& value) { return to_text(value); }

}  // namespace stepstorm::conformance

// Building blocks for schemas of a definition's values; a check reports all findings. state_schema.cpp has the schemas
// of states. Messages are the service's: semantics.md 1.4.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "asl/checks/finding_list.hpp"
#include "asl/checks/place.hpp"
#include "asl/machine.hpp"
#include "values/json.hpp"

namespace stepstorm::asl {

/// The context of a check.
struct Surroundings {
  MachineType type = MachineType::STANDARD;  // EXPRESS also inside a Map whose children are express executions
  QueryLanguage machine_language = QueryLanguage::JSONPath;
  QueryLanguage language = QueryLanguage::JSONPath;  // of the state
  bool language_is_certain = true;  // false: it contradicts the machine's, so fields are not checked against it
  int nesting = 0;                  // scopes around a state, rules around a rule
};

/// The findings by severity.
struct Report {
  FindingList errors;
  FindingList warnings;
};

/// A value under inspection. Holds references only: it must not outlive the call it is made for.
struct Subject {
  const Json& value;
  const Place& place;
  const Surroundings& surroundings;
  Report& report;

  /// Returns a subject for another value with the same surroundings and report.
  Subject with(const Json& other, const Place& elsewhere) const { return {other, elsewhere, surroundings, report}; }

  void error(std::string message) const;  // SCHEMA_VALIDATION_FAILED
  void error(std::string_view code, std::string message) const;
  void warn(std::string_view code, std::string message) const;
};

using Check = std::function<void(const Subject&)>;

// ---- values. The expect_ functions report a value of another type and return whether it can be inspected further.

bool expect_text(const Subject& subject);
bool expect_object(const Subject& subject);
bool expect_array(const Subject& subject);

void text(const Subject& subject);
void boolean(const Subject& subject);
void anything(const Subject& subject);

Check integer(std::int64_t minimum, std::int64_t maximum = std::numeric_limits<std::int64_t>::max());
Check number(double minimum, double maximum = std::numeric_limits<double>::max());
Check one_of(std::vector<std::string_view> values);
Check array_of(Check element);
Check not_empty(Check check);  // for arrays and objects

// ---- objects

/// The query language in which a field exists.
enum class Dialect { Any, JSONPath, JSONata };

struct FieldSchema {
  std::string_view name;
  Check check;
  Dialect dialect = Dialect::Any;
  bool or_expression = false;  // in JSONata its value may be a string `{% ... %}`
};

/// Fields that exclude each other; with `one_is_needed` exactly one is required.
struct Alternatives {
  std::vector<std::string_view> names;
  bool one_is_needed = false;
};

struct ObjectSchema {
  std::vector<FieldSchema> fields;
  std::vector<std::string_view> required = {};
  std::vector<Alternatives> alternatives = {};
  std::vector<Check> relations = {};  // between the object's fields; they are given the object
};

/// Reports all findings in document order: the object's own first, then those of its members.
void check_object(const ObjectSchema& schema, const Subject& subject);
Check object(ObjectSchema schema);

/// Returns nullptr when `object` is no object or has no such member.
const Json* member(const Json& object, std::string_view name);
inline bool has(const Json& object, std::string_view name) { return member(object, name) != nullptr; }
/// Returns the member's text; empty when it is missing or no text.
std::string_view text_member(const Json& object, std::string_view name);

/// Returns an integer clamped to the maximum of 64 bits.
std::int64_t integer_value(const Json& number);

/// `[Next, End]`
std::string in_brackets(const std::vector<std::string_view>& names);

// ---- messages used in several places

std::string are_required(const std::vector<std::string_view>& names);
std::string is_not_supported(std::string_view field);
std::string needs_one_of(const std::vector<std::string_view>& names);
std::string allows_one_of(const std::vector<std::string_view>& names);

}  // namespace stepstorm::asl

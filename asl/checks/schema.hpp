// A vocabulary for saying what a value of a definition must be, and for finding everything that is wrong with it.
// state_schema.cpp says it for states. The sentences are the service's: semantics.md 1.4.
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

/// What the checks of a value depend on besides the value.
struct Surroundings {
  MachineType type = MachineType::STANDARD;  // EXPRESS also inside a Map whose children are express executions
  QueryLanguage machine_language = QueryLanguage::JSONPath;
  QueryLanguage language = QueryLanguage::JSONPath;  // of the state
  bool language_is_certain = true;  // false: it contradicts the machine's, so no field is held against it
  int nesting = 0;                  // scopes around a state, rules around a rule
};

/// Where findings go: what is wrong, and what only deserves a word.
struct Report {
  FindingList errors;
  FindingList warnings;
};

/// A value under inspection. Lives no longer than the call it is made for: it refers to everything.
struct Subject {
  const Json& value;
  const Place& place;
  const Surroundings& surroundings;
  Report& report;

  /// The same surroundings and report around another value.
  Subject with(const Json& other, const Place& elsewhere) const { return {other, elsewhere, surroundings, report}; }

  void error(std::string message) const;  // SCHEMA_VALIDATION_FAILED
  void error(std::string_view code, std::string message) const;
  void warn(std::string_view code, std::string message) const;
};

using Check = std::function<void(const Subject&)>;

// ---- values. Each reports what does not fit and says whether the value can be looked at any further.

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

/// In which query language a field exists.
enum class Dialect { Any, JSONPath, JSONata };

struct FieldSchema {
  std::string_view name;
  Check check;
  Dialect dialect = Dialect::Any;
  bool or_expression = false;  // in JSONata its value may be a string `{% ... %}`
};

/// Fields that exclude each other; with `one_is_needed` exactly one must be there.
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

/// Everything at once, in document order: the object's own findings first, then those of its members.
void check_object(const ObjectSchema& schema, const Subject& subject);
Check object(ObjectSchema schema);

/// nullptr: not an object, or without such a member.
const Json* member(const Json& object, std::string_view name);
inline bool has(const Json& object, std::string_view name) { return member(object, name) != nullptr; }
/// The member's text; empty when it is missing or something else.
std::string_view text_member(const Json& object, std::string_view name);

/// An integer of any size as 64 bits hold it; what is larger becomes the largest.
std::int64_t integer_value(const Json& number);

/// `[Next, End]`
std::string in_brackets(const std::vector<std::string_view>& names);

// ---- sentences that several places need

std::string are_required(const std::vector<std::string_view>& names);
std::string is_not_supported(std::string_view field);
std::string needs_one_of(const std::vector<std::string_view>& names);
std::string allows_one_of(const std::vector<std::string_view>& names);

}  // namespace stepstorm::asl

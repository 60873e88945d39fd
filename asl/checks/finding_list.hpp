// Collects findings, each with the RFC 6901 pointer from which its line and column are found later.
// Bounded: keeps at most findings_max findings and bytes_max bytes, and counts the rest.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "asl/checks/finding.hpp"
#include "asl/checks/place.hpp"

namespace stepstorm::asl {

namespace code {
inline constexpr std::string_view duplicate_label_name = "DUPLICATE_LABEL_NAME";
inline constexpr std::string_view duplicate_state_name = "DUPLICATE_STATE_NAME";
inline constexpr std::string_view invalid_json_description = "INVALID_JSON_DESCRIPTION";
inline constexpr std::string_view invalid_jsonata_expression = "INVALID_JSONATA_EXPRESSION";
inline constexpr std::string_view invalid_label_name = "INVALID_LABEL_NAME";
inline constexpr std::string_view invalid_state_name = "INVALID_STATE_NAME";
inline constexpr std::string_view invalid_variable_name = "INVALID_VARIABLE_NAME";
inline constexpr std::string_view missing_end_state = "MISSING_END_STATE";
inline constexpr std::string_view missing_transition_target = "MISSING_TRANSITION_TARGET";
inline constexpr std::string_view no_dollar = "NO_DOLLAR";
inline constexpr std::string_view no_path = "NO_PATH";
inline constexpr std::string_view pass_result_is_static = "PASS_RESULT_IS_STATIC";
inline constexpr std::string_view reserved_variable_name = "RESERVED_VARIABLE_NAME";
inline constexpr std::string_view schema_validation_failed = "SCHEMA_VALIDATION_FAILED";
inline constexpr std::string_view too_deeply_nested = "TOO_DEEPLY_NESTED";
inline constexpr std::string_view unsupported_jsonata_expression = "UNSUPPORTED_JSONATA_EXPRESSION";
// ours: the service has no code for these
inline constexpr std::string_view duplicate_member = "DUPLICATE_MEMBER";
inline constexpr std::string_view has_no_effect = "HAS_NO_EFFECT";
inline constexpr std::string_view invalid_yaml_description = "INVALID_YAML_DESCRIPTION";
inline constexpr std::string_view may_wait_forever = "MAY_WAIT_FOREVER";
inline constexpr std::string_view no_default = "NO_DEFAULT";
inline constexpr std::string_view too_many_findings = "TOO_MANY_FINDINGS";
inline constexpr std::string_view unreplaced_mark = "UNREPLACED_MARK";
inline constexpr std::string_view unreachable_loop = "UNREACHABLE_LOOP";
inline constexpr std::string_view unsupported_input_type = "UNSUPPORTED_INPUT_TYPE";
}  // namespace code

struct PlacedFinding {
  Finding finding;       // without `at`
  std::string pointer;   // RFC 6901
  std::size_t into = 0;  // bytes into the text at the pointer
};

class FindingList {
 public:
  /// `below`: the pointer from `place` to the exact value, when that is deeper than the location that the service
  /// reports.
  void add(
      Severity severity, std::string_view code, std::string message, const Place& place, std::string_view below = {});
  /// Adds an error inside a text, `into` bytes from its beginning.
  void add_inside(std::string_view code, std::string message, const Place& place, std::size_t into);
  /// Adds a finding about the whole definition, which the service reports without a location.
  void add_unlocated(Severity severity, std::string_view code, std::string message);
  void append(FindingList&& later);

  /// Returns the findings that were kept, and a last one with the number of the others if there are any.
  std::vector<PlacedFinding> take() &&;

 private:
  static constexpr std::size_t findings_max = 1000;
  static constexpr std::size_t bytes_max = 4u << 20;  // of text: names in a location can be as long as a definition

  bool is_full() const { return kept_.size() >= findings_max || bytes_ >= bytes_max; }
  void keep(PlacedFinding found);

  std::vector<PlacedFinding> kept_;
  std::size_t bytes_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace stepstorm::asl

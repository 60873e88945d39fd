// Parses Amazon Resource Names, and those of functions and state machines with their version or alias. Look-ups by ARN
// compare the parsed names, not the text.
// Source: semantics.md 6.1, 6.3 (FunctionName), 8.1 (names and ARNs).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::asl {

/// arn:<partition>:<service>:<region>:<account>:<resource>. All parts but the last contain no colon; parts may be
/// empty.
struct Arn {
  std::string_view partition, service, region, account, resource;
};

/// Returns views into the text. nullopt: the text does not begin as an ARN does.
[[nodiscard]] std::optional<Arn> split_arn(std::string_view text);

/// Removes the text up to the first colon, and the colon, and returns it without the colon; all of it when there is
/// none.
std::string_view take_part(std::string_view& text);

/// The default region and account of names that have none.
struct Home {
  std::string_view region = "us-east-1";
  std::string_view account = "123456789012";
};

/// A Lambda function with its version or alias.
struct FunctionName {
  std::string function;      // arn:aws:lambda:<region>:<account>:function:<name>
  std::string qualifier;     // "3", "$LATEST", "live"; empty: none is given
  bool says_region = true;   // false: the region is only the home's
  bool says_account = true;  // likewise

  [[nodiscard]] std::string_view name() const { return std::string_view{function}.substr(function.rfind(':') + 1); }
  /// With the qualifier, when there is one.
  [[nodiscard]] std::string arn() const { return qualifier.empty() ? function : function + ':' + qualifier; }
};

/// Returns the function with the home's region and account where the name gives none itself.
[[nodiscard]] FunctionName at_home(const FunctionName& function, const Home& home);

/// Parses every form of lambda:invoke's FunctionName: `Pay`, `123456789012:function:Pay`, `function:Pay` or the whole
/// ARN, each with or without `:<version or alias>`.
[[nodiscard]] std::optional<FunctionName> parse_function_name(std::string_view text, const Home& home = {});

/// A state machine with its version or alias.
struct StateMachineName {
  std::string machine;    // arn:aws:states:<region>:<account>:stateMachine:<name>
  std::string qualifier;  // a version's number or an alias; empty: none is given

  [[nodiscard]] std::string_view name() const { return std::string_view{machine}.substr(machine.rfind(':') + 1); }
};

/// Parses an ARN, with or without `:<version or alias>`. nullopt: it is not a state machine's.
[[nodiscard]] std::optional<StateMachineName> parse_state_machine_arn(std::string_view arn);

/// Returns the name in an execution's ARN: `o` in ...:execution:<machine>:o and in ...:express:<machine>:o:<uuid>.
[[nodiscard]] std::optional<std::string_view> parse_execution_name(std::string_view arn);

}  // namespace stepstorm::asl

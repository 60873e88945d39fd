// Amazon Resource Names taken apart, and what some of them name: a function or a state machine, with the version or
// the alias that is meant. Look-ups by ARN compare these, not the text.
// Source: semantics.md 6.1, 6.3 (FunctionName), 8.1 (names and ARNs).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stepstorm::asl {

/// arn:<partition>:<service>:<region>:<account>:<resource>; all parts but the last are without colons, and may be empty.
struct Arn {
  std::string_view partition, service, region, account, resource;
};

/// Views into the text. nullopt: it does not begin as an ARN does.
[[nodiscard]] std::optional<Arn> split_arn(std::string_view text);

/// Cuts off what stands before the first colon, and the colon; all of it when there is none.
std::string_view take_part(std::string_view& text);

/// Where a function or a machine is looked for whose region or account are not said.
struct Home {
  std::string_view region = "us-east-1";
  std::string_view account = "123456789012";
};

/// A Lambda function, and which version or alias of it.
struct FunctionName {
  std::string function;      // arn:aws:lambda:<region>:<account>:function:<name>
  std::string qualifier;     // "3", "$LATEST", "live"; empty: none is said
  bool says_region = true;   // and it is not only the home's
  bool says_account = true;  // likewise

  [[nodiscard]] std::string_view name() const { return std::string_view{function}.substr(function.rfind(':') + 1); }
  /// With the qualifier, when there is one.
  [[nodiscard]] std::string arn() const { return qualifier.empty() ? function : function + ':' + qualifier; }
};

/// The same function in this region and account, where it does not say them itself.
[[nodiscard]] FunctionName at_home(const FunctionName& function, const Home& home);

/// From all that FunctionName of lambda:invoke may be: `Pay`, `123456789012:function:Pay`, `function:Pay` or the whole
/// ARN, each with or without `:<version or alias>`.
[[nodiscard]] std::optional<FunctionName> parse_function_name(std::string_view text, const Home& home = {});

/// A state machine, and which version or alias of it.
struct StateMachineName {
  std::string machine;    // arn:aws:states:<region>:<account>:stateMachine:<name>
  std::string qualifier;  // a version's number or an alias; empty: none is said

  [[nodiscard]] std::string_view name() const { return std::string_view{machine}.substr(machine.rfind(':') + 1); }
};

/// From an ARN, with or without `:<version or alias>`. nullopt: it is the ARN of no state machine.
[[nodiscard]] std::optional<StateMachineName> parse_state_machine_arn(std::string_view arn);

/// What an execution is called: `o` in ...:execution:<machine>:o and in ...:express:<machine>:o:<uuid>.
[[nodiscard]] std::optional<std::string_view> parse_execution_name(std::string_view arn);

}  // namespace stepstorm::asl

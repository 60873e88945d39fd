#include "asl/arn.hpp"

#include <algorithm>

#include "values/characters.hpp"

namespace stepstorm::asl {
namespace {

bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_'; }

bool is_account(std::string_view text) {
  constexpr std::size_t account_digits = 12;
  return text.size() == account_digits && consists_of(text, is_digit);
}

/// <name>[:<version or alias>]
std::optional<FunctionName> function_in(std::string_view prefix, std::string_view rest) {
  const bool is_qualified = rest.find(':') != rest.npos;
  const auto name = take_part(rest);
  if (!consists_of(name, is_word)) return std::nullopt;
  if (is_qualified && !consists_of(rest, [](char c) { return is_word(c) || c == '$'; })) return std::nullopt;
  return FunctionName{std::string(prefix) + std::string(name), std::string(rest)};
}

std::string function_prefix(std::string_view partition, std::string_view region, std::string_view account) {
  return "arn:" + std::string(partition) + ":lambda:" + std::string(region) + ':' + std::string(account) + ":function:";
}

}  // namespace

std::string_view take_part(std::string_view& text) {
  const auto colon = text.find(':');
  const auto part = text.substr(0, colon);
  text.remove_prefix(colon == text.npos ? text.size() : colon + 1);
  return part;
}

std::optional<Arn> split_arn(std::string_view text) {
  if (take_part(text) != "arn") return std::nullopt;
  Arn arn;
  arn.partition = take_part(text);
  if (arn.partition != "aws" && !arn.partition.starts_with("aws-")) return std::nullopt;  // aws-cn, aws-eusc ...
  arn.service = take_part(text);
  arn.region = take_part(text);
  arn.account = take_part(text);
  arn.resource = text;
  return arn;
}

std::optional<FunctionName> parse_function_name(std::string_view text, const Home& home) {
  if (const auto arn = split_arn(text)) {
    auto resource = arn->resource;
    if (arn->service != "lambda" || !take_prefix(resource, "function:")) return std::nullopt;
    return function_in(function_prefix(arn->partition, arn->region, arn->account), resource);
  }
  std::string_view account = home.account;
  bool says_account = false;
  if (const auto first = text.substr(0, text.find(':')); is_account(first) && first.size() < text.size()) {
    account = first;
    says_account = true;
    take_part(text);
    if (!text.starts_with("function:")) return std::nullopt;
  }
  take_prefix(text, "function:");
  auto function = function_in(function_prefix("aws", home.region, account), text);
  if (!function) return std::nullopt;
  function->says_region = false;
  function->says_account = says_account;
  return function;
}

FunctionName at_home(const FunctionName& function, const Home& home) {
  const auto arn = split_arn(function.function);
  if (function.says_region || !arn) return function;
  FunctionName moved = function;
  moved.function = function_prefix(arn->partition, home.region, function.says_account ? arn->account : home.account) +
                   std::string(function.name());
  return moved;
}

std::optional<StateMachineName> parse_state_machine_arn(std::string_view text) {
  const auto arn = split_arn(text);
  if (!arn || arn->service != "states") return std::nullopt;
  auto resource = arn->resource;
  if (!take_prefix(resource, "stateMachine:")) return std::nullopt;
  const auto name = take_part(resource);
  if (name.empty()) return std::nullopt;
  const std::string_view machine{text.data(), static_cast<std::size_t>(name.data() + name.size() - text.data())};
  return StateMachineName{std::string(machine), std::string(resource)};
}

std::optional<std::string_view> parse_execution_name(std::string_view text) {
  const auto arn = split_arn(text);
  if (!arn || arn->service != "states") return std::nullopt;
  auto resource = arn->resource;
  if (!take_prefix(resource, "execution:") && !take_prefix(resource, "express:")) return std::nullopt;
  take_part(resource);  // the machine
  const auto name = take_part(resource);
  return name.empty() ? std::nullopt : std::optional{name};
}

}  // namespace stepstorm::asl

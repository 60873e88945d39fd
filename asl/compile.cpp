#include "asl/compile.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "asl/build.hpp"
#include "asl/checks/finding_list.hpp"
#include "asl/checks/validate.hpp"
#include "values/duplicate_members.hpp"
#include "values/json.hpp"
#include "values/positions.hpp"
#include "values/yaml.hpp"

namespace stepstorm::asl {
namespace {

/// A parsed definition, and a way to find places in its text.
struct Source {
  Json definition;
  std::string json_text;
  std::function<std::vector<TextPosition>(const std::vector<std::string_view>& pointers)> locate;
  /// Returns the position of a byte of a string's value, from the beginning of the string in quotes.
  std::function<TextPosition(TextPosition begin, std::size_t into)> go_into;
};

Finding error(std::string_view code, std::string message, TextPosition at = {}) {
  return {.severity = Severity::ERROR,
          .code = std::string(code),
          .message = std::move(message),
          .location = std::nullopt,
          .at = at};
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

// ---- the service's message for text that is not JSON: its parser's sentence, which shows the text

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }

/// The text from a position on.
std::string_view text_from(std::string_view text, TextPosition at) {
  for (std::size_t line = 1; line < at.line; ++line) text.remove_prefix(text.find('\n') + 1);
  return text.substr(std::min(at.column - 1, text.size()));
}

/// The word at a position, empty if something else is there.
std::string_view word_at(std::string_view text, TextPosition at) {
  text = text_from(text, at);
  std::size_t length = 0;
  while (length < text.size() && is_word_character(text[length])) ++length;
  return text.substr(0, length);
}

std::string source_at(std::string_view text, TextPosition at) {
  constexpr std::size_t shown_max = 500;
  std::string source = "[Source: (String)\"" + std::string(text.substr(0, shown_max)) + '"';
  if (text.size() > shown_max) source += "[truncated " + std::to_string(text.size() - shown_max) + " chars]";
  return source + "; line: " + std::to_string(at.line) + ", column: " + std::to_string(at.column) + "]";
}

/// The name in the mark that begins with this word of the text.
std::optional<std::string_view> mark_at(std::string_view text, std::string_view word) {
  if (!word.starts_with('$')) return std::nullopt;
  const auto name = first_mark(text.substr(static_cast<std::size_t>(word.data() - text.data())));
  return name && name->data() == word.data() + 2 ? name : std::nullopt;
}

Finding invalid_json(std::string_view text, const JsonError& problem) {
  const auto word = word_at(text, problem.at);
  const auto mark = mark_at(text, word);
  const auto sentence = mark           ? about_mark(*mark)
                        : word.empty() ? problem.message
                                       : "Unrecognized token '" + std::string(word) +
                                             "': was expecting (JSON String, Number, Array, Object or token 'null', "
                                             "'true' or 'false')";
  const auto source = source_at(text, {problem.at.line, problem.at.column + word.size()});
  auto finding = error(code::invalid_json_description, sentence + "\n at " + source, problem.at);
  finding.location = source;
  return finding;
}

// ---- reading

/// An escape counts for the bytes that it stands for.
TextPosition inside_json_text(std::string_view text, TextPosition begin, std::size_t into) {
  std::string_view rest = text_from(text, begin);
  std::size_t said = 0;
  std::size_t read = 1;  // the quote
  while (said < into && read < rest.size() && rest[read] != '"') {
    const std::size_t length = rest[read] != '\\' ? 1 : rest.substr(read + 1, 1) == "u" ? 6 : 2;
    const std::string_view written = rest.substr(read, length);
    const auto meant = length == 1 ? std::nullopt : std::optional{parse_json('"' + std::string(written) + '"')};
    said += meant && *meant ? (*meant)->get_ref<const std::string&>().size() : 1;
    read += length;
  }
  return {begin.line, begin.column + read};
}

tl::expected<Source, Finding> read_json(std::string_view text) {
  auto definition = parse_json(text, {.bytes = definition_bytes_max});
  if (!definition) return tl::unexpected(invalid_json(text, definition.error()));
  return Source{std::move(*definition),
                std::string(text),
                [text](const auto& pointers) { return locate_all(text, pointers); },
                [text](TextPosition begin, std::size_t into) { return inside_json_text(text, begin, into); }};
}

tl::expected<Source, Finding> read_yaml(std::string_view text) {
  auto document = parse_yaml(text, {.bytes = definition_bytes_max});
  if (!document) {
    return tl::unexpected(error(code::invalid_yaml_description, document.error().message, document.error().at));
  }
  auto json_text = to_text(document->value);
  if (json_text.size() > definition_bytes_max) {
    return tl::unexpected(error(code::schema_validation_failed, "Definition has more than 1048576 bytes as JSON"));
  }
  auto definition = std::move(document->value);
  return Source{std::move(definition),
                std::move(json_text),
                [shared = std::make_shared<const YamlDocument>(std::move(*document))](const auto& pointers) {
                  std::vector<TextPosition> positions;
                  for (const auto pointer : pointers) positions.push_back(shared->locate(pointer));
                  return positions;
                },
                [](TextPosition begin, std::size_t) { return begin; }};  // YAML has many ways to write a text
}

tl::expected<Source, Finding> read(std::string_view text, DefinitionFormat format) {
  const auto no_object = error(code::schema_validation_failed, "Definition must be a valid JSON object");
  if (text.size() > definition_bytes_max) {
    return tl::unexpected(error(code::schema_validation_failed, "Definition has more than 1048576 bytes"));
  }
  if (is_blank(text)) return tl::unexpected(no_object);
  auto source = format == DefinitionFormat::YAML ? read_yaml(text) : read_json(text);
  if (source && !source->definition.is_object()) return tl::unexpected(no_object);
  return source;
}

std::vector<Finding> located(std::vector<PlacedFinding> found, const Source& source) {
  if (found.empty()) return {};
  std::vector<std::string_view> pointers;
  for (const auto& placed : found) pointers.push_back(placed.pointer);
  const auto positions = source.locate(pointers);
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < found.size(); ++i) {
    findings.push_back(std::move(found[i].finding));
    findings.back().at = found[i].into > 0 ? source.go_into(positions[i], found[i].into) : positions[i];
  }
  return findings;
}

/// The service silently takes the last one; other readers of the definition may take another one.
void add_duplicates(std::string_view text, std::vector<Finding>& findings) {
  constexpr std::size_t shown_max = 100;
  for (const auto& [name, at] : duplicate_members(text, shown_max))
    findings.push_back({.severity = Severity::WARNING,
                        .code = std::string(code::duplicate_member),
                        .message = "The member '" + name + "' is there twice; the last one counts",
                        .location = std::nullopt,
                        .at = at});
}

// ---- marks that are left

/// Every text of the definition with a mark in it, by its pointer.
template <class Tell>
void each_mark(const Json& value, const std::string& pointer, const Tell& tell) {
  if (value.is_string()) {
    std::string_view rest = value.get_ref<const std::string&>();
    for (auto name = first_mark(rest); name; name = first_mark(rest)) {
      tell(pointer, *name);
      rest.remove_prefix(static_cast<std::size_t>(name->data() + name->size() - rest.data()));
    }
  } else if (value.is_object()) {
    for (const auto& [name, member] : value.items()) each_mark(member, pointer_to(pointer, name), tell);
  } else if (value.is_array()) {
    for (std::size_t index = 0; index < value.size(); ++index)
      each_mark(value[index], pointer_to(pointer, index), tell);
  }
}

/// Replaces findings about a text with a mark by a finding about the mark; other marks are warnings, one for each name.
void report_marks(const Json& definition, std::vector<PlacedFinding>& found) {
  const auto judged = static_cast<std::ptrdiff_t>(found.size());
  std::set<std::string, std::less<>> named;
  std::set<std::string> explained;  // pointers
  each_mark(definition, "", [&](const std::string& pointer, std::string_view name) {
    const auto wrong = std::find_if(
        found.begin(), found.begin() + judged, [&](const PlacedFinding& placed) { return placed.pointer == pointer; });
    if (wrong != found.begin() + judged && explained.insert(pointer).second) {
      named.emplace(name);
      wrong->finding.message = about_mark(name);
      return;
    }
    if (!named.emplace(name).second) return;
    Finding warning{.severity = Severity::WARNING,
                    .code = std::string(code::unreplaced_mark),
                    .message = about_mark(name),
                    .location = pointer,
                    .at = {}};
    found.push_back({std::move(warning), pointer});
  });
}

}  // namespace

DefinitionFormat format_of(std::string_view file_name) {
  return file_name.ends_with(".yaml") || file_name.ends_with(".yml") ? DefinitionFormat::YAML : DefinitionFormat::JSON;
}

CompileResult compile(std::string_view text,
                      MachineType type,
                      DefinitionFormat format,
                      const Substitutions& substitutions) {
  if (!substitutions.empty()) return compile(substitute(text, substitutions), type, format);
  auto source = read(text, format);
  if (!source) return {.machine = nullptr, .findings = {std::move(source.error())}};
  auto found = validate(source->definition, type);
  if (first_mark(text)) report_marks(source->definition, found);
  CompileResult result{.machine = nullptr, .findings = located(std::move(found), *source)};
  if (format == DefinitionFormat::JSON) add_duplicates(text, result.findings);
  if (!has_errors(result.findings)) result.machine = build(source->definition, type, std::move(source->json_text));
  return result;
}

}  // namespace stepstorm::asl

#include "asl/json_path.hpp"

#include <algorithm>

#include "asl/cursor.hpp"
#include "asl/overload.hpp"
#include "asl/path_parser.hpp"
#include "asl/path_walk.hpp"

namespace stepstorm::asl {

namespace {

/// The part of `$$` that a path leads into.
enum class ContextPart { Whole, Frame, ExecutionInput, ItemValue };

}  // namespace

struct JsonPath::Compiled {
  std::string text;
  ParsedPath path;
  bool definite = true;
  ContextPart part = ContextPart::Whole;
};

namespace {

std::string_view name_at(const PathSteps& steps, std::size_t at) {
  const auto* name = at < steps.size() ? std::get_if<Name>(&steps[at]) : nullptr;
  return name ? std::string_view{name->name} : std::string_view{};
}

/// In a filter, `$` is the whole document.
bool has_filter(const PathSteps& steps) {
  return std::any_of(
      steps.begin(), steps.end(), [](const PathStep& step) { return std::holds_alternative<Filtered>(step); });
}

ContextPart part_of(const ParsedPath& path) {
  using enum ContextPart;
  const PathSteps& steps = path.steps;
  if (!std::holds_alternative<FromContext>(path.root) || has_filter(steps)) return Whole;
  const std::string_view first = name_at(steps, 0);
  const std::string_view second = name_at(steps, 1);
  const std::string_view third = name_at(steps, 2);
  if (first == "Execution" && second == "Input") return ExecutionInput;
  if (first == "Map" && second == "Item" && third == "Value") return ItemValue;
  const bool beside = (first == "Execution" && !second.empty()) ||
                      (first == "Map" && second == "Item" && !third.empty()) || first == "State" ||
                      first == "StateMachine" || first == "Task";
  return beside && definite(steps) ? Frame : Whole;
}

/// Where a walk begins, and the steps that are left from there.
struct Start {
  const Json* document;  // null: an unknown variable
  std::span<const PathStep> steps;
};

/// The document that `$` means in this path, or null: an unknown variable.
const Json* document_of(const PathRoot& root, const Json& input, const References& references) {
  return std::visit(Overload{
                        [&](const FromInput&) { return &input; },
                        [&](const FromContext&) { return &references.context(); },
                        [&](const FromVariable& variable) { return references.variable(variable.name); },
                    },
                    root);
}

Start start_of(const ParsedPath& path, ContextPart part, const Json& input, const References& references) {
  const std::span<const PathStep> steps{path.steps};
  switch (part) {
    case ContextPart::Whole: break;
    case ContextPart::Frame: return {&references.context_frame(), steps};
    case ContextPart::ExecutionInput:
      if (const Json* found = references.execution_input()) return {found, steps.subspan(2)};
      break;
    case ContextPart::ItemValue:
      if (const Json* found = references.item_value()) return {found, steps.subspan(3)};
      break;
  }
  return {document_of(path.root, input, references), steps};
}

std::string normalized_root(const PathRoot& root) {
  const auto* variable = std::get_if<FromVariable>(&root);
  return variable ? "$" + variable->name : "$";
}

std::string normalized(std::span<const PathStep> steps) {
  std::string text;
  for (const auto& step : steps) text += normalized(step);
  return text;
}

/// Where definite steps stop leading to anything.
struct Miss {
  const Json* reached;  // the last node that is there
  std::size_t step;     // the first step that leads nowhere
};
Miss find_miss(const PathSteps& steps, const Json& document) {
  PathWalk walk(document);
  Miss miss{&document, 0};
  while (miss.step < steps.size()) {
    const auto* next = walk.follow(std::span(steps).subspan(miss.step, 1), *miss.reached);
    if (!next) break;
    miss.reached = next;
    ++miss.step;
  }
  return miss;
}

/// Source of the sentences: Jayway before 2.3, seen in the service's answers.
std::string describe(const Miss& miss, const ParsedPath& path) {
  const auto all = std::span(path.steps);
  const auto before = normalized_root(path.root) + normalized(all.first(miss.step));
  const auto fragment = normalized(all[miss.step]);
  if (std::holds_alternative<Index>(all[miss.step])) {
    if (miss.reached->is_null()) return "The path " + before + " is null";
    if (miss.reached->is_array()) return "Index out of bounds when evaluating path " + before + fragment;
    return "Filter: " + normalized(all.subspan(miss.step)) +
           " can only be applied to arrays. Current context is: " + to_text(*miss.reached);
  }
  if (!miss.reached->is_object()) return "Property " + fragment + " not found in path " + before;
  if (miss.step + 1 < all.size()) return "Missing property in path " + before + fragment;
  return "No results for path: " + before + fragment;
}

}  // namespace

tl::expected<JsonPath, std::string> JsonPath::parse(std::string_view text) {
  auto rest = text;
  auto path = parse_prefix(rest);
  if (!path || rest.empty()) return path;
  Cursor cursor(text);
  cursor.advance(path->text().size());
  cursor.fail_here("'.' or '['");
  return tl::unexpected(cursor.problem());
}

tl::expected<JsonPath, std::string> JsonPath::parse_prefix(std::string_view& text) {
  Cursor cursor(text.substr(0, path_length_max + 1));
  auto path = parse_path(cursor);
  if (!path) return tl::unexpected(cursor.problem());
  if (cursor.position() > path_length_max) {
    return tl::unexpected("The path is longer than " + std::to_string(path_length_max) + " characters");
  }
  auto compiled = std::make_shared<Compiled>();
  compiled->text = text.substr(0, cursor.position());
  compiled->definite = stepstorm::asl::definite(path->steps);
  compiled->path = std::move(*path);
  compiled->part = part_of(compiled->path);
  text.remove_prefix(cursor.position());
  return JsonPath(std::move(compiled));
}

std::optional<Selection> JsonPath::select(const Json& input, const References& references) const {
  const auto [document, steps] = start_of(compiled_->path, compiled_->part, input, references);
  if (!document) return std::nullopt;
  PathWalk walk(*document);
  if (!compiled_->definite) return select_all(walk, steps);

  const auto* node = walk.follow(steps, *document);
  if (!node || walk.exhausted()) return std::nullopt;
  const bool built = !steps.empty() && std::holds_alternative<Names>(steps.back());
  return built ? Selection(Json(*node)) : Selection(node);
}

std::optional<Selection> JsonPath::select_all(PathWalk& walk, std::span<const PathStep> steps) {
  const auto matches = walk.collect(steps, walk.document());
  Json::array_t collected;
  collected.reserve(matches.size());
  for (const auto* match : matches) {
    if (!walk.spend_copy(*match)) return std::nullopt;
    collected.push_back(*match);
  }
  if (walk.exhausted()) return std::nullopt;
  return Selection(Json(std::move(collected)));
}

std::string JsonPath::describe_miss(const Json& input, const References& references) const {
  const auto& path = compiled_->path;
  const auto* document = document_of(path.root, input, references);
  if (!document) return "No results for path: " + normalized_root(path.root);
  if (!compiled_->definite) return "The path selects too much";
  const auto miss = find_miss(path.steps, *document);
  return miss.step == path.steps.size() ? "The path selects too much" : describe(miss, path);
}

EvaluationError JsonPath::missing_value(std::string_view field, const Json& input, const References& references) const {
  if (!compiled_->definite) return {.detail = "Invalid path '" + text() + "' : " + describe_miss(input, references)};
  const Json& searched = reads_context() ? references.context() : input;
  return {.detail = "The JSONPath '" + text() + "' specified for the field '" + std::string(field) +
                    "' could not be found in the input '" + to_text(searched) + "'"};
}

bool JsonPath::ends_past_array(const Json& input, const References& references) const {
  const auto& [root, steps] = compiled_->path;
  const auto* document = document_of(root, input, references);
  if (!document || !compiled_->definite || steps.empty() || !std::holds_alternative<Index>(steps.back())) return false;
  const auto miss = find_miss(steps, *document);
  return miss.step + 1 == steps.size() && miss.reached->is_array();
}

const std::string& JsonPath::text() const { return compiled_->text; }
bool JsonPath::definite() const { return compiled_->definite; }
bool JsonPath::reads_context() const { return std::holds_alternative<FromContext>(compiled_->path.root); }

bool JsonPath::is_root() const {
  return std::holds_alternative<FromInput>(compiled_->path.root) && compiled_->path.steps.empty();
}

std::optional<std::string> JsonPath::variable() const {
  const auto* variable = std::get_if<FromVariable>(&compiled_->path.root);
  return variable ? std::optional(variable->name) : std::nullopt;
}

JsonPath::JsonPath(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
JsonPath::JsonPath(const JsonPath&) = default;
JsonPath::JsonPath(JsonPath&&) noexcept = default;
JsonPath& JsonPath::operator=(const JsonPath&) = default;
JsonPath& JsonPath::operator=(JsonPath&&) noexcept = default;
JsonPath::~JsonPath() = default;

}  // namespace stepstorm::asl

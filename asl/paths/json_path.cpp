#include "asl/paths/json_path.hpp"

#include "asl/paths/path_parser.hpp"
#include "asl/paths/path_walk.hpp"
#include "values/overload.hpp"

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

/// The node at which a walk begins, and the remaining steps.
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

/// Explains a failure in the engine's words; for a definite path, in the words seen in the service's answers.
std::string sentence(const WalkFailure& failure, const PathRoot& root) {
  if (!failure.placed) return failure.before + failure.after;
  return failure.before + normalized_root(root) + failure.place + failure.after;
}

}  // namespace

tl::expected<JsonPath, std::string> JsonPath::parse(std::string_view text) {
  if (text.size() > path_length_max) {
    return tl::unexpected("The path is longer than " + std::to_string(path_length_max) + " characters");
  }
  auto path = parse_path(text);
  if (!path) return tl::unexpected(std::move(path.error()));
  auto compiled = std::make_shared<Compiled>();
  compiled->text = text;
  compiled->definite = stepstorm::asl::definite(path->steps);
  compiled->path = std::move(*path);
  compiled->part = part_of(compiled->path);
  return JsonPath(std::move(compiled));
}

tl::expected<JsonPath, std::string> JsonPath::parse_prefix(std::string_view& text) {
  auto path = parse(text.substr(0, path_extent(text)));
  if (path) text.remove_prefix(path->text().size());
  return path;
}

std::optional<Selection> JsonPath::select(const Json& input, const References& references) const {
  const auto [document, steps] = start_of(compiled_->path, compiled_->part, input, references);
  if (!document) return std::nullopt;
  if (steps.empty()) return Selection(document);
  PathWalk walk(steps, *document);
  if (!compiled_->definite) return select_all(walk);

  const auto* node = walk.follow(steps, *document).node;
  if (!node) return std::nullopt;
  const bool built = std::holds_alternative<Names>(steps.back());
  return built ? Selection(Json(*node)) : Selection(node);
}

std::optional<Selection> JsonPath::select_all(PathWalk& walk) const {
  PathWalk::Matches matches;
  matches.reserve(16);  // growing from one on would cost more than all that most paths do
  if (walk.collect(matches) != Walked::arrived) return std::nullopt;
  Json::array_t collected;
  collected.reserve(matches.size());
  for (const auto* match : matches) {
    if (!walk.spend_copy(*match)) return std::nullopt;
    collected.push_back(*match);
  }
  return Selection(Json(std::move(collected)));
}

std::string JsonPath::describe_miss(const Json& input, const References& references) const {
  const auto& [root, steps] = compiled_->path;
  const auto* document = document_of(root, input, references);
  if (!document) return "No results for path: " + normalized_root(root);
  WalkFailure failure;
  PathWalk walk(steps, *document, &failure);
  PathWalk::Matches matches;
  return walk.collect(matches) == Walked::arrived ? "The path selects too much" : sentence(failure, root);
}

EvaluationError JsonPath::missing_value(std::string_view field, const Json& input, const References& references) const {
  const Json& searched = reads_context() ? references.context() : input;
  return {.detail = "The JSONPath '" + text() + "' specified for the field '" + std::string(field) +
                    "' could not be found in the input '" + to_text(searched) + "'"};
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

#include "values/yaml.hpp"

#include <optional>
#include <sstream>
#include <unordered_set>
#include <utility>
#include <vector>

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "values/json_scanner.hpp"
#include "values/yaml_scalar.hpp"

namespace stepstorm {
namespace {

TextPosition position_of(const YAML::Mark& mark) {
  if (mark.is_null()) return {};
  return {.line = static_cast<std::size_t>(mark.line) + 1, .column = static_cast<std::size_t>(mark.column) + 1};
}

using Result = tl::expected<Json, JsonError>;

tl::unexpected<JsonError> refuse(std::string message, const YAML::Mark& mark) {
  return tl::unexpected(JsonError{std::move(message), position_of(mark)});
}

struct Entry {
  std::string name;
  YAML::Node value;
};
using Entries = tl::expected<std::vector<Entry>, JsonError>;

/// Converts nodes to JSON and notes where each began. An alias counts again each time it is used.
class Converter {
 public:
  Converter(const YamlLimits& limits, std::unordered_map<std::string, TextPosition>& positions)
      : limits_(limits), positions_(positions) {}

  Result convert(const YAML::Node& node, const std::string& pointer, std::size_t depth);

 private:
  Result convert_scalar(const YAML::Node& node);
  Result convert_sequence(const YAML::Node& node, const std::string& pointer, std::size_t depth);
  Result convert_map(const YAML::Node& node, const std::string& pointer, std::size_t depth);

  Entries entries_of(const YAML::Node& map, std::size_t depth);
  tl::expected<void, JsonError> merge(const YAML::Node& merged,
                                      std::size_t depth,
                                      std::vector<Entry>& entries,
                                      std::unordered_set<std::string>& names);
  bool count(std::size_t bytes);

  const YamlLimits& limits_;
  std::unordered_map<std::string, TextPosition>& positions_;
  std::size_t values_ = 0;
  std::size_t bytes_ = 0;
};

bool Converter::count(std::size_t bytes) {
  values_ += 1;
  bytes_ += bytes;
  return values_ <= limits_.values && bytes_ <= limits_.unfolded_bytes;
}

Result Converter::convert(const YAML::Node& node, const std::string& pointer, std::size_t depth) {
  if (depth > limits_.depth) return refuse("the document is nested too deep", node.Mark());
  const auto scalar_size = node.IsScalar() ? node.Scalar().size() : 0;
  if (!count(pointer.size() + scalar_size)) return refuse("the document unfolds to more than is allowed", node.Mark());
  positions_.emplace(pointer, position_of(node.Mark()));
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null: return Json(nullptr);
    case YAML::NodeType::Scalar: return convert_scalar(node);
    case YAML::NodeType::Sequence: return convert_sequence(node, pointer, depth);
    case YAML::NodeType::Map: return convert_map(node, pointer, depth);
  }
  return Json(nullptr);
}

Result Converter::convert_scalar(const YAML::Node& node) {
  const auto& tag = node.Tag();
  if (tag == "!" || tag == "tag:yaml.org,2002:str") return Json(node.Scalar());
  if (tag != "?" && !tag.starts_with("tag:yaml.org,2002:"))
    return refuse("the tag '" + tag + "' is not supported", node.Mark());
  auto value = resolve_plain_scalar(node.Scalar());
  if (!value) return refuse("'" + node.Scalar() + "' cannot be said in JSON", node.Mark());
  return std::move(*value);
}

Result Converter::convert_sequence(const YAML::Node& node, const std::string& pointer, std::size_t depth) {
  Json::array_t array;
  for (const auto& element : node) {
    auto value = convert(element, pointer_to(pointer, array.size()), depth + 1);
    if (!value) return value;
    array.push_back(std::move(*value));
  }
  return Json(std::move(array));
}

Result Converter::convert_map(const YAML::Node& node, const std::string& pointer, std::size_t depth) {
  auto entries = entries_of(node, depth);
  if (!entries) return tl::unexpected(std::move(entries.error()));
  Json::object_t object;
  object.reserve(entries->size());
  for (auto& entry : *entries) {
    auto value = convert(entry.value, pointer_to(pointer, entry.name), depth + 1);
    if (!value) return value;
    object.emplace_back(std::move(entry.name), std::move(*value));
  }
  return Json(std::move(object));
}

bool is_merge_key(const YAML::Node& key) { return key.IsScalar() && key.Scalar() == "<<" && key.Tag() == "?"; }

/// The map's own members, then what its merge keys add to them.
Entries Converter::entries_of(const YAML::Node& map, std::size_t depth) {
  std::vector<Entry> entries;
  std::unordered_set<std::string> names;
  std::vector<YAML::Node> merges;
  for (const auto& member : map) {
    const YAML::Node& key = member.first;
    if (is_merge_key(key)) {
      merges.push_back(member.second);
      continue;
    }
    if (!key.IsScalar()) return refuse("a member's name must be a text", key.Mark());
    if (!names.insert(key.Scalar()).second)
      return refuse("the member '" + key.Scalar() + "' is there twice", key.Mark());
    entries.push_back({key.Scalar(), member.second});
  }
  for (const auto& merged : merges) {
    if (auto done = merge(merged, depth + 1, entries, names); !done) return tl::unexpected(std::move(done.error()));
  }
  return entries;
}

/// Members that are there already stay as they are.
tl::expected<void, JsonError> Converter::merge(const YAML::Node& merged,
                                               std::size_t depth,
                                               std::vector<Entry>& entries,
                                               std::unordered_set<std::string>& names) {
  if (depth > limits_.depth) return refuse("the document is nested too deep", merged.Mark());
  if (!count(0)) return refuse("the document unfolds to more than is allowed", merged.Mark());
  if (merged.IsSequence()) {
    for (const auto& each : merged) {
      if (auto done = merge(each, depth + 1, entries, names); !done) return done;
    }
    return {};
  }
  if (!merged.IsMap()) return refuse("'<<' can merge only maps", merged.Mark());
  auto more = entries_of(merged, depth);
  if (!more) return tl::unexpected(std::move(more.error()));
  for (auto& entry : *more) {
    if (!count(entry.name.size())) return refuse("the document unfolds to more than is allowed", merged.Mark());
    if (names.insert(entry.name).second) entries.push_back(std::move(entry));
  }
  return {};
}

/// yaml-cpp takes the end of the text for the end of a quoted scalar when a newline stands before it; a document's end
/// marker there it refuses.
std::string with_end_marked(std::string_view text) { return std::string(text) + (text.ends_with('\n') ? "...\n" : ""); }

/// Takes in a document only to say whether there was one and where.
class Bystander final : public YAML::EventHandler {
 public:
  std::optional<YAML::Mark> document;

  void OnDocumentStart(const YAML::Mark& mark) override { document = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// Where something follows the first document. (YAML::LoadAll would look for more for ever behind `{},`.)
std::optional<YAML::Mark> second_document(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Bystander first, second;
  parser.HandleNextDocument(first);
  parser.HandleNextDocument(second);
  return second.document;
}

tl::expected<YAML::Node, JsonError> load(const std::string& text) {
  try {
    if (const auto second = second_document(text)) return refuse("the text holds more than one document", *second);
    return YAML::Load(text);
  } catch (const YAML::DeepRecursion& problem) {
    return refuse("the document is nested too deep", problem.mark);
  } catch (const YAML::Exception& problem) {
    return refuse(problem.msg, problem.mark);
  }
}

}  // namespace

TextPosition YamlDocument::locate(std::string_view pointer) const {
  for (;;) {
    if (const auto found = positions.find(std::string(pointer)); found != positions.end()) return found->second;
    if (pointer.empty()) return {};
    const auto slash = pointer.rfind('/');
    pointer = pointer.substr(0, slash == pointer.npos ? 0 : slash);
  }
}

tl::expected<YamlDocument, JsonError> parse_yaml(std::string_view text, const YamlLimits& limits) {
  if (text.size() > limits.bytes) {
    return tl::unexpected(JsonError{"the text has more than " + std::to_string(limits.bytes) + " bytes", {}});
  }
  if (const auto at = text.find('\0'); at != text.npos)
    return tl::unexpected(JsonError{"unexpected NUL character", stepstorm::position_of(text, at)});
  const auto root = load(with_end_marked(text));
  if (!root) return tl::unexpected(root.error());
  YamlDocument document;
  auto value = Converter(limits, document.positions).convert(*root, "", 0);
  if (!value) return tl::unexpected(std::move(value.error()));
  document.value = std::move(*value);
  return document;
}

}  // namespace stepstorm

#include "search/variation/place.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "config/closest.hpp"
#include "config/reader.hpp"

namespace stepstorm::variation {
namespace {

using Places = tl::expected<std::vector<DocumentPlace>, std::string>;

std::string in_quotes(std::string_view name) { return "'" + std::string(name) + "'"; }

/// Joins the first few places of a list.
std::string listed(const std::vector<DocumentPlace>& places) {
  constexpr std::size_t shown_max = 12;
  std::string text;
  for (std::size_t index = 0; index < std::min(places.size(), shown_max); ++index)
    text += (index == 0 ? "" : ", ") + places[index].pointer;
  return text + (places.size() > shown_max ? " and " + std::to_string(places.size() - shown_max) + " more" : "");
}

// ---- all values, by their paths

struct Value {
  DocumentPlace place;
  std::string path;  // members of the pointer, joined by dots
};

void gather(const Json& json, const Value& at, std::vector<Value>& out) {
  if (!at.path.empty()) out.push_back(at);
  if (!json.is_structured()) return;
  for (const auto& [name, value] : json.items())  // of an array, its indices
    gather(value,
           {{at.place.document, pointer_to(at.place.pointer, name)}, at.path + (at.path.empty() ? "" : ".") + name},
           out);
}

std::vector<Value> all_values(const Documents& documents) {
  std::vector<Value> values;
  gather(documents.file, {{Document::File, {}}, {}}, values);
  gather(documents.definition, {{Document::Definition, {}}, {}}, values);
  return values;
}

// ---- pointers

const Json& in(const Documents& documents, Document document) {
  return document == Document::File ? documents.file : documents.definition;
}

/// Returns the reference tokens, outermost first, unescaped. nullopt: the text is no pointer.
std::optional<std::vector<std::string>> members_of(const std::string& pointer) {
  std::vector<std::string> members;
  try {
    for (Json::json_pointer at{pointer}; !at.empty(); at = at.parent_pointer()) members.push_back(at.back());
  } catch (const Json::exception&) {
    return std::nullopt;
  }
  std::reverse(members.begin(), members.end());
  return members;
}

/// nullopt: there is no such element.
std::optional<std::size_t> index_in(const Json& array, const std::string& member) {
  for (std::size_t index = 0; index < array.size(); ++index)
    if (std::to_string(index) == member) return index;
  return std::nullopt;
}

Places place_at(const std::string& pointer, const Documents& documents) {
  const auto members = members_of(pointer);
  if (!members || members->empty() || members->front().empty())
    return tl::unexpected{in_quotes(pointer) + " is no JSON pointer (RFC 6901) to a value in the file"};
  const bool capital = std::isupper(static_cast<unsigned char>(members->front().front())) != 0;
  const DocumentPlace place{capital ? Document::Definition : Document::File, pointer};
  const Json* at = &in(documents, place.document);
  std::string way;
  for (const std::string& member : *members) {
    if (at->is_array()) {
      const auto index = index_in(*at, member);
      if (!index)
        return tl::unexpected{pointer + ": " + way + " has " + std::to_string(at->size()) +
                              " elements, numbered from 0"};
      at = &(*at)[*index];
    } else if (!at->is_object()) {
      return tl::unexpected{pointer + ": " + way + " is " + config::describe(*at) + ", which has no members"};
    } else if (const auto found = at->find(member); found != at->end()) {
      at = &*found;
    } else {
      return std::vector{place};
    }
    way = pointer_to(way, member);
  }
  return std::vector{place};
}

// ---- special names

constexpr std::string_view retry_prefix = "retry.";
constexpr std::array<std::string_view, 5> retrier_fields{
    "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy"};

bool can_retry(const Json& state) {
  const auto type = state.is_object() ? state.find("Type") : state.end();
  return state.is_object() && type != state.end() && (*type == "Task" || *type == "Parallel" || *type == "Map");
}

void gather_retriers(const Json& json, const std::string& pointer, std::vector<std::string>& out) {
  if (can_retry(json) && json.contains("Retry") && json["Retry"].is_array())
    for (std::size_t index = 0; index < json["Retry"].size(); ++index)
      out.push_back(pointer_to(pointer_to(pointer, "Retry"), index));
  if (!json.is_structured()) return;
  for (const auto& [name, value] : json.items()) gather_retriers(value, pointer_to(pointer, name), out);
}

Places retriers(std::string_view field, const Documents& documents) {
  if (std::find(retrier_fields.begin(), retrier_fields.end(), field) == retrier_fields.end())
    return tl::unexpected{"a retrier has no " + in_quotes(field) + "; " +
                          config::suggestion(field, {retrier_fields.begin(), retrier_fields.end()})};
  std::vector<std::string> pointers;
  gather_retriers(documents.definition, {}, pointers);
  std::vector<DocumentPlace> places;
  for (const std::string& pointer : pointers) places.push_back({Document::Definition, pointer_to(pointer, field)});
  if (places.empty()) return tl::unexpected{std::string("no state of the definition has retriers")};
  return places;
}

Places arrival_rate(const Documents& documents) {
  for (const char* process : {"/arrivals/poisson", "/arrivals/constant"})
    if (documents.file.contains(Json::json_pointer(process)))
      return std::vector<DocumentPlace>{{Document::File, process}};
  std::vector<DocumentPlace> below;
  for (const Value& value : all_values(documents))
    if (value.place.pointer.starts_with("/arrivals/") || value.place.pointer.starts_with("/closed_loop/"))
      below.push_back(value.place);
  return tl::unexpected{
      "'arrivals.rate' is that of a constant or Poisson process, which this file does not have; it has " +
      (below.empty() ? "no arrivals" : listed(below))};
}

// ---- names by paths

std::string nothing_called(std::string_view name, const std::vector<Value>& values) {
  std::vector<std::string_view> ends;
  for (const Value& value : values)
    for (std::string_view end = value.path;; end.remove_prefix(end.find('.') + 1)) {
      ends.push_back(end);
      if (end.find('.') == end.npos) break;
    }
  const auto meant = config::closest(name, ends);
  return "nothing is called " + in_quotes(name) + " in the file or in its state machine's definition; " +
         (meant ? "did you mean " + in_quotes(*meant) + "?"
                : "a JSON pointer such as /arrivals/poisson names any value, also one that has its default");
}

Places places_by_path(std::string_view name, const Documents& documents) {
  const auto values = all_values(documents);
  std::vector<DocumentPlace> whole;
  std::vector<DocumentPlace> ending;
  for (const Value& value : values) {
    if (value.path == name) whole.push_back(value.place);
    if (value.path.ends_with("." + std::string(name))) ending.push_back(value.place);
  }
  std::vector<DocumentPlace>& found = whole.empty() ? ending : whole;
  if (found.empty()) return tl::unexpected{nothing_called(name, values)};
  if (found.size() > 1) return tl::unexpected{in_quotes(name) + " could be any of " + listed(found)};
  return std::move(found);
}

}  // namespace

Places find_places(std::string_view name, const Documents& documents) {
  if (name.empty()) return tl::unexpected{std::string("expected a name before '='")};
  if (name.starts_with('/')) return place_at(std::string(name), documents);
  if (name.starts_with(retry_prefix)) return retriers(name.substr(retry_prefix.size()), documents);
  if (name == "arrivals.rate") return arrival_rate(documents);
  return places_by_path(name, documents);
}

void put(Documents& documents, const DocumentPlace& place, const Json& value) {
  Json* at = place.document == Document::File ? &documents.file : &documents.definition;
  const auto members = members_of(place.pointer).value();
  for (const std::string& member : members) {
    if (at->is_array()) {
      at = &(*at)[index_in(*at, member).value()];
    } else {
      if (!at->contains(member)) set_member(*at, member, Json::object());
      at = &(*at)[member];
    }
  }
  *at = value;
}

}  // namespace stepstorm::variation

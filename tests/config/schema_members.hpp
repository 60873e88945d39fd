// Whether a JSON Schema and a reader know the same members, object by object.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "config/text_file.hpp"
#include "values/json.hpp"

namespace stepstorm::config {

using Names = std::set<std::string>;

/// A member that no reader knows.
inline const std::string unknown_member = R"("qqqqqq": 1)";

/// The members that a reader says it knows when it meets the one above: `... here; there are k or mean`.
inline Names known_to_reader(const std::vector<std::string>& complaints) {
  const std::string marker = "there is no setting 'qqqqqq' here; there are ";
  std::string known;
  for (const auto& complaint : complaints)
    if (const auto at = complaint.find(marker); at != std::string::npos) known = complaint.substr(at + marker.size());
  REQUIRE_FALSE(known.empty());
  Names names;
  std::string word;
  for (const char c : known + " ") {
    if (c != ' ' && c != ',') {
      word += c;
    } else if (!word.empty()) {
      if (word != "or" && word != "none") names.insert(word);
      word.clear();
    }
  }
  return names;
}

inline void gather_objects(const Json& schema, const std::string& where, std::map<std::string, Names>& out) {
  if (schema.is_array())
    for (const auto& each : schema) gather_objects(each, where, out);
  if (!schema.is_object()) return;
  const auto closed = schema.find("additionalProperties");
  if (schema.contains("properties") && closed != schema.end() && *closed == false) {
    Names& names = out[where];
    for (const auto& [name, value] : schema["properties"].items()) names.insert(name);
  }
  for (const auto& [name, value] : schema.items()) gather_objects(value, where + "/" + name, out);
}

inline Json read_schema(const std::string& file) {
  const auto text = read_text_file(file, 1u << 20);
  REQUIRE(text.has_value());
  auto schema = parse_json(*text);
  REQUIRE(schema.has_value());
  return *schema;
}

/// Of one object, by where the schema describes it.
inline Names members_of_schema(const std::string& file, const std::string& at) {
  Names names;
  const Json schema = read_schema(file);
  for (const auto& [name, value] : schema.at(Json::json_pointer{at + "/properties"}).items()) names.insert(name);
  return names;
}

/// The members of every object that the schema closes, by where it describes that object.
inline std::map<std::string, Names> objects_of_schema(const std::string& file) {
  std::map<std::string, Names> objects;
  gather_objects(read_schema(file), "", objects);
  return objects;
}

}  // namespace stepstorm::config

// One finding about a file that a person wrote: where, and what was expected there.
#pragma once

#include <string>

#include "values/json.hpp"

namespace stepstorm::config {

struct FileFinding {
  std::string file;  // empty: the message names the subject
  TextPosition at;
  std::string pointer;  // RFC 6901; empty: the whole file
  std::string message;
};

/// `config/settings.json:12:17: /resources/0/actors: expected a whole number from 1 to 1000, found "many"`
[[nodiscard]] std::string render(const FileFinding& finding);

}  // namespace stepstorm::config

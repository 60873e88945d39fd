// What a definition reads, as examples: an input for it and an answer for each task, so that what `init` writes gets through
// the machine. Goes by JSONPath alone: what JSONata expressions and JsonPath filters read is not seen. Pure.
#pragma once

#include <map>
#include <string>

#include "values/json.hpp"

namespace stepstorm::app {

struct SampleData {
  Json input = Json::object();          // a template as scenarios have it: {"loanId": "loanId-{{sequence}}"}
  std::map<std::string, Json> answers;  // by Task state: what is read of its answer; of lambda:invoke, of its payload
};

/// `definition`: an object with StartAt and States, known to be valid.
[[nodiscard]] SampleData sample_data(const Json& definition);

}  // namespace stepstorm::app

// Derives sample data from a definition: an input, and an answer for each task, so that the files of `init` run
// through the machine. Follows only JSONPath: fields read by JSONata expressions and JsonPath filters are missed.
// Pure.
#pragma once

#include <map>
#include <string>

#include "values/json.hpp"

namespace stepstorm::app {

struct SampleData {
  Json input = Json::object();          // a scenario's input template: {"loanId": "loanId-{{sequence}}"}
  std::map<std::string, Json> answers;  // by Task state: the answer's fields, of lambda:invoke its payload's
};

/// `definition`: a valid definition, an object with StartAt and States.
[[nodiscard]] SampleData sample_data(const Json& definition);

}  // namespace stepstorm::app

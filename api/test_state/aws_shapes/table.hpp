// What the answers of some AWS services look like. Made from their models by generate.py.
//   {"actions": {action -> index of its answer's shape, -1: answers nothing}, "shapes": [shape ...]}
//   shape: t s string (or timestamp, blob) | b boolean | n number | o object | a array | m map | * anything; min, max
//   (length of a string, value of a number), e enum values; m members of an object: name -> index; r those it must have;
//   v index of the elements' or values' shape.
// Source: botocore's service models, see NOTICE.
#pragma once

#include <string_view>
#include <vector>

namespace stepstorm::api {

struct AwsServiceText {
  std::string_view name;    // as a resource names it
  std::string_view same;    // the service in this table whose text counts; itself, if it has one
  std::string_view shapes;  // JSON; empty: see `same`
};

const std::vector<AwsServiceText>& aws_service_texts();

}  // namespace stepstorm::api

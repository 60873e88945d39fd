// No request makes an operation of the API fail otherwise than by an error of its own: each is answered, by a JSON
// object, and never with 500. Input: a byte for the operation, a byte that says whether the rest is the body or what a
// body that fits the operation's shapes is made of.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <future>
#include <string>
#include <string_view>

#include "api/operation.hpp"
#include "api/service.hpp"
#include "tests/api/asked.hpp"
#include "tests/fuzz/byte_source.hpp"
#include "tests/fuzz/demand.hpp"

namespace {

using namespace stepstorm;
using fuzz::ByteSource;

constexpr std::string_view arn = "arn:aws:states:us-east-1:123456789012:";

/// Texts that mean something to one operation or another.
const std::array<std::string, 24> texts{
    "",
    "a",
    "A b",
    std::string(arn) + "stateMachine:A",
    std::string(arn) + "stateMachine:A:1",
    std::string(arn) + "stateMachine:A:live",
    std::string(arn) + "stateMachine:A#Case",
    std::string(arn) + "execution:A:e",
    std::string(arn) + "activity:a",
    std::string(arn) + "mapRun:A/b:c",
    "arn:aws:iam::123456789012:role/r",
    R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})",
    R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"End":true}}})",
    R"({"Type":"Pass","Result":1,"End":true})",
    R"({"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"B"}],"Default":"C"})",
    "{}",
    "{",
    R"({"a":[1,2,{"b":null}]})",
    std::string(arn) + "stateMachine:A:99999999999999999999",
    "\xF0\x9F\x98\x80",
    "1",
    "error",
    R"({"result":"1"})",
    "live"};

Json value_of(const api::Shape& shape, ByteSource& choices);

Json object_of(const std::vector<api::Shape>& shapes, ByteSource& choices) {
  Json object = Json::object();
  for (const api::Shape& shape : shapes)
    if (shape.required ? !choices.one_in(16) : choices.one_in(3))
      object[std::string(shape.name)] = value_of(shape, choices);
  return object;
}

Json text_of(const api::Shape& shape, ByteSource& choices) {
  if (!shape.enums.empty() && !choices.one_in(8)) return std::string(shape.enums[choices.below(shape.enums.size())]);
  if (choices.one_in(32)) return std::string(300, 'x');
  return choices.pick(texts);
}

/// Rather one that fits the shape.
Json value_of(const api::Shape& shape, ByteSource& choices) {
  if (choices.one_in(8))
    return choices.pick(std::array<Json, 6>{nullptr, true, -1, 1e300, Json::array(), Json::object()});
  switch (shape.kind) {
    case api::Kind::String: return text_of(shape, choices);
    case api::Kind::Integer: return static_cast<std::int64_t>(choices.byte()) - 8;
    case api::Kind::Number: return static_cast<double>(choices.byte()) / 2 - 8;
    case api::Kind::Boolean: return choices.one_in(2);
    case api::Kind::Object: return object_of(shape.members, choices);
    case api::Kind::List: {
      Json list = Json::array();
      for (std::size_t count = choices.below(4); count > 0; --count)
        list.push_back(shape.members.empty() ? Json(1) : value_of(shape.members.front(), choices));
      return list;
    }
  }
  return nullptr;
}

api::AccountOptions options() {
  api::AccountOptions options;
  options.clock = api::Clock::Virtual;
  options.ended_max = 100;
  return options;
}

api::Answered answer_to(api::Service& service, std::string_view operation, std::string body) {
  api::Asked asked = api::send(
      service,
      {"POST",
       "/",
       {{"X-Amz-Target", "AWSStepFunctions." + std::string(operation)}, {"Content-Type", "application/x-amz-json-1.0"}},
       std::move(body)});
  using namespace std::chrono_literals;
  for (int look = 0; asked.answer.wait_for(look == 0 ? 20ms : 100ms) != std::future_status::ready; ++look) {
    fuzz::demand(look < 100, "every request is answered");
    service.end_polls();
  }
  return asked.get();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static api::Service service{options()};
  ByteSource choices{{data, size}};
  const auto& all = api::operations();
  const api::Operation& operation = all[choices.below(all.size())];
  const bool is_body = choices.one_in(2);
  std::string body(reinterpret_cast<const char*>(data) + std::min<std::size_t>(size, 2),
                   size - std::min<std::size_t>(size, 2));
  if (!is_body) body = to_text(object_of(operation.request, choices));
  const api::Answered response = answer_to(service, operation.name, std::move(body));
  fuzz::demand(response.body.is_object(), "an answer is a JSON object");
  fuzz::demand(response.status == 200 || response.status == 400, "an answer is 200 or 400");
  fuzz::demand(response.status == 200 || response.body.contains("__type"), "an error says which it is");
  return 0;
}

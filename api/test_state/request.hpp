// What TestState is asked, read and checked. Source: semantics.md 9.5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/error.hpp"
#include "api/test_state/mock_schema.hpp"
#include "api/test_state/subject.hpp"
#include "execution/status.hpp"
#include "values/payload.hpp"

namespace stepstorm::api {

/// What stands for the state's work: one of the two.
struct StateMock {
  std::optional<Payload> result;
  std::optional<execution::ErrorOutput> error;
};

struct StateConfiguration {
  std::int64_t retries = 0;  // of the retrier that takes the error
  std::optional<std::int64_t> failed_iterations;
  std::optional<std::string> item_reader_data;  // what a Map's ItemReader reads
};

struct TestRequest {
  Subject subject;
  Payload input;
  Json variables = Json::object();
  std::optional<StateMock> mock;
  StateConfiguration configuration;
  std::optional<std::string> context;  // JSON text
  std::string role_arn;                // empty: none was said
  bool inspects = false;               // DEBUG or TRACE
};

/// Of a request that fits its shapes. Errors: InvalidDefinition, InvalidExecutionInput, ValidationException.
[[nodiscard]] tl::expected<TestRequest, Error> read_test_request(const Json& request);

}  // namespace stepstorm::api

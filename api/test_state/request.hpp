// Reads and checks a request of TestState. Source: semantics.md 9.5.
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

/// The mock of the state's work: exactly one member is set.
struct StateMock {
  std::optional<Payload> result;
  std::optional<execution::ErrorOutput> error;
};

struct StateConfiguration {
  std::int64_t retries = 0;  // of the retrier that matches the error
  std::optional<std::int64_t> failed_iterations;
  std::optional<std::string> item_reader_data;  // the data for a Map's ItemReader
};

struct TestRequest {
  Subject subject;
  Payload input;
  Json variables = Json::object();
  std::optional<StateMock> mock;
  StateConfiguration configuration;
  std::optional<std::string> context;  // JSON text
  std::string role_arn;                // empty: none was given
  bool inspects = false;               // DEBUG or TRACE
};

/// `request` must fit its shapes. Errors: InvalidDefinition, InvalidExecutionInput, ValidationException.
[[nodiscard]] tl::expected<TestRequest, Error> read_test_request(const Json& request);

}  // namespace stepstorm::api

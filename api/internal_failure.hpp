// The edge at which an error of our own in one request ends: it is logged and answered, and others are served.
#pragma once

#include <concepts>
#include <exception>
#include <string>
#include <string_view>

#include <spdlog/spdlog.h>

#include "api/error.hpp"

namespace stepstorm::api {

/// Calls `carry_out`. Replies InternalFailure (500), with the exception's text, when it throws.
template <std::invocable CarryOut>
void reply_to_exceptions(std::string_view operation, const Reply& reply, const CarryOut& carry_out) {
  try {
    carry_out();
  } catch (const std::exception& thrown) {
    spdlog::error("{} failed by an error of stepstorm's own: {}", operation, thrown.what());
    reply(tl::unexpected{Error{"InternalFailure",
                               std::string("The request failed by an error of stepstorm's own: ") + thrown.what(),
                               {},
                               500}});
  }
}

}  // namespace stepstorm::api

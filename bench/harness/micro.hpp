// Benchmarks of single operations, made with google-benchmark, under the harness's command line and in its JSON: each
// repetition's time is a sample, and so is each of its counters.
#pragma once

#include <functional>
#include <string>

#include "bench/harness/harness.hpp"

namespace stepstorm::bench {

/// `seconds`: how long one repetition takes at least. `afterwards`: what is to be measured besides. What the command line
/// holds further goes to google-benchmark: --benchmark_filter=REGEX.
[[nodiscard]] int run_micro(int argc,
                            char** argv,
                            const std::string& name,
                            const std::string& question,
                            double seconds,
                            const std::function<void(Session&)>& afterwards = {});

}  // namespace stepstorm::bench

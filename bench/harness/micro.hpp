// Benchmarks of single operations, made with google-benchmark, under the harness's command line and in its JSON: each
// repetition's time is a sample, and so is each of its counters.
#pragma once

#include <functional>
#include <string>

#include "bench/harness/harness.hpp"

namespace stepstorm::bench {

/// `seconds`: least duration of one repetition. `afterwards`: further measurements. Other options of the command line
/// go to google-benchmark: --benchmark_filter=REGEX.
[[nodiscard]] int run_micro(int argc,
                            char** argv,
                            const std::string& name,
                            const std::string& question,
                            double seconds,
                            const std::function<void(Session&)>& afterwards = {});

}  // namespace stepstorm::bench

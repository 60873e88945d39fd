#include "launch/functions.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "values/words.hpp"

namespace stepstorm::app {
namespace {

using orchestration::FunctionWait;
using orchestration::ResourceOptions;

std::string needs_a_model(const ResourceOptions& function) {
  return "the function " + function.name +
         " is real and takes real time: give it a \"service_time\" in the settings, which it then takes on the virtual "
         "clock, or run it in real time (--clock wall)";
}

std::string mean_ms(std::chrono::nanoseconds sum, std::uint64_t count) {
  char text[32];
  const double mean =
      count == 0 ? 0 : std::chrono::duration<double, std::milli>(sum).count() / static_cast<double>(count);
  std::snprintf(text, sizeof text, "%.2f ms", mean);
  return text;
}

}  // namespace

bool has_functions(const std::vector<ResourceOptions>& resources) {
  return std::any_of(resources.begin(), resources.end(), [](const auto& each) { return each.function.has_value(); });
}

tl::expected<RunningFunctions, std::string> start_functions(std::vector<ResourceOptions>& resources, Clock clock) {
  if (!has_functions(resources)) return nullptr;
  if (clock == Clock::Virtual)
    for (const ResourceOptions& resource : resources)
      if (resource.function && !resource.modelled_time) return tl::unexpected{needs_a_model(resource)};
  auto started = functions::ProcessEnvironments::start();
  if (!started) return tl::unexpected{"functions: " + started.error()};
  for (ResourceOptions& resource : resources) {
    if (!resource.function) continue;
    resource.function->environments = *started;
    resource.function->wait = clock == Clock::Virtual ? FunctionWait::Blocked : FunctionWait::Woken;
    if (clock == Clock::Virtual) resource.worker.service_time = *resource.modelled_time;
  }
  return std::move(*started);
}

std::string refuse_functions(const std::vector<ResourceOptions>& resources, std::string_view who) {
  const auto found = std::find_if(resources.begin(), resources.end(), [](const auto& each) { return each.function; });
  if (found == resources.end()) return {};
  return std::string{who} + ": the function " + found->name +
         " is real: what it answers is not drawn from the seed, so that a run cannot be repeated; bind its tasks to a "
         "kind of worker instead";
}

void print_functions(const RunningFunctions& functions, std::ostream& out) {
  if (!functions) return;
  out << "functions    real: the seed does not determine this run\n";
  for (const auto& [name, done] : functions->statistics()) {
    out << "  " << name << ": " << counted(done.calls, "call") << ", " << mean_ms(done.call_time, done.calls)
        << " on average, " << done.failures << " failed; " << counted(done.cold_starts, "cold start") << ", "
        << mean_ms(done.init_time, done.cold_starts) << " on average";
    if (done.ended > 0) out << "; " << done.ended << " of its processes ended meanwhile";
    out << '\n';
  }
  out << std::flush;
}

}  // namespace stepstorm::app

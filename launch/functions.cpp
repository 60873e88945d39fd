#include "launch/functions.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "config/text_file.hpp"
#include "launch/write_file.hpp"
#include "values/utf8.hpp"
#include "values/words.hpp"

namespace stepstorm::launch {
namespace {

using workers::Environments;
using workers::FunctionWait;
using workers::ResourceOptions;

bool is_behind_endpoint(const ResourceOptions& resource) {
  return resource.function && !resource.function->options->endpoint.empty();
}

bool is_process(const ResourceOptions& resource) { return resource.function && !is_behind_endpoint(resource); }

std::string needs_a_model(const ResourceOptions& function) {
  if (is_behind_endpoint(function))
    return "--lambda-endpoint: the functions there take real time; run in real time (--clock wall), or record their "
           "answers "
           "and replay them";
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

void print_statistics(const functions::StatisticsByName& statistics, bool of_processes, std::ostream& out) {
  for (const auto& [name, done] : statistics) {
    out << "  " << name << ": " << counted(done.calls, "call") << ", " << mean_ms(done.call_time, done.calls)
        << " on average, " << done.failures << " failed";
    if (of_processes)
      out << "; " << counted(done.cold_starts, "cold start") << ", " << mean_ms(done.init_time, done.cold_starts)
          << " on average";
    if (done.ended > 0) out << "; " << done.ended << " of its processes ended meanwhile";
    out << '\n';
    for (const std::string& error : done.uncertain)
      out << "  " << name << ": the service may call " << error << " otherwise (docs/functions.md)\n";
  }
}

/// Returns an error when an option for functions does not apply; empty when it does.
std::string try_choice(bool has_functions, const FunctionChoice& choice) {
  const std::string_view option = choice.record ? "--record-functions" : choice.replay ? "--replay-functions" : "";
  if (choice.record && choice.replay)
    return "--record-functions: what is replayed was recorded already; leave out --replay-functions";
  if (!option.empty() && !has_functions) return std::string{option} + ": no task of this run calls a function";
  if (choice.record)
    if (const auto tried = try_file(*choice.record); !tried) return "--record-functions: " + tried.error();
  return {};
}

}  // namespace

std::string options_text(const FunctionChoice& choice) {
  std::string text;
  if (choice.endpoint) text += " --lambda-endpoint " + shell_word(*choice.endpoint);
  if (choice.replay) text += " --replay-functions " + shell_word(choice.replay->string());
  return text;
}

tl::expected<RunningFunctions, std::string> RunningFunctions::start(std::vector<ResourceOptions>& resources,
                                                                    Clock clock,
                                                                    const FunctionChoice& choice) {
  const bool has_functions =
      std::any_of(resources.begin(), resources.end(), [](const auto& each) { return each.function.has_value(); });
  if (auto complaint = try_choice(has_functions, choice); !complaint.empty()) return tl::unexpected{complaint};
  RunningFunctions running{clock, choice};
  if (!has_functions) return running;
  auto ready = choice.replay ? running.read_replay() : running.bring_up(resources);
  if (!ready) return tl::unexpected{std::move(ready.error())};
  running.answer(resources);
  return running;
}

tl::expected<void, std::string> RunningFunctions::read_replay() {
  const auto complaint = [&](const std::string& what) { return tl::unexpected{"--replay-functions: " + what}; };
  const auto text = config::read_text_file(*choice_.replay, functions::recording_bytes_max);
  if (!text) return complaint(text.error());
  auto replay = functions::Replay::read(*text);
  if (!replay) return complaint(choice_.replay->string() + ": " + replay.error());
  replay_ = std::move(*replay);
  return {};
}

/// Starts processes first: their launcher must be forked before the program has threads.
tl::expected<void, std::string> RunningFunctions::bring_up(const std::vector<ResourceOptions>& resources) {
  if (clock_ == Clock::Virtual)
    for (const ResourceOptions& resource : resources)
      if (resource.function && !resource.modelled_time) return tl::unexpected{needs_a_model(resource)};
  if (std::any_of(resources.begin(), resources.end(), is_process)) {
    auto started = functions::ProcessEnvironments::start();
    if (!started) return tl::unexpected{"functions: " + started.error()};
    processes_ = std::move(*started);
  }
  if (std::any_of(resources.begin(), resources.end(), is_behind_endpoint)) {
    const auto place = functions::parse_endpoint(choice_.endpoint.value_or(""));
    if (!place) return tl::unexpected{"--lambda-endpoint: " + place.error()};
    endpoint_ = std::make_shared<functions::EndpointEnvironments>(*place);
  }
  if (choice_.record) recording_ = std::make_shared<functions::Recording>();
  return {};
}

void RunningFunctions::answer(std::vector<ResourceOptions>& resources) const {
  for (ResourceOptions& resource : resources) {
    if (!resource.function) continue;
    workers::FunctionRow& row = *resource.function;
    if (replay_)
      row.environments = std::make_shared<functions::ReplayedEnvironments>(replay_);
    else if (is_behind_endpoint(resource))
      row.environments = endpoint_;
    else
      row.environments = processes_;
    if (recording_) row.environments = std::make_shared<functions::RecordedEnvironments>(row.environments, recording_);
    row.wait = replay_ || clock_ == Clock::Virtual ? FunctionWait::Blocked : FunctionWait::Woken;
    row.takes_known_times = replay_ && !resource.modelled_time;
    if (resource.modelled_time && (replay_ || clock_ == Clock::Virtual))
      resource.worker.service_time = *resource.modelled_time;
  }
}

void RunningFunctions::print(std::ostream& out) const {
  if (replay_) out << "functions    answered as " << on_one_line(choice_.replay->string()) << " has it\n";
  if (processes_ || endpoint_) out << "functions    real: the seed does not determine this run\n";
  if (processes_) print_statistics(processes_->statistics(), true, out);
  if (endpoint_) print_statistics(endpoint_->statistics(), false, out);
  out << std::flush;
}

std::string RunningFunctions::finish() const {
  if (replay_ && replay_->missing() > 0)
    return "--replay-functions: " + counted(replay_->missing(), "call") +
           " that the recording does not have, so that nothing of this run counts; one of them: " + replay_->missed();
  if (!recording_) return {};
  const auto text = recording_->text();
  if (!text)
    return "--record-functions: more than " + std::to_string(functions::recording_bytes_max >> 20) +
           " MiB of answers; nothing was written";
  const auto written = write_file(*choice_.record, *text);
  return written ? std::string{} : "--record-functions: " + written.error();
}

void print_events(const messages::Counters& counters, std::ostream& out) {
  if (counters.events_open > 0)
    out << counted(counters.events_open, "asynchronous invocation") << " had not ended when the last order did\n";
  if (counters.events_given_up > 0)
    out << counted(counters.events_given_up, "asynchronous invocation") << " failed as often as Lambda tries\n";
  out << std::flush;
}

std::string refuse_functions(const std::vector<ResourceOptions>& resources,
                             std::string_view who,
                             const FunctionChoice& choice) {
  if (choice.replay) return {};
  const auto found = std::find_if(resources.begin(), resources.end(), [](const auto& each) { return each.function; });
  if (found == resources.end()) return {};
  return std::string{who} + ": the function " + found->name +
         " is real: what it answers is not drawn from the seed, so that a run cannot be repeated; record its answers "
         "(--record-functions) and replay them (--replay-functions)";
}

}  // namespace stepstorm::launch

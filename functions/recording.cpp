#include "functions/recording.hpp"

#include <chrono>

#include "values/json.hpp"

namespace stepstorm::functions {
namespace {

using std::chrono::steady_clock;
using workers::Invocation;
using workers::Outcome;

class RecordedEnvironment final : public workers::Environment {
 public:
  RecordedEnvironment(std::string function,
                      std::unique_ptr<workers::Environment> inner,
                      std::shared_ptr<Recording> recording)
      : function_(std::move(function)), inner_(std::move(inner)), recording_(std::move(recording)) {}

  void invoke(Invocation&& invocation, Answer answer) override {
    auto recorded = RecordedAnswer{function_, invocation, {}, {}};
    inner_->invoke(std::move(invocation),
                   [recorded = std::move(recorded),
                    recording = recording_,
                    answer = std::move(answer),
                    began = steady_clock::now()](Outcome outcome) mutable {
                     recorded.took = steady_clock::now() - began;
                     recorded.outcome = outcome;
                     recording->add(recorded);
                     answer(std::move(outcome));
                   });
  }

 private:
  std::string function_;
  std::unique_ptr<workers::Environment> inner_;
  std::shared_ptr<Recording> recording_;
};

}  // namespace

void Recording::add(const RecordedAnswer& answer) {
  const std::string line = line_of(answer) + '\n';
  const std::lock_guard lock{mutex_};
  is_full_ = is_full_ || text_.size() + line.size() > recording_bytes_max;
  if (!is_full_) text_ += line;
}

std::optional<std::string> Recording::text() const {
  const std::lock_guard lock{mutex_};
  return is_full_ ? std::nullopt : std::optional{text_};
}

std::unique_ptr<workers::Environment> RecordedEnvironments::make(
    std::shared_ptr<const workers::FunctionOptions> function, std::function<void(std::string)> died) {
  std::string name = function->name;
  return std::make_unique<RecordedEnvironment>(
      std::move(name), inner_->make(std::move(function), std::move(died)), recording_);
}

}  // namespace stepstorm::functions

// Environments that pass invocations on to other environments and record the answers.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "functions/recorded_answer.hpp"
#include "workers/functions/function.hpp"

namespace stepstorm::functions {

/// Limit of a recording in bytes, in memory and as a file.
inline constexpr std::size_t recording_bytes_max = std::size_t{256} << 20;

/// Collects lines in the order in which answers come. Safe for concurrent use.
class Recording {
 public:
  void add(const RecordedAnswer& answer);
  /// Returns the lines; nullopt when the limit was exceeded.
  [[nodiscard]] std::optional<std::string> text() const;

 private:
  mutable std::mutex mutex_;
  std::string text_;
  bool is_full_ = false;
};

class RecordedEnvironments final : public workers::Environments {
 public:
  RecordedEnvironments(std::shared_ptr<workers::Environments> inner, std::shared_ptr<Recording> recording)
      : inner_(std::move(inner)), recording_(std::move(recording)) {}

  [[nodiscard]] std::unique_ptr<workers::Environment> make(std::shared_ptr<const workers::FunctionOptions> function,
                                                           std::function<void(std::string)> died) override;

 private:
  std::shared_ptr<workers::Environments> inner_;
  std::shared_ptr<Recording> recording_;
};

}  // namespace stepstorm::functions
